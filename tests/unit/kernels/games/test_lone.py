import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.games.decision import best_response
from detente.kernels.games.lone import best_plays


@st.composite
def graphs(draw, size=6):
    """A small graph with gains and two columns of discounts; some states are dead ends."""
    rows = [draw(st.lists(st.integers(0, size - 1), max_size=3)) for _ in range(size)]
    start = np.cumsum([0, *(len(row) for row in rows)])
    to = np.array([target for row in rows for target in row], dtype=np.int64)
    gain = np.array([draw(st.lists(st.integers(-4, 4), min_size=2, max_size=2)) for _ in to], dtype=float)
    factors = np.array([0.5, 0.9])
    return start, to, gain.reshape(-1, 2), np.broadcast_to(factors, (len(to), 2))


@given(graphs())
def test_each_column_has_the_value_of_a_decider_alone(graph):
    start, to, gain, discount = graph
    found = best_plays(start, to, gain, discount)
    everyone = np.ones(len(start) - 1, bool)
    for column in range(2):
        one = best_response(
            start, to, everyone, np.ones(len(to)), gain[:, column], discount=discount[:, column]
        )
        assert found.value[:, column] == pytest.approx(one.value)


@given(graphs())
def test_the_edges_taken_earn_what_is_promised(graph):
    start, to, gain, discount = graph
    found = best_plays(start, to, gain, discount)
    for state, column in itertools.product(range(len(start) - 1), range(2)):
        here, worth, weight = state, 0.0, 1.0
        for _ in range(400):
            edge = found.edge[here, column]
            if edge < 0:
                break
            worth += weight * gain[edge, column]
            weight *= discount[edge, column]
            here = to[edge]
        assert worth == pytest.approx(found.value[state, column])


def cycle_with_exit(stay, leave, discount):
    start, to = np.array([0, 2, 2]), np.array([0, 1])
    return start, to, np.array([[stay], [leave]]), np.array([[discount], [1.0]])


def test_to_go_round_for_nothing_is_worth_nothing_and_better_than_a_loss():
    graph = cycle_with_exit(0.0, -3.0, 1.0)
    assert best_plays(*graph).value[0, 0] == 0
    assert best_plays(*graph, leave=True).value[0, 0] == -3


def test_what_gathers_for_ever_without_discount_is_infinite():
    assert best_plays(*cycle_with_exit(1.0, 5.0, 1.0)).value[0, 0] == np.inf
    assert best_plays(*cycle_with_exit(-1.0, -5.0, 1.0)).value[0, 0] == -5


def test_leaving_ever_later_is_worth_as_much_as_staying():
    graph = cycle_with_exit(1.0, 0.0, 0.75)
    assert best_plays(*graph, leave=True).value[0, 0] == pytest.approx(4)


def test_of_equal_edges_the_preferred_one_is_taken():
    start, to = np.array([0, 2, 2]), np.array([1, 1])
    graph = start, to, np.ones((2, 1)), np.ones((2, 1))
    assert best_plays(*graph).edge[0, 0] == 0
    assert best_plays(*graph, prefer=np.array([1, -1])).edge[0, 0] == 1
