"""The journal: what was written is read again; torn ends are set aside, told, and never read as decisions."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import RecordError
from detente.record.journal import NAME, Journal, read_lines

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.lists(st.fixed_dictionaries({"event": WORDS, "text": WORDS}), min_size=1, max_size=5)


def written(folder: Path, entries) -> Path:
    folder.mkdir(exist_ok=True)
    with Journal(folder) as journal:
        for entry in entries:
            journal.append([entry])
    return folder / NAME


def bare(lines):
    return [{key: value for key, value in entry.items() if key != "n"} for entry in lines.entries]


@given(entries=ENTRIES, more=ENTRIES)
def test_what_is_written_in_two_sittings_is_read_in_order(tmp_path_factory, entries, more):
    folder = tmp_path_factory.mktemp("record")
    path = written(folder, entries)
    written(folder, more)
    lines = read_lines(path)
    assert bare(lines) == [*entries, *more]
    assert [entry["n"] for entry in lines.entries] == list(range(1, len(lines.entries) + 1))


@given(entries=ENTRIES, data=st.data())
def test_a_journal_cut_anywhere_keeps_every_whole_line_and_sets_the_rest_aside(
    tmp_path_factory, entries, data
):
    path = written(tmp_path_factory.mktemp("record"), entries)
    whole = path.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    ends = [place for place, byte in enumerate(whole) if byte == ord("\n")]
    kept = sum(end <= cut for end in ends)
    with Journal(path.parent) as journal:
        assert bare(journal) == entries[:kept]
        journal.append([{"event": "later"}])
    assert bare(read_lines(path)) == [*entries[:kept], {"event": "later"}]
    aside = path.with_name(f"{NAME}.torn")
    torn = aside.read_bytes().removesuffix(b"\n") if aside.exists() else b""
    assert torn == whole[ends[kept - 1] + 1 if kept else 0 : cut]


def test_what_was_set_aside_is_told_once(tmp_path):
    path = written(tmp_path, [{"event": "a"}])
    with path.open("ab") as file:
        file.write(b'{"n":2,"ev')
    with Journal(tmp_path) as journal:
        assert "10 bytes are set aside in journal.jsonl.torn" in journal.told[0]
    with Journal(tmp_path) as journal:
        assert journal.told == ()


@pytest.mark.parametrize("place", [0, 1])
def test_a_line_changed_before_a_sound_one_is_refused_with_its_number(tmp_path, place):
    path = written(tmp_path, [{"event": "a"}, {"event": "b"}, {"event": "c"}])
    lines = path.read_bytes().split(b"\n")
    lines[place] = lines[place].replace(b'"event"', b'"Event"')
    path.write_bytes(b"\n".join(lines))
    before = path.read_bytes()
    with pytest.raises(RecordError, match=f"journal.jsonl:{place + 1}: this line was changed"):
        Journal(tmp_path).open()
    assert path.read_bytes() == before


def test_a_line_taken_out_is_noticed(tmp_path):
    path = written(tmp_path, [{"event": name} for name in "abcd"])
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(lines[:1] + lines[2:]))
    with pytest.raises(RecordError, match="changed or damaged"):
        read_lines(path)


def test_another_file_of_that_name_is_refused_and_left_alone(tmp_path):
    (tmp_path / NAME).write_text("dear diary\n")
    with pytest.raises(RecordError, match="is no journal"):
        Journal(tmp_path).open()
    assert (tmp_path / NAME).read_text() == "dear diary\n"


def test_a_second_writer_is_told_who_writes(tmp_path):
    with Journal(tmp_path), pytest.raises(RecordError, match=f"written by process {os.getpid()}"):
        Journal(tmp_path).open()
    with Journal(tmp_path) as journal:
        journal.append([{"event": "a"}])


def test_a_writer_that_was_killed_leaves_its_decisions_and_no_lock(tmp_path):
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom detente.record.journal import Journal\n"
        f"journal = Journal(Path({str(tmp_path)!r})).open()\n"
        "journal.append([{'event': 'kept'}])\nprint('ready', flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(RecordError, match=f"process {process.pid}"):
            Journal(tmp_path).open()
        process.send_signal(signal.SIGKILL)
    with Journal(tmp_path) as journal:
        assert bare(journal) == [{"event": "kept"}]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are asked of POSIX")
def test_a_full_disk_takes_nothing_away(tmp_path):
    path = written(tmp_path, [{"event": "a"}])
    before = path.read_bytes()
    script = (
        "import resource, signal\nfrom pathlib import Path\nfrom detente.record.journal import Journal\n"
        f"journal = Journal(Path({str(tmp_path)!r})).open()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 9}, resource.RLIM_INFINITY))\n"
        "try:\n journal.append([{'event': 'b'}])\nexcept OSError as error:\n print(error)\n"
        "except ValueError as error:\n print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "cannot be written: file too large" in done.stdout
    assert path.read_bytes() == before


def test_line_breaks_that_a_tool_has_changed_do_no_harm(tmp_path):
    path = written(tmp_path, [{"event": name} for name in "ab"])
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    lines = read_lines(written(tmp_path, [{"event": "c"}]))
    assert ([entry["event"] for entry in bare(lines)], lines.torn) == (["a", "b", "c"], b"")
