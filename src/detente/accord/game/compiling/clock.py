"""The clock: what follows of itself at the end of a day, in this order.

Duties that were not met become breaches; triggers fire; the accord moves on, or expires; a new day begins.
"""

from collections.abc import Sequence

from detente.accord.game.compiling.days import limit_days
from detente.accord.game.compiling.draft import Draft, is_one
from detente.accord.game.compiling.duties import Duty
from detente.accord.game.compiling.situation import cleared, ruled_out
from detente.accord.game.expression import Expr, Num, Table, Var, all_of, any_of, either, negate, op
from detente.accord.game.rules import CLOCK, Effect, Move
from detente.accord.language.plan import Expiry, Obligation, Talks, Trigger

__all__ = ["clock_move"]


def clock_move(draft: Draft) -> Move:
    """The one move of the clock, its effects in order."""
    effects = [
        *_defaults(draft),
        *_unsigned(draft),
        *_triggers(draft),
        *_onward(draft),
        *_expiries(draft),
    ]
    effects += _morning(draft, effects)
    return Move(
        id="clock", kind="clock", owner=CLOCK, act="a day passes", guard=Num(1), effects=tuple(effects)
    )


def _running(draft: Draft) -> Expr:
    """That the accord has not ended; effects before may have ended it within the same move."""
    return op("<", Var("phase"), Num(len(draft.phases) - 2))


def _defaults(draft: Draft) -> list[Effect]:
    return [
        Effect(
            when=all_of(draft.duties.defaults(name), negate(draft.stopped)),
            sets=((f"breach:{duty.terms.debtor}", Num(1)),),
            clause=name,
        )
        for name, duty in draft.duties.all.items()
    ]


def _unsigned(draft: Draft) -> list[Effect]:
    found = []
    for name, terms in draft.of(Talks).items():
        if terms.sign_within is None:
            continue
        enough = max(1, terms.sign_within)
        for party in sorted(terms.parties):
            when = all_of(
                draft.in_phases((terms.phase,)),
                op(">=", Var("day"), op("+", draft.lasts(), Num(terms.sign_within))),
                op(">=", Var(f"clear:{name}"), Num(enough)),
                cleared(draft, name),
                negate(is_one(f"signed:{name}:{party}")),
                negate(draft.stopped),
                *(negate(mark) for raiser, mark in ruled_out(draft, name) if raiser != party),
            )
            found.append(Effect(when=when, sets=((f"breach:{party}", Num(1)),), clause=name))
    return found


def _triggers(draft: Draft) -> list[Effect]:
    found = []
    for name, terms in draft.of(Trigger).items():
        sets: tuple[tuple[str, Expr], ...] = tuple(
            (f"flag:{flag}", Num(int(value))) for flag, value in terms.sets
        )
        if terms.to:
            sets = (*sets, *draft.moving_to(terms.to))
        begun = op(">=", Var("day"), Num(1)) if terms.phases else Num(1)
        when = all_of(draft.in_phases(terms.phases), begun, draft.condition(terms.when))
        found.append(Effect(when=when, sets=sets, clause=name))
    return found


def _onward(draft: Draft) -> list[Effect]:
    """Moving on to the next phase; its day is 0 until the morning, so only one step is taken."""
    found = []
    for phase in draft.accord.phases:
        time = Num(1) if phase.early else all_of(draft.labels["last-day"], negate(draft.stopped))
        begun = op(">=", Var("day"), Num(1))
        when = all_of(draft.in_phases((phase.id,)), begun, time, draft.condition(phase.advances_when))
        found.append(Effect(when=when, sets=draft.moving_to(phase.next)))
    return found


def _expiries(draft: Draft) -> list[Effect]:
    found = []
    for name, terms in draft.of(Expiry).items():
        if terms.then == "continue":
            continue
        begun = op(">=", Var("day"), Num(1))
        when = all_of(draft.in_phases((terms.phase,)), begun, draft.labels["last-day"], negate(draft.stopped))
        found.append(Effect(when=when, sets=draft.moving_to(terms.then), clause=name))
    return found


def _morning(draft: Draft, night: Sequence[Effect]) -> list[Effect]:
    """A new day: what was fresh is no longer so, conditions are looked at, the day is counted up to its cap.

    `night`: what the clock does before, whose conditions may tell days apart too.
    """
    running = _running(draft)
    stopped = draft.stopped
    found = []
    for name, duty in draft.duties.all.items():
        if duty.minds_today:
            found.append(Effect(when=running, sets=((f"fresh:{name}", Num(0)),)))
        if duty.performable is not None:
            found.append(Effect(when=running, sets=((f"held:{name}", _held(duty, stopped)),)))
        if duty.terms.after:
            found.append(_since(draft, name, duty.terms, stopped))
    for name, terms in draft.of(Talks).items():
        if terms.sign_within is not None:
            found += _clear(draft, name, terms)
        if terms.settled_by == "both" and terms.listed_open and terms.topics:
            found += _agreed(draft, name, terms)
        for party, mark in ruled_out(draft, name):
            found.append(Effect(when=mark, sets=((f"raised:{name}:{party}", Num(0)),)))
    caps = draft.days = limit_days(draft, [*night, *found])
    day = op("min", op("+", Var("day"), Num(1)), Table(Var("phase"), caps))
    found.append(Effect(when=all_of(running, negate(stopped)), sets=(("day", day),)))
    return [*found, *_lifted(draft)]


def _lifted(draft: Draft) -> list[Effect]:
    """A suspension that was lifted today is over."""
    marks = [v.name for v in draft.variables if v.name.startswith("suspended:") and v.high > 1]
    return [Effect(when=op("==", Var(mark), Num(2)), sets=((mark, Num(0)),)) for mark in marks]


def _held(duty: Duty, stopped: Expr) -> Expr:
    """Mornings in a row on which an obligation could be performed; those of days not counted are none."""
    count = Var(f"held:{duty.id}")
    more = op("min", op("+", count, Num(1)), Num(duty.most_held))
    holds = all_of(duty.in_phase, duty.performable or Num(1))
    return either(holds, either(stopped, count, more), Num(0))


def _since(draft: Draft, name: str, terms: Obligation, stopped: Expr) -> Effect:
    count = Var(f"since:{name}")
    most = max((0, *terms.due)) + terms.cure + 1
    called = any_of(op(">", count, Num(0)), draft.condition(terms.after))
    more = op("min", op("+", count, Num(1)), Num(most))
    when = all_of(draft.in_phases((terms.phase,)), called, negate(stopped))
    return Effect(when=when, sets=((f"since:{name}", more),))


def _clear(draft: Draft, name: str, terms: Talks) -> list[Effect]:
    count = Var(f"clear:{name}")
    most = max(1, terms.sign_within or 0)
    here = draft.in_phases((terms.phase,))
    empty = cleared(draft, name)
    more = op("min", op("+", count, Num(1)), Num(most))
    return [Effect(when=here, sets=((f"clear:{name}", either(empty, more, Num(0))),))]


def _agreed(draft: Draft, name: str, terms: Talks) -> list[Effect]:
    """Once every party agrees on the next listed topic it is off the table."""
    agreed = [f"agreed:{name}:{party}" for party in sorted(terms.parties)]
    left = op("max", op("-", Var(f"listed:{name}"), Num(1)), Num(0))
    when = all_of(draft.in_phases((terms.phase,)), *(is_one(variable) for variable in agreed))
    sets: tuple[tuple[str, Expr], ...] = ((f"listed:{name}", left),)
    return [Effect(when=when, sets=(*sets, *((variable, Num(0)) for variable in agreed)))]
