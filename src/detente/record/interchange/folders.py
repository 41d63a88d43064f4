"""Between files of others and record folders: the texts that a folder keeps bear out every passage."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.errors import Problem
from detente.record import store
from detente.record.interchange.exchange import Exported, export_record, open_record
from detente.record.opening import read_record
from detente.record.record import Record
from detente.record.statement import Statement

__all__ = ["Added", "export_from", "import_into"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an import added to a record folder: how many statements, and notes on how they were taken."""

    folder: Path
    format: str
    added: int
    there: int = 0
    notes: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """One line, and one for every note."""
        count = f"{self.added} statement{'s' if self.added != 1 else ''} added"
        already = f", {self.there} there already" if self.there else ""
        return "\n".join([f"{self.folder}: {count}{already}", *(f"  {note}" for note in self.notes)])

    def as_dict(self) -> dict[str, Any]:
        """The parts, for JSON."""
        return {
            "folder": str(self.folder),
            "format": self.format,
            "added": self.added,
            "there": self.there,
            "notes": [note.as_dict() for note in self.notes],
        }


def export_from(
    source: str | Path,
    path: str | Path,
    format: str,  # noqa: A002
    *,
    only: str = "all",
    without_text: bool = False,
) -> Exported:
    """What was written of the record at `source` (a folder or a file) to `path`, in a format of `FORMATS`.

    `only` is all, standing (all but the refused) or accepted. The texts that a record folder keeps are given
    to `export_record`, except those that changed since: their passages stay as they were coded.
    """
    place = Path(source)
    if not (place.is_dir() and store.is_record(place)):
        return export_record(_only(read_record(place), only), path, format, without_text=without_text)
    found = store.open_record(place)
    stale = set(found.stale)
    changed = {s.span.document for s in found.record.statements if s.span and s.id in stale}
    record = _only(found.record, only)
    texts = {name: text.text for name, text in found.texts.items() if name not in changed}
    return export_record(record, path, format, texts, without_text=without_text)


def import_into(
    path: str | Path,
    folder: str | Path,
    format: str | None = None,  # noqa: A002
    *,
    at: str = "",
) -> Added:
    """What was added of the file at `path` to a record folder, which is made where there is none.

    Passages are found again in, and verified against, the texts that the folder keeps, by the id of the
    document or its address. `at` is when, in ISO 8601. Raises as `import_record` does; then the folder stays
    as it was.
    """
    place = Path(folder)
    there = store.is_record(place)
    held = store.open_record(place).texts if there else {}
    texts = {name: text.text for name, text in held.items()}
    names: dict[str, str] = {}
    for name, text in held.items():
        if text.document.url and text.document.url not in texts:
            names.setdefault(text.document.url, name)
    found = open_record(path, format, texts | {url: texts[name] for url, name in names.items()})
    record = _renamed(found.record, names)
    added, already = len(record.statements), 0
    if there:
        added, already = store.import_record(record, place, source=Path(path).name, at=at)
    else:
        store.write_record(record, place, at=at)
    return Added(folder=place, format=found.format, added=added, there=already, notes=found.notes)


def _only(record: Record, only: str) -> Record:
    return {"accepted": record.accepted, "standing": record.standing}.get(only, record)


def _renamed(record: Record, names: Mapping[str, str]) -> Record:
    """The record with documents that are named by their address under the folder's own ids."""

    def renamed(statement: Statement) -> Statement:
        span = statement.span
        if span is not None and span.document in names:
            span = replace(span, document=names[span.document])
        reports = tuple(names.get(report, report) for report in statement.reports)
        return statement.with_(reports=reports, span=span)

    if not names:
        return record
    documents = tuple(document for document in record.documents if document.id not in names)
    statements = tuple(renamed(statement) for statement in record.statements)
    return Record(documents=documents, statements=statements, pack=record.pack)
