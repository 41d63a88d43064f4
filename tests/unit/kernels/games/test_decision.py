"""Best responses and chances against every positional policy, evaluated densely, on small problems."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.games.decision import best_chances, best_response, chances, follow
from small_games import graph, merged, some_games, strategies

ANY = st.integers(-3, 3)


@st.composite
def some_problems(draw, gains=ANY, acyclic=False):
    """Start, to, mine, prob, gain, the policies, and a set of states."""
    rows, mine, some = draw(some_games(acyclic=acyclic))
    start, to = graph(rows)
    weights = [draw(st.lists(st.integers(0, 3), min_size=len(row), max_size=len(row))) for row in rows]
    prob = [np.array(w) / sum(w) if any(w) else np.ones(len(w)) / max(len(w), 1) for w in weights]
    gain = np.array(draw(st.lists(gains, min_size=to.size, max_size=to.size)), float)
    policies = [merged(picks, [None] * len(rows), mine) for picks in strategies(rows, mine)]
    return start, to, mine, np.concatenate([np.zeros(0), *prob]), gain, policies, some


def table(start, to, prob, policy):
    """Transition matrix of a policy, and each edge's chance."""
    size = start.size - 1
    taken = prob.copy()
    for state, pick in enumerate(policy):
        if pick is not None:
            taken[start[state] : start[state + 1]] = 0
            taken[pick] = 1
    matrix = np.zeros((size, size))
    np.add.at(matrix, (np.repeat(np.arange(size), np.diff(start)), to), taken)
    return matrix, taken


def closed_classes(matrix, dead):
    """Sets of states, not dead ends, that a chain never leaves once it is in one of them."""
    size = len(matrix)
    reach = np.linalg.matrix_power(np.eye(size) + (matrix > 0), size) > 0
    return [
        np.flatnonzero(reach[s])
        for s in range(size)
        if not dead[reach[s]].any() and reach[np.ix_(reach[s], [s])].all()
    ]


def policy_value(problem, policy, terminal):
    """Undiscounted value: closed classes without gains are worth 0, others -inf: no gain is above 0."""
    start, to, _, prob, gain, _, _ = problem
    size = start.size - 1
    matrix, taken = table(start, to, prob, policy)
    owner = np.repeat(np.arange(size), np.diff(start))
    dead = np.diff(start) == 0
    reward = np.bincount(owner, taken * gain, size)
    fixed = {s: terminal[s] for s in np.flatnonzero(dead)}
    for members in closed_classes(matrix, dead):
        pays = (reward[members] != 0).any()
        fixed |= dict.fromkeys(members.tolist(), -np.inf if pays else 0.0)
    system, right = np.eye(size) - matrix, reward.copy()
    ruined = np.array([fixed.get(s, 0) == -np.inf for s in range(size)])
    for s, v in fixed.items():
        system[s], right[s] = np.eye(size)[s], 0 if ruined[s] else v
    value = np.linalg.solve(system, right)
    return np.where(np.linalg.matrix_power(np.eye(size) + matrix, size) @ ruined > 0, -np.inf, value)


def reach_value(problem, policy, target):
    start, to, _, prob, *_ = problem
    size = start.size - 1
    matrix, _ = table(start, to, prob, policy)
    matrix[target] = 0
    can = (np.linalg.matrix_power(np.eye(size) + matrix, size) @ target) > 0
    system = np.eye(size) - matrix * can[:, None]
    return np.linalg.solve(system, target.astype(float))


@given(some_problems())
def test_a_discounted_best_response_is_the_best_of_all_policies(problem):
    start, to, mine, prob, gain, policies, some = problem
    terminal = np.where(some, 2.0, -1.0)
    discount = np.where(np.arange(to.size) % 2, 0.9, 0.5)
    plan = best_response(start, to, mine, prob, gain, discount=discount, terminal=terminal)
    values = []
    for policy in policies:
        _, taken = table(start, to, prob, policy)
        size = start.size - 1
        owner = np.repeat(np.arange(size), np.diff(start))
        later = np.zeros((size, size))
        np.add.at(later, (owner, to), taken * discount)
        reward = np.bincount(owner, taken * gain, size) + np.where(np.diff(start) == 0, terminal, 0)
        values.append(np.linalg.solve(np.eye(size) - later, reward))
    np.testing.assert_allclose(plan.value, np.max(values, axis=0), atol=1e-12)
    np.testing.assert_allclose(
        follow(start, to, plan.edge, prob, gain, discount=discount, terminal=terminal), plan.value, atol=1e-12
    )


