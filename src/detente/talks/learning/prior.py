"""What a case holds possible before its record is read: its own ranges, as transforms of normal numbers.

Every number starts from a standard normal coordinate. A weight or a reservation is the triangular quantile of
it, as in the draws of an outcome space, so that without a record the ranges of the case come back unchanged.
The weights of one side are tied (correlation POOLING), which lets a ratifier who said little learn from the
others of its side. Arrays are indexed by actor (alphabetical) and issue (alphabetical).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.case.preferences import Preferences, Range, reservation_at
from detente.case.signs import asked_actors
from detente.talks.learning.scores import ScoreTable, score_table

__all__ = [
    "GAP",
    "GLOBALS",
    "POOLING",
    "SPEED",
    "TRUST",
    "Believed",
    "Layout",
    "Prior",
    "believed",
    "prior_of",
]

Floats = NDArray[np.float64]

POOLING = 0.5
"""Correlation of the weights that two ratifiers of one side give to an issue, before the record is read."""

GLOBALS: tuple[tuple[str, float, float], ...] = (
    ("sharpness", 2.5, 0.5),
    ("yes_but", -3.0, 0.6),
    ("ask_above", -1.2, 0.5),
    ("drop_order", 0.4, 0.5),
)
"""Numbers shared by all actors: the name, and mean and spread of its logarithm."""

TRUST: tuple[tuple[str, float, float], ...] = (("first_hand", 3.5, 0.5), ("relayed", 1.7, 0.5))
"""Chance that a report tells what was done: the name, and mean and spread of its logit."""

GAP, SPEED = (-2.2, 0.9), (0.7, 0.6)
"""Mean and spread of the logit of how far a reservation falls in all, and of the logarithm of how fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where each coordinate stands: weights, then reservation, gap and speed of each actor; then shared."""

    actors: int
    issues: int

    @property
    def cells(self) -> int:
        """The number of weights."""
        return self.actors * self.issues

    @property
    def dims(self) -> int:
        """The number of coordinates."""
        return self.cells + 3 * self.actors + len(GLOBALS) + len(TRUST)

    def part(self, number: int) -> slice:
        """The coordinates of reservations (0), gaps (1) or speeds (2)."""
        start = self.cells + number * self.actors
        return slice(start, start + self.actors)

    def shared(self, name: str) -> int:
        """The coordinate of a number shared by all."""
        names = [one for one, _, _ in (*GLOBALS, *TRUST)]
        return self.cells + 3 * self.actors + names.index(name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prior:
    """The ranges of a case as arrays.

    `weights` (3, actors, issues) are low, likely and high before they are rescaled to sum to 1; `ranked`
    marks actors of whom only an order is stated, `corners` (actors, issues, issues) turns shares into weights
    (unit for the rest); `reservation` is (3, actors), on the scale of shares; `tie` (actors, actors) ties the
    normal numbers of one side.
    """

    case: Case
    scores: ScoreTable
    actors: tuple[str, ...]
    sides: tuple[str, ...]
    issues: tuple[str, ...]
    weights: Floats
    counted: NDArray[np.bool_]
    ranked: NDArray[np.bool_]
    corners: Floats
    reservation: Floats
    tie: Floats

    @property
    def layout(self) -> Layout:
        """Where each coordinate stands."""
        return Layout(actors=len(self.actors), issues=len(self.issues))


def prior_of(case: Case) -> Prior:
    """The prior of everyone whose approval is asked for and who has scores, actors and issues by name.

    >>> from detente.case.library import example
    >>> prior_of(example("gaza-2024")).layout.dims
    81
    """
    issues = tuple(sorted(issue.id for issue in case.table))
    wants = tuple(_wants(case)) if issues else ()
    scores = score_table(case)
    actors = tuple(p.actor for p in wants)
    sides = tuple(case.party_of(actor) or actor for actor in actors)
    count = len(actors)
    weights, corners = np.zeros((3, count, len(issues))), np.zeros((count, len(issues), len(issues)))
    for a, p in enumerate(wants):
        weights[:, a], corners[a] = _weights(p, scores, issues)
    ranked = np.array([bool(p.weight_order) for p in wants], dtype=np.bool_)
    plain = [side if not p.weight_order else p.actor for side, p in zip(sides, wants, strict=True)]
    same = np.array([[x == y for y in plain] for x in plain], dtype=np.float64).reshape(count, count)
    tie = np.asarray(np.linalg.cholesky(POOLING * same + (1 - POOLING) * np.eye(count)), dtype=np.float64)
    held = [reservation_at(p, case.as_of).range for p in wants]
    return Prior(
        case=case,
        scores=scores,
        actors=actors,
        sides=sides,
        issues=issues,
        weights=weights,
        counted=weights[2] > 0,
        ranked=ranked,
        corners=corners,
        reservation=np.array(
            [_shares(r, scores.units[p.actor]) for p, r in zip(wants, held, strict=True)], dtype=np.float64
        )
        .reshape(count, 3)
        .T,
        tie=tie,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Believed:
    """Numbers of everyone for some draws: weights (draws, actors, issues), others by draw and actor or draw.

    A reservation on day t is `reservation` + `gap` x (exp(-speed t) - exp(-speed)), t = 0 at the first
    observation and 1 on the day of the case, where it is `reservation`. `tied` and `raw` are steps on the way
    to the weights, kept for their slopes.
    """

    weights: Any
    reservation: Any
    gap: Any
    speed: Any
    shared: dict[str, Any]
    tied: Any
    raw: Any


def believed(prior: Prior, coordinates: Any, xp: Any, ndtr: Any) -> Believed:
    """The numbers that coordinates (draws, dims) stand for; `xp` is numpy or a library that looks like it."""
    layout = prior.layout
    draws = coordinates.shape[0]
    free = coordinates[:, : layout.cells].reshape(draws, layout.actors, layout.issues)
    tied = prior.tie @ free
    raw = _raw_weights(prior, tied, xp, ndtr)
    share = raw / xp.maximum(raw.sum(axis=2, keepdims=True), 1e-12)
    logs = {name: mean + spread * coordinates[:, layout.shared(name)] for name, mean, spread in GLOBALS}
    odds = {name: mean + spread * coordinates[:, layout.shared(name)] for name, mean, spread in TRUST}
    shared = {name: xp.exp(value) for name, value in logs.items()}
    shared |= {name: 1 / (1 + xp.exp(-value)) for name, value in odds.items()}
    return Believed(
        weights=(prior.corners @ share[:, :, :, None])[:, :, :, 0] if prior.ranked.any() else share,
        tied=tied,
        raw=raw,
        reservation=quantile(ndtr(_near(coordinates[:, layout.part(0)], xp)), prior.reservation, xp),
        gap=1 / (1 + xp.exp(-GAP[0] - GAP[1] * coordinates[:, layout.part(1)])),
        speed=xp.exp(SPEED[0] + SPEED[1] * coordinates[:, layout.part(2)]),
        shared=shared,
    )


def _raw_weights(prior: Prior, tied: Any, xp: Any, ndtr: Any) -> Any:
    """Weights before they are rescaled: quantiles of the ranges, exponential numbers where ranked."""
    near = _near(tied, xp)
    plain = quantile(ndtr(near), prior.weights, xp)
    ranked = -xp.log(ndtr(-near)) * prior.counted
    return xp.where(prior.ranked[:, None], ranked, plain)


def quantile(chance: Any, bounds: Floats, xp: Any) -> Any:
    """Quantiles of triangular distributions on low, likely and high, which `bounds` holds one after another.

    >>> quantile(np.array([0.0, 0.5, 1.0]), np.array([[0.0], [0.5], [1.0]]), np).round(6).tolist()
    [0.0, 0.5, 1.0]
    """
    low, likely, high = bounds
    width = high - low
    rising = low + xp.sqrt(xp.maximum(chance * width * (likely - low), 1e-24))
    falling = high - xp.sqrt(xp.maximum((1 - chance) * width * (high - likely), 1e-24))
    turn = (likely - low) / np.where(width > 0, width, 1.0)
    found = xp.where(chance < turn, rising, falling)
    return xp.where(width > 0, found, likely)


def _near(normal: Any, xp: Any) -> Any:
    """Normal numbers no further out than 8, where their chances are still apart."""
    return xp.clip(normal, -8.0, 8.0)


def _wants(case: Case) -> Iterator[Preferences]:
    asked = set(asked_actors(case))
    for preferences in sorted(case.preferences, key=lambda p: p.actor):
        if preferences.actor in asked and (preferences.scores or preferences.score_order):
            yield preferences


def _weights(p: Preferences, scores: ScoreTable, issues: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Low, likely and high of an actor's weights (3, issues), and its corners (issues, issues)."""
    unit = np.eye(len(issues))
    if p.actor in scores.point_weights:
        fixed = scores.point_weights[p.actor]
        return np.array([[fixed.get(i, 0.0) for i in issues]] * 3), unit
    if p.weight_order:
        groups = [[issues.index(i) for i in group if i in issues] for group in p.weight_order]
        ranks = [group for group in groups if group]
        bounds, corners = np.zeros((3, len(issues))), np.zeros((len(issues), len(issues)))
        for rank in range(len(ranks)):
            first = [place for group in ranks[: rank + 1] for place in group]
            bounds[1:, rank] = 1.0
            corners[first, rank] = 1.0 / len(first)
        return bounds, corners
    given = dict(p.weights)
    none = Range.of(0.0)
    ranges = [given.get(issue, none) for issue in issues]
    return np.array([[r.low, r.likely, r.high] for r in ranges]).T, unit


def _shares(number: Range, unit: tuple[float, float]) -> tuple[float, float, float]:
    scale, zero = unit
    return (number.low - zero) / scale, (number.likely - zero) / scale, (number.high - zero) / scale
