"""The clause an answer hangs on: smallest flips first, ties listed, every clause told."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings

from accord_strategies import accords
from detente.accord.check import check
from detente.accord.design.edits import apply_edits, settle_readings
from detente.accord.design.weakest import weakest
from detente.accord.plays.story import replay
from detente.accord.space import AccordSpace
from detente.errors import AnalysisError
from small_accords import three

FEW = ("reading", "remove")


@cache
def asked(wording, question="collapse", **more):
    space = AccordSpace(three(1, 2), wording=wording)
    return weakest(space, question, coalition="a", **{"kinds": FEW, **more})


def test_another_reading_of_two_clauses_gives_the_power_back():
    found = asked("mediator-open")
    assert found.verdict.holds is False
    assert {(flip.edits[0].target, flip.edits[0].value) for flip in found.smallest} == {
        ("expiry", "lapses"),
        ("failure", "either"),
    }
    assert all(flip.verdict.holds for flip in found.smallest)
    assert "flipped by: read expiry as lapses" in str(found)


def test_the_flipped_answer_carries_a_play_of_the_edited_text():
    flip = asked("mediator-open").smallest[0]
    text = settle_readings(three(1, 2), wording="mediator-open")
    assert replay(AccordSpace(apply_edits(text, flip.edits)).rules, flip.verdict.witness)


def test_every_clause_is_told_with_its_smallest_flip():
    found = asked("mediator-open", "stall")
    by_clause = {hinge.clause: hinge for hinge in found.hinges}
    assert list(by_clause) == [*(clause.id for clause in three(1, 2).clauses), "one"]
    assert by_clause["talks"].flip.edits[0].value == "closed"
    assert by_clause["answer-a"].flip is None
    assert sum(hinge.tried for hinge in found.hinges) == found.tried


def test_the_search_can_be_limited_to_clauses():
    found = asked("mediator-open", clauses=("truce",))
    assert [hinge.clause for hinge in found.hinges] == ["truce"]
    assert found.smallest[0].says == "leave out truce"


def test_what_no_single_edit_flips_is_tried_in_pairs():
    two_locks = settle_readings(three(1, 2), wording="either")
    expiry = two_locks.clause("expiry")
    lapse = replace(expiry, readings=(expiry.readings[1], expiry.readings[0]))
    two_locks = replace(two_locks, clauses=tuple(lapse if c.id == "expiry" else c for c in two_locks.clauses))
    limits = {"kinds": ["reading"], "clauses": ["expiry", "failure"]}
    space = AccordSpace(two_locks)
    assert weakest(space, "collapse", coalition="a", **limits).smallest == ()
    found = weakest(space, "collapse", coalition="a", pairs=20, **limits)
    assert {tuple(edit.target for edit in flip.edits) for flip in found.smallest} == {("expiry", "failure")}
    assert all(flip.verdict.holds is False for flip in found.smallest)


def test_a_formula_can_be_asked():
    space = AccordSpace(three(1, 2), wording="mediator-open")
    found = weakest(space, "<<a>> F (collapse and not breach(a))", kinds=["reading"])
    assert found.verdict.holds is False
    assert {flip.edits[0].target for flip in found.smallest} == {"expiry", "failure"}


def test_a_question_without_a_yes_or_no_is_refused():
    with pytest.raises(AnalysisError, match="gives no yes or no"):
        weakest(AccordSpace(three(1, 2)), "powers")


def test_an_edited_text_that_is_too_large_is_left_out_and_named():
    size = max(game.situations for game in AccordSpace(three(1, 2)).games)
    space = AccordSpace(three(1, 2), most=size)
    found = weakest(space, "collapse", coalition="a", kinds=["lasts"])
    assert found.notes
    assert all(note.startswith("left out, as three") for note in found.notes)


def test_the_text_is_asked_from_where_the_space_begins():
    text = three(1, 2)
    late = AccordSpace(text, wording="mediator-open").rules.start | {"day": 2, "breach:b": 1}
    space = AccordSpace(text, wording="mediator-open", start=[late])
    found = weakest(space, "collapse", coalition="a", kinds=["remove"], clauses=["answer-a", "truce"])
    assert found.verdict.holds
    assert [flip.says for flip in found.smallest] == ["leave out answer-a"]


def test_an_edit_that_today_does_not_fit_is_left_out_and_named():
    text = three(2, 4)
    today = AccordSpace(text, wording="lapses").rules.start | {"day": 4, "given:release": 2}
    space = AccordSpace(text, wording="lapses", start=[today])
    found = weakest(space, "collapse", coalition="a", kinds=["tranches"], clauses=["release"])
    assert any("cannot begin with given:release = 2" in note for note in found.notes)


def test_nothing_tried_says_so():
    found = asked("mediator-open", kinds=("at-once",))
    assert found.tried == 0
    assert str(found).endswith("none of 0 changes tried flips it")
    assert found.as_dict()["smallest"] == []


@settings(max_examples=4)
@given(accords())
def test_every_flip_turns_the_answer_round(accord):
    space = AccordSpace(accord)
    party = accord.parties[0]
    found = weakest(space, "collapse", coalition=party, kinds=["reading", "remove"])
    text = settle_readings(accord)
    for hinge in found.hinges:
        if hinge.flip is not None:
            again = check(AccordSpace(apply_edits(text, hinge.flip.edits)), "collapse", coalition=party)
            assert again.holds not in {None, found.verdict.holds}
    for flip in found.smallest:
        assert flip.size == found.smallest[0].size
