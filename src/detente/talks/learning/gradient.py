"""The logarithm of the posterior density and its slope in every coordinate, for many draws at once.

The slopes are written out by hand, step by step backwards through `density` and `prior`; a test compares them
with differences. Coordinates are standard normal before the record is read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import pi, sqrt
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.talks.learning.density import (
    ASK_SPREAD,
    BELOW,
    choice_chances,
    drop_chances,
    reply_chances,
    trust,
)
from detente.talks.learning.design import Choices, Design, Drops, Replies
from detente.talks.learning.prior import GAP, GLOBALS, SPEED, TRUST, Believed, Prior, believed

__all__ = ["Density", "density_of"]

Floats: TypeAlias = NDArray[np.float64]
Density: TypeAlias = Callable[[Floats], tuple[Floats, Floats]]
"""Coordinates (draws, dims) to the logarithm of the density (draws,) and its slopes (draws, dims)."""


def density_of(design: Design) -> Density:
    """The logarithm of the posterior density, up to a constant, with its slopes.

    >>> from detente.case.library import example
    >>> from detente.talks.learning.design import design_of
    >>> from detente.talks.learning.gather import gather
    >>> from detente.talks.learning.prior import prior_of
    >>> case = example("two-rivers")
    >>> value, slope = density_of(design_of(prior_of(case), gather(case)))(np.zeros((2, 171)))
    >>> value.shape, slope.shape
    ((2,), (2, 171))
    """
    from scipy.special import ndtr

    prior = design.prior

    def density(coordinates: Floats) -> tuple[Floats, Floats]:
        held = believed(prior, coordinates, np, ndtr)
        back = _Slopes.none(held)
        total = -0.5 * (coordinates**2).sum(axis=1)
        total = total + _replies(held, design.replies, back)
        total = total + _choices(held, design.asks, back)
        total = total + _choices(held, design.offers, back)
        total = total + _drops(held, design.drops, back)
        return total, _to_coordinates(prior, coordinates, held, back) - coordinates

    return density


@dataclass(slots=True, kw_only=True)
class _Slopes:
    """Slopes of the logarithm of the likelihood in the numbers of `Believed`, summed up block by block."""

    weights: Floats
    reservation: Floats
    gap: Floats
    speed: Floats
    shared: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def none(cls, held: Believed) -> "_Slopes":
        return cls(
            weights=np.zeros_like(held.weights),
            reservation=np.zeros_like(held.reservation),
            gap=np.zeros_like(held.reservation),
            speed=np.zeros_like(held.reservation),
            shared=dict.fromkeys(held.shared, 0.0),
        )

    def weigh(self, held: Believed, rows: Replies | Choices | Drops, slopes: Floats) -> None:
        """Adds slopes (draws, rows, issues) in the weights of each row's actor."""
        self.weights += np.eye(held.weights.shape[1])[:, rows.actor] @ slopes

    def reserve(self, held: Believed, rows: Replies | Choices, slopes: Floats) -> None:
        """Adds slopes (draws, rows) in the reservation of each row's actor on its day."""
        whose = np.eye(held.reservation.shape[1])[rows.actor]
        speed = held.speed[:, rows.actor]
        then, now = np.exp(-speed * rows.clock), np.exp(-speed)
        self.reservation += slopes @ whose
        self.gap += (slopes * (then - now)) @ whose
        self.speed += (slopes * held.gap[:, rows.actor] * (now - rows.clock * then)) @ whose

    def report(
        self, held: Believed, rows: Replies | Choices | Drops, chance: Floats, outcomes: Any
    ) -> tuple[Floats, Floats]:
        """Logarithms (draws,) of chances of trusted reports, and the slopes (draws, rows) in the chances."""
        trusted = trust(held, rows, np)
        mixed = trusted * chance + (1 - trusted) / outcomes
        slopes = (chance - 1 / outcomes) / mixed
        self.shared["first_hand"] = self.shared["first_hand"] + slopes[:, rows.relayed == 0].sum(axis=1)
        self.shared["relayed"] = self.shared["relayed"] + slopes[:, rows.relayed == 1].sum(axis=1)
        return np.log(mixed).sum(axis=1), trusted / mixed


def _replies(held: Believed, replies: Replies, back: _Slopes) -> Floats | float:
    if not len(replies.actor):
        return 0.0
    chances = reply_chances(held, replies, np)
    yes, no = replies.answer == 2, replies.answer == 0
    chance = np.where(no, chances.no, np.where(yes, chances.yes, chances.but))
    value, slope = back.report(held, replies, chance, 3.0)
    free = slope * (1 - replies.barred)
    up = free * np.where(yes, 1.0, np.where(no, 0.0, -1.0)) * chances.up * (1 - chances.up)
    low = free * np.where(yes, 0.0, np.where(no, -1.0, 1.0)) * chances.low * (1 - chances.low)
    sharpness, but = held.shared["sharpness"][:, None], held.shared["yes_but"][:, None]
    gain = chances.slope * (up + low)
    steep = chances.gain * up + (chances.gain + but) * low
    back.shared["sharpness"] += (steep * (chances.slope / sharpness) ** 3).sum(axis=1)
    back.shared["yes_but"] += (chances.slope * low).sum(axis=1)
    own = gain[:, :, None] * replies.worth - (gain * chances.level)[:, :, None] * replies.bound
    back.weigh(held, replies, own)
    back.reserve(held, replies, -gain * chances.bound)
    return value


