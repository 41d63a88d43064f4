"""Runs of mediated talks around one text, many at once with numpy: the engine where numba is not installed.

The bits are those of the readable reference, `detente.talks.engine`. Runs go on day by day in chunks, so that
memory does not grow with their number; those that have ended are left behind.
"""

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.mediated_answers import answer, leak, publish
from detente.kernels.talks.mediated_drafts import propose
from detente.kernels.talks.mediated_homes import hear_homes
from detente.kernels.talks.mediated_packages import packages_of
from detente.kernels.talks.mediated_plain import Plain, is_plain, run_plain
from detente.kernels.talks.mediated_plan import KINDS, plan_of
from detente.kernels.talks.mediated_texts import utility
from detente.kernels.talks.mediated_world import Int, Runs, asked, wake
from detente.kernels.talks.shapes import ENDS, FACTS, Drawn, Fixed, Found, empty_found

__all__ = ["run_block"]

_CHUNK = 8192
_ENOUGH = 16
_EVERY = slice(None)
_END, _DAY, _PHASE = (FACTS.index(name) for name in ("end", "day", "phase"))
_ENDED_BY, _QUIT, _STRUCK = (FACTS.index(name) for name in ("ended_by", "quit", "struck"))
_WAITED = FACTS.index("waited")


def run_block(fixed: Fixed, drawn: Drawn, keys: NDArray[np.uint64], *, chunk: int = _CHUNK) -> Found:
    """Facts, texts and gains of runs of the single text with these keys, one row a run.

    Rows of `drawn` are those of the runs, or one for all. `fixed.strategy` is a place in `STRATEGIES`. A run
    depends on its own key and row alone, whatever the size of a chunk; no keys give no rows.
    """
    found = empty_found(len(keys), len(fixed.sizes), len(fixed.gain_leaf))
    plan = plan_of(fixed, drawn)
    packages = packages_of(plan, drawn) if is_plain(plan, drawn) else None
    for first in range(0, len(keys), chunk):
        some = slice(first, first + chunk)
        part = Found(found.facts[some], found.text[some], found.gains[some])
        if packages is not None:
            run_plain(Plain.begin(plan, drawn, packages, keys[some]), part)
        else:
            own = Drawn(*(a[some] if len(a) > 1 else a for a in drawn))
            _run(Runs.begin(plan, own, keys[some]), part)
    return found


def _run(runs: Runs, found: Found) -> None:
    """All days of a chunk of runs; `found` is filled. Runs that have ended go on unheeded until some have."""
    f = runs.plan.fixed
    for day in range(1, f.last_day + 1):
        _day(runs, day, found)
        alive = np.flatnonzero(runs.state.alive)
        if alive.size == 0:
            return
        if alive.size < len(runs.state.alive) * (1 - 1 / _ENOUGH):
            runs.keep(alive)
    end = "deadline" if f.deadline == f.last_day else "ran on"
    _end(runs, np.flatnonzero(runs.state.alive), end, found)


def _day(runs: Runs, day: int, found: Found) -> None:
    s = runs.state
    wake(runs, day)
    _break_down(runs, found)
    _walk_out(runs, found)
    out = propose(runs)
    if out is not None:
        publish(runs, out)
    leak(runs)
    answer(runs)
    deals = hear_homes(runs)
    if deals.size:
        _end(runs, deals[s.alive[deals]], "deal", found)
    waits = s.stage > 0
    s.facts[_WAITED] += waits if runs.awake is None else waits & runs.awake


def _break_down(runs: Runs, found: Found) -> None:
    """Talks end where something has struck that ends them."""
    s = runs.state
    at = np.flatnonzero((s.ended_by >= 0) & s.alive)
    if at.size:
        s.facts[_ENDED_BY, at] = s.ended_by[at]
        _end(runs, at, "broke down", found, ended=True)


def _walk_out(runs: Runs, found: Found) -> None:
    """Talks end where a party without which there is no deal has left for good."""
    f, s = runs.plan.fixed, runs.state
    count = len(f.parties)
    gone = np.zeros((count, len(s.stage)), np.bool_)
    for p in range(count):
        for e in runs.plan.effects.get((KINDS.AWAY, p), ()):
            if f.effect_days[e] == 0:
                gone[p] |= runs.active(e, _EVERY)
    if not gone.any():
        return
    there: Int = (~gone << np.arange(count)[:, None]).sum(axis=0)
    at = np.flatnonzero(gone.any(axis=0) & ~f.enough[there] & s.alive)
    if at.size:
        s.facts[_ENDED_BY, at] = gone[:, at].argmax(axis=0)
        _end(runs, at, "walked out", found, ended=True)


def _end(runs: Runs, at: NDArray[np.intp], end: str, found: Found, *, ended: bool = False) -> None:
    """Keep what is kept of the runs that end now."""
    s, facts = runs.state, runs.state.facts
    if not ended:
        facts[_ENDED_BY, at] = -1
    facts[_END, at] = ENDS.index(end)
    facts[_DAY, at] = runs.day
    facts[_PHASE, at] = s.stage[at]
    facts[_STRUCK, at] = s.struck[at]
    for x in range(len(s.gone)):
        facts[_QUIT, at] |= (s.gone[x, at] > 0).astype(np.int64) << x
    rows = s.number[at]
    found.facts[rows] = facts[:, at].T
    found.text[rows] = s.out[:, at].T
    if end == "deal":
        for actor in range(len(runs.plan.fixed.gain_leaf)):
            found.gains[rows, actor] = utility(runs, actor, at) - asked(runs, actor, at)
    s.alive[at] = False
