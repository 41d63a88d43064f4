"""The compiled loops of talks, the table's part: a text goes out, becomes public, is answered, is settled.

What a delegation says is provisional; the last answer to come in settles what follows from all of them.
"""

from typing import Any

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar
from detente.kernels.talks.mediated_world_fast import happens
from detente.kernels.talks.mediated_worth_fast import asked, sum_exits, sum_leaf, sum_terms, utility

__all__ = ["answer", "leak", "meet", "open_text", "settle"]


def open_text(m: Any, key: Any) -> None:
    """A text goes out to all parties: through a back channel, openly, or published."""
    count = m[at.PARTY_COUNT]
    m[at.TEXTS_FACT] += 1
    m[at.SINCE], m[at.PUBLISHED] = m[at.DAY], 0
    m[at.PHASE], m[at.WAITED_FOR] = at.ANSWERING, count
    for p in range(count):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        m[side + at.ANSWERED], m[side + at.BLOCKED] = 0, 0
    m[at.BACK] = 1 if happens(key, at.BACK_SLOT, m[at.BACK_CHANNEL]) else 0
    if m[at.BACK] > 0 or not happens(key, at.PUBLISH_SLOT, m[at.PUBLISHES]):
        return
    m[at.PUBLISHED_FACT] += 1
    if not happens(key, at.ATTRIBUTE_SLOT, m[at.ATTRIBUTES]):
        _publish(m, 0, count)
        return
    whose = np.int64(bits_scalar(key, at.WHOSE_SLOT)) % count
    _publish(m, whose, whose + 1)
    side = m[at.PARTIES] + whose * at.PARTY_SIZE
    if happens(key, at.DISOWN_SLOT, m[side + at.DISOWNS]):
        m[side + at.FAILED] += at.THOUSAND


def leak(m: Any, key: Any) -> None:
    """A text that is out for answer since an earlier day may become public."""
    if m[at.DAY] == m[at.SINCE] or m[at.BACK] > 0 or m[at.PUBLISHED] > 0:
        return
    if happens(key, at.LEAK_SLOT, m[at.LEAK]):
        m[at.LEAKED_FACT] += 1
        _publish(m, 0, m[at.PARTY_COUNT])


def _publish(m: Any, begin: Any, end: Any) -> None:
    """The text is public, as a text of these parties."""
    m[at.PUBLISHED], m[at.PUBLICITY] = 1, 1
    for p in range(begin, end):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        m[side + at.PUBLIC] += 1
        m[side + at.PUBLIC_DAY] = m[at.DAY]


def meet(m: Any, key: Any) -> Any:
    """Whether all parties meet today."""
    for s in range(m[at.SUMMIT_COUNT]):
        summit = m[at.SUMMITS] + s * at.SUMMIT_SIZE
        if m[summit + at.MEETS] != m[at.DAY]:
            continue
        came = True
        for p in range(m[at.PARTY_COUNT]):
            came &= happens(key, at.ATTEND_SLOT + at.SUMMIT_SLOTS * s + p, m[summit + at.ATTENDS])
        if came:
            return True
    return False


def answer(m: Any, present: Any, key: Any) -> Any:
    """Take today's answers; whether they are all in."""
    for p in range(m[at.PARTY_COUNT]):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        if m[side + at.ANSWERED] == 0 and m[side + at.AWAY] == 0 and _comes_today(m, p, present, key):
            _reply(m, p, key)
            m[side + at.ANSWERED] = 1
            m[at.WAITED_FOR] -= 1
    return m[at.WAITED_FOR] == 0


def _comes_today(m: Any, p: Any, present: Any, key: Any) -> Any:
    """Whether a party answers today: at once inside its mandate, else when its principal does."""
    side = m[at.PARTIES] + p * at.PARTY_SIZE
    referral = m[at.BACK] > 0
    if m[side + at.MANDATE] > 0 and not referral:
        allowed, firsts = m[at.MANDATES] + m[side + at.MANDATE] * m[at.OPTION_COUNT], m[at.FIRSTS]
        for i in range(m[at.ISSUE_COUNT]):
            referral |= m[allowed + m[firsts + i] + m[m[at.OUT] + i]] == 0
    m[side + at.REFERRED] = 1 if referral else 0
    if present:
        return True
    if not referral:
        return happens(key, at.ANSWER_SLOT + p, m[side + at.ANSWERS])
    actor = m[at.ACTORS] + m[side + at.PRINCIPAL] * at.ACTOR_SIZE
    if m[actor + at.SAYS_NOTHING] > 0 or m[at.DAY] - m[at.SINCE] < m[actor + at.LEAST]:
        return False
    return happens(key, at.ANSWER_SLOT + p, m[actor + at.HOME])


