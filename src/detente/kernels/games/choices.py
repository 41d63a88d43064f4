"""States with choices, choices with weighted branches: what a choice is worth, and what can go on for ever.

State s has the choices start[s] .. start[s + 1] - 1 and choice c the branches branch[c] .. branch[c + 1] - 1,
at least one; it is worth base[c] plus the sum of weight * value[to] over its branches. A weight is a
probability, discounted where later counts less.
"""

from dataclasses import dataclass

import numpy as np

from detente.kernels.games.graph import Bools, Floats, Ints, components, rows

__all__ = ["Choices", "best_of", "ending", "first_best", "lift", "state_graph", "worth"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choices:
    """The arrays start (n + 1,), branch (c + 1,), to and weight (one a branch), base and loss (c,).

    The loss is what discounts take from the weights of a choice, which together with it sum to 1.
    """

    start: Ints
    branch: Ints
    to: Ints
    weight: Floats
    base: Floats
    loss: Floats


def worth(model: Choices, chosen: Ints, value: Floats) -> Floats:
    """What each of the given choices is worth, given the value (n,) of every state.

    >>> model = Choices(start=np.array([0, 1, 1]), branch=np.array([0, 2]), to=np.array([0, 1]),
    ...                 weight=np.array([0.5, 0.5]), base=np.array([1.0]), loss=np.zeros(1))
    >>> worth(model, np.array([0]), np.array([2.0, 4.0])).tolist()
    [4.0]
    """
    if chosen.size == 0:
        return np.empty(0)
    branches, begin = rows(model.branch, chosen)
    summed = np.add.reduceat(model.weight[branches] * value[model.to[branches]], begin[:-1])
    found: Floats = model.base[chosen] + summed
    return found


def lift(model: Choices, states: Ints, value: Floats, maximise: Bools, pick: Ints) -> None:
    """Set value and pick of states that do not lead to each other: the best choice, of equals the lowest.

    `maximise` (n,) says who wants most; the others want least. States without choices keep their value.

    >>> model = Choices(start=np.array([0, 2, 2, 2]), branch=np.arange(3), to=np.array([1, 2]),
    ...                 weight=np.ones(2), base=np.zeros(2), loss=np.zeros(2))
    >>> value, pick = np.array([0.0, 3.0, 5.0]), np.full(3, -1)
    >>> lift(model, np.array([0]), value, np.ones(3, bool), pick)
    >>> value.tolist(), pick.tolist()
    ([5.0, 3.0, 5.0], [1, -1, -1])
    """
    chosen, begin = rows(model.start, states)
    width = np.diff(begin)
    if (width == 0).any():
        states, begin = states[width > 0], begin[np.append(width > 0, True)]
    if states.size == 0:
        return
    found = worth(model, chosen, value)
    single = chosen.size == states.size
    best = found if single else best_of(found, begin, maximise[states])
    value[states] = best
    pick[states] = chosen if single else first_best(chosen, found, begin, best)


def best_of(found: Floats, begin: Ints, maximise: Bools) -> Floats:
    """The best of each row of worths: the most where `maximise`, else the least; nan where one is nan.

    >>> best_of(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 2, 4]), np.array([True, False])).tolist()
    [2.0, 3.0]
    """
    at = begin[:-1]
    if maximise.all():
        return np.maximum.reduceat(found, at)
    return np.where(maximise, np.maximum.reduceat(found, at), np.minimum.reduceat(found, at))


def first_best(chosen: Ints, found: Floats, begin: Ints, best: Floats) -> Ints:
    """The lowest choice of each row that is worth the best; the first of the row where that is nan.

    >>> found, begin = np.array([1.0, 2.0, 3.0, 3.0]), np.array([0, 2, 4])
    >>> first_best(np.arange(4), found, begin, np.array([2.0, 3.0])).tolist()
    [1, 2]
    """
    row = np.repeat(np.arange(best.size), np.diff(begin))
    hits = np.flatnonzero(found == best[row])[::-1]
    picked = chosen[begin[:-1]]
    picked[row[hits]] = chosen[hits]
    return picked


def state_graph(model: Choices) -> tuple[Ints, Ints]:
    """Row starts and targets of the graph whose edges are the branches: a state's branches lie together.

    >>> model = Choices(start=np.array([0, 1, 1]), branch=np.array([0, 2]), to=np.array([0, 1]),
    ...                 weight=np.array([0.5, 0.5]), base=np.array([1.0]), loss=np.zeros(1))
    >>> [part.tolist() for part in state_graph(model)]
    [[0, 2, 2], [0, 1]]
    """
    return model.branch[model.start], model.to


def ending(model: Choices, kept: Bools) -> Bools:
    """Choices (c,) of `kept` that can be taken for ever without a way out.

    Those in the maximal end components.

    de Alfaro 1997: components that every kept choice stays in, found by removing what leaves until nothing
    does.

    >>> model = Choices(start=np.array([0, 2, 3]), branch=np.arange(4), to=np.array([0, 1, 0]),
    ...                 weight=np.ones(3), base=np.zeros(3), loss=np.zeros(3))
    >>> ending(model, np.array([True, True, False])).tolist()
    [True, False, False]
    """
    start, to = state_graph(model)
    width = np.diff(model.branch)
    origin = np.repeat(np.arange(start.size - 1), np.diff(start))
    staying = kept.copy()
    while staying.any():
        allowed = np.repeat(staying, width)
        label, _ = components(start, to, allowed)
        leaves = allowed & (label[origin] != label[to])
        if not leaves.any():
            break
        staying &= ~np.logical_or.reduceat(leaves, model.branch[:-1])
    return staying
