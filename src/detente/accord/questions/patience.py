"""Patience: how much the next day must count for a party so that keeping the accord is its best play."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.questions.keeping import assumptions
from detente.accord.questions.position import Position, likely, place, staked
from detente.accord.results import AccordBasis, Finding
from detente.accord.space import AccordSpace
from detente.errors import UnknownName

__all__ = ["Patience", "least_patience"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_LONGEST = 6
_PARTS = 33
_FINE = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience(Finding):
    """The least factor by which a day's delay may shrink worth so that keeping the accord pays from there on.

    `least`: None where it does not pay even for the most patient (0.999999); 0 where it always pays. From
    `least` up to that patience it pays throughout; `monotone` says that below it never does, and `pays`
    lists all stretches in which it does (found on a grid, ends refined). `told`: the likely patience in the
    accord's file, `enough` whether keeping pays at it.
    """

    party: str
    least: float | None
    monotone: bool
    pays: tuple[tuple[float, float], ...]
    told: float
    enough: bool
    conduct: str
    basis: AccordBasis
    assumes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line."""
        if self.least is None:
            return f"no patience makes {self.party} keep the accord"
        return f"{self.party} does best to keep it when the next day counts at least {self.least:.6g}"


def least_patience(space: AccordSpace, party: str, *, conduct: str = "grim", given: bool = True) -> Patience:
    """The smallest discount factor a day at which keeping the accord is a party's best play (Friedman 1971).

    All other numbers are at their likely values, the others follow the conduct, phases may run on for ever.
    Keeping has to pay under every order of play. Raises AnalysisError without stakes, UnknownName for names.
    """
    if party not in staked(space):
        raise UnknownName.among(party, "party with stakes", staked(space))
    positions = [
        place(game, party, conduct, given=given, begins=begins)
        for game in space.games
        for begins in range(game.initial)
    ]
    certain = likely(space)
    path = f"stakes.{party}.patience"

    def holds(factors: Floats) -> Bools:
        numbers = {name: np.repeat(column, len(factors)) for name, column in certain.items()}
        return _holds(positions, {**numbers, path: factors})

    grid = np.concatenate([np.linspace(0.01, 0.98, 98), 1 - np.geomspace(0.01, 10.0**-_LONGEST, 30)])
    held = holds(grid)
    found = tuple(
        (
            0.0 if low == 0 else _edge(holds, float(grid[low - 1]), float(grid[low])),
            1.0 if high == len(grid) - 1 else _edge(holds, float(grid[high]), float(grid[high + 1])),
        )
        for low, high in _stretches(held)
    )
    lasting = bool(found) and found[-1][1] == 1.0
    told = float(certain[path][0])
    return Patience(
        party=party,
        least=found[-1][0] if lasting else None,
        monotone=len(found) == int(lasting),
        pays=found,
        told=told,
        enough=bool(holds(np.array([told]))[0]),
        conduct=conduct,
        basis=space.basis("best plays of one decider on a grid of factors, its ends refined", exact=False),
        assumes=(*space.rules.assumes, *assumptions(space, conduct)),
    )


def _edge(holds: Callable[[Floats], Bools], below: float, above: float) -> float:
    """Where it begins (or ceases) to hold between two factors of which one holds: the last end that holds."""
    ends = holds(np.array([below, above]))
    while above - below > _FINE:
        points = np.linspace(below, above, _PARTS)
        change = int(np.flatnonzero(holds(points) != ends[0])[0])
        if points[change] == above and points[change - 1] == below:
            break
        below, above = float(points[change - 1]), float(points[change])
    return above if ends[1] else below


def _holds(positions: list[Position], numbers: dict[str, Floats]) -> Bools:
    found: Bools = np.logical_and.reduce([one.worths(numbers).holds for one in positions])
    return found


def _stretches(held: Bools) -> list[tuple[int, int]]:
    """First and last place of each run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    return [(int(low), int(high) - 1) for low, high in edges.reshape(-1, 2)]
