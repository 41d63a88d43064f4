"""Rules as a monotone boolean program over leaves: the only place that turns who-must-say-yes into arrays.

A leaf is one yes-or-no question about a package: does it give the actor at least its reservation ("gain"),
does it cross none of its red lines ("lines"), does the ratifier stay ("stays") or leave ("left"), is consent
free of need or given ("consent"), is the package feasible ("feasible").
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np

from detente.case.procedure import AtLeast, Quota, Rule, Says
from detente.kernels.approval_tables import BoolProgram

__all__ = ["Builder", "Leaf"]

Register: TypeAlias = int


@dataclass(frozen=True, slots=True, order=True)
class Leaf:
    """One yes-or-no question about a package: its kind, and the actor (or consent) it is about."""

    kind: str
    name: str


class Builder:
    """Builds a program step by step, folding constants and sharing equal steps.

    >>> build = Builder((Leaf("gain", "a"), Leaf("gain", "b")))
    >>> both = build.both(build.leaf(Leaf("gain", "a")), build.leaf(Leaf("gain", "b")))
    >>> build.program([both]).roots.tolist()
    [4]
    """

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._index = {leaf: number for number, leaf in enumerate(leaves)}
        self._approvers = len(leaves)
        self.true: Register = self._approvers
        self.false: Register = self._approvers + 1
        self._ops: list[tuple[int, Register, Register]] = []
        self._known: dict[tuple[int, Register, Register], Register] = {}

    def leaf(self, leaf: Leaf) -> Register:
        """The register of a leaf; constant true for one that is not among the leaves."""
        return self._index.get(leaf, self.true)

    def both(self, left: Register, right: Register) -> Register:
        """Left AND right."""
        if self.false in (left, right):
            return self.false
        if left in (self.true, right):
            return right
        return left if right == self.true else self._op(0, left, right)

    def either(self, left: Register, right: Register) -> Register:
        """Left OR right."""
        if self.true in (left, right):
            return self.true
        if left in (self.false, right):
            return right
        return left if right == self.false else self._op(1, left, right)

    def every(self, registers: Iterable[Register]) -> Register:
        """All of them; true when there are none."""
        found = self.true
        for register in registers:
            found = self.both(found, register)
        return found

    def reach(self, votes: Sequence[tuple[Register, int]], need: int) -> Register:
        """The votes that say yes reach `need`: a decision diagram over (vote, votes still needed)."""
        left_after = [sum(w for _, w in votes[k:]) for k in range(len(votes) + 1)]

        @cache
        def from_(k: int, need: int) -> Register:
            if need <= 0:
                return self.true
            if left_after[k] < need:
                return self.false
            register, weight = votes[k]
            return self.either(self.both(register, from_(k + 1, need - weight)), from_(k + 1, need))

        return from_(0, need)

    def rule(
        self, rule: Rule, yes: Callable[[str], Register], left: Callable[[str], Register | None]
    ) -> Register:
        """The register of a rule; `yes` and `left` give those of an actor's yes and of its having left."""
        match rule:
            case Says(actor=actor):
                return yes(actor)
            case AtLeast(k=k, rules=rules):
                return self.reach([(self.rule(part, yes, left), 1) for part in rules], k)
            case Quota(seats=seats, need=need, leavers=leavers):
                if leavers == "stay":
                    return self.reach([(yes(actor), n) for actor, n in seats], need)
                return self._shrinking(seats, need, yes, left)

    def _shrinking(
        self,
        seats: tuple[tuple[str, int], ...],
        need: int,
        yes: Callable[[str], Register],
        left: Callable[[str], Register | None],
    ) -> Register:
        """Quota that falls with the seats of those who leave, for every set of them that may have left."""
        total = sum(n for _, n in seats)
        exits = [(actor, register) for actor, _ in seats if (register := left(actor)) is not None]
        found = self.false
        for size in range(len(exits) + 1):
            for gone in itertools.combinations(exits, size):
                out = {actor for actor, _ in gone}
                votes = [(yes(actor), n) for actor, n in seats if actor not in out]
                remaining = sum(n for _, n in votes)
                reduced = -(-need * remaining // total)
                passed = self.reach(votes, max(reduced, 1))
                found = self.either(found, self.both(self.every(r for _, r in gone), passed))
        return found

    def program(self, roots: Sequence[Register]) -> BoolProgram:
        """The finished program, asked for these registers."""
        return BoolProgram(
            approvers=self._approvers,
            ops=np.array(self._ops, dtype=np.int32).reshape(-1, 3),
            roots=np.array(roots, dtype=np.int32),
        )

    def _op(self, kind: int, left: Register, right: Register) -> Register:
        key = (kind, min(left, right), max(left, right))
        if key not in self._known:
            self._known[key] = self._approvers + 2 + len(self._ops)
            self._ops.append(key)
        return self._known[key]
