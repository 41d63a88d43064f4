"""Numbers and dates as a language writes them: English here, the others by CLDR (through Babel).

Digits are those of the language (`Language.digits`): Latin ones also in Arabic and Hebrew, so that tables,
charts and marks of evidence agree.
"""

import datetime as dt
import re
from typing import Any

from detente.languages.spoken import spoken
from detente.languages.telling import say

__all__ = ["between_days", "days_in_words", "long_date", "month_of", "number_text", "percent", "short_date"]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def percent(share: float) -> str:
    r"""A share in whole per cent.

    >>> percent(0.5)
    '50\xa0%'
    """
    if spoken().code == "en":
        return f"{100 * share:.0f}\u00a0%"
    from babel.numbers import format_percent

    return _held(format_percent(share, locale=spoken().code, numbering_system=spoken().digits))


def number_text(x: float, places: int = 0, *, trim: bool = False) -> str:
    r"""A number to so many places, thousands apart, a minus sign that is one; `trim` drops closing zeros.

    >>> number_text(-1234.5, 1), number_text(0.50, 2, trim=True)
    ('\u22121,234.5', '0.5')
    """
    if spoken().code == "en":
        text = f"{x:,.{places}f}".replace("-", "\u2212")
        return text.rstrip("0").rstrip(".") if trim and "." in text else text
    from babel.numbers import format_decimal

    digits = ("#" if trim else "0") * places
    pattern = "#,##0" + (f".{digits}" if places else "")
    text = format_decimal(x, format=pattern, locale=spoken().code, numbering_system=spoken().digits)
    text = text.replace("-", "\u2212")
    return _held(text) if x < 0 else text


def long_date(day: dt.date) -> str:
    """A day in words.

    >>> long_date(dt.date(2024, 8, 20))
    '20 August 2024'
    """
    if spoken().code == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return _dated(_babel().format_date(day, format="long", locale=spoken().code))


def short_date(day: dt.date) -> str:
    """A day where there is little room.

    >>> short_date(dt.date(2024, 8, 20))
    '20 Aug 2024'
    """
    if spoken().code == "en":
        return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"
    return _dated(_babel().format_skeleton("yMMMd", day, locale=spoken().code))


def month_of(day: dt.date) -> str:
    """A month with its year.

    >>> month_of(dt.date(2024, 6, 1))
    'June 2024'
    """
    if spoken().code == "en":
        return f"{_MONTHS[day.month - 1]} {day.year}"
    return str(_babel().format_skeleton("yMMMM", day, locale=spoken().code))


def between_days(first: dt.date, last: dt.date) -> str:
    r"""A span of days; what both ends share is said once.

    >>> between_days(dt.date(2024, 6, 24), dt.date(2024, 6, 30))
    '24\u201330 June 2024'
    >>> between_days(dt.date(2024, 6, 24), dt.date(2024, 7, 2))
    '24 June 2024 to 2 July 2024'
    """
    if spoken().code == "en":
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}\u2013{long_date(last)}"
        return f"{long_date(first)} to {long_date(last)}"
    return _dated(_babel().format_interval(first, last, skeleton="yMMMMd", locale=spoken().code))


def days_in_words(first: dt.date, last: dt.date, label: str) -> str:
    r"""What a `When` says: a day, a span, a month or a year, after "by" where its label begins so.

    >>> days_in_words(dt.date(2024, 6, 1), dt.date(2024, 6, 30), "2024-06")
    'June 2024'
    >>> days_in_words(dt.date(2024, 3, 25), dt.date(2024, 3, 25), "by 2024-03-25")
    'by 25 March 2024'
    """
    form = label.removeprefix("by ")
    if first == last:
        told = long_date(first)
    elif len(form) == 4:
        told = form
    elif len(form) == 7:
        told = month_of(first)
    else:
        told = between_days(first, last)
    return say("by {day}", day=told) if label.startswith("by ") else told


def _held(text: str) -> str:
    """A number with a sign: a mark keeps the sign on its side where text runs from the right."""
    return f"\u200e{text}" if spoken().direction == "rtl" else text


def _dated(text: str) -> str:
    """A date as people write it: the first of a month is an ordinal in French, which CLDR leaves out."""
    return re.sub(r"(?<!\d)1(?=\s[^\W\d]|\u2013)", "1er", text) if spoken().code == "fr" else text


def _babel() -> Any:
    """Babel's module of dates; Arabic there writes Latin digits, as does the rest."""
    from babel import dates

    return dates
