"""The sources: reports with publisher, date and basis, and everything that they are cited for."""

from collections.abc import Callable
from typing import Any

from detente.brief.blocks import (
    BREAK,
    Block,
    Column,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
    joined,
    link,
    muted,
    said,
    words,
)
from detente.brief.cite import KINDS
from detente.brief.given import Given
from detente.brief.phrases import date, value, when

__all__ = ["sources"]


def sources(given: Given) -> Section:
    """Every report, then every statement and other entry that a mark of this brief leads to."""
    text = (
        "A mark such as S12 leads to its row here. R: reports. S: statements, restated. P: positions. T: "
        "proposals. E: events. C: conflicting accounts. F: figures. X: precedents. D: dates ahead. All "
        "texts are restated in the words of the case, not quoted."
    )
    blocks: list[Block] = [Paragraph(words=words(text), style="small")]
    for field, _, title in KINDS:
        items = getattr(given.case, field)
        if not items:
            continue
        heads, cells = _TELL[field]
        rows = tuple(
            Row(
                cells=(words(given.evidence.mark(field, item)), *cells(given, item)),
                anchor=f"evidence-{given.evidence.mark(field, item)}",
            )
            for item in items
        )
        columns = tuple(Column(title=words(head)) for head in ("Mark", *heads))
        folded = "" if field == "reports" else f"{title} ({len(rows)})"
        blocks.append(
            Table(caption=words(title), columns=columns, rows=rows, folded=folded, wide=len(heads) > 2)
        )
    if not given.case.reports:
        blocks.append(Paragraph(words=words("The case names no report.")))
    return Section(id="sources", title="Sources", blocks=tuple(blocks))


def _report(_: Given, item: Any) -> tuple[Words, ...]:
    title = words(said(item.title)) if item.title else words(muted("title not given"))
    where = words(" ", link(item.url, item.url)) if item.url.startswith(("https://", "http://")) else ()
    return (
        words(said(item.publisher or item.id)),
        words(date(item.published)),
        words(title, where),
        words(said(item.basis)),
    )


def _statement(given: Given, item: Any) -> tuple[Words, ...]:
    holder = given.names.actor(item.holder) if item.holder else words(muted("not named"))
    relay = words(" (through ", said(item.relay), ")") if item.relay else ()
    about = words(" (", given.names.issue(item.issue), ")") if item.issue else ()
    return (
        words(when(item.date)),
        words(holder, relay),
        words(f"{item.act}: ", said(item.says), about),
        given.evidence.links(item.reports),
    )


def _stance(given: Given, item: Any) -> tuple[Words, ...]:
    teller = words(", according to ", said(item.said_by)) if item.said_by else ()
    position = words(
        f"{item.role}: ", given.names.issue(item.issue), ", ", given.names.option(item.issue, item.option)
    )
    return (
        words(when(item.date)),
        words(given.names.actor(item.actor), teller),
        words(position, BREAK, said(item.note)) if item.note else position,
        given.evidence.links(item.evidence),
    )


def _proposal(given: Given, item: Any) -> tuple[Words, ...]:
    by = given.names.actor(item.by) if item.by else words(muted("not reported"))
    carried = words(", carried by ", given.names.actors(item.carried_by)) if item.carried_by else ()
    return (
        words(when(item.date)),
        words(by, carried),
        words(said(item.name)),
        given.evidence.links(item.evidence),
    )


def _event(given: Given, item: Any) -> tuple[Words, ...]:
    actors = given.names.actors(item.actors) if item.actors else words(muted("not named"))
    return words(when(item.date)), actors, words(said(item.what)), given.evidence.links(item.evidence)


def _contradiction(given: Given, item: Any) -> tuple[Words, ...]:
    tellers = joined([said(account.said_by) for account in item.accounts], "; ")
    evidence = dict.fromkeys(name for account in item.accounts for name in account.evidence)
    return words(when(item.date)), tellers, words(said(item.topic)), given.evidence.links(evidence)


def _figure(given: Given, item: Any) -> tuple[Words, ...]:
    unit = f" {item.unit}" if item.unit else ""
    amount = words(f"{item.bound} " if item.bound else "", value(item.value), unit)
    teller = words(said(item.said_by)) if item.said_by else words(muted("not attributed"))
    return (
        words(when(item.date)),
        teller,
        words(said(item.series), ": ", amount),
        given.evidence.links(item.evidence),
    )


def _precedent(given: Given, item: Any) -> tuple[Words, ...]:
    return words(when(item.date)), words(said(item.what)), given.evidence.links(item.evidence)


def _deadline(given: Given, item: Any) -> tuple[Words, ...]:
    status = words(" (", said(item.status), ")") if item.status else ()
    return words(when(item.date)), words(said(item.what), status), given.evidence.links(item.evidence)


_TELL: dict[str, tuple[tuple[str, ...], Callable[[Given, Any], tuple[Words, ...]]]] = {
    "reports": (("Publisher", "Published", "Title", "How publisher and date are known"), _report),
    "statements": (("When", "Whose", "What it says", "Report"), _statement),
    "stances": (("When", "Who", "Position", "Evidence"), _stance),
    "proposals": (("When", "By", "Proposal", "Evidence"), _proposal),
    "events": (("When", "Who", "What", "Evidence"), _event),
    "contradictions": (("When", "Between", "On what", "Evidence"), _contradiction),
    "figures": (("When", "According to", "Figure", "Evidence"), _figure),
    "precedents": (("When", "What", "Evidence"), _precedent),
    "deadlines": (("When", "What", "Evidence"), _deadline),
}
