"""Compiled twin of plain talks: fixed numbers, nobody waits, nothing strikes; a text is a package's number.

`mediated_plain` tells where talks are plain and is the numpy form; the tables of packages are the same. The
bits are those of the readable reference.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.kernels.talks.counter import bits_scalar, day_scalar
from detente.kernels.talks.mediated_link_fast import linked
from detente.kernels.talks.mediated_packages import Packages
from detente.kernels.talks.mediated_plain import Plain
from detente.kernels.talks.mediated_plan import Plan
from detente.kernels.talks.shapes import ENDS, FACTS, SLOTS, Drawn, Found

__all__ = ["loop", "run_plain_fast"]

_DRAFT = SLOTS.DRAFT
_TRIES, _APART = 4, 16
_RARE = 2**50
_DAY, _YES, _TEXT, _STANDING, _LAST, _BLOCKED, _AGAINST, _HOMES = range(8)
_STATE = 8


def run_plain_fast(
    plan: Plan,
    drawn: Drawn,
    packages: Packages,
    keys: NDArray[np.uint64],
    *,
    runs: Callable[..., Any] | None = None,
) -> Found:
    """Facts, texts and gains of plain runs with these keys; `runs` may be the plain `loop(0)`."""
    f = plan.fixed
    begun = Plain.begin(plan, drawn, packages, keys[:1])
    days = range(f.last_day + 1)
    asked = np.array([[begun.asked(a, day) for day in days] for a in range(len(f.gain_leaf))], np.int64)
    above = np.array([[begun.above(p, day) for day in days] for p in range(len(f.principal))], np.int64)
    numbers = np.array([plan.compares, f.against_standing, f.strategy, f.last_day, f.deal, 0], np.int64)
    numbers[5] = int(packages.strides @ drawn.opening[0])
    state = np.zeros((len(keys), _STATE), np.int64)
    registers = np.zeros(max([len(f.leaf_actor) + 2, *(int(s[3]) + 1 for s in f.steps)]), np.bool_)
    (runs or _compiled_loop())(
        numbers,
        (f.issue_order, f.option_order, f.sizes, f.offsets, packages.strides, plan.place),
        (begun.worth, packages.sums[f.gain_leaf[f.principal]], asked[f.principal] + above, packages.named),
        (packages.own, packages.steps, packages.can_stand, packages.options),
        (
            packages.sums,
            asked,
            f.leaf_actor,
            f.gain_leaf,
            f.party_of,
            f.asked,
            f.steps,
            f.actors,
            f.enough,
            registers,
        ),
        np.ascontiguousarray(keys),
        state,
    )
    return _found(plan, packages, asked, state)


def _found(plan: Plan, packages: Packages, asked: NDArray[np.int64], state: NDArray[np.int64]) -> Found:
    """What is kept of the runs, from how each of them ended."""
    f, deal = plan.fixed, state[:, _DAY] > 0
    day, text = np.abs(state[:, _DAY]), state[:, _TEXT]
    otherwise = ENDS.index("deadline" if f.deadline == f.last_day else "ran on")
    facts = np.zeros((len(state), len(FACTS)), np.int64)
    columns = {
        "end": np.where(deal, ENDS.index("deal"), otherwise),
        "day": day,
        "texts": day,
        "ended_by": -1,
        "refused_by": 2 ** len(f.parties) - 1 ^ state[:, _YES],
        "blocked_by": state[:, _AGAINST],
        "ratifications": state[:, _HOMES],
    }
    for name, column in columns.items():
        facts[:, FACTS.index(name)] = column
    gains = np.zeros((len(state), len(f.gain_leaf)), np.int64)
    for a, leaf in enumerate(f.gain_leaf.tolist()):
        gains[deal, a] = packages.sums[leaf][text[deal]] - asked[a, day[deal]]
    return Found(facts=facts, text=np.ascontiguousarray(packages.options[:, text].T), gains=gains)


@functools.cache
def _compiled_loop() -> Callable[..., Any]:
    return linked(loop(0), within=frozenset({"answer", "concede", "draft"}))


def loop(version: int) -> Callable[..., Any]:
    """The loop over runs: it fills `state`, a row a run, and gives back `version`; see `linked`."""

    def run_rows(numbers: Any, space: Any, worth: Any, ways: Any, homes: Any, keys: Any, state: Any) -> int:
        registers = homes[9]
        for r in range(keys.shape[0]):
            run = state[r]
            run[_TEXT] = run[_STANDING] = run[_LAST] = numbers[5]
            run[_DAY] = -numbers[3]
            for day in range(1, numbers[3] + 1):
                if day > 1:
                    draft(numbers, space, worth[3], ways, run, day_scalar(keys[r], day), day)
                answer(numbers, worth, run, day)
                if homes[8][run[_YES]]:
                    run[_HOMES] += 1
                    if ratify(numbers[4], homes, registers, run, day):
                        run[_DAY] = day
                        break
        return version

    return run_rows


def answer(numbers: Any, worth: Any, run: Any, day: Any) -> None:
    """All answer; a text that nobody finds worse stands."""
    text, yes, better = run[_TEXT], np.int64(0), True
    for p in range(worth[0].shape[0]):
        if worth[0][p, text] >= worth[2][p, day]:
            yes |= np.int64(1) << p
        if numbers[0] > 0:
            better &= worth[1][p, text] >= worth[1][p, run[_LAST]]
    run[_YES], run[_BLOCKED] = yes, 0
    if numbers[0] > 0:
        if better:
            run[_STANDING] = text
        run[_LAST] = run[_STANDING] if numbers[1] > 0 else text


def ratify(deal: Any, homes: Any, registers: Any, run: Any, day: Any) -> Any:
    """Homes answer and the rules decide: whether there is a deal; else who was against is kept."""
    sums, asked, leaf_actor, gain_leaf, party_of, is_asked, steps, actors, _, _ = homes
    text, yes, leaves = run[_TEXT], run[_YES], leaf_actor.shape[0]
    for leaf in range(leaves):
        a = leaf_actor[leaf]
        if a < 0:
            registers[leaf] = sums[leaf, text] >= 0
        else:
            heard = is_asked[a] and (party_of[a] < 0 or (yes >> party_of[a]) & 1 > 0)
            registers[leaf] = heard and sums[gain_leaf[a], text] >= asked[a, day]
    registers[leaves], registers[leaves + 1] = True, False
    for s in range(steps.shape[0]):
        left, right = registers[steps[s, 1]], registers[steps[s, 2]]
        registers[steps[s, 3]] = (left and right) if steps[s, 0] == 0 else (left or right)
    if registers[deal]:
        return True
    against, blocked = np.int64(0), np.int64(0)
    for a in range(actors.shape[0]):
        party = party_of[a]
        heard = is_asked[a] and (party < 0 or (yes >> party) & 1 > 0)
        if heard and not registers[actors[a]]:
            against |= np.int64(1) << a
            if party >= 0:
                blocked |= np.int64(1) << party
    run[_AGAINST], run[_BLOCKED] = against, blocked
    return False


def draft(numbers: Any, space: Any, named: Any, ways: Any, run: Any, key: Any, day: Any) -> None:
    """The next text: the first of some attempts that changes what it begins from and can stand."""
    strategy = numbers[2]
    base = run[_STANDING] if strategy > 0 else run[_TEXT]
    for number in range(_TRIES):
        if strategy == 1:
            text = change(space, ways, base, key, number)
        elif strategy == 0 and number == 0:
            text = concede(space, named, ways, run, key, day)
        else:
            text = trade(space, ways, base, key, number, named.shape[0])
        if text != base and ways[2][text]:
            run[_TEXT] = text
            return
    run[_TEXT] = base


def concede(space: Any, named: Any, ways: Any, run: Any, key: Any, day: Any) -> Any:
    """Move what each party named that said no; where a home refused, something towards its demands."""
    count, issues, base = named.shape[0], space[0].shape[0], run[_TEXT]
    text, moved = base, np.int64(0)
    homes = run[_YES] == (np.int64(1) << count) - 1
    for turn in range(count):
        party = (day - 1 + turn) % count
        if homes:
            if (run[_BLOCKED] >> party) & 1 > 0 and party < _APART - 1:
                issue = space[0][np.int64(bits_scalar(key, _DRAFT + party)) % issues]
                if (moved >> issue) & 1 == 0:
                    moved |= np.int64(1) << issue
                    text += ways[1][party * issues + issue, base]
        elif (run[_YES] >> party) & 1 == 0 and moved & named[party, base] == 0:
            moved |= named[party, base]
            text += ways[0][party, base]
    if np.int64(bits_scalar(key, _DRAFT + 15)) < _RARE:
        text = trade(space, ways, text, key, 0, count)
    return text


def trade(space: Any, ways: Any, base: Any, key: Any, number: Any, count: Any) -> Any:
    """Move one issue a step towards one party's demand and another towards another's."""
    issues, slot = space[0].shape[0], _DRAFT + number * _APART
    first = np.int64(bits_scalar(key, slot)) % issues
    one = np.int64(bits_scalar(key, slot + 2)) % count
    text = base + ways[1][one * issues + space[0][first], base]
    if issues == 1 or count == 1:
        return text
    second = np.int64(bits_scalar(key, slot + 1)) % (issues - 1)
    other = np.int64(bits_scalar(key, slot + 3)) % (count - 1)
    second += np.int64(second >= first)
    other += np.int64(other >= one)
    return text + ways[1][other * issues + space[0][second], base]


def change(space: Any, ways: Any, base: Any, key: Any, number: Any) -> Any:
    """Change one issue to another option, both at random."""
    order, options, sizes, offsets, strides, places = space
    slot = _DRAFT + number * _APART
    issue = order[np.int64(bits_scalar(key, slot)) % order.shape[0]]
    others = sizes[issue] - 1
    if others == 0:
        return base
    here = np.int64(ways[3][issue, base])
    place = np.int64(bits_scalar(key, slot + 1)) % others
    place += np.int64(place >= places[offsets[issue] + here])
    return base + (options[offsets[issue] + place] - here) * strides[issue]
