"""Tracked changes and comments of Word files become amendments; what cannot be read is refused or noted."""

import datetime as dt
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.draft.amendments import read_word_amendments
from detente.errors import SourceError
from draft_texts import W, deleted, inserted, paragraph, plain, word_file

STYLES = "<w:style w:styleId='T1'><w:name w:val='heading 1'/></w:style>"


def told(*body, **parts):
    found = read_word_amendments(word_file(*body, **parts), where="answer.docx")
    return [(one.kind, one.author, one.before, one.after) for one in found.items]


def span(name, begins):
    return f"<w:commentRange{'Start' if begins else 'End'} w:id='{name}'/>"


def comment(name, text, author="Ann"):
    return f"<w:comment w:id='{name}' w:author='{author}'>{paragraph(text)}</w:comment>"


def test_an_insertion_and_a_deletion_have_author_day_place_and_context():
    body = [paragraph("Article 4. Release", style="T1"), paragraph("They ", deleted("shall "), "meet.")]
    (one,) = read_word_amendments(word_file(*body, styles=STYLES)).items
    assert (one.kind, one.author, one.date, one.before) == ("delete", "Ann", dt.date(2031, 7, 1), "shall ")
    assert (one.paragraph, one.article, one.context, one.at) == (2, "Article 4", "They shall meet.", 5)
    assert told(paragraph("They meet", inserted(" soon"), ".")) == [("insert", "Ann", "", " soon")]


def test_a_deletion_beside_an_insertion_by_one_author_is_a_replacement():
    assert told(paragraph("a ", deleted("b"), inserted("c"), " d")) == [("replace", "Ann", "b", "c")]
    assert told(paragraph("a ", inserted("c"), deleted("b"), " d")) == [("replace", "Ann", "b", "c")]
    assert told(paragraph("a ", deleted("b"), inserted("c"), deleted("d"))) == [("replace", "Ann", "bd", "c")]
    apart = told(paragraph("a ", deleted("b", "Ann"), inserted("c", "Ben")))
    assert apart == [("delete", "Ann", "b", ""), ("insert", "Ben", "", "c")]
    assert told(paragraph(deleted("b"), " ", inserted("c")))[0][0] == "delete"


def test_words_put_in_and_struck_out_by_another_are_opposed():
    (one,) = read_word_amendments(word_file(paragraph("a ", inserted(deleted("b", "Ben"), "Ann")))).items
    assert (one.kind, one.author, one.after, one.opposed_by) == ("insert", "Ann", "b", ("Ben",))
    assert told(paragraph("a ", inserted(deleted("b", "Ann"), "Ann"))) == []


def test_a_move_is_told_as_its_two_halves():
    body = [paragraph(inserted("b", kind="moveFrom")), paragraph("c ", inserted("b", kind="moveTo"))]
    found = read_word_amendments(word_file(*body))
    assert [(one.kind, one.moved) for one in found.items] == [("delete", True), ("insert", True)]
    assert str(found.items[0]).endswith("(moved)")


def test_paragraph_marks_are_words_of_their_own():
    mark = "<w:ins w:author='Ann'/>"
    split = told(paragraph("One.", mark=mark), paragraph("Two."))
    assert split == [("insert", "Ann", "", "\n\n")]
    new = told(paragraph("One."), paragraph(inserted("New."), mark=mark), paragraph("Two."))
    assert new == [("insert", "Ann", "", "New.\n\n")]
    gone = told(paragraph(deleted("One."), mark="<w:del w:author='Ann'/>"), paragraph("Two."))
    assert gone == [("delete", "Ann", "One.\n\n", "")]


def test_paragraphs_are_counted_before_the_changes():
    body = [paragraph("One.", mark="<w:ins w:author='Ann'/>"), paragraph("More."), paragraph(deleted("Two."))]
    found = read_word_amendments(word_file(*body)).items
    assert [(one.paragraph, one.context) for one in found] == [(1, "One.More."), (2, "Two.")]


def test_tables_are_read_cell_by_cell():
    cells = "".join(f"<w:tc>{paragraph(text, inserted('x'))}</w:tc>" for text in ("a", "b"))
    row = f"<w:tr><w:trPr><w:ins w:author='Ann'/></w:trPr>{cells}</w:tr>"
    found = read_word_amendments(word_file(f"<w:tbl>{row}</w:tbl>"))
    assert [one.context for one in found.items] == ["a", "b"]
    assert found.notes == (
        "1 rows of tables were added or struck out: their words are read, the rows are not",
    )


