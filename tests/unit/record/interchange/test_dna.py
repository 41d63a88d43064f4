"""DNA lists: its columns for its users, ours for us; its own lists are read with places in UTF-16 units."""

import csv
import datetime as dt

import pytest

from detente.errors import RecordError
from detente.record.interchange.dna import DNA
from detente.record.interchange.exchange import export_record, import_record, open_record

HEAD = (
    '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text"'
    ';"person";"organization";"concept";"agreement"'
)
TEXT = 'A 👍 was "seen"; then talks went on. 👍 Then they left.'


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def foreign(tmp_path, *lines, head=HEAD):
    path = tmp_path / "theirs.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


def test_its_columns_come_first_and_hold_what_it_knows(record, tmp_path):
    path = export_record(record, tmp_path / "r.dna.csv", "dna").path
    told = rows(path)
    assert tuple(told[0])[:16] == DNA
    assert [told[0][name] for name in ("statement_id", "time", "person", "organization")] == [
        "1",
        "2001-05-08 00:00:00",
        "aland",
        "aland",
    ]
    assert [(row["concept"], row["agreement"]) for row in told] == [
        ("harbour: whole", "1"),
        ("harbour", "0"),
        ("", "1"),
    ]


def test_what_it_cannot_carry_is_told(record, tmp_path):
    done = export_record(record, tmp_path / "r.dna.csv", "dna")
    assert "figures: 1 (only in the columns detente_...)" in done.left_out
    assert "documents without a statement: 1" in done.left_out
    assert "stances neither for nor against, told as agreement: 1 (only in the columns detente_...)" in (
        done.left_out
    )


def test_a_list_of_its_own_is_read(tmp_path):
    lines = [
        '7;2001-05-08 10:30:00;3;"Talks";"W";"Daily";"";"news";"was \'seen\', then";"";"Aland";"harbour";1',
        '8;2001-05-07 10:30:00;3;"Talks";"W";"Daily";"";"news";"";"Bo";"";"harbour";0',
    ]
    found = open_record(foreign(tmp_path, *lines), texts={"3": TEXT})
    first, second = found.record.statements
    assert (first.holder, first.identified, first.issue, first.stance) == ("Aland", "", "harbour", "for")
    assert first.span is not None
    assert first.span.exact == 'was "seen"; then'
    assert (second.holder, second.identified, second.stance, second.span) == ("Bo", "named", "against", None)
    assert found.record.documents[0].published == dt.date(2001, 5, 7)
    assert [(note.line, note.what) for note in found.notes] == [(2, "the passage: found by its words")]


def test_places_count_utf16_units_in_its_lists(tmp_path):
    head = "statement_id;time;organization;concept;agreement;start_position;stop_position;text;document_id"
    start = len(TEXT[: TEXT.index("Then")].encode("utf-16-le")) // 2
    lines = [f"7;2001-05-08 10:30:00;Aland;harbour;1;{start};{start + 4};Then;3"]
    found = open_record(foreign(tmp_path, *lines, head=head), "dna", {"3": TEXT})
    span = found.record.statements[0].span
    assert span is not None
    assert (span.start, span.exact) == (TEXT.index("Then"), "Then")
    assert found.notes[0].what == "the passage: its places count UTF-16 code units"


def test_without_the_text_the_passage_is_left_out_and_noted(tmp_path):
    head = "statement_id;time;organization;concept;agreement;start_position;stop_position;text;document_id"
    found = open_record(foreign(tmp_path, "7;2001-05-08;Aland;harbour;1;0;1;A;3", head=head))
    assert found.record.statements[0].span is None
    assert found.notes[0].what == "the passage is left out: the document's text was not given"


def test_a_passage_that_the_text_does_not_hold_is_refused(tmp_path):
    head = "statement_id;time;organization;concept;agreement;start_position;stop_position;text;document_id"
    path = foreign(tmp_path, "7;2001-05-08;Aland;harbour;1;0;4;gone;3", head=head)
    with pytest.raises(RecordError, match="do not stand in the text"):
        import_record(path, texts={"3": TEXT})


def test_its_faults_are_told_together(tmp_path):
    head = "statement_id;time;organization;concept;agreement;document_id"
    lines = [
        "7;soon;Aland;harbour;1;3",
        ";2001-05-08;Aland;harbour;1;3",
        "9;2001-05-08;Aland;harbour;2;3",
        "10;x",
    ]
    with pytest.raises(RecordError) as caught:
        import_record(foreign(tmp_path, *lines, head=head))
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [
        (2, "'soon' is no time"),
        (3, "a statement needs its id and its document's"),
        (4, "'2' is neither 0 nor 1"),
        (5, "the row has 2 cells, there are 6 columns"),
    ]


def test_a_list_without_its_columns_is_refused(tmp_path):
    with pytest.raises(RecordError) as caught:
        import_record(foreign(tmp_path, "1;2", head="statement_id;what"), "dna")
    assert [problem.what for problem in caught.value.problems] == [
        "the column time is missing",
        "the column document_id is missing",
        "there is no column organization and none person",
    ]
