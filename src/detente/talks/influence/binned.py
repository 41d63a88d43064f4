"""From ordinary runs alone: how an outcome moves with each number, by dividing its draws into tenths.

The runs need not be planned, so the same runs that tell the deal frequency tell what moves it. Errors are by
a bootstrap over batches of runs; coordinates that nothing depends on give the floor.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["BINS", "Binned", "binned"]

BINS = 10
_BATCHES = 20
_LEVELS = 32
_RESAMPLES = 30
_AT_ONCE = 16

Floats = NDArray[np.float64]


class Binned(NamedTuple):
    """By coordinate: (coordinates,) each; `pawn` and `share` with standard errors, means of outer fifths."""

    pawn: Floats
    pawn_error: Floats
    share: Floats
    share_error: Floats
    low: Floats
    high: Floats


def binned(cube: Floats, outcome: Floats, seed: int) -> Binned:
    """What each coordinate of `cube` (runs, coordinates) does to `outcome` (runs,).

    `pawn` is the median over tenths of the Kolmogorov-Smirnov distance between the outcome within a tenth and
    the outcome at all (Pianosi and Wagener 2018); `share` the share of the variance between tenths, corrected
    for chance (epsilon squared), so that it is 0 on average where there is no effect. Outcomes of many values
    are counted in 32 classes. Without runs or without variance everything is 0.

    >>> import numpy as np
    >>> cube = np.random.default_rng(0).random((4000, 2))
    >>> found = binned(cube, (cube[:, 0] > 0.5).astype(float), 0)
    >>> bool(found.share[0] > 0.9), bool(abs(found.share[1]) < 0.01)
    (True, True)
    """
    runs, coordinates = cube.shape
    if not runs or not coordinates or outcome.min() == outcome.max():
        return Binned(*(np.zeros(coordinates) for _ in Binned._fields))
    level, value = _levels(outcome)
    batch = np.arange(runs) * _BATCHES // runs
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(_BATCHES, np.full(_BATCHES, 1 / _BATCHES), size=_RESAMPLES).astype(np.float64)
    parts = [
        _some(cube[:, k : k + _AT_ONCE], batch * len(value) + level, value, weights)
        for k in range(0, coordinates, _AT_ONCE)
    ]
    return Binned(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _levels(outcome: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The class of each outcome, and the mean outcome of each class."""
    values, level = np.unique(outcome, return_inverse=True)
    if len(values) > _LEVELS:
        cuts = np.unique(np.quantile(outcome, np.linspace(0, 1, _LEVELS + 1)[1:-1], method="lower"))
        level = np.searchsorted(cuts, outcome, side="left")
        _, level = np.unique(level, return_inverse=True)
    sizes = np.bincount(level)
    return level.astype(np.int64), np.bincount(level, weights=outcome) / sizes


def _some(cube: Floats, label: NDArray[np.int64], value: Floats, weights: Floats) -> Binned:
    """The same for a few coordinates; `label` is the batch and the class of each run."""
    coordinates, levels = cube.shape[1], len(value)
    tenth = np.minimum((cube * BINS).astype(np.int64), BINS - 1)
    place = (np.arange(coordinates) * BINS + tenth) * (_BATCHES * levels) + label[:, None]
    size = coordinates * BINS * _BATCHES * levels
    counts = np.bincount(place.ravel(), minlength=size).astype(np.float64)
    table = counts.reshape(coordinates, BINS, _BATCHES, levels)
    pawn, share = _indices(table.sum(axis=2), value)
    again = np.einsum("rb,ckbl->rckl", weights, table, optimize=True)
    resampled = [_indices(one, value) for one in again]
    errors = np.array(resampled).std(axis=0)
    counted = table.sum(axis=2)
    return Binned(
        pawn, errors[0], share, errors[1], _mean(counted[:, :2], value), _mean(counted[:, -2:], value)
    )


def _mean(counts: Floats, value: Floats) -> Floats:
    """Mean outcomes (coordinates,) over some tenths (coordinates, tenths, levels)."""
    pooled = counts.sum(axis=1)
    return np.asarray(pooled @ value / np.maximum(pooled.sum(axis=1), 1))


def _indices(counts: Floats, value: Floats) -> tuple[Floats, Floats]:
    """The distances and the shares (coordinates,) from counts (coordinates, tenths, levels)."""
    sizes = counts.sum(axis=2)
    total = counts.sum(axis=1)
    runs = sizes.sum(axis=1)
    within = np.cumsum(counts, axis=2) / np.maximum(sizes, 1)[:, :, None]
    overall = np.cumsum(total, axis=1) / np.maximum(runs, 1)[:, None]
    apart = np.abs(within - overall[:, None, :]).max(axis=2)
    mean = total @ value / np.maximum(runs, 1)
    spread = total @ value**2 - runs * mean**2
    means = counts @ value / np.maximum(sizes, 1)
    between = (sizes * (means - mean[:, None]) ** 2).sum(axis=1)
    free = np.maximum(runs - 1, 1) / np.maximum(runs - BINS, 1)
    share = np.where(spread > 0, 1 - free * (spread - between) / np.where(spread > 0, spread, 1), 0.0)
    return np.median(apart, axis=1), share
