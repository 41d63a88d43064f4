"""What a section is made of: words, tables, charts and folds, the same for HTML, Markdown and JSON.

A block says what stands there, never how it looks. Text is kept as spans, so that a name, a quotation, a
number and a link to evidence stay what they are until they are rendered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from detente.languages import retold, say, spoken
from detente.languages.wording import Worded

__all__ = [
    "BREAK",
    "GAP",
    "Beside",
    "Block",
    "Bullets",
    "Chart",
    "Code",
    "Column",
    "Fold",
    "Panel",
    "Paragraph",
    "Part",
    "Row",
    "Section",
    "Span",
    "Table",
    "Words",
    "assumed",
    "joined",
    "link",
    "listed",
    "muted",
    "name",
    "number",
    "said",
    "strong",
    "text_of",
    "undirected",
    "words",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text.

    `kind` is text, name, said, number, strong, muted, assumed, link, break (a new line) or gap (with room).
    `said` is material restated from a report or written in the case; `link` has a `target` (an anchor of the
    brief, or an address that the case gives); `number` keeps its `value` for JSON.
    """

    text: str
    kind: str = "text"
    target: str = ""
    value: float | None = None


Words: TypeAlias = tuple[Span, ...]

_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that turn the direction of text: they have no place in a name, where they could disguise it."""


def words(*parts: "str | Span | Words") -> Words:
    """Words from text, spans and other words, in order.

    >>> [span.kind for span in words("a ", name("b"), words("c"))]
    ['text', 'name', 'text']
    """
    found: list[Span] = []
    for part in parts:
        if isinstance(part, Span):
            found.append(part)
        elif isinstance(part, str):
            found += [Span(text=retold(part))] if part else []
        else:
            found += part
    return tuple(found)


def name(text: str) -> Span:
    """The display name of an actor, issue or option: isolated, since it may run from right to left."""
    return Span(text=undirected(retold(text)), kind="name")


def said(text: str) -> Span:
    """What a report or the case says, in its own words; a text of ours runs as the page does.

    Without the mark, a name that begins such a text would turn all of it.
    """
    turned = isinstance(text, Worded) and spoken().direction == "rtl"
    told = undirected(retold(text))
    return Span(text=f"\u200f{told}" if turned and told else told, kind="said")


def strong(text: str) -> Span:
    """Text that the reader looks for."""
    return Span(text=undirected(retold(text)), kind="strong")


def muted(text: str) -> Span:
    """Text of less weight."""
    return Span(text=retold(text), kind="muted")


def undirected(text: str) -> str:
    """The text without signs that turn its direction.

    >>> undirected("a\u202eb")
    'ab'
    """
    return text.translate(_CONTROLS)


def assumed(text: str = "") -> Span:
    """The mark that something rests on an assumption: that word, or the text given."""
    return Span(text=text or say("assumption"), kind="assumed")


def number(text: str, value: float) -> Span:
    """A number in human form, with its value."""
    return Span(text=text, kind="number", value=float(value))


def link(text: str, target: str) -> Span:
    """A link to an anchor of the brief (`#...`) or to an address that the case gives."""
    return Span(text=text, kind="link", target=target)


BREAK = Span(text="", kind="break")
GAP = Span(text="", kind="gap")


def joined(parts: Iterable["str | Span | Words"], between: str = ", ") -> Words:
    """The parts with the same text between them.

    >>> text_of(joined(["a", "b"], "; "))
    'a; b'
    """
    found: list[str | Span | Words] = []
    for part in parts:
        if found:
            found.append(between)
        found.append(part)
    return words(*found)


def listed(parts: Iterable["str | Span | Words"], last: str = " and ") -> Words:
    """The parts as a sentence lists them.

    >>> text_of(listed(["a", "b", "c"]))
    'a, b and c'
    """
    given = list(parts)
    if len(given) < 2:
        return words(*given)
    return words(joined(given[:-1]), last, given[-1])


def text_of(value: Words) -> str:
    """The text alone."""
    return "".join("; " if span.kind in {"break", "gap"} else span.text for span in value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph. `style` is "", "lead" (the answer), "note" (a caution) or "small"."""

    words: Words
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of points."""

    items: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column's head; `numeric` aligns its figures."""

    title: Words
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells of a table; the first is the row's head. `anchor` is the id that links reach it by."""

    cells: tuple[Words, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption. `folded` names the fold that hides it until asked for."""

    caption: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    folded: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture with its title, a description in words and its data as a table.

    `spec` is the Vega-Lite specification, `svg` the picture drawn from it.
    """

    id: str
    title: str
    description: str
    table: Table
    svg: str
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Text in a fixed pitch, such as BibTeX."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Blocks that open on demand; print shows them."""

    summary: Words
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One of several things of equal rank."""

    title: Words
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Panels side by side."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A titled part of a section."""

    title: Words
    blocks: tuple["Block", ...]
    anchor: str = ""


Block: TypeAlias = Paragraph | Bullets | Table | Chart | Code | Fold | Beside | Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the brief: its id (also its anchor), its title and what stands in it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
