"""Alternating offers between two parties, many runs at once with numpy: the plain form of the compiled loop.

A party's packages are sorted by what they give it, so that an offer is a place in that row: the first that
gives what the party aims at. Everything is integers on the grids of the two parties; 2**20 is a whole.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ABSOLUTE",
    "AFTER",
    "AT_LEAST",
    "CLOCK",
    "COMBINED",
    "NEVER",
    "NEXT",
    "PLANNED",
    "RELATIVE",
    "Exchanged",
    "Manners",
    "Sides",
    "play",
]

Int = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER = -(2**62)
"""What a package is worth to a party that would never sign it."""

CLOCK, RELATIVE, ABSOLUTE, PLANNED = range(4)
"""Kinds of tactics: the clock alone, tit-for-tat in shares, tit-for-tat in amounts, a plan round by round."""

NEXT, AT_LEAST, AFTER, COMBINED = range(4)
"""Kinds of acceptance; a party with a plan accepts by its plan."""

WHOLE = 20


class Sides(NamedTuple):
    """What two parties are after. R runs, or an axis of one where they do not differ; N packages, T rounds.

    `sizes` (R, 2) packages that each would sign at all, `order` (R, 2, N) their numbers by what they give it,
    rising; `own` (R, 2, N) that utility and `other` (R, 2, N) what the other party has of it (NEVER where it
    would not sign). `floors` (R, 2, T + 2) is what each asks at least on each round, `asks` (R, 2) what it
    asks above that at first, `low` and `shift` (R, 2) the scale of tit-for-tat in shares.
    """

    sizes: Int
    order: Int
    own: Int
    other: Int
    floors: Int
    asks: Int
    low: Int
    shift: Int


class Manners(NamedTuple):
    """How two parties bargain, the same in every run. K curves, T rounds.

    `levels` (2, K, T + 2) curves of the clock; `matches`, `share`, `window` (2,) what tactics answer to
    offers; `plan` and `accepts` (2, T + 2) utilities of a planned party, `leaves` (2, T + 2) whether it walks
    out after refusing. `rule`, `times`, `plus`, `least`, `since` (2,) are the acceptance.
    """

    rounds: int
    kind: Int
    levels: Int
    matches: Int
    share: Int
    window: Int
    plan: Int
    accepts: Int
    leaves: Bools
    rule: Int
    times: Int
    plus: Int
    least: Int
    since: Int


class Exchanged(NamedTuple):
    """How runs went, all (R,): the `day` of the end, the number of the last `package`, whether a `deal`.

    `texts` counts offers; `left` is who walked out, `refused` who refused last; -1 for none.
    """

    day: Int
    package: Int
    deal: Bools
    texts: Int
    left: Int
    refused: Int


def play(
    sides: Sides, manners: Manners, first: Int, curve: Int, offers: NDArray[np.int32] | None = None
) -> Exchanged:
    """How runs with these first movers (R,) and curves (R, 2) go; `offers` (R, T) is filled where given.

    Ties: among packages of equal utility the one that stands first in the row of the party that offers.
    """
    runs = len(first)
    row = np.arange(runs) if len(sides.sizes) > 1 else np.zeros(runs, np.int64)
    state = _State(sides, manners, first, curve, row)
    found = Exchanged(
        day=np.zeros(runs, np.int64),
        package=np.full(runs, -1, np.int64),
        deal=np.zeros(runs, np.bool_),
        texts=np.zeros(runs, np.int64),
        left=np.full(runs, -1, np.int64),
        refused=np.full(runs, -1, np.int64),
    )
    live = np.arange(runs)
    who = first.copy()
    place = state.offer(live, who, 1)
    for day in range(1, manners.rounds + 1):
        if not len(live):
            break
        p = who[live]
        q = 1 - p
        found.day[live] = day
        made = place >= 0
        spot = np.maximum(place, 0)
        worth = np.where(made, sides.other[row[live], p, spot], NEVER)
        found.package[live] = np.where(made, sides.order[row[live], p, spot], found.package[live])
        found.texts[live] += made
        if offers is not None:
            offers[live[made], day - 1] = found.package[live[made]]
        state.receive(live[made], q[made], worth[made])
        place = state.offer(live, q, day + 1)
        yes = made & state.accepts(live, q, worth, place, day)
        found.refused[live] = np.where(made & ~yes, q, found.refused[live])
        found.deal[live] = yes
        found.refused[live[yes]] = -1
        walks = made & ~yes & (manners.kind[q] == PLANNED) & manners.leaves[q, day]
        found.left[live[walks]] = q[walks]
        who[live] = q
        going = ~yes & ~walks
        live, place = live[going], place[going]
    return found


def _part(amount: Int, level: Int) -> Int:
    """Amounts times levels of 2**-20, rounded towards zero; amounts may exceed 2**43."""
    size = np.abs(amount)
    found = (size >> WHOLE) * level + (((size & (2**WHOLE - 1)) * level) >> WHOLE)
    signed: Int = np.where(amount < 0, -found, found)
    return signed


class _State:
    """What parties remember: what they aim at, how far they came down, what they were offered."""

    def __init__(self, sides: Sides, manners: Manners, first: Int, curve: Int, row: Int) -> None:
        self.sides, self.manners, self.row, self.curve = sides, manners, row, curve
        runs = len(first)
        self.level = np.full((runs, 2), 2**WHOLE, np.int64)
        self.aim = (sides.floors[:, :, 1] + sides.asks)[row]
        self.best = np.full((runs, 2), NEVER, np.int64)
        self.heard = np.zeros((runs, 2), np.int64)
        self.values = np.zeros((runs, 2, manners.rounds + 1), np.int64)

    def receive(self, live: Int, q: Int, worth: Int) -> None:
        """Party q of these runs is offered something worth so much to it."""
        m, s = self.manners, self.sides
        better = (worth > self.best[live, q]) & (self.best[live, q] != NEVER)
        down = np.maximum(self.level[live, q] - m.matches[q], 0)
        self.level[live, q] = np.where(better, down, self.level[live, q])
        self.best[live, q] = np.maximum(self.best[live, q], worth)
        seen = (worth != NEVER) & ((m.kind[q] == RELATIVE) | (m.kind[q] == ABSOLUTE))
        live, q, worth = live[seen], q[seen], worth[seen]
        n = self.heard[live, q]
        self.values[live, q, n] = worth
        before = self.values[live, q, np.maximum(n - m.window[q], 0)]
        aim, low, shift = self.aim[live, q], s.low[self.row[live], q], s.shift[self.row[live], q]
        old, new = ((before - low) >> shift) + 1, ((worth - low) >> shift) + 1
        scaled = low + ((((aim - low) >> shift) * old // new) << shift)
        moved = np.where(m.kind[q] == RELATIVE, scaled, aim - _part(worth - before, m.share[q]))
        self.aim[live, q] = np.where((n >= m.window[q]) & (before != worth), self._held(live, q, moved), aim)
        self.heard[live, q] = n + 1

    def _held(self, live: Int, q: Int, aim: Int) -> Int:
        s, row = self.sides, self.row[live]
        bottom = s.floors[row, q, 1]
        return np.clip(aim, bottom, bottom + s.asks[row, q])

    def offer(self, live: Int, who: Int, day: int) -> Int:
        """The place of the package that a party offers on a day; -1 when it has none to offer."""
        m, s, row = self.manners, self.sides, self.row[live]
        floor = s.floors[row, who, day]
        level = np.minimum(m.levels[who, self.curve[live, who], day], self.level[live, who])
        aim = np.where(m.kind[who] == CLOCK, floor + _part(s.asks[row, who], level), self.aim[live, who])
        aim = np.maximum(np.where(m.kind[who] == PLANNED, m.plan[who, day], aim), floor)
        low, high = np.zeros(len(live), np.int64), s.sizes[row, who].copy()
        last = high - 1
        for _ in range(int(s.own.shape[2]).bit_length()):
            middle = (low + high) >> 1
            under = (low < high) & (s.own[row, who, np.minimum(middle, np.maximum(last, 0))] < aim)
            low, high = np.where(under, middle + 1, low), np.where(under, high, middle)
        place = np.minimum(low, last)
        enough = s.own[row, who, np.maximum(place, 0)] >= floor
        return np.where((place >= 0) & enough, place, -1)

    def accepts(self, live: Int, q: Int, worth: Int, place: Int, day: int) -> Bools:
        """Whether party q takes what it was offered, given the place of its own next offer."""
        m, s, row = self.manners, self.sides, self.row[live]
        floor = s.floors[row, q, day]
        later = (place >= 0) & (day < m.rounds)
        own = np.where(later, s.own[row, q, np.maximum(place, 0)], floor)
        can = (worth != NEVER) & (worth >= floor)
        sound = np.where(can, worth, 0)
        by_next = _part(sound, m.times[q]) + m.plus[q] >= own
        much, late = sound >= m.least[q], day >= m.since[q]
        rule = m.rule[q]
        by_rule = np.select(
            [rule == NEXT, rule == AT_LEAST, rule == AFTER], [by_next, much, late], by_next | (late & much)
        )
        planned = m.kind[q] == PLANNED
        taken: Bools = can & np.where(planned, sound >= m.accepts[q, day], by_rule)
        return taken
