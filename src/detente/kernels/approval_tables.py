"""What the approval kernels read and give back: score tables, rules as boolean programs, answers.

All numbers are int64, so that a sum does not depend on the order of summation. The options of all
issues lie one after another; packages are numbered mixed radix, the last issue varying fastest.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["ALL", "ANY", "ApprovalTables", "BoolProgram", "Counts", "PackageSet", "additive_tables"]

ALL, ANY = 0, 1

Int = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ApprovalTables:
    """What each option and each term adds for each approver in each draw, and what each asks for.

    An approver says yes to a package when its scores and the values of the terms that hold sum to
    at least the threshold. A term of mode ALL holds when, for every issue with a literal, the
    package's option is among the literals; of mode ANY, when that is so for at least one issue.
    Without literals ALL always holds and ANY never. No sum may reach 2**61 in size.

    Shapes: sizes (issues,), scores (draws, approvers, options), thresholds (draws, approvers),
    literals (terms, options) bool, mode (terms,) uint8, term_values (draws, approvers, terms).

    >>> tables = additive_tables(sizes=[2, 3], scores=np.zeros((1, 4, 5)), thresholds=np.ones((1, 4)))
    >>> tables.packages, tables.approvers, tables.draws
    (6, 4, 1)
    """

    sizes: Int
    scores: Int
    thresholds: Int
    literals: NDArray[np.bool_]
    mode: NDArray[np.uint8]
    term_values: Int

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.thresholds)

    @property
    def approvers(self) -> int:
        """Number of approvers."""
        return int(self.thresholds.shape[1])

    @property
    def packages(self) -> int:
        """Number of packages, exact; 1 when there are no issues."""
        return math.prod(int(size) for size in self.sizes)

    @property
    def offsets(self) -> Int:
        """Where the options of each issue begin, and the end of the last: (issues + 1,)."""
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(self.sizes, dtype=np.int64)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoolProgram:
    """A monotone boolean program over the approvers: who must say yes for what to pass.

    Registers: 0 .. approvers - 1 the approvers' answers, then constant true, constant false, then
    the result of each op in turn. Row (kind, a, b) of ops (ops, 3) is a AND b for kind 0, a OR b for
    kind 1; a and b come before it. roots (roots,) are the registers asked for. Both are int32.

    >>> both = BoolProgram(approvers=2, ops=np.array([[0, 0, 1]]), roots=np.array([4, 0]))
    >>> steps, used = both.steps()
    >>> steps.tolist(), used.tolist()
    ([[0, 0, 1, 4]], [0, 1])
    """

    approvers: int
    ops: NDArray[np.integer]
    roots: NDArray[np.integer]

    def steps(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Ops that the roots depend on as rows (kind, a, b, register), and the approvers they read."""
        first = self.approvers + 2
        wanted = np.zeros(first + len(self.ops), np.bool_)
        wanted[self.roots] = True
        rows = [(int(kind), int(a), int(b)) for kind, a, b in self.ops]
        kept: list[tuple[int, int, int, int]] = []
        for k in range(len(rows) - 1, -1, -1):
            if wanted[first + k]:
                wanted[list(rows[k][1:])] = True
                kept.append((*rows[k], first + k))
        steps = np.array(kept[::-1], np.int32).reshape(-1, 4)
        return steps, np.flatnonzero(wanted[: self.approvers]).astype(np.int32)

    def only(self, root: int) -> "BoolProgram":
        """The same program, asked for one of its roots."""
        return BoolProgram(approvers=self.approvers, ops=self.ops, roots=self.roots[root : root + 1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """In how many draws each package passes each root, and how many packages pass in each draw.

    counts (roots, packages) has the smallest unsigned type that holds the number of draws;
    zone_sizes (roots, draws) is int64.
    """

    counts: NDArray[np.unsignedinteger]
    zone_sizes: Int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackageSet:
    """A set of package numbers as packed bits: bit i % 8 (lowest first) of byte i // 8 is package i."""

    bits: NDArray[np.uint8]
    packages: int


def additive_tables(*, sizes: object, scores: object, thresholds: object) -> ApprovalTables:
    """Tables without terms, from anything that numpy turns into int64 arrays of the right shape.

    >>> additive_tables(sizes=[], scores=np.zeros((1, 1, 0)), thresholds=[[0]]).packages
    1
    """
    asked = np.asarray(thresholds, np.int64)
    given = np.asarray(scores, np.int64)
    return ApprovalTables(
        sizes=np.asarray(sizes, np.int64),
        scores=given,
        thresholds=asked,
        literals=np.zeros((0, given.shape[2]), np.bool_),
        mode=np.zeros(0, np.uint8),
        term_values=np.zeros((*asked.shape, 0), np.int64),
    )