def _reply(m: Any, p: Any, key: Any) -> None:
    """What a party says to the text: yes or no, and better or worse."""
    side = m[at.PARTIES] + p * at.PARTY_SIZE
    gain = _gain(m, p, side)
    level = min(m[m[at.LEVELS] + p * m[at.DAY_COUNT] + m[at.DAY]], m[side + at.LEVEL])
    above = _share(m[side + at.ASKS], level)
    if m[side + at.COUNSEL] != 0 and _believes(m, p, key):
        above = max(above - m[side + at.COUNSEL], np.int64(0))
    margin = gain - asked(m, m[side + at.PRINCIPAL]) - above
    if m[side + at.NOISE] != 0:
        place = np.int64(bits_scalar(key, at.NOISE_SLOT + p)) >> 43
        margin += _share(m[side + at.NOISE], m[m[at.QUANTILES] + place])
    accepts = margin >= 0
    if accepts and m[side + at.LINES] >= 0:
        accepts = sum_leaf(m, m[side + at.LINES], m[at.OUT]) >= 0
    m[side + at.ACCEPTS] = 1 if accepts else 0
    m[side + at.AGAINST] = 0
    if m[side + at.COMPARES] > 0:
        last = m[side + at.LAST]
        m[side + at.AGAINST] = 1 if gain > last else -1 if gain < last else 0


def _gain(m: Any, p: Any, side: Any) -> Any:
    """What the text is worth to a party; notes it, and the issue on which the party would gain most."""
    leaf, issues = m[side + at.GAIN], m[at.ISSUE_COUNT]
    scores, best = m[at.SCORES] + leaf * m[at.OPTION_COUNT], m[at.BEST] + p * issues
    order, firsts, text = m[at.ORDER], m[at.FIRSTS], m[at.OUT]
    gain, most, named = np.int64(0), np.int64(0), np.int64(-1)
    for k in range(issues):
        i = m[order + k]
        score = m[scores + m[firsts + i] + m[text + i]]
        gain += score
        if m[best + i] - score > most:
            most, named = m[best + i] - score, i
    gain += sum_terms(m, leaf, text)
    if m[at.QUITS] > 0:
        gain += sum_exits(m, leaf)
    m[side + at.NAMED], m[side + at.WORTH] = named, gain
    return gain


def _share(amount: Any, level: Any) -> Any:
    """The amount times the level >> 20, with no number that passes 64 bits on the way."""
    high = amount >> at.LEVEL_BITS
    return high * level + ((amount - (high << at.LEVEL_BITS)) * level >> at.LEVEL_BITS)


def _believes(m: Any, p: Any, key: Any) -> Any:
    """Whether a party believes the mediator today: as often as its word has been kept."""
    side = m[at.PARTIES] + p * at.PARTY_SIZE
    known = m[side + at.KEPT] + m[side + at.FAILED]
    return known > 0 and happens(key, at.BELIEVE_SLOT + p, m[side + at.KEPT] * (at.UNIT // known))


# --- when all have answered ---------------------------------------------------------------------------


def settle(m: Any, key: Any) -> Any:
    """What follows from all answers: what stands, who matches, what is set aside; whether enough said yes."""
    count, yes, bits, better = m[at.PARTY_COUNT], np.int64(0), np.int64(0), True
    for p in range(count):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        better &= m[side + at.AGAINST] >= 0
        yes += m[side + at.ACCEPTS]
        bits |= m[side + at.ACCEPTS] << p
    m[at.HEARD] += 1
    m[at.REFUSED_FACT] = (np.int64(1) << count) - 1 - bits
    _set_aside(m)
    if better or m[at.HEARD] == 1:
        for i in range(m[at.ISSUE_COUNT]):
            m[m[at.STANDING] + i] = m[m[at.OUT] + i]
    for p in range(count):
        _note(m, p, yes, compares=better or m[at.AGAINST_STANDING] == 0)
    if 0 < yes < count and happens(key, at.BLAME_SLOT, m[at.BLAMES]):
        m[at.PUBLICITY] = 1
        for p in range(count):
            side = m[at.PARTIES] + p * at.PARTY_SIZE
            if m[side + at.ACCEPTS] == 0:
                m[side + at.BLAMED] += 1
                m[side + at.BLAMED_DAY] = m[at.DAY]
    return m[m[at.ENOUGH] + bits] > 0


def _note(m: Any, p: Any, yes: Any, compares: Any) -> None:
    """What a party takes note of: the text to compare with, what others yielded, whose word was kept."""
    side = m[at.PARTIES] + p * at.PARTY_SIZE
    others = yes - m[side + at.ACCEPTS]
    if compares:
        m[side + at.LAST] = m[side + at.WORTH]
        if m[at.THREAT_COUNT] > 0:  # who quit or came back since the party answered counts
            m[side + at.LAST] = utility(m, m[side + at.PRINCIPAL])
        m[side + at.COMPARES] = 1
    if others > 0 and m[side + at.ACCEPTS] == 0:
        m[side + at.LEVEL] = max(m[side + at.LEVEL] - m[side + at.MATCHES], np.int64(0))
    if m[side + at.COUNSEL] != 0:
        m[side + (at.KEPT if others == m[at.PARTY_COUNT] - 1 else at.FAILED)] += at.THOUSAND


def _set_aside(m: Any) -> None:
    """An issue that all name once too often is set aside, if something holds when a text is silent on it."""
    i = m[m[at.PARTIES] + at.NAMED]
    for p in range(1, m[at.PARTY_COUNT]):
        if m[m[at.PARTIES] + p * at.PARTY_SIZE + at.NAMED] != i:
            return
    if i < 0:
        return
    named, aside = m[at.NAMED_BY_ALL] + i, m[at.ASIDE] + i
    m[named] += 1
    if m[aside] == 0 and 0 < m[at.ASIDE_AFTER] <= m[named] and m[m[at.SILENT] + i] >= 0:
        m[aside] = 1
        m[at.ASIDE_COUNT] += 1
