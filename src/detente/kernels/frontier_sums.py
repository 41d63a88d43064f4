"""One step of the merge: which sums of a frontier row and a block row no other sum dominates.

Tables are (p, n), a column being a row of a block. The index of the sum of block row j and front row i
is j * m + i, m being the number of front rows; of equal sums the lowest index is named, whichever
method finds it. The method follows the shape of the work and never changes the answer.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from detente.kernels import frontier_fast
from detente.kernels.frontier_rows import FAST_FROM, Ints, as_ranks, frontier_order, row_keys

__all__ = ["common_unit", "merge_step", "order_rows", "thinned"]

_SUMS_AT_ONCE = 1 << 20
_STAIRCASE_FAST_FROM = 1 << 20
_DENSE_FROM = 1 << 12


def merge_step(front: npt.NDArray[Any], block: npt.NDArray[Any], unit: int, *, fast: bool | None) -> Ints:
    """Indices of the distinct non-dominated sums, in descending order, first coordinate first.

    front (p, m) is itself in that order without dominated or equal rows; block is (p, n). `unit` divides
    every difference of first coordinates (0: not known). Memory follows a million sums at a time.

    >>> merge_step(np.array([[5, 0], [0, 9]]), np.array([[2, 1], [0, 1]]), 1, fast=None)
    array([0, 2, 1, 3])
    """
    sums = front.shape[1] * block.shape[1]
    if len(front) == 2 and front.dtype == np.int64:
        if sums >= _DENSE_FROM and unit and _reach(front, block) // unit < 2 * sums:
            return _dense_staircase(front, block, unit)
        if frontier_fast.wanted(fast=fast, work=sums, enough=_STAIRCASE_FAST_FROM):
            return frontier_fast.merge_staircases(front, block)
    compiled = len(front) == 3 and frontier_fast.wanted(fast=fast, work=sums, enough=FAST_FROM)
    return _sorted_sums(front, block, fast=compiled)


def order_rows(table: npt.NDArray[Any], *, fast: bool | None = None) -> Ints:
    """Indices of the distinct rows that no row dominates, descending, for int64 or Python integers.

    >>> order_rows(np.array([[1, 2**70], [1, 0]], dtype=object))
    array([1, 0])
    """
    return frontier_order(table if table.dtype == np.int64 else as_ranks(table), fast=fast)


def common_unit(tables: list[npt.NDArray[Any]]) -> int:
    """Largest number that divides every difference of first coordinates within a table; 0: all are equal."""
    return int(np.gcd.reduce(np.concatenate([table[0] - table[0, 0] for table in tables])))


def thinned(front: npt.NDArray[Any], width: int) -> tuple[Ints, int]:
    """Indices, ascending, of one row for each grid cell that holds any, and the most that a row loses.

    Cells are width + 1 wide in all coordinates but the last, in which the best row of each cell is kept.
    """
    lead = front[:-1] - front[:-1].min(axis=1, keepdims=True)
    cells = lead // (width + 1)
    keys = row_keys(cells if cells.dtype == np.int64 else as_ranks(cells))
    last = as_ranks(front[-1:])[0]
    order = np.lexsort((-last, keys))
    opens = np.append(True, keys[order][1:] != keys[order][:-1])
    kept = order[opens]
    keeper = kept[np.cumsum(opens) - 1]
    loss = int((lead[:, order] - lead[:, keeper]).max(initial=0))
    return np.sort(kept), loss


def _sorted_sums(front: npt.NDArray[Any], block: npt.NDArray[Any], *, fast: bool | None) -> Ints:
    """All sums, some block rows at a time, each portion together with the survivors so far."""
    width, length = front.shape
    portion = max(1, _SUMS_AT_ONCE // length)
    found, kept = np.empty(0, np.int64), front[:, :0]
    for start in range(0, block.shape[1], portion):
        sums = (block[:, start : start + portion, None] + front[:, None, :]).reshape(width, -1)
        if not start and portion >= block.shape[1]:
            return order_rows(sums, fast=fast)
        index = np.arange(start * length, start * length + sums.shape[1])
        sums, index = np.concatenate((kept, sums), axis=1), np.concatenate((found, index))
        chosen = order_rows(sums, fast=fast)
        found, kept = index[chosen], sums[:, chosen]
    return found


def _dense_staircase(front: Ints, block: Ints, unit: int) -> Ints:
    """Best second coordinate for each value of the first that can be reached, in a table over all values."""
    (first, second), length = front, front.shape[1]
    size = _reach(front, block) // unit + 1
    places = (first[0] - first) // unit
    shifts = (block[0].max() - block[0]) // unit
    nothing = np.iinfo(np.int64).min
    best, source = np.full(size, nothing), np.empty(size, np.int64)
    for j, (shift, lift) in enumerate(zip(shifts, block[1], strict=True)):
        here, value = places + shift, second + lift
        better = np.flatnonzero(value > best[here])
        here = here[better]
        best[here] = value[better]
        source[here] = better + j * length
    record = np.maximum.accumulate(best)
    rises = np.append(True, best[1:] > record[:-1])
    chosen: Ints = source[rises]
    return chosen


def _reach(front: npt.NDArray[Any], block: npt.NDArray[Any]) -> int:
    """Difference between the highest and the lowest first coordinate of the sums."""
    return int(front[0, 0] - front[0, -1]) + int(block[0].max() - block[0].min())
