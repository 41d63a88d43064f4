"""Movement: how stances moved over time, the gaps between the sides, and who says what of each proposal.

Only what has been said counts: stances, statements, proposals. No preferences are asked for. Accounts that
differ are kept side by side; none is chosen.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.analysis.basis import basis_of
from detente.analysis.results import Basis, Finding
from detente.analysis.telling import Telling, tellings
from detente.analysis.tracks import (
    Moment,
    OtherParty,
    Track,
    distances,
    held_options,
    moments_of,
    offers_of,
    track_of,
)
from detente.case.model import Case, Issue
from detente.languages import worded
from detente.record.stance import Stance

__all__ = ["Gap", "IssueMovement", "Movements", "Side", "movement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One party on one issue: the common direction of its actors, "split" when they differ."""

    party: str
    direction: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The distance of two parties on one date, between their nearest and their farthest held options.

    In steps between options where the issue is ordered, of `length` from one end to the other; else 0 for the
    same option and 1 for another, with length 1.
    """

    date: dt.date
    parties: tuple[str, str]
    least: int
    most: int
    length: int

    @property
    def shares(self) -> tuple[float, float]:
        """Least and most as shares of the issue's length."""
        return self.least / max(self.length, 1), self.most / max(self.length, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueMovement:
    """One issue: every actor's track, each party's direction, and the gaps on each date that changed one."""

    issue: str
    ordered: bool
    tracks: tuple[Track, ...]
    sides: tuple[Side, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Movements(Finding):
    """How stances moved up to `day` (None: nothing is dated), issue by issue; how each proposal is told."""

    basis: Basis
    day: dt.date | None
    since: dt.date | None
    issues: tuple[IssueMovement, ...]
    proposals: tuple[Telling, ...]

    def __str__(self) -> str:
        """One line."""
        moved = [side.direction for issue in self.issues for side in issue.sides]
        counts = ", ".join(f"{moved.count(d)} {d}" for d in ("softened", "hardened", "split") if d in moved)
        stated = sum(direction != "not stated" for direction in moved)
        moves = counts or "none moved"
        return f"movement: {stated} positions of parties on {len(self.issues)} issues; {moves}"


def movement(case: Case, *, since: dt.date | None = None) -> Movements:
    """How stances moved on every issue, and which account of a proposal says what.

    Softened means towards the options that other parties demand at that time, hardened away from them; with
    several other parties, towards or away from all whom the move concerns. Where a party has demanded nothing
    by then, the newest proposal attributed to it counts, else its next demand. An issue without order, or an
    actor outside the parties, has only changed or repeated. The reference day is the case's date, or else the
    last date known. `since` compares with what
    was held on that day. A case without stances gives issues without tracks.

    >>> from detente.case.library import example
    >>> len(movement(example("gaza-2024")).issues) > 10
    True
    """
    day = case.as_of or _last_known(case)
    stances = tuple(s for s in case.stances if day is None or s.known <= day)
    issues = tuple(_issue(case, issue, stances, day, since) for issue in case.issues)
    return Movements(
        basis=basis_of(case, worded("dates of stances and statements compared")),
        day=day,
        since=since,
        issues=issues,
        proposals=tellings(case, day),
    )


def _last_known(case: Case) -> dt.date | None:
    items: list[Iterable[dt.date]] = [
        (s.known for s in case.stances),
        (s.known for s in case.statements),
        (p.known for p in case.proposals),
        (r.known for p in case.proposals for r in p.responses),
    ]
    return max((known for dates in items for known in dates), default=None)


def _issue(
    case: Case, issue: Issue, stances: Sequence[Stance], day: dt.date | None, since: dt.date | None
) -> IssueMovement:
    here = [s for s in stances if s.issue == issue.id]
    places = {option.id: n for n, option in enumerate(issue.options)}
    parties = sorted(party.id for party in case.parties)
    actors = sorted({s.actor for s in here}, key=lambda a: (case.party_of(a) == "", case.party_of(a), a))
    bare = {actor: moments_of([s for s in here if s.actor == actor], places) for actor in actors}
    of = {actor: case.party_of(actor) for actor in actors}
    known = {
        p: OtherParty(tuple(bare[a] for a in actors if of[a] == p), offers_of(case, p, issue, day))
        for p in parties
    }
    tracks = []
    for actor in actors:
        others = [known[p] for p in parties if p != of[actor]] if of[actor] in parties else []
        tracks.append(track_of(case, issue, actor, bare[actor], others, day, since))
    sides = tuple(_side(party, [t for t in tracks if t.party == party]) for party in parties)
    gaps = _gaps(issue, {p: [bare[a] for a in actors if of[a] == p] for p in parties})
    return IssueMovement(
        issue=issue.id, ordered=issue.ordered, tracks=tuple(tracks), sides=sides, gaps=tuple(gaps)
    )


def _side(party: str, tracks: Sequence[Track]) -> Side:
    stated = [t for t in tracks if t.direction != "rejects only"]
    moved = {t.direction for t in stated if t.direction not in {"repeated", "first stated"}}
    if len(moved) == 1:
        direction = moved.pop()
    elif moved:
        direction = "split"
    elif any(t.direction == "repeated" for t in stated):
        direction = "repeated"
    else:
        direction = "first stated" if stated else "rejects only" if tracks else "not stated"
    newest = [[m for m in t.moments if held_options(m)][-1] for t in stated]
    options = dict.fromkeys(h.option for m in newest for h in m.held if h.role != "rejects")
    return Side(party=party, direction=direction, options=tuple(options))


def _gaps(issue: Issue, sides: dict[str, list[tuple[Moment, ...]]]) -> list[Gap]:
    """The gap of every two parties on each day on which what one of them holds changed."""
    found = []
    names = sorted(sides)
    days = sorted({m.date.last for tracks in sides.values() for t in tracks for m in t if held_options(m)})
    for n, left in enumerate(names):
        for right in names[n + 1 :]:
            before: tuple[int, int] | None = None
            for day in days:
                ours, theirs = _in_force(sides[left], day), _in_force(sides[right], day)
                if not ours or not theirs:
                    continue
                gap = distances(ours, theirs)
                length = len(issue.options) - 1
                if not issue.ordered:
                    gap, length = (min(gap[0], 1), min(gap[1], 1)), 1
                if gap != before:
                    found.append(
                        Gap(date=day, parties=(left, right), least=gap[0], most=gap[1], length=length)
                    )
                before = gap
    return found


def _in_force(tracks: Iterable[tuple[Moment, ...]], day: dt.date) -> frozenset[int]:
    """What the actors of a party hold on a day: the newest moment of each."""
    found: frozenset[int] = frozenset()
    for moments in tracks:
        held = [held_options(m) for m in moments if m.date.last <= day and held_options(m)]
        found |= held[-1] if held else frozenset()
    return found
