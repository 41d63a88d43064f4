"""Hebrew prefixes join what follows them where that is Hebrew too."""

import pytest

from detente.brief.blocks import name, text_of
from detente.brief.wording import tell
from detente.languages import joined, speaking


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("50%", "ב־50%"),
        ("Delta", "ב־Delta"),
        ("יותר מ־99%", "ביותר מ־99%"),
        ("<bdi>דלתא</bdi>", "ב<bdi>דלתא</bdi>"),
        ("ההרצות", "ב־ההרצות"),
        ("", "ב־"),
    ],
)
def test_a_prefix_joins_a_hebrew_word_and_nothing_else(part: str, told: str) -> None:
    assert joined("ב־{part}", {"part": part}).format(part=part) == told


def test_a_maqaf_within_a_word_stays() -> None:
    assert joined("בן־{name}", {"name": "דוד"}) == "בן־{name}"


def test_what_fills_a_place_is_never_changed() -> None:
    assert joined("{name}", {"name": "ל־שלום"}).format(name="ל־שלום") == "ל־שלום"


def test_a_brief_joins_a_list_of_hebrew_names() -> None:
    with speaking("he"):
        told = tell("{rest} and {last}", rest=name("צפון"), last=name("דרום"))
    assert text_of(told) == "צפון ודרום"
