"""The uncertain numbers of a case: exact likely values, and draws from a point of the unit cube.

One draw fixes every number at once. A number is triangular on low, likely, high; numbers of one `driver`
share a coordinate, and so do the scores of one actor on one ordered issue unless they name drivers of
their own. Drawn weights of measure "share" are rescaled to sum to 1. Rankings become all the weights (or
scores) consistent with them. Chances (does a red line hold, is a threat carried out) are events: true when
a coordinate of their own lies below the drawn chance; at the likely values, when the chance is at least 1/2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case, Issue
from detente.case.preferences import Interaction, Preferences, Range, RedLine, reservation_at
from detente.case.procedure import Consent, Influence
from detente.errors import CaseError
from detente.kernels.draws import Curves, NumberPlan, draw_numbers

__all__ = ["Numbers", "climbing", "exact"]

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Weights:
    """The weights of one actor, as positions in the list of numbers; `groups` when they are ranked."""

    positions: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    share: bool


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scores of one actor on one issue: ranked in `groups`, or kept in the order `rising`."""

    groups: tuple[tuple[int, ...], ...] = ()
    rising: tuple[int, ...] = ()


class Numbers:
    """Every number that the outcome of a case rests on, by path, whatever the order in the file.

    `paths[k]` names number k, `ranges[k]` is its range, `dims` the number of coordinates of the unit cube,
    `dim_names` what each coordinate moves. `events` are the paths whose number is a chance.
    """

    def __init__(self, case: Case) -> None:
        self.paths: list[str] = []
        self.ranges: list[Range] = []
        self.dim_names: list[str] = []
        self.index: dict[str, int] = {}
        self._dim_of: list[int] = []
        self._dims: dict[str, int] = {}
        self._weights: list[_Weights] = []
        self._scores: list[_Scores] = []
        self._event_dim: dict[str, int] = {}
        self.events: list[str] = []
        ordered = {issue.id for issue in case.table if issue.ordered}
        options = {issue.id: [o.id for o in issue.options] for issue in sorted(case.table, key=_id)}
        for preferences in sorted(case.preferences, key=lambda p: p.actor):
            self._add_preferences(preferences, options, ordered, case)
        for threat in sorted(case.exit_threats, key=lambda t: t.actor):
            self._add_event(f"exit_threats.{threat.actor}.credibility", threat.credibility)
            self._add(f"exit_threats.{threat.actor}.principal_effect", threat.principal_effect)
        for consent in sorted(case.consents, key=_id):
            if consent.gives is not None:
                self._add_event(f"consents.{consent.id}.gives", consent.gives)
        for influence in sorted(case.influences, key=_id):
            if influence.in_force:
                self._add(f"influences.{influence.id}.adds", influence.adds)

    @property
    def dims(self) -> int:
        """The number of coordinates that a draw needs; 0 when nothing is uncertain."""
        return len(self.dim_names)

    def likely(self) -> tuple[tuple[Fraction, ...], tuple[bool, ...]]:
        """The likely value of every number, exact, and which events happen at the likely values."""
        return self._exact

    @cached_property
    def _exact(self) -> tuple[tuple[Fraction, ...], tuple[bool, ...]]:
        values = [exact(r.likely) for r in self.ranges]
        for weights in self._weights:
            if weights.groups:
                for position, value in zip(_flat(weights.groups), _rank_weights(weights), strict=True):
                    values[position] = value
            total = sum((values[p] for p in weights.positions), Fraction(0))
            if weights.share and total > 0:
                for position in weights.positions:
                    values[position] /= total
        for scores in self._scores:
            steps = max(len(scores.groups) - 1, 1)
            for rank, group in enumerate(scores.groups):
                for position in group:
                    values[position] = 1 - Fraction(rank, steps)
        happens = tuple(self.ranges[self.index[path]].likely >= 0.5 for path in self.events)
        return tuple(values), happens

    def draw(self, cube: Floats) -> tuple[Floats, Bools]:
        """Values (draws, numbers) and events (draws, events) for points (draws, dims) of the unit cube."""
        values, happens = draw_numbers(self.plan, cube, self.ranked(cube))
        return values[:-1].T, happens.T

    @cached_property
    def plan(self) -> NumberPlan:
        """How every number follows from a point of the unit cube, as arrays."""
        given = [position for groups, _ in self._ranked for group in groups for position in group]
        moved = [position for position, dim in enumerate(self._dim_of) if dim >= 0]
        free = np.array(sorted(set(moved) - set(given)), dtype=np.int64)
        dims = np.array(self._dim_of, dtype=np.int64)
        bounds = [(r.low, r.likely, r.high) for r in (self.ranges[p] for p in free)]
        sets = [weights.positions for weights in self._weights if weights.share and weights.positions]
        shares = np.full((len(sets), max(map(len, sets), default=0)), len(self.ranges), dtype=np.int64)
        for row, positions in zip(shares, sets, strict=True):
            row[: len(positions)] = positions
        rising = [s.rising for s in self._scores if not dims[list(s.rising)].max(initial=-1) < 0]
        depths = [
            [(own[k], own[k + 1]) for own in rising if k + 1 < len(own)]
            for k in range(max(map(len, rising), default=1) - 1)
        ]
        return NumberPlan(
            start=np.array([*(r.likely for r in self.ranges), 0.0], dtype=np.float64),
            moved=free,
            dims=dims[free],
            curves=Curves.of(*np.array(bounds, dtype=np.float64).reshape(-1, 3).T[:, :, None].copy()),
            given=np.array(given, dtype=np.int64),
            shares=shares,
            climbs=np.array([pair for pairs in depths for pair in pairs], dtype=np.int64).reshape(-1, 2),
            depths=np.cumsum([len(pairs) for pairs in depths], dtype=np.int64),
            chances=np.array([self.index[path] for path in self.events], dtype=np.int64),
            event_dims=np.array([self._event_dim.get(path, -1) for path in self.events], dtype=np.int64),
        )

    def ranked(self, cube: Floats) -> Floats:
        """Values (numbers given, draws) of the ranked weights and scores, which follow from all of a ranking.

        Weights are a draw from all weights in that order, uniform: a mixture of the corners (Devroye 1986).
        Scores between the best and the worst are uniform numbers in order.
        """
        found = [np.empty((0, len(cube)))]
        for groups, weights in self._ranked:
            points = np.ascontiguousarray(cube[:, [self._dim_of[group[0]] for group in groups]].T)
            if weights:
                drawn = -np.log1p(-np.minimum(points, 1 - 1e-12))
                drawn /= np.cumsum(drawn, axis=0)[-1]
                drawn /= np.cumsum([len(group) for group in groups])[:, None]
                points = np.cumsum(drawn[::-1], axis=0)
            else:
                points.sort(axis=0)
            found.append(np.repeat(points[::-1], [len(group) for group in groups], axis=0))
        return np.concatenate(found)

    @cached_property
    def _ranked(self) -> list[tuple[tuple[tuple[int, ...], ...], bool]]:
        """The groups of every ranking that leaves numbers free, and whether they are weights."""
        found = [(weights.groups, True) for weights in self._weights]
        found += [(scores.groups[1:-1], False) for scores in self._scores]
        return [(groups, weights) for groups, weights in found if groups]

    def moved_by(self, dim: int) -> tuple[int, ...]:
        """The positions of the numbers that a coordinate moves; none for the coordinate of an event."""
        return tuple(position for position, own in enumerate(self._dim_of) if own == dim)

    def decided_by(self, dim: int) -> int | None:
        """The number of the event that a coordinate decides, or None."""
        name = next((path for path, own in self._event_dim.items() if own == dim), None)
        return None if name is None else self.events.index(name)

    def _add(self, path: str, number: Range, *, driver: str = "") -> int:
        if path in self.index:
            raise CaseError(f"two numbers have the path {path!r}", where=path, hint="choose ids without dots")
        position = len(self.paths)
        self.paths.append(path)
        self.ranges.append(number)
        self.index[path] = position
        self._dim_of.append(-1 if number.fixed else self._dim(number.driver or driver or path))
        return position

    def _add_event(self, path: str, chance: Range) -> None:
        self._add(path, chance)
        self.events.append(path)
        if chance.high > 0 and chance.low < 1:
            self._event_dim[path] = self._dim(f"{path}?")

    def _dim(self, name: str) -> int:
        if name not in self._dims:
            self._dims[name] = len(self.dim_names)
            self.dim_names.append(name)
        return self._dims[name]

    def _add_preferences(
        self, preferences: Preferences, options: dict[str, list[str]], ordered: set[str], case: Case
    ) -> None:
        prefix = f"preferences.{preferences.actor}"
        self._add_weights(preferences, prefix, tuple(options))
        ranked = dict(preferences.score_order)
        scored = dict(preferences.scores)
        for issue, names in options.items():
            if issue in ranked:
                self._add_ranked_scores(f"{prefix}.scores.{issue}", ranked[issue])
                continue
            scores = dict(scored.get(issue, ()))
            keep = issue in ordered and issue not in preferences.free_scores
            driver = f"{prefix}.scores.{issue}" if keep else ""
            positions = {
                name: self._add(f"{prefix}.scores.{issue}.{name}", scores[name], driver=driver)
                for name in sorted(names)
                if name in scores
            }
            if keep:
                rising = climbing({name: scores[name].likely for name in names if name in scores})
                self._scores.append(_Scores(rising=tuple(positions[name] for name in rising)))
        for link in sorted(preferences.interactions, key=_id):
            self._add(f"{prefix}.interactions.{link.id}.adds", link.adds)
        for line in sorted(preferences.red_lines, key=_id):
            self._add_event(f"{prefix}.red_lines.{line.id}.holds", line.holds)
        self._add(f"{prefix}.reservation", reservation_at(preferences, case.as_of).range)

    def _add_weights(self, preferences: Preferences, prefix: str, issues: tuple[str, ...]) -> None:
        share = preferences.measure == "share"
        if preferences.weight_order:
            groups = []
            for group in map(sorted, preferences.weight_order):
                driver = f"{prefix}.weights.{'='.join(group)}"
                free = Range(
                    low=0, likely=0.5, high=1, assumption="all the weights that fit the order stated"
                )
                groups.append(tuple(self._add(f"{prefix}.weights.{i}", free, driver=driver) for i in group))
            self._weights.append(_Weights(_flat(groups), tuple(groups), share))
            return
        given = dict(preferences.weights)
        unit = Range.of(1.0, assumption="points without weights")
        positions = tuple(
            self._add(f"{prefix}.weights.{issue}", given.get(issue, unit))
            for issue in issues
            if issue in given or not given
        )
        self._weights.append(_Weights(positions, (), share))

    def _add_ranked_scores(self, prefix: str, order: tuple[tuple[str, ...], ...]) -> None:
        groups = []
        for rank, group in enumerate(map(sorted, order)):
            inner = 0 < rank < len(order) - 1
            edge = 1.0 if rank == 0 else 0.0
            why = "all the scores that fit the order stated"
            number = Range(low=0, likely=0.5, high=1, assumption=why) if inner else Range.of(edge)
            groups.append(
                tuple(self._add(f"{prefix}.{name}", number, driver=f"{prefix}.{group[0]}") for name in group)
            )
        self._scores.append(_Scores(groups=tuple(groups)))


