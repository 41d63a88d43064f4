"""Which uncertain number decides whether something holds: how often it does when each is low, and high."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.plays.numbers import NumbersDraw

__all__ = ["Hinge", "hinges"]

_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """An uncertain number, and how often something holds in the lower and the upper half of its draws."""

    path: str
    low: float
    high: float

    @property
    def effect(self) -> float:
        """The difference it makes, from -1 to 1."""
        return self.high - self.low

    def __str__(self) -> str:
        """One line."""
        return f"{self.path}: {100 * self.low:.0f} % when low, {100 * self.high:.0f} % when high"


def hinges(
    drawn: NumbersDraw, held: npt.NDArray[np.bool_], prefixes: tuple[str, ...] = ("",)
) -> tuple[Hinge, ...]:
    """The three uncertain numbers that decide most, the first most; ties by path.

    `held` (draws,): where it holds. Only numbers whose path begins with one of `prefixes`. Numbers that make
    no difference are left out.

    >>> drawn = NumbersDraw(paths=("x",), values=np.arange(8.0)[:, None])
    >>> [str(hinge) for hinge in hinges(drawn, np.arange(8) > 3)]
    ['x: 0 % when low, 100 % when high']
    """
    found = []
    for path in drawn.paths:
        column = drawn.column(path)
        if not path.startswith(prefixes) or column.min() == column.max():
            continue
        upper = column > np.median(column)
        hinge = Hinge(path=path, low=float(held[~upper].mean()), high=float(held[upper].mean()))
        if hinge.effect:
            found.append(hinge)
    return tuple(sorted(found, key=lambda hinge: (-abs(hinge.effect), hinge.path))[:_MOST])
