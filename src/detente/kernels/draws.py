"""From points of the unit cube to drawn numbers, and from drawn numbers to score tables.

One draw is one row of the results, and depends on one row of the cube alone: sums run in a fixed order, so
that a row asked for by itself has the bits it has among a thousand. Within, draws run along the last axis,
a block at a time that a near cache holds.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["Curves", "NumberPlan", "TablePlan", "draw_numbers", "draw_tables", "triangular"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int = NDArray[np.int64]

BLOCK = 120  # draws worked on at a time; not a power of two, whose strides fall on each other in a cache


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curves:
    """Triangular distributions: their ends, what the roots multiply, and where they turn."""

    low: Floats
    high: Floats
    rise: Floats
    fall: Floats
    turn: Floats

    @classmethod
    def of(cls, low: Floats, likely: Floats, high: Floats) -> "Curves":
        """The curves on low, likely, high; where low and high are one number, that number."""
        width = high - low
        turn = np.divide(likely - low, width, out=np.ones_like(width), where=width > 0)
        return cls(low=low, high=high, rise=width * (likely - low), fall=width * (high - likely), turn=turn)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumberPlan:
    """How the numbers of a case follow from a point of the unit cube.

    start (numbers + 1,) holds what is certain, and a zero at the end. Numbers `moved` follow their `curves`,
    (moved, 1) each, at the coordinates `dims`; numbers `given` are drawn by the caller. Then each row of
    `shares` (sets, most), filled up with the place of that zero, is rescaled to sum to 1; then, pair by pair
    of `climbs` (pairs, 2), the second number is lifted to the first; `depths` are the ends of stretches of
    pairs that do not bear on each other. Event k happens when the coordinate event_dims[k] lies below the
    number chances[k]; without a coordinate (-1), when that number is at least 1/2.
    """

    start: Floats
    moved: Int
    dims: Int
    curves: Curves
    given: Int
    shares: Int
    climbs: Int
    depths: Int
    chances: Int
    event_dims: Int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TablePlan:
    """What is multiplied, scaled and rounded for each cell of the score tables.

    shape is (leaves, options, terms). `products` (n, 3) are rows (cell, weight, score), each cell once, in
    rising order, and `grids` (n,) their factors; a cell is leaf x options + option. `terms` (n, 4) are rows
    (cell, number, event, mode) in cells leaf x terms + term, which they add to: the number (the zero at the
    end for none) x `term_grids` + `units`, if event k happens (mode 1), does not (-1), or always (0).
    `asked` (n, 3) are rows (leaf, number, slack) with factors `asked_grids`.
    """

    shape: tuple[int, int, int]
    products: Int
    grids: Floats
    terms: Int
    term_grids: Floats
    units: Floats
    asked: Int
    asked_grids: Floats


def draw_tables(plan: TablePlan, numbers: NumberPlan, cube: Floats, given: Floats) -> tuple[Int, Int, Int]:
    """Scores (draws, leaves, options), term values (draws, leaves, terms), thresholds (draws, leaves).

    cube is (draws, dims), given (numbers given, draws). No draws give empty tables.

    >>> numbers = NumberPlan(start=np.array([2.0, 3.0, 0.0]), moved=np.zeros(0, int), dims=np.zeros(0, int),
    ...     curves=Curves.of(*np.zeros((3, 0, 1))), given=np.zeros(0, int), shares=np.zeros((0, 0), int),
    ...     climbs=np.zeros((0, 2), int), depths=np.zeros(0, int), chances=np.zeros(0, int),
    ...     event_dims=np.zeros(0, int))
    >>> plan = TablePlan(shape=(1, 1, 0), products=np.array([[0, 0, 1]]), grids=np.array([10.0]),
    ...     terms=np.zeros((0, 4), int), term_grids=np.zeros(0), units=np.zeros(0),
    ...     asked=np.array([[0, 1, 5]]), asked_grids=np.array([10.0]))
    >>> scores, _, thresholds = draw_tables(plan, numbers, np.zeros((1, 0)), np.zeros((0, 1)))
    >>> scores.tolist(), thresholds.tolist()
    ([[[60]]], [[25]])
    """
    leaves, options, terms = plan.shape
    draws = len(cube)
    scores = np.zeros((draws, leaves * options), np.int64)
    extra = np.zeros((draws, leaves * terms), np.int64)
    thresholds = np.zeros((draws, leaves), np.int64)
    runs = _runs(plan.products[:, 0])
    for first in range(0, draws, BLOCK):
        part = slice(first, min(first + BLOCK, draws))
        values, happens = draw_numbers(numbers, cube[part], given[:, part])
        work = values[plan.products[:, 1]]
        work *= values[plan.products[:, 2]]
        work *= plan.grids[:, None]
        np.rint(work, out=work)
        for cell, start, stop in runs:
            scores[part, cell : cell + stop - start] = work[start:stop].T
        _add_terms(plan, values, happens, extra[part])
        leaf, number, slack = plan.asked.T
        floors = np.rint(values[number] * plan.asked_grids[:, None]).astype(np.int64)
        thresholds[part, leaf] = (floors - slack[:, None]).T
    return scores.reshape(draws, leaves, options), extra.reshape(draws, leaves, terms), thresholds


def draw_numbers(plan: NumberPlan, cube: Floats, given: Floats) -> tuple[Floats, Bools]:
    """Values (numbers + 1, draws), zero in the last row, and which events happen (events, draws).

    cube is (draws, dims), given (numbers given, draws).
    """
    points = np.ascontiguousarray(cube.T)
    values = np.empty((len(plan.start), len(cube)), np.float64)
    values[:] = plan.start[:, None]
    values[plan.moved] = _quantiles(points[plan.dims], plan.curves)
    values[plan.given] = given
    if len(plan.shares):
        total = np.zeros((len(plan.shares), len(cube)))
        for place in plan.shares.T:
            total += values[place]
        sets, places = np.nonzero(plan.shares < len(plan.start) - 1)
        members = plan.shares[sets, places]
        values[members] = values[members] / total[sets]
    first = 0
    for last in plan.depths:
        below, here = plan.climbs[first:last].T
        values[here] = np.maximum(values[below], values[here])
        first = last
    chance = values[plan.chances]
    happens = chance >= 0.5
    own = np.flatnonzero(plan.event_dims >= 0)
    happens[own] = points[plan.event_dims[own]] < chance[own]
    return values, happens


def triangular(cube: Floats, low: Floats, likely: Floats, high: Floats) -> Floats:
    """Quantiles (draws, numbers) of triangular distributions on low, likely, high (numbers,) (Johnson 1997).

    Where low and high are one number, that number.

    >>> triangular(np.array([[0.0], [0.5], [1.0]]), *np.array([[0.0], [0.5], [1.0]])).ravel().tolist()
    [0.0, 0.5, 1.0]
    """
    return _quantiles(cube, Curves.of(low, likely, high))


def _quantiles(points: Floats, curves: Curves) -> Floats:
    """Quantiles at points that have the shape of the curves once these are spread out."""
    below = points < curves.turn
    rising = points * curves.rise
    np.sqrt(rising, out=rising)
    rising += curves.low
    falling = 1 - points
    falling *= curves.fall
    np.sqrt(falling, out=falling)
    np.subtract(curves.high, falling, out=falling)
    rising *= below  # a choice without branches: times one or zero, then the sum
    falling *= ~below
    rising += falling
    return rising


def _add_terms(plan: TablePlan, values: Floats, happens: Bools, extra: Int) -> None:
    """Add what each term that counts is worth to its cell of extra (draws, cells)."""
    cells, number, event, mode = plan.terms.T
    worth = values[number] * plan.term_grids[:, None] + plan.units[:, None]
    tied = np.flatnonzero(mode)
    if len(tied):
        worth[tied] *= happens[event[tied]] == (mode[tied] > 0)[:, None]
    counted = np.rint(worth).astype(np.int64)
    for cell, line in zip(cells.tolist(), counted, strict=True):
        extra[:, cell] += line


def _runs(cells: Int) -> list[tuple[int, int, int]]:
    """Stretches of cells without a gap: the first cell, and where the stretch starts and stops."""
    cuts = [0, *(np.flatnonzero(np.diff(cells) != 1) + 1).tolist(), len(cells)]
    return [(int(cells[a]), a, b) for a, b in pairwise(cuts) if b > a]
