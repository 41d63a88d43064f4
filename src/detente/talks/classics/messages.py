"""What can be told without proof: talk between parties, counsel of a mediator who takes a side.

Solved by shooting and by halving on the payoffs, not by the closed forms.
"""

from collections.abc import Callable
from itertools import pairwise

__all__ = ["credible_bias", "partition", "residual_variance"]


def partition(bias: float) -> tuple[float, ...]:
    """The ends of the intervals in the finest equilibrium of direct talk (Crawford and Sobel 1982).

    The state is uniform on [0, 1], losses are squared, the sender wants `bias` more. At each end the sender
    is as well off with either message; the first end is found by halving so that the last is 1.

    >>> [round(end, 3) for end in partition(0.1)]
    [0.0, 0.3, 1.0]
    """
    count = 1
    while _ends(0.0, bias, count + 1)[-1] < 1.0:
        count += 1
    first = _least(lambda x: _ends(x, bias, count)[-1] >= 1.0)
    return tuple(_ends(first, bias, count))


def residual_variance(ends: tuple[float, ...]) -> float:
    """What the receiver still does not know: the expected squared error when each interval's middle is done.

    >>> round(residual_variance(partition(0.1)), 6)
    0.030833
    """
    return sum((b - a) ** 3 / 12 for a, b in pairwise(ends))


def credible_bias(shares: tuple[float, float], risks: tuple[float, float], war: float, cost: float) -> float:
    """The least weight on the counselled side at which "they are weak" is told truly, after Kydd (2003).

    Told so, the side asks `shares[0]` and war comes with chance `risks[0]`; else `shares[1]`, `risks[1]`.
    `war` is the side's share after a war, `cost` the mediator's cost of one. Found by halving on what the
    mediator gets from either counsel.

    >>> round(credible_bias((0.7, 0.5), (0.1, 0.02), 0.4, 1.0), 6)
    0.465116
    """

    def gets(weight: float, told: int) -> float:
        peace = weight * shares[told]
        return (1.0 - risks[told]) * peace + risks[told] * (weight * war - cost)

    high = 1.0
    while gets(high, 0) < gets(high, 1) and high < 2.0**60:
        high *= 2.0
    return high * _least(lambda x: gets(high * x, 0) >= gets(high * x, 1))


def _ends(first: float, bias: float, count: int) -> list[float]:
    ends = [0.0, first]
    while len(ends) <= count:
        ends.append(2.0 * ends[-1] - ends[-2] + 4.0 * bias)
    return ends


def _least(holds: Callable[[float], bool]) -> float:
    """The least number in [0, 1] for which something holds that holds from there on."""
    if holds(0.0):
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
