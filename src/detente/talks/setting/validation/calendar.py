"""The calendar: the deadline and everything that has a day lie between first and last day of talks."""

import datetime as dt
from collections.abc import Iterator

from detente.case.address import Address, Finding
from detente.talks.setting.values import Happening, Setting

__all__ = ["calendar_findings", "day_of_talks"]


def calendar_findings(setting: Setting, start: dt.date | None) -> Iterator[Finding]:
    """Days outside the talks; `start` is the first day, None when nobody said."""
    if setting.days < 1:
        return
    if setting.deadline is not None:
        yield from _deadline(setting)
        if setting.deadline < 1:
            return
    for number, happening in enumerate(setting.happenings):
        yield from _happening(("happenings", number), happening, setting, start)
    for number, summit in enumerate(setting.summits):
        yield from _inside(("summits", number, "day"), summit.day, setting)


def day_of_talks(happening: Happening, start: dt.date | None) -> int | None:
    """The day of talks on which a happening is due, None when there is nothing to count its date from."""
    if happening.date is None:
        return happening.day
    return None if start is None else (happening.date - start).days + 1


def _deadline(setting: Setting) -> Iterator[Finding]:
    deadline = setting.deadline or 0
    if deadline < 1:
        what = f"is day {deadline}, before the first day of talks"
        yield Finding(("deadline",), what, "days are counted from 1; write none for no deadline")
    elif deadline > setting.days:
        what = f"is day {deadline}, and talks last at most {setting.days} days"
        yield Finding(("deadline",), what, f"write `days: {deadline}`, or an earlier deadline")


def _happening(
    at: Address, happening: Happening, setting: Setting, start: dt.date | None
) -> Iterator[Finding]:
    if happening.date is not None and happening.day:
        yield Finding((*at, "day"), "stands beside `date`", "keep one of the two")
        return
    if happening.date is None and not happening.day:
        yield Finding(at, "has neither `day` nor `date`", "write the day of talks, such as `day: 30`")
        return
    day = day_of_talks(happening, start)
    if day is None:
        what = "is a date, and the talks have no first day"
        yield Finding((*at, "date"), what, "write `start:`, or give a day number")
        return
    yield from _inside((*at, "day" if happening.date is None else "date"), day, setting)


def _inside(at: Address, day: int, setting: Setting) -> Iterator[Finding]:
    last = setting.last_day
    if day < 1:
        yield Finding(at, f"is day {day}, before the first day of talks", "days are counted from 1")
    elif day > last:
        what = f"is day {day}, and the last day of talks is {last}"
        yield Finding(at, what, f"choose a day from 1 to {last}, or let talks last longer")
