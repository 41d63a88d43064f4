"""What a sheet is: its columns, what belongs in each, and where its rows come from and go to.

A sheet is known by the keys in the row above its data (`weights.actor`), never by its name or by the heads,
which are in the language of whoever wrote it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from detente.case.model import Case
from detente.languages import mark

__all__ = [
    "FIRST_ROW",
    "HEAD_ROWS",
    "KEY_ROW",
    "MOST_ROWS",
    "RANGE_PARTS",
    "YEARS_TYPED",
    "Column",
    "Row",
    "Sheet",
    "evidence",
    "flat",
    "held",
    "note",
    "number",
    "ranged",
]

HEAD_ROWS = 3
"""Heads, what belongs below them, keys."""
KEY_ROW = 3
FIRST_ROW = 4
"""The first row of data, counted from 1 as Excel does."""
MOST_ROWS = 50_000

YEARS_TYPED = (dt.date(1904, 12, 4), dt.date(1906, 1, 7))
"""What a spreadsheet makes of a year from 1800 to 2199 that is typed where a date is expected.

Days in between are written as text, so that a date among them is known to be a year.
"""

RANGE_PARTS = ("low", "likely", "high", "evidence", "assumption", "driver")

Row: TypeAlias = Mapping[str, Any]
"""The values of one row by the keys of its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    `kind` says what a cell holds: id, ids, text, texts, day, when, flag, number, whole, word, options, rule,
    or value. `words` are those of a short list, `refers` names the ids that a cell may name, `needed` says
    that a row without it means nothing. Head and hint are messages to be told.
    """

    key: str
    head: str
    hint: str = ""
    kind: str = "text"
    words: tuple[str, ...] = ()
    refers: str = ""
    needed: bool = False

    @property
    def numeric(self) -> bool:
        """Whether its cells hold numbers."""
        return self.kind in {"number", "whole"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; `rows` gives what stands on it for a case.

    `section` is the part of a case that a row is one item of, "" when it is a part of something else.
    """

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Case], Iterable[Row]]
    section: str = ""

    def column(self, key: str) -> Column | None:
        """The column of that key, or None."""
        return next((column for column in self.columns if column.key == key), None)


def flat(section: str, columns: tuple[Column, ...]) -> Callable[[Case], Iterable[Row]]:
    """The rows of a section whose items are a row each."""

    def rows(case: Case) -> Iterable[Row]:
        for item in getattr(case, section):
            yield held(item, columns)

    return rows


def held(item: Any, columns: Iterable[Column], **more: Any) -> Row:
    """What an item holds for each column; a dotted key looks into its parts."""
    found = {
        column.key: more[column.key] if column.key in more else _at(item, column.key) for column in columns
    }
    return found | more


def _at(item: Any, key: str) -> Any:
    for part in key.split("."):
        item = None if item is None else getattr(item, part)
    return item


def evidence() -> Column:
    """The column of what a row rests on."""
    hint = mark("ids of reports, statements, stances, proposals or events, with commas between")
    return Column(key="evidence", head=mark("Evidence"), hint=hint, kind="ids", refers="evidence")


def note() -> Column:
    """The column of remarks."""
    return Column(key="note", head=mark("Note"), hint=mark("anything a reader should know"))


def number(key: str, head: str, hint: str = "", *, needed: bool = False) -> Column:
    """A column of numbers."""
    return Column(key=key, head=head, hint=hint, kind="number", needed=needed)


def ranged(
    key: str,
    heads: tuple[str, str, str] = (mark("Low"), mark("Likely"), mark("High")),
    hint: str = "",
    *,
    needed: bool = True,
) -> tuple[Column, ...]:
    """The six columns of an uncertain number: low, likely, high, and what they rest on."""
    lowest = mark("as low as it may be; empty with High: the number is certain")
    highest = mark("as high as it may be")
    basis = mark("why, where there is no evidence: it is marked as an assumption")
    shared = mark("numbers that name the same driver move together")
    ids = evidence()
    return (
        number(f"{key}.low", heads[0], lowest),
        number(f"{key}.likely", heads[1], hint or mark("the number, as likely as any"), needed=needed),
        number(f"{key}.high", heads[2], highest),
        Column(key=f"{key}.evidence", head=ids.head, hint=ids.hint, kind="ids", refers="evidence"),
        Column(key=f"{key}.assumption", head=mark("Assumption"), hint=basis),
        Column(key=f"{key}.driver", head=mark("Driver"), hint=shared, kind="id"),
    )
