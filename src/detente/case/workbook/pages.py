"""The rows of the sheets that are ours, found by their keys: each cell read, each fault with its address.

A row with a fault is left aside as a whole, so that the rest of the workbook can still be looked at.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from detente.case.readers.yaml_nodes import Map
from detente.case.workbook.cells import Misfit, is_blank, listed, node_of, plain_number
from detente.case.workbook.grid import Grid, column_number, where
from detente.case.workbook.layout import MOST_ROWS, RANGE_PARTS, Column, Sheet
from detente.case.workbook.sheets import CASE, FIELDS, SHEETS
from detente.errors import Problem, nearest

__all__ = ["Page", "ReadRow", "pages_of"]

_KEY: Final = re.compile(r"([a-z_]+)\.([a-z_0-9.]+)")
_LOOKED_THROUGH: Final = 10
"""How many rows from the top may hold the keys."""
_UNKNOWN = Column(key="", head="")


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row: the node of each cell that is not blank, and the address of every one of its cells.

    `sound` False: something in it does not fit, and has been told.
    """

    nodes: dict[str, Any]
    cells: dict[str, str]
    first: str
    sound: bool


@dataclass(slots=True)
class Page:
    """A sheet that is ours with its rows; `name` is what it is called in this workbook.

    `sound` False: its columns are not all there, so no row was read.
    """

    sheet: Sheet
    name: str
    sound: bool = True
    rows: list[ReadRow] = field(default_factory=list)

    def top(self) -> str:
        """The address of the sheet as a whole."""
        return where(self.name, "A1")


def pages_of(
    grids: Iterable[Grid], problems: list[Problem], notes: list[Problem], file: str
) -> dict[str, Page]:
    """The sheets that are ours by their keys; what is wrong goes to `problems`, what is odd to `notes`."""
    tell = _Tell(file, problems, notes)
    pages: dict[str, Page] = {}
    unread = False
    for grid in grids:
        if grid.too_large:
            unread = True
            tell.wrong(where(grid.name, "A1"), grid.too_large, "move what is not part of the case elsewhere")
            continue
        row, key = _keys_of(grid)
        if not key:
            continue
        sheet = next(sheet for sheet in SHEETS if sheet.key == key)
        if key in pages:
            what = f"holds the keys of {sheet.title}, and so does {pages[key].name!r}"
            tell.wrong(grid.at(row, 1), what, "keep one of the two sheets, or clear the keys of the other")
            continue
        pages[key] = Page(sheet=sheet, name=grid.name)
        _read(grid, pages[key], row, tell)
    if not unread:
        _tell_missing(pages, {grid.name for grid in grids}, tell)
    return pages


@dataclass(frozen=True, slots=True)
class _Tell:
    """Where problems and notes go."""

    file: str
    problems: list[Problem]
    notes: list[Problem]

    def wrong(self, cell: str, what: str, hint: str) -> None:
        self.problems.append(Problem(path=cell, what=what, hint=hint, file=self.file))

    def odd(self, cell: str, what: str, hint: str = "") -> None:
        self.notes.append(Problem(path=cell, what=what, hint=hint, file=self.file))


def _tell_missing(pages: dict[str, Page], names: set[str], tell: _Tell) -> None:
    missing = [sheet for sheet in SHEETS if sheet.key not in pages]
    if len(missing) == len(SHEETS):
        hint = "start from a workbook that `detente export CASE FILE.xlsx` wrote"
        tell.wrong("", "no sheet has the keys of a case in one of its first rows", hint)
        return
    for sheet in missing:
        if sheet.title in names:
            what = f"the row of keys ({sheet.key}.{sheet.columns[0].key} and so on) is missing"
            tell.wrong(where(sheet.title, "A3"), what, "copy it from a workbook that was exported")
        else:
            hint = "copy it from a workbook that was exported; it may be empty below its keys"
            tell.wrong("", f"the sheet {sheet.title!r} is missing", hint)


def _keys_of(grid: Grid) -> tuple[int, str]:
    """The row that holds the keys, counted from 1, and the key of the sheet; 0 and "" where there is none."""
    known = {sheet.key for sheet in SHEETS}
    for number, row in enumerate(grid.rows[:_LOOKED_THROUGH], 1):
        for value in row:
            found = _KEY.fullmatch(value) if isinstance(value, str) else None
            if found and found[1] in known:
                return number, found[1]
    return 0, ""


def _read(grid: Grid, page: Page, keys: int, tell: _Tell) -> None:
    before = len(tell.problems)
    columns = _columns_of(grid, page.sheet, keys, tell)
    page.sound = len(tell.problems) == before
    if not page.sound:
        return
    last = max(columns)
    merged = set()
    for reference in grid.merged:
        rows, places = _extent(reference)
        if rows.stop > keys + 1 and set(places) & set(columns):
            merged |= set(rows)
            tell.wrong(
                where(grid.name, reference), "the cells are merged", "unmerge them: a row is one thing"
            )
    if len(grid.rows) - keys > MOST_ROWS:
        hint = "move what is not part of the case elsewhere"
        tell.wrong(page.top(), f"holds more than {MOST_ROWS:,} rows", hint)
        return
    quiet = _Tell(tell.file, [], [])
    for number, values in enumerate(grid.rows[keys:], keys + 1):
        special = any((number, place) in kind for kind in (grid.errors, grid.formulas) for place in columns)
        if special or not all(is_blank(value) for place, value in enumerate(values, 1) if place in columns):
            padded = [*values, *([None] * (last - len(values)))]
            row = _row(grid, number, padded, columns, quiet if number in merged else tell)
            page.rows.append(replace(row, sound=row.sound and number not in merged))


