"""Packs from files: what is read, what is merged, and every problem at once with its line."""

from pathlib import Path

import pytest

from detente.errors import RecordError, SourceError
from detente.record.packs.reader import bundled_packs, read_pack

SMALL = """\
detente-pack: 1
id: small
actors:
  - {id: ardia, names: [Ardia], kind: place, adjectives: [Ardian],
     codes: {iso3166: ARD, cameo: ARDGOV, wikidata: Q4}}
  - {id: ardia.ode, names: [Ode], kind: person, side: ardia, offices: [president]}
issues:
  - id: fish
    name: Fishing
    words: [fish*]
    pax: [NatRes]
    options:
      - {id: all, words: [all ... fish]}
figures:
  - {id: boats, counts: [boats], unit: boats, issue: fish}
plans:
  - {id: draft, names: [draft], by: ardia}
"""


def written(folder: Path, text: str, name: str = "pack.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(RecordError) as told:
        read_pack(written(folder, text))
    return [str(problem) for problem in told.value.problems]


def test_a_pack_is_read_from_a_file(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path, SMALL))
    assert [actor.id for actor in pack.actors] == ["ardia", "ardia.ode"]
    assert pack.actors[0].codes == (("cameo", "ARDGOV"), ("iso3166", "ARD"), ("wikidata", "Q4"))
    assert pack.issues[0].options[0].words == ("all ... fish",)
    assert (pack.figures[0].issue, pack.plans[0].by, pack.languages) == ("fish", "ardia", ("en",))


def test_a_folder_adds_the_lists_of_its_files(tmp_path: Path) -> None:
    written(tmp_path, SMALL)
    written(tmp_path, "issues:\n  - {id: toll, words: [toll*]}\n", "more.yaml")
    assert [issue.id for issue in read_pack(tmp_path).issues] == ["fish", "toll"]


def test_the_digest_changes_with_any_file_of_the_pack(tmp_path: Path) -> None:
    written(tmp_path, SMALL)
    before = read_pack(tmp_path).sha256
    written(tmp_path, "issues:\n  - {id: toll, words: [toll*]}\n", "more.yaml")
    assert read_pack(tmp_path).sha256 != before


def test_extending_unites_words_and_replaces_texts(tmp_path: Path) -> None:
    text = SMALL + "  # end\nextends: generic\nwithout: [wages, pay-rise]\n"
    text = text.replace(
        "  - id: fish\n", "  - {id: deal-prospects, name: Nearness, words: [cusp]}\n  - id: fish\n"
    )
    pack = read_pack(written(tmp_path, text))
    issues = {issue.id: issue for issue in pack.issues}
    assert "wages" not in issues
    assert "fish" in issues
    assert issues["deal-prospects"].name == "Nearness"
    assert {"cusp", "progress"} <= set(issues["deal-prospects"].words)


def test_every_problem_is_told_with_its_line(tmp_path: Path) -> None:
    text = SMALL.replace("[Ode]", "[(Ode]").replace("side: ardia", "side: ardai")
    text = text.replace("issue: fish", "isue: fish").replace("Q4", "4").replace("kind: place", "kind: land")
    told = "\n".join(problems_of(tmp_path, text))
    for words in (
        "pack.yaml:6 actors[1].names: the pattern '(Ode' has a bracket",
        "did you mean 'ardia'?",
        "'isue' is not known here",
        "did you mean 'issue'?",
        "'4' is no code of wikidata",
        "'land' is no kind",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "the file is empty"),
        ("[]", "is no mapping"),
        ("id: x\n", "has no `detente-pack`"),
        ("detente-pack: 2\n", "is written in version '2'"),
        ("detente-pack: 1\nid: a b\n", "is not an id"),
        ("detente-pack: 1\nactors: x\n", "is not a list"),
        ("detente-pack: 1\nactors: [x]\n", "is not a mapping"),
        ("detente-pack: 1\nactors: [{names: [x]}]\n", "has no id"),
        ("detente-pack: 1\nactors: [{id: x}]\n", "has no names"),
        ("detente-pack: 1\nactors: [{id: x, names: [x]}, {id: x, names: [y]}]\n", "is taken already"),
        ("detente-pack: 1\nactors: [{id: x, names: [Ab, Ab]}]\n", "stands here twice"),
        ("detente-pack: 1\nid: x\nid: y\n", "stands here twice, first on line 2"),
        ("detente-pack: 1\nissues: [{id: x, pax: [ce-prov]}]\n", "no PA-X code"),
        ("detente-pack: 1\nextends: genric\n", "there is no bundled pack 'genric'"),
        ("detente-pack: 1\nextends: generic\nwithout: [wagse]\n", "has no 'wagse'"),
        ("detente-pack: 1\nid: &a x\nnote: *a\n", "carries the anchor"),
        ("detente-pack: 1\nid: [x\n", "expected"),
        ("detente-pack: 1\n---\nid: x\n", "another document"),
        ("a: " + "[" * 1200, ""),
        ("a: " + "[" * 40 + "]" * 40, "more than 20 levels"),
    ],
)
def test_a_bad_file_is_told_without_a_traceback(tmp_path: Path, text: str, what: str) -> None:
    assert what in "\n".join(problems_of(tmp_path, text))


@pytest.mark.parametrize("content", [b"\xff\xfea\x00", b"detente-pack: 1\n\x00", b"x" * 2_000_001])
def test_what_is_no_text_of_bounded_size_is_a_source_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes(content)
    with pytest.raises(SourceError):
        read_pack(path)


def test_a_folder_without_a_pack_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no pack\.yaml"):
        read_pack(tmp_path)


@pytest.mark.parametrize("name", bundled_packs())
def test_a_bundled_pack_is_sound_and_its_provision_codes_are_published_ones(name: str, shared: Path) -> None:
    lines = (shared / "known" / "peace_provisions_pax.csv").read_text(encoding="utf-8").splitlines()
    published = {line.split(",")[0] for line in lines[1:]}
    assert {code for issue in read_pack(name).issues for code in issue.pax} <= published


def test_the_gaza_pack_knows_the_issues_and_the_named_holders_of_the_hand_coded_reports(shared: Path) -> None:
    from ruamel.yaml import YAML

    gold = YAML(typ="safe").load((shared / "reports" / "gold.yaml").read_text(encoding="utf-8"))
    pack = read_pack("gaza")
    assert set(gold["issues"]) <= {issue.id for issue in pack.issues}
    named = {one["speaker"] for one in gold["records"] if one["speaker_kind"] == "named"}
    assert named <= {actor.id for actor in pack.actors}


def test_the_gaza_pack_points_to_issues_and_options_of_its_case() -> None:
    from detente.case.library import example

    pack = read_pack("gaza")
    case = example(pack.case)
    options = {issue.id: {option.id for option in issue.options} for issue in case.issues}
    for issue in pack.issues:
        if issue.case:
            assert {option.case for option in issue.options if option.case} <= options[issue.case]
    known = {actor.id for group in (case.parties, case.ratifiers, case.actors) for actor in group}
    assert {actor.case for actor in pack.actors if actor.case} <= known


def test_a_file_that_is_too_large_is_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is larger than the 2 MB"):
        read_pack(written(tmp_path, "#" * 2_000_001))
