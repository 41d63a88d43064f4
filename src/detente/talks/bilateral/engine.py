"""One exchange of offers in full: the readable reference of alternating offers.

A round: the party whose turn it is offers the package that gives it least among those that give what it aims
at; the other takes note of it, sees what it would offer next, and accepts, refuses, or walks out.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from detente.kernels.talks.bilateral import (
    AFTER,
    AT_LEAST,
    CLOCK,
    NEVER,
    NEXT,
    PLANNED,
    RELATIVE,
    Manners,
)
from detente.kernels.talks.counter import UNIT, bits, run_key
from detente.kernels.talks.shapes import ENDS, FACTS
from detente.talks.bilateral.exchange import Exchange
from detente.talks.bilateral.sides import Pair
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.tables import DAYS, TalksTables
from detente.talks.tactics.concession import LEVEL

__all__ = ["prepared", "run_bilateral"]


def run_bilateral(tables: TalksTables, protocol: AlternatingOffers, *, seed: int, run: int) -> Exchange:
    """One run in full, by its number: the same whatever else is run.

    TalksError when there are not two parties; see `Pair` for what else may be refused.

    >>> from detente.analysis.space import OutcomeSpace
    >>> from detente.case.library import example
    >>> from detente.talks.setting.values import Setting
    >>> tables = TalksTables(OutcomeSpace(example("panama-canal-1974")), Setting(id="plain", days=50))
    >>> run_bilateral(tables, AlternatingOffers(), seed=1, run=7).outcome
    'deal'
    """
    pair = prepared(tables, protocol)
    return _play(pair, _sides_of(pair, seed, run), seed, run)


@lru_cache(maxsize=4)
def prepared(tables: TalksTables, protocol: AlternatingOffers) -> Pair:
    """Two parties under a protocol, made ready once."""
    return Pair(tables, protocol)


@dataclass(slots=True)
class _Side:
    """A party in the course of an exchange; row of packages, what it asks by day, what it remembers."""

    own: list[int]
    other: list[int]
    order: list[int]
    sizes: int
    floors: list[int]
    asks: int
    low: int
    shift: int
    levels: list[int]
    manners: "_Manner"
    level: int = LEVEL
    aim: int = 0
    best: int = NEVER
    values: list[int] = field(default_factory=list)

    def offer(self, day: int) -> int:
        """The place of the package to offer on a day, -1 for none."""
        floor, kind = self.floors[day], self.manners.kind
        if kind == CLOCK:
            level = self.levels[day]
            aim = floor + (self.asks * (min(self.level, level)) >> 20)
        else:
            aim = max(self.manners.plan[day] if kind == PLANNED else self.aim, floor)
        place = bisect_left(self.own, aim, 0, self.sizes)
        if place == self.sizes:
            place -= 1
        return place if place >= 0 and self.own[place] >= floor else -1

    def receive(self, worth: int) -> None:
        """Take note of an offer that is worth so much."""
        m = self.manners
        if worth > self.best:
            if m.matches and self.best != NEVER:
                self.level = max(self.level - m.matches, 0)
            self.best = worth
        if m.kind in (CLOCK, PLANNED) or worth == NEVER:
            return
        self.values.append(worth)
        if len(self.values) <= m.window or self.values[-1 - m.window] == worth:
            return
        before = self.values[-1 - m.window]
        if m.kind == RELATIVE:
            old = ((before - self.low) >> self.shift) + 1
            new = ((worth - self.low) >> self.shift) + 1
            aim = self.low + ((((self.aim - self.low) >> self.shift) * old // new) << self.shift)
        else:
            aim = self.aim - _part(worth - before, m.share)
        self.aim = min(max(aim, self.floors[1]), self.floors[1] + self.asks)

    def accepts(self, worth: int, place: int, day: int, rounds: int) -> bool:
        """Whether an offer is taken, given the place of the package to offer next."""
        m, floor = self.manners, self.floors[day]
        if worth == NEVER or worth < floor:
            return False
        if m.kind == PLANNED:
            return worth >= m.accepts[day]
        if m.rule == AT_LEAST:
            return worth >= m.least
        if m.rule == AFTER:
            return day >= m.since
        own = self.own[place] if place >= 0 and day < rounds else floor
        if (worth if m.times == LEVEL else _part(worth, m.times)) + m.plus >= own:
            return True
        return m.rule != NEXT and day >= m.since and worth >= m.least


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How one party bargains, as plain numbers."""

    kind: int
    levels: list[list[int]]
    matches: int
    share: int
    window: int
    plan: list[int]
    accepts: list[int]
    leaves: list[bool]
    rule: int
    times: int
    plus: int
    least: int
    since: int

    @classmethod
    def of(cls, manners: Manners, party: int) -> "_Manner":
        """The manner of one of the two parties."""
        return cls(**{name: getattr(manners, name)[party].tolist() for name in cls.__slots__})


