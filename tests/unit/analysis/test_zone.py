"""The zone against loops over packages with plain fractions."""

from hypothesis import given

from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.model import Case
from small_cases import Plain, actors_of, small_cases


@given(case=small_cases())
def test_the_zone_is_what_loops_over_packages_find(case: Case) -> None:
    found, plain = zone(OutcomeSpace(case), listing=10_000), Plain(case)
    expected = {tuple(sorted(terms.items())) for terms in plain.zone()}
    assert found.count == len(expected)
    assert {tuple(sorted(offer.terms)) for offer in found.offers} == expected
    assert found.packages == len(list(plain.packages()))


@given(case=small_cases())
def test_every_reading_is_counted_as_loops_count_it(case: Case) -> None:
    plain = Plain(case)
    for reading in zone(OutcomeSpace(case)).readings:
        assert reading.count == len(plain.zone(readings=dict(reading.readings)))


@given(case=small_cases())
def test_an_actor_says_yes_to_the_packages_that_loops_find(case: Case) -> None:
    plain = Plain(case)
    packages = list(plain.packages())
    for actor, count in zone(OutcomeSpace(case)).actors:
        assert count == sum(plain.says_yes(actor, terms) for terms in packages)


@given(case=small_cases())
def test_utilities_of_principals_are_the_plain_sums(case: Case) -> None:
    plain = Plain(case)
    for offer in zone(OutcomeSpace(case)).offers:
        for actor, value in offer.utilities:
            assert abs(value - plain.utility(actor, dict(offer.terms))) < 1e-12


@given(case=small_cases())
def test_the_core_of_an_empty_zone_blocks_and_no_part_of_it_does(case: Case) -> None:
    found, plain = zone(OutcomeSpace(case)), Plain(case)
    everyone = frozenset(actors_of(case))
    core = frozenset(found.core)
    if found.count:
        assert not core
        return
    assert not plain.zone(granted=everyone - core)
    for actor in core:
        assert plain.zone(granted=everyone - core | {actor})
