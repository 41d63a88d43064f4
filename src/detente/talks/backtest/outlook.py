"""The outlook on one day: chances of answers, moves, a deal and going on, from what was known on that day.

Everything is worked out from the case as it could be known then; nothing later is ever passed in but the
question itself (whose answer, to which options).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.analysis.movement import movement
from detente.analysis.tracks import distances, held_options, offers_of
from detente.case.model import Case
from detente.case.preferences import Literals
from detente.talks.learning.density import choice_chances, reply_chances, trust
from detente.talks.learning.design import Choices, replies_of
from detente.talks.learning.learn import learn
from detente.talks.learning.observations import Observation
from detente.talks.learning.prior import prior_of
from detente.talks.learning.results import Learnt

__all__ = ["Moves", "Outlook", "Standing", "outlook", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an actor holds on an ordered issue on a day, and what each other party asks there, as places."""

    actor: str
    issue: str
    held: frozenset[int]
    asked: tuple[frozenset[int], ...]

    def step(self, option: int) -> int:
        """-1 when holding that option instead is nearer to the others (softer), 1 further, 0 neither."""
        signs = set()
        for others in self.asked:
            before, after = distances(self.held, others), distances(frozenset({option}), others)
            signs.add((after > before) - (after < before))
        return (1 in signs and -1 not in signs) - (-1 in signs and 1 not in signs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The chances that an actor, stating a stance on an issue again, asks for something softer or harder."""

    softens: float
    hardens: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outlook:
    """What was learnt of a case by a day, ready to be asked."""

    day: dt.date
    case: Case
    learnt: Learnt

    def knows(self, actor: str, terms: Literals) -> Literals:
        """The terms on issues and options that were on the table then and that the actor has scores for."""
        prior = self.learnt.prior
        if actor not in prior.actors:
            return ()
        there = ((i, tuple(o for o in names if o in prior.scores.options(actor, i))) for i, names in terms)
        return tuple((i, names) for i, names in there if names and i in prior.issues)

    def yes(self, asked: Sequence[tuple[str, Literals]]) -> tuple[float, ...]:
        """The chance that the record, asked first hand, tells of a yes by each actor to each terms."""
        if not asked:
            return ()
        told = [
            Observation(
                id=f"next {n}",
                kind="reply",
                actor=actor,
                day=self.day,
                known=self.day,
                terms=terms,
                answer="accepts",
            )
            for n, (actor, terms) in enumerate(asked)
        ]
        replies = replies_of(self.learnt.prior, self.learnt.observations, told)
        trusted = trust(self.learnt.held, replies, np)
        yes = reply_chances(self.learnt.held, replies, np).yes
        found: list[float] = (trusted * yes + (1 - trusted) / 3).mean(axis=0).tolist()
        return tuple(found)

    def moves(self, stood: Standing) -> Moves:
        """The chances of a softer and a harder ask of an actor with preferences on an issue of the table."""
        prior = self.learnt.prior
        places = {option.id: n for n, option in enumerate(self.case.issue(stood.issue).options)}
        names = prior.scores.options(stood.actor, stood.issue)
        column, count = prior.issues.index(stood.issue), len(prior.issues)
        worth, bound = np.zeros((1, len(names), count)), np.zeros((1, count))
        worth[0, :, column] = [prior.scores.of(stood.actor, stood.issue, name) for name in names]
        bound[0, column] = 1.0
        choices = Choices(
            actor=np.array([prior.actors.index(stood.actor)]),
            clock=np.array([self.learnt.observations.share_of_clock(self.day)]),
            shift=np.zeros(1),
            worth=worth,
            bound=bound,
            there=np.ones((1, len(names)), dtype=np.bool_),
            relayed=np.zeros(1, dtype=np.int64),
        )
        trusted = trust(self.learnt.held, choices, np)
        made = choice_chances(self.learnt.held, choices, np).chance[:, 0]
        chance = (trusted * made + (1 - trusted) / len(names)).mean(axis=0)
        steps = np.array([stood.step(places[name]) for name in names])
        return Moves(softens=float(chance[steps < 0].sum()), hardens=float(chance[steps > 0].sum()))


def outlook(case: Case, *, draws: int, seed: int, method: str) -> Outlook | None:
    """The outlook of a case as it could be known on its day; None: nobody's preferences are known."""
    if case.as_of is None or not prior_of(case).actors:
        return None
    learnt = learn(case, method=method, draws=draws, seed=seed)
    return Outlook(day=case.as_of, case=case, learnt=learnt)


def standing(case: Case, voices: Mapping[str, str]) -> dict[tuple[str, str], Standing]:
    """By speaker and ordered issue, what each holds last by the day of the case; `actor` is whose it is.

    What another party asks is what its actors hold last, or else the terms of its newest proposal.
    """
    found: dict[tuple[str, str], Standing] = {}
    for told in movement(case).issues:
        last = {
            track.actor: held[-1]
            for track in told.tracks
            if (held := [held_options(m) for m in track.moments if held_options(m)])
        }
        by_party = {party.id: _asked(case, told.issue, party.id, last) for party in case.parties}
        for speaker, options in last.items() if told.ordered else ():
            asked = tuple(a for party, a in by_party.items() if a and party != case.party_of(speaker))
            if asked:
                actor = voices.get(speaker, speaker)
                found[speaker, told.issue] = Standing(
                    actor=actor, issue=told.issue, held=options, asked=asked
                )
    return found


def _asked(case: Case, issue: str, party: str, last: Mapping[str, frozenset[int]]) -> frozenset[int]:
    held = frozenset(place for actor, own in last.items() if case.party_of(actor) == party for place in own)
    offered = () if held else offers_of(case, party, case.issue(issue), case.as_of)
    return offered[-1][1][0] if offered else held
