"""Published closed forms for exchange and deterrence, found in accords as texts and not as formulas."""

import pytest

from detente.accord.questions.bond import bond
from detente.accord.questions.keeping import self_enforcing
from detente.accord.questions.patience import least_patience
from detente.accord.space import AccordSpace
from worth_accords import chunks, endless

CHUNKS = [
    {"k": k, "last": last, "vA": 9, "cA": 6, "vB": 8, "cB": 4} for k in (1, 2, 6, 11, 33) for last in "AB"
]
"""Exchanges in k chunks: value v and cost c of the whole to A and B (Sandholm and Lesser 2002)."""

DILEMMAS = [(5, 3, 1), (4, 3, 1), (10, 6, 2)]
"""Temptation, reward and punishment of a repeated prisoner's dilemma."""

SWAPS = [(3, 1), (2, 1.5), (10, 9)]
"""Value and cost of what is swapped again and again."""


@pytest.mark.parametrize("case", CHUNKS, ids=lambda case: f"{case['k']}-{case['last']}")
def test_the_last_mover_of_an_exchange_in_chunks_needs_a_bond_of_one_chunk(case):
    value, cost = {"a": case["vA"], "b": case["vB"]}, {"a": case["cA"], "b": case["cB"]}
    last = case["last"].lower()
    first = "b" if last == "a" else "a"
    order = ("a", "b") if case["k"] > 2 else ()
    space = AccordSpace(chunks(case["k"], last, value, cost), order=order)
    assert bond(space, last).amount == pytest.approx(cost[last] / case["k"], abs=1e-9)
    assert bond(space, first).amount == 0
    assert self_enforcing(space).holds is False


def test_an_exchange_whose_first_mover_gives_more_than_it_gets_needs_a_bond_for_all_it_loses():
    space = AccordSpace(chunks(2, "b", {"a": 4, "b": 8}, {"a": 6, "b": 4}))
    assert bond(space, "a").amount == pytest.approx(2)


@pytest.mark.parametrize(("temptation", "reward", "punishment"), DILEMMAS)
def test_a_truce_is_kept_by_who_is_as_patient_as_the_repeated_dilemma_asks(temptation, reward, punishment):
    accord = endless(reward - punishment, temptation - punishment, patience=0.9)
    found = least_patience(AccordSpace(accord), "a")
    assert found.least == pytest.approx((temptation - reward) / (temptation - punishment), abs=1e-8)
    assert found.monotone
    assert found.enough


@pytest.mark.parametrize(("value", "cost"), SWAPS)
def test_a_daily_swap_is_kept_by_who_is_as_patient_as_its_cost_to_its_value(value, cost):
    found = least_patience(AccordSpace(endless(value - cost, value, patience=0.5)), "a")
    assert found.least == pytest.approx(cost / value, abs=1e-8)


@pytest.mark.parametrize("patience", [0.2, 0.5, 0.7])
def test_the_bond_of_an_impatient_side_is_what_a_strike_gains_over_the_truce(patience):
    space = AccordSpace(endless(2, 10, patience=patience))
    assert bond(space, "a").amount == pytest.approx(10 - 2 / (1 - patience))
