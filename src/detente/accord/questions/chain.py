"""The chain that is left of a game with hazards once every side's conduct is fixed, at many chances at once.

States are the situations that can then come about; column d of every array of chances is draw d.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.game.rules import CHANCE
from detente.accord.language.plan import Hazard
from detente.accord.plays.numbers import NumbersDraw
from detente.kernels.games.graph import reachable

__all__ = ["Chain", "arrivals", "chain", "hazard_chances"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """situation (k,): which situation of the game each state is; edges in rows as in a game.

    edge (e,): the game's edge; chance (e, draws). The first `initial` states are where it begins, alike.
    """

    game: Game
    situation: Ints
    start: Ints
    to: Ints
    edge: Ints
    chance: Floats
    initial: int

    @property
    def source(self) -> Ints:
        """The state that each edge leaves, (e,)."""
        return np.repeat(np.arange(len(self.situation)), np.diff(self.start))


def chain(game: Game, picks: Ints, numbers: NumbersDraw) -> Chain:
    """What can come about when every situation's edge is the one in `picks` (n,), but for those of chance.

    The chances of hazards are those of the draws.
    """
    by_chance = game.mine([CHANCE])
    allowed = by_chance[game.source]
    allowed[picks[(picks >= 0) & ~by_chance]] = True
    begin = np.arange(game.situations) < game.initial
    kept = reachable(game.start, game.to, begin, allowed)
    situation = np.flatnonzero(kept)
    number = np.full(game.situations, -1, np.int64)
    number[situation] = np.arange(len(situation))
    edge = np.flatnonzero(allowed & kept[game.source])
    counts = np.bincount(number[game.source[edge]], minlength=len(situation))
    return Chain(
        game=game,
        situation=situation,
        start=np.concatenate([[0], np.cumsum(counts)]),
        to=number[game.to[edge]],
        edge=edge,
        chance=hazard_chances(game, edge, numbers),
        initial=game.initial,
    )


def hazard_chances(game: Game, edges: Ints, numbers: NumbersDraw) -> Floats:
    """The chance (e, draws) of each edge given its situation: a hazard's own, the rest for no event, else 1.

    `edges` hold all edges of a situation of chance or none. Chances of one situation that sum to more than 1
    are scaled down to 1.
    """
    draws = len(numbers.values)
    found = np.ones((len(edges), draws))
    source, moves = game.source[edges], game.move[edges]
    at = np.flatnonzero(game.mine([CHANCE])[source])
    if not len(at):
        return found
    own = np.zeros((len(at), draws))
    for number, move in enumerate(game.rules.moves):
        if move.owner == CHANCE and isinstance(_terms(game, move.clause), Hazard):
            own[moves[at] == number] = numbers.column(f"hazards.{move.clause}.chance")
    _, group = np.unique(source[at], return_inverse=True)
    total = np.zeros((int(group.max()) + 1, draws))
    np.add.at(total, group, own)
    own /= np.maximum(total, 1.0)[group]
    nothing = np.array([not move.clause for move in game.rules.moves])[moves[at]]
    own[nothing] = np.maximum(1.0 - total[group[nothing]], 0.0)
    found[at] = own
    return found


def arrivals(model: Chain, target: Bools, days: int) -> tuple[Floats, Floats]:
    """The chance (days, draws) of first coming to `target` (k,) on day 0, 1, ..., and what (draws,) is left.

    It stops early, with fewer days, once less than 1e-13 is left that can still come there.
    """
    stage = model.game.stage[model.situation]
    source, stages = model.source, len(model.game.rules.stages)
    hopeful = _leading_to(model, target)
    steps = [
        _Step(model, np.flatnonzero((stage[source] == turn) & ~target[source])) for turn in range(stages)
    ]
    mass = np.zeros((len(stage), model.chance.shape[1]))
    mass[: model.initial] = 1.0 / model.initial
    mass[~hopeful] = 0.0
    found: list[Floats] = [mass[target].sum(axis=0)]
    mass[target] = 0.0
    for _ in range(days):
        arrived = np.zeros(mass.shape[1])
        for step in steps:
            mass = step.move(mass)
            arrived += mass[target].sum(axis=0)
            mass[target] = 0.0
            mass[~hopeful] = 0.0
        found.append(arrived)
        if mass.sum(axis=0).max(initial=0.0) < 1e-13:
            break
    return np.array(found), mass.sum(axis=0)


class _Step:
    """One stage of a day: where the mass of the states of that stage goes."""

    def __init__(self, model: Chain, edges: Ints) -> None:
        edges = edges[np.argsort(model.to[edges], kind="stable")]
        to = model.to[edges]
        self.source, self.chance = model.source[edges], model.chance[edges]
        self.begin = np.flatnonzero(np.diff(to, prepend=-1))
        self.to = to[self.begin]

    def move(self, mass: Floats) -> Floats:
        after = np.zeros_like(mass)
        if len(self.to):
            after[self.to] = np.add.reduceat(mass[self.source] * self.chance, self.begin, axis=0)
        return after


def _leading_to(model: Chain, target: Bools) -> Bools:
    """From which states the target can be reached at all."""
    order = np.argsort(model.to, kind="stable")
    counts = np.bincount(model.to, minlength=len(model.situation))
    start = np.concatenate([[0], np.cumsum(counts)])
    live = model.chance[order].max(axis=1, initial=0.0) > 0
    return reachable(start, model.source[order], target, live)


def _terms(game: Game, clause: str) -> object:
    if not clause:
        return None
    return game.rules.accord.clause(clause).reading(dict(game.rules.readings)[clause]).terms
