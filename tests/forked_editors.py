"""Editors in processes of their own: one that is killed again and again, two that edit at once.

Run as `python forked_editors.py killed|two FOLDER`; what does not hold raises. The processes are forked here,
where nothing but the case has been loaded.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from detente.case.editing.files import left_over
from detente.case.editing.folder import CaseFolder
from detente.case.editing.log import Edit
from edited_cases import AT, edited, ferry

ROUNDS = 25
EDITS = 40
COUNT = "preferences.NO.scores.fee.low"
OTHER = "preferences.عمق.scores.times.night"


def started(work: Callable[[int], None]) -> tuple[int, int]:
    """A forked process that does the work, and the end of a pipe to read what it tells."""
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(telling)
        except BaseException:  # noqa: BLE001  # told by the parent's stderr
            traceback.print_exc()
        os._exit(0)
    os.close(telling)
    return child, reading


def counting(folder: Path, telling: int) -> None:
    """Counts up in two files at once, and tells each number once it is acknowledged."""
    case = CaseFolder.open(folder)
    while True:
        number = case.value(OTHER) + 1
        both = [Edit(path=path, value=number, seen=number - 1, by="Ana") for path in (COUNT, OTHER)]
        assert len(case.edit(both, at=AT).made) == 2
        os.write(telling, b"%d\n" % number)


def killed(folder: Path) -> None:
    """After every kill the case is whole, holds what was acknowledged, and nothing is left lying."""
    case = ferry(folder)
    edited(case, COUNT, 1)
    for turn in range(ROUNDS):
        child, reading = started(lambda telling: counting(folder, telling))
        told = os.read(reading, 64) if turn % 5 else b""
        time.sleep((turn * 7 % 25 + (0 if told else 45)) / 1000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 4096):
            told += more
        os.close(reading)
        case = CaseFolder.open(folder)
        assert case.case().id == "ferry"
        assert not left_over(folder)
        assert not list(folder.rglob("*.part"))
        assert case.value(COUNT) == case.value(OTHER)
        assert case.value(OTHER) >= int((told.split() or [b"1"])[-1])
        assert case.history()[-1].after == case.value(OTHER)


def writing(folder: Path, me: str, own: str, telling: int) -> None:
    """Edits a path of one's own and one that both edit, in turn; tells how many were made and kept.

    What both edit was seen one edit ago, so that the other may have changed it since.
    """
    case, made, kept = CaseFolder.open(folder), 0, 0
    shared = case.value("title")
    for number in range(EDITS):
        path, seen = (own, case.value(own)) if number % 2 else ("title", shared)
        shared = case.value("title") if number % 2 else shared
        value = float(10 + number) if number % 2 else f"{me} {number}"
        done = case.edit(Edit(path=path, value=value, seen=seen, by=me), at=AT)
        assert len(done.made) + len(done.conflicts) == 1
        assert number % 2 == 0 or done.made
        made, kept = made + len(done.made), kept + len(done.conflicts)
    os.write(telling, b"%d %d" % (made, kept))


def two(folder: Path) -> None:
    """Every acknowledged edit is in the history, and each began where the one before it ended."""
    ferry(folder)
    children = [
        started(lambda telling: writing(folder, "Ana", COUNT, telling)),
        started(lambda telling: writing(folder, "Ben", OTHER, telling)),
    ]
    told = []
    for child, reading in children:
        told.append([int(word) for word in os.read(reading, 64).split()])
        os.waitpid(child, 0)
    case = CaseFolder.open(folder)
    history = case.history()
    assert [len(history), len(case.conflicts())] == [sum(one) for one in zip(*told, strict=True)]
    assert len(history) + len(case.conflicts()) == 2 * EDITS
    for path in ("title", COUNT, OTHER):
        edits = [made for made in history if made.path == path]
        assert all(now.before == then.after for then, now in pairwise(edits))
        assert edits[-1].after == case.value(path)
    assert all(conflict.theirs != conflict.base for conflict in case.conflicts())


if __name__ == "__main__":
    {"killed": killed, "two": two}[sys.argv[1]](Path(sys.argv[2]))