def climbing(likely: Mapping[str, float | Fraction]) -> tuple[str, ...]:
    """The options of an ordered issue from the lowest likely score up; empty when these rise and fall.

    Drawn scores are kept in that order: one that would fall behind is lifted. Equal all along, they count
    as rising from the end whose id comes first, so that it does not matter from which end they are listed.

    >>> climbing({"none": 0.9, "some": 0.4, "full": 0.4}), climbing({"a": 0, "b": 1, "c": 0})
    (('full', 'some', 'none'), ())
    """
    names = tuple(likely)
    for way in sorted((names, names[::-1])):
        if all(likely[here] <= likely[there] for here, there in pairwise(way)):
            return way
    return ()


def exact(value: float) -> Fraction:
    """The decimal number that `value` is written as, exactly.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(value) if isinstance(value, int) else Fraction(repr(float(value)))


def _rank_weights(weights: _Weights) -> list[Fraction]:
    """The mean of all weights in that order, per position: rank order centroids (Barron & Barrett 1996).

    Corner k shares the whole equally among the first k groups; the mean is that of the corners.
    """
    sizes = [len(group) for group in weights.groups]
    corners = [Fraction(1, sum(sizes[: k + 1])) for k in range(len(sizes))]
    found = []
    for rank, size in enumerate(sizes):
        found += [sum(corners[rank:], Fraction(0)) / len(sizes)] * size
    return found


def _id(item: Issue | Consent | Influence | Interaction | RedLine) -> str:
    return item.id


def _flat(groups: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(position for group in groups for position in group)
