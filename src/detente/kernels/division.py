"""Adjusted Winner on exact fractions: who gets which share of each divisible issue, between two parties.

Brams and Taylor (1996). Both rows of points are rescaled to 100 first. The result is efficient, envy-free and
equitable, and at most one issue is split.
"""

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["adjusted_winner_shares", "balanced_groups"]


def balanced_groups(first: Sequence[Fraction], second: Sequence[Fraction]) -> list[list[int]]:
    """Issues in groups of equal ratio of points, those that matter most to the first party in front.

    Points are at least 0. Issues worth nothing to either party form the last group, whoever gets them.

    >>> balanced_groups([Fraction(6), Fraction(3), Fraction(1)], [Fraction(2), Fraction(1), Fraction(7)])
    [[0, 1], [2]]
    """
    groups: dict[tuple[int, Fraction], list[int]] = {}
    for issue, (a, b) in enumerate(zip(first, second, strict=True)):
        key = (1, Fraction(0)) if a == b == 0 else (0, -Fraction(a) / (a + b))
        groups.setdefault(key, []).append(issue)
    return [groups[key] for key in sorted(groups)]


def adjusted_winner_shares(
    first: Sequence[Fraction], second: Sequence[Fraction], order: Sequence[int]
) -> tuple[Fraction, ...]:
    """The first party's share of each issue, 0 to 1 (Brams and Taylor 1996, Fair Division, chapter 4).

    Each party's points are at least 0 with a sum above 0; they need not sum to 100. `order` ranks the issues
    for ties: of issues with equal ratios of points the first party keeps those that come first in it.

    >>> adjusted_winner_shares([Fraction(60), Fraction(40)], [Fraction(30), Fraction(70)], [0, 1])
    (Fraction(1, 1), Fraction(1, 11))
    """
    a = [Fraction(value) / sum(first) for value in first]
    b = [Fraction(value) / sum(second) for value in second]
    rank = {issue: place for place, issue in enumerate(order)}
    line = [issue for group in balanced_groups(a, b) for issue in sorted(group, key=rank.__getitem__)]
    shares = [Fraction(0)] * len(a)
    gap = Fraction(sum(b))
    for issue in line:
        worth = a[issue] + b[issue]
        if worth == 0:
            continue
        shares[issue] = min(Fraction(1), gap / worth)
        gap -= shares[issue] * worth
        if gap == 0:
            break
    return tuple(shares)
