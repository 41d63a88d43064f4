"""Independent domains: what was published about them, or computed by two other routes, comes out exactly.

The files lie in the folder `shared` beside the checkout; where they come from is told in its `SOURCES.md`.
The points are the raw utilities of the files, without discount, with 0 for no deal.
"""

from pathlib import Path

import pytest

from detente.analysis.frontier import frontier
from detente.analysis.solutions import egalitarian, nash, utilitarian
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.readers import read_case

CONCEPTS = {"nash": nash, "egalitarian": egalitarian, "welfare": utilitarian}
ITEX = (0.771555, 0.677064)
ZIMBABWE = (8.207494, 8.544397)
FLIGHT = (0.7375, 0.8998)
DOMAINS = {
    "negmas-yaml-itex-cypress-180": (180, 17, ITEX, ITEX, ITEX),
    "genius-england-zimbabwe-576": (576, 23, ZIMBABWE, ZIMBABWE, ZIMBABWE),
    "geniusweb-flightbooking": (36, 7, FLIGHT, FLIGHT, FLIGHT),
    "genius-energy-390625": (390_625, 251, (4.89, 4.79), (4.84, 4.83), (4.89, 4.79)),
    "negolog/domain0": (27, 7, (0.7353, 0.7353), (0.7353, 0.7353), (0.7353, 0.7353)),
    "negolog/domain47": (46_656, 73, (0.6637, 0.7637), (0.7012, 0.7133), (0.5887, 0.8573)),
}
GAMES = {"scorable/base": (720, 55, 12, 481), "scorable/base_7players": (2_880, 204, 52, 1_360)}
BY_PARTY = {
    "DoT": 204,
    "SportCo": 204,
    "enviroment": 144,
    "heritage": 198,
    "mayor": 202,
    "other_cities": 158,
    "union": 166,
}


@pytest.mark.parametrize("name", DOMAINS)
def test_a_domain_has_as_many_packages_and_frontier_vectors_as_found_elsewhere(
    name: str, shared: Path
) -> None:
    space = OutcomeSpace(read_case(shared / "domains" / name))
    packages, vectors, *_ = DOMAINS[name]
    assert (space.packages, frontier(space).size) == (packages, vectors)


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", DOMAINS)
def test_a_solution_of_a_domain_is_the_point_found_elsewhere(name: str, concept: str, shared: Path) -> None:
    space = OutcomeSpace(read_case(shared / "domains" / name))
    found = CONCEPTS[concept](space, disagreement=0)
    expected = DOMAINS[name][2 + list(CONCEPTS).index(concept)]
    assert found is not None
    assert found.utilities == pytest.approx(expected, abs=6e-7)


@pytest.mark.parametrize("name", GAMES)
def test_a_game_has_as_many_deals_as_published(name: str, shared: Path) -> None:
    case = read_case(shared / "domains" / name)
    packages, vetoes, everybody, vectors = GAMES[name]
    found = zone(OutcomeSpace(case))
    counts = {dict(count.readings)["deal"]: count.count for count in found.readings}
    assert found.packages == packages
    assert counts == {"vetoes-and-one-out": vetoes, "unanimity": everybody}
    assert frontier(OutcomeSpace(case)).size == vectors


def test_the_deals_of_the_game_of_seven_count_by_party_as_published(shared: Path) -> None:
    found = zone(OutcomeSpace(read_case(shared / "domains" / "scorable/base_7players")))
    assert dict(found.approving) == BY_PARTY


def test_the_points_that_a_negolog_file_prints_are_the_points_found(shared: Path) -> None:
    import json

    for name in ("domain0", "domain47"):
        folder = shared / "domains" / "negolog" / name
        specs = json.loads((folder / "specs.json").read_text(encoding="utf-8"))
        space = OutcomeSpace(read_case(folder))
        assert nash(space).utilities == pytest.approx((specs["Nash_A"], specs["Nash_B"]), abs=1e-9)
        assert utilitarian(space).utilities == pytest.approx((specs["Kalai_A"], specs["Kalai_B"]), abs=1e-9)
