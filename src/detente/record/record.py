"""A record: documents, and statements about what they say, each traceable to its passage."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from detente.record.statement import Statement
from detente.sources.document import Document

__all__ = ["Record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Documents by id, and the statements coded from them in the order of documents and places.

    `pack` names the pack by which it was coded, with the digest of its files.
    """

    documents: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    pack: str = ""

    def document(self, name: str) -> Document:
        """The document with this id; KeyError when there is none."""
        for found in self.documents:
            if found.id == name:
                return found
        raise KeyError(name)

    @property
    def accepted(self) -> "Record":
        """Only the statements that were accepted, as they stood or edited."""
        return self.of(s for s in self.statements if s.verdict in {"accepted", "edited"})

    @property
    def pending(self) -> "Record":
        """Only the statements that wait for review."""
        return self.of(s for s in self.statements if not s.verdict)

    @property
    def standing(self) -> "Record":
        """All statements but the refused ones."""
        return self.of(s for s in self.statements if s.verdict != "refused")

    def as_of(self, day: dt.date) -> "Record":
        """What was known on a day: the statements published by then, and the documents of that time."""
        return Record(
            documents=tuple(d for d in self.documents if d.published is None or d.published <= day),
            statements=tuple(s for s in self.statements if s.known <= day),
            pack=self.pack,
        )

    def of(self, statements: Iterable[Statement]) -> "Record":
        """The same documents with other statements."""
        return Record(documents=self.documents, statements=tuple(statements), pack=self.pack)
