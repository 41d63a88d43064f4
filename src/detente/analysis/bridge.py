"""Bridging proposals: near the standing texts, with the best odds, and equal for one side.

Candidates are chosen on one set of draws and scored on fresh ones. Where no package passes in any draw, the
same bridges are told in the order of how close they come, and the answer says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, chance, cube_of, likely_utilities, refuse_larger
from detente.analysis.choosing import (
    apart_of,
    best_of,
    closeness,
    departures,
    distant,
    in_order,
    pool,
    refusing,
    worst_of,
)
from detente.analysis.hinges import Hinge, hinges_of, upper_sides
from detente.analysis.odds import PackageOdds, counted_draws, odds_in
from detente.analysis.results import Basis, Chance, Finding
from detente.analysis.signing import Signing, signing
from detente.analysis.space import OutcomeSpace
from detente.analysis.stakes import Stake, departures_from, stakes_of
from detente.case.history import Proposal
from detente.case.model import Package
from detente.case.preferences import Literals
from detente.kernels import approval
from detente.languages import worded

__all__ = [
    "Alternatives",
    "Bridge",
    "Bridges",
    "TextBridges",
    "bridge",
    "bridges_of",
    "nearest",
    "standing_texts",
]

_LIMIT = 20_000_000
_FRESH = 1_000_003
_POOL = 300_000
_NEAR = 0.05
_TOLERANCE = 0.02

Text = tuple[Proposal, Literals]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """One package proposed, with what it means to whom.

    `text` is the standing text that it is compared with, "" without one: the one that it keeps the largest
    share of, of equals the one that names more. `changes` are the issues on which it departs from the text,
    as (issue, the text's options, the package's). `noes` are those asked who say no at the likely values,
    `margin` the smallest gain over no deal of all who are asked. `hinges` are the assumptions that it hangs
    on; empty when it passes always or never.
    """

    package: PackageOdds
    text: str
    changes: tuple[tuple[str, tuple[str, ...], str], ...]
    stakes: tuple[Stake, ...]
    signing: tuple[Signing, ...]
    hinges: tuple[Hinge, ...]
    noes: tuple[str, ...]
    margin: float

    def __str__(self) -> str:
        """One line."""
        hangs = f"; hangs on {self.hinges[0]}" if self.hinges else ""
        against = f", {len(self.changes)} changes from {self.text}" if self.text else ""
        return f"{self.package.odds}{against}: {self.package.offer}{hangs}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBridges:
    """One standing text, and for each number of changes to what it names the package with the best odds.

    A text that is silent on issues denotes all its `completions`: `worst` and `best` are those of the
    feasible ones (None when there is none: an option that it names is not on the table, or its words
    exclude each other), `if_silent` the best of those that take the option which holds when a text is
    silent (None when no issue that it leaves open has one). `steps[n]` holds n changes;
    a number of changes that no feasible package makes is left out.
    """

    text: str
    named: tuple[str, ...]
    completions: int
    worst: PackageOdds | None
    best: PackageOdds | None
    if_silent: PackageOdds | None
    steps: tuple[Bridge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternatives:
    """Packages that are equal for one party's principal, to be offered at once.

    Each gives `principal` a likely utility within `tolerance` of `level`.
    """

    party: str
    principal: str
    level: float
    tolerance: float
    bridges: tuple[Bridge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridges(Finding):
    """Bridging proposals of three kinds: from each text, with the best odds, equal for one party.

    `passing` False: no package passes in any draw, so all is ordered by how close packages come (fewest
    of those asked saying no at the likely values, then the largest smallest gain). `best` differ pairwise on
    at least `apart` issues, and so do the alternatives of a party.
    """

    basis: Basis
    packages: int
    passing: bool
    any: Chance
    apart: int
    texts: tuple[TextBridges, ...]
    best: tuple[Bridge, ...]
    alternatives: tuple[Alternatives, ...]

    def __str__(self) -> str:
        """One line."""
        if not self.best:
            return "bridges: none, every package holds an infeasible combination"
        if not self.passing:
            noes = ", ".join(self.best[0].noes)
            return f"bridges: no package passes in any draw; in the closest these say no: {noes}"
        best = self.best[0]
        near = f", {len(best.changes)} issues away from {best.text}" if best.text else ""
        hangs = f"; it hangs on {best.hinges[0]}" if best.hinges else ""
        return f"bridges: the best passes in {best.package.odds} of draws{near}{hangs}"


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """What candidates are chosen by: scores by package, what counts as near the best, and the best rows."""

    space: OutcomeSpace
    score: NDArray[np.number]
    draws: int
    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    apart: int
    texts: tuple[Text, ...]

    def near(self, scores: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which scores are near the best of them: within 5 points of odds, or with as few noes."""
        if not len(scores):
            return np.zeros(0, dtype=np.bool_)
        top = float(scores.max())
        counts = np.issubdtype(self.score.dtype, np.integer)
        return np.asarray(scores >= (max(top - _NEAR * self.draws, 1.0) if counts else np.floor(top)))


