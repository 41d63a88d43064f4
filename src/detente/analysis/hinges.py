"""Hinges: the assumption that a package's odds hang on most, and the runner-up.

The draws in which an uncertain number lies in its lower half are set against those in its upper half (for a
chance, those in which the event does not happen against those in which it does): the difference between
the two pass rates says how much hangs on it, other things varying freely (regional sensitivity, Hornberger
and Spear 1981).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import SCRAMBLES
from detente.analysis.results import Chance
from detente.analysis.space import OutcomeSpace
from detente.kernels.draws import triangular

__all__ = ["Hinge", "hinges_of", "swings", "upper_sides"]

_FEWEST = 1 / 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """An uncertain number, group of numbers or event, and the pass rates on its two sides.

    `low` is the pass rate where it lies in its lower half (an event: does not happen), `high` in its upper
    half (happens). `flips` says that one is below and the other above one half; `threshold` is then the
    value of the number `paths[0]` that best separates draws that pass from draws that do not, None for an
    event or a ranking. `paths` are the numbers that move together.
    """

    name: str
    event: bool
    low: Chance
    high: Chance
    flips: bool
    threshold: float | None
    paths: tuple[str, ...]
    evidence: tuple[str, ...]
    assumption: str

    @property
    def swing(self) -> float:
        """The difference between the two pass rates."""
        return abs(self.high.share - self.low.share)

    def __str__(self) -> str:
        """One line."""
        sides = ("if not", "if so") if self.event else ("lower half", "upper half")
        cut = "" if self.threshold is None else f"; the answer turns at {self.threshold:.3g}"
        return f"{self.name}: {sides[0]} {self.low}, {sides[1]} {self.high}{cut}"


def hinges_of(
    space: OutcomeSpace,
    cube: NDArray[np.float64],
    passed: NDArray[np.bool_],
    *,
    count: int = 2,
    upper: NDArray[np.bool_] | None = None,
) -> tuple[tuple[Hinge, ...], ...]:
    """The assumptions that each package hangs on, largest difference first, up to `count` of them.

    `passed` (draws, m) says in which of the draws `cube` each package passes; `upper` is `upper_sides` of the
    cube, worked out when it is not given. An event that happens, or fails
    to, in fewer than one draw of 64 is left out. Equal differences are ordered by name. Empty for a package
    that passes always or never, and when nothing is uncertain.

    >>> from detente.case.library import example
    >>> hinges_of(OutcomeSpace(example("panama-canal-1974")), np.zeros((8, 0)), np.ones((8, 1), bool))
    ((),)
    """
    dims, packages = space.numbers.dims, passed.shape[1]
    if dims == 0:
        return tuple(() for _ in range(packages))
    upper = upper_sides(space, cube) if upper is None else upper
    swing = swings(upper, passed)
    found = []
    for m in range(packages):
        ranked = sorted((-float(swing[d, m]), space.numbers.dim_names[d], d) for d in range(dims))
        kept = [d for change, _, d in ranked[:count] if change < 0]
        found.append(tuple(_hinge(space, cube, upper[:, d], passed[:, m], d) for d in kept))
    return tuple(found)


def swings(upper: NDArray[np.bool_], passed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How far the pass rates (draws, m) on the two sides of each coordinate lie apart: (dims, m).

    `upper` (draws, dims) says which draws lie on the upper side. Zero where fewer than one draw of 64 lies on
    one of the sides; rounded to nine decimals.

    >>> swings(np.array([[True], [False]]), np.array([[True, True], [False, True]])).tolist()
    [[1.0, 0.0]]
    """
    seen = upper.sum(axis=0)
    enough = np.minimum(seen, len(upper) - seen) >= _FEWEST * len(upper)
    high, low = _rates(upper, passed), _rates(~upper, passed)
    return np.asarray(np.round(np.where(enough[:, None], np.abs(high - low), 0.0), 9))


