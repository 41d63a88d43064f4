"""The variables of a situation and the names that conditions may use for it."""

from dataclasses import replace

from detente.accord.game.compiling.draft import Draft, is_one
from detente.accord.game.compiling.duties import Duties, Duty
from detente.accord.game.expression import Expr, Num, Var, all_of, any_of, evaluate, negate, op
from detente.accord.language.plan import ENDS, Exchange, Obligation, Power, Talks

__all__ = ["cleared", "describe", "ruled_out", "uses"]


def describe(draft: Draft) -> None:
    """Gives the draft its variables and labels: phase, day, flags, blame, obligations, talks, powers."""
    _basics(draft)
    _obligations(draft)
    _talks(draft)
    _powers(draft)
    _conditional_duties(draft)
    _first_morning(draft)


def cleared(draft: Draft, talks: str) -> Expr:
    """That nothing is on the table of the talks."""
    terms = draft.of(Talks)[talks]
    empty = [negate(is_one(f"raised:{talks}:{party}")) for party in _raisers(terms)]
    if _listed(terms):
        empty.append(op("==", Var(f"listed:{talks}"), Num(0)))
    return all_of(*empty)


def ruled_out(draft: Draft, talks: str) -> tuple[tuple[str, Expr], ...]:
    """Each party that may raise topics in the talks, with the condition that one was ruled out today.

    Nobody else could sign while it stood on the table, so nobody else is blamed that day for not signing.
    """
    if not any(power.rules_out == talks for power in draft.of(Power).values()):
        return ()
    raisers = _raisers(draft.of(Talks)[talks])
    return tuple((party, op("==", Var(f"raised:{talks}:{party}"), Num(2))) for party in raisers)


def uses(draft: Draft, name: str) -> str:
    """The variable that counts how often a power was used, where its uses are limited.

    What a power adds to one phase falls when that phase ends; how often it was used does not.
    """
    power = draft.of(Power)[name]
    return f"extended:{name}" if power.extends and not _again(draft, power) else f"used:{name}"


def _again(draft: Draft, power: Power) -> bool:
    """Whether a power might be used in one phase and then in another, or in the same one entered anew."""
    held = power.phases or draft.phases[:-2]
    terms = (*draft.terms.values(), *draft.accord.phases)
    targets = {getattr(term, key, "") for term in terms for key in ("to", "then", "next")}
    return len(held) > 1 or held[0] in targets


def _basics(draft: Draft) -> None:
    add = draft.add
    labels = draft.labels
    add("phase", len(draft.phases) - 1, "the phase of the accord", kept=True)
    labels["day"] = add("day", 1, "the day of the phase", start=1)
    for number, phase in enumerate(draft.phases):
        labels[f"phase({phase})"] = op("==", Var("phase"), Num(number))
    for end in ENDS:
        labels[end] = labels[f"phase({end})"]
    for flag in draft.accord.flags:
        add(f"flag:{flag.id}", 1, flag.name, start=int(flag.start))
        labels[f"flag({flag.id})"] = is_one(f"flag:{flag.id}")
    for party in draft.accord.parties:
        add(f"breach:{party}", 1, f"{draft.accord.name(party)} is in breach", kept=True)
        labels[f"breach({party})"] = is_one(f"breach:{party}")


def _obligations(draft: Draft) -> None:
    obligations = draft.of(Obligation)
    exchanges = {
        name: exchange
        for name, exchange in draft.of(Exchange).items()
        if exchange.first in obligations and exchange.then in obligations
    }
    firsts = {exchange.first for exchange in exchanges.values()}
    found = {}
    for name, terms in obligations.items():
        found[name] = Duty(
            id=name,
            terms=terms,
            in_phase=draft.in_phases((terms.phase,)),
            exchanges=tuple((e, obligations[e.first]) for e in exchanges.values() if e.then == name),
            is_first=name in firsts,
            suspended_by=tuple(k for k, power in draft.of(Power).items() if name in power.suspends),
        )
        _counters(draft, found[name])
    draft.duties = Duties(found)
    for name in found:
        draft.labels[f"given({name})"] = draft.duties.given(name)
        draft.labels[f"performed({name})"] = draft.duties.performed(name)
        draft.labels[f"late({name})"] = draft.duties.late(name)
        draft.labels[f"overdue({name})"] = draft.duties.overdue(name)
    draft.labels["all-performed"] = all_of(
        *(any_of(negate(duty.in_phase), draft.duties.performed(name)) for name, duty in found.items())
    )
    for party in draft.accord.parties:
        own = [draft.labels[f"late({name})"] for name, duty in found.items() if duty.terms.debtor == party]
        draft.labels[f"late({party})"] = any_of(*own)


