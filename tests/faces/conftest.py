"""Running the command line in this process."""

import io
import sys
from typing import NamedTuple

import pytest

from detente.cli import main


class Ran(NamedTuple):
    """How a command ended: its status, and what it printed."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs `detente` with the words that are given, and what is typed."""

    def _run(*words: object, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        shown = capsys.readouterr()
        return Ran(status, shown.out, shown.err)

    return _run
