"""Kept planes count as the kernel that keeps nothing does, also when some numbers changed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels import approval, approval_split
from detente.kernels.approval_planes import Planes, count_planes, planes_of
from detente.kernels.approval_tables import ApprovalTables, BoolProgram

NESTED = BoolProgram(
    approvers=3,
    ops=np.array([[0, 0, 1], [1, 5, 2], [0, 6, 3], [1, 4, 7]], np.int32),
    roots=np.array([8, 0, 3, 4, 5], np.int32),
)
USED = [0, 1, 2]
SIZES = st.lists(st.integers(1, 9), max_size=4)
SEEDS = st.integers(0, 2**32)


def random_tables(seed: int, sizes: list[int], draws: int, terms: int) -> ApprovalTables:
    """Tables whose last approver has the same numbers in every draw but for two kinds of a term."""
    rng = np.random.default_rng(seed)
    literals = rng.random((terms, sum(sizes))) < 0.3
    scores = rng.integers(-9, 9, (draws, 3, sum(sizes)))
    thresholds = rng.integers(-9, 9, (draws, 3))
    values = rng.integers(-9, 9, (draws, 3, terms)) * (rng.random((1, 3, terms)) < 0.5)
    scores[:, 2], thresholds[:, 2], values[:, 2] = scores[0, 2], thresholds[0, 2], values[0, 2]
    values[rng.random(draws) < 0.5, 2] = 0
    return ApprovalTables(
        sizes=np.array(sizes, np.int64),
        scores=scores,
        thresholds=thresholds,
        literals=literals,
        mode=rng.integers(0, 2, terms).astype(np.uint8),
        term_values=values,
    )


def kept(tables: ApprovalTables, **how: object) -> Planes:
    found = planes_of(tables, USED, **how)
    assert found is not None
    return found


@pytest.fixture(params=[0, 4096], ids=["halves", "one row"])
def small(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approval_split, "SMALL", request.param)


@pytest.mark.usefixtures("small")
@given(SEEDS, SIZES, st.sampled_from([1, 2, 7, 40]), st.integers(0, 3))
def test_planes_count_as_the_kernel_that_keeps_nothing(seed, sizes, draws, terms) -> None:
    tables = random_tables(seed, sizes, draws, terms)
    plain = approval.pass_counts(tables, NESTED, fast=False)
    found = count_planes(kept(tables), NESTED)
    assert found.counts.dtype == plain.counts.dtype
    assert (found.counts == plain.counts).all()
    assert (found.zone_sizes == plain.zone_sizes).all()


@pytest.mark.usefixtures("small")
@given(SEEDS, SIZES, st.sampled_from([2, 40]), st.integers(0, 3), st.integers(0, 2))
def test_what_did_not_change_is_taken_over_and_the_rest_worked_out(seed, sizes, draws, terms, one) -> None:
    tables = random_tables(seed, sizes, draws, terms)
    before = kept(tables)
    raised = tables.thresholds.copy()
    raised[: draws // 2, one] += 1
    tables = replace(tables, thresholds=raised)
    after = kept(tables, before=before)
    for a in set(USED) - {one}:
        assert after.leaves[a].words is before.leaves[a].words
    plain = approval.pass_counts(tables, NESTED, fast=False)
    assert (count_planes(after, NESTED).counts == plain.counts).all()


@given(SEEDS, SIZES, st.integers(0, 3))
def test_chosen_packages_count_as_among_all(seed, sizes, terms) -> None:
    tables = random_tables(seed, sizes, 9, terms)
    numbers = np.random.default_rng(seed).permutation(tables.packages)[:70]
    rows = np.stack(np.unravel_index(numbers, sizes), axis=1) if sizes else np.zeros((1, 0), np.int64)
    every = approval.pass_counts(tables, NESTED, fast=False).counts
    found = count_planes(kept(tables, chosen=rows), NESTED)
    assert (found.counts == every[:, numbers]).all()


def test_draws_with_equal_numbers_share_a_plane() -> None:
    planes = kept(random_tables(1, [3, 4], 40, 2))
    assert len(planes.leaves[0].words) == 40
    assert len(planes.leaves[2].words) == 2
    assert kept(random_tables(1, [3, 4], 40, 2), before=planes).leaves == planes.leaves
    assert planes.bytes == (40 + 40 + 2) * 8


def test_planes_under_another_condition_are_not_taken_over() -> None:
    tables = random_tables(3, [3, 4], 8, 2)
    turned = replace(tables, literals=~tables.literals)
    plain = approval.pass_counts(turned, NESTED, fast=False).counts
    assert (plain != approval.pass_counts(tables, NESTED, fast=False).counts).any()
    after = kept(turned, before=kept(tables))
    assert (count_planes(after, NESTED).counts == plain).all()


def test_no_more_than_the_limit_is_kept() -> None:
    tables = random_tables(1, [3, 4], 40, 2)
    size = kept(tables).bytes
    assert planes_of(tables, USED, limit=size) is not None
    assert planes_of(tables, USED, limit=size - 1) is None
