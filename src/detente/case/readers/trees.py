"""JSON, YAML and XML as trees in which every value knows its line.

No parser here recurses or resolves anything: YAML aliases and XML document types are refused, so a small file
cannot grow. A malformed file becomes a problem among the others found, and no tree.
"""

import json
import re
from xml.parsers import expat

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from detente.case.readers.located import Element, Findings, Node

__all__ = ["parse_json", "parse_xml", "parse_yaml"]

DEEPEST = 60

_JSON_TOKEN = re.compile(
    r'[ \t\r\n]*(?:(?P<mark>[{}\[\],:])|(?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")|(?P<word>[^\s{}\[\],:"]+))'
)
_JSON_WORD = re.compile(r"[-+]?[\d.][\d.eE+-]*|true|false|null|NaN|-?Infinity", re.ASCII)


def parse_json(text: str, file: str, found: Findings) -> Node | None:
    """The JSON text as a tree; None when it is malformed, which is then among the problems.

    >>> parse_json('{"a": [1, "x"]}', "f", Findings()).mapping["a"].items[1].text
    'x'
    """
    stack = _Stack(file, found)
    at, line = 0, 1
    end = len(text.rstrip(" \t\r\n"))
    while at < end:
        match = _JSON_TOKEN.match(text, at)
        start = match.start(match.lastgroup or 0) if match else at
        line += text.count("\n", at, start)
        if match is None:
            return stack.fail("is not valid JSON here", line)
        string = match["string"]
        if string is not None:
            try:
                stack.json_scalar(json.loads(string), line)
            except ValueError:
                return stack.fail("holds a text with a damaged escape", line)
        else:
            stack.json_mark(match["mark"] or match["word"], line)
        if stack.failed:
            return None
        line += text.count("\n", start, match.end())
        at = match.end()
    return stack.finish(line)


def parse_yaml(text: str, file: str, found: Findings) -> Node | None:
    """The YAML text as a tree; None when it is malformed, which is then among the problems."""
    stack = _Stack(file, found)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            line = event.start_mark.line + 1
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                return stack.fail("anchors and aliases are not read", line, "write the value out")
            if isinstance(event, ScalarEvent):
                stack.scalar(event.value, line)
            elif isinstance(event, MappingStartEvent | SequenceStartEvent):
                stack.open(line, mapping=isinstance(event, MappingStartEvent))
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                stack.close()
            if stack.failed:
                return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return stack.fail(
            f"is not valid YAML: {error.problem or error.context}", mark.line + 1 if mark else 1
        )
    except (YAMLError, ValueError, AttributeError, IndexError, RecursionError) as error:
        return stack.fail(f"is not valid YAML: {str(error).splitlines()[0] if str(error) else 'damaged'}", 1)
    return stack.finish(1)


def parse_xml(data: bytes, file: str, found: Findings) -> Element | None:
    """The root element, with tags and attribute names in lower case; None when malformed or with a DTD."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    body = data if marked else data.lstrip(b" \t\r\n")
    reader = _XmlReader(skipped=data[: len(data) - len(body)].count(b"\n"))
    try:
        reader.parser.Parse(body, True)  # noqa: FBT003 - expat takes it by place only
    except _RefusedError as refused:
        found.add(refused.what, file=file, line=reader.line, hint=refused.hint)
    except expat.ExpatError as error:
        what = f"is not valid XML: {expat.ErrorString(error.code)}"
        hint = "write & as &amp; and < as &lt; in texts; save as UTF-8" if "token" in what else ""
        found.add(what, file=file, line=error.lineno + reader.skipped, hint=hint)
    except (LookupError, ValueError) as error:
        found.add(f"is not valid XML: {error}", file=file, line=reader.line)
    else:
        return reader.stack[0].children[0]
    return None


class _RefusedError(Exception):
    """Something that a domain never needs and that could do harm."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class _XmlReader:
    """Collects elements as expat meets them."""

    def __init__(self, *, skipped: int) -> None:
        self.skipped = skipped
        self.stack = [Element("", {}, 0)]
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype

    @property
    def line(self) -> int:
        return int(self.parser.CurrentLineNumber) + self.skipped

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.stack) > DEEPEST:
            raise _RefusedError(f"is nested deeper than {DEEPEST}")
        names = {name.lower(): value for name, value in attributes.items()}
        element = Element(tag.rpartition(":")[2].lower(), names, self.line)
        self.stack[-1].children.append(element)
        self.stack.append(element)

    def end(self, _tag: str) -> None:
        self.stack.pop()

    def doctype(self, *_: object) -> None:
        what = "has a document type, which is refused (it could pull in other files or grow without bound)"
        raise _RefusedError(what, "take the <!DOCTYPE ...> out")


