"""What a question may be given: each argument with its kind and bounds, as JSON Schema and as a check.

A refusal names the argument and what it may be, and never repeats what was sent.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.assistants.quoting import cleaned
from detente.errors import DetenteError

__all__ = ["Argument", "accepted", "schema_of"]

_TYPES = {"text": "string", "whole": "integer", "number": "number", "flag": "boolean", "texts": "array"}
_WORDS = {
    "text": "text",
    "whole": "a whole number",
    "number": "a number",
    "flag": "true or false",
    "texts": "a list of texts",
}
LONGEST = 200
MOST_TEXTS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument: `kind` is text, whole, number, flag or texts (a list); `default` None leaves it out.

    `choices` are all that a text may be; `least` and `most` bound a number, both included.
    """

    name: str
    about: str
    kind: str = "text"
    default: Any = None
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the argument."""
        found: dict[str, Any] = {"type": _TYPES[self.kind], "description": self.about}
        if self.kind == "text":
            found["maxLength"] = LONGEST
        if self.kind == "texts":
            found |= {"items": {"type": "string", "maxLength": LONGEST}, "maxItems": MOST_TEXTS}
        if self.choices:
            found["enum"] = list(self.choices)
        bounds = {"minimum": self.least, "maximum": self.most}
        found |= {key: value for key, value in bounds.items() if value is not None}
        return found if self.default is None else {**found, "default": self.default}


def schema_of(arguments: Sequence[Argument]) -> dict[str, Any]:
    """The JSON Schema of all arguments of a question."""
    needed = [one.name for one in arguments if one.required]
    found: dict[str, Any] = {"type": "object", "properties": {one.name: one.schema() for one in arguments}}
    return {**found, **({"required": needed} if needed else {}), "additionalProperties": False}


def accepted(arguments: Sequence[Argument], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every argument with the value given or its default; DetenteError for one that cannot be taken.

    >>> accepted([Argument(name="draws", about="", kind="whole", default=64, least=8)], {"draws": 2})
    Traceback (most recent call last):
    detente.errors.DetenteError: draws: it should be a whole number, at least 8
    """
    known = {one.name for one in arguments}
    if not set(given) <= known:
        hint = f"it takes: {', '.join(sorted(known))}" if known else "it takes none"
        raise DetenteError("an argument that this question does not take", hint=hint)
    return {one.name: _value(one, given.get(one.name)) for one in arguments}


def _value(one: Argument, value: Any) -> Any:
    if value is None:
        if one.required:
            raise DetenteError(f"the argument is missing; it should be {_meant(one)}", where=one.name)
        return one.default
    if not _fits(one, value):
        raise DetenteError(f"it should be {_meant(one)}", where=one.name)
    return value


def _fits(one: Argument, value: Any) -> bool:
    match one.kind:
        case "flag":
            return isinstance(value, bool)
        case "whole" | "number":
            kinds = (int,) if one.kind == "whole" else (int, float)
            if isinstance(value, bool) or not isinstance(value, kinds) or not math.isfinite(value):
                return False
            low, high = one.least, one.most
            return (low is None or value >= low) and (high is None or value <= high)
        case "texts":
            return isinstance(value, list) and len(value) <= MOST_TEXTS and all(_is_text(v) for v in value)
        case _:
            return _is_text(value) and (not one.choices or value in one.choices)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and value == cleaned(value)


def _meant(one: Argument) -> str:
    """What an argument should be, in words."""
    if one.choices:
        return f"one of: {', '.join(one.choices)}"
    told = [_WORDS[one.kind]]
    told += [f"at least {one.least:,g}"] if one.least is not None else []
    told += [f"at most {one.most:,.0f}"] if one.most is not None else []
    if one.kind in {"text", "texts"}:
        told.append(f"up to {LONGEST} characters on one line, none of them invisible")
    return ", ".join(told)
