"""The variables of a situation and the names that conditions may use for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.accord.compiling.draft import Draft, is_one
from detente.accord.compiling.duties import Duties, Duty
from detente.accord.expression import Expr, Num, Op, Var, all_of, any_of, negate, op, variables
from detente.accord.plan import ENDS, Exchange, Obligation, Power, Talks
from detente.accord.rules import Effect

__all__ = ["cleared", "day_caps", "describe", "limit_days", "ruled_out"]


def describe(draft: Draft) -> None:
    """Gives the draft its variables and labels: phase, day, flags, blame, obligations, talks, powers."""
    _basics(draft)
    _obligations(draft)
    _talks(draft)
    _powers(draft)
    _conditional_duties(draft)


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


def limit_days(draft: Draft) -> None:
    """Caps the days that a phase counts at the largest day that any of its clauses tells apart, plus one."""
    last = max((_largest(draft, phase.id) for phase in draft.accord.phases), default=1)
    draft.variables[1] = replace(draft.variables[1], high=last)


def day_caps(draft: Draft, night: Sequence[Effect]) -> tuple[int, ...]:
    """For each phase, the day at which counting stops: one more than the largest that matters there.

    `night`: what the clock, which is no move of the draft yet, does at the end of a day.
    """
    return (*(_largest(draft, phase.id, night) for phase in draft.accord.phases), 0, 0)


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
        draft.add(f"given:{name}", terms.tranches, f"tranches of {name} given", kept=True)
        if terms.verified_by:
            draft.add(f"pending:{name}", 1, f"a tranche of {name} waits to be confirmed")
        if name in firsts or terms.verified_by:
            draft.add(f"fresh:{name}", 1, f"a tranche of {name} was given today")
        if terms.only_after:
            draft.add(f"held:{name}", 1, f"on the last morning {name} could be performed")
        if terms.after:
            most = max((0, *terms.due)) + terms.cure + 1
            draft.add(f"since:{name}", most, f"days since {name} was called for")
        found[name] = Duty(
            id=name,
            terms=terms,
            in_phase=draft.in_phases((terms.phase,)),
            exchanges=tuple((e, obligations[e.first]) for e in exchanges.values() if e.then == name),
            is_first=name in firsts,
            suspended_by=tuple(k for k, power in draft.of(Power).items() if name in power.suspends),
        )
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
            draft.add(f"suspended:{name}", 1, f"{name} is in use")
        if power.extends and power.times:
            draft.add(f"extended:{name}", power.times, f"times that {name} was used")
        elif power.times:
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


def _raisers(terms: Talks) -> tuple[str, ...]:
    return tuple(sorted(terms.parties)) if terms.agenda == "open" else ()


def _listed(terms: Talks) -> int:
    return len(terms.topics) if terms.listed_open else 0


def _largest(draft: Draft, phase: str, night: Sequence[Effect] = ()) -> int:
    """The largest day that matters in a phase, plus one."""
    stage = draft.phase(phase)
    extra = sum(p.extends * p.times for p in draft.of(Power).values() if p.extends)
    days = [stage.lasts + extra]
    for duty in draft.duties.all.values():
        terms = duty.terms
        if terms.phase == phase and not terms.after:
            days.append(max((0, *terms.due)) + terms.cure + 1)
            days.append(terms.opens - 1)
    for talks in draft.of(Talks).values():
        if talks.phase == phase and talks.sign_within is not None:
            days.append(stage.lasts + extra + talks.sign_within)
        if talks.phase == phase:
            days.append(talks.opens - 1)
    here = op("==", Var("phase"), Num(draft.phases.index(phase)))
    effects = [*night, *(effect for move in draft.moves for effect in move.effects)]
    for condition in (*(move.guard for move in draft.moves), *(effect.when for effect in effects)):
        days += _day_constants(condition, here)
    for effect in effects:
        for _, value in effect.sets:
            days += _day_constants(all_of(effect.when, value), here)
    return max(days) + 1


def _day_constants(expr: Expr, here: Expr) -> Iterable[int]:
    """Numbers that a condition compares the day with, unless the condition names other phases only."""
    if not isinstance(expr, Op):
        return
    if expr.name in {"==", "!=", "<", "<=", ">", ">="}:
        if "day" in variables(expr):
            yield sum(_numbers(expr))
        return
    if expr.name == "and" and _elsewhere(expr.args, here):
        return
    for arg in expr.args:
        yield from _day_constants(arg, here)


def _numbers(expr: Expr) -> Iterable[int]:
    """The numbers of a comparison; their sum is no smaller than the day that it asks for."""
    if isinstance(expr, Num):
        yield abs(expr.value)
    elif isinstance(expr, Op):
        for arg in expr.args:
            yield from _numbers(arg)


def _elsewhere(parts: Iterable[Expr], here: Expr) -> bool:
    for part in parts:
        if isinstance(part, Op) and part.name == "==" and part.args[0] == Var("phase") and part != here:
            return True
    return False
