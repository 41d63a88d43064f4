"""Odds: under the ranges, the share of draws in which the deal rule passes a package.

One draw fixes every uncertain number at once, shared by all packages and actors. Draws are eight
independent scramblings of a Sobol' sequence, which also give the error bars; the best packages are chosen on
one set of draws and scored again on fresh ones, since the best of many is biased upward.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, chance, cube_of, offers
from detente.analysis.candidates import candidate_rows
from detente.analysis.choosing import in_order
from detente.analysis.results import Basis, Chance, Finding, Offer
from detente.analysis.space import OutcomeSpace
from detente.kernels import approval
from detente.kernels.approval_tables import ApprovalTables, Counts
from detente.languages import worded

__all__ = ["Odds", "PackageOdds", "best_rows", "counted_draws", "odds", "odds_in", "odds_of"]

_LIMIT = 20_000_000
_FRESH = 1_000_003


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageOdds:
    """A package with its odds, and the chance that each party and each actor asked would pass it."""

    offer: Offer
    odds: Chance
    parties: tuple[tuple[str, Chance], ...]
    actors: tuple[tuple[str, Chance], ...]

    def __str__(self) -> str:
        """One line."""
        return f"{self.odds}: {self.offer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds(Finding):
    """How likely packages are to pass, under the ranges.

    `any` is the share of draws in which at least one package passes; `zone_sizes` the 5th, 25th, 50th, 75th
    and 95th percentile of how many do. `best` are the packages with the best odds, scored on fresh draws.
    """

    basis: Basis
    packages: int
    any: Chance
    zone_sizes: tuple[tuple[str, float], ...]
    best: tuple[PackageOdds, ...]

    def __str__(self) -> str:
        """One line."""
        top = f"; best package {self.best[0].odds}" if self.best else ""
        return f"odds: some package passes in {self.any} of draws{top}"


def odds(
    space: OutcomeSpace,
    *,
    draws: int = 1024,
    seed: int = 0,
    top: int = 10,
    progress: Callable[[int, int], None] | None = None,
) -> Odds:
    """The odds of every package under the ranges, and the best of them (joint draws; model: odds).

    `draws` is rounded up to eight times a power of two. The best are in the order of the draws that they were
    chosen on, told with their odds on fresh ones, so that none is flattered by the choice; equal ones by the
    largest sum of the principals' likely utilities, the largest smallest one, then option ids. Beyond
    2 x 10^7 packages only those on the principals' frontier are scored, and `any` and `zone_sizes` are lower
    bounds; the basis says so.
    """
    cube = cube_of(space, draws, seed)
    program, _ = space.program()
    if space.packages > _LIMIT:
        method = worded("scrambled Sobol' draws; packages on the principals' frontier only, so a lower bound")
        rows = candidate_rows(space)
        passed = approval.passes_selected(space.drawn(cube), program.only(0), rows)[0]
        order = in_order(space, rows, passed.sum(axis=0).astype(np.float64))
        sizes, chosen = passed.sum(axis=1), rows[order[:top]]
    else:
        method = worded("scrambled Sobol' draws")
        counted = counted_draws(space, draws, seed, progress)
        sizes, chosen = counted.zone_sizes[0], best_rows(space, counted.counts[0], top)
    best = odds_of(space, chosen, draws=draws, seed=seed + _FRESH)
    steps = ("5 %", "25 %", "50 %", "75 %", "95 %")
    quantiles = np.quantile(sizes, [0.05, 0.25, 0.5, 0.75, 0.95], method="inverted_cdf")
    return Odds(
        basis=basis_of(space, method, exact=False, seed=seed, draws=len(cube)),
        packages=space.packages,
        any=chance(sizes > 0),
        zone_sizes=tuple(zip(steps, (float(q) for q in quantiles), strict=True)),
        best=best,
    )


def counted_draws(
    space: OutcomeSpace, draws: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> Counts:
    """In how many draws each package passes, counted once for a space, a number of draws and a seed."""
    key = ("counted", draws, seed)
    if key not in space.memo:
        program, _ = space.program()
        tables = space.drawn(cube_of(space, draws, seed))
        space.memo[key] = approval.pass_counts(tables, program.only(0), progress)
    found: Counts = space.memo[key]
    return found


def best_rows(space: OutcomeSpace, counts: NDArray[np.unsignedinteger], most: int) -> NDArray[np.int64]:
    """The packages with the most passing draws; among equals those with the largest sum of utilities."""
    keep = min(most, len(counts))
    floor = np.partition(counts, len(counts) - keep)[len(counts) - keep]
    numbers = np.flatnonzero(counts >= max(floor, 1))
    if len(numbers) == 0:
        numbers = np.arange(min(len(counts), 100_000))
    numbers = numbers[:1_000_000]
    rows = space.rows(numbers)
    return rows[in_order(space, rows, counts[numbers].astype(np.float64))[:most]]


def odds_of(
    space: OutcomeSpace, rows: NDArray[np.int64], *, draws: int = 1024, seed: int = 0
) -> tuple[PackageOdds, ...]:
    """The odds of some packages, given as option numbers (m, issues), in that order."""
    return odds_in(space, space.drawn(cube_of(space, draws, seed)), rows)


def odds_in(space: OutcomeSpace, tables: ApprovalTables, rows: NDArray[np.int64]) -> tuple[PackageOdds, ...]:
    """The odds of some packages, given as option numbers (m, issues), in draws that are at hand."""
    if len(rows) == 0:
        return ()
    program, names = space.program()
    passed = approval.passes_selected(tables, program, rows)
    found = []
    for k, offer in enumerate(offers(space, rows)):
        by_root = {name: chance(passed[r, :, k]) for r, name in enumerate(names)}
        found.append(
            PackageOdds(
                offer=offer,
                odds=by_root["deal"],
                parties=_part(by_root, "party:"),
                actors=_part(by_root, "actor:"),
            )
        )
    return tuple(found)


def _part(by_root: dict[str, Chance], prefix: str) -> tuple[tuple[str, Chance], ...]:
    return tuple((n.removeprefix(prefix), c) for n, c in by_root.items() if n.startswith(prefix))
