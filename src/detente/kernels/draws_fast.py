"""Compiled twin of `draws.draw_tables`: the same score tables, sooner.

The loops at the end are plain Python that numba compiles on first use and keeps on disk; the numpy form in
`draws` is the reference. Nothing here is needed for a result.
"""

import sys
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.kernels.backend import compiled, fast_available
from detente.kernels.draws import NumberPlan, TablePlan

__all__ = ["draw_tables", "wanted"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Int: TypeAlias = NDArray[np.int64]

BLOCK = 64  # draws worked on at a time: what a near cache holds
ENOUGH = 200_000_000  # numbers and cells, over all draws, worth loading the compiler for
ENOUGH_LOADED = 100_000  # the same when the compiler is loaded already


def wanted(plan: TablePlan, numbers: NumberPlan, draws: int, *, fast: bool | None) -> bool:
    """Whether to use the compiled twin: as told, else when it is there and the work is worth loading it.

    Without numba it is never used.
    """
    if fast is None:
        enough = ENOUGH_LOADED if "numba" in sys.modules else ENOUGH
        fast = draws * (len(numbers.start) + len(plan.products)) >= enough
    return fast and fast_available()


def draw_tables(plan: TablePlan, numbers: NumberPlan, cube: Floats, given: Floats) -> tuple[Int, Int, Int]:
    """Scores (draws, leaves, options), term values (draws, leaves, terms), thresholds (draws, leaves).

    Bit for bit those of `draws.draw_tables`, which says what is asked for; call it where `wanted` holds.
    """
    leaves, options, terms = plan.shape
    draws, curves = len(cube), numbers.curves
    scores = np.zeros((draws, leaves * options), np.int64)
    extra = np.zeros((draws, leaves * terms), np.int64)
    thresholds = np.zeros((draws, leaves), np.int64)
    cube, given = np.ascontiguousarray(cube), np.ascontiguousarray(given.T)
    ends = tuple(c.ravel() for c in (curves.low, curves.high, curves.rise, curves.fall, curves.turn))
    sources = (numbers.start, numbers.moved, numbers.dims, numbers.given)
    ties = (numbers.shares, numbers.climbs, numbers.chances, numbers.event_dims)
    products = (plan.products, plan.grids)
    sums = (plan.terms, plan.term_grids, plan.units, plan.asked, plan.asked_grids)
    values = np.empty((min(draws, BLOCK), len(numbers.start)))
    happens = np.empty((len(values), len(numbers.chances)), np.bool_)
    draw, tie, multiply, add = (compiled(loop) for loop in (_draw, _tie, _multiply, _add))
    for first in range(0, draws, BLOCK):
        part = slice(first, min(first + BLOCK, draws))
        draw(cube[part], given[part], sources, ends, values)
        tie(cube[part], ties, values, happens)
        multiply(values, products, scores[part])
        add(values, happens, sums, extra[part], thresholds[part])
    return scores.reshape(draws, leaves, options), extra.reshape(draws, leaves, terms), thresholds


def _draw(
    cube: Floats,
    given: Floats,
    sources: tuple[Floats, Int, Int, Int],
    ends: tuple[Floats, ...],
    values: Floats,
) -> None:
    """Fill values (draws, numbers + 1) with what is certain, what is triangular and what is given.

    Both branches of the curves are worked out, so that the processor need not guess between them.
    """
    start, moved, dims, given_at = sources
    low, high, rise, fall, turn = ends
    line = np.empty(moved.size)
    for d in range(cube.shape[0]):
        own, points = values[d], cube[d]
        own[:] = start
        for k in range(moved.size):
            line[k] = points[dims[k]]
        for k in range(moved.size):
            point = line[k]
            rising = low[k] + np.sqrt(point * rise[k])
            falling = high[k] - np.sqrt((1 - point) * fall[k])
            line[k] = rising if point < turn[k] else falling
        for k in range(moved.size):
            own[moved[k]] = line[k]
        for k in range(given_at.size):
            own[given_at[k]] = given[d, k]


def _tie(cube: Floats, ties: tuple[Int, Int, Int, Int], values: Floats, happens: Bools) -> None:
    """Rescale shares and lift what climbs in values (draws, numbers + 1); say which events happen."""
    shares, climbs, chances, event_dims = ties
    for d in range(cube.shape[0]):
        own = values[d]
        zero = own.size - 1
        for s in range(shares.shape[0]):
            total = 0.0
            for place in shares[s]:
                total += own[place]
            for place in shares[s]:
                if place < zero:
                    own[place] = own[place] / total if total != 0 else own[place] * np.inf
        for k in range(climbs.shape[0]):
            own[climbs[k, 1]] = max(own[climbs[k, 0]], own[climbs[k, 1]])
        for k in range(chances.size):
            chance, dim = own[chances[k]], event_dims[k]
            happens[d, k] = cube[d, dim] < chance if dim >= 0 else chance >= 0.5


def _multiply(values: Floats, products: tuple[Int, Floats], scores: Int) -> None:
    """Fill the scores (draws, cells) with weights times scores on their grids."""
    places, grids = products
    for d in range(scores.shape[0]):
        own, row = values[d], scores[d]
        for k in range(grids.size):
            worth = own[places[k, 1]] * own[places[k, 2]] * grids[k]
            row[places[k, 0]] = np.int64(np.rint(worth))


def _add(
    values: Floats,
    happens: Bools,
    sums: tuple[Int, Floats, Floats, Int, Floats],
    extra: Int,
    thresholds: Int,
) -> None:
    """Add the terms that count to extra (draws, cells), and fill the thresholds (draws, leaves)."""
    terms, term_grids, units, asked, asked_grids = sums
    for d in range(extra.shape[0]):
        own = values[d]
        for k in range(units.size):
            if terms[k, 3] == 0 or happens[d, terms[k, 2]] == (terms[k, 3] > 0):
                worth = own[terms[k, 1]] * term_grids[k] + units[k]
                extra[d, terms[k, 0]] += np.int64(np.rint(worth))
        for k in range(asked_grids.size):
            worth = np.rint(own[asked[k, 1]] * asked_grids[k])
            thresholds[d, asked[k, 0]] = np.int64(worth) - asked[k, 2]
