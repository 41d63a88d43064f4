"""The compiled loops of talks, the world's part: what strikes, what lapses, what a text is worth, what is asked.

Plain Python loops over one run's tables (see `mediated_columns_fast` for columns); numba compiles them with
their callers, and they give the same without it.
"""

from typing import Any, NamedTuple

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar

__all__ = ["Desk", "Events", "Worth", "asked", "happens", "holds", "sum_leaf", "utility", "wake"]


class Desk(NamedTuple):
    """The run under way: what is going on, issues with texts, parties, actors, threats to quit, its facts."""

    now: Any
    issue: Any
    party: Any
    actor: Any
    threat: Any
    facts: Any


class Events(NamedTuple):
    """What may strike or fall: effects, hazards, happenings, counters, summits."""

    effect: Any
    hazard: Any
    happening: Any
    counter: Any
    summit: Any


class Worth(NamedTuple):
    """What texts are worth: `conditions` (T, 2 + I) have mode, how many issues they speak of, and which.

    `first` (L + 1,) and `which` list the conditions that add something to a leaf in some run.
    """

    scores: Any
    terms: Any
    reservation: Any
    epoch: Any
    conditions: Any
    literals: Any
    first: Any
    which: Any


def happens(key: Any, slot: Any, chance: Any) -> Any:
    """Whether something of that chance (of 2**53) happens on the day of this key."""
    if chance <= 0:
        return False
    if chance >= at.UNIT:
        return True
    return np.int64(bits_scalar(key, slot)) < chance


# --- what happens at the beginning of a day ------------------------------------------------------------------


def wake(desk: Desk, events: Events, key: Any) -> None:
    """Begin a day: returns, happenings, hazards, counters, summits that slip, publicity that fades."""
    now = desk.now
    day = now[at.DAY]
    if now[at.QUITS] > 0:
        _return(desk)
    if day >= now[at.LAPSE]:
        refresh(desk, events)
    hazard, happening = events.hazard, events.happening
    for n in range(happening.shape[0]):
        if happening[n, at.DUE] == day and happens(key, at.HAPPENING_SLOT + n, happening[n, at.CHANCE]):
            _strike(desk, events, hazard.shape[0] + n)
    for h in range(hazard.shape[0]):
        if hazard[h, at.ONCE] > 0 and hazard[h, at.STRUCK] > 0:
            continue
        if happens(key, at.HAZARD_SLOT + h, hazard[h, at.RATE] + hazard[h, at.RATE_SHIFT]):
            hazard[h, at.STRUCK] = 1
            _strike(desk, events, h)
    _fall(desk, events, key)
    if now[at.PUBLICITY] > 0:
        _fade(desk)


def _return(desk: Desk) -> None:
    """Who has quit for long enough comes back."""
    now, threat = desk.now, desk.threat
    for x in range(threat.shape[0]):
        days = desk.actor[threat[x, at.QUITTER], at.RETURNS]
        if threat[x, at.GONE] > 0 and days > 0 and now[at.DAY] >= threat[x, at.GONE] + days:
            threat[x, at.GONE] = 0
            now[at.QUITS] -= 1


def _fall(desk: Desk, events: Events, key: Any) -> None:
    """Counters lose units, and what they are on is worth less; summits due today may slip."""
    counter, summit, day = events.counter, events.summit, desk.now[at.DAY]
    for c in range(counter.shape[0]):
        left = counter[c, at.REMAINS]
        if left > 0 and happens(key, at.COUNTER_SLOT + c, counter[c, at.FALLS] * left):
            counter[c, at.REMAINS] = left - 1
            desk.actor[counter[c, at.COSTS], at.ERODED] += counter[c, at.ADDS]
    for s in range(summit.shape[0]):
        due = summit[s, at.MEETS]
        if due == day and due == summit[s, at.CALLED] and happens(key, at.SLIP_SLOT + s, summit[s, at.SLIPS]):
            summit[s, at.MEETS] = day + at.WEEK


def _fade(desk: Desk) -> None:
    """Publicity and blame fade by one step every so many days."""
    party, day, fades = desk.party, desk.now[at.DAY], desk.now[at.FADES]
    for p in range(party.shape[0]):
        since = day - party[p, at.PUBLIC_DAY]
        if party[p, at.PUBLIC] > 0 and since > 0 and since % fades == 0:
            party[p, at.PUBLIC] -= 1
        since = day - party[p, at.BLAMED_DAY]
        if party[p, at.BLAMED] > 0 and since > 0 and since % fades == 0:
            party[p, at.BLAMED] -= 1


def _strike(desk: Desk, events: Events, source: Any) -> None:
    """A hazard or a happening strikes: its effects begin."""
    now, effect = desk.now, events.effect
    desk.facts[at.STRUCK_FACT] |= np.int64(1) << np.int64(source)
    for e in range(effect.shape[0]):
        if effect[e, at.SOURCE] != source:
            continue
        days = effect[e, at.DAYS]
        effect[e, at.UNTIL] = now[at.DAY] + days - 1 if days > 0 else now[at.LAST_DAY]
        effect[e, at.COUNT] = 1 if days > 0 else effect[e, at.COUNT] + 1
        if effect[e, at.KIND] == at.TRUST_KIND:
            desk.party[effect[e, at.ON], at.FAILED] += effect[e, at.AMOUNT]
        if effect[e, at.KIND] == at.ENDS_KIND and now[at.ENDED_BY] < 0:
            now[at.ENDED_BY] = source
    refresh(desk, events)


