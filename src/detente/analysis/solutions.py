"""Bargaining solutions: the packages that a concept singles out from an outcome space.

A concept is any function `OutcomeSpace -> Solution | None`. Name yours in SOLUTIONS and the contract tests,
the command line and the brief find it. All choose among efficient packages that give every principal at
least its reservation; None when there is none. All ties are returned, compared as exact integers.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from detente.analysis.basis import basis_of, offers
from detente.analysis.frontier import Merged, merged_frontier
from detente.analysis.results import Basis, Finding, Offer, Pairs
from detente.analysis.space import OutcomeSpace
from detente.errors import CaseError, UnknownName
from detente.kernels import frontier as kernel
from detente.languages import worded

__all__ = ["SOLUTIONS", "Concept", "Solution", "egalitarian", "kalai_smorodinsky", "nash", "utilitarian"]

_NEAR = 1e-9
_TIES = 1000
_FINEST = 10_000
_FITS = 2**61
_METHODS = {
    # Translators: how a result was found; it follows the name of the result, before ", exact".
    "egalitarian": worded("egalitarian on the exact frontier"),
    "kalai_smorodinsky": worded("kalai_smorodinsky on the exact frontier"),
    "nash": worded("nash on the exact frontier"),
    "utilitarian": worded("utilitarian on the exact frontier"),
}

Gains: TypeAlias = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution(Finding):
    """The package that a concept names, and all that tie with it.

    `offer` is named among `ties` by the largest sum of utilities, then the most equal gains, then the option
    ids in alphabetical order of issues: the same whatever the order of the file. `gains` are over no deal;
    `count` is how many packages tie, a lower bound when `complete` is False (too many sums to follow).
    """

    basis: Basis
    concept: str
    offer: Offer
    gains: Pairs
    count: int
    complete: bool
    ties: tuple[Offer, ...]

    @property
    def utilities(self) -> tuple[float, ...]:
        """The principals' utilities of the named package, in alphabetical order of their parties."""
        return tuple(value for _, value in self.offer.utilities)

    def __str__(self) -> str:
        """One line."""
        shown = ", ".join(f"{actor} {value:.4g}" for actor, value in self.offer.utilities)
        tied = f" ({self.count} packages tie)" if self.count > 1 else ""
        return f"{self.concept}: {shown}{tied}"


Concept: TypeAlias = Callable[..., "Solution | None"]


def nash(
    space: OutcomeSpace,
    *,
    disagreement: float | None = None,
    weights: Mapping[str, float] | None = None,
) -> Solution | None:
    """Packages with the largest product of gains over no deal (Nash 1950, doi:10.2307/1907266).

    Where no package gives every principal a gain, all products are 0 and the ties are compared by the number
    of principals who gain, then the product of their gains. `disagreement` replaces every reservation.
    `weights`, by party, are the powers of the gains (the asymmetric solution, Kalai 1977,
    doi:10.1007/BF01774658): only their ratios count, compared exactly as decimals. Raises UnknownName for a
    party that there is not, CaseError for a weight that is missing, not positive, or of too many digits.

    >>> from detente.case.library import example
    >>> space = OutcomeSpace(example("panama-canal-1974"))
    >>> nash(space, disagreement=0).concept
    'nash'
    """
    if weights is None:
        return _choose(space, "nash", _product, disagreement)
    powers = _powers(space, weights)
    return _choose(space, "nash", partial(_product, powers=powers), disagreement, powers)


def kalai_smorodinsky(space: OutcomeSpace, *, disagreement: float | None = None) -> Solution | None:
    """Packages whose smallest relative gain is largest, then the next smallest (Kalai & Smorodinsky 1975).

    The relative gain of a principal is its gain over no deal divided by its largest gain among packages that
    give every principal at least its reservation (doi:10.2307/1914280; for packages that are not divisible
    the leximin form of Imai 1983). A principal that cannot gain at all is left out of the comparison.
    """
    return _choose(space, "kalai_smorodinsky", _relative, disagreement)


def egalitarian(space: OutcomeSpace, *, disagreement: float | None = None) -> Solution | None:
    """Packages whose smallest gain is largest, then the next smallest (Kalai 1977, doi:10.2307/1913954)."""
    return _choose(space, "egalitarian", lambda gains, _: tuple(sorted(gains)), disagreement)


def utilitarian(space: OutcomeSpace, *, disagreement: float | None = None) -> Solution | None:
    """Packages with the largest sum of gains over no deal (Harsanyi 1955)."""
    return _choose(space, "utilitarian", lambda gains, _: (sum(gains, Fraction(0)),), disagreement)


SOLUTIONS: Mapping[str, Concept] = {
    "egalitarian": egalitarian,
    "kalai_smorodinsky": kalai_smorodinsky,
    "nash": nash,
    "utilitarian": utilitarian,
}

_Key: TypeAlias = Callable[[Gains, Gains], tuple[Fraction, ...]]


def _product(gains: Gains, _: Gains, powers: Sequence[int] = ()) -> tuple[Fraction, ...]:
    raised = zip(gains, powers or [1] * len(gains), strict=True)
    positive = [gain**power for gain, power in raised if gain > 0]
    return Fraction(len(positive)), math.prod(positive, start=Fraction(1))


