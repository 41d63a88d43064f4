"""Plain text: kept exactly as decoded, so that places in it are places in the file."""

from collections.abc import Iterator
from pathlib import Path

from detente.errors import SourceError
from detente.sources.encoding import decode
from detente.sources.readers.draft import Draft, Extractor, read_bytes

__all__ = ["read_plain"]


def read_plain(path: Path, extractor: Extractor | None = None) -> Iterator[Draft]:
    """The one report that the file is; nothing is changed but a byte order mark dropped.

    `extractor` is for pages and not used. SourceError for files that are empty, blank, binary or too large.
    """
    del extractor
    decoded = decode(read_bytes(path), where=path.name)
    if not decoded.text.strip():
        raise SourceError("holds no text", where=path.name, hint="leave it out, or fetch the report again")
    remarks = [decoded.basis] if decoded.basis else []
    if decoded.text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        remarks.append("looks like a page of HTML: name it .html to have its text taken out")
    yield Draft(text=decoded.text, basis=tuple(remarks))
