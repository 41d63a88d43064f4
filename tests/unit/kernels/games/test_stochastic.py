"""Stochastic games against every positional strategy of both sides, on small games with end components."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.games.stochastic import reach, reach_within, total


def arrays(choices):
    """The game as arrays: choices[state] is a list of choices, each a list of (chance, state)."""
    flat = [choice for row in choices for choice in row]
    return (
        np.concatenate([[0], np.cumsum([len(row) for row in choices])]).astype(np.int64),
        np.concatenate([[0], np.cumsum([len(choice) for choice in flat])]).astype(np.int64),
        np.array([to for choice in flat for _, to in choice], np.int64),
        np.array([chance for choice in flat for chance, _ in choice], np.float64),
    )


@st.composite
def some_games(draw, most=5, choices=3):
    size = draw(st.integers(1, most))
    ends = st.lists(st.integers(0, size - 1), min_size=1, max_size=3)

    def choice():
        to = draw(ends)
        weights = draw(st.lists(st.integers(0, 3), min_size=len(to), max_size=len(to)))
        weights = weights if any(weights) else [1] * len(to)
        return [(w / sum(weights), t) for w, t in zip(weights, to, strict=True)]

    rows = [[choice() for _ in range(draw(st.integers(0, choices)))] for _ in range(size)]
    flags = st.lists(st.booleans(), min_size=size, max_size=size)
    return rows, np.array(draw(flags)), np.array(draw(flags))


def policy_matrix(rows, policy, target):
    matrix = np.zeros((len(rows), len(rows)))
    for state, choice in enumerate(policy):
        if not target[state]:
            for chance, to in choice or []:
                matrix[state, to] += chance
    return matrix


def policy_chance(rows, policy, target):
    matrix = policy_matrix(rows, policy, target)
    can = np.linalg.matrix_power(np.eye(len(rows)) + matrix, len(rows)) @ target > 0
    return np.linalg.solve(np.eye(len(rows)) - matrix * can[:, None], target.astype(float))


def policy_total(rows, policy, target, gains):
    """Expected sum of gains; inf where the target may be missed."""
    chance = policy_chance(rows, policy, target)
    matrix = policy_matrix(rows, policy, target)
    sure = chance > 1 - 1e-9
    reward = np.where(sure & ~target, gains, 0)
    found = np.linalg.solve(np.eye(len(rows)) - matrix * (sure & ~target)[:, None], reward)
    return np.where(sure, found, np.inf)


def value_of_all(rows, maximise, worth):
    """Best over the maximising side's policies of the worst over the other side's."""
    ours = [range(len(row)) if own and row else [None] for row, own in zip(rows, maximise, strict=True)]
    theirs = [range(len(row)) if not own and row else [None] for row, own in zip(rows, maximise, strict=True)]
    best = None
    for mine in itertools.product(*ours):
        worst = None
        for other in itertools.product(*theirs):
            picks = [a if a is not None else b for a, b in zip(mine, other, strict=True)]
            policy = [None if p is None else row[p] for row, p in zip(rows, picks, strict=True)]
            found = worth(policy, picks)
            worst = found if worst is None else np.minimum(worst, found)
        best = worst if best is None else np.maximum(best, worst)
    return best


@given(some_games())
def test_the_chance_is_the_best_of_all_policies_against_the_worst(game):
    rows, maximise, target = game
    found = reach(*arrays(rows), maximise, target)
    truth = value_of_all(rows, maximise, lambda policy, _: policy_chance(rows, policy, target))
    np.testing.assert_allclose(found.low, truth, atol=1e-12)
    np.testing.assert_allclose(found.high, truth, atol=1e-12)
    assert (found.low <= found.high).all()


@given(some_games())
def test_the_choices_of_each_side_hold_the_value_against_every_policy(game):
    rows, maximise, target = game
    args = arrays(rows)
    found = reach(*args, maximise, target)
    for side in (maximise, ~maximise):
        kept = [
            [row[pick - first]] if own and row and pick >= 0 else row
            for row, own, pick, first in zip(rows, side, found.choice, args[0], strict=False)
        ]
        again = value_of_all(kept, maximise, lambda policy, _: policy_chance(rows, policy, target))
        np.testing.assert_allclose(again, found.low, atol=1e-12)


@given(some_games(), st.integers(0, 6))
def test_the_chance_within_some_steps_is_that_of_looking_ahead(game, steps):
    rows, maximise, target = game

    def ahead(state, left):
        if target[state] or left == 0 or not rows[state]:
            return float(target[state])
        found = [sum(p * ahead(to, left - 1) for p, to in choice) for choice in rows[state]]
        return max(found) if maximise[state] else min(found)

    steps = min(steps, 4)
    truth = [ahead(state, steps) for state in range(len(rows))]
    np.testing.assert_allclose(reach_within(*arrays(rows), maximise, target, steps), truth, atol=1e-12)


@given(some_games(), st.data())
def test_the_total_is_the_best_of_all_policies_against_the_worst(game, data):
    rows, maximise, target = game
    count = sum(map(len, rows))
    gain = np.array(data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)), float)
    first = np.concatenate([[0], np.cumsum([len(row) for row in rows])])

    def worth(policy, picks):
        gains = [0.0 if p is None else gain[first[s] + p] for s, p in enumerate(picks)]
        return policy_total(rows, policy, target, np.array(gains))

    truth = value_of_all(rows, maximise, worth)
    found = total(*arrays(rows), maximise, target, gain)
    np.testing.assert_allclose(found.low, truth, atol=1e-9)
    np.testing.assert_allclose(found.high, truth, atol=1e-9)


def test_a_loop_that_only_seems_to_promise_the_target_does_not_lift_the_chance():
    rows = [[[(1.0, 1)], [(0.5, 2), (0.5, 3)]], [[(1.0, 0)]], [], []]
    found = reach(*arrays(rows), np.ones(4, bool), np.arange(4) == 2)
    np.testing.assert_allclose(found.high, [0.5, 0.5, 1, 0], atol=1e-15)


def test_the_other_side_may_stay_in_a_loop_to_keep_the_target_away():
    rows = [[[(1.0, 1)]], [[(1.0, 0)], [(1.0, 2)]], []]
    found = reach(*arrays(rows), np.array([True, False, True]), np.arange(3) == 2)
    assert found.high.tolist() == [0, 0, 1]
    assert found.choice.tolist() == [0, 1, -1]


def test_a_game_without_states_has_an_answer():
    none = np.zeros(0, bool)
    assert reach(*arrays([]), none, none).low.size == 0


def test_a_long_walk_ends_at_either_end_as_often_as_it_is_near():
    rows = [[[(0.5, s - 1), (0.5, s + 1)]] for s in range(601)]
    rows[0] = rows[-1] = []
    found = reach(*arrays(rows), np.arange(601) % 2 == 0, np.arange(601) == 600)
    np.testing.assert_allclose(found.low, np.arange(601) / 600, atol=1e-12)
    np.testing.assert_allclose(found.high, np.arange(601) / 600, atol=1e-12)
