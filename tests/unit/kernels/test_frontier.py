"""The frontier kernels against brute force, on small blocks with many ties."""

import itertools
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.backend import fast_available
from detente.kernels.frontier import enumerate_sums, merge, merge_within, nondominated

WIDE = 1 << 80
FAST = [False, pytest.param(True, marks=pytest.mark.skipif(not fast_available(), reason="numba is absent"))]


@st.composite
def some_blocks(draw, widths=(1, 5), most=4, values=(-4, 4)):
    width = draw(st.integers(*widths))
    row = st.lists(st.integers(*values), min_size=width, max_size=width)
    lists = draw(st.lists(st.lists(row, min_size=1, max_size=5), min_size=1, max_size=most))
    return [np.array(rows, dtype=np.int64) for rows in lists]


def all_packages(blocks):
    """Every package's picks and vector, by plain loops."""
    for picks in itertools.product(*(range(len(block)) for block in blocks)):
        vectors = [tuple(int(v) for v in block[pick]) for block, pick in zip(blocks, picks, strict=True)]
        yield picks, tuple(map(sum, zip(*vectors, strict=True)))


def dominates(a, b):
    return a != b and all(x >= y for x, y in zip(a, b, strict=True))


def frontier_of(vectors):
    distinct = set(vectors)
    return sorted((v for v in distinct if not any(dominates(w, v) for w in distinct)), reverse=True)


def attained(blocks, picks):
    return [
        tuple(
            sum(int(block[i][c]) for block, i in zip(blocks, row, strict=True))
            for c in range(blocks[0].shape[1])
        )
        for row in picks
    ]


@given(some_blocks(), st.sampled_from([False, None, True]))
def test_a_merge_finds_the_frontier_of_all_packages(blocks, fast):
    found = merge(blocks, fast=fast)
    assert [tuple(point) for point in found.points.tolist()] == frontier_of(
        v for _, v in all_packages(blocks)
    )
    assert found.complete
    assert found.within == 0


@given(some_blocks())
def test_the_picks_of_a_merge_attain_its_points(blocks):
    found = merge(blocks)
    assert attained(blocks, found.picks) == [tuple(point) for point in found.points.tolist()]


@pytest.mark.parametrize("fast", FAST)
@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_the_twins_agree_bit_for_bit_on_long_merges(width, fast):
    draw = np.random.default_rng(width)
    spans = [40, 40_000_000]
    for span in spans:
        blocks = [draw.integers(-span, span, (9, width)) for _ in range(6)]
        plain, twin = merge(blocks, fast=False), merge(blocks, fast=fast)
        assert np.array_equal(plain.points, twin.points)
        assert np.array_equal(plain.picks, twin.picks)
        assert sorted(map(tuple, plain.points.tolist())) == sorted(
            map(tuple, enumerate_sums(blocks)[nondominated(enumerate_sums(blocks), distinct=True)].tolist())
        )


