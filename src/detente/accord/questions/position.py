"""Where a party stands while the others follow a conduct: keeping, leaving lawfully, breaching.

The worth of each for many sets of numbers at once, and where on the way the best departure begins.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.game.rules import Move, Rules
from detente.accord.language.plan import Guarantee
from detente.accord.plays.numbers import numbers_of
from detente.accord.plays.story import tell
from detente.accord.questions.response import Alone, Numbers, alone, breaking, breaks, keeping
from detente.accord.results import Witness
from detente.accord.space import AccordSpace
from detente.errors import AnalysisError
from detente.kernels.games.lone import Plays
from detente.languages import worded

__all__ = [
    "Departure",
    "Position",
    "Worths",
    "departure",
    "guarantees",
    "keeps",
    "likely",
    "pays",
    "place",
    "staked",
]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_CLOSE = 1e-9


@dataclass(frozen=True, kw_only=True, eq=False)
class Position:
    """The plays open to a party as graphs: all of them, and the parts that keep, stay lawful, or breach.

    `lawful` and `breach` are None where there are no such plays; `able` is False where the party's own
    conduct cannot keep it out of breach, and `kept` is then what that conduct comes to. Who is in breach from
    the beginning (`broken`) has no lawful plays. `held`: the paths of the guarantees against the party, each
    lost on the event of that place in `crossed`. `lawful` is `kept` itself where every lawful play keeps.
    """

    whole: Alone
    kept: Alone
    lawful: Alone | None
    breach: Alone | None
    able: bool
    broken: bool = False
    held: tuple[str, ...] = ()

    @property
    def game(self) -> Game:
        """The game that is played."""
        return self.whole.game

    @property
    def party(self) -> str:
        """Whose position it is."""
        return self.whole.party

    def best(self, graph: Alone, numbers: Numbers, *, leave: bool = False) -> Plays:
        """The best plays in one of the graphs, guarantees counted."""
        return graph.best(numbers, forfeits=self._forfeits(graph, numbers), leave=leave)

    def worth(self, graph: Alone, numbers: Numbers, *, leave: bool = False) -> Floats:
        """What the best play in one of the graphs is worth from the first morning on, (columns,)."""
        return graph.worth(numbers, forfeits=self._forfeits(graph, numbers), leave=leave)

    def _forfeits(self, graph: Alone, numbers: Numbers) -> list[tuple[Bools, Floats]]:
        lost = zip(graph.crossed, self.held, strict=False)
        return [(mask, numbers[path]) for mask, path in lost]

    def worths(self, numbers: Numbers) -> "Worths":
        """What keeping the accord, leaving it lawfully and breaching it are worth, (columns,) each."""
        kept = self.worth(self.kept, numbers)
        never = np.full_like(kept, -np.inf)
        lawful = never
        if self.lawful is not None:
            lawful = kept if self.lawful is self.kept else self.worth(self.lawful, numbers)
        breach = never if self.breach is None else self.worth(self.breach, numbers, leave=True)
        return Worths(keeps=kept, lawful=np.maximum(lawful, kept) if self.able else lawful, breach=breach)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worths:
    """The worth (columns,) of the best play of each kind on the first morning; -inf where there is none."""

    keeps: Floats
    lawful: Floats
    breach: Floats

    @property
    def holds(self) -> Bools:
        """Where nothing is worth more than keeping the accord."""
        found: Bools = self.margin >= 0
        return found

    @property
    def margin(self) -> Floats:
        """How much less all else is worth than keeping the accord, rounding aside; below 0 it pays best."""
        best = np.maximum(self.lawful, self.breach)
        found: Floats = self.keeps + _CLOSE * (1 + np.abs(self.keeps)) - best
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where a play leaves the accord, and the play itself.

    `act` is done on that day, where keeping the accord would be to do what `instead` says; `clauses` are the
    ones that the play breaches first, else the one that is used or left undone.
    """

    day: int
    phase: str
    act: str
    instead: str
    clauses: tuple[str, ...]
    witness: Witness


def place(
    game: Game,
    party: str,
    conduct: str,
    *,
    given: bool = False,
    begins: int = 0,
    covered: Bools | None = None,
) -> Position:
    """The position of a party in a game while all others follow the conduct, from a first morning on.

    `given`: what guarantors hold against it counts. `covered` (m,): one event more that the graphs are split
    by, the last but one in `crossed`.
    """
    if covered is None:
        key = ("place", party, conduct, given, begins)
        if key not in game.memory:
            game.memory[key] = _place(game, party, conduct, given=given, begins=begins, covered=None)
        found: Position = game.memory[key]
        return found
    return _place(game, party, conduct, given=given, begins=begins, covered=covered)


