"""Records as plain values: what JSON can hold, and back with every fault found.

One table of fields per type says how each is told; the formats in JSON and in rows are built on it. Texts
are Unicode without lone surrogates; numbers are finite; dates are those of `When` and of ISO 8601.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.errors import nearest
from detente.record.interchange.files import LONGEST, Findings, shown
from detente.record.record import Record
from detente.record.statement import ACTS, IDENTIFIED, STANCES, VERDICTS, Coding, Decision, Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.when import When

__all__ = [
    "CODING",
    "DECISION",
    "DOCUMENT",
    "SPAN",
    "STATEMENT",
    "Field",
    "Read",
    "Say",
    "document_of",
    "plain",
    "span_faults",
    "statement_of",
    "statement_plain",
]

Say = Callable[[str, str, str], None]
"""Takes a path inside the object, what is wrong there, and a hint."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, how it is told, whether it must be there, and what it may be.

    `kind` is text, texts, number, count, day, when or changes.
    """

    name: str
    kind: str = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()


def _texts(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name) for name in names)


DOCUMENT = (
    Field("id", needed=True),
    Field("publisher"),
    Field("published", "day"),
    *_texts("title", "basis", "url", "sha256", "licence", "author", "language"),
    *_texts("file", "file_sha256", "copy_of"),
)
STATEMENT = (
    Field("id", needed=True),
    Field("reports", "texts", needed=True),
    Field("holder"),
    Field("relays", "texts"),
    Field("identified", choices=("", *IDENTIFIED)),
    Field("to", "texts"),
    Field("act", choices=ACTS, needed=True),
    *_texts("issue", "option"),
    Field("stance", choices=("", *STANCES)),
    *_texts("condition", "says", "plan"),
    Field("value", "number"),
    Field("unit"),
    Field("date", "when", needed=True),
    Field("known", "day", needed=True),
    Field("date_basis"),
)
SPAN = (
    Field("document", needed=True),
    Field("start", "count", needed=True),
    Field("end", "count", needed=True),
    Field("sha256", needed=True),
    *_texts("exact", "before", "after"),
)
CODING = (Field("coder", needed=True), Field("rule"), Field("score", "number"), Field("why", "texts"))
DECISION = (
    Field("verdict", choices=VERDICTS, needed=True),
    Field("by", needed=True),
    Field("at", needed=True),
    Field("changes", "changes"),
    Field("note"),
)
PARTS: dict[str, tuple[tuple[Field, ...], Callable[..., Any]]] = {
    "span": (SPAN, Span),
    "coding": (CODING, Coding),
    "decision": (DECISION, Decision),
}


def plain(value: object, fields: Iterable[Field]) -> dict[str, Any]:
    """The fields of a value as JSON holds them; optional fields that are empty are left out.

    >>> plain(Coding(coder="ana"), CODING)
    {'coder': 'ana'}
    """
    told = {field.name: (_PLAIN[field.kind](getattr(value, field.name)), field.needed) for field in fields}
    return {name: one for name, (one, needed) in told.items() if needed or one not in (None, "", [])}


def statement_plain(statement: Statement) -> dict[str, Any]:
    """A statement with its span, coding and decision as JSON holds them."""
    told = plain(statement, STATEMENT)
    for name, (fields, _) in PARTS.items():
        part = getattr(statement, name)
        if part is not None:
            told[name] = plain(part, fields)
    return told


def document_of(raw: object, say: Say) -> Document | None:
    """The document that plain values tell; None after telling every fault to `say`."""
    values = values_of(raw, DOCUMENT, say)
    return None if values is None else Document(**values)


def statement_of(raw: object, say: Say) -> Statement | None:
    """The statement that plain values tell; None after telling every fault to `say`."""
    parts: dict[str, Any] = {}
    sound = True
    rest = raw
    if isinstance(raw, Mapping):
        rest = {key: value for key, value in raw.items() if key not in PARTS}
        for name, (fields, make) in PARTS.items():
            if name in raw:
                found = values_of(raw[name], fields, _below(name, say))
                if found is None:
                    sound = False
                else:
                    parts[name] = make(**found)
    values = values_of(rest, STATEMENT, say)
    span = parts.get("span")
    if span is not None:
        faults = span_faults(span)
        for what in faults:
            say("span", what, "count in code points of the document's text, the end exclusive")
        sound = sound and not faults
    score = parts["coding"].score if "coding" in parts else None
    if score is not None and not 0 <= score <= 1:
        say("coding.score", f"is {score}, not between 0 and 1", "")
        sound = False
    if values is None or not sound:
        return None
    return Statement(**values, **parts)


def span_faults(span: Span) -> tuple[str, ...]:
    """What is wrong with a span in itself: its places, and its text against its digest and length."""
    faults = []
    if not 0 <= span.start < span.end:
        faults.append(f"from {span.start} to {span.end} is no passage")
    if span.exact:
        if len(span.exact) != span.end - span.start:
            told = f"the text of the span has {len(span.exact)} characters"
            faults.append(f"{told}, from {span.start} to {span.end} there are {span.end - span.start}")
        elif digest(span.exact) != span.sha256:
            faults.append("the text of the span does not have the digest that is told")
    return tuple(faults)


def values_of(raw: object, fields: tuple[Field, ...], say: Say) -> dict[str, Any] | None:
    """The values of an object's fields, checked; None after telling every fault."""
    if not isinstance(raw, Mapping):
        say("", f"an object is needed here, not {shown(raw)}", "")
        return None
    names = [field.name for field in fields]
    faults = 0
    for key in raw:
        if key not in names:
            say(str(key)[:60], "is no field here", nearest(str(key)[:60], names))
            faults += 1
    values: dict[str, Any] = {}
    for field in fields:
        if field.name not in raw:
            if field.needed:
                say(field.name, "is missing", "")
                faults += 1
            continue
        try:
            values[field.name] = _value(raw[field.name], field)
        except ValueError as error:
            say(field.name, str(error), "")
            faults += 1
    return None if faults else values


