"""Backward induction for several parties against a plain recursion, and its rules for ties and cycles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.games.equilibrium import subgame_perfect
from small_games import graph, some_graphs


@pytest.mark.parametrize("kind", [False, True])
@given(some_graphs(most=7, acyclic=True), st.integers(0, 10_000))
def test_every_owner_takes_its_best_edge_given_what_follows(kind, edges_of, seed):
    rng = np.random.default_rng(seed)
    start, to = graph(edges_of)
    size, parties = len(edges_of), 3
    owner = rng.integers(-1, parties, size)
    payoff = rng.integers(0, 3, (size, parties)).astype(float)
    gain = rng.integers(-1, 2, (to.size, parties)).astype(float)
    discount = rng.choice([0.5, 1.0], (to.size, parties))
    prob = np.concatenate([np.zeros(0), *(np.full(len(row), 1 / max(len(row), 1)) for row in edges_of)])
    found = subgame_perfect(start, to, owner, payoff, prob=prob, gain=gain, discount=discount, kind=kind)
    value = payoff.copy()
    for s in reversed(range(size)):
        ways = {e: gain[e] + discount[e] * value[to[e]] for e in range(start[s], start[s + 1])}
        if not ways:
            continue
        who = owner[s]
        if who < 0:
            value[s] = sum(prob[e] * way for e, way in ways.items())
            continue
        best = max(
            ways, key=lambda e: (round(ways[e][who], 9), round(kind * (ways[e].sum() - ways[e][who]), 9), -e)
        )
        value[s] = ways[best]
        assert found.edge[s] == best
    np.testing.assert_allclose(found.value, value, atol=1e-12)


def test_what_may_come_to_a_cycle_has_no_value():
    start, to = graph([[1, 3], [2], [1], []])
    found = subgame_perfect(start, to, np.zeros(4, int), np.ones((4, 2)))
    assert np.isnan(found.value[:, 0]).tolist() == [True, True, True, False]
