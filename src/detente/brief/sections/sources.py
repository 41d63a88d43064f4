"""The sources: reports with publisher, date and basis, and everything that they are cited for."""

from collections.abc import Callable, Iterable
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
    link,
    muted,
    said,
    words,
)
from detente.brief.cite import KINDS
from detente.brief.given import Given
from detente.brief.naming import ACTS
from detente.brief.phrases import date, when
from detente.brief.sections.figures import amount
from detente.brief.wording import apart, in_turn, tell, tell_as, told_from
from detente.languages import say

__all__ = ["sources"]

_Cells = tuple[tuple[Words, Words], ...]
"""The cells of a row, each with the head of its column."""


def sources(given: Given) -> Section:
    """Every report, then every statement and other entry that a mark of this brief leads to."""
    text = tell(
        "A mark such as S12 leads to its row here. R: reports. S: statements, restated. P: positions. T: "
        "proposals. E: events. C: conflicting accounts. F: figures. X: precedents. D: dates ahead. All "
        "texts are restated in the words of the case, not quoted."
    )
    blocks: list[Block] = [Paragraph(words=text, style="small")]
    blocks += [_table(given, field, say(title)) for field, _, title in KINDS if getattr(given.case, field)]
    if not given.case.reports:
        blocks.append(Paragraph(words=tell("The case names no report.")))
    return Section(id="sources", title=say("Sources"), blocks=tuple(blocks))


def _table(given: Given, field: str, title: str) -> Table:
    """Everything in one of the lists of the case, each with its mark."""
    items = getattr(given.case, field)
    told = [_TELL[field](given, item) for item in items]
    marks = [given.evidence.mark(field, item) for item in items]
    heads = [tell_as("head of a column", "Mark"), *(head for head, _ in told[0])]
    rows = tuple(
        Row(cells=(words(mark), *(cell for _, cell in cells)), anchor=f"evidence-{mark}")
        for mark, cells in zip(marks, told, strict=True)
    )
    return Table(
        caption=words(title),
        columns=tuple(Column(title=head) for head in heads),
        rows=rows,
        folded="" if field == "reports" else f"{title} ({len(rows)})",
        wide=len(heads) > 3,
    )


def _when(item: Any) -> tuple[Words, Words]:
    return tell_as("head of a column", "When"), words(when(item.date))


def _evidence(given: Given, evidence: Iterable[str]) -> tuple[Words, Words]:
    return tell_as("head of a column", "Evidence"), given.evidence.links(evidence)


def _report(_: Given, item: Any) -> _Cells:
    title = words(said(item.title)) if item.title else words(muted(say("title not given")))
    where = words(" ", link(item.url, item.url)) if item.url.startswith(("https://", "http://")) else ()
    return (
        (tell_as("head of a column", "Publisher"), words(said(item.publisher or item.id))),
        (tell_as("head of a column", "Published"), words(date(item.published))),
        (tell_as("head of a column", "Title"), words(title, where)),
        (tell("How publisher and date are known"), words(said(item.basis))),
    )


def _statement(given: Given, item: Any) -> _Cells:
    holder = given.names.actor(item.holder) if item.holder else words(muted(say("not named")))
    if item.relay:
        # Translators: whose words a report gives, and through whom it has them.
        holder = tell("{who} (through {relay})", who=holder, relay=said(item.relay))
    act = told_from(ACTS, item.act)
    about = words(" (", given.names.issue(item.issue), ")") if item.issue else ()
    return (
        _when(item),
        # Translators: whose statement it is.
        (tell_as("head of a column", "Whose"), holder),
        (tell("What it says"), words(tell("{head}: {text}", head=act, text=said(item.says)), about)),
        (tell_as("head of a column", "Report"), given.evidence.links(item.reports)),
    )


def _stance(given: Given, item: Any) -> _Cells:
    who = given.names.actor(item.actor)
    if item.said_by:
        who = tell("{what}, according to {who}", what=who, who=said(item.said_by))
    held = in_turn([given.names.issue(item.issue), given.names.option(item.issue, item.option)])
    position = tell("{head}: {text}", head=told_from(ACTS, item.role), text=held)
    return (
        _when(item),
        (tell_as("head of a column", "Who"), who),
        (
            tell_as("head of a column", "Position"),
            words(position, BREAK, said(item.note)) if item.note else position,
        ),
        _evidence(given, item.evidence),
    )


def _proposal(given: Given, item: Any) -> _Cells:
    by = given.names.actor(item.by) if item.by else words(muted(say("not reported")))
    if item.carried_by:
        # Translators: who made a proposal, and who brought it to the other side.
        by = tell("{who}, carried by {others}", who=by, others=given.names.actors(item.carried_by))
    return (
        _when(item),
        # Translators: who made a proposal.
        (tell_as("head of a column", "By"), by),
        (tell_as("head of a column", "Proposal"), words(said(item.name))),
        _evidence(given, item.evidence),
    )


def _event(given: Given, item: Any) -> _Cells:
    actors = given.names.actors(item.actors) if item.actors else words(muted(say("not named")))
    return (
        _when(item),
        (tell_as("head of a column", "Who"), actors),
        (tell_as("head of a column", "What"), words(said(item.what))),
        _evidence(given, item.evidence),
    )


def _contradiction(given: Given, item: Any) -> _Cells:
    tellers = apart([said(account.said_by) for account in item.accounts])
    evidence = dict.fromkeys(name for account in item.accounts for name in account.evidence)
    return (
        _when(item),
        # Translators: those who tell it differently.
        (tell_as("head of a column", "Between"), tellers),
        (tell_as("head of a column", "On what"), words(said(item.topic))),
        _evidence(given, evidence),
    )


def _figure(given: Given, item: Any) -> _Cells:
    counted = words(amount(item), f" {item.unit}" if item.unit else "")
    teller = words(said(item.said_by)) if item.said_by else words(muted(say("not attributed")))
    return (
        _when(item),
        (tell_as("head of a column", "According to"), teller),
        (
            tell_as("head of a column", "Figure"),
            tell("{head}: {text}", head=said(item.series), text=counted),
        ),
        _evidence(given, item.evidence),
    )


def _precedent(given: Given, item: Any) -> _Cells:
    what = words(said(item.what))
    return _when(item), (tell_as("head of a column", "What"), what), _evidence(given, item.evidence)


def _deadline(given: Given, item: Any) -> _Cells:
    status = words(" (", said(item.status), ")") if item.status else ()
    what = words(said(item.what), status)
    return _when(item), (tell_as("head of a column", "What"), what), _evidence(given, item.evidence)


_TELL: dict[str, Callable[[Given, Any], _Cells]] = {
    "reports": _report,
    "statements": _statement,
    "stances": _stance,
    "proposals": _proposal,
    "events": _event,
    "contradictions": _contradiction,
    "figures": _figure,
    "precedents": _precedent,
    "deadlines": _deadline,
}
