"""Validation of plain values: what a file cannot say wrongly, gaps, and whether any package is left."""

import datetime as dt
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import Range
from detente.case.procedure import Approval, AtLeast, Quota, Reading, Says
from detente.case.readers import read_case
from detente.case.validate import gaps, problems
from detente.case.validation.packages import some_package
from detente.sources.when import When

BASE = read_case(Path(__file__).parent / "bad_input" / "base.yaml")


def told(case):
    return [f"{problem.path}: {problem.what}" for problem in problems(case)]


@given(strategies.cases())
def test_a_generated_case_is_well_formed(case):
    assert problems(case) == ()


def test_every_problem_of_values_has_a_path_and_a_hint():
    broken = BASE.with_(
        issues=BASE.issues[:1],
        parties=(replace(BASE.parties[0], principal="nobody", name=""), BASE.parties[1]),
        as_of=dt.date(1900, 1, 1),
    )
    found = problems(broken)
    assert len(found) > 8
    assert all(problem.path and problem.what and problem.hint for problem in found)
    assert all(not problem.file and not problem.line for problem in found)


def test_paths_are_spelled_as_on_the_format_page():
    rule = AtLeast(k=2, rules=(Says(actor="mayor"), Quota(seats=(("council", 1),), need=2)))
    readings = (Reading(id="one", rule=rule, base=True),)
    party = replace(BASE.parties[0], approval=Approval(readings=readings))
    assert told(BASE.with_(parties=(party, BASE.parties[1]))) == [
        "parties[0].approval.readings[0].rule.all[1].quota: a quota of 2 cannot be met: there are 1 seats"
    ]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_not_finite_are_found_in_values_too(number):
    threat = replace(BASE.exit_threats[0], principal_effect=Range.of(number, assumption="x"))
    (found,) = told(BASE.with_(exit_threats=(threat,)))
    assert found == f"exit_threats[0].principal_effect: {number} is not a finite number"


def test_a_case_of_nothing_says_what_it_needs():
    assert told(Case(id="x", title="")) == [
        "title: the case has no title",
        "parties: the case has no party",
        "issues: the case has no issue on the table",
    ]


def test_an_issue_without_options_is_found():
    case = BASE.with_(issues=(*BASE.issues, Issue(id="boat", name="Boats", options=(), on_table=False)))
    assert told(case) == ["issues[2].options: the issue has no option"]


def test_a_party_without_any_reading_is_found():
    isle = Party(id="isle", name="Isle", principal="isle", approval=Approval(readings=()))
    assert "parties[1].approval.readings: there is no reading of the rule" in told(
        BASE.with_(parties=(BASE.parties[0], isle))
    )


def test_something_known_no_later_than_its_bounding_day_may_be_known_before():
    event = replace(BASE.events[0], date=When.parse("by 2031-07-01"))
    assert problems(BASE.with_(events=(event,))) == ()


def test_an_invented_case_needs_no_basis_for_its_numbers():
    bare = replace(BASE.influences[0], adds=Range.of(0.1))
    assert problems(BASE.with_(influences=(bare,), invented=True)) == ()
    assert problems(BASE.with_(influences=(bare,))) != ()


def test_a_scenario_about_preferences_that_are_left_out_is_a_gap_not_a_problem():
    case = BASE.with_(preferences=BASE.preferences[:1])
    assert problems(case) == ()
    assert [gap.path for gap in gaps(case)] == ["preferences.council", "preferences.mayor"]


def test_a_consent_by_preferences_that_are_not_there_is_a_gap():
    consent = replace(BASE.consents[0], gives=None)
    assert [gap.path for gap in gaps(BASE.with_(consents=(consent,)))] == [
        "preferences.council",
        "preferences.envoy",
    ]


def test_a_red_line_that_may_be_a_bluff_contradicts_nothing():
    mayor = BASE.preferences_of("mayor")
    (line,) = mayor.red_lines
    firm = replace(line, never=(("port", ("closed", "shared", "leased")),), unless=())
    bluff = replace(firm, holds=Range(low=0.9, likely=1.0, high=1.0, assumption="x"))
    isle = BASE.preferences_of("isle")
    assert problems(BASE.with_(preferences=(isle, replace(mayor, red_lines=(bluff,))))) == ()
    sure = replace(firm, holds=Range.of(1.0, assumption="x"))
    assert told(BASE.with_(preferences=(isle, replace(mayor, red_lines=(sure,))))) == [
        "preferences.mayor.red_lines: 'open' refuses all"
    ]


SPACE = {"a": ("x", "y", "z"), "b": ("x", "y"), "c": ("x",)}
literals = st.dictionaries(
    st.sampled_from("abcd"), st.lists(st.sampled_from("xyz"), min_size=1, unique=True), min_size=1, max_size=3
).map(lambda found: tuple((issue, tuple(names)) for issue, names in found.items()))


@given(st.lists(st.tuples(literals, st.just(()) | literals), max_size=6))
def test_a_package_is_found_exactly_when_there_is_one(clauses):
    def shows(package, options):
        return all(package.get(issue) in names for issue, names in options)

    packages = [dict(zip(SPACE, names, strict=True)) for names in product(*SPACE.values())]
    expected = any(
        not any(
            shows(package, never) and not (unless and shows(package, unless)) for never, unless in clauses
        )
        for package in packages
    )
    assert some_package(SPACE, clauses) == expected


def test_the_search_for_a_package_stays_short_on_many_issues():
    space = {f"i{number}": ("x", "y") for number in range(40)}
    clauses = [(((f"i{n}", ("x",)), (f"i{n + 1}", ("y",))), ()) for n in range(39)]
    assert some_package(space, clauses)


def test_the_number_of_packages_is_not_limited():
    options = tuple(Option(id=str(n), name=str(n)) for n in range(10))
    issues = tuple(Issue(id=f"i{n}", name=f"I{n}", options=options) for n in range(20))
    isle = Party(
        id="isle",
        name="Isle",
        principal="isle",
        approval=Approval(readings=(Reading(id="only", rule=Says(actor="isle"), base=True),)),
    )
    assert problems(Case(id="x", title="X", parties=(isle,), issues=issues)) == ()


def test_an_option_whose_path_could_mean_two_issues_is_found():
    options = (Option(id="c", name="C"), Option(id="b.c", name="BC"))
    issues = (Issue(id="a", name="A", options=options), Issue(id="a.b", name="AB", options=options))
    found = told(BASE.with_(issues=(*BASE.issues, *issues)))
    place = f"issues[{len(BASE.issues) + 1}].options[0].id"
    assert f"{place}: 'a.b.c' would be an option of 'a' as well as of 'a.b'" in found
