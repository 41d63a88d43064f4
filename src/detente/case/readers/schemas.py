"""JSON Schemas of the files of a case, for editors; made from the shapes and shipped with the program.

A schema is wider than the reader: it knows forms, not names. `python -m detente.case.readers.schemas` writes
them again after a change of the shapes, and a test says when that was forgotten.
"""

import importlib.resources
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.errors import UnknownName

__all__ = ["KINDS", "generate", "schema", "schema_of", "text_of", "write_schemas"]

KINDS = ("case", "preferences", "scenario")

_ID = r"^[^\s!-,/;-@\[-^`{-~]+$"
_PERIOD = r"^(by )?\d{4}(-\d{2}(-\d{2}(/[\d-]{2,10})?)?)?$"


def schema(kind: str) -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of a kind of file: "case", "preferences" or "scenario".

    >>> schema("preferences")["required"]
    ['actor']
    """
    if kind not in KINDS:
        raise UnknownName.among(kind, "kind of file", KINDS)
    found: dict[str, Any] = json.loads(_shipped(kind))
    return found


def generate(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, made from its shape."""
    from detente.case.readers import shape, shapes, want_shapes

    made_of: dict[str, type[shape.Shape]] = {
        "case": shapes.CaseFile,
        "preferences": want_shapes.PreferencesFile,
        "scenario": want_shapes.ScenarioFile,
    }
    return schema_of(made_of[kind], kind)