def refresh(desk: Desk, events: Events) -> None:
    """Work out anew what the effects in force today do, and on which day one of them lapses."""
    now, party, actor, effect, hazard = desk.now, desk.party, desk.actor, events.effect, events.hazard
    now[at.SUSPENDED], now[at.LAPSE] = 0, at.NEVER
    for p in range(party.shape[0]):
        party[p, at.AWAY], party[p, at.LEFT] = 0, 0
        party[p, at.MANDATE] = party[p, at.OWN_MANDATE]
    for a in range(actor.shape[0]):
        actor[a, at.SHIFT], actor[a, at.SAYS_NOTHING] = 0, 0
    for h in range(hazard.shape[0]):
        hazard[h, at.RATE_SHIFT] = 0
    for e in range(effect.shape[0]):
        if effect[e, at.COUNT] == 0 or effect[e, at.UNTIL] < now[at.DAY]:
            continue
        now[at.LAPSE] = min(now[at.LAPSE], effect[e, at.UNTIL] + 1)
        kind, on = effect[e, at.KIND], effect[e, at.ON]
        amount = effect[e, at.COUNT] * effect[e, at.AMOUNT]
        if kind == at.AWAY_KIND:
            party[on, at.AWAY] = 1
            if effect[e, at.DAYS] == 0:
                party[on, at.LEFT] = 1
        elif kind == at.MANDATE_KIND:
            party[on, at.MANDATE] = effect[e, at.TO]
        elif kind == at.RATE_KIND:
            hazard[on, at.RATE_SHIFT] += amount
        elif kind == at.RESERVATION_KIND:
            actor[on, at.SHIFT] += amount
        elif kind == at.SILENT_KIND:
            actor[on, at.SAYS_NOTHING] = 1
        elif kind == at.SUSPENDS_KIND:
            now[at.SUSPENDED] = 1


# --- what a text is worth, and what is asked of it -----------------------------------------------------------


def holds(worth: Worth, condition: Any, issue: Any, text: Any) -> Any:
    """Whether a condition holds for a text, given as a row of the issue table."""
    some = worth.conditions[condition, 0] == 1
    for k in range(worth.conditions[condition, 1]):
        i = worth.conditions[condition, 2 + k]
        if worth.literals[condition, issue[at.FIRST, i] + issue[text, i]] == some:
            return some
    return not some


def sum_terms(worth: Worth, row: Any, leaf: Any, issue: Any, text: Any) -> Any:
    """What the conditions that a text meets add to a leaf."""
    total = np.int64(0)
    for k in range(worth.first[leaf], worth.first[leaf + 1]):
        condition = worth.which[k]
        amount = worth.terms[row, leaf, condition]
        if amount != 0 and holds(worth, condition, issue, text):
            total += amount
    return total


def sum_leaf(worth: Worth, row: Any, leaf: Any, issue: Any, text: Any) -> Any:
    """Scores and terms of a leaf for a text."""
    total = sum_terms(worth, row, leaf, issue, text)
    for i in range(issue.shape[1]):
        total += worth.scores[row, leaf, issue[at.FIRST, i] + issue[text, i]]
    return total


def sum_exits(desk: Desk, worth: Worth, leaf: Any) -> Any:
    """What it adds to a leaf that ratifiers have quit over other texts than the one that is out."""
    total, row, threat = np.int64(0), desk.now[at.CASE_ROW], desk.threat
    for x in range(threat.shape[0]):
        condition = threat[x, at.CONDITION]
        if (
            threat[x, at.GONE] > 0
            and threat[x, at.THREATENED] == leaf
            and not holds(worth, condition, desk.issue, at.OUT)
        ):
            total += worth.terms[row, leaf, condition]
    return total


def utility(desk: Desk, worth: Worth, actor: Any) -> Any:
    """Utility to an actor of the text that is out."""
    leaf = desk.actor[actor, at.OWN_GAIN]
    total = sum_leaf(worth, desk.now[at.CASE_ROW], leaf, desk.issue, at.OUT)
    if desk.now[at.QUITS] > 0:
        total += sum_exits(desk, worth, leaf)
    return total


def asked(desk: Desk, worth: Worth, a: Any) -> Any:
    """What an actor asks of a deal today."""
    now, actor = desk.now, desk.actor
    day, p = now[at.DAY], actor[a, at.PARTY]
    total = worth.reservation[now[at.CASE_ROW], a, worth.epoch[a, day]]
    total += actor[a, at.SHIFT] + actor[a, at.ERODED] - day * actor[a, at.DELAY]
    if p >= 0:
        total += desk.party[p, at.PUBLIC] * actor[a, at.AUDIENCE]
        if actor[a, at.LEADS] > 0:
            total -= desk.party[p, at.BLAMED] * desk.party[p, at.BLAME]
    if actor[a, at.WORDED] > 0:
        total -= actor[a, at.WORD]
    return total
