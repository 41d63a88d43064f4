"""The compiled loops of talks, the homes' part: those asked answer in their own time, then rules decide."""

from typing import Any

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar
from detente.kernels.talks.mediated_world_fast import happens
from detente.kernels.talks.mediated_worth_fast import asked, holds, sum_leaf, utility

__all__ = ["carry_home", "decide", "hear"]


def carry_home(m: Any) -> None:
    """Put the text to the homes of the parties that said yes and to others whose consent is needed.

    A principal that was consulted on the text answers on the same day.
    """
    m[at.RATIFICATIONS_FACT] += 1
    m[at.PHASE], m[at.CARRIED], m[at.WAITED_FOR] = at.RATIFYING, m[at.DAY], 0
    for a in range(m[at.ACTOR_COUNT]):
        actor = m[at.ACTORS] + a * at.ACTOR_SIZE
        p = m[actor + at.PARTY]
        asks = m[actor + at.ASKED] > 0
        if asks and p >= 0:
            asks = m[m[at.PARTIES] + p * at.PARTY_SIZE + at.ACCEPTS] > 0
        m[actor + at.WAITING], m[actor + at.VOTED] = 1 if asks else 0, 0
        m[at.WAITED_FOR] += m[actor + at.WAITING]
    for p in range(m[at.PARTY_COUNT]):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        principal = m[side + at.PRINCIPAL]
        waiting = m[m[at.ACTORS] + principal * at.ACTOR_SIZE + at.WAITING] > 0
        if waiting and m[side + at.REFERRED] > 0:
            _answer(m, principal)


def hear(m: Any, key: Any) -> Any:
    """Take the answers of homes that come today; whether they are all in."""
    days = m[at.DAY] - m[at.CARRIED]
    for a in range(m[at.ACTOR_COUNT]):
        actor = m[at.ACTORS] + a * at.ACTOR_SIZE
        if m[actor + at.WAITING] == 0 or m[actor + at.SAYS_NOTHING] > 0 or days < m[actor + at.LEAST]:
            continue
        if happens(key, at.HOME_SLOT + a, m[actor + at.HOME]):
            _answer(m, a)
    return m[at.WAITED_FOR] == 0


def _answer(m: Any, a: Any) -> None:
    """One actor's answer; a ratifier whose threat is meant quits over a text with those options."""
    actor = m[at.ACTORS] + a * at.ACTOR_SIZE
    m[actor + at.WAITING], m[actor + at.VOTED] = 0, 1
    m[at.WAITED_FOR] -= 1
    for x in range(m[at.THREAT_COUNT]):
        threat = m[at.THREATS] + x * at.THREAT_SIZE
        if m[threat + at.QUITTER] != a or m[threat + at.GONE] > 0:
            continue
        condition = m[threat + at.CONDITION]
        meant = m[m[at.TERMS] + m[threat + at.STAYS] * m[at.CONDITION_COUNT] + condition] != 0
        if meant and holds(m, condition, m[at.OUT]):
            m[threat + at.GONE] = m[at.DAY]
            m[at.QUITS] += 1
    m[actor + at.YES] = 1 if utility(m, a) >= asked(m, a) else 0


def decide(m: Any, key: Any) -> Any:
    """Whether the rules pass the text; if not, who said no at home, and a word with one of them."""
    _fill(m)
    registers = m[at.REGISTERS]
    for s in range(m[at.STEP_COUNT]):
        step = m[at.STEPS] + 4 * s
        a, b = m[registers + m[step + 1]], m[registers + m[step + 2]]
        m[registers + m[step + 3]] = a & b if m[step] == 0 else a | b
    if m[registers + m[at.DEAL_ROOT]] > 0:
        return True
    against, bits = np.int64(0), np.int64(0)
    for a in range(m[at.ACTOR_COUNT]):
        actor = m[at.ACTORS] + a * at.ACTOR_SIZE
        if m[actor + at.VOTED] > 0 and m[registers + m[actor + at.ROOT]] == 0:
            against += 1
            bits |= np.int64(1) << a
            if m[actor + at.PARTY] >= 0:
                m[m[at.PARTIES] + m[actor + at.PARTY] * at.PARTY_SIZE + at.BLOCKED] = 1
    m[at.BLOCKED_FACT] = bits
    if against > 0:
        _word(m, bits, np.int64(bits_scalar(key, at.WORD_SLOT)) % against)
    return False


def _word(m: Any, bits: Any, chosen: Any) -> None:
    """The mediator has a word with one of the actors of these bits, by its place among them."""
    for a in range(m[at.ACTOR_COUNT]):
        if bits >> a & 1:
            if chosen == 0:
                m[m[at.ACTORS] + a * at.ACTOR_SIZE + at.WORDED] = 1
            chosen -= 1


def _fill(m: Any) -> None:
    """What each leaf says of the text: the answers of those asked, who stays, and sums."""
    leaves, registers = m[at.LEAF_COUNT], m[at.REGISTERS]
    for leaf in range(leaves):
        kind, on = m[m[at.LEAVES] + 2 * leaf], m[m[at.LEAVES] + 2 * leaf + 1]
        if kind == at.OF_GAIN:
            actor = m[at.ACTORS] + on * at.ACTOR_SIZE
            yes = m[actor + at.VOTED] > 0 and m[actor + at.YES] > 0
        elif kind == at.OF_SUM:
            yes = sum_leaf(m, leaf, m[at.OUT]) >= 0
        else:
            gone = m[m[at.THREATS] + on * at.THREAT_SIZE + at.GONE] > 0
            yes = gone == (kind == at.OF_LEAVING)
        m[registers + leaf] = 1 if yes else 0
    m[registers + leaves], m[registers + leaves + 1] = 1, 0
