"""Compiled twin of the single text of mediated talks: many runs, each one scalar loop over its days.

The loops are plain Python that numba compiles on first use and keeps on disk; they give the bits of
`detente.talks.engine.run`, the readable reference, which also says what a day is. Nothing is allocated for a
run; what cannot matter is skipped, for numbers are addressed and skipping one shifts no other.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import day_scalar
from detente.kernels.talks.mediated_answers_fast import answer, leak, meet, open_text, settle
from detente.kernels.talks.mediated_drafts_fast import draft
from detente.kernels.talks.mediated_homes_fast import carry_home, decide, hear
from detente.kernels.talks.mediated_link_fast import linked
from detente.kernels.talks.mediated_pack_fast import Packed, packed
from detente.kernels.talks.mediated_world_fast import Desk, Events, asked, refresh, utility, wake
from detente.kernels.talks.shapes import Drawn, Fixed, Found, empty_found

__all__ = ["loop", "run_block"]


def run_block(
    fixed: Fixed, drawn: Drawn, keys: NDArray[np.uint64], *, runs: Callable[..., Any] | None = None
) -> Found:
    """How runs with these keys go: facts, texts and gains, a row for each run.

    Arrays of `drawn` have a row for each run, or one for all. Call it where `fast_available()` holds; or give
    as `runs` the plain loop, `loop(0)`, which does the same without numba.
    """
    found = empty_found(len(keys), len(fixed.sizes), len(fixed.gain_leaf))
    (runs or _compiled_loop())(packed(fixed, drawn), np.ascontiguousarray(keys), found)
    return found


@functools.cache
def _compiled_loop() -> Callable[..., Any]:
    return linked(loop(0))


def loop(version: int) -> Callable[..., Any]:
    """The loop over runs: it fills `found` and gives back `version`, which tells compiled forms apart."""

    def run_rows(tables: Packed, keys: Any, found: Found) -> int:
        desk = tables.desk
        for r in range(keys.shape[0]):
            row = r if tables.own.shape[0] > 1 else 0
            if r == row:
                load(desk, tables.events, tables.own[row])
            desk.now[at.CASE_ROW] = r if tables.worth.scores.shape[0] > 1 else 0
            begin(desk, tables.events)
            run_days(tables, keys[r])
            for k in range(desk.facts.shape[0]):
                found.facts[r, k] = desk.facts[k]
            if desk.facts[at.TEXTS_FACT] > 0:
                for i in range(desk.issue.shape[1]):
                    found.text[r, i] = desk.issue[at.OUT, i]
            if desk.facts[at.END_FACT] == at.DEAL:
                for a in range(desk.actor.shape[0]):
                    found.gains[r, a] = utility(desk, tables.worth, a) - asked(desk, tables.worth, a)
        return version

    return run_rows


# --- a run ---------------------------------------------------------------------------------------------------


def run_days(tables: Packed, key: Any) -> None:
    """All days of a run, and its facts."""
    now, facts, threat = tables.desk.now, tables.desk.facts, tables.desk.threat
    end = at.RAN_ON
    for day in range(1, now[at.LAST_DAY] + 1):
        now[at.DAY] = day
        end = live(tables, day_scalar(key, day))
        if end != at.RAN_ON:
            break
    if end == at.RAN_ON and now[at.DEADLINE] == now[at.LAST_DAY]:
        end = at.AT_DEADLINE
    facts[at.END_FACT], facts[at.DAY_FACT], facts[at.PHASE_FACT] = end, now[at.DAY], now[at.PHASE]
    for x in range(threat.shape[0]):
        if threat[x, at.GONE] > 0:
            facts[at.QUIT_FACT] |= np.int64(1) << x


def live(tables: Packed, key: Any) -> Any:
    """One day; how the talks ended on it, or RAN_ON."""
    desk, worth = tables.desk, tables.worth
    now = desk.now
    if now[at.EVENTFUL] > 0 or now[at.PUBLICITY] > 0:
        wake(desk, tables.events, key)
        if now[at.ENDED_BY] >= 0:
            desk.facts[at.ENDED_BY_FACT] = now[at.ENDED_BY]
            return at.BROKE_DOWN
        if _walked_out(desk, tables.sides.enough):
            return at.WALKED_OUT
        if now[at.SUSPENDED] > 0:
            return at.RAN_ON
    if now[at.PHASE] == at.DRAFTING:
        draft(desk, worth, tables.agenda, key)
        open_text(desk, key)
    if now[at.PHASE] == at.ANSWERING:
        leak(desk, key)
        present = meet(desk, tables.events.summit, key)
        if answer(desk, worth, tables.sides, present, key):
            if settle(desk, worth, tables.sides, key):
                carry_home(desk, worth)
            else:
                now[at.PHASE] = at.DRAFTING
    if now[at.PHASE] == at.RATIFYING and hear(desk, worth, key):
        now[at.PHASE] = at.DRAFTING
        if decide(desk, worth, tables.rules, key):
            return at.DEAL
    if now[at.PHASE] != at.DRAFTING:
        desk.facts[at.WAITED_FACT] += 1
    return at.RAN_ON


def _walked_out(desk: Desk, enough: Any) -> Any:
    """Whether a party has left for good without which there is no deal."""
    party, stay, first = desk.party, np.int64(0), np.int64(-1)
    for p in range(party.shape[0]):
        if party[p, at.LEFT] == 0:
            stay |= np.int64(1) << p
        elif first < 0:
            first = p
    if first < 0 or enough[stay]:
        return False
    desk.facts[at.ENDED_BY_FACT] = first
    return True


# --- before the first day ------------------------------------------------------------------------------------


def load(desk: Desk, events: Events, own: Any) -> None:
    """Put what a run draws of the setting into the tables."""
    k = fill(desk.party, at.ASKS, at.NOISE, own, 0)
    k = fill(desk.actor, at.HOME, at.AUDIENCE, own, k)
    k = fill(events.effect, at.AMOUNT, at.AMOUNT, own, k)
    k = fill(events.hazard, at.RATE, at.RATE, own, k)
    k = fill(events.happening, at.CHANCE, at.CHANCE, own, k)
    k = fill(events.counter, at.FALLS, at.ADDS, own, k)
    k = fill(events.summit, at.SLIPS, at.ATTENDS, own, k)
    for column in range(at.PUBLISHES, at.LEAK + 1):
        desk.now[column] = own[k]
        k += 1


def fill(table: Any, begin: Any, end: Any, own: Any, k: Any) -> Any:
    """Fill the columns from `begin` to `end` of a table from place `k` on; the place after."""
    for row in range(table.shape[0]):
        for column in range(begin, end + 1):
            table[row, column] = own[k]
            k += 1
    return k


def begin(desk: Desk, events: Events) -> None:
    """Set what changes from day to day to what it is before the first day."""
    now, issue, party = desk.now, desk.issue, desk.party
    counter, summit = events.counter, events.summit
    for column in range(at.PHASE, at.EVENTFUL):
        now[column] = 0
    now[at.DAY], now[at.ENDED_BY] = 0, -1
    desk.facts[:] = 0
    desk.facts[at.ENDED_BY_FACT] = -1
    for i in range(issue.shape[1]):
        issue[at.ASIDE, i], issue[at.NAMED_BY_ALL, i] = 0, 0
    for p in range(party.shape[0]):
        for column in range(at.LEVEL, at.WORTH + 1):
            party[p, column] = 0
        party[p, at.LEVEL] = at.WHOLE
        party[p, at.KEPT], party[p, at.FAILED] = party[p, at.KEPT_BEFORE], party[p, at.FAILED_BEFORE]
    for a in range(desk.actor.shape[0]):
        for column in range(at.SHIFT, at.YES + 1):
            desk.actor[a, column] = 0
    for x in range(desk.threat.shape[0]):
        desk.threat[x, at.GONE] = 0
    for e in range(events.effect.shape[0]):
        events.effect[e, at.UNTIL], events.effect[e, at.COUNT] = 0, 0
    for h in range(events.hazard.shape[0]):
        events.hazard[h, at.STRUCK] = 0
    for c in range(counter.shape[0]):
        counter[c, at.REMAINS] = counter[c, at.START]
    for s in range(summit.shape[0]):
        summit[s, at.MEETS] = summit[s, at.CALLED]
    refresh(desk, events)
