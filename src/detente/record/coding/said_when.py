"""The day of a statement: from the day words around its cue, else no later than the report."""

import datetime as dt
from collections.abc import Iterable

from detente.sources.days import resolve
from detente.sources.when import When

__all__ = ["known_on", "said_when"]

Place = tuple[int, int]


def known_on(published: dt.date | None) -> dt.date:
    """The day on which a report made its statements known; `date.max` where the report has no date.

    >>> known_on(None).year
    9999
    """
    return published if published is not None else dt.date.max


def said_when(
    days: Iterable[tuple[int, int, str]],
    content: Place | None,
    published: dt.date | None,
    language: str = "en",
) -> tuple[When, str]:
    """The date of what a sentence tells, and the words that give it ("" where none do).

    `days` are its day words as `find_days` gives them. Those outside the content decide; for what the report
    tells itself (`content` None) the first ones. Without such words it is no later than the report, and
    unknown where the report has no date.

    >>> from detente.sources.days import find_days
    >>> monday = dt.date(2001, 6, 4)
    >>> text = "They refused on Friday to pay by May 9."
    >>> when, words = said_when(find_days(text, 0, 38), (23, 38), monday)
    >>> when.label, words
    ('2001-06-01', 'on Friday')
    """
    for start, end, words in days:
        if content is not None and content[0] <= start and end <= content[1]:
            continue
        when = resolve(words, published, language)
        if when is not None and (published is None or when.first <= published):
            return when, words
    if published is None:
        return When.unknown(), ""
    return When(last=published, first=published, by=True), ""
