"""The sheets of a workbook as rows of values, and what values do not tell: formulas, errors, merged cells.

Each sheet's XML is looked through before its values are read, so that no sheet that is far too large, or that
holds a cell far away from the others, is ever laid out in memory. No formula is computed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from xml.parsers.expat import ExpatError, ParserCreate

from detente.case.workbook.layout import MOST_ROWS
from detente.errors import MissingExtra, SourceError
from detente.sources.office_file import OfficeFile

__all__ = ["Grid", "column_letters", "column_number", "grids_of", "where"]

MOST_COLUMNS: Final = 256
_MOST_CELLS: Final = 2_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(slots=True)
class Grid:
    """One sheet: its name, its rows from the first on, and its cells of a special kind by (row, column).

    Rows and columns are counted from 1. `formulas` says whether a last value was saved; `errors` the error
    that a cell shows; `merged` the ranges that are one cell; `too_large` why the values were not read.
    """

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    too_large: str = ""

    def at(self, row: int, column: int) -> str:
        """The address of a cell as a spreadsheet program understands it."""
        return where(self.name, f"{column_letters(column)}{row}")


def where(sheet: str, cells: str) -> str:
    """The address of cells; a name with other signs than letters and digits stands in quotes.

    >>> where("Weights", "C7"), where("Option values", "C7")
    ('Weights!C7', "'Option values'!C7")
    """
    if re.fullmatch(r"[^\W\d]\w*", sheet):
        return f"{sheet}!{cells}"
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'!{cells}"


def column_letters(number: int) -> str:
    """The letters of a column, counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, counted from 1.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def grids_of(office: OfficeFile) -> tuple[Grid, ...]:
    """Every worksheet of the workbook, in its order; SourceError when it cannot be read."""
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise MissingExtra.named("excel", "python-calamine") from None
    parts = list(_parts(office))
    files = {name.casefold() for name in office.names()}
    if len({name.casefold() for name, _ in parts}) < len(parts) or len(files) < len(office.names()):
        raise _damaged(office)
    grids = []
    for name, part in parts:
        grid = Grid(name=name)
        _Look(grid).through(office, part)
        grids.append(grid)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(office.content))
        for grid in grids:
            if not grid.too_large:
                grid.rows = book.get_sheet_by_name(grid.name).to_python(skip_empty_area=False)
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
            raise
        raise _damaged(office) from None
    return tuple(grids)


def _damaged(office: OfficeFile) -> SourceError:
    hint = "open it in Excel or LibreOffice and save it again as .xlsx"
    return SourceError("the workbook is damaged", where=office.where, hint=hint)


def _parts(office: OfficeFile) -> Iterator[tuple[str, str]]:
    """The name of each worksheet with the part that holds it."""
    targets = {
        relation.get("Id", ""): (relation.get("Type", ""), relation.get("Target", ""))
        for relation in office.xml("xl/_rels/workbook.xml.rels")
    }
    for element in office.xml("xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        reference = next((value for key, value in element.items() if key.endswith("}id")), "")
        kind, target = targets.get(element.get(f"{_RELATIONS}id", reference), ("", ""))
        if kind.endswith("/worksheet"):
            yield element.get("name", ""), target[1:] if target.startswith("/") else _under_xl(target)


def _under_xl(target: str) -> str:
    return target if target.startswith("xl/") else f"xl/{target}"


class _TooLarge(Exception):
    """The sheet goes further than is read."""


class _Look:
    """Looks through the XML of a sheet, cell by cell, without keeping it."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.row = self.column = self.last = 0
        self.kind = ""
        self.formula = self.valued = self.listening = False
        self.text: list[str] = []

    def through(self, office: OfficeFile, part: str) -> None:
        """Notes in the grid what the sheet holds besides values."""
        content = office.part(part)
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(content, True)  # noqa: FBT003 - how expat is told that this is all
        except _TooLarge as reason:
            self.grid.too_large = str(reason)
        except (ExpatError, ValueError, LookupError):
            raise _damaged(office) from None

    def _doctype(self, *_: object) -> None:
        raise ValueError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row = self._whole(attributes.get("r"), self.row + 1)
            self.column = 0
        elif tag == "c":
            self._cell(attributes)
        elif tag == "f":
            self.formula = True
        elif tag == "is":
            self.valued = True
        elif tag == "v":
            self.listening = True
        elif tag == "mergeCell":
            self.grid.merged.append(attributes.get("ref", "")[:30])

    def _cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        if found:
            self.column = column_number(found[1].upper())
            self.row = int(found[2])
        elif "r" in attributes:
            raise ValueError
        else:
            self.column += 1
        self.kind = attributes.get("t", "")
        self.formula = self.valued = False
        self.text = []

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "v":
            self.listening = False
        elif tag == "c":
            self._note()

    def _note(self) -> None:
        shown = "".join(self.text)
        valued = self.valued or bool(shown)
        if not (valued or self.formula):
            return
        self.last = max(self.last, self.column)
        if self.row > MOST_ROWS:
            raise _TooLarge(f"holds more than {MOST_ROWS:,} rows")
        if self.column > MOST_COLUMNS:
            raise _TooLarge(f"holds more than {MOST_COLUMNS} columns")
        if self.row * self.last > _MOST_CELLS:
            raise _TooLarge(f"holds more than {_MOST_CELLS:,} cells")
        here = (self.row, self.column)
        if self.kind == "e":
            self.grid.errors[here] = shown[:20] or "an error"
        elif self.formula:
            self.grid.formulas[here] = valued

    def _characters(self, text: str) -> None:
        if self.listening and len(self.text) < 100:
            self.text.append(text)

    @staticmethod
    def _whole(text: str | None, otherwise: int) -> int:
        return int(text) if text is not None and re.fullmatch("[0-9]{1,7}", text) else otherwise
