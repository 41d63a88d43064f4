"""Schedules of one agreement set side by side: tranches, deadlines, order, and what each exposes to whom.

Nothing is recommended. The table tells for each schedule how exposed every party is at the worst and on time,
how long it takes and in how many acts; what exposes least and what nothing else betters is marked, all ties.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from detente.accord.design.edits import Edit, apply_edit, readable, settle_readings
from detente.accord.game.graph import Game
from detente.accord.language.plan import Accord, Exchange, Obligation
from detente.accord.plays.conduct import everyone
from detente.accord.plays.story import play
from detente.accord.plays.worth import handed_over
from detente.accord.questions.escrow import escrow
from detente.accord.results import AccordBasis, Finding
from detente.accord.space import AccordSpace
from detente.errors import AccordError, SpaceTooLarge, UnknownName

__all__ = ["Exposed", "Schedule", "Schedules", "best_schedules"]

_CLOSE = 1e-9
_TOLD = 3
_METHOD = "every schedule of the table unfolded; minimal initial credits of energy games; honest timetables"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """What a party has given beyond what it has received, at its largest.

    `at_worst`: whatever the others do, while it keeps its own duties as cautiously as it may; None where it
    cannot be sure to keep them. `on_time`: when everyone performs by its deadlines.
    """

    party: str
    at_worst: float | None
    on_time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One schedule: the edits that make it, the days on which its tranches fall due, and what follows.

    `days`: until everything is handed over on the timetable, None where that never is. `acts`: tranches in
    all. `best`: no schedule has a smaller largest exposure. `undominated`: every party can be sure to keep
    its duties, and no schedule is better in one respect and as good in all others (each party's exposure at
    worst and on time, days, acts).
    """

    edits: tuple[Edit, ...]
    due: tuple[tuple[str, tuple[int, ...]], ...]
    exposed: tuple[Exposed, ...]
    days: int | None
    acts: int
    best: bool = False
    undominated: bool = False

    @property
    def largest(self) -> float | None:
        """The largest exposure of any party at worst; None where one cannot be sure to keep its duties."""
        found = [one.at_worst for one in self.exposed]
        return None if None in found else max(one for one in found if one is not None)

    @property
    def says(self) -> str:
        """What sets it apart from the text as written."""
        return "; ".join(edit.says for edit in self.edits) or "as written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedules(Finding):
    """The table of schedules, the text as written first.

    `prices`: what a unit of each good counts, in `unit`.
    """

    rows: tuple[Schedule, ...]
    prices: tuple[tuple[str, float], ...]
    unit: str
    basis: AccordBasis
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """How many were compared, and which expose least."""
        told = f"{len(self.rows)} schedules compared"
        if not self.best:
            return f"{told}; under none can every party be sure to keep its duties"
        least = f"{self.best[0].largest:g} {self.unit}"
        return (
            f"{told}; the largest exposure is least, {least}, with: {' | '.join(r.says for r in self.best)}"
        )

    @property
    def best(self) -> tuple[Schedule, ...]:
        """Every schedule with the least largest exposure."""
        return tuple(row for row in self.rows if row.best)


