"""A case and a setting compiled for talks: the only place that turns both into arrays for a run.

What holds for every run is made once; what a run draws (the case's numbers, the setting's numbers) is made a
block at a time from the run's own address, so that a run never depends on the block that it is in.
"""

import hashlib
from collections.abc import Sequence
from copy import copy
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.analysis.space import OutcomeSpace
from detente.case.preferences import Range
from detente.errors import Problem, SettingError
from detente.kernels.draws import triangular
from detente.kernels.talks.counter import UNIT, run_keys, uniforms
from detente.kernels.talks.shapes import Drawn, Fixed
from detente.talks.fixed import fixed_of
from detente.talks.names import TalksNames
from detente.talks.setting.values import Effect, Setting

__all__ = ["CASE", "DAYS", "SETTING", "TalksTables"]

CASE, SETTING, DAYS = 0, 1, 2
"""The purposes of random numbers: what a run draws of the case, of the setting, what its days bring."""


class TalksTables:
    """A case under a setting as arrays. `names` says who and what the numbers stand for.

    Raises CaseError for a setting that names what the case does not have (`detente.talks.setting.validate`).

    >>> from detente.case.library import example
    >>> tables = TalksTables(OutcomeSpace(example("panama-canal-1974")), Setting(id="plain"))
    >>> tables.drawn(1, 0, 5).opening.shape
    (1, 10)
    """

    def __init__(self, space: OutcomeSpace, setting: Setting, *, against_standing: bool = True) -> None:
        self.space = space
        self.setting = setting
        self.names = TalksNames(space, setting)
        self.fixed: Fixed = fixed_of(space, setting, self.names, against_standing=against_standing)
        self._numbers = _Numbers()
        self._columns = self._list_numbers()
        self._refuse_wide()

    @cached_property
    def varies(self) -> bool:
        """Whether anything differs from run to run before the first day."""
        return self.space.numbers.dims > 0 or self._numbers.dims > 0

    @property
    def behaviour(self) -> tuple[tuple[str, Range], ...]:
        """Every number of the setting by path, in the order of their coordinates."""
        return tuple(zip(self._numbers.paths, self._numbers.ranges, strict=True))

    @property
    def dim_names(self) -> tuple[str, ...]:
        """What each coordinate of the setting moves: the path of a number, or a driver."""
        return self._numbers.dim_names

    def drawing(self, drawn: Drawn) -> "TalksTables":
        """These tables at a point: every run draws the one row of `drawn`."""
        found = copy(self)
        found.__dict__.update(varies=False, _constant=drawn)
        return found

    def cubes(self, seed: int, first: int, runs: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Coordinates of the case's and of the setting's uncertain numbers: (runs, dims) each.

        A coordinate is addressed by the name of what it moves, so that a change to one number leaves all
        others as they were drawn.
        """
        case = uniforms(run_keys(seed, CASE, first, runs), self._case_places)
        return case, uniforms(run_keys(seed, SETTING, first, runs), self._own_places)

    @cached_property
    def _case_places(self) -> NDArray[np.uint64]:
        return _places(self.space.numbers.dim_names)

    @cached_property
    def _own_places(self) -> NDArray[np.uint64]:
        return _places(self._numbers.dim_names)

    def drawn(self, seed: int, first: int, runs: int) -> Drawn:
        """What runs first .. first + runs - 1 draw; where the case or the setting does not vary, one row."""
        if not self.varies:
            return self._constant
        case, own = self.cubes(seed, first, runs)
        return self.drawn_at(case if case.shape[1] else case[:1], own if own.shape[1] else own[:1])

    @cached_property
    def _constant(self) -> Drawn:
        return self.drawn_at(np.zeros((1, 0)), np.zeros((1, 0)))

    def drawn_at(self, case_cube: NDArray[np.float64], setting_cube: NDArray[np.float64]) -> Drawn:
        """What runs at these points of the two unit cubes draw."""
        tables = self.space.drawn(case_cube)
        fixed = self.fixed
        scores, terms = tables.scores, tables.term_values
        runs, issues = len(scores), len(fixed.sizes)
        own = scores[:, fixed.gain_leaf[fixed.principal]]
        best = np.zeros((runs, len(fixed.principal), issues), dtype=np.int64)
        demands = np.zeros_like(best)
        for issue in range(issues):
            begin, end = fixed.offsets[issue], fixed.offsets[issue + 1]
            order = fixed.option_order[begin:end]
            part = own[:, :, begin:end][:, :, order]
            demands[:, :, issue] = order[part.argmax(axis=2)]
            best[:, :, issue] = part.max(axis=2)
        values = self._numbers.draw(setting_cube)
        found = {name: self._filled(name, values) for name in self._columns}
        found["trust"] = found["trust"].reshape(len(values), -1, 2)
        return Drawn(
            scores=scores,
            terms=terms,
            reservation=self._reservations(tables.thresholds, case_cube),
            best=best,
            demands=demands,
            opening=self._opening(demands),
            **found,
        )

    # --- parts ----------------------------------------------------------------------------------------------

    def _filled(self, name: str, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """One array of integers from the drawn numbers: amounts on grids, chances, thousandths."""
        columns, factors = self._columns[name]
        scaled = np.rint(values[:, columns] * factors).astype(np.int64)
        return scaled[:, 0] if name in _SINGLE else scaled

    def _reservations(self, thresholds: NDArray[np.int64], cube: NDArray[np.float64]) -> NDArray[np.int64]:
        """What each actor asks in each stretch of time: (runs, actors, stretches)."""
        leaves = self.fixed.gain_leaf
        stretches = self.names.stretches
        most = max((len(s) for s in stretches), default=1)
        found = np.repeat(thresholds[:, leaves][:, :, None], most, axis=2)
        for actor, dated in enumerate(stretches):
            leaf = int(leaves[actor])
            grid = self.space.grid[leaf]
            form = self.space.forms[leaf]
            slack = len(self.space.sizes) + len(form.terms) + 1
            dim = self.names.dim_of[actor]
            for k, r in enumerate(dated):
                if k == 0 and r == self.space.numbers.ranges[form.threshold or 0]:
                    continue
                if r.fixed or dim < 0:
                    values = np.full(len(found), r.likely)
                else:
                    low, likely, high = (np.array([v]) for v in (r.low, r.likely, r.high))
                    values = triangular(cube[:, [dim]], low, likely, high)[:, 0]
                found[:, actor, k:] = (np.rint(values * grid).astype(np.int64) - slack)[:, None]
        return found

    def _opening(self, demands: NDArray[np.int64]) -> NDArray[np.int64]:
        """The text to begin from: the middle of what is demanded, and the proposal that the setting names.

        On an issue without order the option demanded by most; halves and equals go to the smaller id.
        """
        fixed = self.fixed
        found = np.zeros((len(demands), len(fixed.sizes)), dtype=np.int64)
        rank = np.array(self.names.option_rank)
        for issue, begin in enumerate(fixed.offsets[:-1]):
            asked = demands[:, :, issue]
            if fixed.ordered[issue]:
                total = asked.min(axis=1) + asked.max(axis=1)
                low = total // 2
                high = total - low
                found[:, issue] = np.where(rank[begin + low] <= rank[begin + high], low, high)
            else:
                order = fixed.option_order[begin : fixed.offsets[issue + 1]]
                votes = (asked[:, :, None] == order).sum(axis=1)
                found[:, issue] = order[votes.argmax(axis=1)]
        for issue, allowed in self.names.opening.items():
            keep = np.array(allowed)
            apart = np.abs(found[:, issue][:, None] - keep)
            away = apart if fixed.ordered[issue] else (apart != 0).astype(np.int64)
            found[:, issue] = keep[away.argmin(axis=1)]
        return found

    def _list_numbers(self) -> dict[str, tuple[list[int], NDArray[np.float64]]]:
        """Which numbers fill which array, with the factor that makes them integers."""
        s, n, m = self.setting, self.names, self.setting.mediation
        grid = [self.space.grid[int(leaf)] for leaf in self.fixed.gain_leaf]
        own = [grid[int(a)] for a in self.fixed.principal]
        unit = float(UNIT)
        side = {p: s.delegation(p) for p in n.parties}
        home = {a: s.home(a) for a in n.actors}
        whose = [n.party_name(k) for k in range(len(n.actors))]
        aside = Range.of(0.0)
        rows: dict[str, list[tuple[str, Range, float]]] = {
            "answers": [(f"delegations.{p}.answers", d.answers, unit) for p, d in side.items()],
            "disowns": [(f"delegations.{p}.disowns", d.disowns, unit) for p, d in side.items()],
            "passes_on": [(f"delegations.{p}.passes_on", d.passes_on, unit) for p, d in side.items()],
            "home": [(f"homes.{a}.answers", h.answers, unit) for a, h in home.items()],
            "rates": [(f"hazards.{h.id}.rate", h.rate, unit) for h in n.hazards],
            "chances": [(f"happenings.{h.id}.chance", h.chance, unit) for h in n.happenings],
            "falls": [(f"counters.{c.id}.falls", c.falls, unit) for c in n.counters],
            "slips": [(f"summits.{x.id}.slips", x.slips, unit) for x in n.summits],
            "attends": [(f"summits.{x.id}.attends", x.attends, unit) for x in n.summits],
            "asks": [(f"delegations.{p}.asks", side[p].asks, g) for p, g in zip(n.parties, own, strict=True)],
            "blame": [
                (f"delegations.{p}.blame", side[p].blame, g) for p, g in zip(n.parties, own, strict=True)
            ],
            "counsel": [("mediation.counsel", m.counsel, g) for g in own],
            "noise": [("mediation.noise", m.noise, g) for g in own],
            "delay": [(f"homes.{a}.delay", home[a].delay, g) for a, g in zip(n.actors, grid, strict=True)],
            "word": [("mediation.word", m.word, g) for g in grid],
            "audience": [
                (f"delegations.{p}.audience", side[p].audience if p in side else aside, g)
                for p, g in zip(whose, grid, strict=True)
            ],
            "adds": [(f"counters.{c.id}.adds", c.adds, grid[n.actors.index(c.on)]) for c in n.counters],
            "amounts": [
                (f"{e.path}.amount", e.effect.amount, self._factor(e.effect, grid)) for e in n.effects
            ],
            "trust": [
                (f"delegations.{p}.trust.{word}", number, 1000.0)
                for p, d in side.items()
                for word, number in zip(("kept", "failed"), d.trust, strict=True)
            ],
        }
        rows |= {name: [(f"mediation.{name}", getattr(m, name), unit)] for name in _SINGLE}
        return {
            name: (
                [self._numbers.add(path, number) for path, number, _ in row],
                np.array([f for *_, f in row]),
            )
            for name, row in rows.items()
        }

    def _refuse_wide(self) -> None:
        """SettingError for amounts that are beyond what anything in the case is worth, with all of them."""
        found = []
        for name, (columns, factors) in self._columns.items():
            for column, factor in zip(columns, factors.tolist(), strict=True):
                number = self._numbers.ranges[column]
                if (
                    name in _AMOUNTS
                    and factor not in {1000.0, float(UNIT)}
                    and max(abs(number.low), abs(number.high)) * factor > _WIDEST
                ):
                    where = self._numbers.paths[column]
                    what = f"{number.text} is more than a deal can be worth to the actor"
                    hint = f"write an amount of at most {_WIDEST / factor:g} in units of utility"
                    found.append(Problem(path=where, what=what, hint=hint))
        if found:
            raise SettingError.of(found)

    def _factor(self, effect: Effect, grid: Sequence[float]) -> float:
        """What makes an effect's amount an integer: the grid of its actor, a chance, or thousandths."""
        if effect.kind == "reservation":
            return grid[self.names.actors.index(effect.on)]
        return float(UNIT) if effect.kind == "rate" else 1000.0


_WIDEST = 1.05e12
_AMOUNTS = frozenset({"adds", "amounts", "asks", "audience", "blame", "counsel", "delay", "noise", "word"})
_SINGLE = ("publishes", "attributes", "back_channel", "blames", "leak")


class _Numbers:
    """The uncertain numbers of a setting: paths that repeat are one number, drawn once."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.ranges: list[Range] = []
        self._dim: list[int] = []
        self._drivers: dict[str, int] = {}

    @property
    def dims(self) -> int:
        return len(self._drivers)

    @property
    def dim_names(self) -> tuple[str, ...]:
        return tuple(self._drivers)

    def add(self, path: str, number: Range) -> int:
        if path in self.paths:
            return self.paths.index(path)
        self.paths.append(path)
        self.ranges.append(number)
        dim = -1 if number.fixed else self._drivers.setdefault(number.driver or path, len(self._drivers))
        self._dim.append(dim)
        return len(self.paths) - 1

    def draw(self, cube: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values (draws, numbers) for points (draws, dims) of the unit cube."""
        values = np.repeat(np.array([[r.likely for r in self.ranges]], dtype=np.float64), len(cube), axis=0)
        moved = [k for k, dim in enumerate(self._dim) if dim >= 0]
        if moved:
            bounds = np.array([(r.low, r.likely, r.high) for r in (self.ranges[k] for k in moved)])
            values[:, moved] = triangular(cube[:, [self._dim[k] for k in moved]], *bounds.T)
        return values


def _places(names: Sequence[str]) -> NDArray[np.uint64]:
    """Where the numbers of these names are, whatever else there is: the head of a digest of the name."""
    heads = [int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") for name in names]
    return np.array(heads, dtype=np.uint64)