@given(some_problems(gains=st.integers(-2, 0)))
def test_an_undiscounted_best_response_is_the_best_of_all_policies_or_says_that_there_is_none(problem):
    start, to, mine, prob, gain, policies, some = problem
    terminal = np.where(some, 2.0, -1.0)
    plan = best_response(start, to, mine, prob, gain, terminal=terminal)
    values = np.array([policy_value(problem, policy, terminal) for policy in policies])
    told = np.isfinite(plan.value)
    np.testing.assert_allclose(plan.value[told], values.max(axis=0)[told], atol=1e-9)
    assert told.all() or np.isinf(values).any()
    again = follow(start, to, plan.edge, prob, gain, terminal=terminal)
    np.testing.assert_allclose(again[told], plan.value[told], atol=1e-9)


@given(some_problems())
def test_the_greatest_and_least_chance_are_those_of_the_best_and_worst_policy(problem):
    start, to, mine, prob, _, policies, target = problem
    values = np.array([reach_value(problem, policy, target) for policy in policies])
    for maximise, truth in ((True, values.max(axis=0)), (False, values.min(axis=0))):
        plan = best_chances(start, to, prob, mine, target, maximise=maximise)
        np.testing.assert_allclose(plan.value, truth, atol=1e-12)
        policy = [None if e < 0 else int(e) for e in plan.edge]
        kept = [p if p is not None else policies[0][s] for s, p in enumerate(policy)]
        np.testing.assert_allclose(reach_value(problem, kept, target), truth, atol=1e-12)


@given(some_problems(acyclic=True))
def test_gains_without_cycles_add_up_along_the_best_path(problem):
    start, to, mine, prob, gain, *_ = problem
    value = np.zeros(mine.size)
    for s in reversed(range(mine.size)):
        ways = range(start[s], start[s + 1])
        paid = [gain[e] + value[to[e]] for e in ways]
        if paid:
            value[s] = max(paid) if mine[s] else prob[start[s] : start[s + 1]] @ paid
    np.testing.assert_allclose(best_response(start, to, mine, prob, gain).value, value, atol=1e-12)


def test_a_loop_that_pays_for_ever_has_no_value_and_neither_has_what_may_lead_there():
    start, to = graph([[1, 2], [1, 2], [], [2]])
    gain = np.array([0.0, 0, 1, 0, 5])
    plan = best_response(start, to, np.ones(4, bool), np.ones(5), gain)
    assert np.isnan(plan.value).tolist() == [True, True, False, False]
    assert plan.value[3] == 5


def test_waiting_for_ever_without_gains_is_better_than_a_losing_exit():
    start, to = graph([[1], [0, 2], []])
    plan = best_response(start, to, np.array([False, True, False]), np.ones(3), np.array([0.0, 0, -5]))
    assert plan.value.tolist() == [0, 0, 0]
    assert plan.edge.tolist() == [-1, 1, -1]


def test_the_mean_time_counts_only_the_cases_that_come_to_the_target():
    start, to = graph([[0, 1, 2], [], []])
    found = chances(start, to, np.array([0.5, 0.25, 0.25]), np.arange(3) == 1, np.array([1.0, 3, 100]))
    assert found.chance.tolist() == [0.5, 1, 0]
    np.testing.assert_allclose(found.time, [4.0, 0.0, np.nan])


def test_long_chains_side_by_side_keep_their_digits():
    """Many chains that start over half of the time, as one large system: a chance of 0.7 each."""
    size, copies = 20, 10
    rows, prob = [], []
    for first in range(0, copies * 41, 41):
        for s in range(41):
            on = [s - 1, s + 1] if s == size else [s - 1 if s < size else s + 1, size]
            rows.append([] if s in {0, 40} else [first + to for to in on])
            prob += [] if s in {0, 40} else [0.7, 1 - 0.7] if s == size else [0.5, 0.5]
    start, to = graph(rows)
    target = np.arange(start.size - 1) % 41 == 0
    found = chances(start, to, np.array(prob), target)
    np.testing.assert_allclose(found.chance[size::41], 0.7, atol=1e-12)
