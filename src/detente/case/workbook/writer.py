"""A case as an Excel workbook that a person can go on editing; reading it again gives the same case.

Every text is written as text, never as a formula; every number with all its digits; nothing tells who wrote
it or when, so that the same case gives the same bytes.
"""

import datetime as dt
import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from detente.case.model import Case
from detente.case.workbook.layout import FIRST_ROW, HEAD_ROWS, YEARS_TYPED, Column, Sheet
from detente.case.workbook.rule_text import spelled_rule
from detente.case.workbook.sheets import CASE, FIELDS, SHEETS
from detente.case.workbook.spelling import (
    MOST_CHARACTERS,
    harmless,
    spelled_ids,
    spelled_literals,
    spelled_note,
    spelled_texts,
)
from detente.errors import CaseError, MissingExtra, SourceError
from detente.languages import say, speaking, spoken
from detente.sources.when import When
from detente.sources.whole_file import write_whole

__all__ = ["workbook_bytes", "write_workbook"]

_BORN: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_EARLIEST: Final = dt.date(1900, 3, 1)
"""Days before it are written as text: programs disagree on what they are."""
_SPARE_ROWS: Final = 500
_TITLE: Final = 31
_LISTS: Final = "lists"
"""The name of the hidden sheet behind some drop-down lists."""
_REFERS: Final = {
    "party": ("parties", "id"),
    "issue": ("issues", "id"),
    "option": ("options", "id"),
    "wanting": ("preferences", "actor"),
    "proposal": ("proposals", "id"),
    "contradiction": ("contradictions", "id"),
    "report": ("reports", "id"),
    "lever": ("levers", "id"),
    "scenario": ("scenarios", "id"),
}
_FIELDS: Final = {column.key: column for column in FIELDS}
_WIDTHS: Final = {"number": 10, "whole": 8, "flag": 10, "day": 12, "when": 14, "id": 20, "word": 14}
_WIDE: Final = {"question", "note", "says", "rule", "when", "never", "on", "over", "allows", "terms", "path"}


class _Exact(float):
    """A number that is written with every digit it has."""

    __slots__ = ()

    def __format__(self, _: str, /) -> str:
        return repr(float(self))


@dataclass(frozen=True, slots=True)
class _Pens:
    """The formats of cells."""

    head: Any
    hint: Any
    key: Any
    text: Any
    guarded: Any
    number: Any
    day: Any


def write_workbook(case: Case, path: str | Path, *, language: str = "") -> Path:
    """The Excel workbook at `path`, now holding the case; what says how to fill it in is in `language`.

    That is the code of a language (ar, en, fr, he), by default the one that is spoken. Raises SourceError
    when the file cannot be written, CaseError for what a cell cannot hold, MissingExtra without xlsxwriter.
    """
    place = Path(path)
    with speaking(language or spoken().code):
        content = workbook_bytes(case)
    try:
        write_whole(place, content)
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
        hint = "close it in other programs; check the folder and its permissions"
        raise SourceError(f"cannot be written: {reason}", where=str(place), hint=hint) from None
    return place


