"""The compiled loops of talks: what a text is worth to whom, and what is asked of a deal today.

A text is given by the place where its options begin.
"""

from typing import Any

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at

__all__ = ["asked", "holds", "sum_exits", "sum_leaf", "sum_terms", "utility"]


def holds(m: Any, condition: Any, text: Any) -> Any:
    """Whether a condition holds for a text."""
    about = m[at.CONDITIONS] + condition * (2 + m[at.ISSUE_COUNT])
    literals = m[at.LITERALS] + condition * m[at.OPTION_COUNT]
    some = m[about]
    for k in range(m[about + 1]):
        i = m[about + 2 + k]
        if m[literals + m[m[at.FIRSTS] + i] + m[text + i]] == some:
            return some == 1
    return some == 0


def sum_terms(m: Any, leaf: Any, text: Any) -> Any:
    """What the conditions that a text meets add to a leaf."""
    total = np.int64(0)
    first, terms = m[at.ADDED_FIRST] + leaf, m[at.TERMS] + leaf * m[at.CONDITION_COUNT]
    for k in range(m[first], m[first + 1]):
        condition = m[m[at.ADDED] + k]
        if m[terms + condition] != 0 and holds(m, condition, text):
            total += m[terms + condition]
    return total


def sum_leaf(m: Any, leaf: Any, text: Any) -> Any:
    """Scores and terms of a leaf for a text."""
    total = sum_terms(m, leaf, text)
    scores, firsts = m[at.SCORES] + leaf * m[at.OPTION_COUNT], m[at.FIRSTS]
    for i in range(m[at.ISSUE_COUNT]):
        total += m[scores + m[firsts + i] + m[text + i]]
    return total


def sum_exits(m: Any, leaf: Any) -> Any:
    """What it adds to a leaf that ratifiers have quit over other texts than the one that is out."""
    total = np.int64(0)
    terms = m[at.TERMS] + leaf * m[at.CONDITION_COUNT]
    for x in range(m[at.THREAT_COUNT]):
        threat = m[at.THREATS] + x * at.THREAT_SIZE
        if m[threat + at.GONE] > 0 and m[threat + at.THREATENED] == leaf:
            condition = m[threat + at.CONDITION]
            if not holds(m, condition, m[at.OUT]):
                total += m[terms + condition]
    return total


def utility(m: Any, a: Any) -> Any:
    """Utility to an actor of the text that is out."""
    leaf = m[m[at.ACTORS] + a * at.ACTOR_SIZE + at.OWN_GAIN]
    total = sum_leaf(m, leaf, m[at.OUT])
    if m[at.QUITS] > 0:
        total += sum_exits(m, leaf)
    return total


def asked(m: Any, a: Any) -> Any:
    """What an actor asks of a deal today."""
    actor, day = m[at.ACTORS] + a * at.ACTOR_SIZE, m[at.DAY]
    stretch = m[m[at.EPOCHS] + a * m[at.DAY_COUNT] + day]
    total = m[m[at.RESERVATIONS] + a * m[at.STRETCH_COUNT] + stretch]
    total += m[actor + at.SHIFT] + m[actor + at.ERODED] - day * m[actor + at.DELAY]
    if m[actor + at.PARTY] >= 0:
        side = m[at.PARTIES] + m[actor + at.PARTY] * at.PARTY_SIZE
        total += m[side + at.PUBLIC] * m[actor + at.AUDIENCE]
        if m[actor + at.LEADS] > 0:
            total -= m[side + at.BLAMED] * m[side + at.BLAME]
    if m[actor + at.WORDED] > 0:
        total -= m[actor + at.WORD]
    return total
