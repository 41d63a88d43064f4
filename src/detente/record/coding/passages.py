"""The sentences of a text as places with the numbers of their paragraphs, by punctuation alone."""

import re
from collections.abc import Iterable
from functools import lru_cache

from detente.sources.text import Text

__all__ = ["MOST", "sentence_places"]

MOST = 2_000
"""A sentence is cut after so many characters."""

_SHORT = 16
_END = re.compile(
    r"[.!?\u2026\u061f\u06d4\u0964][.!?\u2026]{0,5}[\"\u201d\u2019'\u00bb)\]]{0,4}\s{1,9}"
    r"(?=[\"\u201c\u2018'\u00ab(\[]{0,4}[^\W_a-z])"
    r"|[\u3002\uff01\uff1f][\u300d\u300f\u201d]{0,4}"
)

Place = tuple[int, int]


def sentence_places(text: Text, abbreviations: Iterable[str] = ()) -> list[tuple[Place, int]]:
    """The places of the sentences, without blanks at either end, each with the number of its paragraph.

    A full stop after one of the abbreviations, or after a single capital, ends none.

    >>> from detente.sources.document import Document
    >>> text = Text(document=Document(id="d"), text="Mr. Ode left. \u201cWhy?\u201d she asked.")
    >>> [text.text[a:b] for (a, b), _ in sentence_places(text, ("Mr.",))]
    ['Mr. Ode left.', '\u201cWhy?\u201d she asked.']
    """
    short = _ending(tuple(abbreviations))
    found: list[tuple[Place, int]] = []
    for number, (start, end) in enumerate(text.paragraphs):
        first = start
        for stop in _END.finditer(text.text, start, end):
            at = stop.start()
            if text.text[at] == "." and short.search(text.text, max(first, at - _SHORT), at + 1):
                continue
            last = at + len(stop[0].rstrip())
            found += ((place, number) for place in _cut(first, last))
            first = stop.end()
        if first < end:
            found += ((place, number) for place in _cut(first, end))
    return found


def _cut(start: int, end: int) -> Iterable[Place]:
    """The place in pieces of bounded length."""
    return ((at, min(at + MOST, end)) for at in range(start, end, MOST))


@lru_cache(maxsize=8)
def _ending(abbreviations: tuple[str, ...]) -> re.Pattern[str]:
    """Finds an abbreviation or an initial at the end of a stretch."""
    words = "|".join(re.escape(word) for word in sorted(abbreviations, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words or '(?!)'}|(?:[^\W\d_a-z]\.)+)\Z")
