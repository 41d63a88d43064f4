"""What stands in a written workbook: nothing that runs, nobody's name, the same bytes for the same case."""

import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from detente.case.history import Event
from detente.case.library import example
from detente.case.model import Case
from detente.case.readers import detect, read_case
from detente.case.workbook.layout import KEY_ROW
from detente.case.workbook.reader import workbook_as_read
from detente.case.workbook.sheets import SHEETS
from detente.case.workbook.writer import workbook_bytes, write_workbook
from detente.errors import CaseError, SourceError
from detente.languages import LANGUAGES, speaking
from detente.record.statement import Decision
from detente.sources.when import When

CASE = read_case(Path(__file__).parent.parent / "bad_input" / "base.yaml")
AWKWARD = example("two-rivers")
DAY = dt.date(2024, 7, 3)
RUN = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", '=HYPERLINK("http://x","y")')


def grids(book):
    read = CalamineWorkbook.from_filelike(BytesIO(book))
    return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}


def parts(book):
    with ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def with_events(*texts):
    return CASE.with_(
        events=(
            *CASE.events,
            *(Event(id=f"x{k}", what=text, date=When.on(DAY), known=DAY) for k, text in enumerate(texts)),
        )
    )


def test_the_same_case_gives_the_same_bytes():
    assert workbook_bytes(CASE) == workbook_bytes(CASE)


def test_nothing_tells_who_wrote_it_or_when():
    core = parts(workbook_bytes(CASE))["docProps/core.xml"]
    assert re.findall(r"<dc:creator>(.*?)<|<cp:lastModifiedBy>(.*?)<", core) == [("", ""), ("", "")]
    assert set(re.findall("[0-9]{4}-[0-9]{2}-[0-9]{2}", core)) == {"2000-01-01"}


def test_no_cell_holds_a_formula_and_what_would_run_stands_behind_an_apostrophe():
    book = workbook_bytes(with_events(*RUN))
    assert not [name for name, text in parts(book).items() if "sheet" in name and re.search("<f[ >/]", text)]
    shown = [row[1] for row in grids(book)["Events"][KEY_ROW:]]
    assert shown[-len(RUN) :] == [f"'{text}" for text in RUN]
    assert [event.what for event in workbook_as_read(book).case.events[-len(RUN) :]] == list(RUN)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_workbook_in_any_language_reads_back(code):
    with speaking(code):
        book = workbook_bytes(CASE)
    assert workbook_as_read(book).case == CASE


@pytest.mark.parametrize("code", LANGUAGES)
def test_sheets_run_in_the_direction_of_the_language(code):
    with speaking(code):
        book = parts(workbook_bytes(CASE))
    flags = ['rightToLeft="1"' in book[f"xl/worksheets/sheet{k}.xml"] for k in range(1, len(SHEETS) + 2)]
    assert set(flags) == {LANGUAGES[code].direction == "rtl"}


def test_days_are_dates_and_other_dates_are_text():
    case = CASE.with_(
        events=(
            Event(id="e", what="a", date=When.parse("2024-06-24/30"), known=DAY),
            Event(id="f", what="b", date=When.on(DAY), known=dt.date.max),
            Event(id="g", what="c", date=When.on(dt.date(1899, 1, 5)), known=DAY),
            Event(id="h", what="d", date=When.on(dt.date(1905, 7, 16)), known=DAY),
        )
    )
    rows = grids(workbook_bytes(case))["Events"][KEY_ROW:]
    assert [row[4] for row in rows] == ["2024-06-24/30", DAY, "1899-01-05", "1905-07-16"]
    assert [row[5] for row in rows] == [DAY, dt.date.max, DAY, DAY]


def test_names_that_look_like_something_else_stay_text():
    pages = grids(workbook_bytes(AWKWARD))
    assert ["NO", "NO"] in [row[:2] for row in pages["Parties"][KEY_ROW:]]
    assert "ساحل" in [row[0] for row in pages["Others"][KEY_ROW:]]


def test_numbers_keep_every_digit():
    value = 0.1 + 0.2
    case = CASE.with_(figures=(replace(CASE.figures[0], value=value),))
    assert ">0.30000000000000004<" in "".join(parts(workbook_bytes(case)).values())


def test_each_sheet_has_heads_hints_and_keys_above_its_rows():
    pages = grids(workbook_bytes(CASE))
    for sheet in SHEETS:
        heads, hints, keys = pages[sheet.title][:3]
        assert [head for head in heads if head] == [column.head for column in sheet.columns]
        assert [key for key in keys if key] == [f"{sheet.key}.{column.key}" for column in sheet.columns]
        assert len([hint for hint in hints if hint]) >= len(sheet.columns) - 3


def test_cells_that_name_something_offer_a_list():
    book = parts(workbook_bytes(CASE))
    order = ["Read me", *(sheet.title for sheet in SHEETS)]
    weights = book[f"xl/worksheets/sheet{order.index('Weights') + 1}.xml"]
    assert "'Preferences'!$A$4:$A$505" in weights.replace("&apos;", "'")
    assert "'Issues'!$A$4" in weights.replace("&apos;", "'")
    others = book[f"xl/worksheets/sheet{order.index('Others') + 1}.xml"]
    assert "endorser" in others


def test_a_text_that_no_cell_holds_is_refused():
    with pytest.raises(CaseError, match="a text of 40,000 characters is more than a cell holds"):
        workbook_bytes(with_events("x" * 40_000))


def test_how_a_statement_was_decided_is_refused_not_lost():
    decided = CASE.statements[0].with_(decision=Decision(verdict="accepted", by="a", at="2031-01-01"))
    with pytest.raises(CaseError, match="which a workbook does not keep"):
        workbook_bytes(CASE.with_(statements=(decided,)))


def test_a_workbook_is_recognised_by_its_name(tmp_path):
    file = write_workbook(CASE, tmp_path / "case.XLSX")
    assert detect(file) == "workbook"
    assert read_case(file) == CASE


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(SourceError, match="cannot be written"):
        write_workbook(CASE, tmp_path / "nowhere" / "case.xlsx")


def test_an_empty_case_has_a_workbook_too():
    assert workbook_bytes(Case(id="x", title="X")).startswith(b"PK")
