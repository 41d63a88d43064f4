"""Adjusted Winner against its published properties and against a search over all divisions."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from detente.kernels.division import adjusted_winner_shares, balanced_groups

POINTS = st.integers(0, 60)
TABLES = (
    st.lists(st.tuples(POINTS, POINTS), min_size=1, max_size=7)
    .filter(lambda rows: sum(a for a, _ in rows) > 0 and sum(b for _, b in rows) > 0)
    .map(lambda rows: ([Fraction(a) for a, _ in rows], [Fraction(b) for _, b in rows]))
)


def totals(first, second, shares):
    ours = sum((s * a for s, a in zip(shares, first, strict=True)), Fraction(0)) / sum(first)
    theirs = sum(((1 - s) * b for s, b in zip(shares, second, strict=True)), Fraction(0)) / sum(second)
    return ours, theirs


def divide(table):
    return adjusted_winner_shares(*table, range(len(table[0])))


@given(TABLES)
def test_both_reach_the_same_share_of_their_points(table) -> None:
    ours, theirs = totals(*table, divide(table))
    assert ours == theirs


@given(TABLES)
def test_nobody_envies_the_other(table) -> None:
    assert min(totals(*table, divide(table))) >= Fraction(1, 2)


@given(TABLES)
def test_at_most_one_issue_is_split(table) -> None:
    assert sum(0 < share < 1 for share in divide(table)) <= 1


@given(TABLES)
def test_no_whole_division_is_better_for_both(table) -> None:
    ours, theirs = totals(*table, divide(table))
    for other in product((Fraction(0), Fraction(1)), repeat=len(table[0])):
        mine, yours = totals(*table, other)
        assert not (mine >= ours and yours >= theirs and (mine, yours) != (ours, theirs))


@given(TABLES)
def test_each_keeps_the_issues_that_matter_relatively_more_to_it(table) -> None:
    first, second = table
    shares = divide(table)
    kept = [a / (a + b) for s, a, b in zip(shares, first, second, strict=True) if s > 0 and a + b > 0]
    given_up = [a / (a + b) for s, a, b in zip(shares, first, second, strict=True) if s < 1 and a + b > 0]
    assert not kept or not given_up or min(kept) >= max(given_up)


@given(TABLES, st.randoms(use_true_random=False))
def test_the_totals_do_not_depend_on_the_order_of_ties(table, random) -> None:
    order = list(range(len(table[0])))
    random.shuffle(order)
    again = adjusted_winner_shares(*table, order)
    assert totals(*table, again) == totals(*table, divide(table))


@given(TABLES)
def test_the_parties_can_change_places(table) -> None:
    first, second = table
    swapped = totals(second, first, adjusted_winner_shares(second, first, range(len(first))))
    assert swapped == totals(first, second, divide(table))


def test_issues_with_one_ratio_form_a_group_and_worthless_ones_come_last() -> None:
    first, second = map(
        list, ([Fraction(0), Fraction(2), Fraction(1)], [Fraction(0), Fraction(4), Fraction(2)])
    )
    assert balanced_groups(first, second) == [[1, 2], [0]]
