"""Splits the issues in two halves, so that a package is a row (one half) and a column (the other).

A half has about the square root of the packages, so sums over it are cheap. A term within one half
joins that half's sums; a term across both makes classes of rows, each with column sums of its own.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.kernels.approval_tables import ALL, ANY, ApprovalTables

__all__ = [
    "Slab",
    "Split",
    "choose_columns",
    "class_sums",
    "half_sums",
    "slabs",
    "split_tables",
    "term_truth",
    "uses_table",
]

Int = NDArray[np.int64]
Bool = NDArray[np.bool_]

SMALL = 4096  # packages up to which one row of all packages is best
LARGE = 1 << 20  # packages above which a half of several issues takes too much memory
TABLE_BYTES = 1 << 28  # most memory for the suffix tables of one slab
SLAB_WORDS = 1 << 20  # most words of 64 packages in one slab
SUM_CELLS = 1 << 22  # most column sums kept for one draw of a slab of several classes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Which issues make the columns, and how the terms fall on rows and columns.

    row_truth (terms, rows) and column_truth (terms, columns) say where a term's side holds. A term
    adds row_part x row_truth to the row and, where gate (terms, rows) is set, its value to the
    columns of column_truth. crossing lists the terms whose gate is not the same for all rows.
    """

    row_issues: tuple[int, ...]
    column_issues: tuple[int, ...]
    rows: int
    columns: int
    row_truth: Bool
    column_truth: Bool
    row_terms: tuple[int, ...]
    column_terms: tuple[int, ...]
    crossing: tuple[int, ...]
    gate: Bool
    relevant: Bool

    @property
    def words(self) -> int:
        """Words of 64 columns in a row."""
        return -(-self.columns // 64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Slab:
    """Rows worked on together; each approver sorts them into classes with the same column sums.

    rows (n,) are row numbers; classes[a] (n,) is the class of each row for approver a, and gates[a]
    (classes, crossing terms) says which crossing terms reach the columns in that class.
    """

    rows: Int
    classes: tuple[Int, ...]
    gates: tuple[Bool, ...]


def split_tables(tables: ApprovalTables, columns: Bool | None = None) -> Split:
    """The split of the tables; columns (issues,) bool forces which issues make the columns."""
    offsets = tables.offsets
    starts = offsets[:-1]
    linked = np.zeros((len(tables.mode), len(tables.sizes)), np.bool_)
    for i, size in enumerate(tables.sizes):
        linked[:, i] = tables.literals[:, starts[i] : starts[i] + size].any(axis=1)
    relevant = (tables.term_values != 0).any(axis=0)
    if columns is None:
        columns = choose_columns(tables.sizes, linked, relevant)
    row_issues = tuple(np.flatnonzero(~columns).tolist())
    column_issues = tuple(np.flatnonzero(columns).tolist())
    row_truth = term_truth(tables, row_issues)
    column_truth = term_truth(tables, column_issues)
    in_rows, in_columns = linked[:, ~columns].any(axis=1), linked[:, columns].any(axis=1)
    crossing = in_rows & in_columns & relevant.any(axis=0)
    is_any = tables.mode == ANY
    return Split(
        row_issues=row_issues,
        column_issues=column_issues,
        rows=row_truth.shape[1],
        columns=column_truth.shape[1],
        row_truth=row_truth,
        column_truth=column_truth,
        row_terms=tuple(np.flatnonzero(~in_columns | (crossing & is_any)).tolist()),
        column_terms=tuple(np.flatnonzero(in_columns & ~in_rows).tolist()),
        crossing=tuple(np.flatnonzero(crossing).tolist()),
        gate=row_truth ^ is_any[:, None],
        relevant=relevant,
    )


def choose_columns(sizes: Int, linked: Bool, relevant: Bool) -> Bool:
    """Mask (issues,) of those that make the columns: the cheapest split found by moving issues.

    linked (terms, issues) says which issues a term speaks of, relevant (approvers, terms) for whom
    it counts. Starts are the cuts of the given order; moves are one issue, two, and linked groups.
    """
    if math.prod(sizes.tolist()) <= SMALL:
        return np.ones(len(sizes), np.bool_)
    shape = len(relevant), len(linked)
    return np.array(_searched(tuple(sizes.tolist()), shape, linked.tobytes(), relevant.tobytes()), np.bool_)


@lru_cache(maxsize=256)
def _searched(
    sizes_: tuple[int, ...], shape: tuple[int, int], linked_: bytes, relevant_: bytes
) -> tuple[bool, ...]:
    """The search of `choose_columns`, kept for tables of the same shape: many are asked in turn."""
    n, sizes = len(sizes_), np.array(sizes_, np.int64)
    linked = np.frombuffer(linked_, np.bool_).reshape(shape[1], n)
    relevant = np.frombuffer(relevant_, np.bool_).reshape(shape)
    single = np.eye(n, dtype=np.bool_)
    swaps = [single[i] | single[j] for i in range(n) for j in range(i)] if linked.any() else []
    moves = [*single, *swaps, *_linked_groups(linked)]
    cuts = [np.arange(n) >= cut for cut in range(n + 1)]
    best = min(cuts, key=lambda mask: _cost(sizes, linked, relevant, mask))
    cost = _cost(sizes, linked, relevant, best)
    for _ in range(4 * n):
        tried = [mask for move in moves for mask in (best ^ move, best & ~move, best | move)]
        found = min(tried, key=lambda mask: _cost(sizes, linked, relevant, mask))
        found_cost = _cost(sizes, linked, relevant, found)
        if found_cost >= cost:
            break
        best, cost = found, found_cost
    return tuple(best.tolist())


def slabs(split: Split, approvers: int) -> Iterator[Slab]:
    """The rows in slabs of bounded memory, rows with the same gates next to one another."""
    gates = split.gate[list(split.crossing)].T
    combined = np.zeros(split.rows, np.int64)
    for column in gates.T:
        combined = np.unique(combined * 2 + column, return_inverse=True)[1]
    order = np.argsort(combined, kind="stable")
    each = (split.columns + 1) * split.words * 8 * max(1, approvers)
    few = max(1, min(TABLE_BYTES // each, SUM_CELLS // (split.columns * max(1, approvers))))
    most_rows = max(1, SLAB_WORDS // split.words)
    place = combined[order]
    start = 0
    while start < split.rows:
        end = min(start + most_rows, int(np.searchsorted(place, place[start] + few)))
        yield _slab(split, gates, order[start:end], approvers)
        start = end


def uses_table(split: Split, rows: int, classes: int) -> bool:
    """Whether sorting the columns and looking rows up beats comparing every row with every column."""
    pool = classes * (split.columns + 1) * split.words
    if pool * 8 > TABLE_BYTES:
        return False
    lookup = 4000 + classes * (4000 + 40 * split.columns) + pool + rows * (30 + split.words)
    return lookup < 0.6 * rows * split.columns


def half_sums(scores: Int, offsets: Int, issues: tuple[int, ...]) -> Int:
    """Sums (draws, packages of the half) of the scores (draws, options) of some issues."""
    sums = np.zeros((len(scores), 1), np.int64)
    for i in reversed(issues):  # the longest run of sums stays the innermost
        options = scores[:, offsets[i] : offsets[i + 1]]
        sums = (options[:, :, None] + sums[:, None, :]).reshape(len(scores), -1)
    return sums


def term_sums(values: Int, truth: Bool) -> Int:
    """Sums (draws, n) of the values (draws, terms) of the terms that hold: truth (terms, n).

    Eight terms at a time: the sum of every subset of them, then one look-up for each place.
    """
    sums = np.zeros((len(values), truth.shape[1]), np.int64)
    for some in _eights(len(truth), 8):
        code = np.packbits(truth[some], axis=0, bitorder="little")[0]
        sums += np.take(_subset_sums(values[:, some, None])[:, :, 0], code, axis=1)
    return sums


def class_sums(values: Int, gates: Bool, truth: Bool) -> Int:
    """Sums (draws, classes, n) of the terms that hold (terms, n) and a class lets in (classes, terms)."""
    sums = np.zeros((len(values), len(gates), truth.shape[1]), np.int64)
    for some in _eights(len(truth), min(8, len(gates).bit_length())):
        code = np.packbits(gates[:, some], axis=1, bitorder="little")[:, 0]
        sums += np.take(_subset_sums(values[:, some, None] * truth[some]), code, axis=1)
    return sums


def term_truth(tables: ApprovalTables, issues: tuple[int, ...]) -> Bool:
    """Whether each term's side on some issues holds: (terms, packages of the half)."""
    offsets = tables.offsets
    is_all = tables.mode == ALL
    truth: Bool = is_all[:, None]
    for i in issues:
        literals = tables.literals[:, offsets[i] : offsets[i + 1]]
        silent = ~literals.any(axis=1)
        allowed = literals | (silent & is_all)[:, None]
        both = np.where(
            is_all[:, None, None], truth[:, :, None] & allowed[:, None], truth[:, :, None] | allowed[:, None]
        )
        truth = both.reshape(len(truth), truth.shape[1] * allowed.shape[1])
    return truth


def _eights(count: int, size: int) -> Iterator[slice]:
    """Slices of at most size that cover a range."""
    return (slice(start, start + size) for start in range(0, count, size))


def _subset_sums(parts: Int) -> Int:
    """The sum of every subset of the parts (draws, k, n), by bit mask: (draws, 2**k, n)."""
    sums = np.zeros((parts.shape[0], 1, parts.shape[2]), np.int64)
    for k in range(parts.shape[1]):
        sums = np.concatenate((sums, sums + parts[:, k : k + 1]), axis=1)
    return sums


def _slab(split: Split, gates: Bool, rows: Int, approvers: int) -> Slab:
    classes, kinds = [], []
    for a in range(approvers):
        counted = gates[rows] & split.relevant[a, list(split.crossing)]
        label = np.zeros(len(rows), np.int64)
        for column in counted.T:
            label = np.unique(label * 2 + column, return_inverse=True)[1]
        first = np.unique(label, return_index=True)[1]
        classes.append(label)
        kinds.append(counted[first])
    return Slab(rows=rows, classes=tuple(classes), gates=tuple(kinds))


def _cost(sizes: Int, linked: Bool, relevant: Bool, columns: Bool) -> float:
    """Rough nanoseconds a draw takes with this split; only comparisons of it matter."""
    wide = float(np.prod(sizes[columns], dtype=np.float64))
    rows = float(np.prod(sizes[~columns], dtype=np.float64))
    words = math.ceil(wide / 64)
    crossing = linked[:, columns].any(axis=1) & linked[:, ~columns].any(axis=1)
    classes = np.minimum(rows, 2.0 ** np.minimum((relevant & crossing).sum(axis=1), 60))
    pool = classes * (wide + 1) * words
    lookup = classes * (8000 + 40 * wide) + pool + rows * (30 + words)
    direct = rows * wide * np.where(classes > 1, 1.5, 0.6)
    lookup = np.where(pool * 8 > TABLE_BYTES, np.inf, lookup)
    inside = (relevant & ~crossing).sum(axis=1)
    across = (relevant & crossing).sum(axis=1)
    halves = (rows + wide) * (2 + inside / 2) + classes * wide * across / 4
    half_large = max(_large(sizes[columns], wide), _large(sizes[~columns], rows))
    return float((np.minimum(lookup, direct) + halves).sum() + 5 * rows * words + half_large)


def _large(sizes: Int, packages: float) -> float:
    """Infinite cost for a half of several issues that takes too much memory."""
    return np.inf if packages > LARGE and (sizes > 1).sum() > 1 else 0.0


def _linked_groups(linked: Bool) -> list[Bool]:
    """Sets of issues that terms tie together, directly or through others."""
    groups: list[Bool] = []
    for term in linked[linked.sum(axis=1) > 1]:
        joined = term.copy()
        apart = []
        for group in groups:
            if (group & joined).any():
                joined |= group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups
