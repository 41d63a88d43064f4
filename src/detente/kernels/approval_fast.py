"""Compiled twin of the counting over draws in `approval`: the same counts, sooner and on two cores.

The loops at the end are plain Python that numba compiles on first use and keeps on disk; the numpy
form in `approval_bits` is the reference. Nothing here is needed for a result.
"""

import functools
import importlib
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels.approval_bits import Tally, constant_words, prepare
from detente.kernels.approval_split import Slab, Split, uses_table
from detente.kernels.approval_tables import ApprovalTables, BoolProgram
from detente.kernels.backend import fast_available

__all__ = ["count_slab", "suits", "wanted"]

Int = NDArray[np.int64]
Words = NDArray[np.uint64]

ENOUGH = 50_000_000  # words of 64 packages, over draws and approvers, worth loading the compiler for
ENOUGH_LOADED = 2_000_000  # the same when the compiler is loaded already
CHUNK_SUMS = 1 << 16  # half sums that one thread keeps at a time
THREADS = 2


@dataclass(slots=True, kw_only=True, eq=False)
class _Counter:
    """One thread's vertical counters (roots, levels, rows x words) and its scratch space."""

    held: Words
    waiting: Words
    registers: Words
    pushed: int = 0


def wanted(tables: ApprovalTables, split: Split, *, fast: bool | None) -> bool:
    """Whether to use the compiled twin: as told, else when it is there and the work is worth loading it."""
    if fast is None:
        enough = ENOUGH_LOADED if "numba" in sys.modules else ENOUGH
        fast = tables.draws * tables.approvers * split.rows * split.words >= enough
    return fast and fast_available()


def suits(split: Split, slab: Slab, program: BoolProgram) -> bool:
    """Whether the twin can count a slab: the rows of every approver that matters are looked up."""
    rows = len(slab.rows)
    return all(uses_table(split, rows, len(slab.gates[a])) for a in program.steps()[1])


