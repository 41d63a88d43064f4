"""A YAML text as a tree that knows the place of every part, so that one part can be replaced alone.

Only the form is looked at: what an unquoted word means is for the reader of the case to say.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.case.readers.yaml_events import events
from detente.case.readers.yaml_nodes import Map, Plain, Seq

__all__ = ["Node", "content", "read_tree"]


@dataclass(slots=True)
class Node:
    """A scalar, a mapping or a list: `text[start:end]`, without the comments and blank lines after it.

    `keys` are those of a mapping, each with its part of `parts`. An alias is the node that it refers to,
    with `alias` set and its own place.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    style: str | None = None
    flow: bool = False
    alias: bool = False
    keys: list["Node"] = field(default_factory=list)
    parts: list["Node"] = field(default_factory=list)

    def part(self, key: str) -> "Node | None":
        """The part of a mapping under this key, or None."""
        return next((p for k, p in zip(self.keys, self.parts, strict=True) if k.value == key), None)

    @property
    def plain(self) -> bool:
        """Whether this is a scalar without quotes."""
        return self.kind == "scalar" and self.style is None


def read_tree(text: str) -> Node:
    """The tree of a text that the reader of cases takes: one document, no tags.

    >>> tree = read_tree("a: [1, x]  # one")
    >>> [tree.parts[0].start, tree.parts[0].end]
    [3, 9]
    """
    builder = _Builder(text)
    for event in events(text):
        builder.take(event)
    return builder.root or Node("scalar", 0, 0)


def content(node: Node, text: str) -> Any:
    """What the tree of a text says, just as the reader of cases loads it, with the line of each part."""
    breaks = [place for place, char in enumerate(text) if char == "\n"]

    def line(part: Node) -> int:
        return bisect_left(breaks, part.start) + 1

    def loaded(part: Node) -> Any:
        if part.kind == "map":
            found = Map(line(part))
            for key, below in zip(part.keys, part.parts, strict=True):
                found[key.value] = loaded(below)
                found.lines[key.value] = line(key)
            return found
        if part.kind == "list":
            several = Seq(line(part))
            several.extend(loaded(below) for below in part.parts)
            several.lines.extend(line(below) for below in part.parts)
            return several
        return Plain(part.value) if part.plain else part.value

    return loaded(node)


class _Builder:
    """Follows the parser's events, without recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self._open: list[tuple[Node, str]] = []
        self._anchors: dict[str, Node] = {}

    def take(self, event: Any) -> None:
        """One more event."""
        name = type(event).__name__
        start, end = event.start_mark.index, event.end_mark.index
        if name == "ScalarEvent":
            node = Node("scalar", start, end, value=event.value, style=event.style or None)
            if node.style in {"|", ">"}:
                node.end = start + len(self.text[start:end].rstrip())
            self._named(node, event.anchor)
            self._put(node)
        elif name == "AliasEvent":
            told = self._anchors[event.anchor]
            self._put(
                Node(
                    told.kind,
                    start,
                    end,
                    told.value,
                    told.style,
                    told.flow,
                    alias=True,
                    keys=told.keys,
                    parts=told.parts,
                )
            )
        elif name in {"MappingStartEvent", "SequenceStartEvent"}:
            kind = "map" if name[0] == "M" else "list"
            self._open.append((Node(kind, start, end, flow=bool(event.flow_style)), event.anchor or ""))
        elif name in {"MappingEndEvent", "SequenceEndEvent"}:
            node, anchor = self._open.pop()
            node.end = end if node.flow else max((part.end for part in _last(node)), default=node.end)
            self._named(node, anchor)
            self._put(node)

    def _named(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        above = self._open[-1][0]
        if above.kind == "map" and len(above.keys) == len(above.parts):
            above.keys.append(node)
            return
        if node.start == node.end and above.keys:  # nothing is written: it belongs behind the colon
            after = above.keys[-1].end
            colon = self.text.find(":", after)
            node.start = node.end = after if self.text[after : max(colon, after)].strip() else colon + 1
        above.parts.append(node)


def _last(node: Node) -> Iterator[Node]:
    if node.parts:
        yield node.parts[-1]
    if node.keys:
        yield node.keys[-1]
