"""Compiled twins of the frontier kernels, for long tables: the same indices, sooner.

The functions below are plain Python loops that numba compiles on first use and keeps on disk; their
numpy counterparts are the reference. Nothing here is needed for a result.
"""

import sys

import numpy as np
import numpy.typing as npt

from detente.kernels.backend import compiled, fast_available

__all__ = ["merge_staircases", "sieve_three", "sweep", "wanted"]

Ints = npt.NDArray[np.int64]

_LOADING = 32


def wanted(*, fast: bool | None, work: int, enough: int) -> bool:
    """Whether to use the compiled twin: as told, else when it is there and the work is worth loading it.

    Loading numba takes about a second, so work that is merely `enough` counts only where it is loaded.

    >>> wanted(fast=None, work=10, enough=1000)
    False
    """
    if fast is None:
        return work >= enough * (1 if "numba" in sys.modules else _LOADING) and fast_available()
    return fast and fast_available()


def merge_staircases(front: Ints, block: Ints) -> Ints:
    """Indices j * m + i of the distinct sums block row j + front row i that no sum dominates.

    front (2, m) is a staircase (first coordinate strictly descending, second ascending), block is (2, n).
    Descending by the first coordinate; of equal sums the lowest j.
    """
    found: Ints = compiled(_merge_staircases)(front[0], front[1], block[0], block[1])
    return found


def sieve_three(first: Ints, second: Ints, third: npt.NDArray[np.generic], cells: int) -> Ints:
    """Indices of the rows with no row as good in the third in higher cells of both leading coordinates."""
    found: Ints = compiled(_sieve_three)(first, second, third, cells)
    return found


def sweep(steps: Ints, third: Ints, count: int) -> npt.NDArray[np.bool_]:
    """Rows whose third exceeds that of every earlier row with steps no larger; steps are in 0..count-1."""
    rises: npt.NDArray[np.bool_] = compiled(_sweep)(steps, third, count)
    return rises


def _merge_staircases(first, second, gain, lift):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Merge the shifted copies of the staircase one by one, each in one pass."""
    length = first.size
    size = length
    x, y, source = first + gain[0], second + lift[0], np.arange(length)
    for j in range(1, gain.size):
        room = size + length
        next_x, next_y, next_source = (
            np.empty(room, np.int64),
            np.empty(room, np.int64),
            np.empty(room, np.int64),
        )
        a = i = k = 0
        while a < size or i < length:
            older = i == length
            if not older and a < size:
                left, right = x[a], first[i] + gain[j]
                older = left > right or (left == right and y[a] >= second[i] + lift[j])
            if older:
                value_x, value_y, value_source = x[a], y[a], source[a]
                a += 1
            else:
                value_x, value_y, value_source = first[i] + gain[j], second[i] + lift[j], j * length + i
                i += 1
            if k == 0 or value_y > next_y[k - 1]:
                next_x[k], next_y[k], next_source[k] = value_x, value_y, value_source
                k += 1
        x, y, source, size = next_x, next_y, next_source, k
    return source[:size].copy()


def _sieve_three(first, second, third, cells):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Best third by cell, then by all cells above, then one pass over the rows."""
    size = cells + 2
    lowest = third.min()
    best = np.full((size, size), lowest)
    for row in range(third.size):
        a, b = first[row], second[row]
        best[a, b] = max(best[a, b], third[row])
    for a in range(size - 2, -1, -1):
        for b in range(size - 2, -1, -1):
            best[a, b] = max(best[a, b], best[a + 1, b], best[a, b + 1])
    kept = np.empty(third.size, np.int64)
    count = 0
    for row in range(third.size):
        bound = best[first[row] + 1, second[row] + 1]
        if third[row] > bound or bound == lowest:
            kept[count] = row
            count += 1
    return kept[:count].copy()


def _sweep(steps, third, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Binary indexed tree of the best third seen at each step or below (Fenwick 1994)."""
    best = np.zeros(count + 1, np.int64)
    seen = np.zeros(count + 1, np.bool_)
    rises = np.zeros(steps.size, np.bool_)
    for row in range(steps.size):
        value = third[row]
        node = steps[row] + 1
        rising = True
        while node > 0:
            if seen[node] and best[node] >= value:
                rising = False
                break
            node -= node & -node
        if rising:
            rises[row] = True
            node = steps[row] + 1
            while node <= count:
                if not seen[node] or best[node] < value:
                    best[node] = value
                    seen[node] = True
                node += node & -node
    return rises
