"""Two parties, a and b, who want the opposite on a price and a route: small enough to do in the head.

Both weigh each issue one half. On the price a wants "high" and b "low", "mid" gives each half; on the route a
wants "x" and b "y". Each asks for its reservation, so (mid, x) gives a 0.75 and b 0.25.
"""

import datetime as dt
from functools import cache
from typing import Any

from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option, Party, Ratifier
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, AtLeast, Reading, Says
from detente.talks.engine.run import run_once
from detente.talks.engine.transcript import Entry, Transcript
from detente.talks.engine.world import World, row_of
from detente.talks.mediators.steps import Greedy
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables

__all__ = ["HIGH", "LOW", "MID", "START", "X", "Y", "grid", "lines", "play", "sides", "tables_of", "world_of"]

LOW, MID, HIGH = 0, 1, 2
X, Y = 0, 1
START = dt.date(2024, 3, 1)
_PRICE = {"a": (0.0, 0.5, 1.0), "b": (1.0, 0.5, 0.0)}
_ROUTE = {"a": (1.0, 0.0), "b": (0.0, 1.0)}


def sides(
    *,
    asks: tuple[Any, Any] = (0.2, 0.2),
    homes: tuple[str, ...] = (),
    silent: tuple[str, str] = ("", ""),
    weight: float = 0.5,
    **more: Any,
) -> Case:
    """The case; `asks` are reservations (a number, or dated ranges). Each of `homes` ("a1") is a ratifier.

    A party with ratifiers says yes when all of them do, and its first one is its principal; ratifiers want
    what their party wants. `silent` is what holds on each issue while a text is silent; `weight` that of the
    price.
    """
    whose = {p: [h for h in homes if h[0] == p] for p in "ab"}
    reserved = dict(zip("ab", asks, strict=True))
    return Case(
        id="two-sides",
        title="Two sides",
        as_of=START,
        issues=(
            Issue(
                id="price",
                name="Price",
                ordered=True,
                if_silent=silent[0],
                options=_options("low", "mid", "high"),
            ),
            Issue(id="route", name="Route", if_silent=silent[1], options=_options("x", "y")),
        ),
        parties=tuple(
            Party(id=p, name=p, principal=(whose[p] or [p])[0], approval=_all_of(whose[p] or [p]))
            for p in "ab"
        ),
        ratifiers=tuple(Ratifier(id=h, name=h, party=h[0]) for h in homes),
        preferences=tuple(
            _wants(actor, reserved[actor[0]], weight) for p in "ab" for actor in (whose[p] or [p])
        ),
        **more,
    )


def _options(*names: str) -> tuple[Option, ...]:
    return tuple(Option(id=name, name=name) for name in names)


def _all_of(actors: list[str]) -> Approval:
    rule = AtLeast(k=len(actors), rules=tuple(Says(actor=a) for a in actors))
    return Approval(readings=(Reading(id="all", rule=rule),))


def _wants(actor: str, asks: Any, weight: float) -> Preferences:
    side = actor[0]
    dated = asks if isinstance(asks, tuple) else (DatedRange(range=Range.of(asks)),)
    return Preferences(
        actor=actor,
        weights=(("price", Range.of(weight)), ("route", Range.of(round(1 - weight, 6)))),
        scores=(
            ("price", tuple(zip(("low", "mid", "high"), map(Range.of, _PRICE[side]), strict=True))),
            ("route", tuple(zip("xy", map(Range.of, _ROUTE[side]), strict=True))),
        ),
        reservation=dated,
    )


@cache
def tables_of(case: Case, setting: Setting, *, against_standing: bool = True) -> TalksTables:
    """The tables of a case under a setting."""
    return TalksTables(OutcomeSpace(case), setting, against_standing=against_standing)


def world_of(case: Case, setting: Setting, *, run: int = 0) -> World:
    """The world of one run, before its first day."""
    tables = tables_of(case, setting)
    return World.begin(tables.fixed, row_of(tables.drawn(1, run, 1), 0), 1, run)


def grid(case: Case, actor: str) -> float:
    """How many units of an actor's grid make one of utility."""
    space = OutcomeSpace(case)
    return float(
        next(
            g
            for g, leaf in zip(space.grid, space.leaves, strict=True)
            if (leaf.kind, leaf.name) == ("gain", actor)
        )
    )


def play(
    case: Case, setting: Setting, protocol: Any = None, mediator: Any = None, *, run: int = 0
) -> Transcript:
    """One run with seed 1."""
    protocol = protocol or SingleText()
    tables = tables_of(case, setting, against_standing=protocol.against_standing)
    return run_once(tables, protocol, mediator or Greedy(), seed=1, run=run)


def lines(told: Transcript, *kinds: str) -> list[Entry]:
    """The entries of these kinds; all without any."""
    return [entry for entry in told.entries if not kinds or entry.what in kinds]
