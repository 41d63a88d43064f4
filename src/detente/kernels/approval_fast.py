"""Compiled twin of the counting over draws in `approval`: the same counts, sooner.

The loops at the end are plain Python that numba compiles on first use and keeps on disk; the numpy
form in `approval_bits` is the reference. Nothing here is needed for a result.
"""

import sys
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from detente.kernels.approval_bits import Leaf, Tally, constant_words, prepare
from detente.kernels.approval_split import Slab, Split, uses_table
from detente.kernels.approval_tables import ApprovalTables, BoolProgram
from detente.kernels.backend import compiled, fast_available

__all__ = ["count_slab", "leaf_bits", "looks_up", "suits", "wanted"]

Int = NDArray[np.int64]
Words = NDArray[np.uint64]

ENOUGH = 50_000_000  # words of 64 packages, over draws and approvers, worth loading the compiler for
ENOUGH_LOADED = 2_000_000  # the same when the compiler is loaded already
CHUNK_SUMS = 1 << 17  # half sums kept at a time
LANE_WORDS = 1 << 15  # words in one call: what a near cache holds


def wanted(tables: ApprovalTables, split: Split, *, fast: bool | None) -> bool:
    """Whether to use the compiled twin: as told, else when it is there and the work is worth loading it."""
    if fast is None:
        enough = ENOUGH_LOADED if "numba" in sys.modules else ENOUGH
        fast = tables.draws * tables.approvers * split.rows * split.words >= enough
    return fast and fast_available()


def suits(split: Split, slab: Slab, program: BoolProgram) -> bool:
    """Whether the twin can count a slab: the rows of every approver that matters are looked up."""
    return all(looks_up(split, slab, int(a)) for a in program.steps()[1])


def looks_up(split: Split, slab: Slab, approver: int) -> bool:
    """Whether the rows of an approver are looked up among sorted columns, as the compiled loops do."""
    return uses_table(split, len(slab.rows), len(slab.gates[approver]))


