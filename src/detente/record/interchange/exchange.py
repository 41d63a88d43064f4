"""The formats of records by name, and the two ways: `export_record` and `import_record`.

A format is a function that writes, mostly one that reads, and words on what it leaves out; `FORMATS` is the
table. Passages are checked against the texts where texts are given, before writing and after reading.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import Problem, RecordError, nearest
from detente.record.interchange.annotation import read_annotation, write_annotation
from detente.record.interchange.bibtex import left_out_of_bibtex, write_bibtex
from detente.record.interchange.check import faults_of, verify, with_text
from detente.record.interchange.check import without_text as strip_text
from detente.record.interchange.dna import kept_by_dna, left_out_of_dna, read_dna, write_dna
from detente.record.interchange.files import read_start, whole
from detente.record.interchange.graphml import kept_by_graphml, left_out_of_graphml, write_graphml
from detente.record.interchange.jsonl import read_jsonl, write_jsonl
from detente.record.interchange.plover import kept_by_plover, left_out_of_plover, read_plover, write_plover
from detente.record.interchange.prov import left_out_of_prov, write_prov
from detente.record.interchange.rows import read_csv, write_csv, write_csv_with_mark
from detente.record.interchange.sqlite import read_sqlite, write_sqlite
from detente.record.record import Record

__all__ = [
    "FORMATS",
    "Exported",
    "Format",
    "Imported",
    "export_record",
    "import_record",
    "open_record",
    "record_formats",
    "verify",
]

Texts = Mapping[str, str]
Notes = tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: how it is written and read, and what it cannot carry.

    `read` takes the texts by document id, for formats whose passages have to be found again; it is None for
    a format that is only written. `left_out` says in words what of a record the format does not carry,
    `kept` gives what of it the file holds, which is what reading gives back.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[Record, Path], None]
    read: Callable[[Path, Texts], tuple[Record, Notes]] | None = None
    left_out: Callable[[Record], tuple[str, ...]] = lambda _: ()
    kept: Callable[[Record], Record] = lambda record: record


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: where, in which format, how many documents and statements, what was left out."""

    path: Path
    format: str
    documents: int
    statements: int
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line, and one for everything left out."""
        counts = ((self.documents, "document"), (self.statements, "statement"))
        told = ", ".join(f"{count} {what}{'s' if count != 1 else ''}" for count, what in counts)
        return "\n".join([f"{self.path}: {told}", *(f"  not in it: {one}" for one in self.left_out)])

    def as_dict(self) -> dict[str, Any]:
        """The parts, for JSON."""
        return {
            "path": str(self.path),
            "format": self.format,
            "documents": self.documents,
            "statements": self.statements,
            "left_out": list(self.left_out),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was read: the record, and notes on what was not taken as it stood, each with its place."""

    record: Record
    format: str
    notes: Notes = ()


def _ours(read: Callable[[Path], Record]) -> Callable[[Path, Texts], tuple[Record, Notes]]:
    """A reader that needs no texts."""
    return lambda path, _: (read(path), ())


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            name="annotation",
            title="W3C Web Annotation, JSON-LD",
            suffix=".jsonld",
            write=write_annotation,
            read=read_annotation,
        ),
        Format(
            name="bibtex",
            title="BibTeX of the documents",
            suffix=".bib",
            write=write_bibtex,
            left_out=left_out_of_bibtex,
            kept=lambda record: record.of(()),
        ),
        Format(
            name="csv", title="CSV with all attributes", suffix=".csv", write=write_csv, read=_ours(read_csv)
        ),
        Format(
            name="csv-mark",
            title="the same CSV with a byte order mark, for Excel",
            suffix=".csv",
            write=write_csv_with_mark,
            read=_ours(read_csv),
        ),
        Format(
            name="dna",
            title="event list of the Discourse Network Analyzer",
            suffix=".dna.csv",
            write=write_dna,
            read=read_dna,
            left_out=left_out_of_dna,
            kept=kept_by_dna,
        ),
        Format(
            name="graphml",
            title="GraphML networks of actors and issues",
            suffix=".graphml",
            write=write_graphml,
            left_out=left_out_of_graphml,
            kept=kept_by_graphml,
        ),
        Format(
            name="jsonl",
            title="JSON Lines, complete",
            suffix=".jsonl",
            write=write_jsonl,
            read=_ours(read_jsonl),
        ),
        Format(
            name="plover",
            title="PLOVER events in JSON Lines",
            suffix=".plover.jsonl",
            write=write_plover,
            read=read_plover,
            left_out=left_out_of_plover,
            kept=kept_by_plover,
        ),
        Format(
            name="prov",
            title="W3C PROV in JSON",
            suffix=".prov.json",
            write=write_prov,
            left_out=left_out_of_prov,
        ),
        Format(
            name="sqlite",
            title="SQLite, complete",
            suffix=".sqlite",
            write=write_sqlite,
            read=_ours(read_sqlite),
        ),
    )
}
"""Every format by name. All that can be read round-trip what `Format.kept` says."""


