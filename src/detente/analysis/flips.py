"""Flip points: the value of each uncertain number, others at their likely values, where the answer changes.

Exact: an actor's margin is linear in every single number, also in a weight once it is multiplied by the sum
of weights, which are rescaled as in draws; scores of an ordered issue are kept in order as in draws. A chance
counts as an event that happens from 1/2 on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import holding
from detente.analysis.forms import Form
from detente.analysis.levers import touched
from detente.analysis.numbers import climbing, exact
from detente.analysis.patterns import run
from detente.analysis.space import OutcomeSpace
from detente.case.change import apply
from detente.case.model import Change, Package
from detente.case.preferences import Range
from detente.kernels import approval
from detente.kernels.approval_tables import BoolProgram

__all__ = ["Flip", "flips_of_package", "flips_of_zone"]

Line: TypeAlias = tuple[Fraction, Fraction]
Moved: TypeAlias = tuple[Callable[[Fraction], bool], list[Fraction]]
_ZONE_LIMIT = 500_000
_NEAR = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Where one number flips an answer that is `now` yes or no.

    `at` is the value in the range nearest to the likely one from which on the answer is another; None when
    it is the same all over the range. `at_low` and `at_high` are the answers at the ends; for a chance, when
    the event does not happen and when it does.
    """

    path: str
    low: float
    likely: float
    high: float
    at: float | None
    now: bool
    at_low: bool
    at_high: bool

    def __str__(self) -> str:
        """One line."""
        where = "never flips the answer" if self.at is None else f"flips the answer at {self.at:.4g}"
        return f"{self.path} [{self.low:g}, {self.high:g}] {where}"


def flips_of_package(space: OutcomeSpace, package: Package) -> tuple[Flip, ...]:
    """Where each uncertain number flips whether the package passes; in the order of the case's numbers.

    Ranked weights and scores have no range of their own and are left out.

    >>> from detente.case.library import example
    >>> space = OutcomeSpace(example("panama-canal-1974"))
    >>> flips_of_package(space, space.package_at(0))
    ()
    """
    return _flips(space, np.array([package.options], dtype=np.int64))


def flips_of_zone(space: OutcomeSpace) -> tuple[Flip, ...]:
    """Where each uncertain number flips whether the zone is empty; none beyond 5 x 10^5 packages.

    >>> from detente.case.library import example
    >>> flips_of_zone(OutcomeSpace(example("panama-canal-1974")))
    ()
    """
    if space.packages > _ZONE_LIMIT:
        return ()
    return _flips(space, space.rows(np.arange(space.packages)))


def _flips(space: OutcomeSpace, rows: NDArray[np.int64]) -> tuple[Flip, ...]:
    """Where each number flips whether some package of these passes."""
    yes = list(approval.utilities_selected(space.likely, rows)[0] >= 0)
    program = space.program()[0].only(0)
    now = bool(run(program, yes)[0].any()) if yes else True
    found: dict[int, Flip] = {}
    for leaf, form in enumerate(space.forms):
        if form.leaf.kind == "gain" and any(not space.numbers.ranges[k].fixed for k in _positions(form)):
            found |= _of_actor(space, form, rows, _hinge(program, yes, leaf), now=now)
    for event, path in enumerate(space.numbers.events):
        position = space.numbers.index[path]
        number = space.numbers.ranges[position]
        if number.high > 0 and number.low < 1:
            found[position] = _of_event(space, event, rows, yes, now=now)
    return tuple(found[position] for position in sorted(found))


def _positions(form: Form) -> Iterator[int]:
    """The numbers that a form reads."""
    for _, _, weight, score in form.products:
        yield from (weight, score)
    yield from (term.number for term in form.terms if term.number is not None)
    if form.threshold is not None:
        yield form.threshold


def _hinge(program: BoolProgram, yes: list[NDArray[np.bool_]], leaf: int) -> NDArray[np.bool_]:
    """The packages that pass if and only if this leaf is true; none when some pass without it."""
    ones = np.ones_like(yes[leaf])
    if run(program, [*yes[:leaf], ~ones, *yes[leaf + 1 :]])[0].any():
        return ~ones
    return run(program, [*yes[:leaf], ones, *yes[leaf + 1 :]])[0]


