"""Every approver's answers over draws, kept as bits: a change of some scores is worked out alone.

A plane is one approver's yes or no to every package in one draw. Draws in which an approver's numbers are
equal share a plane, and planes made before are taken over where the numbers are the same, so that the work
follows from what changed. Preconditions are those of `ApprovalTables`; nothing here raises.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.kernels import approval_fast
from detente.kernels.approval import utilities_selected
from detente.kernels.approval_bits import (
    Tally,
    bit_count,
    leaf_bits,
    package_order,
    prepare,
    run_program,
)
from detente.kernels.approval_split import slabs, split_tables
from detente.kernels.approval_tables import ApprovalTables, BoolProgram, Counts

__all__ = ["Plane", "Planes", "count_planes", "planes_of"]

Bool = NDArray[np.bool_]
Int = NDArray[np.int64]
Words = NDArray[np.uint64]

LANE_WORDS = 1 << 14  # words in one operation: what a near cache holds
CHUNK_SUMS = 1 << 17  # half sums kept at a time
CHUNK_MARGINS = 1 << 20  # margins of chosen packages kept at a time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plane:
    """One approver's answers: words (kinds, rows, words), and which kind each draw shows, index (draws,).

    keys are the numbers that made each kind, as bytes; `apart` says that draw k shows kind k.
    """

    words: Words
    index: Int
    keys: dict[bytes, int]
    apart: bool

    @classmethod
    def of(cls, words: Words, index: Int, keys: dict[bytes, int]) -> "Plane":
        """The answers with these kinds: kinds are numbered as the draws first show them."""
        return cls(words=words, index=index, keys=keys, apart=len(words) == len(index))

    def lanes(self, draws: slice) -> Words:
        """The words of some draws, (draws, rows, words), or (1, rows, words) for all; not to be changed."""
        if len(self.words) == 1:
            return self.words
        return self.words[draws] if self.apart else self.words[self.index[draws]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planes:
    """The planes of some approvers, by number, for all packages or for some, and the tables that made them.

    Packages are the rows and columns of a split, whose `columns` (issues,) make the columns; or the `chosen`
    (m, issues), option numbers, in one row.
    """

    tables: ApprovalTables
    columns: Bool
    chosen: Int | None
    leaves: dict[int, Plane]

    @property
    def bytes(self) -> int:
        """How many bytes the words take."""
        return sum(plane.words.nbytes for plane in self.leaves.values())

    def fits(self, tables: ApprovalTables, chosen: Int | None) -> bool:
        """Whether planes of these packages under other tables have the same meaning."""
        mine, here, there = self.tables, self.chosen, chosen
        same = here is there or (here is not None and there is not None and np.array_equal(here, there))
        return (
            same
            and np.array_equal(mine.sizes, tables.sizes)
            and np.array_equal(mine.literals, tables.literals)
            and np.array_equal(mine.mode, tables.mode)
        )

    def unchanged(self, tables: ApprovalTables, approver: int) -> Plane | None:
        """The plane of an approver whose numbers are the same in the tables, which these planes fit."""
        mine, a = self.tables, approver
        if a not in self.leaves or mine.thresholds.shape != tables.thresholds.shape:
            return None
        same = (
            np.array_equal(mine.thresholds[:, a], tables.thresholds[:, a])
            and np.array_equal(mine.term_values[:, a], tables.term_values[:, a])
            and np.array_equal(mine.scores[:, a], tables.scores[:, a])
        )
        return self.leaves[a] if same else None


def planes_of(
    tables: ApprovalTables,
    used: Sequence[int],
    *,
    chosen: Int | None = None,
    before: Planes | None = None,
    limit: int | None = None,
    fast: bool = False,
) -> Planes | None:
    """The planes of the approvers `used`; None when they would take more than `limit` bytes.

    `chosen` (m, issues) asks about some packages alone. Planes in `before` that rest on the same numbers are
    taken over. `fast` uses the compiled loops, which give the same bits.

    >>> from detente.kernels.approval_tables import additive_tables
    >>> tables = additive_tables(sizes=[2, 3], scores=[[[0, 5, 0, 2, 4]]] * 2, thresholds=[[6]] * 2)
    >>> planes_of(tables, [0]).leaves[0].words.tolist()
    [[[48]]]
    """
    old = before if before is not None and before.fits(tables, chosen) else None
    if old is not None:
        columns = old.columns
    elif chosen is None:
        columns = np.isin(np.arange(len(tables.sizes)), split_tables(tables).column_issues)
    else:
        columns = np.ones(len(tables.sizes), np.bool_)
    wide = int(np.prod(tables.sizes[columns])) if chosen is None else len(chosen)
    shape = int(np.prod(tables.sizes[~columns])) if chosen is None else 1, -(-wide // 64)
    leaves = {int(a): old.unchanged(tables, int(a)) if old is not None else None for a in used}
    keyed = {a: _keyed(tables, a) for a, plane in leaves.items() if plane is None}
    kinds = sum(len(plane.words) for plane in leaves.values() if plane is not None)
    kinds += sum(len(keys) for keys, _ in keyed.values())
    if limit is not None and 8 * kinds * shape[0] * shape[1] > limit:
        return None
    made = {a: plane for a, plane in leaves.items() if plane is not None}
    for a, (keys, index) in keyed.items():
        past = old.leaves.get(a) if old is not None else None
        known = past.keys if past is not None else {}
        if past is not None and list(known) == list(keys):
            made[a] = Plane.of(past.words, index, known)
            continue
        words = np.empty((len(keys), *shape), np.uint64)
        kept = [(k, known[key]) for k, key in enumerate(keys) if key in known]
        if past is not None and kept:
            here, there = np.array(kept).T
            words[here] = past.words[there]
        new = [k for k, key in enumerate(keys) if key not in known]
        if new:
            first = np.unique(index, return_index=True)[1][new]
            words[new] = _worked_out(_alone(tables, a, first), columns, chosen, shape, fast=fast)
        made[a] = Plane.of(words, index, keys)
    return Planes(tables=tables, columns=columns, chosen=chosen, leaves=made)


def count_planes(planes: Planes, program: BoolProgram) -> Counts:
    """In how many draws each package passes each root, and how many pass in each draw.

    The planes of every approver that the roots depend on must be there. Counts are (roots, packages), the
    packages by number, or in the order in which they were chosen.

    >>> from detente.kernels.approval_tables import additive_tables
    >>> tables = additive_tables(sizes=[2, 3], scores=[[[0, 5, 0, 2, 4]]] * 2, thresholds=[[6], [7]])
    >>> yes = BoolProgram(approvers=1, ops=np.zeros((0, 3), int), roots=np.array([0]))
    >>> found = count_planes(planes_of(tables, [0]), yes)
    >>> found.counts.tolist(), found.zone_sizes.tolist()
    ([[0, 0, 0, 0, 2, 2]], [[2, 2]])
    """
    steps, used = program.steps()
    roots = program.roots.tolist()
    rows, wide = _extent(planes)
    width = -(-wide // 64)
    dtype = np.min_scalar_type(planes.tables.draws)
    sizes = np.zeros((len(roots), planes.tables.draws), np.int64)
    tally, lanes = Tally(), max(1, min(LANE_WORDS // (rows * width), planes.tables.draws))
    everything = _ones(rows, wide)
    constants = {program.approvers: everything, program.approvers + 1: np.zeros_like(everything)}
    for start in range(0, planes.tables.draws, lanes):
        part = slice(start, min(start + lanes, planes.tables.draws))
        registers = constants | {int(a): planes.leaves[int(a)].lanes(part) for a in used}
        words = np.zeros((len(roots), lanes, rows, width), np.uint64)
        for k, found in enumerate(run_program(steps, roots, registers)):
            words[k, : part.stop - start] = found
        sizes[:, part] = bit_count(words[:, : part.stop - start])
        tally.push(words)
    totals = tally.totals(wide, dtype).sum(axis=1, dtype=dtype)
    if planes.chosen is not None:
        return Counts(counts=totals[:, 0], zone_sizes=sizes)
    split = split_tables(_bare(planes.tables), planes.columns)
    ordered = np.stack([package_order(split, planes.tables.sizes, grid) for grid in totals])
    return Counts(counts=ordered, zone_sizes=sizes)


def _keyed(tables: ApprovalTables, approver: int) -> tuple[dict[bytes, int], Int]:
    """The distinct numbers of an approver over the draws, as bytes, and which of them each draw shows."""
    numbers = np.concatenate(
        (
            tables.scores[:, approver],
            tables.term_values[:, approver],
            tables.thresholds[:, approver, None],
        ),
        axis=1,
    )
    keys: dict[bytes, int] = {}
    index = [keys.setdefault(row.tobytes(), len(keys)) for row in numbers]
    return keys, np.array(index, np.int64)


def _alone(tables: ApprovalTables, approver: int, draws: Int) -> ApprovalTables:
    """The tables of one approver in some draws."""
    one = slice(approver, approver + 1)
    return ApprovalTables(
        sizes=tables.sizes,
        scores=tables.scores[draws, one],
        thresholds=tables.thresholds[draws, one],
        literals=tables.literals,
        mode=tables.mode,
        term_values=tables.term_values[draws, one],
    )


def _worked_out(
    tables: ApprovalTables, columns: Bool, chosen: Int | None, shape: tuple[int, int], *, fast: bool
) -> Words:
    """The words (draws, rows, words) of tables with one approver."""
    if chosen is not None:
        return _margins(tables, chosen)
    split = split_tables(tables, columns)
    found = np.empty((tables.draws, *shape), np.uint64)
    lanes = max(1, LANE_WORDS // (shape[0] * shape[1]))
    for slab in slabs(split, 1):
        every = len(slab.rows) == split.rows and not split.crossing
        rows = slice(None) if every else slab.rows
        quick = fast and approval_fast.looks_up(split, slab, 0)
        cells = len(slab.rows) + len(slab.gates[0]) * split.columns
        chunk = lanes * max(1, CHUNK_SUMS // (lanes * cells))
        for start in range(0, tables.draws, chunk):
            stop = min(start + chunk, tables.draws)
            leaf = prepare(tables, split, slab, 0, slice(start, stop), in_order=quick)
            for first in range(start, stop, lanes):
                last = min(first + lanes, stop)
                part = slice(first - start, last - start)
                bits = approval_fast.leaf_bits(leaf, part) if quick else leaf_bits(leaf, part)
                found[first:last, rows] = bits
    return found


def _margins(tables: ApprovalTables, chosen: Int) -> Words:
    """The words (draws, 1, words) of chosen packages under tables with one approver."""
    bits = np.zeros((tables.draws, 1, -(-len(chosen) // 64) * 8), np.uint8)
    step = 8 * max(1, CHUNK_MARGINS // (8 * max(1, tables.draws)))
    for start in range(0, len(chosen), step):
        yes = utilities_selected(tables, chosen[start : start + step]) >= 0
        packed = np.packbits(yes, axis=-1, bitorder="little")
        bits[:, :, start // 8 : start // 8 + packed.shape[-1]] = packed
    return bits.view("<u8").astype(np.uint64, copy=False)


def _extent(planes: Planes) -> tuple[int, int]:
    """Rows and columns of a plane."""
    if planes.chosen is not None:
        return 1, len(planes.chosen)
    return int(np.prod(planes.tables.sizes[~planes.columns])), int(
        np.prod(planes.tables.sizes[planes.columns])
    )


def _ones(rows: int, columns: int) -> Words:
    """The plane (1, rows, words) on which every package is set."""
    line = np.zeros(-(-columns // 64) * 64, np.uint8)
    line[:columns] = 1
    packed = np.packbits(line, bitorder="little").view("<u8").astype(np.uint64)
    return np.broadcast_to(packed, (1, rows, len(packed)))


def _bare(tables: ApprovalTables) -> ApprovalTables:
    """Tables without approvers and terms, of which only the layout counts."""
    options = tables.literals.shape[1]
    return ApprovalTables(
        sizes=tables.sizes,
        scores=np.zeros((1, 0, options), np.int64),
        thresholds=np.zeros((1, 0), np.int64),
        literals=np.zeros((0, options), np.bool_),
        mode=np.zeros(0, np.uint8),
        term_values=np.zeros((1, 0, 0), np.int64),
    )
