"""Voting power: how often each voter's yes decides, and which coalitions win or block, exactly.

Weighted games are counted by generating functions, so large bodies are quick; any other monotone
rule, as a `BoolProgram` over at most 24 voters, by the table of all coalitions, 64 to a word.
A coalition is a bit mask: bit i is voter i. Shares are exact fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, gcd

import numpy as np
from numpy.typing import NDArray

from detente.kernels.approval_tables import BoolProgram

__all__ = [
    "Power",
    "WinTable",
    "minimal_blocking",
    "minimal_winning",
    "table_power",
    "weighted_power",
    "win_table",
]

Words = NDArray[np.uint64]

WITHIN = (
    0xAAAAAAAAAAAAAAAA,
    0xCCCCCCCCCCCCCCCC,
    0xF0F0F0F0F0F0F0F0,
    0xFF00FF00FF00FF00,
    0xFFFF0000FFFF0000,
    0xFFFFFFFF00000000,
)  # of the 64 coalitions in a word, those that hold voter 0, 1, ... 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Each voter's power: swings, Banzhaf shares and Shapley-Shubik shares.

    swings counts the coalitions of the others that lose without the voter and win with it. Shares
    sum to 1, or are all 0 when no one ever decides (the rule always or never passes).
    """

    swings: tuple[int, ...]
    banzhaf: tuple[Fraction, ...]
    shapley: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WinTable:
    """Which coalitions win: bit m % 64 of word m // 64 is the coalition with mask m."""

    words: Words
    voters: int