def best_schedules(
    space: AccordSpace,
    *,
    clauses: Sequence[str] = (),
    tranches: Sequence[int] = (),
    spreads: Sequence[str] = ("", "even", "end"),
    goods: Mapping[str, float] | None = None,
    stays: bool = False,
    most: int = 100,
) -> Schedules:
    """The schedules of an accord with the exposure of each party, in the order of least change.

    Tried are all combinations of `tranches` (for each of the `clauses`; by default one, half, as written and
    twice as many), `spreads` of deadlines ("" as written) and, for each exchange, which half comes first.
    `goods` prices a unit of each good; otherwise the ratios of the exchanges do, and without any a good
    counts as the share of all of it. `stays`: at the worst a party may not cut its losses by ending the
    accord itself. Raises UnknownName for a clause that is no obligation in force or a good that is not
    exchanged, AccordError where more than `most` schedules would have to be unfolded.

    >>> from detente.accord.library import accord_example
    >>> space = AccordSpace(accord_example("prisoner-exchange"), order=("north", "south"))
    >>> found = best_schedules(space, clauses=["north-frees"], tranches=[10], spreads=[""])
    >>> [(one.party, one.at_worst, one.on_time) for one in found.rows[0].exposed]
    [('north', 0.0, 0.0), ('south', 48.0, 48.0)]
    """
    accord = settle_readings(space.accord, wording=space.wording, readings=space.chosen)
    duties = _duties(accord)
    for name in clauses:
        if name not in duties:
            raise UnknownName.among(name, "obligation in force", duties, where=accord.file)
    chosen = tuple(clauses) or tuple(duties)
    prices, unit = _prices(accord, goods)
    candidates = list(_candidates(accord, chosen, tranches, spreads))
    if len(candidates) > most:
        raise AccordError(
            f"there are {len(candidates)} schedules to compare, more than {most}",
            hint="name fewer clauses, tranches or spreads, or allow more with `most`",
        )
    rows, notes = [], []
    for edits, text in candidates:
        try:
            order = space.orders[0] if len(space.orders) == 1 else ()
            tried = AccordSpace(text, order=order, start=space.start, most=space.most)
            rows.append(_schedule(tried, edits, prices, stays=stays))
        except (AccordError, SpaceTooLarge) as error:
            said = "; ".join(edit.says for edit in edits) or "as written"
            notes.append(f"left out, as {error.what}: {said}")
    notes += _unequal(accord, prices, chosen=goods is not None)
    return Schedules(
        rows=_marked(rows),
        prices=tuple(sorted(prices.items())),
        unit=unit,
        basis=space.basis(_METHOD),
        assumes=space.rules.assumes,
        notes=tuple(notes),
    )


def _duties(accord: Accord) -> dict[str, Obligation]:
    terms = {clause.id: clause.readings[0].terms for clause in accord.clauses}
    return {name: held for name, held in terms.items() if isinstance(held, Obligation)}


def _exchanges(accord: Accord) -> dict[str, Exchange]:
    terms = {clause.id: clause.readings[0].terms for clause in accord.clauses}
    return {name: held for name, held in terms.items() if isinstance(held, Exchange)}


def _prices(accord: Accord, goods: Mapping[str, float] | None) -> tuple[dict[str, float], str]:
    """What a unit of each good counts, and in which unit."""
    duties = _duties(accord)
    known = sorted({duty.good for duty in duties.values()})
    if goods is not None:
        for good in goods:
            if good not in known:
                raise UnknownName.among(good, "good that is exchanged", known, where=accord.file)
        return {good: float(goods.get(good, 0)) for good in known}, "at the prices given"
    exchanges = [e for e in _exchanges(accord).values() if {e.first, e.then} <= set(duties)]
    if not exchanges:
        totals = {good: sum(d.quantity for d in duties.values() if d.good == good) for good in known}
        return {good: 1 / totals[good] for good in known}, "shares of all that is given"
    unit = duties[exchanges[0].then].good
    found = {unit: 1.0}
    for _ in exchanges:
        for exchange in exchanges:
            first, then = duties[exchange.first].good, duties[exchange.then].good
            if then in found:
                found.setdefault(first, found[then] * float(exchange.ratio))
            if first in found:
                found.setdefault(then, found[first] / float(exchange.ratio))
    named = next((good.name for good in accord.goods if good.id == unit), unit)
    return {good: found.get(good, 0.0) for good in known}, named


def _unequal(accord: Accord, prices: Mapping[str, float], *, chosen: bool) -> Iterator[str]:
    """What the prices leave out, or count at a ratio that was not agreed for it."""
    exchanges = _exchanges(accord).values()
    why = "it was given no price" if chosen else "no exchange gives it a ratio"
    for good, price in sorted(prices.items()):
        if not price:
            yield f"{good} counts nothing here: {why}"
    if chosen or not exchanges:
        return
    halves = {name for exchange in exchanges for name in (exchange.first, exchange.then)}
    for name, duty in _duties(accord).items():
        if name not in halves and prices[duty.good]:
            yield f"{name} counts at the price of {duty.good}, though no exchange gives it a ratio"


