"""Win-sets: how many packages each party and each actor would pass, at the likely values and over the draws.

The win-set of a side is the set of agreements that would be ratified there (Putnam 1988,
doi:10.1017/S0020818300027697).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.results import Finding
from detente.analysis.space import OutcomeSpace
from detente.kernels import approval
from detente.kernels.approval_tables import ApprovalTables

__all__ = ["WinSet", "WinSets", "win_sets_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WinSet:
    """The packages that one would pass: how many at the likely values, and a share of all in the draws.

    `low`, `middle` and `high` are the 5th, 50th and 95th percentile of that share. `name` is the id of a
    party, of an actor, or "deal" for all whose yes is needed; `kind` is "party", "actor" or "deal".
    """

    kind: str
    name: str
    likely: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WinSets(Finding):
    """The win-sets of the deal rule, the parties and the actors asked, in alphabetical order of ids.

    `counted` packages were looked at: all, or the candidates of a ranking where there are too many to list.
    """

    packages: int
    counted: int
    of: tuple[WinSet, ...]

    def __str__(self) -> str:
        """One line."""
        sizes = ", ".join(f"{one.name} {one.likely:,}" for one in self.of)
        return f"win-sets: of {self.counted:,} packages at the likely values: {sizes}"


def win_sets_of(
    space: OutcomeSpace, tables: ApprovalTables, candidates: NDArray[np.int64] | None = None
) -> WinSets:
    """The win-sets of a space in some draws; of `candidates` (m, issues) alone where these are given.

    >>> from detente.case.library import example
    >>> space = OutcomeSpace(example("panama-canal-1974"))
    >>> [(one.name, one.likely) for one in win_sets_of(space, space.likely).of]
    [('deal', 113), ('panama', 522), ('united-states', 523), ('panama', 522), ('united-states', 523)]
    """
    _, names = space.program()
    likely = _sizes(space, space.likely, candidates)[:, 0].tolist()
    counted = space.packages if candidates is None else len(candidates)
    shares = np.quantile(_sizes(space, tables, candidates) / max(counted, 1), (0.05, 0.5, 0.95), axis=1)
    found = []
    for row, told in enumerate(names):
        kind, _, name = told.rpartition(":")
        low, middle, high = shares[:, row].tolist()
        found.append(
            WinSet(kind=kind or name, name=name, likely=int(likely[row]), low=low, middle=middle, high=high)
        )
    order = ("deal", "party", "actor")
    ranked = sorted(found, key=lambda one: (order.index(one.kind), one.name))
    return WinSets(packages=space.packages, counted=counted, of=tuple(ranked))


def _sizes(
    space: OutcomeSpace, tables: ApprovalTables, candidates: NDArray[np.int64] | None
) -> NDArray[np.int64]:
    """How many packages pass for each of the program's answers, in each draw: (answers, draws)."""
    program, _ = space.program()
    if candidates is None:
        return approval.pass_counts(tables, program).zone_sizes
    return np.asarray(approval.passes_selected(tables, program, candidates).sum(axis=2))
