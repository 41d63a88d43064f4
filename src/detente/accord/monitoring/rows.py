"""Situations that may be the case, as rows of columns: split where something is open, merged where equal.

A row holds the variables of the rules, units given towards a tranche that is not complete (`parts`), and
marks that keep rows apart while something is undecided. Beside it: which matters happened on some way to it
and which did not, and since when something holds (the earliest and the latest day over all ways).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import Expr, evaluate
from detente.accord.game.rules import Move, Rules

__all__ = ["Bools", "Ints", "Rows", "first_row"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(slots=True, kw_only=True, eq=False)
class Rows:
    """columns, parts, marks: name -> (n,) int64; happened, did_not (n, matters) bool; since two (n,)."""

    rules: Rules
    columns: dict[str, Ints]
    parts: dict[str, Ints]
    happened: Bools
    did_not: Bools
    since: dict[str, tuple[Ints, Ints]]
    marks: dict[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.columns["phase"])

    def holds(self, condition: Expr) -> Bools:
        """Where a condition holds, (n,) bool."""
        return np.broadcast_to(np.asarray(evaluate(condition, self.columns), dtype=bool), (len(self),))

    def count(self, number: Expr) -> Ints:
        """The value of an expression, (n,) int64."""
        return np.zeros(len(self), dtype=np.int64) + np.asarray(
            evaluate(number, self.columns), dtype=np.int64
        )

    def can(self, move: Move) -> Bools:
        """Where a move can be made."""
        return self.rules.can(move, self.columns)

    def do(self, move: Move, where: Bools) -> None:
        """Makes a move in these rows, in each of which it must be possible."""
        at = np.flatnonzero(where)
        if not len(at):
            return
        after = self.rules.apply(move, {name: column[at] for name, column in self.columns.items()})
        for name, column in self.columns.items():
            column[at] = after[name]

    def split(self, matter: int, ways: int, *, may_not: bool, mark: str) -> None:
        """Each row once for every way in which a matter may have come about; the mark tells which or -1."""
        choices = [*range(ways), *([-1] if may_not else [])]
        size = len(self)
        self._take(np.tile(np.arange(size), len(choices)))
        chosen = np.repeat(np.array(choices, dtype=np.int64), size)
        self.marks[mark] = chosen
        self.happened[:, matter] = chosen >= 0
        self.did_not[:, matter] = chosen < 0

    def keep(self, where: Bools) -> None:
        """Leaves only these rows."""
        self._take(np.flatnonzero(where))

    def merge(self) -> None:
        """Makes one row of those that agree in columns, parts and marks."""
        if len(self) == 1:
            return
        told = [*self.columns.values(), *self.parts.values(), *self.marks.values()]
        _, first, group = np.unique(np.stack(told, axis=1), axis=0, return_index=True, return_inverse=True)
        if len(first) == len(self):
            return
        group = group.reshape(-1)
        happened, did_not, since = self.happened, self.did_not, self.since
        self._take(first)
        for own, whole in ((self.happened, happened), (self.did_not, did_not)):
            np.logical_or.at(own, group, whole)
        for name, (low, high) in since.items():
            np.minimum.at(self.since[name][0], group, low)
            np.maximum.at(self.since[name][1], group, high)

    def note(self, name: str, holds: Bools, day: int) -> None:
        """Keeps the day from which on something has held; 0 where it does not."""
        low, high = self.since[name]
        new = high == 0
        self.since[name] = (
            np.where(holds, np.where(new, day, low), 0),
            np.where(holds, np.where(new, day, high), 0),
        )

    def values(self, row: int) -> dict[str, int]:
        """The value of every variable in one row."""
        return {name: int(column[row]) for name, column in self.columns.items()}

    def _take(self, at: Ints) -> None:
        for table in (self.columns, self.parts, self.marks):
            for name, column in table.items():
                table[name] = column[at]
        self.happened, self.did_not = self.happened[at], self.did_not[at]
        self.since = {name: (low[at], high[at]) for name, (low, high) in self.since.items()}


def first_row(rules: Rules, *, matters: int, parts: Iterable[str], since: Iterable[str]) -> Rows:
    """The one row of the first morning."""
    zero: Mapping[str, int] = dict.fromkeys(parts, 0)
    return Rows(
        rules=rules,
        columns={name: np.array([value]) for name, value in rules.start.items()},
        parts={name: np.array([value]) for name, value in zero.items()},
        happened=np.zeros((1, matters), dtype=bool),
        did_not=np.zeros((1, matters), dtype=bool),
        since={name: (np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)) for name in since},
    )
