"""Places of other tools are found again in code points, or refused with a reason."""

from hypothesis import given
from hypothesis import strategies as st

from detente.record.interchange.anchor import Anchored, Quote, anchor, from_utf16
from record_strategies import texts


@given(data=st.data(), text=texts())
def test_places_in_utf16_code_units_come_back_as_code_points(data, text):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    units = [len(text[:place].encode("utf-16-le")) // 2 for place in (start, end)]
    assert [from_utf16(text, unit) for unit in units] == [start, end]
    found = anchor(text, Quote(exact=text[start:end], start=units[0], end=units[1]))
    assert isinstance(found, Anchored)
    assert text[found.start : found.end] == text[start:end]


def test_a_place_inside_a_pair_or_outside_the_text_is_none():
    assert from_utf16("a👍", 2) is None
    assert from_utf16("a👍", 4) is None
    assert from_utf16("a", -1) is None


def test_words_that_stand_at_two_places_are_refused_without_what_is_around_them():
    assert anchor("no. yes. no.", Quote(exact="no")) == "the words stand at 2 places of the text"
    found = anchor("no. yes. no.", Quote(exact="no", before="yes. "))
    assert found == Anchored(start=9, end=11, how="found by its words")


def test_a_wrong_place_is_not_believed():
    found = anchor("They met. They left.", Quote(exact="left", start=0, end=4))
    assert found == Anchored(start=15, end=19, how="found by its words")


def test_words_that_are_not_there_are_refused():
    assert anchor("They met.", Quote(exact="left", start=0, end=4)) == "the words do not stand in the text"


def test_other_words_around_the_only_place_are_told():
    found = anchor("They met.", Quote(exact="met", before="We "))
    assert isinstance(found, Anchored)
    assert "differ" in found.how
