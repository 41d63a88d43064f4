"""Bargaining against sides that may be obstinate: who gives in at what rate (Abreu and Gul 2000).

Solved from the indifference of a side between giving in now and a moment later, and by following the
reputations forward in time.
"""

from dataclasses import dataclass
from math import exp, log

from detente.kernels.talks.counter import UNIT, bits, run_key

__all__ = ["Reputation", "concession", "reputations"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reputation:
    """What two reasonable sides do: rates of giving in, chances of doing so at once, when all is known."""

    rates: tuple[float, float]
    at_once: tuple[float, float]
    ends: float


def reputations(
    demands: tuple[float, float],
    impatience: tuple[float, float],
    obstinate: tuple[float, float],
    *,
    steps: int = 2_000,
) -> Reputation:
    """The equilibrium with one obstinate type on each side (Abreu and Gul 2000).

    `demands` sum to more than 1; `impatience` are discount rates, `obstinate` the chances that a side never
    gives in.

    >>> found = reputations((0.6, 0.6), (0.05, 0.1), (0.05, 0.05))
    >>> [round(rate, 3) for rate in found.rates], round(found.at_once[1], 3)
    ([0.2, 0.1], 0.776)
    """
    rates = (_rate(demands, impatience, 0), _rate(demands, impatience, 1))
    times = [_known(rate, z, steps) for rate, z in zip(rates, obstinate, strict=True)]
    ends = min(times)
    at_once = [0.0, 0.0]
    for side in range(2):
        if times[side] > ends:
            # the slower side must begin with the reputation that grows to certainty by the common end
            low, high = obstinate[side], 1.0
            for _ in range(50):
                middle = (low + high) / 2.0
                if _known(rates[side], middle, steps) > ends:
                    low = middle
                else:
                    high = middle
            at_once[side] = 1.0 - obstinate[side] / high
    return Reputation(rates=rates, at_once=(at_once[0], at_once[1]), ends=ends)


def concession(found: Reputation, side: int, *, seed: int, run: int) -> float:
    """The moment at which a side gives in, in one run; infinite when it never does.

    >>> found = reputations((0.6, 0.6), (0.1, 0.1), (0.05, 0.05))
    >>> concession(found, 0, seed=1, run=1) > 0
    True
    """
    key = run_key(seed, side, run)
    if bits(key, 0, 0) < found.at_once[side] * UNIT:
        return 0.0
    moment = -log((bits(key, 0, 1) + 0.5) / UNIT) / found.rates[side]
    return moment if moment <= found.ends else float("inf")


def _rate(demands: tuple[float, float], impatience: tuple[float, float], side: int) -> float:
    """The rate at which a side gives in so that the other gains nothing by waiting a moment."""
    other = 1 - side
    moment = 1e-6
    now = 1.0 - demands[side]

    def waiting(rate: float) -> float:
        chance = 1.0 - exp(-rate * moment)
        return (chance * demands[other] + (1.0 - chance) * now) * exp(-impatience[other] * moment)

    low, high = 0.0, 1.0
    while waiting(high) < now:
        high *= 2.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (low, middle) if waiting(middle) >= now else (middle, high)
    return high


def _known(rate: float, belief: float, steps: int) -> float:
    """How long until a side that gives in at a rate, and has not, is surely obstinate."""
    if belief >= 1.0:
        return 0.0
    time, z = 0.0, belief
    ratio = exp(-log(belief) / steps)
    for _ in range(steps):
        # while the reputation grows from z to z * ratio it does so at the rate `rate` x z
        following = z * ratio
        time += (following - z) / (rate * (z + following) / 2.0)
        z = following
    return time
