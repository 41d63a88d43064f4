"""How the mediator words texts in many runs at once: greedy on what is said, random changes, blind trades.

The strategies are those of `detente.talks.mediators.steps`, on the same numbers of the day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.mediated_texts import can_stand, put_out
from detente.kernels.talks.mediated_world import ANSWERING, DRAFTING, Int, Runs, Who, part, pick
from detente.kernels.talks.shapes import FACTS, SLOTS

__all__ = ["propose"]

Places = NDArray[np.intp]

_TRIES = 4
_APART = 16
_TEXTS = FACTS.index("texts")


def propose(runs: Runs) -> Who | None:
    """Put out the next text wherever one is asked for; the runs where this happened, None for none."""
    s = runs.state
    who = pick(runs.among(DRAFTING))
    if who is None:
        return None
    first = s.heard[who] == 0
    texts = part(runs.drawn.opening, who) + np.zeros(runs.size(who), np.int64)
    later = pick(~first)
    if later is not None:
        places = np.arange(len(s.stage))[who][later] if not _all(who, later) else slice(None)
        texts[:, later] = _Drafts.begin(runs, places).words()
    put_out(runs, texts, who)
    s.facts[_TEXTS, who] += 1
    s.stage[who], s.since[who] = ANSWERING, runs.day
    s.open[who], s.back[who] = False, False
    s.answered[who], s.yes[who], s.blocked[who] = 0, 0, 0
    return who


def _all(who: Who, later: Who) -> bool:
    return isinstance(who, slice) and isinstance(later, slice)


@dataclass(slots=True)
class _Drafts:
    """Texts under work: the chosen runs, the text that each begins from, and how far free issues go.

    `free` (issues, chosen) counts the issues not set aside, in order of id; None where nothing is set aside.
    """

    runs: Runs
    who: Who
    base: Int
    free: Int | None

    @classmethod
    def begin(cls, runs: Runs, who: Who) -> "_Drafts":
        """What to begin from: the last text, or the one that stands, with what is set aside."""
        f, s = runs.plan.fixed, runs.state
        base = (s.standing if f.strategy else s.out)[:, who].copy()
        free = None
        if runs.plan.aside:
            aside = s.aside[:, who]
            base = np.where(aside, f.if_silent[:, None], base)
            if aside.any():
                free = np.cumsum(~aside[f.issue_order], axis=0, dtype=np.int64)
        return cls(runs, who, base, free)

    def some(self, places: Places) -> "_Drafts":
        """A part of them."""
        who = places if isinstance(self.who, slice) else self.who[places]
        free = None if self.free is None else self.free[:, places]
        return _Drafts(self.runs, who, self.base[:, places], free)

    def draw(self, number: int, slot: int) -> Int:
        """The numbers of one attempt at a slot."""
        return self.runs.draw(SLOTS.DRAFT + number * _APART + slot, self.who)

    def words(self) -> Int:
        """The first of some attempts that changes the text and can stand; else the text itself."""
        strategy = self.runs.plan.fixed.strategy
        attempt = (_greedy, _change, _trade)[strategy]
        found = self.base.copy()
        left, places = self, None
        for number in range(_TRIES):
            text = attempt(left, number)
            fits = (text != left.base).any(axis=0)
            if self.runs.plan.fixed.feasible >= 0:
                fits &= can_stand(self.runs, text, left.who)
            if places is None and fits.all():
                return text
            now = np.flatnonzero(fits)
            found[:, now if places is None else places[now]] = text[:, now]
            rest = np.flatnonzero(~fits)
            if rest.size == 0:
                break
            places = rest if places is None else places[rest]
            left = left.some(rest)
        return found

    def towards(self, text: Int, issue: Int, party: Int, at: Places) -> None:
        """Move an issue towards a party's demand in some texts: one step where options are ordered."""
        f, demands = self.runs.plan.fixed, self.runs.drawn.demands
        if demands.shape[-1] == 1:
            there = demands[party, issue, 0]
        else:
            there = demands[party, issue, at if isinstance(self.who, slice) else self.who[at]]
        here = text[issue, at]
        text[issue, at] = np.where(f.ordered[issue], here + np.sign(there - here), there)

    def free_at(self) -> tuple[Places, Int]:
        """Where an issue is not set aside, and how many are not there."""
        size = self.base.shape[1]
        if self.free is None:
            return np.arange(size), np.full(size, len(self.base))
        at = np.flatnonzero(self.free[-1])
        return at, self.free[-1, at]

    def nth_free(self, number: Int, at: Places) -> Int:
        """The n-th issue by id that is not set aside."""
        order = self.runs.plan.fixed.issue_order
        found: Int = order[number if self.free is None else (self.free[:, at] > number).argmax(axis=0)]
        return found


def _greedy(drafts: _Drafts, number: int) -> Int:
    if number:
        return _trade(drafts, number)
    text = _concede(drafts)
    also = np.flatnonzero(drafts.draw(0, 15) >> 50 == 0)
    if also.size:
        some = drafts.some(also)
        some.base = text[:, also]
        text[:, also] = _trade(some, 0)
    return text


def _concede(drafts: _Drafts) -> Int:
    runs, who = drafts.runs, drafts.who
    f, s = runs.plan.fixed, runs.state
    count = len(f.parties)
    size = drafts.base.shape[1]
    yes, heard, blocked, named = s.yes[who], s.heard[who], s.blocked[who], s.named[:, who]
    text = drafts.base.copy()
    moved = s.aside[:, who].copy()
    agreed = yes == 2**count - 1
    everywhere = np.arange(size)
    for turn in range(count):
        party = (heard + turn) % count
        issue = np.where(yes >> party & 1, -1, named[party, everywhere])
        again = np.flatnonzero(agreed & (blocked >> party & 1 > 0) & (party < _APART - 1))
        if again.size:
            slots = (party[again] + SLOTS.DRAFT).astype(np.uint64)
            chosen = drafts.some(again)
            issue[again] = f.issue_order[runs.draw_at(slots, chosen.who) % len(f.sizes)]
        at = np.flatnonzero((issue >= 0) & ~moved[issue, everywhere])
        if at.size:
            issues = issue[at]
            moved[issues, at] = True
            drafts.towards(text, issues, party[at], at)
    return text


def _trade(drafts: _Drafts, number: int) -> Int:
    count = len(drafts.runs.plan.fixed.parties)
    text = drafts.base.copy()
    at, width = drafts.free_at()
    first = drafts.draw(number, 0)[at] % width
    one = drafts.draw(number, 2)[at] % count
    drafts.towards(text, drafts.nth_free(first, at), one, at)
    some = np.flatnonzero(width > 1)
    if count == 1 or some.size == 0:
        return text
    if some.size < width.size:
        at, width, first, one = at[some], width[some], first[some], one[some]
    second = drafts.draw(number, 1)[at] % (width - 1)
    other = drafts.draw(number, 3)[at] % (count - 1)
    second += second >= first
    other += other >= one
    drafts.towards(text, drafts.nth_free(second, at), other, at)
    return text


def _change(drafts: _Drafts, number: int) -> Int:
    plan, f = drafts.runs.plan, drafts.runs.plan.fixed
    text = drafts.base.copy()
    at, width = drafts.free_at()
    issue = drafts.nth_free(drafts.draw(number, 0)[at] % width, at)
    others = f.sizes[issue] - 1
    place = drafts.draw(number, 1)[at] % np.maximum(others, 1)
    here = text[issue, at]
    place += place >= plan.place[f.offsets[issue] + here]
    found = f.option_order[f.offsets[issue] + np.minimum(place, others)]
    text[issue, at] = np.where(others > 0, found, here)
    return text
