"""CSV with all attributes, one row a statement: a spreadsheet opens it, it reads back to the same record.

The table follows RFC 4180 (UTF-8, on request with a byte order mark for Excel). Lists stand in one cell, see
`table`. Each row repeats the document that its passage is from; a document without a statement has a row of
its own, with no id.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.errors import nearest
from detente.record.interchange.files import Findings, read_text, shown, write_pieces
from detente.record.interchange.plain import (
    CODING,
    DECISION,
    DOCUMENT,
    SPAN,
    STATEMENT,
    Field,
    Read,
    Say,
    document_of,
    plain,
    statement_of,
)
from detente.record.interchange.table import guarded, items, joined, lines_of, rows_of, unguarded
from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.document import Document

__all__ = ["COLUMNS", "collect", "read_csv", "row_of", "rows_of_record", "write_csv", "write_csv_with_mark"]

_SPAN = tuple((f"span_{field.name}", field) for field in SPAN)
_CODING = (
    ("coder", Field("coder", "texts")),
    *((field.name, field) for field in CODING if field.name != "coder"),
)
_DECISION = tuple(
    ({"by": "decided_by", "at": "decided_at"}.get(field.name, field.name), field) for field in DECISION
)
_DOCUMENT = tuple((f"document_{field.name}", field) for field in DOCUMENT)
_STATEMENT = tuple((field.name, field) for field in STATEMENT)
COLUMNS = (
    *(name for name, _ in (*_STATEMENT, *_SPAN, *_CODING, *_DECISION)),
    "document_number",
    *(name for name, _ in _DOCUMENT),
    "pack",
)
"""The columns in order; `document_number` is the place of the document in the record, from 1."""

Columns = Sequence[tuple[str, Field]]


def write_csv(record: Record, path: Path) -> None:
    """Writes the whole record, without a byte order mark."""
    write_pieces(path, lines_of([COLUMNS, *rows_of_record(record)], ","))


def write_csv_with_mark(record: Record, path: Path) -> None:
    """Writes the whole record with a byte order mark, which Excel needs to see that it is UTF-8."""
    write_pieces(path, lines_of([COLUMNS, *rows_of_record(record)], ","), encoding="utf-8-sig")


def read_csv(path: Path) -> Record:
    """The record in the file; RecordError with every problem and its line."""
    findings = Findings(str(path))
    rows = rows_of(read_text(path), ",", findings)
    _, head = next(rows, (1, []))
    if not {"id", "span_sha256"} & set(head):
        hint = "the first row names the columns, as `detente record export --as csv` writes them"
        findings.fail("is no table of statements", line=1, hint=hint)
    missing = [name for name in COLUMNS if name not in head]
    for name in missing:
        findings.add(f"the column {name} is missing", line=1, hint=nearest(name, head))
    for name in head:
        if name not in COLUMNS:
            findings.add(f"there is no column {shown(name)}", line=1, hint=nearest(name, COLUMNS))
    if len(set(head)) < len(head):
        findings.add("a column is there twice", line=1)
    findings.stop()
    return collect(((line, cells_of(head, row, line, findings)) for line, row in rows), findings)


def rows_of_record(record: Record) -> Iterator[list[str]]:
    """A row for every statement, then one for every document that no statement's row told."""
    numbers = {document.id: (number, document) for number, document in enumerate(record.documents, 1)}
    told = set()
    for statement in record.statements:
        source = statement.span.document if statement.span else next(iter(statement.reports), "")
        number, document = numbers.get(source, (0, None))
        told.add(number)
        yield row_of(statement, number, document, record.pack)
    silent = [number for number, _ in numbers.values() if number not in told]
    for number in silent:
        yield row_of(None, number, record.documents[number - 1], record.pack)
    if not record.statements and not silent and record.pack:
        yield row_of(None, 0, None, record.pack)


def row_of(statement: Statement | None, number: int, document: Document | None, pack: str) -> list[str]:
    """The cells of one row, in the order of COLUMNS."""
    span = statement.span if statement else None
    coding = statement.coding if statement else None
    decision = statement.decision if statement else None
    cells = [
        *_cells(statement, _STATEMENT),
        *_cells(span, _SPAN),
        *_cells(coding, _CODING),
        *_cells(decision, _DECISION),
    ]
    return [*cells, str(number or ""), *_cells(document, _DOCUMENT), guarded(pack)]


def cells_of(head: Sequence[str], row: Sequence[str], line: int, findings: Findings) -> dict[str, str]:
    """The cells of a row by column; a fault is noted when there are too many or too few."""
    if len(row) != len(head):
        what = f"the row has {len(row)} cells, there are {len(head)} columns"
        findings.add(what, line=line, hint="quote cells that hold a separator or a line break")
        return {}
    return dict(zip(head, row, strict=True))


