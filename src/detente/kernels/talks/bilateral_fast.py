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
    below["_hear"] = compiled(_linked(_hear, below))
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


def _one(sides: Any, manners: Any, start: Any, memory: Any, out: Any, kept: Any) -> None:
    # what is read often is taken out of the tuples first: a tuple passed on costs more than a round
    row, q, curve = start
    state, values = memory
    own, other, order, sizes = sides.own[row], sides.other[row], sides.order[row], sides.sizes[row]
    floors, asks, low, shift = sides.floors[row], sides.asks[row], sides.low[row], sides.shift[row]
    rounds, kind, levels, matches = manners.rounds, manners.kind, manners.levels, manners.matches
    share, window, plan, accepts = manners.share, manners.window, manners.plan, manners.accepts
    leaves, rule, times, plus = manners.leaves, manners.rule, manners.times, manners.plus
    least, since = manners.least, manners.since
    package, texts, deal, left, refused, day, place = -1, 0, 0, -1, -1, 0, -1
    while True:
        made, worth = place >= 0, NEVER
        if made:
            worth, package, texts = other[1 - q, place], order[1 - q, place], texts + 1
            kept[day - 1] = package
            moves = (matches[q], window[q], floors[q, 1], asks[q])
            _hear(kind[q], worth, state[q], values[q], (moves, (low[q], shift[q], share[q])))
        level = min(levels[q, curve[q], day + 1], state[q, LEVEL])
        floor = floors[q, day + 1]
        aim = _aim(kind[q], floor, asks[q], level, (state[q, AIM], plan[q, day + 1]))
        place = _place(own, q, sizes[q], aim, floor)
        floor = floors[q, day]
        if made and worth != NEVER and worth >= floor:
            following = own[q, place] if place >= 0 and day < rounds else floor
            if kind[q] == PLANNED:
                deal = worth >= accepts[q, day]
            else:
                deal = _accepts(rule[q], worth, following, (times[q], plus[q], least[q]), day >= since[q])
        if made:
            refused = -1 if deal else q
            left = q if not deal and kind[q] == PLANNED and leaves[q, day] else -1
        if deal or left >= 0 or day == rounds:
            break
        day, q = day + 1, 1 - q
    out[0], out[1], out[2], out[3], out[4], out[5] = day, package, deal, texts, left, refused


def _hear(kind: Any, worth: Any, state: Any, values: Any, terms: Any) -> None:
    (matches, window, bottom, asks), scale = terms
    if worth > state[BEST]:
        if state[BEST] != NEVER:
            state[LEVEL] = max(state[LEVEL] - matches, 0)
        state[BEST] = worth
    if worth == NEVER or kind in (CLOCK, PLANNED):
        return
    n = state[HEARD]
    values[n] = worth
    state[HEARD] = n + 1
    if n >= window and values[n - window] != worth:
        moved = _returned(kind, state[AIM], values[n - window], worth, scale)
        state[AIM] = min(max(moved, bottom), bottom + asks)


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


def _aim(kind: Any, floor: Any, asks: Any, level: Any, fixed: Any) -> Any:
    aim, plan = fixed
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
