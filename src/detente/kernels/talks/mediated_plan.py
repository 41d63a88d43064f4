"""What many runs of mediated talks look up and never change: which parts matter, and by what.

Made once for a block, from what holds in every run and what its runs draw.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.shapes import Drawn, Fixed

__all__ = ["KINDS", "Plan", "plan_of"]

Int = NDArray[np.int64]
Key = TypeVar("Key", bound=Hashable)


class KINDS:
    """The numbers of the kinds of effects, in the order in which settings list them."""

    AWAY, ENDS, MANDATE, RATE, RESERVATION, SILENT, SUSPENDS, TRUST = range(8)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which parts of talks matter in a block.

    `effects` are numbers of effects by kind and what they are on, `effects_of` by source, `counters` and
    `threats` by actor; `terms` are the conditions that add to a leaf in some run, `touched` the issues that a
    condition speaks of, `threats_on` the threats that cost a leaf. `needed` are the leaves that answers need.
    `place` (sizes after each other) is the place of an option by id. The other fields say whether
    publications, blame, words at home, counsel, noise, issues set aside and comparisons can matter at all.
    """

    fixed: Fixed
    effects: dict[tuple[int, int], tuple[int, ...]]
    effects_of: dict[int, tuple[int, ...]]
    counters: dict[int, tuple[int, ...]]
    threats: dict[int, tuple[int, ...]]
    threats_on: dict[int, tuple[int, ...]]
    terms: tuple[tuple[int, ...], ...]
    touched: tuple[Int, ...]
    needed: Int
    rest: tuple[int, ...]
    place: Int
    publicity: bool
    back: bool
    blames: bool
    words: bool
    counsel: bool
    noise: bool
    matches: bool
    aside: bool
    compares: bool


def plan_of(fixed: Fixed, drawn: Drawn) -> Plan:
    """What matters when runs draw these numbers."""
    keys = list(zip(fixed.effect_kind.tolist(), fixed.effect_on.tolist(), strict=True))
    leaves = len(fixed.leaf_actor)
    adds = (drawn.terms != 0).any(axis=0)
    own = [int(fixed.gain_leaf[a]) for a in fixed.principal]
    lines = [int(fixed.lines_leaf[a]) for a in fixed.principal]
    needed = np.array(sorted({*own, *(k for k in lines if k >= 0)}), np.int64)
    return Plan(
        fixed=fixed,
        effects=_groups(keys),
        effects_of=_groups(fixed.effect_source.tolist()),
        counters=_groups(fixed.counter_on.tolist()),
        threats=_groups(fixed.threat_actor.tolist()),
        threats_on=_groups(fixed.threat_leaf.tolist()),
        terms=tuple(tuple(np.flatnonzero(adds[leaf]).tolist()) for leaf in range(leaves)),
        touched=tuple(np.flatnonzero(row) for row in fixed.touches),
        needed=needed,
        rest=tuple(k for k in range(leaves) if k not in needed and _is_sum(fixed, k)),
        place=_places(fixed),
        publicity=bool((drawn.publishes > 0).any() or (drawn.leak > 0).any()),
        back=bool((drawn.back_channel > 0).any()),
        blames=bool((drawn.blames > 0).any()),
        words=bool(drawn.word.any()),
        counsel=bool(drawn.counsel.any()),
        noise=bool(drawn.noise.any()),
        matches=bool(fixed.matches.any()),
        aside=fixed.aside_after > 0 and bool((fixed.if_silent >= 0).any()),
        compares=fixed.strategy != 0,
    )


def _is_sum(fixed: Fixed, leaf: int) -> bool:
    return bool(fixed.stays[leaf] < 0 and fixed.left[leaf] < 0)


def _groups(keys: list[Key]) -> dict[Key, tuple[int, ...]]:
    found: dict[Key, tuple[int, ...]] = {}
    for number, key in enumerate(keys):
        found[key] = (*found.get(key, ()), number)
    return found


def _places(fixed: Fixed) -> Int:
    found = np.zeros(int(fixed.offsets[-1]), np.int64)
    for begin, end in zip(fixed.offsets[:-1].tolist(), fixed.offsets[1:].tolist(), strict=True):
        found[begin + fixed.option_order[begin:end]] = np.arange(end - begin)
    return found
