"""The source that Typst sets: calls of the functions of `look.typ`, in which every text is a string.

No text of a case or a report ever stands as markup: it is written between quotation marks, its backslashes
and quotation marks escaped, so that nothing in it can be code. What may run against the direction of the
page stands in isolates (U+2068 to U+2069), as Unicode's annex 9 asks of data inside a sentence.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.brief.blocks import (
    Beside,
    Block,
    Bullets,
    Chart,
    Code,
    Column,
    Fold,
    Paragraph,
    Part,
    Row,
    Section,
    Span,
    Table,
    Words,
    text_of,
)
from detente.brief.linking import anchors
from detente.brief.paper import clean, directed, is_web, language_of, widths_of
from detente.brief.pdf.pictures import pictures_of
from detente.languages import say

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["typst_source"]

_WIDTH, _HEIGHT = 493.0, 470.0
"""The room of a page in points."""
_SCALE = 0.72
_PORTRAIT, _SMALL, _LANDSCAPE = 100, 125, 175
"""How many characters stand side by side: upright, upright in small type, on a page turned."""
_LONG = 400
"""A row with a longer cell may break over pages, any other stands on one."""


def typst_source(brief: "Brief") -> str:
    r"""The brief as the source of a Typst document that imports `look.typ` and the pictures of its charts.

    A link whose anchor is missing becomes text; an anchor that stands twice is reached at its first place.

    >>> from detente.brief.brief import Brief
    >>> from detente.brief.blocks import Paragraph, Section, words
    >>> section = Section(id="answer", title="A", blocks=(Paragraph(words=words('#import "x"')),))
    >>> told = Brief(case="", title="T", kind="", as_of="", day="", sections=(section,), closing="")
    >>> typst_source(told).splitlines()[-1]
    '#par[#"#import \\"x\\"";]'
    """
    return _Source(brief).text()


class _Source:
    """One document while it is written: which anchors there are, which stand already, which chart is next."""

    def __init__(self, brief: "Brief") -> None:
        self.brief = brief
        self.language = language_of(brief)
        self.right = self.language.direction == "rtl"
        self.known = anchors(brief.sections)
        self.placed: set[str] = set()
        self.pictures = iter(pictures_of(brief))

    def text(self) -> str:
        brief = self.brief
        day = say("As of {day}", day=brief.day) if brief.as_of else ""
        parts = {
            "title": _string(brief.title),
            "language": _string(self.language.code),
            "direction": self.language.direction,
            "kind": _string(brief.kind),
            "day": _string(day),
            "contents": _string(say("Contents")),
            "closing": _string(brief.closing),
        }
        head = ", ".join(f"{name}: {value}" for name, value in parts.items())
        lines = ['#import "look.typ": *', f"#show: brief.with({head})"]
        for section in brief.sections:
            lines += self.section(section)
        return "\n".join(lines) + "\n"

    def section(self, section: Section) -> Iterator[str]:
        yield f"#heading(level: 1, {_string(section.title)}){self.place(section.id)}"
        yield from self.blocks(section.blocks, 2)

    def blocks(self, blocks: tuple[Block, ...], level: int) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block, level)

    def block(self, block: Block, level: int) -> Iterator[str]:
        match block:
            case Paragraph(words=found, style=style):
                call = style if style in {"lead", "note", "small"} else "par"
                yield f"#{call}[{self.words(found)}]"
            case Bullets(items=items):
                yield "#list(" + ", ".join(f"[{self.words(item)}]" for item in items) + ")"
            case Table():
                yield from self.table(block)
            case Chart():
                yield from self.chart(block)
            case Code(text=text):
                yield f"#code({_string(text, lines=True)})"
            case Fold(summary=summary, blocks=blocks):
                yield f"#summary[{self.words(summary)}]"
                yield from self.blocks(blocks, level)
            case Beside(panels=panels):
                told = []
                for panel in panels:
                    inner = "\n".join(self.blocks(panel.blocks, level))
                    told.append(f"[#summary[{self.words(panel.title)}]\n{inner}\n]")
                yield "#panels(" + ", ".join(told) + ")"
            case Part(title=title, blocks=blocks, anchor=anchor):
                yield f"#heading(level: {level})[{self.words(title)}]{self.place(anchor)}"
                yield from self.blocks(blocks, level + 1)

    def chart(self, chart: Chart) -> Iterator[str]:
        alt = _string(f"{chart.title}. {chart.description}")
        title, description = _string(chart.title), _string(chart.description)
        wide, high = _size(chart.svg)
        width = wide * min(_SCALE, _WIDTH / wide, _HEIGHT / high)
        yield f'#picture({title}, "{next(self.pictures)}", {width:.1f}pt, {alt}, {description})'
        yield from self.table(chart.table)

    def table(self, table: Table) -> Iterator[str]:
        if table.folded:
            yield f"#summary({_string(table.folded)})"
        if not table.columns:
            return
        shares, least = widths_of(table)
        turned = least > _SMALL
        size = "8.5pt" if least <= _PORTRAIT else "7pt" if least <= _LANDSCAPE else "6pt"
        columns = ", ".join("auto" if share is None else f"{share:.1f}fr" for share in shares)
        numeric = ", ".join(str(k) for k, column in enumerate(table.columns) if column.numeric)
        heads = ", ".join(self.head(column) for column in table.columns)
        if turned:
            yield "#page(flipped: true)["
        yield f"#caption[{self.words(table.caption)}]"
        yield f"#rows(columns: ({columns},), numeric: ({numeric}{',' if numeric else ''}), size: {size},"
        yield f"heads: ({heads},),"
        yield from (self.row(row) for row in table.rows)
        yield ")" + ("]" if turned else "")

    def head(self, column: Column) -> str:
        return f"[{self.words(column.title)}]"

    def row(self, row: Row) -> str:
        place = self.place(row.anchor)
        at = f"#metadata(none){place};" if place else ""
        first, *rest = (self.words(cell) for cell in row.cells)
        cells = [f"[{at}#first[{first}]]", *(f"[{cell}]" for cell in rest)]
        if max(len(text_of(cell)) for cell in row.cells) > _LONG:
            cells = [f"long({cell})" for cell in cells]
        return ", ".join(cells) + ","

    def words(self, found: Words) -> str:
        return "".join(self.span(span) for span in found)

    def span(self, span: Span) -> str:
        data = span.kind in {"name", "said", "strong", "number"}
        text = _quoted(directed(span.text, right=self.right)) if data else _string(span.text)
        match span.kind:
            case "strong" | "muted":
                return f"#{span.kind}({text});"
            case "assumed" if "assumptions" in self.known:
                return f'#link(label("assumptions"), assumed({text}));'
            case "assumed":
                return f"#assumed({text});"
            case "break":
                return "#linebreak();"
            case "gap":
                return "#gap;"
            case "link" if span.target[:1] == "#" and span.target[1:] in self.known:
                return f"#to(label({_string(span.target[1:])}), {text});"
            case "link" if is_web(span.target):
                return f"#to({_string(span.target)}, {text});"
            case _:
                return f"#{text};"

    def place(self, anchor: str) -> str:
        """The label of an anchor at its first place; nothing for none."""
        if not anchor or anchor in self.placed:
            return ""
        self.placed.add(anchor)
        return f"#label({_string(anchor)})"


def _string(text: str, *, lines: bool = False) -> str:
    """The text as a string of Typst, without signs of direction of its own."""
    return _quoted(clean(text, lines=lines))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _size(svg: str) -> tuple[float, float]:
    """Width and height of a picture, as its view box says them."""
    found = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', svg)
    return (float(found[1]) or _WIDTH, float(found[2]) or _HEIGHT) if found else (_WIDTH, _HEIGHT)
