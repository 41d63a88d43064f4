"""What the record says next: answers, stances stated again, deals, and whether the talks still move.

A question is put on one day of the record about the days after it. What it asks about comes from later days;
the chance that it is given never does.
"""

import datetime as dt
from dataclasses import dataclass

from detente.analysis.movement import movement
from detente.analysis.tracks import Moment
from detente.case.history import Proposal
from detente.case.model import Case
from detente.talks.learning.observations import Observation, Observations

__all__ = [
    "DEAL_EVENTS",
    "END_EVENTS",
    "Told",
    "came_of",
    "deals",
    "moves_known",
    "new_answers",
    "new_moves",
    "record_days",
]

DEAL_EVENTS = frozenset({"agreement", "deal", "signing"})
"""Kinds of events that say that there is a deal."""

END_EVENTS = frozenset({"breakdown", "end of talks", "walk-out"})
"""Kinds of events that say that the talks are over."""

STEPS = frozenset({"softened", "hardened", "repeated", "sideways"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something that happened, the day on which that was published, and where."""

    day: dt.date
    known: dt.date
    evidence: tuple[str, ...]


def record_days(case: Case) -> tuple[dt.date, ...]:
    """The days on which something of the record became known, up to the day of the case.

    >>> from detente.case.library import example
    >>> [day.isoformat() for day in record_days(example("gaza-2024"))][:2]
    ['2024-03-25', '2024-06-03']
    """
    days = {s.known for s in case.statements} | {s.known for s in case.stances}
    days |= {p.known for p in case.proposals} | {e.known for e in case.events}
    days |= {r.known for p in case.proposals for r in p.responses}
    return tuple(sorted(day for day in days if case.as_of is None or day <= case.as_of))


def new_answers(before: Observations, after: Observations, day: dt.date) -> tuple[Observation, ...]:
    """The replies that became known after `day`, without those told before and told again."""
    told = {_answer(o) for o in before.found if o.kind == "reply"}
    return tuple(o for o in after.found if o.kind == "reply" and o.known > day and _answer(o) not in told)


def new_moves(case: Case, day: dt.date) -> dict[tuple[str, str], Moment]:
    """By speaker and issue, the first stance that became known after `day` where one was held before."""
    known = {stance.id: stance.known for stance in case.stances}
    found: dict[tuple[str, str], Moment] = {}
    for issue in movement(case).issues:
        for track in issue.tracks:
            for moment in track.moments:
                days = [known[h.stance] for h in moment.held if h.role != "rejects"]
                if moment.direction in STEPS and min(days) > day:
                    found.setdefault((track.actor, issue.issue), moment)
    return found


def moves_known(case: Case) -> dict[tuple[str, str], tuple[str, ...]]:
    """By speaker and issue, the direction of every stance stated again by the day of the case, in order."""
    return {
        (track.actor, issue.issue): steps
        for issue in movement(case).issues
        for track in issue.tracks
        if (steps := tuple(m.direction for m in track.moments if m.direction in STEPS))
    }


def deals(case: Case) -> tuple[Told, ...]:
    """The deals that the record tells of: events that say so, and texts that every party accepted whole.

    Of several answers of a party (or its principal) to a text the last counts; answers that name issues, or
    another wording, accept no text.
    """
    said = [
        Told(day=event.date.last, known=event.known, evidence=(event.id,))
        for event in case.events
        if event.kind in DEAL_EVENTS
    ]
    return (*said, *(told for p in case.proposals if (told := _accepted(case, p)) is not None))


def came_of(case: Case, about: str, day: dt.date, until: dt.date) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a deal came after a day and until another ("deal"), or talks went on past that; and evidence.

    Talks went on when a proposal is made or answered after `until` and no deal came before; they did not when
    a deal came or an event says that they ended. None where the record says neither.
    """
    made = [told for told in deals(case) if day < told.day <= until]
    if about == "deal" or made:
        return bool(made) == (about == "deal"), tuple(name for told in made for name in told.evidence)
    ended = [e.id for e in case.events if e.kind in END_EVENTS and day < e.date.last <= until]
    later = [proposal.id for proposal in case.proposals if _moved_after(proposal, until)]
    if ended:
        return False, tuple(ended)
    return (True, tuple(later)) if later else (None, ())


def _moved_after(proposal: Proposal, day: dt.date) -> bool:
    """Made or answered after a day."""
    answers = (r.date.last for r in proposal.responses if r.answer != "silent")
    return max([proposal.date.last, *answers]) > day


def _answer(o: Observation) -> tuple[object, ...]:
    return (o.actor, o.day, o.terms, o.answer)


def _accepted(case: Case, proposal: Proposal) -> Told | None:
    accepted = []
    for party in case.parties:
        own = [r for r in proposal.responses if r.actor in {party.id, party.principal}]
        last = max(own, key=lambda r: (r.date.last, r.known), default=None)
        whole = last is not None and not last.issues and last.version in {"", proposal.version}
        if last is None or not whole or last.answer != "accepts":
            return None
        accepted.append(last)
    if not accepted:
        return None
    day = max(r.date.last for r in accepted)
    return Told(day=day, known=max(r.known for r in accepted), evidence=(proposal.id,))
