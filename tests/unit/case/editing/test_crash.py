"""Editors that are killed or that edit at once: nothing acknowledged is lost, nothing is half written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.case.editing.folder import CaseFolder
from detente.case.editing.log import NAME
from detente.errors import NotSaved
from edited_cases import bytes_of, edited, ferry

SCRIPT = Path(__file__).parents[3] / "forked_editors.py"
HIGH = "preferences.NO.scores.fee.low"


def ran(what: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, what, folder], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.parametrize("what", ["killed", "two"])
def test_editors_in_processes_of_their_own_lose_nothing(tmp_path, what):
    done = ran(what, tmp_path / "ferry")
    assert (done.returncode, done.stderr) == (0, "")


def cut_off(folder):
    """The folder as left by a writer who ended after the line of the journal and before moving the file."""
    before = bytes_of(folder)
    made = edited(folder, HIGH, [0, 1, 3]).made[0]
    file = folder.path / made.file
    part = file.with_name(f".{file.name}.edit-1.part")
    part.write_bytes(file.read_bytes())
    file.write_bytes(before[made.file])
    return file, part


def test_what_was_decided_is_completed_by_the_next_who_opens_the_folder(tmp_path):
    folder = ferry(tmp_path / "ferry")
    _, part = cut_off(folder)
    assert CaseFolder.open(folder.path).value(HIGH) == [0, 1, 3]
    assert not part.exists()


def test_what_was_not_decided_is_taken_back(tmp_path):
    folder = ferry(tmp_path / "ferry")
    before = bytes_of(folder)
    _, part = cut_off(folder)
    (folder.path / NAME).write_bytes((folder.path / NAME).read_bytes()[:-20])
    assert CaseFolder.open(folder.path).history() == ()
    assert (bytes_of(folder), part.exists()) == (before, False)


def test_what_was_decided_is_made_anew_in_a_file_that_was_changed_by_hand(tmp_path):
    folder = ferry(tmp_path / "ferry")
    file, part = cut_off(folder)
    file.write_text(file.read_text().replace("day: 1", "day: 5"))
    opened = CaseFolder.open(folder.path)
    assert (opened.value(HIGH), opened.value("preferences.NO.scores.times.day")) == ([0, 1, 3], 5)
    assert (opened.conflicts(), part.exists()) == ((), False)


def test_what_was_decided_becomes_a_conflict_where_the_value_was_changed_by_hand(tmp_path):
    folder = ferry(tmp_path / "ferry")
    file, _ = cut_off(folder)
    file.write_text(file.read_text().replace("[ 0,1,  2.0 ]", "[0, 1, 9]"))
    [conflict] = CaseFolder.open(folder.path).conflicts()
    assert (conflict.theirs, conflict.yours) == ([0, 1, 9], [0, 1, 3])


def test_a_link_in_the_folder_is_not_written_through(tmp_path):
    folder = ferry(tmp_path / "ferry")
    (folder.path / "case.yaml").rename(tmp_path / "elsewhere.yaml")
    (folder.path / "case.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(NotSaved, match="a link to another file"):
        edited(folder, "title", "New")
    assert CaseFolder.open(folder.path).case().title == "The ferry: who pays?"
