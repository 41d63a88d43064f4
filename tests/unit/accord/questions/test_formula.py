"""The language of questions: it says what the named questions say, nests, and refuses what it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord_strategies import accords
from detente.accord.check import check
from detente.accord.plays.story import replay
from detente.accord.properties import PROPERTIES, property_named
from detente.accord.questions.ability import collapse, reaches, stall
from detente.accord.questions.formula import ask
from detente.accord.space import AccordSpace
from detente.errors import AccordError, AnalysisError, UnknownName
from small_accords import three


@pytest.fixture(scope="module")
def lapses():
    return AccordSpace(three(2, 6), wording="lapses")


@given(accords(hazards=False), st.sampled_from(["north", "south"]))
def test_a_formula_says_what_the_named_question_says(accord, side):
    space = AccordSpace(accord)
    target = accord.phases[1].id if len(accord.phases) > 1 else "complete"
    pairs = [
        (collapse(space, side), f"<<{side}>> F (collapse and not breach({side}))"),
        (reaches(space, side), f"<<{side}>> F complete and not breach({side})"),
        (stall(space, side), f"<<{side}>> G not (phase({target}) or complete or breach({side}))"),
    ]
    for named, formula in pairs:
        asked = ask(space, formula)
        assert (asked.holds, asked.by_day, asked.orders) == (named.holds, named.by_day, named.orders)
        assert asked.witness.moves == named.witness.moves


def test_days_bound_what_must_be_reached_and_what_must_be_kept(lapses):
    assert not ask(lapses, "<<a>> F<=5 (collapse and not breach(a))").holds
    assert ask(lapses, "<<a>> F<=6 (collapse and not breach(a))").holds
    assert ask(lapses, "<<>> G<=5 not complete").holds
    assert not ask(lapses, "<<>> G <= 6 not complete").holds


def test_a_bounded_no_is_shown_by_a_play_that_takes_longer(lapses):
    verdict = ask(lapses, "<<a>> F<=5 (collapse and not breach(a))")
    passed = replay(lapses.rules, verdict.witness)
    assert all(values["phase"] == 0 for values in passed[: 5 * len(lapses.rules.stages) + 1])


def test_until_asks_for_what_holds_before(lapses):
    assert ask(lapses, "<<*>> (not breach(a)) U performed(release)").holds
    assert not ask(lapses, "<<*>> (given(release) == 0) U (given(free) > 0 and given(release) > 1)").holds
    assert ask(lapses, "<<*>> day < 9 U<=7 performed(release)").holds
    assert not ask(lapses, "<<*>> true U<=1 performed(release)").holds


def test_questions_can_stand_inside_each_other(lapses):
    assert ask(lapses, "<<>> G (breach(b) or (<<b>> F (collapse or complete)))").holds
    assert ask(lapses, "(<<a>> F collapse) and not (<<m>> F collapse)").holds
    assert ask(lapses, "not (<<>> F collapse)").holds
    assert ask(lapses, "<<*>> F ((<<b>> F<=1 collapse) and day > 3)").holds


def test_what_every_play_has_is_asked_of_nobody(lapses):
    assert not ask(lapses, "<<>> F collapse").holds
    assert ask(lapses, "<<>> F (collapse or complete)").holds


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("", "the formula is empty"),
        ("<<a>>", "is neither F, G nor U"),
        ("<<a>> X collapse", "is neither F, G nor U"),
        ("<<a>> F", "a condition is missing"),
        ("<<a>> F (collapse", "cannot be read"),
        ("not <<a>> F collapse", "needs brackets"),
        ("(<<a>> F collapse", "is not closed"),
        ("<<a>> F collapse and or", "cannot be read"),
        ("<<a>> F __import__('os')", "cannot be read"),
        ("<<a>> F " + "(" * 60 + "collapse" + ")" * 60, "too long"),
    ],
)
def test_what_is_no_formula_is_refused_in_words(lapses, formula, says):
    with pytest.raises(AccordError, match=says):
        ask(lapses, formula)


def test_unknown_names_in_a_formula_are_told_with_the_nearest(lapses):
    with pytest.raises(UnknownName, match="no side called 'x'"):
        ask(lapses, "<<x>> F collapse")
    with pytest.raises(UnknownName, match=r"no condition called 'performed\(releas\)'"):
        ask(lapses, "<<a>> F performed(releas)")


def test_check_takes_a_name_a_formula_or_a_function(lapses):
    assert check(lapses, "collapse", coalition=("a",)).by_day == 6
    assert check(lapses, "<<a>> F (collapse and not breach(a))").by_day == 6

    def never_long(space):
        return bool((space.game.column("day") < 10).all())

    verdict = check(lapses, never_long)
    assert (verdict.question, verdict.holds) == ("never_long", True)
    assert check(three(1, 2), "well-formed").holds


def test_check_refuses_what_a_question_does_not_take(lapses):
    with pytest.raises(UnknownName, match="no property called 'colapse'"):
        check(lapses, "colapse")
    with pytest.raises(AnalysisError, match="collapse: missing a required argument: 'coalition'"):
        check(lapses, "collapse")
    with pytest.raises(AnalysisError, match="unexpected keyword argument 'when'"):
        check(lapses, "<<a>> F collapse", when=3)
    with pytest.raises(AnalysisError, match="gave int"):
        check(lapses, lambda _: 3)


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_every_property_has_its_function_and_says_what_it_returns(name):
    assert property_named(name).__doc__


def test_days_that_are_not_told_apart_are_refused_not_answered() -> None:
    space = AccordSpace(three(1, 3))
    with pytest.raises(AccordError, match="days of Phase one after day"):
        ask(space, "<<a>> F (day >= 40)")
    assert ask(space, "<<>> F (phase-over or collapse)").holds is not None
