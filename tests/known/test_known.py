"""Known answers beside their input: every entry of the YAML files here comes out as it says."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from known.questions import QUESTIONS, agrees, answers

HERE = Path(__file__).parent


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


ENTRIES = [(path.stem, entry) for path in sorted(HERE.glob("*.yaml")) for entry in load(path)]
IDS = [f"{stem}: {entry['name']}" for stem, entry in ENTRIES]


@pytest.mark.parametrize("entry", [entry for _, entry in ENTRIES], ids=IDS)
def test_a_known_answer_comes_out(entry: dict[str, Any]) -> None:
    found = answers(entry)
    wrong = {
        key: (found.get(key), value)
        for key, value in entry["expect"].items()
        if not agrees(found.get(key), value, entry.get("tolerance", 0))
    }
    assert not wrong


@pytest.mark.parametrize("entry", [entry for _, entry in ENTRIES], ids=IDS)
def test_an_entry_names_where_it_comes_from_and_asks_one_question(entry: dict[str, Any]) -> None:
    assert entry["from"]
    assert entry["expect"]
    assert len(QUESTIONS.keys() & entry.keys()) == 1


def test_every_question_is_asked() -> None:
    assert set().union(*(entry.keys() for _, entry in ENTRIES)) >= QUESTIONS.keys()
