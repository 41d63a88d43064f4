"""What people, programs and accidents do to a workbook: every problem is told at once, by its cell."""

import datetime as dt
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from detente.case.readers import read_case
from detente.case.readers.yaml_nodes import load, plain_value
from detente.case.workbook.reader import read_workbook, workbook_as_read
from detente.case.workbook.wording import in_sheets
from detente.case.workbook.writer import workbook_bytes
from detente.errors import CaseError, SourceError, UnsupportedVersion
from edited_books import Formula, edited, moved_columns

HERE = Path(__file__).parent
CASE = read_case(HERE.parent / "bad_input" / "base.yaml")
GOOD = workbook_bytes(CASE)
PIECES = [
    piece.encode()
    for piece in ("<", ">", '"', "/>", "<c", "</v>", 't="e"', 't="d"', "999999999", "-1", "&a;")
]
ROWS = plain_value(load(HERE / "bad_cells.yaml"))


def value(found):
    if not isinstance(found, dict):
        return found
    if "formula" in found:
        return Formula(found["formula"], found["value"])
    if "moment" in found:
        return dt.datetime.fromisoformat(found["moment"])
    return dt.time.fromisoformat(found["time"]) if "time" in found else dt.date.fromisoformat(found["day"])


def read(book):
    return workbook_as_read(book, where="case.xlsx").case


def told(book):
    with pytest.raises(CaseError) as caught:
        read(book)
    assert {one.file for one in caught.value.problems} == {"case.xlsx"}
    return [f"{one.path}: {one.what}; {one.hint}" for one in caught.value.problems]


def test_an_edited_workbook_without_faults_is_read():
    assert read(edited(GOOD)) == CASE


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_bad_cell_is_reported_with_its_address_fault_and_hint(row):
    book = edited(GOOD, {cell: value(found) for cell, found in row["cells"].items()})
    assert told(book) == [f"{one['cell']}: {one['what']}; {one['hint']}" for one in row["problems"]]


def test_every_bad_cell_has_a_hint_in_the_words_of_sheets():
    hints = [problem["hint"] for row in ROWS for problem in row["problems"]]
    assert all(hints)
    assert len({row["name"] for row in ROWS}) == len(ROWS) >= 70
    assert not [hint for hint in hints if {"`", "{", "["} & set(hint) and "pip install" not in hint]


def test_a_missing_sheet_is_told():
    (found,) = told(edited(GOOD, drop=("Weights",)))
    hint = "copy it from a workbook that was exported; it may be empty below its keys"
    assert found == f": the sheet 'Weights' is missing; {hint}"


def test_a_sheet_that_is_there_twice_is_told():
    (found,) = told(edited(GOOD, double="Weights"))
    hint = "keep one of the two sheets, or clear the keys of the other"
    assert found == f"'Weights (2)'!A3: holds the keys of Weights, and so does 'Weights'; {hint}"


def test_merged_cells_are_told():
    assert told(edited(GOOD, merge="Events!A4:B5")) == [
        "Events!A4:B5: the cells are merged; unmerge them: a row is one thing"
    ]
    assert read(edited(GOOD, merge="Events!J4:K5")) == CASE


@pytest.mark.parametrize(
    ("cell", "what"),
    [("Weights!A50005", "holds more than 50,000 rows"), ("Weights!ZZ9", "holds more than 256 columns")],
)
def test_a_cell_far_away_is_told_before_the_sheet_is_laid_out(cell, what):
    assert told(edited(GOOD, {cell: "x"})) == [
        f"Weights!A1: {what}; move what is not part of the case elsewhere"
    ]


def test_a_workbook_that_is_no_case_is_told():
    content = BytesIO()
    book = Workbook(content)
    book.add_worksheet().write_string(0, 0, "budget")
    book.close()
    (found,) = told(content.getvalue())
    hint = "start from a workbook that `detente export CASE FILE.xlsx` wrote"
    assert found == f": no sheet has the keys of a case in one of its first rows; {hint}"


def test_a_newer_workbook_is_refused():
    with pytest.raises(UnsupportedVersion, match="is written in version 2 of the workbook"):
        read(edited(GOOD, {"Case!B4": 2}))


