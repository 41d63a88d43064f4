"""The JSON Schema of an accord file, for editors, made from its shape; it knows forms, not names."""

from typing import Any

from detente.accord.language.kinds import BASES
from detente.accord.language.plan import POWERS
from detente.accord.language.readers.pieces import WEEKDAYS
from detente.accord.language.readers.shapes import AccordFile
from detente.case.readers.schemas import schema_of

__all__ = ["accord_schema"]

_DAYS: dict[str, Any] = {
    "type": ["integer", "string"],
    "pattern": r"^[0-9]+( ?(d|w|days?|weeks?))?$",
    "minimum": 0,
}
_NUMBER = {"type": "number"}
_YES = {"enum": [True, False, "yes", "no", "Yes", "No", "YES", "NO"]}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

_PIECES: dict[str, Any] = {
    "days": {"description": "42, 42 days or 6 weeks", **_DAYS},
    "due": {
        "description": "by day 42; every 4 days; within 3 days; 2024-10-01; or a list of days or dates",
        "type": ["integer", "string", "array"],
        "items": {"type": ["integer", "string"]},
    },
    "ratio": {"description": '"1:30" is 30 of the second for 1 of the first', "type": ["number", "string"]},
    "yes": _YES,
    "sets": {"type": "object", "additionalProperties": _YES},
    "sides": {"type": "array", "items": {"x-piece": "id"}},
    "dates": {"type": "array", "items": _DAY},
    "weekdays": {"type": "array", "items": {"type": "string", "description": ", ".join(WEEKDAYS)}},
    "worth": {
        "description": "a number, [low, likely, high], or either with what it rests on",
        "anyOf": [
            {"x-piece": "number"},
            {
                "type": "object",
                "properties": {
                    "low": _NUMBER,
                    "likely": _NUMBER,
                    "high": _NUMBER,
                    "evidence": {"x-piece": "ids"},
                    "assumption": {"x-piece": "text"},
                    "driver": {"x-piece": "id"},
                },
                "required": ["low", "likely", "high"],
                "additionalProperties": False,
            },
        ],
    },
    "agenda": {"enum": ["open", "closed"]},
    "basis": {"enum": list(BASES)},
    "first-day": {"enum": ["next", "signature"]},
    "power-kind": {"enum": list(POWERS)},
    "side-role": {"enum": ["party", "mediator", "guarantor"]},
}


def accord_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of accord.yaml.

    >>> accord_schema()["required"]
    ['detente-accord', 'id', 'title', 'sides', 'phases']
    """
    return schema_of(AccordFile, "accord", _PIECES)