def _powers(space: OutcomeSpace, weights: Mapping[str, float]) -> tuple[int, ...]:
    """The weights as the smallest whole numbers of the same ratios, in the order of the principals."""
    for party in weights:
        if party not in space.parties:
            raise UnknownName.among(party, "party", space.parties)
    for party in space.parties:
        if not 0 < weights.get(party, 0.0) < math.inf:
            hint = "give every party a weight above 0, such as 0.5"
            raise CaseError("has no weight above 0", where=f"weights.{party}", hint=hint)
    told = {party: Fraction(repr(float(weight))) for party, weight in weights.items()}
    scale = math.lcm(*(weight.denominator for weight in told.values()))
    whole = {party: int(weight * scale) for party, weight in told.items()}
    shared = math.gcd(*whole.values())
    by_principal = {space.case.party(party).principal: n // shared for party, n in whole.items()}
    if max(by_principal.values()) > _FINEST:
        hint = "round them to two or three digits"
        raise CaseError("the weights have too many digits to compare exactly", where="weights", hint=hint)
    return tuple(by_principal[actor] for actor in space.principals)


def _relative(gains: Gains, best: Gains) -> tuple[Fraction, ...]:
    return tuple(sorted(gain / top for gain, top in zip(gains, best, strict=True) if top > 0))


def _choose(
    space: OutcomeSpace,
    concept: str,
    key: _Key,
    disagreement: float | None,
    powers: Sequence[int] = (),
) -> Solution | None:
    """The efficient, individually rational packages that maximise `key` of the gains, all ties."""
    merged = merged_frontier(space, disagreement=disagreement)
    floor = merged.utilities.reservations
    rational = np.all(merged.points >= _row(floor, merged.points.dtype), axis=1)
    rows = np.flatnonzero(rational)
    if len(rows) == 0:
        return None
    exact = _exact_gains(merged, _near_best(merged, rows, concept, powers))
    best = tuple(
        Fraction(int(merged.points[rows, k].max()) - floor[k], scale)
        for k, scale in enumerate(merged.utilities.scales)
    )
    scored = {row: key(gains, best) for row, gains in exact.items()}
    top = max(scored.values())
    return _solution(merged, concept, [row for row, value in scored.items() if value == top], exact)


def _near_best(merged: Merged, rows: np.ndarray, concept: str, powers: Sequence[int] = ()) -> np.ndarray:
    """The rows whose objective is within rounding of the best: the exact comparison is made among these."""
    scales = np.array([float(s) for s in merged.utilities.scales])
    floor = _row(merged.utilities.reservations, merged.points.dtype)
    gains = (merged.points[rows] - floor).astype(np.float64) / scales
    if concept == "nash":
        gaining = (gains > 0).sum(axis=1)
        rows, gains = rows[gaining == gaining.max()], gains[gaining == gaining.max()]
        share = np.array(powers or [1] * gains.shape[1]) / max(sum(powers), 1)
        values = (np.where(gains > 0, gains, 1.0) ** share).prod(axis=1)
    elif concept == "utilitarian":
        values = gains.sum(axis=1)
    else:
        best = gains.max(axis=0)
        if concept == "kalai_smorodinsky":
            gains = gains[:, best > 0] / best[best > 0]
        values = gains.min(axis=1) if gains.shape[1] else np.zeros(len(gains))
    return np.asarray(rows[values >= values.max() - _NEAR * max(abs(values.max()), 1e-300) - 1e-300])


def _row(values: Sequence[int], kind: np.dtype[Any]) -> np.ndarray:
    """The integers as an array of that kind, or of Python integers where a difference might not fit."""
    return np.array(values, dtype=kind if max(map(abs, values), default=0) < _FITS else object)


def _exact_gains(merged: Merged, rows: np.ndarray) -> dict[int, Gains]:
    floor, scales = merged.utilities.reservations, merged.utilities.scales
    return {
        int(row): tuple(
            Fraction(int(value) - low, scale)
            for value, low, scale in zip(merged.points[row], floor, scales, strict=True)
        )
        for row in rows
    }


def _solution(merged: Merged, concept: str, rows: list[int], exact: dict[int, Gains]) -> Solution:
    """The solution with every package that attains a tied vector, the named one first."""
    space, found = merged.space, merged.utilities
    count, complete = 0, True
    entries: list[tuple[tuple[object, ...], Offer, Gains]] = []
    for row in rows:
        attained = kernel.attaining(found.blocks, merged.points[row], limit=_TIES, on_frontier=True)
        count += max(attained.count, 1)
        complete = complete and attained.complete
        picks = attained.picks if attained.count else merged.picks[[row]]
        for offer in offers(space, found.options(picks)):
            gains = exact[row]
            order = (-sum(gains, Fraction(0)), tuple(-g for g in sorted(gains)), sorted(offer.terms))
            entries.append((order, offer, gains))
    entries.sort(key=lambda entry: entry[0])
    _, offer, gains = entries[0]
    return Solution(
        basis=basis_of(space, _METHODS[concept]),
        concept=concept,
        offer=offer,
        gains=tuple((actor, float(gain)) for actor, gain in zip(found.actors, gains, strict=True)),
        count=count,
        complete=complete,
        ties=tuple(entry[1] for entry in entries[:_TIES]),
    )
