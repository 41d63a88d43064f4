"""From the events of a journal to the record as it stands: suggestions, decisions, what was undone.

Every event is a small object: `coded` and `imported` bring a statement, `decided` and `undone` what a person
did with it, `withdrawn` what a later reading no longer proposes, `moved` where a passage is found again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from detente.errors import RecordError
from detente.record.interchange.plain import (
    DOCUMENT,
    SPAN,
    STATEMENT,
    Field,
    document_of,
    plain,
    statement_of,
    statement_plain,
    values_of,
)
from detente.record.journal import Entry
from detente.record.record import Record
from detente.record.statement import Decision, Statement
from detente.sources.document import Document
from detente.sources.span import Span

__all__ = [
    "EDITABLE",
    "FORMAT",
    "VERSION",
    "State",
    "coded",
    "decided",
    "documented",
    "fold",
    "imported",
    "moved",
    "opened",
    "packed",
    "undone",
    "withdrawn",
]

FORMAT = "detente-record-journal"
VERSION = 1

EDITABLE: Mapping[str, Field] = {f.name: f for f in STATEMENT if f.name not in {"id", "reports", "known"}}
"""The fields of a statement that a reviewer may change, beside its span."""


@dataclass(slots=True)
class State:
    """The record as far as its journal tells. `versions` holds, for each statement, the suggestion first.

    `order` are the ids of decided statements, the last decision last; `foreign` those that were imported.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    versions: dict[str, list[Statement]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)
    pack: str = ""
    _taken: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)
    _by_document: dict[str, dict[str, None]] | None = None

    def now(self, name: str) -> Statement:
        """The statement as it stands; RecordError when there is none of that id."""
        if name not in self.versions:
            raise RecordError(f"there is no statement {name!r}", hint="take an id of the record")
        return self.versions[name][-1]

    def of_document(self, name: str) -> tuple[str, ...]:
        """The ids of the statements whose passage is in a document, in the order in which they came."""
        if self._by_document is None:
            self._by_document = {}
            for versions in self.versions.values():
                self.file(versions[-1])
        return tuple(one for one in self._by_document.get(name, ()) if one in self.versions)

    def file(self, statement: Statement) -> None:
        """Notes in which document a statement stands."""
        if self._by_document is not None and statement.span is not None:
            self._by_document.setdefault(statement.span.document, {})[statement.id] = None

    def forget(self, name: str) -> None:
        """Lets go of the statements of a document; their ids stay taken. The record then lacks them."""
        for one in self.of_document(name):
            del self.versions[one]
            document, number = _numbered(one)
            if document == name:
                self._numbers[name] = max(self._numbers.get(name, 0), number)
            else:
                self._taken.add(one)
        if self._by_document is not None:
            self._by_document.pop(name, None)

    def is_taken(self, name: str) -> bool:
        """Whether a statement has this id, or had it before it was forgotten (or a later number)."""
        document, number = _numbered(name)
        return name in self.versions or name in self._taken or number <= self._numbers.get(document, -1)

    @property
    def record(self) -> Record:
        """The record: documents in the order in which they came, statements by document and place."""
        places = {name: number for number, name in enumerate(self.documents)}

        def place(statement: Statement) -> tuple[int, int, int, str]:
            span = statement.span
            name = span.document if span else next(iter(statement.reports), "")
            start, end = (span.start, span.end) if span else (0, 0)
            return places.get(name, len(places)), start, end, statement.id

        found = sorted((versions[-1] for versions in self.versions.values()), key=place)
        return Record(documents=tuple(self.documents.values()), statements=tuple(found), pack=self.pack)

    def take(self, entry: Entry) -> None:
        """Follows one event; RecordError when it does not fit what came before."""
        kind = entry.get("event")
        follow = _FOLLOW.get(kind) if isinstance(kind, str) else None
        if follow is None:
            _misfit(entry, f"the event {kind!r} is not known")
        try:
            follow(self, entry)
        except RecordError:
            raise
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            _misfit(entry, f"the event {kind!r} does not fit: {error}")


def fold(entries: Iterable[Entry], *, where: str = "") -> State:
    """The state after all entries, in order; empty for none.

    RecordError when the journal is of a newer version, or an event does not fit those before it.

    >>> fold([opened(), packed("gaza 1")]).record.pack
    'gaza 1'
    """
    state = State()
    for entry in entries:
        try:
            state.take(entry)
        except RecordError as error:
            raise RecordError(error.what, where=error.where or where, hint=error.hint) from None
    return state


def opened() -> Entry:
    """The first event of a journal."""
    return {"event": "opened", "format": FORMAT, "version": VERSION}


def packed(pack: str) -> Entry:
    """By which pack what follows is coded: its id and digest."""
    return {"event": "pack", "pack": pack}


def documented(document: Document) -> Entry:
    """A document read, for the first time or again."""
    return {"event": "document", "document": plain(document, DOCUMENT)}


def coded(statement: Statement) -> Entry:
    """A suggestion; of an id that is there, it takes the place of the one that waits."""
    return {"event": "coded", "statement": statement_plain(statement)}


def imported(statement: Statement, *, source: str, at: str) -> Entry:
    """A statement from elsewhere, with the decision that it may already bear."""
    return {"event": "imported", "source": source, "at": at, "statement": statement_plain(statement)}


