"""Which packages the approvers pass, at one draw and over many, exactly.

A package is a row and a column of a split of the issues; a row's passing columns are bits, rules
are bitwise AND and OR, and counts over draws are vertical counters: 64 packages to an operation.
Preconditions are those of `ApprovalTables`; nothing here raises.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels import approval_fast
from detente.kernels.approval_bits import (
    Tally,
    bit_count,
    constant_words,
    distinct,
    leaf_bits,
    package_order,
    passing_pairs,
    prepare,
    run_program,
    unpack_words,
)
from detente.kernels.approval_split import Slab, Split, slabs, split_tables
from detente.kernels.approval_tables import ALL, ApprovalTables, BoolProgram, Counts, PackageSet

__all__ = [
    "approvals_per_approver",
    "count",
    "first",
    "pass_counts",
    "passes_selected",
    "passing",
    "patterns",
    "unpack",
    "utilities_selected",
]

Int = NDArray[np.int64]
Words = NDArray[np.uint64]
Progress = Callable[[int, int], None]

CHUNK_SUMS = 1 << 16  # half sums kept at a time: small arrays are reused, large ones are paid for anew
LANE_WORDS = 1 << 14  # words in one operation: what a near cache holds
PATTERN_CELLS = 1 << 18  # packages whose patterns are written out at a time
PATTERN_BITS = 63  # approvers whose answers share one word


def passing(
    tables: ApprovalTables,
    program: BoolProgram,
    root: int = 0,
    draw: int = 0,
    progress: Progress | None = None,
) -> PackageSet:
    """The packages that pass a root of the program in one draw.

    progress, if given, is called with (rows done, rows) between blocks.

    >>> from detente.kernels.approval_tables import additive_tables
    >>> tables = additive_tables(sizes=[2, 3], scores=[[[0, 5, 0, 2, 4]]], thresholds=[[6]])
    >>> either = BoolProgram(approvers=1, ops=np.zeros((0, 3), int), roots=np.array([0]))
    >>> unpack(passing(tables, either)).tolist()
    [4, 5]
    """
    split = split_tables(tables)
    one = program.only(root)
    grid = np.zeros((split.rows, split.columns), np.bool_)
    done = 0
    for slab in slabs(split, tables.approvers):
        for _, words in _root_words(tables, split, slab, one, slice(draw, draw + 1)):
            grid[slab.rows] = unpack_words(words[0, 0], split.columns)
        done += len(slab.rows)
        if progress is not None:
            progress(done, split.rows)
    bits = np.packbits(package_order(split, tables.sizes, grid), bitorder="little")
    return PackageSet(bits=bits, packages=tables.packages)


def count(members: PackageSet) -> int:
    """How many packages are in the set.

    >>> count(PackageSet(bits=np.array([5], np.uint8), packages=8))
    2
    """
    padded = np.zeros(-(-len(members.bits) // 8) * 8, np.uint8)
    padded[: len(members.bits)] = members.bits
    return int(bit_count(padded.view(np.uint64)[None]))


def unpack(members: PackageSet) -> Int:
    """The numbers of the packages in the set, ascending.

    >>> unpack(PackageSet(bits=np.array([5], np.uint8), packages=8)).tolist()
    [0, 2]
    """
    return np.flatnonzero(np.unpackbits(members.bits, bitorder="little")).astype(np.int64)


def first(members: PackageSet, limit: int) -> Int:
    """The lowest numbers in the set, at most limit of them.

    >>> first(PackageSet(bits=np.array([5], np.uint8), packages=8), 1).tolist()
    [0]
    """
    filled = np.flatnonzero(members.bits)[: max(limit, 0)]
    inside = np.unpackbits(members.bits[filled][:, None], axis=1, bitorder="little")
    where, bit = np.nonzero(inside)
    return (filled[where] * 8 + bit)[: max(limit, 0)].astype(np.int64)


def pass_counts(
    tables: ApprovalTables,
    program: BoolProgram,
    progress: Progress | None = None,
    *,
    fast: bool | None = None,
) -> Counts:
    """In how many draws each package passes each root, and how many packages pass in each draw.

    Ask only for the roots that matter: each takes one count a package. progress, if given, is
    called with (parts done, parts) between blocks. fast picks the compiled twin or the numpy
    form, which give the same bits; None picks by the size of the work.
    """
    split = split_tables(tables)
    dtype = np.min_scalar_type(tables.draws)
    counts = np.zeros((len(program.roots), split.rows, split.columns), dtype)
    sizes = np.zeros((len(program.roots), tables.draws), np.int64)
    pieces = list(slabs(split, tables.approvers))
    quick = approval_fast.wanted(tables, split, fast=fast)
    for number, slab in enumerate(pieces):
        if quick and approval_fast.suits(split, slab, program):
            report = _part(progress, number * tables.draws, len(pieces) * tables.draws)
            counts[:, slab.rows], found = approval_fast.count_slab(tables, split, slab, program, report)
            sizes += found
            continue
        tally, lanes = Tally(), 0
        for draws, words in _root_words(tables, split, slab, program, slice(0, tables.draws)):
            sizes[:, draws] += bit_count(words)
            lanes = max(lanes, words.shape[1])
            short = lanes - words.shape[1]
            tally.push(np.pad(words, ((0, 0), (0, short), (0, 0), (0, 0))) if short else words)
            if progress is not None:
                progress(number * tables.draws + draws.stop, len(pieces) * tables.draws)
        if tally.levels:
            counts[:, slab.rows] = tally.totals(split.columns, dtype).sum(axis=1, dtype=dtype)
    ordered = np.stack([package_order(split, tables.sizes, grid) for grid in counts])
    return Counts(counts=ordered, zone_sizes=sizes)


def passes_selected(
    tables: ApprovalTables, program: BoolProgram, packages: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Whether each of some packages passes: (roots, draws, m) for packages (m, issues) of option numbers.

    >>> from detente.kernels.approval_tables import additive_tables
    >>> tables = additive_tables(sizes=[2, 3], scores=[[[0, 5, 0, 2, 4]]], thresholds=[[6]])
    >>> yes = BoolProgram(approvers=1, ops=np.zeros((0, 3), int), roots=np.array([0]))
    >>> passes_selected(tables, yes, np.array([[0, 2], [1, 1]])).tolist()
    [[[False, True]]]
    """
    approved = utilities_selected(tables, packages) >= 0
    steps, _ = program.steps()
    known = dict(enumerate(np.moveaxis(approved, 1, 0)))
    known[program.approvers] = np.ones((tables.draws, len(packages)), np.bool_)
    known[program.approvers + 1] = np.zeros((tables.draws, len(packages)), np.bool_)
    return np.stack(run_program(steps, program.roots.tolist(), known))


