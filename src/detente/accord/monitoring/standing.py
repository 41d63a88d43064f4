"""What can still come of the situations of a belief: what is settled for good, and who can force what.

The accord is asked again from today's possible situations on, under every order of play.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import Expr, evaluate
from detente.accord.game.graph import Columns, Game
from detente.accord.language.dates import date_of
from detente.accord.monitoring.belief import Belief
from detente.accord.monitoring.drafted import draft_of
from detente.accord.monitoring.results import ForceNow, StandingVerdict
from detente.accord.monitoring.rows import Bools, Ints
from detente.accord.monitoring.shares import Shares
from detente.accord.space import AccordSpace
from detente.kernels.games.attractor import attractor

__all__ = ["Outcomes", "coalitions", "usual_conditions"]

VALUES = ("permanently true", "currently true", "currently false", "permanently false")


def coalitions(space: AccordSpace) -> tuple[tuple[str, ...], ...]:
    """Each party alone, and each with each mediator or guarantor who has something to do."""
    accord = space.accord
    acting = [side for side in accord.others if side in space.rules.sides]
    pairs = [tuple(sorted((party, other))) for party in accord.parties for other in acting]
    return (*((party,) for party in accord.parties), *pairs)


def usual_conditions(belief: Belief) -> tuple[str, ...]:
    """What is asked unless told otherwise: phases and ends reached, nobody in breach, duties performed."""
    rules = belief.rules
    phases = [f"reached({phase})" for phase in rules.phases[1:]]
    clean = [f"not breach({party})" for party in rules.accord.parties]
    done = [f"performed({clause})" for clause in belief.rows.parts]
    return (*phases, *clean, *done)


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """The games that begin in the situations of a belief which are no ends."""

    belief: Belief
    space: AccordSpace
    shares: Shares
    running: Bools
    memory: dict[int, Ints] = field(default_factory=dict)

    @classmethod
    def of(cls, belief: Belief, space: AccordSpace, shares: Shares, most: int) -> "Outcomes":
        """Ready to be asked; `space` names the accord, its wording and readings."""
        running = ~belief.rows.holds(belief.rules.ended)
        last = space.rules.variables[1].high
        start = [
            {**values, "day": min(values["day"], last)}
            for values, goes in zip(belief.situations, running, strict=True)
            if goes
        ]
        later = AccordSpace(
            space.accord,
            wording=space.wording,
            readings=space.chosen,
            order=space.orders[0] if len(space.orders) == 1 else (),
            start=start,
            most=most,
        )
        return cls(belief=belief, space=later, shares=shares, running=running)

    @cached_property
    def games(self) -> tuple[Game, ...]:
        """One for each order of play; with chance too where the accord names hazards. None after the end."""
        if not self.running.any():
            return ()
        chance = [self.space.hazardous] if "chance" in self.belief.rules.stages else []
        return (*self.space.games, *chance)

    def verdict(self, condition: str) -> StandingVerdict:
        """Whether a condition holds now, and whether that can change; what is `reached(phase)` stays so."""
        if condition.startswith("reached(") and condition.endswith(")"):
            phase = condition[len("reached(") : -1]
            now = self.belief.rules.label(f"phase({phase})")
            known = self.belief.rows.since[f"reached:{phase}"][1] > 0
            true, lasting = known | self.belief.rows.holds(now), known | self.belief.rows.holds(now)
        else:
            now = draft_of(self.belief.rules).condition(condition)
            true = self.belief.rows.holds(now)
            lasting = true & ~self._reachable(now, true, wanted=False)
        hopeless = ~true & ~self._reachable(now, ~true, wanted=True)
        found = np.select([lasting, true, ~hopeless], [0, 1, 2], 3)
        values = np.unique(found)
        for value in values[: 1 if len(values) == 2 else None]:
            self.shares.of(found == value)
        counts = [(VALUES[value], int((found == value).sum())) for value in values]
        return StandingVerdict(condition=condition, values=tuple(counts))

    def force(self, question: str, coalition: Sequence[str]) -> tuple[ForceNow, ...]:
        """What a coalition can force, blameless: "collapse", "entrap", "walk-away" or "stall".

        "stall": keep the accord for ever from going on beyond the phase it is in, asked for each such phase.
        """
        if not self.running.any():
            return ()
        if question != "stall":
            return (self._force(question, tuple(coalition), ""),)
        rules = self.belief.rules
        now = np.unique(self.belief.columns["phase"][self.running])
        return tuple(self._force("stall", tuple(coalition), rules.phases[phase]) for phase in now)

    def _force(self, question: str, coalition: tuple[str, ...], phase: str) -> ForceNow:
        from detente.accord.questions.ability import aim_of
        from detente.accord.questions.forcing import Goal, answer, blamed, mask, say_coalition

        aim = aim_of(self.space, question, coalition)
        does = aim.does
        asked = self.running
        if phase:
            does = (
                f"keep the accord for ever in {self.space.accord.phase(phase).name} without being in breach"
            )
            asked = asked & self.belief.rows.holds(self.belief.rules.label(f"phase({phase})"))
        held, days = [], []
        for game in self.space.games:
            goal = aim.goal(game)
            if phase:
                beyond = ~mask(game, f"phase({phase})") | blamed(game, coalition)
                goal = Goal(where=beyond, shun=True)
            found = answer(game, coalition, goal)
            held.append(self._column(game, found.region, asked) > 0)
            days.append(self._column(game, found.rank, asked))
        sure, some = np.all(held, axis=0), np.any(held, axis=0)
        by = None
        if question != "stall" and sure.any():
            steps = int(np.max(days, axis=0)[sure].max())
            last = self.belief.day - 1 + max(1, -(-steps // len(self.space.rules.stages)))
            by = date_of(self.space.accord.calendar, last)
        return ForceNow(
            question=question,
            asks=f"Can {say_coalition(self.space.accord, coalition)} {does}?",
            coalition=coalition,
            held=self.shares.of(sure),
            depends=int((some & ~sure).sum()),
            by=by,
        )

    def _reachable(self, condition: Expr, asked: Bools, *, wanted: bool) -> Bools:
        """From which of the situations asked about the condition can come to have that value."""
        found = np.zeros(len(self.belief), dtype=bool)
        for game in self.games if (asked & self.running).any() else ():
            holds = np.asarray(evaluate(condition, Columns(game)), dtype=bool)
            target = np.broadcast_to(holds == wanted, (game.situations,)).copy()
            everyone = np.ones(game.situations, dtype=bool)
            rank = attractor(game.start, game.to, everyone, target, preds=game.incoming).rank
            found |= self._column(game, rank >= 0, self.running) > 0
        return found

    def _numbers(self, game: Game) -> Ints:
        """The number in a game of each situation of the belief; 0 for those that have ended."""
        known = self.memory.get(id(game))
        if known is None:
            columns = dict(self.belief.columns)
            columns["day"] = np.minimum(columns["day"], game.sizes["day"] - 1)
            codes = np.zeros(len(self.belief), dtype=np.int64)
            for name, stride in game.strides.items():
                codes += columns[name] * stride
            known = np.searchsorted(game.codes[: game.initial], codes) % game.initial
            self.memory[id(game)] = known
        return known

    def _column(self, game: Game, values: npt.NDArray[Any], where: Bools) -> Ints:
        """What a game says of the situations of the belief, as a column over all of them; 0 elsewhere."""
        return np.where(where, values[self._numbers(game)].astype(np.int64), 0)