def test_the_compiled_twins_can_be_switched_off():
    program = (
        "import numpy as np, sys; from detente.kernels.frontier import merge;"
        "draw = np.random.default_rng(3); blocks = [draw.integers(0, 10**6, (9, 3)) for _ in range(6)];"
        "found = merge(blocks, fast=True); "
        "print('numba' in sys.modules, found.points.sum(), found.picks.sum())"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DETENTE_FAST": "0"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    draw = np.random.default_rng(3)
    here = merge([draw.integers(0, 10**6, (9, 3)) for _ in range(6)])
    assert said == ["False", str(here.points.sum()), str(here.picks.sum())]


@given(some_blocks(widths=(1, 4), most=3))
def test_wide_integers_give_the_same_frontier(blocks):
    narrow = merge(blocks)
    wide = merge([block.astype(object) * WIDE for block in blocks])
    assert (wide.points == narrow.points.astype(object) * WIDE).all()
    assert attained(blocks, wide.picks) == [tuple(point) for point in narrow.points.tolist()]


def test_sums_that_would_overflow_are_taken_as_wide_integers():
    block = np.array([[2**61, 0], [0, 2**61]])
    assert merge([block] * 4).points[0].tolist() == [2**63, 0]


@given(some_blocks(most=1, values=(-2, 2)), st.sampled_from([np.int64, np.float64, object]))
def test_a_row_is_kept_exactly_when_no_row_dominates_it(blocks, kind):
    rows = [tuple(row) for row in blocks[0].tolist()]
    kept = [i for i, row in enumerate(rows) if not any(dominates(other, row) for other in rows)]
    assert nondominated(blocks[0].astype(kind)).tolist() == kept
    first = [i for i in kept if rows.index(rows[i]) == i]
    assert nondominated(blocks[0].astype(kind), distinct=True).tolist() == first


@pytest.mark.parametrize("fast", FAST)
@pytest.mark.parametrize("width", [2, 3, 4])
@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_long_tables_agree_with_a_row_by_row_search(width, kind, fast):
    draw = np.random.default_rng(width)
    points = draw.integers(0, 60, (200_000 if width < 4 else 20_000, width)).astype(kind)
    kept = nondominated(points, fast=fast)
    best = points[nondominated(points, distinct=True, fast=fast)]
    is_kept = np.zeros(len(points), bool)
    is_kept[kept] = True
    on_it = np.zeros(len(points), bool)
    below = np.zeros(len(points), bool)
    for row in best:
        equal = (points == row).all(axis=1)
        on_it |= equal
        below |= (points <= row).all(axis=1) & ~equal
    assert np.array_equal(on_it, is_kept)
    assert np.array_equal(below, ~is_kept)


@given(some_blocks())
def test_enumeration_runs_through_packages_in_lexicographic_order(blocks):
    assert list(map(tuple, enumerate_sums(blocks).tolist())) == [v for _, v in all_packages(blocks)]


@given(some_blocks(values=(-30, 30)), st.integers(0, 12))
def test_a_merge_within_epsilon_is_near_every_frontier_point(blocks, epsilon):
    found = merge_within(blocks, epsilon)
    points = [tuple(point) for point in found.points.tolist()]
    assert found.within <= epsilon
    assert attained(blocks, found.picks) == points
    assert not any(dominates(a, b) for a in points for b in points)
    for exact in frontier_of(v for _, v in all_packages(blocks)):
        assert any(all(p >= e - found.within for p, e in zip(point, exact, strict=True)) for point in points)


def test_a_merge_past_its_limit_says_so_and_returns_real_packages():
    blocks = [np.array([[i * 3**k, -i * 3**k] for i in range(3)]) for k in range(5)]
    found = merge(blocks, limit=20)
    assert not found.complete
    assert len(found.points) == 20
    assert attained(blocks, found.picks) == [tuple(point) for point in found.points.tolist()]
    assert merge(blocks, limit=243).complete


def test_a_merge_that_is_to_stop_past_its_limit_returns_nothing():
    blocks = [np.array([[0, 3**k], [3**k, 0]]) for k in range(12)]
    found = merge(blocks, limit=20, stop=True)
    assert (found.points.shape, found.picks.shape, found.complete) == ((0, 2), (0, 12), False)
    assert merge(blocks, limit=4096, stop=True).complete


def test_zero_sum_blocks_keep_every_distinct_vector():
    draw = np.random.default_rng(0)
    scores = draw.integers(0, 101, (8, 10)) * 7
    found = merge([np.stack([row, 700 - row], axis=1) for row in scores])
    reached = {0}
    for row in scores.tolist():
        reached = {total + score for total in reached for score in row}
    assert found.points[:, 0].tolist() == sorted(reached, reverse=True)


def test_empty_inputs_are_defined():
    assert merge([]).points.shape == (1, 0)
    assert merge([]).picks.shape == (1, 0)
    none = merge([np.zeros((2, 3), np.int64), np.zeros((0, 3), np.int64)])
    assert none.points.shape == (0, 3)
    assert none.picks.shape == (0, 2)
    assert enumerate_sums([]).shape == (1, 0)
    assert nondominated(np.zeros((0, 2))).size == 0
    assert nondominated(np.zeros((3, 0))).tolist() == [0, 1, 2]
