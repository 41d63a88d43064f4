import pytest

from detente.record.coding.named import coder_named
from detente.record.packs.act_words import read_act_words
from detente.record.packs.language import language_names, read_language
from detente.record.packs.reader import read_pack
from spanish_reports import FOLDER, reports, scores

PACK = read_pack(FOLDER / "pack.yaml")


@pytest.mark.parametrize(
    ("names", "passages", "holders", "acts"),
    [({"tuned-1.txt", "tuned-2.txt"}, 0.85, 0.8, 0.8), ({"unseen.txt"}, 0.85, 0.7, 0.7)],
)
def test_spanish_reports_are_coded_by_words_alone(
    names: set[str], passages: float, holders: float, acts: float
) -> None:
    found = scores(coder_named("rules", PACK), names)
    assert found.passages >= passages
    assert found.holders >= holders
    assert found.acts >= acts


def test_the_language_of_a_pack_chooses_the_words() -> None:
    assert coder_named("rules", PACK).name.startswith("rules-es")
    assert coder_named("rules", PACK, "en").name.startswith("rules-en")


def test_spanish_has_every_file_that_english_has() -> None:
    assert {"en", "es"} <= set(language_names())
    assert {w.act for w in read_act_words("es").cues} == {w.act for w in read_act_words("en").cues}


def test_the_words_by_hand_stand_once_in_their_report() -> None:
    for text, told in reports():
        assert all(text.text.count(one["words"]) == 1 for one in told)


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("dijeron", "decir"), ("propuso", "proponer"), ("advierte", "advertir"), ("mantuvo", "mantener"),
     ("incluyó", "incluir"), ("exija", "exigir"), ("prometido", "prometer"), ("pedirían", "pedir")],
)  # fmt: skip
def test_spanish_verbs_are_inflected(form: str, lemma: str) -> None:
    assert read_language("es").verbs[form].lemma == lemma
