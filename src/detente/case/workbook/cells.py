"""What one cell says, by the kind of its column: the node that a case file would hold, or what is wrong.

Words stay words: an id `007` or `NO` is text. A number, a date or a truth value where text belongs is told,
because the program that made it of what was typed has lost what was typed.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from math import isfinite
from typing import Any, Final

from detente.case.ids import id_fault
from detente.case.readers.yaml_nodes import Map, Plain, Seq
from detente.case.workbook.layout import YEARS_TYPED, Column
from detente.case.workbook.people import DEAL
from detente.case.workbook.rule_text import FORMS, rule_form
from detente.case.workbook.spelling import ids_in, literals_in, note_in, texts_in, unharmed
from detente.errors import nearest
from detente.sources.when import When

__all__ = ["Misfit", "is_blank", "listed", "node_of", "plain_number"]


class Misfit(Exception):
    """What does not fit a cell's column, and what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def is_blank(value: Any) -> bool:
    """Whether a cell counts as empty."""
    return value is None or (isinstance(value, str) and not value)


def node_of(value: Any, column: Column) -> Any:
    """The node for a cell that is not blank; Misfit with what is wrong."""
    if column.kind in _FROM_VALUE:
        return _FROM_VALUE[column.kind](value)
    text = _text(value, column)
    if column.kind == "word":
        return _word(text.strip(), column)
    return _FROM_TEXT[column.kind](text)


def listed(items: Any) -> Seq:
    """The items as a node."""
    node = Seq(1)
    node.extend(items)
    return node


def plain_number(value: float) -> Plain:
    """The number as a node, with every digit.

    >>> plain_number(3.0), plain_number(0.1)
    ('3', '0.1')
    """
    return Plain(repr(float(value)).removesuffix(".0"))


def _shown(value: Any) -> str:
    """What a cell holds, in words."""
    if isinstance(value, bool):
        return f"the truth value {str(value).upper()}"
    if isinstance(value, (int, float)):
        return f"the number {value:g}"
    if isinstance(value, dt.datetime):
        return f"the date {value:%Y-%m-%d} with a time"
    if isinstance(value, dt.date):
        return f"the date {value.isoformat()}"
    if isinstance(value, (dt.time, dt.timedelta)):
        return f"the time {value}"
    return f"the text {str(value)[:60]!r}"


def _text(value: Any, column: Column) -> str:
    if isinstance(value, str):
        return unharmed(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(plain_number(value))
    kind = "an id" if column.kind == "id" else "text"
    hint = "type an apostrophe before it, so that the program leaves it as it is"
    raise Misfit(f"holds {_shown(value)} where {kind} belongs", hint)


def _id(text: str) -> str:
    name = unicodedata.normalize("NFC", text.strip())
    fault = None if name == DEAL else id_fault(name)
    if fault:
        what, hint = fault
        raise Misfit(what, hint.replace("`", ""))
    return name


def _ids(text: str) -> Seq:
    names = [_id(name) for name in ids_in(text)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Misfit(f"{twice!r} is listed twice", "remove one of the two")
    return listed(names)


def _options(text: str) -> Map:
    try:
        pairs = literals_in(text)
    except ValueError as error:
        raise Misfit(str(error), "write issue = option, option; issue = option") from None
    node = Map(1)
    for issue, options in pairs:
        if not options:
            raise Misfit(f"names no option of {issue!r}", "name one, or leave the issue out")
        names = [_id(option) for option in options]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise Misfit(f"{twice!r} is listed twice for {issue!r}", "remove one of the two")
        node[_id(issue)] = listed(names)
    return node


def _rule(text: str) -> Any:
    try:
        return rule_form(text)
    except ValueError as error:
        raise Misfit(str(error), FORMS) from None


def _word(text: str, column: Column) -> str:
    if text in column.words:
        return text
    known = ", ".join(column.words)
    raise Misfit(f"should be one of {known}, not {text[:60]!r}", nearest(text, column.words))


def _number(value: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not isfinite(value):
            raise Misfit(f"{value} is not a finite number", "write a number such as 0.3")
        return float(value)
    raise Misfit(f"holds {_shown(value)} where a number belongs", _number_hint(value))


def _number_hint(value: Any) -> str:
    text = value.strip().lstrip("'") if isinstance(value, str) else ""
    if re.fullmatch(r"[-+]?[0-9]+([.,][0-9]+)?", text):
        return "it is stored as text: type it again without an apostrophe, in a cell that is not text"
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return "set the format of the cell to a number, and type the number again"
    return "write a number such as 0.3"


def _whole(value: Any) -> Plain:
    number = _number(value)
    if number != int(number) or abs(number) > 1e12:
        raise Misfit(f"holds {_shown(value)} where a whole number belongs", "write one such as 61")
    return plain_number(number)


def _flag(value: Any) -> Plain:
    if isinstance(value, bool):
        return Plain(str(value).lower())
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return Plain(value.strip().lower())
    raise Misfit(f"holds {_shown(value)} where TRUE or FALSE belongs", "choose TRUE or FALSE from the list")


def _day(value: Any) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _not_a_year(value).isoformat()
    if isinstance(value, str):
        text = value.strip().lstrip("'")
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return dt.date.fromisoformat(text).isoformat()
            except ValueError:
                raise Misfit(f"{text!r} is not a day of the calendar", "check month and day") from None
    raise Misfit(f"holds {_shown(value)} where a day belongs", "write it as 2024-07-03")


def _not_a_year(value: dt.date) -> dt.date:
    """The day, unless it is what a spreadsheet makes of a year; a day of 1905 is written as text."""
    first, last = YEARS_TYPED
    if not first <= value <= last:
        return value
    year = 1800 + (value - first).days
    hint = f"set the format of the cell to text, and type {year} or {value.isoformat()} again"
    raise Misfit(f"holds the date {value.isoformat()}, which a program makes of the year {year}", hint)


def _when(value: Any) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _not_a_year(value).isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value in range(1000, 10_000):
        return f"{value:.0f}"
    if isinstance(value, str):
        try:
            return When.parse(value.strip().lstrip("'")).label
        except ValueError as error:
            if "ends before" in str(error):
                raise Misfit(str(error), "correct one of the two days") from None
    hint = "write 2024-07-03, 2024-07, 2024, 2024-06-24/30 or by 2024-07-03"
    raise Misfit(f"holds {_shown(value)} where a date belongs", hint)


def _any(value: Any) -> Any:
    if isinstance(value, bool):
        return Plain(str(value).lower())
    if isinstance(value, (int, float)):
        return plain_number(value)
    if isinstance(value, str):
        return unharmed(value)
    raise Misfit(f"holds {_shown(value)} where a value belongs", "write a number, TRUE or FALSE, or an id")


_FROM_VALUE: Final[dict[str, Callable[[Any], Any]]] = {
    "day": _day,
    "flag": _flag,
    "number": lambda value: plain_number(_number(value)),
    "value": _any,
    "when": _when,
    "whole": _whole,
}

_FROM_TEXT: Final[dict[str, Callable[[str], Any]]] = {
    "id": _id,
    "ids": _ids,
    "note": note_in,
    "options": _options,
    "rule": _rule,
    "text": str,
    "texts": lambda text: listed(texts_in(text)),
}
