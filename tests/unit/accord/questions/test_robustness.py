"""How much an answer rests on wordings, orders of play and numbers: counted and drawn."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from detente.accord.language.plan import Wording
from detente.accord.questions.outlook import outlook
from detente.accord.questions.robustness import robustness, with_numbers
from detente.accord.space import AccordSpace
from detente.case.preferences import Range
from detente.errors import AnalysisError
from exchange_accords import truce
from small_accords import three
from worth_accords import endless


def uncertain(low, likely, high):
    accord = endless(1, 10, 0.5)
    return replace(
        accord, stakes=(replace(accord.stakes[0], fights_first=Range(low=low, likely=likely, high=high)),)
    )


def test_an_ability_is_counted_over_wordings_and_orders():
    found = robustness(three(2, 3), "collapse", options={"coalition": "a"})
    held = {(s.wording, s.order[0]): s.holds for s in found.settings}
    assert len(held) == 8
    assert {wording for (wording, _), holds in held.items() if holds} == {"lapses", "either"}
    assert (found.holding, found.share) == (4, None)
    assert {(s.wording, s.order) for s in found.flips} == {
        (wording, found.settings[0].order) for wording in ("mediator-open", "mediator-closed")
    }


def test_each_other_reading_is_tried_alone():
    found = robustness(three(1, 2), "collapse", vary=("readings",), options={"coalition": "a"})
    tried = {s.readings: s.holds for s in found.settings}
    assert tried[()] is False
    assert tried[(("failure", "either"),)] is True
    assert len(tried) == 1 + 1 + 1 + 2


def test_the_share_over_draws_is_that_of_the_range():
    found = robustness(uncertain(0, 2, 4), "self-enforcing", vary=("orders",), draws=64, seed=1)
    assert found.share.share == pytest.approx(0.5, abs=0.03)
    assert found.hinges[0].path == "stakes.a.fights_first"
    assert found.basis.draws == 64


def test_a_function_of_the_space_sees_the_numbers_drawn():
    def strike_is_small(space):
        return space.accord.stakes[0].fights_first.likely < 2

    accord = uncertain(0, 2, 4)
    named = robustness(accord, "self-enforcing", vary=(), draws=32)
    own = robustness(accord, strike_is_small, vary=(), draws=32)
    assert own.share == named.share
    assert own.question == "strike is small"


def test_workers_change_nothing():
    accord = replace(uncertain(0, 2, 4), wordings=(Wording(id="base", label="as it is", readings=()),))
    alone = robustness(accord, "self-enforcing", draws=16, seed=5)
    with ThreadPoolExecutor(2) as pool:
        assert robustness(accord, "self-enforcing", draws=16, seed=5, executor=pool) == alone


def test_numbers_become_certain_in_the_accord_drawn():
    accord = truce(3, Range(low=0.1, likely=0.2, high=0.3))
    fixed = with_numbers(accord, {"hazards.incident.chance": 0.25})
    assert fixed.clause("incident").readings[0].terms.chance == Range.of(0.25)
    assert with_numbers(endless(1, 2, 0.5, held=3), {"guarantees.held.amount": 4}).clause("held").readings[
        0
    ].terms.amount == Range.of(4)


def test_what_is_no_yes_or_no_cannot_be_robust():
    with pytest.raises(AnalysisError, match="no yes or no"):
        robustness(AccordSpace(three(1, 2)), "phases", vary=())


def test_it_is_told_in_one_line():
    found = robustness(uncertain(0, 1, 4), "self-enforcing", vary=("orders",), draws=16)
    assert str(found).startswith("self-enforcing: under 2 of 2 settings; in ")
    assert str(found.settings[0]).startswith("as written, a then b: yes, ")
    assert found.as_dict()["result"] == "Robustness"


def test_the_chances_of_hazards_are_drawn_too():
    def likely_completed(space):
        chances = {prospect.what: prospect.chance for prospect in outlook(space).prospects}
        return chances["complete"] > 0.5

    accord = truce(10, Range(low=0, likely=0.1, high=0.2))
    found = robustness(accord, likely_completed, vary=(), draws=32)
    lost = 1 - 0.5 ** (1 / 10)
    assert found.share.share == pytest.approx(lost**2 / (0.1 * 0.2), abs=0.05)
    assert found.hinges[0].path == "hazards.incident.chance"
