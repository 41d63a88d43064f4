"""CSV: safe to open, complete, and every fault told with its line and column."""

import csv

import pytest

from detente.errors import RecordError
from detente.record.interchange.exchange import export_record, import_record
from detente.record.interchange.rows import COLUMNS


@pytest.fixture
def path(record, tmp_path):
    return export_record(record, tmp_path / "r.csv", "csv").path


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def change(path, number, **cells):
    told = rows(path)
    told[number].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(told)


def problems(path):
    with pytest.raises(RecordError) as caught:
        import_record(path, "csv")
    return [(problem.line, problem.path, problem.what) for problem in caught.value.problems]


def test_each_statement_is_a_row_and_so_is_a_document_without_one(path):
    told = rows(path)
    assert [row["id"] for row in told] == ["s-1", "s-2", "s-3", ""]
    assert [row["document_id"] for row in told] == ["r-1", "r-1", "r-1", "r-2"]


def test_numbers_stay_numbers_and_formulas_do_not(path):
    told = rows(path)
    assert told[1]["value"] == "-5.0"
    assert told[0]["note"] == "'=seen"


def test_a_mark_is_written_on_request_and_read(record, tmp_path):
    path = export_record(record, tmp_path / "r.csv", "csv-mark").path
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert import_record(path) == record


def test_a_spreadsheet_may_write_other_line_ends(record, path):
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    assert import_record(path) == record


@pytest.mark.parametrize(
    ("cells", "line", "place", "what"),
    [
        ({"act": "shouts"}, 2, "act", "'shouts' is none of accepts, claims"),
        ({"value": "many"}, 2, "value", "'many' is no number"),
        ({"span_start": "-1"}, 2, "span_start", "'-1' is no whole number"),
        ({"span_start": ""}, 2, "span_document", "is told, but span_start is empty"),
        ({"relays": "a\\b"}, 2, "relays", "a list holds a backslash before 'b'"),
        ({"changes": "a|b"}, 2, "changes", "changes are told by threes"),
        ({"score": "1.5"}, 2, "coding.score", "is 1.5, not between 0 and 1"),
        ({"document_number": "x"}, 2, "document_number", "'x' is no number"),
        ({"id": "s-2"}, 3, "", "the statement 's-2' is there twice, first in line 2"),
        ({"document_title": "other"}, 3, "", "document 1 is told otherwise than in line 2"),
        ({"pack": "other"}, 1, "", "the rows name several packs"),
    ],
)
def test_a_wrong_cell_is_told(path, cells, line, place, what):
    change(path, 0, **cells)
    told = problems(path)
    assert told[0][0] >= line
    assert told[0][1] == place
    assert told[0][2].startswith(what)


def test_missing_and_strange_columns_are_told_together(path):
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("holder", "holdr", 1), encoding="utf-8")
    assert [what for _, _, what in problems(path)] == [
        "the column holder is missing",
        "there is no column 'holdr'",
    ]


def test_a_row_with_too_few_cells_is_told(path):
    with path.open("a", encoding="utf-8") as file:
        file.write("s-9,r-1\r\n")
    line, _, what = problems(path)[0]
    assert what.startswith("the row has 2 cells")
    assert line == len(path.read_text(encoding="utf-8").splitlines())
