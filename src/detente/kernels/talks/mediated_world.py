"""Many runs of mediated talks at once: what changes in them, and how each day begins.

Arrays have the runs as their last axis. `Runs` holds those that are still under way, with what they draw; a
choice of runs (`Who`) is a slice of all of them or their places. Numbers are addressed, so that what cannot
matter is never drawn.
"""

from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.counter import UNIT, bits_scalar, day_keys
from detente.kernels.talks.mediated_plan import KINDS, Plan
from detente.kernels.talks.shapes import FACTS, SLOTS, Drawn

__all__ = [
    "ANSWERING",
    "DRAFTING",
    "RATIFYING",
    "Int",
    "Runs",
    "State",
    "Who",
    "asked",
    "part",
    "pick",
    "wake",
]

Int: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Who: TypeAlias = slice | NDArray[np.intp]

DRAFTING, ANSWERING, RATIFYING = 0, 1, 2

_EVERY = slice(None)
_KEPT_APART = ("scores", "terms")


@dataclass(slots=True)
class State:
    """What changes in a run. Sets of parties are bits; `out` is the text out (-1 before the first)."""

    number: Int
    row: Int
    keys: NDArray[np.uint64]
    alive: Bools
    facts: Int
    stage: Int
    until: Int
    count: Int
    left: Int
    gone: Int
    kept: Int
    failed: Int
    public: Int
    public_day: Int
    blamed: Int
    blamed_day: Int
    worded: Bools
    summit: Int
    ended_by: Int
    struck: Int
    level: Int
    last: Int
    compared: Bools
    referred: Int
    out: Int
    since: Int
    back: Bools
    open: Bools
    answered: Int
    yes: Int
    against: Int
    named: Int
    heard: Int
    standing: Int
    aside: Bools
    together: Int
    blocked: Int
    sums: Int
    held: Bools
    carried: Int
    waiting: Bools
    voted: Bools
    votes: Bools

    @classmethod
    def begin(cls, plan: Plan, drawn: Drawn, keys: NDArray[np.uint64]) -> "State":
        """The state before the first day; `drawn` has the runs last."""
        f, n = plan.fixed, len(keys)
        first: dict[str, tuple[int, ...]] = {
            name: (size,)
            for size, names in (
                (len(FACTS), ("facts",)),
                (len(f.effect_source), ("until", "count")),
                (len(f.counter_start), ("left",)),
                (len(f.summit_day), ("summit",)),
                (len(f.threat_actor), ("gone", "held")),
                (len(f.parties), _BY_PARTY),
                (len(f.gain_leaf), ("worded", "waiting", "voted", "votes")),
                (len(f.sizes), ("out", "standing", "aside", "together")),
                (len(f.leaf_actor), ("sums",)),
            )
            for name in names
        }
        kinds = {name: np.bool_ if name in _FLAGS else np.int64 for name in cls.__slots__}
        state = cls(**{name: np.zeros((*first.get(name, ()), n), kind) for name, kind in kinds.items()})
        state.number, state.row, state.keys = np.arange(n), np.arange(n), keys
        state.alive |= True
        state.left += f.counter_start[:, None]
        state.summit += f.summit_day[:, None]
        state.kept += drawn.trust[:, 0]
        state.failed += drawn.trust[:, 1]
        state.level += 2**20
        state.out -= 1
        state.named -= 1
        state.ended_by -= 1
        return state


_BY_PARTY = (
    *("kept", "failed", "public", "public_day", "blamed", "blamed_day"),
    *("level", "last", "against", "named"),
)
_FLAGS = frozenset(
    {"alive", "worded", "compared", "back", "open", "aside", "held", "waiting", "voted", "votes"}
)


