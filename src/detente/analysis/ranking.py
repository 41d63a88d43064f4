"""Packages ranked by their odds, and ranked anew while a range moves: only what a change touches is redone.

A ranking keeps each actor's yes or no to every package in every draw as bits, on the draws that `odds` makes
of the same case, number of draws and seed. A number keeps its draws while others move, except where a range
closes to one number or opens from one: the draws of all are then made anew, as `odds` makes them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, chance, sobol_points
from detente.analysis.bridge import Bridge, bridges_of, nearest, standing_texts
from detente.analysis.candidates import candidate_rows
from detente.analysis.choosing import apart_of, asked_actors, closeness, distant, in_order, pool
from detente.analysis.hinges import Hinge, hinges_of
from detente.analysis.odds import PackageOdds, best_rows, odds_in
from detente.analysis.picture import Scatter, picture_of
from detente.analysis.results import Basis, Chance, Finding
from detente.analysis.sliders import Slider, sliders_of
from detente.analysis.space import OutcomeSpace
from detente.analysis.win_sets import WinSets, win_sets_of
from detente.case.change import apply
from detente.case.model import Case, Change, Package
from detente.errors import CaseError, UnknownName
from detente.kernels import approval
from detente.kernels.approval_planes import Planes, count_planes, planes_of
from detente.kernels.approval_tables import ApprovalTables
from detente.kernels.backend import fast_available
from detente.languages import worded

__all__ = ["Ranked", "RankedPackage", "Ranking"]

_LIMIT = 20_000_000
_FRESH = 1_000_003
_KEPT = 1 << 27
_WORTH = 1 << 24
_POOL = 300_000
_NEAR = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPackage(Finding):
    """A package of a ranking: its odds, and who of those asked refuses it most often.

    `package` tells it on fresh draws, `chosen` are its odds on the draws that it was ranked on, which flatter
    the best a little. `refuses` names the actors with the largest chance of a no, in alphabetical order, and
    `refusal` is that chance; empty and zero when nobody ever refuses. `text`, `changes` and `hinge` (the
    first, None where it passes always or never) are those that `bridge` tells of the package.
    """

    package: PackageOdds
    chosen: Chance
    refuses: tuple[str, ...]
    refusal: Chance
    text: str
    changes: tuple[tuple[str, tuple[str, ...], str], ...]
    hinge: Hinge | None

    def __str__(self) -> str:
        """One line."""
        against = f"; most often refused by {', '.join(self.refuses)}" if self.refuses else ""
        return f"{self.package}{against}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked(Finding):
    """What a ranking says: `any` is the share of draws in which some package passes, `best` the best first.

    `ranked` of the `packages` were compared: all, or candidates where there are too many to list.
    """

    basis: Basis
    packages: int
    ranked: int
    any: Chance
    best: tuple[RankedPackage, ...]

    def __str__(self) -> str:
        """One line."""
        top = f"; best package {self.best[0]}" if self.best else ""
        return f"ranking: some package passes in {self.any} of draws{top}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """The packages of a case ranked by their odds, ready to be ranked anew under changes.

    `counts` (packages,) says in how many of the draws each package passes, `sizes` (draws,) how many pass in
    each. `candidates` (m, issues) are option numbers of the packages compared, None when all are. Bits take
    at most 128 MB: a bit for each package, draw and approver whose numbers differ between draws, so 45 MB
    for 10^5 packages, 512 draws and seven of them. Rankings share what they have in common.
    """

    space: OutcomeSpace
    draws: int
    seed: int
    method: str
    counts: NDArray[np.unsignedinteger]
    sizes: NDArray[np.int64]
    candidates: NDArray[np.int64] | None
    tables: ApprovalTables
    planes: Planes | None
    fast: bool | None

    @classmethod
    def of(
        cls, space: OutcomeSpace, *, draws: int = 512, seed: int = 0, fast: bool | None = None
    ) -> "Ranking":
        """The ranking of a space on the draws of `odds`; `fast` as in the kernels, which give the same bits.

        Up to 2 x 10^7 packages all are compared; where their bits would take more than 128 MB they are
        counted anew at each change. Beyond, candidates: those on the principals' frontier at the likely
        values. `method` says so.

        >>> from detente.case.library import example
        >>> ranking = Ranking.of(OutcomeSpace(example("panama-canal-1974")), draws=64)
        >>> ranking.zone_odds.share, len(ranking.best(3))
        (1.0, 3)
        """
        return _ranked(space, draws, seed, fast=fast)

    def moved(self, changes: Change | Iterable[Change]) -> "Ranking":
        """The ranking after changes, one after the other: that of the changed case, bit for bit.

        Raises CaseError for a change that does not fit, or that leaves an actor without any weight.

        >>> from detente.case.library import example
        >>> ranking = Ranking.of(OutcomeSpace(example("panama-canal-1974")), draws=64)
        >>> ranking.moved(Change(path="preferences.panama.reservation", value=2000)).zone_odds.share
        0.0
        """
        every = (changes,) if isinstance(changes, Change) else tuple(changes)
        case = apply(self.space.case, every)
        _refuse_weightless(case)
        space = OutcomeSpace(case, readings=self.space.readings)
        return _ranked(space, self.draws, self.seed, fast=self.fast, before=self)

    @property
    def zone_odds(self) -> Chance:
        """The share of draws in which some package passes; a lower bound among candidates."""
        return chance(self.sizes > 0)

    @property
    def basis(self) -> Basis:
        """How the ranking was found. It takes the digest of the case, some 20 ms for a large one."""
        return basis_of(self.space, self.method, exact=False, seed=self.seed, draws=len(self.sizes))

    def best(self, n: int = 5) -> tuple[RankedPackage, ...]:
        """The `n` packages with the best odds, as `odds` chooses and tells them.

        They are in the order of the draws that they were chosen on. Ties go to the largest sum of the
        principals' likely utilities, the largest smallest one, then option ids.
        """
        return self._told(self._best(n))

    def bridges(self, n: int = 5) -> tuple[RankedPackage, ...]:
        """`n` packages near the best odds (within 5 points) that are far apart, as `bridge` chooses them.

        Where no package passes in any draw, those closest to passing; among candidates, by odds alone.
        """
        return self._told(self._far_apart(n))

    def package(self, number: int) -> Bridge:
        """The package of that number with its odds, its stakes and what it hangs on, as `bridge` tells one.

        Raises UnknownName for a number that no package has.
        """
        if not 0 <= number < self.space.packages:
            raise UnknownName(f"no package has the number {number}", where=self.space.case.id)
        rows = np.array([self.space.package_at(number).options], dtype=np.int64)
        return bridges_of(self.space, rows, draws=self.draws, seed=self.seed + _FRESH)[0]

    def win_sets(self) -> WinSets:
        """How many packages each party and each actor asked would pass: at the likely values and in draws."""
        return win_sets_of(self.space, self.tables, self.candidates)

    def answer(self, n: int = 5) -> Ranked:
        """The ranking as a result, with its basis and the `n` best packages."""
        return Ranked(
            basis=self.basis,
            packages=self.space.packages,
            ranked=len(self.counts),
            any=self.zone_odds,
            best=self.best(n),
        )

    def as_dict(self, n: int = 5) -> dict[str, Any]:
        """The result with the `n` best packages as plain data, ready for JSON."""
        return self.answer(n).as_dict()

    def sliders(self, n: int | None = None) -> tuple[Slider, ...]:
        """The ranges that can be moved, those first on which the five best packages and the zone hang most.

        The first `n`, or all of them; see `Slider`.
        """
        passed = self._passes(self._best(5))
        some = np.column_stack((passed, self.sizes > 0))
        return sliders_of(self.space, self._cube(), some)[:n]

    def scatter(self, n: int = 2000, *, parties: tuple[str, str] | None = None, best: int = 5) -> Scatter:
        """Packages in the plane of two parties' likely utilities, with their odds: up to about `n` of them.

        All on the frontier of the two and the `best` are there, whatever `n`. `parties` are the first two in
        alphabetical order when not named. Raises UnknownName for a party that is not in the case.
        """
        draws = len(self.sizes)
        return picture_of(
            self.space, self.counts / draws, self.candidates, self._best(best), parties=parties, most=n
        )

    def _best(self, n: int) -> NDArray[np.int64]:
        """Option numbers (n, issues) of the best packages."""
        if n <= 0:
            return np.zeros((0, len(self.space.sizes)), dtype=np.int64)
        if self.candidates is None:
            return best_rows(self.space, self.counts, n)
        return self._in_order(np.arange(len(self.candidates)), self.counts)[:n]

    def _far_apart(self, n: int) -> NDArray[np.int64]:
        """Option numbers of packages near the best score that are far apart; then the best that are."""
        if n <= 0:
            return self._best(0)
        passing, apart = bool(self.counts.any()), apart_of(self.space)
        listed = self.candidates is None
        score: NDArray[Any] = self.counts if passing or not listed else closeness(self.space)
        top = float(score.max())
        floor = max(top - _NEAR * len(self.sizes), 1.0) if passing else np.floor(top)
        least = 1.0 if passing else -np.finfo(float).max
        close = np.flatnonzero(score >= max(floor, least))
        if len(close) <= _POOL:
            rows = self._in_order(close, score)
            picks = distant(rows, count=n, apart=apart, near=len(rows))
            if len(picks) == n:
                return rows[list(picks)]
        numbers = pool(score, _POOL, least)
        rows = self._in_order(numbers, score)
        near = int((score[numbers] >= floor).sum())
        return rows[list(distant(rows, count=n, apart=apart, near=near))]

    def _in_order(self, numbers: NDArray[np.int64], score: NDArray[Any]) -> NDArray[np.int64]:
        """Option numbers of packages given by number, or by place among the candidates, best first."""
        rows = self.space.rows(numbers) if self.candidates is None else self.candidates[numbers]
        return rows[in_order(self.space, rows, score[numbers].astype(np.float64))]

    def _told(self, rows: NDArray[np.int64]) -> tuple[RankedPackage, ...]:
        """Packages told with their odds, on fresh draws and on those of the ranking."""
        points = _points(self.space.numbers.dims, self.draws, self.seed + _FRESH)
        fresh = self.space.drawn(points)
        passed, hanging = (
            self._passes(rows),
            hinges_of(self.space, points, self._passes(rows, fresh), count=1),
        )
        asked, texts = asked_actors(self.space), standing_texts(self.space)
        found = []
        for k, package in enumerate(odds_in(self.space, fresh, rows)):
            no = {a: Chance(share=1 - c.share, error=c.error) for a, c in package.actors if a in asked}
            most = max((c.share for c in no.values()), default=0.0)
            against = tuple(sorted(a for a, c in no.items() if c.share == most and most > 0))
            refusal = no[against[0]] if against else Chance(share=0.0, error=0.0)
            text, changes = nearest(self.space, Package(tuple(rows[k].tolist())), texts)
            found.append(
                RankedPackage(
                    package=package,
                    chosen=chance(passed[:, k]),
                    refuses=against,
                    refusal=refusal,
                    text=text[0].id if text else "",
                    changes=changes,
                    hinge=next(iter(hanging[k]), None),
                )
            )
        return tuple(found)

    def _passes(self, rows: NDArray[np.int64], tables: ApprovalTables | None = None) -> NDArray[np.bool_]:
        """Whether packages pass in each of the draws of the ranking, or in others: (draws, m)."""
        deal = self.space.program()[0].only(0)
        return np.asarray(approval.passes_selected(tables or self.tables, deal, rows)[0])

    def _cube(self) -> NDArray[np.float64]:
        return _points(self.space.numbers.dims, self.draws, self.seed)


def _ranked(
    space: OutcomeSpace, draws: int, seed: int, *, fast: bool | None, before: Ranking | None = None
) -> Ranking:
    """The ranking of a space; what one `before` it has in common is taken over."""
    method = worded("scrambled Sobol' draws")
    tables = space.drawn(_points(space.numbers.dims, draws, seed))
    program = space.program()[0].only(0)
    candidates = None
    if space.packages > _LIMIT:
        candidates = _candidates(space, before)
        method = worded("scrambled Sobol' draws; packages on the principals' frontier only, so a lower bound")
    bits = tables.draws * (space.packages if candidates is None else len(candidates))
    quick = fast_available() and (bits >= _WORTH if fast is None else fast)
    planes = planes_of(
        tables,
        program.steps()[1].tolist(),
        chosen=candidates,
        before=before.planes if before is not None else None,
        limit=_KEPT,
        fast=quick,
    )
    if planes is None:
        method = worded("{method}; every package counted anew at each change", method=method)
        counted = approval.pass_counts(tables, program, fast=quick)
    else:
        counted = count_planes(planes, program)
    return Ranking(
        space=space,
        draws=draws,
        seed=seed,
        method=method,
        counts=counted.counts[0],
        sizes=counted.zone_sizes[0],
        candidates=candidates,
        tables=tables,
        planes=planes,
        fast=fast,
    )


def _refuse_weightless(case: Case) -> None:
    """Raises CaseError when all weights of an actor, which are rescaled to sum to 1, are zero."""
    for wants in case.preferences:
        if wants.measure == "share" and wants.weights and not any(w.high for _, w in wants.weights):
            where = f"preferences.{wants.actor}.weights"
            raise CaseError("every weight is zero", where=where, hint="give some issue a weight above 0")


def _candidates(space: OutcomeSpace, before: Ranking | None) -> NDArray[np.int64]:
    """The candidates of a space, or those before it where the principals' likely utilities are the same."""
    if before is not None and before.candidates is not None and _alike(space, before.space):
        return before.candidates
    return candidate_rows(space)


def _alike(one: OutcomeSpace, other: OutcomeSpace) -> bool:
    """Whether the frontier of the principals at the likely values is sure to be the same."""
    if one.options != other.options or one.principals != other.principals:
        return False
    barred = [{space.condition(number) for number in space.infeasible_conditions()} for space in (one, other)]
    return barred[0] == barred[1] and all(_gains(one, a) == _gains(other, a) for a in set(one.principals))


def _gains(space: OutcomeSpace, actor: str) -> tuple[bytes, dict[tuple[int, frozenset[int]], float], float]:
    """What options and conditions add to an actor's likely utility, and its reservation."""
    table, terms, floor = space.likely_gains[actor]
    return table.tobytes(), {space.condition(number): value for number, value in terms.items()}, floor


@lru_cache(maxsize=8)
def _points(dims: int, draws: int, seed: int) -> NDArray[np.float64]:
    """The points of `cube_of`, kept: they take longer to make than a change to work out."""
    return sobol_points(dims, draws, seed)
