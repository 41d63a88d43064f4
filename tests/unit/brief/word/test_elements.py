"""Text in two directions: cut where the direction changes, each piece told as what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.word.elements import run, segments
from detente.languages import LANGUAGES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@given(st.text(max_size=40), st.booleans())
def test_no_character_is_lost_where_a_text_is_cut(text: str, right: bool) -> None:
    assert "".join(piece for piece, _ in segments(text, right=right)) == text


@given(st.text(alphabet="ab\u05d0\u0628 .[]1", max_size=20))
def test_letters_keep_their_own_direction(text: str) -> None:
    for piece, right in segments(text, right=False):
        assert not any((c in "\u05d0\u0628") != right for c in piece if c in "ab\u05d0\u0628")


def test_brackets_between_words_of_a_page_from_the_right_run_with_it() -> None:
    told = segments("\u05d0\u05d1 [shall/should] \u05d2", right=True)
    assert told == [("\u05d0\u05d1 [", True), ("shall/should", False), ("] \u05d2", True)]


@pytest.mark.parametrize(("text", "tag"), [("\u05d0", "he-IL"), ("\u0628", "ar-SA")])
def test_a_run_from_the_right_says_so_and_its_language(text: str, tag: str) -> None:
    (made,) = run(text, LANGUAGES["en"])
    assert made.find(f"{W}rPr/{W}rtl") is not None
    assert made.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == tag


def test_a_run_from_the_left_says_the_language_of_the_brief() -> None:
    (made,) = run("accord", LANGUAGES["fr"])
    assert made.find(f"{W}rPr/{W}rtl") is None
    assert made.find(f"{W}rPr/{W}lang").get(f"{W}val") == "fr-FR"
