"""From the nodes of a pack's file to its values; whatever does not fit is told, with its line.

Texts are taken as written; ids are plain; patterns are checked; codes have the form of their scheme (that a
code exists is not looked up).
"""

import re
from dataclasses import MISSING, fields
from typing import Any

from detente.errors import Problem, nearest
from detente.record.packs.nodes import Listed, Mapped, Node, Word
from detente.record.packs.pack import PackActor, PackFigure, PackIssue, PackOption, PackPlan
from detente.record.packs.patterns import fault_of

__all__ = ["KINDS", "MOST_PATTERNS", "Shape"]

KINDS: tuple[str, ...] = ("group", "institution", "person", "place")
MOST_PATTERNS = 20_000
"""How many patterns one file may hold."""

_ID = re.compile(r"[\w][\w.-]{0,79}")
_PAX = re.compile(r"[A-Z][A-Za-z]{1,11}")
_CODES = {
    "cameo": (re.compile(r"(?:[A-Z]{3}){1,5}"), "upper-case triples such as ISRGOV"),
    "iso3166": (re.compile(r"[A-Z]{2,3}"), "two or three capitals such as ISR"),
    "wikidata": (re.compile(r"Q[1-9][0-9]{0,11}"), "a Q and a number such as Q801"),
}
_PATTERNS = {"names", "offices", "adjectives", "words", "strong", "against", "counts"}
_IDS = {"id", "side", "chair", "issue", "by"}
_NEEDED = {
    PackActor: ("names",),
    PackFigure: ("counts",),
    PackIssue: (),
    PackOption: (),
    PackPlan: ("names",),
}


class Shape:
    """Reads the nodes of one file and keeps the problems."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.patterns = 0

    def add(self, path: str, line: int, what: str, hint: str) -> None:
        """Keeps a problem."""
        self.problems.append(Problem(path=path, what=what, hint=hint, file=self.file, line=line))

    def unknown(self, node: Mapped, known: set[str], path: str) -> None:
        """Tells the keys that nobody reads."""
        for key in node.items:
            if key not in known:
                self.add(_at(path, key), node.lines[key], f"{key!r} is not known here", nearest(key, known))

    def text(self, node: Mapped, key: str, path: str = "") -> str:
        """A field of text; "" where it is missing."""
        value = node.items.get(key)
        if value is None:
            return ""
        if not isinstance(value, Word):
            self.add(_at(path, key), value.line, "is not a text", "write one value")
            return ""
        return " ".join(value.text.split())

    def ident(self, node: Mapped, key: str, path: str) -> str:
        """A field that names something; "" where it is missing."""
        text = self.text(node, key, path)
        if text and not _ID.fullmatch(text):
            hint = "use up to 80 letters, digits, dots and hyphens"
            self.add(_at(path, key), node.lines[key], f"{text!r} is not an id", hint)
        return text

    def texts(self, node: Mapped, key: str, path: str) -> tuple[str, ...]:
        """A list of texts, or one; each once."""
        value = node.items.get(key)
        if value is None:
            return ()
        found: dict[str, None] = {}
        for item in value.items if isinstance(value, Listed) else (value,):
            if not isinstance(item, Word):
                self.add(_at(path, key), item.line, "is not a text", "quote it when it holds a colon")
                continue
            text = " ".join(item.text.split())
            if text in found:
                self.add(_at(path, key), item.line, f"{text!r} stands here twice", "keep one of the two")
            elif key not in _PATTERNS or self._sound(text, _at(path, key), item.line):
                found[text] = None
        return tuple(found)

    def items(self, node: Mapped, key: str, path: str) -> tuple[Mapped, ...]:
        """A list of mappings."""
        value = node.items.get(key)
        if value is None:
            return ()
        if not isinstance(value, Listed):
            self.add(_at(path, key), value.line, "is not a list", "begin each item with a hyphen")
            return ()
        for at, item in enumerate(value.items):
            if not isinstance(item, Mapped):
                self.add(f"{_at(path, key)}[{at}]", item.line, "is not a mapping", "write `id: ...` in it")
        return tuple(item for item in value.items if isinstance(item, Mapped))

    def built(self, cls: type, node: Mapped, path: str) -> Any:
        """The value of class `cls` that a mapping tells; None when it has no id."""
        known = {field.name for field in fields(cls)}
        self.unknown(node, known, path)
        ident = self.ident(node, "id", path)
        if not ident:
            self.add(path, node.line, "has no id", "give it an `id`")
            return None
        values: dict[str, Any] = {"id": ident}
        for field in fields(cls):
            name = field.name
            if name == "id" or (name not in node.items and field.default is not MISSING):
                continue
            values[name] = self._field(node, name, path)
        for name in _NEEDED[cls]:
            if not values[name]:
                self.add(path, node.line, f"{ident!r} has no {name}", f"give it at least one of its {name}")
        if cls is PackActor and values.get("kind", "group") not in KINDS:
            self.add(_at(path, "kind"), node.line, f"{values['kind']!r} is no kind", nearest("", KINDS))
        return cls(**values)

    def _field(self, node: Mapped, name: str, path: str) -> Any:
        if name == "codes":
            return self._codes(node, path)
        if name == "options":
            found: dict[str, PackOption] = {}
            for at, item in enumerate(self.items(node, name, path)):
                option = self.built(PackOption, item, f"{_at(path, name)}[{at}]")
                if option is not None and option.id in found:
                    self.add(path, item.line, f"the id {option.id!r} is taken already", "give it another id")
                elif option is not None:
                    found[option.id] = option
            return tuple(found.values())
        if name in _PATTERNS:
            return self.texts(node, name, path)
        if name == "pax":
            codes = self.texts(node, name, path)
            for code in codes:
                if not _PAX.fullmatch(code):
                    hint = "PA-X codes look like CeProv"
                    self.add(_at(path, name), node.lines[name], f"{code!r} is no PA-X code", hint)
            return codes
        return self.ident(node, name, path) if name in _IDS else self.text(node, name, path)

    def _codes(self, node: Mapped, path: str) -> tuple[tuple[str, str], ...]:
        value: Node = node.items["codes"]
        if not isinstance(value, Mapped):
            self.add(_at(path, "codes"), value.line, "is not a mapping", "write {iso3166: ISR}")
            return ()
        self.unknown(value, set(_CODES), _at(path, "codes"))
        found = []
        for scheme in sorted(set(value.items) & set(_CODES)):
            code = self.text(value, scheme, _at(path, "codes"))
            form, looks = _CODES[scheme]
            if not form.fullmatch(code):
                at = _at(_at(path, "codes"), scheme)
                self.add(at, value.lines[scheme], f"{code!r} is no code of {scheme}", f"write {looks}")
            found.append((scheme, code))
        return tuple(found)

    def _sound(self, pattern: str, path: str, line: int) -> bool:
        self.patterns += 1
        if self.patterns == MOST_PATTERNS + 1:
            self.add(path, line, f"has more than {MOST_PATTERNS:,} patterns", "split the pack")
        fault = fault_of(pattern)
        if fault:
            hint = "write words; `*` ends a stem, `(a|b)` are alternatives, `...` is a gap"
            self.add(path, line, f"the pattern {pattern!r} {fault}", hint)
        return not fault


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
