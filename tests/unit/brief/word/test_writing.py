"""The Word file: opens again, cites in footnotes, keeps a template, says nothing of its author."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from detente.brief.word import docx
from detente.brief.word.template import STYLES
from detente.errors import BriefError, MissingExtra, SourceError
from paper_briefs import HOSTILE, NAMES, TEXTS, paper_brief

TESTS = Path(__file__).resolve().parents[3]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROGRAM = """
import hashlib, sys
from detente.brief.word import docx
from paper_briefs import paper_brief
sys.stdout.write(hashlib.sha256(docx(paper_brief("ar"))).hexdigest())
"""


def reopened(content: bytes) -> Any:
    from docx import Document

    return Document(BytesIO(content))


def part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def element(content: bytes, name: str) -> Any:
    from lxml.etree import fromstring

    return fromstring(part(content, name).encode())


def texts(root: Any) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        yield "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_brief_opens_again_with_its_sections_as_headings(language: str) -> None:
    brief = paper_brief(language)
    found = reopened(docx(brief))
    heads = [p.text for p in found.paragraphs if p.style.name == "Heading 1"]
    assert heads == [section.title for section in brief.sections]


def test_a_word_file_has_the_same_bytes_in_another_process() -> None:
    command = [sys.executable, "-c", PROGRAM]
    other = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=True).stdout
    assert hashlib.sha256(docx(paper_brief("ar"))).hexdigest() == other


def test_a_word_file_names_no_author_and_no_time_of_writing() -> None:
    about = reopened(docx(paper_brief("fr"))).core_properties
    assert (about.author, about.last_modified_by) == ("", "")
    assert about.created == about.modified
    assert about.created.year == 2000
    assert about.title == paper_brief("fr").title


def test_the_first_mark_is_a_footnote_and_a_later_one_repeats_its_number() -> None:
    content = docx(paper_brief("en"))
    body = element(content, "word/document.xml")
    assert [r.get(f"{W}id") for r in body.iter(f"{W}footnoteReference")] == ["1", "2"]
    fields = [f.get(f"{W}instr") for f in body.iter(f"{W}fldSimple")]
    assert fields == [" NOTEREF note_1 \\f \\h "]
    assert 'w:name="note_1"' in part(content, "word/document.xml")


def test_a_footnote_tells_what_the_sources_tell() -> None:
    told = list(texts(element(docx(paper_brief("en")), "word/footnotes.xml")))[2:]
    report = "The Daily; 20 August 2024; A title https://example.org/a?b=1"
    assert told == [f" \u2068{NAMES[1]}\u2069; accepts: it may do \u00b7 R1: {report}", f" {report}"]


def test_every_relation_of_a_link_is_known_to_its_part() -> None:
    content = docx(paper_brief("en"))
    for name in ("document", "footnotes"):
        used = set(re.findall(r'<w:hyperlink [^>]*r:id="(\w+)"', part(content, f"word/{name}.xml")))
        known = set(re.findall(r'Id="(\w+)"', part(content, f"word/_rels/{name}.xml.rels")))
        assert used
        assert used <= known


def test_every_inner_link_and_field_leads_to_one_bookmark() -> None:
    text = part(docx(paper_brief("he")), "word/document.xml")
    marks = re.findall(r'<w:bookmarkStart [^>]*w:name="(\w+)"', text)
    ids = re.findall(r'<w:bookmarkStart [^>]*?w:id="(\d+)"', text)
    assert len(set(marks)) == len(marks)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'w:anchor="(\w+)"', text)) <= set(marks)


def test_heads_of_tables_are_repeated_and_pictures_are_told_in_words() -> None:
    text = part(docx(paper_brief("en")), "word/document.xml")
    assert text.count("<w:tblHeader/>") == 4
    assert 'descr="Three bars."' in text


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_page_from_the_right_says_so_everywhere(language: str) -> None:
    body = element(docx(paper_brief(language)), "word/document.xml")
    paragraphs = [p for p in body.iter(f"{W}p") if list(p.iter(f"{W}t")) and not p.findall(f".//{W}rFonts")]
    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in paragraphs)
    assert all(t.find(f"{W}tblPr/{W}bidiVisual") is not None for t in body.iter(f"{W}tbl"))
    assert body.find(f"{W}body/{W}sectPr/{W}bidi") is not None


def test_hostile_text_stands_as_it_is() -> None:
    content = docx(paper_brief("en", data=HOSTILE + "\x00\ufffe"))
    assert any(HOSTILE in text for text in texts(element(content, "word/document.xml")))


def test_a_template_keeps_its_page_and_styles_and_loses_its_text() -> None:
    from docx.shared import Mm

    mine = reopened(docx(paper_brief("en")))
    mine.styles["Heading 1"].font.name = "Garamond"
    mine.sections[0].left_margin = Mm(33)
    mine.add_paragraph("an old text")
    file = BytesIO()
    mine.save(file)
    content = docx(paper_brief("fr"), file.getvalue())
    found = reopened(content)
    assert found.styles["Heading 1"].font.name == "Garamond"
    assert round(found.sections[0].left_margin.mm) == 33
    assert "an old text" not in part(content, "word/document.xml")
    assert part(content, "word/footnotes.xml").count("<w:footnoteRef/>") == 2


def test_every_style_that_a_template_lacks_is_named_at_once() -> None:
    from docx import Document

    file = BytesIO()
    Document().save(file)
    with pytest.raises(BriefError, match="Detente Title") as caught:
        docx(paper_brief("en"), file.getvalue())
    assert [name for name in STYLES if f"{name} (" in caught.value.what] == [
        name for name in STYLES if name.startswith("Detente")
    ]


def test_a_template_that_is_no_word_file_is_refused() -> None:
    with pytest.raises(SourceError, match=r"not a \.docx file"):
        docx(paper_brief("en"), b"hello")


def test_a_missing_python_docx_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra, match=r"detente\[report\]"):
        docx(paper_brief("en"))


def test_styles_of_footnotes_are_found_by_name_in_the_word_of_another_language() -> None:
    mine = reopened(docx(paper_brief("en")))
    mine.styles["footnote text"].element.set(f"{W}styleId", "Funotentext")
    file = BytesIO()
    mine.save(file)
    notes = part(docx(paper_brief("en"), file.getvalue()), "word/footnotes.xml")
    assert notes.count('<w:pStyle w:val="Funotentext"/>') == 2
