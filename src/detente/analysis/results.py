"""Answers as frozen values that remember how they were found.

Every result has a `basis` (case, scenario, readings, method, seed, draws), prints as one line and gives
plain data with `as_dict()`. Packages are told by their options' ids, with utilities by actor.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from detente.record.finding import plain

__all__ = ["Basis", "Chance", "Finding", "Offer", "Pairs", "plain"]

Pairs: TypeAlias = tuple[tuple[str, float], ...]
Counts: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """How a result was found: from which case, scenario and readings, by which method, with which seed.

    `exact` says that no rounding or sampling stands between the case's numbers and the answer.
    """

    case: str
    digest: str
    as_of: date | None = None
    scenario: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    method: str = ""
    exact: bool = True
    seed: int | None = None
    draws: int = 0
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A share of draws with its standard error over independent scramblings."""

    share: float
    error: float

    def __str__(self) -> str:
        """The share in per cent with its error."""
        return f"{100 * self.share:.1f} % ± {100 * self.error:.1f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A package told by its options, with the utility that each principal gets at the likely values."""

    number: int
    terms: tuple[tuple[str, str], ...]
    utilities: Pairs = ()

    def __str__(self) -> str:
        """The options, issue by issue."""
        return ", ".join(f"{issue}={option}" for issue, option in self.terms)


class Finding:
    """What every result can do: say itself in plain data."""

    __slots__ = ()

    def as_dict(self) -> dict[str, Any]:
        """Everything in the result as dicts, lists, numbers and text, ready for JSON."""
        found: dict[str, Any] = plain(self)
        return {"result": type(self).__name__, **found}
