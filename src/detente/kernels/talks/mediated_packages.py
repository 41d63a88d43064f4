"""Every package of a small space looked up by number: what it is worth, what is named, where steps lead.

Only where all runs draw the same numbers. A package is a number in mixed radix, the last issue moving
fastest; tables are built issue by issue, so that each costs little more than one addition a package.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.mediated_plan import Plan
from detente.kernels.talks.shapes import Drawn, Fixed

__all__ = ["MOST", "Packages", "packages_of"]

Int = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST = 2**17
"""The most packages for which tables are made."""


@dataclass(frozen=True, slots=True)
class Packages:
    """Tables over N packages.

    `options` (I, N) are the options, `strides` (I,) what one option up adds to a package's number. `sums`
    (L, N) are the sums of the leaves; `named` (P, N) the bit of the issue that each party names, 0 for none;
    `steps` (P * I, N) what a step on an issue towards a party's demand adds to the number, and `own` (P, N)
    that of the issue named; `can_stand` (N,) whether options can stand together.
    """

    strides: Int
    options: NDArray[np.int16]
    sums: Int
    named: Int
    steps: NDArray[np.int32]
    own: NDArray[np.int32]
    can_stand: Bools


def packages_of(plan: Plan, drawn: Drawn) -> Packages:
    """The tables, from draws of one row."""
    f = plan.fixed
    sizes = f.sizes.tolist()
    count = int(np.prod(f.sizes))
    strides = np.ones(len(sizes), np.int64)
    strides[:-1] = np.cumprod(f.sizes[:0:-1])[::-1]
    options = (np.arange(count) // strides[:, None] % f.sizes[:, None]).astype(np.int16)
    held: dict[int, Bools] = {}
    sums = np.zeros((len(f.leaf_actor), count), np.int64)
    for leaf in (*plan.needed.tolist(), *plan.rest):
        sums[leaf] = _outer(f, drawn.scores[0, leaf], np.add)
        for t in plan.terms[leaf]:
            if t not in held:
                held[t] = _held(f, t)
            sums[leaf] += held[t] * drawn.terms[0, leaf, t]
    named = _named(plan, drawn)
    steps = np.stack(
        [
            _steps(f, drawn, party, issue, int(strides[issue]))[options[issue]]
            for party in range(len(f.parties))
            for issue in range(len(sizes))
        ]
    )
    at = np.arange(count)
    first = np.arange(len(f.parties))[:, None] * len(sizes)
    own = np.where(named < 0, 0, steps[first + np.maximum(named, 0), at])
    stands = np.ones(count, np.bool_) if f.feasible < 0 else sums[f.feasible] >= 0
    bits = np.where(named < 0, 0, 1 << np.maximum(named, 0))
    return Packages(strides, options, sums, bits, steps, own, stands)


def _outer(fixed: Fixed, cells: NDArray[np.int64], combine: Callable[..., Int]) -> Int:
    """For each package, the cells of its options taken together."""
    offsets = fixed.offsets.tolist()
    found = cells[: offsets[1]]
    for begin, end in pairwise(offsets[1:]):
        found = combine(found[:, None], cells[begin:end]).reshape(-1)
    return found


def _held(fixed: Fixed, condition: int) -> Bools:
    """For each package, whether a condition holds."""
    cells = fixed.literals[condition].astype(np.int64)
    if fixed.mode[condition] == 1:
        return _outer(fixed, cells, np.maximum) > 0
    free = np.repeat(~fixed.touches[condition], fixed.sizes)
    return _outer(fixed, np.where(free, 1, cells), np.minimum) > 0


def _named(plan: Plan, drawn: Drawn) -> Int:
    """For each party and package, the issue with the largest loss, the first by id among equals."""
    f = plan.fixed
    issues = len(f.sizes)
    place = np.empty(issues, np.int64)
    place[f.issue_order] = np.arange(issues)
    found = []
    for party, actor in enumerate(f.principal.tolist()):
        losses = np.repeat(drawn.best[0, party], f.sizes) - drawn.scores[0, f.gain_leaf[actor]]
        keys = losses * issues + np.repeat(issues - 1 - place, f.sizes)
        most = _outer(f, keys, np.maximum)
        found.append(np.where(most >= issues, f.issue_order[issues - 1 - most % issues], -1))
    return np.stack(found)


def _steps(fixed: Fixed, drawn: Drawn, party: int, issue: int, stride: int) -> NDArray[np.int32]:
    """What a step on an issue towards a party's demand adds to the number of a package, by its option."""
    away = drawn.demands[0, party, issue] - np.arange(fixed.sizes[issue])
    found: NDArray[np.int32] = ((np.sign(away) if fixed.ordered[issue] else away) * stride).astype(np.int32)
    return found
