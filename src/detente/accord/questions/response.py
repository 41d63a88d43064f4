"""What one party can bring about while everyone else follows a conduct: a graph of its choices alone.

Everyone else's edges are fixed, so that each play is a path that the party picks. A graph can be split by an
event, such as a first breach: its nodes then remember whether that has happened.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.game.rules import CLOCK, Move
from detente.accord.language.plan import Obligation, Talks
from detente.accord.plays.conduct import conduct
from detente.accord.plays.story import Play
from detente.accord.plays.worth import parts
from detente.errors import AnalysisError
from detente.kernels.games.attractor import attractor
from detente.kernels.games.graph import predecessors, reachable
from detente.kernels.games.lone import Plays, best_plays
from detente.kernels.games.order import Layout, by_level, laid_out

__all__ = ["Alone", "Numbers", "alone", "breaking", "breaks", "keeping"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Numbers: TypeAlias = Mapping[str, Floats]
"""Values of each number by path, a column of worlds each; all equally long."""

Forfeit: TypeAlias = tuple[Bools, Floats]

_AT_ONCE = 4_000_000
"""How many numbers an array may hold: so many columns are worked on at once."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Alone:
    """Nodes with their situation, edges with the edge of the game, as rows; it begins at node `first`.

    `crossed`: for each event that the graph was split by, which edges (m,) are its first occurrence.
    `node`, `place`: the number of each node and edge in the graph that was last split, so that parts of one
    graph can be compared. `usual`: what the party's own conduct would do, an edge of the game by situation.
    """

    game: Game
    party: str
    situation: Ints
    start: Ints
    to: Ints
    edge: Ints
    first: int
    node: Ints
    place: Ints
    usual: Ints
    crossed: tuple[Bools, ...] = ()

    def split(self, event: Bools) -> "Alone":
        """The graph whose nodes remember whether the event (edges of this graph, (m,)) has happened."""
        size, edges = len(self.situation), len(self.to)
        start = np.concatenate([self.start, self.start[1:] + edges])
        to = np.concatenate([self.to + size * event, self.to + size])
        first = np.concatenate([event, np.zeros(edges, np.bool_)])
        twice = replace(
            self,
            situation=np.tile(self.situation, 2),
            start=start,
            to=to,
            edge=np.tile(self.edge, 2),
            node=np.arange(2 * size),
            place=np.arange(2 * edges),
            crossed=(*(np.tile(mask, 2) for mask in self.crossed), first),
        )
        return twice.reached(np.ones(2 * edges, np.bool_))

    def reached(self, allowed: Bools) -> "Alone":
        """The part that can be reached from the first node by these edges; other edges are gone."""
        begin = np.zeros(len(self.situation), np.bool_)
        begin[self.first] = True
        seen = reachable(self.start, self.to, begin, allowed)
        kept = allowed & np.repeat(seen, np.diff(self.start))
        number = np.cumsum(seen) - 1
        counts = np.concatenate([[0], np.cumsum(kept)])[self.start]
        return replace(
            self,
            situation=self.situation[seen],
            start=np.append(counts[:-1][seen], counts[-1]),
            to=number[self.to[kept]],
            edge=self.edge[kept],
            first=int(number[self.first]),
            node=self.node[seen],
            place=self.place[kept],
            crossed=tuple(mask[kept] for mask in self.crossed),
        )

    def avoiding(self, event: Bools) -> "Alone | None":
        """The part in which the event never happens and need not; None when it cannot be kept from."""
        some = np.diff(self.start) > 0
        left = np.add.reduceat(~event, self.start[:-1][some]) if some.any() else np.empty(0)
        stuck = np.zeros(len(self.situation), np.bool_)
        stuck[np.flatnonzero(some)[left == 0]] = True
        doomed = stuck
        if stuck.any():
            nobody = np.zeros(len(self.situation), np.bool_)
            doomed = attractor(self.start, self.to, nobody, stuck, allowed=~event).rank >= 0
        return None if doomed[self.first] else self.reached(~event & ~doomed[self.to])

    def reaching(self, event: Bools) -> "Alone | None":
        """The part from which the event, split by before, can still happen or has; None when it never can."""
        size = len(self.situation)
        source = np.repeat(np.arange(size), np.diff(self.start))
        behind = np.zeros(size, np.bool_)
        behind[self.to[event]] = True
        behind = reachable(self.start, self.to, behind)
        before = np.zeros(size, np.bool_)
        before[source[event]] = True
        incoming = predecessors(self.start, self.to)
        can = reachable(incoming.start, incoming.source, before | behind)
        return self.reached(can[self.to]) if can[self.first] else None

    def gain(self, numbers: Numbers, chosen: slice) -> Floats:
        """What each edge brings the party (m, columns), for the chosen columns of the numbers."""
        columns = len(next(iter(numbers.values()))[chosen])
        found = np.zeros((len(self.to), columns))
        for path, edges, times in self.counted:
            if path in numbers:
                found[edges] += times[:, None] * numbers[path][chosen]
        return found

    @cached_property
    def counted(self) -> tuple[tuple[str, Ints, Floats], ...]:
        """Where each number of the party counts: its path, edges (k,) and how often on each."""
        whole, found = np.zeros(len(self.game.to)), []
        for part in parts(self.game, self.party):
            whole[part.edges] = part.times
            times = whole[self.edge]
            some = np.flatnonzero(times)
            found.append((part.path, some, times[some]))
            whole[part.edges] = 0
        return tuple(found)

    def discount(self, numbers: Numbers, chosen: slice) -> Floats:
        """The factor on what comes after each edge (m, columns): the party's patience where a day passes."""
        patience = numbers[f"stakes.{self.party}.patience"][chosen]
        return np.where(self.game.days_pass[self.edge][:, None], patience, 1.0)

    def best(
        self,
        numbers: Numbers,
        *,
        forfeits: Sequence[Forfeit] = (),
        leave: bool = False,
    ) -> Plays:
        """The best plays for each column of numbers; `forfeits` are lost on the edges named, (columns,) each.

        Raises AnalysisError when worth gathers without bound.
        """
        found = []
        for chosen in self._parts(numbers):
            gain = self._less(numbers, forfeits, chosen)
            plays = best_plays(
                self.start,
                self.to,
                gain,
                self.discount(numbers, chosen),
                leave=leave,
                prefer=self.prefers,
                layout=self.layout,
            )
            self._bounded(plays.value[self.first])
            found.append(plays)
        return Plays(
            value=np.concatenate([plays.value for plays in found], axis=1),
            edge=np.concatenate([plays.edge for plays in found], axis=1),
        )

    def worth(self, numbers: Numbers, *, forfeits: Sequence[Forfeit] = (), leave: bool = False) -> Floats:
        """What the best plays from the first node are worth, (columns,); otherwise as `best`."""
        short, found = self.shortened, []
        for chosen in self._parts(numbers):
            gain = short.sums @ self._less(numbers, forfeits, chosen)
            later = self.discount(numbers, chosen)[short.last]
            graph = short.graph
            plays = best_plays(
                graph.start, graph.to, gain, later, leave=leave, layout=graph.layout, edges=False
            )
            found.append(plays.value[graph.first])
            self._bounded(found[-1])
        return np.concatenate(found)

    def _parts(self, numbers: Numbers) -> Iterator[slice]:
        """So many columns at once as fit."""
        columns = len(next(iter(numbers.values())))
        width = max(1, _AT_ONCE // max(1, len(self.to)))
        return (slice(low, low + width) for low in range(0, columns, width))

    def _less(self, numbers: Numbers, forfeits: Sequence[Forfeit], chosen: slice) -> Floats:
        gain = self.gain(numbers, chosen)
        for mask, amount in forfeits:
            gain[mask] -= amount[chosen]
        return gain

    def _bounded(self, worth: Floats) -> None:
        if np.isinf(worth).any():
            raise AnalysisError(
                f"what {self.party} gains grows for ever: a phase can run on and no day counts for less",
                where=f"stakes.{self.party}.patience",
                hint="give the side a patience below 1",
            )

    @cached_property
    def shortened(self) -> "_Short":
        """The graph with each edge led on to the end of the day or to the next choice."""
        from scipy.sparse import csr_matrix

        edges = len(self.to)
        goes_on = (np.diff(self.start) == 1)[self.to] & ~self.game.days_pass[self.edge]
        last = np.arange(edges)
        of, taken = [last.copy()], [last.copy()]
        for _ in self.game.rules.stages:
            more = np.flatnonzero(goes_on[last])
            last[more] = self.start[self.to[last[more]]]
            of.append(more)
            taken.append(last[more])
        pairs = np.concatenate(of), np.concatenate(taken)
        sums = csr_matrix((np.ones(len(pairs[0])), pairs), shape=(edges, edges))
        whole = replace(self, to=self.to[last], place=np.arange(edges), crossed=())
        kept = whole.reached(np.ones(edges, np.bool_))
        return _Short(graph=kept, last=last[kept.place], sums=sums[kept.place])

    @cached_property
    def layout(self) -> Layout:
        """The order in which worth is found; that of the whole game where nothing repeats."""
        whole = self.game.backward
        if whole.cyclic[self.situation].any():
            return laid_out(self.start, self.to)
        level = whole.level[self.situation]
        return laid_out(self.start, self.to, by_level(level, np.zeros(len(level), np.bool_)))

    @cached_property
    def prefers(self) -> Ints:
        """The edge of each node (n,) that the party's own conduct would take, -1 where it is not there."""
        source = np.repeat(np.arange(len(self.situation)), np.diff(self.start))
        usual = np.flatnonzero(self.usual[self.situation[source]] == self.edge)
        found = np.full(len(self.situation), -1, np.int64)
        found[source[usual]] = usual
        return found

    def path(self, pick: npt.NDArray[Any]) -> tuple[list[int], int | None]:
        """The edges of this graph that a policy (n,) takes, and the index that it goes back to for ever."""
        taken: list[int] = []
        seen: dict[int, int] = {}
        node = self.first
        while pick[node] >= 0:
            if node in seen:
                return taken, seen[node]
            seen[node] = len(taken)
            taken.append(int(pick[node]))
            node = int(self.to[pick[node]])
        return taken, None

    def told(self, taken: Sequence[int], again: int | None) -> Play:
        """The same path as a play of the game."""
        edges = tuple(int(self.edge[edge]) for edge in taken)
        return Play(edges=edges, begins=int(self.situation[self.first]), repeats_from=again)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Short:
    """A graph with fewer nodes: each edge is as many of the old ones as `sums` adds up, `last` the last."""

    graph: Alone
    last: Ints
    sums: Any


def alone(game: Game, party: str, manner: str, *, begins: int = 0) -> Alone:
    """Everything the party can bring about from a situation while all other sides follow the conduct."""
    key = ("alone", party, manner, begins)
    if key not in game.memory:
        game.memory[key] = _alone(game, party, manner, begins)
    found: Alone = game.memory[key]
    return found


def breaking(game: Game, party: str, clauses: Collection[str] = ()) -> Bools:
    """The edges (m,) by which the party breaches one of the clauses; none named: comes into breach at all.

    Its own act, or the end of a day on which the clock finds that it has not done what was due.
    """
    if not clauses:
        flag = game.where(f"breach({party})")
        return ~flag[game.source] & flag[game.to]
    found = np.zeros(len(game.to), np.bool_)
    for number, move in enumerate(game.rules.moves):
        if move.owner == party and move.status == "breach" and move.clause in clauses:
            found |= game.move == number
    for clause, where in _defaults(game, party):
        if clause in clauses:
            found |= game.days_pass & where[game.source]
    return found


def breaks(game: Game, party: str, edge: int) -> tuple[str, ...]:
    """The clauses that the party breaches on one edge."""
    move = game.rules.moves[int(game.move[edge])]
    if move.owner != CLOCK:
        return (move.clause,) if move.owner == party and move.status == "breach" else ()
    source = int(game.source[edge])
    return tuple(clause for clause, where in _defaults(game, party) if where[source])


def keeping(graph: Alone, *, timing: bool = True) -> Bools:
    """The edges (m,) that keep the accord: what the conduct does, and what has a deadline at other times.

    Where the conduct waits, or does what has a deadline, the party may wait or do anything that has one;
    elsewhere it may perform first. Without `timing` only what the conduct does.
    """
    game, chosen = graph.game, graph.usual
    acts = np.flatnonzero(chosen >= 0)
    kept = ~game.mine((graph.party,))[game.source]
    kept[chosen[acts]] = True
    if timing:
        dated = np.array([_dated(game, graph.party, move) for move in game.rules.moves])
        performs = np.array([move.kind == "perform" for move in game.rules.moves])
        free = np.zeros(game.situations, np.bool_)
        free[acts] = dated[game.move[chosen[acts]]]
        kept |= (free[game.source] | performs[game.move]) & dated[game.move]
    return kept[graph.edge]


def _alone(game: Game, party: str, manner: str, begins: int) -> Alone:
    allowed = game.days_pass | game.mine((party,))[game.source]
    for side in game.rules.sides:
        if side != party:
            chosen = conduct(game, side, manner)
            allowed[chosen[chosen >= 0]] = True
    whole = Alone(
        game=game,
        party=party,
        situation=np.arange(game.situations),
        start=game.start,
        to=game.to.astype(np.int64),
        edge=np.arange(len(game.to)),
        first=begins,
        node=np.arange(game.situations),
        place=np.arange(len(game.to)),
        usual=conduct(game, party, manner),
    )
    return whole.reached(allowed)


def _dated(game: Game, party: str, move: Move) -> bool:
    """Whether a move is a party's waiting, or does what a deadline asks of it."""
    if move.owner != party or move.kind not in {"perform", "sign", "wait"}:
        return False
    if not move.clause:
        return True
    terms = game.rules.accord.clause(move.clause).reading(dict(game.rules.readings)[move.clause]).terms
    if isinstance(terms, Obligation):
        return bool(terms.due)
    return isinstance(terms, Talks) and terms.sign_within is not None


def _defaults(game: Game, party: str) -> Sequence[tuple[str, Bools]]:
    """For each clause the situations (n,) at whose night the clock puts the party in breach because of it."""
    key = ("defaults", party)
    if key not in game.memory:
        clock = next(move for move in game.rules.moves if move.owner == CLOCK)
        night = game.mine((CLOCK,))
        game.memory[key] = tuple(
            (effect.clause, night & game.where(effect.when))
            for effect in clock.effects
            if any(name == f"breach:{party}" for name, _ in effect.sets)
        )
    found: Sequence[tuple[str, Bools]] = game.memory[key]
    return found
