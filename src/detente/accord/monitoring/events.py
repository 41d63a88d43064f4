"""Events of a signed accord, from CSV or lines of JSON: what happened or is said to have, when, told by whom.

An event is one account of one act. Accounts of the same act agree in date, side, clause and act, or bear the
same `matter`. Cells that look like formulas are text like any other.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from detente.accord.language.plan import Accord
from detente.errors import AccordError, RecordError, SourceError, nearest
from detente.record.interchange.files import Findings, read_text, shown, sized
from detente.record.interchange.table import rows_of

__all__ = ["COLUMNS", "HAPPENED", "LARGEST", "MOST_EVENTS", "AccordEvent", "read_events"]

HAPPENED = ("yes", "no", "claimed", "denied")
"""What an account says: told as fact, told as not so, claimed by someone, denied by someone."""

COLUMNS: dict[str, str] = {
    "date": "the day on which it happened, such as 2024-09-05",
    "known": "the day on which it became known; the same day where it is empty",
    "matter": "a name that accounts of one act share, where their dates or quantities differ",
    "side": "who acted; empty for an incident that no side chose",
    "clause": "the clause that it performs, uses or breaks",
    "act": "which act, where the clause knows several: see ACTS",
    "quantity": "units; one tranche where it is empty",
    "happened": "yes, no, claimed or denied; yes where it is empty",
    "source": "where it was published",
    "by": "who says so",
    "verified": "yes where it is established; no where it is empty",
    "note": "anything else",
}
"""The columns of a file of events, in any order; only `date` must be there."""

LARGEST = 10_000_000
"""The largest file that is read, in bytes."""

MOST_EVENTS = 20_000
"""The most events of one file."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_TRUTHS = {"": False, "yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordEvent:
    """One account of an act: on `date` `side` did, or did not, what `clause` and `act` name.

    `happened` is one of `HAPPENED`. `verified`: it is established; an account that is not leaves open whether
    it is so. `known`: when it became known, `date` where it is None. `quantity` is in units. `by`: who says.

    >>> print(AccordEvent(date=dt.date(2024, 9, 5), side="hamas", clause="free-hostages", quantity=3))
    2024-09-05 hamas free-hostages (3): yes
    """

    date: dt.date
    side: str = ""
    clause: str = ""
    act: str = ""
    quantity: int | None = None
    happened: str = "yes"
    known: dt.date | None = None
    matter: str = ""
    source: str = ""
    by: str = ""
    verified: bool = False
    note: str = ""
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        """Date, side, clause and what is said, on one line."""
        what = " ".join(part for part in (self.side, self.clause, self.act) if part)
        many = f" ({self.quantity})" if self.quantity is not None else ""
        sure = ", verified" if self.verified else ""
        return f"{self.date} {what}{many}: {self.happened}{sure}"

    @property
    def told(self) -> dt.date:
        """The day on which it became known."""
        return self.known or self.date

    @property
    def affirms(self) -> bool:
        """Whether it says that the act was done."""
        return self.happened in {"yes", "claimed"}

    @property
    def where(self) -> str:
        """The file and line it stands in."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file


def read_events(path: str | Path, accord: Accord | None = None) -> tuple[AccordEvent, ...]:
    """The events in a file, in its order: CSV with a head, or one JSON object a line (`.jsonl`, `.ndjson`).

    With an accord, sides, clauses and acts are checked against it. Raises SourceError for a file that cannot
    be read, AccordError with every problem and its line otherwise.
    """
    path = Path(path)
    if sized(path) > LARGEST:
        raise SourceError(
            f"is larger than {LARGEST // 1_000_000} MB",
            where=str(path),
            hint="a file of events is far smaller; split it by year",
        )
    findings = Findings(str(path))
    rows = _json_rows if path.suffix.lower() in {".jsonl", ".ndjson", ".json"} else _table_rows
    try:
        found: list[AccordEvent] = []
        for line, cells in rows(read_text(path), findings):
            if len(found) >= MOST_EVENTS:
                findings.fail(f"has more than {MOST_EVENTS:,} events", line=line, hint="split the file")
            event = _event(cells, line, findings)
            if event is not None:
                found.append(event)
        if accord is not None:
            _check_names(accord, found, findings)
        findings.stop()
    except RecordError as error:
        raise AccordError.of(sorted(error.problems, key=lambda problem: problem.line or 1 << 60)) from None
    return tuple(found)


def _check_names(accord: Accord, events: Iterable[AccordEvent], findings: Findings) -> None:
    from detente.accord.monitoring.naming import name_problems

    for problem in name_problems(accord, events):
        findings.add(problem.what, line=problem.line, path=problem.path, hint=problem.hint)


def _table_rows(text: str, findings: Findings) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table by column; comma, semicolon or tab separates, whichever the head has most of."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    rows = rows_of(text, max(",;\t", key=first.count), findings)
    line, names = next(rows, (1, []))
    head = [name.strip().lower() for name in names]
    if not any(head):
        findings.fail("is empty", hint=f"begin with a row of columns: {', '.join(COLUMNS)}")
    for name in head:
        if name not in COLUMNS:
            findings.add(f"there is no column {shown(name)}", line=line, hint=nearest(name, COLUMNS))
    for name in sorted({name for name in head if head.count(name) > 1}):
        findings.add(f"the column {name} is there twice", line=line, hint="keep one of them")
    if "date" not in head:
        findings.add("has no column date", line=line, hint=nearest("date", head))
    findings.stop()
    for number, row in rows:
        if len(row) == len(head):
            yield number, {name: cell.strip() for name, cell in zip(head, row, strict=True)}
        else:
            what = f"the row has {len(row)} cells, there are {len(head)} columns"
            findings.add(what, line=number, hint="quote cells that hold a separator or a line break")


def _json_rows(text: str, findings: Findings) -> Iterator[tuple[int, dict[str, str]]]:
    """One object a line, its values as the texts that a table would have."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError):
            findings.add("is no JSON", line=number, hint="one object on each line")
            continue
        if not isinstance(raw, dict):
            findings.add("is no JSON object", line=number, hint='for example {"date": "2024-09-05", ...}')
            continue
        cells = {}
        for name, value in raw.items():
            if name not in COLUMNS:
                findings.add(f"there is no field {shown(name)}", line=number, hint=nearest(name, COLUMNS))
            elif value is not None and not isinstance(value, bool | int | str):
                findings.add("is no text, whole number or truth", line=number, path=name)
            elif value is not None:
                text_of = ("no", "yes")[value] if isinstance(value, bool) else str(value)
                cells[name] = text_of.strip()
        yield number, cells


