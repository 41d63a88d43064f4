"""The game of an accord: situations, who acts in each, and the moves between them, as arrays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import Expr, evaluate
from detente.accord.game.rules import CLOCK, Rules
from detente.kernels.games.graph import Incoming, predecessors
from detente.kernels.games.order import Layout, Order, laid_out, order

__all__ = ["Columns", "Game"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Game:
    """Every situation that can come about, numbered breadth first.

    It begins in the first `initial` ones. `codes`: one number a situation, from which `column` reads a
    variable. `stage`: the stage of the day, -1 once the accord has ended. `start`, `to`, `move`: the edges of
    situation s are start[s]:start[s+1], each with the situation it leads to and the number of its move in
    `rules.moves`.
    """

    rules: Rules
    codes: Ints
    stage: npt.NDArray[np.int8]
    start: Ints
    to: npt.NDArray[np.int32]
    move: npt.NDArray[np.int16]
    initial: int
    strides: Mapping[str, int]
    sizes: Mapping[str, int]
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for array in (self.codes, self.stage, self.start, self.to, self.move):
            array.flags.writeable = False

    def __str__(self) -> str:
        """How large it is."""
        return f"{self.rules.accord.id}: {self.situations:,} situations, {len(self.to):,} moves"

    @property
    def situations(self) -> int:
        """How many situations there are."""
        return len(self.codes)

    def column(self, name: str) -> Ints:
        """The value of a variable in every situation; kept in as few bytes as its values need."""
        key = ("column", name)
        if key not in self.memory:
            size = self.sizes[name]
            value = self.codes // self.strides[name] % size
            self.memory[key] = value.astype(np.min_scalar_type(-size))
        return np.asarray(self.memory[key], dtype=np.int64)

    def where(self, condition: str | Expr) -> Bools:
        """In which situations a condition holds: an expression, or a label's name such as `breach(a)`."""
        expr = self.rules.label(condition) if isinstance(condition, str) else condition
        found = np.asarray(evaluate(expr, Columns(self)), dtype=bool)
        return np.broadcast_to(found, (self.situations,)).copy() if found.ndim == 0 else found

    @cached_property
    def ended(self) -> Bools:
        """Which situations are ends."""
        return self.stage < 0

    @cached_property
    def source(self) -> npt.NDArray[np.int32]:
        """The situation that each edge leaves."""
        return np.repeat(np.arange(self.situations, dtype=np.int32), np.diff(self.start))

    @cached_property
    def incoming(self) -> Incoming:
        """The edges by the situation they lead to, worked out once for all questions."""
        return predecessors(self.start, self.to)

    @cached_property
    def backward(self) -> Order:
        """The situations in an order in which each comes after all that it leads to, worked out once."""
        return order(self.start, self.to)

    @cached_property
    def layout(self) -> Layout:
        """The game with its situations in that order, worked out once."""
        return laid_out(self.start, self.to, self.backward)

    def mine(self, coalition: Iterable[str]) -> Bools:
        """Which situations are the turn of a member of the coalition."""
        turns = np.array([stage in set(coalition) for stage in self.rules.stages] + [False])
        return turns[self.stage]

    def edges(self, situation: int) -> range:
        """The edges that leave a situation."""
        return range(int(self.start[situation]), int(self.start[situation + 1]))

    def values(self, situation: int) -> dict[str, int]:
        """The value of every variable in one situation."""
        code = int(self.codes[situation])
        return {name: code // stride % self.sizes[name] for name, stride in self.strides.items()}

    @cached_property
    def by_status(self) -> Mapping[str, Bools]:
        """For each status (lawful, breach, remedy): which edges have it."""
        kinds = np.array([move.status for move in self.rules.moves])
        return {status: (kinds == status)[self.move] for status in ("lawful", "breach", "remedy")}

    @cached_property
    def days_pass(self) -> Bools:
        """Which edges are the clock's."""
        clocks = np.array([move.owner == CLOCK for move in self.rules.moves])
        return clocks[self.move]


class Columns(dict[str, Ints]):
    """Columns of a game, read when first asked for."""

    def __init__(self, game: Game) -> None:
        super().__init__()
        self.game = game

    def __missing__(self, name: str) -> Ints:
        self[name] = self.game.column(name)
        return self[name]