def test_sheets_may_be_renamed_and_columns_moved():
    assert read(edited(GOOD, names={"Weights": "Gewichte der Fragen"})) == CASE
    assert read(moved_columns(GOOD, "Option values")) == CASE


def test_a_problem_names_the_sheet_as_it_is_called():
    renamed = edited(GOOD, {"Weights!C4": 1}, names={"Weights": "Bob's weights"})
    assert told(renamed) == [
        "'Bob''s weights'!C4: 1 is above the likely value 0.6; put low <= likely <= high"
    ]


def test_what_a_person_adds_beside_the_columns_is_not_read():
    assert read(edited(GOOD, {"Weights!K1": "mine", "Weights!K9": 0.5, "Weights!K90": "x"})) == CASE


def test_a_formula_gives_its_last_value_and_is_noted():
    found = workbook_as_read(edited(GOOD, {"Weights!D4": Formula("=0.2*3", 0.6)}), where="case.xlsx")
    assert found.case == CASE
    assert [str(note) for note in found.notes] == [
        "case.xlsx Weights!D4: holds a formula; its last value 0.6 is read"
    ]


def test_a_certain_number_needs_its_likely_value_only():
    assert read(edited(GOOD, {"Weights!C4": "", "Weights!E4": ""})) == CASE


def test_a_year_may_be_a_number_and_a_truth_value_text():
    found = read(edited(GOOD, {"Events!E4": 2031, "Options!E4": "true"}))
    assert found.events[0].date.label == "2031"


def test_rules_are_said_in_the_words_of_sheets():
    assert in_sheets("add preferences/mayor.yaml") == "add mayor to the sheet of preferences"
    assert in_sheets("give it `readings:` first") == "give it readings first"


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    file = tmp_path / "case.xlsx"
    file.write_bytes(b"detente: 1")
    with pytest.raises(SourceError, match=r"case\.xlsx: this is not a \.xlsx file"):
        read_workbook(file)


def with_parts(**changes):
    """The good workbook with text of its parts replaced; `sheet2` and `workbook` name the parts."""
    content = BytesIO()
    with ZipFile(BytesIO(GOOD)) as good, ZipFile(content, "w") as archive:
        for name in good.namelist():
            text = good.read(name).decode()
            for old, new in changes.get(Path(name).stem, ()):
                assert old in text
                text = text.replace(old, new)
            archive.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"sheet2": [('r="A5"', 'r="xfd1048576"')]}, "holds more than 50,000 rows"),
        ({"sheet2": [('r="A5"', 'r="$A$5"')]}, "the workbook is damaged"),
        ({"sheet2": [("<worksheet", "<!DOCTYPE x><worksheet")]}, "the workbook is damaged"),
        ({"workbook": [('name="Parties"', 'name="CASE"')]}, "the workbook is damaged"),
        (
            {"workbook": [("<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook')]},
            "declares a document type",
        ),
    ],
)
def test_a_workbook_made_to_harm_is_refused(changes, what):
    with pytest.raises((SourceError, CaseError), match=what):
        read(with_parts(**changes))


def test_cells_without_addresses_and_with_text_of_their_own_are_read():
    inline = '<c r="B6" t="inlineStr"><is><t>The harbour</t></is></c>'
    with ZipFile(BytesIO(GOOD)) as good:
        (title,) = re.findall('<c r="B6".*?</c>', good.read("xl/worksheets/sheet2.xml").decode())
    assert read(with_parts(sheet2=[('<c r="A5"', "<c"), (title, inline)])) == CASE


def harmed(data, content):
    """The bytes with one to four pieces replaced."""
    found = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(found) - 1))
        piece = data.draw(st.binary(max_size=6) | st.sampled_from(PIECES))
        found[at : at + data.draw(st.integers(0, 12))] = piece
    return bytes(found)


@given(st.data())
def test_damaged_bytes_end_in_one_of_our_errors_or_in_a_case(data):
    with suppress(SourceError, CaseError):
        assert read(harmed(data, GOOD)).parties


@given(st.data())
def test_damaged_parts_end_in_one_of_our_errors_or_in_a_case(data):
    with ZipFile(BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    parts[name] = harmed(data, parts[name])
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    with suppress(SourceError, CaseError):
        assert read(content.getvalue()).parties
