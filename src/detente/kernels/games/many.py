"""Who can force what, for many questions about one game at once: a bit of a word each.

Backward over the graph as it is laid out, on cycles until nothing changes. Only whether, not how fast: the
ranks of `attractor` tell that for one question.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente.kernels.games.graph import Bools
from detente.kernels.games.order import Layout

__all__ = ["force_many"]

Words = npt.NDArray[np.uint64]

_BITS = 64
_FULL = np.uint64(2**64 - 1)


def force_many(
    layout: Layout,
    mine: Sequence[Bools],
    target: Sequence[Bools],
    *,
    allowed: Bools | None = None,
    first: int | None = None,
) -> list[Bools]:
    """From which states (n,) a visit to each target is forced by who moves in the states of each `mine`.

    Both (n,) masks, a pair for each question; the same as `attractor(...).rank >= 0`. O(n + m) for each 64
    questions where nothing repeats; on cycles a sweep over them for each step that the longest way there has.
    Edges that `allowed` (m,) leaves out are gone. With `first`, told of so many states alone, from 0 on.

    >>> from detente.kernels.games.order import laid_out
    >>> layout = laid_out(np.array([0, 2, 3, 3, 3]), np.array([1, 2, 3]))
    >>> ours, there = np.array([True, True, True, True]), np.array([False, False, False, True])
    >>> [found.tolist() for found in force_many(layout, [ours, ~ours], [there, there])]
    [[True, True, False, True], [False, True, False, True]]
    """
    gone = None if allowed is None else ~allowed[layout.edges]
    found: list[Bools] = []
    for low in range(0, len(target), _BITS):
        some = slice(low, low + _BITS)
        words = np.empty(layout.states.size, np.uint64)
        turns, there = _packed(layout, mine[some]), _packed(layout, target[some])
        words[layout.states] = _forced(layout, turns, there, gone)
        told = words[:first]
        found += [(told >> np.uint64(bit) & np.uint64(1)) != 0 for bit in range(len(target[some]))]
    return found


def _packed(layout: Layout, masks: Sequence[Bools]) -> Words:
    """One word a state, in the order of the layout: bit k is the truth of mask k."""
    words = np.zeros(layout.states.size, np.uint64)
    for bit, mask in enumerate(masks):
        words |= mask * np.uint64(1 << bit)
    return words[layout.states]


def _forced(layout: Layout, mine: Words, words: Words, gone: Bools | None) -> Words:
    """The words of the targets, filled backward with those of the states from which they are forced."""
    for low, middle, high in layout.levels:
        words[low:middle] |= _step(layout, mine, words, low, middle, gone)
        while middle < high:
            before = words[middle:high].copy()
            words[middle:high] |= _step(layout, mine, words, middle, high, gone)
            if np.array_equal(before, words[middle:high]):
                break
    return words


def _step(layout: Layout, mine: Words, words: Words, low: int, high: int, gone: Bools | None) -> Words:
    """What is forced in one step: by an own edge that leads there, or since all edges do."""
    begin = layout.begin[low : high + 1]
    first, last = int(begin[0]), int(begin[-1])
    if first == last:
        return np.zeros(high - low, np.uint64)
    at = begin[:-1] - first
    ahead = words.take(layout.to[first:last])
    every = ahead
    if gone is not None and gone[first:last].any():
        out = gone[first:last]
        every = np.where(out, _FULL, ahead)
        every[at[np.logical_and.reduceat(out, at)]] = 0
        ahead = np.where(out, np.uint64(0), ahead)
    if last - first == high - low:
        return every
    found: Words = np.bitwise_or.reduceat(ahead, at)
    found &= mine[low:high]
    found |= np.bitwise_and.reduceat(every, at)
    return found
