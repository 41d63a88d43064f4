"""What a coalition can force, or avoid for ever, whatever the others do: attractors on a graph game.

In a state of `mine` (n,) the coalition picks the edge, in every other state the rest does, against it. The
numpy form below goes level by level and is the reference; the compiled twin gives the same bits.
"""

from dataclasses import dataclass

import numpy as np

from detente.kernels.games import attractor_fast
from detente.kernels.games.graph import Bools, Incoming, Ints, predecessors, sources

__all__ = ["Attractor", "Region", "attractor", "buchi", "cobuchi", "safe", "until"]

_GONE = np.int32(1 << 30)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attractor:
    """How fast a visit to the target can be forced, and how.

    rank (n,) int32: the steps it takes at most, -1 where it cannot be forced. edge (n,) int64: what the
    coalition takes in each of its own states outside the target from which it forces, else -1.
    """

    rank: Ints
    edge: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Region:
    """From where the coalition succeeds for ever, and how.

    inside (n,) bool; edge (n,) int64: what it takes in its own states there, else -1, as in dead ends.
    """

    inside: Bools
    edge: Ints


def attractor(  # noqa: PLR0913
    start: Ints,
    to: Ints,
    mine: Bools,
    target: Bools,
    *,
    allowed: Bools | None = None,
    avoid: Bools | None = None,
    preds: Incoming | None = None,
    fast: bool | None = None,
) -> Attractor:
    """From where and how fast the coalition forces a visit to `target` (Zermelo 1913; McNaughton 1993).

    The rank is the number of steps under best play of both sides, 0 on the target. Of edges to the lowest
    rank the one with the lowest number is taken. Removed edges are gone for whoever owns them; states of
    `avoid` outside the target are never entered. A dead end outside the target has rank -1. `preds` saves
    computing the predecessors again. O(n + m).

    >>> start, to = np.array([0, 2, 3, 3]), np.array([1, 2, 2])
    >>> forced = attractor(start, to, np.array([True, False, True]), np.array([False, False, True]))
    >>> forced.rank.tolist(), forced.edge.tolist()
    ([1, 1, 0], [1, -1, -1])
    """
    size = start.size - 1
    degree = np.diff(start) if allowed is None else np.bincount(sources(start)[allowed], minlength=size)
    left = np.where(mine, 1, degree).astype(np.int32)
    if avoid is not None:
        left[avoid] = _GONE
    left[target] = _GONE
    rank = np.where(target, np.int32(0), np.int32(-1))
    if attractor_fast.wanted(fast=fast, work=size + to.size):
        attractor_fast.spread(start, to, left, rank, allowed, preds)
        return Attractor(rank=rank, edge=attractor_fast.choose(start, to, rank, mine, allowed))
    lowest = _spread(left, rank, allowed, predecessors(start, to) if preds is None else preds)
    return Attractor(rank=rank, edge=np.where(mine & (rank > 0), lowest, np.int64(-1)))


def until(
    start: Ints, to: Ints, mine: Bools, target: Bools, avoid: Bools, *, allowed: Bools | None = None
) -> Attractor:
    """From where the coalition forces a visit to `target` before any to `avoid`.

    A state in both counts as target.

    >>> start, to = np.array([0, 1, 2, 2]), np.array([1, 2])
    >>> until(start, to, np.ones(3, bool), np.arange(3) == 2, np.arange(3) == 1).rank.tolist()
    [-1, -1, 0]
    """
    return attractor(start, to, mine, target, avoid=avoid, allowed=allowed)


