"""Voting power in the composed deal rule and in each party's rule, apart from what anyone wants.

The composed rule asks the parties, each party its ratifiers; consents to single options are left out, since
they are needed by some packages only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from detente.analysis.minimal_sets import Names, minimal_families
from detente.analysis.patterns import run
from detente.analysis.program import Builder, Leaf
from detente.analysis.space import OutcomeSpace
from detente.case.procedure import Rule, rule_actors
from detente.kernels.approval_tables import BoolProgram
from detente.kernels.voting import table_power, win_table

__all__ = ["Power", "Shares", "power_under"]

Shares: TypeAlias = Mapping[str, tuple[Fraction, Fraction]]
_TABLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Banzhaf and Shapley-Shubik shares by actor, in the deal rule and by party; smallest blocking sets.

    `can_block` are the smallest sets that block whatever the others say. Not `complete` when there are too
    many actors for a table of coalitions (shares are then left out) or too many blocking sets to list.
    """

    deal: Shares
    parties: tuple[tuple[str, Shares], ...]
    can_block: tuple[Names, ...]
    complete: bool

    def parties_of(self, actor: str) -> tuple[tuple[str, Fraction, Fraction], ...]:
        """The parties in whose rule the actor stands, with its two shares there."""
        return tuple((party, *shares[actor]) for party, shares in self.parties if actor in shares)


def power_under(space: OutcomeSpace, readings: Mapping[str, str]) -> Power:
    """Pivotal shares (Banzhaf 1965; Shapley & Shubik 1954) and blocking sets under a set of readings.

    >>> from detente.case.library import example
    >>> space = OutcomeSpace(example("panama-canal-1974"))
    >>> [len(names) for names in power_under(space, {}).can_block]
    [1, 1]
    """
    rules = {party: space.reading(party, readings).rule for party in space.parties}
    deal = space.reading("deal", readings).rule
    composed = _program(deal, rules)
    found = minimal_families(composed[1], lambda refusing: not _passes(*composed, refusing))
    table = len(composed[1]) <= _TABLE
    return Power(
        deal=_shares(*composed) if table else {},
        parties=tuple(
            (party, _shares(*alone)) for party, rule in rules.items() if _few(alone := _alone(rule))
        ),
        can_block=found.openings,
        complete=found.complete and table,
    )


def _alone(rule: Rule) -> tuple[BoolProgram, Names]:
    return _program(rule, {})


def _few(program: tuple[BoolProgram, Names]) -> bool:
    return len(program[1]) <= _TABLE


def _program(rule: Rule, parts: Mapping[str, Rule]) -> tuple[BoolProgram, Names]:
    """A rule over parts (or actors) as a program over the actors, and their names in alphabetical order."""
    names = {actor for inner in (parts.values() or [rule]) for actor in rule_actors(inner)}
    actors = tuple(sorted(names))
    build = Builder([Leaf("gain", actor) for actor in actors])

    def yes(actor: str) -> int:
        return build.leaf(Leaf("gain", actor))

    def said(name: str) -> int:
        return whole(parts[name]) if name in parts else yes(name)

    def whole(inner: Rule, ask: Callable[[str], int] = yes) -> int:
        return build.rule(inner, ask, lambda _: None)

    return build.program([whole(rule, said)]), actors


def _shares(program: BoolProgram, actors: Names) -> Shares:
    power = table_power(win_table(program))
    return dict(zip(actors, zip(power.banzhaf, power.shapley, strict=True), strict=True))


def _passes(program: BoolProgram, actors: Names, refusing: frozenset[str]) -> bool:
    answers = [np.array([actor not in refusing]) for actor in actors]
    return bool(run(program, answers)[0][0])