def schema_of(shape: Any, kind: str, pieces: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON Schema of a shape for a kind of file; `pieces`: those that it has beside the common ones."""
    known = {**_PIECES, **(pieces or {})}
    made: dict[str, Any] = _linked(shape.model_json_schema())
    definitions = made.pop("$defs", {}) | {name: _linked(piece) for name, piece in known.items()}
    used = _used(made, definitions)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:detente:{kind}:1",
        "title": f"detente {kind} file, version 1",
    }
    return head | made | {"$defs": {name: definitions[name] for name in sorted(used)}, "title": head["title"]}


def write_schemas(folder: Path) -> None:
    """Writes the shipped schemas of all kinds into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (folder / f"{kind}.schema.json").write_text(_shipped(kind), encoding="utf-8")


def _shipped(kind: str) -> str:
    place = importlib.resources.files("detente.case") / "schemas" / f"{kind}.schema.json"
    return place.read_text(encoding="utf-8")


def text_of(kind: str) -> str:
    """The schema as it stands in its file."""
    return json.dumps(generate(kind), indent=1, ensure_ascii=False) + "\n"


def _linked(node: Any) -> Any:
    """The schema with references in place of the names of pieces, without titles that only repeat keys."""
    if isinstance(node, list):
        return [_linked(item) for item in node]
    if not isinstance(node, dict):
        return node
    rest = {
        key: value if key in {"default", "enum", "const", "required"} else _linked(value)
        for key, value in node.items()
        if key != "x-piece" and not (key == "title" and isinstance(value, str))
    }
    if rest.get("default", 0) in (None, "", [], ()):
        rest.pop("default")
    return {"$ref": f"#/$defs/{node['x-piece']}", **rest} if "x-piece" in node else rest


def _used(node: Any, definitions: dict[str, Any]) -> set[str]:
    """The names of all definitions that a schema needs."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        now = waiting.pop()
        if isinstance(now, dict):
            name = str(now.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in found:
                found.add(name)
                waiting.append(definitions[name])
            waiting += now.values()
        elif isinstance(now, list):
            waiting += now
    return found


def _ref(name: str) -> dict[str, str]:
    return {"x-piece": name}


def _closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _list(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": item, **more}


_BASIS = {"evidence": _ref("ids"), "assumption": _ref("text"), "driver": _ref("id")}
_THREE = _list(_ref("amount"), minItems=3, maxItems=3)
_DATED = {"since": _ref("day"), "because": _ref("text")}

_PIECES: dict[str, Any] = {
    "any": {"description": "a number, [low, likely, high], true or false, or an id, as the path asks"},
    "text": {"type": ["string", "number", "boolean", "null"]},
    "texts": _list(_ref("text")),
    "id": {"type": ["string", "number", "boolean"], "pattern": _ID},
    "ids": _list(_ref("id"), uniqueItems=True),
    "flag": {"type": "boolean"},
    "amount": {"type": "number"},
    "whole": {"type": "integer"},
    "day": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "2024-07-03"},
    "period": {
        "type": ["string", "integer"],
        "pattern": _PERIOD,
        "description": "2024-07-03, 2024-07, 2024, 2024-06-24/30 or by 2024-07-03",
    },
    "number": {
        "description": "a number; [low, likely, high]; or either with what it rests on",
        "anyOf": [
            _ref("amount"),
            _THREE,
            _closed(["value"], value=_ref("amount"), **_BASIS),
            _closed(["range"], range=_THREE, **_BASIS),
        ],
    },
    "numbers": {"type": "object", "additionalProperties": _ref("number")},
    "scores": {"type": "object", "additionalProperties": _ref("numbers")},
    "ranking": _list({"anyOf": [_ref("id"), _list(_ref("id"), minItems=1)]}),
    "score_orders": {"type": "object", "additionalProperties": _ref("ranking")},
    "reservation": {
        "anyOf": [
            _ref("number"),
            _list(
                {
                    "anyOf": [
                        _ref("number"),
                        _closed(["value"], value=_ref("amount"), **_BASIS, **_DATED),
                        _closed(["range"], range=_THREE, **_BASIS, **_DATED),
                    ]
                }
            ),
        ]
    },
    "options": {
        "description": "issues with an option, or a list of options, of each",
        "type": "object",
        "additionalProperties": {"anyOf": [_ref("id"), _list(_ref("id"), minItems=1)]},
    },
    "span": _closed(
        ["from", "to", "step"],
        **{"from": _ref("amount"), "to": _ref("amount"), "step": _ref("amount"), "unit": _ref("text")},
    ),
    "passage": {
        "description": "where a document says it: code points [start, end) and the digest of the passage",
        **_closed(
            ["document", "start", "end", "sha256"],
            document=_ref("id"),
            start=_ref("whole"),
            end=_ref("whole"),
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
        ),
    },
    "rule": {
        "description": "who must say yes",
        "anyOf": [
            _ref("id"),
            _closed(["all"], all=_list(_ref("rule"), minItems=1)),
            _closed(["any"], any=_list(_ref("rule"), minItems=1)),
            _closed(["at_least", "of"], at_least=_ref("whole"), of=_list(_ref("rule"), minItems=1)),
            _closed(
                ["quota", "seats"],
                quota=_ref("whole"),
                seats={"type": "object", "additionalProperties": _ref("whole")},
                leavers={"enum": ["stay", "shrink"]},
            ),
        ],
    },
    "reading": _closed(
        ["id", "rule"],
        id=_ref("id"),
        rule={"anyOf": [_ref("rule"), _ref("table")]},
        note=_ref("text"),
        evidence=_ref("ids"),
        assumption=_ref("text"),
        base=_ref("flag"),
    ),
    "readings": _closed(["readings"], readings=_list(_ref("reading"), minItems=1)),
    "approval": {"anyOf": [_ref("rule"), _ref("readings")]},
    "table": _closed(["vetoes"], vetoes=_ref("ids"), others_out_at_most=_ref("whole")),
    "deal_rule": {"anyOf": [{"const": "unanimity"}, _ref("rule"), _ref("table"), _ref("readings")]},
}


if __name__ == "__main__":
    for one in KINDS:
        target = Path(__file__).parents[1] / "schemas" / f"{one}.schema.json"
        target.write_text(text_of(one), encoding="utf-8")
