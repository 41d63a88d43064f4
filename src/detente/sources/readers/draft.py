"""What a reader hands over: the text of one report and what its file states about it, as it stands there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.errors import SourceError

__all__ = ["LONGEST", "Draft", "Extractor", "Reader", "read_bytes"]

LONGEST = 10_000_000
"""The most bytes of a page or a plain text, and the most code points of one entry of a table."""

Extractor = Callable[[str], str | None]
"""From a page of HTML to the text of its report, or None where it finds none; then ours is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One report as its file gives it.

    `key` names it within its file ("" where the file is one report). `dates` and `publishers` are what is
    stated, best first, as (what states it, the words). `basis` are remarks on how it was read.
    """

    text: str
    key: str = ""
    title: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    publishers: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...] = ()


Reader = Callable[[Path, Extractor | None], Iterator[Draft]]
"""From a file to its reports, one after the other; SourceError where it cannot be read (further)."""


def read_bytes(path: Path, most: int = LONGEST) -> bytes:
    """The bytes of a file; SourceError when it cannot be read or is larger than `most`."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as fault:
        raise SourceError(
            f"cannot be read: {fault.strerror or fault}", where=path.name, hint="check its permissions"
        ) from None
    if len(data) > most:
        raise SourceError(
            f"is larger than {most:,} bytes",
            where=path.name,
            hint="a report is a page of text: split the file, or give many reports as CSV or a feed",
        )
    return data
