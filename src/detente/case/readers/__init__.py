"""Cases from files: our own YAML folder and Excel workbook, and the formats of other tools.

`READERS` names the formats; `detect` looks at a path and says which one it is. A reader is any function
`Path -> Case` that raises only errors of `detente.errors`; pass your own as `read_case(path, reader=mine)`.
"""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, cast

from detente.case.model import Case
from detente.errors import SourceError, UnknownName, nearest

__all__ = ["READERS", "Reader", "detect", "read_case"]

Reader: TypeAlias = Callable[[Path], Case]
Sign: TypeAlias = Callable[[Path, frozenset[str]], bool]


def read_case(path: str | Path, *, reader: str | Reader | None = None) -> Case:
    """The case that stands at `path`, a folder or a single file.

    `reader` is a name of `READERS`, a `package.module:function`, or a function; without it, `detect` decides.
    Raises SourceError when nothing readable is there, CaseError with every problem found otherwise.

    >>> read_case("nowhere")
    Traceback (most recent call last):
    detente.errors.SourceError: nowhere: there is no such file or folder
      try: check the spelling of the path
    """
    place = Path(path)
    _look_at(place)
    if callable(reader):
        return reader(place)
    name = detect(place) if reader is None else reader
    if ":" in name:
        return _lazy(name)(place)
    if name not in READERS:
        raise UnknownName(f"there is no reader called {name!r}", hint=nearest(name, READERS))
    return READERS[name](place)


def detect(path: Path) -> str:
    """The name in `READERS` of the format that stands at `path`; SourceError when none is recognised."""
    names = _names_in(path)
    for format_name, recognises in _SIGNS:
        if recognises(path, names):
            return format_name
    if "case.yml" in names:
        hint = "rename case.yml to case.yaml"
    elif path.is_dir():
        hint = "a case folder holds a file case.yaml; `detente demo` shows one"
    else:
        hint = f"name the format: one of {', '.join(sorted(READERS))}"
    raise SourceError("no case is recognised here", where=str(path), hint=hint)


def _look_at(path: Path) -> None:
    """Raises SourceError when nothing is at the path, or nothing that may be looked at."""
    try:
        path.stat()
        if path.is_dir():
            next(path.iterdir(), None)
    except PermissionError:
        what, hint = "there is no permission to read this", "change its permissions"
    except (OSError, ValueError):
        what, hint = "there is no such file or folder", "check the spelling of the path"
    else:
        return
    raise SourceError(what, where=str(path), hint=hint)


def _lazy(target: str) -> Reader:
    """A reader that is imported when it is first called, so that naming it costs nothing."""
    module, _, function = target.partition(":")

    def read(path: Path) -> Case:
        return cast("Reader", getattr(importlib.import_module(module), function))(path)

    return read


def _names_in(path: Path) -> frozenset[str]:
    return frozenset(entry.name for entry in path.iterdir()) if path.is_dir() else frozenset()


def _is_yaml(path: Path, names: frozenset[str]) -> bool:
    if path.is_dir():
        return "case.yaml" in names
    return path.suffix.lower() in {".yaml", ".yml"}


def _is_workbook(path: Path, _: frozenset[str]) -> bool:
    return not path.is_dir() and path.suffix.lower() == ".xlsx"


def _sign(target: str) -> Sign:
    """A sign that is imported when it is first looked at."""
    module, _, function = target.partition(":")

    def recognises(path: Path, names: frozenset[str]) -> bool:
        return cast("Sign", getattr(importlib.import_module(module), function))(path, names)

    return recognises


READERS: dict[str, Reader] = {
    "genius": _lazy("detente.case.readers.genius:read_genius"),
    "geniusweb": _lazy("detente.case.readers.geniusweb:read_geniusweb"),
    "negmas": _lazy("detente.case.readers.negmas:read_negmas"),
    "negolog": _lazy("detente.case.readers.negolog:read_negolog"),
    "scorable": _lazy("detente.case.readers.scorable:read_scorable"),
    "workbook": _lazy("detente.case.workbook.reader:read_workbook"),
    "yaml": _lazy("detente.case.readers.yaml_case:read_yaml"),
}
"""Formats by name. A new one: a line here, and a line in `_SIGNS` that recognises it."""

_SIGNS: tuple[tuple[str, Sign], ...] = (
    ("negmas", _sign("detente.case.readers.negmas:recognises_negmas")),
    ("yaml", _is_yaml),
    ("workbook", _is_workbook),
    ("scorable", _sign("detente.case.readers.scorable:recognises_scorable")),
    ("genius", _sign("detente.case.readers.genius:recognises_genius")),
    ("geniusweb", _sign("detente.case.readers.geniusweb:recognises_geniusweb")),
    ("negolog", _sign("detente.case.readers.negolog:recognises_negolog")),
)
"""For each format, in order: does `path`, a folder with these names or a file, look like it?"""
