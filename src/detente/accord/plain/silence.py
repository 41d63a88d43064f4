"""Where an accord is silent, and what the model makes of that: silence is an answer there, so it is told.

Each sentence follows from the terms in force under one reading of each clause.
"""

import re
from collections.abc import Iterable, Mapping

from detente.accord.language.plan import (
    Accord,
    Ban,
    Expiry,
    Guarantee,
    Hazard,
    Obligation,
    Power,
    Talks,
    Terms,
    Trigger,
)
from detente.accord.plain.conditions import phase_name, say_condition, side_name
from detente.accord.results import list_names

__all__ = ["say_silence"]


def say_silence(accord: Accord, readings: Mapping[str, str]) -> tuple[str, ...]:
    """What follows from silence under these readings (of every clause), one sentence each.

    >>> from detente.accord.language.plan import Phase, Side
    >>> one = Phase(id="one", name="Phase one", lasts=3)
    >>> accord = Accord(id="x", title="", sides=(Side(id="a", name="Alma"),), phases=(one,), clauses=())
    >>> say_silence(accord, {})[1]
    'Nothing forbids Alma to return to fighting in Phase one: it is lawful there.'
    """
    terms = {c.id: c.reading(readings[c.id]).terms for c in accord.clauses}
    found = [
        *_nothing(terms),
        *_running_on(accord, terms),
        *_fighting(accord, terms),
        *_unanswered(accord, terms),
        *_unsigned(terms),
        *_unconfirmed(terms),
        *_no_deadline(terms),
        *_nobody_may(terms),
    ]
    return tuple(found)


def _nothing(terms: Mapping[str, Terms]) -> Iterable[str]:
    for name, term in terms.items():
        if term is None:
            yield f"{name} provides nothing: nothing is owed, allowed or forbidden by it."


def _running_on(accord: Accord, terms: Mapping[str, Terms]) -> Iterable[str]:
    told = {term.phase for term in terms.values() if isinstance(term, Expiry)}
    names = tuple(phase_name(accord, phase.id) for phase in accord.phases if phase.id not in told)
    if names:
        over = f"when the days of {list_names(names)} are over and the accord does not move on"
        yield f"No clause says what follows {over}: the phase runs on."


def _fighting(accord: Accord, terms: Mapping[str, Terms]) -> Iterable[str]:
    for party in accord.parties:
        bans = [t for t in terms.values() if isinstance(t, Ban) and party in t.actors and t.to == "collapse"]
        freely = f"Nothing forbids {side_name(accord, party)} to return to fighting in"
        found: dict[tuple[str, ...], list[str]] = {}
        for phase in accord.phases:
            here = [ban.unless for ban in bans if not ban.phases or phase.id in ban.phases]
            if all(here):
                found.setdefault(tuple(here), []).append(phase_name(accord, phase.id))
        for unless, phases in found.items():
            where = list_names(tuple(phases))
            when = ", and ".join(say_condition(accord, condition) for condition in unless)
            yield f"{freely} {where}{f' when {when}: it is lawful then' if when else ': it is lawful there'}."


def _unanswered(accord: Accord, terms: Mapping[str, Terms]) -> Iterable[str]:
    """Parties whose breach no condition and no guarantee names."""
    conditions = " ; ".join(_conditions(terms.values()))
    for party in accord.parties:
        owed = {n for n, t in terms.items() if isinstance(t, Obligation) and t.debtor == party}
        named = {word.strip() for word in re.findall(r"(?:breach|late|overdue)\(([^)]*)\)", conditions)}
        held = any(isinstance(term, Guarantee) and term.party == party for term in terms.values())
        if not held and not named & {party, *owed}:
            name = side_name(accord, party)
            yield f"No clause answers a breach by {name}: it is noted, and nothing follows of itself."


def _conditions(terms: Iterable[Terms]) -> Iterable[str]:
    for term in terms:
        if isinstance(term, Power | Trigger | Hazard):
            yield term.when
        elif isinstance(term, Ban):
            yield term.unless


def _unsigned(terms: Mapping[str, Terms]) -> Iterable[str]:
    for name, term in terms.items():
        if isinstance(term, Talks) and term.sign_within is None:
            yield f"No clause says that {name} must ever end: not to sign is no breach."


def _unconfirmed(terms: Mapping[str, Terms]) -> Iterable[str]:
    for name, term in terms.items():
        if isinstance(term, Obligation) and not term.verified_by:
            yield f"Nobody has to confirm what is given under {name}: it counts as soon as it is given."


def _no_deadline(terms: Mapping[str, Terms]) -> Iterable[str]:
    for name, term in terms.items():
        if isinstance(term, Obligation) and not term.due:
            yield f"No day is named for {name}: unless a ratio makes it late, it never is."


def _nobody_may(terms: Mapping[str, Terms]) -> Iterable[str]:
    powers = [term for term in terms.values() if isinstance(term, Power)]
    if not any(power.extends for power in powers):
        yield "No clause lets anybody make a phase longer."
    if not any(power.suspends for power in powers):
        yield "No clause lets anybody suspend an obligation."
    topics = any(isinstance(t, Talks) and (t.agenda == "open" or t.listed_open) for t in terms.values())
    if topics and not any(power.rules_out for power in powers):
        yield "No clause lets anybody rule a topic out of order."
    if not any(power.to == "collapse" and not power.remedy for power in powers):
        yield "No clause lets anybody end the accord unless it answers a breach or a delay."
