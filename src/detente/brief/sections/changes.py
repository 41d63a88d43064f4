"""What changed since a day, each line with the passages that tell it."""

from collections.abc import Sequence
from functools import reduce

from detente.brief.blocks import (
    Block,
    Bullets,
    Fold,
    Paragraph,
    Part,
    Section,
    Words,
    muted,
    name,
    number,
    said,
    text_of,
    words,
)
from detente.brief.naming import ACTS, DIRECTIONS, STANCES
from detente.brief.phrases import counted, date, when
from detente.brief.reported import OPPOSED, Reported, digits
from detente.brief.wording import apart, in_turn, tell, tell_faint, tell_plural, told_from
from detente.languages import say, say_plural
from detente.languages.figures import number_text
from detente.record.changes import Changes, FigureChange, IssueChange, NewReport, Quiet, StanceChange
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
    blocks: list[Block] = [Paragraph(words=_opening(given, found))]
    told: tuple[tuple[str, list[Words]], ...] = (
        (say("New reports"), [_report(report) for report in found.reports]),
        (say("Newly said, by issue"), [_issue(given, issue) for issue in found.issues]),
        (say("Positions told anew"), [_stance(given, change) for change in found.stances]),
        (say("Figures that moved"), [_figure(given, change) for change in found.figures]),
        (say("New pairs that cannot both hold"), [_pair(given, pair) for pair in found.contradictions]),
        (say("Silence"), [_quiet(given, quiet) for quiet in found.silences]),
    )
    blocks += [Part(title=words(title), blocks=_bullets(lines)) for title, lines in told if lines]
    return Section(
        id="changes", title=say("What changed since {day}", day=date(found.since)), blocks=tuple(blocks)
    )


def _opening(given: Reported, found: Changes) -> Words:
    """How many statements are new, how many were known, and how many nobody has reviewed."""
    new = counted(found.new).capitalize()
    became = (
        tell_plural(
            "{n} statement became known after {day}, the last on {last}",
            "{n} statements became known after {day}, the last on {last}",
            found.new,
            n=new,
            day=date(found.since),
            last=date(found.until),
        )
        if found.new and found.until
        else tell_plural(
            "{n} statement became known after {day}",
            "{n} statements became known after {day}",
            found.new,
            n=new,
            day=date(found.since),
        )
    )
    # Translators: "then" is the day named right before.
    before = tell_plural(
        "{n} statement was known by then",
        "{n} statements were known by then",
        found.known_before,
    )
    told = [
        words(apart([became, before]), "."),
        tell("What counts is the day of publication: news may be about earlier days."),
    ]
    waiting = sum(not s.verdict for s in given.record.statements)
    if not waiting:
        return in_turn(told, " ")
    unsure = say_plural(
        "{n} statement of the record is not reviewed yet.",
        "{n} statements of the record are not reviewed yet.",
        waiting,
        n=number_text(waiting),
    )
    return words(in_turn(told, " "), muted(f" {unsure}"))


def _bullets(lines: Sequence[Words]) -> tuple[Block, ...]:
    """The first lines, and the rest on demand."""
    first = Bullets(items=tuple(lines[:_SHOWN]))
    if len(lines) <= _SHOWN:
        return (first,)
    rest = Bullets(items=tuple(lines[_SHOWN:]))
    return first, Fold(summary=_more(len(lines) - _SHOWN), blocks=(rest,))


def _more(n: int) -> Words:
    # Translators: opens the rest of a list.
    return tell_plural("{n} more", "{n} more", n, n=str(n))


def _report(report: NewReport) -> Words:
    told = words(said(report.label))
    if report.title:
        told = tell("{head}: {text}", head=told, text=said(report.title))
    statements = say_plural(
        "{n} statement", "{n} statements", report.statements, n=counted(report.statements)
    )
    # Translators: what is told, and one more thing about it, such as its day.
    told = tell_faint("{what}, {more}", what=told, more=statements)
    if not report.copy_of:
        return told
    return tell_faint("{report} (a copy of {original})", report=told, original=said(report.copy_of))


