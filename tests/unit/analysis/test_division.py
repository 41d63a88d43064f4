"""Adjusted Winner on cases: the published treaty, ties told, and what it refuses."""

from dataclasses import replace
from fractions import Fraction

import pytest

from detente.analysis.division import adjusted_winner
from detente.case.library import example
from detente.case.model import Case
from detente.case.preferences import Interaction, Range
from detente.errors import AnalysisError


@pytest.fixture
def treaty() -> Case:
    return example("panama-canal-1974")


def divisible(case: Case, *names: str) -> Case:
    return case.with_(issues=tuple(replace(i, divisible=i.id in names) for i in case.issues))


def with_points(case: Case, **changes: float) -> Case:
    def changed(preferences):
        weights = dict(preferences.weights)
        weights |= {k.replace("_", "-"): Range.of(v) for k, v in changes.items()}
        return replace(preferences, weights=tuple(weights.items()))

    return case.with_(preferences=tuple(map(changed, case.preferences)))


def test_the_treaty_gives_66_points_to_each_and_splits_land_and_water(treaty: Case) -> None:
    found = adjusted_winner(treaty)
    shares = {issue.issue: dict(issue.shares)["united-states"] for issue in found.issues}
    assert [total for _, total in found.totals] == [66, 66]
    assert (found.split, shares["land-and-water"]) == ("land-and-water", Fraction(2, 15))
    assert {issue for issue, share in shares.items() if share == 1} == {
        "defense-rights",
        "expansion-rights",
        "expansion-routes",
        "use-rights",
    }


def test_only_the_issue_that_is_split_need_be_divisible(treaty: Case) -> None:
    assert adjusted_winner(divisible(treaty, "land-and-water")).totals == adjusted_winner(treaty).totals


def test_an_issue_that_cannot_be_split_is_refused_by_name(treaty: Case) -> None:
    with pytest.raises(AnalysisError, match=r"would split 'land-and-water', which is not divisible"):
        adjusted_winner(divisible(treaty, "duration"))


def test_a_case_without_divisible_issues_is_refused(treaty: Case) -> None:
    with pytest.raises(AnalysisError, match="no issue of this case is divisible"):
        adjusted_winner(divisible(treaty))


def test_the_order_of_the_file_does_not_matter(treaty: Case) -> None:
    turned = treaty.with_(issues=treaty.issues[::-1], parties=treaty.parties[::-1])
    first, second = adjusted_winner(treaty), adjusted_winner(turned)
    assert first.totals == second.totals
    assert sorted(first.issues, key=lambda i: i.issue) == sorted(second.issues, key=lambda i: i.issue)


def test_issues_that_could_take_the_place_of_the_split_one_are_named(treaty: Case) -> None:
    found = adjusted_winner(with_points(treaty, compensation=15))
    assert found.tied == ("compensation", "land-and-water")
    assert len({total for _, total in found.totals}) == 1


def test_three_parties_are_refused(treaty: Case) -> None:
    third = replace(treaty.parties[0], id="third", principal="third")
    with pytest.raises(AnalysisError, match="between two parties, not 3"):
        adjusted_winner(treaty.with_(parties=(*treaty.parties, third)))


def test_linked_issues_are_refused(treaty: Case) -> None:
    link = Interaction(id="link", when=(("duration", ("as-panama-asked",)),), adds=Range.of(3))
    linked = replace(treaty.preferences[0], interactions=(link,))
    with pytest.raises(AnalysisError, match="Panama values combinations of issues"):
        adjusted_winner(treaty.with_(preferences=(linked, treaty.preferences[1])))


def test_a_party_without_points_is_refused(treaty: Case) -> None:
    with pytest.raises(AnalysisError, match="no preferences of Panama"):
        adjusted_winner(treaty.with_(preferences=treaty.preferences[1:]))


def test_a_party_to_whom_nothing_is_worth_anything_is_refused(treaty: Case) -> None:
    with pytest.raises(AnalysisError, match="no issue is worth anything to Panama"):
        adjusted_winner(with_points(treaty, **{i.id.replace("-", "_"): 0 for i in treaty.issues}))
