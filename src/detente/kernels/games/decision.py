"""One decider against fixed behaviour: best responses, values of policies, chances and times in a chain.

In a state of `mine` the decider picks the edge, elsewhere edge e is followed with probability prob[e]. An
edge pays gain[e], and what comes after it counts discount[e] times (1 within a day, less on the edge of a
clock). A dead end pays its terminal value. Exact: backward where nothing repeats, policy iteration on cycles.
"""

from dataclasses import dataclass

import numpy as np

from detente.kernels.games.attractor import attractor
from detente.kernels.games.blocks import cut, settle
from detente.kernels.games.choices import Choices, ending, lift, state_graph
from detente.kernels.games.graph import Bools, Floats, Ints, sources
from detente.kernels.games.order import order

__all__ = ["Chances", "Plan", "best_chances", "best_response", "chances", "follow"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """The value (n,) float64 of every state, nan where it has none, and the edge (n,) int64 of the decider.

    -1 in states that are not the decider's and in dead ends. A state has no value when gains can be collected
    or lost for ever without discount, or when it may lead to such a state.
    """

    value: Floats
    edge: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """The chance (n,) of reaching the target, and the mean time (n,) until then where it is reached.

    The time is nan where the chance is 0.
    """

    chance: Floats
    time: Floats


def best_response(
    start: Ints,
    to: Ints,
    mine: Bools,
    prob: Floats,
    gain: Floats,
    *,
    discount: Floats | None = None,
    terminal: Floats | None = None,
) -> Plan:
    """The most the decider can expect, and the edges that attain it (Howard 1960; Puterman 1994, chapter 7).

    prob, gain and discount are (m,), terminal is (n,) and only read in dead ends; prob sums to 1 over the
    edges of each state that is not `mine` and is not read elsewhere. Discounts are in 0 .. 1, by default 1;
    terminal values are 0 by default. To go round for ever without gains is worth 0. Of equal edges the lowest
    where nothing repeats; on cycles an edge is left only for a better one.

    >>> start, to = np.array([0, 2, 4, 4]), np.array([1, 2, 0, 2])
    >>> plan = best_response(start, to, np.array([True, False, False]), np.array([1, 1, 0.5, 0.5]),
    ...                      np.array([2.0, 3, 0, 0]))
    >>> plan.value.tolist(), plan.edge.tolist()
    ([4.0, 2.0, 0.0], [0, -1, -1])
    """
    live = mine[sources(start)] | (prob > 0)
    edges = np.flatnonzero(live)
    begin = np.concatenate([[0], np.cumsum(live)])[start]
    later = np.ones(edges.size) if discount is None else discount[edges]
    model, first = _modelled(begin, to[edges], mine, prob[edges], gain[edges], later)
    size = mine.size
    value = np.zeros(size + 1)
    if terminal is not None:
        dead = np.diff(begin) == 0
        value[:-1][dead] = terminal[dead]
    pick = _solve(model, value)
    chosen = pick[:-1]
    edge = np.full(size, -1, np.int64)
    acts = np.flatnonzero(mine & (chosen >= 0))
    edge[acts] = edges[first[chosen[acts]]]
    return Plan(value=value[:-1], edge=edge)


def follow(
    start: Ints,
    to: Ints,
    edge: Ints,
    prob: Floats,
    gain: Floats,
    *,
    discount: Floats | None = None,
    terminal: Floats | None = None,
) -> Floats:
    """What a policy is worth in every state (n,): edge (n,) is taken where it is not -1, else chance decides.

    Otherwise as `best_response`.

    >>> start, to = np.array([0, 2, 2]), np.array([1, 0])
    >>> args = np.ones(2), np.array([3.0, 1.0])
    >>> follow(start, to, np.array([0, -1]), *args).tolist()
    [3.0, 0.0]
    >>> follow(start, to, np.array([1, -1]), *args, discount=np.array([1, 0.5])).tolist()
    [2.0, 0.0]
    """
    fixed = edge >= 0
    taken = np.where(fixed[sources(start)], 0.0, prob)
    taken[edge[fixed]] = 1
    nobody = np.zeros(fixed.size, np.bool_)
    return best_response(start, to, nobody, taken, gain, discount=discount, terminal=terminal).value


def chances(start: Ints, to: Ints, prob: Floats, target: Bools, duration: Floats | None = None) -> Chances:
    """Chance of coming to `target` in a Markov chain, and the mean time until then (Kemeny and Snell 1960).

    duration (m,) is the time that each edge takes, 1 by default; 0 on the target itself.

    >>> found = chances(np.array([0, 2, 2, 2]), np.array([1, 2]), np.array([0.25, 0.75]), np.arange(3) == 2)
    >>> found.chance.tolist(), found.time.tolist()
    ([0.75, 0.0, 1.0], [1.0, nan, 0.0])
    """
    nobody = np.zeros(target.size, np.bool_)
    chance = best_chances(start, to, prob, nobody, target).value
    origin = sources(start)
    open_ = (chance > 0)[origin] & ~target[origin] & (prob > 0)
    spent = (1.0 if duration is None else duration[open_]) * chance[to[open_]]
    begin = np.concatenate([[0], np.cumsum(open_)])[start]
    total = best_response(begin, to[open_], nobody, prob[open_], spent).value
    time = np.full(target.size, np.nan)
    np.divide(total, chance, out=time, where=chance > 0)
    return Chances(chance=chance, time=time)


def best_chances(
    start: Ints, to: Ints, prob: Floats, mine: Bools, target: Bools, *, maximise: bool = True
) -> Plan:
    """The greatest (or least) chance of coming to `target` that the decider can bring about, and how.

    >>> start, to = np.array([0, 2, 4, 4]), np.array([0, 1, 0, 2])
    >>> args = start, to, np.array([1, 1, 0.5, 0.5]), np.arange(3) == 0, np.arange(3) == 2
    >>> best_chances(*args).value.tolist(), best_chances(*args, maximise=False).value.tolist()
    ([1.0, 1.0, 1.0], [0.0, 0.5, 1.0])
    """
    open_ = ~target[sources(start)]
    edges = np.flatnonzero(open_)
    begin = np.concatenate([[0], np.cumsum(open_)])[start]
    sign = 1.0 if maximise else -1.0
    none = np.zeros(edges.size)
    plan = best_response(begin, to[edges], mine, prob[edges], none, terminal=np.where(target, sign, 0.0))
    edge = np.where(plan.edge < 0, -1, edges[plan.edge] if edges.size else -1)
    return Plan(value=np.clip(sign * plan.value + 0.0, 0.0, 1.0), edge=edge)


def _modelled(
    start: Ints, to: Ints, mine: Bools, prob: Floats, gain: Floats, discount: Floats
) -> tuple[Choices, Ints]:
    """The problem as choices, and the first edge of each.

    One state more stands for stopping at 0: where play can go round for ever without gains, stopping is a
    choice, and its `first edge` is one that goes round.
    """
    size, origin = mine.size, sources(start)
    opens = mine[origin].copy()
    opens[start[:-1][np.diff(start) > 0]] = True
    first = np.flatnonzero(opens)
    own = mine[origin]
    chance = np.where(own, 1.0, prob)
    ahead = np.concatenate([[0], np.cumsum(opens)])[start]
    base, loss, idle = (
        np.add.reduceat(part, first) if first.size else np.zeros(0)
        for part in (chance * gain, chance * (1 - discount), (gain != 0) | (discount < 1))
    )
    model = Choices(
        start=ahead, branch=np.append(first, to.size), to=to, weight=chance * discount, base=base, loss=loss
    )
    round_ = ending(model, idle == 0)
    owner = np.repeat(np.arange(size), np.diff(ahead))
    lowest = np.flatnonzero(round_)[::-1]
    stay = np.full(size, -1, np.int64)
    stay[owner[lowest]] = first[lowest]
    stops = np.flatnonzero(stay >= 0)
    model = _with_stops(model, stops)
    after = ahead[stops + 1]
    return model, np.insert(first, after, stay[stops])


def _with_stops(model: Choices, stops: Ints) -> Choices:
    """The model with one state more, and for each state of `stops` a last choice that leads there."""
    size = model.start.size - 1
    after = model.start[stops + 1]
    added = np.zeros(size + 1, np.int64)
    added[stops + 1] = 1
    start = model.start + np.cumsum(added)
    width = np.insert(np.diff(model.branch), after, 1)
    at = model.branch[after]
    return Choices(
        start=np.append(start, start[-1]),
        branch=np.concatenate([[0], np.cumsum(width)]),
        to=np.insert(model.to, at, size),
        weight=np.insert(model.weight, at, 1.0),
        base=np.insert(model.base, after, 0.0),
        loss=np.insert(model.loss, after, 0.0),
    )


def _solve(model: Choices, value: Floats) -> Ints:
    """Fill value backward from the dead ends; the choice of every state, -1 where there is none."""
    start, to = state_graph(model)
    everyone = np.ones(value.size, np.bool_)
    pick = np.full(value.size, -1, np.int64)
    for single, cyclic in order(start, to).parts():
        lift(model, single, value, everyone, pick)
        if cyclic.size:
            _settle_cycle(model, cyclic, value, pick)
    return pick


def _settle_cycle(model: Choices, states: Ints, value: Floats, pick: Ints) -> None:
    """Policy iteration on cycles, from a policy that leaves them; nan where no policy ever does."""
    block = cut(model, states, value, np.zeros(value.size))
    inner, leaves = block.inner, block.leak > 0
    everyone = np.ones(states.size, np.bool_)
    out = np.logical_or.reduceat(leaves, block.begin[:-1])
    near = attractor(inner.indptr[block.begin], inner.indices, everyone, out)
    lost = near.rank < 0
    if lost.any():
        value[states[lost]] = np.nan
        if not lost.all():
            _settle_cycle(model, states[~lost], value, pick)
        return
    owner = np.repeat(np.arange(block.chosen.size), np.diff(inner.indptr))
    first = block.begin[:-1].copy()
    inward = near.edge >= 0
    first[inward] = owner[near.edge[inward]]
    ways = np.flatnonzero(leaves)[::-1]
    first[np.repeat(np.arange(states.size), np.diff(block.begin))[ways]] = ways
    value[states], best, _ = settle(block, first, everyone, everyone)
    pick[states] = block.chosen[best]
