"""What every question needs around its kernel: the basis of an answer, offers told by name, draws."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.results import Basis, Chance, Offer
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case
from detente.errors import SpaceTooLarge

__all__ = [
    "SCRAMBLES",
    "basis_of",
    "chance",
    "cube_of",
    "feasible",
    "offers",
    "package_version",
    "refuse_larger",
    "sobol_points",
]

SCRAMBLES = 8


def basis_of(
    about: OutcomeSpace | Case, method: str, *, exact: bool = True, seed: int | None = None, draws: int = 0
) -> Basis:
    """The basis of an answer about a space, or about a case as it is told."""
    case = about if isinstance(about, Case) else about.case
    return Basis(
        case=case.id,
        digest=about.digest() if isinstance(about, Case) else about.digest,
        as_of=case.as_of,
        scenario=case.scenario,
        readings=() if isinstance(about, Case) else tuple(about.reading_sets()[0].items()),
        method=method,
        exact=exact,
        seed=seed,
        draws=draws,
        version=package_version(),
    )


def offers(space: OutcomeSpace, rows: NDArray[np.int64]) -> tuple[Offer, ...]:
    """Packages, given as option numbers (m, issues), told by name with the principals' likely utilities."""
    actors, values = likely_utilities(space, rows)
    found = []
    for row, utility in zip(rows, values, strict=True):
        terms = tuple((issue.id, space.options[k][int(row[k])]) for k, issue in enumerate(space.issues))
        number = 0
        for size, option in zip(space.sizes, row, strict=True):
            number = number * size + int(option)
        pairs = tuple(zip(actors, (float(u) for u in utility), strict=True))
        found.append(Offer(number=number, terms=terms, utilities=pairs))
    return tuple(found)


def likely_utilities(
    space: OutcomeSpace, rows: NDArray[np.int64], actors: Sequence[str] | None = None
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Utilities (m, actors) at the likely values, of the principals unless other actors are named."""
    chosen = tuple(dict.fromkeys(space.principals if actors is None else actors))
    columns = space.columns(rows)
    found = np.zeros((len(rows), len(chosen)))
    for k, actor in enumerate(chosen):
        table, terms, _ = space.likely_gains[actor]
        found[:, k] = table[columns].sum(axis=1)
        for condition, value in terms.items():
            found[:, k] += value * holding(space, space.condition(condition), columns)
    return chosen, found


def holding(
    space: OutcomeSpace, condition: tuple[int, frozenset[int]], columns: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether a condition holds for packages given by their columns (m, issues)."""
    mode, literals = condition
    inside = np.isin(columns, list(literals))
    if mode == 1:
        return np.asarray(inside.any(axis=1))
    touched = sorted({space.issue_of(c) for c in literals})
    return np.asarray(inside[:, touched].all(axis=1))


def feasible(space: OutcomeSpace, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether packages, given as option numbers (m, issues), hold no infeasible combination."""
    columns = space.columns(rows)
    found = np.ones(len(rows), dtype=np.bool_)
    for number in space.infeasible_conditions():
        found &= ~holding(space, space.condition(number), columns)
    return found


def cube_of(space: OutcomeSpace, draws: int, seed: int) -> NDArray[np.float64]:
    """Points (draws, dims) of the unit cube: eight independent scramblings of a Sobol' sequence.

    The number of draws is rounded up to eight times a power of two; scrambling s is rows s, s + 8, ...
    Without uncertain numbers one row is enough, and eight equal ones are returned.
    """
    return sobol_points(space.numbers.dims, draws, seed)


def sobol_points(dims: int, draws: int, seed: int) -> NDArray[np.float64]:
    """Points (draws, dims) laid out as `cube_of` does, in any number of dimensions."""
    if dims == 0:
        return np.zeros((SCRAMBLES, 0))
    from scipy.stats import qmc

    power = max(int(np.ceil(np.log2(max(draws, SCRAMBLES) / SCRAMBLES))), 0)
    parts = [
        qmc.Sobol(dims, scramble=True, rng=np.random.default_rng([seed, s])).random_base2(power)
        for s in range(SCRAMBLES)
    ]
    return np.stack(parts, axis=1).reshape(-1, dims)


def chance(passed: NDArray[Any]) -> Chance:
    """The share of true among draws laid out as `cube_of` does, with its error over the scramblings."""
    by_scramble = np.asarray(passed, dtype=np.float64).reshape(-1, SCRAMBLES).mean(axis=0)
    error = by_scramble.std(ddof=1) / np.sqrt(SCRAMBLES)
    return Chance(share=float(by_scramble.mean()), error=float(error))


def refuse_larger(space: OutcomeSpace, limit: int, question: str) -> None:
    """Raises SpaceTooLarge when the space has more packages than `question` can enumerate."""
    if space.packages > limit:
        raise SpaceTooLarge(
            f"{question} enumerates packages: {space.packages:.3g} of them, the limit is {limit:.3g}",
            where=space.case.id,
            hint="ask `frontier`, `solve`, `odds` or `trade`, which do not enumerate, or take options off the"
            " table, such as issues.ISSUE.options.OPTION.available=false",
        )


@cache
def package_version() -> str:
    """The version of detente that is installed; empty when it is run from a folder alone."""
    try:
        return version("detente")
    except PackageNotFoundError:  # pragma: no cover
        return ""
