"""How texts become public and how delegations answer them, in many runs at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.counter import UNIT
from detente.kernels.talks.mediated_homes import carry_home
from detente.kernels.talks.mediated_plan import KINDS
from detente.kernels.talks.mediated_texts import crosses, utility
from detente.kernels.talks.mediated_world import (
    ANSWERING,
    DRAFTING,
    Int,
    Runs,
    Who,
    asked,
    part,
    pick,
)
from detente.kernels.talks.shapes import FACTS, SLOTS

__all__ = ["answer", "leak", "publish"]

_PUBLISHED, _LEAKED = FACTS.index("published"), FACTS.index("leaked")
_REFUSED = FACTS.index("refused_by")
_EVERY = slice(None)


def publish(runs: Runs, who: Who) -> None:
    """A text has gone out in the chosen: unseen, openly, or published, perhaps under a party's name."""
    plan, d, s = runs.plan, runs.drawn, runs.state
    if plan.back:
        s.back[who] = runs.happens(SLOTS.BACK, part(d.back_channel, who), who)
    if not plan.publicity:
        return
    public = np.zeros(len(s.stage), np.bool_)
    public[who] = runs.happens(SLOTS.PUBLISH, part(d.publishes, who), who)
    found = np.flatnonzero(public & ~s.back)
    if found.size == 0:
        return
    s.facts[_PUBLISHED, found] += 1
    s.open[found] = True
    named = runs.happens(SLOTS.ATTRIBUTE, part(d.attributes, found), found)
    count = len(plan.fixed.parties)
    whose = np.where(named, runs.draw(SLOTS.WHOSE, found) % count, -1)
    for p in range(count):
        here = found[(whose == p) | (whose < 0)]
        s.public[p, here] += 1
        s.public_day[p, here] = runs.day
        own = found[whose == p]
        if own.size:
            s.failed[p, own] += 1000 * runs.happens(SLOTS.DISOWN, part(d.disowns[p], own), own)


def leak(runs: Runs) -> None:
    """Texts that are out for answer since an earlier day may become public."""
    s = runs.state
    if not runs.plan.publicity:
        return
    hidden = runs.among(ANSWERING) & ~s.back & ~s.open & (s.since != runs.day)
    found = np.flatnonzero(hidden)
    if found.size == 0:
        return
    found = found[runs.happens(SLOTS.LEAK, part(runs.drawn.leak, found), found)]
    s.facts[_LEAKED, found] += 1
    s.open[found] = True
    s.public[:, found] += 1
    s.public_day[:, found] = runs.day


def answer(runs: Runs) -> None:
    """Those who were asked answer; where all have, it is taken note of, and what enough accept goes home."""
    s, count = runs.state, len(runs.plan.fixed.parties)
    answering = runs.among(ANSWERING)
    if not answering.any():
        return
    present = _present(runs)
    for p in range(count):
        pending = answering & (s.answered >> p & 1 == 0)
        away = runs.acts(KINDS.AWAY, p, _EVERY)
        asks = pick(pending if away is None else pending & ~away)
        if asks is None:
            continue
        comes = _comes(runs, p, asks)
        if present is not None:
            comes |= present[asks]
        now = pick(comes)
        if now is not None:
            _reply(runs, p, _within(asks, now))
    complete = pick(answering & (s.answered == 2**count - 1))
    if complete is not None:
        _hear(runs, complete)


def _within(who: Who, some: Who) -> Who:
    """The places of some of the chosen."""
    if isinstance(some, slice):
        return who
    return some if isinstance(who, slice) else who[some]


def _present(runs: Runs) -> NDArray[np.bool_] | None:
    """Where all parties meet today; None where no summit is due."""
    found = None
    for k in range(len(runs.plan.fixed.summit_day)):
        due = pick(runs.state.summit[k] == runs.day)
        if due is None:
            continue
        if found is None:
            found = np.zeros(len(runs.state.stage), np.bool_)
        chance = part(runs.drawn.attends[k], due)
        base = SLOTS.ATTEND + 64 * k
        came = [runs.happens(base + p, chance, due) for p in range(len(runs.plan.fixed.parties))]
        found[due] |= np.logical_and.reduce(came)
    return found


def _comes(runs: Runs, party: int, who: Who) -> NDArray[np.bool_]:
    """Where a party answers today by itself; takes note of where its principal was consulted."""
    f, d, s = runs.plan.fixed, runs.drawn, runs.state
    referral = ~_inside(runs, party, who) | s.back[who]
    s.referred[who] = s.referred[who] & ~(1 << party) | referral.astype(np.int64) << party
    if not referral.any():
        return runs.happens(SLOTS.ANSWER + party, part(d.answers[party], who), who)
    principal = int(f.principal[party])
    own, theirs = part(d.home[principal], who), part(d.answers[party], who)
    found = runs.happens(SLOTS.ANSWER + party, np.where(referral, own, theirs), who)
    late: NDArray[np.bool_] = runs.day - s.since[who] < f.least[principal]
    silent = runs.acts(KINDS.SILENT, principal, who)
    if silent is not None:
        late |= silent
    return found & ~(referral & late)


