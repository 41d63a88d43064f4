"""Nested dicts, lists, text and numbers as YAML 1.2 for people: blocks, and short things on one line.

Text is quoted wherever it could be taken for anything else, by readers of older YAML too. `Bare` text is
written as it is: dates, which our reader takes as text.
"""

import json
import os
import re
from collections.abc import Iterator
from math import copysign, isfinite
from pathlib import Path
from typing import Any

from detente.errors import SourceError
from detente.sources.whole_file import write_whole

__all__ = ["WIDTH", "Bare", "inline_text", "write_yaml", "yaml_text"]

WIDTH = 110
DEEPEST_LINE = 3

_SAFE = re.compile(r"[^\W\d_]([\w '()./+-]*[\w)./+-])?")
_TAKEN = re.compile(
    r"(true|false|yes|no|on|off|y|n|null|nan|inf|infinity)|[-+.\d][\d_.:eE+-]*|0[xob][\da-f_]+", re.IGNORECASE
)


class Bare(str):
    """Text that is written without quotes."""

    __slots__ = ()


def yaml_text(form: Any) -> str:
    """The YAML of a mapping, top keys at the left margin.

    >>> print(yaml_text({"id": "NO", "range": [0.1, 0.25, 1.0], "name": "A: b"}), end="")
    id: "NO"
    range: [0.1, 0.25, 1]
    name: "A: b"
    """
    return "".join(f"{line}\n" for line in _mapping(form, 0))


def inline_text(value: Any) -> str:
    """The value as YAML on one line, however long.

    >>> inline_text({"a": ["NO", 0.5]})
    '{a: ["NO", 0.5]}'
    """
    return _flow(value)


def _mapping(form: dict[str, Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for key, value in form.items():
        head = f"{pad}{_scalar(key)}:"
        short = _one_line(value, WIDTH - len(head) - 1)
        if short is not None and not (indent == 0 and _is_section(value)):
            yield f"{head} {short}"
        elif isinstance(value, dict):
            yield head
            yield from _mapping(value, indent + 2)
        elif isinstance(value, list):
            yield head
            yield from _sequence(value, indent + 2)
        else:
            yield from _long(head, value, indent + 2)


def _sequence(form: list[Any], indent: int) -> Iterator[str]:
    pad = " " * indent
    for value in form:
        short = _one_line(value, WIDTH - indent - 2)
        if short is not None:
            yield f"{pad}- {short}"
        elif isinstance(value, dict):
            yield from _dashed(_mapping(value, indent + 2), indent)
        elif isinstance(value, list):
            yield from _dashed(_sequence(value, indent + 2), indent)
        else:
            yield from _long(f"{pad}-", value, indent + 2)


def _dashed(lines: Iterator[str], indent: int) -> Iterator[str]:
    """The lines, the first of which starts an item of a list."""
    first = next(lines)
    yield f"{first[:indent]}- {first[indent + 2 :]}"
    yield from lines


def _is_section(value: Any) -> bool:
    """Whether a list holds things rather than words: those stand one a line."""
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _one_line(value: Any, width: int) -> str | None:
    """The value on one line, or None when it is too long or too deep."""
    if isinstance(value, (dict, list)) and _depth(value) > DEEPEST_LINE:
        return None
    text = _flow(value)
    return text if len(text) <= width else None


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((_depth(part) for part in value.values()), default=0)
    return 1 + max((_depth(part) for part in value), default=0) if isinstance(value, list) else 0


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return _scalar(value)


def _long(head: str, value: Any, indent: int) -> Iterator[str]:
    """A scalar that is too long for its line: folded where its blanks allow, else quoted as it is."""
    words = value.split(" ") if isinstance(value, str) else []
    if not words or not all(words) or not value.isprintable():
        yield f"{head} {_scalar(value)}"
        return
    yield f"{head} >-"
    line = ""
    for word in words:
        if line and len(line) + len(word) + 1 > WIDTH - indent:
            yield " " * indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield " " * indent + line


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, Bare) or (_SAFE.fullmatch(value) and not _TAKEN.fullmatch(value)):
        return str(value)
    text = json.dumps(str(value), ensure_ascii=False)
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def write_yaml(place: Path, form: Any) -> Path:
    """The place, now a file that holds the mapping.

    Raises SourceError when it cannot be written; what was there then is still there.
    """
    try:
        write_whole(place, yaml_text(form))
    except (OSError, UnicodeEncodeError, ValueError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number).lower() if number else "a text or the path holds what no file can"
        hint = "check the folder and its permissions"
        raise SourceError(f"cannot be written: {reason}", where=str(place), hint=hint) from None
    return place


def _number(value: float) -> str:
    whole = isfinite(value) and value == int(value) and abs(value) < 1e15
    if whole and (value or copysign(1, value) > 0):
        return str(int(value))
    return repr(value)