def export_record(
    record: Record,
    path: str | Path,
    format: str,  # noqa: A002
    texts: Texts | None = None,
    *,
    without_text: bool = False,
) -> Exported:
    """What was written to `path`, whole or not at all, in a format of FORMATS.

    With `texts` (by document id) the passages of those documents are verified first, and get their text
    where it was left out. `without_text` leaves out passages and what repeats them word for word, and keeps
    places and digests, so that the export can be verified later. An empty record gives a valid empty file.
    Raises RecordError for an unknown format, a passage that its text does not bear out, or a value that no
    file can hold; SourceError when the place cannot be written.
    """
    chosen = _format(format)
    if texts is not None:
        problems = verify(record, texts, given_only=True)
        if problems:
            raise RecordError.of(problems)
        record = record if without_text else with_text(record, texts)
    left_out = chosen.left_out(record)
    if without_text:
        record = strip_text(record, texts or {})
        left_out = (*left_out, "the text of the passages; places and digests are kept")
    problems = faults_of(record)
    if problems:
        raise RecordError.of(problems)
    target = Path(path)
    with whole(target) as beside:
        chosen.write(record, beside)
    kept = chosen.kept(record)
    return Exported(
        path=target,
        format=chosen.name,
        documents=len(kept.documents),
        statements=len(kept.statements),
        left_out=left_out,
    )


def import_record(path: str | Path, format: str | None = None, texts: Texts | None = None) -> Record:  # noqa: A002
    """The record in a file; the format is recognised by what the file holds when it is not named.

    Raises SourceError when the file cannot be read, RecordError with every problem otherwise. `open_record`
    gives the notes as well.
    """
    return open_record(path, format, texts).record


def open_record(path: str | Path, format: str | None = None, texts: Texts | None = None) -> Imported:  # noqa: A002
    """The record in a file, with notes on what was not taken as it stood.

    `texts` (by document id) serve to find passages of other tools again, and to verify all passages of
    documents that are among them. Raises as `import_record` does.
    """
    place = Path(path)
    chosen = _format(format) if format is not None else FORMATS[_recognised(place)]
    if chosen.read is None:
        raise RecordError(
            f"{chosen.title} is only written, not read", where=str(place), hint=f"read one of {_readable()}"
        )
    record, notes = chosen.read(place, texts or {})
    if texts is not None:
        problems = verify(record, texts, given_only=True)
        if problems:
            raise RecordError.of(problems)
    return Imported(record=record, format=chosen.name, notes=notes)


def record_formats() -> Mapping[str, Format]:
    """The formats of records by name: how each is written and read, and what it leaves out."""
    return FORMATS


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise RecordError(f"there is no format {name!r}", hint=nearest(name, FORMATS))
    return FORMATS[name]


def _readable() -> str:
    return ", ".join(one.name for one in FORMATS.values() if one.read is not None)


def _recognised(path: Path) -> str:
    """The name of the format that a file is in, by how it begins."""
    start = read_start(path)
    if start.startswith(b"SQLite format 3\0"):
        return "sqlite"
    text = start.decode("utf-8", "replace").removeprefix("\ufeff").lstrip()
    first = text.partition("\n")[0]
    if text.startswith(("{", "[")):
        if '"detente-record"' in first:
            return "jsonl"
        if "/ns/anno.jsonld" in text or '"Annotation"' in text:
            return "annotation"
        if '"event"' in text or path.name.endswith(FORMATS["plover"].suffix):
            return "plover"
    elif "statement_id" in first or "statement ID" in first:
        return "dna"
    elif "span_sha256" in first:
        return "csv"
    hint = f"name the format: one of {_readable()}"
    raise RecordError("no format of records is recognised here", where=str(path), hint=hint)
