"""What an actor is reported to want on an issue: the signs that an estimate rests on.

A sign is a stance, an answer to a proposal, a proposal of the actor's own, or a threat to quit, known by a
day. Signs of an actor's party stand in where it has none of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from detente.case.history import Proposal, Response
from detente.case.known import known_days
from detente.case.model import Case
from detente.case.procedure import rule_actors

__all__ = ["Sign", "asked_actors", "issue_signs", "strong_refusals"]

STRONG_ACTS = frozenset({"rejects", "threatens"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign: the option, the role (demands, accepts, rejects), the day, and where it stands.

    `weak` marks what tells less about this one option: a text accepted as a whole, or one's own proposal.
    `stated` marks a stance, which alone counts as insisting. `inherited` marks a sign of the actor's party.
    """

    option: str
    role: str
    day: date
    evidence: str
    weak: bool = False
    stated: bool = False
    inherited: bool = False


def asked_actors(case: Case) -> tuple[str, ...]:
    """Everyone whose preferences an analysis may need, in alphabetical order.

    Principals, all who stand in some reading of an approval rule, and those who consent by preference.
    """
    names = set(case.principals)
    for party in case.parties:
        for reading in party.approval.readings:
            names.update(rule_actors(reading.rule))
    names.update(consent.actor for consent in case.consents if consent.gives is None)
    return tuple(sorted(names))


def issue_signs(case: Case, actor: str, issue: str, day: date) -> tuple[Sign, ...]:
    """The signs of an actor on an issue known by `day`; where it has none, those of its party.

    A principal speaks for its party, so the party's signs are its own. Where neither the party nor its
    principal gave any, those of the party's other ratifiers stand in.
    """
    party = case.party_of(actor)
    principal = next((p.principal for p in case.parties if p.id == party), "")
    own = {actor, party} if actor == principal else {actor}
    found = tuple(_signs(case, own, issue, day, inherited=False))
    if not found and party:
        found = tuple(_signs(case, {party, principal} - own, issue, day, inherited=True))
    if not found and party:
        others = {ratifier.id for ratifier in case.ratifiers if ratifier.party == party}
        found = tuple(_signs(case, others - own, issue, day, inherited=True))
    return found


def strong_refusals(case: Case, signs: Iterable[Sign], day: date) -> tuple[Sign, ...]:
    """Those of an actor's own signs that refuse in words coded as a refusal or a threat, known by `day`."""
    acts = {statement.id: statement.act for statement in case.statements if statement.known <= day}
    strong = {
        stance.id
        for stance in case.stances
        if any(acts.get(evidence) in STRONG_ACTS for evidence in stance.evidence)
    }
    return tuple(s for s in signs if s.role == "rejects" and s.evidence in strong and not s.inherited)


def _signs(case: Case, voices: set[str], issue: str, day: date, *, inherited: bool) -> Iterator[Sign]:
    for stance in case.stances:
        if stance.actor in voices and stance.issue == issue and stance.known <= day:
            yield Sign(
                option=stance.option,
                role=stance.role,
                day=stance.date.last,
                evidence=stance.id,
                stated=True,
                inherited=inherited,
            )
    for proposal in case.proposals:
        if proposal.known <= day:
            yield from _proposal_signs(proposal, voices, issue, day, inherited=inherited)
    for threat in case.exit_threats:
        feared = dict(threat.on).get(issue, ()) if threat.actor in voices else ()
        resting = _known_by(case, threat.credibility.evidence, day) if feared else None
        for option in feared if resting is not None else ():
            yield Sign(option=option, role="rejects", day=day, evidence=resting or "", inherited=inherited)


def _proposal_signs(
    proposal: Proposal, voices: set[str], issue: str, day: date, *, inherited: bool
) -> Iterator[Sign]:
    offered = dict(proposal.terms).get(issue, ())
    if (proposal.attributed_to or proposal.by) in voices:
        for option in offered:
            yield Sign(
                option=option,
                role="accepts",
                day=proposal.date.last,
                evidence=proposal.id,
                weak=True,
                inherited=inherited,
            )
    for answer in proposal.responses:
        if answer.actor not in voices or answer.known > day or _says_nothing(answer, proposal, day):
            continue
        for option in offered if not answer.issues or issue in answer.issues else ():
            yield Sign(
                option=option,
                role=answer.answer,
                day=answer.date.last,
                evidence=proposal.id,
                weak=not answer.issues and len(proposal.terms) > 1,
                inherited=inherited,
            )


def _says_nothing(answer: Response, proposal: Proposal, day: date) -> bool:
    """Does the answer leave open what it thinks of single options?

    So do conditional and silent ones, those to another version, a refusal of a text of several issues that
    names none, and one of two accounts of the same answer that differ.
    """
    whole = answer.answer == "rejects" and not answer.issues and len(proposal.terms) > 1
    disputed = any(
        other.actor == answer.actor and other.date == answer.date and other.answer != answer.answer
        for other in proposal.responses
        if other.known <= day and (not other.issues or set(other.issues) == set(answer.issues))
    )
    other_text = answer.version not in {"", proposal.version}
    return answer.answer not in {"accepts", "rejects"} or whole or disputed or other_text


def _known_by(case: Case, evidence: Iterable[str], day: date) -> str | None:
    """The first of `evidence` known by `day`; "" when there is none at all, None when all is later."""
    evidence = tuple(evidence)
    if not evidence:
        return ""
    days = known_days(case)
    return next((name for name in evidence if days.get(name, date.min) <= day), None)