def upper_sides(space: OutcomeSpace, cube: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which draws lie in the upper half of each coordinate, or see its event happen: (draws, dims)."""
    upper = cube >= 0.5
    _, happens = space.numbers.draw(cube)
    for d in range(space.numbers.dims):
        event = space.numbers.decided_by(d)
        if event is not None:
            upper[:, d] = happens[:, event]
    return upper


def _rates(side: NDArray[np.bool_], passed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Pass rates (dims, m) among the draws on one side of each coordinate."""
    hits = side.T.astype(np.float64) @ passed.astype(np.float64)
    return np.asarray(hits / np.maximum(side.sum(axis=0), 1)[:, None])


def _hinge(
    space: OutcomeSpace,
    cube: NDArray[np.float64],
    upper: NDArray[np.bool_],
    passed: NDArray[np.bool_],
    dim: int,
) -> Hinge:
    numbers = space.numbers
    event = numbers.decided_by(dim)
    if event is None:
        positions = sorted(
            numbers.moved_by(dim),
            key=lambda p: (numbers.ranges[p].low - numbers.ranges[p].high, numbers.paths[p]),
        )
    else:
        positions = [numbers.index[numbers.events[event]]]
    low, high = _chance(passed, ~upper), _chance(passed, upper)
    flips = (low.share - 0.5) * (high.share - 0.5) < 0
    first = positions[0]
    threshold = None
    if flips and event is None and not _ranked(space, numbers.paths[first]):
        r = numbers.ranges[first]
        cut = _cut(cube[:, dim], passed)
        threshold = float(triangular(np.array([cut]), *np.array([[r.low], [r.likely], [r.high]]))[0])
    ranges = [numbers.ranges[p] for p in positions]
    name = numbers.paths[first] if len(positions) == 1 else numbers.dim_names[dim]
    return Hinge(
        name=name,
        event=event is not None,
        low=low,
        high=high,
        flips=flips,
        threshold=threshold,
        paths=tuple(numbers.paths[p] for p in positions),
        evidence=tuple(dict.fromkeys(e for r in ranges for e in r.evidence)),
        assumption="; ".join(dict.fromkeys(r.assumption for r in ranges if r.assumption)),
    )


def _chance(passed: NDArray[np.bool_], side: NDArray[np.bool_]) -> Chance:
    """The pass rate on one side, with its error over the scramblings that reach that side."""
    inside = side.reshape(-1, SCRAMBLES)
    hits = (passed.reshape(-1, SCRAMBLES) & inside).sum(axis=0)
    seen = inside.sum(axis=0)
    rates = hits[seen > 0] / seen[seen > 0]
    error = rates.std(ddof=1) / np.sqrt(len(rates)) if len(rates) > 1 else 0.0
    return Chance(share=float(hits.sum() / seen.sum()), error=float(error))


def _cut(coordinate: NDArray[np.float64], passed: NDArray[np.bool_]) -> float:
    """The value of a coordinate that best separates draws that pass from draws that do not."""
    order = np.argsort(coordinate, kind="stable")
    right = np.where(passed[order], 1, -1)
    balance = np.concatenate(([0], np.cumsum(right)))
    at = 1 + int(np.argmax(np.abs(2 * balance - balance[-1])[1:-1]))
    placed = coordinate[order]
    return float((placed[at - 1] + placed[at]) / 2)


def _ranked(space: OutcomeSpace, path: str) -> bool:
    """Whether a number comes from a ranking, so that its own value says nothing."""
    kind, _, rest = path.partition(".")
    if kind != "preferences":
        return False
    preferences = next(p for p in space.case.preferences if rest.startswith(f"{p.actor}."))
    tail = rest.removeprefix(f"{preferences.actor}.")
    if tail.startswith("weights."):
        return bool(preferences.weight_order)
    ranked = tuple(f"scores.{issue}." for issue, _ in preferences.score_order)
    return bool(ranked) and tail.startswith(ranked)
