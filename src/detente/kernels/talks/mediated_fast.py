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
from detente.kernels.talks.mediated_pack_fast import packed
from detente.kernels.talks.mediated_packages import packages_of
from detente.kernels.talks.mediated_plain import is_plain
from detente.kernels.talks.mediated_plain_fast import run_plain_fast
from detente.kernels.talks.mediated_plan import plan_of
from detente.kernels.talks.mediated_world_fast import refresh, wake
from detente.kernels.talks.mediated_worth_fast import asked, utility
from detente.kernels.talks.shapes import Drawn, Fixed, Found, empty_found

__all__ = ["loop", "run_block"]


_WITHIN = frozenset(
    {"_ask", "_attempt", "_comes_today", "_gain", "_note", "_reply", "_stands", "_walked_out"}
    | {"answer", "live", "open_text", "run_days", "utility", "wake"}
)
"""Parts that most days go through, each with one caller or two."""


def run_block(
    fixed: Fixed, drawn: Drawn, keys: NDArray[np.uint64], *, runs: Callable[..., Any] | None = None
) -> Found:
    """How runs with these keys go: facts, texts and gains, a row for each run.

    Plain talks (`mediated_plain`) go by tables of packages. Arrays of `drawn` have a row for each run, or
    one for all. Call it where `fast_available()` holds; or give as `runs` the plain loop, `loop(0)`, which
    does the same without numba.
    """
    if runs is None and all(len(array) == 1 for array in drawn):
        plan = plan_of(fixed, drawn)
        if is_plain(plan, drawn):
            return run_plain_fast(plan, drawn, packages_of(plan, drawn), keys)
    found = empty_found(len(keys), len(fixed.sizes), len(fixed.gain_leaf))
    (runs or _compiled_loop())(*packed(fixed, drawn), np.ascontiguousarray(keys), found)
    return found


@functools.cache
def _compiled_loop() -> Callable[..., Any]:
    return linked(loop(0), within=_WITHIN)


def loop(version: int) -> Callable[..., Any]:
    """The loop over runs: it fills `found` and gives back `version`, which tells compiled forms apart."""

    def run_rows(m: Any, case: tuple[Any, ...], own: Any, keys: Any, found: Found) -> int:
        for r in range(keys.shape[0]):
            if r == 0 or case[0].shape[0] > 1:
                for k in range(len(case)):
                    take(m, m[at.SCORES + k], case[k], r)
            if r == 0 or own.shape[0] > 1:
                load(m, own, r)
            begin(m)
            run_days(m, keys[r])
            keep(m, found.facts[r], found.text[r], found.gains[r])
        return version

    return run_rows


# --- a run -------------------------------------------------------------------------------------------------


def run_days(m: Any, key: Any) -> None:
    """All days of a run, and its facts."""
    end = at.RAN_ON
    for day in range(1, m[at.LAST_DAY] + 1):
        m[at.DAY] = day
        end = live(m, day_scalar(key, day))
        if end != at.RAN_ON:
            break
    if end == at.RAN_ON and m[at.DEADLINE] == m[at.LAST_DAY]:
        end = at.AT_DEADLINE
    m[at.END_FACT], m[at.DAY_FACT], m[at.PHASE_FACT] = end, m[at.DAY], m[at.PHASE]
    for x in range(m[at.THREAT_COUNT]):
        if m[m[at.THREATS] + x * at.THREAT_SIZE + at.GONE] > 0:
            m[at.QUIT_FACT] |= np.int64(1) << x


def keep(m: Any, facts: Any, text: Any, gains: Any) -> None:
    """Write down what is kept of a run."""
    for k in range(facts.shape[0]):
        facts[k] = m[at.FACT + k]
    if m[at.TEXTS_FACT] > 0:
        for i in range(text.shape[0]):
            text[i] = m[m[at.OUT] + i]
    if m[at.END_FACT] == at.DEAL:
        for a in range(gains.shape[0]):
            gains[a] = utility(m, a) - asked(m, a)


def live(m: Any, key: Any) -> Any:
    """One day; how the talks ended on it, or RAN_ON."""
    if m[at.EVENTFUL] > 0 or m[at.PUBLICITY] > 0:
        wake(m, key)
        if m[at.ENDED_BY] >= 0:
            m[at.ENDED_BY_FACT] = m[at.ENDED_BY]
            return at.BROKE_DOWN
        if _walked_out(m):
            return at.WALKED_OUT
        if m[at.SUSPENDED] > 0:
            return at.RAN_ON
    if m[at.PHASE] == at.DRAFTING:
        draft(m, key)
        open_text(m, key)
    if m[at.PHASE] == at.ANSWERING:
        _ask(m, key)
    if m[at.PHASE] == at.RATIFYING and hear(m, key):
        m[at.PHASE] = at.DRAFTING
        if decide(m, key):
            return at.DEAL
    if m[at.PHASE] != at.DRAFTING:
        m[at.WAITED_FACT] += 1
    return at.RAN_ON


