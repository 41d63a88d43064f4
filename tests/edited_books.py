"""Workbooks as a person may leave them: cells overwritten or merged, sheets renamed, dropped or doubled."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_cell_to_rowcol

__all__ = ["Formula", "edited", "moved_columns"]


@dataclass(frozen=True)
class Formula:
    """A formula with the value that was last saved, "" for none; an error such as #REF! is a value too."""

    text: str
    value: Any = ""


def edited(
    book: bytes,
    cells: dict[str, Any] | None = None,
    *,
    names: dict[str, str] | None = None,
    drop: tuple[str, ...] = (),
    double: str = "",
    merge: str = "",
) -> bytes:
    """The workbook with these cells (`Sheet!C4`) overwritten, sheets named anew, dropped, or copied."""
    pages = _pages(book)
    for address, value in (cells or {}).items():
        sheet, _, cell = address.rpartition("!")
        _put(pages[sheet.strip("'")], xl_cell_to_rowcol(cell), value)
    if double:
        pages[f"{double} (2)"] = pages[double]
    kept = {(names or {}).get(name, name): rows for name, rows in pages.items() if name not in drop}
    return _written(kept, merge)


def moved_columns(book: bytes, sheet: str) -> bytes:
    """The workbook with the columns of a sheet in reverse order, and one of its reader's own among them."""
    pages = _pages(book)
    pages[sheet] = [
        [*reversed(row), "mine" if number != 2 else ""] for number, row in enumerate(pages[sheet])
    ]
    return _written(pages, "")


def _pages(book: bytes) -> dict[str, list[list[Any]]]:
    return {name: [list(row) for row in rows] for name, rows in _read(book).items()}


@cache
def _read(book: bytes) -> dict[str, list[list[Any]]]:
    read = CalamineWorkbook.from_filelike(BytesIO(book))
    return {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}


def _put(rows: list[list[Any]], at: tuple[int, int], value: Any) -> None:
    row, column = at
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def _written(pages: dict[str, list[list[Any]]], merge: str) -> bytes:
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, rows in pages.items():
        page = book.add_worksheet(name)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                _write(page, (row, column), value, (day, moment))
        sheet, _, cells = merge.rpartition("!")
        if sheet == name:
            page.merge_range(*_corners(cells), "one", None)
    book.close()
    return content.getvalue()


def _write(page: Any, at: tuple[int, int], value: Any, pens: tuple[Any, Any]) -> None:
    if isinstance(value, Formula):
        page.write_formula(*at, value.text, None, value.value)
    elif isinstance(value, bool):
        page.write_boolean(*at, value)
    elif isinstance(value, (dt.datetime, dt.time)):
        page.write_datetime(*at, value, pens[1])
    elif isinstance(value, dt.date):
        page.write_datetime(*at, dt.datetime.combine(value, dt.time()), pens[0])
    elif isinstance(value, (int, float)):
        page.write_number(*at, value)
    elif value:
        page.write_string(*at, value)


def _corners(cells: str) -> tuple[int, int, int, int]:
    first, _, last = cells.partition(":")
    return (*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last))