def collect(rows: Iterator[tuple[int, Mapping[str, str]]], findings: Findings) -> Record:
    """The record that rows of cells tell; RecordError with every problem and its line."""
    statements = Read(findings)
    documents: dict[int, tuple[int, dict[str, Any], Document]] = {}
    packs: list[str] = []
    for line, cells in rows:
        if not cells:
            continue
        say = statements.say(line)
        packs.append(unguarded(cells["pack"]))
        _keep_document(cells, line, documents, findings, say)
        if any(cells[name] for name, _ in (*_STATEMENT, *_SPAN, *_CODING, *_DECISION)):
            raw = _statement_raw(cells, say)
            statements.add(None if raw is None else statement_of(raw, say), line)
    if len(set(packs)) > 1:
        findings.add("the rows name several packs", line=1, hint="the column `pack` is the same in every row")
    findings.stop()
    for number in sorted(documents):
        statements.add(documents[number][2], documents[number][0])
    return statements.record(packs[0] if packs else "")


def _keep_document(
    cells: Mapping[str, str],
    line: int,
    documents: dict[int, tuple[int, dict[str, Any], Document]],
    findings: Findings,
    say: Say,
) -> None:
    """Keeps the document of a row; a fault is noted when another row told it otherwise."""
    if not cells["document_number"]:
        return
    raw = _raw(cells, _DOCUMENT, say)
    try:
        number = int(cells["document_number"][:12])
    except ValueError:
        findings.add(f"{shown(cells['document_number'])} is no number", line=line, path="document_number")
        return
    if raw is None:
        return
    if number in documents:
        first, told, _ = documents[number]
        if told != raw:
            what = f"document {number} is told otherwise than in line {first}"
            findings.add(what, line=line, hint="the columns document_... are the same in all its rows")
        return
    found = document_of(raw, say)
    if found is not None:
        documents[number] = (line, raw, found)


def _statement_raw(cells: Mapping[str, str], say: Say) -> dict[str, Any] | None:
    """The plain values of the statement in a row; None after telling what cannot be read."""
    raw = _raw(cells, _STATEMENT, say)
    sound = raw is not None
    whole = dict(raw or {})
    for name, columns, sign in (
        ("span", _SPAN, "span_start"),
        ("coding", _CODING, "coder"),
        ("decision", _DECISION, "verdict"),
    ):
        if not cells[sign]:
            strays = [column for column, _ in columns if cells[column]]
            if strays:
                say(strays[0], f"is told, but {sign} is empty", f"fill {sign}, or empty the others")
                sound = False
            continue
        part = _raw(cells, columns, say)
        if part is None:
            sound = False
        else:
            whole[name] = part
    if "coding" in whole:
        whole["coding"]["coder"] = next(iter(whole["coding"]["coder"]), "")
    return whole if sound else None


def _cells(value: object, columns: Columns) -> list[str]:
    """The cells of a value's fields, all empty for None."""
    if value is None:
        return [""] * len(columns)
    fields = [field for _, field in columns]
    if fields[0].kind == "texts" and fields[0].name == "coder":
        first = joined([getattr(value, "coder")])  # noqa: B009
        told = plain(value, fields[1:])
        return [guarded(first), *(_CELL[field.kind](told.get(field.name)) for field in fields[1:])]
    told = plain(value, fields)
    return [_CELL[field.kind](told.get(field.name)) for field in fields]


def _raw(cells: Mapping[str, str], columns: Columns, say: Say) -> dict[str, Any] | None:
    """The plain values of some columns; None after telling what cannot be read."""
    found: dict[str, Any] = {}
    sound = True
    for column, field in columns:
        cell = cells[column]
        if not cell and not field.needed:
            continue
        try:
            found[field.name] = _RAW[field.kind](cell)
        except ValueError as error:
            say(column, str(error), "")
            sound = False
    return found if sound else None


def _number_cell(value: float | None) -> str:
    return "" if value is None else repr(value)


def _changes_cell(value: list[list[str]] | None) -> str:
    return guarded(joined(part for change in value or [] for part in change))


def _changes_raw(cell: str) -> list[list[str]]:
    parts = items(unguarded(cell))
    if len(parts) % 3:
        raise ValueError("changes are told by threes: the field, what it was, what it is")
    return [list(parts[at : at + 3]) for at in range(0, len(parts), 3)]


def _number_raw(cell: str) -> float:
    try:
        return float(cell[:400])
    except ValueError:
        raise ValueError(f"{shown(cell)} is no number") from None


def _count_raw(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 17):
        raise ValueError(f"{shown(cell)} is no whole number")
    return int(cell)


_CELL: dict[str, Callable[[Any], str]] = {
    "text": lambda value: guarded(value or ""),
    "texts": lambda value: guarded(joined(value or ())),
    "number": _number_cell,
    "count": str,
    "day": lambda value: value or "",
    "when": lambda value: value or "",
    "changes": _changes_cell,
}
_RAW: dict[str, Callable[[str], Any]] = {
    "text": unguarded,
    "texts": lambda cell: list(items(unguarded(cell))),
    "number": _number_raw,
    "count": _count_raw,
    "day": lambda cell: cell,
    "when": lambda cell: cell,
    "changes": _changes_raw,
}
