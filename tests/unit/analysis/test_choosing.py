"""Choosing packages: order, pools, distance and departures."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.choosing import (
    asked_actors,
    best_of,
    closeness,
    departures,
    distant,
    in_order,
    pool,
    refusing,
    worst_of,
)
from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.model import Case, Constraint
from small_cases import Plain, literals, small_cases

grids = st.lists(st.tuples(*[st.integers(0, 3)] * 4), min_size=1, max_size=30, unique=True)


@given(rows=grids, count=st.integers(1, 6), apart=st.integers(1, 4), near=st.integers(1, 30))
def test_distant_rows_are_apart_and_the_first_is_the_best(
    rows: list[tuple[int, ...]], count: int, apart: int, near: int
) -> None:
    table = np.array(rows)
    taken = distant(table, count=count, apart=apart, near=near)
    assert taken[0] == 0
    assert len(taken) <= count
    for left, right in itertools.combinations(taken, 2):
        assert (table[left] != table[right]).sum() >= apart
    if len(taken) < count:
        gaps = [min((row != table[n]).sum() for n in taken) for row in table]
        assert max(gaps) < apart


@given(rows=grids, apart=st.integers(1, 4))
def test_without_greed_each_is_the_best_that_is_far_enough(rows: list[tuple[int, ...]], apart: int) -> None:
    table, expected = np.array(rows), [0]
    for n, row in enumerate(table):
        if len(expected) < 3 and all((row != table[m]).sum() >= apart for m in expected):
            expected.append(n)
    assert list(distant(table, count=3, apart=apart, near=0, greedy=False)) == expected


@given(scores=st.lists(st.integers(0, 5), min_size=1, max_size=40), limit=st.integers(1, 40))
def test_a_pool_holds_the_best_scores(scores: list[int], limit: int) -> None:
    table = np.array(scores, dtype=np.uint16)
    taken = pool(table, limit, 1)
    wanted = sorted((n for n in range(len(scores)) if scores[n] >= 1), key=lambda n: (-scores[n], n))[:limit]
    assert taken.tolist() == sorted(wanted)


@given(case=small_cases(), data=st.data())
def test_departures_count_the_issues_that_leave_a_text(case: Case, data: st.DataObject) -> None:
    space = OutcomeSpace(case)
    text = data.draw(literals(case.table))
    for number, found in enumerate(departures(space, space.completions(text))):
        terms = space.terms(space.package_at(number))
        assert found == sum(terms[issue] not in options for issue, options in text)


@given(case=small_cases())
def test_who_refuses_and_the_smallest_gain_are_the_plain_ones(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    names, noes, gain = refusing(space, space.rows(range(space.packages)))
    asked = asked_actors(space)
    for number in range(space.packages):
        terms = space.terms(space.package_at(number))
        said = dict(zip(names, noes[:, number].tolist(), strict=True))
        assert {a for a in asked if said[a]} == {a for a in asked if not plain.says_yes(a, terms)}
        floors = {a: case.preferences_of(a).reservation[-1].range.likely for a in asked}
        assert gain[number] == pytest.approx(min(float(plain.utility(a, terms)) - floors[a] for a in asked))


@given(case=small_cases())
def test_closer_means_fewer_noes_and_nothing_infeasible_is_close(case: Case) -> None:
    space, plain = OutcomeSpace(case), Plain(case)
    _, noes, _ = refusing(space, space.rows(range(space.packages)))
    for number, found in enumerate(closeness(space)):
        terms = space.terms(space.package_at(number))
        if any(plain.holds(c.never, terms) for c in case.constraints):
            assert found == -np.inf
        else:
            assert np.floor(found) == -noes[:, number].sum()


def test_equal_scores_are_ordered_by_utilities_and_then_by_ids() -> None:
    space = OutcomeSpace(example("panama-canal-1974"))
    rows = space.rows(range(space.packages))
    order = in_order(space, rows, np.zeros(len(rows)))
    best = best_of(space, np.zeros(len(rows)), np.arange(len(rows)))
    assert best is not None
    assert best.tolist() == rows[order[0]].tolist()
    assert best_of(space, np.zeros(len(rows)), np.arange(0)) is None


def test_the_best_and_the_worst_hold_no_infeasible_combination() -> None:
    case = example("panama-canal-1974")
    first = case.table[0]
    barred = tuple(option.id for option in first.options[1:])
    space = OutcomeSpace(case.with_(constraints=(Constraint(id="k", never=((first.id, barred),)),)))
    numbers = np.arange(space.packages)
    for score in (np.zeros(space.packages), np.where(numbers < space.packages // 2, -np.inf, 0.0)):
        for found in (best_of(space, score, numbers), worst_of(space, score, numbers)):
            assert found is not None
            assert found[0] == 0
    excluded = numbers[space.rows(numbers)[:, 0] > 0]
    assert best_of(space, np.zeros(space.packages), excluded) is None
    assert worst_of(space, np.zeros(space.packages), excluded) is None
