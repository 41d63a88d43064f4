"""What was learnt: for every number its range before and after the record, with evidence and diagnostics.

A range holds under the stated assumptions about behaviour; it is no fact about anybody's mind. Where the
record says nothing of a number, the number says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.errors import AnalysisError, UnknownName
from detente.talks.learning.observations import Observations
from detente.talks.learning.prior import Believed, Prior

__all__ = ["Diagnostics", "Learnt", "LearntNumber", "Order"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntNumber:
    """One number of one actor: 5 %, mean and 95 % before (`prior`) and after (`low`, `likely`, `high`).

    `kind` is weight, reservation (on the day of the case), fall (of the reservation from the first
    observation to that day), gap or speed (of the path of that fall).
    `shrinkage` is the part by which the spread fell, below 0 where it grew. `moved` is False where before and
    after do not differ by more than Monte-Carlo error: the record says nothing of it.
    """

    path: str
    actor: str
    kind: str
    issue: str = ""
    prior: tuple[float, float, float] = (0.0, 0.0, 0.0)
    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0
    shrinkage: float = 0.0
    moved: bool = False
    effective: float = 0.0
    reduction: float = 1.0
    evidence: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The path with the range after and before."""
        before = f"before {self.prior[1]:.3g} [{self.prior[0]:.3g}, {self.prior[2]:.3g}]"
        said = "" if self.moved else "; the record says nothing"
        return f"{self.path} {self.likely:.3g} [{self.low:.3g}, {self.high:.3g}] ({before}{said})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The chance that an actor gives `heavier` more weight than `lighter`, before and after the record."""

    actor: str
    heavier: str
    lighter: str
    chance: float
    before: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """How the draws came about, and how far to trust them.

    `effective` is the least number of independent draws that any number has, `reduction` the largest scale
    reduction (R-hat); `settled` is False when they fall short of 400 and 1.05.
    """

    method: str
    seed: int
    chains: int
    draws: int
    acceptance: float
    diverged: float
    effective: float
    reduction: float

    @property
    def settled(self) -> bool:
        """True when the draws may be used as they are."""
        enough = self.effective >= min(400.0, self.draws / 4)
        return enough and self.reduction <= 1.05 and self.diverged < 0.01


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """Ranges learnt from the record of a case, and the draws behind them.

    `held` are the draws of every number on the scale of shares, read by `predict`; `before` those without the
    record. `digest` names the case, the method, the draws and the seed.
    """

    case_id: str
    case_digest: str
    as_of: date | None
    digest: str
    numbers: tuple[LearntNumber, ...]
    observations: Observations
    diagnostics: Diagnostics
    prior: Prior
    held: Believed
    before: Believed

    def __str__(self) -> str:
        """On how much it rests, how many numbers moved, and whose did not."""
        moved = sum(number.moved for number in self.numbers)
        names = ", ".join(self.silent_actors)
        said = f"; the record says nothing of {names}" if names else ""
        doubt = "" if self.diagnostics.settled else "; the draws have not settled"
        return (
            f"{self.case_id}: {len(self.observations)} observations move {moved} of {len(self.numbers)} "
            f"numbers{said}{doubt}"
        )

    @property
    def silent(self) -> tuple[str, ...]:
        """The numbers of which the record says nothing."""
        return tuple(number.path for number in self.numbers if not number.moved)

    @property
    def silent_actors(self) -> tuple[str, ...]:
        """The actors of whose numbers the record says nothing at all."""
        moved = {number.actor for number in self.numbers if number.moved}
        return tuple(actor for actor in self.prior.actors if actor not in moved)

    def number(self, path: str) -> LearntNumber:
        """The number of that path; UnknownName with the nearest otherwise."""
        for number in self.numbers:
            if number.path == path:
                return number
        raise UnknownName.among(path, "number learnt", (n.path for n in self.numbers))

    def heavier(self, actor: str, issue: str, other: str) -> Order:
        """The chance that the actor gives `issue` more weight than `other`; equal weights count half."""
        a, i, j = self._place(actor, issue, other)
        return Order(
            actor=actor,
            heavier=issue,
            lighter=other,
            chance=_above(self.held.weights[:, a, i], self.held.weights[:, a, j]),
            before=_above(self.before.weights[:, a, i], self.before.weights[:, a, j]),
        )

    def orders(self, *, at_least: float = 0.9) -> tuple[Order, ...]:
        """Pairs of weights whose order is that likely, by actor, the surest first."""
        found = []
        for actor in self.prior.actors:
            pairs = (
                self.heavier(actor, i, j) for i in self.prior.issues for j in self.prior.issues if i != j
            )
            sure = [order for order in pairs if order.chance >= at_least]
            found += sorted(sure, key=lambda o: (-o.chance, o.heavier, o.lighter))
        return tuple(found)

    def case(self, case: Case) -> Case:
        """The case with the ranges learnt, each with its evidence; numbers that did not move stay.

        AnalysisError for another case than the one learnt from: its day may be earlier.
        """
        from detente.talks.learning.tighten import tighten

        if case.digest() != self.case_digest:
            raise AnalysisError(
                f"what was learnt from {self.case_id!r} does not belong to this case",
                hint="learn from this very case, on its day",
            )
        return tighten(case, self.numbers)

    def as_dict(self) -> Mapping[str, Any]:
        """Everything but the draws, for JSON."""
        d = self.diagnostics
        names = ("method", "seed", "chains", "draws", "acceptance", "diverged", "effective", "reduction")
        return {
            "case": self.case_id,
            "case_digest": self.case_digest,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "digest": self.digest,
            "diagnostics": {name: getattr(d, name) for name in names} | {"settled": d.settled},
            "numbers": [_plain(number) for number in self.numbers],
            "orders": [_plain_order(order) for order in self.orders()],
            "silent": list(self.silent),
            "silent_actors": list(self.silent_actors),
            "observations": self.observations.as_dict(),
        }

    def _place(self, actor: str, issue: str, other: str) -> tuple[int, int, int]:
        if actor not in self.prior.actors:
            raise UnknownName.among(actor, "actor learnt of", self.prior.actors)
        for name in (issue, other):
            if name not in self.prior.issues:
                raise UnknownName.among(name, "issue learnt of", self.prior.issues)
        places = self.prior.issues
        return self.prior.actors.index(actor), places.index(issue), places.index(other)


def _above(one: Floats, other: Floats) -> float:
    return float(np.mean(one > other) + 0.5 * np.mean(one == other))


def _plain(number: LearntNumber) -> dict[str, Any]:
    names = LearntNumber.__slots__
    found = {name: getattr(number, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _plain_order(order: Order) -> dict[str, Any]:
    return {
        "actor": order.actor,
        "heavier": order.heavier,
        "lighter": order.lighter,
        "chance": order.chance,
        "before": order.before,
    }