@dataclass(slots=True)
class Runs:
    """Runs under way. `awake` tells which are not suspended today, None for all; `today` the day's keys."""

    plan: Plan
    drawn: Drawn
    state: State
    day: int = 0
    today: NDArray[np.uint64] | None = None
    awake: Bools | None = None

    @classmethod
    def begin(cls, plan: Plan, drawn: Drawn, keys: NDArray[np.uint64]) -> "Runs":
        """Runs before the first day; `drawn` has the runs first."""
        moved = Drawn(
            *(
                np.ascontiguousarray(a if name in _KEPT_APART else np.moveaxis(a, 0, -1))
                for name, a in zip(Drawn._fields, drawn, strict=True)
            )
        )
        return cls(plan, moved, State.begin(plan, moved, keys))

    def size(self, who: Who) -> int:
        """How many are chosen."""
        return len(self.state.stage) if isinstance(who, slice) else len(who)

    def rows(self, who: Who) -> Any:
        """The rows of the chosen in the tables of scores: places, or 0 where there is one row."""
        return self.state.row[who] if len(self.drawn.scores) > 1 else 0

    def term(self, leaf: int, condition: int, who: Who) -> Any:
        """What a condition adds to a leaf: (chosen,), or (1,) where there is one row."""
        column = self.drawn.terms[:, leaf, condition]
        return column[self.state.row[who]] if len(column) > 1 else column

    def draw(self, slot: int, who: Who) -> Int:
        """Today's numbers at a slot."""
        return self.draw_at(np.array([slot], np.uint64), who)

    def draw_at(self, slots: NDArray[np.uint64], who: Who) -> Int:
        """Today's numbers at a slot of each of the chosen."""
        if self.today is None:
            self.today = day_keys(self.state.keys, self.day)
        found: Int = bits_scalar(self.today[who], slots).view(np.int64)
        return found

    def happens(self, slot: int, chance: Int, who: Who) -> Bools:
        """Whether something of that chance (of 2**53) happens today; `chance` is (1,) or (chosen,)."""
        if chance.shape[-1] == 1:
            only = int(chance[0])
            if only <= 0 or only >= UNIT:
                return np.full(self.size(who), only > 0)
        found: Bools = self.draw(slot, who) < chance
        return found

    def among(self, stage: int) -> Bools:
        """Which are in that stage and not suspended."""
        found: Bools = self.state.stage == stage
        return found if self.awake is None else found & self.awake

    def active(self, effect: int, who: Who) -> Bools:
        """Where an effect is in force today."""
        return (self.state.count[effect, who] > 0) & (self.state.until[effect, who] >= self.day)

    def acts(self, kind: int, on: int, who: Who) -> Bools | None:
        """Where some effect of this kind on this number is in force; None where there is no such effect."""
        found = None
        for effect in self.plan.effects.get((kind, on), ()):
            here = self.active(effect, who)
            found = here if found is None else found | here
        return found

    def sum_of(self, kind: int, on: int, who: Who) -> Any:
        """The amounts of the effects of this kind on this number that are in force today."""
        total: Any = 0
        for e in self.plan.effects.get((kind, on), ()):
            amount = self.state.count[e, who] * part(self.drawn.amounts[e], who)
            total = total + np.where(self.active(e, who), amount, 0)
        return total

    def keep(self, who: NDArray[np.intp]) -> None:
        """Go on with the chosen alone."""
        for field in fields(State):
            setattr(self.state, field.name, getattr(self.state, field.name).take(who, axis=-1))
        self.drawn = Drawn(
            *(
                a if name in _KEPT_APART or a.shape[-1] == 1 else a.take(who, axis=-1)
                for name, a in zip(Drawn._fields, self.drawn, strict=True)
            )
        )


def pick(mask: Bools) -> Who | None:
    """The places where a mask holds: all, some, or None for none."""
    count = np.count_nonzero(mask)
    if count == 0:
        return None
    return _EVERY if count == len(mask) else np.flatnonzero(mask)


def part(drawn: NDArray[Any], who: Who) -> Any:
    """What the chosen draw, from an array with the runs last, or the one row of all."""
    return drawn if drawn.shape[-1] == 1 else drawn[..., who]


