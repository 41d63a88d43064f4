"""Mediators who change the last text by small steps: greedy on what is said, blind trades, random changes.

They remember nothing but what stands and what was said last, so that a compiled twin can do the same.
"""

from collections.abc import Callable
from dataclasses import dataclass

from detente.talks.moves import Draw, MediatorView, Text

__all__ = ["Greedy", "RandomChange", "Trades"]

_TRIES = 4
_APART = 16


@dataclass(frozen=True, slots=True)
class Greedy:
    """Moves the issue that each party names that said no one step towards its demand; trades otherwise.

    When all delegations said yes and a home refused, some issue moves towards the demands of that party. One
    time in eight a blind trade is added, so that texts do not go round in circles.
    """

    def propose(self, view: MediatorView, draw: Draw) -> Text:
        """The next text.

        >>> view = MediatorView(sizes=(3, 3), demands=((0, 0), (2, 2)), opening=(1, 1))
        >>> Greedy().propose(view, lambda slot: 0)
        (1, 1)
        """
        if not view.heard:
            return view.opening
        base = _settled(view, view.heard[-1].text)

        def attempt(number: int) -> Text:
            own = _from(draw, number)
            if number:
                return _trade(view, base, own)
            text = _concede(view, base, own)
            return _trade(view, text, own) if own(15) >> 50 == 0 else text

        return _first(view, base, attempt)


@dataclass(frozen=True, slots=True)
class Trades:
    """Moves one issue a step towards one party's demand and another towards another's, from what stands."""

    def propose(self, view: MediatorView, draw: Draw) -> Text:
        """The next text.

        >>> view = MediatorView(sizes=(3, 3), demands=((0, 0), (2, 2)), opening=(1, 1))
        >>> Trades().propose(view, lambda slot: 0)
        (1, 1)
        """
        if not view.heard:
            return view.opening
        base = _settled(view, view.standing)
        return _first(view, base, lambda number: _trade(view, base, _from(draw, number)))


@dataclass(frozen=True, slots=True)
class RandomChange:
    """Changes one issue of what stands to another option, both at random."""

    def propose(self, view: MediatorView, draw: Draw) -> Text:
        """The next text.

        >>> view = MediatorView(sizes=(3, 3), demands=((0, 0), (2, 2)), opening=(1, 1))
        >>> RandomChange().propose(view, lambda slot: 0)
        (1, 1)
        """
        if not view.heard:
            return view.opening
        base = _settled(view, view.standing)

        def attempt(number: int) -> Text:
            own = _from(draw, number)
            free = _free(view)
            if not free:
                return base
            issue = free[own(0) % len(free)]
            others = [option for option in view.option_order[issue] if option != base[issue]]
            return _with(base, issue, others[own(1) % len(others)]) if others else base

        return _first(view, base, attempt)


def _first(view: MediatorView, base: Text, attempt: Callable[[int], Text]) -> Text:
    """The first of some attempts that changes the text and can stand; the text itself when none does."""
    for number in range(_TRIES):
        text = attempt(number)
        if text != base and view.feasible(text):
            return text
    return base


def _concede(view: MediatorView, base: Text, draw: Draw) -> Text:
    last, count = view.heard[-1], len(view.demands)
    refused = [not reply.accepts for reply in last.replies]
    heard_out = not any(refused)
    moved: set[int] = set(view.aside)
    text = base
    for turn in range(count):
        party = (len(view.heard) + turn) % count
        if heard_out and party in view.blocked:
            issue = view.issue_order[draw(party) % len(view.sizes)] if party < _APART - 1 else -1
        elif refused[party]:
            issue = last.replies[party].issue
        else:
            continue
        if issue >= 0 and issue not in moved:
            moved.add(issue)
            text = _towards(view, text, issue, party)
    return text


def _trade(view: MediatorView, base: Text, draw: Draw) -> Text:
    free, count = _free(view), len(view.demands)
    if not free:
        return base
    first = draw(0) % len(free)
    one = draw(2) % count
    text = _towards(view, base, free[first], one)
    if len(free) == 1 or count == 1:
        return text
    second = draw(1) % (len(free) - 1)
    other = draw(3) % (count - 1)
    return _towards(view, text, free[second + (second >= first)], other + (other >= one))


def _towards(view: MediatorView, text: Text, issue: int, party: int) -> Text:
    """The text with an issue moved towards a party's demand: one step where options are ordered, else all."""
    here, there = text[issue], view.demands[party][issue]
    if view.ordered[issue] and there != here:
        there = here + (1 if there > here else -1)
    return _with(text, issue, there)


def _with(text: Text, issue: int, option: int) -> Text:
    return (*text[:issue], option, *text[issue + 1 :])


def _settled(view: MediatorView, text: Text) -> Text:
    for issue in view.aside:
        text = _with(text, issue, view.if_silent[issue])
    return text


def _free(view: MediatorView) -> list[int]:
    return [issue for issue in view.issue_order if issue not in view.aside]


def _from(draw: Draw, number: int) -> Draw:
    return lambda slot: draw(number * _APART + slot)
