"""What comes due as an iCalendar file (RFC 5545), for anybody's calendar.

An entry stands for a day of the accord: it ends with the midnight that ends that day, where the accord says.
Moments are written in UTC, so that a file means the same everywhere; nothing reads the clock.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.accord.language.dates import zone_of
from detente.accord.language.plan import Calendar
from detente.errors import AnalysisError

__all__ = ["CalendarEntry", "calendar_of"]

_MAKER = "-//detente//accord//EN"
_DAY = dt.timedelta(days=1)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """Something that falls on the date of a day of the accord. `uid`: its lasting name, unique in a calendar.

    A calendar that has an entry of the same `uid` already replaces it.
    """

    date: dt.date
    summary: str
    uid: str
    description: str = ""


def calendar_of(
    entries: Sequence[CalendarEntry],
    *,
    calendar: Calendar,
    title: str = "",
    today: dt.date | None = None,
) -> str:
    r"""The entries as the text of an iCalendar file, by date, with the line ends that the format asks for.

    `calendar` says whose midnight ends a day. `today`: the day on which the file is made, otherwise that of
    signature. Raises AnalysisError where there is neither, and for two entries of one uid.

    >>> signed = Calendar(signed=dt.date(2024, 9, 1), midnight="Asia/Jerusalem")
    >>> entry = CalendarEntry(date=dt.date(2024, 9, 4), summary="hostages are due", uid="free-1@accord")
    >>> [line for line in calendar_of([entry], calendar=signed).split("\r\n") if line.startswith("DT")]
    ['DTSTART:20240903T210000Z', 'DTEND:20240904T210000Z', 'DTSTAMP:20240901T000000Z']
    """
    import icalendar

    made = today or calendar.signed
    if made is None:
        raise AnalysisError("the calendar file has no date of its own", hint="give today, or sign the accord")
    uids = sorted(entry.uid for entry in entries)
    for uid, following in pairwise(uids):
        if uid == following:
            raise AnalysisError(f"two entries are called {uid!r}", hint="give every entry a uid of its own")
    whole = icalendar.Calendar()
    whole.add("prodid", _MAKER)
    whole.add("version", "2.0")
    if title:
        for key in ("name", "x-wr-calname"):
            whole.add(key, icalendar.vText(_plain(title)))
    stamp = dt.datetime.combine(made, dt.time(), tzinfo=dt.UTC)
    for entry in sorted(entries, key=lambda entry: (entry.date, entry.uid)):
        event = icalendar.Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamp)
        event.add("dtstart", _midnight(calendar, entry.date))
        event.add("dtend", _midnight(calendar, entry.date + _DAY))
        event.add("summary", _plain(entry.summary))
        if entry.description:
            event.add("description", _plain(entry.description))
        event.add("transp", "TRANSPARENT")
        whole.add_component(event)
    text: str = whole.to_ical().decode("utf-8")
    return text


def _plain(text: str) -> str:
    """A text without the control characters that the format forbids (RFC 5545, 3.1)."""
    return _CONTROLS.sub("\ufffd", text)


def _midnight(calendar: Calendar, date: dt.date) -> dt.datetime:
    """The first moment of a date, in UTC."""
    return dt.datetime.combine(date, dt.time(), tzinfo=zone_of(calendar)).astimezone(dt.UTC)