class _Stack:
    """Builds a tree from its pieces, in order; notes the first fault and then takes no more."""

    def __init__(self, file: str, found: Findings) -> None:
        self.file = file
        self.found = found
        self.failed = False
        self.root: Node | None = None
        self.open_nodes: list[Node] = []
        self.keys: list[tuple[str, int] | None] = []
        self.wants: str = "value"

    def fail(self, what: str, line: int, hint: str = "") -> Node | None:
        if not self.failed:
            self.found.add(what, file=self.file, line=line, hint=hint)
        self.failed = True
        return None

    def finish(self, line: int) -> Node | None:
        if self.root is None and not self.failed:
            self.fail("is empty", line)
        elif self.open_nodes:
            self.fail(f"ends inside {self.open_nodes[-1].kind} that began here", self.open_nodes[-1].line)
        return None if self.failed else self.root

    def open(self, line: int, *, mapping: bool) -> None:
        if len(self.open_nodes) >= DEEPEST:
            self.fail(f"is nested deeper than {DEEPEST}", line)
        elif self._awaits_key():
            self.fail("has a key that is not a text", line)
        else:
            node = Node({} if mapping else [], line)
            self._attach(node)
            self.open_nodes.append(node)
            self.keys.append(None)

    def close(self) -> None:
        self.open_nodes.pop()
        self.keys.pop()

    def scalar(self, text: str, line: int) -> None:
        if self._awaits_key():
            if text in self.open_nodes[-1].mapping:
                self.found.add(f"the key {text!r} stands twice", file=self.file, line=line)
            self.keys[-1] = (text, line)
        else:
            self._attach(Node(text, line))

    def json_scalar(self, text: str, line: int) -> None:
        key = self._awaits_key()
        if self.wants not in (("key", "key or end") if key else ("value", "value or end")):
            self.fail(f"is not valid JSON: {text!r} is out of place", line)
            return
        self.scalar(text, line)
        self.wants = "colon" if key else "comma"

    def json_mark(self, mark: str, line: int) -> None:
        inside = self.open_nodes[-1] if self.open_nodes else None
        in_mapping = inside is not None and isinstance(inside.value, dict)
        if mark in "{[" and self.wants in ("value", "value or end"):
            self.open(line, mapping=mark == "{")
            self.wants = "key or end" if mark == "{" else "value or end"
        elif mark in "}]" and inside is not None and in_mapping == (mark == "}"):
            if self.wants not in ("comma", "key or end" if in_mapping else "value or end"):
                self.fail(f"is not valid JSON: {mark!r} is out of place", line)
                return
            self.close()
            self.wants = "comma"
        elif mark == ":" and self.wants == "colon":
            self.wants = "value"
        elif mark == "," and self.wants == "comma" and inside is not None:
            self.wants = "key" if in_mapping else "value"
        elif _JSON_WORD.fullmatch(mark) and not self._awaits_key():
            self.json_scalar(mark, line)
        else:
            self.fail(f"is not valid JSON: {mark!r} is out of place", line)

    def _awaits_key(self) -> bool:
        return bool(self.open_nodes) and (
            isinstance(self.open_nodes[-1].value, dict) and self.keys[-1] is None
        )

    def _attach(self, node: Node) -> None:
        if not self.open_nodes:
            if self.root is not None:
                self.fail("holds more than one document", node.line)
            self.root = node
            return
        inside = self.open_nodes[-1].value
        if isinstance(inside, dict):
            key = self.keys[-1]
            if key is not None:
                inside[key[0]] = node
            self.keys[-1] = None
        elif isinstance(inside, list):
            inside.append(node)
