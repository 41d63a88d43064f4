"""The case as it could be known on a day: nothing first published later, and nothing that rests on it alone.

Free text (title, summary, notes) is left as it is written. Who sits at the table and which rules they follow
stay too, without evidence and notes of a later day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from detente.case.as_of_wants import wants_known
from detente.case.change import change_findings
from detente.case.estimate import estimate
from detente.case.history import (
    Account,
    Contradiction,
    Deadline,
    Event,
    Figure,
    Precedent,
    Proposal,
    Response,
)
from detente.case.known import Known
from detente.case.model import Actor, Case, Change, Party, Ratifier
from detente.case.procedure import Approval, Consent, ExitThreat, Influence, Mandate
from detente.sources.document import Document

__all__ = ["as_of"]

T = TypeVar("T")
Dated = TypeVar("Dated", Event, Figure, Precedent, Deadline)
Person = TypeVar("Person", Party, Ratifier, Actor)


def as_of(case: Case, day: date) -> Case:
    """The case with only what was known by `day`, issues and options included.

    What refers to something dropped is cleaned of it, or dropped where it would say something else without.
    Estimated preferences are estimated again from what is left; of others, the weights that remain are
    rescaled. Changes of levers and scenarios go with the paths they name. A day after the case's own changes
    nothing but what the case itself knows later. Empty when nothing was known: a case without issues.

    >>> from datetime import date
    >>> from detente.case.library import example
    >>> [issue.id for issue in as_of(example("gaza-2024"), date(2024, 3, 25)).table]
    ['return-north', 'prisoner-ratio']
    """
    day = min(day, case.as_of or day)
    known = Known.of(case, day)
    seen = case.with_(
        as_of=day,
        reports=_reports(case, day),
        **_history(case, known),
        **_people(case, known),
        issues=known.issues,
        constraints=tuple(
            replace(c, never=never, evidence=known.evidence(c.evidence))
            for c in case.constraints
            if (never := known.every(c.never)) is not None
        ),
        preferences=wants_known(case.preferences, known),
    )
    return _with_known_changes(_estimated_again(case, seen), known)


def _estimated_again(case: Case, seen: Case) -> Case:
    """Estimates made again from what is left; other preferences as they are."""
    guessed = {p.actor for p in case.preferences if p.basis == "estimate"}
    if not guessed:
        return seen
    again = [p for p in estimate(seen).preferences if p.actor in guessed and p.basis == "estimate"]
    kept = [p for p in seen.preferences if p.actor not in guessed]
    order = [p.actor for p in case.preferences]
    return seen.with_(preferences=tuple(sorted([*again, *kept], key=lambda p: order.index(p.actor))))


def _reports(case: Case, day: date) -> tuple[Document, ...]:
    """The reports published by then; a copy of a later one names none."""
    kept = tuple(r for r in case.reports if r.published is None or r.published <= day)
    names = {report.id for report in kept}
    return tuple(replace(r, copy_of=r.copy_of if r.copy_of in names else "") for r in kept)


def _history(case: Case, known: Known) -> dict[str, tuple[Any, ...]]:
    """Statements, stances, proposals and the other dated values that were known."""
    return {
        "statements": tuple(
            replace(
                s,
                reports=known.evidence(s.reports),
                span=s.span if s.span and s.span.document not in known.later else None,
                issue=s.issue if s.issue in known.options else "",
                option=s.option if s.option in known.options.get(s.issue, ()) else "",
            )
            for s in case.statements
            if s.known <= known.day and not known.only_later(s.reports)
        ),
        "stances": tuple(
            replace(s, evidence=known.evidence(s.evidence))
            for s in case.stances
            if s.known <= known.day and s.option in known.options.get(s.issue, ())
        ),
        "proposals": tuple(_proposal(p, known) for p in case.proposals if p.known <= known.day),
        "contradictions": _there(
            _contradiction(c, known) for c in case.contradictions if c.known <= known.day
        ),
        "events": _dated(case.events, known),
        "figures": _dated(case.figures, known),
        "precedents": _dated(case.precedents, known),
        "deadlines": _dated(case.deadlines, known),
    }


def _people(case: Case, known: Known) -> dict[str, Any]:
    """Who is there, under which rules, and what bends them."""
    return {
        "parties": tuple(replace(_person(p, known), approval=_rule(p.approval, known)) for p in case.parties),
        "ratifiers": tuple(_person(r, known) for r in case.ratifiers),
        "actors": tuple(_person(a, known) for a in case.actors),
        "deal_rule": _rule(case.deal_rule, known) if case.deal_rule else None,
        "mandates": _there(_mandate(one, known) for one in case.mandates),
        "exit_threats": _there(_threat(one, known) for one in case.exit_threats),
        "consents": _there(_consent(one, known) for one in case.consents),
        "influences": _there(_influence(one, known) for one in case.influences),
    }


def _person(person: Person, known: Known) -> Person:
    note = "" if known.only_later(person.evidence) else person.note
    return replace(person, note=note, evidence=known.evidence(person.evidence))


def _rule(approval: Approval, known: Known) -> Approval:
    readings = []
    for reading in approval.readings:
        later = known.only_later(reading.evidence)
        readings.append(
            replace(
                reading,
                note="" if later else reading.note,
                evidence=known.evidence(reading.evidence),
                assumption=reading.assumption or ("its evidence is of a later day" if later else ""),
            )
        )
    return Approval(readings=tuple(readings))


def _mandate(mandate: Mandate, known: Known) -> Mandate | None:
    allows = known.any_of(mandate.allows)
    blocked = {issue for issue, _ in mandate.allows if issue in known.options} - {
        issue for issue, _ in allows
    }
    if known.only_later(mandate.evidence) or blocked or (mandate.allows and not allows):
        return None
    return replace(mandate, allows=allows, evidence=known.evidence(mandate.evidence))


def _threat(threat: ExitThreat, known: Known) -> ExitThreat | None:
    on = known.any_of(threat.on)
    if known.only_later(threat.credibility.evidence) or not on:
        return None
    credibility, effect = known.number(threat.credibility), known.number(threat.principal_effect)
    return replace(threat, on=on, credibility=credibility, principal_effect=effect)


def _consent(consent: Consent, known: Known) -> Consent | None:
    over = known.any_of(consent.over)
    if not over or (consent.gives is not None and known.only_later(consent.gives.evidence)):
        return None
    return replace(consent, over=over, gives=known.number(consent.gives) if consent.gives else None)


def _influence(influence: Influence, known: Known) -> Influence | None:
    when = known.every(influence.when)
    if when is None or known.only_later(influence.adds.evidence):
        return None
    return replace(influence, when=when, adds=known.number(influence.adds))


def _proposal(proposal: Proposal, known: Known) -> Proposal:
    return replace(
        proposal,
        terms=known.any_of(proposal.terms),
        set_aside=tuple(issue for issue in proposal.set_aside if issue in known.options),
        accounts=_accounts(proposal.accounts, known),
        responses=_there(_response(r, known) for r in proposal.responses),
        evidence=known.evidence(proposal.evidence),
    )


def _response(response: Response, known: Known) -> Response | None:
    issues = tuple(issue for issue in response.issues if issue in known.options)
    if response.known > known.day or (response.issues and not issues):
        return None
    return replace(response, issues=issues, evidence=known.evidence(response.evidence))


def _contradiction(contradiction: Contradiction, known: Known) -> Contradiction | None:
    accounts = _accounts(contradiction.accounts, known)
    if len(accounts) < min(len(contradiction.accounts), 2):
        return None
    issue = contradiction.issue if contradiction.issue in known.options else ""
    return replace(contradiction, accounts=accounts, issue=issue)


def _accounts(accounts: Iterable[Account], known: Known) -> tuple[Account, ...]:
    return tuple(
        replace(a, terms=known.any_of(a.terms), evidence=known.evidence(a.evidence))
        for a in accounts
        if not known.only_later(a.evidence)
    )


def _dated(values: Iterable[Dated], known: Known) -> tuple[Dated, ...]:
    return tuple(replace(v, evidence=known.evidence(v.evidence)) for v in values if v.known <= known.day)


def _there(values: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(value for value in values if value is not None)


def _with_known_changes(case: Case, known: Known) -> Case:
    """Levers and scenarios without what names a path that is not there."""
    levers = tuple(
        replace(lever, evidence=known.evidence(lever.evidence))
        for lever in case.levers
        if not known.only_later(lever.evidence) and all(_fits(case, change) for change in lever.changes)
    )
    scenarios = []
    for scenario in case.scenarios:
        changes = tuple(change for change in scenario.changes if _fits(case, change))
        if changes or not scenario.changes:
            scenarios.append(replace(scenario, changes=changes))
    return case.with_(levers=levers, scenarios=tuple(scenarios))


def _fits(case: Case, change: Change) -> bool:
    return not any(True for _ in change_findings(case, change))
