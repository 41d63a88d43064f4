"""The picture of a deal space: packages in the plane of two parties' likely utilities, with their odds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import feasible, likely_utilities
from detente.analysis.frontier import merged_frontier
from detente.analysis.results import Finding
from detente.analysis.space import OutcomeSpace
from detente.case.model import Package
from detente.errors import SpaceTooLarge, UnknownName
from detente.kernels.approval import passes_selected

__all__ = ["Scatter", "picture_of"]

_SEED = 20
_FRONTIER = 20_000
_TRIED = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scatter(Finding):
    """Packages as points: the likely utilities of two parties' principals, and the odds of each package.

    `rows` (m, issues) are option numbers, `x`, `y` and `odds` (m,); `frontier` (m,) says which no other
    package shown makes better for one of the two and worse for none, `best` which are among the best odds,
    `zone` which pass at the likely values. `numbers` are those of the packages.
    `reservations` are what the two principals get without a deal. All shown are feasible but, where nothing
    is, the `best`.
    """

    parties: tuple[str, str]
    principals: tuple[str, str]
    reservations: tuple[float, float]
    packages: int
    numbers: tuple[int, ...]
    rows: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    odds: NDArray[np.float64]
    frontier: NDArray[np.bool_]
    best: NDArray[np.bool_]
    zone: NDArray[np.bool_]

    @property
    def shown(self) -> int:
        """How many packages are in the picture."""
        return len(self.rows)

    def __str__(self) -> str:
        """One line."""
        return f"picture: {self.shown:,} of {self.packages:,} packages for {' and '.join(self.parties)}"


def picture_of(
    space: OutcomeSpace,
    odds: NDArray[np.float64],
    candidates: NDArray[np.int64] | None,
    best: NDArray[np.int64],
    *,
    parties: tuple[str, str] | None = None,
    most: int = 2000,
) -> Scatter:
    """A sample of about `most` packages, with the frontier of the two parties and the `best` in any case.

    `odds` (m,) are those of all packages by number, or of the `candidates` (m, issues). The sample is the
    same whatever the odds; infeasible packages are left out of it. Raises UnknownName for a party that is
    not in the case.
    """
    pair = _pair(space, parties)
    two = (space.case.party(pair[0]).principal, space.case.party(pair[1]).principal)
    total = space.packages if candidates is None else len(candidates)
    chosen = np.random.default_rng(_SEED).choice(total, min(_TRIED * most, total), replace=False)
    rows = space.rows(chosen) if candidates is None else candidates[chosen]
    rows = np.concatenate((rows[feasible(space, rows)][:most], best))
    if candidates is None:
        rows = np.concatenate((rows, _frontier_rows(space, two)))
    rows = np.unique(rows, axis=0)
    actors, values = likely_utilities(space, rows, two)
    x, y = (values[:, actors.index(actor)] for actor in two)
    places = _places(space, candidates, rows)
    return Scatter(
        parties=pair,
        principals=two,
        reservations=(space.likely_gains[two[0]][2], space.likely_gains[two[1]][2]),
        packages=space.packages,
        numbers=tuple(space.number_of(Package(tuple(row))) for row in rows.tolist()),
        rows=rows,
        x=x,
        y=y,
        odds=odds[places],
        frontier=_undominated(x, y),
        best=np.isin(places, _places(space, candidates, best)),
        zone=np.asarray(passes_selected(space.likely, space.program()[0].only(0), rows)[0, 0]),
    )


def _pair(space: OutcomeSpace, parties: tuple[str, str] | None) -> tuple[str, str]:
    """The two parties of the picture; one alone is set against itself."""
    if parties is None:
        return space.parties[0], space.parties[min(1, len(space.parties) - 1)]
    for name in parties:
        if name not in space.parties:
            raise UnknownName.among(name, "party", space.parties)
    return parties


def _places(
    space: OutcomeSpace, candidates: NDArray[np.int64] | None, rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Numbers of packages, or their places among the candidates."""
    if candidates is None:
        found = np.zeros(len(rows), dtype=np.int64)
        for size, column in zip(space.sizes, rows.T, strict=True):
            found = found * size + column
        return found
    place = {tuple(row): k for k, row in enumerate(candidates.tolist())}
    return np.array([place[tuple(row)] for row in rows.tolist()], dtype=np.int64)


def _frontier_rows(space: OutcomeSpace, two: tuple[str, str]) -> NDArray[np.int64]:
    """A package for every point of the frontier of two actors; none where there are too many."""
    try:
        merged = merged_frontier(space, agents=tuple(dict.fromkeys(two)), limit=_FRONTIER)
    except SpaceTooLarge:
        return np.zeros((0, len(space.sizes)), dtype=np.int64)
    return merged.utilities.options(merged.picks)


def _undominated(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points no other point dominates; equal ones stand together, told apart at nine decimals."""
    across, up = np.round(x, 9), np.round(y, 9)
    order = np.lexsort((-up, -across))
    across, up = across[order], up[order]
    best = np.maximum.accumulate(np.concatenate(([-np.inf], up)))[:-1]
    first = np.concatenate(([True], across[1:] != across[:-1])) if len(x) else np.zeros(0, np.bool_)
    start = np.maximum.accumulate(np.where(first, np.arange(len(x)), 0))
    found = np.zeros(len(x), dtype=np.bool_)
    found[order] = (up > best[start]) & (up == up[start])
    return found
