"""Figures as series: what is counted, how the count moves over time, and where reports of one day disagree.

A series is an issue and a unit; values of different units are never mixed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from detente.record.codebook import codebook_of
from detente.record.finding import Finding, Passage, canonical, is_dated, passage_of
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.selecting import Filter
from detente.record.statement import Statement
from detente.sources.when import When

__all__ = ["Disagreement", "Figures", "Move", "Point", "Series", "figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of one day, with every passage that gives it; copies of a report count among them."""

    date: When
    value: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From the values of one day to other values of the next day that has any.

    `change` is the difference where both days have one value, else None.
    """

    start: When
    end: When
    before: tuple[float, ...]
    after: tuple[float, ...]
    change: float | None
    statements: tuple[str, ...]

    def __str__(self) -> str:
        """The step with its dates."""
        return f"{_values(self.before)} ({self.start.label}) -> {_values(self.after)} ({self.end.label})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Different values of one series for one day, from passages that do not overlap."""

    date: When
    values: tuple[float, ...]
    statements: tuple[str, ...]

    def __str__(self) -> str:
        """The values with their date."""
        return f"{_values(self.values)} ({self.date.label})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One count over time. `id` is the pack's figure where it has one, else the issue with the unit."""

    id: str
    issue: str
    unit: str
    points: tuple[Point, ...]
    moves: tuple[Move, ...]
    disagreements: tuple[Disagreement, ...]

    def __str__(self) -> str:
        """The values in order of time, on one line."""
        days = [
            _values(tuple(p.value for p in day)) + f" ({day[0].date.label})" for day in _days(self.points)
        ]
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.id}{unit}: {' -> '.join(days)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Finding):
    """Every series of a record, in alphabetical order."""

    series: tuple[Series, ...]

    def __str__(self) -> str:
        """How many series there are, how many move and how many disagree."""
        moving = sum(bool(one.moves) for one in self.series)
        apart = sum(bool(one.disagreements) for one in self.series)
        return f"figures: {len(self.series)} series, {moving} that move, {apart} on which reports disagree"


def figures(record: Record, pack: Pack | None = None, *, issue: str = "") -> Figures:
    """Every series of figures in a record, or on one issue of it, with its moves and disagreements.

    Points are by the last day of their date; undated ones neither move nor disagree. Refused statements do
    not count. A record without figures gives no series; the order of the statements does not matter.

    >>> str(figures(Record()))
    'figures: 0 series, 0 that move, 0 on which reports disagree'
    """
    groups: dict[tuple[str, str], list[Statement]] = {}
    chosen = Filter(issue=issue).of(record.standing, codebook_of(pack))
    for s in canonical(chosen.statements):
        if s.value is not None:
            groups.setdefault((s.issue, s.unit), []).append(s)
    named = {(f.issue, f.unit): f.id for f in (pack.figures if pack else ())}
    found = [_series(issue, unit, named, group) for (issue, unit), group in groups.items()]
    return Figures(series=tuple(sorted(found, key=lambda one: (one.id, one.issue, one.unit))))


def _series(
    issue: str, unit: str, named: dict[tuple[str, str], str], statements: Iterable[Statement]
) -> Series:
    by_point: dict[tuple[When, float], list[Statement]] = {}
    for s in statements:
        by_point.setdefault((s.date, s.value or 0.0), []).append(s)
    points = tuple(
        Point(date=date, value=value, passages=tuple(passage_of(s) for s in group))
        for (date, value), group in sorted(by_point.items())
    )
    days = _days([point for point in points if is_dated(point.date)])
    return Series(
        id=named.get((issue, unit)) or "/".join(part for part in (issue, unit) if part) or "figures",
        issue=issue,
        unit=unit,
        points=points,
        moves=tuple(_move(a, b) for a, b in pairwise(days) if _set(a) != _set(b)),
        disagreements=tuple(_disagreement(day) for day in days if _differ(day)),
    )


def _days(points: Sequence[Point]) -> list[list[Point]]:
    """The points of each day, in order of time."""
    days: dict[object, list[Point]] = {}
    for point in points:
        days.setdefault(point.date.last, []).append(point)
    return list(days.values())


def _move(before: Sequence[Point], after: Sequence[Point]) -> Move:
    old, new = _set(before), _set(after)
    return Move(
        start=before[0].date,
        end=after[0].date,
        before=old,
        after=new,
        change=new[0] - old[0] if len(old) == len(new) == 1 else None,
        statements=_ids([*before, *after]),
    )


def _differ(day: Sequence[Point]) -> bool:
    """Whether two passages give other values; two numbers of one passage are parts of one count."""
    return any(
        not _overlap(one, other)
        for a, b in combinations(day, 2)
        if a.value != b.value
        for one in a.passages
        for other in b.passages
    )


def _overlap(a: Passage, b: Passage) -> bool:
    if a.document != b.document or None in {a.start, b.start}:
        return False
    return max(a.start or 0, b.start or 0) < min(a.end or 0, b.end or 0)


def _disagreement(day: Sequence[Point]) -> Disagreement:
    return Disagreement(date=day[0].date, values=_set(day), statements=_ids(day))


def _set(points: Iterable[Point]) -> tuple[float, ...]:
    return tuple(sorted({point.value for point in points}))


def _ids(points: Iterable[Point]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(passage.statement for point in points for passage in point.passages))


def _values(values: Iterable[float]) -> str:
    return " or ".join(f"{value:,g}" for value in sorted(set(values)))
