"""Compiled twin of the attractor: one queue instead of levels, the same bits, sooner.

Plain Python loops that numba compiles on first use and keeps on disk; the numpy form is the reference.
Nothing here is needed for a result.
"""

import sys

import numpy as np

from detente.kernels.backend import compiled, fast_available
from detente.kernels.games.graph import Bools, Incoming, Ints

__all__ = ["choose", "spread", "wanted"]

_ENOUGH = 200_000
_LOADING = 32


def wanted(*, fast: bool | None, work: int) -> bool:
    """Whether to use the compiled twin: as told, else when it is there and the graph is worth loading it.

    >>> wanted(fast=None, work=10)
    False
    """
    if fast is None:
        return work >= _ENOUGH * (1 if "numba" in sys.modules else _LOADING) and fast_available()
    return fast and fast_available()


def spread(
    start: Ints, to: Ints, left: Ints, rank: Ints, allowed: Bools | None, preds: Incoming | None
) -> None:
    """Fill rank in place, backward from rank 0, as the numpy form does."""
    mask, none = np.ones(0, np.bool_) if allowed is None else allowed, np.empty(0, np.int32)
    if preds is None:
        kind = np.int32 if max(start.size, to.size) < 1 << 31 else np.int64
        begin, origin = compiled(_sort_sources)(start, to, mask, np.zeros(1, kind))
        compiled(_spread)(begin, none, origin, left, rank, mask[:0])
    else:
        compiled(_spread)(preds.start, preds.edge, preds.source, left, rank, mask)


def choose(start: Ints, to: Ints, rank: Ints, mine: Bools, allowed: Bools | None) -> Ints:
    """The lowest allowed edge from each of the coalition's forced states to the rank below, else -1."""
    mask = np.ones(0, np.bool_) if allowed is None else allowed
    edge: Ints = compiled(_choose)(start, to, rank, mine, mask)
    return edge


def _sort_sources(start, to, allowed, like):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Sources of the allowed edges by the state they lead to, by counting."""
    size, some = start.size - 1, allowed.size > 0
    begin = np.zeros(size + 2, like.dtype)
    for e in range(to.size):
        if not some or allowed[e]:
            begin[to[e] + 2] += 1
    for s in range(2, size + 2):
        begin[s] += begin[s - 1]
    origin = np.empty(begin[size + 1], like.dtype)
    for s in range(size):
        for e in range(start[s], start[s + 1]):
            if not some or allowed[e]:
                place = begin[to[e] + 1]
                begin[to[e] + 1] = place + 1
                origin[place] = s
    return begin[: size + 1], origin


def _spread(begin, edges, origin, left, rank, allowed):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Breadth first through one queue."""
    queue = np.empty(rank.size, np.int64)
    some = allowed.size > 0
    tail = 0
    for s in range(rank.size):
        if rank[s] == 0:
            queue[tail] = s
            tail += 1
    head = 0
    while head < tail:
        state = queue[head]
        head += 1
        level = rank[state] + 1
        for place in range(begin[state], begin[state + 1]):
            if some and not allowed[edges[place]]:
                continue
            s = origin[place]
            left[s] -= 1
            if left[s] == 0:
                rank[s] = level
                queue[tail] = s
                tail += 1


def _choose(start, to, rank, mine, allowed):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """The first edge of each row that leads one rank down."""
    edge = np.full(rank.size, -1, np.int64)
    some = allowed.size > 0
    for s in range(rank.size):
        if mine[s] and rank[s] > 0:
            for e in range(start[s], start[s + 1]):
                if rank[to[e]] == rank[s] - 1 and (not some or allowed[e]):
                    edge[s] = e
                    break
    return edge
