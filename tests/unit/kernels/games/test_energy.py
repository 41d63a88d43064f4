"""The smallest credit against every positional strategy, on small games with cycles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.games.energy import credit
from small_games import best_of_all, graph, merged, play, some_games, strategies


@st.composite
def paid_games(draw, gains):
    rows, mine, some = draw(some_games())
    size = sum(map(len, rows))
    return rows, mine, some, np.array(draw(st.lists(gains, min_size=size, max_size=size)), float)


def spent(gain, picks, path, begin, forbidden):
    """Credit that a play needs: its deepest debt, inf when its loop loses or a state is forbidden."""
    if forbidden[path].any():
        return np.inf
    steps = [0.0 if picks[s] is None else gain[picks[s]] for s in path]
    return np.inf if sum(steps[begin:]) < -1e-9 else max(0.0, *(-np.cumsum(steps)))


WHOLE = st.integers(-4, 4)
TENTHS = WHOLE.map(lambda k: k / 10)
THIRDS = WHOLE.map(lambda k: k / 3)


@pytest.mark.parametrize(("gains", "exact"), [(WHOLE, True), (TENTHS, True), (THIRDS, None)])
@given(st.data())
def test_the_credit_is_the_least_that_some_strategy_makes_do_with(gains, exact, data):
    rows, mine, forbidden, gain = data.draw(paid_games(gains))
    start, to = graph(rows)
    found = credit(start, to, mine, gain, forbidden=forbidden)
    truth = -best_of_all(rows, mine, lambda picks, s: -spent(gain, picks, *play(to, picks, s), forbidden))
    np.testing.assert_allclose(found.credit, truth, atol=1e-7)
    assert exact is None or found.exact


@given(paid_games(st.sampled_from([-100, -60, -1, 0, 1, 2, 99])))
def test_the_credit_is_the_least_also_where_outlays_differ_widely(game):
    rows, mine, forbidden, gain = game
    start, to = graph(rows)
    found = credit(start, to, mine, gain, forbidden=forbidden)
    truth = -best_of_all(rows, mine, lambda picks, s: -spent(gain, picks, *play(to, picks, s), forbidden))
    assert found.credit.tolist() == truth.tolist()


@given(paid_games(WHOLE))
def test_the_edges_make_do_with_the_credit_whatever_the_rest_does(game):
    rows, mine, forbidden, gain = game
    start, to = graph(rows)
    found = credit(start, to, mine, gain, forbidden=forbidden)
    ours = [None if e < 0 else int(e) for e in found.edge]
    for other in strategies(rows, ~mine):
        picks = merged(ours, other, mine)
        for state in np.flatnonzero(np.isfinite(found.credit)):
            assert spent(gain, picks, *play(to, picks, state), forbidden) <= found.credit[state]


@pytest.mark.parametrize(("wide", "mine"), [(1e9, False), (1e9, True), (1e6 / 3, True)])
def test_a_slow_drain_is_seen_without_counting_to_the_end(wide, mine):
    """The loop loses 1 a turn: the rest stays in it for ever, the coalition leaves at once."""
    start, to = graph([[0, 1], []])
    found = credit(start, to, np.array([mine, True]), np.array([-1.0, -wide]))
    np.testing.assert_allclose(found.credit, [wide if mine else np.inf, 0])


def test_a_drain_with_a_gain_on_the_way_out_costs_that_much_less():
    """From 0 the coalition may go round by 1 at a loss of 1, and leaves from 1, 3 up, for 1000."""
    start, to = graph([[1], [0, 2], []])
    found = credit(start, to, np.array([True, True, True]), np.array([3.0, -4.0, -1000]))
    assert found.credit.tolist() == [997, 1000, 0]


def test_a_credit_above_the_cap_is_told_as_inf_and_others_stay_as_they_are():
    start, to = graph([[1], [2], []])
    gain = np.array([4.0, -5.0])
    assert credit(start, to, np.ones(3, bool), gain, cap=3).credit.tolist() == [1, np.inf, 0]
