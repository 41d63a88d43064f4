"""PLOVER events in JSON Lines: who did what to whom, when, after the text.

The names of the fields and of the events are those of the PLOVER manual (openeventdata/PLOVER,
`PLOVER_MANUAL.tex`, chapter "Data Fields": id, date, enddate, actor, recipient, event, quad_code, event_text,
context, text, text_info, cite_info, coder, coded_date; events AGREE, REQUEST, REJECT, THREATEN). Records of
the older form (source, target, eventText, textInfo, publication; DEMAND, DISAPPROVE) are read as well. Only
acts that PLOVER knows are events; a field `detente`, as the manual allows, restores our statements in full.
"""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.errors import Problem
from detente.record.interchange.anchor import Quote, anchor
from detente.record.interchange.files import Findings, read_text, shown, write_pieces
from detente.record.interchange.jsonl import parse_line
from detente.record.interchange.plain import DOCUMENT, Read, document_of, plain, statement_of, statement_plain
from detente.record.record import Record
from detente.record.statement import Coding, Statement
from detente.sources.document import Document
from detente.sources.span import Span
from detente.sources.when import When

__all__ = ["ACTS_OF", "EVENTS", "kept_by_plover", "left_out_of_plover", "read_plover", "write_plover"]

VERSION = 1
EVENTS: Mapping[str, str] = {
    "accepts": "AGREE",
    "demands": "REQUEST",
    "offers": "AGREE",
    "rejects": "REJECT",
    "threatens": "THREATEN",
}
"""The event of each act that PLOVER knows; an offer is CAMEO's "express intent to cooperate", hence AGREE."""

ACTS_OF: Mapping[str, str] = {
    "ACCUSE": "claims",
    "AGREE": "accepts",
    "CONCEDE": "accepts",
    "DEMAND": "demands",
    "DISAPPROVE": "claims",
    "REJECT": "rejects",
    "REQUEST": "demands",
    "THREATEN": "threatens",
}
"""The act of each event of others; every other event is an act `event`."""

_QUADS = {"AGREE": 1, "REJECT": 3, "REQUEST": 3, "THREATEN": 3}


def write_plover(record: Record, path: Path) -> None:
    """Writes the statements whose acts PLOVER knows, an event a line."""
    kept = kept_by_plover(record)
    places = {document.id: (place, document) for place, document in enumerate(kept.documents)}
    events = (_event(statement, places, record.pack) for statement in kept.statements)
    write_pieces(path, (json.dumps(event, ensure_ascii=False) + "\n" for event in events))


def read_plover(path: Path, texts: Mapping[str, str]) -> tuple[Record, tuple[Problem, ...]]:
    """The record in the file, and notes on what was taken how; RecordError with every problem and its line.

    A line that detente wrote is restored in full. Of any other the first actor is the holder, further ones
    are noted; recipients are addressed, the first context is the issue, the document is named after the
    address or the publication. Its text becomes a passage only where the document's text is given and holds
    it once, or where it is told.
    """
    findings = Findings(str(path))
    found = _Events(findings, texts)
    text = read_text(path)
    if text.lstrip().startswith("["):
        held = parse_line(text, 1, findings)
        findings.stop()
        for place, raw in enumerate(held):
            found.add(raw, 1, f"[{place}]")
    else:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                raw = parse_line(line, number, findings)
                if raw is not None:
                    found.add(raw, number, "")
    return found.record(), tuple(found.notes)


def kept_by_plover(record: Record) -> Record:
    """The statements whose acts PLOVER knows, and the documents that they are from."""
    some = tuple(statement for statement in record.statements if statement.act in EVENTS)
    sources = {_source(statement) for statement in some}
    documents = tuple(document for document in record.documents if document.id in sources)
    return Record(documents=documents, statements=some, pack=record.pack if some else "")


def left_out_of_plover(record: Record) -> tuple[str, ...]:
    """What PLOVER cannot carry, in words with counts."""
    counts: dict[str, int] = {}
    for statement in record.statements:
        if statement.act not in EVENTS:
            counts[statement.act] = counts.get(statement.act, 0) + 1
    told = [f"statements whose act is no event, {act}: {count}" for act, count in sorted(counts.items())]
    kept = kept_by_plover(record)
    alone = sum(not one.to and EVENTS[one.act] != "AGREE" for one in kept.statements)
    if alone:
        told.append(f"recipients, which PLOVER asks for, of events that name none: {alone}")
    silent = len(record.documents) - len(kept.documents)
    if silent:
        told.append(f"documents without an event: {silent}")
    return tuple(told)


