"""Which columns each row passes, 64 columns to a word: the engine under the approval kernels.

Per approver and draw the columns are sorted by their sum, and a table holds for every place in that
order the bits of all columns from there on; a row then needs one search and one table line.
Everything is exact integer work; the compiled twin of the counting is in `approval_fast`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.kernels.approval_split import Slab, Split, class_sums, half_sums, term_sums, uses_table
from detente.kernels.approval_tables import ApprovalTables

__all__ = [
    "Leaf",
    "Tally",
    "bit_count",
    "constant_words",
    "distinct",
    "leaf_bits",
    "package_order",
    "passing_pairs",
    "prepare",
    "run_program",
    "unpack_words",
]

Int = NDArray[np.int64]
Words = NDArray[np.uint64]
Number = TypeVar("Number", bound=np.generic)

COMPARE_CELLS = 1 << 18  # row-column pairs compared at a time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leaf:
    """One approver's side of a slab over some draws: what each row needs from the columns.

    needs (draws, rows), classes (rows,) and sums (draws, classes, columns); when looked_up, the sums
    are sorted and order (draws, classes, columns) says which columns they are of, else it is empty.
    """

    needs: Int
    classes: Int
    sums: Int
    order: Int
    looked_up: bool


def prepare(
    tables: ApprovalTables, split: Split, slab: Slab, approver: int, draws: slice, *, in_order: bool = False
) -> Leaf:
    """The leaf of an approver for the rows of a slab over a slice of draws; in_order: sorted anyway."""
    scores, values = tables.scores[draws, approver], tables.term_values[draws, approver]
    counted = split.relevant[approver]
    row_terms = [t for t in split.row_terms if counted[t]]
    needs = half_sums(scores, tables.offsets, split.row_issues)
    if len(slab.rows) < split.rows or split.crossing:
        needs = needs[:, slab.rows]
    needs += term_sums(values[:, row_terms], split.row_truth[row_terms][:, slab.rows])
    np.subtract(tables.thresholds[draws, approver, None], needs, out=needs)
    column_terms = [t for t in split.column_terms if counted[t]]
    columns = half_sums(scores, tables.offsets, split.column_issues)
    columns += term_sums(values[:, column_terms], split.column_truth[column_terms])
    crossing = [t for t in split.crossing if counted[t]]
    sums = columns[:, None]
    if crossing:
        gates = slab.gates[approver][:, counted[list(split.crossing)]]
        sums = sums + class_sums(values[:, crossing], gates, split.column_truth[crossing])
    looked_up = in_order or uses_table(split, len(slab.rows), sums.shape[1])
    order = np.zeros((len(sums), 0, 0), np.int64)
    if looked_up:
        sums, order = _sorted(sums)
    return Leaf(needs=needs, classes=slab.classes[approver], sums=sums, order=order, looked_up=looked_up)


def leaf_bits(leaf: Leaf, draws: slice) -> Words:
    """Bits (draws, rows, words) of the columns whose sum is at least what the row needs."""
    if leaf.looked_up:
        return _looked_up(leaf.sums[draws], leaf.order[draws], leaf.needs[draws], leaf.classes)
    return _compared(leaf.sums[draws], leaf.needs[draws], leaf.classes)


def run_program(steps: NDArray[np.int32], roots: Sequence[int], registers: dict[int, Words]) -> list[Words]:
    """The words of each root, from registers that hold the approvers' and the constants' words."""
    known = dict(registers)
    for kind, a, b, result in steps.tolist():
        known[result] = known[a] | known[b] if kind else known[a] & known[b]
    return [known[root] for root in roots]


def bit_count(words: Words) -> Int:
    """Number of set bits over the last two axes, rows and words: (...) int64."""
    if hasattr(np, "bitwise_count"):
        return np.asarray(np.bitwise_count(words).sum(axis=(-2, -1), dtype=np.int64))
    bits = np.array([byte.bit_count() for byte in range(256)], np.uint8)
    by_byte = bits[np.ascontiguousarray(words).view(np.uint8)]
    return np.asarray(by_byte.sum(axis=(-2, -1), dtype=np.int64))


class Tally:
    """Counts, for every bit apart, in how many of the pushed word arrays it was set.

    Vertical counters with carry-save addition: level l holds one array of weight 2**l and, every
    other time, a second one that waits; a full adder turns three of a weight into one of it and one
    of the next, so a push costs one adder (five word operations) on average.
    """

    def __init__(self) -> None:
        self.levels: list[tuple[Words, Words | None]] = []

    def push(self, words: Words) -> None:
        """Add one array, which the tally may overwrite."""
        for level, (held, waiting) in enumerate(self.levels):
            if waiting is None:
                self.levels[level] = (held, words)
                return
            mixed = held ^ waiting
            np.bitwise_and(held, waiting, out=held)
            np.bitwise_and(mixed, words, out=waiting)
            np.bitwise_or(held, waiting, out=held)
            np.bitwise_xor(mixed, words, out=mixed)
            self.levels[level] = (mixed, None)
            words = held
        self.levels.append((words, None))

    def totals(self, bits: int, dtype: np.dtype[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
        """How often each of the first bits of a line was set: (..., bits) of the dtype."""
        total = np.zeros((*self.levels[0][0].shape[:-1], bits), dtype)
        for level, pair in enumerate(self.levels):
            for words in pair:
                if words is not None:
                    total += np.left_shift(unpack_words(words, bits), level, dtype=dtype)
        return total


def unpack_words(words: Words, bits: int) -> NDArray[np.uint8]:
    """The first bits of each line (..., words) as 0 and 1: (..., bits)."""
    as_bytes = np.ascontiguousarray(words, "<u8").view(np.uint8)
    return np.unpackbits(as_bytes, axis=-1, count=bits, bitorder="little")


def package_order(split: Split, sizes: Int, grid: NDArray[Number]) -> NDArray[Number]:
    """Values (rows, columns) laid out by package number: (packages,)."""
    issues = (*split.row_issues, *split.column_issues)
    shaped = grid.reshape([int(sizes[i]) for i in issues])
    return shaped.transpose(np.argsort(issues)).reshape(-1) if issues else shaped.reshape(-1)


def constant_words(split: Split, approvers: int, shape: tuple[int, ...]) -> dict[int, Words]:
    """The registers of constant true and constant false, as words of the shape (..., words)."""
    line = np.zeros(split.words * 64, np.uint8)
    line[: split.columns] = 1
    everything = np.packbits(line, bitorder="little").view("<u8").astype(np.uint64)
    return {
        approvers: np.broadcast_to(everything, shape),
        approvers + 1: np.broadcast_to(np.zeros_like(everything), shape),
    }


def passing_pairs(leaf: Leaf) -> Int:
    """Number of row-column pairs that pass in each draw, from sorted columns: (draws,)."""
    totals = np.zeros(len(leaf.needs), np.int64)
    for k in range(leaf.sums.shape[1]):
        mine = leaf.needs[:, leaf.classes == k]
        for d in range(len(leaf.needs)):
            below = np.searchsorted(leaf.sums[d, k], mine[d])
            totals[d] += mine.shape[1] * leaf.sums.shape[2] - below.sum()
    return totals


def distinct(codes: NDArray[np.unsignedinteger]) -> tuple[list[int], list[int]]:
    """The distinct codes, ascending, and how often each occurs."""
    if codes.dtype.itemsize <= 2:
        often = np.bincount(codes)
        seen = np.flatnonzero(often)
        return seen.tolist(), often[seen].tolist()
    values, times = np.unique(codes, return_counts=True)
    return values.tolist(), times.tolist()


def _sorted(sums: Int) -> tuple[Int, Int]:
    """Sums sorted along the last axis and the places they had; equal sums in any fixed order."""
    shift = max(1, (sums.shape[-1] - 1).bit_length())
    bound = 1 << (62 - shift)
    if -bound < sums.min() and sums.max() < bound:
        keyed = sums << shift
        keyed |= np.arange(sums.shape[-1])
        keyed.sort(axis=-1)
        order = keyed & ((1 << shift) - 1)
        keyed >>= shift
        return keyed, order
    order = np.argsort(sums, axis=-1, kind="stable")
    return np.take_along_axis(sums, order, axis=-1), order


def _looked_up(sums: Int, order: Int, needs: Int, classes: Int) -> Words:
    draws, kinds, columns = sums.shape
    pool = _suffix_bits(order.reshape(draws * kinds, columns))
    lines = np.empty(needs.shape, np.int64)
    for k in range(kinds):
        mine = slice(None) if kinds == 1 else np.flatnonzero(classes == k)
        for d in range(draws):
            place = np.searchsorted(sums[d, k], needs[d, mine])
            lines[d, mine] = place * (draws * kinds) + (d * kinds + k)
    return pool.reshape(-1, pool.shape[-1])[lines]


def _suffix_bits(order: Int) -> Words:
    """Bits (columns + 1, lists, words): of each list (lists, columns), the columns from a place on."""
    lists, columns = order.shape
    words = -(-columns // 64)
    pool = np.zeros((columns + 1, lists, words), np.uint64)
    turned = order.T
    line = np.arange(columns * lists).reshape(columns, lists) * words
    single = np.left_shift(np.uint64(1), (turned & 63).astype(np.uint64))
    pool.reshape(-1)[line + (turned >> 6)] = single
    backwards = pool[::-1]
    np.bitwise_or.accumulate(backwards, axis=0, out=backwards)
    return pool


def _compared(sums: Int, needs: Int, classes: Int) -> Words:
    draws, kinds, columns = sums.shape
    rows = needs.shape[1]
    packed = np.zeros((draws, rows, -(-columns // 64) * 8), np.uint8)
    step = max(1, COMPARE_CELLS // (draws * columns))
    for start in range(0, rows, step):
        some = slice(start, start + step)
        mine = sums if kinds == 1 else sums[:, classes[some]]
        passed = np.packbits(mine >= needs[:, some, None], axis=-1, bitorder="little")
        packed[:, some, : passed.shape[-1]] = passed
    return packed.view("<u8").astype(np.uint64, copy=False)
