"""A YAML 1.2 file as nested mappings and lists that know their lines; nothing is guessed about words.

An unquoted word stays as it is written (`Plain`): whether `012`, `NO` or `1:10` is text or a number is for
the reader to say, who knows what belongs there. `plain_value` gives ordinary values by YAML 1.2's core rules.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.case.address import Address, spelled
from detente.case.readers.places import line_of
from detente.case.readers.text_file import read_text
from detente.errors import CaseError, Problem

__all__ = ["NULLS", "Map", "Plain", "Seq", "load", "loaded", "plain_value"]

MOST_NODES = 300_000
MOST_LEVELS = 40
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Plain(str):
    """A scalar written without quotes, as it is written."""

    __slots__ = ()


class Map(dict[str, Any]):
    """A mapping with the line of each key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Seq(list[Any]):
    """A list with the line of each item."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def load(path: Path, *, starts: str = "a case starts with the line `detente: 1`") -> Any:
    """The content of a YAML 1.2 file, of `Map`, `Seq`, `Plain` and quoted `str`. `starts`: a hint if empty.

    Raises SourceError when the file cannot be read as text, CaseError with every problem of form otherwise:
    malformed or several documents, duplicate keys, tags, references to themselves, too deep or too large.
    """
    return loaded(read_text(path), str(path), starts=starts)


def loaded(text: str, file: str, *, starts: str = "a case starts with the line `detente: 1`") -> Any:
    """The content of a YAML text as `load` gives it; `file` is named in what is wrong."""
    tree = _Tree(file=file, starts=starts)
    tree.build(text)
    if tree.problems:
        raise CaseError.of(sorted(tree.problems, key=lambda problem: problem.line))
    return tree.root


def plain_value(node: Any) -> Any:
    """Ordinary values for a loaded node: None, bool, int, float, str, list and dict; dates stay text.

    >>> [plain_value(Plain(word)) for word in ("012", "0.5", "NO", "1:10", "true", "~", "2024-07-03")]
    [12, 0.5, 'NO', '1:10', True, None, '2024-07-03']
    """
    if isinstance(node, dict):
        return {key: plain_value(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain_value(item) for item in node]
    if not isinstance(node, Plain):
        return node
    if node in NULLS:
        return None
    if node in _BOOLEANS:
        return _BOOLEANS[node]
    if _INTEGER.fullmatch(node) and len(node) < 400:
        return int(node)
    if _FLOAT.fullmatch(node) or _SPECIAL.fullmatch(node):
        return float(node.replace(".i", "i").replace(".I", "i").replace(".n", "n").replace(".N", "n"))
    return str(node)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    node: Map | Seq
    anchor: str
    key: str | None = None
    key_line: int = 0
    size: int = 1


@dataclass(slots=True)
class _Tree:
    """Builds the nodes of one document from the parser's events, without recursion."""

    file: str
    starts: str
    root: Any = None
    problems: list[Problem] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    documents: int = 0

    def build(self, text: str) -> None:
        from ruamel.yaml.error import MarkedYAMLError, YAMLError
        from ruamel.yaml.events import AliasEvent, ScalarEvent

        from detente.case.readers.yaml_events import events, explain

        try:
            for event in events(text):
                kind = event.__class__
                if kind is ScalarEvent:
                    self._scalar(event)
                elif kind is AliasEvent:
                    self._alias(event)
                else:
                    getattr(self, f"_{kind.__name__}", _ignore)(event)
        except MarkedYAMLError as error:
            what, hint, line = explain(error)
            self._stop(line, what, hint)
        except CaseError:
            raise
        except (YAMLError, ValueError, IndexError):
            line = text.count("\n") + 1
            self._stop(line, "is not well-formed YAML", "look for an unclosed quote or bracket")
        if self.documents == 0 or (self.root is None and not self.problems):
            self._stop(1, "the file is empty", self.starts)

    def _scalar(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if event.ctag is not None:
            self._tag(event, line)
        node = Plain(event.value) if event.style is None else event.value
        if self.open and self._takes_key():
            self._key(node, line)
        else:
            self._put(node, line, 1)
            if event.anchor:
                self.anchors[event.anchor] = (node, 1)

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if any(frame.anchor == event.anchor for frame in self.open):
            self._stop(line, f"`*{event.anchor}` stands inside what it refers to", "write the value out")
        if event.anchor not in self.anchors:
            self._stop(line, f"`*{event.anchor}` refers to no `&{event.anchor}` above", "write the value out")
        node, size = self.anchors[event.anchor]
        if self.open and self._takes_key():
            self._key(node, line)
        else:
            self._put(node, line, size)

    def _DocumentStartEvent(self, event: Any) -> None:  # noqa: N802
        self.documents += 1
        line = event.start_mark.line + 1
        if self.documents > 1:
            self._stop(line, "a second document starts here", "keep one document a file: remove the `---`")
        if event.version not in {None, (1, 2)}:
            self._stop(line, "the file asks for another version of YAML than 1.2", "remove the line `%YAML`")

    def _MappingStartEvent(self, event: Any) -> None:  # noqa: N802
        self._begin(Map(event.start_mark.line + 1), event)

    def _SequenceStartEvent(self, event: Any) -> None:  # noqa: N802
        self._begin(Seq(event.start_mark.line + 1), event)

    def _MappingEndEvent(self, event: Any) -> None:  # noqa: ARG002, N802
        self._end()

    def _SequenceEndEvent(self, event: Any) -> None:  # noqa: ARG002, N802
        self._end()

    def _begin(self, node: Map | Seq, event: Any) -> None:
        if event.ctag is not None:
            self._tag(event, node.line)
        if len(self.open) >= MOST_LEVELS:
            self._stop(
                node.line, f"is nested more than {MOST_LEVELS} levels deep", "look for an unclosed bracket"
            )
        if self.open and self._takes_key():
            self._stop(node.line, "a list or mapping stands where a key belongs", "write the key as one word")
        self.open.append(_Open(node, event.anchor or ""))

    def _end(self) -> None:
        frame = self.open.pop()
        if frame.anchor:
            self.anchors[frame.anchor] = (frame.node, frame.size)
        self._put(frame.node, frame.node.line, frame.size)

    def _takes_key(self) -> bool:
        frame = self.open[-1]
        return frame.key is None and isinstance(frame.node, Map)

    def _key(self, node: Any, line: int) -> None:
        frame = self.open[-1]
        if not isinstance(node, str):
            self._stop(line, "a list or mapping stands where a key belongs", "write the key as one word")
        key = str(node)
        if key == "<<" and isinstance(node, Plain):
            self._problem(
                line, key, "merging with `<<` is not part of YAML 1.2", "write the merged values out"
            )
        elif key == "" and isinstance(node, Plain):
            self._problem(line, key, "a key is empty", "write a name before the colon")
        elif key in frame.node:
            first = line_of(frame.node, (key,))
            what = f"the key {key!r} stands here twice, first on line {first}"
            self._problem(line, key, what, "keep one of the two")
        frame.key, frame.key_line = key, line

    def _put(self, node: Any, line: int, size: int) -> None:
        if not self.open:
            self.root = node
            return
        frame = self.open[-1]
        frame.size += size
        if frame.size > MOST_NODES:
            self._stop(
                line,
                f"holds more than {MOST_NODES:,} values once its references (`*name`) are unfolded",
                "write the values out; no such references are needed",
            )
        if isinstance(frame.node, Seq):
            frame.node.append(node)
            frame.node.lines.append(line)
        elif frame.key is not None:
            frame.node.setdefault(frame.key, node)
            frame.node.lines.setdefault(frame.key, frame.key_line)
            frame.key = None

    def _tag(self, event: Any, line: int) -> None:
        shown = str(event.tag)
        shown = shown.replace("tag:yaml.org,2002:", "!!")
        what = f"carries the tag {shown!r}, and tags are not read"
        self._problem(line, None, what, "remove the tag; put text in quotes")

    def _problem(self, line: int, key: str | None, what: str, hint: str) -> None:
        path = spelled((*self._path(), key) if key is not None else self._path())
        self.problems.append(Problem(path=path, what=what, hint=hint, file=self.file, line=line))

    def _stop(self, line: int, what: str, hint: str) -> None:
        """Ends the reading: what follows could not be understood."""
        found = [*self.problems, Problem(path="", what=what, hint=hint, file=self.file, line=line)]
        raise CaseError.of(found)

    def _path(self) -> Address:
        return tuple(
            len(frame.node) if isinstance(frame.node, Seq) else (frame.key or "")
            for frame in self.open
            if isinstance(frame.node, Seq) or frame.key is not None
        )


def _ignore(event: Any) -> None:
    """Start and end of the stream say nothing."""
