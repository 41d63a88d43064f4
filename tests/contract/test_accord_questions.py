"""What every question about an accord owes: basis, assumptions, plain data, one line, the same twice."""

import json

import pytest

from detente.accord.check import check
from detente.accord.plays.story import replay, say_witness
from detente.accord.results import Finding, Verdict
from detente.accord.space import AccordSpace
from small_accords import three

ASKED = {
    "collapse": {"coalition": "a"},
    "entrap": {"coalition": "a"},
    "exposure": {},
    "outlook": {},
    "phases": {},
    "powers": {},
    "reaches": {"coalition": ("a", "m")},
    "stall": {"coalition": "b"},
    "walk-away": {"coalition": "a"},
    "well-formed": {},
    "<<a>> F (collapse and not breach(a))": {},
}


@pytest.fixture(scope="module")
def space():
    return AccordSpace(three(2, 6), wording="mediator-open")


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_says_on_what_it_rests(space, question):
    found = check(space, question, **ASKED[question])
    assert isinstance(found, Finding)
    assert found.basis.wording == "mediator-open"
    assert found.basis.digest == space.accord.digest
    assert found.basis.situations > 0
    assert any("in this order" in line for line in found.assumes)


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_is_one_line_and_plain_data(space, question):
    found = check(space, question, **ASKED[question])
    assert str(found)
    assert "\n" not in str(found)
    assert json.loads(json.dumps(found.as_dict()))["result"] == type(found).__name__


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_is_the_same_when_asked_again(space, question):
    again = AccordSpace(three(2, 6), wording="mediator-open")
    assert check(space, question, **ASKED[question]) == check(again, question, **ASKED[question])


@pytest.mark.parametrize("question", [name for name in ASKED if ASKED[name] or name.startswith("<<")])
def test_a_verdict_has_a_play_that_replays_and_can_be_told(space, question):
    verdict = check(space, question, **ASKED[question])
    assert isinstance(verdict, Verdict)
    assert len(verdict.orders) == len(space.orders)
    replay(space.rules, verdict.witness)
    assert say_witness(verdict.witness, space.accord)
