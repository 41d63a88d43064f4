"""Tables read back what was written; damaged ones are told with the line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RecordError
from detente.record.interchange.files import LONGEST, Findings
from detente.record.interchange.table import guarded, items, joined, lines_of, rows_of, unguarded
from record_strategies import awkward

tables = st.lists(st.lists(awkward(12), min_size=2, max_size=4), max_size=4)


@given(rows=tables, delimiter=st.sampled_from(",;\t"))
def test_rows_come_back_as_they_were(rows, delimiter):
    text = "".join(lines_of(rows, delimiter))
    findings = Findings("x.csv")
    assert [row for _, row in rows_of(text, delimiter, findings)] == rows
    assert findings.problems == []


@given(rows=tables)
def test_another_reader_reads_the_same_rows(rows):
    text = "".join(lines_of(rows, ","))
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows


@given(cell=awkward())
def test_no_cell_begins_like_a_formula_and_all_come_back(cell):
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(guarded(cell)) == cell


@given(values=st.lists(awkward(8), max_size=4))
def test_lists_come_back_from_one_cell(values):
    assert items(joined(values)) == tuple(values)


@pytest.mark.parametrize("cell", ["a\\", "a\\x", "a\\e"])
def test_a_stray_backslash_in_a_list_is_refused(cell):
    with pytest.raises(ValueError, match="backslash"):
        items(cell)


def test_faults_are_told_with_their_line():
    findings = Findings("x.csv")
    rows = list(rows_of('a,"b\nc"d\n"e",f\n', ",", findings))
    assert rows == [(1, ["a", "b\nc"]), (3, ["e", "f"])]
    assert [problem.where for problem in findings.problems] == ["x.csv:2"]
    with pytest.raises(RecordError, match="never closed") as caught:
        list(rows_of('a,b\nc,"d', ",", Findings("x.csv")))
    assert caught.value.where == "x.csv:2"


def test_an_endless_cell_is_told_and_emptied():
    findings = Findings("x.csv")
    assert list(rows_of("a," + "x" * (LONGEST + 1), ",", findings)) == [(1, ["a", ""])]
    assert "1,000,001 characters" in findings.problems[0].what
