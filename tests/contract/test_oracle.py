"""Answers of the library against an independent, slow reading of the same pages, on random cases.

More cases are tried with DETENTE_PROFILE=long.
"""

import os
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from detente.analysis.basis import cube_of
from detente.analysis.blockers import blockers
from detente.analysis.frontier import frontier, ideal
from detente.analysis.odds import odds, odds_of
from detente.analysis.results import Offer
from detente.analysis.signing import signing
from detente.analysis.solutions import SOLUTIONS
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.model import Case
from full_cases import FEATURES, features, full_case
from oracle import Oracle, World

TIMES = 20 if os.environ.get("DETENTE_PROFILE") == "long" else 1
SLACK = Fraction(1, 10**9)


def cases(first: int, count: int, *, uncertain: bool = False) -> Iterator[tuple[Case, OutcomeSpace]]:
    for seed in range(first, first + count * TIMES):
        case = full_case(seed, uncertain=uncertain)
        yield case, OutcomeSpace(case)


def told(packages) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple(sorted(terms.items())) for terms in packages)


def offered(offers: tuple[Offer, ...]) -> list[tuple[tuple[str, str], ...]]:
    return told(dict(offer.terms) for offer in offers)


def near(vector) -> tuple[float, ...]:
    return tuple(round(float(value), 9) + 0.0 for value in vector)


@pytest.mark.parametrize("uncertain", [False, True])
def test_every_part_of_a_case_is_tried_often(uncertain: bool) -> None:
    seen = Counter(name for seed in range(150) for name in features(full_case(seed, uncertain=uncertain)))
    assert not {name for name in FEATURES if seen[name] < 10}


def test_the_zone_is_what_the_rules_pass() -> None:
    for case, space in cases(0, 150):
        found, plain = zone(space, listing=10**6), Oracle(case)
        inside = plain.zone()
        assert offered(found.offers) == told(inside), case.id
        assert dict(found.win_sets) == {
            p.id: sum(plain.party(p.id, t) for t in plain.packages) for p in case.parties
        }
        assert dict(found.approving) == {
            p.id: sum(plain.party(p.id, t) for t in inside) for p in case.parties
        }
        for actor, count in found.actors:
            assert count == sum(plain.yes(actor, terms) for terms in plain.packages), case.id
        for reading in found.readings:
            assert reading.count == len(Oracle(case, readings=dict(reading.readings)).zone()), case.id
        assert found.signable == (plain.signable() if case.mandates else None), case.id


def test_a_zone_is_listed_from_the_least_unequal_package_on() -> None:
    for case, space in cases(200, 40):
        plain = Oracle(case)
        gains = []
        for offer in zone(space, listing=10**6).offers:
            margins = [plain.margin(a, dict(offer.terms)) for a in dict.fromkeys(space.principals)]
            gains.append((min(margins), sum(margins)))
        assert all(a >= b for a, b in pairwise(gains)), case.id


def test_the_frontier_is_what_nothing_dominates() -> None:
    for case, space in cases(300, 60):
        plain = Oracle(case)
        for agents in ("principals", "ratifiers"):
            found = frontier(space, agents=agents)
            expected = plain.frontier(found.actors)
            assert found.size == len(expected), case.id
            assert {near(row) for row in found.utilities} == {near(row) for row in expected}, case.id
            for offer, row in zip(found.offers, found.utilities, strict=True):
                assert near(plain.utility(a, dict(offer.terms)) for a in found.actors) == near(row), case.id
            best = [max(column) for column in zip(*(v for _, v in plain.vectors(found.actors)), strict=True)]
            assert not expected or near(dict(ideal(space, agents=agents)).values()) == near(best), case.id


@pytest.mark.parametrize("concept", sorted(SOLUTIONS))
def test_a_solution_names_every_package_that_fits_its_definition(concept: str) -> None:
    for case, space in cases(400, 60):
        found, expected = SOLUTIONS[concept](space), told(Oracle(case).solutions(concept, space.principals))
        assert (found is None) == (not expected), case.id
        if found is not None:
            assert offered(found.ties) == expected, case.id
            assert (found.count, found.complete) == (len(expected), True), case.id