def leaf_bits(leaf: Leaf, draws: slice) -> Words:
    """Bits (draws, rows, words) of the columns that each row passes, of a leaf that is in order.

    Bit for bit those of `approval_bits.leaf_bits`.
    """
    search, look_up = compiled(_search), compiled(_look_up)
    order, classes = leaf.order[draws], leaf.classes
    words = -(-order.shape[2] // 64)
    found = np.zeros((order.shape[0], len(classes) * words), np.uint64)
    look_up(order, search(leaf.sums[draws], leaf.needs[draws], classes), classes, found)
    return found.reshape(order.shape[0], len(classes), words)


def count_slab(
    tables: ApprovalTables, split: Split, slab: Slab, program: BoolProgram, report: Callable[[int], object]
) -> tuple[NDArray[np.unsignedinteger], Int]:
    """Counts (roots, rows of the slab, columns) and zone sizes (roots, draws) over all draws.

    report is called with the number of draws done between blocks; a keyboard interrupt is served there.
    """
    steps, used = program.steps()
    search, look_up, run, add = (compiled(loop) for loop in (_search, _look_up, _run, _add))
    rows, draws, roots = len(slab.rows), tables.draws, program.roots.tolist()
    cells = sum(len(slab.gates[a]) for a in used) * split.columns + len(used) * rows
    chunk = max(1, min(CHUNK_SUMS // max(1, cells), draws))
    lanes = max(1, min(LANE_WORDS // (rows * split.words), chunk))
    registers = _registers(split, program, lanes, rows)
    held = np.zeros((len(roots), max(1, draws.bit_length()), rows * split.words), np.uint64)
    waiting = np.zeros_like(held)
    sizes = np.zeros((len(roots), draws), np.int64)
    for start in range(0, draws, chunk):
        stop = min(start + chunk, draws)
        leaves = [prepare(tables, split, slab, int(a), slice(start, stop), in_order=True) for a in used]
        places = [search(leaf.sums, leaf.needs, leaf.classes) for leaf in leaves]
        for first in range(start, stop, lanes):
            last = min(first + lanes, stop)
            part, taken = slice(first - start, last - start), registers[:, : last - first]
            for a, leaf, place in zip(used, leaves, places, strict=True):
                look_up(leaf.order[part], place[part], leaf.classes, taken[a])
            run(steps, taken)
            for k, root in enumerate(roots):
                sizes[k, first:last] = add(taken[root], held[k], waiting[k], first)
        report(stop)
    return _tally(held, waiting, draws, split.words).totals(split.columns, np.min_scalar_type(draws)), sizes


def _registers(split: Split, program: BoolProgram, lanes: int, rows: int) -> Words:
    """Registers (registers, lanes, rows x words) with the constants filled in."""
    size = program.approvers + 2 + len(program.ops)
    registers = np.zeros((size, lanes, rows, split.words), np.uint64)
    for register, words in constant_words(split, program.approvers, registers.shape[1:]).items():
        registers[register] = words
    return registers.reshape(size, lanes, -1)


def _tally(held: Words, waiting: Words, pushed: int, words: int) -> Tally:
    """The counters as a tally: a level's second array counts only while it waits for an adder."""
    tally = Tally()
    for level in range(held.shape[1]):
        first, second = (part[:, level].reshape(len(part), -1, words) for part in (held, waiting))
        tally.levels.append((first, second if pushed >> level & 1 else None))
    return tally


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
    """Fill out (draws, rows x words): a row's bits are the columns from its place on in its class's order."""
    kinds, columns, rows, one = order.shape[1], order.shape[2], classes.size, np.uint64(1)
    words = np.uint64(out.shape[1] // rows)
    height = np.uint64(columns + 1)
    pool = np.zeros(np.uint64(kinds) * height * words, np.uint64)
    for d in range(order.shape[0]):
        for t in range(kinds):
            for j in range(columns - 1, -1, -1):
                line = (np.uint64(t) * height + np.uint64(j)) * words
                for w in range(words):
                    pool[line + w] = pool[line + words + w]
                column = np.uint64(order[d, t, j])
                pool[line + (column >> np.uint64(6))] |= one << (column & np.uint64(63))
        lane = out[d]
        for r in range(rows):
            source = (np.uint64(classes[r]) * height + places[d, r]) * words
            target = np.uint64(r) * words
            for w in range(words):
                lane[target + w] = pool[source + w]


def _run(steps: NDArray[np.int32], registers: Words) -> None:
    """Run the steps on registers (registers, draws, words), a block of words after the other."""
    block = 1024
    for d in range(registers.shape[1]):
        for first in range(0, registers.shape[2], block):
            for s in range(steps.shape[0]):
                a = registers[steps[s, 1], d, first : first + block]
                b = registers[steps[s, 2], d, first : first + block]
                result = registers[steps[s, 3], d, first : first + block]
                if steps[s, 0] == 0:
                    for w in range(result.size):
                        result[w] = a[w] & b[w]
                else:
                    for w in range(result.size):
                        result[w] = a[w] | b[w]


def _add(lanes: Words, held: Words, waiting: Words, number: int) -> Int:
    """Number of set bits of each draw (draws, words), which are added to the counters (levels, words).

    Level l holds one array of weight 2**l, and another that waits when bit l of the number of draws
    added before is set; number is that for the first draw.
    """
    totals = np.zeros(lanes.shape[0], np.int64)
    for d in range(lanes.shape[0]):
        words = lanes[d]
        for w in range(words.size):
            x = words[w]
            x -= (x >> np.uint64(1)) & np.uint64(0x5555555555555555)
            x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
            x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
            totals[d] += np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))
        carry, level = words.copy(), 0
        while ((number + d) >> level) & 1:
            kept, other = held[level], waiting[level]
            for w in range(carry.size):
                mixed = kept[w] ^ other[w]
                other[w] = (kept[w] & other[w]) | (mixed & carry[w])
                kept[w] = mixed ^ carry[w]
            carry[:] = other
            level += 1
        waiting[level] = carry
    return totals
