"""Adjusted Winner: shares of divisible issues between two parties, from the points that each gives to them.

The points of an issue are its weight times the difference between the best and the worst score of its options
to a party's principal, at the likely values, rescaled to a sum of 100. All numbers are exact fractions.
"""

from dataclasses import dataclass
from fractions import Fraction

from detente.analysis.basis import basis_of
from detente.analysis.numbers import exact
from detente.analysis.results import Basis, Finding
from detente.case.model import Case
from detente.case.preferences import Preferences
from detente.errors import AnalysisError
from detente.kernels.division import adjusted_winner_shares, balanced_groups
from detente.languages import worded

__all__ = ["Division", "IssueShare", "adjusted_winner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueShare:
    """What each party gets of an issue (shares sum to 1), and the points that the issue is worth to each."""

    issue: str
    shares: tuple[tuple[str, Fraction], ...]
    points: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Division(Finding):
    """The shares of every issue and the points that each party reaches, out of 100 of its own.

    `split` is the issue that both get a part of, "" when none is. `tied` are issues on which the parties'
    points have one ratio and that fall to both: another division of them gives the same totals.
    """

    basis: Basis
    issues: tuple[IssueShare, ...]
    totals: tuple[tuple[str, Fraction], ...]
    split: str
    tied: tuple[str, ...]

    def __str__(self) -> str:
        """One line."""
        totals = ", ".join(f"{party} {float(total):.4g}" for party, total in self.totals)
        return f"adjusted winner: {totals}" + (f"; {self.split} is split" if self.split else "")


def adjusted_winner(case: Case) -> Division:
    """The shares that Adjusted Winner gives to the two parties of a case (Brams and Taylor 1996).

    Totals are equal (equitable), at least 50 (envy-free) and cannot both be raised (efficient); at most one
    issue is split. Of issues with one ratio of points, the party whose id comes first keeps those whose ids
    come first. Red lines and reservations play no part.

    Raises AnalysisError unless there are two parties with points on every issue, without linkage between
    issues, and the issue to be split is `divisible: true`.

    >>> from detente.case.library import example
    >>> print(adjusted_winner(example("panama-canal-1974")))
    adjusted winner: panama 66, united-states 66; land-and-water is split
    """
    parties = sorted(case.parties, key=lambda party: party.id)
    if len(parties) != 2:
        hint = "name two parties only, or use the solutions over packages"
        raise AnalysisError(f"Adjusted Winner divides between two parties, not {len(parties)}", hint=hint)
    if not any(issue.divisible for issue in case.table):
        hint = "mark issues that can be split with `divisible: true`"
        raise AnalysisError("no issue of this case is divisible", hint=hint)
    first, second = (_points(case, party.principal) for party in parties)
    order = sorted(range(len(case.table)), key=lambda k: case.table[k].id)
    shares = adjusted_winner_shares(first, second, order)
    split = [issue for issue, share in zip(case.table, shares, strict=True) if 0 < share < 1]
    if split and not split[0].divisible:
        hint = "mark it `divisible: true`, or use the solutions over packages"
        raise AnalysisError(f"Adjusted Winner would split {split[0].id!r}, which is not divisible", hint=hint)
    names = tuple(party.id for party in parties)
    rows = zip(case.table, shares, first, second, strict=True)
    return Division(
        basis=basis_of(case, worded("adjusted winner")),
        issues=tuple(
            IssueShare(
                issue=issue.id,
                shares=tuple(zip(names, (share, 1 - share), strict=True)),
                points=tuple(zip(names, (a, b), strict=True)),
            )
            for issue, share, a, b in rows
        ),
        totals=(
            (names[0], sum((s * a for s, a in zip(shares, first, strict=True)), Fraction(0))),
            (names[1], sum(((1 - s) * b for s, b in zip(shares, second, strict=True)), Fraction(0))),
        ),
        split=split[0].id if split else "",
        tied=_tied(case, first, second, shares),
    )


def _points(case: Case, actor: str) -> list[Fraction]:
    """The points of an actor on every issue on the table, rescaled to 100."""
    preferences = case.preferences_of(actor)
    if preferences is None:
        raise AnalysisError(f"the case has no preferences of {case.named(actor)}", hint="add them")
    if preferences.interactions:
        hint = "Adjusted Winner adds points issue by issue; use the solutions over packages"
        raise AnalysisError(f"{case.named(actor)} values combinations of issues", hint=hint)
    points = [_worth(preferences, issue.id) for issue in case.table]
    total = sum(points)
    if total == 0:
        raise AnalysisError(f"no issue is worth anything to {case.named(actor)}", hint="give it points")
    return [Fraction(100) * value / total for value in points]


def _worth(preferences: Preferences, issue: str) -> Fraction:
    scores = dict(preferences.scores).get(issue)
    weights = dict(preferences.weights)
    if scores is None or (preferences.weights and issue not in weights) or preferences.weight_order:
        hint = "a ranking is not enough: state weights and scores"
        raise AnalysisError(f"{preferences.actor} states no points on {issue}", hint=hint)
    values = [exact(score.likely) for _, score in scores]
    weight = exact(weights[issue].likely) if weights else Fraction(1)
    return abs(weight) * (max(values) - min(values))


def _tied(
    case: Case, first: list[Fraction], second: list[Fraction], shares: tuple[Fraction, ...]
) -> tuple[str, ...]:
    for group in balanced_groups(first, second):
        given = sum((shares[k] for k in group), Fraction(0))
        if len(group) > 1 and 0 < given < len(group) and any(first[k] + second[k] for k in group):
            return tuple(sorted(case.table[k].id for k in group))
    return ()
