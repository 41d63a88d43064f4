"""Contradictions: known pairs of small records, what must never pair, order, and the pairs found by hand."""

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from detente.errors import UnknownName
from detente.record.contradictions import contradictions
from detente.record.imported import read_codings
from detente.record.record import Record
from detente.record.selecting import Filter
from detente.record.statement import Decision
from record_strategies import records
from small_records import record_of, said

NEAR = said("near", "2001-02-03", "north", "claims", "prospects", "There was a breakthrough in the talks.")
FAR = said("far", "2001-02-03", "south", "claims", "prospects", "There was no progress in the talks.")
TAKES = said("takes", "2001-02-03", "north", "accepts", "canal")
SPURNS = said("spurns", "2001-02-03", "south", "rejects", "canal")
SAYS = said("says", "2001-02-03", "north.envoy", "claims", "letter", "The letter came on Monday.")
DENIES = said("denies", "2001-02-03", "south.office", "denies", "letter", "No such letter came.")
COUNTS = said(
    "counts", "2001-02-03", "north", "figure", "ships", "There are 40 ships.", value=40, unit="ships"
)
RECOUNTS = said("recounts", "2001-02-03", "south", "figure", "ships", "No, 31 ships.", value=31, unit="ships")
FOR = said("for", "2001-02-03", "north", "claims", "tolls", option="waived", stance="for")
AGAINST = said("against", "2001-02-03", "south", "claims", "tolls", option="waived", stance="against")
SIX = said("six", "2001-02-03", "north", "reports", "truce", plan="plan", value=6, unit="weeks")
EIGHT = said("eight", "2001-02-05", "south", "reports", "truce", plan="plan", value=8, unit="weeks")

KINDS = [
    ("accounts of a plan", SIX, EIGHT),
    ("claim and denial", SAYS, DENIES),
    ("opposed acts", TAKES, SPURNS),
    ("opposed prospects", NEAR, FAR),
    ("opposed stances", FOR, AGAINST),
    ("opposed values", COUNTS, RECOUNTS),
]


def ids(found):
    return [(pair.a.statement, pair.b.statement) for pair in found.pairs]


@pytest.mark.parametrize(("kind", "a", "b"), KINDS, ids=[kind for kind, *_ in KINDS])
def test_each_kind_is_found_and_named(kind, a, b) -> None:
    (pair,) = contradictions(record_of(a, b)).pairs
    assert pair.kind == kind
    assert {pair.a.statement, pair.b.statement} == {a.id, b.id}
    assert 0 < pair.confidence < 1
    assert pair.why
    assert pair.a.text
    assert pair.b.text


def test_the_order_of_the_statements_does_not_matter() -> None:
    told = {
        str(contradictions(record_of(*order)).as_dict()) for order in permutations([NEAR, FAR, TAKES, SPURNS])
    }
    assert len(told) == 1


def test_a_statement_repeated_in_a_copy_contradicts_no_more() -> None:
    copy = said("copy", "2001-02-03", "north", "accepts", "canal", TAKES.says, report="copied")
    assert len(contradictions(record_of(TAKES, SPURNS, copy)).pairs) == 1


def test_a_statement_does_not_contradict_itself() -> None:
    both = said("both", "2001-02-03", "north", "claims", "canal", "A breakthrough, then a deadlock.")
    assert contradictions(record_of(both, both.with_(id="again"))).pairs == ()


def test_other_issues_do_not_oppose_each_other() -> None:
    other = said("other", "2001-02-03", "south", "rejects", "customs")
    assert contradictions(record_of(TAKES, other)).pairs == ()


def test_other_units_are_not_compared() -> None:
    tons = said("tons", "2001-02-03", "south", "figure", "ships", value=31, unit="tons")
    assert contradictions(record_of(COUNTS, tons)).pairs == ()


def test_the_same_value_is_no_contradiction() -> None:
    same = said("same", "2001-02-03", "south", "figure", "ships", value=40, unit="ships")
    assert contradictions(record_of(COUNTS, same)).pairs == ()


