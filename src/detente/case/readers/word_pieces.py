"""Fields that hold one word of a short list: roles, answers, measures and the like."""

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from detente.case.model import ROLES
from detente.case.readers.pieces import fail, kind_of
from detente.errors import nearest
from detente.record.statement import ACTS, IDENTIFIED, STANCES

__all__ = [
    "Answer",
    "Basis",
    "Bound",
    "Identified",
    "InfluenceKind",
    "Measure",
    "Role",
    "Side",
    "Towards",
    "Verb",
]


def _one_of(*words: str) -> Any:
    def validate(node: Any) -> str:
        if isinstance(node, str) and node in words:
            return str(node)
        known = [word for word in words if word]
        hint = nearest(str(node), known) if isinstance(node, str) else ""
        return fail(f"should be one of {', '.join(known)}, not {kind_of(node)}", hint)

    return Annotated[str, BeforeValidator(validate), WithJsonSchema({"enum": list(words)})]


Answer = _one_of("accepts", "conditional", "rejects", "silent")
Basis = _one_of("estimate", "judgement", "published")
Bound = _one_of("", "about", "at least", "over")
Identified = _one_of("", *IDENTIFIED)
InfluenceKind = _one_of("guarantee", "pressure", "side-payment")
Measure = _one_of("points", "share")
Role = _one_of(*ROLES)
Side = _one_of("accepts", "demands", "rejects")
Towards = _one_of("", *STANCES)
Verb = _one_of(*ACTS)
