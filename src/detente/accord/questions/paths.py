"""Shortest plays: from the situations where a game begins to any other, along the edges that are allowed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.plays.story import Play
from detente.kernels.games.graph import rows

__all__ = ["Shortest", "shortest_play", "shortest_plays"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shortest:
    """For each situation (n,) how a shortest play comes there: moves in all, acts among them, the last edge.

    `moves` is -1 out of reach; `last` is -1 there and where play begins. Acts are what is neither waiting
    nor the clock.
    """

    moves: Ints
    acts: Ints
    last: Ints

    @property
    def reached(self) -> Bools:
        """Which situations a play comes to."""
        found: Bools = self.moves >= 0
        return found

    def first(self, among: Ints) -> int:
        """Of these situations the one that a play comes to soonest, with the fewest acts, by number."""
        order = np.lexsort((among, self.acts[among], self.moves[among]))
        return int(among[order[0]])


def shortest_plays(game: Game, allowed: Bools | None = None, *, begins: int | None = None) -> Shortest:
    """The shortest plays to all situations; of equally short ones those with the fewest acts.

    Then the one whose last edges have the lowest numbers. Edges that `allowed` leaves out are not taken. They
    begin where the game does, or in the situation `begins`.

    >>> from detente.accord.language.plan import Accord, Phase, Side
    >>> sides = (Side(id="a", name="A"), Side(id="b", name="B"))
    >>> phases = (Phase(id="one", name="One", lasts=2),)
    >>> bare = Accord(id="bare", title="", sides=sides, phases=phases, clauses=())
    >>> from detente.accord.space import AccordSpace
    >>> game = AccordSpace(bare).game
    >>> int(shortest_plays(game).moves[game.where("complete")].min())
    6
    """
    if allowed is None and begins is None:
        if "shortest plays" not in game.memory:
            game.memory["shortest plays"] = _shortest(game, None, np.arange(game.initial))
        kept: Shortest = game.memory["shortest plays"]
        return kept
    return _shortest(game, allowed, np.arange(game.initial) if begins is None else np.array([begins]))


def _shortest(game: Game, allowed: Bools | None, front: Ints) -> Shortest:
    quiet = np.array([move.kind in {"wait", "clock"} for move in game.rules.moves])
    moves = np.full(game.situations, -1, np.int64)
    acts, last = np.zeros(game.situations, np.int64), np.full(game.situations, -1, np.int64)
    best = np.full(game.situations, np.iinfo(np.int64).max)
    moves[front] = 0
    while front.size:
        step = int(moves[front[0]]) + 1
        edges, _ = rows(game.start, front)
        if allowed is not None:
            edges = edges[allowed[edges]]
        to = game.to[edges]
        new = moves[to] < 0
        edges, to = edges[new], to[new]
        done = acts[game.source[edges]] + ~quiet[game.move[edges]]
        key = done * len(game.to) + edges
        np.minimum.at(best, to, key)
        first = best[to] == key
        front = to[first]
        last[front], acts[front], moves[front] = edges[first], done[first], step
    return Shortest(moves=moves, acts=acts, last=last)


def shortest_play(game: Game, found: Shortest, situation: int) -> Play:
    """The play to a situation that `shortest_plays` has found."""
    edges: list[int] = []
    here = situation
    while found.last[here] >= 0:
        edges.append(int(found.last[here]))
        here = int(game.source[found.last[here]])
    return Play(edges=tuple(edges[::-1]), begins=here)
