"""What is being compiled: the terms in force, the variables, labels and moves they have led to so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from detente.accord.game.compiling.duties import Duties
from detente.accord.game.expression import Expr, Num, Table, Var, all_of, any_of, op
from detente.accord.game.rules import Effect, Move, Variable
from detente.accord.language.condition_names import condition_names
from detente.accord.language.conditions import parse
from detente.accord.language.plan import Accord, Phase, Power, Terms
from detente.errors import UnknownName

__all__ = ["Draft", "is_one", "sets"]

Kind = TypeVar("Kind")

_PASSING = {"agreed", "clear", "extended", "fresh", "held", "listed", "pending", "raised"}
_PASSING |= {"signed", "since", "suspended"}


@dataclass(slots=True, kw_only=True)
class Draft:
    """The accord under one reading of each clause, half way to rules."""

    accord: Accord
    phases: tuple[str, ...]
    stages: tuple[str, ...]
    terms: dict[str, Terms]
    duties: Duties = field(default_factory=lambda: Duties({}))
    variables: list[Variable] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    labels: dict[str, Expr] = field(default_factory=dict)
    days: tuple[int, ...] = ()

    def of(self, kind: type[Kind]) -> dict[str, Kind]:
        """The terms of one kind, by clause."""
        return {name: terms for name, terms in self.terms.items() if isinstance(terms, kind)}

    def in_phases(self, phases: Sequence[str]) -> Expr:
        """The condition of being in one of these phases; in any that is no end, for none."""
        if not phases:
            return op("<", Var("phase"), Num(len(self.phases) - 2))
        return any_of(*(op("==", Var("phase"), Num(self.phases.index(p))) for p in phases))

    def condition(self, text: str) -> Expr:
        """A condition of the accord's text as an expression; one that always holds for no text."""
        return parse(text, self.lookup)

    def lookup(self, name: str, args: tuple[str, ...]) -> Expr:
        """What a name in a condition stands for; UnknownName with the nearest ones otherwise."""
        spelled = f"{name}({', '.join(args)})" if args else name
        found = self.labels.get(spelled)
        if found is not None:
            return found
        known = condition_names(self.accord)
        if spelled not in known:
            raise UnknownName.among(spelled, "condition", known)
        return Num(known[spelled])

    def phase(self, name: str) -> Phase:
        """The phase of that id."""
        return self.accord.phase(name)

    def add(self, name: str, high: int, says: str, *, start: int = 0, kept: bool = False) -> Expr:
        """A new variable from 0 to `high`, and its value as an expression."""
        self.variables.append(Variable(name=name, high=high, start=start, says=says, kept=kept))
        return Var(name)

    def moving_to(self, phase: str) -> tuple[tuple[str, Expr], ...]:
        """The values on moving to a phase or an end: its day has not begun, what the old one kept falls."""
        passing: list[tuple[str, Expr]] = [("phase", Num(self.phases.index(phase))), ("day", Num(0))]
        for variable in self.variables:
            kind = variable.name.split(":")[0]
            if kind in _PASSING:
                passing.append((variable.name, Num(variable.start if kind == "listed" else 0)))
        return tuple(passing)

    @property
    def stopped(self) -> Expr:
        """That a suspension is in force, so that the day is not counted."""
        powers = [name for name, power in self.of(Power).items() if power.suspends]
        begun = op(">=", Var("day"), Num(1))
        return all_of(any_of(*(is_one(f"suspended:{name}") for name in powers)), begun)

    def lasts(self) -> Expr:
        """The last day of the present phase, extensions counted."""
        days: Expr = Table(Var("phase"), (*(phase.lasts for phase in self.accord.phases), 0, 0))
        for name, power in self.of(Power).items():
            if power.extends and power.times:
                more = op("*", Var(f"extended:{name}"), Num(power.extends))
                days = op("+", days, more)
        return days


def is_one(name: str) -> Expr:
    """That a variable is 1."""
    return op("==", Var(name), Num(1))


def sets(*values: tuple[str, int]) -> Effect:
    """The effect that gives variables these values."""
    return Effect(sets=tuple((name, Num(value)) for name, value in values))
