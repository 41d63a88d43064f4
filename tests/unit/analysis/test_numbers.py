"""Draws keep what they promise: ranges, sums, orders and chances; likely values are exact."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.basis import cube_of
from detente.analysis.numbers import Numbers, exact
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option
from detente.case.preferences import DatedRange, Preferences, Range, RedLine
from detente.kernels.draws import triangular
from small_cases import Plain, small_cases


def case_of(*preferences: Preferences, issues: int = 3, options: int = 4, ordered: bool = True) -> Case:
    table = tuple(
        Issue(
            id=f"i{k}",
            name=f"i{k}",
            ordered=ordered,
            options=tuple(Option(id=f"o{n}", name=f"o{n}") for n in range(options)),
        )
        for k in range(issues)
    )
    return Case(id="n", title="n", issues=table, preferences=preferences)


def points(numbers: Numbers, draws: int = 256, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((draws, numbers.dims))


def drawn(numbers: Numbers, path: str, values: np.ndarray) -> np.ndarray:
    return values[:, numbers.index[path]]


@given(case=small_cases(uncertain=True), seed=st.integers(0, 99))
def test_a_draw_lies_in_the_range_of_every_number(case: Case, seed: int) -> None:
    numbers = Numbers(case)
    values, _ = numbers.draw(points(numbers, 32, seed))
    for k, (path, number) in enumerate(zip(numbers.paths, numbers.ranges, strict=True)):
        if ".weights." in path or ".scores." in path:
            continue
        assert (values[:, k] >= number.low - 1e-12).all()
        assert (values[:, k] <= number.high + 1e-12).all()


@given(case=small_cases(uncertain=True), seed=st.integers(0, 99))
def test_drawn_shares_sum_to_one_and_points_are_left_alone(case: Case, seed: int) -> None:
    numbers = Numbers(case)
    values, _ = numbers.draw(points(numbers, 32, seed))
    for wants in case.preferences:
        mine = [numbers.index[f"preferences.{wants.actor}.weights.{i}"] for i, _ in wants.weights]
        if wants.measure == "share":
            assert np.allclose(values[:, mine].sum(axis=1), 1)
        else:
            ranges = [number for _, number in wants.weights]
            assert (values[:, mine] >= [r.low - 1e-12 for r in ranges]).all()
            assert (values[:, mine] <= [r.high + 1e-12 for r in ranges]).all()


@given(case=small_cases())
def test_without_ranges_every_draw_is_the_likely_value(case: Case) -> None:
    numbers = Numbers(case)
    values, _ = numbers.draw(np.random.default_rng(0).random((4, numbers.dims)))
    likely, _ = numbers.likely()
    unordered = [k for k, path in enumerate(numbers.paths) if ".scores." not in path]
    for k in unordered:
        assert np.allclose(values[:, k], float(likely[k]))


@given(case=small_cases())
def test_likely_shares_are_rescaled_exactly(case: Case) -> None:
    numbers, plain = Numbers(case), Plain(case)
    values, _ = numbers.likely()
    for wants in case.preferences:
        for issue, weight in plain.weights(wants.actor).items():
            assert values[numbers.index[f"preferences.{wants.actor}.weights.{issue}"]] == weight


@given(seed=st.integers(0, 999), rising=st.booleans())
def test_drawn_scores_of_an_ordered_issue_keep_their_order(seed: int, rising: bool) -> None:
    rng = np.random.default_rng(seed)
    likely = np.sort(rng.random(4)) if rising else np.sort(rng.random(4))[::-1]
    scores = tuple(
        (f"o{n}", Range(low=max(0.0, v - 0.4), likely=float(v), high=min(1.0, v + 0.4)))
        for n, v in enumerate(likely)
    )
    numbers = Numbers(case_of(Preferences(actor="a", scores=(("i0", scores),)), issues=1))
    values, _ = numbers.draw(points(numbers, 64, seed))
    steps = np.diff(values[:, [numbers.index[f"preferences.a.scores.i0.o{n}"] for n in range(4)]], axis=1)
    assert (steps >= 0).all() if rising else (steps <= 0).all()


def test_scores_declared_free_move_on_their_own() -> None:
    wide = Range(low=0, likely=0.5, high=1)
    scores = (("i0", tuple((f"o{n}", wide) for n in range(4))),)
    kept = Numbers(case_of(Preferences(actor="a", scores=scores), issues=1))
    free = Numbers(case_of(Preferences(actor="a", scores=scores, free_scores=("i0",)), issues=1))
    assert (kept.dims, free.dims) == (1, 4)


@given(seed=st.integers(0, 999))
def test_ranked_weights_keep_their_order_and_sum_to_one(seed: int) -> None:
    numbers = Numbers(case_of(Preferences(actor="a", weight_order=(("i1",), ("i0", "i2")))))
    values, _ = numbers.draw(points(numbers, 64, seed))
    first, left, right = (drawn(numbers, f"preferences.a.weights.{i}", values) for i in ("i1", "i0", "i2"))
    assert (first >= left).all()
    assert np.array_equal(left, right)
    assert np.allclose(first + left + right, 1)


def test_ranked_weights_average_to_the_rank_order_centroids() -> None:
    numbers = Numbers(case_of(Preferences(actor="a", weight_order=(("i0",), ("i1",), ("i2",)))))
    values, _ = numbers.draw(points(numbers, 200_000))
    likely, _ = numbers.likely()
    for issue, centroid in (("i0", Fraction(11, 18)), ("i1", Fraction(5, 18)), ("i2", Fraction(1, 9))):
        position = numbers.index[f"preferences.a.weights.{issue}"]
        assert likely[position] == centroid
        assert abs(values[:, position].mean() - centroid) < 0.003


def test_ranked_scores_run_from_one_to_zero_in_order() -> None:
    order = (("o2",), ("o0", "o1"), ("o3",))
    numbers = Numbers(case_of(Preferences(actor="a", score_order=(("i0", order),)), issues=1))
    values, _ = numbers.draw(points(numbers))
    best, left, right, worst = (
        drawn(numbers, f"preferences.a.scores.i0.{o}", values) for o in ("o2", "o0", "o1", "o3")
    )
    assert (best == 1).all()
    assert (worst == 0).all()
    assert np.array_equal(left, right)
    assert 0 < left.min() < left.max() < 1
    assert numbers.likely()[0][numbers.index["preferences.a.scores.i0.o0"]] == Fraction(1, 2)


def lines(*chances: Range) -> Numbers:
    red = tuple(RedLine(id=f"r{k}", never=(("i0", ("o0",)),), holds=c) for k, c in enumerate(chances))
    return Numbers(case_of(Preferences(actor="a", red_lines=red), issues=1))


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.0), (1.0, 1.0)])
def test_a_certain_event_needs_no_coordinate(chance: float, share: float) -> None:
    numbers = lines(Range.of(chance))
    assert numbers.dims == 0
    assert numbers.draw(np.zeros((8, 0)))[1].mean() == share


def test_an_event_happens_as_often_as_its_chance_says() -> None:
    numbers = lines(Range.of(0.3), Range(low=0.5, likely=0.6, high=0.7))
    _, happens = numbers.draw(points(numbers, 100_000))
    assert np.abs(happens.mean(axis=0) - [0.3, 0.6]).max() < 0.006
    assert numbers.likely()[1] == (False, True)


def test_a_chance_of_one_half_counts_as_happening() -> None:
    assert lines(Range.of(0.5)).likely()[1] == (True,)


def test_numbers_of_one_driver_move_together() -> None:
    asks = Range(low=0, likely=0.5, high=1, driver="resolve")
    twins = [Preferences(actor=a, reservation=(DatedRange(range=asks),)) for a in "ab"]
    numbers = Numbers(case_of(*twins))
    values, _ = numbers.draw(points(numbers))
    assert numbers.dim_names == ["resolve"]
    left, right = (drawn(numbers, f"preferences.{a}.reservation", values) for a in "ab")
    assert np.array_equal(left, right)
    assert left.std() > 0.1


@given(low=st.floats(-2, 0), likely=st.floats(0, 1), high=st.floats(1, 3))
def test_triangular_quantiles_have_the_mean_of_their_corners(low: float, likely: float, high: float) -> None:
    cube = (np.arange(20_000) + 0.5) / 20_000
    found = triangular(cube, low, likely, high)
    assert (np.diff(found) >= 0).all()
    assert abs(found.mean() - (low + likely + high) / 3) < 1e-3 * (high - low)


@given(st.decimals(-10, 10, places=4))
def test_a_decimal_is_read_as_it_is_written(number) -> None:
    assert exact(float(number)) == Fraction(number)


@given(case=small_cases(uncertain=True), seed=st.integers(0, 5))
def test_the_same_seed_gives_the_same_draws(case: Case, seed: int) -> None:
    space = OutcomeSpace(case)
    cube = cube_of(space, 16, seed)
    assert np.array_equal(cube, cube_of(space, 16, seed))
    assert space.numbers.dims == 0 or not np.array_equal(cube, cube_of(space, 16, seed + 1))
