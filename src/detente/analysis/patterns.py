"""Who says yes to which packages, in few rows: the distinct patterns of yes and no, with their counts.

Any question about rules at the likely values (zone, readings, blocking sets, power) is answered on the
patterns, whose number does not grow with the packages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.space import OutcomeSpace
from detente.kernels import approval
from detente.kernels.approval_tables import ApprovalTables, BoolProgram

__all__ = ["Patterns", "patterns_in", "patterns_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Patterns:
    """Distinct patterns: `leaves` (leaves, m) says which leaf is true, `counts` (m,) of how many packages."""

    space: OutcomeSpace
    leaves: NDArray[np.bool_]
    counts: NDArray[np.int64]

    def passing(self, program: BoolProgram) -> NDArray[np.bool_]:
        """Which patterns pass each root of a program: (roots, m)."""
        registers = [*self.leaves]
        ones = np.ones(self.leaves.shape[1], dtype=np.bool_)
        registers += [ones, ~ones]
        for kind, left, right in program.ops:
            a, b = registers[left], registers[right]
            registers.append(a & b if kind == 0 else a | b)
        return np.stack([registers[root] for root in program.roots])

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
    bits = np.arange(len(space.leaves), dtype=np.uint64)[:, None]
    leaves = ((codes[None, :] >> bits) & np.uint64(1)).astype(np.bool_)
    return Patterns(space=space, leaves=leaves, counts=counts)
