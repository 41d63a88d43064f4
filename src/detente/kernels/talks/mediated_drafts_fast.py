"""The compiled loops of talks, the mediator's part: the next text, by steps from what was said.

Greedy steps, blind trades and random changes, as `detente.talks.mediators.steps` words them.
"""

from typing import Any

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar
from detente.kernels.talks.mediated_worth_fast import sum_leaf

__all__ = ["draft"]


def draft(m: Any, key: Any) -> None:
    """Write the next text into the place of the text that is out."""
    if m[at.HEARD] == 0:
        _copy(m, m[at.OPENING], m[at.OUT])
        return
    source = m[at.OUT] if m[at.STRATEGY] == at.GREEDY else m[at.STANDING]
    _copy(m, source, m[at.BASE])
    if m[at.ASIDE_COUNT] > 0:
        for i in range(m[at.ISSUE_COUNT]):
            if m[m[at.ASIDE] + i] > 0:
                m[m[at.BASE] + i] = m[m[at.SILENT] + i]
    for number in range(at.TRIES):
        _copy(m, m[at.BASE], m[at.DRAFT])
        _attempt(m, number, key)
        if _stands(m):
            _copy(m, m[at.DRAFT], m[at.OUT])
            return
    _copy(m, m[at.BASE], m[at.OUT])


def _attempt(m: Any, number: Any, key: Any) -> None:
    """Change the draft, with the numbers of this attempt."""
    slot = at.DRAFT_SLOT + number * at.APART
    if m[at.STRATEGY] == at.RANDOM:
        _change(m, key, slot)
    elif m[at.STRATEGY] == at.TRADES or number > 0:
        _trade(m, key, slot)
    else:
        _concede(m, key, slot)
        if bits_scalar(key, slot + 15) >> np.uint64(50) == 0:
            _trade(m, key, slot)


def _copy(m: Any, source: Any, to: Any) -> None:
    for i in range(m[at.ISSUE_COUNT]):
        m[to + i] = m[source + i]


def _stands(m: Any) -> Any:
    """Whether the draft differs from what it began with and its options can stand together."""
    same, base, text = True, m[at.BASE], m[at.DRAFT]
    for i in range(m[at.ISSUE_COUNT]):
        same &= m[text + i] == m[base + i]
    if same:
        return False
    return m[at.FEASIBLE] < 0 or sum_leaf(m, m[at.FEASIBLE], text) >= 0


def _concede(m: Any, key: Any, slot: Any) -> None:
    """Each party that said no has the issue that it named moved towards its demand.

    When all said yes and homes refused, some issue moves for each party of those homes. No issue moves twice.
    """
    count, issues, free = m[at.PARTY_COUNT], m[at.ISSUE_COUNT], m[at.FREE]
    heard_out = True
    for q in range(count):
        heard_out &= m[m[at.PARTIES] + q * at.PARTY_SIZE + at.ACCEPTS] > 0
    for k in range(issues):
        m[free + k] = 1 - m[m[at.ASIDE] + k]
    p = m[at.HEARD] % count
    for _ in range(count):
        side = m[at.PARTIES] + p * at.PARTY_SIZE
        i = np.int64(-1)
        if heard_out and m[side + at.BLOCKED] > 0:
            if p < at.APART - 1:
                i = m[m[at.ORDER] + np.int64(bits_scalar(key, slot + p)) % issues]
        elif m[side + at.ACCEPTS] == 0:
            i = m[side + at.NAMED]
        if i >= 0 and m[free + i] > 0:
            m[free + i] = 0
            _towards(m, i, p)
        p = (p + 1) % count


def _trade(m: Any, key: Any, slot: Any) -> None:
    """Move one issue a step towards one party's demand and another towards another's."""
    free, count = m[at.ISSUE_COUNT] - m[at.ASIDE_COUNT], m[at.PARTY_COUNT]
    if free == 0:
        return
    first = np.int64(bits_scalar(key, slot)) % free
    one = np.int64(bits_scalar(key, slot + 2)) % count
    _towards(m, _free_issue(m, first), one)
    if free == 1 or count == 1:
        return
    second = np.int64(bits_scalar(key, slot + 1)) % (free - 1)
    other = np.int64(bits_scalar(key, slot + 3)) % (count - 1)
    second += second >= first
    other += other >= one
    _towards(m, _free_issue(m, second), other)


def _change(m: Any, key: Any, slot: Any) -> None:
    """Change one issue to another option, both at random."""
    free = m[at.ISSUE_COUNT] - m[at.ASIDE_COUNT]
    if free == 0:
        return
    i = _free_issue(m, np.int64(bits_scalar(key, slot)) % free)
    size = m[m[at.SIZES] + i]
    if size < 2:
        return
    left = np.int64(bits_scalar(key, slot + 1)) % (size - 1)
    options = m[at.OPTION_ORDER] + m[m[at.FIRSTS] + i]
    for k in range(size):
        option = m[options + k]
        if option == m[m[at.BASE] + i]:
            continue
        if left == 0:
            m[m[at.DRAFT] + i] = option
            return
        left -= 1


def _free_issue(m: Any, number: Any) -> Any:
    """The issue of that number, by id, among those not set aside."""
    if m[at.ASIDE_COUNT] == 0:
        return m[m[at.ORDER] + number]
    for k in range(m[at.ISSUE_COUNT]):
        i = m[m[at.ORDER] + k]
        if m[m[at.ASIDE] + i] == 0:
            if number == 0:
                return i
            number -= 1
    return np.int64(-1)


def _towards(m: Any, i: Any, p: Any) -> None:
    """Move an issue of the draft towards a party's demand: one step where options are ordered, else all."""
    here, there = m[m[at.DRAFT] + i], m[m[at.DEMANDS] + p * m[at.ISSUE_COUNT] + i]
    if m[m[at.ORDERED] + i] > 0 and there != here:
        there = here + 1 if there > here else here - 1
    m[m[at.DRAFT] + i] = there
