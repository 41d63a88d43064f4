"""The space against plain sums: packages, score tables at the likely values and in draws, bad input."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.basis import cube_of
from detente.analysis.space import OutcomeSpace, common_scale
from detente.case.model import Case, Issue, Option, Package, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Reading, Says
from detente.errors import AnalysisError, CaseError, UnknownName
from detente.kernels.approval import utilities_selected
from small_cases import Plain, small_cases


def all_rows(space: OutcomeSpace) -> np.ndarray:
    return space.rows(range(space.packages))


@given(case=small_cases())
def test_a_package_has_a_number_and_a_number_its_package(case: Case) -> None:
    space = OutcomeSpace(case)
    for number, row in enumerate(all_rows(space)):
        package = space.package_at(number)
        assert package == Package(tuple(row.tolist()))
        assert space.number_of(package) == number
        assert space.package(space.terms(package)) == package


@given(case=small_cases())
def test_the_likely_tables_say_yes_where_plain_sums_do(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    packages = [space.terms(space.package_at(n)) for n in range(space.packages)]
    margins = utilities_selected(space.likely, all_rows(space))[0]
    for leaf, row in zip(space.leaves, margins, strict=True):
        if leaf.kind == "gain":
            floor = plain.case.preferences_of(leaf.name).reservation[-1].range.likely
            expected = [plain.utility(leaf.name, t) >= Fraction(repr(floor)) for t in packages]
            assert (row >= 0).tolist() == expected
        if leaf.kind == "lines":
            assert (row >= 0).tolist() == [not plain.crosses(leaf.name, t) for t in packages]
        if leaf.kind == "stays":
            assert (row >= 0).tolist() == [not plain.has_left(leaf.name, t) for t in packages]


@given(case=small_cases())
def test_what_is_certain_is_the_same_in_every_draw(case: Case) -> None:
    space = OutcomeSpace(case.with_(exit_threats=()))
    drawn = utilities_selected(space.drawn(cube_of(space, 8, 0)), all_rows(space)) >= 0
    likely = utilities_selected(space.likely, all_rows(space)) >= 0
    for leaf, name in enumerate(space.leaves):
        if name.kind in {"gain", "feasible"}:
            assert (drawn[:, leaf] == likely[:, leaf]).all()


@given(case=small_cases(uncertain=True), seed=st.integers(0, 5))
def test_drawn_weights_of_shares_sum_to_one(case: Case, seed: int) -> None:
    space = OutcomeSpace(case)
    values, _ = space.numbers.draw(cube_of(space, 16, seed))
    for wants in case.preferences:
        if wants.measure == "share":
            own = [space.numbers.index[f"preferences.{wants.actor}.weights.{i.id}"] for i in space.issues]
            assert values[:, own].sum(axis=1) == pytest.approx(1.0)


@given(case=small_cases(uncertain=True), seed=st.integers(0, 5))
def test_draws_stay_inside_their_ranges(case: Case, seed: int) -> None:
    space = OutcomeSpace(case)
    values, _ = space.numbers.draw(cube_of(space, 16, seed))
    for position, path in enumerate(space.numbers.paths):
        if ".weights." not in path and ".scores." not in path:
            r = space.numbers.ranges[position]
            assert (values[:, position] >= r.low - 1e-12).all()
            assert (values[:, position] <= r.high + 1e-12).all()


def one_issue(**wants: object) -> Case:
    issue = Issue(id="i", name="", options=tuple(Option(id=o, name=o) for o in "xyz"))
    rule = Approval(readings=(Reading(id="self", rule=Says(actor="a")),))
    asked = Preferences(actor="a", **{"weights": (("i", Range.of(1)),), **wants})
    return Case(
        id="one", title="", issues=(issue,), parties=(Party(id="a", name="", principal="a", approval=rule),)
    ).with_(preferences=(asked,))


def scores(*values: float) -> tuple[tuple[str, tuple[tuple[str, Range], ...]], ...]:
    return (("i", tuple((o, Range.of(v)) for o, v in zip("xyz", values, strict=True))),)


def test_a_sum_that_equals_the_reservation_says_yes() -> None:
    case = one_issue(
        scores=scores(0.1 + 0.2, 0.3, 0.29999999999),
        reservation=(DatedRange(range=Range.of(0.3)),),
    )
    margins = utilities_selected(OutcomeSpace(case).likely, np.array([[0], [1], [2]]))[0, 0]
    assert (margins >= 0).tolist() == [True, True, False]


def test_a_certain_threshold_is_reached_in_every_draw() -> None:
    case = one_issue(scores=scores(0.3, 0.1, 0.7), reservation=(DatedRange(range=Range.of(0.7)),))
    space = OutcomeSpace(case)
    margins = utilities_selected(space.drawn(cube_of(space, 8, 0)), np.array([[0], [1], [2]]))[:, 0]
    assert ((margins >= 0) == [False, False, True]).all()


def test_options_ranked_best_first_are_evenly_spaced_at_the_likely_values() -> None:
    case = one_issue(score_order=(("i", (("y",), ("z",), ("x",))),))
    table, _, _ = OutcomeSpace(case).likely_gains["a"]
    assert table.tolist() == [0.0, 1.0, 0.5]


def test_an_option_off_the_table_is_in_no_package() -> None:
    case = one_issue(scores=scores(0, 0.5, 1))
    shorter = tuple(Option(id=o, name=o, available=o != "y") for o in "xyz")
    space = OutcomeSpace(case.with_(issues=(Issue(id="i", name="", options=shorter),)))
    assert [space.terms(space.package_at(n)) for n in range(space.packages)] == [{"i": "x"}, {"i": "z"}]
    with pytest.raises(UnknownName, match="no option of i called 'y'"):
        space.package({"i": "y"})


def test_an_issue_without_options_is_an_error() -> None:
    case = one_issue(scores=scores(0, 0.5, 1))
    none = tuple(Option(id=o, name=o, available=False) for o in "xyz")
    with pytest.raises(CaseError, match="'i' has no option on the table"):
        OutcomeSpace(case.with_(issues=(Issue(id="i", name="", options=none),)))


def test_an_actor_asked_without_preferences_is_an_error() -> None:
    case = one_issue(scores=scores(0, 0.5, 1)).with_(preferences=())
    with pytest.raises(AnalysisError, match="no preferences for 'a'"):
        OutcomeSpace(case)


def test_a_package_must_name_every_issue() -> None:
    with pytest.raises(CaseError, match="says nothing on i"):
        OutcomeSpace(one_issue(scores=scores(0, 0.5, 1))).package({})


def test_an_unknown_reading_is_an_error_that_names_the_known() -> None:
    space = OutcomeSpace(one_issue(scores=scores(0, 0.5, 1)), readings={"a": "selv"})
    with pytest.raises(UnknownName, match="did you mean 'self'"):
        space.program()


def test_completions_leave_silent_issues_open() -> None:
    space = OutcomeSpace(one_issue(scores=scores(0, 0.5, 1)))
    assert space.completions(()).tolist() == [True, True, True]
    assert space.completions((("i", ("z", "x")),)).tolist() == [True, False, True]


def test_a_scale_too_fine_for_exact_integers_is_refused() -> None:
    assert common_scale([Fraction(1, 3), Fraction(1, 6)]) == 6
    assert common_scale([Fraction(1), Fraction(1, 3**30), Fraction(1, 2**30)]) is None
