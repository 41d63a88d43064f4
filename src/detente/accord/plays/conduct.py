"""Ways in which a side may behave under an accord: one edge of the game in each situation where it acts.

Keeping the accord means never to be late where that can be helped: a side looks ahead at everything the
others could do, confirmations aside, which third parties are taken to give at once. What it prefers among
moves that are equally safe is told by `keeps`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import Expr, Num, Var, any_of, op, substitute
from detente.accord.game.graph import Game
from detente.accord.game.rules import CHANCE, CLOCK, Move
from detente.accord.language.plan import Obligation, Power
from detente.errors import UnknownName
from detente.kernels.games.attractor import attractor
from detente.kernels.games.many import force_many

__all__ = ["CONDUCTS", "conduct", "everyone", "keeps"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

CONDUCTS: Mapping[str, str] = {
    "keeps": "performs what is due on its last day, settles topics and signs as soon as it can",
    "early": "performs as soon as it can, then settles topics and signs",
    "reciprocal": "keeps the accord until another party is in breach, then does nothing more",
    "grim": "keeps the accord until another party is in breach, then ends it where that is lawful",
}
"""The conducts that have a name, with what a side of that conduct does."""

_LAST = {"raise": 7, "power": 8, "fight": 9, "hazard": 9, "clock": 0}
_RANKS = {
    "due": {"verify": 0, "drop": 3, "agree": 3, "sign": 4, "wait": 5, "perform": 6, **_LAST},
    "early": {"verify": 0, "perform": 2, "drop": 3, "agree": 3, "sign": 4, "wait": 5, **_LAST},
}
_HELPFUL = 1
_UNDATED = 2
_FAR = 4095


def conduct(game: Game, side: str, name: str) -> Ints:
    """The edge (n,) that a side of this conduct takes in each of its situations, -1 elsewhere.

    `name` is one of `CONDUCTS`. "reciprocal" and "grim" differ from "keeps" only where another party is in
    breach; who is no party keeps the accord there too. Raises UnknownName.

    >>> from detente.accord.language.plan import Accord, Phase, Side
    >>> sides = (Side(id="a", name="A"), Side(id="b", name="B"))
    >>> phases = (Phase(id="one", name="One", lasts=2),)
    >>> bare = Accord(id="bare", title="", sides=sides, phases=phases, clauses=())
    >>> from detente.accord.space import AccordSpace
    >>> game = AccordSpace(bare).game
    >>> picks = conduct(game, "b", "grim")
    >>> {game.rules.moves[game.move[edge]].id for edge in picks[picks >= 0]}
    {'b:wait'}
    """
    if name not in CONDUCTS:
        raise UnknownName.among(name, "conduct", CONDUCTS)
    kept = keeps(game, side, when="early" if name == "early" else "due")
    if name in {"keeps", "early"} or side not in game.rules.accord.parties:
        return kept
    answers = _choose(game, side, _answering(game, ending=name == "grim")[game.move[_own(game, side)]])
    return np.where(_others_in_breach(game, side), answers, kept)


def keeps(game: Game, side: str, when: str = "due") -> Ints:
    """The edge (n,) by which a side keeps the accord in each of its situations, -1 elsewhere.

    First it keeps from ever being late and from breach, then at least from breach, as far as it can do so
    whatever the others do. Of moves that are equally safe it confirms, uses a power that brings completion
    nearer (no remedy, and no power to leave a phase with something unperformed), performs what has no
    deadline, takes topics off the table, signs, and waits; with `when` "early" it performs before it talks,
    what is due first coming first. Of equal moves, the first in the order of clauses.
    """
    key = ("keeps", side, when)
    if key not in game.memory:
        edges = _own(game, side)
        score = (3 - _safety(game, side)[game.to[edges]].astype(np.int64)) * 16
        score = (score + _preference(game, side, edges, when)) * (_FAR + 1)
        game.memory[key] = _choose(game, side, score + _slack(game, side, edges))
    kept: Ints = game.memory[key]
    return kept


def everyone(game: Game, conducts: str | Mapping[str, str] = "keeps") -> Ints:
    """The edge (n,) taken in every situation when each side behaves so; -1 at the ends.

    `conducts`: one for all, or by side ("keeps" for who is not named). Of chance, that nothing happens.
    Raises UnknownName for a conduct, or for who never acts.

    >>> from detente.accord.language.plan import Accord, Phase, Side
    >>> sides = (Side(id="a", name="A"), Side(id="b", name="B"))
    >>> phases = (Phase(id="one", name="One", lasts=2),)
    >>> bare = Accord(id="bare", title="", sides=sides, phases=phases, clauses=())
    >>> from detente.accord.space import AccordSpace
    >>> from detente.accord.plays.story import play
    >>> game = AccordSpace(bare).game
    >>> [game.rules.moves[game.move[e]].id for e in play(game, everyone(game).__getitem__).edges]
    ['a:wait', 'b:wait', 'clock', 'a:wait', 'b:wait', 'clock']
    """
    named = dict.fromkeys(game.rules.sides, conducts) if isinstance(conducts, str) else dict(conducts)
    for side in named:
        if side not in game.rules.sides:
            raise UnknownName.among(side, "side that acts", game.rules.sides)
    found = np.where(game.ended, -1, game.start[:-1])
    for side in game.rules.sides:
        chosen = conduct(game, side, named.get(side, "keeps"))
        found = np.where(chosen >= 0, chosen, found)
    return found


def _own(game: Game, side: str) -> Ints:
    """The edges among which a side chooses, in order."""
    return np.flatnonzero(game.mine([side])[game.source])


def _choose(game: Game, side: str, score: Ints) -> Ints:
    """In each situation of the side the edge of lowest score, of equals the first; scores as in `_own`."""
    mine = np.flatnonzero(game.mine([side]))
    chosen = np.full(game.situations, -1, np.int64)
    if not len(mine):
        return chosen
    degree = np.diff(game.start)[mine]
    begin = np.concatenate([[0], np.cumsum(degree)[:-1]])
    place = np.arange(len(score)) - np.repeat(begin, degree)
    width = int(degree.max())
    best = np.minimum.reduceat(score * width + place, begin)
    chosen[mine] = game.start[mine] + best % width
    return chosen


def _safety(game: Game, side: str) -> npt.NDArray[np.integer[Any]]:
    """Per situation (n,): 3 where the side can keep from lateness and breach for ever, 2 from breach alone.

    1 where it can keep from lateness alone, 0 elsewhere. Late is who owes something when the day ends.
    """
    if side not in game.rules.accord.parties:
        return np.full(game.situations, 3)
    if ("safety", side) in game.memory:
        return game.memory["safety", side]  # type: ignore[no-any-return]
    allowed = _confirming_at_once(game, side)
    late, breach = _owing_at_night(game, side), game.where(f"breach({side})")
    lost = force_many(game.layout, [~game.mine([side])] * 3, [late, breach, late | breach], allowed=allowed)
    found = np.zeros(game.situations, dtype=np.int8)
    for gone, level in zip(lost, (1, 2, 3), strict=True):
        found[~gone] = level
    game.memory["safety", side] = found
    return found


def _owing_at_night(game: Game, side: str) -> Bools:
    """Situations (n,) at the end of a day in which the side has not given what is due that day."""
    owed = np.zeros(game.situations, np.bool_)
    for move in game.rules.moves:
        terms = _terms(game, move)
        if move.owner == side and move.kind == "perform" and isinstance(terms, Obligation):
            clock = f"since:{move.clause}" if terms.after else "day"
            tomorrow = {clock: op("+", Var(clock), Num(1))}
            owed |= game.where(substitute(game.rules.label(f"late({move.clause})"), tomorrow))
    return owed & game.mine([CLOCK])


def _confirming_at_once(game: Game, side: str) -> Bools:
    """All edges but those by which another side leaves unconfirmed what it could confirm."""
    verifies = _of_moves(game, lambda move: move.kind == "verify" and move.owner != side)
    asked = np.zeros(game.situations, np.bool_)
    asked[game.source[verifies]] = True
    kept: Bools = verifies | ~asked[game.source]
    return kept


def _preference(game: Game, side: str, edges: Ints, when: str) -> Ints:
    """The rank of each of the side's edges by what kind of move it is, the lowest first."""
    ranks = np.array([_RANKS[when][move.kind] for move in game.rules.moves])
    for number, move in enumerate(game.rules.moves):
        terms = _terms(game, move)
        if move.kind == "perform" and isinstance(terms, Obligation) and not terms.due:
            ranks[number] = _UNDATED
    found: Ints = ranks[game.move[edges]]
    helpful = _helpful(game, side)
    if helpful is not None:
        found[helpful[edges]] = _HELPFUL
    return found


