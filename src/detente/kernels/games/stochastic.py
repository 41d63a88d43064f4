"""Turn-based stochastic games: chances and expected totals under best play of two sides, with chance moves.

State s has the choices choice_start[s] .. choice_start[s + 1] - 1, choice c the branches branch_start[c] ..
branch_start[c + 1] - 1 (at least one, chances summing to 1). Where `maximise` is set its side picks the
choice, elsewhere the other side does, against it; a state without choices stays. What is certain is settled
first on the graph, so that loops which play may never leave do no harm; the rest is solved exactly, component
by component.
"""

from dataclasses import dataclass, replace

import numpy as np

from detente.kernels.games.attractor import attractor
from detente.kernels.games.blocks import cut, settle
from detente.kernels.games.choices import Choices, lift, state_graph
from detente.kernels.games.graph import Bools, Floats, Ints, predecessors
from detente.kernels.games.order import order

__all__ = ["Bounds", "Certain", "certain", "reach", "reach_within", "total"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bounds:
    """The value lies in low .. high (n,), apart by what rounding may have added; choice (n,) attains it.

    The choice is that of whoever owns the state, -1 on the target and in states without choices.
    """

    low: Floats
    high: Floats
    choice: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Certain:
    """From where (n,) the target is reached with chance 1, and with chance above 0, and choices that do it.

    surely and possibly (n,) are what the maximising side picks for either, -1 where it picks nothing for it.
    """

    one: Bools
    above: Bools
    surely: Ints
    possibly: Ints


def reach(
    choice_start: Ints, branch_start: Ints, to: Ints, prob: Floats, maximise: Bools, target: Bools
) -> Bounds:
    """Chance of coming to `target` when one side wants it most and the other least (Condon 1992).

    Certain states first (de Alfaro and Henzinger 2000); then strategy improvement from a strategy that comes
    to the target with some chance against any other. Of equal choices the lowest, on cycles the first found.
    The bounds follow from the residuals in extended precision.

    >>> found = reach(np.array([0, 2, 3, 3, 3]), np.array([0, 1, 2, 4]), np.array([0, 1, 2, 3]),
    ...               np.array([1.0, 1.0, 0.75, 0.25]), np.arange(4) == 0, np.arange(4) == 2)
    >>> found.low.round(9).tolist(), found.choice.tolist()
    ([0.75, 0.75, 1.0, 0.0], [1, 2, -1, -1])
    """
    model = _model(choice_start, branch_start, to, prob)
    known = certain(model, maximise, target)
    pick = np.where(known.one, known.surely, known.possibly)
    value = known.one.astype(np.float64)
    away = ~known.above
    idle = _staying(model, away)
    pick = np.where(away & ~maximise, idle, pick)
    slack = _fill(model, known.above & ~known.one, value, maximise, maximise, pick)
    pick = np.where(pick < 0, _lowest(model), pick)
    pick[target] = -1
    return Bounds(
        low=np.clip(value - slack, 0, 1) + 0.0, high=np.clip(value + slack, 0, 1) + 0.0, choice=pick
    )


def reach_within(
    choice_start: Ints,
    branch_start: Ints,
    to: Ints,
    prob: Floats,
    maximise: Bools,
    target: Bools,
    steps: int,
) -> Floats:
    """Chance (n,) of coming to `target` within so many choices under best play; with 0 steps 1 on the target.

    >>> reach_within(np.array([0, 1, 1]), np.array([0, 2]), np.array([0, 1]), np.array([0.5, 0.5]),
    ...              np.ones(2, bool), np.arange(2) == 1, 3).tolist()
    [0.875, 1.0]
    """
    model = _model(choice_start, branch_start, to, prob)
    value, pick = target.astype(np.float64), np.empty(target.size, np.int64)
    open_ = np.flatnonzero(~target)
    for _ in range(steps):
        before = value
        value = before.copy()
        lift(model, open_, value, maximise, pick)
        if (value == before).all():
            break
    return value


def total(
    choice_start: Ints,
    branch_start: Ints,
    to: Ints,
    prob: Floats,
    maximise: Bools,
    target: Bools,
    gain: Floats,
) -> Bounds:
    """Expected sum of gain (c,), at least 0 a choice, until `target`.

    Inf where it may stay out of reach for ever.

    The side of `maximise` wants most, the other least; gains of 1 give the expected number of steps. The
    value is finite where the other side can make sure of the target (Patek and Bertsekas 1999).

    >>> found = total(np.array([0, 1, 1]), np.array([0, 2]), np.array([0, 1]), np.array([0.5, 0.5]),
    ...               np.ones(2, bool), np.arange(2) == 1, np.ones(1))
    >>> found.low.round(9).tolist(), found.high.round(9).tolist()
    ([2.0, 0.0], [2.0, 0.0])
    """
    model = _model(choice_start, branch_start, to, prob, gain)
    known = certain(model, ~maximise, target)
    value = np.where(known.one, 0.0, np.inf)
    pick = known.surely.copy()
    slack = _fill(model, known.one & ~target, value, maximise, ~maximise, pick)
    pick = np.where(pick < 0, _lowest(model), pick)
    pick[target] = -1
    return Bounds(low=np.maximum(value - slack, 0), high=value + slack, choice=pick)


def certain(model: Choices, maximise: Bools, target: Bools) -> Certain:
    """From where the target is reached for certain, and with any chance, under best play of both sides.

    A choice leads on when one of its branches does; what the other side or chance can lead out of that is
    taken away until nothing more is.

    >>> model = Choices(start=np.array([0, 1, 1, 1]), branch=np.array([0, 2]), to=np.array([1, 2]),
    ...                 weight=np.array([0.5, 0.5]), base=np.zeros(1), loss=np.zeros(1))
    >>> found = certain(model, np.ones(3, bool), np.arange(3) == 1)
    >>> found.one.tolist(), found.above.tolist()
    ([False, True, False], [True, True, False])
    """
    size, count = maximise.size, model.base.size
    start = np.concatenate([model.start, count + model.branch[1:]])
    to = np.concatenate([size + np.arange(count), model.to])
    every = np.ones(count, np.bool_)
    preds = predecessors(start, to)
    mine, theirs = np.concatenate([maximise, every]), np.concatenate([~maximise, every])
    goal = np.concatenate([target, ~every])
    possibly = attractor(start, to, mine, goal, preds=preds)
    found, alive = possibly, possibly.rank >= 0
    while not alive[:size].all():
        lost = attractor(start, to, theirs, ~alive, avoid=goal, preds=preds)
        alive = lost.rank < 0
        found = attractor(start, to, mine, goal, allowed=alive[to], avoid=~alive, preds=preds)
        if (found.rank[alive] >= 0).all():
            break
        alive &= found.rank >= 0
    return Certain(
        one=alive[:size],
        above=possibly.rank[:size] >= 0,
        surely=np.where(alive, found.edge, -1)[:size],
        possibly=possibly.edge[:size],
    )


def _fill(model: Choices, open_: Bools, value: Floats, maximise: Bools, outer: Bools, pick: Ints) -> Floats:
    """Fill value and pick of the open states backward; how far each value may be off."""
    start, to = state_graph(model)
    allowed = np.repeat(open_, np.diff(start)) & open_[to]
    slack = np.zeros(value.size)
    ignored = np.empty(value.size, np.int64)
    nobody = np.zeros(value.size, np.bool_)
    bare = replace(model, base=model.loss)
    for single, cyclic in order(start, to, allowed).parts():
        states = single[open_[single]]
        lift(model, states, value, maximise, pick)
        lift(bare, states, slack, ~nobody, ignored)
        slack[states] += 4 * np.spacing(value[states])
        if cyclic.size:
            block = cut(model, cyclic, value, slack)
            first = np.maximum(pick[cyclic] - model.start[cyclic], 0) + block.begin[:-1]
            found, best, off = settle(block, first, maximise[cyclic], outer[cyclic])
            value[cyclic], pick[cyclic], slack[cyclic] = found, block.chosen[best], off
    return slack


def _model(start: Ints, branch: Ints, to: Ints, prob: Floats, gain: Floats | None = None) -> Choices:
    """The game without branches of chance 0."""
    base = np.zeros(branch.size - 1) if gain is None else gain.astype(np.float64)
    live = prob > 0
    if live.all():
        return Choices(start=start, branch=branch, to=to, weight=prob, base=base, loss=np.zeros(base.size))
    kept = np.concatenate([[0], np.cumsum(live)])[branch]
    return Choices(
        start=start, branch=kept, to=to[live], weight=prob[live], base=base, loss=np.zeros(base.size)
    )


def _lowest(model: Choices) -> Ints:
    """The lowest choice of each state, -1 where there is none."""
    return np.where(np.diff(model.start) > 0, model.start[:-1], -1)


def _staying(model: Choices, inside: Bools) -> Ints:
    """The lowest choice of each state all of whose branches stay inside, -1 where there is none."""
    found = np.full(inside.size, -1, np.int64)
    if model.base.size == 0:
        return found
    owner = np.repeat(np.arange(inside.size), np.diff(model.start))
    stays = np.flatnonzero(np.logical_and.reduceat(inside[model.to], model.branch[:-1]))[::-1]
    found[owner[stays]] = stays
    return found
