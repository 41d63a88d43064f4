"""Choosing among packages: an order that no file order can change, and packages that are far apart.

Rows are packages as option numbers (m, issues). A score is any number by package, higher is better: the
passing draws, or how close a package comes where none ever passes.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import feasible, likely_utilities
from detente.analysis.patterns import run
from detente.analysis.space import OutcomeSpace
from detente.case.procedure import rule_actors
from detente.kernels import approval

__all__ = [
    "apart_of",
    "asked_actors",
    "best_of",
    "closeness",
    "departures",
    "distant",
    "in_order",
    "pool",
    "refusing",
    "worst_of",
]

_CHUNK = 500_000
_TIES = 200_000


def in_order(space: OutcomeSpace, rows: NDArray[np.int64], *keys: NDArray[np.float64]) -> NDArray[np.int64]:
    """Positions of rows from best to worst: by each key in turn, largest first, then by the option ids.

    After the keys come the sum and the smallest of the principals' likely utilities. Ids are compared issue
    by issue in alphabetical order, so that the order of the file does not count.
    """
    _, values = likely_utilities(space, rows)
    total = np.round(values.sum(axis=1), 9)
    least = np.round(values.min(axis=1), 9) if values.shape[1] else total
    names = []
    for k in sorted(range(len(space.issues)), key=lambda k: space.issues[k].id):
        rank = np.argsort(np.argsort(np.array(space.options[k], dtype=object)))
        names.append(rank[rows[:, k]])
    return np.lexsort([*reversed(names), -least, -total, *(-key for key in reversed(keys))])


def best_of(
    space: OutcomeSpace, score: NDArray[np.number], numbers: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """The best package among those with these numbers, (issues,); None when none of them is feasible.

    Of equal scores the first by `in_order`; beyond 200,000 ties only the lowest numbers are compared.
    """
    return _first_or_last(space, score, numbers, best=True)


def worst_of(
    space: OutcomeSpace, score: NDArray[np.number], numbers: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """The worst feasible package among those with these numbers, as `best_of`; of equals the last."""
    return _first_or_last(space, score, numbers, best=False)


def _first_or_last(
    space: OutcomeSpace, score: NDArray[np.number], numbers: NDArray[np.int64], *, best: bool
) -> NDArray[np.int64] | None:
    while len(numbers):
        scores = score[numbers]
        level = scores == (scores.max() if best else scores.min())
        rows = _feasible_rows(space, numbers[level])
        if len(rows):
            found: NDArray[np.int64] = rows[in_order(space, rows)[0 if best else -1]]
            return found
        numbers = numbers[~level]
    return None


def _feasible_rows(space: OutcomeSpace, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first feasible packages, up to 200,000, among those with these numbers."""
    found: list[NDArray[np.int64]] = []
    count = 0
    for start in range(0, len(numbers), _TIES):
        rows = space.rows(numbers[start : start + _TIES])
        found.append(rows[feasible(space, rows)][: _TIES - count])
        count += len(found[-1])
        if count >= _TIES:
            break
    return np.concatenate(found)


def pool(score: NDArray[np.number], limit: int, floor: float) -> NDArray[np.int64]:
    """The numbers of the `limit` packages with the best scores of at least `floor`.

    Where equal scores are cut, the lowest numbers stay.
    """
    numbers = np.flatnonzero(score >= floor)
    if len(numbers) > limit:
        scores = score[numbers]
        cut = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        above, level = numbers[scores > cut], numbers[scores == cut]
        numbers = np.sort(np.concatenate([above, level[: limit - len(above)]]))
    return numbers


def distant(
    rows: NDArray[np.int64], *, count: int, apart: int, near: int, greedy: bool = True
) -> tuple[int, ...]:
    """Positions of up to `count` rows that differ pairwise on at least `apart` issues, from rows best first.

    The first row is taken; then, among the first `near`, each time the row farthest from those taken
    (greedy max-min, Gonzalez 1985), the better one of equals; then the best of the rest. Without `greedy`,
    the best one far enough each time.
    """
    if len(rows) == 0:
        return ()
    taken = [0]
    least = (rows != rows[0]).sum(axis=1)
    while len(taken) < count:
        pick = int(np.argmax(least[:near])) if greedy else 0
        if least[pick] < apart:
            pick = int(np.argmax(least >= apart))
        if least[pick] < apart:
            break
        taken.append(pick)
        least = np.minimum(least, (rows != rows[pick]).sum(axis=1))
    return tuple(taken)


def apart_of(space: OutcomeSpace) -> int:
    """On how many issues packages proposed together differ at least: a quarter of them, two or more."""
    issues = len(space.issues)
    return min(max(2, -(-issues // 4)), issues)


def departures(space: OutcomeSpace, allowed: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """On how many issues each package shows an option that is not allowed: (packages,)."""
    found = np.zeros(1, dtype=np.uint8)
    start = 0
    for size in space.sizes:
        outside = (~allowed[start : start + size]).astype(np.uint8)
        found = (found[:, None] + outside[None, :]).reshape(-1)
        start += size
    return found


def asked_actors(space: OutcomeSpace) -> tuple[str, ...]:
    """The actors whose yes the readings in use ask for, in alphabetical order."""
    readings = space.reading_sets()[0]
    names: set[str] = set()
    for party in space.parties:
        approval_ = space.case.party(party).approval
        reading = approval_.reading(readings[party]) or approval_.base
        names.update(rule_actors(reading.rule))
    return tuple(sorted(names))


def refusing(
    space: OutcomeSpace, rows: NDArray[np.int64]
) -> tuple[tuple[str, ...], NDArray[np.bool_], NDArray[np.float64]]:
    """Who says no to packages at the likely values: names, (names, m) bool, and the smallest gain (m,).

    Names are the actors asked, then consents as "consent ID". The gain is over the reservation, among the
    actors asked.
    """
    actors = asked_actors(space)
    program, roots = space.program()
    margins = approval.utilities_selected(space.likely, rows)[0]
    yes = dict(zip(roots, run(program, list(margins >= 0)), strict=True))
    names, noes = list(actors), [~yes[f"actor:{actor}"] for actor in actors]
    for consent in space.case.consents:
        leaf = next(n for n, x in enumerate(space.leaves) if (x.kind, x.name) == ("consent", consent.id))
        free = margins[leaf] >= 0
        given = yes[f"actor:{consent.actor}"] if consent.gives is None else np.zeros_like(free)
        names.append(f"consent {consent.id}")
        noes.append(~(free | given))
    _, values = likely_utilities(space, rows, actors)
    floor = [space.likely_gains[actor][2] for actor in actors]
    return tuple(names), np.array(noes), (values - np.array(floor)).min(axis=1)


def closeness(space: OutcomeSpace, progress: Callable[[int, int], None] | None = None) -> NDArray[np.float64]:
    """How close each package comes to passing at the likely values: (packages,), higher is closer.

    Minus the number of those asked who say no, plus a part below one that rises with the smallest gain; minus
    infinity for infeasible packages. Its whole part, rounded down, is minus the number of noes.
    """
    found = np.empty(space.packages)
    for start in range(0, space.packages, _CHUNK):
        stop = min(start + _CHUNK, space.packages)
        rows = space.rows(np.arange(start, stop))
        _, noes, gain = refusing(space, rows)
        part = -noes.sum(axis=0) + 0.5 + np.arctan(np.round(gain, 12)) / 4
        found[start:stop] = np.where(feasible(space, rows), part, -np.inf)
        if progress is not None:
            progress(stop, space.packages)
    return found
