"""A small YAML 1.2 file as mappings, lists and text that know their lines; nothing is guessed about words.

Every scalar stays text as written. Tags, anchors, several documents, duplicate keys and deep nesting are
problems. For files that people edit: packs, and the words of a language.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from detente.errors import Problem, SourceError

__all__ = ["MOST_BYTES", "Listed", "Mapped", "Node", "Word", "read_nodes"]

MOST_BYTES = 2_000_000
MOST_LEVELS = 20

_SAVE = "save it as UTF-8"


@dataclass(frozen=True, slots=True)
class Word:
    """A scalar as text, with its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, with its line."""

    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping, with its line and those of its keys."""

    items: "dict[str, Node]"
    line: int
    lines: dict[str, int] = field(default_factory=dict)


Node: TypeAlias = Word | Listed | Mapped


def read_nodes(path: Path, name: str = "") -> tuple[Node | None, list[Problem]]:
    """What the file holds, and the problems of its form; no node where nothing could be understood.

    `name` is how problems call the file. Raises SourceError when it cannot be read as text.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    name = name or str(path)
    text = _text(path)
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or "is not well-formed YAML").split())
        line = mark.line + 1 if mark else 1
        return None, [Problem(path="", what=what, hint="mend the form of the file", file=name, line=line)]
    except (YAMLError, ValueError, IndexError, RecursionError):
        hint = "look for an unclosed quote or bracket"
        return None, [Problem(path="", what="is not well-formed YAML", hint=hint, file=name, line=1)]
    if root is None:
        hint = "a pack begins with the line `detente-pack: 1`"
        return None, [Problem(path="", what="the file is empty", hint=hint, file=name, line=1)]
    problems: list[Problem] = []
    return _node(root, name, problems, 0), problems


def _text(path: Path) -> str:
    """The text of a file of bounded size, in UTF-8 without a byte order mark."""
    where = str(path)
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
        size = path.stat().st_size if is_file else 0
        content = path.read_bytes() if is_file and size <= MOST_BYTES else b""
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise SourceError(what, where=where, hint="check its permissions") from None
    except ValueError:
        raise SourceError("is not a path", where=repr(where), hint="give the path of a file") from None
    if not is_file:
        what = "is a folder, a file is needed" if is_folder else "there is no such file"
        raise SourceError(what, where=where, hint="check the spelling of the path")
    if size > MOST_BYTES:
        what = f"is larger than the {MOST_BYTES // 1_000_000} MB that such a file may be"
        raise SourceError(what, where=where, hint="split the pack, or keep texts outside it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError("is not encoded as UTF-8", where=f"{where}:{line}", hint=_SAVE) from None
    if "\x00" in text:
        raise SourceError("is a binary file, not text", where=where, hint="give a YAML file")
    return text


def _node(found: Any, name: str, problems: list[Problem], level: int) -> Node:
    line = found.start_mark.line + 1

    def problem(what: str, hint: str, path: str = "") -> None:
        problems.append(Problem(path=path, what=what, hint=hint, file=name, line=line))

    if found.anchor:
        problem(f"carries the anchor `&{found.anchor}`", "write the value out where it is needed")
        return Word("", line)
    if level > MOST_LEVELS:
        problem(f"is nested more than {MOST_LEVELS} levels deep", "look for an unclosed bracket")
        return Word("", line)
    if found.id == "sequence":
        return Listed(tuple(_node(item, name, problems, level + 1) for item in found.value), line)
    if found.id != "mapping":
        return Word(str(found.value), line)
    items: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in found.value:
        text = str(key.value) if key.id == "scalar" else ""
        at = key.start_mark.line + 1
        if not text:
            problem("has a key that is no word", "write the key as one word")
        elif text in items:
            what = f"the key {text!r} stands here twice, first on line {lines[text]}"
            problems.append(Problem(path=text, what=what, hint="keep one of the two", file=name, line=at))
        else:
            items[text], lines[text] = _node(value, name, problems, level + 1), at
    return Mapped(items, line, lines)
