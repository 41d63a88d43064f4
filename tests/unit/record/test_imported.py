"""Imported codings: what a hand-coded file gives, and that a bad one is a clear error naming each fault."""

import datetime as dt

import pytest

from detente.errors import RecordError
from detente.record.codebook import codebook_of, misfits
from detente.record.imported import read_codings
from detente.record.packs.pack import Pack, PackActor, PackIssue, PackOption

REPORT = "North said that 40 ships wait. 😀 South denied it."
HEAD = "articles:\n- {file: daily.txt, date: '2001-02-03'}\nrecords:\n"
GOOD = (
    "- {id: a, file: daily.txt, span: [0, 30], speaker: north, speaker_kind: institution, act: figure,"
    " issue: ships, summary: Ships wait, value: 40 ships, via: envoy}\n"
    "- {id: b, file: daily.txt, span: [33, 49], date: '2001-02', speaker: author, speaker_kind: author,"
    " act: denies, issue: ships}\n"
)


@pytest.fixture
def write(tmp_path):
    (tmp_path / "daily.txt").write_text(REPORT, encoding="utf-8")

    def _write(text):
        path = tmp_path / "gold.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_records_become_statements_with_verified_spans(write) -> None:
    record = read_codings(write(HEAD + GOOD))
    first, second = record.statements
    assert all(s.span.verify(REPORT) for s in record.statements)
    assert second.span.exact == "South denied it."
    assert (first.value, first.unit, first.relays) == (40.0, "ships", ("envoy",))
    assert first.date.last == first.known == dt.date(2001, 2, 3)
    assert second.date.label == "2001-02"
    assert record.document("daily").sha256


def test_the_voice_of_the_report_has_no_holder(write) -> None:
    second = read_codings(write(HEAD + GOOD)).statements[1]
    assert (second.holder, second.identified) == ("", "reporter")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("articles: [{file: gone.txt}]\nrecords: []\n", "gone.txt"),
        (HEAD + "- {id: a, file: daily.txt, span: [0, 500], act: claims}\n", "inside the report"),
        (HEAD + "- {id: a, file: daily.txt, span: [0], act: claims}\n", "pair of numbers"),
        (HEAD + "- {id: a, file: daily.txt, span: [x, y], act: claims}\n", "records a"),
        (HEAD + "- {id: a, file: daily.txt, span: [0, 5], act: sings}\n", "sings"),
        (HEAD + "- {id: a, file: other.txt, span: [0, 5], act: claims}\n", "other.txt"),
        (HEAD + "- {id: a, file: daily.txt, span: [0, 5], act: claims, date: soon}\n", "soon"),
        ("articles: [{file: daily.txt}]\nrecords: [{id: a, file: daily.txt, span: [0, 5]}]\n", "date"),
        ("just words", "holds no records"),
    ],
)
def test_a_bad_file_is_one_clear_error(write, text, told) -> None:
    with pytest.raises(RecordError, match=told):
        read_codings(write(text))


def test_the_hand_coded_reports_can_be_read(shared) -> None:
    record = read_codings(shared / "reports" / "gold.yaml")
    assert len(record.statements) == 87
    assert misfits(record) == ()


def test_the_codebook_names_what_does_not_fit(write) -> None:
    issue = PackIssue(id="harbour", options=(PackOption(id="open"),))
    found = misfits(read_codings(write(HEAD + GOOD)), Pack(id="p", issues=(issue,)))
    assert [problem.path for problem in found] == ["a.issue", "b.issue"]
    assert "harbour" in found[0].hint


def test_a_side_is_that_of_the_longest_known_part_of_an_id() -> None:
    book = codebook_of(Pack(id="p", actors=(PackActor(id="us.envoy", names=("Envoy",), side="mediators"),)))
    assert book.side("us.envoy.aide") == "mediators"
    assert book.side("us.officials.anon") == "us"
    assert book.side("") == book.side("author") == ""
    assert book.belongs("us.envoy", "mediators")
    assert book.belongs("us.officials.anon", "us")
    assert not book.belongs("usher", "us")
