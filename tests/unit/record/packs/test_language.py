"""A language's words: inflection, cues, and what is wrong with a file of them."""

from pathlib import Path

import pytest

from detente.errors import RecordError
from detente.record.packs.language import FLAGS, language_names, read_language

FORMS = """
detente-language: 1
id: xx
suffixes: {plural: n}
words: {role: boro}
inflection:
  forms: base past
  kinds: {base: infinitive, past: finite}
  rules:
    base: ["$ 0 "]
    past: ["o$ 1 um", "$ 0 um"]
  rows: |
    vela volum
verbs: miro
cues:
  verbs:
    - {takes: {that: 0.9}, traits: speech, words: talo vela}
  sources:
    - {score: 0.8, words: pe_lo}
"""


def written(folder: Path, text: str) -> str:
    (folder / "attribution.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_english_is_there() -> None:
    assert "en" in language_names()
    english = read_language("en")
    assert english.verbs["denied"].lemma == "deny"
    assert english.verbs["told"].cue is not None


def test_verbs_are_inflected_by_the_rules_of_the_file(tmp_path: Path) -> None:
    language = read_language(written(tmp_path, FORMS))
    assert {form: verb.lemma for form, verb in language.verbs.items()} == {
        "miro": "miro", "mirum": "miro", "talo": "talo", "talum": "talo", "vela": "vela", "volum": "vela",
    }  # fmt: skip
    assert language.flags["talum"] & FLAGS["finite"]
    assert language.flags["talum"] & FLAGS["verbcue"]
    assert not language.flags["mirum"] & FLAGS["verbcue"]


def test_listed_nouns_get_their_plural(tmp_path: Path) -> None:
    assert read_language(written(tmp_path, FORMS)).flags["boron"] & FLAGS["role"]


def test_an_expression_is_found_by_its_first_word(tmp_path: Path) -> None:
    ((rest, kind, cue),) = read_language(written(tmp_path, FORMS)).expressions["pe"]
    assert (rest, kind, cue is not None and cue.takes) == (("lo",), "source", {"source": 0.8})


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("0.9", "much", "'much' is no score"),
        ("{role: boro}", "{rank-and-file: boro}", "is no kind of word"),
        ('"o$ 1 um"', '"o$ one um"', "is no rule"),
        ("vela volum", "vela", "has not one form for each"),
        ("{role: boro}", "[boro]", "is not a mapping"),
        ("id: xx", "id: xx\nid: yy", "stands here twice"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, what: str) -> None:
    with pytest.raises(RecordError, match=what) as caught:
        read_language(written(tmp_path, FORMS.replace(old, new)))
    assert "attribution.yaml:" in str(caught.value)


def test_an_unknown_language_says_which_there_are() -> None:
    with pytest.raises(RecordError, match="there is no language 'qq'"):
        read_language("qq")
