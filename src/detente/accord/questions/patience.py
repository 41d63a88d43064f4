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
_PARTS = 17
_FINE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience(Finding):
    """The least factor by which a day's delay may shrink worth for keeping the accord to pay.

    It pays from `least` to `most`: the highest stretch of factors, 1 where it reaches the most patient
    (0.999999), 0 where it begins with the least; None where keeping never pays. `monotone`: who is more
    patient never does worse to keep it; else `pays` lists every stretch, found on a grid with its ends
    refined. `told`: the likely patience in the accord's file, `enough` whether keeping pays at it.
    """

    party: str
    name: str
    least: float | None
    most: float | None
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
            return f"however much the next day counts, {self.name} does not do best to keep it"
        upper = "" if self.most == 1.0 else f", and at most {self.most:.6g}"
        return f"{self.name} does best to keep it when the next day counts at least {self.least:.6g}{upper}"


def least_patience(space: AccordSpace, party: str, *, conduct: str = "grim", given: bool = True) -> Patience:
    """The smallest discount factor a day at which keeping the accord is a party's best play (Friedman 1971).

    All other numbers are at their likely values, the others follow the conduct, phases may run on for ever.
    Keeping has to pay under every order of play. Raises AnalysisError without stakes, UnknownName for names.

    >>> from detente.accord.library import accord_example
    >>> space = AccordSpace(accord_example("prisoner-exchange"), wording="twenty-days")
    >>> least_patience(space, "south").enough
    True
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
    runs = _stretches(held)
    begins = _ends(holds, [(grid[low - 1], grid[low]) for low, _ in runs if low > 0])
    ceases = _ends(holds, [(grid[high], grid[high + 1]) for _, high in runs if high + 1 < len(grid)])
    lows = [0.0] * (len(runs) - len(begins)) + begins
    highs = ceases + [1.0] * (len(runs) - len(ceases))
    found = tuple(zip(lows, highs, strict=True))
    told = float(certain[path][0])
    return Patience(
        party=party,
        name=space.accord.name(party),
        least=found[-1][0] if found else None,
        most=found[-1][1] if found else None,
        monotone=not found or (len(found) == 1 and found[0][1] == 1.0),
        pays=found,
        told=told,
        enough=bool(holds(np.array([told]))[0]),
        conduct=conduct,
        basis=space.basis("best plays of one decider on a grid of factors, its ends refined", exact=False),
        assumes=(*space.rules.assumes, *assumptions(space, conduct)),
    )


def _ends(holds: Callable[[Floats], Bools], brackets: list[tuple[float, float]]) -> list[float]:
    """Where it begins or ceases to hold within each pair of factors, one of which holds: that side of it."""
    if not brackets:
        return []
    low, high = np.array(brackets).T
    first = holds(low)
    while (high - low).max() > _FINE:
        points = np.linspace(low, high, _PARTS, axis=1)
        changed = holds(points.ravel()).reshape(points.shape) != first[:, None]
        changed[:, -1] = True
        at = changed.argmax(axis=1)
        rows = np.arange(len(at))
        low, high = points[rows, at - 1], points[rows, at]
    ends: list[float] = np.where(first, low, high).tolist()
    return ends


def _holds(positions: list[Position], numbers: dict[str, Floats]) -> Bools:
    found: Bools = np.logical_and.reduce([one.worths(numbers).holds for one in positions])
    return found


def _stretches(held: Bools) -> list[tuple[int, int]]:
    """First and last place of each run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    return [(int(low), int(high) - 1) for low, high in edges.reshape(-1, 2)]