def test_comments_tell_what_they_are_about_also_when_they_overlap():
    body = paragraph("a ", span(1, True), "b ", span(2, True), "c", span(1, False), " d", span(2, False))
    found = told(body, comments=comment(1, "First") + comment(2, "Second", "Ben"))
    assert found == [("comment", "Ann", "b c", "First"), ("comment", "Ben", "c d", "Second")]


def test_a_comment_without_end_or_place_is_not_lost():
    body = paragraph("a ", span(1, True), "b")
    found = told(body, comments=comment(1, "Open") + comment(2, "Nowhere"))
    assert found == [("comment", "Ann", "b", "Open"), ("comment", "Ann", "", "Nowhere")]


def test_what_is_not_read_has_a_note():
    form = "<w:r><w:rPr><w:rPrChange w:author='Ann'/></w:rPr><w:t>a</w:t></w:r>"
    drawing = f"<w:r><w:drawing>{inserted('x')}</w:drawing></w:r>"
    found = read_word_amendments(
        word_file(
            paragraph(form, drawing), footnotes=paragraph(inserted("y")), header1=paragraph(inserted("z"))
        )
    )
    assert found.items == ()
    assert found.notes == (
        "1 changes in the headers of the file are not read",
        "1 changes in the footnotes of the file are not read",
        "1 changes of form alone are not read",
        "1 changes in drawings and text boxes are not read",
    )


def test_signs_that_direct_writing_are_left_out_of_words_and_names():
    found = told(paragraph("a ", inserted("\u2068شيء\u2069", "A\u202enn")))
    assert found == [("insert", "Ann", "", "شيء")]


def test_ten_thousand_changes_are_read():
    body = [paragraph("a ", *(deleted("b ") + plain("c ") for _ in range(1000))) for _ in range(10)]
    assert len(read_word_amendments(word_file(*body)).items) == 10_000


def test_more_changes_than_are_read_are_refused(monkeypatch):
    monkeypatch.setattr("detente.case.draft.amendments.MOST_AMENDMENTS", 3)
    body = paragraph(*[deleted("b ") + plain("c ") for _ in range(4)])
    with pytest.raises(SourceError, match="more than 3 changes"):
        read_word_amendments(word_file(body))


def zipped(document, name="word/document.xml"):
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, document)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "not a .docx file"),
        (b"\xd0\xcf\x11\xe0" * 64, "not a .docx file"),
        (zipped("<a/>", "word/other.xml"), "not a .docx file"),
        (zipped(" " * 3_000_000), "packed beyond belief"),
        (zipped("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "declares a document type"),
        (zipped("<a>"), "damaged XML"),
        (zipped("<a/>"), "the file has no text"),
        (
            zipped(
                f"<w:d xmlns:w='{W}'><w:body>{'<w:p><w:ins>' * 150}{'</w:ins></w:p>' * 150}</w:body></w:d>"
            ),
            "deep",
        ),
    ],
)
def test_a_file_that_no_program_writes_is_refused_with_one_clear_error(content, what):
    with pytest.raises(SourceError, match=what) as caught:
        read_word_amendments(content, where="answer.docx")
    assert caught.value.where == "answer.docx"
    assert caught.value.hint


GOOD = word_file(
    paragraph("Article 1. A", style="T1"),
    paragraph("a ", span(1, True), deleted("b"), inserted("c"), span(1, False), mark="<w:ins w:author='B'/>"),
    paragraph(inserted(deleted("d", "Ben"))),
    styles=STYLES,
    comments=comment(1, "e"),
)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=4)), min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused(damages):
    content = bytearray(GOOD)
    for at, noise in damages:
        content[at : at + len(noise)] = noise
    try:
        found = read_word_amendments(bytes(content), where="answer.docx").file
    except SourceError as error:
        found = error.where
    assert found == "answer.docx"


TAGS = st.sampled_from(
    ["p", "r", "t", "ins", "del", "tbl", "tc", "moveTo", "pPr", "rPr", "commentRangeStart", "x"]
)
TREES = st.recursive(
    st.builds("<w:{0} w:id='1' w:author='A' w:date='x'/>".format, TAGS) | st.just("words"),
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag} w:id='1'>{''.join(parts)}</w:{tag}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=20,
)


@given(TREES)
def test_elements_in_any_order_do_not_harm(tree):
    content = f"<w:d xmlns:w='{W}'><w:body>{tree}</w:body></w:d>"
    found = read_word_amendments(zipped(content), where="answer.docx")
    assert all(one.kind in {"insert", "delete", "replace", "comment"} for one in found.items)
