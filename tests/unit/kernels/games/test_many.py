"""Many questions of force at once against one attractor for each."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.games.attractor import attractor
from detente.kernels.games.many import force_many
from detente.kernels.games.order import laid_out
from small_games import graph, some_games


@given(some_games(), st.integers(0, 2**32 - 1), st.integers(1, 70))
def test_every_answer_is_that_of_an_attractor_of_its_own(game, seed, questions):
    rows, mine, target = game
    start, to = graph(rows)
    rng = np.random.default_rng(seed)
    ours = [mine, *(rng.random(mine.size) < 0.5 for _ in range(questions))]
    there = [target, *(rng.random(mine.size) < 0.3 for _ in range(questions))]
    some = rng.random(to.size) < 0.7
    for allowed in (None, some):
        pairs = zip(ours, there, strict=True)
        alone = [attractor(start, to, *one, allowed=allowed).rank >= 0 for one in pairs]
        assert np.array_equal(force_many(laid_out(start, to), ours, there, allowed=allowed), alone)
    few = force_many(laid_out(start, to), ours, there, allowed=some, first=1)
    assert [one.tolist() for one in few] == [one[:1].tolist() for one in alone]


def test_without_questions_there_are_no_answers():
    assert force_many(laid_out(np.array([0, 0]), np.empty(0, np.int64)), [], []) == []