def utilities_selected(tables: ApprovalTables, packages: NDArray[np.integer]) -> Int:
    """Margins, sum minus threshold, of some packages: (draws, approvers, m) for packages (m, issues).

    >>> from detente.kernels.approval_tables import additive_tables
    >>> tables = additive_tables(sizes=[2, 3], scores=[[[0, 5, 0, 2, 4]]], thresholds=[[6]])
    >>> utilities_selected(tables, np.array([[0, 2], [1, 1]])).tolist()
    [[[-2, 1]]]
    """
    options = np.asarray(packages, np.int64) + tables.offsets[:-1]
    margins = np.repeat(-tables.thresholds[:, :, None], len(options), axis=2)
    for column in options.T:
        margins += tables.scores[:, :, column]
    issue = np.repeat(np.arange(len(tables.sizes)), tables.sizes)
    for t in np.flatnonzero((tables.term_values != 0).any(axis=(0, 1))):
        literals = tables.literals[t]
        hits = literals[options]
        spoken = np.unique(issue[literals])
        holds = hits[:, spoken].all(axis=1) if tables.mode[t] == ALL else hits.any(axis=1)
        margins[:, :, holds] += tables.term_values[:, :, t, None]
    return margins


def patterns(
    tables: ApprovalTables, draw: int = 0, progress: Progress | None = None
) -> tuple[NDArray[Any], Int]:
    """Distinct patterns of approval over all packages (m,), and how many packages show each (m,).

    Bit a of a pattern is set when approver a says yes; patterns ascend. They are 64-bit words up to 63
    approvers, Python integers beyond.

    >>> from detente.kernels.approval_tables import additive_tables
    >>> tables = additive_tables(sizes=[3], scores=[[[1, 2, 3], [3, 2, 1]]], thresholds=[[2, 2]])
    >>> [part.tolist() for part in patterns(tables)]
    [[1, 2, 3], [1, 1, 1]]
    """
    split = split_tables(tables)
    found: dict[int, int] = {}
    done = 0
    for slab in slabs(split, tables.approvers):
        leaves = [
            leaf_bits(prepare(tables, split, slab, a, slice(draw, draw + 1)), slice(0, 1))[0]
            for a in range(tables.approvers)
        ]
        step = max(1, PATTERN_CELLS // split.columns)
        for start in range(0, len(slab.rows), step):
            part = [leaf[start : start + step] for leaf in leaves]
            shape = (len(slab.rows[start : start + step]), split.columns)
            words = [
                _pattern_words(part[begin : begin + PATTERN_BITS], shape)
                for begin in range(0, max(len(part), 1), PATTERN_BITS)
            ]
            for code, times in _distinct_patterns(words):
                found[code] = found.get(code, 0) + times
        done += len(slab.rows)
        if progress is not None:
            progress(done, split.rows)
    ascending = sorted(found)
    kind = np.uint64 if tables.approvers <= PATTERN_BITS else object
    return np.array(ascending, kind), np.array([found[code] for code in ascending], np.int64)


def _pattern_words(leaves: Sequence[Words], shape: tuple[int, int]) -> NDArray[Any]:
    """For each package, rows by columns, the word whose bit k is the yes of leaf k."""
    kind = np.min_scalar_type((1 << len(leaves)) - 1)
    codes = np.zeros(shape, kind)
    for k, leaf in enumerate(leaves):
        codes |= np.left_shift(unpack_words(leaf, shape[1]), k, dtype=kind)
    return codes.reshape(-1)


def _distinct_patterns(words: Sequence[NDArray[Any]]) -> Iterator[tuple[int, int]]:
    """Each pattern that these words (one array for every 63 approvers) make together, and how often."""
    if len(words) == 1:
        yield from zip(*distinct(words[0]), strict=True)
        return
    ids = np.zeros(len(words[0]), np.int64)
    for column in words:
        kinds, own = np.unique(column, return_inverse=True)
        _, ids = np.unique(ids * len(kinds) + own, return_inverse=True)
    _, first, times = np.unique(ids, return_index=True, return_counts=True)
    for at, count in zip(first.tolist(), times.tolist(), strict=True):
        yield sum(int(column[at]) << PATTERN_BITS * k for k, column in enumerate(words)), count


def approvals_per_approver(tables: ApprovalTables) -> Int:
    """How many packages each approver says yes to in each draw: (draws, approvers).

    Packages are not enumerated: the work is about the square root of their number, for each class of
    rows that an approver's terms across the split make.
    """
    split = split_tables(tables)
    totals = np.zeros((tables.draws, tables.approvers), np.int64)
    for slab in slabs(split, tables.approvers):
        for a in range(tables.approvers):
            kinds = len(slab.gates[a])
            chunk = max(1, CHUNK_SUMS // max(1, len(slab.rows) + kinds * split.columns))
            for start in range(0, tables.draws, chunk):
                part = slice(start, min(start + chunk, tables.draws))
                totals[part, a] += passing_pairs(prepare(tables, split, slab, a, part, in_order=True))
    return totals


def _part(progress: Progress | None, done: int, whole: int) -> Callable[[int], None]:
    """A listener to one part's progress that tells the progress of the whole."""

    def report(more: int) -> None:
        if progress is not None:
            progress(done + more, whole)

    return report


def _root_words(
    tables: ApprovalTables, split: Split, slab: Slab, program: BoolProgram, draws: slice
) -> Iterator[tuple[slice, Words]]:
    """Yield slices of the draws with the roots' words (roots, draws, rows, words)."""
    steps, used = program.steps()
    rows = len(slab.rows)
    lanes = max(1, LANE_WORDS // (rows * split.words))
    kinds = sum(len(slab.gates[a]) for a in used)
    chunk = lanes * max(1, CHUNK_SUMS // (lanes * max(1, rows * len(used) + kinds * split.columns)))
    constants = not {program.approvers, program.approvers + 1}.isdisjoint(
        (*steps[:, 1:3].ravel().tolist(), *program.roots.tolist())
    )
    for begin in range(draws.start, draws.stop, chunk):
        end = min(begin + chunk, draws.stop)
        leaves = {int(a): prepare(tables, split, slab, int(a), slice(begin, end)) for a in used}
        for start in range(begin, end, lanes):
            stop = min(start + lanes, end)
            part = slice(start - begin, stop - begin)
            registers = {a: leaf_bits(leaf, part) for a, leaf in leaves.items()}
            if constants:
                registers |= constant_words(split, program.approvers, (stop - start, rows, split.words))
            words = run_program(steps, program.roots.tolist(), registers)
            yield slice(start, stop), words[0][None] if len(words) == 1 else np.stack(words)
