"""Gathers observations from the stances and proposals of a case, as they were known on its day.

The rules stand in `docs/concepts/learning-from-the-record.md`. Nothing is guessed: silence, answers to
another wording and texts whose terms are not reported are left out, each with its reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from detente.case.history import Proposal, Response
from detente.case.known import known_days
from detente.case.model import Case
from detente.case.preferences import Literals, Preferences
from detente.case.signs import asked_actors
from detente.record.stance import Stance
from detente.talks.learning.drops import Held, drops
from detente.talks.learning.observations import ANSWERS, Observation, Observations, Unused
from detente.talks.learning.scores import ScoreTable, score_table

__all__ = ["gather"]

OPEN_DAY = date(1, 1, 1)


def gather(case: Case) -> Observations:
    """The observations that the record of a case gives of everyone whose approval is asked for.

    Only what was known on the day of the case (`as_of`, else everything). Stances that demand are asks;
    stances that accept or reject are replies to one option; own or attributed proposals are offers; answers
    to proposals are replies to the issues they name, to all where they name none. An ask given up for an
    option worth less is a drop. Each names the stance or proposal it rests on. Empty without a record.

    >>> from detente.case.library import example
    >>> str(gather(example("two-rivers")))
    '18 observations of 5 actors (6 ask, 2 drop, 2 offer, 8 reply); 1 left out'
    """
    day = case.as_of or max(known_days(case).values(), default=OPEN_DAY)
    desk = _Desk(case=case, day=day, scores=score_table(case), voices=_voices(case))
    found = [o for stance in case.stances for o in desk.stance(stance)]
    for proposal in case.proposals:
        found += desk.proposal(proposal)
    desk.unstated()
    given_up, standing = drops(desk.held, day)
    everything = sorted([*desk.once(found), *given_up], key=lambda o: (o.day, o.id))
    start = min((o.day for o in everything), default=day)
    return Observations(
        start=start,
        end=max(day, start),
        found=tuple(everything),
        standing=standing,
        left_out=tuple(Unused(why=why, ids=tuple(sorted(ids))) for why, ids in sorted(desk.left.items())),
    )


@dataclass(slots=True, kw_only=True)
class _Desk:
    """What is needed to read a record, what is held by whom so far, and what is left out."""

    case: Case
    day: date
    scores: ScoreTable
    voices: Mapping[str, str]
    held: list[Held] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)

    def skip(self, why: str, name: str) -> None:
        self.left.setdefault(why, []).append(name)

    def stance(self, stance: Stance) -> Iterator[Observation]:
        """The ask or the reply that a stance shows, if any."""
        actor = self.voices.get(stance.actor, "")
        why = self._unfit(actor, stance.issue, stance.option, stance.known)
        if why:
            self.skip(why, stance.id)
            return
        day = min(stance.date.last, stance.known)
        seen = Observation(
            id=f"stance {stance.id}",
            kind="ask" if stance.role == "demands" else "reply",
            actor=actor,
            day=day,
            known=stance.known,
            terms=((stance.issue, (stance.option,)),),
            answer="" if stance.role == "demands" else stance.role,
            first_hand=not stance.said_by and self._named(stance.evidence),
            evidence=(stance.id,),
        )
        if stance.role != "rejects":
            self._hold(seen)
        if stance.role == "demands" and self._sets_its_score(stance, actor):
            self.skip("its option scores highest because it was asked for: it tells no more", stance.id)
            return
        yield seen

    def proposal(self, proposal: Proposal) -> Iterator[Observation]:
        """The offer that a proposal is, and the replies to it."""
        if proposal.known > self.day:
            self.skip("published after the day of the case", proposal.id)
            return
        terms = self._on_table(proposal.terms)
        if not terms:
            self.skip("no reported terms on the issues of the table", proposal.id)
            return
        maker = self.voices.get(proposal.attributed_to or proposal.by, "")
        offered = self._scored(maker, terms)
        if maker and offered:
            offer = Observation(
                id=f"proposal {proposal.id}",
                kind="offer",
                actor=maker,
                day=min(proposal.date.last, proposal.known),
                known=proposal.known,
                terms=offered,
                first_hand=proposal.attributed_to in {"", proposal.by} and self._named(proposal.evidence),
                evidence=(proposal.id,),
            )
            self._hold(offer)
            yield offer
        for number, response in enumerate(proposal.responses):
            yield from self._reply(proposal, terms, response, number)

    def _reply(
        self, proposal: Proposal, terms: Literals, response: Response, number: int
    ) -> Iterator[Observation]:
        name = f"{proposal.id} {response.actor} {response.date.label}"
        actor = self.voices.get(response.actor, "")
        bound = tuple((i, options) for i, options in terms if not response.issues or i in response.issues)
        scored = self._scored(actor, bound)
        why = self._unread(proposal, response, actor) or ("" if scored else "it names no issue of the text")
        if why:
            self.skip(why, name)
            return
        named = {issue for issue, _ in terms} | set(proposal.set_aside)
        rest = (issue.id for issue in self.case.table if issue.id not in named)
        alike = (r for r in proposal.responses if r.actor == response.actor and r.date == response.date)
        disputed = any(r.answer != response.answer and r.known <= self.day for r in alike)
        seen = Observation(
            id=f"reply {name} {number}",
            kind="reply",
            actor=actor,
            day=min(response.date.last, response.known),
            known=max(response.known, proposal.known),
            terms=scored,
            silent=() if response.issues else tuple(sorted(rest)),
            answer=response.answer,
            first_hand=not response.said_by and not disputed and self._named(response.evidence),
            evidence=(proposal.id,),
        )
        if response.answer == "accepts":
            self._hold(replace(seen, silent=()))
        yield seen

    def once(self, found: Iterable[Observation]) -> list[Observation]:
        """The observations with each answer counted once, where a stance and a proposal both tell it."""
        kept: dict[tuple[object, ...], Observation] = {}
        for o in sorted(found, key=lambda o: (len(o.silent), not o.first_hand, o.id)):
            key = (o.actor, o.kind, o.day, o.terms, o.answer)
            if o.kind == "reply" and key in kept:
                self.skip("the same answer told again", o.id)
                evidence = tuple(dict.fromkeys((*kept[key].evidence, *o.evidence)))
                kept[key] = replace(kept[key], evidence=evidence)
            else:
                kept[key if o.kind == "reply" else (o.id,)] = o
        return list(kept.values())

    def unstated(self) -> None:
        """Leaves out statements on issues of the table that no stance or proposal rests on."""
        used = {e for stance in self.case.stances for e in stance.evidence}
        for proposal in self.case.proposals:
            used.update(proposal.evidence, *(r.evidence for r in proposal.responses))
        for statement in self.case.statements:
            fits = not self._unfit(
                self.voices.get(statement.holder, ""), statement.issue, statement.option, statement.known
            )
            if fits and statement.id not in used:
                self.skip("a statement on which no stance of the case rests", statement.id)

    def _unread(self, proposal: Proposal, response: Response, actor: str) -> str:
        if response.known > self.day:
            return "published after the day of the case"
        if not actor:
            return "said by nobody whose preferences are asked for"
        if response.answer not in ANSWERS:
            return "silence is not read as an answer"
        return "" if response.version in {"", proposal.version} else "it answers another wording"

    def _unfit(self, actor: str, issue: str, option: str, known: date) -> str:
        if known > self.day:
            return "published after the day of the case"
        there = next((i for i in self.case.table if i.id == issue), None)
        if there is None or all(o.id != option for o in there.options):
            return "on no issue or option of the table"
        if not actor:
            return "said by nobody whose preferences are asked for"
        return "" if self.scores.has(actor, issue) else "the case has no scores for it"

    def _on_table(self, terms: Literals) -> Literals:
        """The terms on issues of the table, with the options that are there."""
        there = {issue.id: {o.id for o in issue.options} for issue in self.case.table}
        kept = ((i, tuple(sorted(o for o in options if o in there.get(i, ())))) for i, options in terms)
        return tuple(sorted((issue, options) for issue, options in kept if options))

    def _scored(self, actor: str, terms: Literals) -> Literals:
        return tuple((i, o) for i, o in terms if self.scores.has(actor, i)) if actor else ()

    def _named(self, evidence: Iterable[str]) -> bool:
        """False where a statement behind it has an anonymous holder or was passed on by others."""
        behind = set(evidence)
        told = (s for s in self.case.statements if s.id in behind)
        return not any(s.identified == "anonymous" or s.relays for s in told)

    def _sets_its_score(self, stance: Stance, actor: str) -> bool:
        preferences = self.case.preferences_of(actor)
        options = dict(dict(preferences.scores).get(stance.issue, ())) if preferences else {}
        score = options.get(stance.option)
        highest = max((s.likely for s in options.values()), default=0.0)
        return score is not None and stance.id in score.evidence and score.likely == highest

    def _hold(self, o: Observation) -> None:
        """Notes what the actor asked for or agreed to, for the order in which asks are given up."""
        for issue, options in o.terms:
            worth = max(self.scores.of(o.actor, issue, option) for option in options)
            self.held.append(
                Held(
                    actor=o.actor,
                    issue=issue,
                    options=options,
                    worth=worth,
                    asks=o.kind == "ask",
                    seen=o,
                )
            )


def _voices(case: Case) -> dict[str, str]:
    """By who speaks, the actor whose preferences it shows: itself, or the principal for its party."""
    if not case.table:
        return {}
    known = {p.actor for p in case.preferences if _complete(p)}
    asked = {actor for actor in asked_actors(case) if actor in known}
    voices = {party.id: party.principal for party in case.parties if party.principal in asked}
    return voices | {actor: actor for actor in asked}


def _complete(preferences: Preferences) -> bool:
    return bool(preferences.scores or preferences.score_order)