def _source(statement: Statement) -> str:
    return statement.span.document if statement.span else next(iter(statement.reports), "")


def _event(statement: Statement, places: Mapping[str, tuple[int, Document]], pack: str) -> dict[str, Any]:
    """One statement as an event."""
    name = EVENTS[statement.act]
    span, coding = statement.span, statement.coding
    place, document = places.get(_source(statement), (None, None))
    told: dict[str, Any] = {"id": statement.id, "date": statement.date.first.isoformat()}
    if statement.date.last != statement.date.first:
        told["enddate"] = statement.date.last.isoformat()
    told["actor"] = [{"entity_text": statement.holder}] if statement.holder else []
    if statement.to:
        told["recipient"] = [{"entity_text": one} for one in statement.to]
    told |= {"event": [name], "quad_code": _QUADS[name]}
    if statement.says:
        told["event_text"] = [statement.says]
    if statement.issue:
        told["context"] = [statement.issue]
    if span is not None:
        if span.exact:
            told["text"] = span.exact
        told["text_info"] = {"start": span.start, "end": span.end}
    if document is not None:
        told["cite_info"] = _citation(document)
    if coding is not None:
        told["coder"] = coding.coder
    restores: dict[str, Any] = {"version": VERSION, "pack": pack, "statement": statement_plain(statement)}
    if document is not None:
        restores |= {"number": place, "document": plain(document, DOCUMENT)}
    return {**told, "detente": restores}


def _citation(document: Document) -> dict[str, str]:
    told = {
        "citation": document.label,
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "publication": document.publisher,
        "license": document.licence,
    }
    return {name: value for name, value in told.items() if value}


