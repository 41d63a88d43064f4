"""Texts put aside in a temporary file, so that of many reports only what is known about them is held.

The file has no name, and is gone when it is closed or the process ends, however it ends.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self, overload

from detente.errors import SourceError
from detente.sources.document import Document
from detente.sources.text import Text

__all__ = ["Spool"]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text lies in the file, and how long it and its noise are in code points."""

    document: Document
    start: int
    size: int
    characters: int
    noise: int


class Spool(Sequence[Text]):
    """A sequence of texts in the order of their ids, each read from the disk when it is asked for.

    >>> with Spool() as spool:
    ...     spool.add(Text(document=Document(id="b"), text="They met."))
    ...     spool.add(Text(document=Document(id="a"), text="They left."))
    ...     [text.text for text in spool], spool.characters
    (['They left.', 'They met.'], 19)
    """

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._sorted = True
        self._end = 0
        self._file = TemporaryFile()  # noqa: SIM115

    def add(self, text: Text) -> None:
        """Puts a text aside; SourceError when the disk for temporary files refuses."""
        spans = json.dumps(text.noise).encode() + b"\n"
        data = spans + text.text.encode("utf-8", "surrogatepass")
        try:
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
        except OSError as fault:
            raise _full(fault) from None
        place = _Place(
            text.document,
            self._end,
            len(data),
            len(text.text),
            sum(end - start for start, end in text.noise),
        )
        self._places.append(place)
        self._end += len(data)
        self._sorted = False

    def rename(self, documents: Mapping[str, Document]) -> None:
        """Puts other documents in the place of those with these ids."""
        self._places = [
            replace(one, document=documents.get(one.document.id, one.document)) for one in self._places
        ]
        self._sorted = False

    def of(self, names: frozenset[str]) -> "Spool":
        """Only the texts with these ids, in the same file, as long as that is open."""
        part = object.__new__(Spool)
        part._places = [one for one in self._ordered() if one.document.id in names]
        part._sorted, part._end, part._file = True, self._end, self._file
        return part

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is known of the texts."""
        return tuple(one.document for one in self._ordered())

    @property
    def characters(self) -> int:
        """How long all texts are, in code points."""
        return sum(one.characters for one in self._places)

    @property
    def noise(self) -> int:
        """How many code points of them are no prose."""
        return sum(one.noise for one in self._places)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Text: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Text]: ...
    def __getitem__(self, at: int | slice) -> Text | Sequence[Text]:
        """The text at a place in the order of ids, or those of a slice."""
        found = self._ordered()[at]
        return [self._read(one) for one in found] if isinstance(found, list) else self._read(found)

    def __iter__(self) -> Iterator[Text]:
        """The texts, one by one."""
        return (self._read(one) for one in self._ordered())

    def __enter__(self) -> Self:
        """The spool, open since it was made."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it; its texts are gone."""
        with suppress(OSError):
            self._file.close()

    def _ordered(self) -> list[_Place]:
        if not self._sorted:
            self._places.sort(key=lambda one: one.document.id)
            self._sorted = True
        return self._places

    def _read(self, place: _Place) -> Text:
        self._file.seek(place.start)
        spans, _, data = self._file.read(place.size).partition(b"\n")
        noise = tuple((start, end) for start, end in json.loads(spans))
        return Text(document=place.document, text=data.decode("utf-8", "surrogatepass"), noise=noise)


def _full(fault: OSError) -> SourceError:
    return SourceError(
        f"texts cannot be put aside: {fault.strerror or fault}",
        where="the folder for temporary files",
        hint="make room there, or name another in TMPDIR",
    )
