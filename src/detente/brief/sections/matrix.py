"""The issues against the parties: what each holds, how it moved and how far apart they are; then accounts."""

from functools import reduce

from detente.analysis.movement import Gap, IssueMovement, Movements
from detente.analysis.tracks import Held, Moment, Track
from detente.brief.blocks import (
    BREAK,
    GAP,
    Beside,
    Block,
    Column,
    Fold,
    Panel,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Words,
    muted,
    name,
    said,
    strong,
    words,
)
from detente.brief.given import Given
from detente.brief.naming import DIRECTIONS
from detente.brief.phrases import counted, when
from detente.brief.wording import apart, tell, tell_as, tell_faint, tell_plural, told_from
from detente.case.history import Contradiction
from detente.languages import mark, say, say_as, say_plural

__all__ = ["ARROWS", "accounts", "matrix"]

ARROWS = {
    "first stated": "•",
    "repeated": "=",
    "softened": "\u200e→←\u200e",
    "hardened": "\u200e←→\u200e",
    "sideways": "↔",
    "changed": "↻",
    "split": "⇅",
    "rejects only": "\u00d7",
    "not stated": "\u2013",
}
"""Signs of the directions; two arrows are held as they are, where text runs from the right too."""
_MEANING = {
    "softened": mark("closer to what the other side asks"),
    "hardened": mark("further from what the other side asks"),
    "sideways": mark("neither closer nor further"),
    "changed": mark("other than before, with no order to compare by"),
    "split": mark("actors of one side moved differently, or accounts differ"),
    "repeated": mark("the same as before"),
    "first stated": mark("said once so far"),
    "rejects only": mark("only what it refuses is reported"),
    "not stated": mark("nothing reported"),
}
_OPEN = 4


def matrix(given: Given) -> Section:
    """What each party is reported to hold on every issue, with the direction of its movement and the gap."""
    moves = given.need(Movements, "movement(case)", "matrix")
    if not any(issue.tracks for issue in moves.issues):
        none = Paragraph(words=tell("The case holds no dated stance of any party."))
        return Section(id="matrix", title=say("Issues and parties"), blocks=(none,))
    parties = sorted(given.case.parties, key=lambda p: p.name)
    ids = {party.id for party in parties}
    others = any(track.party not in ids for issue in moves.issues for track in issue.tracks)
    heads = [tell_as("head of a column", "Issue"), *(words(name(p.name)) for p in parties)]
    heads += [tell_as("head of a column", "Others")] if others else []
    rows = tuple(_row(given, issue, [p.id for p in parties], others=others) for issue in moves.issues)
    seen = sorted({t.direction for issue in moves.issues for t in issue.tracks})
    signs = apart([_sign(direction) for direction in _MEANING if direction in seen])
    table = Table(
        caption=tell("Issues by party, with movement, distance and evidence"),
        columns=tuple(Column(title=head) for head in [*heads, tell("Distance now")]),
        rows=rows,
        wide=True,
    )
    intro = tell(
        "What each party is reported to hold, and how that moved. Each entry links to its evidence; where "
        "that begins with P, a note tells how the reports were read. The distance counts the steps between "
        "the options that two parties hold, of all steps from one end of the issue to the other."
    )
    return Section(
        id="matrix",
        title=say("Issues and parties"),
        blocks=(
            Paragraph(words=intro),
            table,
            Paragraph(words=tell("Signs: {list}.", list=signs), style="small"),
        ),
    )


def _sign(direction: str) -> Words:
    """The sign of a direction with its name and what it means."""
    sign = f"{ARROWS[direction]} {told_from(DIRECTIONS, direction)}"
    return tell("{head}: {text}", head=sign, text=told_from(_MEANING, direction))


def _row(given: Given, issue: IssueMovement, parties: list[str], *, others: bool) -> Row:
    found = given.case.issue(issue.issue)
    head = (
        words(name(found.name))
        if found.on_table
        else words(name(found.name), BREAK, muted(say("outside the text")))
    )
    cells = [head, *(_cell(given, [t for t in issue.tracks if t.party == p], p) for p in parties)]
    if others:
        cells.append(_cell(given, [t for t in issue.tracks if t.party not in parties], ""))
    return Row(cells=(*cells, _gap(given, issue)), anchor=f"issue-{issue.issue}")


def _cell(given: Given, tracks: list[Track], party: str) -> Words:
    lines: list[Words] = []
    for track in tracks:
        held = _held(given, track)
        if track.actor != party:
            held = tell("{head}: {text}", head=strong(given.case.named(track.actor)), text=held)
        lines.append(words(GAP, held) if lines else held)
    none = f"{ARROWS['not stated']} {told_from(DIRECTIONS, 'not stated')}"
    return words(*lines) if lines else words(muted(none))


