"""A case written as a workbook and read again is the same case, digit by digit and sign by sign."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from detente.case.change import with_scenario
from detente.case.library import example, examples
from detente.case.workbook.reader import workbook_as_read
from detente.case.workbook.writer import workbook_bytes
from full_cases import full_case

SCENARIOS = [(name, scenario.id) for name in examples() for scenario in example(name).scenarios]


def again(case):
    return workbook_as_read(workbook_bytes(case), where="case.xlsx").case


@pytest.mark.parametrize("name", examples())
def test_a_bundled_case_is_read_as_the_same_case(name):
    case = example(name)
    assert again(case) == case
    assert again(case).digest() == case.digest()


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS)
def test_a_case_with_a_scenario_in_force_is_read_as_the_same_case(name, scenario):
    case = with_scenario(example(name), scenario)
    assert again(case) == case
    assert again(case).digest() == case.digest()


@given(strategies.cases())
def test_a_random_case_is_read_as_the_same_case(case):
    found = again(case)
    assert found == case
    assert found.digest() == case.digest()
