"""The issues against the parties: what each holds, how it moved and how far apart they are; then accounts."""

from detente.analysis.movement import Gap, IssueMovement, Movements
from detente.analysis.tracks import Moment, Track
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
    Span,
    Table,
    Words,
    muted,
    name,
    said,
    strong,
    words,
)
from detente.brief.given import Given
from detente.brief.phrases import plural, when
from detente.case.history import Contradiction

__all__ = ["ARROWS", "accounts", "matrix"]

ARROWS = {
    "first stated": "•",
    "repeated": "=",
    "softened": "→←",
    "hardened": "←→",
    "sideways": "↔",
    "changed": "↻",
    "split": "⇅",
    "rejects only": "\u00d7",
    "not stated": "\u2013",
}
_MEANING = {
    "softened": "closer to what the other side asks",
    "hardened": "further from what the other side asks",
    "sideways": "neither closer nor further",
    "changed": "other than before, with no order to compare by",
    "split": "actors of one side moved differently, or accounts differ",
    "repeated": "the same as before",
    "first stated": "said once so far",
    "rejects only": "only what it refuses is reported",
    "not stated": "nothing reported",
}
_OPEN = 4


def matrix(given: Given) -> Section:
    """What each party is reported to hold on every issue, with the direction of its movement and the gap."""
    moves = given.need(Movements, "movement(case)", "matrix")
    if not any(issue.tracks for issue in moves.issues):
        none = Paragraph(words=words("The case holds no dated stance of any party."))
        return Section(id="matrix", title="Issues and parties", blocks=(none,))
    parties = sorted(given.case.parties, key=lambda p: p.name)
    ids = {party.id for party in parties}
    others = any(track.party not in ids for issue in moves.issues for track in issue.tracks)
    heads = [words("Issue"), *(words(name(p.name)) for p in parties)]
    heads += [words("Others")] if others else []
    rows = tuple(_row(given, issue, [p.id for p in parties], others=others) for issue in moves.issues)
    seen = sorted({t.direction for issue in moves.issues for t in issue.tracks})
    key = "; ".join(f"{ARROWS[d]} {d}: {_MEANING[d]}" for d in _MEANING if d in seen)
    table = Table(
        caption=words("Issues by party, with movement, distance and evidence"),
        columns=tuple(Column(title=head) for head in [*heads, words("Distance now")]),
        rows=rows,
        wide=True,
    )
    intro = words(
        "What each party is reported to hold, and how that moved. Each entry links to its evidence; where "
        "that begins with P, a note tells how the reports were read. The distance counts the steps between "
        "the options that two parties hold, of all steps from one end of the issue to the other."
    )
    return Section(
        id="matrix",
        title="Issues and parties",
        blocks=(Paragraph(words=intro), table, Paragraph(words=words(f"Signs: {key}."), style="small")),
    )


def _row(given: Given, issue: IssueMovement, parties: list[str], *, others: bool) -> Row:
    found = given.case.issue(issue.issue)
    head = (
        words(name(found.name))
        if found.on_table
        else words(name(found.name), BREAK, muted("outside the text"))
    )
    cells = [head, *(_cell(given, [t for t in issue.tracks if t.party == p], p) for p in parties)]
    if others:
        cells.append(_cell(given, [t for t in issue.tracks if t.party not in parties], ""))
    return Row(cells=(*cells, _gap(given, issue)), anchor=f"issue-{issue.issue}")


def _cell(given: Given, tracks: list[Track], party: str) -> Words:
    lines: list[Span | Words] = []
    for track in tracks:
        lines += [GAP] if lines else []
        who = () if track.actor == party else words(strong(given.case.named(track.actor)), ": ")
        lines.append(words(who, _held(given, track)))
    return words(*lines) if lines else words(muted(f"{ARROWS['not stated']} not stated"))


