"""The page of commands is made from the commands; `python tests/docs/test_commands.py` writes it anew."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from detente.cli.commands import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Every command of `detente` with its arguments and options; made from the commands themselves. `CASE` is a
folder, a file, an Excel workbook, or the name of a bundled case (`detente cases`). What goes wrong is told
with its place and a way out, and the status is then not 0.
"""


DOCS = PAGE.parents[1]
SHOWN = re.compile(r"^ *```sh\n(.*?)```", re.DOTALL | re.MULTILINE)
UNRUN = [page for page in sorted(DOCS.rglob("*.md")) if SHOWN.search(page.read_text("utf-8"))]


def cell(text: str) -> str:
    """A text within the cell of a table; what looks like a placeholder keeps its brackets."""
    return " ".join(text.split()).replace("|", r"\|").replace("<", r"\<").replace("[[", r"\[\[")


def row(one: Any) -> str:
    """An argument by its name in capitals, or an option by its names and what it takes."""
    if one.param_type_name == "option":
        takes = f" {one.metavar}" if one.metavar and not one.is_flag else ""
        shown = " ".join(f"`{name}{takes}`" for name in [*one.opts, *one.secondary_opts])
    else:
        shown = f"`{(one.metavar or one.name.upper()).strip('[]')}`"
    bare = isinstance(one.default, str | int | float) and not isinstance(one.default, bool)
    start = f" Left out: {one.default}." if bare and one.default not in {"", 0} else ""
    needed = " Needed." if one.required else ""
    return f"| {shown} | {cell(one.help or '')}{needed}{start} |"


def sections(command: Any, context: Any) -> Iterator[str]:
    """A section for each command, in alphabetical order; those of a group below it."""
    told = cell((command.help or "").split("\f")[0])
    deep = "##" if context.parent and not context.parent.parent else "###"
    if context.parent:
        yield f"{deep} `{context.command_path}`\n\n{told}\n"
    if hasattr(command, "list_commands"):
        for name in sorted(command.list_commands(context)):
            below = command.get_command(context, name)
            yield from sections(below, below.context_class(below, parent=context, info_name=name))
        return
    rows = [row(one) for one in command.params if one.name != "help" and not getattr(one, "hidden", False)]
    if rows:
        yield "\n".join(["| name | what it says |", "| --- | --- |", *rows, ""])


def page() -> str:
    command: Any = typer.main.get_command(app)
    context = command.context_class(command, info_name="detente")
    return "\n".join([HEAD, *sections(command, context)])


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python tests/docs/test_commands.py`"


def test_the_page_names_commands_of_groups() -> None:
    assert "### `detente accord check`" in page()


@pytest.mark.parametrize("page", UNRUN, ids=lambda p: p.name)
def test_a_command_that_is_shown_and_not_run_has_the_options_it_is_shown_with(page: Path) -> None:
    for block in SHOWN.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] != ["detente"]:
                continue
            command: Any = typer.main.get_command(app)
            rest = words[1:]
            while hasattr(command, "list_commands"):
                command = command.get_command(command.context_class(command), rest.pop(0))
                assert command is not None, line
            known = {name for one in command.params for name in [*one.opts, *one.secondary_opts]}
            asked = {word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
            assert asked <= known, line


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