def _of_event(
    space: OutcomeSpace,
    event: int,
    rows: NDArray[np.int64],
    yes: list[NDArray[np.bool_]],
    *,
    now: bool,
) -> Flip:
    """The answer when an event does not happen, and when it does."""
    path = space.numbers.events[event]
    number = space.numbers.ranges[space.numbers.index[path]]
    happens = number.likely >= 0.5
    other = OutcomeSpace(
        apply(space.case, [Change(path=path, value=0.0 if happens else 1.0)]), readings=space.readings
    )
    answers = list(yes)
    places = [k for k, leaf in enumerate(space.leaves) if leaf in set(touched(space.case, path))]
    changed = approval.utilities_selected(other.likely_of(places), rows)[0] >= 0
    for place, answer in zip(places, changed, strict=True):
        answers[place] = answer
    then = bool(run(space.program()[0].only(0), answers)[0].any())
    within = number.low <= 0.5 <= number.high
    return Flip(
        path=path,
        low=number.low,
        likely=number.likely,
        high=number.high,
        at=0.5 if then != now and within else None,
        now=now,
        at_low=then if happens else now,
        at_high=now if happens else then,
    )


class _Margins:
    """One actor's margins over some packages, times its sum of weights, and how they move with a number."""

    def __init__(self, space: OutcomeSpace, form: Form, rows: NDArray[np.int64]) -> None:
        self.space, self.form, self.rows = space, form, rows
        wants = space.case.preferences_of(form.leaf.name)
        self.ranked = () if wants is None else tuple(issue for group in wants.weight_order for issue in group)
        self.free = () if wants is None else wants.free_scores
        self.share = wants is not None and wants.measure == "share" and not self.ranked
        values, happens = space.numbers.likely()
        ranges = space.numbers.ranges
        self.weight: dict[str, Fraction] = {}
        self.score: dict[tuple[str, str], Fraction] = {}
        for issue, option, weight, score in form.products:
            self.weight[issue] = values[weight] if self.ranked else exact(ranges[weight].likely)
            self.score[issue, option] = values[score]
        self.total = sum(self.weight.values(), Fraction(0)) if self.share else Fraction(1)
        self.asks = Fraction(0) if form.threshold is None else values[form.threshold]
        columns = space.columns(rows)
        self.terms: list[tuple[int | None, Fraction, NDArray[np.bool_]]] = []
        for term in form.terms:
            condition = space.condition(space.condition_of(term))
            if term.event is None or happens[term.event]:
                value = Fraction(term.unit) if term.number is None else values[term.number]
                self.terms.append((term.number, value, holding(space, condition, columns)))
        linked = np.full(len(rows), -float(self.asks))
        for _, value, holds in self.terms:
            linked += float(value) * holds
        self.linked = linked
        self.at = linked * float(self.total)
        for k, settled in enumerate(space.issues):
            self.at += self.scores(settled.id)[rows[:, k]] * float(self.weight.get(settled.id, 0))

    def scores(self, issue: str) -> NDArray[np.float64]:
        """The likely scores of the options of an issue that are on the table."""
        place = [i.id for i in self.space.issues].index(issue)
        names = self.space.options[place]
        return np.array([float(self.score.get((issue, name), 0)) for name in names])

    def exactly(self, place: int) -> tuple[Fraction, Fraction]:
        """The margin of one package, and its terms less the reservation, exactly."""
        linked = -self.asks + sum((v for _, v, holds in self.terms if holds[place]), Fraction(0))
        found = linked * self.total
        for k, issue in enumerate(self.space.issues):
            option = self.space.options[k][self.rows[place, k]]
            found += self.weight.get(issue.id, Fraction(0)) * self.score.get((issue.id, option), Fraction(0))
        return found, linked

    def lines(self, slopes: NDArray[np.float64], slope: Callable[[int], Fraction], x: Fraction) -> list[Line]:
        """For each slope the highest line A + Bx among the packages, exactly."""
        found = []
        for value in np.unique(np.round(slopes, 12)):
            mine = np.flatnonzero(np.abs(slopes - value) < 1e-11)
            near = mine[self.at[mine] >= self.at[mine].max() - _NEAR][:50]
            found += [(self.exactly(k)[0] - slope(k) * x, slope(k)) for k in near.tolist()]
        return found


def _of_actor(
    space: OutcomeSpace,
    form: Form,
    rows: NDArray[np.int64],
    hinge: NDArray[np.bool_],
    *,
    now: bool,
) -> dict[int, Flip]:
    """The flips of every uncertain number that one actor's gain reads."""
    found: dict[int, Flip] = {}
    ranges = space.numbers.ranges
    margins = _Margins(space, form, rows[hinge]) if hinge.any() else None
    events = set(space.numbers.events)
    for position in sorted(set(_positions(form))):
        number, path = ranges[position], space.numbers.paths[position]
        if number.fixed or path in events or _is_ranked(space, form, path):
            continue
        found[position] = _flip(path, number, None if margins is None else _moved(margins, position), now=now)
    return found


