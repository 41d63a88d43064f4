"""The timeline: who said what, by day, week, month or year, with the passage of each."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.errors import UnknownName
from detente.record.codebook import codebook_of
from detente.record.finding import Finding, Passage, canonical, counted, day_of, is_dated, passage_of
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.selecting import Filter

__all__ = ["PERIODS", "Period", "Timeline", "timeline"]

PERIODS: Mapping[str, Callable[[dt.date], tuple[str, dt.date]]] = {
    "day": lambda day: (day.isoformat(), day),
    "month": lambda day: (f"{day:%Y-%m}", day.replace(day=1)),
    "week": lambda day: ("{}-W{:02}".format(*day.isocalendar()[:2]), day - dt.timedelta(day.weekday())),
    "year": lambda day: (f"{day:%Y}", day.replace(month=1, day=1)),
}
"""Label and first day of the period that a day falls into; weeks are those of ISO 8601."""
UNDATED: tuple[str, None] = ("undated", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What was said in one period, by dates, reports and places; `start` is None for what is undated."""

    label: str
    start: dt.date | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Finding):
    """Periods in which something was said, in order, the undated last; `count` statements in all."""

    by: str
    count: int
    periods: tuple[Period, ...]

    def __str__(self) -> str:
        """How much was said from when to when."""
        if not self.periods:
            return "timeline: nothing was said"
        first, last = self.periods[0].label, self.periods[-1].label
        span = first if first == last else f"{first} to {last}"
        return (
            f"timeline: {counted(self.count, 'statement')} on {counted(len(self.periods), self.by)}, {span}"
        )


def timeline(
    record: Record,
    pack: Pack | None = None,
    *,
    by: str = "day",
    holder: str = "",
    issue: str = "",
    act: str = "",
    since: dt.date | None = None,
) -> Timeline:
    """The statements of a record by period, each in the period of the last day on which it was said.

    Refused statements do not count. A holder stands for its members and its side; `since` is a first day.
    UnknownName for a period
    that is none of PERIODS, or a name that neither record nor pack has. Empty for an empty record.

    >>> str(timeline(Record()))
    'timeline: nothing was said'
    """
    if by not in PERIODS:
        raise UnknownName.among(by, "period", PERIODS)
    only = Filter(holder=holder, issue=issue, act=act, since=since)
    chosen = only.of(record.standing, codebook_of(pack))
    groups: dict[tuple[str, dt.date | None], list[Passage]] = {}
    for s in canonical(chosen.statements):
        period = PERIODS[by](day_of(s)) if is_dated(s.date) else UNDATED
        groups.setdefault(period, []).append(passage_of(s))
    periods = tuple(
        Period(label=label, start=start, passages=tuple(found)) for (label, start), found in groups.items()
    )
    return Timeline(by=by, count=len(chosen.statements), periods=periods)
