"""The small pieces of a case file: text, ids, dates, numbers, evidence, options of issues, rules.

Each is a type for the shapes: a function from the loaded node to a value, and the name of its JSON Schema in
`schemas`. A function reports through a `Faults` everything that is wrong, each with the path below the piece.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, NamedTuple, NoReturn, TypeAlias

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from detente.case.address import Address
from detente.case.ids import id_fault
from detente.case.model import Option
from detente.case.preferences import Literals, Range
from detente.case.readers.yaml_nodes import NULLS, Plain
from detente.errors import nearest
from detente.sources.when import When

__all__ = [
    "Amount",
    "Day",
    "Faults",
    "Flag",
    "Id",
    "Ids",
    "Number",
    "OptionsOf",
    "Period",
    "Raw",
    "Span",
    "Steps",
    "Text",
    "Texts",
    "Whole",
    "fail",
    "piece",
    "raise_",
    "read_id",
    "read_range",
]

FOUND = "found"
"""The type of the one pydantic error that pieces raise; its context carries the faults."""

Faults: TypeAlias = list[tuple[Address, str, str]]


class Steps(NamedTuple):
    """The options that a numeric range stands for, and their unit."""

    options: tuple[Option, ...]
    unit: str


_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WHOLE = re.compile(r"[-+]?[0-9]{1,12}")
_NOT_FINITE = re.compile(r"[-+]?\.?(inf|nan|infinity)", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_RANGE_KEYS = ("value", "range", "evidence", "assumption", "driver")
MOST_STEPS = 1000


def piece(name: str, read: Callable[[Any, Faults], Any]) -> Any:
    """The annotations that make `read` the validator of a field, and `name` its JSON Schema."""

    def validate(node: Any) -> Any:
        faults: Faults = []
        value = read(node, faults)
        if faults:
            raise_(faults)
        return value

    return PlainValidator(validate), WithJsonSchema({"x-piece": name})


def fail(what: str, hint: str) -> NoReturn:
    """Raises the one fault of a piece."""
    raise_([((), what, hint)])


def raise_(faults: Faults) -> NoReturn:
    """Raises the faults of a piece in the form that `told` understands."""
    raise PydanticCustomError(FOUND, "{count} faults", {"count": len(faults), FOUND: faults})


def kind_of(node: Any) -> str:
    """What a node is, in words."""
    if isinstance(node, list):
        return "a list"
    return "a mapping" if isinstance(node, dict) else f"{str(node)[:60]!r}"


def read_text(node: Any, faults: Faults, path: Address = ()) -> str:
    """Text as it is written, quoted or not."""
    if isinstance(node, str):
        return str(node)
    faults.append((path, f"should be text, not {kind_of(node)}", "put text in quotes"))
    return ""


def read_id(node: Any, faults: Faults, path: Address = ()) -> str:
    """An id: letters, marks and digits of any script, `_`, `-`, `.` and `:`, in one normal form (NFC)."""
    before = len(faults)
    text = unicodedata.normalize("NFC", read_text(node, faults, path))
    if len(faults) > before:
        return text
    if isinstance(node, Plain) and text in NULLS and text:
        faults.append((path, "an id is empty", f"write {str(node)!r} in quotes if that is its id"))
    elif fault := id_fault(text):
        faults.append((path, *fault))
    return text


def read_list(node: Any, faults: Faults, path: Address, read: Callable[..., Any]) -> tuple[Any, ...]:
    """A list whose items `read` understands."""
    if not isinstance(node, list):
        faults.append((path, f"should be a list, not {kind_of(node)}", f"write [{_brief(node)}]"))
        return ()
    return tuple(read(item, faults, (*path, number)) for number, item in enumerate(node))


def read_ids(node: Any, faults: Faults, path: Address = ()) -> tuple[str, ...]:
    """A list of ids, none of them twice."""
    ids = read_list(node, faults, path, read_id)
    for number, name in enumerate(ids):
        if name in ids[:number]:
            faults.append(((*path, number), f"{name!r} is listed twice", "remove one of the two"))
    return ids


def read_flag(node: Any, faults: Faults, path: Address = ()) -> bool:
    """`true` or `false`, nothing else."""
    if isinstance(node, Plain) and (node in _TRUE or node in _FALSE):
        return node in _TRUE
    hint = {"yes": "write true", "on": "write true", "no": "write false", "off": "write false"}
    word = str(node).lower() if isinstance(node, str) else ""
    tip = (
        f"write {word} without quotes" if word in {"true", "false"} else hint.get(word, "write true or false")
    )
    faults.append((path, f"should be true or false, not {kind_of(node)}", tip))
    return False


def read_number(node: Any, faults: Faults, path: Address = ()) -> float:
    """A finite number, unquoted."""
    if isinstance(node, Plain) and _NUMBER.fullmatch(node):
        number = float(node)
        if isfinite(number):
            return number
        faults.append((path, f"{str(node)[:40]} is too large a number", "write a finite number"))
    elif isinstance(node, Plain) and _NOT_FINITE.fullmatch(node):
        faults.append((path, f"{node!s} is not a finite number", "write a number such as 0.3"))
    else:
        faults.append((path, f"should be a number, not {kind_of(node)}", _number_hint(node)))
    return 0.0


def read_whole(node: Any, faults: Faults, path: Address = ()) -> int:
    """A whole number."""
    if isinstance(node, Plain) and _WHOLE.fullmatch(node):
        return int(node)
    faults.append((path, f"should be a whole number, not {kind_of(node)}", "write one such as 61"))
    return 0


def read_day(node: Any, faults: Faults, path: Address = ()) -> dt.date | None:
    """A single day, `2024-07-03`."""
    text = read_text(node, faults, path)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        faults.append((path, f"{text!r} is not a day of the calendar", "check month and day"))
        return None
    if text or isinstance(node, str):
        faults.append((path, f"{text[:60]!r} is not a day", "write it as 2024-07-03"))
    return None


def read_period(node: Any, faults: Faults, path: Address = ()) -> When | None:
    """A day, month, year, span of days, or `by` a day."""
    before = len(faults)
    text = read_text(node, faults, path)
    if len(faults) > before:
        return None
    try:
        return When.parse(text)
    except ValueError as error:
        told = str(error) if "ends before" in str(error) else f"{text[:60]!r} is not a date"
        forms = "write 2024-07-03, 2024-07, 2024, 2024-06-24/30 or `by 2024-07-03`"
        faults.append((path, told, forms))
        return None


def read_range(node: Any, faults: Faults, path: Address = ()) -> Range:
    """A number in one of its four forms, as low, likely and high with what it rests on."""
    if isinstance(node, list):
        low, likely, high = _three(node, faults, path)
        return Range(low=low, likely=likely, high=high)
    if not isinstance(node, dict):
        return Range.of(read_number(node, faults, path))
    for key in node:
        if key not in _RANGE_KEYS:
            faults.append(((*path, key), f"there is no key {key!r} here", nearest(key, _RANGE_KEYS)))
    if ("value" in node) == ("range" in node):
        what = "has both `value` and `range`" if "value" in node else "has neither `value` nor `range`"
        faults.append((path, what, "write {value: 0.3} or {range: [0.1, 0.3, 0.5]}"))
        return Range.of(0.0)
    if "value" in node:
        low = likely = high = read_number(node["value"], faults, (*path, "value"))
    else:
        low, likely, high = _three(node["range"], faults, (*path, "range"))
    return Range(
        low=low,
        likely=likely,
        high=high,
        evidence=read_ids(node["evidence"], faults, (*path, "evidence")) if "evidence" in node else (),
        assumption=read_text(node.get("assumption", ""), faults, (*path, "assumption")),
        driver=read_id(node["driver"], faults, (*path, "driver")) if "driver" in node else "",
    )


def read_options(node: Any, faults: Faults, path: Address = ()) -> Literals:
    """Issues with the options of each that count."""
    if not isinstance(node, dict):
        faults.append(
            (path, f"should name issues with options, not {kind_of(node)}", "write {issue: option}")
        )
        return ()
    found = []
    for issue, options in node.items():
        here = (*path, issue)
        name = read_id(issue, faults, here)
        if isinstance(options, list) and not options:
            faults.append((here, f"names no option of {issue!r}", "name one, or leave the issue out"))
        many = isinstance(options, list)
        ids = read_ids(options, faults, here) if many else (read_id(options, faults, here),)
        found.append((name, ids))
    return tuple(found)


def read_steps(node: Any, faults: Faults, path: Address = ()) -> Steps:
    """The options of a numeric range, from one end to the other in equal steps."""
    nothing = Steps(options=(), unit="")
    if not isinstance(node, dict):
        faults.append((path, f"should be a range, not {kind_of(node)}", "write {from: 10, to: 50, step: 10}"))
        return nothing
    before = len(faults)
    keys = ("from", "to", "step")
    for key in node:
        if key not in {*keys, "unit"}:
            faults.append(((*path, key), f"there is no key {key!r} here", nearest(key, (*keys, "unit"))))
    for key in keys:
        if key in node:
            read_number(node[key], faults, (*path, key))
        else:
            faults.append((path, f"`{key}` is missing", "write {from: 10, to: 50, step: 10}"))
    unit = read_text(node.get("unit", ""), faults, (*path, "unit"))
    if len(faults) > before:
        return nothing
    start, end, step = (Decimal(str(node[key])) for key in keys)
    fault = _step_fault(start, end, step)
    if fault:
        faults.append(((*path, "step"), *fault))
        return nothing
    values = [start + step * number for number in range(int((end - start) / step) + 1)]
    return Steps(
        options=tuple(Option(id=_decimal(v), name=_decimal(v), value=float(v)) for v in values), unit=unit
    )


def _three(node: Any, faults: Faults, path: Address) -> tuple[float, float, float]:
    if not isinstance(node, list) or len(node) != 3:
        count = f"{len(node)} numbers" if isinstance(node, list) else kind_of(node)
        faults.append((path, f"should be [low, likely, high], not {count}", "write [0.1, 0.3, 0.5]"))
        return 0.0, 0.0, 0.0
    low, likely, high = (read_number(item, faults, (*path, i)) for i, item in enumerate(node))
    return low, likely, high


def _step_fault(start: Decimal, end: Decimal, step: Decimal) -> tuple[str, str] | None:
    if step == 0:
        return "the step is 0", "write a step that leads from `from` to `to`"
    if (end - start) / step < 0:
        return f"steps of {step} do not lead from {start} to {end}", f"write {-step}, or swap the ends"
    count = (end - start) / step
    if count >= MOST_STEPS:
        return f"makes {int(count) + 1:,} options, more than {MOST_STEPS:,}", "take a larger step"
    if count != int(count):
        return f"steps of {step} from {start} do not reach {end}", f"end at {start + step * int(count)}"
    return None


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number_hint(node: Any) -> str:
    if not isinstance(node, str):
        return ""
    text = str(node).strip()
    if not isinstance(node, Plain) and _NUMBER.fullmatch(text):
        return f"write {text} without quotes"
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?\s*%", text):
        return f"write {float(text.rstrip('% ')) / 100:g}"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return f"write {text.replace(',', '.')} with a point, or leave the comma out"
    if re.fullmatch(r"[-+]?[0-9][0-9_ ]*", text):
        return f"write {re.sub('[_ ]', '', text)}"
    if re.fullmatch(r"[0-9]+\s*[:/]\s*[0-9]+", text):
        return "a ratio is text; write it as one number"
    if any(c.isdigit() and not c.isascii() for c in text):
        return "write it with the digits 0-9"
    return "write a number such as 0.3, or low, likely and high as [0.1, 0.3, 0.5]"


def _read_texts(node: Any, faults: Faults) -> tuple[str, ...]:
    return read_list(node, faults, (), read_text)


def _brief(node: Any) -> str:
    return str(node)[:40] if isinstance(node, str) else "..."


Text = Annotated[str, *piece("text", read_text)]
Id = Annotated[str, *piece("id", read_id)]
Ids = Annotated[tuple[str, ...], *piece("ids", read_ids)]
Texts = Annotated[tuple[str, ...], *piece("texts", _read_texts)]
Flag = Annotated[bool, *piece("flag", read_flag)]
Amount = Annotated[float, *piece("amount", read_number)]
Whole = Annotated[int, *piece("whole", read_whole)]
Day = Annotated[dt.date, *piece("day", read_day)]
Period = Annotated[When, *piece("period", read_period)]
Number = Annotated[Range, *piece("number", read_range)]
OptionsOf = Annotated[Literals, *piece("options", read_options)]
Span = Annotated[Steps, *piece("span", read_steps)]
Raw = Annotated[Any, WithJsonSchema({"x-piece": "any"})]