def count_slab(
    tables: ApprovalTables, split: Split, slab: Slab, program: BoolProgram, report: Callable[[int], object]
) -> tuple[NDArray[np.unsignedinteger], Int]:
    """Counts (roots, rows of the slab, columns) and zone sizes (roots, draws) over all draws.

    report is called with the number of draws done between blocks; a keyboard interrupt is served there.
    """
    steps, used = program.steps()
    kinds = sum(len(slab.gates[a]) for a in used)
    cells = max(1, kinds * split.columns + len(used) * len(slab.rows))
    chunk = max(1, min(CHUNK_SUMS // cells, -(-tables.draws // THREADS)))
    threads = max(1, min(THREADS, os.cpu_count() or 1, -(-tables.draws // chunk)))
    sizes = np.zeros((len(program.roots), tables.draws), np.int64)
    counters = [_counter(tables, split, slab, program) for _ in range(threads)]
    search, look_up, run, add = (_compiled(loop) for loop in (_search, _look_up, _run, _add))

    def work(counter: _Counter, start: int) -> None:
        draws = slice(start, min(start + chunk, tables.draws))
        leaves = [prepare(tables, split, slab, int(a), draws, in_order=True) for a in used]
        places = [search(leaf.sums, leaf.needs, leaf.classes) for leaf in leaves]
        for d in range(draws.stop - start):
            for a, leaf, place in zip(used, leaves, places, strict=True):
                order = leaf.sums if leaf.order is None else leaf.order
                look_up(order[d], place[d], leaf.classes, counter.registers[a])
            run(steps, counter.registers)
            for k, root in enumerate(program.roots):
                words = counter.registers[root]
                sizes[k, start + d] = add(words, counter.held[k], counter.waiting[k], counter.pushed)
            counter.pushed += 1

    with ThreadPoolExecutor(threads) as pool:
        for start in range(0, tables.draws, chunk * threads):
            starts = range(start, min(start + chunk * threads, tables.draws), chunk)
            for job in [pool.submit(work, *pair) for pair in zip(counters, starts, strict=False)]:
                job.result()
            report(min(start + chunk * threads, tables.draws))
    dtype = np.min_scalar_type(tables.draws)
    counts = np.zeros((len(program.roots), len(slab.rows), split.columns), dtype)
    for counter in counters:
        counts += _tally(counter, split.words).totals(split.columns, dtype)
    return counts, sizes


def _counter(tables: ApprovalTables, split: Split, slab: Slab, program: BoolProgram) -> _Counter:
    levels = max(1, tables.draws.bit_length())
    shape = (len(program.roots), levels, len(slab.rows) * split.words)
    registers = np.zeros((program.approvers + 2 + len(program.ops), len(slab.rows), split.words), np.uint64)
    for register, words in constant_words(split, program.approvers, registers.shape[1:]).items():
        registers[register] = words
    return _Counter(
        held=np.zeros(shape, np.uint64),
        waiting=np.zeros(shape, np.uint64),
        registers=registers.reshape(len(registers), -1),
    )


def _tally(counter: _Counter, words: int) -> Tally:
    """The counters as a tally: a level's second array counts only while it waits for an adder."""
    tally = Tally()
    for level in range(counter.held.shape[1]):
        held, waiting = (
            part[:, level].reshape(len(part), -1, words) for part in (counter.held, counter.waiting)
        )
        tally.levels.append((held, waiting if counter.pushed >> level & 1 else None))
    return tally


@functools.cache
def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    numba = importlib.import_module("numba")
    try:
        kernel: Callable[..., Any] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder can be written to keep it in
        kernel = numba.njit(nogil=True)(function)
    return kernel


def _search(sums: Int, needs: Int, classes: Int) -> Words:
    """Place (draws, rows) of the first of a row's sorted sums (draws, classes, columns) to meet its need.

    All rows take a step of their binary search together, without branches.
    """
    columns, rows, one = np.uint64(sums.shape[2]), needs.shape[1], np.uint64(1)
    low, start = np.empty(rows, np.uint64), np.empty(rows, np.uint64)
    places = np.empty(needs.shape, np.uint64)
    for r in range(rows):
        start[r] = np.uint64(classes[r]) * columns
    for d in range(needs.shape[0]):
        flat, need = sums[d].ravel(), needs[d]
        low[:] = start
        length = columns
        while length > one:
            half = length >> one
            for r in range(rows):
                low[r] += half * np.uint64(flat[low[r] + half - one] < need[r])
            length -= half
        for r in range(rows):
            places[d, r] = low[r] - start[r] + np.uint64(flat[low[r]] < need[r])
    return places


def _look_up(order: Int, places: Words, classes: Int, out: Words) -> None:
    """Fill out (rows x words) with the bits of the columns from each row's place on in its class's order."""
    kinds, columns, rows, one = order.shape[0], order.shape[1], places.size, np.uint64(1)
    words = np.uint64(out.size // rows)
    height = np.uint64(columns + 1)
    pool = np.zeros(np.uint64(kinds) * height * words, np.uint64)
    for t in range(kinds):
        for j in range(columns - 1, -1, -1):
            line = (np.uint64(t) * height + np.uint64(j)) * words
            for w in range(words):
                pool[line + w] = pool[line + words + w]
            column = np.uint64(order[t, j])
            pool[line + (column >> np.uint64(6))] |= one << (column & np.uint64(63))
    for r in range(rows):
        source = (np.uint64(classes[r]) * height + places[r]) * words
        target = np.uint64(r) * words
        for w in range(words):
            out[target + w] = pool[source + w]


def _run(steps: NDArray[np.int32], registers: Words) -> None:
    """Run the steps on registers (registers, words), a block of words after the other."""
    block = 1024
    for first in range(0, registers.shape[1], block):
        last = first + block
        for s in range(steps.shape[0]):
            a, b = registers[steps[s, 1], first:last], registers[steps[s, 2], first:last]
            result = registers[steps[s, 3], first:last]
            if steps[s, 0] == 0:
                for w in range(result.size):
                    result[w] = a[w] & b[w]
            else:
                for w in range(result.size):
                    result[w] = a[w] | b[w]


def _add(words: Words, held: Words, waiting: Words, number: int) -> int:
    """Number of set bits of the words, which are added to counters (levels, words) as their number-th.

    Level l holds one array of weight 2**l, and another that waits when bit l of number is set.
    """
    total = np.int64(0)
    for w in range(words.size):
        x = words[w]
        x -= (x >> np.uint64(1)) & np.uint64(0x5555555555555555)
        x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
        x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
        total += np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))
    carry, level = words.copy(), 0
    while (number >> level) & 1:
        kept, other = held[level], waiting[level]
        for w in range(carry.size):
            mixed = kept[w] ^ other[w]
            other[w] = (kept[w] & other[w]) | (mixed & carry[w])
            kept[w] = mixed ^ carry[w]
        carry[:] = other
        level += 1
    waiting[level] = carry
    return int(total)
