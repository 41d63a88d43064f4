"""From a brief to the bytes of a Word file: its blocks in a template's styles, its sources as footnotes."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.brief.blocks import (
    Beside,
    Block,
    Bullets,
    Chart,
    Code,
    Fold,
    Paragraph,
    Part,
    Row,
    Table,
    Words,
    words,
)
from detente.brief.linking import anchors
from detente.brief.paper import clean, language_of, widths_of
from detente.brief.pdf.pictures import drawn_pictures
from detente.brief.word.elements import LOCALES, paragraph, run, w
from detente.brief.word.evidence import rows_of_evidence
from detente.brief.word.packing import packed
from detente.brief.word.pictures import picture
from detente.brief.word.spans import Spans
from detente.brief.word.template import opened, style_ids
from detente.languages import say, speaking

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = ["docx"]

_STYLES = {"lead": "Detente Lead", "note": "Detente Note", "small": "Detente Small"}
_TURNED = 125
"""So many characters side by side are more than a page held upright has room for."""
_LISTED = 5


def docx(brief: "Brief", template: str | Path | bytes | None = None) -> bytes:
    """The brief as a Word file: named styles, footnotes for its sources, charts as pictures with their text.

    `template` is a .docx with the styles of `STYLES`, such as a brief that was restyled; its page, headers,
    footers and styles are kept, its text is not. The first mark of a piece of evidence is a footnote that
    tells it as the sources do, a later one repeats its number. The bytes depend on the brief and the template
    alone. Raises BriefError for a template that lacks styles, SourceError for one that is no .docx,
    MissingExtra without python-docx or Typst, which draws the charts.

    >>> from detente.brief.brief import make_brief
    >>> from detente.case.library import example
    >>> docx(make_brief(example("two-rivers"), sections=["sources"]))[:2]
    b'PK'
    """
    language = language_of(brief)
    with speaking(language.code):
        document = opened(template, language)
        writer = _Writer(brief, document)
        body = document.element.body
        last = body.sectPr if body.sectPr is not None else body.get_or_add_sectPr()
        writer.frame(last)
        for element in writer.elements():
            last.addprevious(element)
        return packed(document, brief, LOCALES[language.code])


class _Writer:
    """One document while it is written."""

    def __init__(self, brief: "Brief", document: Any) -> None:
        self.brief = brief
        self.document = document
        self.language = language_of(brief)
        self.right = self.language.direction == "rtl"
        self.styles = style_ids(document)
        rows = rows_of_evidence(brief.sections)
        self.spans = Spans(
            document, self.language, styles=self.styles, known=anchors(brief.sections), rows=rows
        )
        self.drawn = iter(drawn_pictures(brief))
        self.cites = True
        self.page: Any = None

    def frame(self, page: Any) -> None:
        """Takes over the page of the template, in the direction of the language."""
        for child in page.findall("{*}bidi"):
            page.remove(child)
        if self.right:
            after = page.find("{*}docGrid")
            page.append(w("bidi")) if after is None else after.addprevious(w("bidi"))
        self.page = page

    def elements(self) -> Iterator[Any]:
        """Every paragraph and table of the document, in order."""
        brief = self.brief
        yield self.told(words(brief.kind), "Detente Small")
        yield self.told(words(brief.title), "Detente Title")
        if brief.as_of:
            yield self.told(words(say("As of {day}", day=brief.day)), "Detente Small")
        if len(brief.sections) > _LISTED:
            yield from self.contents()
        for section in brief.sections:
            self.cites = not rows_of_evidence((section,))
            yield self.told(words(section.title), "Heading 1", anchor=section.id)
            yield from self.blocks(section.blocks, 2)
        yield self.told(words(brief.closing), "Detente Small")

    def contents(self) -> Iterator[Any]:
        """The sections as links, in a field that Word can make anew; page numbers are left to it."""
        yield self.told(words(say("Contents")), "Detente Small", bold=True)
        last = len(self.brief.sections) - 1
        for k, section in enumerate(self.brief.sections):
            link = self.spans.to(section.id, self.spans.plain(section.title))
            before = _field("begin", ' TOC \\o "1-1" \\n \\h ') if k == 0 else ()
            after = _field("end") if k == last else ()
            yield paragraph(*before, link, *after, style=self.styles["Detente Small"], right=self.right)

    def blocks(self, blocks: Iterable[Block], level: int) -> Iterator[Any]:
        for block in blocks:
            yield from self.block(block, level)

    def block(self, block: Block, level: int) -> Iterator[Any]:
        match block:
            case Paragraph(words=found, style=style):
                yield self.told(found, _STYLES.get(style, ""))
            case Bullets(items=items):
                yield from (self.told(item, "List Bullet") for item in items)
            case Table():
                yield from self.table(block)
            case Chart():
                yield self.summary(words(block.title))
                yield paragraph(picture(block, next(self.drawn), self.document), right=self.right)
                yield self.told(words(block.description), "Detente Small")
                yield from self.table(block.table)
            case Code(text=text):
                fonts = w("rFonts", ascii="Consolas", hAnsi="Consolas", cs="Courier New")
                runs = run(clean(text, lines=True), self.language, marks=(fonts,))
                yield paragraph(*runs, style=self.styles["Detente Small"])
            case Fold(summary=summary, blocks=blocks):
                yield self.summary(summary)
                yield from self.blocks(blocks, level)
            case Beside(panels=panels):
                yield self.beside(panels, level)
                yield paragraph(style=self.styles["Detente Small"])
            case Part(title=title, blocks=blocks, anchor=anchor):
                yield self.told(title, f"Heading {min(level, 3)}", anchor=anchor)
                yield from self.blocks(blocks, level + 1)

    def told(self, found: Words, style: str = "", *, anchor: str = "", bold: bool = False) -> Any:
        """A paragraph of these words in a style of the template."""
        notes = self.cites and not style.startswith("Heading")
        runs = self.spans.runs(found, bold=bold, notes=notes)
        return paragraph(*self.spans.place(anchor), *runs, style=self.styles.get(style, ""), right=self.right)

    def summary(self, found: Words) -> Any:
        """What heads a fold or a picture: bold, and on the page of what follows."""
        runs = self.spans.runs(found, bold=True, notes=False)
        return paragraph(*runs, right=self.right, properties=(w("keepNext"),))

    def beside(self, panels: Iterable[Any], level: int) -> Any:
        """Panels as the cells of one row."""
        cells = []
        for panel in panels:
            inner = [self.summary(panel.title), *self.blocks(panel.blocks, level + 1)]
            if not inner[-1].tag.endswith("}p"):
                inner.append(paragraph(right=self.right))
            shade = w("shd", val="clear", color="auto", fill="F3F5F6")
            cells.append(w("tc", w("tcPr", shade), *inner))
        grid = w("tblGrid", *(w("gridCol", w=9600 // len(cells)) for _ in cells))
        return w("tbl", self.properties(head=False), grid, w("tr", *cells))

    def table(self, table: Table) -> Iterator[Any]:
        """A table under its caption, on a page turned where it is too wide for one held upright."""
        if not table.columns:
            return
        shares, least = widths_of(table)
        turned = least > _TURNED and self.page is not None
        if turned:
            yield self.page_ends(turned=False)
        if table.folded:
            yield self.summary(words(table.folded))
        caption = self.spans.runs(table.caption, notes=False)
        style = self.styles["Detente Small"]
        yield paragraph(*caption, style=style, right=self.right, properties=(w("keepNext"),))
        room = 14_000 if turned else 9_600
        whole = sum(share or 0 for share in shares)
        widths = [round(room * share / whole) if share and whole else 0 for share in shares]
        grid = w("tblGrid", *(w("gridCol", w=width or room // (2 * len(widths))) for width in widths))
        head = self.row([column.title for column in table.columns], table, widths, head=True)
        rows = (self.row(row.cells, table, widths, row=row) for row in table.rows)
        yield w("tbl", self.properties(full=any(widths)), grid, head, *rows)
        yield self.page_ends(turned=True) if turned else paragraph(style=style, right=self.right)

    def properties(self, *, full: bool = True, head: bool = True) -> Any:
        """What a table says of itself: style, direction, width, and whether its first row is a head."""
        wide = full or self.right
        off = dict.fromkeys(("lastRow", "firstColumn", "lastColumn", "noHBand"), 0)
        return w(
            "tblPr",
            w("tblStyle", val=self.styles["Detente Table"]),
            w("bidiVisual") if self.right else None,
            w("tblW", w=5000 if wide else 0, type="pct" if wide else "auto"),
            w("tblLayout", type="fixed" if full else "autofit"),
            w("tblLook", val="0420" if head else "0400", firstRow=int(head), **off, noVBand=1),
        )

    def row(
        self,
        cells: Iterable[Words],
        table: Table,
        widths: list[int],
        *,
        head: bool = False,
        row: Row | None = None,
    ) -> Any:
        """A row: the head is repeated on every page; the first cell of another is its head."""
        told = []
        for k, (cell, column, width) in enumerate(zip(cells, table.columns, widths, strict=False)):
            place = self.spans.place(row.anchor) if row is not None and k == 0 else ()
            runs = self.spans.runs(cell, bold=head or k == 0, notes=self.cites and not head)
            end = (w("jc", val="right"),) if column.numeric else ()
            size = w("tcW", w=width, type="dxa") if width else w("tcW", w=0, type="auto")
            told.append(w("tc", w("tcPr", size), paragraph(*place, *runs, right=self.right, properties=end)))
        return w("tr", w("trPr", w("cantSplit"), w("tblHeader") if head else None), *told)

    def page_ends(self, *, turned: bool) -> Any:
        """The paragraph that ends a stretch of pages, held upright or turned."""
        page = deepcopy(self.page)
        size = page.find("{*}pgSz")
        if turned and size is not None:
            names = [name for name in size.keys() if name.endswith(("}w", "}h"))]  # noqa: SIM118 - of lxml
            wide, high = (size.get(name) for name in names)
            size.set(names[0], high)
            size.set(names[1], wide)
            size.set(names[0].rpartition("}")[0] + "}orient", "landscape")
        return w("p", w("pPr", page))


def _field(kind: str, code: str = "") -> tuple[Any, ...]:
    """The runs that open a field with its code, or that close one."""
    edge = w("r", w("fldChar", fldCharType=kind))
    if not code:
        return (edge,)
    told = w("instrText")
    told.text = code
    return edge, w("r", told), w("r", w("fldChar", fldCharType="separate"))
