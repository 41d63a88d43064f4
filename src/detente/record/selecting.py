"""Selecting: the statements of a record by holder, issue, act and date, with an error for a name it lacks."""

import datetime as dt
from dataclasses import dataclass

from detente.errors import UnknownName
from detente.record.codebook import Codebook
from detente.record.record import Record
from detente.record.statement import ACTS, Statement

__all__ = ["Filter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to keep; "" and None keep everything. A holder stands for its members and its side.

    `since` and `until` bound the last day on which something was said, both included.
    """

    holder: str = ""
    issue: str = ""
    act: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def of(self, record: Record, book: Codebook) -> Record:
        """The record with only what fits; UnknownName for a name that neither record nor codebook has.

        >>> Filter().of(Record(), Codebook()).statements
        ()
        """
        self.check(record, book)
        return record.of(s for s in record.statements if self.keeps(s, book))

    def keeps(self, s: Statement, book: Codebook) -> bool:
        """Whether a statement fits."""
        return (
            (not self.holder or book.belongs(s.holder, self.holder))
            and self.issue in {"", s.issue}
            and self.act in {"", s.act}
            and (self.since is None or s.date.last >= self.since)
            and (self.until is None or s.date.last <= self.until)
        )

    def check(self, record: Record, book: Codebook) -> None:
        """Raises UnknownName for a name that neither the record nor the codebook has."""
        if self.holder:
            holders = {s.holder for s in record.statements if s.holder}
            known = holders | {book.side(holder) for holder in holders} | set(book.sides)
            if not any(book.belongs(name, self.holder) for name in known):
                raise UnknownName.among(self.holder, "holder", known)
        issues = {s.issue for s in record.statements if s.issue} | set(book.issues)
        for kind, name, known in (("issue", self.issue, issues), ("act", self.act, set(ACTS))):
            if name and name not in known:
                raise UnknownName.among(name, kind, known)