def _is_ranked(space: OutcomeSpace, form: Form, path: str) -> bool:
    wants = space.case.preferences_of(form.leaf.name)
    if wants is None:
        return False
    tail = path.removeprefix(f"preferences.{form.leaf.name}.")
    ranked = any(tail == f"weights.{issue}" for group in wants.weight_order for issue in group)
    return ranked or any(tail.startswith(f"scores.{issue}.") for issue, _ in wants.score_order)


def _moved(margins: _Margins, position: int) -> Moved:
    """Whether some package reaches the reservation at a value of a number, and where that may change."""
    form, space = margins.form, margins.space
    x = exact(space.numbers.ranges[position].likely)
    if position == form.threshold:
        return _any_line(margins.lines(np.zeros(len(margins.rows)), lambda _: -margins.total, x))
    for number, _, holds in margins.terms:
        if number == position:
            slopes = np.where(holds, float(margins.total), 0.0)
            return _any_line(margins.lines(slopes, _stepped(holds, margins.total), x))
    for issue, option, weight, score in form.products:
        if score == position:
            return _score_moved(margins, issue, option)
        if weight == position:
            return _weight_moved(margins, issue, x)
    return _any_line(margins.lines(np.zeros(len(margins.rows)), lambda _: Fraction(0), x))


def _stepped(holds: NDArray[np.bool_], step: Fraction) -> Callable[[int], Fraction]:
    return lambda place: step if holds[place] else Fraction(0)


def _weight_moved(margins: _Margins, issue: str, x: Fraction) -> Moved:
    place = [i.id for i in margins.space.issues].index(issue)
    slopes = margins.scores(issue)[margins.rows[:, place]]
    if margins.share:
        slopes += margins.linked

    def slope(k: int) -> Fraction:
        option = margins.space.options[place][margins.rows[k, place]]
        own = margins.score.get((issue, option), Fraction(0))
        return own + margins.exactly(k)[1] if margins.share else own

    return _any_line(margins.lines(slopes, slope, x))


def _score_moved(margins: _Margins, issue: str, option: str) -> Moved:
    """A score moves; on an ordered issue it takes along the scores that would fall out of order."""
    space = margins.space
    place = [i.id for i in space.issues].index(issue)
    weight = margins.weight[issue]
    names = [o.id for o in space.issues[place].options if (issue, o.id) in margins.score]
    likely = {name: margins.score[issue, name] for name in names}
    kept = space.issues[place].ordered and issue not in margins.free
    rising = climbing(likely) if kept else ()
    rest: dict[str, Fraction] = {}
    for number, name in enumerate(space.options[place]):
        mine = np.flatnonzero(margins.rows[:, place] == number)
        if len(mine):
            near = mine[margins.at[mine] >= margins.at[mine].max() - _NEAR][:50]
            own = weight * margins.score.get((issue, name), Fraction(0))
            rest[name] = max(margins.exactly(k)[0] for k in near.tolist()) - own

    def scores_at(x: Fraction) -> dict[str, Fraction]:
        moved = likely | {option: x}
        for below, above in pairwise(rising):
            moved[above] = max(moved[below], moved[above])
        return moved

    def answer(x: Fraction) -> bool:
        moved = scores_at(x)
        return any(value + weight * moved.get(name, Fraction(0)) >= 0 for name, value in rest.items())

    return answer, [*likely.values(), *(-value / weight for value in rest.values() if weight)]


def _any_line(lines: list[Line]) -> Moved:
    def answer(x: Fraction) -> bool:
        return any(a + b * x >= 0 for a, b in lines)

    return answer, [-a / b for a, b in lines if b]


def _flip(path: str, number: Range, moved: Moved | None, *, now: bool) -> Flip:
    """The nearest break to the likely value beyond which, or at which, the answer is not what it is now."""
    low, likely, high = exact(number.low), exact(number.likely), exact(number.high)
    answer, breaks = moved or ((lambda _: now), [])
    inside = sorted({b for b in breaks if low <= b <= high} | {low, likely, high})
    middle = inside.index(likely)
    found: list[Fraction] = []
    for way in (inside[middle:], inside[middle::-1]):
        for here, there in pairwise(way):
            if answer((here + there) / 2) != now:
                found.append(here)
                break
            if answer(there) != now:
                found.append(there)
                break
    nearest = min(found, key=lambda x: (abs(x - likely), x), default=None)
    return Flip(
        path=path,
        low=number.low,
        likely=number.likely,
        high=number.high,
        at=None if nearest is None else float(nearest),
        now=now,
        at_low=answer(low),
        at_high=answer(high),
    )
