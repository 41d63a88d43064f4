"""When a report was published and by whom, with the basis of each; what is not told stays unknown.

A weekday in the prose is no date, and neither is a footer's year. What is stated (metadata) wins over the
text, the text over the file's name; what disagrees is said in the basis.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.sources.days import find_days, resolve
from detente.sources.publishers import publisher_at, publisher_in_name

__all__ = ["Finding", "find_published", "find_publisher", "read_day"]

_ISO = re.compile(r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)")
_MAIL_DAY = re.compile(r"(?:[A-Za-z]{3,9},? )?(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{4})\b")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_HEADER = re.compile(
    r"\s*(?:date|published(?: on)?|publication date|pubdate|fecha|publié le|publicado el)\s*[:=]?\s*"
    r"(\d{4}-\d{2}-\d{2}|[^\n]{6,40}?\d{4})(?![\d-])",
    re.IGNORECASE,
)
_DATELINE_YEAR = re.compile(
    r"\s*[A-ZÀ-Þ][\w .,'’/-]{2,50}, ((?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}),? \d{4})"  # noqa: RUF001
    r"(?: \([\w ./-]{2,30}\))? ?(?:—|–|--|-)\s"  # noqa: RUF001
)
_ADDRESS = re.compile(r"(?:@|https?://)((?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24})")
_BLURB = re.compile(r"(?:appeared first|first appeared) on ([^\n]{2,80}?)\.?\s*$", re.MULTILINE)
_STATED = re.compile(r"(?<!\w)(?:publisher|source|outlet) ?[:=] ?([^\n]{2,80})", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:first|last|originally|published|updated|posted|modified|date|issued|on|at|le|el|à|a las|publié"
    r"|mis à jour|publicado|actualizado|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lundi"
    r"|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|a\.m|p\.m|am|pm|et"
    r"|est|edt|gmt|utc|bst|cet|cest|ist|idt|\d{1,2}[:.h]\d{2}(?::\d{2})?(?:am|pm)?)\b",
    re.IGNORECASE,
)
"""What may stand around the date on a line that holds nothing else."""

_HEAD, _LINES = 1500, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found, the words that say from where, and what speaks against it (each as a sentence)."""

    value: str = ""
    day: date | None = None
    basis: str = ""
    notes: tuple[str, ...] = ()


def find_published(
    text: str, *, stated: Iterable[tuple[str, str]] = (), name: str = "", today: date | None = None
) -> Finding:
    """The day of publication: the first of metadata, a header, a date line, and the file's name that has one.

    `stated` are (what says it, the words) of metadata, best first; `name` the file's name without its ending.
    Dates that do not exist are passed over and noted; a day after `today` is kept and noted (by one day it
    may be so elsewhere on earth); another day in another place is noted. `day` is None where none is found.

    >>> find_published(" date 2001-02-03 They met.", name="daily").basis
    'header in the text'
    >>> find_published("They met on Tuesday.").day is None
    True
    """
    found: list[tuple[date, str]] = []
    notes: list[str] = []
    for basis, words in [*stated, *_in_text(text), *_in_name(name)]:
        day = read_day(words)
        if day is not None:
            found.append((day, basis))
        elif _YEAR.search(words):
            notes.append(f"{basis} has {' '.join(words.split())[:40]!r}, which is no day that can be told")
    if not found:
        return Finding(basis="no date is given", notes=tuple(dict.fromkeys(notes)))
    day, basis = found[0]
    others = [(d, b) for d, b in found[1:] if b != basis and abs(d - day) > timedelta(days=1)]
    notes += [f"{b} says {d.isoformat()}" for d, b in others[:1]]
    if today is not None and day > today + timedelta(days=1):
        notes.append(f"{day.isoformat()} is in the future")
    notes = list(dict.fromkeys(notes))
    return Finding(value=day.isoformat(), day=day, basis=basis, notes=tuple(notes))


