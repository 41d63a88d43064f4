"""Counting and listing the packages behind one utility vector, against brute force."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.frontier import attaining, merge


@st.composite
def some_blocks(draw):
    width = draw(st.integers(1, 3))
    row = st.lists(st.integers(-2, 2), min_size=width, max_size=width)
    lists = draw(st.lists(st.lists(row, min_size=1, max_size=4), min_size=1, max_size=4))
    return [np.array(rows, dtype=np.int64) for rows in lists]


def packages_with(blocks, point):
    picks = itertools.product(*(range(len(block)) for block in blocks))
    return [
        list(row)
        for row in picks
        if (sum(block[i] for block, i in zip(blocks, row, strict=True)) == point).all()
    ]


@given(some_blocks(), st.data())
def test_all_packages_with_a_vector_are_counted_and_listed_in_order(blocks, data):
    point = sum(block[data.draw(st.integers(0, len(block) - 1))] for block in blocks)
    found = attaining(blocks, point)
    assert found.picks.tolist() == packages_with(blocks, point)
    assert found.count == len(found.picks)
    assert found.complete


@given(some_blocks(), st.integers(1, 5))
def test_a_frontier_point_keeps_all_its_packages_when_it_is_said_to_be_one(blocks, limit):
    for point in merge(blocks).points:
        found = attaining(blocks, point, limit=limit, on_frontier=True)
        everything = packages_with(blocks, point)
        assert found.count == len(everything)
        assert found.picks.tolist() == everything[:limit]


@given(some_blocks())
def test_wide_integers_are_counted_alike(blocks):
    point = merge(blocks).points[0]
    wide = attaining([block.astype(object) << 80 for block in blocks], point.astype(object) << 80)
    assert wide.picks.tolist() == attaining(blocks, point).picks.tolist()


def test_a_vector_that_no_package_has_is_counted_zero_times():
    found = attaining([np.array([[0, 0], [2, 2]])] * 2, [1, 3])
    assert (found.count, found.picks.shape, found.complete) == (0, (0, 2), True)


def test_counts_past_64_bits_are_exact():
    found = attaining([np.array([[0, 0]] * 10)] * 25, [0, 0], limit=3)
    assert found.count == 10**25
    assert found.picks[:, :23].sum() == 0
    assert found.picks[:, -1].tolist() == [0, 1, 2]


def test_too_many_partial_sums_give_a_lower_bound_and_say_so():
    blocks = [np.array([[0], [1]])] * 10
    found = attaining(blocks, [5], most_sums=3)
    assert not found.complete
    assert found.count <= 252
    assert (found.picks.sum(axis=1) == 5).all()


def test_no_blocks_and_empty_blocks_are_defined():
    assert attaining([], []).count == 1
    assert attaining([np.zeros((2, 1), np.int64), np.zeros((0, 1), np.int64)], [0]).count == 0
