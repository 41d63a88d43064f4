"""The least patience: where keeping begins to pay, and what is said where it never does."""

from dataclasses import replace

import pytest

from detente.accord.questions.patience import least_patience
from detente.accord.space import AccordSpace
from exchange_accords import stakes
from small_accords import three
from worth_accords import chunks, endless


def test_who_gains_nothing_by_a_strike_needs_no_patience():
    found = least_patience(AccordSpace(endless(3, 1, 0.5)), "a")
    assert (found.least, found.monotone, found.pays) == (0.0, True, ((0.0, 1.0),))


def test_no_patience_helps_where_the_last_step_is_a_gift():
    found = least_patience(AccordSpace(chunks(2, "a", {"a": 9, "b": 8}, {"a": 6, "b": 4})), "a")
    assert found.least is None
    assert not found.enough
    assert "however much the next day counts, A does not" in str(found)


def test_the_first_mover_has_to_wait_a_day_for_what_it_gets():
    space = AccordSpace(chunks(1, "b", {"a": 9, "b": 8}, {"a": 6, "b": 4}), order=("a", "b"))
    found = least_patience(space, "a")
    assert found.least == pytest.approx(6 / 9, abs=1e-8)
    assert found.monotone


def test_patience_below_the_least_is_told_as_not_enough():
    assert not least_patience(AccordSpace(endless(1, 4, 0.7)), "a").enough
    assert least_patience(AccordSpace(endless(1, 4, 0.8)), "a").enough


def test_who_is_very_patient_may_gain_by_stalling_for_ever():
    loath = stakes("b", peace=1, ends={"complete": 20}, patience=0.9)
    accord = replace(three(1, 2), stakes=(loath,))
    found = least_patience(AccordSpace(accord, wording="mediator-open"), "b")
    assert not found.monotone
    assert 0.9 < found.most < 1
    assert "at most" in str(found)