class _Events:
    """Collects events, ours and those of others."""

    def __init__(self, findings: Findings, texts: Mapping[str, str]) -> None:
        self.findings = findings
        self.texts = texts
        self.read = Read(findings)
        self.documents: dict[str, tuple[int, object, Document]] = {}
        self.packs: dict[str, None] = {}
        self.counts: dict[str, int] = {}
        self.notes: list[Problem] = []

    def add(self, raw: object, line: int, path: str) -> None:
        """Keeps one event."""
        if not isinstance(raw, dict) or "event" not in raw:
            self.findings.add(f"is no event: {shown(raw)}", line=line, path=path)
        elif "detente" in raw:
            self._add_ours(raw["detente"], line, f"{path}detente")
        elif _words(raw["event"])[:1] == ["DOCUMENT"]:
            self._note(line, path, "a note on the file itself is no event, and left out")
        else:
            self._add_foreign(raw, line, path)

    def record(self) -> Record:
        """The record; RecordError with everything found wrong."""
        if len(self.packs) > 1:
            self.findings.add("the events name several packs", hint="read them one file at a time")
        for line, _, document in sorted(self.documents.values(), key=lambda one: _number(one[1])):
            self.read.add(document, line)
        return self.read.record(next(iter(self.packs), ""))

    def _add_ours(self, raw: object, line: int, path: str) -> None:
        if not isinstance(raw, dict) or raw.get("version") != VERSION or not isinstance(raw.get("pack"), str):
            what = f"is not of version {VERSION}"
            self.findings.add(
                what, line=line, path=path, hint="use the detente that wrote it, or a newer one"
            )
            return
        self.packs[raw["pack"]] = None
        if "document" in raw:
            document = document_of(raw["document"], self.read.say(line, f"{path}.document"))
            if document is not None:
                held = self.documents.setdefault(document.id, (line, raw.get("number"), document))
                if held[2] != document:
                    what = f"document {shown(document.id)} is told otherwise than in line {held[0]}"
                    self.findings.add(what, line=line, path=path)
        self.read.add(statement_of(raw.get("statement"), self.read.say(line, f"{path}.statement")), line)

    def _add_foreign(self, raw: Mapping[str, Any], line: int, path: str) -> None:
        day = _day(raw.get("date"))
        name = raw.get("id")
        if day is None or not isinstance(name, str) or not name:
            self.findings.add("an event has an id, and a date as 2024-07-04", line=line, path=path)
            return
        name = self._own(name, line, path)
        events = _words(raw["event"])
        actors = _entities(raw.get("actor", raw.get("source")))
        if len(actors) > 1:
            self._note(line, path, f"{len(actors)} actors act together; the first is the holder")
        if len(events) > 1:
            self._note(line, path, f"{len(events)} events are told as one; the first is the act")
        act = ACTS_OF.get(events[0] if events else "", "event")
        end = _day(raw.get("enddate")) or day
        document = self._document(raw, line)
        texts = _words(raw.get("event_text", raw.get("eventText")))
        coder = raw.get("coder")
        told = Statement(
            id=name,
            reports=(document,),
            holder=actors[0] if actors else "",
            to=_entities(raw.get("recipient", raw.get("target"))),
            act=act,
            issue=next(iter(_words(raw.get("context"))), ""),
            says="; ".join(texts) if act != "event" else "; ".join([*events, *texts]),
            date=When(last=max(end, day), first=day),
            known=day,
            date_basis="the date of the event",
            span=self._span(raw, document, line, path),
            coding=Coding(coder=coder) if isinstance(coder, str) and coder else None,
        )
        self.read.add(statement_of(statement_plain(told), self.read.say(line, path)), line)

    def _own(self, name: str, line: int, path: str) -> str:
        """The id, with a number behind it where an event before has it; such files are about."""
        number = self.counts[name] = self.counts.get(name, 0) + 1
        if number == 1:
            return name
        self._note(line, path, f"the id {shown(name)} is there before; this one gets #{number}")
        return f"{name}#{number}"

    def _document(self, raw: Mapping[str, Any], line: int) -> str:
        """The id of an event's document, which is kept."""
        cited = raw.get("cite_info", raw.get("citeInfo"))
        held = cited if isinstance(cited, dict) else raw
        told = {
            name: held[name]
            for name in ("url", "title", "language", "publication", "license")
            if name in held
        }
        told = {name: value for name, value in told.items() if isinstance(value, str)}
        citation = held.get("citation")
        named = (told.get("url"), citation if isinstance(citation, str) else "", told.get("publication"))
        name = next((one for one in named if one), "unknown")
        document = Document(
            id=name,
            publisher=told.get("publication", ""),
            title=told.get("title", ""),
            url=told.get("url", ""),
            language=told.get("language", ""),
            licence=told.get("license", ""),
        )
        self.documents.setdefault(name, (line, len(self.documents), document))
        return name

    def _span(self, raw: Mapping[str, Any], document: str, line: int, path: str) -> Span | None:
        """The passage, where the document's text is given and bears it out."""
        words = raw.get("text")
        if not isinstance(words, str) or not words:
            return None
        text = self.texts.get(document)
        if text is None:
            self._note(line, path, "the passage is left out: the document's text was not given")
            return None
        held = raw.get("text_info", raw.get("textInfo"))
        info = held if isinstance(held, dict) else {}
        start, end = (info.get(name) if type(info.get(name)) is int else None for name in ("start", "end"))
        found = anchor(text, Quote(exact=words, start=start, end=end))
        if isinstance(found, str):
            self._note(line, path, f"the passage is left out: {found}")
            return None
        if found.how:
            self._note(line, path, f"the passage: {found.how}")
        return Span.of(document, text, found.start, found.end)

    def _note(self, line: int, path: str, what: str) -> None:
        self.notes.append(Problem(path=path, what=what, file=self.findings.file, line=line))


def _words(raw: object) -> list[str]:
    """The texts in a list, or the one text."""
    held = raw if isinstance(raw, list) else [raw]
    return [one for one in held if isinstance(one, str) and one]


def _entities(raw: object) -> tuple[str, ...]:
    """The actors in a list of entity objects, each by its name, else its code."""
    held = raw if isinstance(raw, list) else [raw]
    names = ("identifier_text", "entity_text", "actorText", "code")
    found = []
    for one in held:
        told = (
            [one[name] for name in names if isinstance(one.get(name), str)] if isinstance(one, dict) else []
        )
        found += [name for name in told if name][:1]
    return tuple(found)


def _day(raw: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == 10 else None
    except ValueError:
        return None


def _number(raw: object) -> int:
    return raw if type(raw) is int else 0
