"""Where the talks stand: the proposals and the answers to them, deadlines, and what came before."""

from detente.analysis.movement import Movements
from detente.analysis.telling import Answer, Telling
from detente.brief.blocks import (
    BREAK,
    GAP,
    Block,
    Bullets,
    Column,
    Paragraph,
    Part,
    Row,
    Section,
    Span,
    Table,
    Words,
    joined,
    muted,
    said,
    strong,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import date, plural, when
from detente.case.history import Response

__all__ = ["standing"]

_SHOWN = 3
_ANSWERS = {
    "accepts": "accepts",
    "rejects": "rejects",
    "conditional": "sets conditions",
    "silent": "no answer",
}


def standing(given: Given) -> Section:
    """The latest proposals with what they say and how each actor is said to answer, then deadlines."""
    told = given.need(Movements, "movement(case)", "standing").proposals
    newest = tuple(reversed(told))
    blocks: list[Block] = []
    if given.case.summary:
        blocks.append(Paragraph(words=words(said(given.case.summary))))
    if newest:
        on_table = sum(telling.standing for telling in newest)
        latest = "the latest is listed first" if len(newest) > 1 else "it is listed below"
        known = f" known by {date(given.case.as_of)}" if given.case.as_of else ""
        tabled = plural(on_table, "text is", "texts are")
        blocks.append(
            Paragraph(
                words=words(
                    f"{plural(len(newest), 'proposal').capitalize()}{known}; "
                    f"{tabled} still on the table; {latest}."
                )
            )
        )
        blocks.append(_table(given, newest[:_SHOWN], "Latest proposals and answers"))
        if newest[_SHOWN:]:
            blocks.append(_table(given, newest[_SHOWN:], "Earlier proposals and answers", folded=True))
    else:
        blocks.append(Paragraph(words=words("The case holds no proposal.")))
    blocks += _dates(given)
    return Section(id="standing", title="Where the talks stand", blocks=tuple(blocks))


def _table(given: Given, told: tuple[Telling, ...], caption: str, *, folded: bool = False) -> Table:
    columns = tuple(
        Column(title=words(t)) for t in ("Proposal", "What the text says", "Answers, and who says so")
    )
    rows = tuple(Row(cells=(_head(given, t), _says(given, t), _answers(given, t))) for t in told)
    fold = f"{caption} ({len(told)})" if folded else ""
    return Table(caption=words(caption), columns=columns, rows=rows, wide=True, folded=fold)


def _head(given: Given, told: Telling) -> Words:
    proposal = given.case.proposal(told.proposal)
    found: list[str | Span | Words] = [words(said(told.name)), BREAK, muted(when(proposal.date))]
    if told.by:
        found += [muted(", by "), given.names.actor(told.by)]
    if told.attributed_to and told.attributed_to != told.by:
        found += [muted(", attributed to "), given.names.actor(told.attributed_to)]
    if told.standing:
        found += [BREAK, strong("still on the table")]
    return words(*found, " ", given.evidence.links([told.proposal]))


def _says(given: Given, told: Telling) -> Words:
    proposal = given.case.proposal(told.proposal)
    lines: list[Words] = []
    for issue in told.issues:
        if issue.text:
            named = given.names.options(issue.issue, issue.text)
            lines.append(words(given.names.issue(issue.issue), ": ", named))
    if proposal.set_aside:
        lines.append(words("Set aside: ", joined(given.names.issue(i) for i in proposal.set_aside)))
    if not lines:
        lines.append(words(muted("Its terms are not reported." if not proposal.note else "")))
    if proposal.note:
        lines.append(words(said(proposal.note)))
    lines = [line for line in lines if any(span.text for span in line)]
    return _lines(lines)


def _answers(given: Given, told: Telling) -> Words:
    lines = [line for answer in told.answers for line in _answer(given, answer)]
    return _lines(lines) if lines else words(muted("none reported"))


def _answer(given: Given, answer: Answer) -> list[Words]:
    found = [_response(given, response) for response in answer.responses]
    if answer.differ:
        found.append(words(strong("These accounts differ.")))
    return found


def _response(given: Given, response: Response) -> Words:
    found: list[str | Span | Words] = [given.names.actor(response.actor), " "]
    found.append(strong(_ANSWERS.get(response.answer, response.answer)))
    if response.issues:
        found += [" on ", joined(given.names.issue(i) for i in response.issues)]
    if response.said_by:
        found += [", according to ", said(response.said_by)]
    found.append(muted(f" ({when(response.date)})"))
    if response.note:
        found += [": ", said(response.note)]
    return words(*found, " ", given.evidence.links(response.evidence))


def _lines(lines: list[Words]) -> Words:
    found: list[Span | Words] = []
    for line in lines:
        found += [GAP, line] if found else [line]
    return words(*found)


def _dates(given: Given) -> list[Block]:
    blocks: list[Block] = []
    deadlines = sorted(given.known(given.case.deadlines), key=lambda d: d.date)
    if deadlines:
        items = []
        for item in deadlines:
            status = words(" Status: ", said(item.status), ".") if item.status else ()
            text = words(strong(when(item.date)), ": ", said(item.what), status, " ")
            items.append(words(text, given.evidence.links([item.id])))
        blocks.append(Part(title=words("Dates ahead"), blocks=(Bullets(items=tuple(items)),)))
    events = sorted(given.known(given.case.events), key=lambda e: e.date, reverse=True)
    if events:
        rows = tuple(
            Row(
                cells=(
                    words(when(event.date)),
                    words(said(event.what)),
                    words(event.kind),
                    given.evidence.links([event.id]),
                )
            )
            for event in events
        )
        columns = tuple(Column(title=words(t)) for t in ("When", "What", "Kind", "Evidence"))
        title = f"What happened, latest first ({len(rows)} entries)"
        blocks.append(Table(caption=words("What happened"), columns=columns, rows=rows, folded=title))
    return blocks