class Read:
    """The documents and statements read so far, with the line of each; refuses ids told twice."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.documents: dict[str, Document] = {}
        self.statements: dict[str, Statement] = {}
        self._lines: dict[tuple[str, str], int] = {}

    def say(self, line: int, path: str = "") -> Say:
        """A listener that notes faults of this line."""

        def told(inner: str, what: str, hint: str) -> None:
            whole_path = ".".join(part for part in (path, inner) if part)
            self.findings.add(what, line=line, path=whole_path, hint=hint)

        return told

    def add(self, found: Document | Statement | None, line: int) -> None:
        """Keeps a document or statement, unless there is one of that id."""
        if found is None:
            return
        kind, held = (
            ("document", self.documents) if isinstance(found, Document) else ("statement", self.statements)
        )
        first = self._lines.setdefault((kind, found.id), line)
        if found.id in held:
            what = f"the {kind} {shown(found.id)} is there twice, first in line {first}"
            self.findings.add(what, line=line, hint="give each its own id")
            return
        held[found.id] = found  # type: ignore[assignment]

    def record(self, pack: str = "") -> Record:
        """The record; RecordError when anything was found wrong."""
        self.findings.stop()
        return Record(
            documents=tuple(self.documents.values()), statements=tuple(self.statements.values()), pack=pack
        )


def _below(name: str, say: Say) -> Say:
    """A listener that puts a name in front of every path."""
    return lambda path, what, hint: say(f"{name}.{path}" if path else name, what, hint)


def _value(raw: object, field: Field) -> Any:
    """The value of one field; ValueError with what is wrong."""
    value = _VALUE[field.kind](raw)
    if field.choices and value not in field.choices:
        known = ", ".join(choice for choice in field.choices if choice)
        raise ValueError(f"{shown(value)} is none of {known}")
    return value


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"a text is needed, not {shown(raw)}")  # noqa: TRY004
    if len(raw) > LONGEST:
        raise ValueError(f"the text has {len(raw):,} characters; at most {LONGEST:,} are read")
    if not raw.isascii():
        try:
            raw.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(f"half a surrogate pair stands at character {error.start}") from None
    return raw


def _list(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise ValueError(f"a list of texts is needed, not {shown(raw)}")  # noqa: TRY004
    return tuple(_text(one) for one in raw)


def _number(raw: object) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise ValueError(f"a number is needed, not {shown(raw)}")  # noqa: TRY004
    try:
        value = float(raw)
    except OverflowError:
        raise ValueError("the number is too large") from None
    if not math.isfinite(value):
        raise ValueError(f"a finite number is needed, not {value}")
    return value


def _count(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueError(f"a whole number is needed, not {shown(raw)}")  # noqa: TRY004
    if not 0 <= raw < 2**53:
        raise ValueError(f"{shown(raw)} is not between 0 and 2^53")
    return raw


def _day(raw: object) -> dt.date:
    text = _text(raw)
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"{shown(text)} is no date; write it as 2024-07-04")


def _when(raw: object) -> When:
    try:
        return When.parse(_text(raw)[:40])
    except ValueError as error:
        raise ValueError(f"{error}; write it as 2024-07-04, 2024-07 or 2024-07-04/08") from None


def _changes(raw: object) -> tuple[tuple[str, str, str], ...]:
    if not isinstance(raw, list):
        raise ValueError(f"a list of changes is needed, not {shown(raw)}")  # noqa: TRY004
    found = []
    for one in raw:
        parts = _list(one)
        if len(parts) != 3:
            raise ValueError("a change is a field, what it was, and what it is")
        found.append((parts[0], parts[1], parts[2]))
    return tuple(found)


_VALUE: dict[str, Callable[[object], Any]] = {
    "text": _text,
    "texts": _list,
    "number": _number,
    "count": _count,
    "day": lambda raw: None if raw is None else _day(raw),
    "when": _when,
    "changes": _changes,
}
_PLAIN: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: value,
    "texts": list,
    "number": lambda value: value,
    "count": lambda value: value,
    "day": lambda value: value.isoformat() if value else None,
    "when": lambda value: value.label,
    "changes": lambda value: [list(one) for one in value],
}
