"""The order in which values are found backward: every state after all that it leads to.

Level 0 holds the dead ends, level k + 1 what leads at most to level k. States on a common cycle share a level
and are marked; the states of one level otherwise do not lead to each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.kernels.games.attractor import attractor
from detente.kernels.games.graph import Bools, Ints, components, rows, sources

__all__ = ["Layout", "Order", "by_level", "laid_out", "order"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Order:
    """Every state's level, and the states by level.

    level (n,) int32. states (n,): level by level, ascending within one, each level that occurs from its place
    in begin (levels + 1,). cyclic (n,) bool: a cycle passes through the state.
    """

    level: Ints
    states: Ints
    begin: Ints
    cyclic: Bools

    def parts(self) -> Iterator[tuple[Ints, Ints]]:
        """Each level from the lowest: the states that no cycle passes through, then those on cycles."""
        none = self.states[:0]
        some = self.cyclic.any()
        for low, high in zip(self.begin[:-1].tolist(), self.begin[1:].tolist(), strict=True):
            here = self.states[low:high]
            if some:
                yield here[~self.cyclic[here]], here[self.cyclic[here]]
            else:
                yield here, none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """A graph with its states in the order in which values are found, each after all that it leads to.

    states (n,), edges (m,): their numbers in the graph, row by row; begin (n + 1,), to (m,) the rows in that
    order. levels: for each its first place, the first that is on a cycle, and its end.
    """

    states: Ints
    edges: Ints
    begin: Ints
    to: Ints
    levels: tuple[tuple[int, int, int], ...]


def order(start: Ints, to: Ints, allowed: Bools | None = None) -> Order:
    """Levels of the graph, cycles as one (Kahn 1962; strongly connected components where cycles are).

    O(n + m).

    >>> found = order(np.array([0, 1, 3, 4, 4]), np.array([1, 2, 0, 3]))
    >>> found.level.tolist(), found.cyclic.tolist(), found.states.tolist()
    ([2, 2, 1, 0], [True, True, False, False], [3, 2, 0, 1])
    """
    size = start.size - 1
    degree = np.diff(start) if allowed is None else np.bincount(sources(start)[allowed], minlength=size)
    level = attractor(start, to, np.zeros(size, np.bool_), degree == 0, allowed=allowed).rank
    cyclic = np.zeros(size, np.bool_)
    if (level < 0).any():
        label, cyclic = components(start, to, allowed)
        level = _levels_of(label, start, to, allowed)[label]
    return by_level(level, cyclic)


def by_level(level: Ints, cyclic: Bools) -> Order:
    """The order of states whose levels are known, such as those of a part of a graph that has an order.

    >>> by_level(np.array([5, 2, 5]), np.zeros(3, bool)).begin.tolist()
    [0, 1, 3]
    """
    states = _sorted_by(level)
    begin = np.append(np.flatnonzero(np.diff(level[states], prepend=-1)), level.size)
    return Order(level=level, states=states, begin=begin, cyclic=cyclic)


def laid_out(start: Ints, to: Ints, found: Order | None = None) -> Layout:
    """The layout of a graph, worked out once for many sets of numbers; `found`: its order, where known.

    >>> layout = laid_out(np.array([0, 2, 3, 3]), np.array([1, 2, 2]))
    >>> layout.states.tolist(), layout.edges.tolist(), layout.levels
    ([2, 1, 0], [2, 0, 1], ((0, 1, 1), (1, 2, 2), (2, 3, 3)))
    """
    known = order(start, to) if found is None else found
    parts = [(single, cyclic) for single, cyclic in known.parts() if single.size + cyclic.size]
    states = np.concatenate([part for pair in parts for part in pair]) if parts else known.states
    edges, begin = rows(start, states)
    place = np.empty(states.size, np.int64)
    place[states] = np.arange(states.size)
    ends = np.cumsum([single.size + cyclic.size for single, cyclic in parts]).tolist()
    levels = tuple(
        (end - single.size - cyclic.size, end - cyclic.size, end)
        for (single, cyclic), end in zip(parts, ends, strict=True)
    )
    return Layout(states=states, edges=edges, begin=begin, to=place[to[edges]], levels=levels)


def _levels_of(label: Ints, start: Ints, to: Ints, allowed: Bools | None) -> Ints:
    """Level of each component in the graph of components."""
    from scipy.sparse import csr_matrix

    count = int(label.max()) + 1
    above, below = label[sources(start)], label[to]
    keep = above != below if allowed is None else (above != below) & allowed
    above, below = above[keep], below[keep]
    table = csr_matrix((np.ones(above.size, np.bool_), (above, below)), shape=(count, count))
    ends = np.diff(table.indptr) == 0
    return attractor(table.indptr, table.indices, np.zeros(count, np.bool_), ends).rank


def _sorted_by(level: Ints) -> Ints:
    """States by level, ascending within one; 16-bit keys are counted rather than compared."""
    small = level.size == 0 or level.max() < 1 << 15
    return np.argsort(level.astype(np.int16) if small else level, kind="stable")