def _candidates(
    accord: Accord, chosen: Sequence[str], tranches: Sequence[int], spreads: Sequence[str]
) -> Iterator[tuple[tuple[Edit, ...], Accord]]:
    """Every different schedule that can be compiled, the text as written first, fewest edits first."""
    duties = _duties(accord)
    options: list[list[Edit | None]] = []
    for name in chosen:
        now = duties[name].tranches
        counts = sorted(set(tranches or (1, now // 2, now, 2 * now)) - {0, now})
        fitting = [count for count in counts if count <= duties[name].quantity]
        options.append([None, *(_count_edit(name, count) for count in fitting)])
        if duties[name].due:
            options.append([None, *(_spread_edit(name, spread) for spread in spreads if spread)])
    swaps = [name for name, held in _exchanges(accord).items() if {held.first, held.then} & set(chosen)]
    options += [
        [None, Edit(kind="swap", target=name, says=f"the other half of {name} first")] for name in swaps
    ]
    combined = [tuple(edit for edit in picked if edit is not None) for picked in product(*options)]
    seen: list[Accord] = []
    for edits in sorted(combined, key=len):
        text = accord
        for edit in edits:
            text = apply_edit(text, edit)
        if text not in seen and readable(text, accord):
            seen.append(text)
            yield edits, text


def _count_edit(name: str, count: int) -> Edit:
    return Edit(
        kind="tranches",
        target=name,
        value=count,
        says=f"{name} in {count} {'tranche' if count == 1 else 'tranches'}",
    )


def _spread_edit(name: str, spread: str) -> Edit:
    how = {"even": "due evenly spaced", "end": "all due at the end"}.get(spread, spread)
    return Edit(kind="spread", target=name, value=spread, says=f"{name} {how}")


def _schedule(
    space: AccordSpace, edits: tuple[Edit, ...], prices: Mapping[str, float], *, stays: bool
) -> Schedule:
    timetables = [_timetable(game, prices) for game in space.games]
    exposed = tuple(
        Exposed(
            party=party,
            at_worst=escrow(space, party, goods=prices, stays=stays).credit,
            on_time=max(most[party] for most, _ in timetables),
        )
        for party in space.accord.parties
    )
    duties = _duties(space.accord)
    days = [day for _, day in timetables]
    return Schedule(
        edits=edits,
        due=tuple((name, duty.due) for name, duty in duties.items()),
        exposed=exposed,
        days=None if None in days else max(day for day in days if day is not None),
        acts=sum(duty.tranches for duty in duties.values()),
    )


def _timetable(game: Game, prices: Mapping[str, float]) -> tuple[dict[str, float], int | None]:
    """The largest exposure of each party when everyone performs on time, and the day of the last act."""
    parties = game.rules.accord.parties
    gain = {party: np.zeros(len(game.to)) for party in parties}
    handed = np.zeros(len(game.to), dtype=bool)
    for move, edges, units in handed_over(game):
        worth = prices.get(move.good, 0.0) * units
        handed[edges] = True
        if move.taker in gain:
            gain[move.taker][edges] += worth
        if move.owner in gain:
            gain[move.owner][edges] -= worth
    edges = np.array(play(game, everyone(game).__getitem__).edges, dtype=np.int64)
    most = {party: float(np.maximum(-np.cumsum(gain[party][edges]), 0).max(initial=0)) for party in parties}
    acts = np.flatnonzero(handed[edges])
    owed = sum(duty.tranches for duty in _duties(game.rules.accord).values())
    if len(acts) < owed:
        return most, None
    return most, 1 + int(game.days_pass[edges[: acts[-1]]].sum()) if len(acts) else 0


def _marked(rows: Sequence[Schedule]) -> tuple[Schedule, ...]:
    """The rows with the least largest exposure, and those that no other betters, marked; all ties."""
    sums = [row.largest for row in rows]
    least = min((one for one in sums if one is not None), default=None)
    points = [_point(row) for row in rows]
    return tuple(
        replace(
            row,
            best=least is not None and one is not None and one <= least + _CLOSE,
            undominated=one is not None and not any(_betters(other, point) for other in points),
        )
        for row, one, point in zip(rows, sums, points, strict=True)
    )


def _point(row: Schedule) -> tuple[float, ...]:
    """What is compared, each the smaller the better."""
    inf = float("inf")
    exposed = [inf if one.at_worst is None else one.at_worst for one in row.exposed]
    return (*exposed, *(one.on_time for one in row.exposed), inf if row.days is None else row.days, row.acts)


def _betters(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    close = [a - b for a, b in zip(one, other, strict=True) if a != b]
    return bool(close) and all(gap < _CLOSE for gap in close) and any(gap < -_CLOSE for gap in close)