def _inside(runs: Runs, party: int, who: Who) -> NDArray[np.bool_]:
    """Where a delegation may sign the text that is out without asking."""
    f, s = runs.plan.fixed, runs.state
    changes = runs.plan.effects.get((KINDS.MANDATE, party), ())
    own = int(f.mandate[party])
    if not changes and f.mandates[own].all():
        return np.ones(runs.size(who), np.bool_)
    columns = s.out[:, who] + f.offsets[:-1, None]
    mandate = np.full(columns.shape[1], own)
    for e in changes:
        mandate[runs.active(e, who)] = f.effect_to[e]
    found: NDArray[np.bool_] = f.mandates[mandate, columns].all(axis=0)
    return found


def _reply(runs: Runs, party: int, who: Who) -> None:
    """What a party says to the text that is out."""
    plan, f, d, s = runs.plan, runs.plan.fixed, runs.drawn, runs.state
    principal = int(f.principal[party])
    worth = utility(runs, principal, who)
    short = worth - asked(runs, principal, who) - _above(runs, party, who)
    if plan.noise:
        quantile = f.noise[runs.draw(SLOTS.NOISE + party, who) >> 43]
        short = short + _scaled(part(d.noise[party], who), quantile)
    accepts = short >= 0
    crossed = crosses(runs, principal, who)
    if crossed is not None:
        accepts &= ~crossed
    s.yes[who] |= accepts.astype(np.int64) << party
    s.answered[who] |= 1 << party
    if plan.compares:
        last = s.last[party, who]
        s.against[party, who] = np.where(s.compared[who], np.sign(worth - last), 0)


def _above(runs: Runs, party: int, who: Who) -> Any:
    """What a party asks today above its reservation, less what a believed word takes off."""
    plan, f, d, s = runs.plan, runs.plan.fixed, runs.drawn, runs.state
    level: Any = f.levels[party, runs.day]
    if plan.matches:
        level = np.minimum(level, s.level[party, who])
    above = _scaled(part(d.asks[party], who), level)
    if not plan.counsel:
        return above
    counsel = part(d.counsel[party], who)
    kept, total = s.kept[party, who], s.kept[party, who] + s.failed[party, who]
    safe = np.maximum(total, 1)
    chance = np.minimum(kept, safe + 1) * (UNIT // safe)
    believes = (counsel != 0) & (total > 0) & (runs.draw(SLOTS.BELIEVE + party, who) < chance)
    return np.where(believes, np.maximum(above - counsel, 0), above)


def _scaled(amount: Any, level: Any) -> Any:
    """An amount times a level, in whole units, without a product above 63 bits."""
    return (amount >> 20) * level + ((amount & 2**20 - 1) * level >> 20)


def _hear(runs: Runs, who: Who) -> None:
    """All have answered in the chosen: what follows from it."""
    plan, f, s = runs.plan, runs.plan.fixed, runs.state
    every = 2 ** len(f.parties) - 1
    yes = s.yes[who]
    s.heard[who] += 1
    if plan.aside:
        _set_aside(runs, who)
    if plan.compares:
        _compare(runs, who)
    if plan.matches or plan.counsel:
        _settle(runs, yes, who)
    s.facts[_REFUSED, who] = every ^ yes
    if plan.blames:
        blames = runs.happens(SLOTS.BLAME, part(runs.drawn.blames, who), who) & (yes > 0) & (yes < every)
        for p in range(len(f.parties)):
            here = np.flatnonzero(blames & (yes >> p & 1 == 0))
            at = here if isinstance(who, slice) else who[here]
            s.blamed[p, at] += 1
            s.blamed_day[p, at] = runs.day
    enough = f.enough[yes]
    s.stage[who] = DRAFTING
    home = pick(enough)
    if home is not None:
        carry_home(runs, _within(who, home))


def _set_aside(runs: Runs, who: Who) -> None:
    """An issue that all name once too often is set aside, where something holds when a text is silent."""
    f, s = runs.plan.fixed, runs.state
    named = s.named[:, who]
    same = np.flatnonzero((named == named[0]).all(axis=0) & (named[0] >= 0))
    at = same if isinstance(who, slice) else who[same]
    issue = named[0, same]
    s.together[issue, at] += 1
    often = (s.together[issue, at] >= f.aside_after) & (f.if_silent[issue] >= 0)
    s.aside[issue[often], at[often]] = True


def _compare(runs: Runs, who: Who) -> None:
    """What stands, and what the next text is compared with."""
    f, s = runs.plan.fixed, runs.state
    better = (s.against[:, who] >= 0).all(axis=0)
    s.standing[:, who] = np.where(better, s.out[:, who], s.standing[:, who])
    for p in range(len(f.parties)):
        worth = utility(runs, int(f.principal[p]), who)
        s.last[p, who] = np.where(better, worth, s.last[p, who]) if f.against_standing else worth
    s.compared[who] = True


def _settle(runs: Runs, yes: Int, who: Who) -> None:
    """Who comes down because others said yes, and whose word was kept."""
    f, s = runs.plan.fixed, runs.state
    every = 2 ** len(f.parties) - 1
    for p in range(len(f.parties)):
        others = every ^ 1 << p
        down = (yes & others > 0) & (yes >> p & 1 == 0)
        if f.matches[p]:
            s.level[p, who] = np.where(down, np.maximum(s.level[p, who] - f.matches[p], 0), s.level[p, who])
        counts = part(runs.drawn.counsel[p], who) != 0
        kept = yes & others == others
        s.kept[p, who] += 1000 * (counts & kept)
        s.failed[p, who] += 1000 * (counts & ~kept)
