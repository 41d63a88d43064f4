"""Values of changes to a setting: numbers, days, dates, choices, read from what a user wrote or passed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from detente.case.preferences import Range
from detente.errors import nearest

__all__ = ["Unfit", "given_choice", "given_date", "given_pair", "given_range", "given_switch", "given_whole"]


class Unfit(Exception):
    """A value that does not fit its path; `missing`: it is a name that there is not."""

    def __init__(self, what: str, hint: str, *, missing: bool = False) -> None:
        super().__init__(what)
        self.what, self.hint, self.missing = what, hint, missing


def given_range(value: Any, old: Range, source: str) -> Range:
    """A number or low, likely and high; it keeps the driver of the old one and rests on the change's source.

    >>> given_range((0, 0.5, 1), Range.of(1), "").text
    '0.5 [0, 1]'
    """
    found = value if isinstance(value, Range) else None
    if _is_number(value):
        found = Range.of(float(value))
    elif isinstance(value, (tuple, list)) and len(value) == 3 and all(_is_number(part) for part in value):
        low, likely, high = (float(part) for part in value)
        found = Range(low=low, likely=likely, high=high)
    if found is None:
        raise Unfit(
            f"should be a number, not {value!r}", "write 0.3, or low, likely and high as [0.1, 0.3, 0.5]"
        )
    based = bool(found.evidence or found.assumption)
    return Range(
        low=found.low,
        likely=found.likely,
        high=found.high,
        evidence=found.evidence,
        assumption=found.assumption if based else source or "a what-if",
        driver=found.driver or old.driver,
    )


def given_pair(value: Any, old: tuple[Range, Range], source: str) -> tuple[Range, Range]:
    """Two numbers or ranges: successes and failures."""
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise Unfit(f"should be successes and failures, not {value!r}", "write [3, 1]")
    return given_range(value[0], old[0], source), given_range(value[1], old[1], source)


def given_whole(value: Any) -> int:
    """A whole number.

    >>> given_whole(30.0)
    30
    """
    if not _is_number(value) or value != int(value):
        raise Unfit(f"should be a whole number, not {value!r}", "write one such as 30")
    return int(value)


def given_date(value: Any) -> dt.date | None:
    """A date, or None when the value is not the text of one."""
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def given_switch(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unfit(f"should be true or false, not {value!r}", "write true or false")
    return value


def given_choice(value: Any, kind: str, choices: Iterable[str]) -> str:
    """One of the choices."""
    names = tuple(choices)
    if value not in names:
        raise Unfit(f"there is no {kind} called {value!r}", nearest(str(value), names), missing=True)
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300
