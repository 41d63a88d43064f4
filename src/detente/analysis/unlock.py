"""Unlock: the smallest sets of changes that open the zone, lift the best odds, or allow signing now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, chance, likely_utilities, offers, refuse_larger, sobol_points
from detente.analysis.levers import Candidate, candidates_of
from detente.analysis.results import Basis, Chance, Finding, Offer, Pairs
from detente.analysis.space import OutcomeSpace
from detente.analysis.what_if import Bits, WhatIf, clash
from detente.case.change import apply
from detente.case.model import Case, Change, Lever
from detente.errors import AnalysisError
from detente.kernels import approval
from detente.kernels.approval_bits import bit_count
from detente.languages import worded

__all__ = ["GOALS", "Unlock", "UnlockSet", "unlock"]

GOALS: tuple[str, ...] = ("zone", "odds", "signable")
_LIMIT = 2_000_000
_LISTED = 100
_FRESH = 1_000_003
_POOL = 64
_POOL_OF_ONE = 8
_WEIGHED = 5000
_WORK = 2_000_000_000
_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockSet:
    """A smallest set of changes that reaches the goal, and what then holds.

    `passing` is how many packages then pass (for "signable" those that could be signed now); `odds` those of
    `best`, on fresh draws, for the goal "odds". `best` is a package with the largest smallest gain among the
    principals (for "odds": with the best odds); `gains` are what each principal gets over no deal there.
    """

    changes: tuple[Candidate, ...]
    effort: float
    passing: int
    odds: Chance | None
    best: Offer | None
    gains: Pairs

    def __str__(self) -> str:
        """One line."""
        what = "; ".join(str(change) for change in self.changes) or "nothing need change"
        found = f"best odds {self.odds}" if self.odds else f"{self.passing:,} packages"
        return f"{what} (effort {self.effort:g}): {found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock(Finding):
    """The smallest sets of changes that reach a goal, least effort first.

    `sets` lists up to a hundred of `count`, all of those with at most `max_size` changes and no smaller set
    inside that would do. `already` says that the goal holds as things are (the one set is then empty).
    `possible` is False when all `candidates` together, in whatever combination, do not reach it; None when
    that was not settled. `now` is the zone's size, the best odds or the signable packages as things are.
    """

    basis: Basis
    goal: str
    level: float | None
    max_size: int
    now: float
    already: bool
    possible: bool | None
    candidates: tuple[Candidate, ...]
    count: int
    sets: tuple[UnlockSet, ...]

    def __str__(self) -> str:
        """One line."""
        goal = f"best odds of {100 * self.level:.3g} %" if self.level is not None else self.goal
        if self.already:
            more = "; ask goal='odds'" if self.goal == "zone" else ""
            return f"unlock {goal}: open already, now {self.now:,.4g}{more}"
        if self.sets:
            least = [str(one) for one in self.sets if one.effort == self.sets[0].effort]
            more = f", or {len(least) - _NAMED} more" if len(least) > _NAMED else ""
            told = "; or ".join(least[:_NAMED])
            return f"unlock {goal}: {self.count:,} smallest sets; least effort: {told}{more}"
        if self.possible is False:
            return f"unlock {goal}: nothing in the list of {len(self.candidates)} changes reaches it"
        return f"unlock {goal}: no set of up to {self.max_size} of {len(self.candidates)} changes reaches it"


def unlock(
    space: OutcomeSpace | Case,
    *,
    level: float | None = None,
    goal: str = "zone",
    max_size: int = 3,
    extra: Sequence[Change | Lever] = (),
    draws: int = 1024,
    seed: int = 0,
) -> Unlock:
    """The smallest sets of changes that open the zone, lift the best odds to `level`, or allow signing now.

    Tried are the case's levers, `extra`, and what follows from its form (see `levers`). All sets without a
    smaller one inside, by effort, then size, then name. For "odds", `level` is by default 1/2, or half way
    to 1 when the best odds are above that; sets are sought among packages that do well under some change,
    on `draws` draws. Raises SpaceTooLarge beyond 2 x 10^6 packages.

    >>> from detente.case.library import example
    >>> unlock(OutcomeSpace(example("panama-canal-1974"))).already
    True
    """
    if goal not in GOALS:
        raise AnalysisError(f"there is no goal called {goal!r}", hint=f"one of {', '.join(GOALS)}")
    case = space if isinstance(space, Case) else _settled(space)
    tried = candidates_of(case, mandates=goal == "signable", extra=extra)
    what = WhatIf(case, tried, signable=goal == "signable")
    refuse_larger(what.wide, _LIMIT, "unlock")
    search = _OddsSearch(what, level, draws, seed) if goal == "odds" else _Search(what)
    found = search.sets(max_size)
    listed = tuple(search.told(chosen) for chosen in found[:_LISTED])
    return Unlock(
        basis=basis_of(
            OutcomeSpace(case),
            search.method,
            exact=goal != "odds",
            seed=seed if goal == "odds" else None,
            draws=search.draws,
        ),
        goal=goal,
        level=search.level,
        max_size=max_size,
        now=search.now,
        already=found == [0],
        possible=search.possible,
        candidates=tried,
        count=len(found),
        sets=listed,
    )


class _Search:
    """Smallest sets of candidates under which some package passes."""

    method = worded("enumeration of sets of changes on bits of packages")
    level: float | None = None
    draws = 0

    def __init__(self, what: WhatIf) -> None:
        self.what = what
        self.now = float(_count(what.passing(0)))
        self.possible: bool | None = None
        bound = None if self.now else what.at_best()
        if bound is not None:
            self.possible = bool(bound.any())
            what.keep(what.members(bound))

    def reached(self, chosen: int) -> bool:
        """Whether a set of candidates does it."""
        return bool(self.what.passing(chosen).any())

    def sets(self, most: int) -> list[int]:
        """All minimal sets of up to `most` candidates that do it, by effort, then size, then name."""
        if self.reached(0):
            self.possible = True
            return [0]
        if self.possible is False:
            return []
        candidates = self.what.candidates
        apart = {
            (a, b) for a, b in combinations(range(len(candidates)), 2) if clash(candidates[a], candidates[b])
        }
        found: list[int] = []
        for size in range(1, most + 1):
            for members in combinations(range(len(candidates)), size):
                chosen = sum(1 << k for k in members)
                if any(smaller & chosen == smaller for smaller in found):
                    continue
                if apart and any(pair in apart for pair in combinations(members, 2)):
                    continue
                if self.reached(chosen):
                    found.append(chosen)
        self.possible = True if found else self.possible
        return sorted(found, key=self._order)

    def told(self, chosen: int) -> UnlockSet:
        """A set with what then holds, and the least unequal package."""
        bits = self.what.passing(chosen)
        return self._told(chosen, _count(bits), self.what.members(bits)[:_WEIGHED], None)

    def _told(self, chosen: int, passing: int, numbers: NDArray[np.int64], odds: Chance | None) -> UnlockSet:
        """A set with the least unequal of these packages."""
        wide, after = self.what.wide, self.what.after(chosen)
        packages = [wide.terms(wide.package_at(int(n))) for n in numbers]
        rows = np.array([after.package(terms).options for terms in packages], dtype=np.int64)
        rows = rows.reshape(len(packages), len(after.sizes))
        actors, values = likely_utilities(after, rows)
        exact, _ = after.numbers.likely()
        asks = [float(exact[after.numbers.index[f"preferences.{a}.reservation"]]) for a in actors]
        gains = np.round(values - asks, 12)
        order = np.lexsort((np.arange(len(rows)), -gains.sum(axis=1), -gains.min(axis=1, initial=np.inf)))
        changes = tuple(c for k, c in enumerate(self.what.candidates) if chosen >> k & 1)
        return UnlockSet(
            changes=changes,
            effort=float(sum(change.effort for change in changes)),
            passing=passing,
            odds=odds,
            best=offers(after, rows[order[:1]])[0] if len(order) else None,
            gains=tuple(zip(actors, gains[order[0]].tolist(), strict=True)) if len(order) else (),
        )

    def _order(self, chosen: int) -> tuple[float, int, list[str]]:
        parts = [c for k, c in enumerate(self.what.candidates) if chosen >> k & 1]
        return sum(c.effort for c in parts), len(parts), [c.id for c in parts]


class _OddsSearch(_Search):
    """Smallest sets of candidates under which some package passes in enough draws."""

    method = worded("enumeration of sets of changes on bits of draws")

    def __init__(self, what: WhatIf, level: float | None, draws: int, seed: int) -> None:
        self.what = what
        names = _coordinates(what)
        cube = sobol_points(len(names), max(draws, 64), seed)
        self.draws = len(cube)
        pool = _promising(what, cube[:128], names)
        what.draw_on(pool, cube, names)
        self.fresh = what.beside(pool, sobol_points(len(names), max(draws, 64), seed + _FRESH))
        self.now = self._best(0)[1].share
        self.level = level if level is not None else max(0.5, (1 + self.now) / 2 if self.now >= 0.5 else 0.5)
        self.possible = None
        if what.helpful == (1 << len(what.candidates)) - 1:
            most = max(self._odds(what, chosen).max(initial=0) for chosen in what.all_helpful())
            self.possible = None if most >= self.level else False

    def reached(self, chosen: int) -> bool:
        """Whether some package reaches the level, on the draws that choose it and on fresh ones."""
        level = (self.level or 0.0) - 1e-12
        well = self._odds(self.what, chosen) >= level
        return bool(well.any() and (self._odds(self.fresh, chosen)[well] >= level).any())

    def told(self, chosen: int) -> UnlockSet:
        """A set with the package of the best odds, scored on fresh draws."""
        best, odds = self._best(chosen)
        after = self.what.after(chosen)
        zone = approval.passing(after.likely, after.program()[0])
        return self._told(chosen, approval.count(zone), self.what.numbers([best]), odds)

    def _best(self, chosen: int) -> tuple[int, Chance]:
        """The place in the pool of the package with the best odds, and those odds on fresh draws."""
        share = self._odds(self.what, chosen)
        well = np.flatnonzero(share >= (self.level or share.max(initial=0)) - 1e-12)
        fresh = self._odds(self.fresh, chosen)
        best = int(well[np.argmax(fresh[well])]) if len(well) else 0
        bits = self.fresh.passing(chosen)[best]
        return best, chance(np.unpackbits(bits.view(np.uint8), bitorder="little")[: self.draws])

    @staticmethod
    def _odds(what: WhatIf, chosen: int) -> NDArray[np.float64]:
        """The share of draws that each package of the pool passes."""
        draws = 1 if what.cube is None else len(what.cube)
        return np.asarray(bit_count(what.passing(chosen)[:, None, :]) / draws)


def _settled(space: OutcomeSpace) -> Case:
    """The case of a space, with the readings that the space uses as its base readings."""
    changes = [
        Change(path="deal_rule" if key == "deal" else f"approval.{key}", value=reading)
        for key, reading in space.readings.items()
    ]
    return apply(space.case, changes)


def _count(bits: Bits) -> int:
    return int(bit_count(bits[None]))


def _coordinates(what: WhatIf) -> tuple[str, ...]:
    """What a draw must fix under any of the candidates."""
    names = dict.fromkeys(what.wide.numbers.dim_names)
    for k in range(len(what.candidates)):
        names.update(dict.fromkeys(what.space(1 << k).numbers.dim_names))
    return tuple(names)


def _promising(what: WhatIf, cube: NDArray[np.float64], names: Iterable[str]) -> NDArray[np.int64]:
    """Packages that do well as things are, with every helpful change, or with one change alone."""
    column = {name: k for k, name in enumerate(names)}
    everything = list(dict.fromkeys(what.all_helpful()))
    single = [1 << k for k in range(len(what.candidates))]
    if what.wide.packages * len(cube) * len(single) > _WORK:
        single = []
    found: dict[int, None] = {}
    for chosen in dict.fromkeys([0, *everything, *single]):
        space = what.space(chosen)
        tables = space.drawn(cube[:, [column[name] for name in space.numbers.dim_names]])
        counts = approval.pass_counts(tables, space.program()[0].only(0)).counts[0].astype(np.int64)
        if chosen == 0:
            on_table = np.zeros(len(counts), dtype=np.bool_)
            on_table[what.members(what.on_table())] = True
            counts = np.where(on_table, counts, 0)
        keep = _POOL_OF_ONE if chosen in single else _POOL
        found.update(dict.fromkeys(np.argsort(-counts, kind="stable")[:keep].tolist()))
    return np.array(sorted(found), dtype=np.int64)
