"""How fast what a party asks above its reservation falls: tables of levels over the days of the talks.

A level of 1 asks everything the party began with, 0 no more than its reservation. Levels are whole numbers of
2**-20, made once before the runs, so that every engine reads the same ones. The curves are those of Faratin,
Sierra and Jennings (1998): the concession made by the share t of the time is t**(1/beta).
"""

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from detente.errors import UnknownName

__all__ = ["LEVEL", "TACTICS", "Exponential", "HardLine", "Matching", "Polynomial", "Tactic", "tactic_named"]

LEVEL = 2**20


@runtime_checkable
class Tactic(Protocol):
    """How a party concedes: `level` at a share of the time in [0, 1]; `matches`: what it yields for a yes.

    `matches` is the share of its first level by which a party comes down each time that another party said
    yes to a text that it refused itself; 0 for a party that looks at the clock alone.
    """

    @property
    def matches(self) -> float:
        """Share of the first level yielded for each yes of another."""
        ...

    def level(self, share: float) -> float:
        """The level in [0, 1] when this share of the time has passed."""
        ...


@dataclass(frozen=True, slots=True)
class Polynomial:
    """1 - k - (1 - k) t**(1/beta), with k the concession made at once: beta < 1 Boulware, > 1 Conceder.

    >>> Polynomial(beta=1.0).level(0.25), Polynomial(beta=0.2, k=0.1).level(0.5)
    (0.75, 0.871875)
    """

    beta: float = 1.0
    k: float = 0.0
    matches: float = 0.0

    def level(self, share: float) -> float:
        """The level in [0, 1] when this share of the time has passed."""
        return 1.0 - (self.k + (1.0 - self.k) * float(share ** (1.0 / self.beta)))


@dataclass(frozen=True, slots=True)
class Exponential:
    """1 - exp((1 - t)**beta ln k), with k in (0, 1) the concession made at once.

    >>> round(1 - Exponential(beta=0.2, k=0.1).level(0.5), 6)
    0.134725
    """

    beta: float = 1.0
    k: float = 0.1
    matches: float = 0.0

    def level(self, share: float) -> float:
        """The level in [0, 1] when this share of the time has passed."""
        return 1.0 - math.exp((1.0 - share) ** self.beta * math.log(self.k))


@dataclass(frozen=True, slots=True)
class HardLine:
    """Everything until the last share of the time, then the reservation: hard-line until the deadline.

    >>> HardLine().level(0.94), HardLine().level(0.95)
    (1.0, 0.0)
    """

    until: float = 0.95
    matches: float = 0.0

    def level(self, share: float) -> float:
        """The level in [0, 1] when this share of the time has passed."""
        return 0.0 if share >= self.until else 1.0


@dataclass(frozen=True, slots=True)
class Matching:
    """Yields only for what others yield: `matches` of the first level for each yes to a text it refused.

    >>> Matching().level(0.9)
    1.0
    """

    matches: float = 0.2

    def level(self, share: float) -> float:
        """The level in [0, 1]: what the clock says, which is nothing here."""
        return 1.0 if share >= 0 else 0.0


TACTICS: dict[str, Tactic] = {
    "boulware": Polynomial(beta=0.2),
    "conceder": Polynomial(beta=3.0),
    "hard-line": HardLine(),
    "linear": Polynomial(beta=1.0),
    "matching": Matching(),
}
"""Tactics that files and commands can name."""


def tactic_named(name: str) -> Tactic:
    """The tactic of that name, or one with a number: "boulware:0.3", "matching:0.1", "hard-line:0.9".

    >>> tactic_named("boulware:0.5")
    Polynomial(beta=0.5, k=0.0, matches=0.0)
    """
    kind, _, number = name.partition(":")
    if kind not in TACTICS:
        raise UnknownName.among(kind, "tactic", TACTICS)
    if not number:
        return TACTICS[kind]
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if kind in {"boulware", "conceder", "linear"} and 0 < value < math.inf:
        return Polynomial(beta=value)
    if kind in {"hard-line", "matching"} and 0 <= value <= 1:
        return HardLine(until=value) if kind == "hard-line" else Matching(matches=value)
    raise UnknownName.among(name, "tactic", [*TACTICS, f"{kind}:0.5"])
