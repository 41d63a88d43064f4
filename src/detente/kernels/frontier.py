"""The exact Pareto frontier of packages: dense rows, or sums of one row from each block.

A block is an issue, or issues that interact, already enumerated: an (n, p) array of the scaled integer
score that each of p parties gets from each of its rows. A package takes one row from each block and its
utility vector is their sum; larger is better. `merge` adds one block at a time and keeps only what no
sum dominates, so its cost follows the size of the frontier and not the number of packages.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.kernels.frontier_rows import Ints, as_ranks, frontier_order, row_keys, sieve
from detente.kernels.frontier_sums import common_unit, merge_step, order_rows, thinned
from detente.kernels.frontier_ties import Attaining, attaining

__all__ = [
    "Attaining",
    "Blocks",
    "Merged",
    "attaining",
    "enumerate_sums",
    "merge",
    "merge_within",
    "nondominated",
]

Blocks = Sequence[npt.NDArray[Any]]

_WIDE = 1 << 61
_EFFORT = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Merged:
    """Frontier of the sums of blocks: its vectors, and a package that attains each.

    points is (m, p), distinct, descending by the first coordinate, then the second, and so on. picks is
    (m, K): the row taken from each block. Every frontier point is within `within` of a returned one in
    each coordinate (0: the frontier is exact). complete is False when the limit cut the search: the
    points are then packages that exist, and nothing more is promised of them.
    """

    points: npt.NDArray[Any]
    picks: Ints
    complete: bool
    within: int


def nondominated(points: npt.NDArray[Any], *, distinct: bool = False, fast: bool | None = None) -> Ints:
    """Indices, ascending, of the rows that no row dominates (at least as good in all, better in one).

    points is (n, p): int64 below 2**61 in magnitude, finite float64, or Python integers. Equal rows are all
    kept; with `distinct` the first of them. No rows give no indices; with p = 0 nothing is dominated.

    >>> nondominated(np.array([[1, 2], [2, 1], [1, 1], [2, 1]]))
    array([0, 1, 3])
    """
    length, width = points.shape
    if width == 0:
        return np.arange(min(length, 1) if distinct else length)
    if length == 0:
        return np.empty(0, np.int64)
    table = points.T
    if width == 1:
        best = np.flatnonzero(table[0] == table[0].max())
        return best[:1] if distinct else best
    alive = np.arange(length)
    if table.dtype != object:
        alive = sieve(table)
        table = table[:, alive]
    ranks = table if table.dtype == np.int64 else as_ranks(table)
    chosen = frontier_order(ranks, fast=fast)
    if not distinct:
        keys = row_keys(ranks)
        chosen = np.flatnonzero(np.isin(keys, keys[chosen]))
    kept: Ints = np.sort(alive[chosen])
    return kept


def enumerate_sums(blocks: Blocks) -> npt.NDArray[Any]:
    """Utility vectors of all packages, (N, p), the last block varying fastest.

    Row r is the package whose picks are the digits of r, the block lengths being the radices. Each column
    lies together in memory. No blocks give the one empty package, of shape (1, 0).

    >>> enumerate_sums([np.array([[0, 9], [5, 0]]), np.array([[1, 1], [2, 0]])]).tolist()
    [[1, 10], [2, 9], [6, 1], [7, 0]]
    """
    if not blocks:
        return np.zeros((1, 0), np.int64)
    width = blocks[0].shape[1]
    length = 1
    for block in blocks:
        length *= len(block)
    sums = np.empty((width, length), np.result_type(*blocks))
    for column, into in enumerate(sums):
        partial = blocks[0][:, column]
        for block in blocks[1:-1]:
            partial = np.add.outer(partial, block[:, column]).ravel()
        if len(blocks) == 1:
            into[:] = partial
        else:
            np.add.outer(partial, blocks[-1][:, column], out=into.reshape(len(partial), -1))
    return sums.T


def merge(blocks: Blocks, *, limit: int = 1_000_000, stop: bool = False, fast: bool | None = None) -> Merged:
    """Exact frontier of the sums of one row from each block, with a package for each of its vectors.

    blocks are (n_k, p) int64, or Python integers of any width. Dominated partial sums are dropped block by
    block (Nemhauser and Ullmann 1969, doi:10.1287/mnsc.15.9.494). More than `limit` points after a block:
    they are thinned evenly and `complete` is False; with `stop` the search ends there, without points, or
    once it has looked at 50 sums for each point of the limit. No blocks: the one empty package; a block
    without rows: no package. `fast` chooses the compiled twin (None: for long merges, where numba is
    there); the answer is the same.

    >>> found = merge([np.array([[0, 9], [5, 0]]), np.array([[1, 1], [2, 0]])])
    >>> found.points.tolist(), found.picks.tolist()
    ([[7, 0], [6, 1], [2, 9], [1, 10]], [[1, 1], [1, 0], [0, 1], [0, 0]])
    """
    return _merge(blocks, 0, limit=limit, stop=stop, fast=fast)


def merge_within(
    blocks: Blocks, epsilon: int, *, limit: int = 1_000_000, stop: bool = False, fast: bool | None = None
) -> Merged:
    """Packages such that each exact frontier point is within epsilon of one of them in each coordinate.

    As `merge`, for frontiers too large to list: after each block the partial sums are thinned on a grid
    whose cells share out what is left of epsilon (an integer >= 0, in the units of the blocks), keeping in
    each cell the best in the last coordinate. The points are real packages, none of which dominates
    another; `within` is the loss that the thinning can have caused, at most epsilon.

    >>> merge_within([np.array([[0, 9], [5, 4], [6, 3]])] * 2, 5).points.tolist()
    [[12, 6], [6, 12], [0, 18]]
    """
    return _merge(blocks, epsilon, limit=limit, stop=stop, fast=fast)


def _merge(blocks: Blocks, epsilon: int, *, limit: int, stop: bool, fast: bool | None) -> Merged:
    """Merge that both public forms share; epsilon 0 thins nothing."""
    if not blocks or not all(len(block) for block in blocks):
        return _nothing_to_merge(blocks)
    tables, spreads = _tables(blocks)
    rows = [order_rows(table, fast=fast) for table in tables]
    tables = [table[:, kept] for table, kept in zip(tables, rows, strict=True)]
    sequence = sorted(range(len(blocks)), key=lambda k: -spreads[k])
    unit = common_unit(tables) if len(tables[0]) == 2 and tables[0].dtype == np.int64 else 0
    front, trail, complete, within = tables[sequence[0]], [], True, 0
    work = _EFFORT * limit if stop else math.inf
    for left, k in zip(range(len(blocks) - 1, 0, -1), sequence[1:], strict=True):
        work -= front.shape[1] * tables[k].shape[1]
        if work < 0:
            return _cut_short(blocks)
        chosen = merge_step(front, tables[k], unit, fast=fast)
        taken, source = np.divmod(chosen, front.shape[1])
        front = front[:, source] + tables[k][:, taken]
        kept = None
        if epsilon and front.shape[1] > 1:
            kept, loss = thinned(front, (epsilon - within) // left)
            within += loss
        if (front.shape[1] if kept is None else kept.size) > limit:
            if stop:
                return _cut_short(blocks)
            kept = np.arange(front.shape[1]) if kept is None else kept
            kept, complete = kept[np.linspace(0, kept.size - 1, limit).astype(np.int64)], False
        if kept is not None:
            front, taken, source = front[:, kept], taken[kept], source[kept]
        trail.append((taken, source))
    picks = _picks(trail, sequence, rows)
    kind = np.result_type(front, *blocks)
    points = np.ascontiguousarray(front.T, dtype=kind)
    return Merged(points=points, picks=picks, complete=complete, within=within)


def _nothing_to_merge(blocks: Blocks) -> Merged:
    """No blocks: one package that gives nobody anything; a block without rows: no package."""
    shape = (0, blocks[0].shape[1]) if blocks else (1, 0)
    picks = np.zeros((shape[0], len(blocks)), np.int64)
    return Merged(points=np.zeros(shape, np.int64), picks=picks, complete=True, within=0)


def _cut_short(blocks: Blocks) -> Merged:
    none = np.zeros((0, len(blocks)), np.int64)
    return Merged(points=blocks[0][:0], picks=none, complete=False, within=0)


def _tables(blocks: Blocks) -> tuple[list[npt.NDArray[Any]], list[int]]:
    """Blocks with a coordinate a row, and how far the scores of each lie apart, over all parties.

    They are int64 where every sum is sure to fit, else Python integers.
    """
    spreads, largest = [], 0
    for block in blocks:
        low, high = block.min(axis=0).tolist(), block.max(axis=0).tolist()
        spreads.append(sum(high) - sum(low))
        largest += max(-min(low, default=0), max(high, default=0), 0)
    kind = np.int64 if largest < _WIDE else object
    return [np.ascontiguousarray(block.T, dtype=kind) for block in blocks], spreads


def _picks(trail: list[tuple[Ints, Ints]], sequence: list[int], rows: list[Ints]) -> Ints:
    """Row of each block for each point, read from the last merge back to the first."""
    at = np.arange(len(trail[-1][0]) if trail else len(rows[sequence[0]]))
    picks = np.empty((at.size, len(rows)), np.int64)
    for k, (taken, source) in zip(sequence[:0:-1], reversed(trail), strict=True):
        picks[:, k] = rows[k][taken[at]]
        at = source[at]
    picks[:, sequence[0]] = rows[sequence[0]][at]
    return picks
