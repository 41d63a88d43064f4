"""How sides act in a story where nothing else decides: they keep the accord, or they drag their feet.

A chooser gives one edge for each situation. A strategy narrows what may be chosen; manners pick among the
rest, so that a play reads naturally: duties when they are due, no breach unless forced, otherwise waiting.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import TRUE, Expr, Num, Var, evaluate, op, substitute
from detente.accord.game.graph import Game
from detente.accord.game.rules import Move, Rules
from detente.accord.language.plan import Obligation, Talks
from detente.kernels.games.many import force_many

__all__ = ["Chooser", "Narrowing", "clean", "descending", "manners", "staying"]

Bools = npt.NDArray[np.bool_]
Chooser: TypeAlias = Callable[[int], int]
"""A situation -> the edge taken there."""

Narrowing: TypeAlias = Callable[[int, Sequence[int]], Sequence[int]]
"""A situation and its edges -> those that a strategy leaves, at least one."""

_KEEPS = ("perform", "verify", "sign", "drop", "agree", "wait", "raise", "power", "hazard", "fight", "clock")
_PURSUES = (
    "perform",
    "verify",
    "wait",
    "sign",
    "agree",
    "drop",
    "raise",
    "power",
    "hazard",
    "fight",
    "clock",
)
_DRAGS = ("wait", "raise", "verify", "perform", "agree", "drop", "sign", "power", "hazard", "fight", "clock")
_LAST_DAYS = 5
_LATER = 2 * len(_KEEPS)


def manners(
    game: Game,
    *narrowings: Narrowing,
    pursuing: Collection[str] = (),
    dragging: Collection[str] = (),
) -> Chooser:
    """What each side does: of the edges that every narrowing leaves, the one that its manners prefer.

    Sides keep the accord: they perform what is due, confirm, sign in a phase's last days, take topics off
    the table, and otherwise wait. Those in `pursuing` something of their own perform what is due, and for the
    rest wait where they can; those in `dragging` do only what they must. Nobody comes into breach who need
    not. Ties: the edge with the lowest number.
    """
    rules = game.rules
    usual = _temper(rules, _KEEPS)
    others = dict.fromkeys(pursuing, _temper(rules, _PURSUES)) | dict.fromkeys(
        dragging, _temper(rules, _DRAGS)
    )

    def choose(situation: int) -> int:
        edges: Sequence[int] = game.edges(situation)
        for narrow in narrowings:
            edges = narrow(situation, edges)
        if len(edges) == 1:
            return edges[0]
        owner = rules.stages[game.stage[situation]]
        edges = _blameless(game, owner, edges)
        values = game.values(situation)
        temper = others.get(owner, usual)
        return min(edges, key=lambda edge: (_standing(temper[int(game.move[edge])], values), edge))

    return choose


def descending(game: Game, rank: npt.NDArray[np.integer[Any]], mine: Bools) -> Narrowing:
    """In the situations of `mine`, only edges towards the target of an attractor with these ranks."""

    def narrow(situation: int, edges: Sequence[int]) -> Sequence[int]:
        here = rank[situation]
        if not mine[situation] or here <= 0:
            return edges
        return [edge for edge in edges if 0 <= rank[game.to[edge]] < here]

    return narrow


def staying(game: Game, region: Bools, mine: Bools) -> Narrowing:
    """In the situations of `mine` that lie in a region, only edges that stay there."""

    def narrow(situation: int, edges: Sequence[int]) -> Sequence[int]:
        if not mine[situation] or not region[situation]:
            return edges
        return [edge for edge in edges if region[game.to[edge]]] or edges

    return narrow


def clean(game: Game, party: str) -> Bools:
    """From which situations a party, not in breach, can keep out of breach for ever, whatever others do."""
    if ("clean", party) not in game.memory:
        parties = game.rules.accord.parties
        others = [~game.mine((one,)) for one in parties]
        lost = force_many(game.layout, others, [game.where(f"breach({one})") for one in parties])
        game.memory.update({("clean", one): ~forced for one, forced in zip(parties, lost, strict=True)})
    found: Bools = game.memory["clean", party]
    return found


def _blameless(game: Game, owner: str, edges: Sequence[int]) -> Sequence[int]:
    """The edges after which a party can still keep out of breach, else those that are none at once."""
    if owner not in game.rules.accord.parties:
        return edges
    region = clean(game, owner)
    fine = [edge for edge in edges if region[game.to[edge]]]
    if fine:
        return fine
    moves = game.rules.moves
    return [edge for edge in edges if moves[game.move[edge]].status != "breach"] or edges


def _temper(rules: Rules, places: Sequence[str]) -> list[tuple[int, Expr]]:
    """For each move its place among what a side prefers, and the condition without which it comes later."""
    timely = places[0] == "perform"
    return [(places.index(move.kind), _due(rules, move) if timely else TRUE) for move in rules.moves]


def _standing(temper: tuple[int, Expr], values: dict[str, int]) -> int:
    place, due = temper
    return place if due == TRUE or bool(evaluate(due, values)) else _LATER


def _due(rules: Rules, move: Move) -> Expr:
    """That a move is called for: a tranche that falls due by tonight, a signature in a phase's last days."""
    if move.kind not in {"perform", "sign"}:
        return TRUE
    clause = rules.accord.clause(move.clause)
    terms = clause.reading(dict(rules.readings)[clause.id]).terms
    if isinstance(terms, Talks) and not rules.accord.phase(terms.phase).early:
        return _ahead(rules.label("last-day"), "day", _LAST_DAYS)
    if isinstance(terms, Obligation) and terms.due:
        clock = f"since:{clause.id}" if terms.after else "day"
        return _ahead(rules.label(f"late({clause.id})"), clock, 1)
    return TRUE


def _ahead(condition: Expr, clock: str, days: int) -> Expr:
    """That a condition holds so many days later, all else being as it is."""
    return substitute(condition, {clock: op("+", Var(clock), Num(days))})
