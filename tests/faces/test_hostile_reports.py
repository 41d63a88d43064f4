"""Reports and file names that try to act on the terminal are shown, never obeyed."""

import json
import re
from pathlib import Path

import pytest

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]")
REPORT = (
    "\x1b[31mThe envoy of Hamas said on Monday that \x1b]0;owned\x07the \x9b31mtruce would "
    "\u202eend\u202c soon. Israel's prime minister rejected the \x1b[2Jceasefire "
    "proposal, demanding 130 hostages.\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in ("a\x1b[31mred.txt", "two\nlines.txt", "gone\x9b.txt"):
        (reports / name).write_text(REPORT + name if "gone" not in name else "", encoding="utf-8")
    done = run("read", "reports", "--pack", "gaza", "--explain", "--today", "2026-01-01")
    assert done.status == 0
    assert not ACTING.search(done.out)
    return "record"


@pytest.mark.parametrize("command", ["timeline", "stances", "figures", "contradictions", "diff"])
@pytest.mark.parametrize("form", [(), ("--json",), ("--markdown",)])
def test_nothing_that_a_terminal_would_obey_is_printed(run, folder, command, form) -> None:
    if form == ("--markdown",) and command != "diff":
        return
    since = ("--since", "2001-01-01") if command == "diff" else ()
    done = run("record", command, folder, *since, *form)
    assert done.status == 0
    assert not ACTING.search(done.out.replace("\n", ""))
    if form == ("--json",):
        json.loads(done.out)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_an_error_shows_the_name_of_a_file_and_does_not_obey_it(run, folder, form) -> None:
    done = run("record", "timeline", "no\x1b[31m\x9bsuch", *form)
    assert done.status == 2
    assert "such" in done.err
    assert not ACTING.search(done.err.replace("\n", ""))


def test_what_is_typed_in_review_is_shown_and_not_obeyed(run, folder) -> None:
    typed = "e condition=\x1b[31m\x9bx\ne act=\x1b[2J\nq\n"
    done = run("review", folder, "--name", "ana\x1b[5m", typed=typed)
    assert done.status == 0
    assert "condition" in done.out
    assert not ACTING.search(done.out.replace("\n", ""))


def test_a_text_that_was_changed_is_noted_beside_the_answer(run, folder) -> None:
    before = run("record", "timeline", folder, "--json")
    for text in Path(folder, "texts").iterdir():
        text.write_text("Something else.", encoding="utf-8")
    after = run("record", "timeline", folder, "--json")
    assert (after.status, after.out, before.err) == (0, before.out, "")
    assert "the text has changed since it was coded" in after.err


def test_a_pack_with_very_many_faults_is_told_in_part(run, tmp_path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text("detente-pack: 1\nid: x\n" + "".join(f"k{n}: 1\n" for n in range(500)), encoding="utf-8")
    told = run("read", str(tmp_path), "--pack", str(pack))
    assert (told.status, told.err.count("\n")) == (2, 401)
    assert told.err.endswith("lines more; --json tells all\n")
