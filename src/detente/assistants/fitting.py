"""An answer that fits: its longest lists are cut until it is small enough, and each cut can be read on.

A part of an answer is named by keys and positions with dots between them, such as `best.0.changes`.
"""

import json
from collections.abc import Mapping
from typing import Any

from detente.errors import DetenteError

__all__ = ["MOST_BYTES", "fitted", "part_of", "size_of"]

MOST_BYTES = 100_000
_SHORT = 8
"""Lists up to this length are cut only where they hold objects alone: pairs and their like stay whole."""


def size_of(value: Any) -> int:
    """The bytes of a value as compact JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def fitted(value: Any, most: int = MOST_BYTES, *, place: str = "") -> tuple[Any, list[dict[str, Any]]]:
    """The value with its largest lists cut to fit, and for each cut its part, what is shown and of how many.

    >>> fitted({"a": list(range(100))}, 60)[1]
    [{'part': 'a', 'shown': 19, 'of': 100}]
    """
    found = json.loads(json.dumps(value))
    whole: dict[str, int] = {}
    while size_of(found) > most:
        lists = [(size_of(items), where, items) for where, items in _lists(found, place)]
        long = [one for one in lists if _may_be_cut(one[2])]
        if not long:
            raise DetenteError("the answer is too large to be given", hint="ask for a part of it")
        _, where, items = max(long, key=lambda one: (one[0] / len(one[1].split(".")), one[1]))
        whole.setdefault(where, len(items))
        del items[max(2 * len(items) // 3, 1) :]
    cut = [{"part": where, "shown": len(items), "of": whole[where]} for where, items in _lists(found, place)
           if where in whole]  # fmt: skip
    return found, cut


def part_of(value: Any, part: str, offset: int) -> Any:
    """The part of an answer under that name, a list from `offset` on.

    >>> part_of({"a": [{"b": [1, 2, 3]}]}, "a.0.b", 1)
    [2, 3]
    """
    for step in part.split(".") if part else ():
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step[:9]) < len(value):
            value = value[int(step[:9])]
        else:
            hint = "parts are named as in `cut`, or by keys and positions with dots between them"
            raise DetenteError("the answer has no such part", where="part", hint=hint)
    return value[offset:] if isinstance(value, list) else value


def _may_be_cut(items: list[Any]) -> bool:
    return len(items) > _SHORT or (len(items) > 1 and all(isinstance(one, dict) for one in items))


def _lists(value: Any, place: str) -> list[tuple[str, list[Any]]]:
    """Every list within a value with its part's name."""
    found: list[tuple[str, list[Any]]] = []
    if isinstance(value, list):
        found.append((place, value))
        steps = [(str(k), one) for k, one in enumerate(value)]
    else:
        steps = list(value.items()) if isinstance(value, dict) else []
    for name, one in steps:
        if isinstance(one, (list, dict)):
            found += _lists(one, f"{place}.{name}" if place else name)
    return found
