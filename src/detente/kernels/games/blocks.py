"""Values on cycles, exactly: policy iteration whose every step solves one linear system.

Small systems are solved without a subtraction, large ones are refined in extended precision, so that chains
that need millions of steps to end keep their digits. The outer side starts from a policy under which play
leaves the block whatever the other side does, and only strict improvements are taken: every later policy then
leaves it too (Hoffman and Karp 1966).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.kernels.games.attractor import attractor
from detente.kernels.games.choices import Choices, best_of, first_best
from detente.kernels.games.graph import Bools, Floats, Ints, rows

__all__ = ["Block", "cut", "leaving", "settle"]

_STRICT = 4 * float(np.finfo(np.float64).eps)
_ROUNDS = 3
_DENSE = 256
_NOISE = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Some states, their choices in `chosen` by rows `begin`, what each is worth from outside, and the rest.

    inner is a (choices, states) sparse array of the weights that stay inside. slack is how far the worth from
    outside may be off, leak what a choice sends or loses outside.
    """

    states: Ints
    chosen: Ints
    begin: Ints
    outside: Floats
    slack: Floats
    leak: Floats
    inner: Any


def cut(model: Choices, states: Ints, value: Floats, slack: Floats) -> Block:
    """The part of the model on the given states, every other state being worth its value."""
    from scipy.sparse import csr_array

    chosen, begin = rows(model.start, states)
    branches, at = rows(model.branch, chosen)
    place = np.full(value.size, -1, np.int64)
    place[states] = np.arange(states.size)
    to, weight = model.to[branches], model.weight[branches]
    within = place[to] >= 0
    out = np.where(within, 0.0, weight)
    moved, off, away = (np.add.reduceat(part, at[:-1]) for part in (out * value[to], out * slack[to], out))
    count = np.concatenate([[0], np.cumsum(within)])[at]
    return Block(
        states=states,
        chosen=chosen,
        begin=begin,
        outside=model.base[chosen] + moved,
        slack=off,
        leak=away + model.loss[chosen],
        inner=csr_array((weight[within], place[to[within]], count), shape=(chosen.size, states.size)),
    )


def settle(block: Block, pick: Ints, maximise: Bools, outer: Bools) -> tuple[Floats, Ints, Floats]:
    """Values of the block's states, the picks (places in `chosen`) that attain them, and possible errors.

    maximise and outer are (states,); the outer side improves only when the other side cannot. The first picks
    leave the block. Improvements that no longer do are rounding, or else there is more to be had for ever:
    nan.
    """
    seen: set[bytes] = set()
    while True:
        value, off = _evaluate(block, pick)
        found = block.outside + block.inner @ value
        better, unbounded = None, False
        for side in (~outer, outer):
            if better is None and not unbounded and side.any() and block.chosen.size > pick.size:
                better, unbounded = _improved(block, pick, found, maximise, side)
        if unbounded:
            return np.full(value.size, np.nan), pick, off
        if better is None or better.tobytes() in seen:
            return value, pick, off
        seen.add(better.tobytes())
        pick = better


def leaving(block: Block, pick: Ints) -> Bools:
    """From which states (k,) play may leave the block under the picks."""
    part = block.inner[pick]
    everyone = np.ones(pick.size, np.bool_)
    found: Bools = attractor(part.indptr, part.indices, everyone, block.leak[pick] > 0).rank >= 0
    return found


def _evaluate(block: Block, pick: Ints) -> tuple[Floats, Floats]:
    """Value of every state under the picks, and a bound on its error."""
    inner, right = block.inner[pick], block.outside[pick]
    if pick.size > _DENSE:
        return _factorised(inner, right, block.slack[pick])
    rounding = 4 * pick.size * float(np.finfo(np.float64).eps)
    found = _eliminated(
        inner.toarray(), block.leak[pick], np.stack([right, block.slack[pick] + rounding * np.abs(right)])
    )
    return found[0], np.abs(found[1])


def _eliminated(inner: Floats, leak: Floats, right: Floats) -> Floats:
    """Solutions (2, k) by eliminating one state after another without a subtraction.

    Every small chance keeps its relative accuracy, however long play goes on (Grassmann, Taksar, Heyman
    1985).
    """
    found, out = right.copy(), leak.copy()
    for j in range(out.size - 1, 0, -1):
        total = inner[j, :j].sum() + out[j]
        inner[j, :j] /= total
        out[j] /= total
        found[:, j] /= total
        share = inner[:j, j]
        inner[:j, :j] += np.outer(share, inner[j, :j])
        out[:j] += share * out[j]
        found[:, :j] += np.outer(found[:, j], share)
    found[:, 0] /= out[0]
    for j in range(1, out.size):
        found[:, j] += found[:, :j] @ inner[j, :j]
    return found


def _factorised(inner: Any, right: Floats, slack: Floats) -> tuple[Floats, Floats]:
    """Solution by sparse factors, refined in extended precision, and a bound on its error."""
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    solver = splu((eye_array(right.size, format="csc") - inner).tocsc())
    wide, target = inner.astype(np.longdouble), right.astype(np.longdouble)
    value = solver.solve(right).astype(np.longdouble)
    for _ in range(_ROUNDS):
        missing = target + wide @ value - value
        value += solver.solve(missing.astype(np.float64))
    unit = np.finfo(np.longdouble).eps * np.abs(value)
    missing = np.abs(target + wide @ value - value) + unit
    off = solver.solve(missing.astype(np.float64) + slack)
    found = value.astype(np.float64)
    return found, np.abs(off) + np.spacing(np.abs(found))


def _improved(
    block: Block, pick: Ints, found: Floats, maximise: Bools, side: Bools
) -> tuple[Ints | None, bool]:
    """Picks with every strict improvement of one side taken, or the largest alone; None without any.

    Also whether the largest improvement is one that never leaves the block.
    """
    best = best_of(found, block.begin, maximise)
    now = found[pick]
    gap = np.where(side, np.where(maximise, best - now, now - best), 0.0)
    switch = gap > _STRICT * np.abs(now)
    if not switch.any():
        return None, False
    every = first_best(np.arange(block.chosen.size), found, block.begin, best)
    largest = np.arange(pick.size) == np.argmax(np.where(switch, gap, -np.inf))
    for some in (switch, largest):
        better = np.where(some, every, pick)
        if leaving(block, better).all():
            return better, False
    return None, bool(gap[largest][0] > _NOISE * np.abs(now).max())
