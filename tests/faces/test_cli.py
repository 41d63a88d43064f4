"""The command line: exit status, one clear error, JSON that fits its schema, one happy path each."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import detente as dt

QUESTIONS = ["zone", "frontier", "odds", "bridge", "blockers", "unlock", "trade", "movement", "sensitivity"]
DRAWN = {"odds", "bridge", "blockers", "trade", "sensitivity"}


def question(name: str, case: str) -> list[str]:
    return [name, case, *(["--draws", "64"] if name in DRAWN else [])]


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("case", ["panama-canal-1974", "two-rivers"])
def test_a_question_prints_its_line_and_tables(run, name: str, case: str) -> None:
    ran = run(*question(name, case))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.strip()


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_json_of_a_question_fits_its_published_schema(run, name: str) -> None:
    ran = run(*question(name, "two-rivers"), "--json")
    assert ran.status == 0, ran.err
    found = json.loads(ran.out, parse_constant=lambda text: pytest.fail(f"{text} is not JSON"))
    jsonschema.validate(found, dt.json_schema(name))


def test_the_json_of_solve_fits_its_schemas(run) -> None:
    found = json.loads(run("solve", "panama-canal-1974", "--json").out)
    assert {one["result"] for one in found} == {"Division", "Solution"}
    for one in found:
        name = "solve" if one["result"] == "Solution" else "adjusted_winner"
        jsonschema.validate(one, dt.json_schema(name))


@pytest.mark.parametrize("name", [*QUESTIONS, "solve", "case", "preferences", "scenario"])
def test_a_published_schema_is_a_schema(run, name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(run("schema", name).out))


def test_the_same_seed_prints_the_same_answer(run) -> None:
    first = run("odds", "two-rivers", "--draws", "64", "--seed", "3", "--json").out
    assert first == run("odds", "two-rivers", "--draws", "64", "--seed", "3", "--json").out
    assert first != run("odds", "two-rivers", "--draws", "64", "--seed", "4", "--json").out


def test_an_unknown_case_names_the_nearest(run) -> None:
    ran = run("zone", "gaza-2023")
    assert ran.status == 2
    assert "did you mean 'gaza-2024'?" in ran.err


def test_an_error_is_json_when_json_is_asked_for(run) -> None:
    ran = run("zone", "nowhere", "--json")
    assert ran.status == 2
    assert set(json.loads(ran.err)) >= {"what", "where", "hint"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["zone", "two-rivers", "--as-of", "soon"], "--as-of 'soon' is not a date"),
        (["movement", "two-rivers", "--since", "soon"], "--since 'soon' is not a date"),
        (["zone", "two-rivers", "--reading", "upland"], "has no '='"),
        (["zone", "two-rivers", "--scenario", "nobody"], "nobody"),
        (["zone", "two-rivers", "--what-if", "deal_rule"], "="),
        (["solve", "two-rivers", "--concept", "nush"], "did you mean 'nash'?"),
        (["schema", "zne"], "did you mean 'zone'?"),
        (["zone", str(Path(__file__).parent)], "case"),
        (["zone", __file__], ""),
    ],
)
def test_bad_words_are_told_with_what_to_do(run, words: list[str], told: str) -> None:
    ran = run(*words)
    assert ran.status == 2
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert "try:" in ran.err


def test_every_problem_of_a_broken_case_is_told_at_once(run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("detente: 1\nid: x\ntitle: X\nparties: 3\nissues: 4\n", "utf-8")
    ran = run("validate", str(tmp_path))
    assert ran.status == 2
    assert "case.yaml:4" in ran.err
    assert "case.yaml:5" in ran.err


def test_a_what_if_changes_the_answer(run) -> None:
    before = json.loads(run("zone", "panama-canal-1974", "--json").out)["count"]
    path = "preferences.panama.reservation=0"
    after = json.loads(run("zone", "panama-canal-1974", "--what-if", path, "--json").out)["count"]
    assert after > before


def test_a_finding_is_not_an_error(run) -> None:
    ran = run("zone", "panama-canal-1974", "--what-if", "preferences.panama.reservation=1000")
    assert ran.status == 0
    assert "empty" in ran.out


def test_the_brief_is_written_with_its_path(run, tmp_path: Path) -> None:
    ran = run("brief", "panama-canal-1974", "-o", str(tmp_path), "--draws", "64")
    assert ran.status == 0, ran.err
    assert str(tmp_path / "brief.html") in ran.out.replace("\n", "")
    assert {p.name for p in tmp_path.iterdir()} == {"brief.html", "brief.md", "brief.json"}


def test_a_brief_into_a_place_that_cannot_be_written_is_one_clear_error(run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    ran = run("brief", "panama-canal-1974", "-o", str(tmp_path / "file" / "below"), "--draws", "64")
    assert ran.status == 2
    assert "Traceback" not in ran.err


def test_the_estimate_is_told_with_what_it_rests_on(run, tmp_path: Path) -> None:
    assert "assumption" in run("estimate", "gaza-2024").out
    run("estimate", "gaza-2024", "--write", str(tmp_path / "case"))
    assert dt.read_case(tmp_path / "case").preferences


def test_validate_says_what_a_good_case_holds(run) -> None:
    assert "is well-formed" in run("validate", "two-rivers").out


def test_the_bundled_cases_are_listed(run) -> None:
    out = run("cases").out
    assert "two-rivers" in out
    assert "(invented)" in out


def test_long_work_stops_at_once_on_ctrl_c() -> None:
    words = [sys.executable, "-m", "detente", "odds", "two-rivers", "--draws", "500000"]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(timeout=4)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "Traceback" not in err


def test_a_closed_pipe_is_no_error() -> None:
    script = f"{sys.executable} -m detente estimate gaza-2024 | head -n 1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
