"""Odd words on the command line, and streams that are closed, full, narrow or not UTF-8."""

import json
import os
import subprocess
import sys

import pytest

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
