"""The parts of a Word file around its words: styles by name, the list of parts, the zip with fixed dates.

Names of styles are Word's own where it has one, so that a ministry's styles apply: `styles_of` takes them
from any Word file and adds what it lacks.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from detente.errors import SourceError
from detente.sources.office_file import open_office

__all__ = ["STYLES", "W", "packed", "part_text", "styles_of", "xml_text"]

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

STYLES: Final[Mapping[str, str]] = {
    "Normal": "",
    "Title": '<w:pPr><w:spacing w:after="240"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="36"/>'
    '<w:szCs w:val="36"/></w:rPr>',
    "heading 1": '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/>'
    '</w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr>',
    "heading 2": '<w:pPr><w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="1"/>'
    "</w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>",
    "Body Text": '<w:pPr><w:spacing w:after="120"/></w:pPr>',
    "List Paragraph": '<w:pPr><w:spacing w:after="60"/><w:ind w:left="360"/></w:pPr>',
    "footnote text": '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>',
    "footnote reference": '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
    "Bracket sign": "<w:rPr><w:b/><w:bCs/></w:rPr>",
    "Contested words": "",
    "Table Grid": "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>",
}
"""The styles that a draft uses, by name, each with how it looks where no other file says."""

_CHARACTER = {"Bracket sign", "Contested words", "footnote reference"}


def styles_of(source: Path | None = None) -> tuple[str, Mapping[str, str]]:
    """The part with the styles, and the id of each style of `STYLES` by its name.

    With a Word file, its styles, those it lacks added. Raises SourceError when the file cannot be read.

    >>> styles_of()[1]["heading 1"]
    'heading1'
    """
    if source is None:
        own = {name: name.replace(" ", "") for name in STYLES}
        return part_text("styles", "".join(_style(name) for name in STYLES)), own
    file = open_office(source, kind="docx")
    given = file.part("word/styles.xml").decode("utf-8", errors="replace")
    known: dict[str, str] = {}
    for style in file.xml("word/styles.xml").iter(f"{{{W}}}style"):
        name = style.find(f"{{{W}}}name")
        if name is not None:
            known[name.get(f"{{{W}}}val", "").casefold()] = style.get(f"{{{W}}}styleId", "")
    ids = {name: known.get(name.casefold()) or name.replace(" ", "") for name in STYLES}
    missing = "".join(_style(name) for name in STYLES if name.casefold() not in known)
    end = given.rfind("</w:styles>")
    if end < 0:
        hint = "save it again with an office program"
        raise SourceError("its styles cannot be read", where=str(source), hint=hint)
    return given[:end] + missing + given[end:], ids


def xml_text(text: str) -> str:
    """A text within XML; what XML cannot hold becomes U+FFFD.

    >>> xml_text("a < b")
    'a &lt; b'
    """
    return escape(_NO_XML.sub("\ufffd", text))


def part_text(root: str, content: str) -> str:
    """A part of WordprocessingML with that root.

    >>> part_text("styles", "")[-11:]
    '</w:styles>'
    """
    spaces = f'xmlns:w="{W}" xmlns:r="{_OFFICE}"'
    return f"{_HEAD}<w:{root} {spaces}>{content}</w:{root}>"


def packed(document: str, footnotes: str, styles: str) -> bytes:
    """The bytes of the file: the same for the same parts. It names no author and no date."""
    kinds = {
        "document.main": "document",
        "footnotes": "footnotes",
        "settings": "settings",
        "styles": "styles",
    }
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for kind, name in kinds.items()
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations(
            {"footnotes": "footnotes.xml", "settings": "settings.xml", "styles": "styles.xml"}
        ),
        "word/document.xml": document,
        "word/footnotes.xml": footnotes,
        "word/settings.xml": part_text(
            "settings",
            '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
            '<w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
        ),
        "word/styles.xml": styles,
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, text.encode())
    return file.getvalue()


def _style(name: str) -> str:
    kind = "table" if name == "Table Grid" else "character" if name in _CHARACTER else "paragraph"
    default = ' w:default="1"' if name == "Normal" else ""
    based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and name != "Normal" else ""
    head = f'<w:style w:type="{kind}"{default} w:styleId={quoteattr(name.replace(" ", ""))}>'
    return f"{head}<w:name w:val={quoteattr(name)}/>{based}<w:qFormat/>{STYLES[name]}</w:style>"


def _relations(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
