"""The frontier against loops over all packages with exact fractions."""

import math

import pytest
from hypothesis import given

from detente.analysis.frontier import agents_of, frontier, ideal
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Constraint
from detente.errors import AnalysisError, SpaceTooLarge, UnknownName
from small_cases import Plain, actors_of, small_cases


def efficient(case: Case, actors: tuple[str, ...]) -> set[tuple[float, ...]]:
    plain = Plain(case)
    possible = [t for t in plain.packages() if not any(plain.holds(c.never, t) for c in case.constraints)]
    points = {tuple(plain.utility(a, t) for a in actors) for t in possible}

    def beats(v, w):
        return v != w and all(x >= y for x, y in zip(v, w, strict=True))

    best = {w for w in points if not any(beats(v, w) for v in points)}
    return {tuple(round(float(x), 9) for x in point) for point in best}


@given(case=small_cases())
def test_the_frontier_is_what_loops_over_packages_find(case: Case) -> None:
    found = frontier(OutcomeSpace(case))
    told = {tuple(round(x, 9) for x in point) for point in found.utilities.tolist()}
    assert told == efficient(case, found.actors)
    assert found.size == len(found.utilities) == len(told)


@given(case=small_cases())
def test_every_ratifier_can_be_an_agent(case: Case) -> None:
    space = OutcomeSpace(case)
    found = frontier(space, agents="ratifiers")
    assert set(found.actors) >= set(actors_of(case)) - {"n"}
    told = {tuple(round(x, 9) for x in point) for point in found.utilities.tolist()}
    assert told == efficient(case, found.actors)


@given(case=small_cases())
def test_each_named_package_attains_its_point(case: Case) -> None:
    found, plain = frontier(OutcomeSpace(case)), Plain(case)
    for offer, point in zip(found.offers, found.utilities, strict=False):
        expected = [float(plain.utility(actor, dict(offer.terms))) for actor in found.actors]
        assert point == pytest.approx(expected)


@given(case=small_cases())
def test_points_run_from_best_to_worst_for_the_first_actor(case: Case) -> None:
    first = frontier(OutcomeSpace(case)).utilities[:, 0]
    assert (first[:-1] >= first[1:]).all()


@given(case=small_cases())
def test_no_actor_gets_more_than_its_ideal(case: Case) -> None:
    space = OutcomeSpace(case)
    found, best = frontier(space), dict(ideal(space))
    for actor, value in found.ideal:
        assert value <= best[actor] + 1e-12 or found.size == 0


def test_nothing_feasible_leaves_an_empty_frontier_without_an_ideal() -> None:
    case = example("panama-canal-1974")
    first = case.issues[0]
    never = ((first.id, tuple(option.id for option in first.options)),)
    space = OutcomeSpace(case.with_(constraints=(Constraint(id="all", never=never),)))
    assert frontier(space).size == 0
    assert all(math.isnan(value) for _, value in (*frontier(space).ideal, *ideal(space)))


def test_a_coarse_frontier_is_within_what_it_says() -> None:
    space = OutcomeSpace(example("panama-canal-1974"))
    exact, coarse = frontier(space), frontier(space, within=5)
    assert coarse.size < exact.size
    assert 0 < coarse.within <= 5
    for point in exact.utilities:
        gap = (point - coarse.utilities).max(axis=1).min()
        assert gap <= coarse.within + 1e-9


def test_a_frontier_beyond_the_limit_is_an_error_with_a_way_out() -> None:
    with pytest.raises(SpaceTooLarge, match="more than 3 distinct") as caught:
        frontier(OutcomeSpace(example("panama-canal-1974")), limit=3)
    assert "within" in caught.value.hint


@pytest.mark.parametrize("within", [math.inf, math.nan, 1e308])
def test_a_frontier_within_no_utility_is_an_error(within: float) -> None:
    with pytest.raises(AnalysisError, match=r"within is .*, which is no utility"):
        frontier(OutcomeSpace(example("panama-canal-1974")), within=within)


def test_a_frontier_of_agents_that_are_unknown_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="ratifier") as caught:
        frontier(OutcomeSpace(example("two-rivers")), agents="ratifier")
    assert caught.value.hint == "did you mean 'ratifiers'?"


def test_the_points_cannot_be_written_to() -> None:
    found = frontier(OutcomeSpace(example("panama-canal-1974")))
    with pytest.raises(ValueError, match="read-only"):
        found.utilities[0, 0] = 1


def test_agents_are_named_in_four_ways() -> None:
    space = OutcomeSpace(example("panama-canal-1974"))
    parties = ("panama", "united-states")
    assert agents_of(space, "principals") == agents_of(space, "ratifiers") == parties
    assert agents_of(space, "panama") == ("panama",)
    assert agents_of(space, ["united-states", "panama"]) == ("united-states", "panama")
