"""The Pareto frontier: the packages that no other makes better for one principal and worse for none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, offers
from detente.analysis.results import Basis, Finding, Offer, Pairs
from detente.analysis.space import OutcomeSpace
from detente.analysis.utilities import Utilities, utilities
from detente.case.ranges import LARGEST
from detente.errors import AnalysisError, SpaceTooLarge, UnknownName
from detente.kernels import frontier as kernel
from detente.languages import worded

__all__ = ["Frontier", "Merged", "agents_of", "frontier", "ideal", "merged_frontier"]

_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frontier(Finding):
    """Distinct utility vectors that none dominates, best for the first actor first, a package for each.

    `utilities` is (size, actors); `ideal` the best that each actor gets anywhere on it, `reservations` what
    each gets without a deal. `offers` tells the first packages by name. Every exact vector is within
    `within` of a returned one in each coordinate; 0 when the frontier is exact.
    """

    basis: Basis
    actors: tuple[str, ...]
    size: int
    ideal: Pairs
    reservations: Pairs
    within: float
    utilities: NDArray[np.float64]
    offers: tuple[Offer, ...]

    def __str__(self) -> str:
        """One line."""
        best = ", ".join(f"{actor} {value:.4g}" for actor, value in self.ideal)
        kind = "exact" if self.within == 0 else f"within {self.within:.2g}"
        return f"frontier: {self.size:,} utility vectors ({kind}); at best {best}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Merged:
    """The frontier as scaled integers: what the solution concepts choose from."""

    space: OutcomeSpace
    utilities: Utilities
    points: NDArray[Any]
    picks: NDArray[np.int64]
    within: int


def frontier(
    space: OutcomeSpace,
    *,
    agents: str | Sequence[str] = "principals",
    limit: int = _LIMIT,
    listing: int = 200,
    within: float = 0.0,
) -> Frontier:
    """The exact Pareto frontier of the principals' utilities at the likely values (Pareto 1906).

    Exact on scaled integers, whatever the number of packages: cost follows the frontier's size. `agents`
    "ratifiers" takes every ratifier, or name actors. `within` > 0 thins it to a grid of that utility. One
    package is named for each vector. Raises SpaceTooLarge beyond `limit` vectors.

    >>> from detente.case.library import example
    >>> frontier(OutcomeSpace(example("panama-canal-1974"))).within
    0.0
    """
    found = merged_frontier(space, agents=agents, limit=limit, within=within)
    values = found.utilities.as_float(found.points)
    values.flags.writeable = False
    rows = found.utilities.options(found.picks[:listing])
    actors = found.utilities.actors
    floor = [
        (r + c) / s
        for r, c, s in zip(
            found.utilities.reservations, found.utilities.constant, found.utilities.scales, strict=True
        )
    ]
    best = values.max(axis=0).tolist() if len(values) else [float("nan")] * len(actors)
    return Frontier(
        basis=basis_of(
            space, worded("exact merge, issue by issue, on scaled integers"), exact=found.within == 0
        ),
        actors=actors,
        size=len(values),
        ideal=tuple(zip(actors, best, strict=True)),
        reservations=tuple(zip(actors, floor, strict=True)),
        within=max((found.within / s for s in found.utilities.scales), default=0.0),
        utilities=values,
        offers=offers(space, rows),
    )


def ideal(space: OutcomeSpace, *, agents: str | Sequence[str] = "principals") -> Pairs:
    """The most that each actor can get in any feasible package: a point that no package need reach.

    Not a number for every actor when no package is feasible.
    """
    found = utilities(space, agents_of(space, agents))
    if any(len(block) == 0 for block in found.blocks):
        return tuple((actor, float("nan")) for actor in found.actors)
    best = [
        sum(int(block[:, k].max()) for block in found.blocks) + found.constant[k]
        for k in range(len(found.actors))
    ]
    return tuple((a, b / s) for a, b, s in zip(found.actors, best, found.scales, strict=True))


def merged_frontier(
    space: OutcomeSpace,
    *,
    agents: str | Sequence[str] = "principals",
    limit: int = _LIMIT,
    within: float = 0.0,
    disagreement: float | None = None,
) -> Merged:
    """The frontier as scaled integers; SpaceTooLarge beyond `limit` vectors."""
    for name, value in (("within", within), ("disagreement", disagreement or 0.0)):
        if not math.isfinite(value) or abs(value) > LARGEST:
            hint = "give a number on the scale of the principals' utilities"
            raise AnalysisError(f"{name} is {value}, which is no utility", where=space.case.id, hint=hint)
    found = utilities(space, agents_of(space, agents), disagreement=disagreement)
    epsilon = int(Fraction(within) * min(found.scales, default=1))
    if epsilon > 0:
        merged = kernel.merge_within(found.blocks, epsilon, limit=limit, stop=True)
    else:
        merged = kernel.merge(found.blocks, limit=limit, stop=True)
    if not merged.complete:
        raise SpaceTooLarge(
            f"the frontier has more than {limit:,} distinct utility vectors, or takes too long to find",
            where=space.case.id,
            hint="settle some issues first, ask for a coarser one with `within`, or raise `limit`",
        )
    return Merged(
        space=space, utilities=found, points=merged.points, picks=merged.picks, within=merged.within
    )


def agents_of(space: OutcomeSpace, agents: str | Sequence[str]) -> tuple[str, ...]:
    """The actors meant by "principals", "ratifiers" (whoever a rule asks), or a list of ids.

    Raises UnknownName for an actor whose preferences no rule asks for.
    """
    if agents == "principals":
        return tuple(dict.fromkeys(space.principals))
    known = sorted({leaf.name for leaf in space.leaves if leaf.kind == "gain"})
    if agents == "ratifiers":
        return tuple(known)
    named = (agents,) if isinstance(agents, str) else tuple(agents)
    for name in named:
        if name not in known:
            words = ("principals", "ratifiers") if isinstance(agents, str) else ()
            raise UnknownName.among(name, "group or actor", [*words, *known], where=space.case.id)
    return named
