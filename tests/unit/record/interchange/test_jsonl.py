"""JSON Lines: every problem of a file at once, each with its line, field and a hint."""

import json

import pytest

from detente.errors import RecordError
from detente.record.interchange.exchange import export_record, import_record
from detente.record.interchange.files import LONGEST
from detente.record.record import Record


@pytest.fixture
def lines(record, tmp_path):
    path = export_record(record, tmp_path / "r.jsonl", "jsonl").path
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read(lines, tmp_path):
    path = tmp_path / "changed.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return import_record(path)


def problems(lines, tmp_path):
    with pytest.raises(RecordError) as caught:
        read(lines, tmp_path)
    told = caught.value.problems
    assert all(problem.file.endswith("changed.jsonl") for problem in told)
    return [(problem.line, problem.path, problem.what) for problem in told]


def test_a_record_comes_back(record, lines, tmp_path):
    assert read(lines, tmp_path) == record


def test_all_problems_are_told_at_once(lines, tmp_path):
    lines[1]["document"]["published"] = "2001-02-30"
    lines[3]["statement"].update(act="shouts", known="soon", date="2001-13", vlaue=3)
    lines[4]["statement"]["span"]["end"] = 3
    told = problems(lines, tmp_path)
    assert [(line, path) for line, path, _ in told] == [
        (2, "document.published"),
        (4, "statement.vlaue"),
        (4, "statement.act"),
        (4, "statement.date"),
        (4, "statement.known"),
        (5, "statement.span"),
        (5, "statement.span"),
    ]
    assert told[0][2] == "'2001-02-30' is no date; write it as 2024-07-04"


def test_an_id_told_twice_names_the_first_line(lines, tmp_path):
    lines.append(lines[5])
    lines[0]["statements"] = 4
    assert problems(lines, tmp_path) == [(7, "", "the statement 's-3' is there twice, first in line 6")]


def test_a_file_that_was_cut_short_is_noticed(lines, tmp_path):
    assert problems(lines[:-1], tmp_path) == [(1, "statements", "told 3 statements, holds 2")]


def test_a_newer_version_is_refused(lines, tmp_path):
    lines[0]["version"] = 2
    assert problems(lines, tmp_path) == [(1, "", "is of version 2; version 1 is read")]


def test_a_text_that_is_not_the_one_of_its_digest_is_refused(lines, tmp_path):
    lines[3]["statement"]["span"]["exact"] = "We demand the harbour, at once"
    assert problems(lines, tmp_path)[0][2] == "the text of the span does not have the digest that is told"


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("holder", 3, "a text is needed, not 3"),
        ("holder", "\ud800", "half a surrogate pair stands at character 0"),
        ("holder", "x" * (LONGEST + 1), "the text has 1,000,001 characters; at most 1,000,000 are read"),
        ("to", "aland", "a list of texts is needed, not 'aland'"),
        ("value", True, "a number is needed, not True"),
        ("value", 10**400, "the number is too large"),
        ("stance", "maybe", "'maybe' is none of against, conditional, for"),
        ("reports", [1], "a text is needed, not 1"),
    ],
)
def test_a_wrong_value_is_told(lines, tmp_path, field, value, what):
    lines[5]["statement"][field] = value
    assert problems(lines, tmp_path) == [(6, f"statement.{field}", what)]


@pytest.mark.parametrize(
    "line", ['{"statement": ', "[" * 100_000, '{"statement": {"value": NaN}}', "7", "null"]
)
def test_a_damaged_line_is_told_with_its_number(lines, tmp_path, line):
    path = tmp_path / "damaged.jsonl"
    path.write_text(json.dumps(lines[0] | {"documents": 0, "statements": 0}) + "\n" + line, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        import_record(path)
    assert caught.value.problems[0].line == 2


def test_a_wrong_encoding_is_told_with_its_line(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'{"format": "detente-record"}\n{"document": "\xe9"}\n')
    with pytest.raises(ValueError, match="not UTF-8") as caught:
        import_record(path)
    assert str(caught.value).startswith(f"{path}:2: ")


def test_at_most_a_hundred_problems_are_listed(lines, tmp_path):
    told = problems([lines[0], *[{"statement": {}}] * 500], tmp_path)
    assert len(told) == 101
    assert told[-1][2] == "further problems are not listed"


def test_an_empty_record_comes_back(tmp_path):
    path = export_record(Record(pack="p"), tmp_path / "r.jsonl", "jsonl").path
    assert import_record(path) == Record(pack="p")