def _counters(draft: Draft, duty: Duty) -> None:
    """The variables that follow an obligation."""
    name, terms = duty.id, duty.terms
    draft.add(f"given:{name}", terms.tranches, f"tranches of {name} given", kept=True)
    if terms.verified_by:
        draft.add(f"pending:{name}", 1, f"a tranche of {name} waits to be confirmed")
    if duty.minds_today:
        draft.add(f"fresh:{name}", 1, f"a tranche of {name} given today")
    if terms.only_after:
        draft.add(f"held:{name}", duty.most_held, f"mornings on which {name} could be performed")
    if terms.after:
        most = max((0, *terms.due)) + terms.cure + 1
        draft.add(f"since:{name}", most, f"days since {name} was called for")


def _talks(draft: Draft) -> None:
    for name, terms in draft.of(Talks).items():
        signed: list[Expr] = []
        for party in sorted(terms.parties):
            draft.add(f"signed:{name}:{party}", 1, f"{draft.accord.name(party)} has signed")
            draft.labels[f"signed({name}, {party})"] = is_one(f"signed:{name}:{party}")
            signed.append(is_one(f"signed:{name}:{party}"))
        ruled = bool(ruled_out(draft, name))
        for party in _raisers(terms):
            says = f"a topic of {draft.accord.name(party)} is on the table"
            says += " (2: was ruled out today)" if ruled else ""
            draft.add(f"raised:{name}:{party}", 2 if ruled else 1, says)
            draft.labels[f"raised({name}, {party})"] = is_one(f"raised:{name}:{party}")
        if _listed(terms):
            draft.add(
                f"listed:{name}", _listed(terms), "listed topics still on the table", start=_listed(terms)
            )
        if terms.settled_by == "both" and _listed(terms):
            for party in sorted(terms.parties):
                draft.add(f"agreed:{name}:{party}", 1, f"{draft.accord.name(party)} agrees on the next topic")
        if terms.sign_within is not None:
            most = max(1, terms.sign_within)
            draft.add(f"clear:{name}", most, "mornings on which nothing was on the table")
        draft.labels[f"signed({name})"] = all_of(*signed)
        draft.labels[f"clear({name})"] = cleared(draft, name)


def _powers(draft: Draft) -> None:
    for name, power in draft.of(Power).items():
        if power.suspends:
            draft.labels[f"suspended({name})"] = is_one(f"suspended:{name}")
            lifted = any(name in other.resumes for other in draft.of(Power).values())
            says = f"{name} is in use" + (" (2: was lifted today)" if lifted else "")
            draft.add(f"suspended:{name}", 2 if lifted else 1, says)
        if power.extends and power.times:
            draft.add(f"extended:{name}", power.times, f"times that {name} made this phase longer")
        if power.times and uses(draft, name) == f"used:{name}":
            draft.add(f"used:{name}", power.times, f"times that {name} was used")
    draft.labels["phase-over"] = op(">", Var("day"), draft.lasts())
    draft.labels["last-day"] = op(">=", Var("day"), draft.lasts())


def _conditional_duties(draft: Draft) -> None:
    """Conditions of obligations may name any label, so they are read once all labels stand."""
    found = {}
    for name, duty in draft.duties.all.items():
        condition = draft.condition(duty.terms.only_after) if duty.terms.only_after else None
        found[name] = replace(duty, performable=condition)
    draft.duties = Duties(found)


def _first_morning(draft: Draft) -> None:
    """What holds before the first day begins counts for it, as it does in later phases."""
    values = {variable.name: variable.start for variable in draft.variables}
    holds: dict[str, Expr] = {}
    for name, duty in draft.duties.all.items():
        if duty.performable is not None:
            holds[f"held:{name}"] = all_of(duty.in_phase, duty.performable)
        if duty.terms.after:
            holds[f"since:{name}"] = all_of(duty.in_phase, draft.condition(duty.terms.after))
    for name, terms in draft.of(Talks).items():
        if terms.sign_within is not None:
            holds[f"clear:{name}"] = all_of(draft.in_phases((terms.phase,)), cleared(draft, name))
    for number, variable in enumerate(draft.variables):
        if variable.name in holds:
            start = int(bool(evaluate(holds[variable.name], values)))
            draft.variables[number] = replace(variable, start=start)


def _raisers(terms: Talks) -> tuple[str, ...]:
    return tuple(sorted(terms.parties)) if terms.agenda == "open" else ()


def _listed(terms: Talks) -> int:
    return len(terms.topics) if terms.listed_open else 0
