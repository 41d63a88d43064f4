"""The compiled counting over draws gives the bits of the numpy form."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.kernels import approval, approval_fast, approval_split
from detente.kernels.approval_split import choose_columns
from detente.kernels.approval_tables import ApprovalTables, BoolProgram, additive_tables


def random_tables(seed, sizes, draws, terms):
    rng = np.random.default_rng(seed)
    literals = rng.random((terms, sum(sizes))) < 0.3
    return ApprovalTables(
        sizes=np.array(sizes),
        scores=rng.integers(-9, 9, (draws, 3, sum(sizes))),
        thresholds=rng.integers(-9, 9, (draws, 3)),
        literals=literals,
        mode=rng.integers(0, 2, terms).astype(np.uint8),
        term_values=rng.integers(-9, 9, (draws, 3, terms)) * (rng.random((1, 3, terms)) < 0.5),
    )


NESTED = BoolProgram(
    approvers=3,
    ops=np.array([[0, 0, 1], [1, 5, 2], [0, 6, 3], [1, 4, 7]], np.int32),
    roots=np.array([8, 0, 3, 4, 5], np.int32),
)


@pytest.fixture
def always(monkeypatch):
    """Take the compiled form, on two halves, however small the case."""
    pytest.importorskip("numba")
    monkeypatch.delenv("DETENTE_FAST", raising=False)
    monkeypatch.setattr(approval_split, "SMALL", 0)
    monkeypatch.setattr(approval_fast, "suits", lambda *_: True)
    monkeypatch.setattr(approval_split, "choose_columns", lambda sizes, *_: np.arange(len(sizes)) % 2 == 0)


@pytest.mark.usefixtures("always")
@given(
    st.integers(0, 2**32),
    st.lists(st.integers(1, 9), max_size=4),
    st.sampled_from([1, 2, 7, 40]),
    st.integers(0, 3),
    st.sampled_from([1, 100, 1 << 16]),
)
@settings(max_examples=100)
def test_the_compiled_counts_are_the_plain_counts(seed, sizes, draws, terms, chunk):
    tables = random_tables(seed, sizes, draws, terms)
    plain = approval.pass_counts(tables, NESTED, fast=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(approval_fast, "CHUNK_SUMS", chunk)
        compiled = approval.pass_counts(tables, NESTED, fast=True)
    assert compiled.counts.dtype == plain.counts.dtype
    assert (compiled.counts == plain.counts).all()
    assert (compiled.zone_sizes == plain.zone_sizes).all()


@pytest.mark.usefixtures("always")
def test_wide_rows_over_several_blocks_count_the_same():
    tables = random_tables(3, [130, 20, 1, 7], 70, 2)
    plain = approval.pass_counts(tables, NESTED, fast=False)
    compiled = approval.pass_counts(tables, NESTED, fast=True)
    assert (compiled.counts == plain.counts).all()
    assert (compiled.zone_sizes == plain.zone_sizes).all()
    assert 0 < plain.counts[0].max() <= 70


def test_a_small_case_does_not_load_the_compiler():
    tables = additive_tables(sizes=[5, 5], scores=np.zeros((10, 3, 10)), thresholds=np.zeros((10, 3)))
    assert not approval_fast.wanted(tables, approval_split.split_tables(tables), fast=None)


def test_the_compiled_form_can_be_switched_off(monkeypatch):
    monkeypatch.setenv("DETENTE_FAST", "0")
    tables = random_tables(5, [70, 70], 3, 1)
    assert not approval_fast.wanted(tables, approval_split.split_tables(tables), fast=True)
    told = approval.pass_counts(tables, NESTED, fast=True)
    assert (told.counts == approval.pass_counts(tables, NESTED, fast=False).counts).all()


def test_columns_are_balanced_when_nothing_is_linked():
    assert choose_columns(np.full(6, 10), np.zeros((0, 6), bool), np.zeros((3, 0), bool)).sum() == 3
