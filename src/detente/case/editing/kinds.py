"""What belongs at each key of a case file: text, an id, a number, a list of things with ids.

Made from the published schemas, so that an edit knows the same keys as the reader and the editors do.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from detente.case.readers.schemas import schema

__all__ = ["Kind", "file_kind"]

_MAPS = {"numbers": "number", "scores": "numbers", "options": "choices", "score_orders": "ranking"}
_KEYED = {"ExitThreatShape": "actor", "PreferencesShape": "actor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What belongs at a place.

    `name` is "shape" (a mapping with known keys), "list" (things with ids, named by `key`), "map" (names
    with one kind of value each, `of`), or the name of a single value such as "text" or "number".
    """

    name: str
    shape: str = ""
    file: str = "case"
    key: str = "id"
    of: str = ""
    default: Any = None
    words: tuple[str, ...] = ()
    required: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of a shape."""
        return tuple(_fields(self.file, self.shape)) if self.name == "shape" else ()

    def field(self, key: str) -> "Kind":
        """What belongs under a key of a shape."""
        return _fields(self.file, self.shape)[key]

    @property
    def inner(self) -> "Kind":
        """What belongs under each name of a map, or stands in a list."""
        if self.name == "list" or self.of == "PreferencesShape":
            return Kind(name="shape", shape=self.of, file=self.file, key=_KEYED.get(self.of, "id"))
        return _single(self.of, self.file)


@cache
def file_kind(file: str) -> Kind:
    """The kind of a whole file: "case", "preferences" or "scenario".

    >>> file_kind("case").field("issues").inner.field("name").name
    'text'
    """
    return Kind(name="shape", file=file, key="actor" if file == "preferences" else "id")


@cache
def _fields(file: str, shape: str) -> dict[str, Kind]:
    whole = schema(file)
    held = whole["$defs"][shape] if shape else whole
    required = held.get("required", ())
    return {key: _read(about, file, required=key in required) for key, about in held["properties"].items()}


def _read(about: dict[str, Any], file: str, *, required: bool) -> Kind:
    about = {**about, **next((one for one in about.get("anyOf", ()) if one.get("type") != "null"), {})}
    if "enum" in about:
        default = about.get("default")
        return Kind(name="word", words=tuple(about["enum"]), default=default, required=required)
    if about.get("type") == "array":
        of = _name(about["items"])
        return Kind(name="list", of=of, key=_KEYED.get(of, "id"), file=file, required=required)
    if "additionalProperties" in about:
        return Kind(name="map", of=_name(about["additionalProperties"]), file=file)
    return _single(_name(about), file, default=about.get("default"), required=required)


def _single(name: str, file: str, *, default: Any = None, required: bool = False) -> Kind:
    if name in _MAPS:
        return Kind(name="map", of=_MAPS[name], file=file, required=required)
    return Kind(name=name, file=file, default=default, required=required)


def _name(about: dict[str, Any]) -> str:
    return str(about.get("$ref", "")).rpartition("/")[2]
