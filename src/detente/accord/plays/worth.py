"""What the moves of a game hand over, and what they are worth to a side at given numbers: one value an edge.

Worth is in each side's own unit and is never compared between sides; every number is an assumption unless
the accord gives evidence. `numbers` are values by path, as `accord.numbers` names them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.game.rules import Move
from detente.accord.language.plan import ENDS, Ban

__all__ = ["Part", "discount", "gain", "handed_over", "parts", "truce_days"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """Where one number counts: edges (k,), each as often as `times` (k,) says, negative for what is given."""

    path: str
    edges: Ints
    times: Floats


def gain(game: Game, side: str, numbers: Mapping[str, float]) -> Floats:
    """What each edge (m,) brings a side, undiscounted: goods received less those given, peace, the end.

    A first strike counts too. A number that is not told counts 0.

    >>> from detente.accord.language.plan import Accord, Phase, Side
    >>> sides = (Side(id="a", name="A"), Side(id="b", name="B"))
    >>> phases = (Phase(id="one", name="One", lasts=2),)
    >>> bare = Accord(id="bare", title="", sides=sides, phases=phases, clauses=())
    >>> from detente.accord.space import AccordSpace
    >>> game = AccordSpace(bare).game
    >>> sorted(set(gain(game, "a", {"stakes.a.ends.complete": 5.0}).tolist()))
    [0.0, 5.0]
    """
    found = np.zeros(len(game.to))
    for part in parts(game, side):
        found[part.edges] += numbers.get(part.path, 0.0) * part.times
    return found


def discount(game: Game, side: str, numbers: Mapping[str, float]) -> Floats:
    """The factor (m,) on what comes after each edge: the side's patience where a day passes, else 1."""
    return np.where(game.days_pass, numbers.get(f"stakes.{side}.patience", 1.0), 1.0)


def parts(game: Game, side: str) -> tuple[Part, ...]:
    """Where each number of a side's stakes counts, worked out once a game: gain is linear in them.

    Goods: `receives` and `gives`, by unit, when they are handed over. `peace`: each day that passes in a
    phase in which a ban on fighting covers somebody. `ends`: the edge that enters the end. `fights_first`:
    each of the side's own moves of fighting.
    """
    key = ("parts", side)
    if key not in game.memory:
        found = (*_goods(game, side), *_course(game, side))
        game.memory[key] = tuple(part for part in found if len(part.edges))
    kept: tuple[Part, ...] = game.memory[key]
    return kept


def handed_over(game: Game) -> Iterator[tuple[Move, Ints, Ints]]:
    """Each move that hands something over, its edges (k,) and the units that each hands over (k,)."""
    for number, move in enumerate(game.rules.moves):
        if not move.amounts:
            continue
        edges = np.flatnonzero(game.move == number)
        sizes = np.array((*move.amounts, 0), dtype=np.int64)
        codes = game.codes[game.source[edges]]
        given = codes // game.strides[move.counter] % game.sizes[move.counter]
        yield move, edges, sizes[given]


def truce_days(game: Game) -> Bools:
    """Which edges (m,) are a day that ends in a phase where a ban on fighting covers somebody."""
    accord, rules = game.rules.accord, game.rules
    banned: set[str] = set()
    for clause, reading in rules.readings:
        terms = accord.clause(clause).reading(reading).terms
        if isinstance(terms, Ban) and terms.to == "collapse":
            banned |= set(terms.phases or rules.phases[: -len(ENDS)])
    covered = np.array([phase in banned for phase in rules.phases])
    kept: Bools = game.days_pass & covered[game.column("phase")][game.source]
    return kept


def _goods(game: Game, side: str) -> Iterator[Part]:
    for move, edges, units in handed_over(game):
        if move.taker == side:
            yield Part(
                path=f"stakes.{side}.receives.{move.good}", edges=edges, times=units.astype(np.float64)
            )
        if move.owner == side:
            yield Part(path=f"stakes.{side}.gives.{move.good}", edges=edges, times=-units.astype(np.float64))


def _course(game: Game, side: str) -> Iterator[Part]:
    where = {"peace": truce_days(game)}
    phase = game.column("phase")[game.to]
    for end in ENDS:
        where[f"ends.{end}"] = phase == game.rules.phases.index(end)
    fights = np.array([move.kind == "fight" and move.owner == side for move in game.rules.moves])
    where["fights_first"] = fights[game.move]
    for name, mask in where.items():
        edges = np.flatnonzero(mask)
        yield Part(path=f"stakes.{side}.{name}", edges=edges, times=np.ones(len(edges)))
