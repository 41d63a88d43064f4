"""Tactics that answer to the other's offers, or to a plan, where two parties propose in turn.

Tit-for-tat in shares and in amounts follow Faratin, Sierra and Jennings (1998), taken on the utility that the
offers give the party itself; `DrawnExponent` is a clock whose curve is drawn once a run.
"""

from dataclasses import dataclass

from detente.talks.tactics.concession import Polynomial

__all__ = ["AbsoluteTitForTat", "DrawnExponent", "Planned", "RelativeTitForTat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeTitForTat:
    """Comes down in the proportion in which the other's offers have come up, from the worst package on.

    What the party aims at is multiplied by the worth of the offer `window` offers ago over that of the last
    one; a window of more than one offer averages (Faratin's third tactic). Before that it asks everything.

    >>> RelativeTitForTat(window=2).window
    2
    """

    window: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsoluteTitForTat:
    """Comes down by `share` of the amount by which the last `window` offers of the other have come up.

    >>> AbsoluteTitForTat().share
    1.0
    """

    share: float = 1.0
    window: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnExponent:
    """A clock whose exponent is drawn once a run from [low, high], evenly on the scale of its logarithm.

    The curves are tabulated before the runs, `curves` of them: a run draws one.

    >>> [round(curve.beta, 3) for curve in DrawnExponent(low=0.25, high=4.0, curves=3).tabulated()]
    [0.397, 1.0, 2.52]
    """

    low: float = 0.2
    high: float = 5.0
    curves: int = 64
    k: float = 0.0

    def tabulated(self) -> tuple[Polynomial, ...]:
        """The curves, from Boulware to Conceder: the middles of equal stretches of the logarithm."""
        ratio = self.high / self.low
        return tuple(
            Polynomial(beta=self.low * ratio ** ((n + 0.5) / self.curves), k=self.k)
            for n in range(self.curves)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A plan round by round: what to ask for when proposing, what to accept, when to walk out.

    `asks` and `accepts` are utilities of the party's principal, one a round (the last holds for what
    follows); `leaves` tells whether the party walks out after refusing on that round. A planned party never
    accepts less than its reservation. Optimal players are planned by `detente.talks.classics.horizon`.

    >>> Planned(asks=(0.9, 0.5), accepts=(0.6, 0.5)).leaves
    ()
    """

    asks: tuple[float, ...]
    accepts: tuple[float, ...]
    leaves: tuple[bool, ...] = ()
