"""Proper scores of forecasts, with intervals over resampled dates, against simple base lines.

Forecasts of one date share what was known, so dates are resampled whole. The random numbers have addresses
(seed, purpose; resample, date), so that the same forecasts give the same interval anywhere.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.counter import run_keys, uniforms
from detente.talks.backtest.results import Bin, Estimate, Forecast, Score, Skill

__all__ = ["CERTAIN", "score_of", "scores_of"]

Floats = NDArray[np.float64]

CERTAIN = 0.99
"""The log score takes no chance as nearer to 0 or 1 than this; nobody is that sure."""

RESAMPLES = 2000
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_PURPOSE = 71


def scores_of(forecasts: Iterable[Forecast], *, seed: int = 0) -> tuple[Score, ...]:
    """One score for each kind and horizon that occurs, in the order in which they first do."""
    groups: dict[tuple[str, int], list[Forecast]] = {}
    for one in forecasts:
        groups.setdefault((one.about, one.horizon), []).append(one)
    return tuple(score_of(group, seed=seed) for group in groups.values())


def score_of(forecasts: Sequence[Forecast], *, seed: int = 0) -> Score:
    """The score of at least one forecast, all of one kind and horizon.

    >>> import datetime as dt
    >>> day = dt.date(2030, 1, 1)
    >>> one = Forecast(day=day, about="deal", what="a deal", chance=0.2, came=False, told=day,
    ...     bases=(("always no", 0.0),))
    >>> round(score_of([one]).brier.value, 3)
    0.04
    """
    came = np.array([f.came for f in forecasts], dtype=np.float64)
    names = [name for name, _ in forecasts[0].bases]
    given = np.array([[f.chance, *(chance for _, chance in f.bases)] for f in forecasts])
    losses = np.concatenate([_brier(given, came), _log(given, came)], axis=1)
    dates = sorted({f.day for f in forecasts})
    means, spread = _resampled(losses, [dates.index(f.day) for f in forecasts], seed)
    width = len(names) + 1
    return Score(
        about=forecasts[0].about,
        horizon=forecasts[0].horizon,
        forecasts=len(forecasts),
        dates=len(dates),
        chance=float(given[:, 0].mean()),
        came=float(came.mean()),
        brier=_estimate(float(means[0]), spread[:, 0]),
        log=_estimate(float(means[width]), spread[:, width]),
        skills=tuple(
            Skill(
                base=name,
                rule=rule,
                base_score=float(means[own + 1 + k]),
                skill=_skill(means, spread, own, own + 1 + k),
            )
            for rule, own in (("brier", 0), ("log", width))
            for k, name in enumerate(names)
        ),
        bins=tuple(_bins(given[:, 0], came)),
    )


def _brier(given: Floats, came: Floats) -> Floats:
    found: Floats = (given - came[:, None]) ** 2
    return found


def _log(given: Floats, came: Floats) -> Floats:
    held = np.clip(given, 1 - CERTAIN, CERTAIN)
    found: Floats = -np.log(np.where(came[:, None] == 1, held, 1 - held))
    return found


def _resampled(losses: Floats, dates: Sequence[int], seed: int) -> tuple[Floats, Floats]:
    """Mean losses (columns,), and those of resampled dates (resamples, columns)."""
    count = max(dates) + 1
    sums = np.zeros((count, losses.shape[1]))
    np.add.at(sums, list(dates), losses)
    sizes = np.bincount(dates, minlength=count)
    picked = (uniforms(run_keys(seed, _PURPOSE, 0, RESAMPLES), count) * count).astype(np.int64)
    spread: Floats = sums[picked].sum(axis=1) / sizes[picked].sum(axis=1)[:, None]
    return losses.mean(axis=0), spread


def _skill(means: Floats, spread: Floats, own: int, base: int) -> Estimate | None:
    """1 - score / base; None where the base line made no error. Resamples without any are left out."""
    if means[base] <= 0:
        return None
    there = spread[:, base] > 0
    return _estimate(float(1 - means[own] / means[base]), 1 - spread[there, own] / spread[there, base])


def _estimate(value: float, spread: Floats) -> Estimate:
    low, high = np.quantile(spread, [0.05, 0.95]).tolist()
    return Estimate(value=value, low=low, high=high)


def _bins(chance: Floats, came: Floats) -> Iterable[Bin]:
    places = np.clip(np.digitize(chance, EDGES) - 1, 0, len(EDGES) - 2)
    for place, (low, high) in enumerate(pairwise(EDGES)):
        here = places == place
        if here.any():
            yield Bin(
                low=low,
                high=high,
                forecasts=int(here.sum()),
                chance=float(chance[here].mean()),
                came=int(came[here].sum()),
            )
