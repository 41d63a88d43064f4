"""SQLite, our own format: documents, statements, relays, decisions and changes, for any tool that speaks SQL.

It is complete: reading gives back the same record. `PRAGMA user_version` is the version of the tables, the
view `coded` a flat table for analysts. Lists stand in tables of their own, a row an item, in order. Files
from strangers are opened read-only, with limits, and nothing in them is run (sqlite.org/security.html).
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from detente.record.interchange.files import LONGEST, Findings, shown, sized
from detente.record.interchange.plain import (
    CODING,
    DECISION,
    DOCUMENT,
    SPAN,
    STATEMENT,
    Field,
    Read,
    document_of,
    plain,
    statement_of,
)
from detente.record.record import Record
from detente.record.statement import Statement

__all__ = ["APPLICATION", "TABLES", "VERSION", "read_sqlite", "write_sqlite"]

APPLICATION = 0x64657465
VERSION = 1
STEPS = 200_000
"""How many thousands of steps of SQLite's machine reading one file may take."""

_TYPES = {"number": "REAL", "count": "INTEGER"}
_LISTS = {"reports": "report", "relays": "relay", "to": "addressee", "why": "reason"}


def _columns(fields: Iterable[Field], prefix: str = "") -> list[tuple[str, Field]]:
    """The columns of fields that are no lists; `to` and the like are tables."""
    return [(prefix + field.name, field) for field in fields if field.kind not in {"texts", "changes"}]


_DOCUMENT = _columns(DOCUMENT)
_SPAN = _columns(SPAN, "span_")
_CODING = _columns(CODING)
_STATEMENT = _columns(STATEMENT)
_DECISION = _columns(DECISION)


def _typed(columns: Iterable[tuple[str, Field]]) -> str:
    return ", ".join(f'"{name}" {_TYPES.get(field.kind, "TEXT")}' for name, field in columns)


def _list_table(name: str) -> str:
    item = _LISTS[name]
    refers = " REFERENCES documents (id)" if name == "reports" else ""
    table = "addressees" if name == "to" else "reasons" if name == "why" else name
    return (
        f'CREATE TABLE {table} ("statement" TEXT NOT NULL REFERENCES statements (id), '
        f'"place" INTEGER NOT NULL, "{item}" TEXT NOT NULL{refers}, PRIMARY KEY ("statement", "place"))'
    )


_SPAN_SQL = _typed(_SPAN).replace('"span_document" TEXT', '"span_document" TEXT REFERENCES documents (id)')
TABLES = {
    "record": 'CREATE TABLE record ("pack" TEXT NOT NULL)',
    "documents": (
        'CREATE TABLE documents ("number" INTEGER NOT NULL, "listed" INTEGER NOT NULL, '
        + _typed(_DOCUMENT).replace('"id" TEXT', '"id" TEXT PRIMARY KEY')
        + ")"
    ),
    "statements": (
        'CREATE TABLE statements ("number" INTEGER NOT NULL, '
        + _typed(_STATEMENT).replace('"id" TEXT', '"id" TEXT PRIMARY KEY')
        + f", {_SPAN_SQL}, {_typed(_CODING)})"
    ),
    "reports": _list_table("reports"),
    "relays": _list_table("relays"),
    "addressees": _list_table("to"),
    "reasons": _list_table("why"),
    "decisions": (
        'CREATE TABLE decisions ("statement" TEXT PRIMARY KEY REFERENCES statements (id), '
        + _typed(_DECISION)
        + ")"
    ),
    "changes": (
        'CREATE TABLE changes ("statement" TEXT NOT NULL REFERENCES decisions ("statement"), '
        '"place" INTEGER NOT NULL, "field" TEXT NOT NULL, "before" TEXT NOT NULL, "after" TEXT NOT NULL, '
        'PRIMARY KEY ("statement", "place"))'
    ),
}
_VIEW = """CREATE VIEW coded AS SELECT s.id, s."date", s.known, s.holder,
(SELECT group_concat(relay, '; ') FROM (SELECT relay FROM relays WHERE "statement" = s.id ORDER BY place))
AS relays, s.act, s.issue, s."option", s.stance, s."value", s.unit, s.says, s.span_exact AS passage,
d.id AS document, d.publisher, d.published, s.coder, s.score, coalesce(x.verdict, '') AS verdict, x."by"
FROM statements AS s LEFT JOIN documents AS d ON d.id = coalesce(s.span_document,
(SELECT report FROM reports WHERE "statement" = s.id AND place = 0))
LEFT JOIN decisions AS x ON x."statement" = s.id ORDER BY s.number"""


