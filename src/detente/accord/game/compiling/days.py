"""How far the days of a phase are counted: one day further than any clause can tell two days apart.

Once the day is large enough each condition keeps its value, whatever the other variables are: a polynomial
in the day with whole coefficients has no root beyond the sum of their sizes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.accord.game.compiling.draft import Draft
from detente.accord.game.expression import Expr, Num, Op, Table, Var, evaluate, substitute, variables
from detente.accord.game.rules import Effect
from detente.accord.language.plan import Power, Talks

__all__ = ["limit_days", "told_apart"]

_FAR = 100_000
"""How many days after the last counted one are looked at."""


def limit_days(draft: Draft, night: Sequence[Effect]) -> tuple[int, ...]:
    """For each phase, the day at which counting stops; the variable `day` is given the largest of them.

    `night`: what the clock, which is no move of the draft yet, does at the end of a day.
    """
    effects = [*night, *(effect for move in draft.moves for effect in move.effects)]
    asked = dict.fromkeys(effect.when for effect in effects)
    asked |= dict.fromkeys(move.guard for move in draft.moves)
    asked |= dict.fromkeys(value for effect in effects for name, value in effect.sets if name != "day")
    conditions = [expr for expr in asked if "day" in variables(expr)]
    highs = {variable.name: variable.high for variable in draft.variables}
    caps = [_cap(draft, phase.id, conditions, highs) for phase in draft.accord.phases]
    draft.variables[1] = replace(draft.variables[1], high=max((1, *caps)))
    return (*caps, 0, 0)


def told_apart(condition: Expr, phase: int, counted: int, highs: Mapping[str, int]) -> bool:
    """Whether a condition may change on a day of a phase, given by its number, after `counted`.

    Exact for parts that ask for nothing but the day; for others it may be said though it is not so.
    """
    here = substitute(condition, {"phase": Num(phase)})
    if isinstance(here, Op) and here.name in {"and", "or", "not", "if"}:
        return any(told_apart(part, phase, counted, highs) for part in here.args)
    last = _last_change(here, highs).day
    if last < counted or variables(here) != {"day"}:
        return "day" in variables(here) and last >= counted
    days = np.arange(counted, min(last, counted + _FAR) + 2)
    found = np.broadcast_to(evaluate(here, {"day": days}), days.shape)
    return bool(np.any(found != found[0]))


def _cap(draft: Draft, phase: str, conditions: Iterable[Expr], highs: Mapping[str, int]) -> int:
    last = draft.phase(phase).lasts + sum(p.extends * p.times for p in draft.of(Power).values() if p.extends)
    days = [last]
    for duty in draft.duties.all.values():
        terms = duty.terms
        if terms.phase == phase and not terms.after:
            days.append(max((0, *terms.due)) + terms.cure + 1)
            days.append(terms.opens - 1)
    for talks in draft.of(Talks).values():
        if talks.phase == phase:
            days += [talks.opens - 1, last + (talks.sign_within or 0)]
    here = {"phase": Num(draft.phases.index(phase))}
    for condition in conditions:
        days.append(_last_change(substitute(condition, here), highs).day)
    return max(days) + 1


@dataclass(frozen=True, slots=True)
class _Settled:
    """From the day after `day` on an expression is one polynomial in the day, whatever else holds.

    `size`: no less than the sum of its coefficients' sizes. `moves`: whether it still depends on the day.
    """

    day: int
    size: int
    moves: bool

    @property
    def sign(self) -> int:
        """The last day on which its sign can differ from that on all later days."""
        return max(self.day, self.size - 1) if self.moves else self.day


def _last_change(expr: Expr, highs: Mapping[str, int]) -> _Settled:
    if isinstance(expr, Num):
        return _Settled(0, abs(expr.value), moves=False)
    if isinstance(expr, Var):
        return _Settled(0, 1 if expr.name == "day" else highs[expr.name], moves=expr.name == "day")
    if isinstance(expr, Table):
        index = _last_change(expr.index, highs)
        clipped = _Settled(index.day, index.size + len(expr.values) - 1, index.moves)
        return _Settled(clipped.sign, max(map(abs, expr.values)), moves=False)
    parts = [_last_change(arg, highs) for arg in expr.args]
    moves = any(part.moves for part in parts)
    together = _Settled(max(part.day for part in parts), sum(part.size for part in parts), moves)
    if expr.name in {"+", "-"}:
        return together
    if expr.name == "*":
        return _Settled(together.day, parts[0].size * parts[1].size, moves)
    if expr.name in {"min", "max"}:
        return _Settled(together.sign, max(part.size for part in parts), moves)
    if expr.name == "if":
        day = max(parts[0].sign, together.day)
        return _Settled(day, max(part.size for part in parts[1:]), any(part.moves for part in parts[1:]))
    if expr.name in {"and", "or", "not"}:
        return _Settled(max(part.sign for part in parts), 1, moves=False)
    return _Settled(together.sign, 1, moves=False)