def _ask(m: Any, key: Any) -> None:
    """Parties answer the text; when all have, it goes home or another is drafted."""
    leak(m, key)
    present = meet(m, key)
    if answer(m, present, key):
        if settle(m, key):
            carry_home(m)
        else:
            m[at.PHASE] = at.DRAFTING


def _walked_out(m: Any) -> Any:
    """Whether a party has left for good without which there is no deal."""
    stay, first = np.int64(0), np.int64(-1)
    for p in range(m[at.PARTY_COUNT]):
        if m[m[at.PARTIES] + p * at.PARTY_SIZE + at.LEFT] == 0:
            stay |= np.int64(1) << p
        elif first < 0:
            first = np.int64(p)
    if first < 0 or m[m[at.ENOUGH] + stay] > 0:
        return False
    m[at.ENDED_BY_FACT] = first
    return True


# --- before the first day ----------------------------------------------------------------------------------


def take(m: Any, place: Any, rows: Any, row: Any) -> None:
    """Put a row of what runs draw into the memory."""
    for k in range(rows.shape[1]):
        m[place + k] = rows[row, k]


def load(m: Any, own: Any, row: Any) -> None:
    """Put what a run draws of the setting into the records."""
    k = fill(m, m[at.PARTIES] + at.ASKS, at.PARTY_SIZE, 8, m[at.PARTY_COUNT], own[row], 0)
    k = fill(m, m[at.ACTORS] + at.HOME, at.ACTOR_SIZE, 4, m[at.ACTOR_COUNT], own[row], k)
    k = fill(m, m[at.EFFECTS] + at.AMOUNT, at.EFFECT_SIZE, 1, m[at.EFFECT_COUNT], own[row], k)
    k = fill(m, m[at.HAZARDS] + at.RATE, at.HAZARD_SIZE, 1, m[at.HAZARD_COUNT], own[row], k)
    k = fill(m, m[at.HAPPENINGS] + at.CHANCE, at.HAPPENING_SIZE, 1, m[at.HAPPENING_COUNT], own[row], k)
    k = fill(m, m[at.COUNTERS] + at.FALLS, at.COUNTER_SIZE, 2, m[at.COUNTER_COUNT], own[row], k)
    k = fill(m, m[at.SUMMITS] + at.SLIPS, at.SUMMIT_SIZE, 2, m[at.SUMMIT_COUNT], own[row], k)
    fill(m, at.PUBLISHES, 0, 5, 1, own[row], k)


def fill(m: Any, place: Any, size: Any, numbers: Any, records: Any, own: Any, k: Any) -> Any:
    """Fill so many numbers of each record from the place `k` of a row on; the place after."""
    for record in range(records):
        for number in range(numbers):
            m[place + record * size + number] = own[k]
            k += 1
    return k


def begin(m: Any) -> None:
    """Set what changes from day to day to what it is before the first day."""
    clear(m, 0, at.LAST_DAY)
    clear(m, at.FACT, at.STRUCK_FACT + 1)
    m[at.ENDED_BY], m[at.ENDED_BY_FACT] = -1, -1
    clear(m, m[at.NAMED_BY_ALL], m[at.NAMED_BY_ALL] + m[at.ISSUE_COUNT])
    clear(m, m[at.ASIDE], m[at.ASIDE] + m[at.ISSUE_COUNT])
    for p in range(m[at.PARTY_COUNT]):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        clear(m, side + at.LEVEL, side + at.PARTY_SIZE)
        m[side + at.LEVEL] = at.WHOLE
        m[side + at.KEPT], m[side + at.FAILED] = m[side + at.KEPT_BEFORE], m[side + at.FAILED_BEFORE]
    for a in range(m[at.ACTOR_COUNT]):
        actor = m[at.ACTORS] + a * at.ACTOR_SIZE
        clear(m, actor + at.SHIFT, actor + at.ACTOR_SIZE)
    for x in range(m[at.THREAT_COUNT]):
        m[m[at.THREATS] + x * at.THREAT_SIZE + at.GONE] = 0
    for e in range(m[at.EFFECT_COUNT]):
        m[m[at.EFFECTS] + e * at.EFFECT_SIZE + at.COUNT] = 0
    for h in range(m[at.HAZARD_COUNT]):
        m[m[at.HAZARDS] + h * at.HAZARD_SIZE + at.STRUCK] = 0
    for c in range(m[at.COUNTER_COUNT]):
        counter = m[at.COUNTERS] + c * at.COUNTER_SIZE
        m[counter + at.REMAINS] = m[counter + at.START]
    for s in range(m[at.SUMMIT_COUNT]):
        summit = m[at.SUMMITS] + s * at.SUMMIT_SIZE
        m[summit + at.MEETS] = m[summit + at.CALLED]
    refresh(m)


def clear(m: Any, begin: Any, end: Any) -> None:
    """Set numbers to zero."""
    for k in range(begin, end):
        m[k] = 0
