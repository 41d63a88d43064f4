"""Writing a case and reading it again gives the same case, in files that people can edit."""

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from detente.case.library import example, examples
from detente.case.preferences import Preferences, Range
from detente.case.readers import read_case
from detente.case.readers.yaml_nodes import load
from detente.case.writer import write_case, write_preferences
from detente.case.yaml_text import yaml_text
from detente.errors import SourceError


@given(strategies.cases())
def test_a_written_case_is_read_as_the_same_case(tmp_path_factory, case):
    read = read_case(write_case(case, tmp_path_factory.mktemp("written")))
    assert read == case
    assert read.digest() == case.digest()


@pytest.mark.parametrize("name", examples())
def test_a_bundled_case_is_read_as_the_same_case(tmp_path, name):
    case = example(name)
    assert read_case(write_case(case, tmp_path)) == case


@given(strategies.texts, st.floats(allow_nan=False, allow_infinity=False))
def test_text_and_numbers_lose_nothing(tmp_path_factory, text, number):
    file = tmp_path_factory.mktemp("text") / "x.yaml"
    long = " ".join([text] * 9)
    file.write_text(yaml_text({"text": text, "long": long, "n": number, "f": [text, {text: 1}]}))
    got = load(file)
    assert (got["text"], got["long"], got["f"][0], list(got["f"][1])) == (text, long, text, [text])
    assert float(got["n"]) == number


def test_short_things_stand_on_one_line_and_long_text_is_folded():
    text = yaml_text({"id": "a", "items": [{"id": "b", "say": "word " * 30 + "end"}, {"id": "c"}]})
    assert text.splitlines() == [
        "id: a",
        "items:",
        "  - id: b",
        "    say: >-",
        "      " + " ".join(["word"] * 21),
        "      " + " ".join(["word"] * 9) + " end",
        "  - {id: c}",
    ]


def test_words_that_older_yaml_would_change_are_quoted():
    assert yaml_text({"a": ["NO", "1:10", "012", "null", "2031-01-01", "plain"]}) == (
        'a: ["NO", "1:10", "012", "null", "2031-01-01", plain]\n'
    )


def test_each_file_starts_with_the_schema_that_stands_beside_it(tmp_path):
    folder = write_case(example("panama-canal-1974"), tmp_path)
    for file in (folder / "case.yaml", *folder.glob("preferences/*.yaml")):
        head = file.read_text(encoding="utf-8").splitlines()[0]
        assert (file.parent / head.partition("$schema=")[2]).resolve().is_file()


def test_a_shared_assumption_is_written_once(tmp_path):
    number = Range.of(0.5, assumption="a guess")
    want = Preferences(actor="a", weights=(("x", number), ("y", number)))
    file = write_preferences(want, tmp_path / "new" / "a.yaml")
    assert file.read_text(encoding="utf-8").count("a guess") == 1


def test_actors_whose_names_differ_in_case_only_get_files_of_their_own(tmp_path):
    case = example("panama-canal-1974")
    first = case.preferences[0]
    twins = tuple(Preferences(actor=name, weights=first.weights) for name in ("Ä", "ä"))
    folder = write_case(case.with_(preferences=twins), tmp_path)
    assert sorted(file.name for file in (folder / "preferences").iterdir()) == ["Ä.yaml", "ä-2.yaml"]


def test_preferences_that_are_not_in_the_case_are_neither_joined_nor_removed(tmp_path):
    case = example("panama-canal-1974")
    folder = write_case(case, tmp_path)
    with pytest.raises(SourceError, match=r"holds united-states.yaml, which is not in the case"):
        write_case(case.with_(preferences=case.preferences[:1]), folder)
    assert read_case(folder) == case


def test_a_confidential_file_stays_confidential(tmp_path):
    case = example("panama-canal-1974")
    file = write_case(case, tmp_path) / "preferences" / "panama.yaml"
    file.chmod(0o600)
    write_case(case, tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_half_written_file_stays_behind(tmp_path):
    write_case(example("panama-canal-1974"), tmp_path)
    assert not [name for _, _, files in os.walk(tmp_path) for name in files if name.endswith(".part")]


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceError, match="cannot be written"):
        write_case(example("panama-canal-1974"), tmp_path / "file" / "case")
