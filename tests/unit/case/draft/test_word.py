"""The Word file of a draft: what it shows, in which styles and directions; tracked changes come back."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given

from detente.case.draft.amending import amend
from detente.case.draft.amendments import read_word_amendments
from detente.case.draft.reading import draft_from, read_draft
from detente.case.draft.settling import settle
from detente.case.draft.showing import shown_paragraphs
from detente.case.draft.word_writing import word_draft, write_word_draft
from detente.errors import SourceError
from detente.languages import speaking
from draft_texts import drafts, word_file

RIGHT = draft_from(
    "## المادة 4. الانسحاب\n\n"
    'ينسحب الطرفان [[في 30 يوماً | within 30 days]]{held-by="delta | upland" id=b1}.\n'
)


def part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def changed(content: bytes, old: str, new: str) -> bytes:
    """The file with one piece of its text replaced."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(file, "w") as other:
        for name in archive.namelist():
            text = archive.read(name).decode()
            other.writestr(name, text.replace(old, new, 1) if name == "word/document.xml" else text)
    return file.getvalue()


def test_paragraphs_and_styles_are_those_of_the_draft(tmp_path):
    docx = pytest.importorskip("docx")
    draft = read_draft("two-rivers")
    found = docx.Document(str(write_word_draft(draft, tmp_path / "a.docx")))
    shown = [one.text for one in shown_paragraphs(draft)]
    assert [one.text for one in found.paragraphs][: len(shown)] == shown
    assert {one.style.name for one in found.paragraphs} == {
        "Title",
        "Heading 1",
        "Body Text",
        "List Paragraph",
    }
    assert [row.cells[0].text for row in found.tables[0].rows][1:] == [
        one.id for one in (*draft.brackets, *draft.settled)
    ]


def test_a_footnote_tells_who_holds_what_by_name():
    notes = part(word_draft(read_draft("two-rivers")), "word/footnotes.xml").replace(
        "</w:t></w:r><w:r><w:t", ""
    )
    assert "held by \u2068Delta\u2069, \u2068Forest Cantons\u2069." in notes
    assert "On the issue: \u2068The dam at Karn\u2069." in notes


def test_equal_drafts_give_equal_bytes_without_author_or_date():
    content = word_draft(RIGHT)
    assert word_draft(RIGHT) == content
    with ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if name.startswith("docProps")]


def test_paragraphs_from_right_to_left_are_marked_and_other_words_isolated():
    document = part(word_draft(RIGHT), "word/document.xml")
    assert '<w:pStyle w:val="BodyText"/><w:bidi/>' in document
    assert '<w:rtl/></w:rPr><w:t xml:space="preserve">\u2068</w:t>' in document
    assert '<w:t xml:space="preserve">within 30 days</w:t>' in document
    assert "w:color" not in part(word_draft(RIGHT), "word/document.xml")


def test_the_words_of_the_tool_are_told_in_the_language_spoken():
    with speaking("ar"):
        document = part(word_draft(RIGHT), "word/document.xml")
    assert "<w:bidiVisual/>" in document


def test_what_was_agreed_is_shown_without_brackets():
    draft = draft_from(
        "a [[b [[c]]{id=x} | d]]{closed=2031-01-01 agreed=1} e [[f | g]]{closed=2031-01-01 agreed=2}\n"
    )
    assert [one.text for one in shown_paragraphs(draft)] == ["a b [c] e g"]
    assert [one.text for one in shown_paragraphs(settle(draft, "x", 2))] == ["a b e g"]


def test_heads_items_and_comments_are_read_as_markdown():
    text = "# T\n\n### Sub\na\nb\n- c\n  d\n2. e\n<!-- [[x]] -->\n\n<!--\n\nno\n-->\nf\n"
    assert [(one.kind, one.text) for one in shown_paragraphs(draft_from(text))] == [
        ("title", "T"),
        ("heading", "Sub"),
        ("paragraph", "a b"),
        ("item", "- c d"),
        ("item", "2. e"),
        ("paragraph", "f"),
    ]


def test_styles_come_from_another_file_by_name(tmp_path):
    given_styles = "<w:style w:type='paragraph' w:styleId='U1'><w:name w:val='Heading 1'/></w:style>"
    (tmp_path / "ministry.docx").write_bytes(word_file(styles=given_styles))
    content = word_draft(RIGHT, styles_from=tmp_path / "ministry.docx")
    assert "w:styleId='U1'" in part(content, "word/styles.xml")
    assert '"Bracket sign"' in part(content, "word/styles.xml")
    assert '<w:pStyle w:val="U1"/>' in part(content, "word/document.xml")


def test_a_file_of_styles_without_styles_is_refused(tmp_path):
    (tmp_path / "none.docx").write_bytes(word_file())
    with pytest.raises(SourceError, match=r"word/styles\.xml"):
        word_draft(RIGHT, styles_from=tmp_path / "none.docx")


@given(drafts())
def test_a_file_without_changes_brings_none_back(text):
    draft = draft_from(text)
    found = read_word_amendments(word_draft(draft))
    assert found.items == ()
    assert amend(draft, found, {}).draft.text == draft.text


def test_a_change_in_the_file_comes_back_into_the_draft():
    old = '<w:t xml:space="preserve">within 30 days</w:t></w:r>'
    put = '<w:ins w:author="Ann"><w:r><w:t xml:space="preserve"> or so</w:t></w:r></w:ins>'
    found = amend(RIGHT, read_word_amendments(changed(word_draft(RIGHT), old, old + put)), {"Ann": "delta"})
    assert [(one.bracket, one.similarity) for one in found.placed] == [("b2", 1.0)]
    assert "| within 30 days [[or so]]{held-by=delta id=b2}]]{held-by=" in found.draft.text
    assert found.placed[0].amendment.article == "المادة 4"
