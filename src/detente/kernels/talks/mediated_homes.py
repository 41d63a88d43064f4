"""How homes answer texts that delegations accept, and what the rules make of it, in many runs at once."""

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.mediated_plan import KINDS
from detente.kernels.talks.mediated_texts import sum_rest, utility
from detente.kernels.talks.mediated_world import DRAFTING, RATIFYING, Int, Runs, Who, asked, part
from detente.kernels.talks.shapes import FACTS, SLOTS, Fixed

__all__ = ["apply_rules", "carry_home", "hear_homes"]

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

_BLOCKED, _RATIFICATIONS = FACTS.index("blocked_by"), FACTS.index("ratifications")


def carry_home(runs: Runs, who: Who) -> None:
    """Put the text that is out to the ratifiers of the parties that said yes; who was consulted answers."""
    f, s = runs.plan.fixed, runs.state
    s.facts[_RATIFICATIONS, who] += 1
    s.stage[who], s.carried[who] = RATIFYING, runs.day
    sum_rest(runs, who)
    yes = s.yes[who]
    s.voted[:, who] = False
    s.votes[:, who] = False
    for a in range(len(f.asked)):
        party = int(f.party_of[a])
        s.waiting[a, who] = f.asked[a] & (True if party < 0 else yes >> party & 1 > 0)
    at = np.arange(len(s.stage))[who]
    for party, principal in enumerate(f.principal.tolist()):
        consulted = s.waiting[principal, at] & (s.referred[at] >> party & 1 > 0)
        _answer(runs, principal, at[consulted])


def hear_homes(runs: Runs) -> Places:
    """Homes that are asked answer, and where nobody is waited for the rules decide: the runs with a deal."""
    f, d, s = runs.plan.fixed, runs.drawn, runs.state
    at = np.flatnonzero(runs.among(RATIFYING))
    if at.size == 0:
        return at
    for a in np.flatnonzero(f.asked).tolist():
        here = at[s.waiting[a, at]]
        if f.least[a]:
            here = here[runs.day - s.carried[here] >= f.least[a]]
        if here.size == 0:
            continue
        silent = runs.acts(KINDS.SILENT, a, here)
        if silent is not None:
            here = here[~silent]
        _answer(runs, a, here[runs.happens(SLOTS.HOME + a, part(d.home[a], here), here)])
    ready = at[~s.waiting[:, at].any(axis=0)]
    return _decide(runs, ready) if ready.size else ready


def apply_rules(fixed: Fixed, leaves: list[Bools]) -> list[Bools]:
    """The registers of the rules, from the truth of each leaf in some runs."""
    yes = np.ones_like(leaves[0])
    size = max([len(leaves) + 2, *(fixed.steps[:, 3] + 1).tolist()])
    found = [*leaves, yes, *[~yes] * (size - len(leaves) - 1)]
    for kind, a, b, register in fixed.steps.tolist():
        found[register] = found[a] & found[b] if kind == 0 else found[a] | found[b]
    return found


def _answer(runs: Runs, actor: int, at: Places) -> None:
    """An actor answers in these runs; it may quit over the text."""
    f, s = runs.plan.fixed, runs.state
    if at.size == 0:
        return
    for x in runs.plan.threats.get(actor, ()):
        meant = runs.term(int(f.threat_stays[x]), int(f.threat_condition[x]), at) != 0
        s.gone[x, at[meant & (s.gone[x, at] == 0) & s.held[x, at]]] = runs.day
    s.waiting[actor, at] = False
    s.voted[actor, at] = True
    s.votes[actor, at] = utility(runs, actor, at) >= asked(runs, actor, at)


def _decide(runs: Runs, at: Places) -> Places:
    """What the rules make of the answers; the runs where the text passes."""
    f, s = runs.plan.fixed, runs.state
    registers = _registers(runs, at)
    passes = registers[f.deal]
    s.stage[at] = DRAFTING
    failed = np.flatnonzero(~passes)
    if failed.size:
        against = np.stack([s.voted[a, at] & ~registers[r] for a, r in enumerate(f.actors.tolist())])
        _refuse(runs, at[failed], against[:, failed])
    return at[passes]


def _refuse(runs: Runs, at: Places, against: Bools) -> None:
    """A text is refused at home: who said no, and with whom the mediator has a word."""
    f, s = runs.plan.fixed, runs.state
    actors = np.arange(len(against))
    s.facts[_BLOCKED, at] = (against.astype(np.int64) << actors[:, None]).sum(axis=0)
    for party in range(len(f.parties)):
        sides = against[f.party_of == party].any(axis=0)
        s.blocked[at] |= sides.astype(np.int64) << party
    if not runs.plan.words:
        return
    count = against.sum(axis=0)
    some = np.flatnonzero(count)
    if some.size:
        number = runs.draw(SLOTS.WORD, at[some]) % count[some]
        order: Int = np.cumsum(against[:, some], axis=0)
        s.worded[(order > number).argmax(axis=0), at[some]] = True


def _registers(runs: Runs, at: Places) -> list[Bools]:
    """The registers of the rules, each over these runs."""
    f, s = runs.plan.fixed, runs.state
    found: list[Bools] = []
    for leaf, actor in enumerate(f.leaf_actor.tolist()):
        if actor >= 0:
            found.append(s.votes[actor, at])
        elif f.stays[leaf] >= 0:
            found.append(s.gone[f.stays[leaf], at] == 0)
        elif f.left[leaf] >= 0:
            found.append(s.gone[f.left[leaf], at] > 0)
        else:
            found.append(s.sums[leaf, at] >= 0)
    return apply_rules(f, found)
