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
    part = compiled(_part)
    below = {
        "_part": part,
        "_accepts": compiled(_linked(_accepts, {"_part": part})),
        "_offer": compiled(_linked(_offer, {"_part": part})),
        "_receive": compiled(_linked(_receive, {"_part": part})),
    }
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
        kept = offers[r if keep else 0]
        _one(sides, manners, (row, first[r], curve[r]), (state, values), rows[r], kept, keep)


def _one(sides: Any, manners: Any, start: Any, memory: Any, out: Any, kept: Any, keep: Any) -> None:
    row, p, curve = start
    package, texts, deal, left, refused, day = -1, 0, 0, -1, -1, 0
    place = _offer(sides, manners, row, p, curve, memory, 1)
    while day < manners.rounds:
        day += 1
        q = 1 - p
        if place < 0:
            place = _offer(sides, manners, row, q, curve, memory, day + 1)
            p = q
            continue
        worth = sides.other[row, p, place]
        package = sides.order[row, p, place]
        if keep:
            kept[day - 1] = package
        texts += 1
        _receive(sides, manners, row, q, memory, worth)
        place = _offer(sides, manners, row, q, curve, memory, day + 1)
        if _accepts(sides, manners, row, q, worth, place, day):
            deal, refused = 1, -1
            break
        refused = q
        if manners.kind[q] == PLANNED and manners.leaves[q, day]:
            left = q
            break
        p = q
    out[0], out[1], out[2], out[3], out[4], out[5] = day, package, deal, texts, left, refused


def _part(amount: Any, level: Any) -> Any:
    size = abs(amount)
    found = (size >> 20) * level + (((size & REST) * level) >> 20)
    return -found if amount < 0 else found


def _receive(sides: Any, manners: Any, row: Any, q: Any, memory: Any, worth: Any) -> None:
    state, values = memory
    kind = manners.kind[q]
    if worth > state[q, BEST]:
        if state[q, BEST] != NEVER:
            state[q, LEVEL] = max(state[q, LEVEL] - manners.matches[q], 0)
        state[q, BEST] = worth
    if worth == NEVER or kind in (CLOCK, PLANNED):
        return
    n = state[q, HEARD]
    values[q, n] = worth
    state[q, HEARD] = n + 1
    if n < manners.window[q] or values[q, n - manners.window[q]] == worth:
        return
    before, aim, low = values[q, n - manners.window[q]], state[q, AIM], sides.low[row, q]
    shift = sides.shift[row, q]
    if kind == RELATIVE:
        old, new = ((before - low) >> shift) + 1, ((worth - low) >> shift) + 1
        aim = low + ((((aim - low) >> shift) * old // new) << shift)
    else:
        aim -= _part(worth - before, manners.share[q])
    bottom = sides.floors[row, q, 1]
    state[q, AIM] = min(max(aim, bottom), bottom + sides.asks[row, q])


def _offer(sides: Any, manners: Any, row: Any, who: Any, curve: Any, memory: Any, day: Any) -> Any:
    state = memory[0]
    floor = sides.floors[row, who, day]
    if manners.kind[who] == CLOCK:
        level = min(manners.levels[who, curve[who], day], state[who, LEVEL])
        aim = floor + _part(sides.asks[row, who], level)
    elif manners.kind[who] == PLANNED:
        aim = max(manners.plan[who, day], floor)
    else:
        aim = max(state[who, AIM], floor)
    own = sides.own[row, who]
    count = sides.sizes[row, who]
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if own[middle] < aim:
            low = middle + 1
        else:
            high = middle
    place = min(low, count - 1)
    return place if place >= 0 and own[place] >= floor else -1


def _accepts(sides: Any, manners: Any, row: Any, q: Any, worth: Any, place: Any, day: Any) -> Any:
    floor = sides.floors[row, q, day]
    if worth == NEVER or worth < floor:
        return False
    if manners.kind[q] == PLANNED:
        return worth >= manners.accepts[q, day]
    rule = manners.rule[q]
    much, late = worth >= manners.least[q], day >= manners.since[q]
    if rule == AT_LEAST:
        return much
    if rule == AFTER:
        return late
    own = sides.own[row, q, place] if place >= 0 and day < manners.rounds else floor
    by_next = _part(worth, manners.times[q]) + manners.plus[q] >= own
    return by_next or (rule != NEXT and late and much)
