"""Event lists of the Discourse Network Analyzer (DNA): a `;`-separated table, one row a statement.

Written are the columns statement_id; time; person; organization; concept; agreement; start_position;
stop_position; text; coder; document_id; document_title; document_author; document_source; document_section;
document_type, then ours (`detente_...`), from which our own import restores the statements in full. Read are
these and the event lists of DNA 3 itself (leifeld/dna, `Exporter.eventCSV`: "statement ID"; "time";
"document ID"; "document title"; "author"; "source"; "section"; "type"; "text"; the variables), which has
commas for semicolons and single for double quotes. Our places count code points, those of DNA (Java) UTF-16
code units.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from detente.errors import Problem
from detente.record.interchange.anchor import Quote, anchor
from detente.record.interchange.files import Findings, read_text, shown, write_pieces
from detente.record.interchange.plain import Read
from detente.record.interchange.rows import COLUMNS, cells_of, collect, rows_of_record
from detente.record.interchange.table import guarded, lines_of, rows_of, unguarded
from detente.record.record import Record
from detente.record.statement import Coding, Statement
from detente.sources.document import Document
from detente.sources.span import Span
from detente.sources.when import When

__all__ = ["DNA", "kept_by_dna", "left_out_of_dna", "read_dna", "write_dna"]

DNA = (
    "statement_id",
    "time",
    "person",
    "organization",
    "concept",
    "agreement",
    "start_position",
    "stop_position",
    "text",
    "coder",
    "document_id",
    "document_title",
    "document_author",
    "document_source",
    "document_section",
    "document_type",
)
OURS = tuple(f"detente_{name}" for name in COLUMNS)
AGAINST = frozenset({"denies", "rejects"})
FOR = frozenset({"accepts", "demands", "offers"})
_OLDER = {
    "statement ID": "statement_id",
    "document ID": "document_id",
    "document title": "document_title",
    "author": "document_author",
    "source": "document_source",
    "section": "document_section",
    "type": "document_type",
}


def write_dna(record: Record, path: Path) -> None:
    """Writes the statements; what DNA has no column for stands in the columns `detente_...`."""
    rows = (row for row in rows_of_record(kept_by_dna(record)) if row[0])
    places = {document.id: place for place, document in enumerate(record.documents, 1)}
    pairs = enumerate(zip(record.statements, rows, strict=True), 1)
    table = (
        [str(number), *_dna_cells(one, places.get(_source(one), 0), record), *row]
        for number, (one, row) in pairs
    )
    write_pieces(path, lines_of([[*DNA, *OURS], *table], ";"))


def read_dna(path: Path, texts: Mapping[str, str]) -> tuple[Record, tuple[Problem, ...]]:
    """The record in the file, and notes on what was taken how; RecordError with every problem and its line.

    A list that detente wrote is restored from its own columns. In one of DNA the person, else the
    organization, is the holder, the concept the issue, agreement the stance, the source the publisher; the
    date of the document is that of its statements. Places are kept only where the document's text is given
    under its id, and bears them out.
    """
    findings = Findings(str(path))
    rows = rows_of(read_text(path), ";", findings)
    _, head = next(rows, (1, []))
    head = [_OLDER.get(name, name) for name in head]
    if len(set(head)) < len(head):
        findings.add("a column is there twice", line=1)
    if set(OURS) <= set(head):
        findings.stop()
        told = ((line, cells_of(head, row, line, findings)) for line, row in rows)
        ours = ((line, _without_prefix(cells)) for line, cells in told)
        return collect(ours, findings), ()
    for name in ("statement_id", "time", "document_id"):
        if name not in head:
            findings.add(f"the column {name} is missing", line=1, hint="export an event list from DNA")
    if not {"organization", "person"} & set(head):
        hint = "rename the variable of those who speak"
        findings.add("there is no column organization and none person", line=1, hint=hint)
    findings.stop()
    foreign = _Foreign(findings, texts)
    for line, row in rows:
        cells = cells_of(head, row, line, findings)
        if cells:
            foreign.add(line, cells)
    return foreign.record(), tuple(foreign.notes)


def kept_by_dna(record: Record) -> Record:
    """The record as our own import of the list gives it back: without documents that no statement is from."""
    sources = {_source(statement) for statement in record.statements}
    return Record(
        documents=tuple(document for document in record.documents if document.id in sources),
        statements=record.statements,
        pack=record.pack if record.statements else "",
    )


def left_out_of_dna(record: Record) -> tuple[str, ...]:
    """What the columns of DNA cannot carry, in words with counts."""
    some = record.statements
    silent = len(record.documents) - len(kept_by_dna(record).documents)
    counts = (
        ("conditional stances, told as agreement", sum(s.stance == "conditional" for s in some)),
        ("stances neither for nor against, told as agreement", sum(_agreement(s) is None for s in some)),
        ("concepts of statements without an issue", sum(not s.issue for s in some)),
        ("positions of statements without a passage", sum(s.span is None for s in some)),
        ("who relayed a statement", sum(bool(s.relays) for s in some)),
        ("who is addressed", sum(bool(s.to) for s in some)),
        ("figures", sum(s.value is not None for s in some)),
        ("decisions", sum(s.decision is not None for s in some)),
        ("acts, as such", len(some)),
    )
    told = [f"{what}: {count} (only in the columns detente_...)" for what, count in counts if count]
    if silent:
        told.append(f"documents without a statement: {silent}")
    return tuple(told)


def _source(statement: Statement) -> str:
    """The id of the document that a statement is from."""
    return statement.span.document if statement.span else next(iter(statement.reports), "")


def _dna_cells(statement: Statement, place: int, record: Record) -> list[str]:
    """The cells of DNA's own columns after the id; `place` is that of the document, from 1."""
    span = statement.span
    document = record.documents[place - 1] if place else None
    concept = f"{statement.issue}: {statement.option}" if statement.option else statement.issue
    agreement = _agreement(statement)
    return [
        f"{statement.date.last.isoformat()} 00:00:00",
        guarded(statement.holder if statement.identified == "named" else ""),
        guarded(statement.holder),
        guarded(concept),
        "1" if agreement is None else str(agreement),
        str(span.start) if span else "",
        str(span.end) if span else "",
        guarded(span.exact if span else ""),
        guarded(statement.coding.coder if statement.coding else ""),
        str(place or ""),
        guarded(document.title if document else ""),
        guarded(document.author if document else ""),
        guarded(document.publisher if document else ""),
        "",
        "report" if document else "",
    ]


