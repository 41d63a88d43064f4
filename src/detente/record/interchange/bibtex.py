"""BibTeX entries of the documents, to cite the reports in LaTeX, with what needs escaping escaped.

Entries are `@misc`, which has fields for all there is; text is UTF-8, which biber and modern BibTeX styles
read; the ten characters that TeX reserves are escaped (braces
by name: BibTeX counts them even after a backslash). Undated documents have no year and say so.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from detente.record.interchange.files import write_pieces
from detente.record.record import Record
from detente.sources.document import Document

__all__ = ["left_out_of_bibtex", "write_bibtex"]

_RESERVED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "&": r"\&",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write_bibtex(record: Record, path: Path) -> None:
    """Writes an entry a document, in the order of the record."""
    write_pieces(path, _pieces(record))


def left_out_of_bibtex(record: Record) -> tuple[str, ...]:
    """What a bibliography does not tell, in words with counts."""
    undated = sum(document.published is None for document in record.documents)
    told = [f"years of undated documents: {undated}"] if undated else []
    return (*told, *([f"statements: {len(record.statements)}"] if record.statements else []))


def _pieces(record: Record) -> Iterator[str]:
    yield "% Documents of a record, in UTF-8.\n"
    taken: set[str] = set()
    for document in record.documents:
        yield "\n" + _entry(document, _key(document, taken))


def _entry(document: Document, key: str) -> str:
    """One entry; empty fields are left out. Double braces keep capitals and names as they are."""
    day = document.published
    notes = [f"licence: {document.licence}"] if document.licence else []
    notes += ["undated"] if day is None else []
    fields = [
        ("author", f"{{{{{_tex(document.author)}}}}}" if document.author.strip() else ""),
        ("title", f"{{{{{_tex(document.title or document.label)}}}}}"),
        ("howpublished", f"{{{_tex(document.publisher)}}}" if document.publisher.strip() else ""),
        ("year", f"{{{day.year}}}" if day else ""),
        ("month", _MONTHS[day.month - 1] if day else ""),
        ("day", f"{{{day.day}}}" if day else ""),
        ("url", f"{{{_address(document.url)}}}" if document.url else ""),
        ("language", f"{{{_tex(document.language)}}}" if document.language else ""),
        ("note", f"{{{_tex('; '.join(notes))}}}" if notes else ""),
    ]
    lines = [f"  {name} = {value}" for name, value in fields if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _key(document: Document, taken: set[str]) -> str:
    """A key in plain letters made from the id, unlike all before."""
    plain = unicodedata.normalize("NFKD", document.id).encode("ascii", "ignore").decode()
    first = re.sub(r"[^A-Za-z0-9:.+/-]+", "-", plain).strip("-") or "document"
    key, number = first, 2
    while key.lower() in taken:
        key, number = f"{first}-{number}", number + 1
    taken.add(key.lower())
    return key


def _tex(text: str) -> str:
    """The text on one line, reserved characters escaped, control characters left out."""
    line = " ".join(text.split())
    kept = (one for one in line if unicodedata.category(one) != "Cc")
    return "".join(_RESERVED.get(one, one) for one in kept)


def _address(url: str) -> str:
    """The address with what would end or break the field percent-encoded."""
    return re.sub(r"[\s{}\\%](?![0-9A-Fa-f]{2})|[\s{}\\]", lambda m: f"%{ord(m[0]):02X}", url)
