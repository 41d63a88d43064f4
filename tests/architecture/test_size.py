"""Ceilings: modules of 400 lines (the command line 600), functions of 50, no drawer without a name."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "detente"
MODULES = sorted(SRC.rglob("*.py"))
NAMELESS = {"utils", "common", "helpers", "misc"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_module_stays_small(path: Path) -> None:
    ceiling = 600 if path.relative_to(SRC).parts[0].startswith("cli") else 400
    assert len(path.read_text(encoding="utf-8").splitlines()) <= ceiling
    assert path.stem not in NAMELESS


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_function_stays_small(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            start = node.body[0].end_lineno if ast.get_docstring(node) else node.lineno
            assert (node.end_lineno or 0) - (start or 0) <= 50, f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_module_says_what_it_holds(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), (
        "a module begins with its docstring"
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_module_reads_the_clock_or_draws_from_the_global_generator(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    clock = path.relative_to(SRC).as_posix() == "cli/clock.py"
    for forbidden in (
        "datetime.now",
        "date.today",
        "time.time(",
        *(() if clock else ("time.gmtime", "time.localtime", "time.strftime")),
        "np.random.seed",
        "np.random.rand",
        "import random",
    ):
        assert forbidden not in text, forbidden
