"""Day words ("Tuesday", "over the weekend", "in late May") resolved against the day of the report.

A weekday is the nearest one in the past, the report's own day included; in the future where the sentence
speaks of it. A year is never more than the nearest that fits. What cannot be told is None.
"""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from detente.sources.day_forms import DayTables, day_tables, find_days
from detente.sources.when import When

__all__ = ["find_days", "resolve"]

_Days = tuple[date, date]


def resolve(
    words: str,
    published: date | None,
    language: str = "en",
    *,
    future: bool = False,
    around: date | None = None,
) -> When | None:
    """The days that `words` mean in a report published on `published`, or None where that cannot be told.

    `future` says that the sentence speaks of what is to come ("will", "as soon as"). `around` is the day
    last named in the text, from which "the previous day" counts; without it, the report's day. What cannot
    have happened yet (a past "the next day") is None, and so are words that are no days, days that do not
    exist, a language without words, and all but full dates where `published` is None.
    A week begins on Monday; "early", "mid" and "late" are the days 1-10, 11-20 and 21 on of a month, and
    what still runs on the report's day ends (or begins, in the future) on it.

    >>> monday = date(2001, 6, 4)
    >>> resolve("on Friday", monday).label, resolve("over the weekend", monday).label
    ('2001-06-01', '2001-06-02/03')
    >>> resolve("Friday", monday, future=True).label, resolve("in late May", monday).label
    ('2001-06-08', '2001-05-21/31')
    """
    tables = day_tables(language)
    if tables is None:
        return None
    text = " ".join(words.split())
    for kind, form in tables.forms:
        match = form.fullmatch(text)
        if match is not None:
            found = {k: v.lower().rstrip(".") for k, v in match.groupdict().items() if v is not None}
            asked = _Asked(found=found, words=tables, published=published, future=future, around=around)
            try:
                days = _KINDS[kind](asked)
            except (ValueError, OverflowError):
                return None
            if days is None:
                return None
            return When(first=days[0], last=days[1], by=text.lower().startswith(tables.by))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One question: the groups of the form that fitted, the report's day, and the direction."""

    found: dict[str, str]
    words: DayTables
    published: date | None
    future: bool
    around: date | None

    @property
    def base(self) -> date:
        """The report's day; ValueError where it is not known."""
        if self.published is None:
            raise ValueError("the report's date is not known")
        return self.published

    @property
    def shift(self) -> int | None:
        """Last (-1), this (0), next (1), or None where no such word stands."""
        word = self.found.get("shift", self.found.get("shift2"))
        return None if word is None else self.words.shifts[word]

    @property
    def part(self) -> int | None:
        """The third of a period, earlier (-1) or later (3) in it, or None."""
        word = self.found.get("part")
        return None if word is None else self.words.parts[word]

    @property
    def number(self) -> int:
        """How many units; one where no number stands."""
        word = self.found.get("number", "1")
        return int(word) if word.isdigit() else self.words.numbers[word]

    @property
    def unit(self) -> str:
        """Day, week, month, year or weekend."""
        return self.words.units[self.found["unit"]]

    def clip(self, days: _Days) -> _Days:
        """The days up to the report's day, or from it on in the future, where they run across it."""
        first, last = days
        if first <= self.base <= last:
            return (self.base, last) if self.future else (first, self.base)
        return days

    def nearest(self, candidates: Iterable[_Days]) -> _Days | None:
        """The latest that has begun by the report's day; the first that has not ended in the future."""
        if self.future:
            return min((d for d in candidates if d[1] >= self.base), default=None)
        return max((d for d in candidates if d[0] <= self.base), default=None)


def _numeric(asked: _Asked) -> _Days:
    """A date all in numbers."""
    found = asked.found
    day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    return day, day


def _date(asked: _Asked) -> _Days | None:
    """A day of a month, or a few, with or without its year and its weekday."""
    found = asked.found
    month, first = asked.words.months[found["month"]], int(found["d"])
    last = int(found.get("d2", first))
    if last < first:
        return None
    if "y" in found:
        year = int(found["y"])
        return date(year, month, first), date(year, month, last)
    candidates = [
        (date(year, month, first), date(year, month, last))
        for year in _years(asked.base)
        if last <= calendar.monthrange(year, month)[1]
    ]
    if "weekday" in found:
        wanted = asked.words.weekdays[found["weekday"]]
        near = [d for d in candidates if d[0].weekday() == wanted and abs((d[0] - asked.base).days) < 366]
        return asked.nearest(near) or (near[0] if near else None)
    return asked.nearest(candidates)


def _month(asked: _Asked) -> _Days | None:
    """A month, or a third of one, with or without its year."""
    month = asked.words.months[asked.found["month"]]
    if "y" in asked.found:
        return _third(_period(date(int(asked.found["y"]), month, 1), "month"), asked.part)
    candidates = [_third(_period(date(y, month, 1), "month"), asked.part) for y in _years(asked.base)]
    shift, base = asked.shift, asked.base
    if shift == -1:
        return max((d for d in candidates if d[1] < base.replace(day=1)), default=None)
    if shift == 1:
        return min((d for d in candidates if d[0] > _period(base, "month")[1]), default=None)
    if shift == 0:
        return _third(_period(date(base.year, month, 1), "month"), asked.part)
    days = asked.nearest(candidates)
    return None if days is None else asked.clip(days)


