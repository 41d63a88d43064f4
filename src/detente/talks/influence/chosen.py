"""Sobol' indices and Morris' elementary effects of the deal frequency, at points that are chosen for them.

Both need many points for many numbers: the numbers that move the deal frequency most over ordinary runs are
asked about one by one, all others together.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import SCRAMBLES, sobol_points
from detente.errors import MissingExtra

__all__ = ["OTHERS", "grouped", "morris", "need_salib", "sobol"]

OTHERS = "all others"
"""The name of the numbers that are asked about together."""

Floats: TypeAlias = NDArray[np.float64]
Evaluate: TypeAlias = Callable[[Floats], Floats]
Found: TypeAlias = tuple[Floats, Floats, Floats, Floats]
_LEVELS = 4


def grouped(order: Sequence[int], single: int) -> list[list[int]]:
    """The first `single` coordinates of `order` alone, the rest together; no empty group.

    >>> grouped([2, 0, 1], 1)
    [[2], [0, 1]]
    """
    rest = [int(k) for k in order[single:]]
    return [[int(k)] for k in order[:single]] + ([rest] if rest else [])


def sobol(evaluate: Evaluate, dims: int, groups: Sequence[Sequence[int]], points: int, seed: int) -> Found:
    """Total index and its error, first index and its error: (groups,) each, 0 where nothing varies.

    By SciPy (Saltelli et al. 2010; Jansen 1999), with errors by a jackknife over eight scramblings.
    """
    both = sobol_points(2 * dims, points, seed)
    left, right = both[:, :dims], both[:, dims:]
    at_left, at_right = evaluate(left), evaluate(right)
    mixed = np.empty((len(groups), len(both)))
    for k, members in enumerate(groups):
        swapped = left.copy()
        swapped[:, members] = right[:, members]
        mixed[k] = evaluate(swapped)
    first, total = _indices(at_left, at_right, mixed)
    scramble = np.arange(len(both)) % SCRAMBLES
    out = [
        _by_hand(at_left[keep], at_right[keep], mixed[:, keep])
        for keep in (scramble != s for s in range(SCRAMBLES))
    ]
    errors = np.sqrt((SCRAMBLES - 1) * np.array(out).var(axis=0))
    return total, errors[1], first, errors[0]


def morris(
    evaluate: Evaluate, dims: int, groups: Sequence[Sequence[int]], trajectories: int, seed: int
) -> Found:
    """Mean size of the elementary effects and its error, then zeros, as `sobol` orders them: (groups,) each.

    By SALib (Morris 1991; Campolongo, Cariboni and Saltelli 2007). Raises MissingExtra without it.
    """
    need_salib()
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    of = {member: k for k, group in enumerate(groups) for member in group}
    names = [f"x{k}" for k in range(dims)]
    problem = {"num_vars": dims, "names": names, "bounds": [[0.0, 1.0]] * dims}
    if len(groups) < dims:
        problem["groups"] = [f"g{of[k]}" for k in range(dims)]
    cube = sample.sample(problem, trajectories, num_levels=_LEVELS, seed=seed)
    found = analyse.analyze(
        problem, cube, evaluate(cube), num_levels=_LEVELS, conf_level=0.6827, seed=seed, num_resamples=200
    )
    own = {str(name): k for k, name in enumerate(found["names"])}
    order = [own[f"g{k}" if len(groups) < dims else f"x{group[0]}"] for k, group in enumerate(groups)]
    size, error = np.asarray(found["mu_star"], float)[order], np.asarray(found["mu_star_conf"], float)[order]
    return size, np.nan_to_num(error), np.zeros(len(groups)), np.zeros(len(groups))


def need_salib() -> None:
    """Raises MissingExtra where SALib is not installed."""
    if find_spec("SALib") is None:
        raise MissingExtra.named("sensitivity", "SALib")


def _indices(left: Floats, right: Floats, mixed: Floats) -> tuple[Floats, Floats]:
    if np.concatenate((left, right)).var() == 0:
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    from scipy.stats import sobol_indices

    given = {"f_A": left[None, :], "f_B": right[None, :], "f_AB": mixed[:, None, :]}
    found = sobol_indices(func=given, n=len(left))
    first, total = np.asarray(found.first_order, float), np.asarray(found.total_order, float)
    return first.reshape(-1), total.reshape(-1)


def _by_hand(left: Floats, right: Floats, mixed: Floats) -> tuple[Floats, Floats]:
    """The same two estimators, which need no power of two: first-order and total indices."""
    both = np.concatenate((left, right))
    if both.var() == 0:
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    first = ((right - both.mean()) * (mixed - left)).mean(axis=1) / both.var()
    return first, ((left - mixed) ** 2).mean(axis=1) / 2 / both.var()
