"""Which rows of a dense table no row dominates: the plain numpy kernels under the frontier.

Tables are (p, n) int64, a row of the text being a column of the array, so that each coordinate lies
together in memory; larger is better. First a sieve drops what a coarse grid shows to be dominated,
then a sweep in descending order settles the rest: a running maximum for two coordinates, a
wavelet-like division of the rows for three, blocks of comparisons for more.
"""

import numpy as np
import numpy.typing as npt

from detente.kernels import frontier_fast

__all__ = ["FAST_FROM", "Ints", "as_ranks", "frontier_order", "row_keys", "sieve", "stable_order"]

Ints = npt.NDArray[np.int64]

_SIEVE_FROM = 1 << 12
_SIEVE_TWO_FROM = 1 << 17
FAST_FROM = 1 << 17
_ROWS_AT_ONCE = 512
_KEY_BITS = 62


def frontier_order(table: Ints, *, fast: bool | None = None) -> Ints:
    """Indices of the distinct rows that no row dominates, in descending order, first coordinate first.

    table is (p, n) int64 with p >= 1 and magnitudes below 2**61. Of equal rows the first is named. No
    rows give no indices. `fast` chooses the compiled sweep (None: when it is there and n is large).

    >>> frontier_order(np.array([[3, 1, 2, 3, 1], [0, 4, 2, 0, 3]]))
    array([0, 2, 1])
    """
    width, length = table.shape
    if length == 0:
        return np.empty(0, np.int64)
    if width == 1:
        return np.array([np.argmax(table[0])], np.int64)
    if width == 2:
        if length < _SIEVE_TWO_FROM:
            return _staircase(table[0], table[1])
        alive = sieve(table)
        return alive[_staircase(table[0, alive], table[1, alive])]
    if width == 3:
        compiled = frontier_fast.wanted(fast=fast, work=length, enough=FAST_FROM)
        if length < _SIEVE_FROM:
            return _surface(table, compiled=compiled)
        alive = sieve(table, compiled=compiled)
        return alive[_surface(table[:, alive], compiled=compiled)]
    alive = sieve(table) if length >= _SIEVE_FROM else np.arange(length)
    return alive[_many(table[:, alive])]


def sieve(table: npt.NDArray[np.generic], *, compiled: bool = False) -> Ints:
    """Indices, ascending, of the rows that a coarse grid does not show to be dominated.

    Every row equal to a frontier row stays. table is (p, n), int64 or finite float64: a row goes
    when another one lies in a higher cell of every leading coordinate and is no worse in the last.
    Tables too wide for a useful grid lose nothing.
    """
    width, length = table.shape
    bits = _sieve_bits(width, length)
    if not bits:
        return np.arange(length)
    cells = [_cells(column, bits) for column in table[:-1]]
    last = table[-1]
    if compiled:
        return frontier_fast.sieve_three(cells[0], cells[1], last, 1 << bits)
    size = (1 << bits) + 1
    where = cells[0]
    for cell in cells[1:]:
        where = where * size + cell
    lowest = last.min()
    best = np.full(size ** (width - 1), lowest, last.dtype)
    np.maximum.at(best, where, last)
    grid = best.reshape((size,) * (width - 1))
    for axis in range(width - 1):
        flipped = np.flip(grid, axis)
        np.maximum.accumulate(flipped, axis=axis, out=flipped)
    above = np.full_like(grid, lowest)
    inner = (slice(None, -1),) * (width - 1)
    above[inner] = grid[(slice(1, None),) * (width - 1)]
    bound = above.ravel()[where]
    # a row on the lowest level may still be alone in its corner: it goes only with a witness above it
    return np.flatnonzero((last > bound) | (bound == lowest))


def as_ranks(table: npt.NDArray[np.generic]) -> Ints:
    """Table of the same shape and the same order in each coordinate, as dense int64 ranks from 0.

    Takes whatever numpy can sort: int64, finite float64, Python integers of any width.
    """
    ranks = np.empty(table.shape, np.int64)
    for column, into in zip(table, ranks, strict=True):
        into[:] = np.unique(column, return_inverse=True)[1]
    return ranks


def row_keys(table: Ints) -> Ints:
    """Keys that are equal where rows are equal and ascend as the rows do, first coordinate first.

    table is (p, n) int64. Coordinates are packed side by side when they fit into 62 bits, else ranked.
    """
    length = table.shape[1]
    if length == 0 or table.shape[0] == 0:
        return np.zeros(length, np.int64)
    lowest = [int(column.min()) for column in table]
    spans = [int(column.max()) - low + 1 for column, low in zip(table, lowest, strict=True)]
    keys: Ints = table[0] - lowest[0]
    room = spans[0]
    for column, low, span in zip(table[1:], lowest[1:], spans[1:], strict=True):
        part = column - low
        if room * span >= 1 << _KEY_BITS:
            (keys, room), (part, span) = _dense(keys, room), _dense(part, span)  # noqa: PLW2901
        keys, room = keys * span + part, room * span
    return keys


def stable_order(keys: Ints, span: int) -> Ints:
    """Order that sorts keys in 0..span-1 ascending, equal keys as they came.

    Key and index are packed into one number and sorted when they fit, which is several times as quick.
    """
    bits = int(keys.size).bit_length()
    order: Ints
    if span.bit_length() + bits > _KEY_BITS:
        order = np.argsort(keys, kind="stable")
        return order
    packed = (keys << bits) | np.arange(keys.size)
    packed.sort()
    order = packed & ((1 << bits) - 1)
    return order


