"""Who and what: the sides, goods, phases, flags and clauses that terms name are there, and fit that part."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from detente.accord.language.plan import (
    ENDS,
    POWERS,
    Ban,
    Exchange,
    Expiry,
    Guarantee,
    Hazard,
    Obligation,
    Power,
    Talks,
    Trigger,
)
from detente.accord.language.validation.known import Known, unknown
from detente.case.address import Address, Finding
from detente.errors import nearest

__all__ = ["side_findings"]


def side_findings(known: Known) -> Iterator[Finding]:
    """Everything that is wrong with who and what the terms name."""
    yield from _sides(known)
    yield from _phases(known)
    yield from _order(known)
    yield from _stakes(known)
    for held in known.held:
        check = _CHECKS.get(type(held.terms))
        if check is not None:
            yield from check(held.at, held.terms, known)
    yield from _expiries(known)


def _sides(known: Known) -> Iterator[Finding]:
    for side in known.accord.sides:
        if side.role not in {"party", "mediator", "guarantor"}:
            hint = "write party, mediator or guarantor"
            yield Finding(("sides", side.id, "role"), f"{side.role!r} is no role of a side", hint)
    if len(known.parties) < 2:
        yield Finding(("sides",), "the accord has fewer than two parties", "a party is a side of role party")


def _phases(known: Known) -> Iterator[Finding]:
    if not known.phases:
        yield Finding(("phases",), "the accord has no phase", "list at least one")
    for number, phase in enumerate(known.accord.phases):
        yield from unknown(("phases", number, "next"), phase.next, "phase", known.destinations)


def _order(known: Known) -> Iterator[Finding]:
    order = known.accord.order
    for number, side in enumerate(order):
        yield from unknown(("order", number), side, "side", known.sides)
        if side in order[:number]:
            yield Finding(("order", number), f"{side!r} stands here twice", "list every side once", name=side)
    for party in sorted(known.parties - set(order)) if order else ():
        yield Finding(("order",), f"leaves out {party!r}, which is a party", "list every party", name=party)


def _stakes(known: Known) -> Iterator[Finding]:
    seen: set[str] = set()
    for stakes in known.accord.stakes:
        at: Address = ("stakes", stakes.side)
        yield from unknown(at, stakes.side, "side", known.sides)
        if stakes.side in seen:
            yield Finding(at, f"the stakes of {stakes.side!r} stand here twice", "keep one of the two")
        seen.add(stakes.side)
        for key, names in (("receives", known.goods), ("gives", known.goods), ("ends", ENDS)):
            held = [name for name, _ in getattr(stakes, key)]
            for name in held:
                kind = "end" if key == "ends" else "good"
                yield from unknown((*at, key, name), name, kind, names)
                if held.count(name) > 1:
                    yield Finding((*at, key, name), f"{name!r} stands here twice", "keep one of the two")


def _obligation(at: Address, terms: Obligation, known: Known) -> Iterator[Finding]:
    yield from unknown((*at, "phase"), terms.phase, "phase", known.phases)
    yield from _party((*at, "debtor"), terms.debtor, known)
    yield from unknown((*at, "creditor"), terms.creditor, "side", known.sides)
    yield from unknown((*at, "good"), terms.good, "good", known.goods)
    if terms.verified_by:
        yield from unknown((*at, "verified-by"), terms.verified_by, "side", known.sides)
    if terms.debtor == terms.creditor:
        what = f"{terms.debtor!r} is both debtor and creditor"
        yield Finding((*at, "creditor"), what, "name the side that receives")
    if terms.verified_by and terms.verified_by == terms.debtor:
        what = f"{terms.debtor!r} would confirm its own performance"
        yield Finding((*at, "verified-by"), what, "name another side, or leave it out")


def _exchange(at: Address, terms: Exchange, known: Known) -> Iterator[Finding]:
    duties = known.clauses_of(Obligation)
    yield from unknown((*at, "first"), terms.first, "obligation", duties)
    yield from unknown((*at, "then"), terms.then, "obligation", duties)
    if terms.first == terms.then:
        yield Finding((*at, "then"), f"{terms.then!r} is exchanged for itself", "name the other obligation")
        return
    phases = [
        {held.terms.phase for held in duties.get(name, ()) if isinstance(held.terms, Obligation)}
        & set(known.phases)
        for name in (terms.first, terms.then)
    ]
    if all(phases) and not phases[0] & phases[1]:
        what = f"exchanges obligations of different phases: {min(phases[0])} and {min(phases[1])}"
        yield Finding(at, what, "put both in one phase, or use `only-after`")


def _power(at: Address, terms: Power, known: Known) -> Iterator[Finding]:
    if terms.kind not in POWERS:
        yield Finding((*at, "kind"), f"{terms.kind!r} is no kind of power", nearest(terms.kind, POWERS))
    yield from _some((*at, "holders"), terms.holders, "holder")
    for number, side in enumerate(terms.holders):
        yield from unknown((*at, "holders", number), side, "side", known.sides)
    yield from _effects(at, terms, known)
    duties = known.clauses_of(Obligation)
    for number, name in enumerate(terms.suspends):
        yield from unknown((*at, "suspends", number), name, "obligation", duties)
    suspending = {held.clause.id for held, power in known.all(Power) if power.suspends}
    for number, name in enumerate(terms.resumes):
        yield from unknown((*at, "resumes", number), name, "power that suspends", suspending)
    if terms.rules_out:
        yield from unknown((*at, "rules-out"), terms.rules_out, "talks", known.clauses_of(Talks))


def _talks(at: Address, terms: Talks, known: Known) -> Iterator[Finding]:
    yield from unknown((*at, "phase"), terms.phase, "phase", known.phases)
    for number, side in enumerate(terms.parties):
        yield from _party((*at, "parties", number), side, known)
    if len(set(terms.parties)) < 2:
        yield Finding((*at, "parties"), "names fewer than two parties", "talks need two")
    if terms.agenda not in {"open", "closed"}:
        yield Finding((*at, "agenda"), f"{terms.agenda!r} is no agenda", "write open or closed")
    if terms.settled_by not in {"raiser", "both"}:
        others = {side.id for side in known.accord.sides if side.role != "party"}
        ways = ("raiser", "both", *sorted(others))
        yield from unknown((*at, "settled-by"), terms.settled_by, "way to settle a topic", ways)


def _expiry(at: Address, terms: Expiry, known: Known) -> Iterator[Finding]:
    yield from unknown((*at, "phase"), terms.phase, "phase", known.phases)
    yield from unknown((*at, "then"), terms.then, "phase", ("continue", *known.destinations))
    if terms.then == terms.phase:
        what = f"the phase {terms.phase!r} would be followed by itself"
        yield Finding((*at, "then"), what, "write continue")


def _ban(at: Address, terms: Ban, known: Known) -> Iterator[Finding]:
    yield from _some((*at, "actors"), terms.actors, "party")
    for number, side in enumerate(terms.actors):
        yield from _party((*at, "actors", number), side, known)
    yield from _effects(at, terms, known)


def _trigger(at: Address, terms: Trigger, known: Known) -> Iterator[Finding]:
    if not terms.when.strip():
        yield Finding((*at, "when"), "is empty, so the trigger would fire every day", "give a condition")
    if not terms.sets and not terms.to:
        yield Finding(at, "does nothing", "say what it `sets` or where it moves `to`")
    yield from _effects(at, terms, known)
    covered = terms.phases or known.phases
    if terms.to in covered:
        what = f"moves the phase {terms.to!r} to itself"
        yield Finding((*at, "to"), what, f"list the phases it holds in, without {terms.to}")


def _guarantee(at: Address, terms: Guarantee, known: Known) -> Iterator[Finding]:
    yield from unknown((*at, "guarantor"), terms.guarantor, "side", known.sides)
    yield from _party((*at, "party"), terms.party, known)
    for number, name in enumerate(terms.on):
        names = [clause.id for clause in known.accord.clauses]
        yield from unknown((*at, "on", number), name, "clause", names)


def _hazard(at: Address, terms: Hazard, known: Known) -> Iterator[Finding]:
    if not terms.sets and not terms.to:
        yield Finding(at, "does nothing", "say what it `sets` or where it moves `to`")
    yield from _effects(at, terms, known)


def _expiries(known: Known) -> Iterator[Finding]:
    """One clause says what happens at the end of a phase; its readings may differ."""
    said: dict[str, str] = {}
    for held, terms in known.all(Expiry):
        other = said.setdefault(terms.phase, held.clause.id)
        if other != held.clause.id:
            what = f"the clause {other!r} says already what happens when {terms.phase!r} is over"
            yield Finding((*held.at, "phase"), what, "make the two clauses readings of one")


def _effects(at: Address, terms: Any, known: Known) -> Iterator[Finding]:
    """Phases in which terms hold, where they move to, and the flags they set."""
    yield from _phases_of(at, terms.phases, known)
    if terms.to:
        yield from unknown((*at, "to"), terms.to, "phase", known.destinations)
    for flag, _ in getattr(terms, "sets", ()):
        yield from unknown((*at, "sets", flag), flag, "flag", known.flags)


def _phases_of(at: Address, phases: Iterable[str], known: Known) -> Iterator[Finding]:
    for number, phase in enumerate(phases):
        yield from unknown((*at, "phases", number), phase, "phase", known.phases)


def _party(at: Address, name: str, known: Known) -> Iterator[Finding]:
    """The name is that of a party: only parties owe, fight and can be in breach."""
    if name in known.sides - known.parties:
        what = f"{name!r} is no party: its role is another, and only parties can be in breach"
        yield Finding(at, what, nearest(name, known.parties), name=name)
        return
    yield from unknown(at, name, "party", known.parties)


def _some(at: Address, names: tuple[str, ...], kind: str) -> Iterator[Finding]:
    if not names:
        yield Finding(at, f"names no {kind}", "name one side or more")


_CHECKS: dict[type, Callable[[Address, Any, Known], Iterator[Finding]]] = {
    Obligation: _obligation,
    Exchange: _exchange,
    Power: _power,
    Talks: _talks,
    Expiry: _expiry,
    Ban: _ban,
    Trigger: _trigger,
    Guarantee: _guarantee,
    Hazard: _hazard,
}
