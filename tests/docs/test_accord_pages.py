"""The pages about accords name every question and every kind of clause, and none that there is not."""

import re
from pathlib import Path

from detente.accord.language.kinds import KINDS
from detente.accord.properties import PROPERTIES

DOCS = Path(__file__).resolve().parents[2] / "docs"


def first_column(page: str, row: str) -> list[str]:
    return re.findall(row, (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_concept_tells_every_property() -> None:
    assert set(first_column("concepts/accord.md", r"^\| `([a-z-]+)` \|")) == set(PROPERTIES)


def test_the_reference_tells_every_kind_of_clause() -> None:
    text = (DOCS / "reference" / "accord-format.md").read_text(encoding="utf-8")
    table = text.split("## Kinds of clause")[1].split("## Conditions")[0]
    assert re.findall(r"^\| ([a-z]+) \| (?!keys)", table, re.MULTILINE) == list(KINDS)


def test_what_the_how_to_asks_by_name_can_be_asked() -> None:
    asked = set(first_column("how-to/accords.md", r"`-q ([a-z-]+)"))
    assert asked
    assert asked <= set(PROPERTIES)