def _staircase(first: Ints, second: Ints) -> Ints:
    """Two coordinates: sort by the first, keep each new record of the second (Kung et al. 1975)."""
    top = int(first.max())
    order = stable_order(top - first, top - int(first.min()) + 1)
    values = second[order]
    rises = values[1:] > np.maximum.accumulate(values)[:-1]
    kept = np.concatenate((order[:1], order[1:][rises]))
    leads = first[kept]
    final = leads[1:] != leads[:-1]
    return kept if final.all() else np.concatenate((kept[:-1][final], kept[-1:]))


def _surface(table: Ints, *, compiled: bool) -> Ints:
    """Three coordinates: sort by two, ask for each row the best third among those before it."""
    first, second, third = table
    steps, count = _dense(second.max() - second, int(second.max()) - int(second.min()) + 1)
    lead = first.max() - first
    span = int(lead.max()) + 1
    if span * count >= 1 << _KEY_BITS:
        lead, span = _dense(lead, span)
    keys = lead * count + steps
    order = stable_order(keys, span * count)
    keys, steps, third = keys[order], steps[order], third[order]
    rises = frontier_fast.sweep(steps, third, count) if compiled else _rises(steps, third)
    kept = np.flatnonzero(rises)
    keys = keys[kept]
    final = np.append(keys[1:] != keys[:-1], True)
    chosen: Ints = order[kept[final]]
    return chosen


def _rises(steps: Ints, third: Ints) -> npt.NDArray[np.bool_]:
    """Rows whose third exceeds that of every earlier row with steps no larger.

    The rows are divided by the bits of their place, highest bit first: at each division the right
    half of a part is compared with the left half, both running in the order of `steps`.
    """
    length = steps.size
    height, span = _dense(third - third.min(), int(third.max()) - int(third.min()) + 1)
    height += 1
    span += 1
    places = stable_order(steps, int(steps.max()) + 1)
    for bit in range(int(length - 1).bit_length() - 1, -1, -1):
        part = places >> (bit + 1)
        base = np.zeros(places.size, np.int64)
        np.cumsum(part[1:] != part[:-1], out=base[1:])
        base *= span
        right = ((places >> bit) & 1).astype(np.bool_)
        here = height[places]
        before = np.maximum.accumulate(np.where(right, 0, here) + base) - base
        alive = ~right | (here > before)
        places, right = places[alive], right[alive]
        places = np.concatenate((places[~right], places[right]))
    rises = np.zeros(length, np.bool_)
    rises[places] = True
    return rises


def _many(table: Ints) -> Ints:
    """Four coordinates or more: in descending order of rank sums, compare blocks with the survivors."""
    width, length = table.shape
    wide_ranks = as_ranks(table)
    total = wide_ranks.sum(axis=0)
    order = stable_order(total.max() - total, int(total.max()) - int(total.min()) + 1)
    ranks = wide_ranks[:, order].astype(np.int32)
    kept = np.empty((width, length), np.int32)
    chosen: list[Ints] = []
    size = 0
    for start in range(0, length, _ROWS_AT_ONCE):
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, length))
        for begin in range(0, size, _ROWS_AT_ONCE):
            rows = rows[
                ~_covers(kept[:, begin : min(begin + _ROWS_AT_ONCE, size)], ranks[:, rows]).any(axis=0)
            ]
            if not rows.size:
                break
        if rows.size:
            rows = rows[~np.triu(_covers(ranks[:, rows], ranks[:, rows]), 1).any(axis=0)]
            kept[:, size : size + rows.size] = ranks[:, rows]
            size += rows.size
            chosen.append(rows)
    found = order[np.concatenate(chosen)]
    return found[np.argsort(-row_keys(table[:, found]), kind="stable")]


def _covers(upper: npt.NDArray[np.int32], lower: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Whether row i of `upper` is at least row j of `lower` in every coordinate."""
    covered: npt.NDArray[np.bool_] = upper[0][:, None] >= lower[0]
    for high, low in zip(upper[1:], lower[1:], strict=True):
        covered &= high[:, None] >= low
    return covered


def _dense(keys: Ints, span: int) -> tuple[Ints, int]:
    """Dense ranks from 0 of keys in 0..span-1, and how many there are."""
    order = stable_order(keys, span)
    ordered = keys[order]
    ranked = np.zeros(keys.size, np.int64)
    np.cumsum(ordered[1:] != ordered[:-1], out=ranked[1:])
    ranks = np.empty_like(ranked)
    ranks[order] = ranked
    return ranks, int(ranked[-1]) + 1


def _sieve_bits(width: int, length: int) -> int:
    """How finely the sieve cuts each leading coordinate, 2**bits cells; 0: it is not worth while."""
    if width == 2:
        return min(16, max(4, length.bit_length() - 2))
    bits = min(20, length.bit_length()) // (width - 1) if width > 2 else 0
    return bits if bits >= 2 else 0


def _cells(column: npt.NDArray[np.generic], bits: int) -> Ints:
    """Number in 0..2**bits of the cell of each value; a higher cell means a higher value."""
    lowest, highest = column.min(), column.max()
    if column.dtype == np.int64:
        shift = max(0, (int(highest) - int(lowest)).bit_length() - bits)
        cells: Ints = (column - lowest) >> shift
        return cells
    reach = float(highest) - float(lowest)
    scale = (1 << bits) / reach if 0.0 < reach < np.inf else 0.0
    return (
        ((column - lowest) * scale).astype(np.int64)
        if np.isfinite(scale) and scale
        else np.zeros(column.size, np.int64)
    )
