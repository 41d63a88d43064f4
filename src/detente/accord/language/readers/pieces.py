"""The small pieces of an accord file: durations, deadlines, ratios, conditions, worths, weekdays, yes and no.

Each is a type for the shapes, as in `case.readers.pieces`: a function from the loaded node to a value that
reports through a `Faults` everything that is wrong.
"""

import datetime as dt
import re
from fractions import Fraction
from typing import Annotated, Any, NamedTuple

from detente.accord.language.kinds import BASES
from detente.accord.language.plan import POWERS
from detente.case.address import Address
from detente.case.preferences import Range
from detente.case.readers.pieces import (
    Faults,
    kind_of,
    piece,
    read_day,
    read_flag,
    read_id,
    read_list,
    read_number,
    read_range,
    read_text,
)
from detente.case.readers.yaml_nodes import Plain
from detente.errors import nearest

__all__ = [
    "Agenda",
    "Basis",
    "Dates",
    "Days",
    "Due",
    "DueSpan",
    "FirstDay",
    "PowerKind",
    "Ratio",
    "Role",
    "Sets",
    "Sides",
    "Weekdays",
    "Worth",
    "Yes",
]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SPAN = re.compile(r"([0-9]{1,9})\s*(d|days?|w|weeks?)?", re.IGNORECASE)
_LONG = re.compile(r"[0-9]+\s*(months?|years?|hours?|minutes?)", re.IGNORECASE)
_BY = re.compile(r"by\s+(?:day\s+)?(.+)", re.IGNORECASE)
_EVERY = re.compile(r"every\s+(.+)", re.IGNORECASE)
_WITHIN = re.compile(r"within\s+(.+)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PART = r"[0-9]{1,12}(?:\.[0-9]{1,12})?"
_RATIO = re.compile(rf"(-?{_PART})(?:\s*([:/])\s*(-?{_PART}))?")
_YES = {"yes": True, "Yes": True, "YES": True, "no": False, "No": False, "NO": False}
_THREE = ("low", "likely", "high")


class Due(NamedTuple):
    """When tranches fall due: "each" by one day, "every" so many days, "within" days, or on these "days"."""

    form: str
    days: tuple[int | dt.date, ...]


def read_days(node: Any, faults: Faults, path: Address = ()) -> int:
    """A number of days: `42`, `42 days`, `6 weeks`."""
    text = str(node).strip() if isinstance(node, str) else ""
    found = _SPAN.fullmatch(text)
    if found is not None and text.isascii():
        return int(found[1]) * (7 if (found[2] or "d").lower().startswith("w") else 1)
    hint = "write it as 42 days or 6 weeks"
    if _LONG.fullmatch(text):
        hint = "count it in days: the model's clock has no shorter unit, and months differ in length"
    faults.append((path, f"should be a number of days, not {kind_of(node)}", hint))
    return 0


def read_due(node: Any, faults: Faults, path: Address = ()) -> Due:
    """A deadline: `by day 42`, `every 4 days`, `within 3 days`, a date, or a list of days or dates."""
    if isinstance(node, list):
        return Due("days", read_list(node, faults, path, _due_day))
    text = str(node).strip() if isinstance(node, str) else ""
    if found := _EVERY.fullmatch(text):
        return Due("every", (read_days(Plain(found[1]), faults, path),))
    if found := _WITHIN.fullmatch(text):
        return Due("within", (read_days(Plain(found[1]), faults, path),))
    found = _BY.fullmatch(text)
    return Due("each", (_due_day(Plain(found[1]) if found else node, faults, path),))


def _due_day(node: Any, faults: Faults, path: Address = ()) -> int | dt.date:
    text = str(node).strip() if isinstance(node, str) else ""
    if _DATE.fullmatch(text):
        return read_day(node, faults, path) or dt.date(2000, 1, 1)
    text = text.removeprefix("day ")
    if re.fullmatch(r"[0-9]{1,9}", text) and text.isascii():
        return int(text)
    forms = "write by day 42, every 4 days, within 3 days, 2024-10-01, or a list such as [3, 7, 42]"
    faults.append((path, f"should be a deadline, not {kind_of(node)}", forms))
    return 1


def read_ratio(node: Any, faults: Faults, path: Address = ()) -> Fraction:
    """A ratio: `"1:30"` is 30 units of the second for 1 of the first; so is `30`."""
    text = str(node).strip() if isinstance(node, str) else ""
    found = _RATIO.fullmatch(text)
    if found is None:
        faults.append((path, f"should be a ratio, not {kind_of(node)}", 'write it as "1:30"'))
        return Fraction(1)
    one, sign, other = found.groups()
    first, second = (Fraction(one), Fraction(other)) if sign else (Fraction(1), Fraction(one))
    if sign == "/":
        first, second = second, first
    if first <= 0 or second <= 0:
        which = "zero" if not first * second else "a negative number"
        faults.append((path, f"the ratio {text} holds {which}", 'both parts are more than 0: "1:30"'))
        return Fraction(1)
    return second / first


def read_yes(node: Any, faults: Faults, path: Address = ()) -> bool:
    """`yes` or `no`, `true` or `false`."""
    if isinstance(node, Plain) and node in _YES:
        return _YES[node]
    before = len(faults)
    found = read_flag(node, faults, path)
    if len(faults) > before:
        faults[-1] = (path, f"should be yes or no, not {kind_of(node)}", "write yes or no, without quotes")
    return found


def read_sets(node: Any, faults: Faults, path: Address = ()) -> tuple[tuple[str, bool], ...]:
    """Flags with the value that each is given."""
    if not isinstance(node, dict):
        faults.append((path, f"should name flags, not {kind_of(node)}", "write {second-front: yes}"))
        return ()
    return tuple(
        (read_id(flag, faults, (*path, flag)), read_yes(value, faults, (*path, flag)))
        for flag, value in node.items()
    )


def read_worth(node: Any, faults: Faults, path: Address = ()) -> Range:
    """A number as in a case file, or with its three values named: `{low: 1, likely: 2, high: 3}`."""
    if not isinstance(node, dict) or not set(node) & set(_THREE):
        return read_range(node, faults, path)
    for key in _THREE:
        if key not in node:
            faults.append((path, f"`{key}` is missing", "write {low: 1, likely: 2, high: 3}"))
    for key in ("value", "range"):
        if key in node:
            faults.append(((*path, key), f"stands beside low, likely and high: {key!r}", "keep one form"))
    three = [read_number(node[key], faults, (*path, key)) if key in node else 0.0 for key in _THREE]
    rest = {key: value for key, value in node.items() if key not in {*_THREE, "value", "range"}}
    held = read_range({**rest, "value": Plain("0")}, faults, path)
    return Range(
        low=three[0],
        likely=three[1],
        high=three[2],
        evidence=held.evidence,
        assumption=held.assumption,
        driver=held.driver,
    )


def _read_sides(node: Any, faults: Faults) -> tuple[str, ...]:
    return read_list(node, faults, (), read_id)


def _read_dates(node: Any, faults: Faults) -> tuple[dt.date, ...]:
    return tuple(day for day in read_list(node, faults, (), read_day) if day is not None)


def _read_weekdays(node: Any, faults: Faults) -> tuple[int, ...]:
    return tuple(sorted(set(read_list(node, faults, (), _weekday))))


def _weekday(node: Any, faults: Faults, path: Address) -> int:
    text = read_text(node, faults, path).strip().lower()
    found = next((n for n, day in enumerate(WEEKDAYS) if text[:3] == day and _FULL[n].startswith(text)), None)
    if found is None:
        hint = nearest(text, WEEKDAYS)
        faults.append((path, f"{str(node)[:40]!r} is no day of the week", hint))
        return 0
    return found


_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _one_of(name: str, *words: str) -> Any:
    def read(node: Any, faults: Faults) -> str:
        if isinstance(node, str) and node in words:
            return str(node)
        hint = nearest(str(node), words) if isinstance(node, str) else ""
        faults.append(((), f"should be one of {', '.join(words)}, not {kind_of(node)}", hint))
        return words[0]

    return Annotated[str, *piece(name, read)]


Days = Annotated[int, *piece("days", read_days)]
DueSpan = Annotated[Due, *piece("due", read_due)]
Ratio = Annotated[Fraction, *piece("ratio", read_ratio)]
Yes = Annotated[bool, *piece("yes", read_yes)]
Sets = Annotated[tuple[tuple[str, bool], ...], *piece("sets", read_sets)]
Sides = Annotated[tuple[str, ...], *piece("sides", _read_sides)]
Dates = Annotated[tuple[dt.date, ...], *piece("dates", _read_dates)]
Weekdays = Annotated[tuple[int, ...], *piece("weekdays", _read_weekdays)]
Worth = Annotated[Range, *piece("worth", read_worth)]
Agenda = _one_of("agenda", "open", "closed")
Basis = _one_of("basis", *BASES)
FirstDay = _one_of("first-day", "next", "signature")
PowerKind = _one_of("power-kind", *POWERS)
Role = _one_of("side-role", "party", "mediator", "guarantor")
