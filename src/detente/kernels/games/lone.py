"""One decider and no chance, for many sets of numbers at once: best plays of a graph, a column each.

Everyone else's edges are already fixed, so that in every state only the decider's remain. Edge e pays gain[e]
and what comes after it counts discount[e] times. Backward where nothing repeats; on cycles policy iteration
(Howard 1960), each policy valued by doubling its steps.
"""

from dataclasses import dataclass

import numpy as np

from detente.kernels.games.attractor import attractor
from detente.kernels.games.graph import Bools, Floats, Ints, rows
from detente.kernels.games.order import Layout, laid_out

__all__ = ["Plays", "best_plays"]

_CLOSE = 1e-12
_FORGOTTEN = 1e-18
_DOUBLINGS = 64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plays:
    """value (n, columns) of every state, infinite where worth gathers for ever without discount.

    edge (n, columns): the one taken, -1 in dead ends; (n, 0) where only values were asked for.
    """

    value: Floats
    edge: Ints


def best_plays(  # noqa: PLR0913
    start: Ints,
    to: Ints,
    gain: Floats,
    discount: Floats,
    *,
    terminal: Floats | None = None,
    leave: bool = False,
    prefer: Ints | None = None,
    layout: Layout | None = None,
    edges: bool = True,
) -> Plays:
    """The most that can be had from every state, for each column of gains and discounts (m, columns).

    A dead end is worth `terminal` (n, columns), 0 by default. With `leave` a cycle has to be left where it
    can be: to go round for ever without discount counts for nothing then, and with discounts the value is the
    limit of leaving ever later. Of equal edges the one in `prefer` (n,), else the lowest. Without `edges`
    values alone.

    >>> start, to = np.array([0, 2, 3, 3]), np.array([1, 2, 0])
    >>> gain, discount = np.array([[0.0], [3.0], [1.0]]), np.array([[1.0], [1.0], [0.5]])
    >>> best_plays(start, to, gain, discount).value.ravel().tolist()
    [3.0, 2.5, 0.0]
    """
    size, columns = start.size - 1, gain.shape[1]
    laid = laid_out(start, to) if layout is None else layout
    walk = _Walk(
        laid=laid,
        gain=gain[laid.edges],
        discount=discount[laid.edges],
        value=np.zeros((size, columns)) if terminal is None else terminal[laid.states].astype(float),
        place=np.full((size, columns if edges else 0), -1, np.int64),
    )
    for low, middle, high in laid.levels:
        walk.lift(low, middle)
        if middle < high:
            walk.settle(middle, high, leave=leave)
    value = np.empty_like(walk.value)
    value[laid.states] = walk.value
    edge = np.full(walk.place.shape, -1, np.int32)
    if edges:
        walk.choose(np.full(size, -1, np.int64) if prefer is None else prefer[laid.states])
        edge[laid.states] = np.where(walk.place < 0, -1, np.append(laid.edges, -1)[walk.place])
    return Plays(value=value, edge=edge)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Walk:
    """The graph as laid out, with the values found so far, and the place of the best edge on cycles."""

    laid: Layout
    gain: Floats
    discount: Floats
    value: Floats
    place: Ints

    def lift(self, low: int, high: int) -> None:
        """Values of states whose edges all lead to states that have theirs."""
        begin = self.laid.begin[low : high + 1]
        first, last = int(begin[0]), int(begin[-1])
        if first == last:
            return
        worth = self.value.take(self.laid.to[first:last], axis=0)
        worth *= self.discount[first:last]
        worth += self.gain[first:last]
        if last - first == high - low:
            self.value[low:high] = worth
        else:
            np.maximum.reduceat(worth, begin[:-1] - first, axis=0, out=self.value[low:high])

    def settle(self, low: int, high: int, *, leave: bool) -> None:
        """Values of states on cycles, which lead to each other and to states that have theirs."""
        begin = self.laid.begin[low : high + 1]
        here = slice(int(begin[0]), int(begin[-1]))
        target = self.laid.to[here] - low
        inner = (target >= 0) & (target < high - low)
        ahead = self.value[self.laid.to[here]]
        ahead[inner] = 0
        target[~inner] = high - low
        knot = _Knot(
            begin=begin - begin[0],
            target=target,
            base=self.gain[here] + self.discount[here] * ahead,
            discount=np.where(inner[:, None], self.discount[here], 0.0),
        )
        value, pick = knot.solve(knot.first(inner, leave=leave))
        self.value[low:high] = value
        if self.place.size:
            self.place[low:high] = begin[0] + pick

    def choose(self, wanted: Ints) -> None:
        """The place of the best edge of each state that is on no cycle, once all values are known."""
        lengths = np.diff(self.laid.begin)
        open_ = np.ones(lengths.size, np.bool_)
        for _, middle, high in self.laid.levels:
            open_[middle:high] = False
        single = np.flatnonzero(open_ & (lengths == 1))
        self.place[single] = self.laid.begin[single, None]
        several = np.flatnonzero(open_ & (lengths > 1))
        if several.size:
            edges, begin = rows(self.laid.begin, several)
            worth = self.gain[edges] + self.discount[edges] * self.value[self.laid.to[edges]]
            liked = self.laid.edges[edges] == np.repeat(wanted[several], np.diff(begin))
            self.place[several] = edges[_best(worth, begin, liked)[1]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Knot:
    """States on cycles; edges that leave them lead to one place more, with all their worth in `base`."""

    begin: Ints
    target: Ints
    base: Floats
    discount: Floats

    def first(self, inner: Bools, *, leave: bool) -> Ints:
        """The policy to begin with: to stay on the cycle, or to leave it the shortest way."""
        size = self.begin.size - 1
        owner = np.repeat(np.arange(size), np.diff(self.begin))
        pick: Ints = np.full(size, -1, np.int64)
        if leave:
            begin = np.append(self.begin, self.begin[-1])
            out = np.arange(size + 1) == size
            pick = attractor(begin, self.target, ~out, out).edge[:-1]
        lowest = np.flatnonzero(inner)[::-1]
        stays = np.full(size, -1, np.int64)
        stays[owner[lowest]] = lowest
        pick = np.where(pick < 0, stays, pick)
        return np.repeat(pick[:, None], self.base.shape[1], axis=1)

    def solve(self, pick: Ints) -> tuple[Floats, Ints]:
        """Value and policy once no edge is better."""
        lengths = np.diff(self.begin)
        while True:
            value = self.evaluate(pick)
            ahead = np.vstack([value, np.zeros((1, value.shape[1]))])[self.target]
            ahead[np.isinf(ahead) & (self.discount == 0)] = 0
            worth = self.base + self.discount * ahead
            best, place = _best(worth, self.begin, np.zeros(self.target.size, np.bool_))
            finite = np.where(np.isfinite(value), value, 0.0)
            better = best > value + _CLOSE * (1 + np.abs(finite))
            if not better.any():
                return value, pick
            pick = np.where(better, place, pick)
            if lengths.max(initial=0) <= 1:
                return self.evaluate(pick), pick

    def evaluate(self, pick: Ints) -> Floats:
        """What a policy is worth: the steps it takes are doubled until the rest is forgotten or left."""
        size, columns = pick.shape
        column = np.arange(columns)
        none = np.zeros((1, columns))
        value = np.vstack([self.base[pick, column], none])
        weight = np.vstack([self.discount[pick, column], none])
        after = np.vstack([self.target[pick], np.full((1, columns), size)])
        steps = 1
        for _ in range(_DOUBLINGS):
            open_ = (after < size) & (weight > _FORGOTTEN)
            if not open_.any():
                break
            endless = open_ & (weight == 1)
            if steps > size and endless.any():
                more = np.take_along_axis(value, after, axis=0)
                value = np.where(endless & (more != 0), np.copysign(np.inf, more), value)
                weight = np.where(endless, 0.0, weight)
                after = np.where(endless, size, after)
                continue
            value = value + weight * np.take_along_axis(value, after, axis=0)
            weight = weight * np.take_along_axis(weight, after, axis=0)
            after = np.take_along_axis(after, after, axis=0)
            steps *= 2
        return value[:size]


def _best(worth: Floats, begin: Ints, wanted: Bools) -> tuple[Floats, Ints]:
    """The largest worth of each row of edges, and the place of the edge that has it."""
    at = begin[:-1]
    lengths = np.diff(begin)
    best = np.maximum.reduceat(worth, at, axis=0)
    finite = np.where(np.isfinite(best), np.abs(best), 0.0)
    least = np.repeat(best - _CLOSE * (1 + finite), lengths, axis=0)
    exact = worth >= np.repeat(best, lengths, axis=0)
    hit = exact | ((worth >= least) & wanted[:, None])
    place = np.where(hit, np.arange(worth.shape[0])[:, None], worth.shape[0])
    place[wanted] -= np.where(hit[wanted], worth.shape[0], 0)
    found = np.minimum.reduceat(place, at, axis=0)
    return best, np.where(found < 0, found + worth.shape[0], found)
