"""Which packages give exactly a named utility vector, and how many there are.

Partial sums are carried through the blocks in order; one from which the vector cannot be reached any
more is dropped, equal ones are joined. Counting back from the end then gives exact numbers, as Python
integers, and the packages themselves in lexicographic order of their picks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.kernels.frontier_rows import Ints, as_ranks, row_keys
from detente.kernels.frontier_sums import order_rows

__all__ = ["Attaining", "attaining"]

_COUNTS_FIT = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attaining:
    """How many packages attain a vector, and the first of them.

    picks is (at most the limit, K), in lexicographic order. complete is False when there were too many
    partial sums to carry: `count` is then a lower bound and `picks` are packages that do attain the
    vector, perhaps not the first ones.
    """

    count: int
    picks: Ints
    complete: bool


def attaining(
    blocks: Sequence[npt.NDArray[Any]],
    point: npt.ArrayLike,
    *,
    limit: int = 1000,
    on_frontier: bool = False,
    most_sums: int = 200_000,
) -> Attaining:
    """Number of packages whose utility vector is exactly `point`, and the first `limit` of them.

    blocks are (n_k, p) and point is (p,), int64 with sums that fit, or Python integers. Say `on_frontier`
    when no package dominates the point: dominated partial sums cannot lead to it then, which keeps the
    work as small as that of `merge`; of any other point it would lose packages. At most `most_sums`
    partial sums are carried. No blocks: the empty package attains the vector of zeros.

    >>> found = attaining([np.array([[0], [1], [2]])] * 3, [1])
    >>> found.count, found.picks.tolist()
    (3, [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
    """
    wide = any(block.dtype == object for block in blocks)
    tables = [np.ascontiguousarray(block.T) for block in blocks]
    target = np.asarray(point, dtype=object if wide else np.int64).reshape(-1, 1)
    if any(table.shape[1] == 0 for table in tables):
        return Attaining(count=0, picks=np.zeros((0, len(blocks)), np.int64), complete=True)
    bounds = _bounds(tables, target)
    sums, steps, complete, packages = np.zeros_like(target), [], True, 1
    for table, (low, high) in zip(tables, bounds, strict=True):
        packages *= table.shape[1]
        step, sums = _extended(sums, table, target - high, target - low, on_frontier=on_frontier)
        if sums.shape[1] > most_sums:
            step, sums, complete = *_fewer(step, sums, most_sums), False
        steps.append(step)
    reached = np.array((sums == target).all(axis=0), np.int64)
    ways = [reached if packages < _COUNTS_FIT else reached.astype(object)]
    for step in reversed(steps):
        padded = np.append(ways[-1], 0)
        ways.append(padded[step].sum(axis=0))
    ways.reverse()
    return Attaining(count=int(ways[0].sum()), picks=_first(steps, ways, limit), complete=complete)


def _bounds(
    tables: list[npt.NDArray[Any]], target: npt.NDArray[Any]
) -> list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """For each block, the least and the most that the blocks after it can add, by coordinate."""
    low = high = np.zeros_like(target)
    bounds = [(low, high)]
    for table in tables[:0:-1]:
        low, high = low + table.min(axis=1, keepdims=True), high + table.max(axis=1, keepdims=True)
        bounds.append((low, high))
    return bounds[::-1] if tables else []


def _extended(
    sums: npt.NDArray[Any],
    table: npt.NDArray[Any],
    least: npt.NDArray[Any],
    most: npt.NDArray[Any],
    *,
    on_frontier: bool,
) -> tuple[Ints, npt.NDArray[Any]]:
    """Where each block row leads from each sum (-1: nowhere), and the distinct sums after the block."""
    step = np.full((table.shape[1], sums.shape[1]), -1, np.int64)
    longer = (table[:, :, None] + sums[:, None, :]).reshape(len(table), -1)
    alive = np.flatnonzero(((longer >= least) & (longer <= most)).all(axis=0))
    longer = longer[:, alive]
    keys = row_keys(longer if longer.dtype == np.int64 else as_ranks(longer))
    _, first, label = np.unique(keys, return_index=True, return_inverse=True)
    distinct = longer[:, first]
    if on_frontier and first.size:
        chosen = order_rows(distinct)
        renamed = np.full(first.size, -1, np.int64)
        renamed[chosen] = np.arange(chosen.size)
        label, distinct = renamed[label], distinct[:, chosen]
    step.ravel()[alive] = label
    return step, distinct


def _fewer(step: Ints, sums: npt.NDArray[Any], most: int) -> tuple[Ints, npt.NDArray[Any]]:
    """Step and sums with no more than `most` sums kept, evenly along their order."""
    kept = np.linspace(0, sums.shape[1] - 1, most).astype(np.int64)
    renamed = np.full(sums.shape[1] + 1, -1, np.int64)
    renamed[kept] = np.arange(most)
    return renamed[step], sums[:, kept]


def _first(steps: list[Ints], ways: list[npt.NDArray[Any]], limit: int) -> Ints:
    """First packages that lead to the end, block by block: no beginning is kept that leads nowhere."""
    at = np.flatnonzero(ways[0])[:limit]
    picks = np.zeros((at.size, 0), np.int64)
    for step, after in zip(steps, ways[1:], strict=True):
        leads = np.append(after, 0)[step[:, at]] != 0
        begun, taken = np.nonzero(leads.T)
        begun, taken = begun[:limit], taken[:limit]
        picks = np.column_stack((picks[begun], taken))
        at = step[taken, at[begun]]
    return picks
