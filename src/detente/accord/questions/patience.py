"""Patience: how much the next day must count for a party so that keeping the accord is its best play."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.questions.keeping import assumptions
from detente.accord.questions.position import likely, place, staked
from detente.accord.results import AccordBasis, Finding
from detente.accord.space import AccordSpace
from detente.errors import UnknownName

__all__ = ["Patience", "least_patience"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer[Any]]

_LONGEST = 6
_PARTS = 5
_FINE = 1e-9
_NEXT = np.array([-0.45, 0.45, *[0.0] * 8]) * _FINE
_CLOSELY = np.array([0.0, 0.0, *(sign * 10.0**power for power in (-6, -4.5, -3, -2) for sign in (-1, 1))])


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

    def margin(factors: Floats) -> Floats:
        numbers = {name: np.repeat(column, len(factors)) for name, column in certain.items()}
        found: Floats = np.min([one.worths({**numbers, path: factors}).margin for one in positions], axis=0)
        return found

    told = float(certain[path][0])
    grid = np.concatenate([np.linspace(0.01, 0.98, 98), 1 - np.geomspace(0.01, 10.0**-_LONGEST, 30)])
    margins = margin(np.append(grid, told))
    held = margins[:-1] >= 0
    runs = _stretches(held)
    changes = np.flatnonzero(held[1:] != held[:-1])
    ends = iter(_ends(margin, grid, margins[:-1], changes))
    found = tuple(
        (next(ends) if low > 0 else 0.0, next(ends) if high + 1 < len(grid) else 1.0) for low, high in runs
    )
    return Patience(
        party=party,
        name=space.accord.name(party),
        least=found[-1][0] if found else None,
        most=found[-1][1] if found else None,
        monotone=not found or (len(found) == 1 and found[0][1] == 1.0),
        pays=found,
        told=told,
        enough=bool(margins[-1] >= 0),
        conduct=conduct,
        basis=space.basis("best plays of one decider on a grid of factors, its ends refined", exact=False),
        assumes=(*space.rules.assumes, *assumptions(space, conduct)),
    )


def _ends(margin: Callable[[Floats], Floats], grid: Floats, margins: Floats, at: Ints) -> list[float]:
    """Where it begins or ceases to hold after each of these places of a grid: the side on which it holds.

    Points are tried evenly, and closely around where straight lines through the last known points are 0: one
    across the bracket and, as the margin has a bend where it becomes 0, one from each side of it.
    """
    if not len(at):
        return []
    around = np.clip(at[:, None] + np.arange(-1, 3), 0, len(grid) - 1)
    points, found = grid[around], margins[around]
    while (points[:, 2] - points[:, 1]).max() > _FINE:
        low, high = points[:, 1, None], points[:, 2, None]
        near = np.nan_to_num(_zeros(points, found), nan=0.0)[:, :, None]
        near = (near + (high - low)[:, :, None] * _CLOSELY + _NEXT).reshape(len(at), -1)
        tried = np.concatenate([np.linspace(points[:, 1], points[:, 2], _PARTS, axis=1), near], axis=1)
        tried = np.sort(np.clip(tried, low, high), axis=1)
        worth = margin(tried.ravel()).reshape(tried.shape)
        tried = np.concatenate([points[:, :1], tried, points[:, 3:]], axis=1)
        worth = np.concatenate([found[:, :1], worth, found[:, 3:]], axis=1)
        changed = (worth[:, 2:-1] >= 0) != (worth[:, 1, None] >= 0)
        around = changed.argmax(axis=1)[:, None] + np.arange(4)
        points, found = np.take_along_axis(tried, around, axis=1), np.take_along_axis(worth, around, axis=1)
    low, high, below = points[:, 1], points[:, 2], found[:, 1]
    ends: list[float] = np.where(below >= 0, low, high).tolist()
    return ends


def _zeros(points: Floats, found: Floats) -> Floats:
    """Where the lines through each two points that follow each other are 0, (rows, 3); nan for level ones."""
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = np.diff(found, axis=1) / np.diff(points, axis=1)
        zeros: Floats = points[:, 1:] - found[:, 1:] / slope
    zeros[~np.isfinite(zeros)] = np.nan
    return zeros


def _stretches(held: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last place of each run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    return [(int(low), int(high) - 1) for low, high in edges.reshape(-1, 2)]
