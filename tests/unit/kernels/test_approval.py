"""Approval kernels against a plain enumeration of every package."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernels import approval, approval_split
from detente.kernels.approval_tables import ALL, ApprovalTables, BoolProgram, additive_tables

APPROVERS = 3


def enumerated(tables):
    """Margins (draws, approvers, packages), one package and one term after the other."""
    offsets = tables.offsets
    margins = []
    for package in itertools.product(*(range(size) for size in tables.sizes)):
        options = [offsets[i] + option for i, option in enumerate(package)]
        total = -tables.thresholds
        for option in options:
            total = total + tables.scores[:, :, option]
        for t, literals in enumerate(tables.literals):
            spoken = [i for i in range(len(package)) if literals[offsets[i] : offsets[i + 1]].any()]
            inside = [bool(literals[options[i]]) for i in spoken]
            if all(inside) if tables.mode[t] == ALL else any(inside):
                total = total + tables.term_values[:, :, t]
        margins.append(total)
    return np.stack(margins, axis=-1)


def judged(program, approved):
    """What every root says (roots, draws, packages), from answers (draws, approvers, packages)."""
    registers = [approved[:, a] for a in range(program.approvers)]
    registers += [np.ones_like(approved[:, 0]), np.zeros_like(approved[:, 0])]
    for kind, a, b in program.ops:
        registers.append(registers[a] | registers[b] if kind else registers[a] & registers[b])
    return np.stack([registers[root] for root in program.roots])


@st.composite
def some_tables(draw, max_packages=200):
    sizes = draw(
        st.lists(st.integers(1, 5), max_size=5).filter(lambda s: np.prod(s, initial=1) <= max_packages)
    )
    draws, options, terms = draw(st.integers(1, 4)), sum(sizes), draw(st.integers(0, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    widest = draw(st.sampled_from([3, 50, 2**55]))
    literals = rng.random((terms, options)) < draw(st.sampled_from([0.1, 0.4, 0.8]))
    values = rng.integers(-widest, widest, (draws, APPROVERS, terms), endpoint=True)
    values[:, rng.random((APPROVERS, terms)) < 0.4] = 0
    return ApprovalTables(
        sizes=np.array(sizes, np.int64),
        scores=rng.integers(-widest, widest, (draws, APPROVERS, options), endpoint=True),
        thresholds=rng.integers(-widest, widest, (draws, APPROVERS), endpoint=True),
        literals=literals,
        mode=rng.integers(0, 2, terms).astype(np.uint8),
        term_values=values,
    )


@st.composite
def some_program(draw):
    rows = []
    for k in range(draw(st.integers(0, 5))):
        earlier = st.integers(0, APPROVERS + 1 + k)
        rows.append((draw(st.integers(0, 1)), draw(earlier), draw(earlier)))
    known = APPROVERS + 2 + len(rows)
    roots = draw(st.lists(st.integers(0, known - 1), min_size=1, max_size=4))
    return BoolProgram(
        approvers=APPROVERS, ops=np.array(rows, np.int32).reshape(-1, 3), roots=np.array(roots, np.int32)
    )


@pytest.fixture(params=["one row", "split by cost", "suffix table always", "one row a slab"])
def split_rule(request, monkeypatch):
    """Every way of working, so that small examples reach all of them."""
    if request.param != "one row":
        monkeypatch.setattr(approval_split, "SMALL", 0)
    if request.param == "suffix table always":
        monkeypatch.setattr("detente.kernels.approval_bits.uses_table", lambda *_: True)
    if request.param == "one row a slab":
        monkeypatch.setattr(approval_split, "SLAB_WORDS", 1)
    if request.param in ("suffix table always", "one row a slab"):
        monkeypatch.setattr(
            approval_split, "choose_columns", lambda sizes, *_: np.arange(len(sizes)) % 2 == 0
        )


@pytest.mark.usefixtures("split_rule")
class TestAgainstEnumeration:
    @given(some_tables(), some_program())
    def test_counts_and_zone_sizes_are_those_of_the_enumeration(self, tables, program):
        passed = judged(program, enumerated(tables) >= 0)
        found = approval.pass_counts(tables, program, fast=False)
        assert (found.counts == passed.sum(axis=1)).all()
        assert (found.zone_sizes == passed.sum(axis=2)).all()

    @given(some_tables(), some_program())
    def test_the_passing_set_lists_the_packages_of_the_enumeration(self, tables, program):
        passed = judged(program, enumerated(tables) >= 0)[-1, -1]
        found = approval.passing(tables, program, root=len(program.roots) - 1, draw=tables.draws - 1)
        assert found.packages == tables.packages
        assert approval.unpack(found).tolist() == np.flatnonzero(passed).tolist()
        assert approval.count(found) == passed.sum()
        assert approval.first(found, 3).tolist() == np.flatnonzero(passed)[:3].tolist()

    @given(some_tables())
    def test_patterns_are_those_of_the_enumeration(self, tables):
        approved = enumerated(tables)[-1] >= 0
        values, times = np.unique(approved.T @ (1 << np.arange(APPROVERS)), return_counts=True)
        codes, counts = approval.patterns(tables, draw=tables.draws - 1)
        assert codes.tolist() == values.tolist()
        assert counts.tolist() == times.tolist()

    @given(some_tables())
    def test_win_sets_are_as_large_as_in_the_enumeration(self, tables):
        assert (approval.approvals_per_approver(tables) == (enumerated(tables) >= 0).sum(axis=2)).all()


@given(some_tables(), some_program())
def test_selected_packages_get_the_margins_and_answers_of_the_enumeration(tables, program):
    packages = np.array(list(itertools.product(*(range(size) for size in tables.sizes))), np.int64)
    packages = packages.reshape(tables.packages, len(tables.sizes))[::2]
    margins = enumerated(tables)[:, :, ::2]
    assert (approval.utilities_selected(tables, packages) == margins).all()
    assert (approval.passes_selected(tables, program, packages) == judged(program, margins >= 0)).all()


def one_of(approvers):
    return BoolProgram(
        approvers=approvers, ops=np.zeros((0, 3), np.int32), roots=np.arange(approvers, dtype=np.int32)
    )


@pytest.mark.parametrize("sizes", [[9000], [9000, 3], [1, 1, 1], [], [3, 9000], [70, 70, 70]])
def test_uneven_spaces_count_like_the_margins_of_all_their_packages(sizes):
    rng = np.random.default_rng(0)
    tables = additive_tables(
        sizes=sizes, scores=rng.integers(0, 99, (3, 2, sum(sizes))), thresholds=rng.integers(0, 150, (3, 2))
    )
    packages = np.indices(sizes).reshape(len(sizes), -1).T if sizes else np.zeros((1, 0), np.int64)
    passed = approval.utilities_selected(tables, packages) >= 0
    found = approval.pass_counts(tables, one_of(2), fast=False)
    assert (found.counts == passed.sum(axis=0)).all()
    assert (found.zone_sizes == passed.sum(axis=2).T).all()


def test_counts_take_the_smallest_type_that_holds_the_draws():
    for draws, dtype in ((255, np.uint8), (256, np.uint16)):
        tables = additive_tables(sizes=[2], scores=np.zeros((draws, 1, 2)), thresholds=np.zeros((draws, 1)))
        counts = approval.pass_counts(tables, one_of(1)).counts
        assert counts.dtype == dtype
        assert (counts == draws).all()


def test_a_red_line_outweighs_every_score():
    tables = ApprovalTables(
        sizes=np.array([2, 2]),
        scores=np.full((1, 1, 4), 1000),
        thresholds=np.zeros((1, 1), np.int64),
        literals=np.array([[True, False, False, True]]),
        mode=np.array([ALL], np.uint8),
        term_values=np.full((1, 1, 1), -(10**15)),
    )
    assert approval.unpack(approval.passing(tables, one_of(1))).tolist() == [0, 2, 3]


def test_progress_is_told_between_blocks_and_ends_complete():
    rng = np.random.default_rng(1)
    tables = additive_tables(
        sizes=[20] * 4, scores=rng.integers(0, 9, (40, 1, 80)), thresholds=np.full((40, 1), 16)
    )
    heard = []
    approval.pass_counts(tables, one_of(1), lambda done, whole: heard.append((done, whole)), fast=False)
    assert len(heard) > 1
    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1]


def test_linked_issues_are_kept_in_one_half_where_that_stays_balanced():
    linked = np.array([[True, False, False, True, False, False]])
    columns = approval_split.choose_columns(np.full(6, 10), linked, np.ones((3, 1), np.bool_))
    assert columns[0] == columns[3]
    assert columns.sum() == 3


def test_without_approvers_every_package_shows_the_empty_pattern():
    tables = additive_tables(sizes=[2, 3], scores=np.zeros((1, 0, 5)), thresholds=np.zeros((1, 0)))
    constants = BoolProgram(approvers=0, ops=np.zeros((0, 3), np.int32), roots=np.array([0, 1], np.int32))
    assert [part.tolist() for part in approval.patterns(tables)] == [[0], [6]]
    assert approval.pass_counts(tables, constants).zone_sizes.tolist() == [[6], [0]]


@pytest.mark.parametrize("approvers", [63, 64, 130])
def test_patterns_of_more_approvers_than_a_word_has_bits(approvers):
    rng = np.random.default_rng(approvers)
    tables = additive_tables(
        sizes=[3, 4, 3],
        scores=rng.integers(0, 3, (1, approvers, 10)),
        thresholds=np.full((1, approvers), 3),
    )
    approved = enumerated(tables)[0] >= 0
    seen = [sum(1 << a for a in range(approvers) if yes[a]) for yes in approved.T]
    codes, counts = approval.patterns(tables)
    assert codes.tolist() == sorted(set(seen))
    assert counts.tolist() == [seen.count(code) for code in sorted(set(seen))]


def test_without_draws_nothing_is_counted():
    tables = additive_tables(sizes=[2, 3], scores=np.zeros((0, 1, 5)), thresholds=np.zeros((0, 1)))
    found = approval.pass_counts(tables, one_of(1))
    assert found.counts.tolist() == [[0] * 6]
    assert found.zone_sizes.shape == (1, 0)


def test_halves_stay_small_when_every_issue_is_linked_to_every_other():
    rng = np.random.default_rng(2)
    linked = rng.random((40, 7)) < 0.5
    columns = approval_split.choose_columns(np.full(7, 10), linked, np.ones((10, 40), np.bool_))
    assert 1 <= columns.sum() <= 6
