"""`detente read`, `detente review` and `detente record case`: what is decided is kept, whatever happens."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import detente as dt
from detente.cli.clock import now
from detente.cli.passage import passage_lines, shown_text
from detente.record.store import RecordWriter
from detente.sources.span import Span
from review_record import GAZETTE, HERALD, gazette, herald

GOLDEN = Path(__file__).parents[1] / "golden" / "review.txt"
NOW = "2031-05-01T09:00:00Z"
PACK = """detente-pack: 1
id: rivers
case: two-rivers
actors:
  - {id: delta, names: [Delta], kind: place, case: delta}
  - {id: forest, names: [Forest Cantons], kind: group, case: forest}
  - {id: upland, names: [Upland], kind: place, case: upland}
issues:
  - id: dam
    words: [dam]
    case: dam
    options:
      - {id: high, words: [high dam], case: high}
  - id: water
    words: [gauge, water]
    case: flow
"""


@pytest.fixture(autouse=True)
def _a_day(monkeypatch):
    monkeypatch.setenv("DETENTE_NOW", NOW)


@pytest.fixture
def folder(tmp_path):
    with RecordWriter(tmp_path / "record") as writer:
        writer.keep_texts([herald()[0], gazette()[0]])
        writer.read_again([herald(), gazette()], "")
    return tmp_path / "record"


@pytest.fixture
def reports(tmp_path):
    place = tmp_path / "reports"
    place.mkdir()
    (place / "herald-2031-03-02.txt").write_text(HERALD, encoding="utf-8")
    (place / "gazette-2031-04-22.txt").write_text(GAZETTE, encoding="utf-8")
    (tmp_path / "rivers.yaml").write_text(PACK, encoding="utf-8")
    return place


def verdicts(folder):
    return {s.id: s.verdict for s in dt.open_record(folder).record.statements}


def test_a_review_reads_as_before(run, folder, request):
    typed = "?\na\ne act=demand\ne act=offers; to=delta\nrus\ne\nact=claims\n\nxq\n"
    status, out, err = run("review", folder, "--name", "ana", typed=typed)
    assert (status, err) == (0, "")
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(out, encoding="utf-8", newline="\n")
    assert out == GOLDEN.read_text(encoding="utf-8")


def test_a_review_ends_with_its_input_and_goes_on_in_the_next(run, folder):
    run("review", folder, "--name", "ana", typed="ar")
    status, out, _ = run("review", folder, "--name", "ben", typed="aaaa")
    assert status == 0
    assert out.endswith("6 statements: 5 accepted, 0 edited, 1 refused, 0 waiting\n")
    names = {s.decision.by for s in dt.open_record(folder).record.statements}
    assert names == {"ana", "ben"}
    assert dt.open_record(folder).record.statements[0].decision.at == NOW


def test_all_of_a_score_are_accepted_at_once(run, folder):
    status, out, _ = run("review", folder, "--name", "ana", "--accept-above", "0.7")
    assert (status, out.splitlines()[0]) == (0, "accepted 3 of a score of at least 0.7")


@pytest.mark.parametrize("option", ["document=herald", "holder=forest", "issue=fish", "act=claims"])
def test_a_review_can_be_confined(run, folder, option):
    name, value = option.split("=")
    run("review", folder, "--name", "ana", f"--{name}", value, typed="a" * 9)
    assert list(verdicts(folder).values()).count("accepted") == (3 if name == "document" else 1)


def test_a_folder_without_a_record_is_one_clear_error(run, tmp_path):
    status, out, err = run("review", tmp_path, "--name", "ana")
    assert (status, out) == (2, "")
    assert "there is no record in this folder\n  try: make one with `detente read`" in err


def test_a_record_under_review_is_not_written_by_another(run, folder):
    with RecordWriter(folder):
        status, _, err = run("review", folder, "--name", "ana", typed="a")
    assert status == 2
    assert f"is being written by process {os.getpid()}" in err


def test_a_cut_off_line_is_told_and_the_rest_is_reviewed(run, folder):
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"n":99,"event":"deci')
    status, out, _ = run("review", folder, "--name", "ana", typed="a")
    assert status == 0
    assert out.startswith("note: the last line of journal.jsonl was cut off; its 21 bytes are set aside")


def started(folder, **how):
    words = [sys.executable, "-m", "detente", "review", str(folder), "--name", "ana"]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **how)


@pytest.mark.parametrize("blow", ["SIGKILL", "SIGINT", "SIGTERM"])
def test_what_was_decided_before_a_kill_is_kept(folder, blow):
    with started(folder, stderr=subprocess.PIPE) as process:
        process.stdin.write("a\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.startswith("a e r u s q ? > a"):
                break
        for line in process.stdout:
            if line.startswith("herald-2"):
                break
        process.send_signal(getattr(signal, blow))
        process.wait()
    assert verdicts(folder)["herald-1"] == "accepted"


def test_a_reader_that_leaves_ends_the_review_quietly(folder):
    with started(folder, stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write("a\n" * 6)
        process.stdin.close()
        assert process.stderr.read() == ""
        assert process.wait() == 0
    assert "Traceback" not in str(verdicts(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal is asked of POSIX")
def test_on_a_terminal_single_keys_act_at_once(folder):
    import pty

    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "detente", "review", str(folder), "--name", "ana"]
    with subprocess.Popen(words, stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        shown = ""
        for key in "arq":
            while not shown.endswith("? > "):
                shown += process.stdout.read(1)
            os.write(ours, key.encode())
            shown = ""
        process.wait()
    os.close(ours)
    os.close(theirs)
    assert list(verdicts(folder).values()).count("accepted") == 1
    assert list(verdicts(folder).values()).count("refused") == 1


def test_reports_are_read_reviewed_and_added_to_a_case(run, reports, tmp_path):
    pack, folder, case = tmp_path / "rivers.yaml", tmp_path / "record", tmp_path / "case"
    status, out, err = run("read", reports, "--pack", pack, "--to", folder, "--explain")
    assert (status, err) == (0, "")
    assert "herald-2031-03-02: " in out
    assert "proposed by rules-en" in out
    assert f"next: detente review {folder}" in out
    run("review", folder, "--name", "ana", "--pack", pack, "--accept-above", "0")
    status, out, _ = run("record", "case", folder, "--pack", pack, "--write", case)
    assert status == 0
    assert "left out: " in out
    status, _, err = run("validate", case)
    assert (status, err) == (0, "")
    new = {s.id for s in dt.read_case(case).statements} - {s.id for s in dt.example("two-rivers").statements}
    assert new


def test_reading_again_keeps_what_was_decided(run, reports, tmp_path):
    pack, folder = tmp_path / "rivers.yaml", tmp_path / "record"
    run("read", reports, "--pack", pack, "--to", folder)
    run("review", folder, "--name", "ana", typed="ar")
    before = verdicts(folder)
    status, out, _ = run("read", reports, "--pack", pack, "--to", folder, "--workers", "2")
    assert status == 0
    assert f"{len(before)} as before (2 decided), 0 new, 0 withdrawn" in out
    assert verdicts(folder) == before


def test_another_report_of_the_same_name_gets_a_name_of_its_own(run, reports, tmp_path):
    pack, folder, more = tmp_path / "rivers.yaml", tmp_path / "record", tmp_path / "more" / "sub"
    more.mkdir(parents=True)
    (more / "herald-2031-03-02.txt").write_text("The Forest Cantons demanded a word on the dam.")
    run("read", reports, "--pack", pack, "--to", folder)
    run("read", more.parent, "--pack", pack, "--to", folder)
    names = [document.id for document in dt.open_record(folder).record.documents]
    assert sorted(names) == ["gazette-2031-04-22", "herald-2031-03-02", "herald-2031-03-02-2"]


def test_bad_files_are_listed_and_the_rest_is_read(run, reports, tmp_path):
    (reports / "broken.html").write_bytes(b"\x00\x01\x02" * 50)
    (reports / "empty.txt").write_bytes(b"")
    status, out, _ = run("read", reports, "--to", tmp_path / "record", "--json")
    found = json.loads(out)
    assert status == 0
    assert {"gazette-2031-04-22", "herald-2031-03-02"} <= {d["id"] for d in found["documents"]}
    assert found["faults"]


def test_where_nothing_can_be_read_nothing_is_made(run, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    status, _, err = run("read", tmp_path / "picture.png", "--to", tmp_path / "record")
    assert status == 2
    assert "no report could be read" in err
    assert not (tmp_path / "record").exists()


@pytest.mark.parametrize("coder", ["rulez", "os.path:nothing", "os:sep"])
def test_a_coder_that_there_is_not_is_one_clear_error(run, reports, tmp_path, coder):
    status, _, err = run("read", reports, "--coder", coder, "--to", tmp_path / "record")
    assert status == 2
    assert "coder" in err


def test_the_clock_can_be_told_and_refuses_what_is_no_moment(monkeypatch):
    monkeypatch.setenv("DETENTE_NOW", NOW)
    assert now() == NOW
    monkeypatch.setenv("DETENTE_NOW", "soon")
    with pytest.raises(dt.DetenteError, match="'soon' is no moment"):
        now()


def test_what_a_report_holds_cannot_command_the_terminal():
    assert "\x1b" not in shown_text("\x1b]0;mine\x07\u202eabc")
    assert shown_text("\u05e9\u05dc\u05d5\u05dd") == "\u2068\u05e9\u05dc\u05d5\u05dd\u2069"


def test_colour_inverts_the_passage_line_by_line():
    text = herald()[0]
    statement = herald()[1][0].with_(span=Span.of("herald", text.text, 0, 51))
    lines = passage_lines(statement, text, colour=True)
    assert lines == ["  \x1b[7mDelta's minister demanded 80 at the gauge on Monday\x1b[0m."]
