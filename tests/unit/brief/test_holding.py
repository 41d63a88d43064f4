"""Would it hold: the section about an accord, built from results only."""

from functools import cache

import pytest

from detente.accord.everything import AccordAnalysis, analyse_accord
from detente.accord.library import accord_example
from detente.brief.blocks import Fold, Part, Table, text_of
from detente.brief.brief import make_accord_brief, make_brief
from detente.case.library import example
from small_accords import three


@cache
def analysed(name: str) -> AccordAnalysis:
    accord = three(2, 4) if name == "three" else accord_example(name)
    return analyse_accord(accord, draws=8)


def powers_table(name: str) -> Table:
    section = make_accord_brief(analysed(name)).sections[0]
    return next(block for block in section.blocks if isinstance(block, Table))


def test_the_table_of_four_wordings_comes_out() -> None:
    rows = powers_table("three").rows
    found = [["yes" in text_of(cell) for cell in row.cells[1:6]] for row in rows]
    assert found == [
        [True, True, True, True, True],
        [True, True, True, True, True],
        [False, False, True, True, True],
        [False, False, True, False, False],
    ]


def test_each_wording_has_its_plays_and_says_whose_it_is() -> None:
    section = make_accord_brief(analysed("three")).sections[0]
    folds = [block for block in section.blocks if isinstance(block, Fold)]
    assert len(folds) == 5
    assert "(our variant)" in text_of(folds[0].summary)


def test_parties_stand_in_alphabetical_order() -> None:
    heads = [text_of(column.title) for column in powers_table("three").columns]
    assert heads[1:3] == ["A alone brings it down", "B alone brings it down"]


def test_an_accord_without_stakes_says_what_was_not_asked() -> None:
    found = analysed("three")
    assert {name for name, _ in found.left_out} >= {"self-enforcing"}
    assert "Not asked" in make_accord_brief(found).markdown()


def test_an_accord_with_stakes_is_told_in_depth() -> None:
    section = make_accord_brief(analysed("prisoner-exchange")).sections[0]
    parts = [text_of(block.title) for block in section.blocks if isinstance(block, Part)]
    assert parts[:4] == ["Day by day", "The text itself", "Who is exposed when", "Is keeping it worthwhile"]


@pytest.mark.parametrize("name", ["three", "prisoner-exchange"])
def test_the_page_loads_nothing_and_is_the_same_each_time(name: str) -> None:
    brief = make_accord_brief(analysed(name))
    page = brief.html()
    assert page == make_accord_brief(analysed(name)).html()
    assert 'src="http' not in page
    assert 'href="http' not in page


def test_a_brief_of_a_case_tells_its_accord_after_the_trades() -> None:
    brief = make_brief(example("two-rivers"), accord=analysed("three"), sections=["holding"])
    assert [section.id for section in brief.sections] == ["holding"]
