"""Who must say yes: approval rules over ratifiers, the deal rule over parties, and what bends them.

A rule is a tree of leaves (an actor says yes), "at least k of", and weighted quotas. A disputed rule carries
several readings; results are then reported for each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from detente.case.preferences import Literals, Range

__all__ = [
    "Approval",
    "AtLeast",
    "Consent",
    "ExitThreat",
    "Influence",
    "Mandate",
    "Quota",
    "Reading",
    "Rule",
    "Says",
    "all_of",
    "any_of",
    "rule_actors",
    "rule_text",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """The leaf of a rule: this actor says yes."""

    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """At least `k` of these rules are met; all of them when `k` is their number, any when it is 1."""

    k: int
    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """The seats of those who say yes reach `need`.

    Who has left counts as no. With `leavers` "stay" the needed number does not change; with "shrink" it
    falls in proportion to the seats that are left, rounded up.
    """

    seats: tuple[tuple[str, int], ...]
    need: int
    leavers: str = "stay"


Rule: TypeAlias = Says | AtLeast | Quota


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sourced reading of a rule; `base` marks the one used where a single one must be named."""

    id: str
    rule: Rule
    note: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""
    base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The readings of one rule, the base reading first."""

    readings: tuple[Reading, ...]

    @property
    def base(self) -> Reading:
        """The reading used where a single one must be named."""
        return next((reading for reading in self.readings if reading.base), self.readings[0])

    def reading(self, name: str) -> Reading | None:
        """The reading of that id, or None."""
        return next((reading for reading in self.readings if reading.id == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What a delegation may sign without asking: for each issue named, the options allowed.

    Issues that are not named are free. Accounts of one mandate may conflict: each is a value of its own.
    """

    id: str
    party: str
    allows: Literals
    said_by: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""
    base: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitThreat:
    """A ratifier that may quit when a package holds any of these options: not a veto.

    `credibility` is the chance that the threat is carried out. Who has left counts as no; the principal's
    utility of the package changes by `principal_effect`.
    """

    actor: str
    on: Literals
    credibility: Range
    principal_effect: Range
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Any package with one of these options needs this actor's yes, party or not.

    `gives` is the chance of that yes; when None the actor's own preferences decide.
    """

    id: str
    actor: str
    over: Literals
    gives: Range | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """Pressure, a side-payment or a guarantee: what it adds to the utility of a deal for `on`.

    With `when`, only packages that hold those options are affected. `in_force` False means that it is
    available, not given; `unlock` may then try it.
    """

    id: str
    kind: str = "pressure"
    by: str = ""
    on: str
    adds: Range
    when: Literals = ()
    in_force: bool = True
    note: str = ""


def all_of(*rules: Rule) -> AtLeast:
    """The rule that asks for every one of `rules`."""
    return AtLeast(k=len(rules), rules=rules)


def any_of(*rules: Rule) -> AtLeast:
    """The rule that asks for one of `rules`."""
    return AtLeast(k=1, rules=rules)


def rule_actors(rule: Rule) -> Iterator[str]:
    """The actors named in a rule, from left to right, repeated where they repeat.

    >>> list(rule_actors(all_of(Says(actor="a"), any_of(Says(actor="b"), Says(actor="c")))))
    ['a', 'b', 'c']
    """
    match rule:
        case Says(actor=actor):
            yield actor
        case AtLeast(rules=rules):
            for part in rules:
                yield from rule_actors(part)
        case Quota(seats=seats):
            for actor, _ in seats:
                yield actor


def rule_text(rule: Rule) -> str:
    """The rule in words.

    >>> rule_text(all_of(Says(actor="a"), Quota(seats=(("b", 3), ("c", 2)), need=3)))
    'all of (a; at least 3 seats of b 3, c 2)'
    """
    match rule:
        case Says(actor=actor):
            return actor
        case AtLeast(k=k, rules=rules):
            parts = "; ".join(rule_text(part) for part in rules)
            if len(rules) == 1 and k == 1:
                return parts
            count = "all" if k == len(rules) else "any" if k == 1 else f"at least {k}"
            return f"{count} of ({parts})"
        case Quota(seats=seats, need=need):
            return f"at least {need} seats of " + ", ".join(f"{actor} {n}" for actor, n in seats)
