"""The text that code puts into results is told in the language of the brief, not of the analysis."""

from functools import cache

import pytest

from detente.accord.everything import AccordAnalysis, analyse_accord
from detente.accord.plays.story import say_witness
from detente.brief.brief import make_accord_brief
from detente.languages import catalogue, retold, speaking
from small_accords import three


class Shouted:
    """A catalogue that sets whole messages in capitals; the places keep their names."""

    def gettext(self, message: str) -> str:
        return "".join(part if part.startswith("{") else part.upper() for part in _cut(message))

    def pgettext(self, _: str, message: str) -> str:
        return self.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


def _cut(message: str) -> list[str]:
    return message.replace("{", "\0{").replace("}", "}\0").split("\0")


@pytest.fixture
def _shouted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_catalogue", lambda code: Shouted())


@cache
def analysed() -> AccordAnalysis:
    return analyse_accord(three(2, 4), draws=8)


@pytest.mark.usefixtures("_shouted")
def test_an_analysis_is_the_same_value_in_every_language() -> None:
    with speaking("fr"):
        again = analyse_accord(three(2, 4), draws=8)
    assert again == analysed()
    assert str(again) == str(analysed())


@pytest.mark.usefixtures("_shouted")
def test_an_english_analysis_is_told_in_the_language_of_the_brief() -> None:
    told = make_accord_brief(analysed(), language="fr").markdown()
    assert "CAN A ALONE BRING THE ACCORD DOWN WITHOUT BEING IN BREACH?" in told
    assert "THE DAY ENDS AND THE ACCORD COLLAPSES" in told
    assert "A frees prisoners" in told
    assert "EVERYONE SEES WHAT EVERYONE DOES." in told
    assert "ESCROW OF a: THE ACCORD TELLS NO STAKES OF A" in told


@pytest.mark.usefixtures("_shouted")
def test_a_story_is_english_until_it_is_told_anew() -> None:
    accord = three(2, 4)
    witness = next(v.witness for v in analysed().shown[0].verdicts if v.witness is not None)
    with speaking("fr"):
        lines = say_witness(witness, accord)
        assert lines == say_witness(witness, accord)
        assert lines[-1] == "the accord has collapsed; nobody is in breach"
        assert retold(lines[-1]) == "THE ACCORD HAS COLLAPSED; NOBODY IS IN BREACH"
