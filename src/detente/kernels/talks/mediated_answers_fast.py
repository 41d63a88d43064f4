"""The compiled loops of talks, the table's part: a text goes out, becomes public, is answered, is settled.

What a delegation says is provisional; the last answer to come in settles what follows from all of them.
"""

from typing import Any, NamedTuple

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar
from detente.kernels.talks.mediated_world_fast import (
    Desk,
    Worth,
    asked,
    happens,
    sum_exits,
    sum_leaf,
    sum_terms,
    utility,
)

__all__ = ["Sides", "answer", "leak", "meet", "open_text", "settle"]


class Sides(NamedTuple):
    """How parties answer: largest own scores, levels by day, options inside mandates, quantiles of noise, and
    which sets of parties are enough."""

    best: Any
    levels: Any
    mandates: Any
    noise: Any
    enough: Any


def open_text(desk: Desk, key: Any) -> None:
    """A text goes out to all parties: through a back channel, openly, or published."""
    now, party = desk.now, desk.party
    desk.facts[at.TEXTS_FACT] += 1
    now[at.SINCE], now[at.PUBLISHED] = now[at.DAY], 0
    now[at.PHASE], now[at.WAITED_FOR] = at.ANSWERING, party.shape[0]
    for p in range(party.shape[0]):
        party[p, at.ANSWERED], party[p, at.BLOCKED] = 0, 0
    now[at.BACK] = 1 if happens(key, at.BACK_SLOT, now[at.BACK_CHANNEL]) else 0
    if now[at.BACK] > 0 or not happens(key, at.PUBLISH_SLOT, now[at.PUBLISHES]):
        return
    desk.facts[at.PUBLISHED_FACT] += 1
    if not happens(key, at.ATTRIBUTE_SLOT, now[at.ATTRIBUTES]):
        _publish(desk, 0, party.shape[0])
        return
    whose = np.int64(bits_scalar(key, at.WHOSE_SLOT)) % party.shape[0]
    _publish(desk, whose, whose + 1)
    if happens(key, at.DISOWN_SLOT, party[whose, at.DISOWNS]):
        party[whose, at.FAILED] += at.THOUSAND


def leak(desk: Desk, key: Any) -> None:
    """A text that is out for answer since an earlier day may become public."""
    now = desk.now
    if now[at.DAY] == now[at.SINCE] or now[at.BACK] > 0 or now[at.PUBLISHED] > 0:
        return
    if happens(key, at.LEAK_SLOT, now[at.LEAK]):
        desk.facts[at.LEAKED_FACT] += 1
        _publish(desk, 0, desk.party.shape[0])


def _publish(desk: Desk, begin: Any, end: Any) -> None:
    desk.now[at.PUBLISHED], desk.now[at.PUBLICITY] = 1, 1
    for p in range(begin, end):
        desk.party[p, at.PUBLIC] += 1
        desk.party[p, at.PUBLIC_DAY] = desk.now[at.DAY]


def meet(desk: Desk, summit: Any, key: Any) -> Any:
    """Whether all parties meet today."""
    for s in range(summit.shape[0]):
        if summit[s, at.MEETS] != desk.now[at.DAY]:
            continue
        came = True
        for p in range(desk.party.shape[0]):
            slot = at.ATTEND_SLOT + at.SUMMIT_SLOTS * s + p
            came &= happens(key, slot, summit[s, at.ATTENDS])
        if came:
            return True
    return False


def answer(desk: Desk, worth: Worth, sides: Sides, present: Any, key: Any) -> Any:
    """Take today's answers; whether they are all in."""
    party = desk.party
    waited_for = desk.now[at.WAITED_FOR]
    for p in range(party.shape[0]):
        if party[p, at.ANSWERED] > 0 or party[p, at.AWAY] > 0:
            continue
        if not _comes_today(desk, sides, p, present, key):
            continue
        _reply(desk, worth, sides, p, key)
        party[p, at.ANSWERED] = 1
        waited_for -= 1
    desk.now[at.WAITED_FOR] = waited_for
    return waited_for == 0


def _comes_today(desk: Desk, sides: Sides, p: Any, present: Any, key: Any) -> Any:
    """Whether a party answers today: at once inside its mandate, else when its principal does."""
    now, party, issue, actor = desk.now, desk.party, desk.issue, desk.actor
    referral = now[at.BACK] > 0
    mandate = party[p, at.MANDATE]
    if mandate > 0 and not referral:
        for i in range(issue.shape[1]):
            referral |= not sides.mandates[mandate, issue[at.FIRST, i] + issue[at.OUT, i]]
    party[p, at.REFERRED] = 1 if referral else 0
    if present:
        return True
    if not referral:
        return happens(key, at.ANSWER_SLOT + p, party[p, at.ANSWERS])
    principal = party[p, at.PRINCIPAL]
    if actor[principal, at.SAYS_NOTHING] > 0 or now[at.DAY] - now[at.SINCE] < actor[principal, at.LEAST]:
        return False
    return happens(key, at.ANSWER_SLOT + p, actor[principal, at.HOME])


