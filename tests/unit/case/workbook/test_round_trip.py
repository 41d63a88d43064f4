"""A case written as a workbook and read again is the same case, digit by digit and sign by sign."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from detente.case.change import with_scenario
from detente.case.library import example, examples
from detente.case.readers.rule_pieces import read_rule
from detente.case.validate import problems
from detente.case.workbook.reader import workbook_as_read
from detente.case.workbook.rule_text import rule_form, spelled_rule
from detente.case.workbook.spelling import (
    harmless,
    literals_in,
    note_in,
    spelled_literals,
    spelled_note,
    spelled_texts,
    texts_in,
    unharmed,
)
from detente.case.workbook.wording import in_sheets
from detente.case.workbook.writer import workbook_bytes
from detente.errors import CaseError
from full_cases import full_case

SCENARIOS = [(name, scenario.id) for name in examples() for scenario in example(name).scenarios]


def again(case):
    return workbook_as_read(workbook_bytes(case), where="case.xlsx").case


@pytest.mark.parametrize("name", examples())
def test_a_bundled_case_is_read_as_the_same_case(name):
    case = example(name)
    found = again(case)
    assert found == case
    assert found.digest() == case.digest()


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS)
def test_a_case_with_a_scenario_in_force_is_read_as_the_same_case(name, scenario):
    case = with_scenario(example(name), scenario)
    found = again(case)
    assert found == case
    assert found.digest() == case.digest()


@given(strategies.cases())
def test_a_random_case_is_read_as_the_same_case(case):
    found = again(case)
    assert found == case
    assert found.digest() == case.digest()


def test_a_case_with_faults_has_the_same_faults_as_a_workbook():
    """What is wrong is told by cells instead of paths, and nothing is told more or less."""
    for seed in range(8):
        case = full_case(seed, uncertain=seed % 2 == 0)
        faults = Counter(in_sheets(problem.what) for problem in problems(case))
        assert faults
        with pytest.raises(CaseError) as caught:
            again(case)
        assert Counter(problem.what for problem in caught.value.problems) == faults
        assert all("!" in problem.path for problem in caught.value.problems)


@given(st.lists(strategies.texts))
def test_lists_of_texts_lose_nothing(texts):
    assert texts_in(spelled_texts(texts)) == tuple(texts)


@given(st.text(st.sampled_from("'=+-@\t\rx_05FE\uffff\ufffe\\")))
def test_a_text_that_is_made_harmless_is_found_again(text):
    assert unharmed(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert note_in(spelled_note(text)) == text


@given(st.data())
def test_rules_and_options_lose_nothing(data):
    rule = data.draw(strategies.rules(data.draw(strategies.distinct_ids(1, 5))))
    assert read_rule(rule_form(spelled_rule(rule)), []) == rule
    pairs = st.tuples(strategies.ids, strategies.distinct_ids(1, 3).map(tuple))
    options = tuple(data.draw(st.lists(pairs, unique_by=lambda pair: pair[0])))
    assert literals_in(spelled_literals(options)) == options
