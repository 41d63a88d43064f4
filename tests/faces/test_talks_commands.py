"""The commands about talks: what they print, what they write, and what they say of bad input."""

import csv
import json
from pathlib import Path

import jsonschema
import pytest

import detente as dt
from detente.talks.job import TalksJob

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
RUNS = ("--runs", "64", "--seed", "3")


def test_runs_are_told_with_errors_and_assumptions_in_mind(run) -> None:
    ran = run("talks", "run", "two-rivers", *RUNS)
    assert ran.status == 0, ran.err
    assert "±" in ran.out
    assert "no forecast" in ran.out
    assert "in runs without a deal" in ran.out


def test_the_same_seed_prints_the_same(run) -> None:
    first, second = (run("talks", "run", "panama-canal-1974", *RUNS, "--json") for _ in range(2))
    assert first.out == second.out
    assert json.loads(first.out)["runs"] == 64


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("talks run", ("run", "two-rivers", *RUNS)),
        ("talks compare", ("run", "two-rivers", *RUNS, "--what-if", "deadline=none")),
        ("talks backtest", ("backtest", "gaza-2024")),
        ("talks sensitivity", ("sensitivity", "panama-canal-1974", "--runs", "512")),
    ],
)
def test_an_answer_has_the_schema_that_is_published(run, name, words) -> None:
    ran = run("talks", *words, "--json")
    assert ran.status == 0, ran.err
    jsonschema.validate(json.loads(ran.out), dt.json_schema(name))


def test_a_change_is_compared_with_the_base(run) -> None:
    ran = run("talks", "run", "two-rivers", *RUNS, "--what-if", "deadline=none")
    assert ran.status == 0, ran.err
    assert ran.out.startswith("deadline=none: ")
    assert "with the change" in ran.out


@pytest.mark.parametrize(("case", "number"), [("gaza-2024", 4711), ("two-rivers", 5)])
def test_a_run_reads_as_a_story(run, request, case, number) -> None:
    ran = run("talks", "run", case, "--seed", "1", "--days", "60", "--show", number)
    place = GOLDEN / f"{case}.talks.txt"
    if request.config.getoption("--rewrite-golden"):
        place.write_text(ran.out, encoding="utf-8", newline="\n")
    assert ran.out == place.read_text(encoding="utf-8")


def test_tables_are_written_as_csv(run, tmp_path: Path) -> None:
    ran = run("talks", "run", "panama-canal-1974", *RUNS, "--tables", tmp_path)
    assert ran.status == 0, ran.err
    with (tmp_path / "ends.csv").open(encoding="utf-8", newline="") as file:
        shares = [float(row["share"]) for row in csv.DictReader(file)]
    assert sum(shares) == pytest.approx(1)


def test_blocks_are_kept_and_taken_up_again(run, tmp_path: Path) -> None:
    words = ("talks", "run", "panama-canal-1974", "--folder", tmp_path, "--seed", "2")
    few = run(*words, "--runs", "5000")
    more = run(*words, "--runs", "9000")
    assert few.status == more.status == 0, few.err + more.err
    assert sum(block.runs for block in dt.read_blocks(tmp_path)) == 9000


def test_a_stop_says_what_is_kept(run, tmp_path: Path, monkeypatch) -> None:
    done = []

    def stopped(_, first, count):
        if first:
            raise KeyboardInterrupt
        done.append(count)
        return block(_, first, count)

    block = TalksJob.block
    monkeypatch.setattr(TalksJob, "block", stopped)
    ran = run("talks", "run", "panama-canal-1974", "--runs", "9000", "--folder", tmp_path)
    assert ran.status == 130
    assert done == [4096]
    assert "kept" in ran.err
    assert str(tmp_path) in ran.err


def test_the_setting_can_be_written_edited_and_used(run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert run("talks", "settings", "two-rivers", "--write", path).status == 0
    ran = run("talks", "run", "two-rivers", *RUNS, "--setting", path)
    assert ran.status == 0, ran.err
    assert ran.out == run("talks", "run", "two-rivers", *RUNS).out


def test_every_protocol_that_is_listed_runs(run) -> None:
    for line in run("talks", "protocols").out.splitlines():
        name = line.partition(":")[0]
        if name != "alternating-offers":
            ran = run("talks", "run", "panama-canal-1974", "--runs", "2", "--days", "9", "--protocol", name)
            assert ran.status == 0, ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--runs", "0"), "--runs 0 is below 1"),
        (("--runs", "many"), "a whole number"),
        (("--days", "-3"), "days"),
        (("--days", "0"), "days"),
        (("--seed", "-1"), "--seed"),
        (("--show", "-1"), "run -1 is below 0"),
        (("--workers", "0"), "--workers 0 is below 1"),
        (("--protocol", "singletext"), "single-text"),
        (("--protocol", "no.such:thing"), "no.such:thing"),
        (("--strategy", "greed"), "greedy"),
        (("--setting", "nowhere"), "nowhere"),
        (("--what-if", "mandate.panma=wider"), "mandate.panama"),
        (("--what-if", "mandate.panama"), "="),
        (("--what-if", "hazards.war=off"), "hazards.war"),
        (("--what-if", "deadline=soon"), "deadline"),
        (("--what-if", "answers.panama=2"), "between 0 and 1"),
        (("--tables", "/proc/nowhere"), "/proc/nowhere"),
        (("--form", "xls", "--tables", "t"), "xls"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_is_one_clear_error(run, tmp_path, monkeypatch, words, said) -> None:
    monkeypatch.chdir(tmp_path)
    base = () if "--runs" in words else ("--runs", "4")
    ran = run("talks", "run", "panama-canal-1974", *base, *words)
    assert ran.status == 2, ran.out
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert "fault of ours" not in ran.err


def test_a_tactic_or_mediator_that_raises_names_seed_and_run() -> None:
    class Stumbles:
        def propose(self, view, draw):
            raise ValueError("no idea")

    with pytest.raises(dt.DetenteError, match="run 0 of seed 7"):
        dt.simulate(dt.example("panama-canal-1974"), runs=3, seed=7, mediator=Stumbles())


def test_learning_and_looking_back_are_told(run) -> None:
    learnt = run("talks", "learn", "gaza-2024")
    assert learnt.status == 0, learnt.err
    assert "observations move" in learnt.out


def test_no_deal_at_all_is_a_finding(run) -> None:
    ran = run("talks", "run", "panama-canal-1974", *RUNS, "--days", "1")
    assert ran.status == 0, ran.err
    assert "a deal in 0.0 %" in ran.out
