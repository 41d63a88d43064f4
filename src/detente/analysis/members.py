"""The packages of a set, block by block: the least unequal of them, and how many a text leaves open.

A block settles the first issues in one way and holds all ways to settle the others, so that sums are kept
for the halves and no list of all packages is ever made.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.choosing import in_order
from detente.analysis.space import OutcomeSpace
from detente.kernels.approval_tables import ALL, PackageSet

__all__ = ["inside", "least_unequal"]

_BLOCK = 1 << 18
_KEPT = 200_000


def least_unequal(space: OutcomeSpace, members: PackageSet, most: int) -> NDArray[np.int64]:
    """Option numbers (up to `most`, issues) of the members whose smallest gain is largest, best first.

    Gains are the principals' at the likely values, over no deal; then come the sum of utilities and the
    option ids (`in_order`). Every member is looked at.
    """
    halves = _Halves(space)
    numbers, worst, floor = np.zeros(0, np.int64), np.zeros(0), -np.inf
    for block, bits in halves.blocks(members):
        gains = halves.smallest_gains(block)
        found = np.flatnonzero(bits & (gains >= floor))
        if 0 < most < len(found):
            cut = np.partition(gains[found], len(found) - most)[len(found) - most]
            found = found[gains[found] >= cut]
        numbers = np.concatenate((numbers, found + block * halves.width))
        worst = np.concatenate((worst, gains[found]))
        if len(numbers) > max(_KEPT, 2 * most):
            kept = in_order(space, space.rows(numbers), worst)[:most]
            numbers, worst = numbers[kept], worst[kept]
            floor = worst.min(initial=np.inf)
    rows = space.rows(numbers)
    return rows[in_order(space, rows, worst)[:most]]


def inside(space: OutcomeSpace, members: PackageSet, allowed: NDArray[np.bool_]) -> int:
    """How many members show only options that are allowed: (all options,) bool."""
    halves = _Halves(space)
    tail = allowed[halves.tail].all(axis=1)
    return sum(
        int(np.count_nonzero(bits & tail))
        for block, bits in halves.blocks(members)
        if allowed[halves.head(block)].all()
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Linked:
    """What a combination of options adds, by principal, and which ways to settle the last issues show it."""

    mode: int
    columns: frozenset[int]
    values: NDArray[np.float64]
    tail: NDArray[np.bool_]


class _Halves:
    """The issues cut in two: `width` ways to settle the last ones, `tail` (width, issues) their columns."""

    def __init__(self, space: OutcomeSpace) -> None:
        self.space = space
        self.cut, self.width = len(space.sizes), 1
        while self.cut and self.width * space.sizes[self.cut - 1] <= _BLOCK:
            self.cut -= 1
            self.width *= space.sizes[self.cut]
        self.tail = space.columns(space.rows(np.arange(self.width)))[:, self.cut :]
        gains = [space.likely_gains[actor] for actor in dict.fromkeys(space.principals)]
        self.tables = np.array([table for table, _, _ in gains])
        self.asks = np.array([asks for _, _, asks in gains])
        self.sums = np.array([table[self.tail].sum(axis=1) for table in self.tables])
        self.linked = []
        for number in dict.fromkeys(n for _, terms, _ in gains for n in terms):
            mode, columns = space.condition(number)
            values = np.array([terms.get(number, 0.0) for _, terms, _ in gains])
            shown = self._shown(mode, columns, self.tail, self.cut)
            self.linked.append(_Linked(mode, columns, values, shown))

    def head(self, block: int) -> NDArray[np.int64]:
        """The columns of the first issues in a block: (issues,)."""
        row = self.space.rows(np.array([block * self.width]))
        found: NDArray[np.int64] = self.space.columns(row)[0, : self.cut]
        return found

    def blocks(self, members: PackageSet) -> Iterator[tuple[int, NDArray[np.bool_]]]:
        """The blocks that hold members, each with which of its packages they are: (width,) bool."""
        for block in range(self.space.packages // self.width):
            start = block * self.width
            some = members.bits[start // 8 : -(-(start + self.width) // 8)]
            if some.any():
                bits = np.unpackbits(some, bitorder="little")[start % 8 :][: self.width]
                yield block, bits.view(np.bool_)

    def smallest_gains(self, block: int) -> NDArray[np.float64]:
        """The smallest gain of each package of a block: (width,)."""
        head = self.head(block)
        gains = self.sums + (self.tables[:, head].sum(axis=1) - self.asks)[:, None]
        for link in self.linked:
            shown = self._shown(link.mode, link.columns, head[None, :], 0)[0]
            holds = link.tail & shown if link.mode == ALL else link.tail | shown
            gains += link.values[:, None] * holds
        return np.asarray(np.round(gains.min(axis=0), 12))

    def _shown(
        self, mode: int, columns: frozenset[int], rows: NDArray[np.int64], first: int
    ) -> NDArray[np.bool_]:
        """Whether rows of columns, of the issues from `first` on, show their part of a condition."""
        part = np.isin(rows, list(columns))
        if mode != ALL:
            return np.asarray(part.any(axis=1))
        spoken = {self.space.issue_of(column) - first for column in columns}
        return np.asarray(part[:, [k for k in range(rows.shape[1]) if k in spoken]].all(axis=1))
