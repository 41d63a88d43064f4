"""The world of one run, day by day: what has struck, what each actor asks, who is away, silent or gone.

This is the plain form: one run, Python integers, in the order in which a day goes. The loops in
`detente.kernels.talks` do the same with arrays and are held to the same bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.kernels.talks.counter import UNIT, bits, run_key
from detente.kernels.talks.shapes import SLOTS, Drawn, Fixed
from detente.talks.moves import Draw, Text
from detente.talks.setting.values import EFFECTS
from detente.talks.tables import DAYS

__all__ = ["Struck", "World", "row_of"]

_KIND = {name: number for number, name in enumerate(EFFECTS)}


@dataclass(frozen=True, slots=True)
class Struck:
    """What changed on a day: "struck" (a source), "lost" (a unit of a counter), "returned", "slipped"."""

    what: str
    number: int


def row_of(drawn: Drawn, run: int) -> dict[str, Any]:
    """What one run of a block draws, as arrays without the axis of runs."""
    return {name: a[run if len(a) > 1 else 0] for name, a in zip(Drawn._fields, drawn, strict=True)}


@dataclass(slots=True)
class World:
    """The changing part of a run. Effects and counters by number; actors, parties likewise."""

    fixed: Fixed
    row: dict[str, Any]
    key: int
    day: int = 0
    until: list[int] = field(default_factory=list)
    count: list[int] = field(default_factory=list)
    struck: int = 0
    left: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    public: list[int] = field(default_factory=list)
    public_day: list[int] = field(default_factory=list)
    blamed: list[int] = field(default_factory=list)
    blamed_day: list[int] = field(default_factory=list)
    worded: list[bool] = field(default_factory=list)
    summit: list[int] = field(default_factory=list)
    ended_by: int = -1

    @classmethod
    def begin(cls, fixed: Fixed, row: dict[str, Any], seed: int, run: int) -> "World":
        """The world before the first day of a run."""
        parties, actors = len(fixed.parties), len(fixed.gain_leaf)
        effects = len(fixed.effect_source)
        trust = row["trust"]
        return cls(
            fixed=fixed,
            row=row,
            key=run_key(seed, DAYS, run),
            until=[0] * effects,
            count=[0] * effects,
            left=fixed.counter_start.tolist(),
            gone=[0] * len(fixed.threat_actor),
            kept=[int(trust[p, 0]) for p in range(parties)],
            failed=[int(trust[p, 1]) for p in range(parties)],
            public=[0] * parties,
            public_day=[0] * parties,
            blamed=[0] * parties,
            blamed_day=[0] * parties,
            worded=[False] * actors,
            summit=fixed.summit_day.tolist(),
        )

    # --- chance ---------------------------------------------------------------------------------------------

    def draw(self, slot: int) -> int:
        """The number of 53 bits of today at a slot."""
        return bits(self.key, self.day, slot)

    def happens(self, slot: int, chance: int) -> bool:
        """Whether something of that chance (of 2**53) happens today."""
        return self.draw(slot) < int(chance)

    def drawer(self, base: int) -> Draw:
        """Today's numbers from a base slot on."""
        return lambda slot: self.draw(base + slot)

    # --- the day --------------------------------------------------------------------------------------------

    def wake(self, day: int) -> list[Struck]:
        """Begin a day: returns, happenings, hazards, counters, summits that slip, publicity that fades."""
        self.day = day
        found = [Struck("returned", k) for k in range(len(self.gone)) if self.gone[k] and self._returns(k)]
        found += self._strikes()
        for c, left in enumerate(self.left):
            chance = min(UNIT, int(self.row["falls"][c]) * left)
            if left > 0 and self.happens(SLOTS.COUNTER + c, chance):
                self.left[c] -= 1
                found.append(Struck("lost", c))
        for s, due in enumerate(self.summit):
            first = due == int(self.fixed.summit_day[s])
            if due == day and first and self.happens(SLOTS.SLIP + s, self.row["slips"][s]):
                self.summit[s] = due + 7
                found.append(Struck("slipped", s))
        fades = self.fixed.fades
        for p in range(len(self.public)):
            if self.public[p] > 0 and day > self.public_day[p] and (day - self.public_day[p]) % fades == 0:
                self.public[p] -= 1
            if self.blamed[p] > 0 and day > self.blamed_day[p] and (day - self.blamed_day[p]) % fades == 0:
                self.blamed[p] -= 1
        return found

    def _returns(self, threat: int) -> bool:
        days = int(self.fixed.returns[self.fixed.threat_actor[threat]])
        if days > 0 and self.day >= self.gone[threat] + days:
            self.gone[threat] = 0
            return True
        return False

    def _strikes(self) -> list[Struck]:
        found = []
        hazards = len(self.fixed.hazard_once)
        for n, due in enumerate(self.fixed.happening_day.tolist()):
            if due == self.day and self.happens(SLOTS.HAPPENING + n, self.row["chances"][n]):
                self._strike(hazards + n)
                found.append(Struck("struck", hazards + n))
        for h in range(hazards):
            if self.fixed.hazard_once[h] and self.struck >> h & 1:
                continue
            rate = int(self.row["rates"][h]) + self.sum_of("rate", h)
            if self.happens(SLOTS.HAZARD + h, rate):
                self._strike(h)
                found.append(Struck("struck", h))
        return found

    def _strike(self, source: int) -> None:
        self.struck |= 1 << source
        for e, own in enumerate(self.fixed.effect_source.tolist()):
            if own != source:
                continue
            days = int(self.fixed.effect_days[e])
            self.until[e] = self.day + days - 1 if days > 0 else self.fixed.last_day
            self.count[e] = 1 if days > 0 else self.count[e] + 1
            if self.fixed.effect_kind[e] == _KIND["trust"]:
                self.failed[int(self.fixed.effect_on[e])] += int(self.row["amounts"][e])
            if self.fixed.effect_kind[e] == _KIND["ends"] and self.ended_by < 0:
                self.ended_by = source

    # --- what holds today -----------------------------------------------------------------------------------

    def acts(self, kind: str, on: int) -> bool:
        """Whether an effect of this kind on this number is in force today."""
        return any(True for _ in self._active(kind, on))

    def sum_of(self, kind: str, on: int) -> int:
        """The amounts of the effects of this kind on this number that are in force today."""
        return sum(self.count[e] * int(self.row["amounts"][e]) for e in self._active(kind, on))

    def _active(self, kind: str, on: int) -> Sequence[int]:
        fixed = self.fixed
        return [
            e
            for e in range(len(self.until))
            if self.count[e]
            and self.until[e] >= self.day
            and fixed.effect_kind[e] == _KIND[kind]
            and fixed.effect_on[e] == on
        ]

    def away_for_good(self, party: int) -> bool:
        """Whether a party has left the talks for good."""
        return any(self.fixed.effect_days[e] == 0 for e in self._active("away", party))

    def mandate(self, party: int) -> int:
        """The mandate of a party's delegation today: of those in force the last in the list."""
        active = self._active("mandate", party)
        return int(self.fixed.effect_to[active[-1]]) if active else int(self.fixed.mandate[party])

    def inside(self, party: int, text: Text) -> bool:
        """Whether a delegation may sign a text without asking."""
        columns = self.fixed.offsets[:-1] + np.array(text)
        return bool(self.fixed.mandates[self.mandate(party), columns].all())

    def allows(self, party: int, limits: tuple[Text, ...]) -> bool:
        """Whether a delegation's mandate allows every option of these, given by issue."""
        columns = [int(self.fixed.offsets[i]) + o for i, options in enumerate(limits) for o in options]
        return bool(self.fixed.mandates[self.mandate(party), columns].all())

    # --- what a text is worth -------------------------------------------------------------------------------

    def holds(self, condition: int, text: Text) -> bool:
        """Whether a condition on packages holds for a text."""
        fixed = self.fixed
        hits = [bool(fixed.literals[condition, fixed.offsets[i] + option]) for i, option in enumerate(text)]
        if fixed.mode[condition] == 1:
            return any(hits)
        return all(hit for hit, touched in zip(hits, fixed.touches[condition], strict=True) if touched)

    def sum_leaf(self, leaf: int, text: Text) -> int:
        """Scores and terms of a leaf for a text."""
        offsets, scores, terms = self.fixed.offsets, self.row["scores"][leaf], self.row["terms"][leaf]
        total = sum(int(scores[offsets[i] + option]) for i, option in enumerate(text))
        return total + sum(int(terms[t]) for t in range(len(terms)) if terms[t] and self.holds(t, text))

    def utility(self, actor: int, text: Text) -> int:
        """Utility of a text to an actor, on its grid, with what it costs that a ratifier has quit."""
        total = self.sum_leaf(int(self.fixed.gain_leaf[actor]), text)
        for x, day in enumerate(self.gone):
            condition = int(self.fixed.threat_condition[x])
            if (
                day
                and self.fixed.threat_leaf[x] == self.fixed.gain_leaf[actor]
                and not self.holds(condition, text)
            ):
                total += int(self.row["terms"][self.fixed.threat_leaf[x], condition])
        return total

    def asked(self, actor: int) -> int:
        """What an actor asks of a deal today: its reservation, and what has moved it."""
        row, fixed = self.row, self.fixed
        total = int(row["reservation"][actor, fixed.epoch[actor, self.day]]) + self.sum_of(
            "reservation", actor
        )
        party = int(fixed.party_of[actor])
        if party >= 0:
            total += self.public[party] * int(row["audience"][actor])
            if fixed.principal[party] == actor:
                total -= self.blamed[party] * int(row["blame"][party])
        total -= self.day * int(row["delay"][actor])
        for c, on in enumerate(fixed.counter_on.tolist()):
            if on == actor:
                total += (int(fixed.counter_start[c]) - self.left[c]) * int(row["adds"][c])
        return total - (int(row["word"][actor]) if self.worded[actor] else 0)

    def crosses(self, actor: int, text: Text) -> bool:
        """Whether a text crosses a red line of an actor."""
        leaf = int(self.fixed.lines_leaf[actor])
        return leaf >= 0 and self.sum_leaf(leaf, text) < 0

    def feasible(self, text: Text) -> bool:
        """Whether the options of a text can stand together."""
        return self.fixed.feasible < 0 or self.sum_leaf(self.fixed.feasible, text) >= 0
