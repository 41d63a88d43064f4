"""Tracks: the moments of one actor's stances on one issue, and the direction of each step between them.

A stance dated "by" a day may have been held at any time before it, so nothing is concluded about the order of
two stances that became known on the same day when one of them is dated so, or whose dates overlap: they form
one moment, with several options where the accounts differ.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from detente.case.model import Case, Issue
from detente.record.stance import Stance
from detente.sources.when import When

__all__ = [
    "DIRECTIONS",
    "Held",
    "Moment",
    "OtherParty",
    "Track",
    "distances",
    "held_options",
    "moments_of",
    "offers_of",
    "track_of",
]

DIRECTIONS: tuple[str, ...] = (
    "first stated",
    "repeated",
    "softened",
    "hardened",
    "sideways",
    "changed",
    "split",
    "rejects only",
    "not stated",
)

Asked: TypeAlias = tuple[frozenset[int], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One option held, or refused (`role` "rejects"), in one account; `place` counts the issue's options."""

    stance: str
    option: str
    place: int
    role: str
    said_by: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What one actor held on one issue at one time; several options mean accounts that differ.

    `direction` compares with the moment before: "softened" is nearer to what the other parties demand,
    "hardened" further, "sideways" neither; "changed" where nothing says which. `against` names the stances
    and proposals that say what the others demand.
    """

    date: When
    held: tuple[Held, ...]
    direction: str
    against: tuple[str, ...] = ()
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One actor on one issue over time.

    `direction` compares the first moment (or the last one before `since`) with the last. `statements` counts
    what was said; `silent_days` runs from the last of it to the reference day.
    """

    actor: str
    party: str
    moments: tuple[Moment, ...]
    direction: str
    statements: int
    first: When
    last: When
    silent_days: int


@dataclass(frozen=True, slots=True)
class OtherParty:
    """One of the other parties on an issue: its actors' moments, and the proposals attributed to it."""

    tracks: tuple[tuple[Moment, ...], ...]
    offered: tuple[tuple[When, Asked], ...]

    def asked(self, when: When) -> Asked:
        """What it demands at that time and where that is said: the newest demand of each actor.

        Where there is none by then, the terms of the newest proposal attributed to it, else the next demand.
        """
        found: frozenset[int] = frozenset()
        ids: tuple[str, ...] = ()
        later: list[tuple[When, Asked]] = []
        for moments in self.tracks:
            demands = [(m.date, _demands(m)) for m in moments if _demands(m)[0]]
            made = [asked for date, asked in demands if date.first <= when.last]
            if made:
                found, ids = found | made[-1][0], ids + made[-1][1]
            later += demands[:1]
        if found:
            return found, ids
        offered = [asked for date, asked in self.offered if date.first <= when.last]
        return (
            offered[-1] if offered else min(later, key=lambda pair: pair[0], default=(when, (found, ids)))[1]
        )


def moments_of(stances: list[Stance], places: dict[str, int]) -> tuple[Moment, ...]:
    """The stances of one actor on one issue, those of one time together, in order."""
    groups: list[list[Stance]] = []
    for stance in sorted(stances, key=lambda s: (s.date, s.known, s.id)):
        if groups and any(_same_time(stance, other) for other in groups[-1]):
            groups[-1].append(stance)
        else:
            groups.append([stance])
    found = []
    for group in groups:
        held = tuple(
            Held(
                stance=s.id,
                option=s.option,
                place=places.get(s.option, -1),
                role=s.role,
                said_by=s.said_by,
                evidence=s.evidence,
            )
            for s in group
        )
        options = {h.option for h in held if h.role != "rejects"}
        latest = max(s.date for s in group)
        found.append(Moment(date=latest, held=held, direction="", disputed=len(options) > 1))
    return tuple(found)


