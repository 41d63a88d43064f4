"""What changed since a day, each line with the passages that tell it."""

from collections.abc import Sequence

from detente.brief.blocks import (
    Block,
    Bullets,
    Fold,
    Paragraph,
    Part,
    Section,
    Words,
    joined,
    muted,
    name,
    number,
    said,
    words,
)
from detente.brief.phrases import date, plural, when
from detente.brief.reported import Reported
from detente.record.changes import FigureChange, IssueChange, NewReport, Quiet, StanceChange
from detente.record.contradictions import Contradiction
from detente.record.finding import Passage, cut
from detente.record.stances import Account, Moment

__all__ = ["changes"]

_SHOWN = 8
_LONG = 200


def changes(given: Reported) -> Section | None:
    """What was not known on the day: reports, statements, stances, figures, contradictions, silence."""
    found = given.changes
    if found is None:
        return None
    last = f", the last on {date(found.until)}" if found.new and found.until else ""
    head = (
        f"{plural(found.new, 'statement').capitalize()} became known after {date(found.since)}{last}; "
        f"{plural(found.known_before, 'statement was', 'statements were')} known by then. What counts is the "
        "day of publication: news may be about earlier days."
    )
    waiting = sum(not s.verdict for s in given.record.statements)
    unsure = f" {waiting:,} statements of the record are not reviewed yet." if waiting else ""
    blocks: list[Block] = [Paragraph(words=words(head, muted(unsure)))]
    told: tuple[tuple[str, list[Words]], ...] = (
        ("New reports", [_report(report) for report in found.reports]),
        ("Newly said, by issue", [_issue(given, issue) for issue in found.issues]),
        ("Positions told anew", [_stance(given, change) for change in found.stances]),
        ("Figures that moved", [_figure(given, change) for change in found.figures]),
        ("New pairs that cannot both hold", [_pair(given, pair) for pair in found.contradictions]),
        ("Silence", [_quiet(given, quiet) for quiet in found.silences]),
    )
    blocks += [Part(title=words(title), blocks=_bullets(lines)) for title, lines in told if lines]
    return Section(id="changes", title=f"What changed since {date(found.since)}", blocks=tuple(blocks))


def _bullets(lines: Sequence[Words]) -> tuple[Block, ...]:
    """The first lines, and the rest on demand."""
    first = Bullets(items=tuple(lines[:_SHOWN]))
    if len(lines) <= _SHOWN:
        return (first,)
    rest = Bullets(items=tuple(lines[_SHOWN:]))
    return first, Fold(summary=words(f"{len(lines) - _SHOWN} more"), blocks=(rest,))


def _report(report: NewReport) -> Words:
    title = words(": ", said(report.title)) if report.title else ()
    copied = words(muted(" (a copy of "), said(report.copy_of), muted(")")) if report.copy_of else ()
    return words(said(report.label), title, muted(f", {plural(report.statements, 'statement')}"), copied)


def _issue(given: Reported, issue: IssueChange) -> Words:
    earlier = f", {issue.earlier} about earlier days" if issue.earlier else ""
    head = words(name(given.issue(issue.issue)), muted(f" ({issue.new} new{earlier}): "))
    return words(head, _passage(given, issue.passages[-1]))


def _stance(given: Reported, change: StanceChange) -> Words:
    head = words(name(given.named(change.actor)), " on ", name(given.issue(change.issue)), ": ")
    before = words(_moment(given, change.before), muted(" before, now ")) if change.before else ()
    return words(head, before, _moment(given, change.after), muted(f" ({change.after.direction})"))


def _moment(given: Reported, moment: Moment) -> Words:
    differ = muted(" (accounts differ)") if moment.disputed else ""
    told = joined((_account(given, account) for account in moment.accounts), " or ")
    return words(told, muted(f", {when(moment.date)}"), differ)


def _account(given: Reported, account: Account) -> Words:
    option = words(": ", name(given.names.get(account.option, account.option))) if account.option else ()
    stance = muted(f" ({account.stance})") if account.stance else ""
    return words(account.act, option, stance, " ", given.links(p.statement for p in account.passages))


def _figure(given: Reported, change: FigureChange) -> Words:
    move = change.move
    return words(
        name(given.series(change.series)),
        ": ",
        joined(number(f"{value:,g}", value) for value in move.before),
        muted(f" ({when(move.start)}), then "),
        joined(number(f"{value:,g}", value) for value in move.after),
        muted(f" ({when(move.end)}) "),
        given.links(move.statements),
    )


def _pair(given: Reported, pair: Contradiction) -> Words:
    sides = sorted((pair.a, pair.b), key=lambda p: (given.named(p.holder), p.date, p.statement))
    return words(muted(f"{pair.kind}: "), joined((_passage(given, side) for side in sides), " | "))


def _quiet(given: Reported, quiet: Quiet) -> Words:
    days = plural(quiet.silence.days, "day")
    others = plural(quiet.silence.others, "statement")
    return words(
        name(given.named(quiet.actor)),
        " on ",
        name(given.issue(quiet.issue)),
        muted(f": none of the reports tells anything since {date(quiet.silence.start)}, {days}; "),
        muted(f"{others} of others in that time"),
    )


def _passage(given: Reported, passage: Passage) -> Words:
    who = name(given.named(passage.holder)) if passage.holder else muted("the report")
    text = cut(passage.text or "the passage is left out", _LONG)
    return words(who, muted(f", {when(passage.date)}: "), said(text), " ", given.links([passage.statement]))
