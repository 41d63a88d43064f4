"""Win-sets: as the zone counts them at the likely values, and shares in the draws."""

import pytest

from detente.analysis.ranking import Ranking
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.library import example


@pytest.mark.parametrize("name", ["gaza-2024", "two-rivers"])
def test_at_the_likely_values_a_win_set_is_that_of_the_zone(name: str) -> None:
    space = OutcomeSpace(example(name))
    found, whole = Ranking.of(space, draws=8).win_sets(), zone(space)
    assert {one.name: one.likely for one in found.of if one.kind == "party"} == dict(whole.win_sets)
    assert {one.name: one.likely for one in found.of if one.kind == "actor"} == dict(whole.actors)
    assert found.of[0].likely == whole.count


def test_in_the_draws_a_win_set_is_a_share_of_all_packages() -> None:
    ranking = Ranking.of(OutcomeSpace(example("two-rivers")), draws=64)
    deal = ranking.win_sets().of[0]
    assert 0 <= deal.low <= deal.middle <= deal.high <= 1
    assert deal.high <= min(one.high for one in ranking.win_sets().of if one.kind == "party")


def test_without_uncertain_numbers_every_draw_is_the_likely_one() -> None:
    found = Ranking.of(OutcomeSpace(example("panama-canal-1974")), draws=8).win_sets()
    assert all(one.low == one.high == one.likely / found.packages for one in found.of)
