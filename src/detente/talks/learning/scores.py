"""The scores of options that the learning takes from a case: their likely values and how unsure these are.

Tables of points are put on the scale of shares: each issue's scores run from 0 to 1, its weight is the part
of all points that hangs on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.case.model import Case
from detente.case.preferences import Preferences, Range

__all__ = ["ScoreTable", "score_table", "spread_of"]

RANKED_SPREAD = 0.03
"""Variance of a score of which only its place in an order is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTable:
    """By actor, issue and option: score and variance. By actor: the unit and the zero of its utility.

    A utility of the case is `unit` x (utility on the scale of shares) + `zero`. `point_weights` are the
    weights of actors with tables of points, by issue.
    """

    cells: Mapping[tuple[str, str, str], tuple[float, float]]
    units: Mapping[str, tuple[float, float]]
    point_weights: Mapping[str, Mapping[str, float]]

    def has(self, actor: str, issue: str) -> bool:
        """True when the actor has scores on that issue."""
        return any(a == actor and i == issue for a, i, _ in self.cells)

    def of(self, actor: str, issue: str, option: str) -> float:
        """The score of an option; 0 where the case has none."""
        return self.cells.get((actor, issue, option), (0.0, 0.0))[0]

    def variance(self, actor: str, issue: str, option: str) -> float:
        """How unsure that score is, as a variance."""
        return self.cells.get((actor, issue, option), (0.0, 0.0))[1]

    def options(self, actor: str, issue: str) -> tuple[str, ...]:
        """The options that the actor scores on an issue, in alphabetical order."""
        return tuple(sorted(o for a, i, o in self.cells if a == actor and i == issue))


def score_table(case: Case) -> ScoreTable:
    """The scores of everyone in a case, on the scale of shares.

    >>> from detente.case.library import example
    >>> score_table(example("two-rivers")).of("delta-president", "flow", "80")
    1.0
    """
    cells: dict[tuple[str, str, str], tuple[float, float]] = {}
    units: dict[str, tuple[float, float]] = {}
    points: dict[str, dict[str, float]] = {}
    for preferences in case.preferences:
        own = _cells(case, preferences)
        units[preferences.actor] = (1.0, 0.0)
        if preferences.measure == "points":
            own, points[preferences.actor], units[preferences.actor] = _as_shares(preferences, own)
        cells |= {(preferences.actor, *place): cell for place, cell in own.items()}
    return ScoreTable(cells=cells, units=units, point_weights=points)


def spread_of(number: Range) -> float:
    """Variance of the triangular distribution on low, likely, high.

    >>> spread_of(Range(low=0, likely=0.5, high=1)) * 24
    1.0
    """
    low, likely, high = number.low, number.likely, number.high
    return max(low**2 + likely**2 + high**2 - low * likely - low * high - likely * high, 0.0) / 18


def _cells(case: Case, preferences: Preferences) -> dict[tuple[str, str], tuple[float, float]]:
    found: dict[tuple[str, str], tuple[float, float]] = {}
    table = {issue.id for issue in case.table}
    for issue, groups in preferences.score_order:
        steps = max(len(groups) - 1, 1)
        for rank, group in enumerate(groups if issue in table else ()):
            spread = RANKED_SPREAD if 0 < rank < len(groups) - 1 else 0.0
            found |= {(issue, option): (1 - rank / steps, spread) for option in group}
    for issue, options in preferences.scores:
        if issue in table:
            found |= {(issue, o): (score.likely, spread_of(score)) for o, score in options}
    return found


def _as_shares(
    preferences: Preferences, own: dict[tuple[str, str], tuple[float, float]]
) -> tuple[dict[tuple[str, str], tuple[float, float]], dict[str, float], tuple[float, float]]:
    weights = {issue: weight.likely for issue, weight in preferences.weights}
    issues = sorted({issue for issue, _ in own})
    points = {place: score * weights.get(place[0], 1.0) for place, (score, _) in own.items()}
    lowest = {i: min(p for (issue, _), p in points.items() if issue == i) for i in issues}
    width = {i: max(p for (issue, _), p in points.items() if issue == i) - lowest[i] for i in issues}
    total = sum(width.values()) or 1.0
    scaled = {
        (i, o): (
            (points[i, o] - lowest[i]) / (width[i] or 1.0),
            spread * (weights.get(i, 1.0) / (width[i] or 1.0)) ** 2,
        )
        for (i, o), (_, spread) in own.items()
    }
    return scaled, {i: width[i] / total for i in issues}, (total, sum(lowest.values()))
