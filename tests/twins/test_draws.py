"""Score tables of draws by compiled loops, by numpy and one draw at a time: the same bits.

The oracle at the end reads a plan entry by entry with plain loops over Python numbers.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case
from detente.kernels.approval_tables import ApprovalTables
from detente.kernels.backend import fast_available
from full_cases import full_case
from small_cases import small_cases

FAST = [False, pytest.param(True, marks=pytest.mark.skipif(not fast_available(), reason="numba is absent"))]
RANDOM = st.integers(0, 999).map(lambda number: full_case(number, uncertain=True))
BUNDLED = ["gaza-2024", "panama-canal-1974", "two-rivers"]


def points(space: OutcomeSpace, draws: int, seed: int = 0) -> np.ndarray:
    """Points of the unit cube, corners among them."""
    cube = np.random.default_rng(seed).random((draws, space.numbers.dims))
    cube[1:2] = 1 - 2**-53
    return cube


def bits(tables: ApprovalTables) -> list[bytes]:
    return [part.tobytes() for part in (tables.scores, tables.term_values, tables.thresholds)]


@pytest.mark.parametrize("fast", FAST)
@pytest.mark.parametrize("name", BUNDLED)
def test_a_draw_of_a_bundled_case_does_not_depend_on_those_beside_it(name: str, *, fast: bool) -> None:
    space = OutcomeSpace(example(name))
    cube = points(space, 500)
    together = space.drawn(cube, fast=False)
    assert bits(space.drawn(cube, fast=fast)) == bits(together)
    for k in (0, 1, 119, 120, 499):
        alone = space.drawn(cube[k : k + 1], fast=fast)
        assert (alone.scores[0] == together.scores[k]).all()
        assert (alone.term_values[0] == together.term_values[k]).all()
        assert (alone.thresholds[0] == together.thresholds[k]).all()


@pytest.mark.parametrize("fast", FAST)
@given(case=small_cases(uncertain=True) | RANDOM, seed=st.integers(0, 99))
def test_compiled_numpy_and_plain_loops_draw_the_same_tables(case: Case, seed: int, *, fast: bool) -> None:
    space = OutcomeSpace(case)
    cube = points(space, 5, seed)
    tables = space.drawn(cube, fast=fast)
    assert bits(tables) == bits(space.drawn(np.asfortranarray(cube), fast=False))
    for k, point in enumerate(cube):
        scores, term_values, thresholds = plainly(space, point)
        assert tables.scores[k].tolist() == scores
        assert tables.term_values[k].tolist() == term_values
        assert tables.thresholds[k].tolist() == thresholds


@pytest.mark.parametrize("fast", FAST)
@pytest.mark.parametrize("number", [701, 704, 709])
def test_some_leaves_are_drawn_as_among_all(number: int, *, fast: bool) -> None:
    space = OutcomeSpace(full_case(number, uncertain=True))
    cube = points(space, 9)
    chosen = [len(space.leaves) - 1, 0]
    some, whole = space.drawn(cube, chosen, fast=fast), space.drawn(cube, fast=fast)
    assert (some.scores == whole.scores[:, chosen]).all()
    assert (some.term_values == whole.term_values[:, chosen]).all()
    assert (some.thresholds == whole.thresholds[:, chosen]).all()


@pytest.mark.parametrize("fast", FAST)
def test_no_draws_give_empty_tables(*, fast: bool) -> None:
    space = OutcomeSpace(example("gaza-2024"))
    tables = space.drawn(points(space, 0), fast=fast)
    assert tables.scores.shape == (0, len(space.leaves), sum(space.sizes))
    assert tables.thresholds.shape == tables.scores.shape[:2]


def plainly(space: OutcomeSpace, point: np.ndarray) -> tuple[list, list, list]:
    """Scores, term values and thresholds of one draw, form by form."""
    values, happens = (row[0].tolist() for row in space.numbers.draw(point[None, :]))
    scores = [[0] * sum(space.sizes) for _ in space.forms]
    extra = [[0] * space.likely.term_values.shape[2] for _ in space.forms]
    asked = [0] * len(space.forms)
    for row, (form, grid) in enumerate(zip(space.forms, space.grid, strict=True)):
        for issue, option, weight, score in form.products:
            if option in dict(zip([i.id for i in space.issues], space.options, strict=True))[issue]:
                scores[row][space.column(issue, option)] = round(values[weight] * values[score] * grid)
        for term in form.terms:
            worth = term.unit if term.number is None else round(values[term.number] * grid)
            event = term.event
            if event is None or (happens[event] if event >= 0 else not happens[~event]):
                extra[row][space.condition_of(term)] += worth
        if form.threshold is not None:
            asked[row] = round(values[form.threshold] * grid) - len(space.sizes) - len(form.terms) - 1
    assert all(map(math.isfinite, values))
    return scores, extra, asked