def _reply(desk: Desk, worth: Worth, sides: Sides, p: Any, key: Any) -> None:
    """What a party says to the text: yes or no, better or worse, and the issue on which it would gain most."""
    now, issue, party = desk.now, desk.issue, desk.party
    row, leaf = now[at.CASE_ROW], party[p, at.GAIN]
    gain, most, named = np.int64(0), np.int64(0), np.int64(-1)
    for k in range(issue.shape[1]):
        i = issue[at.ORDER, k]
        score = worth.scores[row, leaf, issue[at.FIRST, i] + issue[at.OUT, i]]
        gain += score
        loss = sides.best[row, p, i] - score
        if loss > most:
            most, named = loss, i
    gain += sum_terms(worth, row, leaf, issue, at.OUT)
    if now[at.QUITS] > 0:
        gain += sum_exits(desk, worth, leaf)
    level = min(sides.levels[p, now[at.DAY]], party[p, at.LEVEL])
    above = share(party[p, at.ASKS], level)
    if _believes(party, p, key):
        above = max(above - party[p, at.COUNSEL], 0)
    margin = gain - asked(desk, worth, party[p, at.PRINCIPAL]) - above
    if party[p, at.NOISE] != 0:
        quantile = sides.noise[np.int64(bits_scalar(key, at.NOISE_SLOT + p)) >> 43]
        margin += share(party[p, at.NOISE], quantile)
    crossed = False
    if margin >= 0 and party[p, at.LINES] >= 0:
        crossed = sum_leaf(worth, row, party[p, at.LINES], issue, at.OUT) < 0
    party[p, at.ACCEPTS] = 1 if margin >= 0 and not crossed else 0
    party[p, at.AGAINST] = 0
    if party[p, at.COMPARES] > 0:
        last = party[p, at.LAST]
        party[p, at.AGAINST] = 1 if gain > last else -1 if gain < last else 0
    party[p, at.NAMED], party[p, at.WORTH] = named, gain


def share(amount: Any, level: Any) -> Any:
    """amount * level >> 20, with no number that passes 64 bits on the way."""
    high = amount >> at.LEVEL_BITS
    return high * level + ((amount - (high << at.LEVEL_BITS)) * level >> at.LEVEL_BITS)


def _believes(party: Any, p: Any, key: Any) -> Any:
    """Whether a party believes the mediator today: as often as its word has been kept."""
    kept, failed = party[p, at.KEPT], party[p, at.FAILED]
    if party[p, at.COUNSEL] == 0 or kept + failed <= 0:
        return False
    return happens(key, at.BELIEVE_SLOT + p, kept * (at.UNIT // (kept + failed)))


# --- when all have answered ----------------------------------------------------------------------------------


def settle(desk: Desk, worth: Worth, sides: Sides, key: Any) -> Any:
    """What follows from all answers: what stands, who matches, what is set aside; whether enough said yes."""
    now, issue, party = desk.now, desk.issue, desk.party
    count, yes, better = party.shape[0], np.int64(0), True
    refused, bits = np.int64(0), np.int64(0)
    for p in range(count):
        better &= party[p, at.AGAINST] >= 0
        yes += party[p, at.ACCEPTS]
        bits |= party[p, at.ACCEPTS] << p
        refused |= (1 - party[p, at.ACCEPTS]) << p
    now[at.HEARD] += 1
    _set_aside(desk)
    if better or now[at.HEARD] == 1:
        for i in range(issue.shape[1]):
            issue[at.STANDING, i] = issue[at.OUT, i]
    for p in range(count):
        others = yes - party[p, at.ACCEPTS]
        if better or now[at.AGAINST_STANDING] == 0:
            again = desk.threat.shape[0] > 0
            party[p, at.LAST] = utility(desk, worth, party[p, at.PRINCIPAL]) if again else party[p, at.WORTH]
            party[p, at.COMPARES] = 1
        if others > 0 and party[p, at.ACCEPTS] == 0:
            party[p, at.LEVEL] = max(party[p, at.LEVEL] - party[p, at.MATCHES], 0)
        if party[p, at.COUNSEL] != 0:
            party[p, at.KEPT if others == count - 1 else at.FAILED] += at.THOUSAND
    desk.facts[at.REFUSED_FACT] = refused
    if 0 < yes < count and happens(key, at.BLAME_SLOT, now[at.BLAMES]):
        now[at.PUBLICITY] = 1
        for p in range(count):
            if party[p, at.ACCEPTS] == 0:
                party[p, at.BLAMED] += 1
                party[p, at.BLAMED_DAY] = now[at.DAY]
    return sides.enough[bits]


def _set_aside(desk: Desk) -> None:
    """An issue that all name once too often is set aside, where something holds when a text is silent on it."""
    now, issue, party = desk.now, desk.issue, desk.party
    i = party[0, at.NAMED]
    for p in range(1, party.shape[0]):
        if party[p, at.NAMED] != i:
            return
    if i < 0:
        return
    issue[at.NAMED_BY_ALL, i] += 1
    after = now[at.ASIDE_AFTER]
    if issue[at.ASIDE, i] > 0 or after == 0 or issue[at.NAMED_BY_ALL, i] < after:
        return
    if issue[at.SILENT, i] >= 0:
        issue[at.ASIDE, i] = 1
        now[at.ASIDES] += 1
