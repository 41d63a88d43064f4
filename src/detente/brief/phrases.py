"""Numbers, dates and shares as a person writes them in the language spoken; what they mean is not known."""

import datetime as dt
import math

from detente.analysis.results import Chance
from detente.brief.blocks import Span, number
from detente.languages import say, say_plural, spoken
from detente.languages.figures import days_in_words, long_date, number_text, percent
from detente.sources.when import When

__all__ = ["chance", "count", "counted", "date", "decimal", "plural", "share", "value", "when"]

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def share(x: float) -> Span:
    r"""A share in per cent, without false precision and without a line break inside.

    >>> [share(x).text.replace("\u00a0", " ") for x in (0.0, 0.001, 0.034, 0.5, 0.9999, 1.0)]
    ['0 %', 'fewer than 1 %', '3 %', '50 %', 'more than 99 %', '100 %']
    """
    if 0 < x < 0.01:
        return number(say("fewer than {share}", share=percent(0.01)), x)
    if 0.99 < x < 1:
        return number(say("more than {share}", share=percent(0.99)), x)
    return number(percent(x), x)


def chance(c: Chance) -> Span:
    r"""A share of draws with twice its standard error.

    >>> chance(Chance(share=0.41, error=0.012)).text.replace("\u00a0", " ")
    '41 % ± 2'
    """
    text = share(c.share).text
    if c.error == 0 or 0 < c.share < 0.01 or 0.99 < c.share < 1:
        return number(text, c.share)
    points = 200 * c.error
    small = say("under {n}", n=number_text(1)).replace(" ", "\u00a0")
    return number(f"{text}\u00a0±\u00a0{number_text(points) if points >= 0.5 else small}", c.share)


def count(n: float) -> Span:
    """A whole number: thousands apart, millions in words.

    >>> [count(n).text for n in (7, 12345, 3_200_000, 10**20)]
    ['7', '12,345', '3.2 million', 'about 10^20']
    """
    if n >= 1e12:
        return number(say("about {n}", n=f"10^{round(math.log10(n))}"), n)
    if n >= 1e9:
        told = say_plural("{n} billion", "{n} billion", int(n / 1e9), n=_mantissa(n / 1e9))
        return number(told, n)
    if n >= 1e6:
        told = say_plural("{n} million", "{n} million", int(n / 1e6), n=_mantissa(n / 1e6))
        return number(told, n)
    return number(number_text(n), n)


def counted(n: int) -> str:
    """A small count in words where the language is English, else in its digits.

    >>> counted(3), counted(12)
    ('three', '12')
    """
    return _WORDS[n] if spoken().code == "en" and 0 <= n < len(_WORDS) else number_text(n)


def plural(n: int, one: str, many: str = "") -> str:
    """A small count in words with its noun.

    >>> plural(1, "party", "parties"), plural(3, "package"), plural(12, "draw")
    ('one party', 'three packages', '12 draws')
    """
    return f"{counted(n)} {one if n == 1 else many or one + 's'}"


def value(x: float) -> Span:
    """A number of the case as it was given, without trailing zeros.

    >>> value(0.30).text, value(130.0).text, value(32000.0).text
    ('0.3', '130', '32,000')
    """
    if float(x).is_integer():
        return number(number_text(x), x)
    places = max(0, 3 - math.floor(math.log10(abs(x))))
    return number(number_text(round(x, places), places, trim=True), x)


def decimal(x: float, places: int = 2) -> Span:
    """A utility or an index, to two places; a minus sign that is one; what would round to nothing says so.

    >>> [decimal(x).text for x in (0.456, -0.1, 0.0, 0.001, -0.001)]
    ['0.46', '\u22120.10', '0', 'under 0.01', 'above \u22120.01']
    """
    smallest = 10.0**-places
    if x == 0:
        return number("0", x)
    if abs(x) < smallest / 2:
        nearly = number_text(smallest if x > 0 else -smallest, places)
        return number(say("under {n}", n=nearly) if x > 0 else say("above {n}", n=nearly), x)
    return number(number_text(x, places), x)


def date(day: dt.date | None) -> str:
    """A day in words.

    >>> date(dt.date(2024, 8, 20))
    '20 August 2024'
    """
    return say("an unknown date") if day is None else long_date(day)


def when(w: When) -> str:
    """A day, a span, a month or a year in words.

    >>> [when(When.parse(t)) for t in ("2024-07-03", "by 2024-03-25", "2024-06", "2011", "2024-06-24/30")]
    ['3 July 2024', 'by 25 March 2024', 'June 2024', '2011', '24\u201330 June 2024']
    """
    if w == When.unknown():
        return date(None)
    return days_in_words(w.first, w.last, w.label)


def _mantissa(x: float) -> str:
    """Three figures of a number below a thousand."""
    return number_text(x, 2 if x < 10 else 1 if x < 100 else 0, trim=True)
