"""Sliders: every number that a change can move, named, within bounds that the change keeps."""

import json
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.analysis.basis import cube_of
from detente.analysis.hinges import hinges_of
from detente.analysis.ranking import Ranking
from detente.analysis.sliders import KINDS, Slider, sliders_of
from detente.analysis.space import OutcomeSpace
from detente.case.change import apply
from detente.case.library import example
from detente.case.model import Case, Change
from full_cases import full_case
from small_cases import small_cases

DRAWS = 8

few = settings(max_examples=settings().max_examples // 2)


def sliders(case: Case) -> tuple[Slider, ...]:
    return Ranking.of(OutcomeSpace(case), draws=DRAWS).sliders()


@few
@given(case=small_cases(uncertain=True) | st.integers(0, 999).map(lambda k: full_case(k, uncertain=True)))
def test_a_slider_can_be_moved_to_its_bounds(case: Case) -> None:
    for slider in sliders(case):
        assert slider.lowest <= slider.low <= slider.likely <= slider.high <= slider.highest
        apply(case, [Change(path=slider.path, value=(slider.lowest, slider.likely, slider.highest))])


@few
@given(case=small_cases(uncertain=True))
def test_every_number_with_a_range_has_one_slider_and_a_name(case: Case) -> None:
    found = sliders(case)
    numbers = OutcomeSpace(case).numbers
    assert sorted(s.path for s in found) == sorted(numbers.paths)
    assert all(s.kind in KINDS and s.about for s in found)


def test_numbers_that_a_ranking_gives_have_no_slider() -> None:
    case = example("panama-canal-1974")
    wants = case.preferences[0]
    ranked = replace(wants, weights=(), weight_order=tuple((i,) for i, _ in wants.weights))
    found = sliders(case.with_(preferences=(ranked, *case.preferences[1:])))
    assert not [s for s in found if s.path.startswith(f"preferences.{wants.actor}.weights.")]
    assert [s for s in found if s.path == f"preferences.{wants.actor}.reservation"]


def test_the_first_slider_is_the_hinge_of_the_only_answer() -> None:
    space = OutcomeSpace(example("gaza-2024"))
    ranking = Ranking.of(space, draws=64)
    row = space.rows([ranking.best(1)[0].package.offer.number])
    cube = cube_of(space, 64, 0)
    passed = ranking._passes(row)
    hinge = hinges_of(space, cube, passed)[0][0]
    first = sliders_of(space, cube, passed)[0]
    assert first.path in hinge.paths
    assert first.swing == round(hinge.swing, 9)


def test_what_certainly_decides_has_the_whole_swing() -> None:
    space = OutcomeSpace(example("gaza-2024"))
    cube = cube_of(space, 64, 0)
    dim = space.numbers.dim_names.index("preferences.israel-pm.reservation")
    found = sliders_of(space, cube, cube[:, dim : dim + 1] >= 0.5)
    assert (found[0].path, found[0].swing) == ("preferences.israel-pm.reservation", 1.0)
    assert (found[0].kind, found[0].about[0][:2]) == ("reservation", ("actor", "israel-pm"))


def test_sliders_come_with_what_they_rest_on_and_as_plain_data() -> None:
    ranking = Ranking.of(OutcomeSpace(example("gaza-2024")), draws=16)
    found = ranking.sliders()
    known = dict(ranking.space.case.numbers())
    for slider in found:
        if slider.path in known:
            assert (slider.evidence, slider.assumption) == (
                known[slider.path].evidence,
                known[slider.path].assumption,
            )
    assert ranking.sliders(3) == found[:3]
    assert json.loads(json.dumps(found[0].as_dict()))["path"] == found[0].path
    assert "\n" not in str(found[0])


def test_nothing_swings_where_nothing_is_uncertain() -> None:
    space = OutcomeSpace(example("panama-canal-1974"))
    found = sliders_of(space, np.zeros((8, 0)), np.ones((8, 1), bool))
    assert {s.swing for s in found} == {0.0}
