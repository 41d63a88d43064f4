"""Stakes: what each ratifier gains or gives in a package, against no deal and against a standing text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import likely_utilities
from detente.analysis.space import OutcomeSpace
from detente.case.model import Package
from detente.case.preferences import Literals, Range
from detente.kernels.approval import utilities_selected
from detente.kernels.approval_tables import ApprovalTables

__all__ = ["IssueStake", "Stake", "departures_from", "stakes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStake:
    """What leaving the text on one issue brings (positive) or costs a ratifier: weight times score."""

    issue: str
    from_: str
    to: str
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What one ratifier gains or gives.

    `gain` is its utility over its reservation: likely value, and 10th and 90th percentile over the draws.
    `change` compares with the text, None without one: the sum over `issues`, largest gain first, and
    `linkage`, what combinations of options add to it.
    """

    actor: str
    party: str
    gain: Range
    change: float | None
    issues: tuple[IssueStake, ...]
    linkage: float

    @property
    def wins(self) -> tuple[str, ...]:
        """The issues on which it does better than in the text."""
        return tuple(found.issue for found in self.issues if found.change > 0)

    @property
    def loses(self) -> tuple[str, ...]:
        """The issues on which it does worse than in the text, the largest loss first."""
        return tuple(found.issue for found in reversed(self.issues) if found.change < 0)

    def __str__(self) -> str:
        """One line."""
        text = "" if self.change is None else f", {self.change:+.3g} against the text"
        return f"{self.actor}: {self.gain.text} over no deal{text}"


def stakes_of(
    space: OutcomeSpace, package: Package, text: Literals | None, drawn: ApprovalTables
) -> tuple[Stake, ...]:
    """What each actor whose yes a rule asks for gains or gives, by party and actor in alphabetical order.

    An issue on which the text leaves several options open, none of them the package's, is compared with the
    one that this actor likes best; where the text is silent nothing is won or lost. `drawn` are the
    tables of some draws.

    >>> from detente.case.library import example
    >>> space = OutcomeSpace(example("panama-canal-1974"))
    >>> [stake.change for stake in stakes_of(space, space.package_at(0), None, space.drawn(np.zeros((8, 0))))]
    [None, None]
    """
    row = np.array([package.options], dtype=np.int64)
    leaves = {leaf.name: n for n, leaf in enumerate(space.leaves) if leaf.kind == "gain"}
    actors = sorted(leaves, key=lambda actor: (space.case.party_of(actor), actor))
    margins = utilities_selected(drawn, row)[:, :, 0]
    _, values = likely_utilities(space, row, actors)
    found = []
    for k, actor in enumerate(actors):
        _, _, floor = space.likely_gains[actor]
        spread = margins[:, leaves[actor]] / space.grid[leaves[actor]]
        low, high = (float(q) for q in np.round(np.quantile(spread, (0.1, 0.9)), 9))
        gain = float(np.round(values[0, k] - floor, 12))
        issues, base = ((), row) if text is None else _against(space, actor, row, text)
        change, linkage = None, 0.0
        if text is not None:
            before = likely_utilities(space, base, (actor,))[1][0, 0]
            change = float(np.round(values[0, k] - before, 12))
            linkage = float(np.round(change - sum(i.change for i in issues), 12))
        found.append(
            Stake(
                actor=actor,
                party=space.case.party_of(actor),
                gain=Range(low=min(low, gain), likely=gain, high=max(high, gain)),
                change=change,
                issues=issues,
                linkage=linkage,
            )
        )
    return tuple(found)


def _against(
    space: OutcomeSpace, actor: str, row: NDArray[np.int64], text: Literals
) -> tuple[tuple[IssueStake, ...], NDArray[np.int64]]:
    """The stakes on the issues that depart from the text, and the package without those departures."""
    cells, _, _ = space.likely_gains[actor]
    named = dict(text)
    base = row.copy()
    found = []
    for k, issue in enumerate(space.issues):
        own = int(row[0, k])
        if issue.id not in named or space.options[k][own] in named[issue.id]:
            continue
        choices = [n for n, option in enumerate(space.options[k]) if option in named[issue.id]]
        if not choices:
            continue
        value = {n: float(cells[space.column(issue.id, space.options[k][n])]) for n in (own, *choices)}
        best = min(choices, key=lambda n: (-value[n], space.options[k][n]))
        base[0, k] = best
        names = space.options[k]
        change = float(np.round(value[own] - value[best], 12))
        found.append(IssueStake(issue=issue.id, from_=names[best], to=names[own], change=change))
    return tuple(sorted(found, key=lambda stake: (-stake.change, stake.issue))), base


def departures_from(
    space: OutcomeSpace, package: Package, text: Literals
) -> Sequence[tuple[str, tuple[str, ...], str]]:
    """The issues on which a package departs from a text: the issue, the text's options, the package's."""
    named = dict(text)
    terms = space.terms(package)
    return tuple(
        (issue.id, named[issue.id], terms[issue.id])
        for issue in space.issues
        if issue.id in named and terms[issue.id] not in named[issue.id]
    )
