"""What moves hand over, and what they are worth."""

import numpy as np
import pytest

from detente.accord.plays.numbers import numbers_of
from detente.accord.plays.worth import discount, gain, handed_over, parts
from detente.accord.space import AccordSpace
from exchange_accords import swap


@pytest.fixture(scope="module")
def game():
    return AccordSpace(swap(tranches=4, units=6)).game


def test_later_tranches_are_the_larger_ones_where_units_do_not_divide(game):
    sizes = {move.id: set(units.tolist()) for move, _, units in handed_over(game)}
    assert sizes == {"a:give": {1, 2}, "b:answer": {1, 2}}


def test_units_handed_over_are_those_that_the_counter_gains(game):
    for move, edges, units in handed_over(game):
        given = np.cumsum([0, *move.amounts])
        before = game.column(move.counter)[game.source[edges]]
        after = game.column(move.counter)[game.to[edges]]
        assert (given[after] - given[before] == units).all()


def test_each_edge_is_worth_what_its_move_says(game):
    accord = game.rules.accord
    numbers = numbers_of(accord).likely
    for side, give, take in (("a", -2.0, 3.0), ("b", -1.0, 5.0)):
        worth = gain(game, side, numbers)
        for move, edges, units in handed_over(game):
            rate = give if move.owner == side else take
            assert np.array_equal(worth[edges], rate * units)


def test_peace_the_end_and_the_first_strike_count_where_they_happen(game):
    numbers = numbers_of(game.rules.accord).likely
    kinds = np.array([move.id for move in game.rules.moves])[game.move]
    complete = game.where("complete")[game.to]
    assert set(gain(game, "a", numbers)[game.days_pass & ~complete]) == {0.5}
    assert set(gain(game, "a", numbers)[complete]) == {7.5}
    assert set(gain(game, "b", numbers)[kinds == "a:truce"]) == {-4.0}
    assert set(gain(game, "b", numbers)[kinds == "b:truce"]) == {-2.0}


def test_no_day_is_a_truce_where_nothing_bans_fighting():
    game = AccordSpace(swap(banned=False)).game
    assert not any(part.path.endswith("peace") for part in parts(game, "a"))


def test_worth_shrinks_only_when_a_day_passes(game):
    factors = discount(game, "a", numbers_of(game.rules.accord).likely)
    assert set(factors[game.days_pass]) == {0.9}
    assert set(factors[~game.days_pass]) == {1.0}
