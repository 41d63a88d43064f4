"""Rules -> the game of every situation that can come about: breadth first, a level at a time, on codes.

A situation is one number (mixed radix over its variables) with its stage. No table of all situations is kept:
known codes lie in sorted runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import Expr, evaluate
from detente.accord.game.graph import Game
from detente.accord.game.rules import Move, Rules
from detente.accord.game.size import refuse_hopeless
from detente.errors import AccordError, SpaceTooLarge

__all__ = ["MOST", "unfold"]

MOST = 20_000_000
"""The most situations that are built unless told otherwise."""

Ints = npt.NDArray[np.int64]


def unfold(rules: Rules, *, start: Sequence[Mapping[str, int]] = (), most: int = MOST) -> Game:
    """The game of every situation that can be reached from the first morning, or from those in `start`.

    Situations are numbered breadth first; number 0 is the first morning. Raises SpaceTooLarge when there
    would be more than `most`, and before building when one number cannot hold a situation.
    """
    refuse_hopeless(rules, most)
    radix = _Radix(rules)
    builder = _Builder(rules=rules, radix=radix, most=most)
    first = np.unique(np.array([radix.encode(values) for values in start or (rules.start,)], dtype=np.int64))
    builder.run(first)
    return builder.game()


class _Radix:
    """Situations as numbers: the value of each variable times its stride."""

    def __init__(self, rules: Rules) -> None:
        size = 1
        self.file = rules.accord.file
        self.strides: dict[str, int] = {}
        self.sizes: dict[str, int] = {}
        for variable in reversed(rules.variables):
            self.strides[variable.name] = size
            self.sizes[variable.name] = variable.high + 1
            size *= variable.high + 1
        if size >= 2**62:
            raise SpaceTooLarge(
                f"a situation of {rules.accord.id} has about 10^{len(str(size)) - 1} possible values",
                where=rules.accord.file,
                hint="use fewer tranches, flags or topics: coarsen the obligations with most tranches first",
            )

    def encode(self, values: Mapping[str, int]) -> int:
        for name, value in values.items():
            if not 0 <= value < self.sizes.get(name, 0):
                known = f"0 to {self.sizes[name] - 1}" if name in self.sizes else "not a variable of it"
                raise AccordError(
                    f"a situation cannot begin with {name} = {value}",
                    where=self.file,
                    hint=f"{name} is {known} under these readings",
                )
        return sum(self.strides[name] * value for name, value in values.items())


class _Level(dict[str, Any]):
    """The columns of the codes of one level (or of some of them), worked out when first asked for."""

    def __init__(self, codes: Ints, radix: _Radix, whole: "_Level | None" = None, rows: Any = None) -> None:
        super().__init__()
        self.codes = codes
        self.radix = radix
        self.whole = whole
        self.rows = rows

    def __missing__(self, name: str) -> Ints:
        if self.whole is not None and name in self.whole:
            value: Ints = self.whole[name][self.rows]
        else:
            value = self.codes // self.radix.strides[name] % self.radix.sizes[name]
        self[name] = value
        return value


@dataclass(slots=True)
class _Runs:
    """Known codes of one stage with their numbers, in sorted runs that are merged as they grow."""

    runs: list[tuple[Ints, Ints]] = field(default_factory=list)

    def find(self, codes: Ints) -> Ints:
        """The numbers of the codes, which are sorted; -1 for those not known."""
        found = np.full(len(codes), -1, dtype=np.int64)
        for known, numbers in self.runs:
            if known[-1] < codes[0] or codes[-1] < known[0]:
                continue
            at = np.searchsorted(known, codes)
            at[at == len(known)] = 0
            hit = known[at] == codes
            found[hit] = numbers[at[hit]]
        return found

    def add(self, codes: Ints, numbers: Ints) -> None:
        self.runs.append((codes, numbers))
        while len(self.runs) > 1 and len(self.runs[-2][0]) <= 2 * len(self.runs[-1][0]):
            (low, a), (high, b) = self.runs.pop(-2), self.runs.pop()
            both = np.concatenate([low, high])
            order = np.argsort(both, kind="stable")
            self.runs.append((both[order], np.concatenate([a, b])[order]))


class _Builder:
    """Grows the game level by level; all situations of a level are at one stage, or have ended."""

    def __init__(self, rules: Rules, radix: _Radix, most: int) -> None:
        self.rules = rules
        self.radix = radix
        self.most = most
        self.count = 0
        self.initial = 0
        self.codes: list[Ints] = []
        self.stages: list[npt.NDArray[np.int8]] = []
        self.degrees: list[Ints] = []
        self.targets: list[npt.NDArray[np.int32]] = []
        self.moves: list[npt.NDArray[np.int16]] = []
        self.known = [_Runs() for _ in range(len(rules.stages) + 1)]
        self.by_stage = [
            [(number, move) for number, move in enumerate(rules.moves) if move.owner == owner]
            for owner in rules.stages
        ]
        self.first_end = len(rules.phases) - 2
        self.kept = [variable.name for variable in rules.variables if variable.kept]

    def run(self, first: Ints) -> None:
        """Builds every level from the first situations, which are ends or mornings."""
        ended = first // self.radix.strides["phase"] % self.radix.sizes["phase"] >= self.first_end
        over = self._enter(np.unique(self._settled(first[ended])), -1)[0]
        self.degrees.append(np.zeros(len(over), dtype=np.int64))
        stage = 0
        codes = self._enter(first[~ended], stage)[0]
        self.initial = self.count
        while len(codes):
            codes = self._level(codes, stage)
            stage = (stage + 1) % len(self.rules.stages)

    def game(self) -> Game:
        """The finished game."""
        degrees = np.concatenate(self.degrees)
        start = np.zeros(len(degrees) + 1, dtype=np.int64)
        np.cumsum(degrees, out=start[1:])
        none32, none16 = np.empty(0, np.int32), np.empty(0, np.int16)
        return Game(
            rules=self.rules,
            codes=np.concatenate(self.codes),
            stage=np.concatenate(self.stages),
            start=start,
            to=np.concatenate([none32, *self.targets]),
            move=np.concatenate([none16, *self.moves]),
            initial=self.initial,
            strides=self.radix.strides,
            sizes=self.radix.sizes,
        )

    def _enter(self, codes: Ints, stage: int) -> tuple[Ints, Ints]:
        """Numbers new situations of a stage (-1: ended); the codes that are new, and the numbers of all."""
        if not len(codes):
            return codes, codes
        runs = self.known[stage]
        numbers = runs.find(codes)
        new = numbers < 0
        fresh = codes[new]
        if len(fresh):
            if self.count + len(fresh) > self.most:
                raise SpaceTooLarge(
                    f"{self.rules.accord.id} has more than {self.most:,} situations",
                    where=self.rules.accord.file,
                    hint=f"coarsen {self._largest()}, or allow more with `most`",
                )
            numbers[new] = np.arange(self.count, self.count + len(fresh))
            runs.add(fresh, numbers[new])
            self.count += len(fresh)
            self.codes.append(fresh)
            self.stages.append(np.full(len(fresh), stage, dtype=np.int8))
        return fresh, numbers

    def _largest(self) -> str:
        known = [v for v in self.rules.variables if v.name.startswith("given:")] or list(self.rules.variables)
        widest = max(known, key=lambda variable: variable.high)
        return f"{widest.name.removeprefix('given:')} (now {widest.high} tranches)"

    def _level(self, codes: Ints, stage: int) -> Ints:
        """The edges of one level; the codes of the next."""
        level = _Level(codes, self.radix)
        sources, after, taken = [], [], []
        for number, move in self.by_stage[stage]:
            rows, result = self._successors(level, move)
            sources.append(rows)
            after.append(result)
            taken.append(np.full(len(rows), number, dtype=np.int16))
        source, target = np.concatenate(sources), np.concatenate(after)
        ended = target // self.radix.strides["phase"] % self.radix.sizes["phase"] >= self.first_end
        numbers = np.empty(len(target), dtype=np.int64)
        following = (stage + 1) % len(self.rules.stages)
        self.degrees.append(np.bincount(source, minlength=len(codes)))
        stopped, where = np.unique(target[ended], return_inverse=True)
        over, found = self._enter(stopped, -1)
        self.degrees.append(np.zeros(len(over), dtype=np.int64))
        numbers[ended] = found[where]
        going, where = np.unique(target[~ended], return_inverse=True)
        fresh, found = self._enter(going, following)
        numbers[~ended] = found[where]
        order = np.argsort(source, kind="stable")
        self.targets.append(numbers[order].astype(np.int32))
        self.moves.append(np.concatenate(taken)[order])
        return fresh

    def _successors(self, level: _Level, move: Move) -> tuple[Ints, Ints]:
        """Rows of the level on which a move can be made, and the codes that follow."""
        allowed = evaluate(move.guard, level)
        if np.ndim(allowed) == 0:
            rows = np.arange(len(level.codes)) if allowed else np.empty(0, dtype=np.int64)
            some = level
        else:
            rows = np.nonzero(allowed)[0]
            some = _Level(level.codes[rows], self.radix, level, rows)
        if not len(rows) or not move.effects:
            return rows, level.codes[rows]
        columns = _Level(some.codes, self.radix, some, slice(None))
        code = some.codes.copy()
        for effect in move.effects:
            self._change(code, columns, effect.when, effect.sets)
        if any(name == "phase" for effect in move.effects for name, _ in effect.sets):
            ended = columns["phase"] >= self.first_end
            code[ended] = self._settled(code[ended])
        return rows, code

    def _change(self, code: Ints, columns: _Level, when: Expr, sets: tuple[tuple[str, Expr], ...]) -> None:
        """Adds to the codes what new values change, where `when` holds."""
        mask = evaluate(when, columns)
        if np.ndim(mask) and not mask.any():
            return
        values = [(name, evaluate(value, columns)) for name, value in sets]
        for name, value in values:
            old = columns[name]
            new = np.where(mask, value, old)
            code += (new - old) * self.radix.strides[name]
            columns[name] = new

    def _settled(self, code: Ints) -> Ints:
        """The codes with nothing left but what still counts after the end."""
        kept = np.zeros_like(code)
        for name in self.kept:
            stride = self.radix.strides[name]
            kept += code // stride % self.radix.sizes[name] * stride
        return kept