def _agreement(statement: Statement) -> int | None:
    """1 for, 0 against, None where neither the stance nor the act says."""
    if statement.stance:
        return 0 if statement.stance == "against" else 1
    return 1 if statement.act in FOR else 0 if statement.act in AGAINST else None


def _without_prefix(cells: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("detente_"): cells[name] for name in OURS if name in cells}


def _java_like(words: str) -> str:
    """The words as DNA writes them, at the same length."""
    return words.replace(";", ",").replace('"', "'")


class _Foreign:
    """Collects the rows of a list that DNA wrote."""

    def __init__(self, findings: Findings, texts: Mapping[str, str]) -> None:
        self.findings = findings
        self.texts = texts
        self.read = Read(findings)
        self.days: dict[str, dt.date] = {}
        self.rows: dict[str, Mapping[str, str]] = {}
        self.notes: list[Problem] = []

    def add(self, line: int, cells: Mapping[str, str]) -> None:
        """Keeps the statement of one row."""

        def get(name: str) -> str:
            return unguarded(cells.get(name, "")).strip()

        key, document = get("statement_id"), get("document_id")
        if not key or not document:
            self.findings.add("a statement needs its id and its document's", line=line)
            return
        try:
            day = dt.datetime.fromisoformat(get("time")[:40]).date()
        except ValueError:
            self.findings.add(
                f"{shown(get('time'))} is no time", line=line, path="time", hint="2024-07-04 10:00:00"
            )
            return
        agreement = get("agreement")
        if agreement not in {"", "0", "1"}:
            self.findings.add(f"{shown(agreement)} is neither 0 nor 1", line=line, path="agreement")
        person = get("person")
        self.days[document] = min(day, self.days.get(document, day))
        self.rows.setdefault(document, cells)
        statement = Statement(
            id=key,
            reports=(document,),
            holder=person or get("organization"),
            identified="named" if person else "",
            act="claims",
            issue=get("concept"),
            stance={"1": "for", "0": "against"}.get(agreement, ""),
            date=When.on(day),
            known=day,
            date_basis="the time of the statement in DNA",
            span=self._span(line, document, cells),
            coding=Coding(coder=get("coder")) if get("coder") else None,
        )
        self.read.add(statement, line)

    def record(self) -> Record:
        """The record; RecordError with everything found wrong."""
        for name, cells in self.rows.items():
            document = Document(
                id=name,
                title=unguarded(cells.get("document_title", "")),
                author=unguarded(cells.get("document_author", "")),
                publisher=unguarded(cells.get("document_source", "")),
                published=self.days[name],
                basis="the first statement coded in it in DNA",
            )
            self.read.add(document, 0)
        return self.read.record()

    def _span(self, line: int, document: str, cells: Mapping[str, str]) -> Span | None:
        """The passage, where the text is at hand and bears it out."""
        quoted = unguarded(cells.get("text", ""))
        if not quoted:
            return None
        text = self.texts.get(document)
        if text is None:
            self._note(line, "the passage is left out: the document's text was not given")
            return None
        places = [cells.get(name, "") for name in ("start_position", "stop_position")]
        start, end = (
            int(one) if one.isascii() and one.isdigit() else None for one in (p[:12] for p in places)
        )
        found = anchor(text, Quote(exact=quoted, start=start, end=end), like=_java_like)
        if isinstance(found, str):
            hint = "give the text that was coded, or leave the texts out to import without passages"
            self.findings.add(f"the passage is not found: {found}", line=line, path="text", hint=hint)
            return None
        if found.how:
            self._note(line, f"the passage: {found.how}")
        return Span.of(document, text, found.start, found.end)

    def _note(self, line: int, what: str) -> None:
        self.notes.append(Problem(path="text", what=what, file=self.findings.file, line=line))
