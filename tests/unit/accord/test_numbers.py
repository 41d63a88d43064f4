"""The uncertain numbers of an accord, and draws of them."""

from dataclasses import replace

import numpy as np
import pytest

from detente.accord.plays.numbers import numbers_of
from detente.case.preferences import Range
from exchange_accords import swap, truce

UNSURE = Range(low=0.1, likely=0.2, high=0.6)


def test_every_number_of_stakes_and_hazards_has_a_path():
    paths = numbers_of(truce(3, UNSURE)).paths
    assert paths == ("hazards.incident.chance",)
    assert "stakes.a.receives.y" in numbers_of(swap()).paths
    assert numbers_of(swap()).likely["stakes.b.fights_first"] == 2


def test_draws_lie_in_their_ranges_with_the_mean_of_a_triangle():
    drawn = numbers_of(truce(3, UNSURE)).draw(1024, seed=0).column("hazards.incident.chance")
    assert drawn.min() >= 0.1
    assert drawn.max() <= 0.6
    assert drawn.mean() == pytest.approx(0.3, abs=1e-3)


def test_numbers_of_one_driver_move_together():
    accord = swap()
    moved = replace(UNSURE, driver="war")
    both = tuple(replace(stakes, peace=moved) for stakes in accord.stakes)
    draw = numbers_of(replace(accord, stakes=both)).draw(64, seed=3)
    assert np.array_equal(draw.column("stakes.a.peace"), draw.column("stakes.b.peace"))
    assert len(np.unique(draw.column("stakes.a.peace"))) == 64


def test_the_same_seed_draws_the_same_and_another_seed_does_not():
    numbers = numbers_of(truce(3, UNSURE))
    same = [numbers.draw(16, seed=5).values for _ in range(2)]
    assert np.array_equal(*same)
    assert not np.array_equal(same[0], numbers.draw(16, seed=6).values)


def test_without_uncertainty_every_draw_is_the_likely_value():
    draw = numbers_of(swap()).draw(64, seed=0)
    assert len(draw.values) == 8
    assert draw.numbers(0) == numbers_of(swap()).likely
