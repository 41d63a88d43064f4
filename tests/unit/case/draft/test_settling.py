"""A settled bracket is replaced by its words and remembered; nothing else of the draft changes."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.case.draft.reading import draft_from
from detente.case.draft.settling import bracket_source, settle
from detente.errors import CaseError, UnknownName
from draft_texts import drafts

DAY = dt.date(2031, 7, 1)


def words(one):
    return [(each.text, each.held_by) for each in one.alternatives]


@given(drafts(), st.data())
def test_settling_takes_one_bracket_out_and_leaves_the_others(text, data):
    draft = draft_from(text)
    assume(draft.brackets)
    one = data.draw(st.sampled_from(draft.brackets))
    number = data.draw(st.integers(1, len(one.alternatives)))
    new = settle(draft, one.id, number, on=DAY)
    assert words(new.bracket(one.id)) == words(one)
    assert (new.bracket(one.id).agreed, new.bracket(one.id).closed) == (number, DAY)
    assert {b.id for b in draft.brackets} == {b.id for b in (*new.brackets, *new.settled)}
    outside = [b for b in draft.brackets if b.end <= one.start or b.start >= one.end]
    assert [words(new.bracket(b.id)) for b in outside] == [words(b) for b in outside]


@given(drafts())
def test_a_draft_can_be_settled_until_nothing_is_contested(text):
    draft = draft_from(text)
    while draft.brackets:
        draft = settle(draft, draft.brackets[0].id, 1, on=DAY)
    assert not draft.open
    assert draft_from(draft.text).settled == draft.settled


def test_no_words_leave_one_blank():
    draft = draft_from("They [[do not]]{id=a} meet [[soon]]{id=b}.\n")
    draft = settle(settle(draft, "a", ""), "b", 2)
    assert draft.text.startswith("They meet.\n")


def test_what_falls_away_is_remembered_and_what_stays_is_open():
    draft = draft_from("[[a [[b | c]]{id=in} | d [[e]]{id=out}]]{id=all}\n")
    new = settle(draft, "all", 1)
    assert [one.id for one in new.open] == ["in"]
    assert [(one.id, one.agreed) for one in new.settled] == [("all", 1), ("out", 0)]
    assert new.bracket("all").alternatives[0].text == "a [b | c]"


def test_the_day_is_that_of_the_draft_unless_it_is_told():
    draft = draft_from("<!-- draft 2031-06-30 -->\n[[a | b]]{opened=2031-06-01}\n")
    assert settle(draft, "b1", "b").settled[0].closed == dt.date(2031, 6, 30)
    with pytest.raises(CaseError, match="it opened on 2031-06-01, after 2031-05-01"):
        settle(draft, "b1", "b", on=dt.date(2031, 5, 1))


def test_what_cannot_be_settled_is_refused():
    draft = draft_from("[[a | b]]\n")
    with pytest.raises(UnknownName, match="no bracket called 'b9'"):
        settle(draft, "b9", 1)
    with pytest.raises(CaseError, match="no alternative 3"):
        settle(draft, "b1", 3)
    with pytest.raises(CaseError, match="no alternative of 'b1' is 'c'"):
        settle(draft, "b1", "c")
    with pytest.raises(CaseError, match="settled already"):
        settle(settle(draft, "b1", 1), "b1", 1)


def test_words_that_would_be_misread_in_their_new_place_are_refused():
    with pytest.raises(CaseError, match="would be misread"):
        settle(draft_from("[[ # a | b]]\n[[c]]\n# d\n"), "b1", 1)


def test_a_bracket_is_written_as_it_is_read():
    source = bracket_source(["a", "b"], [("held-by", "x | y"), ("article", 'The "first"')])
    assert source == r'[[a | b]]{held-by="x | y" article="The \"first\""}'