def _event(cells: Mapping[str, str], line: int, findings: Findings) -> AccordEvent | None:
    """The event of a row; None after telling what cannot be read."""
    before = len(findings.problems)
    date = _date(cells.get("date", ""), "date", line, findings)
    known = _date(cells["known"], "known", line, findings) if cells.get("known") else None
    happened = cells.get("happened", "").lower() or "yes"
    if happened not in HAPPENED:
        hint = f"write one of {', '.join(HAPPENED)}"
        findings.add(f"{shown(cells['happened'])} says nothing", line=line, path="happened", hint=hint)
    verified = _TRUTHS.get(cells.get("verified", "").lower())
    if verified is None:
        what = f"{shown(cells['verified'])} is neither yes nor no"
        findings.add(what, line=line, path="verified", hint="write yes or no")
    elif verified and happened in {"claimed", "denied"}:
        hint = f"write happened: {'yes' if happened == 'claimed' else 'no'} once it is established"
        findings.add(f"what is {happened} is not verified", line=line, path="verified", hint=hint)
    quantity = _quantity(cells.get("quantity", ""), line, findings)
    if date is not None and known is not None and known < date:
        what = f"it is known on {known}, before it happened on {date}"
        findings.add(what, line=line, path="known", hint="an announcement is no event yet")
    if date is None or len(findings.problems) > before:
        return None
    texts = {
        name: cells.get(name, "") for name in ("side", "clause", "act", "matter", "source", "by", "note")
    }
    texts["act"] = texts["act"].lower()
    return AccordEvent(
        date=date,
        known=known,
        quantity=quantity,
        happened=happened,
        verified=bool(verified),
        file=findings.file,
        line=line,
        **texts,
    )


def _date(text: str, path: str, line: int, findings: Findings) -> dt.date | None:
    if not _DATE.fullmatch(text):
        what = f"{shown(text)} is no date" if text else "is missing"
        findings.add(what, line=line, path=path, hint="write it as 2024-09-05")
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        findings.add(f"there is no {text}", line=line, path=path, hint="check the month and the day")
        return None


def _quantity(text: str, line: int, findings: Findings) -> int | None:
    if not text:
        return None
    if not _WHOLE.fullmatch(text) or int(text) == 0:
        what = f"{shown(text)} is no quantity"
        findings.add(what, line=line, path="quantity", hint="write units as a whole number, 1 or more")
        return None
    return int(text)
