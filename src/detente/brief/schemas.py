"""The JSON Schema of every answer and file, whatever part it comes from."""

from typing import Any

from detente.accord.schemas import ACCORD_RESULTS
from detente.accord.schemas import json_schema as schema_below
from detente.analysis.schemas import known_schemas, result_schema
from detente.errors import UnknownName
from detente.talks.schemas import TALKS_RESULTS

__all__ = ["json_schema"]


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a case or accord file or of a question's answer; UnknownName otherwise.

    >>> json_schema("talks run")["properties"]["runs"]
    {'type': 'integer'}
    """
    if name in TALKS_RESULTS:
        return result_schema(name, TALKS_RESULTS[name])
    known = ["accord", *ACCORD_RESULTS, *TALKS_RESULTS, *known_schemas()]
    if name not in known:
        raise UnknownName.among(name, "schema", known)
    return schema_below(name)
