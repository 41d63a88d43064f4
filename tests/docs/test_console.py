"""What a page shows of a shell runs as shown: commands begin with `$ `.

`...` stands for what may differ: within a line for any words, alone on a line for any number of lines. The
commands of a page run in one temporary folder, with a copy of the folder beside the page that bears its
name. A block whose first line is `# NAME` is a file of that folder.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWN = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
FILE = re.compile(r"# ([\w-]+\.(?:yaml|txt))\n")
PAGES = [page for page in sorted((ROOT / "docs").rglob("*.md")) if "```console\n" in page.read_text("utf-8")]


def told(script: str, folder: Path) -> str:
    """What a command prints to both streams, in order."""
    start = f'detente() {{ {shlex.quote(sys.executable)} -m detente "$@"; }}\n'
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "PYTHONPATH") if key in os.environ}
    how = {"PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80"}
    done = subprocess.run(
        ["bash", "-c", f"{start}exec 2>&1\n{script}"],
        cwd=folder,
        env=kept | how,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.stdout


def fits(shown: str, got: str) -> bool:
    """Whether what is shown, with its `...`, is what was printed."""
    lines = (
        r"(?:[^\n]*\n)*" if line == "..." else r"[^\n]*".join(map(re.escape, line.split("..."))) + r"\n"
        for line in shown.splitlines()
    )
    return re.fullmatch("".join(lines), got) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="the pages show a POSIX shell")
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    beside = page.with_suffix("")
    if beside.is_dir():
        shutil.copytree(beside, tmp_path / beside.name)
    for kind, block in SHOWN.findall(page.read_text(encoding="utf-8")):
        named = FILE.match(block)
        if named:
            text = block[named.end() :] if kind == "text" else block
            (tmp_path / named.group(1)).write_text(text, encoding="utf-8")
        for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:] if kind == "console" else ():
            script, _, expected = command.partition("\n")
            got = told(script, tmp_path)
            assert fits(expected, got), f"{page.name}: $ {script}\nshown:\n{expected}\ngot:\n{got}"


def test_what_is_shown_is_compared() -> None:
    assert fits("a ... c\n...\nd\n", "a b c\nd\n")
    assert fits("...\nd\n", "a\nb\nd\n")
    assert not fits("a ... c\n", "a b\nc\n")
    assert not fits("d\n", "c\nd\n")


def test_there_are_pages_that_show_commands() -> None:
    assert {"packs.md", "reports.md"} <= {page.name for page in PAGES}
