"""One word a thing: the words that the glossary avoids do not stand in public names."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split("|") for line in GLOSSARY.splitlines() if line.startswith("| ")][2:]
AVOIDED = {word.strip() for row in ROWS for word in row[3].split(",") if word.strip()}
MODULES = sorted((ROOT / "src" / "detente").rglob("*.py"))


def public_names(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


def test_the_glossary_avoids_some_words() -> None:
    assert {"player", "stakeholder", "bid"} <= AVOIDED


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_public_name_uses_the_words_of_the_glossary(path: Path) -> None:
    for name in public_names(path):
        words = set(re.sub(r"([A-Z])", r"_\1", name).lower().split("_"))
        assert not words & AVOIDED, name
