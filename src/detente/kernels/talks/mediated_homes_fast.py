"""The compiled loops of talks, the homes' part: those asked answer in their own time, then the rules decide."""

from typing import Any, NamedTuple

import numpy as np

from detente.kernels.talks import mediated_columns_fast as at
from detente.kernels.talks.counter import bits_scalar
from detente.kernels.talks.mediated_world_fast import Desk, Worth, asked, happens, holds, sum_leaf, utility

__all__ = ["Rules", "carry_home", "decide", "hear"]


class Rules(NamedTuple):
    """What decides: `leaves` (L, 2) what each leaf asks and of whom, the steps, and their registers."""

    leaves: Any
    steps: Any
    registers: Any


def carry_home(desk: Desk, worth: Worth) -> None:
    """Put the text to the homes of the parties that said yes and to others whose consent is needed.

    A principal that was consulted on the text answers on the same day.
    """
    now, party, actor = desk.now, desk.party, desk.actor
    desk.facts[at.RATIFICATIONS_FACT] += 1
    now[at.PHASE], now[at.CARRIED], now[at.WAITED_FOR] = at.RATIFYING, now[at.DAY], 0
    for a in range(actor.shape[0]):
        p = actor[a, at.PARTY]
        asks = actor[a, at.ASKED] > 0 and (p < 0 or party[p, at.ACCEPTS] > 0)
        actor[a, at.WAITING], actor[a, at.VOTED] = 1 if asks else 0, 0
        now[at.WAITED_FOR] += actor[a, at.WAITING]
    for p in range(party.shape[0]):
        principal = party[p, at.PRINCIPAL]
        if party[p, at.REFERRED] > 0 and actor[principal, at.WAITING] > 0:
            _answer(desk, worth, principal)


def hear(desk: Desk, worth: Worth, key: Any) -> Any:
    """Take the answers of homes that come today; whether they are all in."""
    now, actor = desk.now, desk.actor
    if now[at.WAITED_FOR] > 0:
        for a in range(actor.shape[0]):
            if actor[a, at.WAITING] == 0 or actor[a, at.SAYS_NOTHING] > 0:
                continue
            early = now[at.DAY] - now[at.CARRIED] < actor[a, at.LEAST]
            if not early and happens(key, at.HOME_SLOT + a, actor[a, at.HOME]):
                _answer(desk, worth, a)
    return now[at.WAITED_FOR] == 0


def _answer(desk: Desk, worth: Worth, a: Any) -> None:
    """One actor's answer; a ratifier whose threat is meant quits over a text with those options."""
    now, actor, threat = desk.now, desk.actor, desk.threat
    actor[a, at.WAITING], actor[a, at.VOTED] = 0, 1
    now[at.WAITED_FOR] -= 1
    for x in range(threat.shape[0]):
        condition = threat[x, at.CONDITION]
        if (
            threat[x, at.QUITTER] == a
            and threat[x, at.GONE] == 0
            and worth.terms[now[at.CASE_ROW], threat[x, at.STAYS], condition] != 0
            and holds(worth, condition, desk.issue, at.OUT)
        ):
            threat[x, at.GONE] = now[at.DAY]
            now[at.QUITS] += 1
    actor[a, at.YES] = 1 if utility(desk, worth, a) >= asked(desk, worth, a) else 0


def decide(desk: Desk, worth: Worth, rules: Rules, key: Any) -> Any:
    """Whether the rules pass the text; if not, who said no at home, and a word with one of them."""
    now, party, actor, registers = desk.now, desk.party, desk.actor, rules.registers
    _fill(desk, worth, rules)
    steps = rules.steps
    for s in range(steps.shape[0]):
        a, b = registers[steps[s, 1]], registers[steps[s, 2]]
        registers[steps[s, 3]] = a & b if steps[s, 0] == 0 else a | b
    if registers[now[at.DEAL_ROOT]] > 0:
        return True
    against, bits = np.int64(0), np.int64(0)
    for a in range(actor.shape[0]):
        if actor[a, at.VOTED] > 0 and registers[actor[a, at.ROOT]] == 0:
            against += 1
            bits |= np.int64(1) << a
            if actor[a, at.PARTY] >= 0:
                party[actor[a, at.PARTY], at.BLOCKED] = 1
    desk.facts[at.BLOCKED_FACT] = bits
    if against > 0:
        chosen = np.int64(bits_scalar(key, at.WORD_SLOT)) % against
        for a in range(actor.shape[0]):
            if bits >> a & 1:
                if chosen == 0:
                    actor[a, at.WORDED] = 1
                chosen -= 1
    return False


def _fill(desk: Desk, worth: Worth, rules: Rules) -> None:
    """What each leaf says of the text: the answers of those asked, who stays, and sums."""
    actor, threat, registers = desk.actor, desk.threat, rules.registers
    row = desk.now[at.CASE_ROW]
    leaves = rules.leaves.shape[0]
    for leaf in range(leaves):
        kind, on = rules.leaves[leaf, 0], rules.leaves[leaf, 1]
        if kind == at.OF_GAIN:
            registers[leaf] = actor[on, at.VOTED] & actor[on, at.YES]
        elif kind == at.OF_STAYING:
            registers[leaf] = 1 if threat[on, at.GONE] == 0 else 0
        elif kind == at.OF_LEAVING:
            registers[leaf] = 1 if threat[on, at.GONE] > 0 else 0
        else:
            registers[leaf] = 1 if sum_leaf(worth, row, leaf, desk.issue, at.OUT) >= 0 else 0
    registers[leaves], registers[leaves + 1] = 1, 0
