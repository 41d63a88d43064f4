"""A damaged file is read, or refused in words with an address: nothing else comes out of a reader."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damaged_files import noisy, reworded
from detente.case.library import example
from detente.errors import SettingError, SourceError, UnsupportedVersion
from detente.talks.setting.library import setting_path
from detente.talks.setting.readers import read_setting

RIVERS = setting_path("two-rivers").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged") / "setting.yaml"


def wheres(place: Path) -> list[str]:
    """The addresses that the file is refused at; none when it is read."""
    try:
        read_setting(place, example("two-rivers"))
    except (SettingError, UnsupportedVersion) as error:
        return [f"{problem.file}:{problem.line} {problem.what}" for problem in error.problems] or ["nowhere"]
    except SourceError as error:
        return [error.where]
    return []


@given(data=st.data())
def test_a_file_with_other_words_is_read_or_refused(place: Path, data: st.DataObject) -> None:
    place.write_text(reworded(data, RIVERS), encoding="utf-8")
    assert all(re.match(rf"{re.escape(str(place))}:[1-9][0-9]* .", where) for where in wheres(place))


@given(data=st.data())
def test_a_file_with_other_bytes_is_read_or_refused(place: Path, data: st.DataObject) -> None:
    place.write_bytes(noisy(data, RIVERS))
    assert all(where.startswith(f"{place}:") for where in wheres(place))


def test_a_fault_below_an_entry_leaves_the_rest_of_it_to_be_looked_at(place: Path) -> None:
    text = "detente-talks: 1\nid: x\ndelegations:\n  hamsa: {tactc: linear, answers: 3}\n"
    place.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError) as raised:
        read_setting(place, example("gaza-2024"))
    found = {problem.path for problem in raised.value.problems}
    assert found == {"delegations.hamsa.tactc", "delegations.hamsa.answers", "delegations.hamsa"}
