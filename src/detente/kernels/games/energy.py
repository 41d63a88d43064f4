"""The smallest credit that keeps a running sum of gains at or above zero for ever, whatever the others do.

In a state of `mine` the coalition picks the edge, in every other state the rest does, against it; an edge
adds its gain to the sum. Where nothing repeats one pass backward is enough; on cycles credits rise from 0
until they hold (Brim, Chaloupka, Doyen, Gentilini, Raskin 2011, doi:10.1007/s10703-010-0105-x).
"""

import itertools
from dataclasses import dataclass

import numpy as np

from detente.kernels.games.graph import Bools, Floats, Ints, rows
from detente.kernels.games.order import Layout, laid_out

__all__ = ["Energy", "credit"]

_DIGITS = 9
_WHOLE = float(1 << 52)
_FIRST_PAUSE = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Energy:
    """The smallest credits, and what makes do with them.

    credit (n,) float64, inf where none is enough. edge (n,) int64: what the coalition takes in each of its
    own states with a finite credit, else -1. exact: the gains are multiples of one decimal unit, so that no
    rounding enters on cycles.
    """

    credit: Floats
    edge: Ints
    exact: bool


def credit(
    start: Ints,
    to: Ints,
    mine: Bools,
    gain: Floats,
    *,
    forbidden: Bools | None = None,
    cap: float = np.inf,
    layout: Layout | None = None,
) -> Energy:
    """Smallest credit of each state that covers every outlay to come, and the edges that make do with it.

    gain (m,) is finite. A dead end needs 0, a state of `forbidden` inf; a credit above `cap` is told as inf.
    Of equally good edges the lowest. Gains that are not multiples of a decimal unit (1e-9 at the finest) are
    taken as they are, and rises below 1e-9 of the largest gain then count as none. Where the coalition
    chooses on a cycle, time may grow with the largest credit there in units of gain.

    >>> start, to, mine = np.array([0, 1, 3, 3]), np.array([1, 0, 2]), np.array([True, False, True])
    >>> credit(start, to, mine, np.array([-2.0, 3.0, -1.0])).credit.tolist()
    [3.0, 1.0, 0.0]
    """
    unit, exact = _unit(gain)
    laid = laid_out(start, to) if layout is None else layout
    need = np.zeros(mine.size)
    if forbidden is not None:
        need[forbidden[laid.states]] = np.inf
    units = gain[laid.edges] * unit
    walk = _Walk(
        start=laid.begin,
        to=laid.to,
        mine=mine[laid.states],
        gain=np.rint(units) if exact else units,
        need=need,
        least=0.0 if exact else 1e-9 * float(np.abs(units).max(initial=0)),
    )
    for low, middle, high in laid.levels:
        walk.pass_on(low, middle)
        if middle < high:
            walk.settle(np.arange(middle, high))
    found = walk.need / unit
    found[found > cap] = np.inf
    walk.need[np.isinf(found)] = np.inf
    told, edge = np.empty_like(found), np.empty(mine.size, np.int64)
    told[laid.states] = found
    edge[laid.states] = np.append(laid.edges, -1)[walk.edges()]
    return Energy(credit=told, edge=edge, exact=exact)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Walk:
    """The game as laid out, with the credits found so far."""

    start: Ints
    to: Ints
    mine: Bools
    gain: Floats
    need: Floats
    least: float

    def pass_on(self, low: int, high: int) -> None:
        """The credits of states all of whose edges lead to states that have theirs."""
        begin = self.start[low : high + 1]
        here = slice(int(begin[0]), int(begin[-1]))
        if here.start == here.stop:
            return
        asked = self.need.take(self.to[here])
        asked -= self.gain[here]
        np.maximum(asked, 0, out=asked)
        at = begin[:-1] - here.start
        if asked.size > at.size:
            least, most = np.minimum.reduceat(asked, at), np.maximum.reduceat(asked, at)
            asked = np.where(self.mine[low:high], least, most)
        np.maximum(self.need[low:high], asked, out=self.need[low:high])

    def lift(self, states: Ints) -> Floats:
        """What each state needs, given what the states it leads to need."""
        edges, begin = rows(self.start, states)
        found = self.need[states]
        some = np.flatnonzero(np.diff(begin))
        if some.size == 0:
            return found
        asked = np.maximum(self.need[self.to[edges]] - self.gain[edges], 0)
        at = begin[some]
        best = np.where(
            self.mine[states[some]], np.minimum.reduceat(asked, at), np.maximum.reduceat(asked, at)
        )
        found[some] = np.maximum(found[some], best)
        return found

    def settle(self, states: Ints) -> None:
        """Credits of states on cycles rise from 0.

        One above every outlay of a path without repeats is inf.
        """
        edges, begin = rows(self.start, states)
        outlay = np.maximum.reduceat(np.maximum(-self.gain[edges], 0), begin[:-1])
        inside = np.zeros(self.need.size, np.bool_)
        inside[states] = True
        out = self.need[self.to[edges][~inside[self.to[edges]]]]
        most = (outlay.sum() + out[np.isfinite(out)].max(initial=0)) * (1 + 1e-12)
        before, pause = self.need.copy(), _FIRST_PAUSE
        for sweep in itertools.count(1):
            states = states[np.isfinite(self.need[states])]
            lifted = self.lift(states)
            risen = lifted - self.need[states] > self.least
            if not risen.any():
                return
            lifted[lifted > most] = np.inf
            self.need[states[risen]] = lifted[risen]
            if sweep == pause:
                self.jump(states[self.need[states] > before[states]], 2 * sweep)
                before, pause = self.need.copy(), 2 * pause

    def jump(self, states: Ints, rounds: int) -> None:
        """Raise states where the rest can make staying a loss to what leaving them must cost, or to inf.

        If every cycle that the rest leaves open among them loses, play leaves by an edge of the coalition;
        until then it cannot have gained more than the best path without repeats.
        """
        inside = np.zeros(self.need.size, np.bool_)
        inside[states] = True
        while states.size:
            edges, begin = rows(self.start, states)
            stays, ours = inside[self.to[edges]], self.mine[states]
            kept = ours | np.logical_or.reduceat(stays, begin[:-1])
            if kept.all():
                break
            inside[states[~kept]] = False
            states = states[kept]
        scale = states.size + 1 if self.least == 0 else 1
        if states.size == 0 or float(np.abs(self.gain).max()) * scale**2 > _WHOLE:
            return
        row = np.repeat(np.arange(states.size), np.diff(begin))
        asked = self.need[self.to[edges]] - self.gain[edges]
        leaving = asked[ours[row] & ~stays].min(initial=np.inf)
        worst = np.maximum.reduceat(np.where(stays, asked, -np.inf), begin[:-1])
        open_ = stays & (ours[row] | (asked == worst[row]))
        place = np.zeros(self.need.size, np.int64)
        place[states] = np.arange(states.size)
        gain = self.gain[edges] * scale + (self.least or 1.0)
        ahead, best = place[self.to[edges]], np.zeros(states.size)
        for _ in range(rounds):
            longer = np.maximum.reduceat(np.where(open_, gain + best[ahead], 0.0), begin[:-1])
            longer = np.maximum(longer, 0)
            if (longer <= best).all():
                least = leaving - np.floor(best / scale) if self.least == 0 else leaving - best
                self.need[states] = np.maximum(self.need[states], least)
                return
            best = np.maximum(best, longer)

    def edges(self) -> Ints:
        """The lowest edge of each of the coalition's states that needs least, where that is finite."""
        chosen = np.full(self.need.size, -1, np.int64)
        states = np.flatnonzero(self.mine & np.isfinite(self.need))
        edges, begin = rows(self.start, states)
        owner = np.repeat(states, np.diff(begin))
        asked = np.maximum(self.need[self.to[edges]] - self.gain[edges], 0)
        good = np.flatnonzero(asked <= self.need[owner] + self.least)[::-1]
        chosen[owner[good]] = edges[good]
        return chosen


def _unit(gain: Floats) -> tuple[float, bool]:
    """How many units make 1 when every gain is a whole number of them, and whether there is such a unit."""
    most = float(np.abs(gain).max(initial=0))
    for digits in range(_DIGITS + 1):
        unit = 10.0**digits
        whole = np.rint(gain * unit)
        if (
            most * unit * max(gain.size, 1) < _WHOLE
            and np.abs(gain - whole / unit).max(initial=0) <= 1e-15 * most
        ):
            return unit, True
    return 1.0, False
