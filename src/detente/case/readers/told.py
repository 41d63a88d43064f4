"""What does not fit a shape, in plain words: the one place where pydantic's errors are translated."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from detente.case.address import Address
from detente.case.readers.pieces import FOUND, kind_of
from detente.errors import nearest

__all__ = ["faults_of"]


def faults_of(error: ValidationError, shape: type[BaseModel]) -> Iterator[tuple[Address, str, str]]:
    """Path, fault and hint of everything that does not fit the shape."""
    for one in error.errors(include_url=False):
        loc: Address = tuple(part for part in one["loc"] if part != "[key]")
        kind = one["type"]
        if kind == FOUND:
            for below, what, hint in one["ctx"][FOUND]:
                yield (*loc, *below), what, hint
        elif kind == "missing":
            yield loc, "is missing", _how_to_add(loc)
        elif kind == "extra_forbidden":
            keys = _keys_at(shape, loc[:-1])
            yield loc, f"there is no key {str(loc[-1])[:60]!r} here", nearest(str(loc[-1]), keys)
        elif kind == "tuple_type":
            yield loc, f"should be a list, not {kind_of(one['input'])}", "start each item with `- `"
        elif kind in {"model_type", "model_attributes_type", "dict_type"}:
            yield loc, f"should be keys with values, not {kind_of(one['input'])}", "write `key: value`"
        else:
            yield loc, f"does not belong here: {kind_of(one['input'])}", "compare with the format page"


def _how_to_add(loc: Address) -> str:
    if loc in {("detente",), ("detente-accord",), ("detente-talks",)}:
        return f"write `{loc[0]}: 1` as the first line: the version of the format"
    return f"add `{loc[-1]}:`"


def _keys_at(shape: type[BaseModel], path: Address) -> tuple[str, ...]:
    """The keys that the shape knows at this path."""
    here: Any = shape
    for part in path:
        if isinstance(part, int) or part not in here.model_fields:
            continue
        here = _shape_in(here.model_fields[part].annotation) or here
    return tuple(field.alias or name for name, field in here.model_fields.items())


def _shape_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _shape_in(part))), None)
