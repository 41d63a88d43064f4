"""Blockers: who keeps a deal from passing, alone and in smallest sets, at the likely values and over draws.

Who says yes to what is read off the patterns of approval, whose number does not grow with the packages; so
every reading of a disputed rule is answered from one enumeration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, chance, cube_of, refuse_larger
from detente.analysis.minimal_sets import Names, minimal_families
from detente.analysis.odds import odds, odds_of
from detente.analysis.patterns import Patterns, patterns_of, run
from detente.analysis.power import power_under
from detente.analysis.results import Basis, Chance, Counts, Finding, Offer
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case
from detente.case.preferences import Range
from detente.kernels import approval
from detente.kernels.approval_tables import BoolProgram
from detente.languages import worded

__all__ = ["Blockers", "Blocking", "ExitEffect", "KeptOut", "Opening", "Pivotal", "blockers"]

_LIMIT = 20_000_000
_READINGS = 16
_OF_INTEREST = 10
_KINDS = {"gain": "reservation", "lines": "red line", "stays": "exit", "consent": "consent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A smallest set of actors whose yes would open an empty zone, and how many packages would then pass."""

    actors: Names
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """How many packages an actor alone keeps out: they would pass if it said yes.

    `by` tells why it says no to them: reservation, red line, exit or consent; several may hold at once.
    """

    actor: str
    count: int
    by: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivotal:
    """How often an actor's yes decides: under the rule alone, and as observed.

    `banzhaf` and `shapley` are exact shares of the composed deal rule, `in_party` the two shares within the
    actor's own party. `observed` is the share of (draw, package of interest) in which its no alone stops
    the deal.
    """

    actor: str
    banzhaf: Fraction
    shapley: Fraction
    in_party: tuple[tuple[str, Fraction, Fraction], ...]
    observed: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """Who blocks under one set of readings.

    For an empty zone: `cores`, the smallest sets of actors whose demands together leave no package, and
    `openings`. For a zone that is not: `stoppers`, the smallest sets whose refusal would leave none.
    `can_block` are the smallest sets that the rule alone lets block every package. `complete` is False when
    a list was cut at its limit.
    """

    readings: tuple[tuple[str, str], ...]
    count: int
    cores: tuple[Names, ...]
    openings: tuple[Opening, ...]
    stoppers: tuple[Names, ...]
    can_block: tuple[Names, ...]
    kept_out: tuple[KeptOut, ...]
    pivotal: tuple[Pivotal, ...]
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitEffect:
    """What an exit threat changes: packages that pass with it carried out for certain and certainly not.

    The odds are those of the package with the best odds, both ways; None when there is none.
    """

    actor: str
    credibility: str
    carried_out: int
    not_carried_out: int
    odds_carried_out: Chance | None
    odds_not_carried_out: Chance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockers(Finding):
    """Who blocks, per reading (the one in use first), and what each carried-out exit would change.

    `of_interest` are the packages with the best odds, on which pivotal shares are observed. `left_out` counts
    combinations of readings beyond the first sixteen, which are not answered.
    """

    basis: Basis
    packages: int
    readings: tuple[Blocking, ...]
    left_out: int
    exits: tuple[ExitEffect, ...]
    of_interest: tuple[Offer, ...]

    def __str__(self) -> str:
        """One line."""
        base = self.readings[0]
        if base.count:
            alone = ", ".join(names[0] for names in base.stoppers if len(names) == 1) or "nobody"
            most = max(base.kept_out, key=lambda kept: kept.count, default=None)
            tail = f"; {most.actor} alone keeps out {most.count:,}" if most and most.count else ""
            return f"blockers: zone of {base.count:,}; could stop every deal alone: {alone}{tail}"
        cores = "; ".join(", ".join(core) or "infeasible combinations" for core in base.cores)
        least = min((len(o.actors) for o in base.openings), default=0)
        opening = [f"{' and '.join(o.actors)} ({o.count:,})" for o in base.openings if len(o.actors) == least]
        tail = f"; it would open with the yes of {', or of '.join(opening)}" if opening else ""
        return f"blockers: empty zone; cores: {cores}{tail}"