def workbook_bytes(case: Case) -> bytes:
    """The workbook of a case: the same bytes for the same case in the same language.

    >>> workbook_bytes(Case(id="x", title="X"))[:2]
    b'PK'
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtra.named("excel", "xlsxwriter") from None
    _refuse_codings(case)
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": _BORN})
    pens = _pens(book)
    titles = _titles()
    _write_read_me(book, titles)
    rows = {sheet.key: list(sheet.rows(case)) for sheet in SHEETS}
    people = [
        *(one.id for one in case.parties),
        *(one.id for one in case.ratifiers),
        *(one.id for one in case.actors),
    ]
    lists = _lists(titles, rows, len(people))
    for sheet in SHEETS:
        page = book.add_worksheet(titles[sheet.key])
        _write_heads(page, sheet, pens)
        for number, row in enumerate(rows[sheet.key], FIRST_ROW - 1):
            for place, column in enumerate(sheet.columns):
                kind = _FIELDS[row["field"]] if column is CASE.columns[1] else column
                _write_cell(page, (number, place), row.get(column.key), kind, pens)
        if sheet is not CASE:
            _write_choices(page, sheet, lists, len(rows[sheet.key]))
    _write_people(book, people)
    book.close()
    return content.getvalue()


def _refuse_codings(case: Case) -> None:
    """Raises CaseError for statements that hold what a case file does not keep."""
    for held in case.statements:
        span = held.span
        if held.coding or held.decision or (span is not None and span != span.without_text()):
            raise CaseError(
                f"the statement {held.id!r} holds how it was coded or decided, or the text of its passage, "
                "which a workbook does not keep",
                hint="write the record with `write_record`, and distil it into the case",
            )


def _titles() -> dict[str, str]:
    """The names of the sheets, each distinct and short enough for Excel in every language."""
    titles = {_LISTS: _LISTS, "": _title(say("Read me"))}
    for sheet in SHEETS:
        title = _title(say(sheet.title))
        taken = {name.casefold() for name in titles.values()}
        titles[sheet.key] = title if title and title.casefold() not in taken else sheet.key
    return titles


def _title(text: str) -> str:
    return "".join(sign for sign in text if sign not in "[]:*?/\\'")[:_TITLE].strip()


def _pens(book: Any) -> _Pens:
    right = spoken().direction == "rtl"
    wrapped = {"text_wrap": True, "valign": "top", "reading_order": 2 if right else 1}
    plain = {"valign": "top", "num_format": "@"}
    return _Pens(
        head=book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EDF2", **wrapped}),
        hint=book.add_format({"italic": True, "font_color": "#44546A", "font_size": 9, **wrapped}),
        key=book.add_format({"font_color": "#7F7F7F", "font_size": 8, "num_format": "@", "bottom": 1}),
        text=book.add_format(plain),
        guarded=book.add_format({**plain, "quote_prefix": True}),
        number=book.add_format({"valign": "top"}),
        day=book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"}),
    )


def _write_read_me(book: Any, titles: dict[str, str]) -> None:
    page = book.add_worksheet(titles[""])
    lines = [
        say("This workbook is one case. Edit it, save it as .xlsx, and read it again with detente."),
        say("Each sheet has a head, a row that says what belongs there, and a row of keys in grey."),
        say("The keys are how columns are found. Sheets may be renamed, columns moved; leave the keys."),
        say("Columns without a key and sheets without keys are yours: they are not read."),
        say("An uncertain number has a lowest, a likely and a highest value, and says what it rests on."),
        say("Formulas are not computed: the value that was last saved is read."),
        say("A text that starts with = + - or @ stands behind an apostrophe, so that no program runs it."),
        say("Whoever is given this file sees everything in it."),
    ]
    pen = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90, pen)
    for number, line in enumerate(lines):
        page.write_string(number, 1, line, pen)
    for number, sheet in enumerate(SHEETS, len(lines) + 1):
        page.write_string(number, 0, titles[sheet.key], bold)
        page.write_string(number, 1, say(sheet.about), pen)
    if spoken().direction == "rtl":
        page.right_to_left()


def _write_heads(page: Any, sheet: Sheet, pens: _Pens) -> None:
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, say(column.head), pens.head)
        page.write_string(1, place, say(column.hint) if column.hint else "", pens.hint)
        page.write_string(2, place, f"{sheet.key}.{column.key}", pens.key)
        width = 40 if column.key in _WIDE else _WIDTHS.get(column.kind, 26)
        page.set_column(place, place, width, _pen(column, pens))
    page.set_row(1, 60)
    page.freeze_panes(HEAD_ROWS, 1)
    if spoken().direction == "rtl":
        page.right_to_left()


def _pen(column: Column, pens: _Pens) -> Any:
    """The format of a whole column, so that what is typed there stays what it is."""
    if column.kind in {"number", "whole", "flag", "value"}:
        return pens.number
    return pens.day if column.kind == "day" else pens.text


def _write_cell(page: Any, at: tuple[int, int], value: Any, column: Column, pens: _Pens) -> None:
    if isinstance(value, When):
        value = value.first if value == When.on(value.first) else value.label
    if isinstance(value, dt.date) and (value < _EARLIEST or YEARS_TYPED[0] <= value <= YEARS_TYPED[1]):
        value = value.isoformat()
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(*at, value, pens.number)
    elif isinstance(value, (int, float)):
        page.write_number(*at, _Exact(value), pens.number)
    elif isinstance(value, dt.date):
        page.write_datetime(*at, dt.datetime.combine(value, dt.time()), pens.day)
    elif text := _text(value, column):
        written = harmless(text)
        if len(written.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS:
            what = f"a text of {len(text):,} characters is more than a cell holds"
            raise CaseError(what, where=column.key, hint=f"shorten it to {MOST_CHARACTERS:,}: {text[:40]!r}")
        page.write_string(*at, written, pens.text if written == text else pens.guarded)


def _text(value: Any, column: Column) -> str:
    match column.kind:
        case "ids":
            return spelled_ids(value)
        case "texts":
            return spelled_texts(value)
        case "options":
            return spelled_literals(value)
        case "rule":
            return spelled_rule(value)
        case "note":
            return spelled_note(value)
    return str(value)


def _lists(titles: dict[str, str], rows: dict[str, list[Any]], people: int) -> dict[str, str]:
    """For each kind of id, the cells that list what may be named."""
    lists = {"person": f"={_LISTS}!$A$1:$A${max(people, 1)}"}
    for kind, (key, column) in _REFERS.items():
        sheet = next(sheet for sheet in SHEETS if sheet.key == key)
        place = [one.key for one in sheet.columns].index(column)
        letter = "ABCDEFGH"[place]
        last = HEAD_ROWS + len(rows[key]) + _SPARE_ROWS
        lists[kind] = f"='{titles[key]}'!${letter}${FIRST_ROW}:${letter}${last}"
    return lists


def _write_choices(page: Any, sheet: Sheet, lists: dict[str, str], count: int) -> None:
    """Drop-down lists; what is not in a list is asked about, not refused: ids may be added."""
    for place, column in enumerate(sheet.columns):
        source: str | list[str]
        if column.kind == "flag":
            source = ["TRUE", "FALSE"]
        elif column.words:
            source = list(column.words)
        elif column.kind == "id" and column.refers in lists:
            source = lists[column.refers]
        else:
            continue
        how = {"validate": "list", "source": source, "error_type": "warning"}
        page.data_validation(FIRST_ROW - 1, place, HEAD_ROWS + count + _SPARE_ROWS, place, how)


def _write_people(book: Any, people: list[str]) -> None:
    """A hidden sheet of everyone's ids, for the lists that mix parties, ratifiers and others."""
    page = book.add_worksheet(_LISTS)
    for number, name in enumerate(people):
        page.write_string(number, 0, harmless(name))
    page.hide()
