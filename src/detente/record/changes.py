"""What changed since a day: the page that an analyst prints before a meeting.

Only `known` decides what is new: a statement of an earlier date that was published later is new, and is told
as such. Everything is compared with the record as it was known on the day.
"""

import datetime as dt
from dataclasses import dataclass

from detente.record.contradictions import Contradiction, contradictions
from detente.record.finding import Finding, Passage, canonical, counted, cut, passage_of, report_of
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.series import Move, figures
from detente.record.stances import Moment, Orders, Silence, Stances, stances
from detente.record.statement import Statement

__all__ = ["Changes", "FigureChange", "IssueChange", "NewReport", "Quiet", "StanceChange", "changes_since"]

LINES = 6
"""How many lines a section of the printed page has at most; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A report published after the day."""

    document: str
    label: str
    title: str
    copy_of: str
    statements: int

    def __str__(self) -> str:
        """The report as it is cited, and how much was coded from it."""
        copied = f", a copy of {self.copy_of}" if self.copy_of else ""
        title = f": {cut(self.title, 80)}" if self.title else ""
        return f"{self.label}{title} ({counted(self.statements, 'statement')}{copied}) [{self.document}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueChange:
    """What was newly said on one issue; `earlier` counts what is about the time up to the day."""

    issue: str
    new: int
    earlier: int
    passages: tuple[Passage, ...]

    def __str__(self) -> str:
        """The counts, and the newest passage."""
        late = f", {self.earlier} about earlier days" if self.earlier else ""
        return f"{self.issue or 'no issue'}, {self.new} new{late}: {self.passages[-1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceChange:
    """A position newly told: new for this actor, or another than before. `before` is None for a first one."""

    actor: str
    issue: str
    before: Moment | None
    after: Moment

    def __str__(self) -> str:
        """The actor with what it held and holds."""
        start = f"{self.before} -> " if self.before else ""
        evidence = ", ".join(p.statement for account in self.after.accounts for p in account.passages)
        return f"{self.actor} on {self.issue}: {start}{self.after} [{evidence}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A count that moved."""

    series: str
    move: Move

    def __str__(self) -> str:
        """The count with its step."""
        return f"{self.series}: {self.move} [{', '.join(self.move.statements)}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """An actor that has not spoken on an issue since, though it had before and others have."""

    actor: str
    issue: str
    silence: Silence

    def __str__(self) -> str:
        """Who is silent on what since when."""
        last = self.silence.start - dt.timedelta(days=1)
        return f"{self.actor} on {self.issue}: nothing since {last}, {self.silence.days} days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Finding):
    """What a record holds that was not known on `since`; `until` is the last day known, None when empty.

    `undated` statements are left out: nobody knows when they were published.
    """

    since: dt.date
    until: dt.date | None
    known_before: int
    new: int
    undated: int
    reports: tuple[NewReport, ...]
    issues: tuple[IssueChange, ...]
    stances: tuple[StanceChange, ...]
    figures: tuple[FigureChange, ...]
    contradictions: tuple[Contradiction, ...]
    silences: tuple[Quiet, ...]

    def __str__(self) -> str:
        """The page as plain text."""
        return _page(self, head="{}", section="\n{}", line="  {}")

    @property
    def markdown(self) -> str:
        """The page as Markdown."""
        return _page(self, head="# {}\n", section="\n## {}\n", line="- {}", escape=True) + "\n"


def changes_since(
    record: Record, day: dt.date, pack: Pack | None = None, *, orders: Orders | None = None, silence: int = 14
) -> Changes:
    """What was published after `day`: reports, statements by issue, and what they move.

    Stances count when they are new or other than before, contradictions when one of the two is new, silence
    when it lasts. Refused statements do not count. A record without news gives an empty answer, no error.

    >>> changes_since(Record(), dt.date(2024, 7, 1)).new
    0
    """
    record = record.standing
    undated = [s for s in record.statements if s.known == dt.date.max]
    record = record.of(s for s in record.statements if s.known < dt.date.max)
    new = {s.id for s in record.statements if s.known > day}
    after = stances(record, pack, orders=orders, silence=silence)
    return Changes(
        since=day,
        until=max((s.known for s in record.statements), default=None),
        known_before=len(record.statements) - len(new),
        new=len(new),
        undated=len(undated),
        reports=_reports(record, day),
        issues=_issues(record, day),
        stances=_moved(stances(record.as_of(day), pack, orders=orders, silence=silence), after, new),
        figures=tuple(
            FigureChange(series=one.id, move=move)
            for one in figures(record, pack).series
            for move in one.moves
            if new & set(move.statements)
        ),
        contradictions=tuple(
            pair
            for pair in contradictions(record, pack).pairs
            if pair.a.statement in new or pair.b.statement in new
        ),
        silences=tuple(
            Quiet(actor=track.actor, issue=track.issue, silence=one)
            for track in after.tracks
            for one in track.silences
            if one.lasting
        ),
    )


def _reports(record: Record, day: dt.date) -> tuple[NewReport, ...]:
    said: dict[str, list[Statement]] = {}
    for s in record.statements:
        said.setdefault(report_of(s), []).append(s)
    found = []
    for document in record.documents:
        here = said.get(document.id, [])
        if document.published is not None and document.published > day:
            found.append(
                NewReport(
                    document=document.id,
                    label=document.label,
                    title=document.title,
                    copy_of=document.copy_of,
                    statements=len(here),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.label.rsplit(", ", 1)[-1], one.document)))


def _issues(record: Record, day: dt.date) -> tuple[IssueChange, ...]:
    def earlier(s: Statement) -> bool:
        return s.date.last <= day

    groups: dict[str, list[Statement]] = {}
    for s in canonical(record.statements):
        if s.known > day:
            groups.setdefault(s.issue, []).append(s)
    found = [
        IssueChange(
            issue=issue,
            new=len(group),
            earlier=sum(map(earlier, group)),
            passages=tuple(passage_of(s) for s in group),
        )
        for issue, group in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.new, one.issue)))


def _moved(before: Stances, after: Stances, new: set[str]) -> tuple[StanceChange, ...]:
    """The newest moment of each track that a new statement tells, where it differs; moved ones first."""
    known = {(track.actor, track.issue): track.moments for track in before.tracks}
    found = []
    for track in after.tracks:
        old = next(reversed(known.get((track.actor, track.issue), ())), None)
        told = [m for m in track.moments if new & {p.statement for a in m.accounts for p in a.passages}]
        if told and (old is None or _positions(old) != _positions(told[-1])):
            found.append(StanceChange(actor=track.actor, issue=track.issue, before=old, after=told[-1]))
    return tuple(sorted(found, key=lambda change: (change.before is None, change.issue, change.actor)))


def _positions(moment: Moment) -> set[str]:
    return {account.label for account in moment.accounts}


def _page(changes: Changes, *, head: str, section: str, line: str, escape: bool = False) -> str:
    """The answer as one page: a head, then sections that have something to tell."""
    until = f" to {changes.until}" if changes.until and changes.until > changes.since else ""
    known = f"{changes.new} statements are new, {changes.known_before} were known by {changes.since}."
    if changes.undated:
        known += f" {changes.undated} are undated and left out."
    lines = [head.format(f"What changed since {changes.since}{until}"), known]
    sections: list[tuple[str, tuple[object, ...]]] = [
        ("New reports", changes.reports),
        ("Newly said, by issue", changes.issues),
        ("Stances told anew", changes.stances),
        ("Figures that moved", changes.figures),
        ("Accounts that cannot both hold", tuple(map(_pair, changes.contradictions))),
        ("Silence", changes.silences),
    ]
    for title, items in sections:
        told = [cut(str(item), 280) for item in items]
        if told:
            lines.append(section.format(title))
            lines += [line.format(_plain(text) if escape else text) for text in told[:LINES]]
            if len(told) > LINES:
                lines.append(line.format(f"and {len(told) - LINES} more"))
    return "\n".join(lines)


def _pair(pair: Contradiction) -> str:
    return f"{pair.kind}, {pair.confidence:.2f}: {_short(pair.a)} | {_short(pair.b)}"


def _short(passage: Passage) -> str:
    return f"{passage.holder or 'the report'}: {cut(passage.text, 90)} [{passage.statement}]"


def _plain(text: str) -> str:
    """The text with the signs of Markdown made harmless."""
    for sign in "\\`*_{}[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return text