def track_of(
    case: Case,
    issue: Issue,
    actor: str,
    bare: tuple[Moment, ...],
    others: Sequence[OtherParty],
    day: dt.date | None,
    since: dt.date | None,
) -> Track:
    """The track of one actor: its moments with their directions, seen from the other parties."""
    moments: list[Moment] = []
    previous: Moment | None = None
    for moment in bare:
        direction, against = _direction(issue, previous, moment, others)
        moments.append(replace(moment, direction=direction, against=against))
        previous = moment if held_options(moment) else previous
    said = [s for s in case.statements if s.holder == actor and s.issue == issue.id]
    said = [s for s in said if day is None or s.known <= day]
    ids = {s.id for s in said}
    alone = sum(not ids & set(held.evidence) for moment in moments for held in moment.held)
    dates = [*(s.date for s in said), *(m.date for m in moments)]
    last = max(dates)
    return Track(
        actor=actor,
        party=case.party_of(actor),
        moments=tuple(moments),
        direction=_overall(issue, bare, others, since),
        statements=len(said) + alone,
        first=min(dates, key=lambda date: (date.first, date.last)),
        last=last,
        silent_days=max((day - last.last).days, 0) if day else 0,
    )


def offers_of(case: Case, party: str, issue: Issue, day: dt.date | None) -> tuple[tuple[When, Asked], ...]:
    """What the proposals attributed to a party (or to one of its actors) name on an issue, by date."""
    places = {option.id: n for n, option in enumerate(issue.options)}
    found = []
    for proposal in sorted(case.proposals, key=lambda p: (p.date, p.id)):
        named = frozenset(places[o] for o in dict(proposal.terms).get(issue.id, ()) if o in places)
        known = day is None or proposal.known <= day
        if known and named and case.party_of(proposal.attributed_to or proposal.by) == party:
            found.append((proposal.date, (named, (proposal.id,))))
    return tuple(found)


def held_options(moment: Moment) -> frozenset[int]:
    """The options held at one time, by their place in the issue; not those that are only rejected."""
    return frozenset(h.place for h in moment.held if h.role != "rejects" and h.place >= 0)


def distances(held: frozenset[int], asked: frozenset[int]) -> tuple[int, int]:
    """The least and the most number of steps between what one side holds and what the other demands."""
    steps = [abs(a - b) for a in held for b in asked]
    return min(steps), max(steps)


def _same_time(left: Stance, right: Stance) -> bool:
    a, b = left.date, right.date
    if left.known == right.known and (a.by or b.by):
        return True
    return a.first <= b.last and b.first <= a.last


def _overall(
    issue: Issue, moments: Sequence[Moment], others: Sequence[OtherParty], since: dt.date | None
) -> str:
    holding = [m for m in moments if held_options(m)]
    if not holding:
        return "rejects only"
    before = [m for m in holding if since is not None and m.date.last <= since]
    start = before[-1] if before else holding[0]
    if start is holding[-1]:
        return "repeated" if before else "first stated"
    return _direction(issue, start, holding[-1], others)[0]


def _direction(
    issue: Issue, old: Moment | None, new: Moment, others: Sequence[OtherParty]
) -> tuple[str, tuple[str, ...]]:
    """How `new` compares with `old`, seen from where the others stand by then; and what says where."""
    if not held_options(new):
        return "rejects only", ()
    if old is None:
        return "first stated", ()
    if held_options(old) == held_options(new):
        return "repeated", ()
    if not issue.ordered:
        return "changed", ()
    signs: set[int] = set()
    against: list[str] = []
    for party in others:
        asked, ids = party.asked(new.date)
        if asked:
            before, after = distances(held_options(old), asked), distances(held_options(new), asked)
            signs.add((after > before) - (after < before))
            against += ids
    if not signs:
        return "changed", ()
    direction = "sideways"
    if signs <= {0, 1} and 1 in signs:
        direction = "hardened"
    elif signs <= {0, -1} and -1 in signs:
        direction = "softened"
    return direction, tuple(against)


def _demands(moment: Moment) -> Asked:
    held = [h for h in moment.held if h.role == "demands" and h.place >= 0]
    return frozenset(h.place for h in held), tuple(h.stance for h in held)
