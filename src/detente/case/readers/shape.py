"""What all shapes share: known keys only, and a key without a value counts as left out."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from detente.case.readers.yaml_nodes import NULLS, Plain

__all__ = ["Shape"]


class Shape(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def leave_out_what_is_empty(cls, node: Any) -> Any:
        """The mapping without the keys that have no value."""
        if not isinstance(node, dict):
            return node
        return {k: v for k, v in node.items() if not (v.__class__ is Plain and v in NULLS)}