def _manners(pair: Pair) -> tuple[_Manner, _Manner]:
    """How each of the two bargains, as plain numbers, made once."""
    if not pair.plain_manners:
        pair.plain_manners.extend(_Manner.of(pair.manners, p) for p in range(2))
    return pair.plain_manners[0], pair.plain_manners[1]


def _part(amount: int, level: int) -> int:
    """An amount times a level of 2**-20, rounded towards zero."""
    return amount * level >> 20 if amount >= 0 else -(-amount * level >> 20)


def _sides_of(pair: Pair, seed: int, run: int) -> tuple[list[dict[str, Any]], Any, Any]:
    """Both sides of a run as lists, with utilities and asked amounts of every actor."""
    if not pair.varies and pair.plain:
        kept: tuple[list[dict[str, Any]], Any, Any] = pair.plain[0]
        return kept
    sides, utilities, asked = pair.drawn(seed, run, 1)
    both = [{name: getattr(sides, name)[0][p].tolist() for name in sides._fields} for p in range(2)]
    found = both, utilities[0], asked[0]
    if not pair.varies:
        pair.plain.append(found)
    return found


def _begin(pair: Pair, both: list[dict[str, Any]], seed: int, run: int) -> tuple[int, list[_Side]]:
    """Who proposes first, and both parties before the first round."""
    key = run_key(seed, DAYS, run)
    numbers = [bits(key, 0, slot) / UNIT for slot in range(3)]
    manners, name = _manners(pair), pair.protocol.first
    first = pair.tables.names.parties.index(name) if name else int(numbers[0] * 2)
    found = []
    for p, side in enumerate(both):
        manner = manners[p]
        curve = int(numbers[1 + p] * int(pair.curves[p]))
        found.append(
            _Side(**side, levels=manner.levels[curve], manners=manner, aim=side["floors"][1] + side["asks"])
        )
    return first, found


def _play(pair: Pair, sides: tuple[list[dict[str, Any]], Any, Any], seed: int, run: int) -> Exchange:
    """All rounds, and what is kept of them."""
    both, utilities, asked = sides
    first, parties = _begin(pair, both, seed, run)
    rounds, day, left, refused = pair.manners.rounds, 0, -1, -1
    offers: list[tuple[int, int, int]] = []
    p = first
    place, deal = parties[p].offer(1), False
    while day < rounds:
        day += 1
        mine, yours = parties[p], parties[1 - p]
        p = 1 - p
        if place < 0:
            place = yours.offer(day + 1)
            continue
        worth = mine.other[place]
        offers.append((day, 1 - p, mine.order[place]))
        yours.receive(worth)
        place = yours.offer(day + 1)
        deal = yours.accepts(worth, place, day, rounds)
        refused = -1 if deal else p
        if deal:
            break
        if yours.manners.kind == PLANNED and yours.manners.leaves[day]:
            left = p
            break
    fixed = pair.tables.fixed
    on = ENDS.index("deadline" if fixed.deadline == fixed.last_day else "ran on")
    end = ENDS.index("deal") if deal else ENDS.index("walked out") if left >= 0 else on
    facts = dict.fromkeys(FACTS, 0)
    facts |= {"end": end, "day": day, "texts": len(offers), "ended_by": left}
    facts["refused_by"] = 1 << refused if refused >= 0 else 0
    agreed = offers[-1][2] if deal else -1
    return Exchange(
        seed=seed,
        run=run,
        parties=pair.tables.names.parties,
        offers=tuple((d, who, pair.texts[number]) for d, who, number in offers),
        facts=tuple(facts.items()),
        gains=tuple(int(u[agreed] - a[day]) if deal else 0 for u, a in zip(utilities, asked, strict=True)),
    )
