"""Polarity: levels of short texts, negation, what the longest words decide, files that are no such file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RecordError
from detente.record.polarity import languages, polarity_of, read_polarity

EN = polarity_of("en")


def level(text, scale):
    return next(((pull.low, pull.high) for pull in EN(text) if pull.scale == scale), None)


@pytest.mark.parametrize(
    ("text", "scale", "expected"),
    [
        ("It was a breakthrough.", "prospects", (2, 2)),
        ("There was progress.", "prospects", (1, 1)),
        ("There was no progress.", "prospects", (-2, -2)),
        ("Progress, but wide gaps remain.", "prospects", (-1, 1)),
        ("They will keep fighting.", "fighting", (-2, -2)),
        ("It would end the war.", "fighting", (2, 2)),
        ("They would never end the war.", "fighting", (-2, -2)),
        ("It never spoke. End the war, it now says.", "fighting", (2, 2)),
        ("They demanded amendments.", "answer", (0, 0)),
        ("They rejected the deal.", "answer", (-2, -2)),
        ("They met on Monday.", "prospects", None),
        ("", "prospects", None),
    ],
)
def test_words_stand_where_they_should(text, scale, expected) -> None:
    assert level(text, scale) == expected


def test_the_words_are_those_of_the_text() -> None:
    (pull,) = EN("Both sides hailed a  breakthrough\nat last.")
    assert pull.words == ("breakthrough",)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text) -> None:
    for pull in EN(text):
        assert -2 <= pull.low <= pull.mean <= pull.high <= 2
        assert pull.words


def test_a_language_without_a_file_is_read_as_english() -> None:
    assert "en" in languages()
    assert polarity_of("xx") is EN


@pytest.mark.parametrize("name", languages())
def test_every_bundled_file_can_be_read(name) -> None:
    assert polarity_of(name).scales


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("language: en\n", "has no scales"),
        ("language: en\nscales:\n  s: {kind: nothing, levels: {'2': [good]}}\n", "kind"),
        ("language: en\nscales:\n  s: {kind: opposed acts, levels: {'7': [good]}}\n", "no level"),
        ("language: en\nscales:\n  s: {kind: opposed acts, levels: {'2': ['(good']}}\n", "bracket"),
        ("language: en\nscales:\n  s: {kind: opposed acts, fades: soon, levels: {'2': [good]}}\n", "days"),
        ("[1", "expected"),
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path, text, told) -> None:
    path = tmp_path / "polarity.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match=told):
        read_polarity(path)
