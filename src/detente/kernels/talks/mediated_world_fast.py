"""The compiled loops of talks, the world's part: what strikes and what lapses.

Plain Python loops over the memory of one run (`mediated_columns_fast` says where things lie); numba compiles
them with their callers, and they give the same without it.
"""

from typing import Any

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar

__all__ = ["happens", "refresh", "wake"]


def happens(key: Any, slot: Any, chance: Any) -> Any:
    """Whether something of that chance (of 2**53) happens on the day of this key."""
    if chance <= 0:
        return False
    if chance >= at.UNIT:
        return True
    return np.int64(bits_scalar(key, slot)) < chance


def wake(m: Any, key: Any) -> None:
    """Begin a day: returns, happenings, hazards, counters, summits that slip, publicity that fades."""
    if m[at.QUITS] > 0:
        _return(m)
    if m[at.DAY] >= m[at.LAPSE]:
        refresh(m)
    _happen(m, key)
    _fall(m, key)
    if m[at.PUBLICITY] > 0:
        for p in range(m[at.PARTY_COUNT]):
            side = m[at.PARTIES] + p * at.PARTY_SIZE
            _fade(m, side + at.PUBLIC, side + at.PUBLIC_DAY)
            _fade(m, side + at.BLAMED, side + at.BLAMED_DAY)


def _return(m: Any) -> None:
    """Who has quit for long enough comes back."""
    for x in range(m[at.THREAT_COUNT]):
        threat = m[at.THREATS] + x * at.THREAT_SIZE
        days = m[m[at.ACTORS] + m[threat + at.QUITTER] * at.ACTOR_SIZE + at.RETURNS]
        if m[threat + at.GONE] > 0 and days > 0 and m[at.DAY] >= m[threat + at.GONE] + days:
            m[threat + at.GONE] = 0
            m[at.QUITS] -= 1


def _happen(m: Any, key: Any) -> None:
    """What is due today, and hazards, may strike."""
    hazards = m[at.HAZARD_COUNT]
    for n in range(m[at.HAPPENING_COUNT]):
        happening = m[at.HAPPENINGS] + n * at.HAPPENING_SIZE
        if m[happening + at.DUE] == m[at.DAY] and happens(
            key, at.HAPPENING_SLOT + n, m[happening + at.CHANCE]
        ):
            _strike(m, hazards + n)
    for h in range(hazards):
        hazard = m[at.HAZARDS] + h * at.HAZARD_SIZE
        if m[hazard + at.ONCE] > 0 and m[hazard + at.STRUCK] > 0:
            continue
        if happens(key, at.HAZARD_SLOT + h, m[hazard + at.RATE] + m[hazard + at.RATE_SHIFT]):
            m[hazard + at.STRUCK] = 1
            _strike(m, h)


def _fall(m: Any, key: Any) -> None:
    """Counters lose units, and what they are on is worth less; summits due today may slip."""
    for c in range(m[at.COUNTER_COUNT]):
        counter = m[at.COUNTERS] + c * at.COUNTER_SIZE
        left = m[counter + at.REMAINS]
        if left > 0 and happens(key, at.COUNTER_SLOT + c, m[counter + at.FALLS] * left):
            m[counter + at.REMAINS] = left - 1
            m[m[at.ACTORS] + m[counter + at.COSTS] * at.ACTOR_SIZE + at.ERODED] += m[counter + at.ADDS]
    for s in range(m[at.SUMMIT_COUNT]):
        summit = m[at.SUMMITS] + s * at.SUMMIT_SIZE
        due = m[summit + at.MEETS]
        if (
            due == m[at.DAY]
            and due == m[summit + at.CALLED]
            and happens(key, at.SLIP_SLOT + s, m[summit + at.SLIPS])
        ):
            m[summit + at.MEETS] = due + at.WEEK


def _fade(m: Any, height: Any, since: Any) -> None:
    """Publicity or blame fades by one step every so many days."""
    days = m[at.DAY] - m[since]
    if m[height] > 0 and days > 0 and days % m[at.FADES] == 0:
        m[height] -= 1


def _strike(m: Any, source: Any) -> None:
    """A hazard or a happening strikes: its effects begin."""
    m[at.STRUCK_FACT] |= np.int64(1) << np.int64(source)
    for e in range(m[at.EFFECT_COUNT]):
        effect = m[at.EFFECTS] + e * at.EFFECT_SIZE
        if m[effect + at.SOURCE] != source:
            continue
        days = m[effect + at.DAYS]
        m[effect + at.UNTIL] = m[at.DAY] + days - 1 if days > 0 else m[at.LAST_DAY]
        m[effect + at.COUNT] = 1 if days > 0 else m[effect + at.COUNT] + 1
        if m[effect + at.KIND] == at.TRUST_KIND:
            side = m[at.PARTIES] + m[effect + at.ON] * at.PARTY_SIZE
            m[side + at.FAILED] += m[effect + at.AMOUNT]
        if m[effect + at.KIND] == at.ENDS_KIND and m[at.ENDED_BY] < 0:
            m[at.ENDED_BY] = source
    refresh(m)


def refresh(m: Any) -> None:
    """Work out anew what the effects in force today do, and on which day one of them lapses."""
    m[at.SUSPENDED], m[at.LAPSE] = 0, at.NEVER
    for p in range(m[at.PARTY_COUNT]):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        m[side + at.AWAY], m[side + at.LEFT] = 0, 0
        m[side + at.MANDATE] = m[side + at.OWN_MANDATE]
    for a in range(m[at.ACTOR_COUNT]):
        actor = m[at.ACTORS] + a * at.ACTOR_SIZE
        m[actor + at.SHIFT], m[actor + at.SAYS_NOTHING] = 0, 0
    for h in range(m[at.HAZARD_COUNT]):
        m[m[at.HAZARDS] + h * at.HAZARD_SIZE + at.RATE_SHIFT] = 0
    for e in range(m[at.EFFECT_COUNT]):
        effect = m[at.EFFECTS] + e * at.EFFECT_SIZE
        if m[effect + at.COUNT] > 0 and m[effect + at.UNTIL] >= m[at.DAY]:
            m[at.LAPSE] = min(m[at.LAPSE], m[effect + at.UNTIL] + 1)
            _act(m, effect)


def _act(m: Any, effect: Any) -> None:
    """What one effect in force does."""
    kind, on = m[effect + at.KIND], m[effect + at.ON]
    amount = m[effect + at.COUNT] * m[effect + at.AMOUNT]
    side, actor = m[at.PARTIES] + on * at.PARTY_SIZE, m[at.ACTORS] + on * at.ACTOR_SIZE
    if kind == at.AWAY_KIND:
        m[side + at.AWAY] = 1
        if m[effect + at.DAYS] == 0:
            m[side + at.LEFT] = 1
    elif kind == at.MANDATE_KIND:
        m[side + at.MANDATE] = m[effect + at.TO]
    elif kind == at.RATE_KIND:
        m[m[at.HAZARDS] + on * at.HAZARD_SIZE + at.RATE_SHIFT] += amount
    elif kind == at.RESERVATION_KIND:
        m[actor + at.SHIFT] += amount
    elif kind == at.SILENT_KIND:
        m[actor + at.SAYS_NOTHING] = 1
    elif kind == at.SUSPENDS_KIND:
        m[at.SUSPENDED] = 1
