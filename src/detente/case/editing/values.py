"""Values of an edit as plain data (text, numbers, lists, mappings): checked, and told from a loaded file.

A number is `0.3` or `[low, likely, high]`, or a mapping of `value` or `range` with `evidence`, `assumption`
and `driver`. What is absent is None; empty text and empty lists count as absent.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from math import isfinite
from typing import Any

from detente.case.editing.kinds import Kind
from detente.case.ids import id_fault
from detente.case.preferences import Range
from detente.case.readers.yaml_nodes import NULLS, Plain, plain_value
from detente.errors import CaseError, nearest

__all__ = ["checked", "told", "triple"]

_NAMES = frozenset({"author", "by", "id", "name", "publisher", "said_by", "series", "title", "topic", "unit"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COUNTS = frozenset({"at_least", "end", "from", "others_out_at_most", "quota", "start", "step", "to"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_KEYS = ("value", "range", "evidence", "assumption", "driver")
_TEXTS = frozenset({"day", "id", "period", "text", "word"})


def checked(value: Any, kind: Kind, path: str) -> Any:
    """The value as it would be written: in one normal form (NFC), or None for nothing.

    Raises CaseError, with the path, for what cannot belong there; what it means with the rest of the case is
    for `case.validate` to say.

    >>> checked((0.1, 0.2, 0.3), Kind(name="number"), "consents.port.gives")
    [0.1, 0.2, 0.3]
    >>> checked("a", Kind(name="flag"), "invented")
    Traceback (most recent call last):
    detente.errors.CaseError: invented: should be true or false, not 'a'
      try: choose one of the two
    """
    if value is None or value in ("", [], ()):
        return None
    if kind.name in _TEXTS:
        return _text(value, kind, path)
    if kind.name == "flag":
        if not isinstance(value, bool):
            raise _fault(path, "true or false", value, "choose one of the two")
        return value
    if kind.name in {"amount", "whole"}:
        return _number(value, path, whole=kind.name == "whole")
    if kind.name == "number":
        return _range(value, path)
    if kind.name in {"ids", "texts"}:
        if not isinstance(value, (list, tuple)):
            raise _fault(path, "a list", value, "give a list")
        return [_text(one, Kind(name=kind.name[:-1]), path) for one in value]
    if kind.name in {"list", "map", "shape"}:
        return _several(value, kind, path)
    return _loose(value, path, path.rpartition(".")[2])


def told(node: Any, kind: Kind) -> Any:
    """What a loaded node says, as plain data; the default of the kind where nothing stands."""
    empty = node is None or (isinstance(node, Plain) and node in NULLS)
    if kind.name == "flag":
        return bool(kind.default) if empty else str(node).lower() == "true"
    if empty:
        return kind.default if kind.name == "word" else None
    if isinstance(node, str) and kind.name in _TEXTS:
        return str(node) or None
    if kind.name in {"amount", "whole", "any"}:
        return plain_value(node)
    if kind.name == "number":
        return _told_number(node)
    if isinstance(node, list) and kind.name in {"ids", "texts"}:
        return [str(one) for one in node] or None
    if isinstance(node, list) and kind.name == "list":
        return [told(one, kind.inner) for one in node] or None
    if isinstance(node, dict) and kind.name == "map":
        return {name: told(one, kind.inner) for name, one in node.items()} or None
    if isinstance(node, dict) and kind.name == "shape":
        found = {key: told(one, kind.field(key)) for key, one in node.items() if key in kind.keys}
        return {key: one for key, one in found.items() if one is not None}
    return _told_loosely(node)


def triple(value: Any) -> tuple[float, float, float] | None:
    """Low, likely and high of a checked number; None for none.

    >>> triple(0.5), triple({"range": [1, 2, 3], "assumption": "a guess"})
    ((0.5, 0.5, 0.5), (1.0, 2.0, 3.0))
    """
    if isinstance(value, Mapping):
        value = value["range"] if "range" in value else value.get("value")
    if isinstance(value, (list, tuple)) and len(value) == 3:
        low, likely, high = map(float, value)
        return low, likely, high
    return None if value is None or isinstance(value, (list, tuple)) else (float(value),) * 3


def _text(value: Any, kind: Kind, path: str, key: str = "") -> str:
    if isinstance(value, (dt.date, dt.datetime)) and kind.name in {"day", "period"}:
        return value.isoformat()[:10]
    if not isinstance(value, str):
        raise _fault(path, "text", value, "put it in words")
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    key = key or path.rpartition(".")[2]
    if key in _NAMES and kind.name != "id":
        text = text.strip()
        if hidden := next((char for char in text if char in _BIDI or char in "\n\t"), None):
            shown = {"\n": "a line break", "\t": "a tab"}.get(hidden, f"the invisible U+{ord(hidden):04X}")
            what = f"a name holds {shown}"
            raise CaseError(what, where=path, hint="type the name again; its letters set its direction")
    if bad := next((char for char in text if _is_refused(char)), None):
        what = f"holds the character U+{ord(bad):04X}, which no text file should"
        raise CaseError(what, where=path, hint="delete it and type the text again")
    if kind.name == "id" and (fault := id_fault(text)):
        raise CaseError(fault[0], where=path, hint=fault[1])
    if kind.name == "word" and text not in kind.words:
        known = [word for word in kind.words if word]
        raise CaseError(
            f"should be one of {', '.join(known)}, not {text!r}", where=path, hint=nearest(text, known)
        )
    if kind.name == "day":
        _check_day(text, path)
    return text


def _is_refused(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cn", "Cs"} and char not in "\n\t"


def _check_day(text: str, path: str) -> None:
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            dt.date.fromisoformat(text)
            return
    raise CaseError(f"{text[:60]!r} is not a day", where=path, hint="write it as 2024-07-03")


def _number(value: Any, path: str, *, whole: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _fault(path, "a number", value, "write a number such as 0.3")
    if not isfinite(value) or (whole and value != int(value)):
        raise _fault(path, "a whole number" if whole else "a finite number", value, "write another number")
    return value


def _range(value: Any, path: str) -> Any:
    """A number in one of its forms; a `Range` with all that it rests on."""
    if isinstance(value, Range):
        value = {
            "range": [value.low, value.likely, value.high],
            "evidence": value.evidence,
            "assumption": value.assumption,
            "driver": value.driver,
        }
    if isinstance(value, (list, tuple)):
        if len(value) != 3:
            raise _fault(path, "[low, likely, high]", list(value), "write [0.1, 0.3, 0.5]")
        low, likely, high = (_number(one, path) for one in value)
        if not low <= likely <= high:
            raise CaseError(
                f"{[low, likely, high]} is not in order", where=path, hint="write low, likely, high"
            )
        return [low, likely, high]
    if not isinstance(value, Mapping):
        return _number(value, path)
    if unknown := [key for key in value if key not in _NUMBER_KEYS]:
        raise CaseError(
            f"there is no key {unknown[0]!r} in a number", where=path, hint=nearest(unknown[0], _NUMBER_KEYS)
        )
    number = value.get("range", value.get("value"))
    if number is None or ("range" in value and "value" in value):
        raise CaseError("has no number, or two", where=path, hint="give `value` or `range`")
    plain = _range(list(number) if isinstance(number, tuple) else number, path)
    rest = {
        "evidence": checked(value.get("evidence"), Kind(name="ids"), path),
        "assumption": checked(value.get("assumption"), Kind(name="text"), path),
        "driver": checked(value.get("driver"), Kind(name="id"), path),
    }
    low, likely, high = triple(plain) or (0.0, 0.0, 0.0)
    head = {"value": likely} if low == high else {"range": plain}
    return head | {key: one for key, one in rest.items() if one is not None}


def _several(value: Any, kind: Kind, path: str) -> Any:
    """A list of things, names with values, or keys with values."""
    if kind.name == "list":
        if not isinstance(value, (list, tuple)):
            raise _fault(path, "a list", value, "give a list")
        return [checked(one, kind.inner, f"{path}[{n}]") for n, one in enumerate(value)]
    if not isinstance(value, Mapping):
        raise _fault(path, "keys with values", value, "give a mapping")
    if kind.name == "shape" and (unknown := [key for key in value if key not in kind.keys]):
        what = f"there is no key {str(unknown[0])[:60]!r} here"
        raise CaseError(what, where=path, hint=nearest(str(unknown[0]), kind.keys))
    found = {
        str(key): checked(one, kind.field(key) if kind.name == "shape" else kind.inner, f"{path}.{key}")
        for key, one in value.items()
    }
    return {key: one for key, one in found.items() if one is not None} or None


def _loose(value: Any, path: str, key: str) -> Any:
    """Rules, rankings and the like: text, numbers, lists and mappings, as they are."""
    if isinstance(value, Mapping):
        return {
            _text(name, Kind(name="text"), path, "id"): _loose(one, path, str(name))
            for name, one in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_loose(one, path, key) for one in value]
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _number(value, path)
    return _text(value, Kind(name="text"), path, key)


def _told_number(node: Any) -> Any:
    """Its numbers alone when it says no more, else a mapping."""
    if not isinstance(node, dict):
        return plain_value(node)
    form = {key: plain_value(node[key]) for key in ("value", "range") if key in node}
    if isinstance(node.get("evidence"), list) and node["evidence"]:
        form["evidence"] = [str(one) for one in node["evidence"]]
    form |= {key: str(node[key]) for key in ("assumption", "driver") if node.get(key)}
    return form


def _told_loosely(node: Any, key: str = "") -> Any:
    if isinstance(node, dict):
        return {name: _told_loosely(one, key if key == "seats" else name) for name, one in node.items()}
    if isinstance(node, list):
        return [_told_loosely(one, key) for one in node]
    if key in _COUNTS or key == "seats" or (key == "base" and isinstance(node, Plain)):
        return plain_value(node)
    return str(node)


def _fault(path: str, wanted: str, value: Any, hint: str) -> CaseError:
    return CaseError(f"should be {wanted}, not {str(value)[:60]!r}", where=path, hint=hint)
