"""The facade: a short, closed list of names, lazy, each with a docstring, none the name of a subpackage."""

import subprocess
import sys
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ["numpy", "scipy", "pydantic", "altair", "icalendar", "numba", "jinja2", "ruamel", "typer", "rich"]


def test_the_list_of_names_is_alphabetical_and_complete() -> None:
    assert list(detente.__all__) == sorted(detente.__all__)
    assert dir(detente) == sorted(detente.__all__)
    assert len(detente.__all__) <= 170


@pytest.mark.parametrize("name", detente.__all__)
def test_a_public_name_can_be_imported_and_is_documented(name: str) -> None:
    value = getattr(detente, name)
    assert value.__doc__


@pytest.mark.parametrize("name", detente.__all__)
def test_a_public_name_is_on_the_reference_page(name: str) -> None:
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page


def test_no_public_name_is_the_name_of_a_subpackage() -> None:
    folders = {p.name for p in (ROOT / "src" / "detente").iterdir() if p.is_dir()}
    assert not folders & set(detente.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = detente.nothing_of_the_kind


@pytest.mark.parametrize("code", ["import detente", "import detente.cli"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    allowed = {"typer"} if "cli" in code else set()
    script = f"{code}; import sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(eval(done.stdout)) <= allowed  # noqa: S307


def test_asking_for_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom detente.cli import main\nsys.argv=['detente','--help']\n"
        "try:\n main()\nexcept SystemExit:\n pass\n"
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(eval(done.stdout.splitlines()[-1])) <= {"typer"}  # noqa: S307
