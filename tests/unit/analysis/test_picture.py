"""The picture of a deal space: right places, right odds, the frontier and the best always there."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.ranking import Ranking
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Change
from detente.errors import UnknownName
from full_cases import full_case
from small_cases import Plain, small_cases

CASES = small_cases(uncertain=True)

few = settings(max_examples=settings().max_examples // 2)


@few
@given(case=CASES, n=st.integers(0, 40))
def test_a_point_is_where_its_package_is_and_has_its_odds(case: Case, n: int) -> None:
    space = OutcomeSpace(case)
    ranking = Ranking.of(space, draws=8)
    found = ranking.scatter(n)
    assert found.parties == space.parties[:2]
    plain = Plain(case)
    for row, x, y, odds in zip(found.rows, found.x, found.y, found.odds, strict=True):
        terms = {i.id: space.options[k][row[k]] for k, i in enumerate(space.issues)}
        number = space.number_of(space.package(terms))
        assert x == pytest.approx(float(plain.utility(found.principals[0], terms)))
        assert y == pytest.approx(float(plain.utility(found.principals[1], terms)))
        assert odds == ranking.counts[number] / len(ranking.sizes)


@few
@given(case=CASES, n=st.integers(0, 9))
def test_the_frontier_is_there_whatever_the_sample(case: Case, n: int) -> None:
    plain = Plain(case)
    found = Ranking.of(OutcomeSpace(case), draws=8).scatter(n, best=0)
    allowed = [t for t in plain.packages() if not any(plain.holds(c.never, t) for c in case.constraints)]
    every = {tuple(round(float(plain.utility(a, t)), 9) for a in found.principals) for t in allowed}
    best = {one for one in every if not any(o != one and o[0] >= one[0] and o[1] >= one[1] for o in every)}
    marked = zip(found.x[found.frontier], found.y[found.frontier], strict=True)
    assert {(round(float(x), 9), round(float(y), 9)) for x, y in marked} == best


@few
@given(number=st.integers(0, 999))
def test_any_two_parties_of_a_case_can_be_shown(number: int) -> None:
    space = OutcomeSpace(full_case(number, uncertain=True))
    ranking = Ranking.of(space, draws=8)
    one, other = space.parties[-1], space.parties[0]
    found = ranking.scatter(12, parties=(one, other))
    turned = ranking.scatter(12, parties=(other, one))
    assert (found.x == turned.y).all()
    assert (found.frontier == turned.frontier).all()


def test_the_sample_stays_while_a_range_moves_and_holds_the_best() -> None:
    ranking = Ranking.of(OutcomeSpace(example("gaza-2024")), draws=16)
    red_line = "preferences.hamas-leader-gaza.red_lines.end-of-war-vague-calm.holds"
    moved = ranking.moved(Change(path=red_line, value=(0.2, 0.3, 0.6)))
    here, there = ranking.scatter(500, best=0), moved.scatter(500, best=0)
    assert (here.rows == there.rows).all()
    assert (here.odds != there.odds).any()
    best = moved.scatter(10)
    numbers = {p.package.offer.number for p in moved.best(5)}
    held = [moved.space.number_of(moved.space.package_at(n)) for n in numbers]
    places = best.rows[best.best] @ np.cumprod([1, *moved.space.sizes[:0:-1]])[::-1]
    assert sorted(places.tolist()) == sorted(held)


def test_no_package_shown_twice() -> None:
    found = Ranking.of(OutcomeSpace(example("two-rivers")), draws=8).scatter(3000)
    rows = [tuple(row) for row in found.rows.tolist()]
    assert len(set(rows)) == len(rows) == found.shown
    assert 3000 <= found.shown <= 3000 + int(found.frontier.sum()) + 5
    assert all(a < b for a, b in itertools.pairwise(rows))


def test_an_unknown_party_is_named() -> None:
    ranking = Ranking.of(OutcomeSpace(example("panama-canal-1974")), draws=8)
    with pytest.raises(UnknownName, match="panam"):
        ranking.scatter(parties=("panam", "united-states"))


def test_a_picture_is_one_line_and_plain_data() -> None:
    found = Ranking.of(OutcomeSpace(example("panama-canal-1974")), draws=8).scatter(5)
    assert "\n" not in str(found)
    assert len(json.loads(json.dumps(found.as_dict()))["x"]) == found.shown


def test_the_packages_shown_of_the_zone_are_those_that_pass_at_the_likely_values() -> None:
    space = OutcomeSpace(example("panama-canal-1974"))
    shown = Ranking.of(space, draws=8).scatter(2000)
    assert shown.shown == space.packages
    assert int(shown.zone.sum()) == 113
    assert [space.package_at(n).options for n in shown.numbers] == [tuple(row) for row in shown.rows.tolist()]
