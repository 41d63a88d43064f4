"""An accord under one reading, as guarded moves over bounded whole numbers: what the unfolding runs on.

A day passes in stages: each side of `order` acts once (or waits), chance where hazards are kept, then the
clock. Every move passes its stage on, so no cycle can leave the clock out: time always passes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import TRUE, Expr, Num, Op, Var, all_of, any_of, evaluate, op
from detente.accord.language.plan import Accord
from detente.errors import UnknownName

__all__ = ["CHANCE", "CLOCK", "Effect", "Move", "Rules", "Variable"]

CHANCE = "chance"
CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A whole number of the situation, from `low` to `high`; `kept` where it still counts after the end."""

    name: str
    low: int = 0
    high: int
    start: int = 0
    says: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """New values where `when` holds; it reads the values left by the effects before it.

    `clause`: the clause because of which the clock does it.
    """

    sets: tuple[tuple[str, Expr], ...]
    when: Expr = TRUE
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Something that can happen at a stage.

    `kind`: wait, perform, verify, raise, drop, agree, sign, power, fight, hazard or clock. `status`: lawful,
    breach or remedy. `owner`: a side, `CHANCE` or `CLOCK`. `amounts`: the units of `good` that go to `taker`,
    for each value that `counter` has before the move (tranches need not be equal).
    """

    id: str
    kind: str
    owner: str
    act: str
    guard: Expr
    effects: tuple[Effect, ...] = ()
    clause: str = ""
    status: str = "lawful"
    good: str = ""
    taker: str = ""
    counter: str = ""
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The moves of an accord under one reading of each clause and one order of play.

    `stages`: who acts at each stage of a day, the clock last. `labels`: named conditions on a situation,
    such as `collapse`, `breach(a)`, `phase(one)`, `late(clause)`, `overdue(clause)`, `performed(clause)`,
    `signed(talks)`. `phases`: the numbers of the variable `phase`, the ends last. `assumes`: what every
    verdict repeats.
    """

    accord: Accord
    readings: tuple[tuple[str, str], ...]
    stages: tuple[str, ...]
    phases: tuple[str, ...]
    variables: tuple[Variable, ...]
    moves: tuple[Move, ...]
    labels: tuple[tuple[str, Expr], ...]
    assumes: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    table: Mapping[str, Expr] = field(default_factory=dict, repr=False, compare=False)

    def label(self, name: str) -> Expr:
        """The condition of that name; UnknownName with the nearest ones otherwise."""
        found = self.table.get(name)
        if found is None:
            raise UnknownName.among(name, "condition", self.table)
        return found

    def in_phase(self, *names: str) -> Expr:
        """The condition that the accord is in one of these phases (or ends)."""
        return any_of(*(op("==", Var("phase"), Num(self.phases.index(name))) for name in names))

    @property
    def ended(self) -> Expr:
        """The condition that the accord has ended."""
        return op(">=", Var("phase"), Num(len(self.phases) - 2))

    @property
    def sides(self) -> tuple[str, ...]:
        """Everyone who acts, once each, in alphabetical order; chance and the clock left out."""
        return tuple(sorted(set(self.stages) - {CHANCE, CLOCK}))

    @property
    def start(self) -> dict[str, int]:
        """The values of all variables on the first morning."""
        return {variable.name: variable.start for variable in self.variables}

    def settle(self, columns: Mapping[str, Any]) -> dict[str, Any]:
        """The values once the accord has ended: what is not `kept` falls back to its lowest value."""
        return {
            variable.name: columns[variable.name] if variable.kept else np.zeros_like(columns["phase"])
            for variable in self.variables
        }

    def apply(self, move: Move, columns: Mapping[str, Any]) -> dict[str, Any]:
        """All values after a move, for columns (or single numbers) on which it can be made.

        The plain meaning of a move: the unfolding does the same on codes.
        """
        after: dict[str, Any] = dict(columns)
        for effect in move.effects:
            when = evaluate(effect.when, after)
            values = [(name, evaluate(value, after)) for name, value in effect.sets]
            for name, value in values:
                after[name] = np.where(when, value, after[name])
        ended = evaluate(self.ended, after)
        if np.any(ended):
            settled = self.settle(after)
            after = {name: np.where(ended, settled[name], value) for name, value in after.items()}
        return after

    def can(self, move: Move, columns: Mapping[str, Any]) -> npt.NDArray[np.bool_]:
        """Where a move can be made: its guard, unless the accord has ended. Whose turn it is is not asked."""
        guard = all_of(move.guard, Op("not", (self.ended,)))
        return np.asarray(evaluate(guard, columns), dtype=bool) & np.ones(np.shape(columns["phase"]), bool)