def _held(given: Given, track: Track) -> Words:
    asks = [m for m in track.moments if any(h.role != "rejects" for h in m.held)]
    refuses = [m for m in track.moments if any(h.role == "rejects" for h in m.held)]
    found: list[Words] = []
    if asks:
        found.append(_moment(given, asks[-1], refused=False))
    if refuses:
        # Translators: options that an actor is reported to refuse.
        found.append(tell("refuses: {options}", options=_moment(given, refuses[-1], refused=True)))
    # Translators: a sign such as an arrow, how the position moved, and when it was last told.
    moved = say(
        "{sign} {direction}, {day}",
        sign=ARROWS.get(track.direction, ""),
        direction=told_from(DIRECTIONS, track.direction),
        day=when(track.last),
    )
    return words(apart(found), BREAK, muted(moved))


def _moment(given: Given, moment: Moment, *, refused: bool) -> Words:
    shown = [h for h in moment.held if (h.role == "rejects") == refused]
    parts = [_option(given, held, several=len(shown) > 1) for held in shown]
    if not moment.disputed:
        return apart(parts)
    # Translators: options of which accounts tell one or the other.
    either = reduce(lambda one, other: tell("{one}; or {other}", one=one, other=other), parts)
    return either if refused else words(either, " ", strong(say("(accounts differ)")))


def _option(given: Given, held: Held, *, several: bool) -> Words:
    """An option that is held, in one account, with its evidence."""
    stance = next(stance for stance in given.case.stances if stance.id == held.stance)
    option = given.names.option(stance.issue, held.option)
    if held.said_by and several:
        # Translators: an option that an actor holds, as {who} says; {who} may be one or several.
        option = tell_faint("{option}, say {who}", option=option, who=said(held.said_by))
    if held.role == "accepts":
        # Translators: an option that an actor is reported to be ready to accept.
        option = tell("can accept: {option}", option=option)
    noted = (held.stance,) if stance.note or not held.evidence else ()
    return words(option, " ", given.evidence.links((*noted, *held.evidence)))


def _gap(given: Given, issue: IssueMovement) -> Words:
    latest: dict[tuple[str, str], Gap] = {gap.parties: gap for gap in issue.gaps}
    if not latest:
        return words(muted(say("not known")))
    widest = max(latest.values(), key=lambda gap: (gap.most, gap.least, gap.parties))
    if widest.most == 0:
        text = say_as("distance between two parties", "none")
    elif not issue.ordered:
        text = say("different options")
    else:
        span = f"{widest.least}" if widest.least == widest.most else f"{widest.least}\u2013{widest.most}"
        # Translators: how far two parties are apart: {n} steps between options, of {length} in all.
        text = say_plural(
            "{n} of {length} step", "{n} of {length} steps", widest.length, n=span, length=widest.length
        )
    if len(latest) < 2:
        return words(text)
    one, other = (name(given.case.named(party)) for party in widest.parties)
    # Translators: the two parties that are furthest apart.
    return words(text, BREAK, tell_faint("widest: {one} and {other}", one=one, other=other))


def accounts(given: Given) -> Section | None:
    """Accounts that differ, side by side: those of the case, and the texts that are told differently."""
    found = sorted(given.known(given.case.contradictions), key=lambda c: (c.date, c.id), reverse=True)
    moves = given.one(Movements)
    differ = _texts(given, moves) if moves is not None else None
    if not found and differ is None:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=tell("Where reports disagree, both versions stand; none is chosen. The latest come first.")
        )
    ]
    blocks += [_beside(given, item) for item in found[:_OPEN]]
    if found[_OPEN:]:
        rest = tuple(_beside(given, item) for item in found[_OPEN:])
        summary = tell_plural(
            "{n} earlier conflict between accounts",
            "{n} earlier conflicts between accounts",
            len(rest),
            n=counted(len(rest)).capitalize(),
        )
        blocks.append(Fold(summary=summary, blocks=rest))
    if differ is not None:
        blocks.append(differ)
    return Section(id="accounts", title=say("Conflicting accounts"), blocks=tuple(blocks))


def _beside(given: Given, item: Contradiction) -> Part:
    panels = tuple(
        Panel(
            title=tell("According to {who}", who=said(account.said_by)),
            blocks=(Paragraph(words=words(said(account.says), " ", given.evidence.links(account.evidence))),),
        )
        for account in item.accounts
    )
    title = words(said(item.topic), muted(f" ({when(item.date)})"))
    return Part(title=title, blocks=(Beside(panels=panels),))


def _texts(given: Given, moves: Movements) -> Table | None:
    rows = []
    for telling in moves.proposals:
        for issue in telling.issues:
            if issue.differ:
                versions = [
                    tell("{head}: {text}", head=said(who), text=given.names.options(issue.issue, options))
                    for who, options in issue.accounts
                ]
                text = (
                    given.names.options(issue.issue, issue.text)
                    if issue.text
                    else words(muted(say_as("a text on an issue", "silent")))
                )
                lines = [part for version in versions for part in (BREAK, version)][1:]
                cells = (words(said(telling.name)), given.names.issue(issue.issue), text, words(*lines))
                rows.append(Row(cells=cells))
    if not rows:
        return None
    heads = (
        tell_as("head of a column", "Proposal"),
        tell_as("head of a column", "Issue"),
        tell_as("head of a column", "The text"),
        tell("As told by others"),
    )
    return Table(
        caption=tell("Proposals that are told differently"),
        columns=tuple(Column(title=head) for head in heads),
        rows=tuple(rows),
        wide=True,
    )