def _held(given: Given, track: Track) -> Words:
    asks = [m for m in track.moments if any(h.role != "rejects" for h in m.held)]
    refuses = [m for m in track.moments if any(h.role == "rejects" for h in m.held)]
    found: list[str | Span | Words] = []
    if asks:
        found.append(_moment(given, asks[-1], refused=False))
    if refuses:
        found += ["; refuses: "] if asks else ["refuses: "]
        found.append(_moment(given, refuses[-1], refused=True))
    arrow = ARROWS.get(track.direction, "")
    return words(*found, BREAK, muted(f"{arrow} {track.direction}, {when(track.last)}"))


def _moment(given: Given, moment: Moment, *, refused: bool) -> Words:
    told = {stance.id: stance for stance in given.case.stances}
    issue = told[moment.held[0].stance].issue
    parts: list[str | Span | Words] = []
    shown = [h for h in moment.held if (h.role == "rejects") == refused]
    for held in shown:
        parts += ["; or " if moment.disputed else "; "] if parts else []
        teller = words(muted(", say "), said(held.said_by)) if held.said_by and len(shown) > 1 else ()
        accepts = "can accept: " if held.role == "accepts" else ""
        noted = (held.stance,) if told[held.stance].note or not held.evidence else ()
        evidence = (*noted, *held.evidence)
        parts.append(
            words(
                accepts, given.names.option(issue, held.option), teller, " ", given.evidence.links(evidence)
            )
        )
    differ = words(" ", strong("(accounts differ)")) if moment.disputed and not refused else ()
    return words(*parts, differ)


def _gap(given: Given, issue: IssueMovement) -> Words:
    latest: dict[tuple[str, str], Gap] = {gap.parties: gap for gap in issue.gaps}
    if not latest:
        return words(muted("not known"))
    widest = max(latest.values(), key=lambda gap: (gap.most, gap.least, gap.parties))
    if widest.most == 0:
        text = "none"
    elif not issue.ordered:
        text = "different options"
    else:
        span = f"{widest.least}" if widest.least == widest.most else f"{widest.least}\u2013{widest.most}"
        text = f"{span} of {widest.length} step{'s' if widest.length > 1 else ''}"
    if len(latest) < 2:
        return words(text)
    pair = [given.case.named(p) for p in widest.parties]
    return words(text, BREAK, muted("widest: "), name(pair[0]), muted(" and "), name(pair[1]))


def accounts(given: Given) -> Section | None:
    """Accounts that differ, side by side: those of the case, and the texts that are told differently."""
    found = sorted(given.known(given.case.contradictions), key=lambda c: (c.date, c.id), reverse=True)
    moves = given.one(Movements)
    differ = _texts(given, moves) if moves is not None else None
    if not found and differ is None:
        return None
    blocks: list[Block] = [
        Paragraph(
            words=words("Where reports disagree, both versions stand; none is chosen. The latest come first.")
        )
    ]
    blocks += [_beside(given, item) for item in found[:_OPEN]]
    if found[_OPEN:]:
        rest = tuple(_beside(given, item) for item in found[_OPEN:])
        summary = words(
            f"{plural(len(rest), 'earlier conflict', 'earlier conflicts').capitalize()} between accounts"
        )
        blocks.append(Fold(summary=summary, blocks=rest))
    if differ is not None:
        blocks.append(differ)
    return Section(id="accounts", title="Conflicting accounts", blocks=tuple(blocks))


def _beside(given: Given, item: Contradiction) -> Part:
    panels = tuple(
        Panel(
            title=words("According to ", said(account.said_by)),
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
                    words(said(who), ": ", given.names.options(issue.issue, options))
                    for who, options in issue.accounts
                ]
                text = given.names.options(issue.issue, issue.text) if issue.text else words(muted("silent"))
                lines = [part for version in versions for part in (BREAK, version)][1:]
                cells = (words(said(telling.name)), given.names.issue(issue.issue), text, words(*lines))
                rows.append(Row(cells=cells))
    if not rows:
        return None
    columns = tuple(Column(title=words(t)) for t in ("Proposal", "Issue", "The text", "As told by others"))
    return Table(
        caption=words("Proposals that are told differently"), columns=columns, rows=tuple(rows), wide=True
    )
