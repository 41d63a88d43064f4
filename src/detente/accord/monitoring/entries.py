"""What comes due as entries for a calendar file: deadlines, and the last days of cure periods."""

import datetime as dt

from detente.accord.calendars.file import CalendarEntry
from detente.accord.language.plan import Accord
from detente.accord.monitoring.results import DutyNow, Monitored

__all__ = ["due_entries"]


def due_entries(monitored: Monitored, accord: Accord | None = None) -> tuple[CalendarEntry, ...]:
    """An entry for each clause and day on which something is due or a cure period ends, by date.

    Its uid is the same whenever it is made, so that a later file replaces an earlier one's entries. `accord`
    gives the names of sides and goods; ids stand for them otherwise. What is overdue has no entry.
    """
    groups: dict[tuple[dt.date, str, str], list[DutyNow]] = {}
    for duty in monitored.duties:
        if duty.by is not None:
            kind = "cure" if duty.stance == "in cure" else "due"
            groups.setdefault((duty.by, duty.clause, kind), []).append(duty)
    return tuple(_entry(monitored, accord, key, groups[key]) for key in sorted(groups))


def _entry(
    monitored: Monitored, accord: Accord | None, key: tuple[dt.date, str, str], duties: list[DutyNow]
) -> CalendarEntry:
    date, clause, kind = key
    first = duties[0]
    who = first.debtor if accord is None else accord.name(first.debtor)
    what = f"{who} {first.act}"
    lines = [_line(accord, duty) for duty in duties]
    lines.append(f"Clause {clause}; as known on {monitored.as_of}.")
    return CalendarEntry(
        date=date,
        summary=f"Last day of cure: {what}" if kind == "cure" else f"Due: {what}",
        uid=f"{kind}-{clause}-{date}@{monitored.accord}",
        description="\n".join(lines),
    )


def _line(accord: Accord | None, duty: DutyNow) -> str:
    """How much, in which of the situations that may be the case, and on what condition."""
    goods = {good.id: good for good in accord.goods} if accord is not None else {}
    good = goods[duty.good].name if duty.good in goods else duty.good
    only = "; only if what is due before is given" if duty.conditional else ""
    open_ = "" if duty.held.where == "all" else f"; {duty.held} situations that may be the case"
    return f"{duty.units:,} ({good}){only}{open_}"
