"""Starting the server: what is missing or cannot be read is told before anything is served."""

import sys
from pathlib import Path

import pytest

import detente as dt
from detente.errors import DetenteError, MissingExtra


def test_without_the_sdk_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    with pytest.raises(MissingExtra, match=r"detente\[mcp\]"):
        dt.serve_assistants()


@pytest.mark.parametrize("given", ["case", "record", "accord"])
def test_what_is_not_there_is_told_before_serving(given: str, tmp_path: Path) -> None:
    pytest.importorskip("mcp")
    with pytest.raises(DetenteError):
        dt.serve_assistants(**{given: str(tmp_path / "nothing")})


def test_a_question_needs_some_time() -> None:
    pytest.importorskip("mcp")
    with pytest.raises(DetenteError, match="some time"):
        dt.serve_assistants(seconds=0)