def test_a_count_that_changed_within_a_month_is_a_move() -> None:
    later = said("later", "2001-03-03", "south", "figure", "ships", value=31, unit="ships")
    assert contradictions(record_of(COUNTS, later)).pairs == ()


def test_refused_statements_do_not_count() -> None:
    no = SPURNS.with_(decision=Decision(verdict="refused", by="a", at="2001-02-04"))
    assert contradictions(record_of(TAKES, no)).pairs == ()


def test_what_is_nearer_in_time_counts_more() -> None:
    late = said("late", "2001-03-20", "south", "rejects", "canal", SPURNS.says)
    soon = contradictions(record_of(TAKES, SPURNS)).pairs[0]
    far = contradictions(record_of(TAKES, late)).pairs[0]
    assert soon.confidence > far.confidence
    assert (soon.days, far.days) == (0, 45)


def test_other_sides_count_more_than_one_side() -> None:
    kin = said("kin", "2001-02-03", "north.far", "rejects", "canal", SPURNS.says)
    between = contradictions(record_of(TAKES, SPURNS)).pairs[0]
    within = contradictions(record_of(TAKES, kin)).pairs[0]
    assert between.confidence > within.confidence


def test_who_refuses_an_end_of_fighting_speaks_against_who_asks_for_it() -> None:
    asks = said("asks", "2001-02-03", "north", "demands", "war", "It wants a permanent cease-fire.")
    no = said("no", "2001-02-03", "south", "rejects", "war", "A permanent cease-fire is a nonstarter.")
    (pair,) = contradictions(record_of(asks, no)).pairs
    assert "permanent cease-fire" in pair.why[0]


def test_what_is_undated_can_still_be_a_contradiction() -> None:
    undated = said("undated", "unknown", "south", "rejects", "canal", report="undated")
    (pair,) = contradictions(record_of(TAKES, undated)).pairs
    assert pair.days is None


def test_a_limit_keeps_the_first_and_counts_all() -> None:
    found = contradictions(record_of(NEAR, FAR, TAKES, SPURNS), limit=1)
    assert (len(found.pairs), found.found) == (1, 2)
    assert [pair.rank for pair in found.pairs] == [1]


def test_a_filter_keeps_pairs_of_which_one_fits() -> None:
    whole = record_of(NEAR, FAR, TAKES, SPURNS)
    assert set(ids(contradictions(whole, only=Filter(issue="canal")))[0]) == {"takes", "spurns"}
    with pytest.raises(UnknownName, match="cannal"):
        contradictions(whole, only=Filter(issue="cannal"))


def test_a_large_axis_stays_within_its_budget() -> None:
    many = [
        said(f"s{n}", "2001-02-03", "north" if n % 2 else "south", "accepts" if n % 2 else "rejects", "canal")
        for n in range(900)
    ]
    assert contradictions(record_of(*many), limit=5).found < 900 * 900 / 8


@given(records(), st.randoms(use_true_random=False))
def test_no_record_breaks_it_and_order_never_matters(record, random) -> None:
    mixed = list(record.statements)
    random.shuffle(mixed)
    found = contradictions(record)
    assert found.as_dict() == contradictions(record.of(mixed)).as_dict()
    assert all(pair.a.statement != pair.b.statement for pair in found.pairs)
    assert str(found)


def test_an_empty_record_gives_none() -> None:
    assert contradictions(Record()).found == 0


def test_pairs_found_by_hand_are_among_the_first_forty(shared) -> None:
    path = shared / "reports" / "gold.yaml"
    record = read_codings(path)
    first = [frozenset(pair) for pair in ids(contradictions(record, limit=40))]
    told = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))["contradictions"]
    hits = [frozenset((one["a"], one["b"])) in first for one in told]
    assert len(hits) >= 4
    assert sum(hits) >= 0.75 * len(hits)


def test_dates_in_results_are_plain_in_json() -> None:
    told = contradictions(record_of(TAKES, SPURNS)).as_dict()["pairs"][0]["a"]
    assert (told["date"], told["known"]) == ("2001-02-03", "2001-02-03")
    assert dt.date.fromisoformat(told["known"])
