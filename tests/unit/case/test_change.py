"""Changes: each path changes what it names and nothing else; every fault of every change comes at once."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from detente.case.change import apply, parse_change, reading_choices, with_scenario
from detente.case.model import Change
from detente.case.preferences import Range, reservation_at
from detente.case.readers import read_case
from detente.errors import CaseError, UnknownName

BASE = read_case(Path(__file__).parent / "bad_input" / "base.yaml")


def changed(path, value, case=BASE, source="why"):
    return apply(case, [Change(path=path, value=value, source=source)])


def number(case, path):
    return dict(case.numbers())[path]


@pytest.mark.parametrize(
    "path",
    [
        "preferences.mayor.weights.port",
        "preferences.mayor.scores.fee.30",
        "preferences.mayor.red_lines.open.holds",
        "preferences.mayor.interactions.both-good.adds",
        "exit_threats.council.credibility",
        "exit_threats.council.principal_effect",
        "consents.envoy-port.gives",
        "influences.loan.adds",
    ],
)
def test_a_number_is_replaced_and_rests_on_the_source_of_the_change(path):
    case = changed(path, (0.1, 0.25, 0.5))
    assert number(case, path) == Range(low=0.1, likely=0.25, high=0.5, assumption="why")
    others = {name: value for name, value in case.numbers() if name != path}
    assert others == {name: value for name, value in BASE.numbers() if name != path}


def test_a_range_keeps_the_basis_that_it_names():
    held = Range.of(0.3, evidence=("s1",), driver="resolve")
    assert number(changed("influences.loan.adds", held), "influences.loan.adds") == held


def test_a_number_keeps_the_driver_of_the_one_that_it_replaces():
    tied = changed("influences.loan.adds", Range.of(0.3, assumption="x", driver="resolve"))
    assert number(changed("influences.loan.adds", 0.2, tied), "influences.loan.adds").driver == "resolve"


@pytest.mark.parametrize(("day", "position"), [(dt.date(2031, 5, 1), 0), (dt.date(2031, 6, 1), 1), (None, 1)])
def test_the_reservation_in_force_on_the_day_of_the_case_is_replaced(day, position):
    case = changed("preferences.mayor.reservation", 0.9, BASE.with_(as_of=day))
    held = case.preferences_of("mayor").reservation
    assert [dated.range.likely == 0.9 for dated in held] == [n == position for n in range(2)]
    assert held[1].since == dt.date(2031, 6, 1)


def test_a_reservation_is_made_where_none_is_in_force():
    case = changed("preferences.isle.reservation", 0.2)
    assert reservation_at(case.preferences_of("isle"), None).range.likely == 0.2


def test_an_influence_is_switched_on():
    assert changed("influences.loan.in_force", True).influences[0].in_force


def test_an_option_is_taken_off_the_table():
    options = changed("issues.port.options.leased.available", False).issue("port").options
    assert [option.available for option in options] == [True, True, False]


def test_another_reading_becomes_the_base():
    case = changed("approval.coast", "quota")
    assert case.party("coast").approval.base.id == "quota"
    assert [reading.base for reading in case.party("coast").approval.readings] == [False, True]


def test_another_mandate_becomes_the_base():
    (wide,) = BASE.mandates
    both = BASE.with_(mandates=(wide, replace_id(wide, "narrow")))
    assert [mandate.base for mandate in changed("mandates.coast", "narrow", both).mandates] == [False, True]


def replace_id(mandate, name):
    return type(mandate)(id=name, party=mandate.party, allows=mandate.allows)


def test_a_deal_rule_with_readings_changes_its_base():
    assert changed("deal_rule", "only").deal_rule.base.id == "only"


def test_equal_weights_of_points_can_be_changed_one_by_one():
    isle = BASE.preferences_of("isle")
    bare = type(isle)(actor="isle", measure="points", scores=isle.scores, score_order=isle.score_order)
    case = changed("preferences.isle.weights.fee", 3, BASE.with_(preferences=(bare,)))
    weights = dict(case.preferences_of("isle").weights)
    assert (weights["port"].likely, weights["fee"].likely) == (1.0, 3.0)


def test_the_later_of_two_changes_of_one_path_wins():
    case = apply(BASE, [parse_change("influences.loan.adds=0.2"), parse_change("influences.loan.adds=0.3")])
    assert number(case, "influences.loan.adds").likely == 0.3


FAULTS = [
    ("loan.adds", 1, "no path of a change starts with 'loan'", "known: approval"),
    ("influences.lone.adds", 1, "there is no influence called 'lone'", "did you mean 'loan'?"),
    (
        "influences.loan.ads",
        1,
        "there is no changeable part of an influence called 'ads'",
        "did you mean 'adds'",
    ),
    ("consents.envoy-port", 1, "the path names no number of a consent", "known: gives"),
    ("exit_threats.mayor.credibility", 1, "there is no exit threat called 'mayor'", "known: council"),
    (
        "preferences.council.reservation",
        1,
        "the preferences of 'council' are not in the case",
        "add preferences",
    ),
    (
        "preferences.nobody.reservation",
        1,
        "there is no actor with preferences called 'nobody'",
        "known: isle",
    ),
    (
        "preferences.mayor.weight.port",
        1,
        "there is no changeable part of preferences called 'weight.port'",
        "did",
    ),
    ("preferences.mayor.weights.prot", 0.5, "there is no weight called 'prot'", "did you mean 'port'?"),
    ("preferences.mayor.weights.port", 1.5, "is 1.5, it should be between 0 and 1", "write 1 or less"),
    (
        "preferences.mayor.weights.port",
        "much",
        "should be a number or [low, likely, high], not 'much'",
        "write",
    ),
    ("preferences.mayor.weights.port", True, "should be a number or [low, likely, high], not True", "write"),
    ("preferences.mayor.scores.port.sold", 1, "there is no option of port called 'sold'", "known: closed"),
    ("preferences.isle.scores.fee.10", 1, "'isle' ranks the options of 'fee', so there is no number", "give"),
    (
        "preferences.mayor.red_lines.opne.holds",
        1,
        "there is no red line called 'opne'",
        "did you mean 'open'?",
    ),
    ("preferences.mayor.red_lines.open.hold", 1, "there is no changeable part of a red line", "did you mean"),
    ("preferences.mayor.interactions.x.adds", 1, "there is no interaction called 'x'", "known: both-good"),
    ("influences.loan.in_force", "yes", "should be true or false, not 'yes'", "write true or false"),
    ("issues.port.options.sold.available", True, "there is no option of port called 'sold'", "known: closed"),
    (
        "issues.port.name",
        "Harbour",
        "of an issue, only whether an option is available can change",
        "write issues",
    ),
    ("approval.cost", "quota", "there is no party called 'cost'", "did you mean 'coast'?"),
    (
        "approval.coast",
        "quoto",
        "there is no reading of the rule of coast called 'quoto'",
        "did you mean 'quota'",
    ),
    ("mandates.isle", "wide", "there is no party with a mandate called 'isle'", "known: coast"),
    ("mandates.coast", "wider", "there is no mandate of coast called 'wider'", "did you mean 'wide'?"),
    ("deal_rule.first", "x", "the path goes on after deal_rule: 'first'", "write deal_rule alone"),
]


@pytest.mark.parametrize(("path", "value", "what", "hint"), FAULTS, ids=[f"{f[0]}={f[1]}" for f in FAULTS])
def test_a_change_that_does_not_fit_says_why(path, value, what, hint):
    with pytest.raises(CaseError) as caught:
        changed(path, value)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert problem.what.startswith(what)
    assert problem.hint.startswith(hint)


def test_every_fault_of_every_change_comes_at_once():
    with pytest.raises(CaseError) as caught:
        apply(BASE, [Change(path=path, value=value) for path, value, _, _ in FAULTS])
    assert [problem.path for problem in caught.value.problems] == [path for path, _, _, _ in FAULTS]


def test_unanimity_has_no_readings_to_choose_from():
    with pytest.raises(CaseError, match="the deal rule is unanimity, without readings"):
        changed("deal_rule", "only", BASE.with_(deal_rule=None))


def test_a_scenario_is_its_changes_and_its_name():
    case = with_scenario(BASE, "analyst")
    assert case.scenario == "analyst"
    assert case.with_(scenario="") == apply(BASE, BASE.scenarios[0].changes)


def test_no_scenario_is_the_case_itself():
    assert with_scenario(BASE, "") is BASE


def test_an_unknown_scenario_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'analyst'"):
        with_scenario(BASE, "analyts")


def test_only_disputed_rules_leave_a_choice_of_reading():
    assert reading_choices(BASE) == (("approval.coast", ("both", "quota")),)


@given(strategies.cases(), st.data())
def test_a_change_that_fits_can_be_applied_and_repeated(case, data):
    change = data.draw(strategies.changes(case))
    once = apply(case, [change])
    assert apply(once, [change]) == once


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("influences.loan.adds=0.3", 0.3),
        ("influences.loan.adds = -1e-3", -0.001),
        ("influences.loan.adds=[0.1, 0.2, 0.3]", (0.1, 0.2, 0.3)),
        ("influences.loan.adds=0.1,0.2,0.3", (0.1, 0.2, 0.3)),
        ("influences.loan.in_force=True", True),
        ("approval.coast=quota", "quota"),
        ("mandate.israel=wider", "wider"),
    ],
)
def test_a_change_is_read_from_the_command_line(text, value):
    assert parse_change(text).value == value


@pytest.mark.parametrize("text", ["", "=", "influences.loan.adds", "=3", "influences.loan.adds="])
def test_words_that_are_no_change_are_refused(text):
    with pytest.raises(CaseError, match="is not a change"):
        parse_change(text)


@pytest.mark.parametrize(
    "text", ["influences.loan.adds=much", "influences.loan.adds=1,2", "influences.loan.in_force=1"]
)
def test_a_value_that_does_not_fit_its_path_is_refused(text):
    with pytest.raises(CaseError, match="should be"):
        parse_change(text)