def write_sqlite(record: Record, path: Path) -> None:
    """Writes the whole record; a file that is there is replaced."""
    path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            _write(base, record)
    except sqlite3.Error as error:
        raise OSError(str(error)) from None


def read_sqlite(path: Path) -> Record:
    """The record in the file, opened read-only; RecordError with every problem, by table and id."""
    sized(path)
    findings = Findings(str(path))
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            findings.fail("is no SQLite database", hint="name a file that `detente record export` wrote")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            _restrict(base)
            _check_tables(base, findings)
            return _read(base, findings)
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        what = "reading takes too long" if "interrupted" in str(error) else f"a damaged database: {error}"
        findings.fail(what, hint="export it again, or mend it with `sqlite3 FILE .recover`")


def _write(base: sqlite3.Connection, record: Record) -> None:
    """Makes the tables and fills them, in one transaction."""
    base.execute("PRAGMA journal_mode = MEMORY")
    base.execute("PRAGMA foreign_keys = ON")
    base.execute(f"PRAGMA application_id = {APPLICATION}")
    base.execute(f"PRAGMA user_version = {VERSION}")
    base.execute("BEGIN")
    for sql in (*TABLES.values(), _VIEW):
        base.execute(sql)
    _insert(base, "record", [(record.pack,)])
    _insert(base, "documents", _document_rows(record))
    _insert(base, "statements", (_row(s, number) for number, s in enumerate(record.statements)))
    for table, field in (("reports", "reports"), ("relays", "relays"), ("addressees", "to")):
        _insert(base, table, _item_rows(record, field))
    _insert(
        base,
        "reasons",
        (
            (s.id, place, reason)
            for s in record.statements
            if s.coding
            for place, reason in enumerate(s.coding.why)
        ),
    )
    decided = [(s.id, s.decision) for s in record.statements if s.decision]
    _insert(base, "decisions", ((key, *_values(one, _DECISION)) for key, one in decided))
    _insert(
        base,
        "changes",
        ((key, place, *change) for key, one in decided for place, change in enumerate(one.changes)),
    )
    base.execute("COMMIT")


def _restrict(base: sqlite3.Connection) -> None:
    """Sets the limits under which a file from a stranger is read."""
    for pragma in ("query_only = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        base.execute(f"PRAGMA {pragma}")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 8 * LONGEST)
    base.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000)
    steps = iter(range(STEPS))
    base.set_progress_handler(lambda: next(steps, None) is None, 1000)


def _check_tables(base: sqlite3.Connection, findings: Findings) -> None:
    """Notes what in the file is not as this version writes it; RecordError when it cannot be read."""
    version = base.execute("PRAGMA user_version").fetchone()[0]
    kinds = dict(base.execute("SELECT name, type FROM sqlite_master"))
    if "statements" not in kinds:
        findings.fail("the database holds no table `statements`", hint="name a file that detente wrote")
    if version != VERSION:
        what = f"is of version {version}; version {VERSION} is read"
        findings.fail(what, path="user_version", hint="use the detente that wrote it, or a newer one")
    for table, sql in TABLES.items():
        if kinds.get(table) != "table":
            findings.add(f"there is no table {table}", path=table)
            continue
        wanted = {part.split('"')[1] for part in sql.partition("(")[2].split(", ") if part.startswith('"')}
        found = {row[1] for row in base.execute(f"PRAGMA table_xinfo({table})") if not row[6]}
        for name in sorted(wanted - found):
            findings.add(f"the column {name} is missing", path=table)
    findings.stop()
    fault = base.execute("PRAGMA quick_check(1)").fetchone()[0]
    if fault != "ok":
        findings.fail(f"a damaged database: {fault}", hint="export it again")


