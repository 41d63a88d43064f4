"""What an actor wants, as data: numbers with ranges, evidence and marked assumptions.

Utility of a package = sum over issues of weight x score, plus interactions; it is unitless. With measure
"share" scores lie in [0, 1] and weights sum to 1; with "points" both are free (published point tables).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

__all__ = [
    "DatedRange",
    "Interaction",
    "Literals",
    "Preferences",
    "Range",
    "RedLine",
    "reservation_at",
]

Literals: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Issues with the options of each that count: `(("corridor", ("none", "reduced")), ...)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Low, likely and high of an uncertain number, with what it rests on.

    `evidence` names statements, stances, proposals, events or reports; `assumption` says why where there
    is none. Numbers that name the same `driver` move together.

    >>> Range(low=0.2, likely=0.3, high=0.5).fixed, Range.of(2).fixed
    (False, True)
    """

    low: float
    likely: float
    high: float
    evidence: tuple[str, ...] = ()
    assumption: str = ""
    driver: str = ""

    def __post_init__(self) -> None:
        """Whole numbers become floats where that loses nothing, so that equal ranges have equal digests."""
        for name in ("low", "likely", "high"):
            value = getattr(self, name)
            if type(value) is int and abs(value) <= 2**53:
                object.__setattr__(self, name, float(value))

    @classmethod
    def of(cls, value: float, **basis: Any) -> "Range":
        """A number without uncertainty."""
        return cls(low=value, likely=value, high=value, **basis)

    @property
    def fixed(self) -> bool:
        """True when low, likely and high are one number."""
        return self.low == self.likely == self.high

    @property
    def text(self) -> str:
        """The number, or low-likely-high, in short."""
        if self.fixed:
            return f"{self.likely:g}"
        return f"{self.likely:g} [{self.low:g}, {self.high:g}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRange:
    """A range that holds from a date on; `since` None means from the beginning."""

    since: date | None = None
    range: Range
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """What a combination of options adds to (or takes from) the sum: linkage between issues."""

    id: str
    when: Literals
    adds: Range
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """Options refused whatever else the package holds.

    The package is refused when every issue of `never` shows one of its options there, unless every issue of
    `unless` does too. `holds` is the chance that the line is meant as stated.
    """

    id: str
    never: Literals
    unless: Literals = ()
    holds: Range
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Weights, scores, linkage, red lines and reservation of one actor.

    `weight_order` ranks issues by importance, in groups of equals, most important first; the weights are then
    all the weights consistent with that order. `score_order` ranks the options of an issue in the same way,
    best first. `basis` is "estimate", "judgement" or "published".
    """

    actor: str
    measure: str = "share"
    basis: str = "judgement"
    weights: tuple[tuple[str, Range], ...] = ()
    weight_order: tuple[tuple[str, ...], ...] = ()
    scores: tuple[tuple[str, tuple[tuple[str, Range], ...]], ...] = ()
    score_order: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    free_scores: tuple[str, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
    reservation: tuple[DatedRange, ...] = ()
    note: str = ""

    def numbers(self) -> Iterator[tuple[str, Range]]:
        """Every number with its path below this actor, in a fixed order.

        >>> [path for path, _ in Preferences(actor="a", weights=(("x", Range.of(1)),)).numbers()]
        ['weights.x']
        """
        for issue, weight in self.weights:
            yield f"weights.{issue}", weight
        for issue, options in self.scores:
            for option, score in options:
                yield f"scores.{issue}.{option}", score
        for link in self.interactions:
            yield f"interactions.{link.id}.adds", link.adds
        for line in self.red_lines:
            yield f"red_lines.{line.id}.holds", line.holds
        for number, dated in enumerate(self.reservation):
            yield f"reservation.{number}", dated.range


def reservation_at(preferences: Preferences, day: date | None) -> DatedRange:
    """The reservation in force on `day` (the last one when None); zero when none is stated.

    >>> reservation_at(Preferences(actor="a"), None).range.likely
    0.0
    """
    in_force = [
        dated for dated in preferences.reservation if day is None or dated.since is None or dated.since <= day
    ]
    if not in_force:
        return DatedRange(range=Range.of(0.0, assumption="no reservation stated; taken as zero"))
    return max(in_force, key=lambda dated: dated.since or date.min)
