"""Numbers that count something: in digits or words, with what they count, the unit, and how firm they are.

"Dozens" is no number; a number in a date, of an article or of a phase counts nothing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from detente.record.coding.marks import Marks
from detente.record.packs.act_words import NumberWords
from detente.record.packs.pack import Pack, PackFigure

__all__ = ["Figure", "Figures"]

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?"
_AHEAD = 48
_BEHIND = 28
_NEXT = re.compile(r"[\s-]*([^\W\d_]+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ANYBODY = "people"
_STOP = re.compile(r"[.!?;:]\s|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number at a place, words of its bound included.

    `counted` is where the words stand that it counts. `value` is the number or the middle of a range, `unit`
    what it is measured in or counts, `bound` is "about", "at least", "at most", "between" or "". `series` and
    `issue` are those of the pack that it belongs to; `digits` tells that it is written in digits.
    """

    place: tuple[int, int]
    value: float
    counted: tuple[int, int] = (0, 0)
    unit: str = ""
    bound: str = ""
    series: str = ""
    issue: str = ""
    digits: bool = False


class Figures:
    """Finds figures by the number words of a language and the series of a pack."""

    def __init__(self, words: NumberWords, pack: Pack) -> None:
        self._words = words
        self._series = {figure.id: (at, figure) for at, figure in enumerate(pack.figures)}
        self._units = dict(words.units)

    def find(self, text: str, marks: Marks) -> tuple[Figure, ...]:
        """The figures of a text, in order: those of a series, with a unit, or in digits."""
        found = []
        start, end = 0, len(text)
        number, before, values = _expression(self._words)
        at = start
        while (match := number.search(text, at, end)) is not None:
            at = match.end()
            value = _value(match["number"], values)
            if value is None or _skipped(text, match.start("number"), match.end(), self._words.skip):
                continue
            limit = before.search(text, max(start, match.start() - _BEHIND), match.start())
            bound = self._bound(limit[1]) if limit else ""
            place = (limit.start() if limit else match.start(), match.end())
            if match["other"]:
                other = _value(match["other"], values)
                if other is not None and other > value:
                    value, bound = (value + other) / 2, "between"
            figure = self._figure(text, place, marks)
            if figure is None:
                continue
            series, unit, counted = figure
            found.append(
                Figure(
                    place=place,
                    counted=counted,
                    value=value,
                    unit=(series.unit if series else "") or unit,
                    bound=bound,
                    series=series.id if series else "",
                    issue=series.issue if series else "",
                    digits=_plain(match["number"]),
                )
            )
        return tuple(found)

    def _figure(
        self, text: str, place: tuple[int, int], marks: Marks
    ) -> tuple[PackFigure | None, str, tuple[int, int]] | None:
        """The series of the number at a place, and its unit or what it counts.

        None for a word such as "two" or a year when it counts nothing that is known.
        """
        start, end = place
        following = _NEXT.match(text, end)
        unit = self._units.get(following[1].lower(), "") if following else ""
        ahead = _until_stop(text, end, min(end + _AHEAD, len(text)))
        best: tuple[int, int, int, PackFigure, tuple[int, int]] | None = None
        for hit in marks.begun("series", max(0, start - _AHEAD), ahead):
            order, series = self._series[hit.label]
            if hit.end <= start and _STOP.search(text, hit.end, start):
                continue
            around = hit.start <= start and end <= hit.end
            before = hit.start >= end
            after = start - _BEHIND <= hit.end <= start
            if not (around or before or after):
                continue
            if unit not in {"", _ANYBODY} and series.unit not in {"", unit}:
                continue
            rank = 0 if around else (1 if before else 2)
            near = hit.start - end if before else 0
            if best is None or (rank, near, order) < best[:3]:
                best = rank, near, order, series, (hit.start, hit.end)
        if best is None and not unit:
            counted = following[1].lower() if following else ""
            return (None, counted, place) if _plain(text[start:end]) else None
        if best is not None and _YEAR.fullmatch(text[start:end]) and best[1] > 1:
            return None
        return (best[3], unit, best[4]) if best else (None, unit, place)

    def _bound(self, words: str) -> str:
        said = " ".join(words.lower().split())
        for bound, known in (
            ("at least", self._words.at_least),
            ("about", self._words.about),
            ("at most", self._words.at_most),
        ):
            if said and said in known:
                return bound
        return ""


@lru_cache(maxsize=8)
def _expression(words: NumberWords) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, float]]:
    """The expressions that find numbers and the bounds before them, and the values of their words."""
    values = {**dict(words.values), **dict(words.scales)}
    plain = "|".join(sorted(map(re.escape, dict(words.values)), key=len, reverse=True)) or r"(?!)"
    scales = "|".join(sorted(map(re.escape, dict(words.scales)), key=len, reverse=True)) or r"(?!)"
    number = rf"(?:(?:{_DIGITS})|(?:{plain})(?:[- ](?:{plain}))?)(?:[ -](?:{scales}))?"
    between = "|".join(map(re.escape, words.between)) or r"(?!)"
    joined = rf"(?:\s*[-\u2013\u2014]\s*|\s+(?:{between})\s+)"
    letters = "".join(sorted({word[0] for word in dict(words.values)}))
    first = rf"(?<![\w.,$])(?=[\d{re.escape(letters)}])(?P<number>{number})"
    then = rf"(?:{joined}(?P<other>{number}))?(?![\w,]*\d)(?!\w)"
    bounds = sorted((*words.at_least, *words.about, *words.at_most), key=len, reverse=True)
    bound = "|".join(r"\s+".join(map(re.escape, b.split())) for b in bounds) or r"(?!)"
    before = re.compile(rf"(?<!\w)({bound})\s+$", re.IGNORECASE)
    return re.compile(first + then, re.IGNORECASE), before, values


def _value(written: str, values: dict[str, float]) -> float | None:
    """The value of a number as written; None when it is none."""
    total, plain = 0.0, None
    for part in re.split(r"[\s-]+", written.strip().lower()):
        if not part:
            continue
        known = values.get(part)
        if known is not None and known >= 100 and plain is not None:
            plain *= known
        elif known is not None:
            plain = known if plain is None else plain + known
        else:
            try:
                plain = float(part.replace(",", ""))
            except ValueError:
                return None
    return None if plain is None else total + plain


def _plain(written: str) -> bool:
    """Whether a number is written in digits and is no year."""
    digits = re.search(_DIGITS, written)
    return digits is not None and not _YEAR.fullmatch(digits[0])


def _skipped(text: str, start: int, end: int, skip: tuple[str, ...]) -> bool:
    """Whether the word before or after makes the number a date or a name."""
    before = text[max(0, start - 14) : start].rstrip(" .").rsplit(None, 1)[-1:] or [""]
    after = text[end : end + 14].split(None, 1)[:1] or [""]
    return any(word[0].strip(".,").lower() in {s.lower() for s in skip} for word in (before, after))


def _until_stop(text: str, start: int, end: int) -> int:
    stop = _STOP.search(text, start, end)
    return stop.start() if stop else end