def test_blocking_sets_are_the_smallest_ones_under_every_reading() -> None:
    for case, space in cases(500, 20):
        for found in blockers(space, draws=8).readings:
            plain = Oracle(case, readings=dict(found.readings))
            assert found.count == len(plain.zone()), case.id
            if found.count:
                assert set(map(frozenset, found.stoppers)) == plain.stoppers(), case.id
            else:
                assert set(map(frozenset, found.cores)) == plain.cores(), case.id
                assert {frozenset(o.actors) for o in found.openings} == plain.openings(), case.id
                for opening in found.openings:
                    assert opening.count == len(plain.zone(granted=frozenset(opening.actors))), case.id
            for kept in found.kept_out:
                assert kept.count == len(plain.zone(granted=frozenset([kept.actor]))) - found.count, case.id


def test_the_core_of_an_empty_zone_is_a_smallest_one() -> None:
    empty = [(case, found) for case, space in cases(600, 60) if not (found := zone(space)).count]
    assert len(empty) >= 10
    for case, found in empty:
        assert frozenset(found.core) in Oracle(case).cores(), case.id


def test_a_delegation_signs_what_home_approves_inside_its_mandate() -> None:
    for case, space in cases(700, 30):
        plain = Oracle(case)
        for terms in plain.packages[:10]:
            for found in signing(space, space.package(terms)):
                mandate = next((m.allows for m in case.mandates if m.id == found.account), ())
                outside = {issue for issue, options in mandate if terms[issue] not in options}
                approved = plain.party(found.party, terms)
                inside = "referral" if outside else "signable now"
                assert found.answer == (inside if approved else "out of reach"), case.id
                assert set(found.outside) == outside


def world_at(case: Case, space: OutcomeSpace, point: np.ndarray) -> World:
    """The numbers of one draw, by what they are about."""
    values, happens = space.numbers.draw(point[None, :])
    by_path = dict(zip(space.numbers.paths, map(Fraction, values[0].tolist()), strict=True))
    world = World(number=by_path, event=dict(zip(space.numbers.events, happens[0].tolist(), strict=True)))
    for wants in case.preferences:
        start = f"preferences.{wants.actor}"
        world.number[f"{wants.actor} asks"] = by_path[f"{start}.reservation"]
        for issue in case.table:
            world.weight[wants.actor, issue.id] = by_path[f"{start}.weights.{issue.id}"]
            for option in issue.options:
                path = f"{start}.scores.{issue.id}.{option.id}"
                world.score[wants.actor, issue.id, option.id] = by_path[path]
    return world


def test_one_draw_passes_what_the_rules_pass_with_its_numbers() -> None:
    for case, space in cases(800, 60, uncertain=True):
        for point in cube_of(space, 8, seed=1)[:2]:
            plain = Oracle(case, world_at(case, space, point), slack=SLACK)
            assert zone(space, draw=point).count == len(plain.zone()), case.id


def test_odds_are_the_share_of_draws_in_which_a_package_passes() -> None:
    for case, space in cases(900, 15, uncertain=True):
        cube = cube_of(space, 16, seed=3)
        worlds = [Oracle(case, world_at(case, space, point), slack=SLACK) for point in cube]
        zones = [told(plain.zone()) for plain in worlds]
        found = odds(space, draws=16, seed=3)
        assert found.any.share == pytest.approx(np.mean([bool(passed) for passed in zones])), case.id
        rows = space.rows(np.arange(min(space.packages, 20)))
        for package in odds_of(space, rows, draws=16, seed=3):
            terms = tuple(sorted(package.offer.terms))
            assert package.odds.share == pytest.approx(np.mean([terms in passed for passed in zones])), (
                case.id
            )
            for actor, chance in package.actors:
                said = [plain.yes(actor, plain.packages[package.offer.number]) for plain in worlds]
                assert chance.share == pytest.approx(np.mean(said)), case.id
