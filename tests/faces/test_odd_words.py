"""Odd words on the command line, and streams that are closed, full, narrow or not UTF-8."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import detente as dt

HERE = Path(__file__).parents[1] / "unit" / "case" / "bad_input"
DETENTE = [sys.executable, "-m", "detente"]


def ran(*words: str, rest: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; `rest` is what follows it on a line of bash."""
    command = ["bash", "-c", f'"$@" {rest}; exit ${{PIPESTATUS[0]}}', "bash", *DETENTE, *words]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=env, check=False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), None),
        (("nonsense",), "no such command 'nonsense'"),
        (("zone",), "missing argument 'CASE'"),
        (("zone", "two-rivers", "--nonsense"), "no such option: --nonsense"),
        (("odds", "two-rivers", "--draws", "0"), "invalid value for '--draws': it should be at least 8"),
        (("odds", "two-rivers", "--seed", "x"), "invalid value for '--seed': it should be a whole number"),
        (("zone", ""), "an argument is empty"),
        (("zone", "two-rivers", "--as-of", ""), "an argument is empty"),
        (("zone", "two-rivers", "--as-of="), "an argument is empty"),
    ],
)
def test_a_misused_option_is_told_in_our_form(words, told) -> None:
    text = ran(*words)
    if told is None:
        assert (text.returncode, text.stderr) == (0, "")
        return
    assert (text.returncode, text.stdout) == (2, "")
    assert text.stderr.startswith(f"detente: {told}")
    assert "\n  try: " in text.stderr
    assert json.loads(ran(*words, "--json").stderr)["what"].startswith(told)


def test_a_very_long_word_is_not_told_in_full() -> None:
    assert len(ran("zone", "two-rivers", "--scenario", "x" * 5000).stderr) < 400


@pytest.mark.parametrize("rest", ["| head -n 1", ">&-"])
def test_a_reader_that_leaves_is_no_error(rest: str) -> None:
    text = ran("estimate", "gaza-2024", rest=rest)
    assert (text.returncode, text.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")  # noqa: PTH110
def test_output_that_cannot_be_written_is_one_clear_error() -> None:
    text = ran("schema", "case", rest="> /dev/full")
    assert text.returncode == 2
    assert text.stderr.startswith("detente: No space left on device\n  try: ")


def test_a_terminal_without_unicode_gets_escapes_and_json_stays_utf8() -> None:
    environment = {"PYTHONIOENCODING": "ascii"}
    assert "\\u0633" in ran("zone", "two-rivers", **environment).stdout
    assert "ساحل" in ran("zone", "two-rivers", "--json", **environment).stdout


@pytest.mark.parametrize("columns", ["0", "1", "40"])
def test_a_narrow_terminal_loses_no_word(columns: str) -> None:
    assert "Steppe League" in ran("zone", "two-rivers", COLUMNS=columns, NO_COLOR="1").stdout


def test_a_brief_without_a_zone_says_why_and_makes_no_folder(tmp_path: Path) -> None:
    text = (HERE / "base.yaml").read_text("utf-8")
    (tmp_path / "case.yaml").write_text(text.partition("preferences:")[0], "utf-8")
    said = ran("brief", str(tmp_path / "case.yaml"), "-o", str(tmp_path / "out"))
    assert (said.returncode, said.stdout) == (2, "")
    assert "the case has no preferences for" in said.stderr
    assert not (tmp_path / "out").exists()


def test_square_brackets_in_a_title_are_text(tmp_path: Path) -> None:
    case = dt.example("panama-canal-1974").with_(title="[/red] [b]")
    said = ran("brief", str(dt.write_case(case, tmp_path)), "-o", str(tmp_path / "out"), "--draws", "8")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("[/red] [b]")
