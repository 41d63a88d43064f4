"""Patterns: what they find, what they refuse, and that they never run away."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.packs.patterns import GAP, Hit, Matcher, fault_of, fold, longest


def found(pattern: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Matcher([(pattern, "x")]).find(text)]


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        ("truce", "A Truce, not truces.", ["Truce"]),
        ("withdraw*", "They withdrew; withdrawal of those withdrawn.", ["withdrawal", "withdrawn"]),
        ("(truce|pause) deal", "A pause deal or a truce deal.", ["pause deal", "truce deal"]),
        ("cease-fire", "cease-fire, cease\u2011fire, cease fire, Ceasefire", 4),
        ("free ... hostages", "They free all of the hostages.", ["free all of the hostages"]),
        ("free ... hostages", "They free a b c d e f hostages.", []),
        ("free ... hostages", "They are free. The hostages are not.", []),
        ("US", "The US told us.", ["US"]),
        ("U.S. officials", "He met U.S. officials.", ["U.S. officials"]),
        ("Erdogan", "Erdo\u011fan and Erdog\u0306an", 2),
        ("Hamas's", "Hamas\u2019s and Hamas's", 2),
        ("\u062d\u0645\u0627\u0633", "\u0642\u0627\u0644\u062a \u062d\u0645\u0627\u0633 \u0625\u0646", 1),
        ("\u505c\u706b", "\u53cc\u65b9\u540c\u610f\u505c\u706b\u3002", ["\u505c\u706b"]),
    ],
)
def test_a_pattern_finds_words_and_nothing_else(pattern: str, text: str, hits: list[str] | int) -> None:
    shown = found(pattern, text)
    assert (len(shown) if isinstance(hits, int) else shown) == hits


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("(a|b", "bracket"),
        ("a|b", "outside brackets"),
        ("(a|)", "empty alternative"),
        ("hostage(s|)", "bracket inside a word"),
        ("(a (b|c))", "bracket"),
        ("*", "without at least two letters"),
        ("a*", "without at least two letters"),
        ("wi*draw", "elsewhere"),
        ("... deal", "gap"),
        ("free ... ... hostages", "two gaps"),
        ("!?", "no letter"),
        ("w " * 13, "more than 12 words"),
        ("x" * 401, "longer than"),
        (" ".join(["(a|b|c|d)"] * 6), "sequences"),
    ],
)
def test_a_bad_pattern_is_told_and_finds_nothing(pattern: str, what: str) -> None:
    assert what in fault_of(pattern)
    assert found(pattern, "a b wi draw deal free hostages") == []


def test_of_one_label_at_one_place_only_the_longest_is_found() -> None:
    matcher = Matcher([("truce", "x"), ("truce deal", "x"), ("truce", "y")])
    hits = matcher.find("A truce deal.")
    assert [(hit.label, hit.end) for hit in hits] == [("y", 7), ("x", 12)]


def test_the_longest_hits_share_no_word() -> None:
    hits = [Hit(0, 4, "a", "p"), Hit(0, 9, "b", "p"), Hit(5, 9, "c", "p"), Hit(10, 12, "d", "p")]
    assert [hit.label for hit in longest(hits)] == ["b", "d"]


def test_a_matcher_survives_pickling() -> None:
    matcher = Matcher([("free ... hostages", "x")])
    text = "They free two hostages."
    assert pickle.loads(pickle.dumps(matcher)).find(text) == matcher.find(text)  # noqa: S301


def test_places_count_code_points_of_the_text_searched() -> None:
    text = "\U0001f600 \u0645\u0631\u062d\u0628\u0627 truce"
    (hit,) = Matcher([("truce", "x")]).find(text)
    assert text[hit.start : hit.end] == "truce"


def test_what_lies_outside_the_bounds_is_not_found() -> None:
    matcher = Matcher([("truce", "x")])
    assert [hit.start for hit in matcher.find("truce truce truce", 3, 12)] == [6]


WORDS = st.lists(st.sampled_from(["aa", "ab", "bb", "b"]), min_size=1, max_size=12)


@given(st.lists(st.sampled_from(["aa", "ab", "b"]), min_size=1, max_size=3), WORDS)
def test_a_plain_pattern_finds_what_an_expression_of_words_finds(
    pattern: list[str], words: list[str]
) -> None:
    text = " ".join(words)
    expected = [m.start() for m in re.finditer(rf"(?=\b{' '.join(pattern)}\b)", text)]
    assert [hit.start for hit in Matcher([(" ".join(pattern), "x")]).find(text)] == expected


@given(WORDS)
def test_a_gap_finds_what_an_expression_of_words_finds(words: list[str]) -> None:
    text = " ".join(words)
    expression = re.compile(rf"(?=\baa(?: \w+){{0,{GAP}}} bb\b)")
    expected = [m.start() for m in expression.finditer(text)]
    assert [hit.start for hit in Matcher([("aa ... bb", "x")]).find(text)] == expected


@given(st.text(max_size=60), st.text(max_size=120))
def test_no_pattern_and_no_text_raises(pattern: str, text: str) -> None:
    fault_of(pattern)
    for hit in Matcher([(pattern, "x")]).find(text):
        assert 0 <= hit.start < hit.end <= len(text)


def test_gaps_in_a_text_of_one_word_end_soon() -> None:
    pattern = "aa ... aa ... aa ... aa ... aa"
    assert len(Matcher([(pattern, "x")]).find("aa " * 3000)) == 2996


def test_folding_leaves_letters_that_carry_no_marks() -> None:
    assert [fold(w) for w in ("\u00c9t\u00e9", "Stra\u00dfe", "\u0130zmir")] == ["ete", "strasse", "izmir"]