def withdrawn(names: Iterable[str]) -> Entry:
    """Suggestions that waited and are no longer made."""
    return {"event": "withdrawn", "ids": list(names)}


def moved(name: str, before: Span, span: Span) -> Entry:
    """Where a passage of a statement stands now."""
    place = [before.start, before.end]
    return {"event": "moved", "id": name, "from": place, "span": plain(span, SPAN)}


def decided(before: Statement, after: Statement, decision: Decision) -> Entry:
    """A person's verdict; `after` differs from `before` in what was edited."""
    old, new = statement_plain(before), statement_plain(after)
    changed = [name for name in (*EDITABLE, "span") if old.get(name) != new.get(name)]
    entry: dict[str, Any] = {"event": "decided", "id": before.id, "verdict": decision.verdict}
    entry |= {"by": decision.by, "at": decision.at}
    entry |= {"note": decision.note} if decision.note else {}
    return entry | ({"set": {name: new.get(name) for name in changed}} if changed else {})


def undone(name: str, *, by: str, at: str) -> Entry:
    """The last decision about a statement is taken back."""
    return {"event": "undone", "id": name, "by": by, "at": at}


def _opened(_: State, entry: Entry) -> None:
    if entry["format"] != FORMAT:
        _misfit(entry, "is no journal of a record")
    if not isinstance(entry["version"], int) or entry["version"] > VERSION:
        hint = "use the detente that wrote it, or a newer one"
        raise RecordError(f"is of version {entry['version']}; version {VERSION} is read", hint=hint)


def _packed(state: State, entry: Entry) -> None:
    state.pack = str(entry["pack"])


def _documented(state: State, entry: Entry) -> None:
    found = document_of(entry["document"], _say(entry))
    if found is not None:
        state.documents[found.id] = found


def _brought(state: State, entry: Entry) -> None:
    found = statement_of(entry["statement"], _say(entry))
    if found is not None:
        state.versions[found.id] = [found]
        state.file(found)
        if entry["event"] == "imported":
            state.foreign.add(found.id)


def _withdrawn(state: State, entry: Entry) -> None:
    for name in entry["ids"]:
        if len(state.versions[name]) > 1:
            _misfit(entry, f"the statement {name!r} was decided and cannot be withdrawn")
        del state.versions[name]


def _moved(state: State, entry: Entry) -> None:
    versions = state.versions[entry["id"]]
    start, end = entry["from"]
    values = values_of(entry["span"], SPAN, _say(entry))
    if values is None:
        return
    span = Span(**values)
    for number, one in enumerate(versions):
        if one.span is not None and (one.span.start, one.span.end) == (start, end):
            versions[number] = one.with_(span=span)


def _decided(state: State, entry: Entry) -> None:
    versions = state.versions[entry["id"]]
    changed = dict(entry.get("set", {}))
    told = statement_plain(versions[-1]) | changed
    told = {name: value for name, value in told.items() if name not in changed or value is not None}
    told.pop("decision", None)
    after = statement_of(told, _say(entry))
    if after is None:
        return
    decision = Decision(
        verdict=entry["verdict"],
        by=entry["by"],
        at=entry["at"],
        changes=_changes(versions[0], after),
        note=entry.get("note", ""),
    )
    versions.append(after.with_(decision=decision))
    state.order.append(entry["id"])


def _undone(state: State, entry: Entry) -> None:
    name = entry["id"]
    versions = state.versions[name]
    if len(versions) < 2:
        _misfit(entry, f"nothing was decided about {name!r}")
    versions.pop()
    last = len(state.order) - 1 - state.order[::-1].index(name)
    del state.order[last]


_FOLLOW = {
    "opened": _opened,
    "pack": _packed,
    "document": _documented,
    "coded": _brought,
    "imported": _brought,
    "withdrawn": _withdrawn,
    "moved": _moved,
    "decided": _decided,
    "undone": _undone,
}


def _changes(first: Statement, after: Statement) -> tuple[tuple[str, str, str], ...]:
    """What differs from the suggestion, as text."""
    old, new = plain(first, EDITABLE.values()), plain(after, EDITABLE.values())
    names = [name for name in EDITABLE if old.get(name) != new.get(name)]
    changes = [(name, _text(old.get(name)), _text(new.get(name))) for name in names]
    places = [_place(one.span) for one in (first, after)]
    return (*changes, *([("span", *places)] if places[0] != places[1] else []))  # type: ignore[arg-type]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _place(span: Span | None) -> str:
    return f"{span.start}-{span.end}" if span else ""


def _numbered(name: str) -> tuple[str, int]:
    """The document and the number of an id such as `daily-0012`; ("", 0) for another id."""
    document, _, number = name.rpartition("-")
    plain_number = number.isascii() and number.isdecimal() and len(number) < 10
    return (document, int(number)) if plain_number else ("", 0)


def _say(entry: Entry) -> Any:
    def told(path: str, what: str, hint: str) -> None:
        raise RecordError(f"{path}: {what}" if path else what, where=_line(entry), hint=hint)

    return told


def _misfit(entry: Entry, what: str) -> NoReturn:
    hint = "use the detente that wrote it, or a newer one"
    raise RecordError(what, where=_line(entry), hint=hint)


def _line(entry: Entry) -> str:
    return f"journal.jsonl:{entry['n']}" if "n" in entry else ""