def weighted_power(weights: Sequence[int], quota: int) -> Power:
    """Power of each voter where a coalition wins when its weights sum to the quota or more.

    Banzhaf (1965) and Shapley and Shubik (1954, doi:10.2307/1951053), counted by generating
    functions: the work grows with voters x distinct sums below the quota, not with coalitions.
    Weights are non-negative; a quota of zero or less always passes.

    >>> weighted_power([50, 49, 1], 51).banzhaf
    (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    """
    unit = gcd(*weights) or 1
    parts, needed = [weight // unit for weight in weights], -(-quota // unit)
    losing = _by_size([weight for weight in parts if weight], needed, len(parts) + 1)
    counted = {weight: _swings(losing, weight, needed, len(parts)) for weight in set(parts)}
    idle = sum(weight == 0 for weight in parts)
    return _power([_spread(counted[weight], idle) for weight in parts])


def table_power(table: WinTable) -> Power:
    """Power of each voter under any monotone rule, given by its table of winning coalitions.

    >>> both = BoolProgram(approvers=2, ops=np.array([[0, 0, 1]]), roots=np.array([4]))
    >>> table_power(win_table(both)).shapley
    (Fraction(1, 2), Fraction(1, 2))
    """
    return _power([_table_swings(table, voter) for voter in range(table.voters)])


def win_table(program: BoolProgram, root: int = 0) -> WinTable:
    """Which coalitions of the approvers pass a root of the program; at most 24 approvers or so.

    >>> either = BoolProgram(approvers=2, ops=np.array([[1, 0, 1]]), roots=np.array([4]))
    >>> bin(int(win_table(either).words[0]))
    '0b1110'
    """
    voters = program.approvers
    steps, used = program.only(root).steps()
    known: dict[int, Words] = {int(voter): _members(int(voter), voters) for voter in used}
    known[voters] = np.full(_length(voters), _whole(voters), np.uint64)
    known[voters + 1] = np.zeros(_length(voters), np.uint64)
    for kind, a, b, result in steps.tolist():
        known[result] = known[a] | known[b] if kind else known[a] & known[b]
    return WinTable(words=known[int(program.roots[root])], voters=voters)


def minimal_winning(table: WinTable) -> tuple[tuple[int, ...], ...]:
    """The winning coalitions that lose whoever leaves, smallest first, each as ascending voters.

    A rule that always passes has one, the empty coalition; one that never passes has none.

    >>> either = BoolProgram(approvers=2, ops=np.array([[1, 0, 1]]), roots=np.array([4]))
    >>> minimal_winning(win_table(either))
    ((0,), (1,))
    """
    smaller = np.zeros_like(table.words)
    for voter in range(table.voters):
        smaller |= _with(table.words, voter)
    bits = np.unpackbits((table.words & ~smaller).astype("<u8").view(np.uint8), bitorder="little")
    found = [tuple(v for v in range(table.voters) if mask >> v & 1) for mask in np.flatnonzero(bits).tolist()]
    return tuple(sorted(found, key=lambda coalition: (len(coalition), coalition)))


def minimal_blocking(table: WinTable) -> tuple[tuple[int, ...], ...]:
    """The smallest sets whose refusal stops every winning coalition, ordered as `minimal_winning`.

    These are the minimal transversals of the minimal winning coalitions: the minimal winning
    coalitions of the dual rule. A rule that never passes is blocked by the empty set.

    >>> either = BoolProgram(approvers=2, ops=np.array([[1, 0, 1]]), roots=np.array([4]))
    >>> minimal_blocking(win_table(either))
    ((0, 1),)
    """
    count = 1 << table.voters
    wins = np.unpackbits(table.words.astype("<u8").view(np.uint8), bitorder="little")[:count]
    blocks = np.zeros(max(count, 64), np.uint8)
    blocks[:count] = 1 - wins[::-1]
    words = np.packbits(blocks, bitorder="little").view("<u8").astype(np.uint64)
    return minimal_winning(WinTable(words=words, voters=table.voters))


def _power(swings: list[list[int]]) -> Power:
    """Power from each voter's swings by the number of others already in the coalition."""
    n = len(swings)
    totals = tuple(sum(by_size) for by_size in swings)
    orders = [
        sum(times * factorial(s) * factorial(n - 1 - s) for s, times in enumerate(by_size))
        for by_size in swings
    ]
    return Power(
        swings=totals,
        banzhaf=tuple(Fraction(total, sum(totals) or 1) for total in totals),
        shapley=tuple(Fraction(order, factorial(n)) for order in orders),
    )


def _by_size(weights: list[int], below: int, shift: int) -> dict[int, int]:
    """For each sum under the bound the number of coalitions by size, base 2**shift in one integer."""
    counts = {0: 1} if below > 0 else {}
    for weight in weights:
        for total, times in sorted(counts.items(), reverse=True):
            if total + weight < below:
                counts[total + weight] = counts.get(total + weight, 0) + (times << shift)
    return counts


def _swings(losing: dict[int, int], weight: int, needed: int, n: int) -> list[int]:
    """Swings of a voter of this weight by size of the coalition it joins, voters of weight 0 left out."""
    shift, packed = n + 1, 0
    if weight:
        without: dict[int, int] = {}
        for total in sorted(losing):
            without[total] = losing[total] - (without.get(total - weight, 0) << shift)
            if total >= needed - weight:
                packed += without[total]
    return [packed >> (shift * size) & ((1 << shift) - 1) for size in range(n)]


def _spread(by_size: list[int], idle: int) -> list[int]:
    """Swings by size once each of the idle voters may also be in the coalition."""
    for _ in range(idle):
        by_size = [a + b for a, b in zip(by_size, [0, *by_size], strict=False)]
    return by_size


def _length(voters: int) -> int:
    return max(1, (1 << voters) // 64)


def _whole(voters: int) -> np.uint64:
    """The bits of a word that stand for coalitions."""
    return np.uint64((1 << min(64, 1 << voters)) - 1)


def _members(voter: int, voters: int) -> Words:
    """The table of the rule that one voter decides alone."""
    if voter < 6:
        return np.full(_length(voters), np.uint64(WITHIN[voter]) & _whole(voters), np.uint64)
    words = np.zeros(_length(voters), np.uint64).reshape(-1, 2, 1 << (voter - 6))
    words[:, 1] = ~np.uint64(0)
    return words.reshape(-1)


def _with(words: Words, voter: int) -> Words:
    """Coalitions that hold the voter and win without it."""
    if voter < 6:
        return (words & ~np.uint64(WITHIN[voter])) << np.uint64(1 << voter)
    paired = words.reshape(-1, 2, 1 << (voter - 6))
    shifted = np.zeros_like(paired)
    shifted[:, 1] = paired[:, 0]
    return shifted.reshape(-1)


def _table_swings(table: WinTable, voter: int) -> list[int]:
    """Coalitions that win only with the voter, by the number of others in them."""
    swings = table.words & _members(voter, table.voters) & ~_with(table.words, voter)
    outer = np.zeros(1, np.int64)
    for _ in range(6, table.voters):
        outer = np.concatenate((outer, outer + 1))
    by_size = np.zeros(table.voters + 7, np.int64)
    for size in range(7):
        inside = np.uint64(sum(1 << bit for bit in range(64) if bit.bit_count() == size))
        chosen = (swings & inside).view(np.uint8)
        often = _BYTE_BITS[chosen].reshape(-1, 8).sum(axis=1, dtype=np.int64)
        by_size[size : size + table.voters + 1] += np.bincount(
            outer, weights=often, minlength=table.voters + 1
        ).astype(np.int64)[: table.voters + 1]
    return [int(times) for times in by_size[1 : table.voters + 1]]


_BYTE_BITS = np.array([byte.bit_count() for byte in range(256)], np.uint8)