def _helpful(game: Game, side: str) -> Bools | None:
    """Edges (m,) of the side's powers that bring completion nearer than waiting; None where it has none."""

    def may_help(move: Move) -> bool:
        terms = _terms(game, move)
        if move.owner != side or move.kind != "power" or not isinstance(terms, Power) or terms.remedy:
            return False
        return bool(terms.sets or terms.to or terms.resumes) and not (
            terms.suspends or terms.rules_out or terms.extends
        )

    powers = _of_moves(game, may_help)
    if not powers.any():
        return None
    steps = _steps_to_completion(game)
    waits = np.full(game.situations, _far(game))
    waiting = np.flatnonzero(_of_moves(game, lambda move: move.owner == side and move.kind == "wait"))
    waits[game.source[waiting]] = steps[game.to[waiting]]
    moves_on = game.column("phase")[game.source] != game.column("phase")[game.to]
    ready = game.where("all-performed")[game.source] | ~moves_on
    nearer: Bools = powers & ready & (steps[game.to] < waits[game.source])
    return nearer


def _steps_to_completion(game: Game) -> Ints:
    """How many moves completion takes when all work together and nobody comes into breach, per situation."""
    if "steps to completion" not in game.memory:
        blamed = game.where(any_of(*_breaches(game, game.rules.accord.parties)))
        rank = attractor(
            game.start,
            game.to,
            np.ones(game.situations, np.bool_),
            game.where("complete"),
            allowed=blamed[game.source] | ~blamed[game.to],
            preds=game.incoming,
        ).rank
        game.memory["steps to completion"] = np.where(rank < 0, _far(game), rank)
    steps: Ints = game.memory["steps to completion"]
    return steps


