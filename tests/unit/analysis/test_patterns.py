"""Patterns of approval: their counts, and the rules answered on them, against loops over packages."""

import numpy as np
from hypothesis import given

from detente.analysis.patterns import patterns_in, patterns_of
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case
from small_cases import Plain, actors_of, small_cases


@given(case=small_cases())
def test_every_package_shows_exactly_one_pattern(case: Case) -> None:
    space = OutcomeSpace(case)
    found = patterns_of(space)
    assert found.counts.sum() == space.packages
    assert (found.counts > 0).all()
    assert len({tuple(column) for column in found.leaves.T.tolist()}) == found.leaves.shape[1]


@given(case=small_cases())
def test_sizes_under_granted_yes_are_those_of_loops(case: Case) -> None:
    found, plain = patterns_of(OutcomeSpace(case)), Plain(case)
    assert found.size() == len(plain.zone())
    for actor in actors_of(case):
        assert found.size(granted=[actor]) == len(plain.zone(granted=frozenset({actor})))


@given(case=small_cases())
def test_a_reading_is_answered_on_the_same_patterns(case: Case) -> None:
    space = OutcomeSpace(case)
    found, plain = patterns_of(space), Plain(case)
    for choice in space.reading_sets():
        assert found.size(choice) == len(plain.zone(readings=choice))


@given(case=small_cases(uncertain=True))
def test_a_draw_at_its_own_point_has_patterns_of_its_own(case: Case) -> None:
    space = OutcomeSpace(case)
    cube = np.full((2, space.numbers.dims), 0.25)
    tables = space.drawn(cube)
    left, right = (patterns_in(space, tables, draw) for draw in (0, 1))
    assert left.counts.tolist() == right.counts.tolist()
    assert left.counts.sum() == space.packages
