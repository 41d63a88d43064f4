"""Texts that run against the page: names from the left in a brief from the right."""

import pytest

from detente.brief.blocks import Paragraph, Section, name, said, words
from detente.brief.brief import Brief
from detente.brief.sections.matrix import ARROWS
from detente.languages import speaking, worded
from detente.web.panels.matrix import ARROWS as ON_THE_PAGE


@pytest.mark.parametrize(("language", "isolated"), [("en", "ساحل"), ("ar", "Delta"), ("he", "Delta")])
def test_markdown_isolates_the_names_that_run_against_the_page(language: str, isolated: str) -> None:
    named = Paragraph(words=words(name("Delta"), " ", name("ساحل")))
    section = Section(id="named", title="", blocks=(named,))
    brief = Brief(
        case="", title="", kind="", as_of="", day="", sections=(section,), closing="", language=language
    )
    told = brief.markdown()
    assert f"\u2068{isolated}\u2069" in told
    assert told.count("\u2068") == 1


@pytest.mark.parametrize("language", ["ar", "he"])
def test_a_text_of_ours_that_begins_with_a_name_runs_as_the_page_does(language: str) -> None:
    text = worded("{who} quits.", who="Delta")
    with speaking(language):
        assert said(text).text.startswith("\u200f")
        assert said("Delta quits.").text == "Delta quits."
    assert said(text).text == "Delta quits."


@pytest.mark.parametrize("signs", [ARROWS, {key: sign for key, (sign, *_) in ON_THE_PAGE.items()}])
def test_a_sign_of_two_arrows_is_not_turned_around(signs: dict[str, str]) -> None:
    assert signs["softened"] == "\u200e→←\u200e"
    assert signs["hardened"] == "\u200e←→\u200e"
