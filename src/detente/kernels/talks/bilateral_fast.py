"""Compiled twin of `bilateral.play`: one plain loop a run, the same bits, sooner.

The loops at the end are plain Python that numba compiles on first use and keeps on disk. A loop that calls
others gets them compiled under their own names.
"""

import functools
import types
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels.backend import compiled
from detente.kernels.talks.bilateral import Exchanged, Manners, Sides

__all__ = ["play"]

Int = NDArray[np.int64]

NEVER = -(2**62)
CLOCK, RELATIVE, ABSOLUTE, PLANNED = 0, 1, 2, 3
NEXT, AT_LEAST, AFTER = 0, 1, 2
ONE, REST = 2**20, 2**20 - 1
LEVEL, AIM, BEST, HEARD = 0, 1, 2, 3


def play(
    sides: Sides, manners: Manners, first: Int, curve: Int, *, keep: bool = False
) -> tuple[Exchanged, NDArray[np.int32]]:
    """How runs go, as `bilateral.play` has it, and with `keep` every offer: (runs, T), package numbers.

    An offer is -1 where none was made. Call it where `detente.kernels.backend.fast_available()` holds.
    """
    runs = len(first)
    rows = np.full((runs, 6), -1, np.int64)
    offers = np.full((runs if keep else 1, manners.rounds), -1, np.int32)
    _compiled()(sides, manners, (first, curve), rows, offers, keep)
    day, package, deal, texts, left, refused = (rows[:, k].copy() for k in range(6))
    return Exchanged(day, package, deal == 1, texts, left, refused), offers


@functools.cache
def _compiled() -> Callable[..., Any]:
    """The loop over runs with everything that it calls compiled."""
    below: dict[str, Any] = {"_part": compiled(_part), "_place": compiled(_place)}
    below |= {f.__name__: compiled(_linked(f, below)) for f in (_aim, _accepts, _returned)}
    below["_one"] = compiled(_linked(_one, below))
    return compiled(_linked(_loop, below))


def _linked(function: Callable[..., Any], names: dict[str, Any]) -> Callable[..., Any]:
    """The function with these names standing for compiled functions."""
    return types.FunctionType(function.__code__, {**globals(), **names}, function.__name__)


def _loop(sides: Any, manners: Any, starts: Any, rows: Any, offers: Any, keep: Any) -> None:
    first, curve = starts
    values = np.zeros((2, manners.rounds + 1), np.int64)
    state = np.zeros((2, 4), np.int64)
    varied = sides.sizes.shape[0] > 1
    for r in range(first.shape[0]):
        row = r if varied else 0
        for p in range(2):
            state[p, LEVEL], state[p, BEST], state[p, HEARD] = ONE, NEVER, 0
            state[p, AIM] = sides.floors[row, p, 1] + sides.asks[row, p]
        _one(sides, manners, (row, first[r], curve[r]), (state, values), rows[r], offers[r if keep else 0])


def _one(  # noqa: C901, PLR0915 - one loop, since calls with many arrays cost more than a round
    sides: Any, manners: Any, start: Any, memory: Any, out: Any, kept: Any
) -> None:
    # what is read often is taken out of the tuples first: a tuple passed on costs more than a round
    row, p, curve = start
    state, values = memory
    own, other, order, sizes = sides.own[row], sides.other[row], sides.order[row], sides.sizes[row]
    floors, asks, low, shift = sides.floors[row], sides.asks[row], sides.low[row], sides.shift[row]
    rounds, kind, levels, matches = manners.rounds, manners.kind, manners.levels, manners.matches
    share, window, plan, accepts = manners.share, manners.window, manners.plan, manners.accepts
    leaves, rule, times, plus = manners.leaves, manners.rule, manners.times, manners.plus
    least, since = manners.least, manners.since
    package, texts, deal, left, refused, day = -1, 0, 0, -1, -1, 0
    floor = floors[p, 1]
    level = min(levels[p, curve[p], 1], ONE)
    aim = _aim(kind[p], floor, asks[p], level, state[p, AIM], plan[p, 1])
    place = _place(own, p, sizes[p], aim, floor)
    while day < rounds:
        day += 1
        q = 1 - p
        worth = NEVER
        if place >= 0:
            worth, package, texts = other[p, place], order[p, place], texts + 1
            kept[day - 1] = package
            if worth > state[q, BEST]:
                if state[q, BEST] != NEVER:
                    state[q, LEVEL] = max(state[q, LEVEL] - matches[q], 0)
                state[q, BEST] = worth
            if worth != NEVER and (kind[q] == RELATIVE or kind[q] == ABSOLUTE):
                n, w, most = state[q, HEARD], window[q], floors[q, 1] + asks[q]
                values[q, n] = worth
                state[q, HEARD] = n + 1
                if n >= w and values[q, n - w] != worth:
                    moved = _returned(
                        kind[q], state[q, AIM], values[q, n - w], worth, (low[q], shift[q], share[q])
                    )
                    state[q, AIM] = min(max(moved, floors[q, 1]), most)
        made, floor = place >= 0, floors[q, day + 1]
        level = min(levels[q, curve[q], day + 1], state[q, LEVEL])
        aim = _aim(kind[q], floor, asks[q], level, state[q, AIM], plan[q, day + 1])
        place = _place(own, q, sizes[q], aim, floor)
        floor = floors[q, day]
        if made and worth != NEVER and worth >= floor:
            following = own[q, place] if place >= 0 and day < rounds else floor
            if kind[q] == PLANNED:
                deal = worth >= accepts[q, day]
            else:
                deal = _accepts(rule[q], worth, following, (times[q], plus[q], least[q]), day >= since[q])
            if deal:
                refused = -1
                break
        if made:
            refused = q
            if kind[q] == PLANNED and leaves[q, day]:
                left = q
                break
        p = q
    out[0], out[1], out[2], out[3], out[4], out[5] = day, package, deal, texts, left, refused


def _part(amount: Any, level: Any) -> Any:
    size = abs(amount)
    found = (size >> 20) * level + (((size & REST) * level) >> 20)
    return -found if amount < 0 else found


def _returned(kind: Any, aim: Any, before: Any, worth: Any, scale: Any) -> Any:
    low, shift, share = scale
    if kind == RELATIVE:
        old, new = ((before - low) >> shift) + 1, ((worth - low) >> shift) + 1
        return low + ((((aim - low) >> shift) * old // new) << shift)
    return aim - _part(worth - before, share)


def _aim(kind: Any, floor: Any, asks: Any, level: Any, aim: Any, plan: Any) -> Any:
    if kind == CLOCK:
        return floor + _part(asks, level)
    return max(plan if kind == PLANNED else aim, floor)


def _place(own: Any, who: Any, size: Any, aim: Any, floor: Any) -> Any:
    low, high = 0, size
    while low < high:
        middle = (low + high) >> 1
        if own[who, middle] < aim:
            low = middle + 1
        else:
            high = middle
    place = min(low, size - 1)
    return place if place >= 0 and own[who, place] >= floor else -1


def _accepts(rule: Any, worth: Any, following: Any, terms: Any, late: Any) -> Any:
    times, plus, least = terms
    if rule == AT_LEAST:
        return worth >= least
    if rule == AFTER:
        return late
    if _part(worth, times) + plus >= following:
        return True
    return rule != NEXT and late and worth >= least
