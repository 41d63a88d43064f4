"""From an aim to a verdict: asked under every order of play, with a play that shows the answer.

An aim is to come to situations or to keep out of them for ever, whatever the others do. Steps of a game are
the stages of its days, so ranks of attractors are days.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.language.dates import date_of
from detente.accord.language.plan import Accord
from detente.accord.plays.manners import Narrowing, descending, manners, staying
from detente.accord.plays.story import play, tell
from detente.accord.results import PerOrder, Verdict, Witness, in_sentence, list_names
from detente.accord.space import AccordSpace
from detente.errors import UnknownName
from detente.kernels.games.attractor import attractor
from detente.kernels.games.many import force_many
from detente.languages import worded, worded_row

__all__ = [
    "METHOD",
    "Aim",
    "Answer",
    "Goal",
    "answer",
    "answer_all",
    "ask_aim",
    "blamed",
    "checked",
    "mask",
    "say_coalition",
    "say_orders",
    "say_sides",
]

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer[Any]]

METHOD = "attractors on the game of each order of play (Zermelo 1913; McNaughton 1993)"
"""How all of these answers are found."""

_SEEN = worded(
    "It takes for granted that everyone sees what everyone does: with less sight this could become a no."
)
_SEEN_NO = worded("It stays a no where sides see less of what others do.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Goal:
    """Situations to come to, or (`shun`) to keep out of for ever; `only`: until then, only through these.

    `days`: it must be done by the end of that many days, or kept up for so long.
    """

    where: Bools
    shun: bool = False
    only: Bools | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a coalition tries. `question`: its name; `does`: the same in words that follow `can`.

    `can`: the question with a place for `{who}` and for `parts`; `asks`: one where "can" does not fit.
    """

    question: str
    does: str
    coalition: tuple[str, ...]
    goal: Callable[[Game], Goal]
    blameless: bool | None = None
    notes: tuple[str, ...] = ()
    can: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """The answer in one game. `rank`: steps within which the goal is forced, or, of a goal to shun, lost."""

    game: Game
    goal: Goal
    mine: Bools
    rank: Ints

    @property
    def region(self) -> Bools:
        """From which situations the coalition succeeds."""
        soon = self.rank >= 0
        if self.goal.days is not None:
            spent = np.maximum(self.game.stage, 0)
            soon &= self.rank + spent <= self.goal.days * len(self.game.rules.stages)
        return ~soon if self.goal.shun else soon

    @property
    def holds(self) -> Bools:
        """Whether it succeeds, for each situation in which the game begins."""
        return self.region[: self.game.initial]

    @property
    def verdict(self) -> bool | None:
        """Yes from every beginning, no from every one, None otherwise."""
        if self.holds.all():
            return True
        return None if self.holds.any() else False

    @property
    def by_day(self) -> int | None:
        """Days within which the goal is reached at the latest, from every beginning; None for one to shun."""
        if self.goal.shun or not self.holds.all():
            return None
        return max(1, -int(-self.rank[: self.game.initial].max() // len(self.game.rules.stages)))


def answer(game: Game, coalition: Iterable[str], goal: Goal) -> Answer:
    """What a coalition can do about a goal, in every situation of one game."""
    mine = game.mine(coalition)
    avoid = None if goal.only is None else ~goal.only & ~goal.where
    hunters = ~mine if goal.shun else mine
    found = attractor(game.start, game.to, hunters, goal.where, avoid=avoid, preds=game.incoming)
    return Answer(game=game, goal=goal, mine=mine, rank=found.rank)


def answer_all(
    game: Game, asked: Sequence[tuple[tuple[str, ...], Goal]]
) -> list[tuple[bool | None, int | None]]:
    """For each coalition and goal the verdict of `answer`, and by which day; in one pass over the game."""
    plain = [goal.only is None and goal.days is None for _, goal in asked]
    turns = {coalition: game.mine(coalition) for coalition, _ in asked}
    hunters = [~turns[coalition] if goal.shun else turns[coalition] for coalition, goal in asked]
    forced = force_many(game.layout, hunters, [goal.where for _, goal in asked], first=game.initial)
    found: list[tuple[bool | None, int | None]] = []
    for (coalition, goal), easy, won in zip(asked, plain, forced, strict=True):
        holds = ~won if goal.shun else won
        if easy and (goal.shun or not holds.all()):
            found.append((True if holds.all() else None if holds.any() else False, None))
        else:
            full = answer(game, coalition, goal)
            found.append((full.verdict, full.by_day))
    return found


def ask_aim(space: AccordSpace, aim: Aim) -> Verdict:
    """The verdict on an aim: yes or no where all orders of play agree, None where they do not.

    Where a space begins in several situations, a yes is one for all of them and a no one for each.
    """
    answers = [answer(game, aim.coalition, aim.goal(game)) for game in space.games]
    held = [found.verdict for found in answers]
    holds = held[0] if len(set(held)) == 1 else None
    ago = space.first_day - 1
    days = [None if found.by_day is None else ago + found.by_day for found in answers]
    latest = max((day for day in days if day is not None), default=None) if holds else None
    shown = next((k for k, yes in enumerate(held) if yes), 0) if holds is None else 0
    return Verdict(
        question=aim.question,
        asks=_asked(space.accord, aim),
        holds=holds,
        basis=space.basis(METHOD),
        coalition=aim.coalition,
        blameless=aim.blameless,
        by_day=latest,
        by_date=None if latest is None else date_of(space.accord.calendar, latest),
        witness=_witness(answers[shown], aim, space.first_day),
        orders=tuple(
            PerOrder(order=order, holds=bool(yes), by_day=day)
            for order, yes, day in zip(space.orders, held, days, strict=True)
        ),
        assumes=say_orders(space),
        notes=(*aim.notes, *_notes(space, answers, holds=holds, shown=shown)),
    )


def _asked(accord: Accord, aim: Aim) -> str:
    """The question of an aim in words."""
    if aim.asks:
        return aim.asks
    who = say_coalition(accord, aim.coalition)
    return worded(aim.can, who=who, **dict(aim.parts)) if aim.can else f"Can {who} {aim.does}?"


def checked(space: AccordSpace, coalition: str | Iterable[str]) -> tuple[str, ...]:
    """A coalition as ids in alphabetical order; one id may be given alone.

    Raises UnknownName for anyone who is no side of the accord.
    """
    known = {side.id for side in space.accord.sides}
    names = (coalition,) if isinstance(coalition, str) else tuple(coalition)
    for name in names:
        if name not in known:
            raise UnknownName.among(name, "side", sorted(known), where=space.accord.file)
    return tuple(sorted(set(names)))


def say_coalition(accord: Accord, coalition: Sequence[str]) -> str:
    """A coalition in words inside a sentence: `Hamas alone`, `Israel and the mediators together`."""
    if len(coalition) == len(accord.sides):
        return worded("all sides together")
    if not coalition:
        return worded("nobody")
    names = say_sides(accord, coalition)
    # Translators: who tries something: "Delta alone", "Delta and the mediators together".
    return (
        worded("{names} together", names=names)
        if len(coalition) > 1
        else worded("{names} alone", names=names)
    )


def say_sides(accord: Accord, sides: Iterable[str]) -> str:
    """The names of sides inside a sentence."""
    return list_names(tuple(in_sentence(accord.name(side)) for side in sides))


def say_orders(space: AccordSpace) -> tuple[str, ...]:
    """What is assumed under all orders of play that are asked, each sentence once."""
    return tuple(dict.fromkeys(line for rules in space.rules_by_order for line in rules.assumes))


def mask(game: Game, label: str) -> Bools:
    """In which situations a label holds, worked out once for all questions; not to be changed."""
    found: Any = game.memory.get(("mask", label))
    if found is None:
        found = game.where(label)
        found.flags.writeable = False
        game.memory["mask", label] = found
    return found  # type: ignore[no-any-return]


def blamed(game: Game, sides: Iterable[str]) -> Bools:
    """In which situations any of these sides is in breach; only parties can be."""
    found = np.zeros(game.situations, dtype=bool)
    for side in set(sides) & set(game.rules.accord.parties):
        found |= mask(game, f"breach({side})")
    return found


def _witness(found: Answer, aim: Aim, first_day: int) -> Witness:
    """A play from the first beginning that shows the answer there."""
    game, goal = found.game, found.goal
    yes = bool(found.holds[0])
    who = say_coalition(game.rules.accord, aim.coalition)
    shows = f"{who} can {aim.does}" if yes else f"how the others see to it that {who} cannot {aim.does}"
    if aim.asks:
        shows = f"a play that shows that {aim.does} {'holds' if yes else 'does not hold'}"
    hunting = yes != goal.shun
    actor = found.mine if yes else ~found.mine
    narrow: Narrowing
    if hunting:
        narrow = descending(game, found.rank, actor)
    elif goal.days is not None:
        narrow = partial(_delaying, game, found.rank, actor)
    else:
        narrow = staying(game, found.rank < 0, actor)
    mood = {"pursuing" if yes else "dragging": aim.coalition}
    choose = manners(game, narrow, **mood)
    stop = goal.where if goal.only is None else goal.where | ~goal.only
    return tell(game, play(game, choose, until=stop), shows=shows, day=first_day)


def _delaying(game: Game, rank: Ints, mine: Bools, situation: int, edges: Sequence[int]) -> Sequence[int]:
    """In the situations of `mine`, only edges from which it takes longest, for ever where that can be."""
    if not mine[situation] or rank[situation] == 0:
        return edges
    far = [int(rank[game.to[edge]]) for edge in edges]
    best = -1 if -1 in far else max(far)
    return [edge for edge, steps in zip(edges, far, strict=True) if steps == best]


def _notes(
    space: AccordSpace, answers: Sequence[Answer], *, holds: bool | None, shown: int
) -> tuple[str, ...]:
    notes = []
    if holds is None and len(answers) > 1:
        told = say_sides(space.accord, space.orders[shown])
        notes.append(
            worded(
                "The orders of play do not agree; the story is told with {sides} acting in this order.",
                sides=told,
            )
        )
    for found, order in zip(answers, space.orders, strict=True):
        count = int(found.holds.sum())
        if 0 < count < found.game.initial:
            notes.append(
                worded(
                    "Yes from {count} of {all} beginnings (order {order}).",
                    count=count,
                    all=found.game.initial,
                    order=worded_row(order),
                )
            )
    notes.append(_SEEN_NO if holds is False else _SEEN)
    return tuple(notes)
