"""Numbers, dates and shares as a person writes them: nothing here knows what they mean."""

import datetime as dt
import math

from detente.analysis.results import Chance
from detente.brief.blocks import Span, number
from detente.sources.when import When

__all__ = ["chance", "count", "date", "decimal", "plural", "share", "value", "when"]

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = [
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
]


def share(x: float) -> Span:
    r"""A share in per cent, without false precision and without a line break inside.

    >>> [share(x).text.replace("\u00a0", " ") for x in (0.0, 0.001, 0.034, 0.5, 0.9999, 1.0)]
    ['0 %', 'fewer than 1 %', '3 %', '50 %', 'more than 99 %', '100 %']
    """
    if 0 < x < 0.01:
        return number("fewer than 1\u00a0%", x)
    if 0.99 < x < 1:
        return number("more than 99\u00a0%", x)
    return number(f"{100 * x:.0f}\u00a0%", x)


def chance(c: Chance) -> Span:
    r"""A share of draws with twice its standard error.

    >>> chance(Chance(share=0.41, error=0.012)).text.replace("\u00a0", " ")
    '41 % ± 2'
    """
    text = share(c.share).text
    if c.error == 0 or "than" in text:
        return number(text, c.share)
    points = 200 * c.error
    return number(
        f"{text}\u00a0±\u00a0{points:.0f}" if points >= 0.5 else f"{text}\u00a0±\u00a0under\u00a01", c.share
    )


def count(n: float) -> Span:
    """A whole number: thousands apart, millions in words.

    >>> [count(n).text for n in (7, 12345, 3_200_000, 10**20)]
    ['7', '12,345', '3.2 million', 'about 10^20']
    """
    if n >= 1e12:
        return number(f"about 10^{round(math.log10(n))}", n)
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if n >= size:
            return number(f"{n / size:.3g} {word}", n)
    return number(f"{n:,.0f}", n)


def plural(n: int, one: str, many: str = "") -> str:
    """A small count in words with its noun.

    >>> plural(1, "party", "parties"), plural(3, "package"), plural(12, "draw")
    ('one party', 'three packages', '12 draws')
    """
    shown = _WORDS[n] if 0 <= n < len(_WORDS) else f"{n:,}"
    return f"{shown} {one if n == 1 else many or one + 's'}"


def value(x: float) -> Span:
    """A number of the case as it was given, without trailing zeros.

    >>> value(0.30).text, value(130.0).text, value(32000.0).text
    ('0.3', '130', '32,000')
    """
    return number(f"{x:,.0f}" if float(x).is_integer() else f"{x:,.4g}", x)


def decimal(x: float, places: int = 2) -> Span:
    """A utility or an index, to two places; a minus sign that is one; what would round to nothing says so.

    >>> [decimal(x).text for x in (0.456, -0.1, 0.0, 0.001, -0.001)]
    ['0.46', '\u22120.10', '0', 'under 0.01', 'above \u22120.01']
    """
    smallest = 10.0**-places
    if x == 0:
        return number("0", x)
    if abs(x) < smallest / 2:
        return number(f"under {smallest:g}" if x > 0 else f"above \u2212{smallest:g}", x)
    return number(f"{x:.{places}f}".replace("-", "\u2212"), x)


def date(day: dt.date | None) -> str:
    """A day in words.

    >>> date(dt.date(2024, 8, 20))
    '20 August 2024'
    """
    return "an unknown date" if day is None else f"{day.day} {_month(day)} {day.year}"


def when(w: When) -> str:
    """A day, a span, a month or a year in words.

    >>> [when(When.parse(t)) for t in ("2024-07-03", "by 2024-03-25", "2024-06", "2011", "2024-06-24/30")]
    ['3 July 2024', 'by 25 March 2024', 'June 2024', '2011', '24\u201330 June 2024']
    """
    if w == When.unknown():
        return date(None)
    head = "by " if w.by else ""
    if w.first == w.last:
        return head + date(w.first)
    form = w.label.removeprefix("by ")
    if len(form) == 4:
        return head + form
    if len(form) == 7:
        return f"{head}{_month(w.first)} {w.first.year}"
    if w.first.year == w.last.year and w.first.month == w.last.month:
        return f"{head}{w.first.day}\u2013{date(w.last)}"
    return f"{head}{date(w.first)} to {date(w.last)}"


def _month(day: dt.date) -> str:
    return _MONTHS[day.month - 1]
