"""The README keeps its word: its Python runs as shown, its commands exist, its links lead somewhere."""

import doctest
import re
from pathlib import Path

import pytest

from detente.cli.commands import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_python_of_a_page_runs_as_shown(page: Path) -> None:
    blocks = re.findall(r"```python\n(>>>.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    globs: dict[str, object] = {}
    for number, block in enumerate(blocks):
        example = parser.get_doctest(block, globs, f"{page.name}[{number}]", str(page), 0)
        runner.run(example, clear_globs=False)
        globs = example.globs
    assert runner.summarize(verbose=False).failed == 0


def test_every_command_is_on_the_readme_and_every_one_there_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`detente ([a-z-]+)", text))
    single = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert named == single | {group.name for group in app.registered_groups}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
