"""Draws from a density by Hamiltonian Monte Carlo (Neal 2011): many short chains that move together.

Chains start from the prior, so that agreement between them is a real check. Step size and scales are found in
the warm-up from all chains at once. Every random number comes from one seeded generator.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.talks.learning.gradient import Density

__all__ = ["Chains", "Progress", "effective_draws", "hamiltonian", "scale_reduction"]

Floats: TypeAlias = NDArray[np.float64]
Progress: TypeAlias = Callable[[int, int], None]
"""Told how many steps are done, of how many."""

ACCEPTANCE = 0.8
LONGEST = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chains:
    """Draws (chains, draws, dims) with the share of proposals accepted and of those that ran away."""

    draws: Floats
    acceptance: float
    diverged: float


@dataclass(slots=True, kw_only=True)
class _State:
    place: Floats
    value: Floats
    slope: Floats


def hamiltonian(
    density: Density,
    start: Floats,
    *,
    warm: int,
    draws: int,
    generator: np.random.Generator,
    progress: Progress | None = None,
) -> Chains:
    """Draws of each chain (rows of `start`) after `warm` steps, which are thrown away.

    >>> normal = lambda x: (-0.5 * (x**2).sum(axis=1), -x)
    >>> rng = np.random.default_rng(1)
    >>> found = hamiltonian(normal, rng.standard_normal((8, 3)), warm=20, draws=50, generator=rng)
    >>> found.draws.shape
    (8, 50, 3)
    """
    state = _State(place=start, value=np.empty(0), slope=np.empty(0))
    state.value, state.slope = density(start)
    scale = np.ones(start.shape[1])
    tuner = _Tuner(first=0.7 / max(start.shape[1], 1) ** 0.25)
    kept = np.empty((len(start), draws, start.shape[1]))
    recent: list[Floats] = []
    accepted, ran_away = 0.0, 0.0
    for step in range(warm + draws):
        warming = step < warm
        size = tuner.size if warming else tuner.settled
        moves = int(np.clip(round(1.5 * (0.5 + generator.random()) / size), 1, LONGEST))
        sizes = size * (0.9 + 0.2 * generator.random()) * scale
        chance, away = _move(density, state, sizes, moves, generator)
        if warming:
            tuner.learn(float(chance.mean()))
            if step >= warm // 4:
                recent.append(state.place.copy())
            if step in {warm // 2, 3 * warm // 4}:
                scale = _scales(recent)
                recent = []
                tuner.restart()
        else:
            kept[:, step - warm] = state.place
            accepted, ran_away = accepted + float(chance.mean()), ran_away + float(away.mean())
        if progress is not None:
            progress(step + 1, warm + draws)
    return Chains(draws=kept, acceptance=accepted / max(draws, 1), diverged=ran_away / max(draws, 1))


def scale_reduction(draws: Floats) -> Floats:
    """The scale reduction (dims,) of chains (chains, draws, dims) cut in halves (Gelman et al. 2013).

    1 where all chains agree; 1 for numbers that do not vary.
    """
    half = draws.shape[1] // 2
    cut = np.concatenate([draws[:, :half], draws[:, half : 2 * half]], axis=0)
    within = cut.var(axis=1, ddof=1).mean(axis=0)
    between = cut.mean(axis=1).var(axis=0, ddof=1)
    total = (half - 1) / half * within + between
    found: Floats = np.sqrt(np.divide(total, within, out=np.ones_like(total), where=within > 1e-24))
    return found


def effective_draws(draws: Floats) -> Floats:
    """How many independent draws (dims,) those of chains (chains, draws, dims) are worth (Geyer 1992).

    From the correlation between draws a number of steps apart, over all chains, and how far the means of the
    chains lie apart. Never more than there are; all for what does not vary.
    """
    chains, count, _ = draws.shape
    middle = draws - draws.mean(axis=1, keepdims=True)
    power = np.abs(np.fft.rfft(middle, n=2 * count, axis=1)) ** 2
    lagged = np.fft.irfft(power, n=2 * count, axis=1)[:, :count].mean(axis=0) / count
    within = lagged[0] * count / (count - 1)
    total = lagged[0] + (draws.mean(axis=1).var(axis=0, ddof=1) if chains > 1 else 0.0)
    varies = total > 1e-24
    tied = 1 - np.divide(within - lagged, total, out=np.ones_like(lagged), where=varies)
    tied[0] = 1.0
    pairs = tied[: count // 2 * 2].reshape(count // 2, 2, -1).sum(axis=1)
    positive = np.logical_and.accumulate(pairs > 0, axis=0)
    steps = -1 + 2 * np.where(positive, np.minimum.accumulate(pairs, axis=0), 0.0).sum(axis=0)
    found: Floats = np.where(varies, chains * count / np.maximum(steps, 1.0), chains * count)
    return found


def _move(
    density: Density, state: _State, size: Floats, moves: int, generator: np.random.Generator
) -> tuple[Floats, NDArray[np.bool_]]:
    """One trajectory of every chain, taken or not: the chances of taking it, and which ran away."""
    push = generator.standard_normal(state.place.shape)
    place, slope = state.place, state.slope
    before = state.value - 0.5 * (push**2).sum(axis=1)
    for _ in range(moves):
        push = push + 0.5 * size * slope
        place = place + size * push
        value, slope = density(place)
        push = push + 0.5 * size * slope
    with np.errstate(invalid="ignore", over="ignore"):
        gain = value - 0.5 * (push**2).sum(axis=1) - before
    gain = np.where(np.isfinite(gain), gain, -np.inf)
    chance = np.exp(np.minimum(gain, 0.0))
    take = generator.random(len(place)) < chance
    state.place = np.where(take[:, None], place, state.place)
    state.value = np.where(take, value, state.value)
    state.slope = np.where(take[:, None], slope, state.slope)
    return chance, gain < -50.0


def _scales(recent: list[Floats]) -> Floats:
    """The spread of each coordinate over the last steps of all chains, drawn a little towards 1."""
    places = np.concatenate(recent)
    known = len(places) / (len(places) + 50.0)
    found: Floats = np.sqrt(known * places.var(axis=0) + (1 - known))
    return found


class _Tuner:
    """Finds the step size at which the wanted share is taken (dual averaging, Hoffman & Gelman 2014)."""

    def __init__(self, *, first: float) -> None:
        self.size = self.settled = first
        self.restart()

    def restart(self) -> None:
        """Starts again around the size reached."""
        self._middle, self._error, self._count = np.log(2 * self.size), 0.0, 0
        self._average = np.log(self.size)

    def learn(self, chance: float) -> None:
        """Takes in the mean chance of the last step."""
        self._count += 1
        rate = 1 / (self._count + 5)
        self._error = (1 - rate) * self._error + rate * (ACCEPTANCE - chance)
        log_size = min(self._middle - np.sqrt(self._count) / 0.2 * self._error, 1.0)
        share = self._count**-0.75
        self._average = share * log_size + (1 - share) * self._average
        self.size, self.settled = float(np.exp(log_size)), float(np.exp(self._average))
