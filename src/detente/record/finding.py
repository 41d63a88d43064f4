"""Answers from a record: frozen values that print as useful lines, give plain data, and keep their links.

A `Passage` is what an answer shows of a statement: its id, its place in its document, and its words.
"""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from detente.record.statement import Statement
from detente.sources.when import When

__all__ = [
    "Finding",
    "Passage",
    "canonical",
    "counted",
    "cut",
    "day_of",
    "is_dated",
    "passage_of",
    "plain",
    "report_of",
    "words_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What an answer shows of a statement: enough to read it, and to find it in its report.

    `start` and `end` are code points in `document`, both None where the statement has no span. `holder` is
    "" for the report's own voice.
    """

    statement: str
    document: str
    start: int | None
    end: int | None
    date: When
    known: dt.date
    holder: str
    relays: tuple[str, ...]
    act: str
    issue: str
    text: str

    def __str__(self) -> str:
        """Who, what, when and the words, on one line."""
        who = self.holder or "the report"
        via = f" (by {', '.join(self.relays)})" if self.relays else ""
        text = f": {cut(self.text)}" if self.text else ""
        return f"{self.date.label} {who}{via} {self.act}{text} [{self.statement}, {self.place}]"

    @property
    def place(self) -> str:
        """The document with the span, as a link names it: `daily#5-11`."""
        return self.document if self.start is None else f"{self.document}#{self.start}-{self.end}"


class Finding:
    """What every answer from a record can do: say itself in plain data."""

    __slots__ = ()

    def as_dict(self) -> dict[str, Any]:
        """Everything in the answer as dicts, lists, numbers and text, ready for JSON."""
        return {"result": type(self).__name__, **plain(self)}


def plain(value: Any) -> Any:
    """A value as dicts, lists, numbers and text, for results of records and of cases alike.

    A date stands as a case file writes it, a set in order, a fraction as text, an array as lists; a number
    that is not finite is None, since JSON has none.

    >>> plain((When.parse("2024-07"), 1.5))
    ['2024-07', 1.5]
    """
    if isinstance(value, When):
        return value.label
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [plain(item) for item in items]
    if isinstance(value, (dt.date, Fraction)):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return value


def passage_of(statement: Statement) -> Passage:
    """The passage that shows a statement."""
    span = statement.span
    return Passage(
        statement=statement.id,
        document=report_of(statement),
        start=span.start if span else None,
        end=span.end if span else None,
        date=statement.date,
        known=statement.known,
        holder=statement.holder,
        relays=statement.relays,
        act=statement.act,
        issue=statement.issue,
        text=words_of(statement),
    )


def words_of(statement: Statement) -> str:
    """The exact words of the passage where the record has them, else what the statement says."""
    exact = statement.span.exact if statement.span else ""
    return " ".join((exact or statement.says).split())


def report_of(statement: Statement) -> str:
    """The document that the statement was coded from."""
    if statement.span:
        return statement.span.document
    return statement.reports[0] if statement.reports else ""


def day_of(statement: Statement) -> dt.date:
    """The last day on which it may have been said; `date.max` where nothing is known of its date."""
    return statement.date.last


def is_dated(when: When) -> bool:
    """Whether anything is known of a date."""
    return when.last < dt.date.max


def canonical(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements by date, document, place and id: the same for every order in which they are given."""
    return tuple(sorted(statements, key=_order))


def counted(count: int, noun: str) -> str:
    """A number with its noun, in the plural but for one.

    >>> counted(1, "report"), counted(1200, "report")
    ('1 report', '1,200 reports')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def cut(text: str, length: int = 160) -> str:
    """A text on one line, cut between words when it is longer than `length`.

    >>> cut("one two three", 10)
    'one two...'
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 2].rsplit(" ", 1)[0].rstrip(",;:") + "..."


def _order(statement: Statement) -> tuple[Any, ...]:
    span = statement.span
    place = (span.start, span.end) if span else (-1, -1)
    return (statement.date.last, statement.date.first, report_of(statement), place, statement.id)
