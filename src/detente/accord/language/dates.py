"""Days of an accord as dates: the first day, whose midnight ends a day, working days and holidays.

Days are counted from 1 over the whole accord, from signature on; the day of a later phase is known once the
earlier phases have been played. Where a text counts working days, a day of the accord is a working day.
"""

import datetime as dt
import zoneinfo

from detente.accord.language.plan import Calendar
from detente.errors import CaseError, UnknownName

__all__ = ["date_of", "day_at", "day_number", "ends_at", "zone_of"]

_WEEK = 7
_DAY = dt.timedelta(days=1)


def date_of(calendar: Calendar, day: int) -> dt.date | None:
    """The date of a day of the accord, counted from 1 on; None while it is unsigned, or past the year 9999.

    Raises CaseError for a day before 1 and where no weekday counts.

    >>> date_of(Calendar(signed=dt.date(2024, 9, 1)), 42)
    datetime.date(2024, 10, 13)
    """
    if day < 1:
        raise CaseError(f"there is no day {day}", hint="days of an accord are counted from 1")
    if calendar.signed is None:
        return None
    try:
        first = _begins(calendar)
        if _all_count(calendar):
            return first + _DAY * (day - 1)
        date = first - _DAY
        for _ in range(day):
            date = _next_counting(calendar, date + _DAY)
    except OverflowError:
        return None
    return date


def day_number(calendar: Calendar, date: dt.date) -> int:
    """The day of the accord in which a date falls; 0 for one before its first day.

    A date that does not count, such as a holiday, falls in the next day that does: what is done on it is done
    after the day before has ended. Raises CaseError while the accord is unsigned.

    >>> friday = Calendar(signed=dt.date(2024, 9, 6), working=(0, 1, 2, 3, 4))
    >>> [day_number(friday, dt.date(2024, 9, day)) for day in (6, 7, 9, 10)]
    [0, 1, 1, 2]
    """
    if calendar.signed is None:
        raise CaseError(
            "the accord is not signed, so its days have no dates",
            where="calendar.signed",
            hint="give the day of signature, or count days by number",
        )
    first = _begins(calendar)
    if date < first:
        return 0
    between = (date - first).days
    if _all_count(calendar):
        return between + 1
    _check_week(calendar)
    weeks, rest = divmod(between, _WEEK)
    counted = weeks * len(set(calendar.working))
    counted += sum((first + _DAY * k).weekday() in calendar.working for k in range(rest))
    counted -= sum(
        first <= day < date and day.weekday() in calendar.working for day in set(calendar.holidays)
    )
    return counted + 1


def ends_at(calendar: Calendar, day: int) -> dt.datetime | None:
    """The midnight that ends a day of the accord, where the accord says; None where the day has no date.

    Where clocks skip that midnight, the first moment after it. Raises UnknownName for an unknown time zone.

    >>> ends_at(Calendar(signed=dt.date(2024, 9, 1), midnight="Asia/Jerusalem"), 1).isoformat()
    '2024-09-03T00:00:00+03:00'
    """
    zone = zone_of(calendar)
    date = date_of(calendar, day)
    if date is None or date == dt.date.max:
        return None
    midnight = dt.datetime.combine(date + _DAY, dt.time(), tzinfo=zone)
    return midnight.astimezone(dt.UTC).astimezone(zone)


def day_at(calendar: Calendar, moment: dt.datetime) -> int:
    """The day of the accord in which a moment falls, by the clocks of its midnight; 0 before its first day.

    Raises CaseError for a moment without a time zone, and as `day_number` does.

    >>> late = dt.datetime(2024, 9, 2, 21, 30, tzinfo=dt.UTC)
    >>> day_at(Calendar(signed=dt.date(2024, 9, 1), midnight="Asia/Jerusalem"), late)
    2
    """
    if moment.tzinfo is None:
        raise CaseError(
            f"the time {moment.isoformat()} has no time zone", hint="for example 2024-09-02T21:30+03:00"
        )
    return day_number(calendar, moment.astimezone(zone_of(calendar)).date())


def zone_of(calendar: Calendar) -> zoneinfo.ZoneInfo:
    """The time zone whose midnight ends a day; UnknownName with the nearest ones when there is none.

    >>> str(zone_of(Calendar()))
    'UTC'
    """
    try:
        return zoneinfo.ZoneInfo(calendar.midnight)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = zoneinfo.available_timezones()
        raise UnknownName.among(calendar.midnight, "time zone", known, where="calendar.midnight") from None


def _begins(calendar: Calendar) -> dt.date:
    """The first date that belongs to day 1 of a signed accord."""
    signed = calendar.signed or dt.date.min
    return signed if calendar.first_day == "signature" else signed + _DAY


def _all_count(calendar: Calendar) -> bool:
    return len(set(calendar.working)) == _WEEK


def _check_week(calendar: Calendar) -> None:
    if not set(calendar.working) & set(range(_WEEK)):
        raise CaseError("no day of the week counts", where="calendar.working", hint="for example [mon, tue]")


def _next_counting(calendar: Calendar, date: dt.date) -> dt.date:
    """The first date that counts, from `date` on."""
    _check_week(calendar)
    while date.weekday() not in calendar.working or date in calendar.holidays:
        date += _DAY
    return date