def blockers(space: OutcomeSpace, *, draws: int = 1024, seed: int = 0) -> Blockers:
    """Who blocks a deal, alone and in smallest sets, what each exit threat changes, and how pivotal each is.

    Sets are at the likely values, by dualizing (Gunopulos et al. 1997); pivotal shares are Banzhaf (1965) and
    Shapley and Shubik (1954). Granting an actor gives its yes, its staying and its consents. Sets are ordered
    by size, then alphabetically. Infeasible combinations alone give one empty core. Raises SpaceTooLarge
    beyond 2 x 10^7 packages.

    >>> from detente.case.library import example
    >>> blockers(OutcomeSpace(example("panama-canal-1974"))).left_out
    0
    """
    refuse_larger(space, _LIMIT, "blockers")
    best = odds(space, draws=draws, seed=seed, top=_OF_INTEREST).best
    interest = tuple(found.offer for found in best)
    rows = space.rows([offer.number for offer in interest])
    cube = cube_of(space, draws, seed)
    yes = approval.utilities_selected(space.drawn(cube), rows) >= 0
    votes = _votes_of(space)
    choices = space.reading_sets()
    return Blockers(
        basis=basis_of(space, worded("approval patterns"), seed=seed, draws=len(cube)),
        packages=space.packages,
        readings=tuple(_blocking(space, votes, choice, yes) for choice in choices[:_READINGS]),
        left_out=max(len(choices) - _READINGS, 0),
        exits=_exits(space, rows[:1], draws, seed),
        of_interest=interest,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Votes:
    """Patterns in which every answer can be granted or refused, also that of a consent given by chance."""

    patterns: Patterns
    free: dict[int, NDArray[np.bool_]]
    grants: dict[str, tuple[int, ...]]
    leaves: dict[str, tuple[int, ...]]

    def deal(
        self, program: BoolProgram, granted: Sequence[str] = (), refused: Sequence[str] = ()
    ) -> NDArray[np.bool_]:
        """Which patterns the deal rule passes when some say yes, and some no, to everything."""
        rows = list(self.patterns.leaves)
        ones = np.ones_like(self.patterns.leaves[0]) if rows else np.ones(1, dtype=np.bool_)
        for actor in granted:
            for row in self.grants.get(actor, ()):
                rows[row] = ones
            for row in self.leaves.get(actor, ()):
                rows[row] = ~ones
        for actor in refused:
            for row in self.grants.get(actor, ()):
                rows[row] = self.free.get(row, ~ones)
        return run(program, rows)[0]

    def size(self, passed: NDArray[np.bool_]) -> int:
        """How many packages show these patterns."""
        return int(self.patterns.counts[passed].sum())


def _votes_of(space: OutcomeSpace) -> _Votes:
    """Patterns with each consent by chance left open, then closed as it is at the likely values."""
    asked = {c.id: c for c in space.case.consents}
    open_case = space.case.with_(
        consents=tuple(c if c.gives is None else replace(c, gives=Range.of(0.0)) for c in asked.values())
    )
    found = patterns_of(OutcomeSpace(open_case, readings=space.readings))
    _, happens = space.numbers.likely()
    given = dict(zip(space.numbers.events, happens, strict=True))
    leaves, free = found.leaves.copy(), {}
    grants: dict[str, list[int]] = {}
    left: dict[str, list[int]] = {}
    for row, leaf in enumerate(space.leaves):
        if leaf.kind == "consent":
            free[row] = found.leaves[row]
            if given.get(f"consents.{leaf.name}.gives", False):
                leaves[row] = True
            grants.setdefault(asked[leaf.name].actor, []).append(row)
        elif leaf.kind in _KINDS:
            grants.setdefault(leaf.name, []).append(row)
        elif leaf.kind == "left":
            left.setdefault(leaf.name, []).append(row)
    return _Votes(
        patterns=replace(found, leaves=leaves, space=space),
        free=free,
        grants={actor: tuple(rows) for actor, rows in grants.items()},
        leaves={actor: tuple(rows) for actor, rows in left.items()},
    )


def _blocking(
    space: OutcomeSpace, votes: _Votes, readings: Mapping[str, str], yes: NDArray[np.bool_]
) -> Blocking:
    program = space.program(readings)[0].only(0)
    _, used = program.steps()
    heard = set(used.tolist())
    actors = sorted(a for a, rows in votes.grants.items() if heard & set(rows))
    count = votes.size(votes.deal(program))
    openings: tuple[Opening, ...] = ()
    cores: tuple[Names, ...] = ()
    stoppers: tuple[Names, ...] = ()
    if count:
        found = minimal_families(actors, lambda s: not votes.deal(program, refused=sorted(s)).any())
        stoppers = found.openings
    else:
        found = minimal_families(actors, lambda s: bool(votes.deal(program, granted=sorted(s)).any()))
        cores = found.cores
        openings = tuple(
            Opening(actors=names, count=votes.size(votes.deal(program, granted=names)))
            for names in found.openings
        )
    power = power_under(space, readings)
    return Blocking(
        readings=tuple(readings.items()),
        count=count,
        cores=cores,
        openings=openings,
        stoppers=stoppers,
        can_block=power.can_block,
        kept_out=_kept_out(votes, program, actors),
        pivotal=tuple(
            Pivotal(
                actor=actor,
                banzhaf=power.deal.get(actor, (Fraction(0), Fraction(0)))[0],
                shapley=power.deal.get(actor, (Fraction(0), Fraction(0)))[1],
                in_party=power.parties_of(actor),
                observed=_observed(space, readings, actor, yes),
            )
            for actor in actors
        ),
        complete=found.complete and power.complete,
    )


def _kept_out(votes: _Votes, program: BoolProgram, actors: Sequence[str]) -> tuple[KeptOut, ...]:
    """For each actor that alone keeps packages out: how many, and by what."""
    passed = votes.deal(program)
    space, leaves = votes.patterns.space, votes.patterns.leaves
    found = []
    for actor in actors:
        out = votes.deal(program, granted=[actor]) & ~passed
        by = dict.fromkeys(_KINDS.values(), 0)
        for row in votes.grants[actor]:
            by[_KINDS[space.leaves[row].kind]] += votes.size(out & ~leaves[row])
        if out.any():
            told = tuple((kind, times) for kind, times in by.items() if times)
            found.append(KeptOut(actor=actor, count=votes.size(out), by=told))
    return tuple(sorted(found, key=lambda kept: (-kept.count, kept.actor)))


def _observed(space: OutcomeSpace, readings: Mapping[str, str], actor: str, yes: NDArray[np.bool_]) -> Chance:
    """The share of (draw, package) that fails, but would pass with this actor's yes."""
    answers = list(np.moveaxis(yes, 1, 0))
    passed = run(space.program(readings)[0].only(0), answers)[0]
    granted = run(space.program(readings, granted=[actor])[0].only(0), answers)[0]
    by_draw = (granted & ~passed).mean(axis=1)
    return chance(by_draw)


def _exits(space: OutcomeSpace, row: NDArray[np.int64], draws: int, seed: int) -> tuple[ExitEffect, ...]:
    found = []
    for threat in sorted(space.case.exit_threats, key=lambda t: t.actor):
        sizes, chances = [], []
        for credibility in (1.0, 0.0):
            variant = OutcomeSpace(_with_exit(space.case, threat.actor, credibility), readings=space.readings)
            sizes.append(patterns_of(variant).size())
            best = odds_of(variant, row, draws=draws, seed=seed)
            chances.append(best[0].odds if best else None)
        found.append(
            ExitEffect(
                actor=threat.actor,
                credibility=threat.credibility.text,
                carried_out=sizes[0],
                not_carried_out=sizes[1],
                odds_carried_out=chances[0],
                odds_not_carried_out=chances[1],
            )
        )
    return tuple(found)


def _with_exit(case: Case, actor: str, credibility: float) -> Case:
    """The case with an exit threat carried out for certain (1) or certainly not (0)."""
    return case.with_(
        exit_threats=tuple(
            replace(t, credibility=Range.of(credibility)) if t.actor == actor else t
            for t in case.exit_threats
        )
    )
