"""The template of a Word file: ours, made here, or a ministry's own with the same names of styles.

Any brief that was written serves as a template: restyle it in Word, keep the names of its styles, and pass
it. What stands in the body of a template is left out; its page, headers, footers and styles stay.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from detente.brief.word.elements import LOCALES, library, paragraph, run, w
from detente.errors import BriefError
from detente.languages import Language
from detente.sources.office_file import open_office

__all__ = ["STYLES", "opened", "style_ids"]

STYLES: dict[str, str] = {
    "Detente Title": "paragraph",
    "Detente Lead": "paragraph",
    "Detente Note": "paragraph",
    "Detente Small": "paragraph",
    "Detente Table": "table",
    "Heading 1": "paragraph",
    "Heading 2": "paragraph",
    "Heading 3": "paragraph",
    "List Bullet": "paragraph",
}
"""The styles that a template holds, each with its kind."""

_INK, _SOFT, _LINE, _CAUTION, _EDGE = "1D2328", "5A646D", "D9DEE2", "F8F3E6", "8A6D14"
_NOTES = ("footnote text", "footnote reference")
_LEFT_OUT = ("comments", "footnotes", "thumbnail", "commentsExtended", "commentsIds", "people")


def opened(template: str | Path | bytes | None, language: Language) -> Any:
    """The document of python-docx to write into: an empty body, every style at hand.

    Raises SourceError for a file that is no sound .docx, BriefError naming every style that it lacks.
    """
    document = _own(language) if template is None else _theirs(template)
    for part in (document.part, document.part.package):
        for name, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in _LEFT_OUT:
                del part.rels[name]
    _say_footnotes(document)
    return document


def style_ids(document: Any) -> dict[str, str]:
    """The id of each style that a brief uses, by its name; a Word in another language has ids of its own."""
    asked = {name.lower(): name for name in (*STYLES, *_NOTES)}
    return {
        asked[style.name.lower()]: style.style_id for style in document.styles if style.name.lower() in asked
    }


def _kinds() -> dict[Any, str]:
    kinds = library("docx.enum.style").WD_STYLE_TYPE
    return {kinds.PARAGRAPH: "paragraph", kinds.TABLE: "table", kinds.CHARACTER: "character"}


def _theirs(template: str | Path | bytes) -> Any:
    where = "the template" if isinstance(template, bytes) else str(template)
    content = open_office(template, kind="docx", where=where).content
    try:
        document = library().Document(BytesIO(content))
        held = {style.name: _kinds().get(style.type, "list") for style in document.styles}
    except Exception as error:  # python-docx lets through whatever its parts raise
        if type(error).__name__ == "MissingExtra":
            raise
        raise BriefError(
            "this template cannot be opened", where=where, hint="save it again as .docx with Word"
        ) from error
    missing = [f"{name} ({kind})" for name, kind in STYLES.items() if held.get(name) != kind]
    if missing:
        raise BriefError(
            f"the template lacks the styles {', '.join(missing)}",
            where=where,
            hint="start from a .docx brief: restyle it and keep the names of its styles",
        )
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    return document


def _own(language: Language) -> Any:
    """A document on A4 with every style, and the number of the page at its foot."""
    document = library().Document()
    shared = library("docx.shared")
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    section.left_margin = section.right_margin = shared.Mm(20)
    section.top_margin = section.bottom_margin = shared.Mm(20)
    _defaults(document, language)
    kinds = library("docx.enum.style").WD_STYLE_TYPE
    for name, make in _LOOKS.items():
        style = (
            document.styles[name]
            if name in document.styles
            else document.styles.add_style(name, kinds.PARAGRAPH)
        )
        make(style, shared)
    document.styles.element.append(_table_style())
    foot = section.footer.paragraphs[0]._p  # noqa: SLF001 - python-docx has no fields
    foot.getparent().replace(
        foot,
        paragraph(
            w("fldSimple", *run("1", language), instr=" PAGE "),
            properties=(w("jc", val="center"),),
            right=language.direction == "rtl",
        ),
    )
    return document


def _defaults(document: Any, language: Language) -> None:
    """The font, the size and the language of text that no style says otherwise of."""
    defaults = document.styles.element.find(".//{*}docDefaults/{*}rPrDefault/{*}rPr")
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(w("rFonts", ascii="Calibri", hAnsi="Calibri", eastAsia="Calibri", cs="Arial"))
    defaults.append(w("sz", val=21))
    defaults.append(w("szCs", val=21))
    right = language.direction == "rtl"
    tag = LOCALES[language.code]
    defaults.append(w("lang", val="en-GB" if right else tag, bidi=tag if right else "ar-SA"))


def _look(
    size: float, *, bold: bool = False, colour: str = _INK, before: int = 0, after: int = 6
) -> Callable[[Any, Any], None]:
    """From a style to the same style in that size and colour."""

    def make(style: Any, shared: Any) -> None:
        rpr = style.element.get_or_add_rPr()
        for child in list(rpr):
            rpr.remove(child)
        if bold:
            rpr.extend([w("b"), w("bCs")])
        rpr.append(w("color", val=colour))
        rpr.extend([w("sz", val=round(2 * size)), w("szCs", val=round(2 * size))])
        style.paragraph_format.space_before = shared.Pt(before)
        style.paragraph_format.space_after = shared.Pt(after)

    return make


def _note(style: Any, shared: Any) -> None:
    _look(10, before=6, after=8)(style, shared)
    ppr = style.element.get_or_add_pPr()
    edge = w(
        "pBdr",
        w("top", val="single", sz=4, space=4, color=_EDGE),
        w("bottom", val="single", sz=4, space=4, color=_EDGE),
    )
    spacing = ppr.find("{*}spacing")
    spacing.addprevious(edge)
    spacing.addprevious(w("shd", val="clear", color="auto", fill=_CAUTION))


_LOOKS: dict[str, Callable[[Any, Any], None]] = {
    "Detente Title": _look(22, bold=True, after=4),
    "Detente Lead": _look(12.5, after=8),
    "Detente Note": _note,
    "Detente Small": _look(8.5, colour=_SOFT, after=4),
    "Heading 1": _look(16, bold=True, before=18, after=6),
    "Heading 2": _look(12.5, bold=True, before=12, after=4),
    "Heading 3": _look(11, bold=True, before=10, after=4),
    "List Bullet": _look(10.5, after=3),
}


def _table_style() -> Any:
    """The style of tables: thin lines between rows, a head in bold."""
    line = {"val": "single", "sz": 4, "space": 0, "color": _LINE}
    borders = w("tblBorders", w("bottom", **line), w("insideH", **line))
    margins = w("tblCellMar", *(w(side, w=60, type="dxa") for side in ("top", "left", "bottom", "right")))
    head = w(
        "tblStylePr",
        w("rPr", w("b"), w("bCs"), w("color", val=_SOFT)),
        w("tcPr", w("tcBorders", w("bottom", val="single", sz=8, space=0, color=_SOFT))),
        type="firstRow",
    )
    return w(
        "style",
        w("name", val="Detente Table"),
        w("basedOn", val="TableNormal"),
        w("uiPriority", val=99),
        w("pPr", w("spacing", before=0, after=0, line=240, lineRule="auto")),
        w("rPr", w("sz", val=16), w("szCs", val=16)),
        w("tblPr", borders, margins),
        head,
        type="table",
        customStyle=1,
        styleId="DetenteTable",
    )


def _say_footnotes(document: Any) -> None:
    """Adds the styles of footnotes where the template has none."""
    held = {style.name.lower() for style in document.styles}
    styles = document.styles.element
    if "footnote text" not in held:
        styles.append(
            w(
                "style",
                w("name", val="footnote text"),
                w("basedOn", val=document.styles["Normal"].style_id),
                w("pPr", w("spacing", before=0, after=20, line=240, lineRule="auto")),
                w("rPr", w("sz", val=16), w("szCs", val=16)),
                type="paragraph",
                styleId="FootnoteText",
            )
        )
    if "footnote reference" not in held:
        styles.append(
            w(
                "style",
                w("name", val="footnote reference"),
                w("rPr", w("vertAlign", val="superscript")),
                type="character",
                styleId="FootnoteReference",
            )
        )