def _choices(held: Believed, choices: Choices, back: _Slopes) -> Floats | float:
    if not len(choices.actor):
        return 0.0
    chosen = choice_chances(held, choices, np)
    made = chosen.chance[:, :, 0]
    value, slope = back.report(held, choices, made, choices.there.sum(axis=1))
    first = np.zeros(choices.there.shape[1])
    first[0] = 1.0
    logs = (slope * made)[:, :, None] * (first - chosen.chance)
    off = (chosen.above - held.shared["ask_above"][:, None, None]) / ASK_SPREAD**2
    below = 0.5 * (1 + np.tanh(-0.5 * chosen.above / BELOW)) / BELOW
    back.shared["ask_above"] += (logs * off).sum(axis=(1, 2))
    gains = logs * (below - off)
    each = gains / chosen.bound
    own = np.einsum("dnc,nci->dni", each, choices.worth)
    own -= (each * chosen.worth).sum(axis=2)[:, :, None] * choices.bound
    back.weigh(held, choices, own)
    back.reserve(held, choices, -gains.sum(axis=2))
    return value


def _drops(held: Believed, drops: Drops, back: _Slopes) -> Floats | float:
    if not len(drops.actor):
        return 0.0
    chances = drop_chances(held, drops, np)
    issues = drops.stood.shape[1]
    dropped = np.eye(issues)[drops.issue]
    first = (chances * dropped).sum(axis=2)
    value, slope = back.report(held, drops, first, drops.stood.sum(axis=1))
    logs = (slope * first)[:, :, None] * (dropped - chances)
    order = held.shared["drop_order"][:, None, None]
    back.shared["drop_order"] -= issues * (logs * held.weights[:, drops.actor, :]).sum(axis=(1, 2))
    back.weigh(held, drops, -issues * order * logs)
    return value


def _to_coordinates(prior: Prior, coordinates: Floats, held: Believed, back: _Slopes) -> Floats:
    """The slopes in the coordinates, by the chain rule."""
    layout = prior.layout
    found = np.zeros_like(coordinates)
    found[:, : layout.cells] = _weight_slopes(prior, held, back.weights)
    normal = coordinates[:, layout.part(0)]
    found[:, layout.part(0)] = back.reservation * _quantile_slope(normal, prior.reservation)
    found[:, layout.part(1)] = back.gap * held.gap * (1 - held.gap) * GAP[1]
    found[:, layout.part(2)] = back.speed * held.speed * SPEED[1]
    for name, _, spread in GLOBALS:
        found[:, layout.shared(name)] = back.shared[name] * held.shared[name] * spread
    for name, _, spread in TRUST:
        trusted = held.shared[name]
        found[:, layout.shared(name)] = back.shared[name] * trusted * (1 - trusted) * spread
    return found


def _weight_slopes(prior: Prior, held: Believed, slopes: Floats) -> Floats:
    from scipy.special import ndtr

    tied, raw = held.tied, held.raw
    total = np.maximum(raw.sum(axis=2, keepdims=True), 1e-12)
    shares = slopes
    if prior.ranked.any():
        shares = (shares[:, :, None, :] @ prior.corners)[:, :, 0, :]
    from_raw = (shares - (shares * raw / total).sum(axis=2, keepdims=True)) / total
    near = np.clip(tied, -8.0, 8.0)
    ranked = prior.counted * np.exp(-0.5 * near**2) / sqrt(2 * pi) / ndtr(-near)
    steep = np.where(prior.ranked[:, None], ranked, _quantile_slope(tied, prior.weights))
    found: Floats = prior.tie.T @ (from_raw * steep * (np.abs(tied) < 8.0))
    return found.reshape(len(slopes), -1)


def _quantile_slope(normal: Floats, bounds: Floats) -> Floats:
    """How fast the triangular quantile of a normal number moves with it."""
    from scipy.special import ndtr

    low, likely, high = bounds
    width = high - low
    near = np.clip(normal, -8.0, 8.0)
    chance = ndtr(near)
    rising, falling = width * (likely - low), width * (high - likely)
    up = rising / (2 * np.sqrt(np.maximum(chance * rising, 1e-24)))
    down = falling / (2 * np.sqrt(np.maximum((1 - chance) * falling, 1e-24)))
    turn = (likely - low) / np.where(width > 0, width, 1.0)
    steep = np.where(chance < turn, up, down) * (np.abs(normal) < 8.0)
    found: Floats = np.where(width > 0, steep, 0.0) * np.exp(-0.5 * near**2) / sqrt(2 * pi)
    return found