def _read(base: sqlite3.Connection, findings: Findings) -> Record:
    found = Read(findings)
    packs = base.execute("SELECT pack FROM record").fetchall()
    if len(packs) != 1 or not isinstance(packs[0][0], str):
        findings.add("there is not one pack named", path="record")
    for key, raw in _rows(base, "documents", _DOCUMENT, 'WHERE listed ORDER BY "number"'):
        found.add(document_of(raw, found.say(0, f"documents[{shown(key)}]")), 0)
    lists = {name: _lists(base, name) for name in ("reports", "relays", "addressees", "reasons")}
    changes: dict[Any, list[list[Any]]] = {}
    for key, *change in base.execute(
        'SELECT "statement", "field", "before", "after" FROM changes ORDER BY "statement", "place"'
    ):
        changes.setdefault(key, []).append(change)
    decisions = {}
    for (key,), raw in _rows_with(base, "decisions", ["statement"], _DECISION):
        decisions[key] = {**raw, "changes": changes.get(key, [])}
    columns = [*_STATEMENT, *_SPAN, *_CODING]
    for key, row in _rows(base, "statements", columns, 'ORDER BY "number"'):
        raw = {field.name: row[name] for name, field in _STATEMENT if name in row}
        raw |= {"reports": lists["reports"].get(key, []), "relays": lists["relays"].get(key, [])}
        raw["to"] = lists["addressees"].get(key, [])
        for part, part_columns in (("span", _SPAN), ("coding", _CODING)):
            told = {field.name: row[name] for name, field in part_columns if name in row}
            if told:
                raw[part] = told
        if "coding" in raw:
            raw["coding"]["why"] = lists["reasons"].get(key, [])
        if key in decisions:
            raw["decision"] = decisions[key]
        found.add(statement_of(raw, found.say(0, f"statements[{shown(key)}]")), 0)
    return found.record(packs[0][0] if packs else "")


def _rows(
    base: sqlite3.Connection, table: str, columns: list[tuple[str, Field]], rest: str
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The id of each row, and its columns that are not NULL."""
    for key, raw in _rows_with(base, table, ["id"], columns, rest):
        yield key[0], raw


def _rows_with(
    base: sqlite3.Connection,
    table: str,
    keys: list[str],
    columns: list[tuple[str, Field]],
    rest: str = "",
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    names = [*keys, *(name for name, _ in columns)]
    sql = ", ".join(f'"{name}"' for name in names)
    for row in base.execute(f"SELECT {sql} FROM {table} {rest}"):  # noqa: S608
        told = zip(names[len(keys) :], row[len(keys) :], strict=True)
        yield row[: len(keys)], {name: value for name, value in told if value is not None}


def _lists(base: sqlite3.Connection, table: str) -> dict[Any, list[Any]]:
    """The items of one table of lists, by statement."""
    item = {"reports": "report", "relays": "relay", "addressees": "addressee", "reasons": "reason"}[table]
    found: dict[Any, list[Any]] = {}
    sql = f'SELECT "statement", "{item}" FROM {table} ORDER BY "statement", "place"'  # noqa: S608
    for key, value in base.execute(sql):
        found.setdefault(key, []).append(value)
    return found


def _document_rows(record: Record) -> Iterator[tuple[Any, ...]]:
    """The documents in order, then those that statements only name, so that every reference holds."""
    listed = {document.id for document in record.documents}
    for number, document in enumerate(record.documents):
        yield number, 1, *_values(document, _DOCUMENT)
    named: dict[str, None] = {}
    for statement in record.statements:
        named |= dict.fromkeys(statement.reports)
        if statement.span:
            named[statement.span.document] = None
    for number, name in enumerate((name for name in named if name not in listed), len(listed)):
        yield number, 0, name, *([None] * (len(_DOCUMENT) - 1))


def _item_rows(record: Record, field: str) -> Iterator[tuple[str, int, str]]:
    for statement in record.statements:
        for place, item in enumerate(getattr(statement, field)):
            yield statement.id, place, item


def _row(statement: Statement, number: int) -> tuple[Any, ...]:
    """The row of a statement; columns of a part that it does not have are NULL."""
    span = _values(statement.span, _SPAN) if statement.span else [None] * len(_SPAN)
    coding = _values(statement.coding, _CODING) if statement.coding else [None] * len(_CODING)
    return number, *_values(statement, _STATEMENT), *span, *coding


def _values(value: object, columns: list[tuple[str, Field]]) -> list[Any]:
    """The columns of a value; an empty text is an empty text, only what is not there is NULL."""
    told = plain(value, [field for _, field in columns])
    return [told.get(field.name, "" if field.kind == "text" else None) for _, field in columns]


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    places = None
    for row in rows:
        places = places or ", ".join("?" * len(row))
        base.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608
