"""Graphs as compressed rows: sources, predecessors, strongly connected components, what can be reached.

State s of n has the edges start[s] .. start[s + 1] - 1 and edge e leads to the state to[e]; an edge's number
is its place in `to`. Masks are bool arrays; an edge that `allowed` leaves out is gone. A state without edges
is a dead end: it stays there for ever.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "Bools",
    "Floats",
    "Incoming",
    "Ints",
    "components",
    "predecessors",
    "reachable",
    "rows",
    "sources",
]

Ints = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Incoming:
    """Edges by the state they lead to.

    Those into s are edge[start[s]:start[s + 1]], ascending, from `source`.
    """

    start: Ints
    edge: Ints
    source: Ints


def sources(start: Ints) -> Ints:
    """Source state of every edge, (m,) int32 or int64, from the row starts (n + 1,).

    >>> sources(np.array([0, 2, 2, 3]))
    array([0, 0, 2], dtype=int32)
    """
    states = np.arange(start.size - 1, dtype=_index_type(start.size))
    found: Ints = np.repeat(states, np.diff(start))
    return found


def predecessors(start: Ints, to: Ints) -> Incoming:
    """Edges sorted by the state they lead to, ascending within each, by counting: O(n + m).

    >>> incoming = predecessors(np.array([0, 2, 3, 3]), np.array([1, 2, 2]))
    >>> incoming.start.tolist(), incoming.edge.tolist(), incoming.source.tolist()
    ([0, 0, 1, 3], [0, 1, 2], [0, 0, 1])
    """
    from scipy.sparse import csr_matrix

    size, kind = start.size - 1, _index_type(max(start.size, to.size))
    edges = np.arange(to.size, dtype=kind)
    table = csr_matrix(
        (edges, to.astype(kind, copy=False), start.astype(kind, copy=False)), shape=(size, size)
    )
    by_column = table.tocsc()
    return Incoming(start=by_column.indptr, edge=by_column.data, source=by_column.indices)


def rows(start: Ints, states: Ints) -> tuple[Ints, Ints]:
    """Edges of the given states one after another, and where each state's edges begin (k + 1,).

    >>> edges, begin = rows(np.array([0, 2, 2, 5]), np.array([2, 0, 1]))
    >>> edges.tolist(), begin.tolist()
    ([2, 3, 4, 0, 1], [0, 3, 5, 5])
    """
    low = start[states]
    begin = np.zeros(states.size + 1, np.int64)
    np.cumsum(start[states + 1] - low, out=begin[1:])
    edges: Ints = np.repeat(low - begin[:-1], np.diff(begin)) + np.arange(begin[-1])
    return edges, begin


def components(start: Ints, to: Ints, allowed: Bools | None = None) -> tuple[Ints, Bools]:
    """Number of each state's strongly connected component, and whether an edge stays inside that component.

    (n,) int32 and (n,) bool. A component without such an edge is a single state that no cycle passes through;
    a self-loop is a cycle. The numbers are 0 .. k - 1 in no order that matters.

    >>> label, cyclic = components(np.array([0, 1, 2, 2]), np.array([1, 0]))
    >>> bool(label[0] == label[1] != label[2]), cyclic.tolist()
    (True, [True, True, False])
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    size, origin = start.size - 1, sources(start)
    if size == 0:
        return np.empty(0, np.int32), np.empty(0, np.bool_)
    if allowed is not None:
        origin, to = origin[allowed], to[allowed]
        start = np.concatenate([[0], np.cumsum(np.bincount(origin, minlength=size))])
    table = csr_matrix((np.ones(to.size, np.int8), to, start), shape=(size, size))
    count, label = connected_components(table, connection="strong")
    inside = label[origin] == label[to]
    cyclic = np.zeros(count, np.bool_)
    cyclic[label[to[inside]]] = True
    return label, cyclic[label]


def reachable(start: Ints, to: Ints, begin: Bools, allowed: Bools | None = None) -> Bools:
    """States that can be reached from those in `begin` (n,), which are among them, breadth first.

    >>> reachable(np.array([0, 1, 2, 3]), np.array([1, 1, 0]), np.array([True, False, False])).tolist()
    [True, True, False]
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order

    size, first = begin.size, np.flatnonzero(begin)
    if not first.size:
        return begin.copy()
    if allowed is not None:
        start = np.concatenate([[0], np.cumsum(allowed)])[start]
        to = to[allowed]
    start, to = np.append(start, start[-1] + first.size), np.append(to, first)
    table = csr_matrix((np.ones(to.size), to, start), shape=(size + 1, size + 1))
    seen = np.zeros(size + 1, np.bool_)
    seen[breadth_first_order(table, size, return_predecessors=False)] = True
    return seen[:size]


def _index_type(size: int) -> type[np.int32] | type[np.int64]:
    return np.int32 if size < 1 << 31 else np.int64
