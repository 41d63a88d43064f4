"""The JSON Schema of every answer, those about accords among them; and of accord files.

What `detente accord check --question NAME --json` prints is `result.as_dict()`; these schemas describe that.
A number that has no bound (no bond is large enough) is null.
"""

from collections.abc import Mapping
from typing import Any

from detente.analysis.schemas import RESULTS, known_schemas, result_schema
from detente.analysis.schemas import json_schema as schema_below
from detente.errors import UnknownName

__all__ = ["ACCORD_RESULTS", "json_schema"]

_QUESTIONS = "detente.accord.questions."
_VERDICT = "detente.accord.results:Verdict"

ACCORD_RESULTS: Mapping[str, str] = {
    "accord bond": _QUESTIONS + "bond:Bond",
    "accord collapse": _VERDICT,
    "accord diff": "detente.accord.design.compare:WordingDiff",
    "accord entrap": _VERDICT,
    "accord escrow": _QUESTIONS + "escrow:Escrow",
    "accord exposure": _QUESTIONS + "exposure:ExposureLedger",
    "accord monitor": "detente.accord.monitoring.results:Monitored",
    "accord outlook": _QUESTIONS + "outlook:Outlook",
    "accord patience": _QUESTIONS + "patience:Patience",
    "accord phases": _QUESTIONS + "timing:PhasesReport",
    "accord powers": _QUESTIONS + "powers:PowerTable",
    "accord reaches": _VERDICT,
    "accord robustness": _QUESTIONS + "robustness:Robustness",
    "accord schedules": "detente.accord.design.schedule:Schedules",
    "accord self-enforcing": _QUESTIONS + "keeping:Keeping",
    "accord stall": _VERDICT,
    "accord walk-away": _VERDICT,
    "accord weakest": "detente.accord.design.weakest:Weakest",
    "accord well-formed": _QUESTIONS + "form:FormReport",
}
"""Answers about accords: the name of each, and the class of its result."""


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a case or accord file or of a question's answer; UnknownName otherwise.

    >>> json_schema("accord stall")["properties"]["holds"]
    {'anyOf': [{'type': 'boolean'}, {'type': 'null'}]}
    """
    if name == "accord":
        from detente.accord.language.readers.schema import accord_schema

        return accord_schema()
    if name in ACCORD_RESULTS:
        found: dict[str, Any] = _open(result_schema(name, ACCORD_RESULTS[name]))
        return found
    if name in RESULTS or name in known_schemas():
        return schema_below(name)
    raise UnknownName.among(name, "schema", ["accord", *ACCORD_RESULTS, *known_schemas()])


def _open(schema: Any) -> Any:
    """The schema with null allowed for numbers, which is how a number without bound is written."""
    if isinstance(schema, list):
        return [_open(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _open(value) for key, value in schema.items()}
    return {**found, "type": ["number", "null"]} if found.get("type") == "number" else found