def asked(runs: Runs, actor: int, who: Who) -> Any:
    """What an actor asks of a deal today: (chosen,), or (1,) where it is the same in all."""
    plan, f, d, s = runs.plan, runs.plan.fixed, runs.drawn, runs.state
    total = part(d.reservation[actor, f.epoch[actor, runs.day]], who)
    if (KINDS.RESERVATION, actor) in plan.effects:
        total = total + runs.sum_of(KINDS.RESERVATION, actor, who)
    party = int(f.party_of[actor])
    if party >= 0 and plan.publicity:
        total = total + s.public[party, who] * part(d.audience[actor], who)
    if party >= 0 and plan.blames and f.principal[party] == actor:
        total = total - s.blamed[party, who] * part(d.blame[party], who)
    total = total - runs.day * part(d.delay[actor], who)
    for c in plan.counters.get(actor, ()):
        total = total + (int(f.counter_start[c]) - s.left[c, who]) * part(d.adds[c], who)
    if plan.words:
        total = total - s.worded[actor, who] * part(d.word[actor], who)
    return total


def wake(runs: Runs, day: int) -> None:
    """Begin a day: returns, happenings, hazards, counters, summits that slip, publicity that fades."""
    runs.day, runs.today = day, None
    plan, f, d, s = runs.plan, runs.plan.fixed, runs.drawn, runs.state
    for x in range(len(f.threat_actor)):
        days = int(f.returns[f.threat_actor[x]])
        if days > 0:
            gone = s.gone[x]
            gone[(gone > 0) & (day >= gone + days)] = 0
    _strikes(runs)
    for c in range(len(f.counter_start)):
        left = s.left[c]
        safe = np.maximum(left, 1)
        chance = np.minimum(d.falls[c], UNIT // safe + 1) * safe
        left -= (left > 0) & runs.happens(SLOTS.COUNTER + c, chance, _EVERY)
    for k in range(len(f.summit_day)):
        if f.summit_day[k] == day:
            slips = (s.summit[k] == day) & runs.happens(SLOTS.SLIP + k, d.slips[k], _EVERY)
            s.summit[k, slips] = day + 7
    if plan.publicity:
        _fade(s.public, s.public_day, day, f.fades)
    if plan.blames:
        _fade(s.blamed, s.blamed_day, day, f.fades)
    asleep = runs.acts(KINDS.SUSPENDS, -1, _EVERY)
    runs.awake = None if asleep is None else ~asleep


def _fade(steps: Int, since: Int, day: int, fades: int) -> None:
    days = day - since
    steps -= (steps > 0) & (days > 0) & (days % fades == 0)


def _strikes(runs: Runs) -> None:
    plan, f, d, s = runs.plan, runs.plan.fixed, runs.drawn, runs.state
    hazards = len(f.hazard_once)
    for n, due in enumerate(f.happening_day.tolist()):
        if due == runs.day:
            _strike(runs, hazards + n, runs.happens(SLOTS.HAPPENING + n, d.chances[n], _EVERY))
    for h in range(hazards):
        rate = d.rates[h]
        if (KINDS.RATE, h) in plan.effects:
            rate = rate + runs.sum_of(KINDS.RATE, h, _EVERY)
        strikes = runs.happens(SLOTS.HAZARD + h, rate, _EVERY)
        if f.hazard_once[h]:
            strikes &= (s.struck >> h & 1) == 0
        _strike(runs, h, strikes)


def _strike(runs: Runs, source: int, strikes: Bools) -> None:
    plan, f, s = runs.plan, runs.plan.fixed, runs.state
    who = pick(strikes)
    if who is None:
        return
    s.struck[who] |= 1 << source
    for e in plan.effects_of.get(source, ()):
        days = int(f.effect_days[e])
        s.until[e, who] = runs.day + days - 1 if days > 0 else f.last_day
        s.count[e, who] = 1 if days > 0 else s.count[e, who] + 1
        if f.effect_kind[e] == KINDS.TRUST:
            s.failed[int(f.effect_on[e]), who] += part(runs.drawn.amounts[e], who)
        if f.effect_kind[e] == KINDS.ENDS:
            s.ended_by[who] = np.where(s.ended_by[who] < 0, source, s.ended_by[who])
