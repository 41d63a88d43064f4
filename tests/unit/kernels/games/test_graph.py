"""Rows, predecessors, components, reachable states and backward order against plain definitions."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.games.graph import components, predecessors, reachable, rows, sources
from detente.kernels.games.order import order
from small_games import graph, some_games, some_graphs


def closure(edges_of, allowed):
    """Which states can be reached from which, in no step or more, over allowed edges."""
    start, to = graph(edges_of)
    step = np.eye(len(edges_of), dtype=int)
    for state in range(len(edges_of)):
        step[state, [to[e] for e in range(start[state], start[state + 1]) if allowed[e]]] = 1
    return np.linalg.matrix_power(step, len(edges_of)) > 0


@st.composite
def pruned_graphs(draw):
    edges_of = draw(some_graphs())
    size = sum(map(len, edges_of))
    return edges_of, np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)), bool)


@given(some_graphs())
def test_predecessors_are_the_edges_by_the_state_they_lead_to(edges_of):
    start, to = graph(edges_of)
    found = predecessors(start, to)
    for state in range(len(edges_of)):
        part = slice(found.start[state], found.start[state + 1])
        assert found.edge[part].tolist() == np.flatnonzero(to == state).tolist()
        assert found.source[part].tolist() == sources(start)[found.edge[part]].tolist()


@given(some_graphs(), st.data())
def test_rows_are_the_edges_of_the_states_asked_for_in_their_order(edges_of, data):
    start, _ = graph(edges_of)
    states = np.array(data.draw(st.permutations(range(len(edges_of)))))[:3]
    edges, begin = rows(start, states)
    parts = [edges[low:high].tolist() for low, high in itertools.pairwise(begin)]
    assert parts == [list(range(start[s], start[s + 1])) for s in states]


@given(pruned_graphs())
def test_states_share_a_component_when_each_can_be_reached_from_the_other(game):
    edges_of, allowed = game
    start, to = graph(edges_of)
    label, cyclic = components(start, to, allowed)
    reach = closure(edges_of, allowed)
    assert ((label[:, None] == label) == (reach & reach.T)).all()
    for state in range(len(edges_of)):
        ways = [to[e] for e in range(start[state], start[state + 1]) if allowed[e]]
        assert cyclic[state] == any(reach[after, state] for after in ways)


@given(some_games(), st.booleans())
def test_what_is_reachable_follows_the_edges(game, every):
    edges_of, _, begin = game
    start, to = graph(edges_of)
    allowed = np.full(to.size, every)
    found = reachable(start, to, begin, None if every else allowed)
    assert found.tolist() == closure(edges_of, allowed)[begin].any(axis=0).tolist()


@given(pruned_graphs())
def test_every_state_comes_after_all_it_leads_to_but_its_own_cycle(game):
    edges_of, allowed = game
    start, to = graph(edges_of)
    found = order(start, to, allowed)
    label, cyclic = components(start, to, allowed)
    above, below = sources(start)[allowed], to[allowed]
    same = label[above] == label[below]
    assert (found.level[above] > found.level[below])[~same].all()
    assert (found.level[above] == found.level[below])[same].all()
    assert (found.cyclic == cyclic).all()
    assert sorted(found.states) == list(range(len(edges_of)))
    assert (np.diff(found.level[found.states]) >= 0).all()
    parts = [part.tolist() for level in found.parts() for part in level]
    assert sorted(itertools.chain(*parts)) == list(range(len(edges_of)))
