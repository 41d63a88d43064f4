"""Annotations of other tools as statements: what they say, who made them, where they stand in the text."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from detente.errors import Problem
from detente.record.interchange.anchor import Quote, anchor
from detente.record.interchange.files import Findings, shown
from detente.record.interchange.plain import Read, statement_of, statement_plain
from detente.record.record import Record
from detente.record.statement import ACTS, STANCES, Coding, Statement
from detente.sources.document import Document
from detente.sources.span import Span, digest
from detente.sources.when import When

__all__ = ["ForeignNotes"]

_TAG = re.compile(r"(holder|issue|option|stance)\s*:\s*(.+)", re.DOTALL)


class ForeignNotes:
    """Collects annotations of other tools.

    The target's source is the document, its id the address as it stands. A body that classifies by one of
    our acts is the act, tags such as "holder: x" are codes, all other words are what is said. The date is
    that of the annotation, which is said in `date_basis`. A passage is found again in the document's text
    where that is given; without it, a place whose length is that of the quote is kept, and noted as
    unchecked, any other is left out, and noted.
    """

    def __init__(self, findings: Findings, texts: Mapping[str, str]) -> None:
        self.findings = findings
        self.texts = texts
        self.read = Read(findings)
        self.sources: dict[str, None] = {}
        self.notes: list[Problem] = []

    def add(self, raw: object, path: str) -> None:
        """Keeps one annotation; what is wrong with it is noted."""
        if not isinstance(raw, dict) or "target" not in raw:
            self.findings.add("an annotation has a target", path=path, hint="see section 3 of the data model")
            return
        targets = raw["target"] if isinstance(raw["target"], list) else [raw["target"]]
        day = _day(raw.get("created")) or _day(raw.get("modified"))
        if day is None:
            self.findings.add(
                "has no date", path=f"{path}.created", hint="give `created` as 2024-07-04T10:00:00Z"
            )
            return
        name = raw.get("id")
        if not isinstance(name, str) or not name:
            name = f"annotation{path}"
        for place, target in enumerate(targets):
            own = name if not place else f"{name}#{place}"
            self._add(raw, own, target, day, path if len(targets) == 1 else f"{path}.target[{place}]")

    def record(self) -> Record:
        """The record; RecordError with everything found wrong."""
        for source in self.sources:
            url = source if source.startswith(("http://", "https://")) else ""
            self.read.add(Document(id=source, url=url), 0)
        return self.read.record()

    def _add(self, raw: Mapping[str, Any], name: str, target: object, day: dt.date, path: str) -> None:
        source = _source(target)
        if source is None:
            self.findings.add("the target names no source", path=path)
            return
        self.sources[source] = None
        codes = _codes(raw)
        coder = _name(raw.get("creator")) or _name(raw.get("user")) or _name(raw.get("generator"))
        told = Statement(
            id=name,
            reports=(source,),
            holder=codes.get("holder", ""),
            act=codes.get("act", "claims"),
            issue=codes.get("issue", ""),
            option=codes.get("option", ""),
            stance=codes.get("stance", ""),
            says=codes.get("says", ""),
            date=When.on(day),
            known=day,
            date_basis="when the annotation was made",
            span=self._span(target, source, path),
            coding=Coding(coder=coder) if coder else None,
        )
        checked = statement_of(statement_plain(told), self.read.say(0, path))
        self.read.add(checked, 0)

    def _span(self, target: object, source: str, path: str) -> Span | None:
        """The passage of a target; None where there is none or it cannot be told."""
        quote = _quote(target)
        if quote is None or not quote.exact:
            if quote is not None and quote.start is not None:
                self._note(path, "the passage is left out: it is told by its place alone, without a quote")
            return None
        text = self.texts.get(source)
        if text is None:
            return self._unchecked(quote, source, path)
        found = anchor(text, quote)
        if isinstance(found, str):
            hint = f"give the text of {shown(source)} as it was annotated, or import without the texts"
            self.findings.add(f"the passage is not found: {found}", path=path, hint=hint)
            return None
        if found.how:
            self._note(path, f"the passage: {found.how}")
        return Span.of(source, text, found.start, found.end)

    def _unchecked(self, quote: Quote, source: str, path: str) -> Span | None:
        """The passage as it is told, where that can be right; its digest lets it be verified later."""
        if quote.start is None or quote.end is None or quote.end - quote.start != len(quote.exact):
            self._note(path, "the passage is left out: its place is not told in code points; give the text")
            return None
        self._note(path, "the passage is kept as it is told: the text was not given, so it is unchecked")
        return Span(
            document=source,
            start=quote.start,
            end=quote.end,
            sha256=digest(quote.exact),
            exact=quote.exact,
            before=quote.before,
            after=quote.after,
        )

    def _note(self, path: str, what: str) -> None:
        self.notes.append(Problem(path=path, what=what, file=self.findings.file))


def _source(target: object) -> str | None:
    """The address of what a target is about, without what follows `#`."""
    if isinstance(target, dict):
        target = target.get("source", target.get("id"))
        if isinstance(target, dict):
            target = target.get("id")
    return target.partition("#")[0] if isinstance(target, str) and target else None


def _quote(target: object) -> Quote | None:
    """What the selectors of a target tell of the passage."""
    if not isinstance(target, dict):
        return None
    held = target.get("selector")
    selectors = [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, dict)]
    selectors += [one["refinedBy"] for one in selectors if isinstance(one.get("refinedBy"), dict)]
    kinds = {str(one.get("type")): one for one in reversed(selectors)}
    place, words = kinds.get("TextPositionSelector", {}), kinds.get("TextQuoteSelector", {})
    if not place and not words:
        return None
    text = {name: words[name] for name in ("exact", "prefix", "suffix") if isinstance(words.get(name), str)}
    start, end = (
        place.get(name) if type(place.get(name)) is int and 0 <= place[name] < 2**53 else None
        for name in ("start", "end")
    )
    return Quote(
        exact=text.get("exact", ""),
        before=text.get("prefix", ""),
        after=text.get("suffix", ""),
        start=start,
        end=end,
    )


def _codes(raw: Mapping[str, Any]) -> dict[str, str]:
    """What the bodies and tags of an annotation say, in our terms."""
    held = raw.get("body", raw.get("text", []))
    bodies = held if isinstance(held, list) else [held]
    tags = raw.get("tags")
    bodies = bodies + [
        {"value": tag, "purpose": "tagging"} for tag in (tags if isinstance(tags, list) else [])
    ]
    found: dict[str, str] = {}
    words = []
    for body in bodies:
        value = body.get("value") if isinstance(body, dict) else body
        if not isinstance(value, str) or not value.strip():
            continue
        tag = _TAG.fullmatch(value.strip())
        if value in ACTS:
            found.setdefault("act", value)
        elif tag and (tag[1] != "stance" or tag[2] in STANCES):
            found.setdefault(tag[1], tag[2])
        else:
            words.append(value)
    if words:
        found["says"] = "; ".join(words)
    return found


def _name(agent: object) -> str:
    """The name of an agent, or its address."""
    if isinstance(agent, list):
        agent = agent[0] if agent else ""
    if isinstance(agent, dict):
        agent = agent.get("name", agent.get("nickname", agent.get("id", "")))
    return agent if isinstance(agent, str) else ""


def _day(text: object) -> dt.date | None:
    """The day of an ISO 8601 time; None when it is none."""
    try:
        return dt.datetime.fromisoformat(text[:40]).date() if isinstance(text, str) else None
    except ValueError:
        return None
