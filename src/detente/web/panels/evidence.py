"""Behind a cell: its stances over time, the statements they rest on, the passages and the reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Behind", "Source", "behind", "sources_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One piece of evidence: a statement with its passage, or a report (None when it is not known)."""

    id: str
    kind: str
    holder: str = ""
    relays: tuple[str, ...] = ()
    act: str = ""
    says: str = ""
    before: str = ""
    passage: str = ""
    after: str = ""
    span: tuple[int, int] | None = None
    coder: str = ""
    date: Any = None
    report: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One stance: who held which option in which way, since when, who says so, and its evidence."""

    stance: Any
    actor: str
    option: str
    sources: tuple[Source, ...]


def behind(case: Any, issue: str, party: str, record: Any = None) -> tuple[Behind, ...]:
    """What stands behind a cell, the newest first; `party` "" means everybody who belongs to no party."""
    ids = {p.id for p in case.parties}
    options = {option.id: option.name for option in case.issue(issue).options}
    found = []
    for stance in case.stances:
        of = case.party_of(stance.actor)
        if stance.issue != issue or (of != party if party else of in ids):
            continue
        found.append(
            Behind(
                stance=stance,
                actor=case.named(stance.actor),
                option=options.get(stance.option, stance.option),
                sources=sources_of(case, stance.evidence, record),
            )
        )
    return tuple(sorted(found, key=lambda b: (b.stance.date.last, b.stance.known, b.stance.id), reverse=True))


def sources_of(case: Any, evidence: Iterable[str], record: Any = None) -> tuple[Source, ...]:
    """The pieces of evidence of these ids, in their order; what the case does not hold is told by its id."""
    reports = {report.id: report for report in case.reports}
    statements = {statement.id: statement for statement in case.statements}
    if record is not None:
        reports |= {document.id: document for document in record.documents}
        statements |= {statement.id: statement for statement in record.statements}
    told = {item.id: item for item in (*case.proposals, *case.events, *case.figures, *case.contradictions)}
    found = []
    for name in evidence:
        if name in statements:
            found.append(_statement(case, statements[name], reports))
        elif name in reports:
            found.append(Source(id=name, kind="report", report=reports[name]))
        elif name in told:
            item = told[name]
            says = next(
                str(getattr(item, field))
                for field in ("name", "what", "topic", "series")
                if hasattr(item, field)
            )
            first = next((reports[e] for e in getattr(item, "evidence", ()) if e in reports), None)
            found.append(
                Source(id=name, kind="told", says=says, date=getattr(item, "date", None), report=first)
            )
        else:
            found.append(Source(id=name, kind="unknown"))
    return tuple(found)


def _statement(case: Any, statement: Any, reports: dict[str, Any]) -> Source:
    span = statement.span
    return Source(
        id=statement.id,
        kind="statement",
        holder=case.named(statement.holder),
        relays=tuple(case.named(relay) for relay in statement.relays),
        act=statement.act,
        says=statement.says,
        before=span.before if span is not None else "",
        passage=span.exact if span is not None else "",
        after=span.after if span is not None else "",
        span=(span.start, span.end) if span is not None else None,
        coder=statement.coding.coder if statement.coding is not None else "",
        date=statement.date,
        report=next((reports[name] for name in statement.reports if name in reports), None),
    )
