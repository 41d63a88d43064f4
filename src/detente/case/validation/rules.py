"""Rules: approval and deal rules that somebody can meet, by those who have a say, with one base reading."""

from collections.abc import Iterable, Iterator

from detente.case.address import Address, Finding
from detente.case.model import Case, Party
from detente.case.procedure import Approval, AtLeast, Quota, Rule, Says, rule_actors
from detente.case.ranges import range_faults
from detente.case.validation.known import Known, option_findings, unknown
from detente.errors import nearest

__all__ = ["rule_findings"]


def rule_findings(case: Case, known: Known) -> Iterator[Finding]:
    """Everything that is wrong with rules, mandates, exit threats and who stands for a party."""
    for number, party in enumerate(case.parties):
        yield from _party(("parties", number), party, known)
    if case.deal_rule is not None:
        yield from _approval(("deal_rule",), case.deal_rule, known.parties, "party", known)
    yield from _silent_ratifiers(case, known)
    yield from _mandates(case)
    yield from _exit_threats(case, known)


def _party(at: Address, party: Party, known: Known) -> Iterator[Finding]:
    own = [name for name, of in known.ratifiers.items() if of == party.id]
    yield from _approval(
        (*at, "approval"), party.approval, {*own, party.id}, f"ratifier of {party.id}", known
    )
    names_itself = any(party.id in rule_actors(reading.rule) for reading in party.approval.readings)
    if known.ratifiers.get(party.principal, party.id) not in known.parties:
        return
    if party.principal in own or (party.principal == party.id and (names_itself or not own)):
        return
    if not party.principal:
        what = "is missing: the ratifier whose utility stands for the party"
        yield Finding((*at, "principal"), what, nearest("", own))
    else:
        what = f"{party.principal!r} is not a ratifier of {party.id}"
        hint = nearest(party.principal, own or [party.id])
        yield Finding((*at, "principal"), what, hint, party.principal)


def _approval(
    at: Address, approval: Approval, allowed: Iterable[str], kind: str, known: Known
) -> Iterator[Finding]:
    readings = approval.readings
    if not readings:
        yield Finding((*at, "readings"), "there is no reading of the rule", "list one with `id` and `rule`")
    marked = [number for number, reading in enumerate(readings) if reading.base]
    if len(readings) > 1 and len(marked) != 1:
        count = "no reading is" if not marked else f"{len(marked)} readings are"
        what = f"{count} marked as the base"
        yield Finding((*at, "readings"), what, "write `base: true` in exactly one of them")
    seen: set[str] = set()
    for number, reading in enumerate(readings):
        here = (*at, "readings", number)
        if reading.id in seen:
            yield Finding((*here, "id"), f"the reading {reading.id!r} is here twice", "choose another id")
        seen.add(reading.id)
        yield from _rule((*here, "rule"), reading.rule, frozenset(allowed), kind, known)


def _rule(at: Address, rule: Rule, allowed: frozenset[str], kind: str, known: Known) -> Iterator[Finding]:
    match rule:
        case Says(actor=actor):
            yield from _voice(at, actor, allowed, kind, known)
        case AtLeast(k=k, rules=rules):
            word = "all" if k == len(rules) else "any" if k == 1 else "of"
            if not rules:
                yield Finding((*at, word), "the rule lists nobody", "list who must say yes")
            elif k < 1:
                what = f"asks for {k} of {len(rules)}, which is met when nobody says yes"
                yield Finding((*at, "at_least"), what, "ask for at least 1")
            elif k > len(rules):
                what = f"asks for {k} of {len(rules)}, which cannot be met"
                yield Finding((*at, "at_least"), what, f"ask for at most {len(rules)}")
            yield from _twice((*at, word), [part.actor for part in rules if isinstance(part, Says)])
            for number, part in enumerate(rules):
                yield from _rule((*at, word, number), part, allowed, kind, known)
        case Quota():
            yield from _quota(at, rule, allowed, kind, known)


def _quota(at: Address, rule: Quota, allowed: frozenset[str], kind: str, known: Known) -> Iterator[Finding]:
    total = sum(count for _, count in rule.seats)
    if any(count < 1 for _, count in rule.seats):
        pass
    elif not rule.seats:
        yield Finding((*at, "seats"), "the quota lists no seats", "list who holds how many")
    elif rule.need < 1:
        what = f"a quota of {rule.need} is met when nobody says yes"
        yield Finding((*at, "quota"), what, f"write a number from 1 to {total}")
    elif rule.need > total:
        what = f"a quota of {rule.need} cannot be met: there are {total} seats"
        yield Finding((*at, "quota"), what, f"write a number from 1 to {total}")
    if rule.leavers not in {"stay", "shrink"}:
        what = f"should be one of shrink, stay, not {rule.leavers!r}"
        yield Finding((*at, "leavers"), what, nearest(rule.leavers, ["shrink", "stay"]))
    yield from _twice((*at, "seats"), [actor for actor, _ in rule.seats])
    for actor, count in rule.seats:
        if count < 1:
            what = f"{actor!r} has {count} seats"
            yield Finding((*at, "seats", actor), what, "write at least 1, or leave it out")
        yield from _voice((*at, "seats", actor), actor, allowed, kind, known)


def _voice(at: Address, actor: str, allowed: frozenset[str], kind: str, known: Known) -> Iterator[Finding]:
    if actor in allowed or known.ratifiers.get(actor, actor) not in {actor, *known.parties}:
        return
    if actor in known.people:
        yield Finding(at, f"{actor!r} is not a {kind}", nearest(actor, allowed), actor)
    else:
        yield unknown(at, kind, actor, allowed)


def _twice(at: Address, actors: list[str]) -> Iterator[Finding]:
    for actor in sorted({actor for actor in actors if actors.count(actor) > 1}):
        yield Finding(at, f"{actor!r} is counted twice", "name it once")


def _silent_ratifiers(case: Case, known: Known) -> Iterator[Finding]:
    heard = {
        actor
        for party in case.parties
        for reading in party.approval.readings
        for actor in rule_actors(reading.rule)
    }
    for number, ratifier in enumerate(case.ratifiers):
        if ratifier.id not in heard and ratifier.party in known.parties:
            what = f"the ratifier {ratifier.id!r} is in no rule of {ratifier.party}"
            hint = f"name it in the approval of {ratifier.party}, or list it under `actors:`"
            yield Finding(("ratifiers", number), what, hint, ratifier.party)


def _mandates(case: Case) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, mandate in enumerate(case.mandates):
        if mandate.base and mandate.party in seen:
            what = f"a second mandate of {mandate.party} is marked as the base"
            yield Finding(("mandates", number, "base"), what, "mark one account only")
        if mandate.base:
            seen.add(mandate.party)


def _exit_threats(case: Case, known: Known) -> Iterator[Finding]:
    alone = known.parties - set(known.ratifiers.values())
    voters = [*known.ratifiers, *alone]
    seen: set[str] = set()
    for number, threat in enumerate(case.exit_threats):
        at: Address = ("exit_threats", number)
        if threat.actor not in voters:
            yield from _voice((*at, "actor"), threat.actor, frozenset(voters), "ratifier", known)
        if threat.actor in seen:
            what = f"{threat.actor!r} has an exit threat already"
            yield Finding((*at, "actor"), what, "join the two: one threat an actor")
        seen.add(threat.actor)
        yield from option_findings((*at, "on"), threat.on, known)
        for what, hint in range_faults(threat.credibility, 0, 1):
            yield Finding((*at, "credibility"), what, hint)
        for what, hint in range_faults(threat.principal_effect):
            yield Finding((*at, "principal_effect"), what, hint)
