"""The zone: the packages that the deal rule passes, at the likely values or in one draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, offers, refuse_larger
from detente.analysis.members import inside, least_unequal
from detente.analysis.patterns import Patterns, patterns_in
from detente.analysis.results import Basis, Counts, Finding, Offer
from detente.analysis.space import OutcomeSpace
from detente.kernels import approval
from detente.kernels.approval_tables import PackageSet
from detente.languages import worded

__all__ = ["ReadingCount", "Zone", "blocking_core", "zone"]

_LIMIT = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingCount:
    """How many packages pass under one set of readings."""

    readings: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Finding):
    """The packages that the deal rule passes: how many of all, and some of them.

    `win_sets` counts the packages that each party would pass, `actors` those that each ratifier would say
    yes to, `approving` the packages inside the zone that each party passes. `core` names the blocking core of
    an empty zone. `signable` counts packages of the zone inside every mandate, None when none is stated.
    """

    basis: Basis
    packages: int
    count: int
    win_sets: Counts
    actors: Counts
    approving: Counts
    readings: tuple[ReadingCount, ...]
    core: tuple[str, ...]
    signable: int | None
    offers: tuple[Offer, ...]

    @property
    def share(self) -> float:
        """The share of all packages that are in the zone."""
        return self.count / self.packages

    def __str__(self) -> str:
        """One line."""
        if self.count == 0:
            core = ", ".join(self.core) or "infeasible combinations"
            return f"zone: empty, no package of {self.packages:,} passes; blocking core: {core}"
        return f"zone: {self.count:,} of {self.packages:,} packages pass ({100 * self.share:.3g} %)"


def zone(space: OutcomeSpace, *, listing: int = 20, draw: NDArray[np.float64] | None = None) -> Zone:
    """The packages that the deal rule passes, every uncertain number at its likely value (model: zone).

    `draw` is a point (dims,) of the unit cube that fixes the numbers otherwise. Listed are up to `listing`
    packages, those first whose smallest gain among the principals is largest, then the largest sum, then by
    option ids. An empty zone is a finding. Raises SpaceTooLarge beyond 10^8 packages.

    >>> from detente.case.library import example
    >>> zone(OutcomeSpace(example("panama-canal-1974"))).packages
    1024
    """
    refuse_larger(space, _LIMIT, "zone")
    tables = space.likely if draw is None else space.drawn(draw[None, :])
    found = patterns_in(space, tables)
    counts = found.counts
    program, names = space.program()
    passed = found.passing(program)
    sizes = {name: int(counts[row].sum()) for name, row in zip(names, passed, strict=True)}
    approving = {name: int(counts[row & passed[0]].sum()) for name, row in zip(names, passed, strict=True)}
    count = sizes["deal"]
    readings = tuple(
        ReadingCount(readings=tuple(choice.items()), count=found.size(choice))
        for choice in space.reading_sets()
    )
    listed: tuple[Offer, ...] = ()
    signable: int | None = None
    if count:
        members = approval.passing(tables, program)
        listed = offers(space, least_unequal(space, members, listing))
        signable = _signable(space, members)
    elif space.case.mandates:
        signable = 0
    return Zone(
        basis=basis_of(space, worded("enumeration of approval patterns")),
        packages=space.packages,
        count=count,
        win_sets=_named(sizes, "party:"),
        actors=_named(sizes, "actor:"),
        approving=_named(approving, "party:"),
        readings=readings,
        core=() if count else blocking_core(found),
        signable=signable,
        offers=listed,
    )


def blocking_core(found: Patterns) -> tuple[str, ...]:
    """A smallest-by-inclusion set of actors who together leave no package: granting any one opens the zone.

    Taken in alphabetical order, so that the same case always gives the same core; empty when infeasible
    combinations alone leave none. `blockers` lists every core.
    """
    asked = sorted({leaf.name for leaf in found.space.leaves if leaf.kind in {"gain", "stays"}})
    asked += [c.actor for c in found.space.case.consents if c.actor not in asked]
    granted: list[str] = []
    for actor in asked:
        if found.size(granted=[*granted, actor]) == 0:
            granted.append(actor)
    return tuple(actor for actor in sorted(asked) if actor not in granted)


def _signable(space: OutcomeSpace, members: PackageSet) -> int | None:
    """Packages of the zone inside the base mandate of every party that has one."""
    mandates = [m for m in space.case.mandates if m.base]
    if not mandates:
        return None
    allowed = np.ones(sum(space.sizes), dtype=np.bool_)
    for mandate in mandates:
        allowed &= space.completions(mandate.allows)
    return inside(space, members, allowed)


def _named(sizes: dict[str, int], prefix: str) -> Counts:
    return tuple((name.removeprefix(prefix), n) for name, n in sizes.items() if name.startswith(prefix))