def _extent(reference: str) -> tuple[range, range]:
    """The rows and the columns of a range such as B5:C6, counted from 1."""
    corners = re.findall("([A-Z]{1,3})([0-9]{1,7})", reference) or [("A", "1")]
    rows = [int(row) for _, row in corners]
    columns = [column_number(letters) for letters, _ in corners]
    return range(min(rows), min(max(rows), MOST_ROWS) + 1), range(min(columns), max(columns) + 1)


def _columns_of(grid: Grid, sheet: Sheet, keys: int, tell: _Tell) -> dict[int, Column]:
    """The columns of the sheet by their place, counted from 1."""
    found: dict[int, Column] = {}
    known = [f"{sheet.key}.{column.key}" for column in sheet.columns]
    for place, value in enumerate(grid.rows[keys - 1], 1):
        if is_blank(value):
            continue
        key = value.strip() if isinstance(value, str) else ""
        column = sheet.column(key.removeprefix(f"{sheet.key}.")) if key in known else None
        if column is None:
            what = f"there is no column with the key {str(value)[:60]!r}"
            tell.wrong(grid.at(keys, place), what, f"{nearest(key, known)}; clear the cell if it is yours")
        elif column in found.values():
            tell.wrong(grid.at(keys, place), f"the key {key!r} stands here twice", "keep one of the two")
        else:
            found[place] = column
    for column in sheet.columns:
        if column not in found.values():
            hint = "add it, or copy the sheet from a workbook that was exported"
            what = f"the column with the key '{sheet.key}.{column.key}' is missing"
            tell.wrong(where(grid.name, f"A{keys}"), what, hint)
    return found


def _row(grid: Grid, number: int, values: list[Any], columns: dict[int, Column], tell: _Tell) -> ReadRow:
    cells = {column.key: grid.at(number, place) for place, column in columns.items()}
    before = len(tell.problems)
    nodes: dict[str, Any] = {}
    for place, column in sorted(columns.items(), key=lambda one: one[1].key != "field"):
        kind = _field(str(nodes.get("field", ""))) if column is CASE.columns[1] else column
        value, cell = values[place - 1], cells[column.key]
        if not _is_value(grid, (number, place), value, cell, tell):
            continue
        if is_blank(value):
            if column.needed:
                tell.wrong(cell, "is empty", f"{column.head}: {column.hint}")
            continue
        try:
            nodes[column.key] = node_of(value, kind)
        except Misfit as fault:
            tell.wrong(cell, fault.what, fault.hint)
    told = {problem.path for problem in tell.problems[before:]}
    for prefix in _ranges(columns.values()):
        if not told & {cell for key, cell in cells.items() if key.startswith(f"{prefix}.")}:
            _join_range(prefix, nodes, cells, tell)
    first, sound = grid.at(number, min(columns)), len(tell.problems) == before
    return ReadRow(nodes=nodes, cells=cells, first=first, sound=sound)


def _is_value(grid: Grid, here: tuple[int, int], value: Any, cell: str, tell: _Tell) -> bool:
    """Whether there is a value to read, not an error or a formula that was never computed; tells which."""
    if here in grid.errors:
        tell.wrong(cell, f"holds the error {grid.errors[here]}", "correct its formula, or write the value")
        return False
    if grid.formulas.get(here) is False:
        hint = "open and save the workbook in a spreadsheet program, or write the value"
        tell.wrong(cell, "holds a formula without a last value", hint)
        return False
    if here in grid.formulas:
        shown = f"{value:g}" if isinstance(value, float) else str(value)[:60]
        tell.odd(cell, f"holds a formula; its last value {shown} is read")
    return True


def _field(key: str) -> Column:
    """What belongs in the second column of the sheet of the case."""
    return next((field for field in FIELDS if field.key == key), _UNKNOWN)


def _join_range(prefix: str, nodes: dict[str, Any], cells: dict[str, str], tell: _Tell) -> None:
    """Puts the parts of an uncertain number together, as a case file would hold it."""
    found = {part: nodes.pop(f"{prefix}.{part}", None) for part in RANGE_PARTS}
    parts = {part: node for part, node in found.items() if node is not None}
    if not parts:
        return
    for part, what, hint in _range_faults(parts):
        tell.wrong(cells[f"{prefix}.{part}"], what, hint)
    likely = parts.get("likely", plain_number(0))
    node = Map(1)
    node["range"] = listed([parts.get("low", likely), likely, parts.get("high", likely)])
    node |= {key: value for key, value in parts.items() if key in RANGE_PARTS[3:]}
    nodes[prefix] = node


def _ranges(columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        if column.key.endswith(".likely"):
            yield column.key.removesuffix(".likely")


def _range_faults(parts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    low, likely, high = (float(parts[key]) if key in parts else None for key in ("low", "likely", "high"))
    if likely is None:
        yield "likely", "is empty beside the other parts of the number", "write the likely value"
        return
    for part, other in (("low", "high"), ("high", "low")):
        if part in parts and other not in parts:
            yield other, f"is empty while {part} is given", "give both, or neither for a certain number"
    order = "put low <= likely <= high"
    if low is not None and low > likely:
        yield "low", f"{low:g} is above the likely value {likely:g}", order
    if high is not None and high < likely:
        yield "high", f"{high:g} is below the likely value {likely:g}", order