def bridge(
    space: OutcomeSpace,
    *,
    standing: Sequence[str] | None = None,
    draws: int = 1024,
    seed: int = 0,
    changes: int = 3,
    count: int = 5,
    progress: Callable[[int, int], None] | None = None,
) -> Bridges:
    """Bridging proposals, from the texts that stand, by odds, and as equal alternatives for one side.

    (a) From each standing text (or the proposals named in `standing`; one without terms is left out) the
    package with the best odds for each number of changes from 0 to `changes`. (b) `count` packages near the
    best odds (within 5 points) that are far apart: greedy max-min, then the best that are apart enough. (c)
    For each party three packages equal for its principal (within 2 % of the spread of its utility) and, of
    those near the best odds, best for the worst-off of the others: several equivalent offers at once (Medvec
    & Galinsky 2005). Packages are chosen on one set of draws and told with their odds on fresh ones. Ties go
    to the largest sum of the principals' likely utilities, the largest smallest one, then option ids.
    Raises SpaceTooLarge beyond 2 x 10^7 packages.

    >>> from detente.case.library import example
    >>> found = bridge(OutcomeSpace(example("panama-canal-1974")), draws=64)
    >>> len(found.best), [len(a.bridges) for a in found.alternatives]
    (5, [3, 3])
    """
    refuse_larger(space, _LIMIT, "bridge")
    cube = cube_of(space, draws, seed)
    counted = counted_draws(space, draws, seed, progress)
    passing = bool(counted.counts[0].any())
    search = _search(space, counted.counts[0] if passing else closeness(space, progress), len(cube), standing)
    tell = _Teller(space, search.texts, cube_of(space, draws, seed + _FRESH))
    near = int(search.near(search.scores).sum())
    picks = distant(search.rows, count=count, apart=search.apart, near=near)
    return Bridges(
        basis=basis_of(space, worded("scrambled Sobol' draws"), exact=False, seed=seed, draws=len(cube)),
        packages=space.packages,
        passing=passing,
        any=chance(counted.zone_sizes[0] > 0),
        apart=search.apart,
        texts=tuple(_from_text(search, tell, text, changes) for text in search.texts),
        best=tuple(tell.bridge(search.rows[n]) for n in picks),
        alternatives=tuple(_alternatives(search, tell, party, picks) for party in space.parties),
    )


def bridges_of(
    space: OutcomeSpace, rows: NDArray[np.int64], *, draws: int = 1024, seed: int = 0
) -> tuple[Bridge, ...]:
    """Packages, given as option numbers (m, issues), told as bridges and compared with the texts that stand.

    >>> from detente.case.library import example
    >>> bridges_of(OutcomeSpace(example("panama-canal-1974")), np.zeros((1, 10), np.int64), draws=64)[0].text
    ''
    """
    tell = _Teller(space, standing_texts(space), cube_of(space, draws, seed))
    return tuple(tell.bridge(row) for row in rows)


def standing_texts(space: OutcomeSpace, standing: Sequence[str] | None = None) -> tuple[Text, ...]:
    """The standing texts, or the proposals named, newest first, each with its terms that are on the table.

    One without such terms is left out.
    """
    proposals = [space.case.proposal(name) for name in standing or ()]
    if standing is None:
        proposals = [p for p in space.case.proposals if p.standing]
    proposals.sort(key=lambda p: p.id)
    proposals.sort(key=lambda p: p.date, reverse=True)
    table = {issue.id for issue in space.issues}
    texts = []
    for proposal in proposals:
        named = tuple((i, o) for i, o in proposal.terms if i in table and i not in proposal.set_aside)
        if named:
            texts.append((proposal, named))
    return tuple(texts)


def nearest(
    space: OutcomeSpace, package: Package, texts: Sequence[Text]
) -> tuple[Text | None, tuple[tuple[str, tuple[str, ...], str], ...]]:
    """The text that a package keeps the largest share of, and its departures from it; None without texts.

    Of equals the text that names more, then the first.
    """
    steps = [departures_from(space, package, terms) for _, terms in texts]
    named = [len(terms) for _, terms in texts]
    place = min(range(len(texts)), key=lambda n: (len(steps[n]) / named[n], -named[n]), default=None)
    return (None, ()) if place is None else (texts[place], tuple(steps[place]))


def _search(
    space: OutcomeSpace, score: NDArray[np.number], draws: int, standing: Sequence[str] | None
) -> _Search:
    """Ready to choose: the packages with the best scores, best first; the texts, newest first."""
    counts = np.issubdtype(score.dtype, np.integer)
    numbers = pool(score, _POOL, 1.0 if counts else -np.finfo(float).max)
    rows = space.rows(numbers)
    order = in_order(space, rows, score[numbers].astype(np.float64))
    return _Search(
        space=space,
        score=score,
        draws=draws,
        rows=rows[order],
        scores=score[numbers].astype(np.float64)[order],
        apart=apart_of(space),
        texts=standing_texts(space, standing),
    )