def find_publisher(
    text: str,
    noise: Iterable[tuple[int, int]] = (),
    *,
    stated: Iterable[tuple[str, str]] = (),
    name: str = "",
) -> Finding:
    r"""Who published it: the first of metadata, an address in the noise of the text, and the file's name.

    An address in the prose says nothing. `value` is "" where nobody is known.

    >>> find_publisher("They met.\n\nWrite to ann.lee@ft.com", ((11, 34),)).basis
    'address in the text (ft.com)'
    """
    for basis, words in stated:
        if words.strip():
            return Finding(value=" ".join(words.split())[:120], basis=basis)
    marginal = [text[start:end] for start, end in noise]
    for pattern, basis in ((_STATED, "header in the text"), (_BLURB, "feed blurb in the text")):
        match = next((m for part in marginal if (m := pattern.search(part))), None)
        if match is not None:
            return Finding(value=match[1].strip(), basis=basis)
    for part in marginal:
        for match in _ADDRESS.finditer(part):
            publisher = publisher_at(match[1])
            if publisher:
                return Finding(value=publisher, basis=f"address in the text ({match[1].lower()})")
    publisher = publisher_in_name(name)
    return (
        Finding(value=publisher, basis="file name") if publisher else Finding(basis="no publisher is given")
    )


def read_day(words: str) -> date | None:
    """The one day that the words name with its year, in figures or in English, French or Spanish; else None.

    Of a time stamp it is the day as written, in its own time zone. 3.2.2001 is in February; 3/2/2001 is None,
    for it may be in March.

    >>> read_day("2001-02-03T23:30:00Z"), read_day("Sat, 3 Feb 2001 10:00 GMT"), read_day("31 February 2001")
    (datetime.date(2001, 2, 3), datetime.date(2001, 2, 3), None)
    """
    words = words[:200]
    match = _ISO.match(words)
    if match is not None:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _MAIL_DAY.search(words)
    if match is not None and match[2].lower() in _ENGLISH_MONTHS:
        return _day(int(match[3]), _ENGLISH_MONTHS.index(match[2].lower()) + 1, int(match[1]))
    match = _FIGURES.search(words)
    if match is not None:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            return _day(year, second, first)
        return _day(year, first, second) if second > 12 else None
    for language in ("en", "fr", "es"):
        for _, _, found in find_days(words, 0, len(words), language):
            when = resolve(found, None, language)
            if when is not None and when.first == when.last:
                return when.first
    return None


def _day(year: int, month: int, day: int) -> date | None:
    """The day, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_text(text: str) -> list[tuple[str, str]]:
    """What the text itself gives as its date: its header, a dateline with a year, a line that is a date."""
    head = text[:_HEAD]
    found = [("header in the text", m[1]) for m in [_HEADER.match(head)] if m]
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    for line in lines[:_LINES]:
        dateline = _DATELINE_YEAR.match(line)
        header = _HEADER.match(line)
        if header is not None and len(line) <= 80:
            found.append(("header in the text", header[1]))
        elif dateline is not None:
            found.append(("dateline in the text", dateline[1]))
        elif len(line) <= 90 and _YEAR.search(line) and _is_date_line(line):
            found.append(("date line in the text", line))
    return sorted(dict.fromkeys(found), key=lambda said: said[0] != "header in the text")


def _is_date_line(line: str) -> bool:
    """Whether a line is nothing but a date, with "Updated", a weekday or a time around it."""
    figures = _FIGURES.search(line) or _ISO.search(line)
    if figures is not None:
        rest = line[: figures.start()] + line[figures.end() :]
        return not re.search(r"\w", _AROUND.sub("", re.sub(r"T\d[\d:.]*(?:Z|[+-]\d[\d:]*)?", "", rest)))
    rest = line
    for language in ("en", "fr", "es"):
        spans = [s for s in find_days(line, 0, len(line), language) if _YEAR.search(s[2])]
        if spans:
            start, end, _ = spans[0]
            rest = line[:start] + line[end:]
            break
    else:
        return False
    rest = _AROUND.sub("", rest)
    return not re.search(r"\w", rest)


def _in_name(name: str) -> list[tuple[str, str]]:
    """The date in a file's name, written with or without hyphens."""
    return [("file name", f"{m[1]}-{m[3]}-{m[4]}") for m in _IN_NAME.finditer(name)][:1]
