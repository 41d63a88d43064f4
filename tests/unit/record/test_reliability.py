"""Reliability: matching against brute force, symmetry, and shares of small codings worked out by hand."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.matching import matched
from detente.record.record import Record
from detente.record.reliability import against_gold, reliability
from small_records import record_of, said


def coded(id_, start, end, holder="north", act="claims", issue="canal", **fields):
    text = "x" * (end - start)
    return said(id_, "2001-02-03", holder, act, issue, text, report="daily", start=start, **fields)


FIRST = record_of(
    coded("a1", 0, 100), coded("a2", 200, 300, act="demands"), coded("a3", 400, 500, holder="south")
)
SECOND = record_of(
    coded("b1", 10, 110), coded("b2", 200, 260), coded("b3", 700, 800), coded("b4", 400, 500, holder="south")
)


def test_spans_that_share_half_of_each_are_matched() -> None:
    found = reliability(FIRST, SECOND)
    assert found.pairs == (("a1", "b1"), ("a2", "b2"), ("a3", "b4"))
    assert found.overlap_f1 == pytest.approx(6 / 7)
    assert found.unitizing is not None


def test_a_span_that_shares_less_than_half_of_the_other_is_not() -> None:
    assert matched([coded("a", 0, 100)], [coded("b", 0, 49)]) == ()
    assert len(matched([coded("a", 0, 100)], [coded("b", 0, 50)])) == 1


def test_alpha_of_a_field_is_that_of_the_matched_pairs() -> None:
    fields = {field.field: field for field in reliability(FIRST, SECOND).fields}
    assert (fields["act"].both, fields["act"].alike) == (3, 2)
    assert fields["act"].alpha == 0.0
    assert fields["act"].apart == (("demands", "claims", 1),)
    assert fields["holder"].alpha == 1.0
    assert fields["issue"].alpha is None
    assert fields["stance"].both == 0


def test_against_gold_every_row_has_its_own_matching() -> None:
    rows = {row.name: row for row in against_gold(SECOND, FIRST).rows}
    assert (rows["spans"].right, rows["spans"].precision, rows["spans"].recall) == (3, 0.75, 1.0)
    assert rows["with act"].right == 2
    assert rows["with holder, act and issue"].f1 == pytest.approx(4 / 7)
    assert against_gold(SECOND, FIRST).spurious == ("b3",)
    assert against_gold(FIRST, SECOND).missed == ("b3",)


def test_unnamed_holders_of_one_side_count_as_the_same() -> None:
    gold = record_of(coded("a", 0, 9, holder="us.officials.anon", identified="anonymous"))
    found = record_of(coded("b", 0, 9, holder="us.diplomat.anon", identified="anonymous"))
    other = record_of(coded("b", 0, 9, holder="south.anon", identified="anonymous"))
    assert against_gold(found, gold).rows[1].right == 1
    assert against_gold(other, gold).rows[1].right == 0


def test_only_documents_of_both_count() -> None:
    elsewhere = said("z", "2001-02-03", "north", "claims", report="elsewhere")
    found = reliability(record_of(*FIRST.statements, elsewhere), SECOND)
    assert (found.documents, found.a) == (1, 3)


def test_a_coder_agrees_with_itself() -> None:
    found = reliability(FIRST, FIRST)
    assert (found.overlap_f1, found.unitizing) == (1.0, 1.0)
    assert all(field.alike == field.both for field in found.fields)


def test_empty_records_have_nothing_to_say() -> None:
    found = reliability(Record(), Record())
    assert (found.matched, found.overlap_f1, found.unitizing) == (0, 0.0, None)
    assert against_gold(Record(), FIRST).rows[0].recall == 0.0


places = st.lists(st.tuples(st.integers(0, 12), st.integers(2, 6)), max_size=4)


def codings(prefix, drawn):
    return [coded(f"{prefix}{n}", start, start + size) for n, (start, size) in enumerate(drawn)]


def fits(s, t):
    both = min(s.span.end, t.span.end) - max(s.span.start, t.span.start)
    return all(Fraction(both, one.span.end - one.span.start) >= Fraction(1, 2) for one in (s, t))


def most(ours, theirs):
    """The size of the largest matching, by trying all."""
    short, long = sorted([ours, theirs], key=len)
    return max(
        (
            sum(fits(s, t) for s, t in zip(short, order, strict=True))
            for order in permutations(long, len(short))
        ),
        default=0,
    )


@given(places, places)
def test_as_many_are_matched_as_can_be(left, right) -> None:
    ours, theirs = codings("a", left), codings("b", right)
    pairs = matched(ours, theirs)
    assert len(pairs) == most(ours, theirs)
    assert len({s.id for s, _ in pairs}) == len({t.id for _, t in pairs}) == len(pairs)
    assert all(fits(s, t) for s, t in pairs)


@given(places, places)
def test_swapping_the_coders_swaps_the_pairs(left, right) -> None:
    ours, theirs = record_of(*codings("a", left)), record_of(*codings("b", right))
    one, other = reliability(ours, theirs), reliability(theirs, ours)
    assert sorted(one.pairs) == sorted((a, b) for b, a in other.pairs)
    assert (one.unitizing, one.overlap_f1) == (other.unitizing, other.overlap_f1)
    assert [f.alpha for f in one.fields] == [f.alpha for f in other.fields]