def _issue(given: Reported, issue: IssueChange) -> Words:
    # Translators: {n} statements are new.
    counts = [say_plural("{n} new", "{n} new", issue.new)]
    if issue.earlier:
        counts.append(
            # Translators: of the new statements, {n} are about days before the day of comparison.
            say_plural("{n} about earlier days", "{n} about earlier days", issue.earlier)
        )
    return tell_faint(
        "{issue} ({counts}): {passage}",
        issue=name(given.issue(issue.issue)),
        counts=text_of(in_turn(counts)),
        passage=_passage(given, issue.passages[-1]),
    )


def _stance(given: Reported, change: StanceChange) -> Words:
    # Translators: an actor, and the issue that it speaks on.
    head = tell(
        "{who} on {issue}", who=name(given.named(change.actor)), issue=name(given.issue(change.issue))
    )
    moved = _moment(given, change.after)
    if change.before:
        # Translators: what an actor held before, and what it holds now.
        moved = tell_faint("{before} before, now {after}", before=_moment(given, change.before), after=moved)
    direction = told_from(DIRECTIONS, change.after.direction)
    return words(tell("{head}: {text}", head=head, text=moved), muted(f" ({direction})"))


def _moment(given: Reported, moment: Moment) -> Words:
    accounts = [_account(given, account) for account in moment.accounts]
    told = reduce(lambda rest, last: tell("{rest} or {last}", rest=rest, last=last), accounts)
    dated = tell_faint("{what}, {more}", what=told, more=when(moment.date))
    return words(dated, muted(f" {say('(accounts differ)')}")) if moment.disputed else dated


def _account(given: Reported, account: Account) -> Words:
    told = words(told_from(ACTS, account.act))
    if account.option:
        option = name(given.names.get(account.option, account.option))
        told = tell("{head}: {text}", head=told, text=option)
    stance = muted(f" ({told_from(STANCES, account.stance)})") if account.stance else ""
    return words(told, stance, " ", given.links(p.statement for p in account.passages))


def _figure(given: Reported, change: FigureChange) -> Words:
    move = change.move
    # Translators: figures before and after a step, each with its day, then links to the reports.
    step = tell_faint(
        "{before} ({start}), then {after} ({end}) {links}",
        before=in_turn([number(digits(value), value) for value in move.before]),
        start=when(move.start),
        after=in_turn([number(digits(value), value) for value in move.after]),
        end=when(move.end),
        links=given.links(move.statements),
    )
    return tell("{head}: {text}", head=name(given.series(change.series)), text=step)


def _pair(given: Reported, pair: Contradiction) -> Words:
    sides = sorted((pair.a, pair.b), key=lambda p: (given.named(p.holder), p.date, p.statement))
    both = in_turn([_passage(given, side) for side in sides], " | ")
    return tell_faint("{head}: {text}", head=told_from(OPPOSED, pair.kind), text=both)


def _quiet(given: Reported, quiet: Quiet) -> Words:
    head = tell("{who} on {issue}", who=name(given.named(quiet.actor)), issue=name(given.issue(quiet.issue)))
    silence = quiet.silence
    # Translators: how long an actor has said nothing on an issue.
    since = tell_faint(
        "{head}: none of the reports tells anything since {day}, {days}",
        head=head,
        day=date(silence.start),
        days=say_plural("{n} day", "{n} days", silence.days, n=counted(silence.days)),
    )
    # Translators: statements of other actors while this one was silent.
    others = say_plural(
        "{n} statement of others in that time",
        "{n} statements of others in that time",
        silence.others,
        n=counted(silence.others),
    )
    return tell_faint("{what}; {more}", what=since, more=others)


def _passage(given: Reported, passage: Passage) -> Words:
    text = cut(passage.text or say("the passage is left out"), _LONG)
    # Translators: who said something, when, and the words.
    told = tell_faint(
        "{who}, {day}: {text}", who=given.told_by(passage.holder), day=when(passage.date), text=said(text)
    )
    return words(told, " ", given.links([passage.statement]))
