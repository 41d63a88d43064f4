"""Who says yes to which packages, in few rows: the distinct patterns of yes and no, with their counts.

Any question about rules at the likely values (zone, readings, blocking sets, power) is answered on the
patterns, whose number does not grow with the packages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.space import OutcomeSpace
from detente.kernels import approval
from detente.kernels.approval_tables import ApprovalTables, BoolProgram

__all__ = ["Patterns", "patterns_in", "patterns_of", "run"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Patterns:
    """Distinct patterns: `leaves` (leaves, m) says which leaf is true, `counts` (m,) of how many packages."""

    space: OutcomeSpace
    leaves: NDArray[np.bool_]
    counts: NDArray[np.int64]

    def passing(self, program: BoolProgram) -> NDArray[np.bool_]:
        """Which patterns pass each root of a program: (roots, m)."""
        return np.stack(run(program, list(self.leaves)))

    def size(self, readings: dict[str, str] | None = None, granted: Sequence[str] = ()) -> int:
        """How many packages the deal rule passes, the yes of those in `granted` taken as given."""
        program, _ = self.space.program(readings, granted=granted)
        return int(self.counts[self.passing(program)[0]].sum())


def patterns_of(space: OutcomeSpace) -> Patterns:
    """The patterns of a space at its likely values."""
    return patterns_in(space, space.likely)


def patterns_in(space: OutcomeSpace, tables: ApprovalTables, draw: int = 0) -> Patterns:
    """The patterns of a space in one draw of its tables."""
    codes, counts = approval.patterns(tables, draw)
    bits = np.arange(len(space.leaves)).astype(codes.dtype)[:, None]
    leaves = ((codes[None, :] >> bits) & codes.dtype.type(1)).astype(np.bool_)
    return Patterns(space=space, leaves=leaves, counts=counts)


def run(program: BoolProgram, leaves: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """What the roots of a program say, from the answers of its leaves: arrays of booleans or of bits.

    All arrays have one shape; a root that is constantly true has every bit set.

    >>> either = BoolProgram(approvers=2, ops=np.array([[1, 0, 1]]), roots=np.array([4]))
    >>> run(either, [np.array([True, False]), np.array([False, False])])[0].tolist()
    [True, False]
    """
    steps, _ = program.steps()
    known = dict(enumerate(leaves))
    nothing = leaves[0] ^ leaves[0]
    known[program.approvers], known[program.approvers + 1] = ~nothing, nothing
    for kind, a, b, result in steps.tolist():
        known[result] = known[a] | known[b] if kind else known[a] & known[b]
    return [known[root] for root in program.roots.tolist()]
