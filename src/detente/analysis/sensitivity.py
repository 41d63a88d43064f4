"""Sensitivity: which range decides the answer, by Sobol' indices, and where each number flips it.

Indices are shares of the variance of a yes-or-no answer (does the package pass) or of the zone's share, over
the draws of the odds. Flip points are exact: utility is linear in each number (see `flips`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import SCRAMBLES, basis_of, offers, sobol_points
from detente.analysis.flips import Flip, flips_of_package, flips_of_zone
from detente.analysis.odds import odds
from detente.analysis.results import Basis, Finding, Offer
from detente.analysis.space import OutcomeSpace
from detente.case.model import Package
from detente.errors import AnalysisError, MissingExtra
from detente.kernels import approval
from detente.languages import worded

__all__ = ["METHODS", "Answer", "Index", "Sensitivity", "sensitivity"]

Floats: TypeAlias = NDArray[np.float64]
METHODS: tuple[str, ...] = ("scipy", "salib")
_CHUNK = 512
_WORK = 120_000_000
_LEAST = 16
_SCREENED = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Shares of the variance that one group of numbers explains, with standard errors.

    `first` is its share alone, `total` its share with all that it does together with others.
    """

    name: str
    first: float
    first_error: float
    total: float
    total_error: float

    def __str__(self) -> str:
        """One line."""
        return f"{self.name}: alone {self.first:.2f} ± {self.first_error:.2f}, in all {self.total:.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How an answer varies over the ranges, and what decides it.

    `mean` and `variance` are of the answer over `evaluations`. `by_number` has one index for each coordinate
    that a draw fixes (an event's ends in "?"), `by_actor` and `by_kind` for groups of them, largest total
    first; all empty when the answer never changes.
    """

    about: str
    mean: float
    variance: float
    evaluations: int
    by_number: tuple[Index, ...]
    by_actor: tuple[Index, ...]
    by_kind: tuple[Index, ...]
    flips: tuple[Flip, ...]

    @property
    def varies(self) -> bool:
        """False when the answer was the same in every draw."""
        return self.variance > 0

    def __str__(self) -> str:
        """One line."""
        if not self.varies:
            return f"{self.about} never changes in {self.evaluations:,} evaluations"
        flipping = sum(flip.at is not None for flip in self.flips)
        most = self.by_number[0]
        return (
            f"{self.about} turns most on {most.name} ({most.total:.2f} of the variance); {flipping} flip it"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity(Finding):
    """Which ranges decide whether a package passes, and how large the zone is.

    `package` is about `target`. `zone` is None when the space is too large for the draws that it needs;
    `left_out` then says so. The flips of `zone` are about whether it is empty.
    """

    basis: Basis
    target: Offer
    package: Answer
    zone: Answer | None
    left_out: str

    def __str__(self) -> str:
        """One line."""
        return f"sensitivity: {self.package}"


def sensitivity(
    space: OutcomeSpace,
    *,
    target: Package | None = None,
    draws: int = 512,
    seed: int = 0,
    method: str = "scipy",
) -> Sensitivity:
    """Which range decides whether `target` passes (by default the package with the best odds), and the zone.

    First-order and total Sobol' indices by the estimators of Saltelli et al. 2010 (doi 10.1016/
    j.cpc.2009.09.018) and Jansen 1999, with errors by a jackknife over eight scramblings; `method` "salib"
    computes them with SALib, with errors by its bootstrap; raises MissingExtra where that is not installed.
    Without ranges, or when the answer never changes, there are no indices. The zone's share uses fewer draws
    and tells only the 24 numbers alone that vary most with it; its flips are of whether it is empty.

    >>> from detente.case.library import example
    >>> sensitivity(OutcomeSpace(example("panama-canal-1974"))).package.varies
    False
    """
    _refuse_unknown(method)
    chosen = _default(space, draws, seed) if target is None else target
    row = np.array([chosen.options], dtype=np.int64)
    package = _answer(
        "whether the package passes",
        space.numbers.dim_names,
        _passes(space, chosen),
        (draws, seed, method),
    )
    groups = len(_grouped(space.numbers.dim_names, _SCREENED)) + 2
    affordable = _WORK // (space.packages * groups)
    zone, left_out = None, ""
    if affordable >= _LEAST:
        few = min(draws, 1 << (affordable.bit_length() - 1))
        about = "the share of the zone"
        zone = _answer(about, space.numbers.dim_names, _share(space), (few, seed, method), _SCREENED)
        zone = replace(zone, flips=flips_of_zone(space))
    else:
        left_out = f"the zone's share: {space.packages:,} packages are too many for the draws it needs"
    # Translators: how a result was found; {method} is the library that computes it.
    how = worded("Sobol' indices ({method})", method=method)
    return Sensitivity(
        basis=basis_of(space, how, exact=False, seed=seed, draws=draws),
        target=offers(space, row)[0],
        package=replace(package, flips=flips_of_package(space, chosen)),
        zone=zone,
        left_out=left_out,
    )


def _refuse_unknown(method: str) -> None:
    if method not in METHODS:
        raise AnalysisError(f"there is no method called {method!r}", hint=f"one of {', '.join(METHODS)}")
    if method == "salib" and find_spec("SALib") is None:
        raise MissingExtra.named("sensitivity", "SALib")


def _default(space: OutcomeSpace, draws: int, seed: int) -> Package:
    best = odds(space, draws=draws, seed=seed, top=1).best[0].offer
    return space.package(dict(best.terms))


def _passes(space: OutcomeSpace, package: Package) -> Callable[[Floats], Floats]:
    """The answer of one package at points of the unit cube, on a space of that package alone."""
    terms = space.terms(package)
    alone = tuple(
        replace(i, options=tuple(replace(o, available=o.id == terms.get(i.id)) for o in i.options))
        if i.on_table
        else i
        for i in space.case.issues
    )
    single = OutcomeSpace(space.case.with_(issues=alone), readings=space.readings)
    program = single.program()[0].only(0)
    row = np.zeros((1, len(single.sizes)), dtype=np.int64)

    def answer(cube: Floats) -> Floats:
        return approval.passes_selected(single.drawn(cube), program, row)[0, :, 0].astype(np.float64)

    return answer


def _share(space: OutcomeSpace) -> Callable[[Floats], Floats]:
    program = space.program()[0].only(0)

    def answer(cube: Floats) -> Floats:
        sizes = approval.pass_counts(space.drawn(cube), program).zone_sizes[0]
        return np.asarray(sizes / space.packages)

    return answer


def _grouped(names: Sequence[str], single: int | None = None) -> list[tuple[str, str, list[int]]]:
    """Groups of coordinates: the first few (or all) alone, then by actor, then by kind."""
    found = [("number", name, [k]) for k, name in enumerate(names[:single])]
    for level, part in (("actor", _actor), ("kind", _kind)):
        groups: dict[str, list[int]] = {}
        for k, name in enumerate(names):
            groups.setdefault(part(name), []).append(k)
        found += [(level, name, groups[name]) for name in sorted(groups)]
    return found


def _actor(name: str) -> str:
    """Whose number a coordinate moves: an actor, a consent or an influence; "drivers" for shared ones."""
    head, _, rest = name.partition(".")
    if head in {"consents", "influences"}:
        return f"{head}.{rest.removesuffix('?').rpartition('.')[0]}"
    if head == "exit_threats":
        return rest.removesuffix("?").rpartition(".")[0]
    if head == "preferences":
        marks = (".weights.", ".scores.", ".interactions.", ".red_lines.", ".reservation")
        return next((rest.partition(mark)[0] for mark in marks if mark in rest), rest)
    return "drivers"


def _kind(name: str) -> str:
    """Weights, scores, interactions, red lines, reservations, exits, consents, influences or drivers."""
    head, _, rest = name.partition(".")
    named = {"consents": "consents", "influences": "influences", "exit_threats": "exits"}
    if head == "preferences":
        kinds = {
            ".weights.": "weights",
            ".scores.": "scores",
            ".interactions.": "interactions",
            ".red_lines.": "red lines",
            ".reservation": "reservations",
        }
        return next((kind for mark, kind in kinds.items() if mark in rest), "drivers")
    return named.get(head, "drivers")


def _answer(
    about: str,
    names: Sequence[str],
    evaluate: Callable[[Floats], Floats],
    how: tuple[int, int, str],
    single: int | None = None,
) -> Answer:
    """How an answer varies, with the indices of groups of coordinates, of `single` ones alone at most."""
    draws, seed, method = how
    points = sobol_points(2 * len(names), draws, seed)
    left, right = points[:, : len(names)], points[:, len(names) :]
    f_left, f_right = _chunked(evaluate, left), _chunked(evaluate, right)
    both = np.concatenate((f_left, f_right))
    evaluations = both.size
    levels: dict[str, tuple[Index, ...]] = {"number": (), "actor": (), "kind": ()}
    if both.var() > 0:
        order = _screened(np.concatenate((left, right)), both) if single else np.arange(len(names))
        groups = _grouped([names[k] for k in order], single)
        mixed = np.empty((len(groups), len(points)))
        for k, (_, _, members) in enumerate(groups):
            swapped = left.copy()
            swapped[:, order[members]] = right[:, order[members]]
            mixed[k] = _chunked(evaluate, swapped)
        evaluations += mixed.size
        levels = _indices(
            groups, *(_by_salib if method == "salib" else _by_scipy)(f_left, f_right, mixed, seed)
        )
    return Answer(
        about=about,
        mean=float(both.mean()),
        variance=float(both.var()),
        evaluations=evaluations,
        by_number=levels["number"],
        by_actor=levels["actor"],
        by_kind=levels["kind"],
        flips=(),
    )


def _indices(
    groups: list[tuple[str, str, list[int]]], first: Floats, total: Floats, errors: Floats
) -> dict[str, tuple[Index, ...]]:
    found: dict[str, list[Index]] = {"number": [], "actor": [], "kind": []}
    for k, (level, name, _) in enumerate(groups):
        index = Index(
            name=name,
            first=float(first[k]),
            first_error=float(errors[0, k]),
            total=float(total[k]),
            total_error=float(errors[1, k]),
        )
        found[level].append(index)
    return {
        level: tuple(sorted(indices, key=lambda index: (-index.total, index.name)))
        for level, indices in found.items()
    }


def _screened(cube: Floats, answers: Floats) -> NDArray[np.int64]:
    """The coordinates, those first that vary most with the answer (correlation of either sign)."""
    centred = cube - cube.mean(axis=0)
    along = np.abs(centred.T @ (answers - answers.mean())) / np.sqrt((centred**2).sum(axis=0))
    return np.argsort(-np.round(along, 12), kind="stable")


def _chunked(evaluate: Callable[[Floats], Floats], cube: Floats) -> Floats:
    return np.concatenate([evaluate(cube[k : k + _CHUNK]) for k in range(0, len(cube), _CHUNK)])


def _by_scipy(f_left: Floats, f_right: Floats, mixed: Floats, _: int) -> tuple[Floats, Floats, Floats]:
    """Indices (groups,) by scipy, and their errors (2, groups) by leaving one scrambling out at a time."""
    first, total = _scipy_indices(f_left, f_right, mixed)
    left_out = []
    scramble = np.arange(len(f_left)) % SCRAMBLES
    for s in range(SCRAMBLES):
        keep = scramble != s
        left_out.append(_saltelli(f_left[keep], f_right[keep], mixed[:, keep]))
    spread = np.array(left_out)
    errors = np.sqrt((SCRAMBLES - 1) * spread.var(axis=0))
    return first, total, errors


def _scipy_indices(f_left: Floats, f_right: Floats, mixed: Floats) -> tuple[Floats, Floats]:
    from scipy.stats import sobol_indices

    given: dict[str, Any] = {"f_A": f_left[None, :], "f_B": f_right[None, :], "f_AB": mixed[:, None, :]}
    found = sobol_indices(func=given, n=len(f_left))
    return np.asarray(found.first_order, float).reshape(-1), np.asarray(found.total_order, float).reshape(-1)


def _saltelli(f_left: Floats, f_right: Floats, mixed: Floats) -> tuple[Floats, Floats]:
    """First-order indices (Saltelli et al. 2010, b) and total ones (Jansen 1999); 0 where nothing varies."""
    both = np.concatenate((f_left, f_right))
    if both.var() == 0:
        return np.zeros(len(mixed)), np.zeros(len(mixed))
    centred = f_right - both.mean()
    first = (centred * (mixed - f_left)).mean(axis=1) / both.var()
    total = ((f_left - mixed) ** 2).mean(axis=1) / 2 / both.var()
    return first, total


def _by_salib(f_left: Floats, f_right: Floats, mixed: Floats, seed: int) -> tuple[Floats, Floats, Floats]:
    """Indices (groups,) by SALib, and their standard errors (2, groups) by its bootstrap."""
    from SALib.analyze import sobol

    groups = len(mixed)
    names = [f"g{k}" for k in range(groups)]
    problem = {"num_vars": groups, "names": names, "bounds": [[0.0, 1.0]] * groups}
    values = np.concatenate((f_left[None], mixed, f_right[None])).T.reshape(-1)
    found = sobol.analyze(problem, values, calc_second_order=False, conf_level=0.6827, seed=seed)
    errors = np.stack((np.asarray(found["S1_conf"]), np.asarray(found["ST_conf"])))
    return np.asarray(found["S1"]), np.asarray(found["ST"]), errors
