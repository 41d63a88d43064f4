"""Answers about an accord as frozen values: a verdict says what it assumed and carries a play that shows it.

Every result has a `basis` (accord, wording, readings, order of play, size, method, seed), prints as one line
and gives plain data with `as_dict()`.
"""

import datetime as dt
from dataclasses import dataclass

from detente.analysis.results import Chance, Finding
from detente.languages import worded_list

__all__ = [
    "AccordBasis",
    "Chance",
    "Finding",
    "PerOrder",
    "Step",
    "Verdict",
    "Witness",
    "in_sentence",
    "list_names",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordBasis:
    """How an answer was found: from which accord, wording, readings and orders of play, by which method.

    `situations`: the size of the largest game asked. `exact`: no sampling and no rounding that could turn it.
    """

    accord: str
    digest: str
    wording: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    orders: tuple[tuple[str, ...], ...] = ()
    situations: int = 0
    method: str = ""
    exact: bool = True
    seed: int | None = None
    draws: int = 0
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move of a play, dated. `status`: lawful, breach or remedy; `gives`: good, units, taker.

    `blames`: sides that this move puts in breach (its own side's breach, or a deadline that the clock found
    missed).
    """

    day: int
    phase: str
    side: str
    act: str
    clause: str = ""
    status: str = "lawful"
    date: dt.date | None = None
    gives: tuple[tuple[str, int, str], ...] = ()
    blames: tuple[str, ...] = ()
    count: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A play of the accord from its first morning, move by move; waiting and uneventful nights are kept.

    `shows`: what it shows, in words. `moves`: the ids of the moves, every stage of every day, so that it can
    be replayed. `repeats_from`: the index in `moves` from which it goes round for ever; None when it ends.
    `ends`: the phase or end where it stops. `in_breach`: who is in breach then.
    """

    shows: str
    moves: tuple[str, ...]
    steps: tuple[Step, ...]
    ends: str
    in_breach: tuple[str, ...] = ()
    repeats_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerOrder:
    """What was found under one order of play. `by_day`: the day by which it is forced at the latest."""

    order: tuple[str, ...]
    holds: bool
    by_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Finding):
    """Whether something holds of an accord: yes, no, or None where the orders of play differ.

    `question` names it in `PROPERTIES`; `asks` says it in words. `coalition`: who acts together ("" where
    nobody is asked about); `blameless`: without a breach of their own. `by_day`: the day of the
    accord, at the latest over the orders of play. `witness`: a play that shows the answer, for a no as for
    a yes.
    """

    question: str
    asks: str
    holds: bool | None
    basis: AccordBasis
    coalition: tuple[str, ...] = ()
    blameless: bool | None = None
    by_day: int | None = None
    by_date: dt.date | None = None
    witness: Witness | None = None
    orders: tuple[PerOrder, ...] = ()
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The question with its answer, on one line."""
        answer = {True: "yes", False: "no", None: "depends on who moves first"}[self.holds]
        when = f", by day {self.by_day}" if self.holds and self.by_day is not None else ""
        return f"{self.asks} {answer}{when}"


def in_sentence(name: str) -> str:
    """A name inside a sentence: `The mission` becomes `the mission`."""
    return f"t{name[1:]}" if name.startswith("The ") else name


def list_names(names: tuple[str, ...]) -> str:
    """Names in a sentence: `a`, `a and b`, `a, b and c`."""
    return worded_list(names)
