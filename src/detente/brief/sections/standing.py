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
    Table,
    Words,
    muted,
    said,
    strong,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import counted, date, when
from detente.brief.wording import (
    apart,
    in_turn,
    tell,
    tell_as,
    tell_faint,
    tell_plural,
    told_from,
)
from detente.case.history import Deadline, Event, Response
from detente.languages import mark, say, say_plural

__all__ = ["standing"]

_SHOWN = 3
_ANSWERS = {
    "accepts": mark("accepts"),
    "rejects": mark("rejects"),
    # Translators: how an actor answers a proposal; it follows the name of the actor.
    "conditional": mark("sets conditions"),
    # Translators: how an actor answers a proposal; it follows the name of the actor.
    "silent": mark("no answer"),
}
# Translators: kinds of what happened.
_KINDS = {"event": mark("event")}


def standing(given: Given) -> Section:
    """The latest proposals with what they say and how each actor is said to answer, then deadlines."""
    told = given.need(Movements, "movement(case)", "standing").proposals
    newest = tuple(reversed(told))
    blocks: list[Block] = []
    if given.case.summary:
        blocks.append(Paragraph(words=words(said(given.case.summary))))
    if newest:
        blocks.append(Paragraph(words=_counts(given, newest)))
        blocks.append(_table(given, newest[:_SHOWN], say("Latest proposals and answers")))
        if newest[_SHOWN:]:
            earlier = newest[_SHOWN:]
            folded = say("Earlier proposals and answers ({n})", n=len(earlier))
            blocks.append(_table(given, earlier, say("Earlier proposals and answers"), folded))
    else:
        blocks.append(Paragraph(words=tell("The case holds no proposal.")))
    blocks += _dates(given)
    return Section(id="standing", title=say("Where the talks stand"), blocks=tuple(blocks))


def _counts(given: Given, newest: tuple[Telling, ...]) -> Words:
    """How many proposals there are, and how many of them are still on the table."""
    proposals = counted(len(newest)).capitalize()
    told = (
        tell_plural(
            "{n} proposal known by {day}",
            "{n} proposals known by {day}",
            len(newest),
            n=proposals,
            day=date(given.case.as_of),
        )
        if given.case.as_of
        else tell_plural("{n} proposal", "{n} proposals", len(newest), n=proposals)
    )
    tabled = tell_plural(
        "{n} text is still on the table",
        "{n} texts are still on the table",
        sum(telling.standing for telling in newest),
    )
    # Translators: "latest" and "it" are the proposal; both close a sentence about proposals.
    order = tell("the latest is listed first") if len(newest) > 1 else tell("it is listed below")
    return words(apart([told, tabled, order]), ".")


def _table(given: Given, told: tuple[Telling, ...], caption: str, folded: str = "") -> Table:
    heads = (
        tell_as("head of a column", "Proposal"),
        tell("What the text says"),
        tell("Answers, and who says so"),
    )
    rows = tuple(Row(cells=(_head(given, t), _says(given, t), _answers(given, t))) for t in told)
    columns = tuple(Column(title=head) for head in heads)
    return Table(caption=words(caption), columns=columns, rows=rows, wide=True, folded=folded)


def _head(given: Given, told: Telling) -> Words:
    day = words(muted(when(given.case.proposal(told.proposal).date)))
    if told.by:
        day = tell_faint("{day}, by {who}", day=day, who=given.names.actor(told.by))
    if told.attributed_to and told.attributed_to != told.by:
        day = tell_faint("{day}, attributed to {who}", day=day, who=given.names.actor(told.attributed_to))
    standing = words(BREAK, strong(say("still on the table"))) if told.standing else ()
    return words(said(told.name), BREAK, day, standing, " ", given.evidence.links([told.proposal]))


def _says(given: Given, told: Telling) -> Words:
    proposal = given.case.proposal(told.proposal)
    lines: list[Words] = []
    for issue in told.issues:
        if issue.text:
            named = given.names.options(issue.issue, issue.text)
            lines.append(tell("{head}: {text}", head=given.names.issue(issue.issue), text=named))
    if proposal.set_aside:
        left = in_turn([given.names.issue(issue) for issue in proposal.set_aside])
        # Translators: issues that a proposal leaves for later.
        lines.append(tell("Set aside: {issues}", issues=left))
    if proposal.note:
        lines.append(words(said(proposal.note)))
    elif not lines:
        lines.append(words(muted(say("Its terms are not reported."))))
    return _lines(lines)


def _answers(given: Given, told: Telling) -> Words:
    lines = [line for answer in told.answers for line in _answer(given, answer)]
    return _lines(lines) if lines else words(muted(say("none reported")))


def _answer(given: Given, answer: Answer) -> list[Words]:
    found = [_response(given, response) for response in answer.responses]
    if answer.differ:
        found.append(words(strong(say("These accounts differ."))))
    return found


def _response(given: Given, response: Response) -> Words:
    who, answer = given.names.actor(response.actor), strong(told_from(_ANSWERS, response.answer))
    # Translators: {answer} is one of: accepts, rejects, sets conditions, no answer.
    told = tell("{who} {answer}", who=who, answer=answer)
    if response.issues:
        issues = in_turn([given.names.issue(issue) for issue in response.issues])
        # Translators: {answer} is one of: accepts, rejects, sets conditions, no answer.
        told = tell("{who} {answer} on {issues}", who=who, answer=answer, issues=issues)
    if response.said_by:
        # Translators: {what} is what is told, {who} those who tell it.
        told = tell("{what}, according to {who}", what=told, who=said(response.said_by))
    told = words(told, muted(f" ({when(response.date)})"))
    if response.note:
        told = tell("{head}: {text}", head=told, text=said(response.note))
    return words(told, " ", given.evidence.links(response.evidence))


def _lines(lines: list[Words]) -> Words:
    return words(*(words(GAP, line) if k else line for k, line in enumerate(lines)))


def _dates(given: Given) -> list[Block]:
    blocks: list[Block] = []
    deadlines = sorted(given.known(given.case.deadlines), key=lambda d: d.date)
    if deadlines:
        items = tuple(_deadline(given, deadline) for deadline in deadlines)
        blocks.append(Part(title=tell("Dates ahead"), blocks=(Bullets(items=items),)))
    events = sorted(given.known(given.case.events), key=lambda e: e.date, reverse=True)
    return [*blocks, _events(given, events)] if events else blocks


def _deadline(given: Given, item: Deadline) -> Words:
    told = tell("{head}: {text}", head=strong(when(item.date)), text=said(item.what))
    # Translators: how firm a date is, or what became of it.
    status = words(" ", tell("Status: {status}.", status=said(item.status))) if item.status else ()
    return words(told, status, " ", given.evidence.links([item.id]))


def _events(given: Given, events: list[Event]) -> Table:
    heads = (
        tell_as("head of a column", "When"),
        tell_as("head of a column", "What"),
        tell_as("head of a column", "Kind"),
        tell_as("head of a column", "Evidence"),
    )
    rows = tuple(
        Row(
            cells=(
                words(when(event.date)),
                words(said(event.what)),
                words(told_from(_KINDS, event.kind)),
                given.evidence.links([event.id]),
            )
        )
        for event in events
    )
    return Table(
        caption=tell("What happened"),
        columns=tuple(Column(title=head) for head in heads),
        rows=rows,
        folded=say_plural(
            "What happened, latest first ({n} entry)",
            "What happened, latest first ({n} entries)",
            len(rows),
        ),
    )