def safe(
    start: Ints,
    to: Ints,
    mine: Bools,
    bad: Bools,
    *,
    allowed: Bools | None = None,
    preds: Incoming | None = None,
    fast: bool | None = None,
) -> Region:
    """From where the coalition keeps out of `bad` for ever, with the lowest edge that stays there.

    The complement of what the rest can force; a dead end outside `bad` is safe.

    >>> start, to = np.array([0, 2, 3, 3]), np.array([2, 1, 0])
    >>> kept = safe(start, to, np.array([True, False, False]), np.array([False, False, True]))
    >>> kept.inside.tolist(), kept.edge.tolist()
    ([True, True, False], [1, -1, -1])
    """
    lost = attractor(start, to, ~mine, bad, allowed=allowed, preds=preds, fast=fast)
    inside = lost.rank < 0
    return Region(inside=inside, edge=_staying(start, to, mine & inside, inside, allowed))


def buchi(start: Ints, to: Ints, mine: Bools, target: Bools, *, allowed: Bools | None = None) -> Region:
    """From where the coalition comes to `target` again and again for ever (a dead end repeats itself).

    Each pass takes away what the rest keeps from ever coming back: at most n attractors, most often few.

    >>> start, to = np.array([0, 2, 3, 4]), np.array([1, 2, 0, 2])
    >>> buchi(start, to, np.array([True, False, True]), np.array([False, True, False])).inside.tolist()
    [True, True, False]
    """
    preds = predecessors(start, to)
    kept = np.ones(to.size, np.bool_) if allowed is None else allowed
    alive = np.ones(mine.size, np.bool_)
    while True:
        living = kept & alive[to]
        forced = attractor(start, to, mine, target & alive, allowed=living, avoid=~alive, preds=preds)
        out = alive & (forced.rank < 0)
        if not out.any():
            break
        lost = attractor(start, to, ~mine, out | ~alive, allowed=kept, preds=preds)
        alive = lost.rank < 0
    stay = _staying(start, to, mine & alive & target, alive, allowed)
    return Region(inside=alive, edge=np.where(target | ~alive, stay, forced.edge))


def cobuchi(start: Ints, to: Ints, mine: Bools, keep: Bools, *, allowed: Bools | None = None) -> Bools:
    """From where the coalition gets the play to stay in `keep` for ever from some time on, (n,) bool.

    >>> start, to = np.array([0, 2, 3, 4]), np.array([1, 2, 0, 2])
    >>> cobuchi(start, to, np.array([True, False, True]), np.array([True, False, True])).tolist()
    [True, True, True]
    """
    return ~buchi(start, to, ~mine, ~keep, allowed=allowed).inside


def _staying(start: Ints, to: Ints, owned: Bools, inside: Bools, allowed: Bools | None) -> Ints:
    """The lowest allowed edge of each owned state that leads inside, else -1."""
    origin = sources(start)
    stays = owned[origin] & inside[to]
    if allowed is not None:
        stays &= allowed
    found = np.flatnonzero(stays)[::-1]
    edge = np.full(owned.size, -1, np.int64)
    edge[origin[found]] = found
    return edge


def _spread(left: Ints, rank: Ints, allowed: Bools | None, preds: Incoming) -> Ints:
    """Fill rank backward from rank 0; left counts the edges that must still lead there.

    The lowest such edges.
    """
    first, count = preds.start[:-1].astype(np.intp), np.diff(preds.start).astype(np.intp)
    lowest = np.full(rank.size, preds.edge.size, preds.edge.dtype)
    front = np.flatnonzero(rank == 0)
    level = 0
    while front.size:
        level += 1
        width = count[front]
        end = width.cumsum()
        place = np.repeat(first[front] + width - end, width)
        place += np.arange(place.size)
        origin, edges = preds.source[place].astype(np.intp), preds.edge[place]
        if allowed is not None:
            keep = allowed[edges]
            origin, edges = origin[keep], edges[keep]
        np.subtract.at(left, origin, np.int32(1))
        ready = left[origin] <= 0
        origin, edges = origin[ready], edges[ready]
        np.minimum.at(lowest, origin, edges)
        front = origin[lowest[origin] == edges]
        rank[front] = level
        left[front] = _GONE
    return lowest
