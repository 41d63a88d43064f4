"""What a person changes in a suggestion, written as text: read, checked against the pack, and told at once.

Lists are written with commas; a name in quotes is taken as it stands, one without is an id of the pack. A
span is written `120-180`, or as the very words of the document.
"""

from collections.abc import Mapping
from typing import Any

from detente.errors import Problem, RecordError, nearest
from detente.record.codebook import VOICE, misfits
from detente.record.fold import EDITABLE
from detente.record.interchange.plain import values_of
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.span import Span

__all__ = ["FIELDS", "edited_statement"]

FIELDS: tuple[str, ...] = (*EDITABLE, "span")
"""What can be changed."""

_QUOTES = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb"
_PEOPLE = ("holder", "relays", "to")


def edited_statement(
    statement: Statement, changes: Mapping[str, str], *, text: str = "", pack: Pack | None = None
) -> Statement:
    """The statement with other values; RecordError with everything that does not fit.

    Another issue takes away an option that is not one of its own.

    >>> import datetime as dt
    >>> from detente.sources.when import When
    >>> day = dt.date(2031, 3, 1)
    >>> told = Statement(id="s1", reports=("d",), date=When.on(day), known=day)
    >>> edited_statement(told, {"act": "demands", "to": "upland, delta"}).to
    ('upland', 'delta')
    >>> edited_statement(told, {"actt": "demands"})
    Traceback (most recent call last):
    detente.errors.RecordError: actt: is no field that can be changed
      try: did you mean 'act'?
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, written in changes.items():
        if name == "span":
            values["span"] = _span(statement, written, text, problems)
        elif name not in EDITABLE:
            hint = nearest(name, FIELDS)
            problems.append(Problem(path=name, what="is no field that can be changed", hint=hint))
        else:
            values |= _value(name, written, pack, problems)
    after = statement.with_(**values)
    if after.issue != statement.issue and "option" not in changes and pack is not None:
        own = next((i.options for i in pack.issues if i.id == after.issue), ())
        if after.option not in {option.id for option in own}:
            after = after.with_(option="")
    if pack is not None:
        problems += [p for p in misfits(Record(statements=(after,)), pack) if _concerns(p, changes)]
    if problems:
        raise RecordError.of(problems)
    return after


def _concerns(problem: Problem, changes: Mapping[str, str]) -> bool:
    """Whether a misfit is one of what was changed: what a coder wrote is not held against the person."""
    return problem.path.rpartition(".")[2] in changes


def _value(name: str, written: str, pack: Pack | None, problems: list[Problem]) -> dict[str, Any]:
    field = EDITABLE[name]
    written = written.strip()
    raw: Any = written
    if field.kind == "texts":
        raw = [part.strip() for part in written.split(",") if part.strip()]
    elif field.kind == "number":
        raw = _number(written)
    if name in _PEOPLE:
        names = raw if isinstance(raw, list) else [raw]
        checked = [_person(name, one, pack, problems) for one in names]
        raw = checked if isinstance(raw, list) else checked[0]

    def say(path: str, what: str, hint: str) -> None:
        close = hint or (nearest(written, [c for c in field.choices if c]) if field.choices else "")
        problems.append(Problem(path=path, what=what, hint=close))

    return values_of({name: raw}, (field,), say) or {}


def _number(written: str) -> Any:
    """A number where it is one, None for nothing, else the text, which is then refused."""
    if not written:
        return None
    try:
        return float(written.replace(",", "") if written.count(".") < 2 else written)
    except ValueError:
        return written


def _person(name: str, written: str, pack: Pack | None, problems: list[Problem]) -> str:
    """An id of the pack or a part of one; words in quotes as they stand."""
    if len(written) > 1 and written[0] in _QUOTES and written[-1] in _QUOTES:
        return written[1:-1].strip()
    if pack is None or not pack.actors or written in VOICE:
        return written
    known = {actor.id for actor in pack.actors}
    parts = written.split(".")
    if not any(".".join(parts[:length]) in known for length in range(1, len(parts) + 1)):
        what = f"there is no actor {written!r}"
        hint = f'{nearest(written, known)} (write "{written}" in quotes to keep it as it stands)'
        problems.append(Problem(path=name, what=what, hint=hint))
    return written


def _span(statement: Statement, written: str, text: str, problems: list[Problem]) -> Span | None:
    """Another passage of the same document: two places, or words that stand there once or nearest."""
    old = statement.span
    if old is None or not text:
        what = "has no text at hand, so that no other passage can be chosen"
        problems.append(Problem(path="span", what=what, hint="read the report again with `detente read`"))
        return None
    first, dash, last = written.strip().partition("-")
    try:
        if dash and first.strip().isdecimal() and last.strip().isdecimal():
            return Span.of(old.document, text, int(first), int(last))
    except (RecordError, ValueError) as error:
        problems.append(Problem(path="span", what=str(error.args[0]), hint="the end is exclusive"))
        return None
    words = written.strip().strip(_QUOTES)
    places = _places(text, words) if words else []
    if not places:
        hint = "write the very words of the document, or two places such as 120-180"
        problems.append(Problem(path="span", what="these words are not in the document", hint=hint))
        return None
    start = min(places, key=lambda place: (abs(place - old.start), place))
    return Span.of(old.document, text, start, start + len(words))


def _places(text: str, words: str) -> list[int]:
    found, place = [], text.find(words)
    while place >= 0:
        found.append(place)
        place = text.find(words, place + 1)
    return found
