"""Tables of reports as CSV: one row a report, its columns known by their usual names."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.errors import SourceError
from detente.sources.encoding import decode
from detente.sources.readers.draft import LONGEST, Draft, Extractor, read_bytes
from detente.sources.readers.html_page import page_text

__all__ = ["COLUMNS", "read_table"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "articletext", "articlebody", "texte", "texto"),
    "title": ("title", "headline", "titre", "titulo", "título"),
    "date": ("date", "published", "publishedat", "publicationdate", "pubdate", "publishdate", "datepublished",
             "fecha", "datetime"),
    "publisher": ("publisher", "source", "sourcename", "outlet", "publication", "newspaper", "medium"),
    "author": ("author", "authors", "byline", "creator", "auteur", "autor"),
    "url": ("url", "link", "permalink", "address"),
    "id": ("id", "documentid", "docid", "articleid", "guid", "key"),
    "language": ("language", "lang", "langue", "idioma"),
}  # fmt: skip
"""For each column its names without case, blanks, hyphens and underscores; the first there counts."""

_SAMPLE = 1 << 16
_LARGEST = 2_000_000_000


def read_table(path: Path, extractor: Extractor | None = None) -> Iterator[Draft]:
    """The reports of a table, row by row; only the row at hand is held.

    The delimiter is the one of comma, semicolon, tab and bar that splits the head into most columns. Rows
    without a text are passed over; HTML in a text is read as such. `extractor` is not used. SourceError when
    no column is a text, and, after the rows before it, where a line is longer than 10,000,000 characters.
    """
    del extractor
    encoding, basis = _encoding(path)
    if csv.field_size_limit() < LONGEST:
        csv.field_size_limit(LONGEST)
    try:
        with path.open("r", encoding=encoding, newline="", errors="replace") as file:
            lines = _Lines(file, path.name)
            rows = csv.reader(lines, delimiter=_delimiter(lines.first), strict=False)
            head = _Head.of(next(rows, []), path.name)
            yield from _drafts(rows, head, lines, basis)
    except OSError as fault:
        raise SourceError(f"cannot be read: {fault.strerror or fault}", where=path.name) from None


def _drafts(
    rows: Iterator[list[str]], head: "_Head", lines: "_Lines", basis: tuple[str, ...]
) -> Iterator[Draft]:
    """The rows as reports; a fault of the format with its line."""
    number = found = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as fault:
            raise SourceError(
                f"line {lines.number}: {fault}", where=lines.where, hint="is a quotation mark left open?"
            ) from None
        if row is None:
            break
        number += 1
        draft = head.draft(row, number, basis)
        if draft is not None:
            found += 1
            yield draft
    if not found:
        raise SourceError("the table has no row with a text", where=lines.where, hint="look at its columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The place of each known column."""

    places: dict[str, int]

    @classmethod
    def of(cls, names: list[str], where: str) -> "_Head":
        """The head of a table; SourceError where no column is a text."""
        plain = ["".join(c for c in name.casefold() if c.isalnum()) for name in names]
        places = {}
        for column, known in COLUMNS.items():
            place = next((plain.index(name) for name in known if name in plain), None)
            if place is not None:
                places[column] = place
        if "text" not in places:
            shown = ", ".join(name.strip()[:30] for name in names[:12]) or "none"
            raise SourceError(
                f"no column holds the text; its columns are {shown}",
                where=where,
                hint=f"name it one of {', '.join(COLUMNS['text'][:3])} in the first line",
            )
        return cls(places=places)

    def draft(self, row: list[str], number: int, basis: tuple[str, ...]) -> Draft | None:
        """The report of a row, None where its text is blank."""
        values = {column: row[place].strip() for column, place in self.places.items() if place < len(row)}
        place = self.places["text"]
        text = row[place] if place < len(row) else ""
        if text.lstrip()[:1] == "<" and "</" in text:
            text = page_text(text)
        if not text.strip():
            return None
        return Draft(
            text=text,
            key=values.get("id", "")[:60] or f"{number:05d}",
            title=values.get("title", "")[:300],
            author=values.get("author", "")[:200],
            url=values.get("url", "") if values.get("url", "").startswith(("http://", "https://")) else "",
            language=values.get("language", "")[:2].lower(),
            dates=(("metadata (column)", values["date"]),) if values.get("date") else (),
            publishers=(("metadata (column)", values["publisher"]),) if values.get("publisher") else (),
            basis=basis,
        )


class _Lines:
    """The lines of a file, each bounded; SourceError with its number for one that is longer."""

    def __init__(self, file: io.TextIOBase, where: str) -> None:
        self.file, self.where, self.number = file, where, 0
        self.first = self._read()
        self.waiting: str | None = self.first

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line, self.waiting = (self._read() if self.waiting is None else self.waiting), None
        if not line:
            raise StopIteration
        self.number += 1
        return line.replace("\x00", "\ufffd")

    def _read(self) -> str:
        line = self.file.readline(LONGEST + 1)
        if len(line) > LONGEST:
            raise SourceError(
                f"line {self.number + 1} is longer than {LONGEST:,} characters",
                where=self.where,
                hint="is it a table of reports, one row each?",
            )
        return line


def _encoding(path: Path) -> tuple[str, tuple[str, ...]]:
    """The encoding of a table, judged by all of it for UTF-8 and else by its beginning."""
    sample = read_bytes(path, _LARGEST) if path.stat().st_size <= _SAMPLE else _head_of(path)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_SAMPLE):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        whole = True
    except UnicodeDecodeError:
        whole = False
    cut = sample[: sample.rfind(b"\n") + 1] or sample
    decoded = decode(cut if len(sample) == _SAMPLE else sample, where=path.name)
    if whole and decoded.encoding == "utf-8":
        return "utf-8-sig", (decoded.basis,) if decoded.basis else ()
    if decoded.encoding == "utf-8":
        return "utf-8-sig", ("read as UTF-8, broken bytes replaced",)
    wide = decoded.encoding.startswith("utf-16") and sample[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    return ("utf-16" if wide else decoded.encoding), (decoded.basis,) if decoded.basis else ()


def _head_of(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(_SAMPLE)


def _delimiter(line: str) -> str:
    """The delimiter that splits the head into most columns; a comma where none does."""
    head = line[:10_000]
    return max(",;\t|", key=lambda mark: (head.count(mark), mark == ","))
