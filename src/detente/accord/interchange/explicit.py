"""Games written out state by state, as other checkers publish them: read from JSON and solved.

A file gives for each state its player and its choices, a choice being a list of [chance, state]; queries ask
what a coalition can make of the chance to come to some states. The kernels behind accords answer here too.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from detente.errors import AccordError, SourceError
from detente.kernels.games.stochastic import reach, reach_within
from detente.record.interchange.files import sized

__all__ = ["ExplicitGame", "GameValue", "Query", "read_game", "solve"]

_TOLERANCE = 1e-9
_LARGEST = 1 << 30
_LONG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a coalition can make of the chance to come to `target`: the most or the least, `opt`.

    `steps`: within so many moves, at any time if None. `value`: the answer that the file gives, if any.
    """

    coalition: tuple[str, ...]
    target: tuple[int, ...]
    opt: str = "max"
    steps: int | None = None
    value: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GameValue:
    """The value lies between `low` and `high`, which differ by no more than rounding."""

    low: float
    high: float

    def __str__(self) -> str:
        """The value, with its bounds where they differ in nine digits."""
        low, high = f"{self.low:.9g}", f"{self.high:.9g}"
        return low if low == high else f"{low} to {high}"

    @property
    def value(self) -> float:
        """The middle of the bounds."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, kw_only=True)
class ExplicitGame:
    """States 0 .. n - 1 with choices: those of state s are choice_start[s] .. choice_start[s + 1] - 1.

    Choice c has the branches branch_start[c] .. branch_start[c + 1] - 1, each to a state with a chance above
    0. A state without choices stays as it is for ever. `owner`: who chooses in each state, "" for nobody.
    """

    owner: tuple[str, ...]
    choice_start: npt.NDArray[np.int64]
    branch_start: npt.NDArray[np.int64]
    to: npt.NDArray[np.int64]
    chance: npt.NDArray[np.float64]
    initial: int = 0
    queries: tuple[Query, ...] = ()
    source: str = ""

    def __str__(self) -> str:
        """How large it is."""
        return (
            f"{len(self.owner):,} states, {len(self.branch_start) - 1:,} choices, {len(self.to):,} branches"
        )

    @property
    def players(self) -> tuple[str, ...]:
        """Everyone who owns a state, in alphabetical order."""
        return tuple(sorted(set(self.owner) - {""}))


def read_game(path: Path | str) -> ExplicitGame:
    """The game in a JSON file: `player`, `choices`, and perhaps `n`, `init`, `queries`, `source`.

    Players are numbers or names, the same in `player` and in a query's `coalition`. Chances are numbers or
    texts such as "1/3" and sum to 1 within 1e-9 for each choice. Raises SourceError for a file that cannot be
    read, AccordError for one that is no such game, with the place of the first fault.
    """
    path = Path(path)
    sized(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise SourceError(reason.lower(), where=str(path), hint="give the path of a JSON file") from None
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg.lower()}"
        raise SourceError(what, where=f"{path}:{error.lineno}", hint="mend the file at that line") from None
    except (ValueError, RecursionError):
        hint = "write it in UTF-8, its numbers and lists as a game has them"
        raise SourceError("is not JSON of a game", where=str(path), hint=hint) from None
    return _Reader(str(path)).game(content)


def solve(
    game: ExplicitGame,
    *,
    coalition: Iterable[str | int],
    target: Iterable[int],
    opt: str = "max",
    steps: int | None = None,
) -> GameValue:
    """The chance to come to `target` from the initial state, the coalition making the most (or least) of it.

    All other players do the opposite; see `kernels.games.stochastic`. `steps` None: at any time, exact up to
    rounding. Raises AccordError for a state that the game does not have or another `opt` than max or min.

    >>> game = ExplicitGame(owner=("a", "b", ""), choice_start=np.array([0, 2, 3, 3]),
    ...     branch_start=np.array([0, 1, 3, 4]), to=np.array([1, 1, 2, 0]), chance=np.array([1, 0.5, 0.5, 1]))
    >>> print(solve(game, coalition=["a"], target=[2]), solve(game, coalition=["b"], target=[2], opt="min"))
    1 1
    """
    size = len(game.owner)
    states = np.fromiter(target, dtype=np.int64)
    if states.size and not (states.min() >= 0 and states.max() < size):
        raise AccordError("the target is outside the game", hint=f"states are 0 to {size - 1}")
    if opt not in {"max", "min"}:
        raise AccordError(
            f"{opt!r} is neither max nor min", hint="say what the coalition wants of the chance"
        )
    if steps is not None and steps < 0:
        raise AccordError(f"{steps} steps cannot be taken", hint="use 0 or more, or None for any number")
    wanted = np.zeros(size, dtype=bool)
    wanted[states] = True
    members = {str(player) for player in coalition}
    inside = np.fromiter((one in members for one in game.owner), dtype=bool, count=size)
    maximise = inside if opt == "max" else ~inside
    arrays = (game.choice_start, game.branch_start, game.to, game.chance, maximise, wanted)
    if steps is not None:
        value = float(reach_within(*arrays, steps)[game.initial])
        return GameValue(low=value, high=value)
    bounds = reach(*arrays)
    return GameValue(low=float(bounds.low[game.initial]), high=float(bounds.high[game.initial]))


class _Reader:
    """Reads the content of one file, saying where a fault is."""

    def __init__(self, path: str) -> None:
        self.path = path

    def fail(self, place: str, what: str, hint: str = "") -> NoReturn:
        raise AccordError(what, where=f"{self.path} {place}".strip(), hint=hint)

    def game(self, content: Any) -> ExplicitGame:
        if not isinstance(content, dict):
            self.fail("", "is no game", 'a game is an object with "player" and "choices"')
        choices = self.listed(content, "choices")
        player = tuple(
            self.name(owner, f"player[{state}]") for state, owner in enumerate(self.listed(content, "player"))
        )
        size = len(choices)
        if size == 0:
            self.fail("choices", "is empty", "a game has a state at least")
        if len(player) != size:
            self.fail("player", f"names {len(player)} players for {size} states", "name one for each state")
        if self.count(content.get("n", size), "n") != size:
            self.fail("n", f"says {content['n']} states where there are {size}")
        initial = content.get("init", 0)
        if isinstance(initial, list) and len(initial) == 1:
            initial = initial[0]
        choice_start, branch_start, to, chance = self.branches(choices)
        queries = content.get("queries") or []
        if not isinstance(queries, list):
            self.fail("queries", "is no list")
        source = content.get("source")
        return ExplicitGame(
            owner=player,
            choice_start=choice_start,
            branch_start=branch_start,
            to=to,
            chance=chance,
            initial=self.state(initial, size, "init"),
            queries=tuple(self.query(query, size, f"queries[{n}]") for n, query in enumerate(queries)),
            source=source if isinstance(source, str) else "",
        )

    def listed(self, content: dict[str, Any], key: str) -> list[Any]:
        value = content.get(key)
        if not isinstance(value, list):
            self.fail(key, "is missing" if value is None else "is no list", "give one entry for each state")
        return value

    def name(self, value: Any, place: str) -> str:
        """A player's name or number as text; "" for nobody."""
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | str):
            self.fail(place, f"{_short(value)} names no player", "use a number or a name")
        return str(value)

    def count(self, value: Any, place: str) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fail(place, f"{_short(value)} is no whole number from 0")
        return value

    def state(self, value: Any, size: int, place: str) -> int:
        number = self.count(value, place)
        if number >= size:
            self.fail(place, f"there is no state {number}", f"states are 0 to {size - 1}")
        return number

    def query(self, query: Any, size: int, place: str) -> Query:
        if not isinstance(query, dict):
            self.fail(place, "is no query", 'a query is an object with "coalition" and "target"')
        opt = query.get("opt", "max")
        if opt not in {"max", "min"}:
            self.fail(f"{place}.opt", f"{opt!r} is neither max nor min")
        value = query.get("value")
        steps = query.get("steps")
        return Query(
            coalition=tuple(
                self.name(player, f"{place}.coalition") for player in self.several(query, "coalition", place)
            ),
            target=tuple(
                self.state(state, size, f"{place}.target") for state in self.several(query, "target", place)
            ),
            opt=opt,
            steps=None if steps is None else self.count(steps, f"{place}.steps"),
            value=None if value is None else self.number(value, f"{place}.value"),
            label=str(query.get("label") or ""),
        )

    def several(self, query: dict[str, Any], key: str, place: str) -> list[Any]:
        """A list of a query; one thing alone is a list of one."""
        value = query.get(key)
        if value is None:
            self.fail(f"{place}.{key}", "is missing")
        return value if isinstance(value, list) else [value]

    def branches(self, choices: list[Any]) -> tuple[Any, Any, Any, Any]:
        """The arrays of all choices; looked at one by one only where something is wrong."""
        try:
            per_state = np.fromiter((len(c) for c in choices), dtype=np.int64, count=len(choices))
            flat = list(chain.from_iterable(choices))
            per_choice = np.fromiter((len(c) for c in flat), dtype=np.int64, count=len(flat))
            pairs = list(chain.from_iterable(flat))
            numbers = [self.number(chance, "") for chance, _ in pairs]
            states = [self.count(state, "") for _, state in pairs]
        except (TypeError, ValueError, AccordError, OverflowError):
            self.find_fault(choices)
        chance = np.array(numbers, dtype=np.float64)
        to = np.array([min(state, _LARGEST) for state in states], dtype=np.int64)
        begin = np.concatenate([[0], np.cumsum(per_choice)])
        outside = (chance < 0).any() or (chance > 2).any() or (to >= len(choices)).any()
        if (per_choice == 0).any() or outside:
            self.find_fault(choices)
        total = np.add.reduceat(chance, begin[:-1]) if flat else np.empty(0)
        if not (np.abs(total - 1) <= _TOLERANCE).all():
            self.find_fault(choices)
        chance /= np.repeat(total, per_choice)
        kept = chance > 0
        counted = np.concatenate([[0], np.cumsum(kept)])[begin]
        choice_start = np.concatenate([[0], np.cumsum(per_state)])
        return choice_start, counted, to[kept], chance[kept]

    def number(self, value: Any, place: str) -> float:
        """A number, or a text such as "1/3"."""
        if isinstance(value, str):
            try:
                return float(Fraction(value) if "/" in value else float(value))
            except (ValueError, ZeroDivisionError, OverflowError):
                self.fail(place, f"{_short(value)} is no number", 'write 0.25 or "1/4"')
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fail(place, f"{_short(value)} is no number", 'write 0.25 or "1/4"')
        return float(value)

    def find_fault(self, choices: Sequence[Any]) -> NoReturn:
        """The first fault of the choices, told with its place."""
        for state, several in enumerate(choices):
            if not isinstance(several, list):
                self.fail(f"choices[{state}]", "is no list of choices", "write [] where play stops")
            for number, choice in enumerate(several):
                self.check_choice(choice, len(choices), f"choices[{state}][{number}]")
        self.fail("choices", "cannot be read")

    def check_choice(self, choice: Any, size: int, place: str) -> None:
        if not isinstance(choice, list) or not choice:
            self.fail(place, "has no branches", "a choice is a list of [chance, state]")
        total = 0.0
        for number, branch in enumerate(choice):
            here = f"{place}[{number}]"
            if not isinstance(branch, list) or len(branch) != 2:
                self.fail(here, "is no branch", "a branch is [chance, state]")
            chance = self.number(branch[0], here)
            if chance < 0:
                self.fail(here, f"the chance {chance:g} is negative")
            self.state(branch[1], size, here)
            total += chance
        if abs(total - 1) > _TOLERANCE:
            self.fail(place, f"the chances sum to {total:.12g}", "they must sum to 1 within 1e-9")


def _short(value: Any) -> str:
    """A value as it is written, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."
