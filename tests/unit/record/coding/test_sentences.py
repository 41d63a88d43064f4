"""Sentences and quotations of a paragraph."""
# ruff: noqa: RUF001

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.coding.sentences import MOST_WORDS, quotations, sentences
from detente.record.coding.words import Words, read_words
from detente.record.packs.language import read_language

ENGLISH = read_language("en")


def read(text: str) -> Words:
    return read_words(text, 0, len(text), ENGLISH)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("They met. They left.", 2),
        ("Mr. Reed met Gen. Ode on Oct. 7 in St. Ives.", 1),
        ("It began at 9 a.m. and ended.", 1),
        ("They flew to the U.S. The talks began.", 2),
        ("The U.S. envoy spoke.", 1),
        ("“Will it last?” she asked.", 1),
        ("“It will not last.” They left.", 2),
        ("It rose 3.5 percent to 1,000.", 1),
        ("Why?! Nobody knows.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(read(text))) == count


@given(st.text(max_size=300))
def test_sentences_cover_all_words_in_order(text: str) -> None:
    words = read(text)
    places = sentences(words)
    assert [k for first, last in places for k in range(first, last)] == list(range(len(words)))
    assert all(last - first <= MOST_WORDS + 300 for first, last in places)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("A “b c” d", ["“b c”"]),
        ('A "b c" d', ['"b c"']),
        ('A “b c" d', ['“b c"']),
        ('A "b c” d', ['"b c”']),
        ("A “b “c” d” e", ["“b “c” d”"]),
        ("A “b ‘c’ d” e", ["“b ‘c’ d”"]),
        ("A ‘b c’ d", ["‘b c’"]),
        ("The workers’ day isn’t over", []),
        ("A “b c", ["“b c"]),
        ("A b” c", []),
    ],
)
def test_quotations_pair_their_marks(text: str, quoted: list[str]) -> None:
    words = read(text)
    assert [words.said(*place) for place in quotations(words, ENGLISH)] == quoted


@given(st.text(alphabet='ab “”"‘’«».', max_size=80))
def test_quotations_do_not_overlap(text: str) -> None:
    words = read(text)
    places = quotations(words, ENGLISH)
    assert places == sorted(places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))


def test_a_word_keeps_its_place() -> None:
    words = read("He hasn’t met Ardia’s 2,000 men.")
    assert [words.raw(k) for k in range(len(words))] == [
        "He",
        "hasn’t",
        "met",
        "Ardia",
        "’s",
        "2,000",
        "men",
        ".",
    ]