class _Teller:
    """Tells packages as bridges, scored on fresh draws; each package is scored once."""

    def __init__(self, space: OutcomeSpace, texts: tuple[Text, ...], cube: NDArray[np.float64]) -> None:
        self.space, self.texts, self.cube = space, texts, cube
        self.tables = self.space.drawn(cube)
        self.upper = upper_sides(self.space, cube)
        self._known: dict[tuple[int, ...], tuple[PackageOdds, tuple[Hinge, ...]]] = {}

    def odds(self, row: NDArray[np.int64]) -> PackageOdds:
        """A package with its odds."""
        return self._scored(row)[0]

    def bridge(self, row: NDArray[np.int64], text: Text | None = None) -> Bridge:
        """A package as a bridge, compared with `text`, or with the nearest of the texts."""
        package = Package(tuple(int(option) for option in row))
        found, changes = nearest(self.space, package, self.texts if text is None else (text,))
        scored, hinges = self._scored(row)
        names, noes, margin = refusing(self.space, row[None, :])
        return Bridge(
            package=scored,
            text=found[0].id if found else "",
            changes=changes,
            stakes=stakes_of(self.space, package, found[1] if found else None, self.tables),
            signing=signing(self.space, package),
            hinges=hinges,
            noes=tuple(name for name, no in zip(names, noes[:, 0], strict=True) if no),
            margin=float(margin[0]),
        )

    def _scored(self, row: NDArray[np.int64]) -> tuple[PackageOdds, tuple[Hinge, ...]]:
        key = tuple(int(option) for option in row)
        if key not in self._known:
            rows = row[None, :]
            program, _ = self.space.program()
            passed = approval.passes_selected(self.tables, program.only(0), rows)[0]
            odds = odds_in(self.space, self.tables, rows)[0]
            self._known[key] = odds, hinges_of(self.space, self.cube, passed, upper=self.upper)[0]
        return self._known[key]


def _from_text(search: _Search, tell: _Teller, text: Text, changes: int) -> TextBridges:
    """A text with the best package for each number of changes to what it names."""
    space, (proposal, terms) = search.space, text
    allowed = space.completions(terms)
    steps = departures(space, allowed)
    sizes = np.split(allowed, np.cumsum(space.sizes)[:-1])
    found = []
    for number in range(changes + 1):
        row = best_of(space, search.score, np.flatnonzero(steps == number))
        if row is not None:
            found.append(tell.bridge(row, text))
    own = np.flatnonzero(steps == 0)
    best, worst = best_of(space, search.score, own), worst_of(space, search.score, own)
    silent = {i.id: (i.if_silent,) for i in space.issues if i.id not in dict(terms) and i.if_silent}
    read = None
    if silent:
        both = space.completions((*terms, *silent.items()))
        read = best_of(space, search.score, np.flatnonzero(departures(space, both) == 0))
    return TextBridges(
        text=proposal.id,
        named=tuple(issue for issue, _ in terms),
        completions=int(np.prod([float(part.sum()) for part in sizes])),
        worst=None if worst is None else tell.odds(worst),
        best=None if best is None else tell.odds(best),
        if_silent=None if read is None else tell.odds(read),
        steps=tuple(found),
    )


def _alternatives(search: _Search, tell: _Teller, party: str, anchors: Sequence[int]) -> Alternatives:
    """Three packages equal for one party, around the anchor whose weakest alternative scores best."""
    space = search.space
    principal = space.case.party(party).principal
    actors, values = likely_utilities(space, search.rows)
    own = values[:, actors.index(principal)] if len(search.rows) else np.zeros(0)
    others = np.delete(values, actors.index(principal), axis=1)
    least = np.round(others.min(axis=1), 9) if others.shape[1] else np.zeros(len(own))
    tolerance = _TOLERANCE * _spread(space, principal)
    chosen: tuple[NDArray[np.int64], float] | None = None
    rank: tuple[int, float] = (0, 0.0)
    for anchor in anchors:
        band = np.flatnonzero(np.abs(own - own[anchor]) <= tolerance + 1e-12)
        near = search.near(search.scores[band])
        keys = (near.astype(float), np.where(near, least[band], 0.0), search.scores[band])
        band = band[in_order(space, search.rows[band], *keys)]
        picks = distant(search.rows[band], count=3, apart=search.apart, near=0, greedy=False)
        trio = band[list(picks)]
        if (len(trio), float(search.scores[trio].min())) > rank:
            chosen = trio, float(own[anchor])
            rank = len(trio), float(search.scores[trio].min())
    trio, level = chosen if chosen is not None else (np.zeros(0, dtype=np.int64), float("nan"))
    return Alternatives(
        party=party,
        principal=principal,
        level=level,
        tolerance=tolerance,
        bridges=tuple(tell.bridge(search.rows[n]) for n in trio),
    )


def _spread(space: OutcomeSpace, actor: str) -> float:
    """The difference between the best and the worst utility that the options alone can give an actor."""
    cells, _, _ = space.likely_gains[actor]
    return float(sum(np.ptp(part) for part in np.split(cells, np.cumsum(space.sizes)[:-1])))
