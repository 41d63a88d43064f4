"""Plain talks, many at once: fixed numbers, nobody waits, nothing strikes; each day one text, all answers.

A text is then the number of a package, and a day a few look-ups. `is_plain` tells where this is so; the bits
are those of the general loops beside it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.counter import UNIT, bits_scalar, day_keys
from detente.kernels.talks.mediated_homes import apply_rules
from detente.kernels.talks.mediated_packages import MOST, Packages
from detente.kernels.talks.mediated_plan import Plan
from detente.kernels.talks.shapes import ENDS, FACTS, SLOTS, Drawn, Found

__all__ = ["Plain", "is_plain", "run_plain"]

Int = NDArray[np.int64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

_TRIES = 4
_APART = 16
_NEVER = -(2**62)


def is_plain(plan: Plan, drawn: Drawn) -> bool:
    """Whether talks are plain in all runs, in a space small enough for tables of packages."""
    f = plan.fixed
    if any(len(a) > 1 for a in drawn) or len(f.sizes) > 62 or np.prod(f.sizes.astype(float)) > MOST:
        return False
    parts = (
        plan.publicity,
        plan.back,
        plan.blames,
        plan.words,
        plan.counsel,
        plan.noise,
        plan.matches,
        plan.aside,
    )
    strikes = len(f.hazard_once) + len(f.happening_day) + len(f.counter_start) + len(f.threat_actor)
    homes = f.asked.copy()
    homes[f.principal] = True
    waits = (drawn.home[0, homes] < UNIT).any() or f.least[homes].any() or (drawn.answers < UNIT).any()
    return not (any(parts) or strikes or waits)


@dataclass(slots=True)
class Plain:
    """Plain runs under way.

    `text` is the package out, `standing` the one that stands, `last` the one that the next is compared with;
    `yes` and `blocked` are parties as bits, `against` actors; `asked_home` counts ratifications.
    """

    plan: Plan
    drawn: Drawn
    packages: Packages
    worth: Int
    number: Int
    keys: NDArray[np.uint64]
    text: Int
    standing: Int
    last: Int
    yes: Int
    blocked: Int
    against: Int
    asked_home: Int

    @classmethod
    def begin(cls, plan: Plan, drawn: Drawn, packages: Packages, keys: NDArray[np.uint64]) -> "Plain":
        """Plain runs before the first day."""
        f, n = plan.fixed, len(keys)
        opening = int(packages.strides @ drawn.opening[0])
        worth = packages.sums[f.gain_leaf[f.principal]]
        for party, leaf in enumerate(f.lines_leaf[f.principal].tolist()):
            if leaf >= 0:
                worth[party] = np.where(packages.sums[leaf] < 0, _NEVER, worth[party])
        texts = np.full(n, opening)
        zeros = np.zeros(n, np.int64)
        return cls(
            plan=plan,
            drawn=drawn,
            packages=packages,
            worth=worth,
            number=np.arange(n),
            keys=keys,
            text=texts,
            standing=texts,
            last=texts,
            yes=zeros,
            blocked=zeros,
            against=zeros.copy(),
            asked_home=zeros.copy(),
        )

    def keep(self, kept: Bools) -> None:
        """Go on with some of the runs alone."""
        for name in ("number", "keys", "text", "standing", "last", "yes", "blocked", "against", "asked_home"):
            setattr(self, name, getattr(self, name)[kept])

    def asked(self, actor: int, day: int) -> int:
        """What an actor asks of a deal on a day, in every run."""
        d, epoch = self.drawn, self.plan.fixed.epoch[actor, day]
        return int(d.reservation[0, actor, epoch]) - day * int(d.delay[0, actor])

    def above(self, party: int, day: int) -> int:
        """What a party asks on a day above its reservation, in every run."""
        return int(self.drawn.asks[0, party]) * int(self.plan.fixed.levels[party, day]) >> 20


def run_plain(runs: Plain, found: Found) -> None:
    """All days of plain runs; `found` is filled."""
    f = runs.plan.fixed
    for day in range(1, f.last_day + 1):
        if day > 1:
            _draft(runs, day)
        _answer(runs, day)
        deals = _ratify(runs, day)
        if deals is not None:
            _end(runs, deals, (day, "deal"), found)
            runs.keep(~deals)
            if runs.number.size == 0:
                return
    end = "deadline" if f.deadline == f.last_day else "ran on"
    _end(runs, np.ones(runs.number.size, np.bool_), (f.last_day, end), found)


# --- drafts -----------------------------------------------------------------------------------------------


def _draft(runs: Plain, day: int) -> None:
    """Word the next text of every run: the first of some attempts that changes it and can stand."""
    strategy, stands = runs.plan.fixed.strategy, runs.packages.can_stand
    today = day_keys(runs.keys, day)
    base = runs.standing if strategy else runs.text
    bare = bool(stands.all())
    found, left = base, None
    for number in range(_TRIES):
        own, keys = (base, today) if left is None else (base[left], today[left])
        if strategy == 1:
            text = _change(runs, own, keys, number)
        elif strategy == 0 and number == 0:
            text = _concede(runs, own, keys, day)
        else:
            text = _trade(runs, own, keys, number)
        fits = text != own
        if not bare:
            fits &= stands[text]
        if left is None:
            found = np.where(fits, text, own)
            left = np.flatnonzero(~fits)
        else:
            found[left[fits]] = text[fits]
            left = left[~fits]
        if left.size == 0:
            break
    runs.text = found


def _draws(keys: NDArray[np.uint64], slots: list[int]) -> Int:
    """Numbers of the day at slots of a draft: (slots, runs)."""
    places = np.array(slots, np.uint64)[:, None] + np.uint64(SLOTS.DRAFT)
    found: Int = bits_scalar(keys, places).view(np.int64)
    return found


def _concede(runs: Plain, base: Int, keys: NDArray[np.uint64], day: int) -> Int:
    """Move what each party named that said no; where a home refused, something towards its demands."""
    f, packages = runs.plan.fixed, runs.packages
    count = len(f.parties)
    text, moved = base.copy(), np.zeros(base.size, np.int64)
    for turn in range(count):
        party = (day - 1 + turn) % count
        named = packages.named[party].take(base)
        goes = (runs.yes >> party & 1 == 0) & (moved & named == 0)
        text += goes * packages.own[party].take(base)
        moved |= goes * named
    again = np.flatnonzero(runs.blocked)
    again = again[runs.yes[again] == 2**count - 1]
    if again.size:
        text[again] = _yield_to_homes(runs, base[again], again, keys, day)
    own = _draws(keys, [15])[0]
    also = np.flatnonzero(own < 2**50)
    if also.size:
        text[also] = _trade(runs, text[also], keys[also], 0)
    return text


def _yield_to_homes(runs: Plain, base: Int, at: Places, keys: NDArray[np.uint64], day: int) -> Int:
    """All delegations said yes and homes refused: some issue moves towards the demands of each such party."""
    f, packages = runs.plan.fixed, runs.packages
    count, issues = len(f.parties), len(f.sizes)
    text, moved = base.copy(), np.zeros(base.size, np.int64)
    for turn in range(count):
        party = (day - 1 + turn) % count
        if party >= _APART - 1:
            continue
        issue = f.issue_order[_draws(keys[at], [party])[0] % issues]
        goes = (runs.blocked[at] >> party & 1 > 0) & (moved >> issue & 1 == 0)
        text += goes * packages.steps[party * issues + issue, base]
        moved |= goes.astype(np.int64) << issue
    return text


def _trade(runs: Plain, base: Int, keys: NDArray[np.uint64], number: int) -> Int:
    """Move one issue a step towards one party's demand and another towards another's."""
    f, steps = runs.plan.fixed, runs.packages.steps
    count, issues = len(f.parties), len(f.sizes)
    first, second, one, other = _draws(keys, [number * _APART + slot for slot in range(4)])
    first, one = first % issues, one % count
    text: Int = base + steps[one * issues + f.issue_order[first], base]
    if issues == 1 or count == 1:
        return text
    second, other = second % (issues - 1), other % (count - 1)
    second += second >= first
    other += other >= one
    text += steps[other * issues + f.issue_order[second], base]
    return text


def _change(runs: Plain, base: Int, keys: NDArray[np.uint64], number: int) -> Int:
    """Change one issue to another option, both at random."""
    f, packages = runs.plan.fixed, runs.packages
    first, place = _draws(keys, [number * _APART, number * _APART + 1])
    issue = f.issue_order[first % len(f.sizes)]
    others, begin, here = f.sizes[issue] - 1, f.offsets[issue], packages.options[issue, base]
    place %= np.maximum(others, 1)
    place += place >= runs.plan.place[begin + here]
    there = f.option_order[begin + np.minimum(place, others)]
    text: Int = base + (there - here) * packages.strides[issue] * (others > 0)
    return text


# --- answers ----------------------------------------------------------------------------------------------


def _answer(runs: Plain, day: int) -> None:
    """All answer; a text that nobody finds worse stands."""
    f, worth = runs.plan.fixed, runs.worth
    own = runs.packages.sums[f.gain_leaf[f.principal]] if runs.plan.compares else worth
    yes, better = np.zeros(runs.text.size, np.int64), None
    for party, principal in enumerate(f.principal.tolist()):
        asks = runs.asked(principal, day) + runs.above(party, day)
        yes |= (worth[party].take(runs.text) >= asks).astype(np.int64) << party
        if runs.plan.compares:
            kept = own[party].take(runs.text) >= own[party].take(runs.last)
            better = kept if better is None else better & kept
    runs.yes, runs.blocked = yes, np.zeros_like(yes)
    if better is not None:
        runs.standing = np.where(better, runs.text, runs.standing)
        runs.last = runs.standing if f.against_standing else runs.text


def _ratify(runs: Plain, day: int) -> Bools | None:
    """Homes answer what enough parties accept: where there is a deal, None where there is none."""
    f = runs.plan.fixed
    at = np.flatnonzero(f.enough[runs.yes])
    if at.size == 0:
        return None
    runs.asked_home[at] += 1
    text, yes = runs.text[at], runs.yes[at]
    voted, votes = [], []
    for a, party in enumerate(f.party_of.tolist()):
        voted.append(f.asked[a] & (np.ones(at.size, np.bool_) if party < 0 else yes >> party & 1 > 0))
        votes.append(voted[a] & (runs.packages.sums[f.gain_leaf[a]].take(text) >= runs.asked(a, day)))
    leaves = [
        votes[actor] if actor >= 0 else runs.packages.sums[leaf].take(text) >= 0
        for leaf, actor in enumerate(f.leaf_actor.tolist())
    ]
    registers = apply_rules(f, leaves)
    passes = registers[f.deal]
    failed = at[~passes]
    if failed.size:
        against = np.zeros(at.size, np.int64)
        blocked = np.zeros(at.size, np.int64)
        for a, register in enumerate(f.actors.tolist()):
            no = (voted[a] & ~registers[register]).astype(np.int64)
            against |= no << a
            if f.party_of[a] >= 0:
                blocked |= no << int(f.party_of[a])
        runs.against[failed], runs.blocked[failed] = against[~passes], blocked[~passes]
    if failed.size == at.size:
        return None
    deals = np.zeros(runs.text.size, np.bool_)
    deals[at[passes]] = True
    return deals


def _end(runs: Plain, ended: Bools, how: tuple[int, str], found: Found) -> None:
    """Keep what is kept of the runs that end now."""
    f, rows, text, (day, end) = runs.plan.fixed, runs.number[ended], runs.text[ended], how
    facts = {
        "end": ENDS.index(end),
        "day": day,
        "texts": day,
        "ended_by": -1,
        "refused_by": 2 ** len(f.parties) - 1 ^ runs.yes[ended],
        "blocked_by": runs.against[ended],
        "ratifications": runs.asked_home[ended],
    }
    for name, value in facts.items():
        found.facts[rows, FACTS.index(name)] = value
    found.text[rows] = runs.packages.options[:, text].T
    if end == "deal":
        for a, leaf in enumerate(f.gain_leaf.tolist()):
            found.gains[rows, a] = runs.packages.sums[leaf][text] - runs.asked(a, day)
