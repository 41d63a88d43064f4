"""`detente record ...`: each command prints lines, or JSON that fits its schema; errs in one clear line."""

import json
from functools import partial

import jsonschema
import pytest

import detente as dt
from detente.record.interchange.jsonl import write_jsonl
from detente.record.statement import Decision
from detente.record.store import write_record
from small_records import record_of, said

YES = Decision(verdict="accepted", by="a", at="2001-03-01")
RECORD = record_of(
    said("a", "2001-02-01", "north", "rejects", "canal", decision=YES),
    said("b", "2001-02-20", "south", "demands", "canal", "It wants the canal 🚢 by May.", decision=YES),
    said("c", "2001-02-20", "north", "accepts", "canal"),
    said("d", "2001-02-20", "", "figure", "harbour", value=40, unit="ships"),
    said("e", "2001-02-20", "south", "figure", "harbour", value=31, unit="ships"),
)
COMMANDS = {
    "timeline": ["--by", "month", "--holder", "north", "--since", "2001-01-01"],
    "stances": ["--issue", "canal", "--silence", "7"],
    "contradictions": ["--limit", "3", "--issue", "canal"],
    "figures": ["--issue", "harbour"],
    "diff": ["--since", "2001-02-10"],
}


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "record.jsonl"
    write_jsonl(RECORD, file)
    return str(file)


@pytest.fixture
def run(run):
    """Runs `detente record` with the words that are given."""
    return partial(run, "record")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_its_lines(run, path, name) -> None:
    status, out, err = run(name, path, *COMMANDS[name])
    assert (status, err) == (0, "")
    assert len(out.splitlines()) > 1


@pytest.mark.parametrize("name", COMMANDS)
def test_the_json_of_a_command_fits_its_published_schema(run, path, name) -> None:
    status, out, err = run(name, path, *COMMANDS[name], "--json")
    assert status == 0, err
    jsonschema.validate(json.loads(out), dt.json_schema(f"record {name}"))


def test_a_case_tells_the_order_of_options(run, tmp_path) -> None:
    issue, file = "end-of-war", tmp_path / "ordered.jsonl"
    record = record_of(
        said("s", "2001-02-01", "south", "demands", issue, option="guaranteed"),
        said("n", "2001-02-02", "north", "demands", issue, option="pause-only"),
        said("m", "2001-02-03", "north", "demands", issue, option="negotiated"),
    )
    write_jsonl(record, file)
    assert "softened" in run("stances", str(file), "--case", "gaza-2024")[1]
    assert "changed" in run("stances", str(file))[1]


@pytest.mark.parametrize(("options", "schema"), [([], "record reliability"), (["--gold"], "record gold")])
def test_reliability_compares_two_codings(run, path, options, schema) -> None:
    status, out, err = run("reliability", path, path, *options)
    assert (status, err) == (0, "")
    assert "5" in out
    status, out, _ = run("reliability", path, path, *options, "--json")
    assert status == 0
    jsonschema.validate(json.loads(out), dt.json_schema(schema))


def test_a_record_folder_is_opened_like_a_file(run, path, tmp_path) -> None:
    folder = write_record(RECORD, tmp_path / "folder", at="2001-03-02T00:00:00Z")
    for name, options in COMMANDS.items():
        assert run(name, str(folder), *options) == run(name, path, *options)


def test_only_what_was_accepted_is_told_on_request(run, path) -> None:
    assert "2 statements" in run("timeline", path, "--accepted")[1]
    assert "1 statement on 1 day, " in run("timeline", path, "--as-of", "2001-02-10")[1]


def test_the_page_can_be_markdown(run, path) -> None:
    assert run("diff", path, "--since", "2001-02-10", "--markdown")[1].startswith("# What changed")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_record_without_statements_is_a_finding(run, tmp_path, name) -> None:
    file = tmp_path / "empty.jsonl"
    write_jsonl(record_of(), file)
    since = ["--since", "2001-02-10"] if name == "diff" else []
    status, out, err = run(name, str(file), *since)
    assert (status, err) == (0, "")
    assert out.strip()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["timeline", "{}x"], "did you mean 'record.jsonl'?"),
        (["timeline", "{}", "--holder", "nroth"], "did you mean 'north'"),
        (["timeline", "{}", "--by", "hour"], "no period called 'hour'"),
        (["stances", "{}", "--issue", "cannal"], "did you mean 'canal'?"),
        (["contradictions", "{}", "--holder", "west"], "no holder called 'west'"),
        (["diff", "{}", "--since", "soon"], "is not a date"),
        (["diff", "{}"], "--since"),
        (["figures", "{}", "--pack", "no-such-pack"], "no-such-pack"),
        (["nothing"], "nothing"),
    ],
)
def test_a_mistake_is_one_clear_error(run, path, words, told) -> None:
    status, out, err = run(*(word.replace("{}", path) for word in words))
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_without_a_command_the_commands_are_listed(run) -> None:
    status, out, _ = run()
    assert status == 0
    assert all(name in out for name in COMMANDS)