def _slack(game: Game, side: str, edges: Ints) -> Ints:
    """Days from each of the side's edges that performs something to its deadline; 0 for other edges."""
    found = np.zeros(len(edges), dtype=np.int64)
    for number, move in enumerate(game.rules.moves):
        terms = _terms(game, move)
        if move.owner != side or move.kind != "perform" or not isinstance(terms, Obligation):
            continue
        at = np.flatnonzero(game.move[edges] == number)
        before = game.source[edges[at]]
        clock = game.column(f"since:{move.clause}" if terms.after else "day")[before]
        due = np.array([*terms.due, *[_FAR] * (terms.tranches - len(terms.due))])
        found[at] = np.clip(due[game.column(move.counter)[before]] - clock, 0, _FAR)
    return found


def _answering(game: Game, *, ending: bool) -> Ints:
    """The rank of each move where another party is in breach: ending the accord lawfully, or waiting."""
    found = []
    for move in game.rules.moves:
        terms = _terms(game, move)
        ends = isinstance(terms, Power) and terms.to == "collapse"
        if ending and ends:
            found.append(0 if move.status == "remedy" else 1)
        elif ending and move.kind == "fight" and move.status != "breach":
            found.append(2)
        else:
            found.append(3 if move.kind == "wait" else 4)
    return np.array(found, dtype=np.int64)


def _others_in_breach(game: Game, side: str) -> Bools:
    others = tuple(party for party in game.rules.accord.parties if party != side)
    return game.where(any_of(*_breaches(game, others)))


def _breaches(game: Game, parties: tuple[str, ...]) -> list[Expr]:
    return [game.rules.label(f"breach({party})") for party in parties]


def _terms(game: Game, move: Move) -> object:
    """What the clause of a move provides under the readings in force; None for a move of no clause."""
    if not move.clause or move.owner in {CHANCE, CLOCK}:
        return None
    chosen = dict(game.rules.readings)
    return game.rules.accord.clause(move.clause).reading(chosen[move.clause]).terms


def _far(game: Game) -> int:
    """More moves than any path without repeats has."""
    return game.situations + 1


def _of_moves(game: Game, wanted: Callable[[Move], bool]) -> Bools:
    """Which edges (m,) belong to the moves that are wanted."""
    found: Bools = np.array([wanted(move) for move in game.rules.moves])[game.move]
    return found
