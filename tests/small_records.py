"""Small records made by hand: statements in a line, each with a span in a report of its day."""

import datetime as dt
from itertools import count

from detente.record.record import Record
from detente.record.statement import Statement
from detente.sources.document import Document
from detente.sources.span import Span
from detente.sources.when import When

_places = count(0, 1000)


def said(id_, day, holder, act, issue="accord", text="", **fields):
    """A statement of a day; its report bears the day's name unless `report` names another."""
    text = text or f"Passage {id_} of {holder} on {issue}."
    report = fields.pop("report", f"daily-{day}")
    start = fields.pop("start", None)
    start = next(_places) if start is None else start
    date = When.parse(day)
    known = fields.pop("known", "")
    return Statement(
        id=id_,
        reports=(report,),
        holder=holder,
        act=act,
        issue=issue,
        says=text,
        date=date,
        known=dt.date.fromisoformat(known) if known else date.last,
        span=Span.of(report, " " * start + text, start, start + len(text)),
        **fields,
    )


def record_of(*statements):
    """A record of these statements with a document for each report."""
    reports = {s.span.document: s.known for s in statements}
    documents = tuple(
        Document(id=name, publisher="Daily", published=known if known < dt.date.max else None)
        for name, known in reports.items()
    )
    return Record(documents=documents, statements=statements)
