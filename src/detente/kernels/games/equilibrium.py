"""Subgame-perfect play of several parties, each for itself, by backward induction on a graph without cycles.

In state s the party owner[s] picks the edge, or chance where owner[s] is -1. An edge pays each party its
gain, and what comes after it counts the party's discount times.
"""

from dataclasses import dataclass

import numpy as np

from detente.kernels.games.graph import Bools, Floats, Ints, rows
from detente.kernels.games.order import order

__all__ = ["Equilibrium", "subgame_perfect"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Equilibrium:
    """What each party gets from every state, and what the owners do.

    value (n, parties), nan where play may come to a cycle; edge (n,), -1 for chance and in dead ends.
    """

    value: Floats
    edge: Ints


def subgame_perfect(  # noqa: PLR0913
    start: Ints,
    to: Ints,
    owner: Ints,
    payoff: Floats,
    *,
    prob: Floats | None = None,
    gain: Floats | None = None,
    discount: Floats | None = None,
    kind: bool = False,
    close: float = 1e-12,
) -> Equilibrium:
    """A subgame-perfect equilibrium by backward induction (Zermelo 1913; Selten 1965).

    payoff is (n, parties) and read in dead ends only, gain and discount are (m, parties), 0 and 1 by default,
    prob is (m,) and read where chance moves. Edges worth the same to the owner up to `close` are ties: it
    takes the lowest, or with `kind` the one with the largest sum for the others, then the lowest.

    >>> start, to = np.array([0, 2, 2, 2]), np.array([1, 2])
    >>> args = start, to, np.array([0, 1, 1]), np.array([[0, 0], [2.0, 1.0], [2.0, 3.0]])
    >>> subgame_perfect(*args).edge.tolist(), subgame_perfect(*args, kind=True).edge.tolist()
    ([0, -1, -1], [1, -1, -1])
    """
    size, parties = payoff.shape
    dead = np.diff(start) == 0
    value = np.where(dead[:, None], payoff.astype(np.float64), np.nan)
    edge = np.full(size, -1, np.int64)
    for states, _ in order(start, to).parts():
        moving = states[~dead[states]]
        if moving.size == 0:
            continue
        edges, begin = rows(start, moving)
        found = value[to[edges]]
        if discount is not None:
            found *= discount[edges]
        if gain is not None:
            found += gain[edges]
        who = owner[moving]
        if prob is not None:
            chance = who < 0
            value[moving[chance]] = np.add.reduceat(found * prob[edges][:, None], begin[:-1])[chance]
        if (who >= 0).any():
            row = np.repeat(np.arange(moving.size), np.diff(begin))
            own = found[np.arange(edges.size), np.maximum(who, 0)[row]]
            others = found.sum(axis=1) - own if kind and parties > 1 else None
            picked = _picked(own, others, begin, row, close)
            acts = who >= 0
            value[moving[acts]] = found[picked[acts]]
            edge[moving[acts]] = edges[picked[acts]]
    return Equilibrium(value=value, edge=edge)


def _picked(own: Floats, others: Floats | None, begin: Ints, row: Ints, close: float) -> Ints:
    """Place of the best of each row for its owner, then for the others, then the lowest; the first if nan."""
    best: Bools = own >= np.maximum.reduceat(own, begin[:-1])[row] - close
    if others is not None:
        kindest = np.maximum.reduceat(np.where(best, others, -np.inf), begin[:-1])[row]
        best &= others >= kindest - close
    hits = np.flatnonzero(best)[::-1]
    picked = begin[:-1].copy()
    picked[row[hits]] = hits
    return picked
