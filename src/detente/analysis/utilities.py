"""Utilities of chosen actors at the likely values, as exact integers: for frontier, solutions and trades.

Issues that share a term (linkage, an exit that changes the principal's utility, an infeasible combination)
are joined into one block; a package's vector is the sum of one row from each block.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.space import OutcomeSpace, common_scale
from detente.errors import SpaceTooLarge
from detente.kernels.approval_tables import ALL

__all__ = ["Utilities", "utilities"]

_BLOCK_LIMIT = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Utilities:
    """Blocks of scaled utilities of some actors.

    `blocks[b]` is (rows, actors), int64 or Python integers; `members[b]` the issues it joins and `rows[b]`
    the option numbers of each row, (rows, issues of the block). Divide by `scales` for utilities;
    `reservations` are on the same scales.
    """

    actors: tuple[str, ...]
    blocks: tuple[NDArray[Any], ...]
    members: tuple[tuple[int, ...], ...]
    rows: tuple[NDArray[np.int64], ...]
    scales: tuple[int, ...]
    reservations: tuple[int, ...]
    constant: tuple[int, ...]

    def as_float(self, points: NDArray[Any]) -> NDArray[np.float64]:
        """Utilities (m, actors) of vectors of scaled integers of that shape."""
        columns = [
            (points[:, k] + constant).astype(np.float64) / scale
            for k, (scale, constant) in enumerate(zip(self.scales, self.constant, strict=True))
        ]
        return np.stack(columns, axis=1) if columns else np.zeros((len(points), 0))

    def options(self, picks: NDArray[np.int64]) -> NDArray[np.int64]:
        """Option numbers (m, issues) of packages given by the row that each takes from each block."""
        width = sum(len(issues) for issues in self.members)
        found = np.zeros((len(picks), width), dtype=np.int64)
        for block, issues in enumerate(self.members):
            found[:, list(issues)] = self.rows[block][picks[:, block]]
        return found


def utilities(space: OutcomeSpace, actors: Sequence[str], *, disagreement: float | None = None) -> Utilities:
    """Exact utilities of `actors` (the principals, or any with preferences) at the likely values.

    `disagreement` replaces every reservation by one number. Raises SpaceTooLarge when linked issues
    together have more than four million combinations.
    """
    values, happens = space.numbers.likely()
    cells, terms, asked = [], [], []
    for actor in actors:
        form = next(f for f in space.forms if f.leaf.kind == "gain" and f.leaf.name == actor)
        actor_cells, actor_terms, threshold = space.exact_form(form, values, happens)
        cells.append(actor_cells)
        terms.append({space.condition(c): value for c, value in actor_terms.items() if value})
        asked.append(threshold if disagreement is None else Fraction(repr(float(disagreement))))
    barred = [space.condition(c) for c in space.infeasible_conditions()]
    nowhere = (ALL, frozenset[int]()) in barred  # linked issues outside the text leave no package at all
    scales = [
        common_scale([*c.values(), *t.values(), r]) or _wide_scale([*c.values(), *t.values(), r])
        for c, t, r in zip(cells, terms, asked, strict=True)
    ]
    conditions = {key for t in terms for key in t} | set(barred)
    groups = _joined(space, [columns for _, columns in conditions])
    blocks, rows = [], []
    for group in groups:
        options = _combinations(space, group)
        here = [key for key in conditions if key[1] and space.issue_of(min(key[1])) in group]
        holds = {key: _holds(space, group, options, key) for key in here}
        met = [holds[key] for key in here if key in barred]
        keep = ~np.any([np.full(len(options), nowhere), *met], axis=0)
        columns = space.columns_of(group, options)
        vectors = [
            _sums(columns, c, {k: v for k, v in t.items() if k in holds}, holds, scale)
            for c, t, scale in zip(cells, terms, scales, strict=True)
        ]
        blocks.append(
            _narrow(np.stack(vectors, axis=1))[keep] if vectors else np.zeros((len(options), 0), int)
        )
        rows.append(options[keep])
    always = [sum((v for (m, cols), v in t.items() if m == ALL and not cols), Fraction(0)) for t in terms]
    return Utilities(
        actors=tuple(actors),
        blocks=tuple(blocks),
        members=tuple(groups),
        rows=tuple(rows),
        scales=tuple(scales),
        reservations=tuple(int(r * s) - int(a * s) for r, s, a in zip(asked, scales, always, strict=True)),
        constant=tuple(int(a * s) for a, s in zip(always, scales, strict=True)),
    )


def _joined(space: OutcomeSpace, conditions: Sequence[frozenset[int]]) -> list[tuple[int, ...]]:
    """Issues in groups: those that share a condition together, in the order of their ids."""
    parent = list(range(len(space.sizes)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    for columns in conditions:
        touched = sorted({space.issue_of(c) for c in columns})
        for issue in touched[1:]:
            parent[root(issue)] = root(touched[0])
    groups: dict[int, list[int]] = {}
    for k in sorted(range(len(parent)), key=lambda k: space.issues[k].id):
        groups.setdefault(root(k), []).append(k)
    return [tuple(group) for group in groups.values()]


def _combinations(space: OutcomeSpace, group: tuple[int, ...]) -> NDArray[np.int64]:
    sizes = [space.sizes[k] for k in group]
    total = int(np.prod([float(s) for s in sizes]))
    if total > _BLOCK_LIMIT:
        names = ", ".join(space.issues[k].id for k in group)
        raise SpaceTooLarge(
            f"the linked issues {names} have {total:,} combinations; the limit is {_BLOCK_LIMIT:,}",
            hint="unlink some of them, or keep fewer options",
        )
    by_id = (sorted(range(len(names)), key=names.__getitem__) for names in (space.options[k] for k in group))
    grids = np.meshgrid(*(np.array(numbers) for numbers in by_id), indexing="ij")
    return np.stack([grid.ravel() for grid in grids], axis=1)


def _holds(
    space: OutcomeSpace, group: tuple[int, ...], options: NDArray[np.int64], key: tuple[int, frozenset[int]]
) -> NDArray[np.bool_]:
    mode, literals = key
    columns = space.columns_of(group, options)
    inside = np.isin(columns, list(literals))
    touched = [k for k, issue in enumerate(group) if any(space.issue_of(c) == issue for c in literals)]
    chosen = inside[:, touched]
    return np.asarray(chosen.all(axis=1) if mode == ALL else chosen.any(axis=1))


def _sums(
    columns: NDArray[np.int64],
    cells: dict[int, Fraction],
    terms: dict[tuple[int, frozenset[int]], Fraction],
    holds: dict[tuple[int, frozenset[int]], NDArray[np.bool_]],
    scale: int,
) -> NDArray[Any]:
    table = np.zeros(int(columns.max(initial=-1)) + 1, dtype=object)
    for column, value in cells.items():
        if column < len(table):
            table[column] = int(value * scale)
    total = table[columns].sum(axis=1)
    for key, value in terms.items():
        total = total + holds[key].astype(object) * int(value * scale)
    return np.asarray(total, dtype=object)


def _narrow(vectors: NDArray[Any]) -> NDArray[Any]:
    """int64 where every value is small enough for sums of many blocks, Python integers otherwise."""
    largest = max((abs(int(v)) for v in vectors.ravel()), default=0)
    return vectors.astype(np.int64) if largest < 2**60 else vectors


def _wide_scale(values: Sequence[Fraction]) -> int:
    return math.lcm(*(value.denominator for value in values))
