"""Drafting on after a text has been accepted: the mediator says which one goes home."""

import pytest

from detente.errors import TalksError
from detente.kernels.talks.shapes import ENDS
from detente.talks.mediators.learner import Learner
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import Setting
from two_sides import HIGH, LOW, MID, X, Y, lines, play, sides

EASY = sides(asks=(0.1, 0.1), weight=0.7)
TEXTS = ((MID, X), (LOW, X), (HIGH, Y), (LOW, Y), (MID, Y))


class Reads:
    """Proposes the texts of a list in turn and settles on a given one."""

    def __init__(self, settles=None):
        self.settles = settles

    def propose(self, view, draw):
        return TEXTS[len(view.heard)]

    def settle(self, view, draw):
        return self.settles


class NoWord:
    """The same without a word on what goes home."""

    propose = Reads.propose


def played(mediator, *, case=EASY, days=5, **more):
    return play(case, Setting(id="s", days=days), SingleText(**more), mediator)


def test_no_text_goes_home_before_so_many_have_been_heard():
    told = played(Reads(TEXTS[2]), improve=3)
    assert [e.day for e in lines(told, "proposed", "settled", "carried home")] == [1, 2, 3, 3, 3]
    assert (ENDS[told.fact("end")], told.text, told.fact("texts")) == ("deal", TEXTS[2], 3)


def test_on_the_last_day_the_mediator_settles_on_what_has_been_accepted():
    told = played(Reads(TEXTS[1]), days=2, improve=9)
    assert (ENDS[told.fact("end")], told.text, told.fact("day")) == ("deal", TEXTS[1], 2)


def test_a_mediator_that_settles_on_none_goes_on_as_usual():
    told = played(Reads(), improve=3)
    assert [(e.day, e.yes) for e in lines(told, "settled")] == [(3, False)]
    assert (told.fact("day"), told.text) == (5, TEXTS[4])


def test_where_nothing_is_accepted_nothing_is_settled():
    told = played(Reads(TEXTS[0]), case=sides(asks=(0.9, 0.9)), improve=3)
    assert not lines(told, "settled")
    assert told.fact("day") == 5


def test_a_text_that_was_not_accepted_cannot_go_home():
    with pytest.raises(TalksError, match="not enough parties accepted"):
        played(Reads(TEXTS[3]), improve=4)


def test_without_a_word_of_the_mediator_the_last_text_that_nobody_found_worse_goes_home():
    case = sides(asks=(0.0, 0.0), weight=0.7)
    assert played(NoWord(), case=case, improve=3).text == TEXTS[0]


def test_talks_that_improve_have_no_compiled_twin():
    assert SingleText(improve=3).compiled == ""


def test_a_learner_settles_on_a_text_that_both_accepted():
    told = played(Learner(), improve=4, against_standing=False)
    yes = {e.text for e in lines(told, "answered")} - {e.text for e in lines(told, "answered") if not e.yes}
    assert told.text in yes
