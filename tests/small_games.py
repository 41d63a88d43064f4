"""Small graph games for the tests, and what is true of them by trying every positional strategy."""

import itertools

import numpy as np
from hypothesis import strategies as st


def graph(edges_of):
    """Row starts and targets of a list of successor lists."""
    start = np.concatenate([[0], np.cumsum([len(row) for row in edges_of])]).astype(np.int64)
    return start, np.array([t for row in edges_of for t in row], np.int64)


@st.composite
def some_graphs(draw, most=6, degree=3, acyclic=False):
    """Successor lists of up to `most` states; acyclic: edges lead to higher states."""
    size = draw(st.integers(1, most))
    rows = []
    for state in range(size):
        low = state + 1 if acyclic else 0
        ends = st.integers(low, size - 1) if low < size else st.nothing()
        rows.append(draw(st.lists(ends, max_size=degree if low < size else 0)))
    return rows


@st.composite
def some_games(draw, most=6, degree=3, acyclic=False):
    """Successor lists, owners, and a set of states."""
    rows = draw(some_graphs(most, degree, acyclic))
    flags = st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))
    return rows, np.array(draw(flags)), np.array(draw(flags))


def strategies(rows, owned, allowed=None):
    """Every way to fix one edge number, or None in a dead end, in each owned state."""
    start, _ = graph(rows)
    choices = []
    for state, row in enumerate(rows):
        edges = [e for e in range(start[state], start[state + 1]) if allowed is None or allowed[e]]
        choices.append((edges or [None]) if owned[state] else [None])
        assert len(row) >= len(edges)
    return itertools.product(*choices)


def merged(one, other, mine):
    return [a if m else b for a, b, m in zip(one, other, mine, strict=True)]


def play(to, picks, state):
    """States visited until the first repeats, and where the loop begins; a dead end repeats itself."""
    path, seen = [], {}
    while state not in seen:
        seen[state] = len(path)
        path.append(state)
        state = state if picks[state] is None else int(to[picks[state]])
    return path, seen[state]


def best_of_all(rows, mine, worth, allowed=None):
    """Best over the coalition's strategies of the worst over the rest's of worth(picks, state)."""
    mine = np.asarray(mine)
    theirs = list(strategies(rows, ~mine, allowed))
    best = None
    for ours in strategies(rows, mine, allowed):
        worst = np.min(
            [[worth(merged(ours, other, mine), s) for s in range(len(rows))] for other in theirs], axis=0
        )
        best = worst if best is None else np.maximum(best, worst)
    return best
