"""Text of results: kept in English, told anew in the language that is spoken."""

import copy
from collections.abc import Callable

import pytest

from detente.brief.blocks import said, text_of, words
from detente.languages import (
    catalogue,
    retold,
    say,
    speaking,
    worded,
    worded_as,
    worded_count,
    worded_figure,
    worded_list,
    worded_plural,
    worded_sentence,
)


class Reversed:
    """A catalogue that marks what it translates: every message stands in angles, with its context."""

    def gettext(self, message: str) -> str:
        return f"<{message}>"

    def pgettext(self, context: str, message: str) -> str:
        return f"<{context}|{message}>"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return f"<{one if number == 1 else many}>"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_catalogue", lambda code: Reversed())


def test_a_worded_text_is_the_english_text_for_every_comparison() -> None:
    text = worded("by day {day}", day=3)
    assert text == "by day 3"
    assert {text: 1}["by day 3"] == 1
    assert repr(text) == "'by day 3'"


@pytest.mark.usefixtures("marked")
def test_a_worded_text_is_told_anew_with_its_parts() -> None:
    text = worded("{who} {does}", who="A", does=worded_as("act", "waits"))
    with speaking("fr"):
        assert text == "A waits"
        assert retold(text) == "<A <act|waits>>"
        assert text_of(words(text)) == text_of(words(said(text))) == "<A <act|waits>>"
        assert say("so: {what}", what=text) == "<so: <A <act|waits>>>"


@pytest.mark.usefixtures("marked")
def test_a_number_decides_the_form_in_which_a_text_is_told() -> None:
    text = worded_plural("{n} day", "{n} days", 2)
    assert text == "2 days"
    with speaking("fr"):
        assert retold(text) == "<2 days>"


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy])
def test_a_copy_can_be_told_too(again: Callable[[str], str]) -> None:
    text = worded("{names} wait", names=worded_list(["a", "b"]))
    other = again(text)
    assert other == text == "a and b wait"
    with speaking("fr"):
        assert retold(other) == retold(text) != text


def test_a_text_of_a_case_is_not_told_anew() -> None:
    with speaking("fr"):
        assert retold("Sources") == "Sources"


def test_braces_of_data_are_kept() -> None:
    text = worded("{name} waits", name="{x}")
    assert text == retold(text) == "{x} waits"


@pytest.mark.usefixtures("marked")
def test_a_sentence_has_its_capital_and_full_stop_after_it_is_told() -> None:
    text = worded_sentence(worded("the clock has run out"))
    assert text == "The clock has run out."
    with speaking("fr"):
        assert retold(text) == "<the clock has run out>."


def test_a_number_is_written_as_the_language_does() -> None:
    text = worded("{n} prisoners", n=worded_count(1234))
    assert text == "1,234 prisoners"
    with speaking("fr"):
        assert retold(worded_count(1234)) != "1,234"


def test_a_decimal_is_written_as_the_language_does_and_stays_plain_english_where_it_is_kept() -> None:
    text = worded("at {low}", low=worded_figure(0.25))
    assert (text, retold(text)) == ("at 0.25", "at 0.25")
    assert worded_figure(-2.0) == "-2"
    with speaking("fr"):
        assert retold(text) == "at 0,25"
