"""When each phase and end of an accord can begin: shortest and longest ways there, over all plays."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from detente.accord.plan import ENDS
from detente.accord.questions.forcing import blamed, mask, say_orders
from detente.accord.results import AccordBasis, Finding
from detente.accord.space import AccordSpace
from detente.kernels.games.attractor import attractor

__all__ = ["PhaseDays", "PhasesReport", "day_of", "phases"]

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
    found = [*(_days(space, phase.id, phase.name) for phase in space.accord.phases)]
    found += [_days(space, end, {"collapse": "collapse", "complete": "completion"}[end]) for end in ENDS]
    return PhasesReport(phases=tuple(found), basis=space.basis(_METHOD), assumes=say_orders(space))


def _days(space: AccordSpace, phase: str, name: str) -> PhaseDays:
    firsts, lasts, blameless, certain = [], [], False, True
    for game in space.games:
        there = mask(game, f"phase({phase})")
        everyone = np.ones(game.situations, dtype=bool)
        begins = slice(0, game.initial)
        soonest = attractor(game.start, game.to, everyone, there, preds=game.incoming).rank
        can = soonest >= 0
        towards = can[game.to]
        longest = attractor(game.start, game.to, ~everyone, there, allowed=towards, preds=game.incoming).rank
        always = attractor(game.start, game.to, ~everyone, there, preds=game.incoming).rank
        cleanly = there & ~blamed(game, space.accord.parties)
        blameless |= bool(
            (attractor(game.start, game.to, everyone, cleanly, preds=game.incoming).rank[begins] >= 0).any()
        )
        certain &= bool((always[begins] >= 0).all())
        day = partial(day_of, stages=len(game.rules.stages), end=phase in ENDS)
        firsts += [day(int(steps)) for steps in soonest[begins] if steps >= 0]
        lasts += [
            day(int(late)) for late, soon in zip(longest[begins], soonest[begins], strict=True) if soon >= 0
        ]
    reached = bool(firsts)
    return PhaseDays(
        phase=phase,
        name=name,
        reached=reached,
        first_day=min(firsts, default=None),
        last_day=None if not reached or 0 in lasts else max(lasts),
        blameless=blameless,
        certain=reached and certain,
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
