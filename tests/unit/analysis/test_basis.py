"""Utilities, feasibility, draws and error bars that every question shares."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.basis import (
    SCRAMBLES,
    basis_of,
    chance,
    cube_of,
    feasible,
    likely_utilities,
    offers,
    refuse_larger,
)
from detente.analysis.frontier import frontier
from detente.analysis.odds import odds
from detente.analysis.space import OutcomeSpace
from detente.analysis.trade import trade
from detente.analysis.zone import zone
from detente.case.change import apply
from detente.case.library import example
from detente.case.model import Case, Change, Issue, Option, Party
from detente.case.preferences import Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.errors import SpaceTooLarge
from small_cases import Plain, actors_of, small_cases


@given(case=small_cases())
def test_likely_utilities_are_the_plain_sums_of_any_actor_asked(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    asked = [actor for actor in actors_of(case) if actor != "n"]
    actors, values = likely_utilities(space, space.rows(range(space.packages)), asked)
    for number, row in enumerate(values):
        terms = space.terms(space.package_at(number))
        assert row == pytest.approx([float(plain.utility(actor, terms)) for actor in actors])


@given(case=small_cases())
def test_a_package_is_feasible_unless_it_meets_a_constraint(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    for number, found in enumerate(feasible(space, space.rows(range(space.packages)))):
        terms = space.terms(space.package_at(number))
        assert found == (not any(plain.holds(c.never, terms) for c in case.constraints))


@given(case=small_cases())
def test_an_offer_tells_its_number_and_its_options(case: Case) -> None:
    space = OutcomeSpace(case)
    for number, offer in enumerate(offers(space, space.rows(range(space.packages)))):
        assert offer.number == number
        assert dict(offer.terms) == space.terms(space.package_at(number))


@given(case=small_cases(uncertain=True), draws=st.integers(1, 70), seed=st.integers(0, 9))
def test_draws_are_eight_times_a_power_of_two_and_follow_the_seed(case: Case, draws: int, seed: int) -> None:
    space = OutcomeSpace(case)
    cube = cube_of(space, draws, seed)
    assert (cube == cube_of(space, draws, seed)).all()
    assert cube.shape[1] == space.numbers.dims
    if space.numbers.dims:
        count = len(cube) // SCRAMBLES
        assert len(cube) >= draws
        assert count & (count - 1) == 0
        assert not (cube == cube_of(space, draws, seed + 1)).all()


def test_each_scrambling_covers_every_coordinate_evenly() -> None:
    space = OutcomeSpace(example("gaza-2024"))
    cube = cube_of(space, 128, 0)
    for scramble in range(SCRAMBLES):
        part = cube[scramble::SCRAMBLES]
        assert ((part < 0.5).sum(axis=0) == len(part) // 2).all()


def test_a_chance_is_the_share_with_the_error_of_the_mean_of_the_scramblings() -> None:
    passed = np.zeros(32, dtype=bool)
    passed.reshape(-1, SCRAMBLES)[:, :4] = True
    found = chance(passed)
    assert found.share == 0.5
    assert found.error == pytest.approx(np.std([1, 1, 1, 1, 0, 0, 0, 0], ddof=1) / np.sqrt(8))
    assert chance(np.ones(32)).error == 0


def test_the_basis_of_a_case_and_of_its_space_name_the_same_case() -> None:
    case = example("panama-canal-1974")
    of_space = basis_of(OutcomeSpace(case), "m", seed=0, draws=8)
    assert basis_of(case, "m").digest == of_space.digest == case.digest()
    assert dict(of_space.readings)["deal"] == "unanimity"
    assert (of_space.seed, of_space.draws) == (0, 8)


def test_a_space_too_large_is_refused_with_a_way_out() -> None:
    space = OutcomeSpace(example("panama-canal-1974"))
    refuse_larger(space, 1024, "zone")
    with pytest.raises(SpaceTooLarge, match="zone enumerates packages") as caught:
        refuse_larger(space, 1023, "zone")
    assert "frontier" in caught.value.hint


def test_where_packages_cannot_be_listed_the_ways_out_that_are_named_work() -> None:
    names = [str(n) for n in range(10)]
    table = tuple(
        Issue(id=f"i{k}", name="i", options=tuple(Option(id=n, name=n) for n in names)) for k in range(20)
    )
    sides = tuple(
        Party(id=p, name=p, principal=p, approval=Approval(readings=(Reading(id="o", rule=Says(actor=p)),)))
        for p in "ab"
    )
    scores = {p: [Range.of(n if p == "a" else 9 - n) for n in range(10)] for p in "ab"}
    wants = tuple(
        Preferences(
            actor=p,
            measure="points",
            weights=tuple(
                (i.id, Range.of(k % 3 + 1 if p == "a" else 3 - k % 3)) for k, i in enumerate(table)
            ),
            scores=tuple((i.id, tuple(zip(names, scores[p], strict=True))) for i in table),
        )
        for p in "ab"
    )
    case = Case(id="large", title="large", issues=table, parties=sides, preferences=wants)
    space = OutcomeSpace(case)
    with pytest.raises(SpaceTooLarge) as error:
        zone(space)
    for way in (frontier, odds, trade):
        assert f"`{way.__name__}`" in error.value.hint
        assert way(space)
    off = [
        Change(path=f"issues.{i.id}.options.{n}.available", value=False) for i in table[4:] for n in names[1:]
    ]
    assert "available=false" in error.value.hint
    assert zone(OutcomeSpace(apply(case, off))).count == 10**4
