"""The JSON Schema of every answer, made from the fields of its result; and of the files of a case.

What `detente QUESTION --json` prints is `result.as_dict()`; these schemas describe exactly that.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from importlib import import_module
from typing import Any, Union, get_args, get_origin, get_type_hints

from detente.errors import UnknownName
from detente.sources.when import When

__all__ = ["RESULTS", "json_schema", "known_schemas", "result_schema"]

RESULTS: Mapping[str, str] = {
    "adjusted_winner": "detente.analysis.division:Division",
    "blockers": "detente.analysis.blockers:Blockers",
    "bridge": "detente.analysis.bridge:Bridges",
    "frontier": "detente.analysis.frontier:Frontier",
    "movement": "detente.analysis.movement:Movements",
    "odds": "detente.analysis.odds:Odds",
    "sensitivity": "detente.analysis.sensitivity:Sensitivity",
    "solve": "detente.analysis.solutions:Solution",
    "trade": "detente.analysis.trade:Trades",
    "unlock": "detente.analysis.unlock:Unlock",
    "zone": "detente.analysis.zone:Zone",
    "record contradictions": "detente.record.contradictions:Contradictions",
    "record diff": "detente.record.changes:Changes",
    "record figures": "detente.record.series:Figures",
    "record gold": "detente.record.reliability:GoldScore",
    "record reliability": "detente.record.reliability:Reliability",
    "record stances": "detente.record.stances:Stances",
    "record timeline": "detente.record.timeline:Timeline",
}
_FILES = ("case", "preferences", "scenario")
_SIMPLE: Mapping[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    type(None): {"type": "null"},
    date: {"type": "string", "format": "date"},
    When: {"type": "string"},
    Fraction: {"type": "string", "pattern": "^-?[0-9]+(/[0-9]+)?$"},
    Any: {},
}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a case file or of a question's answer; UnknownName otherwise.

    >>> json_schema("zone")["properties"]["count"]
    {'type': 'integer'}
    """
    if name in _FILES:
        from detente.case.readers.schemas import schema

        return schema(name)
    if name not in RESULTS:
        raise UnknownName.among(name, "schema", known_schemas())
    return result_schema(name, RESULTS[name])


def known_schemas() -> tuple[str, ...]:
    """The names of the schemas told here: questions about cases and records, and the files of a case."""
    return (*RESULTS, *_FILES)


def result_schema(name: str, place: str) -> dict[str, Any]:
    """The JSON Schema of an answer under a name, whose class is at `module:class`."""
    module, _, kind = place.partition(":")
    result = getattr(import_module(module), kind)
    found = _object(result)
    found["properties"] = {"result": {"const": kind}, **found["properties"]}
    found["required"] = ["result", *found["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"detente {name}", **found}


def _object(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "properties": {name: _schema(hints[name]) for name in names},
        "required": names,
        "additionalProperties": False,
    }


def _schema(hint: Any) -> dict[str, Any]:
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_schema(part) for part in inner]}
    if origin in {tuple, list}:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return {"type": "array", "items": _schema(inner[0])}
        parts = [_schema(part) for part in inner]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin in {dict, Mapping}:
        return {"type": "object", "additionalProperties": _schema(inner[1])}
    if is_dataclass(hint) and isinstance(hint, type):
        return _object(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return {"type": "array"} if getattr(origin, "__name__", "") == "ndarray" else {}
