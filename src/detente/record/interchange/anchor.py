"""Places in a text that others counted or quoted, found again in code points; never guessed in silence.

Tools of the browser and of Java count UTF-16 code units, in which an emoji is two; the Web Annotation Data
Model asks for code points. A place is taken as it is told only where the text there is the text quoted.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Anchored", "Quote", "anchor", "from_utf16"]

_WIDE = re.compile("[\U00010000-\U0010ffff]")
MOST = 1000
"""How many places of one quote are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage as others tell it: its words, the words around it, and where they counted it to be."""

    exact: str
    before: str = ""
    after: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """Where the passage is, in code points, and in words how it was found ("" as it was told)."""

    start: int
    end: int
    how: str = ""


def anchor(text: str, quote: Quote, like: Callable[[str], str] = lambda words: words) -> Anchored | str:
    """Where a quote stands in the text, or in words why it cannot be told.

    Tried in order: the places as code points, the places as UTF-16 code units, the words with those around
    them, the words alone where they stand once. `like` is applied to the text before it is compared (for
    tools that alter characters); it keeps the length.

    >>> anchor("A 👍 for the deal", Quote(exact="deal", start=13, end=17))
    Anchored(start=12, end=16, how='its places count UTF-16 code units')
    """
    text = like(text)
    exact = like(quote.exact)
    if not exact:
        return "nothing is quoted"
    if quote.start is not None and quote.end is not None:
        if quote.start >= 0 and text[quote.start : quote.end] == exact:
            return Anchored(start=quote.start, end=quote.end)
        start, end = from_utf16(text, quote.start), from_utf16(text, quote.end)
        if start is not None and end is not None and text[start:end] == exact:
            return Anchored(start=start, end=end, how="its places count UTF-16 code units")
    places = _places(text, exact)
    if not places:
        return "the words do not stand in the text"
    before, after = like(quote.before), like(quote.after)
    fitting = [
        place
        for place in places
        if text.endswith(before, 0, place) and text.startswith(after, place + len(exact))
    ]
    if len(fitting) == 1 and (before or after or len(places) == 1):
        return Anchored(start=fitting[0], end=fitting[0] + len(exact), how="found by its words")
    if not fitting and len(places) == 1:
        how = "found by its words, which stand there once; the words around it differ"
        return Anchored(start=places[0], end=places[0] + len(exact), how=how)
    count = len(fitting) or len(places)
    return f"the words stand at {'more than ' if count >= MOST else ''}{count} places of the text"


def from_utf16(text: str, unit: int) -> int | None:
    """The place in code points of a place in UTF-16 code units; None inside a pair or outside the text.

    >>> from_utf16("👍 yes", 3), from_utf16("👍 yes", 1)
    (2, None)
    """
    if unit < 0:
        return None
    starts = [match.start() + rank for rank, match in enumerate(_WIDE.finditer(text))]
    rank = bisect_left(starts, unit)
    if rank and starts[rank - 1] == unit - 1:
        return None
    place = unit - rank
    return place if place <= len(text) else None


def _places(text: str, exact: str) -> list[int]:
    """Where the words stand, the first 1,000 of them."""
    found: list[int] = []
    at = text.find(exact)
    while at >= 0 and len(found) < MOST:
        found.append(at)
        at = text.find(exact, at + 1)
    return found
