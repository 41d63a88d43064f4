"""The compiled loops of talks, the mediator's part: the next text, by steps from what was said.

Greedy steps, blind trades and random changes, as `detente.talks.mediators.steps` words them. A text is a row of
the issue table; the draft is worked out in a row of its own.
"""

from typing import Any, NamedTuple

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar
from detente.kernels.talks.mediated_world_fast import Desk, Worth, sum_leaf

__all__ = ["Agenda", "draft"]


class Agenda(NamedTuple):
    """What a mediator begins from: options by id, what each party demands, the opening text."""

    option_order: Any
    demands: Any
    opening: Any


def draft(desk: Desk, worth: Worth, agenda: Agenda, key: Any) -> None:
    """Write the next text into the row of the text that is out."""
    now, issue = desk.now, desk.issue
    issues = issue.shape[1]
    if now[at.HEARD] == 0:
        for i in range(issues):
            issue[at.OUT, i] = agenda.opening[now[at.CASE_ROW], i]
        return
    strategy = now[at.STRATEGY]
    source = at.OUT if strategy == at.GREEDY else at.STANDING
    for i in range(issues):
        issue[at.BASE, i] = issue[at.SILENT, i] if issue[at.ASIDE, i] > 0 else issue[source, i]
    for number in range(at.TRIES):
        for i in range(issues):
            issue[at.DRAFT, i] = issue[at.BASE, i]
        slot = at.DRAFT_SLOT + number * at.APART
        if strategy == at.RANDOM:
            _change(desk, agenda, key, slot)
        elif strategy == at.TRADES or number > 0:
            _trade(desk, agenda, key, slot)
        else:
            _concede(desk, agenda, key, slot)
            if bits_scalar(key, slot + 15) >> np.uint64(50) == 0:
                _trade(desk, agenda, key, slot)
        if _stands(desk, worth):
            for i in range(issues):
                issue[at.OUT, i] = issue[at.DRAFT, i]
            return
    for i in range(issues):
        issue[at.OUT, i] = issue[at.BASE, i]


def _stands(desk: Desk, worth: Worth) -> Any:
    """Whether the draft differs from what it began with and its options can stand together."""
    now, issue = desk.now, desk.issue
    same = True
    for i in range(issue.shape[1]):
        same &= issue[at.DRAFT, i] == issue[at.BASE, i]
    if same:
        return False
    leaf = now[at.FEASIBLE]
    return leaf < 0 or sum_leaf(worth, now[at.CASE_ROW], leaf, issue, at.DRAFT) >= 0


def _concede(desk: Desk, agenda: Agenda, key: Any, slot: Any) -> None:
    """Each party that said no has the issue that it named moved towards its demand.

    When all said yes and homes refused, some issue moves for each party of those homes. No issue moves twice.
    """
    now, issue, party = desk.now, desk.issue, desk.party
    count, issues = party.shape[0], issue.shape[1]
    heard_out = True
    for p in range(count):
        heard_out &= party[p, at.ACCEPTS] > 0
    for i in range(issues):
        issue[at.FREE, i] = 1 - issue[at.ASIDE, i]
    p = now[at.HEARD] % count
    for _ in range(count):
        i = np.int64(-1)
        if heard_out and party[p, at.BLOCKED] > 0:
            if p < at.APART - 1:
                i = issue[at.ORDER, np.int64(bits_scalar(key, slot + p)) % issues]
        elif party[p, at.ACCEPTS] == 0:
            i = party[p, at.NAMED]
        if i >= 0 and issue[at.FREE, i] > 0:
            issue[at.FREE, i] = 0
            _towards(desk, agenda, i, p)
        p = p + 1 if p + 1 < count else 0


def _trade(desk: Desk, agenda: Agenda, key: Any, slot: Any) -> None:
    """Move one issue a step towards one party's demand and another towards another's."""
    issue, count = desk.issue, desk.party.shape[0]
    free = issue.shape[1] - desk.now[at.ASIDES]
    if free == 0:
        return
    first = np.int64(bits_scalar(key, slot)) % free
    one = np.int64(bits_scalar(key, slot + 2)) % count
    _towards(desk, agenda, _free_issue(issue, first), one)
    if free == 1 or count == 1:
        return
    second = np.int64(bits_scalar(key, slot + 1)) % (free - 1)
    other = np.int64(bits_scalar(key, slot + 3)) % (count - 1)
    second += second >= first
    other += other >= one
    _towards(desk, agenda, _free_issue(issue, second), other)


def _change(desk: Desk, agenda: Agenda, key: Any, slot: Any) -> None:
    """Change one issue to another option, both at random."""
    issue = desk.issue
    free = issue.shape[1] - desk.now[at.ASIDES]
    if free == 0:
        return
    i = _free_issue(issue, np.int64(bits_scalar(key, slot)) % free)
    others = issue[at.SIZE, i] - 1
    if others <= 0:
        return
    left = np.int64(bits_scalar(key, slot + 1)) % others
    for k in range(issue[at.SIZE, i]):
        option = agenda.option_order[issue[at.FIRST, i] + k]
        if option == issue[at.BASE, i]:
            continue
        if left == 0:
            issue[at.DRAFT, i] = option
            return
        left -= 1


def _free_issue(issue: Any, number: Any) -> Any:
    """The issue of that number, by id, among those not set aside."""
    for k in range(issue.shape[1]):
        i = issue[at.ORDER, k]
        if issue[at.ASIDE, i] == 0:
            if number == 0:
                return i
            number -= 1
    return np.int64(-1)


def _towards(desk: Desk, agenda: Agenda, i: Any, p: Any) -> None:
    """Move an issue of the draft towards a party's demand: one step where options are ordered, else all."""
    issue = desk.issue
    here, there = issue[at.DRAFT, i], agenda.demands[desk.now[at.CASE_ROW], p, i]
    if issue[at.ORDERED, i] > 0 and there != here:
        there = here + 1 if there > here else here - 1
    issue[at.DRAFT, i] = there
