"""The source of a printed brief: every text is a string, links lead somewhere, direction is kept."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from detente.brief.blocks import Chart, Paragraph, Section, link, said, strong, words
from detente.brief.brief import Brief
from detente.brief.pdf import typst_source
from detente.brief.pdf.pictures import pictures_of
from paper_briefs import HOSTILE, paper_brief

STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def one(*parts: object) -> Brief:
    section = Section(id="answer", title="A", blocks=(Paragraph(words=words(*parts)),))
    return replace(paper_brief("en"), sections=(section,))


def outside(source: str) -> str:
    """What stands outside strings: the code."""
    return STRING.sub('""', source)


@given(st.text(max_size=60))
def test_no_text_of_a_report_is_code(text: str) -> None:
    plain, told = (outside(typst_source(one(said(t), strong(t)))) for t in ("x", text or "x"))
    assert told == plain


def test_hostile_text_is_code_nowhere() -> None:
    assert outside(typst_source(paper_brief("en", data=HOSTILE))) == outside(
        typst_source(paper_brief("en", data=re.sub(r"\S", "x", HOSTILE)))
    )


def test_a_link_to_an_anchor_that_is_missing_is_text() -> None:
    assert "#to(" not in typst_source(one(link("R9", "#evidence-R9"), link("here", "javascript:alert(1)")))


def test_an_anchor_that_stands_twice_is_placed_once() -> None:
    brief = one("x")
    twice = replace(brief, sections=brief.sections * 2)
    assert typst_source(twice).count('label("answer")') == 1


def test_names_stand_in_isolates_where_the_page_runs_from_right_to_left() -> None:
    source = typst_source(paper_brief("ar"))
    assert '"\u2068Delta (north)\u2069"' in source
    assert 'language: "ar", direction: rtl' in source


def test_every_chart_has_a_picture_and_a_description() -> None:
    brief = paper_brief("en")
    charts = [block for block in brief.sections[0].blocks if isinstance(block, Chart)]
    assert list(pictures_of(brief)) == ["picture-1.svg"]
    assert typst_source(brief).count(f'"{charts[0].title}. {charts[0].description}"') == 1
