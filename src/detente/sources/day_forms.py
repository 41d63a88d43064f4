"""The forms of day words compiled: what finds them in a text, and what takes them apart.

A word of a phrase ("Friday", "week", a year) is looked up first, and only the forms that hold it are tried
around it: a page without days costs one look at each word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from detente.sources.day_words import DAY_WORDS, DayWords

__all__ = ["DayTables", "day_tables", "find_days"]

_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"\w")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_REACH = 48
"""How many code points before and after its key word a phrase may reach."""

_BLANK = r"(?:[^\S\n]{1,3}\n?|\n)"
"""White space between two words of a phrase: at most one line break, never the end of a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTables:
    """The words of one language, compiled: look-up tables, the forms, and by key word what finds them."""

    weekdays: dict[str, int]
    months: dict[str, int]
    shifts: dict[str, int]
    parts: dict[str, int]
    units: dict[str, str]
    numbers: dict[str, int]
    offsets: dict[str, tuple[int, int]]
    near: dict[str, int]
    by: tuple[str, ...]
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    finders: dict[str, re.Pattern[str]]
    year: re.Pattern[str]


def find_days(text: str, start: int, end: int, language: str = "en") -> tuple[tuple[int, int, str], ...]:
    """The day words in `text[start:end]` as (start, end, words), in order, without overlap.

    Places are code points of the whole text; a leading "on" or "in" belongs to the words. A language without
    words has none.

    >>> find_days("They met on Friday, May 31.", 0, 27)
    ((9, 26, 'on Friday, May 31'),)
    """
    tables = day_tables(language)
    if tables is None:
        return ()
    found: list[tuple[int, int, str]] = []
    for word in _key_words(text, start, end, tables):
        at = found[-1][1] if found else start
        if word[0] >= at:
            finder = tables.finders.get(text[slice(*word)].lower(), tables.year)
            match = _covering(finder, text, word, (at, end))
            if match is not None:
                found.append((match.start(), match.end(), match[0]))
    return tuple(found)


@lru_cache(maxsize=16)
def day_tables(language: str) -> DayTables | None:
    """The compiled words of a language such as "en" or "en-GB"; None where there are none."""
    words = DAY_WORDS.get(language.lower().partition("-")[0].partition("_")[0])
    if words is None:
        return None
    forms = tuple((kind, _spelt(form, words)) for kind, form in words.forms)
    return DayTables(
        weekdays=_numbered(words.weekdays, 0),
        months=_numbered(words.months, 1),
        shifts=dict(words.shifts),
        parts=dict(words.parts),
        units=dict(words.units),
        numbers=_numbered(words.numbers, 1),
        offsets={phrase: (first, last) for phrase, first, last in words.offsets},
        near=dict(words.near),
        by=tuple(f"{word} " for word in words.by),
        forms=tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in forms),
        finders=_finders(words),
        year=_finder("y", words),
    )


def _finders(words: DayWords) -> dict[str, re.Pattern[str]]:
    """For each key word of a phrase (its last one) the pattern of the forms in which it can stand."""
    phrases = {
        "offset": [phrase for phrase, _, _ in words.offsets],
        "near": [phrase for phrase, _ in words.near],
        "unit": [unit for unit, _ in words.units],
        "month": _spellings(words.months),
        "weekday": _spellings(words.weekdays),
    }
    keys: dict[str, list[str]] = {}
    for name, spellings in phrases.items():
        for spelling in spellings:
            for key in _WORD.findall(spelling.lower().split()[-1]):
                keys[key] = [*keys.get(key, []), name]
    patterns = {
        names: _finder("|".join(names), words) for names in {tuple(sorted(set(n))) for n in keys.values()}
    }
    return {key: patterns[tuple(sorted(set(names)))] for key, names in keys.items()}


def _finder(names: str, words: DayWords) -> re.Pattern[str]:
    """The pattern of all forms that hold one of the names; a weekend is a unit."""
    wanted = re.compile(rf"\{{(?:{names})\}}")
    forms = [f for kind, f in words.forms if wanted.search(f) or (kind == "weekend" and "unit" in names)]
    anonymous = "|".join(re.sub(r"\(\?P<\w+>", "(?:", _spelt(form, words)) for form in forms)
    return re.compile(rf"(?<![\w-])(?:{anonymous})(?!\w)", re.IGNORECASE)


def _key_words(text: str, start: int, end: int, tables: DayTables) -> list[tuple[int, int]]:
    """The places of all words that may belong to a phrase, in order: which occur first, then where."""
    low = text[start:end].lower()
    words = set(_WORD.findall(low))
    keys = (words & tables.finders.keys()) | {
        word for word in words if word[:2] in {"19", "20"} and _YEAR.fullmatch(word)
    }
    if len(low) != end - start:
        found = _WORD.finditer(text, start, end)
        return [m.span() for m in found if m[0].lower() in keys]
    places = [(start + m.start(), start + m.end()) for key in keys for m in _ended(key).finditer(low)]
    return sorted(place for place in places if place[0] == start or not _LETTER.match(text, place[0] - 1))


@lru_cache(maxsize=1024)
def _ended(word: str) -> re.Pattern[str]:
    """The pattern of a word and its end; that it also begins there is cheaper to look at afterwards."""
    return re.compile(rf"{re.escape(word)}(?!\w)")


def _covering(
    finder: re.Pattern[str], text: str, word: tuple[int, int], within: tuple[int, int]
) -> re.Match[str] | None:
    """The first match within reach that covers the word."""
    at, end = max(within[0], word[0] - _REACH), min(within[1], word[1] + _REACH)
    while at <= word[0]:
        match = finder.search(text, at, end)
        if match is None or match.start() > word[0]:
            return None
        if match.end() >= word[1]:
            return match
        at = match.start() + 1
    return None


def _spellings(names: str) -> list[str]:
    """All spellings of a row of names."""
    return re.split(r"[ |]", names)


def _numbered(names: str, first: int) -> dict[str, int]:
    """The number of each spelling in a row of names, as the tables know it."""
    rows = enumerate(names.split(), start=first)
    return {spelling.lower().rstrip("."): n for n, row in rows for spelling in row.split("|")}


def _spelt(form: str, words: DayWords) -> str:
    """A form as a regular expression, with the words of the tables in the places named."""
    spellings = {
        "month": _any(_spellings(words.months), cased=words.cased),
        "weekday": _any(_spellings(words.weekdays), cased=words.cased),
        "shift": _any(word for word, _ in words.shifts),
        "part": _any(word for word, _ in words.parts),
        "unit": _any(word for word, _ in words.units),
        "number": _any(_spellings(words.numbers)) + r"|\d{1,3}",
        "offset": _any(phrase for phrase, _, _ in words.offsets),
        "near": _any(phrase for phrase, _ in words.near),
        "d": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)",
        "y": r"(?:19|20)\d{2}(?!\d)",
    }
    spellings |= {"shift2": spellings["shift"], "d2": spellings["d"]}
    for name, lead in words.leads.items():
        form = form.replace("{" + name + "}", lead)
    for name, spelling in spellings.items():
        form = form.replace("{" + name + "}", f"(?P<{name}>{spelling})")
    return re.sub(r"(?<!\\) ", lambda _: _BLANK, form)


def _any(spellings: Iterable[str], *, cased: bool = False) -> str:
    """Any of the spellings, the longest first; a full stop at the end may be missing."""
    ordered = sorted(set(spellings), key=lambda s: (-len(s), s))
    joined = "|".join(re.escape(s).replace(r"\ ", " ").replace(r"\.", r"\.?") for s in ordered)
    return f"(?-i:{joined})" if cased else joined
