"""A case as of a day: no hindsight, nothing new, nothing that refers to what was dropped."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.odds import odds
from detente.analysis.space import OutcomeSpace
from detente.analysis.zone import zone
from detente.case.as_of import as_of
from detente.case.library import example
from detente.case.validate import findings

GAZA, RIVERS = example("gaza-2024"), example("two-rivers")
SECTIONS = (
    "reports",
    "statements",
    "stances",
    "issues",
    "proposals",
    "contradictions",
    "events",
    "figures",
    "precedents",
    "deadlines",
    "mandates",
    "consents",
    "influences",
    "constraints",
    "levers",
    "scenarios",
)
CASES = st.sampled_from([GAZA, RIVERS])
FIRST = {"gaza-2024": date(2024, 3, 25), "two-rivers": date(2031, 3, 2)}
LATER = st.integers(0, 200)


def ids(case, section):
    return {value.id for value in getattr(case, section)}


def options(case):
    return {(issue.id, option.id) for issue in case.issues for option in issue.options}


def days(case, offset):
    return FIRST[case.id] + timedelta(days=offset)


@given(CASES, LATER, LATER)
def test_an_earlier_day_keeps_a_subset(case, one, two):
    early, late = (as_of(case, days(case, offset)) for offset in sorted((one, two)))
    for section in SECTIONS:
        assert ids(early, section) <= ids(late, section) <= ids(case, section)
    assert options(early) <= options(late) <= options(case)


@given(CASES, LATER, LATER)
def test_the_earlier_of_two_days_decides(case, one, two):
    twice = as_of(as_of(case, days(case, one)), days(case, two))
    assert twice == as_of(case, days(case, min(one, two)))


@given(CASES, LATER)
def test_the_case_as_of_a_day_is_valid(case, offset):
    assert findings(as_of(case, days(case, offset))) == ()


@given(CASES, LATER)
def test_nothing_is_of_a_later_day(case, offset):
    day = days(case, offset)
    found = as_of(case, day)
    dated = [value for section in SECTIONS for value in getattr(found, section)]
    dated += [response for proposal in found.proposals for response in proposal.responses]
    assert all((getattr(value, "known", None) or day) <= day for value in dated)
    assert all(
        dated.since is None or dated.since <= day for p in found.preferences for dated in p.reservation
    )


@given(CASES, LATER)
def test_no_number_rests_on_evidence_of_a_later_day(case, offset):
    found = as_of(case, days(case, offset))
    sections = ("reports", "statements", "stances", "proposals", "events", "contradictions", "figures")
    there = set().union(*(ids(found, section) for section in sections))
    assert all(set(number.evidence) <= there for _, number in found.numbers())


def test_a_day_after_everything_changes_nothing():
    assert as_of(GAZA, date(2030, 1, 1)) == GAZA
    assert as_of(RIVERS, date(2040, 1, 1)) == RIVERS


def test_a_day_before_everything_leaves_no_issue_and_no_preferences():
    found = as_of(GAZA, date(2024, 1, 1))
    assert (found.issues, found.stances, found.preferences) == ((), (), ())


def test_an_option_first_published_later_is_not_there():
    found = as_of(GAZA, date(2024, 6, 3))
    assert [option.id for option in found.issue("withdrawal").options] == ["populated-areas"]


def test_a_reservation_that_changed_later_is_the_earlier_one():
    early = as_of(RIVERS, date(2031, 5, 1)).preferences_of("delta-president")
    assert [dated.since for dated in early.reservation] == [None]


def test_an_exit_threat_is_there_from_the_day_it_was_reported():
    assert [bool(as_of(GAZA, date(2024, 6, day)).exit_threats) for day in (2, 3)] == [False, True]


def test_estimates_are_made_again_from_what_was_known():
    early = as_of(GAZA, date(2024, 6, 4)).preferences_of("hamas-leader-gaza")
    assert dict(dict(early.scores)["withdrawal"])["full-before-pause"].likely == 1
    assert not any(line.id.startswith("six-weeks-end") for line in early.red_lines)


def test_judged_weights_of_the_issues_that_were_known_sum_to_one():
    found = as_of(RIVERS, date(2031, 3, 10))
    assert "port" not in {issue.id for issue in found.table}
    for wants in found.preferences:
        if wants.weights:
            assert sum(weight.likely for _, weight in wants.weights) == pytest.approx(1)


def test_a_lever_whose_path_is_gone_goes_with_it():
    assert "screening-put-off" not in ids(as_of(GAZA, date(2024, 7, 4)), "levers")


def test_the_deadlock_of_june_loosens_once_the_framework_is_known():
    june, july = (OutcomeSpace(as_of(GAZA, date(2024, month, 4))) for month in (6, 7))
    assert zone(june).count == zone(july).count == 0
    shares = [odds(space, draws=512).any.share for space in (june, july)]
    assert shares[0] < 0.1 < shares[1]
