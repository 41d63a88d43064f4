"""Forcing and avoiding against every positional strategy, on small games with dead ends and double edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.backend import fast_available
from detente.kernels.games.attractor import attractor, buchi, cobuchi, safe, until
from detente.kernels.games.graph import predecessors
from small_games import best_of_all, graph, merged, play, some_games, strategies

FAST = [False, pytest.param(True, marks=pytest.mark.skipif(not fast_available(), reason="numba is absent"))]


@st.composite
def pruned_games(draw):
    rows, mine, some = draw(some_games())
    size = sum(map(len, rows))
    return rows, mine, some, np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)), bool)


def steps_to(to, target):
    def worth(picks, state):
        path, _ = play(to, picks, state)
        return -next((k for k, s in enumerate(path) if target[s]), 99)

    return worth


def random_game(seed, size=3000, edges=9000):
    rng = np.random.default_rng(seed)
    origin = np.sort(rng.integers(0, size, edges))
    start = np.searchsorted(origin, np.arange(size + 1))
    masks = [rng.random(size) < share for share in (0.5, 0.02, 0.05)]
    return start, rng.integers(0, size, edges).astype(np.int32), masks, rng.random(edges) < 0.9


@pytest.mark.parametrize("fast", FAST)
@given(pruned_games())
def test_the_rank_is_the_fewest_steps_against_the_worst_play(fast, game):
    rows, mine, target, allowed = game
    start, to = graph(rows)
    found = attractor(start, to, mine, target, allowed=allowed, fast=fast)
    truth = -best_of_all(rows, mine, steps_to(to, target), allowed)
    assert np.where(truth < 99, truth, -1).tolist() == found.rank.tolist()


@given(pruned_games())
def test_the_edge_is_the_lowest_one_that_leads_one_rank_down(game):
    rows, mine, target, allowed = game
    start, to = graph(rows)
    found = attractor(start, to, mine, target, allowed=allowed)
    for state, row in enumerate(rows):
        down = [
            e
            for e in range(start[state], start[state + 1])
            if allowed[e] and found.rank[to[e]] == found.rank[state] - 1 >= 0
        ]
        assert found.edge[state] == (down[0] if mine[state] and row and down else -1)


@given(some_games())
def test_what_one_side_can_force_the_other_cannot_avoid(game):
    rows, mine, bad = game
    start, to = graph(rows)
    forced = attractor(start, to, mine, bad).rank >= 0
    assert (forced != safe(start, to, ~mine, bad).inside).all()


@given(pruned_games())
def test_a_coalition_that_keeps_to_its_staying_edges_is_safe_whatever_the_rest_does(game):
    rows, mine, bad, allowed = game
    start, to = graph(rows)
    kept = safe(start, to, mine, bad, allowed=allowed)
    ours = [None if e < 0 else int(e) for e in kept.edge]
    for other in strategies(rows, ~mine, allowed):
        for state in np.flatnonzero(kept.inside):
            path, _ = play(to, merged(ours, other, mine), state)
            assert not bad[path].any()


@given(some_games(), st.data())
def test_until_counts_a_visit_only_before_what_is_avoided(game, data):
    rows, mine, target = game
    avoid = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    start, to = graph(rows)

    def worth(picks, state):
        path, _ = play(to, picks, state)
        return next((k for k, s in enumerate(path) if target[s] or avoid[s]), None) in {
            k for k, s in enumerate(path) if target[s]
        }

    assert (until(start, to, mine, target, avoid).rank >= 0).tolist() == best_of_all(
        rows, mine, worth
    ).tolist()


@given(pruned_games())
def test_buchi_is_a_loop_through_the_target_and_cobuchi_a_loop_within_it(game):
    rows, mine, target, allowed = game
    start, to = graph(rows)

    def loop(picks, state):
        path, begin = play(to, picks, state)
        return target[path[begin:]]

    again = buchi(start, to, mine, target, allowed=allowed)
    truth = best_of_all(rows, mine, lambda picks, state: loop(picks, state).any(), allowed)
    assert again.inside.tolist() == truth.tolist()
    truth = best_of_all(rows, mine, lambda picks, state: loop(picks, state).all(), allowed)
    assert cobuchi(start, to, mine, target, allowed=allowed).tolist() == truth.tolist()


@given(some_games())
def test_the_edges_of_a_buchi_region_bring_the_target_back(game):
    rows, mine, target = game
    start, to = graph(rows)
    again = buchi(start, to, mine, target)
    ours = [None if e < 0 else int(e) for e in again.edge]
    for other in strategies(rows, ~mine):
        for state in np.flatnonzero(again.inside):
            path, begin = play(to, merged(ours, other, mine), state)
            assert target[path[begin:]].any()


@pytest.mark.skipif(not fast_available(), reason="numba is absent")
@pytest.mark.parametrize("seed", range(4))
def test_the_compiled_twin_gives_the_same_bits(seed):
    start, to, (mine, target, avoid), allowed = random_game(seed)
    preds = predecessors(start, to)
    for options in ({}, {"allowed": allowed}, {"avoid": avoid}, {"allowed": allowed, "preds": preds}):
        plain = attractor(start, to, mine, target, fast=False, **options)
        quick = attractor(start, to, mine, target, fast=True, **options)
        assert plain.rank.max() > 3
        for one, other in ((plain.rank, quick.rank), (plain.edge, quick.edge)):
            assert one.dtype == other.dtype
            assert one.tobytes() == other.tobytes()


def test_a_graph_without_states_or_edges_has_an_answer():
    none = np.zeros(0, bool)
    assert attractor(np.zeros(1, np.int64), np.zeros(0, np.int64), none, none).rank.size == 0
    alone = attractor(np.zeros(2, np.int64), np.zeros(0, np.int64), np.ones(1, bool), np.zeros(1, bool))
    assert (alone.rank.tolist(), alone.edge.tolist()) == ([-1], [-1])
