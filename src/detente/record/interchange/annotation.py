"""W3C Web Annotations in JSON-LD: one annotation a statement, its passage told by place and by quote.

The form is the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/): an AnnotationCollection
whose first page holds all; targets with a TextPositionSelector and a TextQuoteSelector. "The selection of the
text MUST be in terms of unicode code points, not in terms of code units" (section 4.2.4, to which 4.2.5
refers): places are code points, the end exclusive. Tools of the browser often write UTF-16 code units all the
same; such places are found again by the quote, or refused. What the model has no word for stands under our
own terms (`detente:...`, JSON literals), so that our import restores the statements in full.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from detente.errors import Problem
from detente.record.interchange.files import Findings, read_text, shown, write_pieces
from detente.record.interchange.foreign_notes import ForeignNotes
from detente.record.interchange.jsonl import parse_line
from detente.record.interchange.plain import DOCUMENT, Read, document_of, plain, statement_of, statement_plain
from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.document import Document

__all__ = ["CONTEXT", "VERSION", "read_annotation", "write_annotation"]

VERSION = 1
TERMS = "urn:detente:terms:"
CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "detente": TERMS,
        **{f"detente:{name}": {"@type": "@json"} for name in ("documents", "statement", "pack", "version")},
    },
]
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def write_annotation(record: Record, path: Path) -> None:
    """Writes the whole record."""
    write_pieces(path, _pieces(record))


def read_annotation(path: Path, texts: Mapping[str, str]) -> tuple[Record, tuple[Problem, ...]]:
    """The record in the file, and notes on what was taken how; RecordError with every problem.

    Read are collections, pages, lists of annotations and single ones. Annotations of other tools become
    statements whose document is the target's source; see `ForeignNotes`.
    """
    findings = Findings(str(path))
    text = read_text(path)
    raw = parse_line(text, 1, findings) if text.strip() else None
    findings.stop()
    if isinstance(raw, dict) and "detente:version" in raw:
        return _ours(raw, findings), ()
    foreign = ForeignNotes(findings, texts)
    found = _annotations(raw)
    if found is None:
        hint = "name a file with annotations after https://www.w3.org/TR/annotation-model/"
        findings.fail("holds no Web Annotations", line=1, hint=hint)
    for place, one in enumerate(found):
        foreign.add(one, f"[{place}]")
    return foreign.record(), tuple(foreign.notes)


def _pieces(record: Record) -> Iterator[str]:
    """The file in pieces: the head, then an annotation a line."""
    head: dict[str, Any] = {
        "@context": CONTEXT,
        "type": "AnnotationCollection",
        "label": "Statements in reports",
        "total": len(record.statements),
        "detente:version": VERSION,
        "detente:pack": record.pack,
        "detente:documents": [plain(document, DOCUMENT) for document in record.documents],
    }
    yield (
        json.dumps(head, ensure_ascii=False)[:-1] + ', "first": {"type": "AnnotationPage", "startIndex": 0, '
    )
    yield '"items": ['
    sources = {document.id: document for document in record.documents}
    for number, statement in enumerate(record.statements):
        yield (",\n" if number else "\n") + json.dumps(_annotation(statement, sources), ensure_ascii=False)
    yield "\n]}}\n"


def _annotation(statement: Statement, sources: Mapping[str, Document]) -> dict[str, Any]:
    """One statement as an annotation."""
    told = statement_plain(statement)
    told.pop("span", None)
    found: dict[str, Any] = {
        "id": f"urn:detente:statement:{quote(statement.id, safe='')}",
        "type": "Annotation",
        "motivation": "classifying",
    }
    decision, coding = statement.decision, statement.coding
    if decision is not None:
        found["creator"] = {"type": "Person", "name": decision.by}
        if _UTC.fullmatch(decision.at):
            found["created"] = decision.at
    if coding is not None:
        found["generator"] = {"type": "Software", "name": coding.coder}
    found["body"] = _bodies(statement)
    found["target"] = _target(statement, sources)
    found["detente:statement"] = told
    return found


def _bodies(statement: Statement) -> list[dict[str, str]]:
    """The coding in words that any tool shows: the act, what is said, and a tag for each code."""
    bodies = [{"type": "TextualBody", "purpose": "classifying", "value": statement.act}]
    if statement.says:
        bodies.append({"type": "TextualBody", "purpose": "describing", "value": statement.says})
    for name in ("holder", "issue", "option", "stance"):
        value = getattr(statement, name)
        if value:
            bodies.append({"type": "TextualBody", "purpose": "tagging", "value": f"{name}: {value}"})
    return bodies


def _target(statement: Statement, sources: Mapping[str, Document]) -> str | dict[str, Any]:
    """The passage, or the document where a statement has none."""
    span = statement.span
    if span is None:
        return _iri(next(iter(statement.reports), ""), sources)
    selectors: list[dict[str, Any]] = [{"type": "TextPositionSelector", "start": span.start, "end": span.end}]
    if span.exact:
        words = {"exact": span.exact, "prefix": span.before, "suffix": span.after}
        selectors.append({"type": "TextQuoteSelector"} | {key: one for key, one in words.items() if one})
    state = {"type": "detente:DigestState", "detente:passage": span.sha256, "detente:document": span.document}
    if span.document in sources and sources[span.document].sha256:
        state["detente:text"] = sources[span.document].sha256
    return {
        "type": "SpecificResource",
        "source": _iri(span.document, sources),
        "selector": selectors,
        "state": state,
    }


def _iri(name: str, sources: Mapping[str, Document]) -> str:
    """The address of a document where it has one, else a name made from its id."""
    url = sources[name].url if name in sources else ""
    if url.startswith(("http://", "https://")) and not re.search(r"\s", url):
        return url
    return f"urn:detente:document:{quote(name, safe='')}"


def _ours(raw: Mapping[str, Any], findings: Findings) -> Record:
    """The record in a file that detente wrote."""
    if raw["detente:version"] != VERSION:
        what = f"is of version {shown(raw['detente:version'])}; version {VERSION} is read"
        findings.fail(what, hint="use the detente that wrote it, or a newer one")
    found = Read(findings)
    pack = raw.get("detente:pack", "")
    if not isinstance(pack, str):
        findings.add(f"a text is needed, not {shown(pack)}", path="detente:pack")
        pack = ""
    documents = raw.get("detente:documents", [])
    items = _annotations(raw)
    if not isinstance(documents, list) or items is None:
        findings.fail("the documents or the annotations are missing", hint="export it again")
    for place, one in enumerate(documents):
        found.add(document_of(one, found.say(0, f"detente:documents[{place}]")), 0)
    for place, one in enumerate(items):
        path = f"first.items[{place}]"
        told = one.get("detente:statement") if isinstance(one, dict) else None
        if not isinstance(told, dict):
            findings.add("is no statement of detente", path=path)
            continue
        span = _span(one.get("target"), f"{path}.target", findings)
        found.add(statement_of({**told, **span}, found.say(0, f"{path}.detente:statement")), 0)
    if raw.get("total") != len(items):
        what = f"told {shown(raw.get('total'))} annotations, holds {len(items)}"
        findings.add(what, path="total", hint="the file was cut short or edited; mend the number")
    return found.record(pack)


def _span(target: object, path: str, findings: Findings) -> dict[str, Any]:
    """The plain values of the span that a target of ours tells; none for a whole document."""
    if isinstance(target, str):
        return {}
    try:
        selectors = {one["type"]: one for one in target["selector"]}  # type: ignore[index]
        state = target["state"]  # type: ignore[index]
        place = selectors["TextPositionSelector"]
        words = selectors.get("TextQuoteSelector", {})
        told = {"document": state["detente:document"], "sha256": state["detente:passage"]}
        told |= {"start": place["start"], "end": place["end"]}
        names = (("exact", "exact"), ("prefix", "before"), ("suffix", "after"))
        told |= {ours: words[theirs] for theirs, ours in names if theirs in words}
    except (KeyError, TypeError, AttributeError):
        findings.add("the passage lacks its place, its document or its digest", path=path)
        return {}
    return {"span": told}


def _annotations(raw: object) -> list[Any] | None:
    """The annotations in a file, however they are wrapped; None when there are none of that kind."""
    if isinstance(raw, list):
        return raw
    if not isinstance(raw, dict):
        return None
    first = raw.get("first")
    for held in (raw.get("items"), first.get("items") if isinstance(first, dict) else None, raw.get("rows")):
        if isinstance(held, list):
            return held
    return [raw] if "target" in raw else None
