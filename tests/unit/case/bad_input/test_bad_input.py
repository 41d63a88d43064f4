"""Bad files, each with the line, path, fault and hint that is reported; and noise, which crashes nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damaged_files import noisy, reworded
from detente.case.readers import read_case
from detente.case.readers.yaml_nodes import load, plain_value
from detente.errors import CaseError, DetenteError, SourceError, UnsupportedVersion

HERE = Path(__file__).parent
BASE = (HERE / "base.yaml").read_text(encoding="utf-8")
ROWS = [row for name in ("form", "meaning") for row in plain_value(load(HERE / f"{name}.yaml"))]


def written(folder: Path, content: str | bytes, name: str = "case.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def refusal(path: Path) -> DetenteError:
    with pytest.raises(DetenteError) as caught:
        read_case(path)
    return caught.value


def test_the_base_of_the_bad_files_is_good():
    assert read_case(HERE / "base.yaml").id == "harbour"


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_bad_file_is_reported_with_line_path_fault_and_hint(tmp_path, row):
    assert row["old"] in BASE
    file = written(tmp_path, BASE.replace(row["old"], row["new"], 1))
    error = refusal(file)
    found = [
        {"line": one.line, "path": one.path, "what": one.what, "hint": one.hint} for one in error.problems
    ]
    assert found == row["problems"]
    assert {one.file for one in error.problems} == {str(file)}


def test_every_row_of_the_bad_files_has_a_hint_for_every_problem():
    assert all(problem["hint"] for row in ROWS for problem in row["problems"])
    assert len({row["name"] for row in ROWS}) == len(ROWS) >= 100


WHOLE = {
    "empty": (b"", "the file is empty", 1),
    "only a comment": (b"# nothing\n", "the file is empty", 1),
    "a word": (b"hello\n", "should be keys with values, not 'hello'", 1),
    "a list": (b"- a\n- b\n", "should be keys with values, not a list", 1),
    "a null": (b"~\n", "should be keys with values, not '~'", 1),
    "binary": (b"detente: 1\nid: \x00\x01\x02\n", "is a binary file, not text", 1),
    "UTF-16": ("detente: 1\n".encode("utf-16"), "is encoded as UTF-16, not as UTF-8", 1),
    "Windows-1256": ("detente: 1\ntitle: مرحبا\n".encode("cp1256"), "is not encoded as UTF-8", 2),
    "Latin-1": ("detente: 1\nid: a\ntitle: Genève\n".encode("latin-1"), "is not encoded as UTF-8", 3),
    "a control character": (b"detente: 1\nid: a\x1bb\n", "holds the control character U+001B", 2),
    "a list as a key": (b"detente: 1\n[a, b]: c\n", "a list or mapping stands where a key belongs", 2),
    "an empty key": (b"detente: 1\n: c\n", "a key is empty", 2),
    "older YAML": (b"%YAML 1.1\n---\ndetente: 1\n", "the file asks for another version of YAML than 1.2", 2),
    "brackets without end": (b"id: " + b"[" * 10_000, "is nested more than 40 levels deep", 1),
    "braces without end": (b"{a: " * 10_000, "is nested more than 40 levels deep", 1),
    "dashes without end": (b"- " * 10_000, "is nested more than 40 levels deep", 1),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_no_case_at_all_gets_one_clear_error(tmp_path, name):
    content, what, line = WHOLE[name]
    error = refusal(written(tmp_path, content))
    assert error.what == what
    assert f"case.yaml:{line}" in error.where
    assert error.hint


def test_references_that_unfold_without_end_are_refused(tmp_path):
    lines = ["detente: 1", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    error = refusal(written(tmp_path, "\n".join(lines)))
    assert error.what == "holds more than 300,000 values once its references (`*name`) are unfolded"
    assert len(error.problems) == 1


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path):
    file = tmp_path / "case.yaml"
    with file.open("wb") as handle:
        handle.truncate(100_000_000)
    error = refusal(file)
    assert error.what == "is 100 MB large, more than the 10 MB that a case file may be"
    assert isinstance(error, SourceError)


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "case.yaml").mkdir()
    assert refusal(tmp_path).what == "is a folder, a file is needed"


def test_a_missing_path_is_refused(tmp_path):
    assert refusal(tmp_path / "nowhere").what == "there is no such file or folder"


def test_a_link_to_nothing_is_refused(tmp_path):
    (tmp_path / "case.yaml").symlink_to(tmp_path / "gone")
    assert refusal(tmp_path / "case.yaml").what == "there is no such file or folder"


def test_a_folder_without_a_case_is_refused(tmp_path):
    assert refusal(tmp_path).what == "no case is recognised here"


def test_another_ending_of_the_name_is_pointed_out(tmp_path):
    written(tmp_path, BASE, "case.yml")
    assert refusal(tmp_path).hint == "rename case.yml to case.yaml"


def test_a_newer_version_is_refused_with_what_to_do(tmp_path):
    error = refusal(written(tmp_path, BASE.replace("detente: 1", "detente: 2\nnews: x", 1)))
    assert isinstance(error, UnsupportedVersion)
    assert error.what == "is written in version 2 of the format, and this detente reads version 1"
    assert error.hint == "update it with `pip install --upgrade detente`"


def test_problems_of_all_files_come_together_in_the_order_of_files_and_lines(tmp_path):
    written(tmp_path, BASE.replace("holder: isle", "holder: isles"))
    written(tmp_path, "actor: isle\nweights: {port: 1, fee: 1}\n", "preferences/again.yaml")
    written(tmp_path, "actor: mayor\nweighs: {}\n", "preferences/mayor.yaml")
    written(tmp_path, "id: x\nid: y\n", "scenarios/twice.yaml")
    written(tmp_path, b"\xff\xfe", "scenarios/wide.yaml")
    places = [(Path(one.file).name, one.line, one.path.split(".")[-1]) for one in refusal(tmp_path).problems]
    assert places == [
        ("case.yaml", 50, "holder"),
        ("again.yaml", 1, "actor"),
        ("mayor.yaml", 2, "weighs"),
        ("twice.yaml", 2, "id"),
        ("wide.yaml", 1, ""),
    ]


def test_the_only_fault_of_a_case_keeps_its_kind(tmp_path):
    written(tmp_path, BASE)
    written(tmp_path, b"\xff\xfe", "scenarios/wide.yaml")
    assert isinstance(refusal(tmp_path), SourceError)


@given(st.data())
def test_noise_in_a_good_file_ends_in_our_own_errors_with_file_and_line(tmp_path_factory, data):
    accepts_or_reports(written(tmp_path_factory.mktemp("noise"), noisy(data, BASE)))


@given(st.data())
def test_other_keys_and_values_in_a_good_file_end_in_our_own_errors(tmp_path_factory, data):
    accepts_or_reports(written(tmp_path_factory.mktemp("words"), reworded(data, BASE)))


def accepts_or_reports(file: Path) -> None:
    """Reads the file; any other error than ours ends the test."""
    error: DetenteError | None = None
    try:
        read_case(file)
    except (SourceError, CaseError) as raised:
        error = raised
    if isinstance(error, CaseError):
        assert error.problems
        assert all(one.file == str(file) and one.line >= 1 and one.what for one in error.problems)
    elif error is not None:
        assert str(file) in error.where
