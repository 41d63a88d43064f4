"""When each phase and end of an accord can begin: shortest and longest ways there, over all plays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from detente.accord.game.graph import Game
from detente.accord.language.plan import ENDS
from detente.accord.questions.forcing import blamed, mask, say_orders
from detente.accord.questions.paths import shortest_plays
from detente.accord.results import AccordBasis, Finding
from detente.accord.space import AccordSpace
from detente.kernels.games.attractor import attractor
from detente.kernels.games.many import force_many

__all__ = ["PhaseDays", "PhasesReport", "day_of", "phases"]

_NEVER = np.iinfo(np.int64).max
_METHOD = "shortest and longest paths of the game, as attractors of all sides and of none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseDays:
    """Whether and when a phase (or an end) begins, over all plays and orders of play.

    `first_day` and `last_day`: the days of the accord on which it can begin at the earliest and latest; no
    `last_day` where it can be put off for ever. `blameless`: it can begin with nobody in breach. `certain`:
    it begins on every play.
    """

    phase: str
    name: str
    reached: bool
    first_day: int | None = None
    last_day: int | None = None
    blameless: bool = False
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasesReport(Finding):
    """Every phase and end with the days on which it can begin."""

    phases: tuple[PhaseDays, ...]
    basis: AccordBasis
    assumes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """When each begins, on one line."""
        return "; ".join(_say_days(days) for days in self.phases)


def phases(space: AccordSpace) -> PhasesReport:
    """For each phase and end: whether it can be reached, and the first and last day on which it begins."""
    named = {phase.id: phase.name for phase in space.accord.phases} | dict(
        zip(ENDS, ("collapse", "completion"), strict=True)
    )
    ways = [_ways(game, tuple(named)) for game in space.games]
    found = tuple(
        _days(phase, named[phase], each) for phase, each in zip(named, zip(*ways, strict=True), strict=True)
    )
    return PhasesReport(phases=found, basis=space.basis(_METHOD), assumes=say_orders(space))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """How a phase comes about in one game: `lasts` from each beginning that can come there, 0 for never."""

    first: int
    lasts: tuple[int, ...]
    blameless: bool
    certain: bool


def _ways(game: Game, names: Sequence[str]) -> list[_Ways]:
    there = [mask(game, f"phase({name})") for name in names]
    fair = ~blamed(game, game.rules.accord.parties)
    everyone, nobody = np.ones(game.situations, dtype=bool), np.zeros(game.situations, dtype=bool)
    forced = force_many(
        game.layout,
        [everyone, nobody] * len(names) + [everyone] * len(names),
        [at for at in there for _ in range(2)] + [at & fair for at in there],
    )
    soonest = shortest_plays(game).moves
    begins = slice(0, game.initial)
    found = []
    for number, name in enumerate(names):
        can, always = forced[2 * number : 2 * number + 2]
        day = partial(day_of, stages=len(game.rules.stages), end=name in ENDS)
        steps = soonest[there[number] & (soonest >= 0)]
        longest = np.full(game.initial, -1)
        if can[begins].any():
            towards = None if can.all() else can[game.to]
            longest = attractor(
                game.start, game.to, nobody, there[number], allowed=towards, preds=game.incoming
            ).rank[begins]
        found.append(
            _Ways(
                first=day(int(steps.min(initial=_NEVER))) if can[begins].any() else 0,
                lasts=tuple(day(int(late)) for late in longest[can[begins]]),
                blameless=bool(forced[2 * len(names) + number][begins].any()),
                certain=bool(always[begins].all()),
            )
        )
    return found


def _days(phase: str, name: str, ways: Sequence[_Ways]) -> PhaseDays:
    firsts = [way.first for way in ways if way.lasts]
    lasts = [last for way in ways for last in way.lasts]
    reached = bool(firsts)
    return PhaseDays(
        phase=phase,
        name=name,
        reached=reached,
        first_day=min(firsts, default=None),
        last_day=None if not reached or 0 in lasts else max(lasts),
        blameless=any(way.blameless for way in ways),
        certain=reached and all(way.certain for way in ways),
    )


def day_of(steps: int, stages: int, *, end: bool = True) -> int:
    """The day on which something begins after so many steps; 0 for none. An end belongs to its last day."""
    if steps < 0:
        return 0
    return max(1, -(-steps // stages)) if end else steps // stages + 1


def _say_days(days: PhaseDays) -> str:
    if not days.reached:
        return f"{days.name}: never"
    last = f" to {days.last_day}" if days.last_day != days.first_day else ""
    return f"{days.name}: day {days.first_day}{last if days.last_day else ' or later'}"