def _weekday(asked: _Asked) -> _Days:
    """The nearest such day, the report's own day included unless it says "last" or "next"."""
    wanted, base, shift = asked.words.weekdays[asked.found["weekday"]], asked.base, asked.shift
    if shift == 1 or (asked.future and shift != -1):
        day = base + timedelta(days=(wanted - base.weekday()) % 7)
        return _same(day + timedelta(days=7) if shift == 1 and day == base else day)
    day = base - timedelta(days=(base.weekday() - wanted) % 7)
    return _same(day - timedelta(days=7) if shift == -1 and day == base else day)


def _offset(asked: _Asked) -> _Days:
    """Yesterday, today, tomorrow."""
    first, last = asked.words.offsets[asked.found["offset"]]
    return asked.base + timedelta(days=first), asked.base + timedelta(days=last)


def _near(asked: _Asked) -> _Days | None:
    """The day before or after the one last named; None where it lies on the wrong side of the report."""
    day = (asked.around or asked.base) + timedelta(days=asked.words.near[asked.found["near"]])
    if asked.published is not None and not asked.future and day > asked.published:
        return None
    return _same(day)


def _ago(asked: _Asked) -> _Days:
    """The day, week, month or year so many of them ago."""
    return _period(_moved(asked.base, asked.unit, -asked.number), asked.unit)


def _rolling(asked: _Asked) -> _Days:
    """From so many units ago up to the report."""
    return _moved(asked.base, asked.unit, -asked.number), asked.base


def _ahead(asked: _Asked) -> _Days:
    """From the report on, for so many units."""
    return asked.base, _moved(asked.base, asked.unit, asked.number)


def _weekend(asked: _Asked) -> _Days:
    """Saturday and Sunday: those that have begun, or the coming ones."""
    base, shift = asked.base, asked.shift
    within = base.weekday() >= 5
    saturday = base - timedelta(days=(base.weekday() - 5) % 7)
    if shift == -1 and within:
        saturday -= timedelta(days=7)
    elif shift == 1 or (shift != -1 and asked.future and not within):
        saturday += timedelta(days=7)
    return asked.clip((saturday, saturday + timedelta(days=1)))


def _unit(asked: _Asked) -> _Days | None:
    """Last, this or next week, month or year, or a third of it."""
    if asked.unit == "weekend":
        return _weekend(asked)
    shift, part, base = asked.shift or 0, asked.part, asked.base
    days = _period(_moved(base, asked.unit, shift), asked.unit)
    if part == -1:
        return days[0], min(days[1], base)
    if part == 3:
        return max(days[0], base), days[1]
    return _third(days, part) if part is not None else asked.clip(days)


def _year(asked: _Asked) -> _Days:
    """A year, or a third of one."""
    return _third(_period(date(int(asked.found["y"]), 1, 1), "year"), asked.part)


_KINDS: dict[str, Callable[[_Asked], _Days | None]] = {
    "ago": _ago,
    "ahead": _ahead,
    "date": _date,
    "month": _month,
    "near": _near,
    "numeric": _numeric,
    "offset": _offset,
    "rolling": _rolling,
    "unit": _unit,
    "weekday": _weekday,
    "weekend": _weekend,
    "year": _year,
}


def _same(day: date) -> _Days:
    """A single day."""
    return day, day


def _years(base: date) -> range:
    """The years in which a day without a year may lie; eight back, for the 29th of February."""
    return range(max(1, base.year - 8), min(9999, base.year + 8) + 1)


def _period(day: date, unit: str) -> _Days:
    """The week, month or year that holds the day; the day itself for other units."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def _moved(day: date, unit: str, number: int) -> date:
    """The day so many units later; of a shorter month the last day."""
    if unit in {"day", "week", "weekend"}:
        return day + timedelta(days=number if unit == "day" else 7 * number)
    months = day.year * 12 + day.month - 1 + (number if unit == "month" else 12 * number)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError(f"{year} is not a year")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _third(days: _Days, part: int | None) -> _Days:
    """The first, middle or last third of a period: of a week Monday-Tuesday, Wednesday, Thursday-Sunday."""
    if part not in {0, 1, 2}:
        return days
    first, last = days
    length = (last - first).days + 1
    if length > 31:
        cuts = [first, first.replace(month=5), first.replace(month=9)]
    else:
        cuts = [first + timedelta(days=n) for n in ((0, 2, 3) if length == 7 else (0, 10, 20))]
    ends = [cuts[1] - timedelta(days=1), cuts[2] - timedelta(days=1), last]
    return cuts[part], ends[part]