def _place(
    game: Game, party: str, conduct: str, *, given: bool, begins: int, covered: Bools | None
) -> Position:
    whole = alone(game, party, conduct, begins=begins)
    held = guarantees(game.rules, party) if given else ()
    for _, on in held:
        whole = whole.split(breaking(game, party, on)[whole.edge])
    if covered is not None:
        whole = whole.split(covered[whole.edge])
    whole = whole.split(breaking(game, party)[whole.edge])
    comes = whole.crossed[-1]
    broken = bool(game.where(f"breach({party})")[begins])
    free = whole.reached(keeping(whole))
    kept = None if broken else free.avoiding(free.crossed[-1])
    lawful = None if broken else whole.avoiding(comes)
    if kept is not None and lawful is not None and np.array_equal(kept.place, lawful.place):
        lawful = kept
    return Position(
        whole=whole,
        kept=whole.reached(keeping(whole, timing=False)) if kept is None else kept,
        lawful=lawful,
        breach=whole if broken else whole.reaching(comes),
        able=kept is not None,
        broken=broken,
        held=tuple(f"guarantees.{clause}.amount" for clause, _ in held),
    )


def guarantees(rules: Rules, party: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The clauses by which something is held against a party, with the clauses on whose breach it is lost."""
    found = []
    for clause, reading in rules.readings:
        terms = rules.accord.clause(clause).reading(reading).terms
        if isinstance(terms, Guarantee) and terms.party == party:
            found.append((clause, terms.on))
    return tuple(found)


def departure(position: Position, graph: Alone, pick: npt.NDArray[Any], shows: str) -> Departure | None:
    """Where the play of a policy (n,) in one of the position's graphs leaves the accord; None if nowhere."""
    game, party = position.game, position.party
    kept = keeps(position)
    taken, again = graph.path(pick)
    left = next((k for k, edge in enumerate(taken) if not kept[graph.place[edge]]), None)
    if left is None:
        return None
    edges = [int(graph.edge[edge]) for edge in taken]
    move, usual = _moves(game, edges[left], int(graph.usual[game.source[edges[left]]]))
    broken = next((found for edge in edges[left:] if (found := breaks(game, party, edge))), ())
    clauses = broken or tuple(name for name in (move.clause or usual.clause,) if name)
    witness = tell(game, graph.told(taken, again), shows=shows)
    step = witness.steps[left]
    return Departure(
        day=step.day,
        phase=step.phase,
        act=move.act,
        instead=usual.act if usual.id != move.id else "",
        clauses=clauses,
        witness=witness,
    )


def keeps(position: Position) -> Bools:
    """Which edges of the whole graph, by their place, belong to the part that keeps the accord."""
    found = np.zeros(int(position.whole.place.max(initial=-1)) + 1, np.bool_)
    found[position.kept.place] = True
    return found


def _moves(game: Game, taken: int, usual: int) -> tuple[Move, Move]:
    """The moves of the edge that is taken and of the one that the conduct would take."""
    moves = game.rules.moves
    first = moves[game.move[taken]]
    return first, moves[game.move[usual]] if usual >= 0 else first


def pays(worth: Floats, against: Floats) -> Bools:
    """Where a worth is more than another, by more than rounding."""
    return worth > against + _CLOSE * (1 + np.abs(against))


def likely(space: AccordSpace) -> dict[str, Floats]:
    """The likely value of every number, by path, as a single column."""
    found = numbers_of(space.accord, dict(space.rules.readings)).likely
    return {path: np.array([value]) for path, value in found.items()}


def staked(space: AccordSpace) -> tuple[str, ...]:
    """The parties whose stakes the accord tells, in alphabetical order; AnalysisError when there are none."""
    known = {stakes.side for stakes in space.accord.stakes}
    found = tuple(party for party in space.accord.parties if party in known)
    if not found:
        raise AnalysisError(
            worded(
                "what keeping {accord} is worth cannot be asked: no party has stakes", accord=space.accord.id
            ),
            where=space.accord.file,
            hint="add a `stakes` block with what each party gains and gives up",
        )
    return found
