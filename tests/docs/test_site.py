"""The pages make a site: without a warning, with every page reached, and without anything from elsewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from detente import errors
from detente.web.words import panels

pytestmark = pytest.mark.long  # building takes ten seconds; `make docs` checks the same on the way
ROOT = Path(__file__).resolve().parents[2]
FETCHED = re.compile(
    r"<(?:audio|iframe|img|link|script|source|video)\b[^>]*?\b(?:src|href)=\"((?:https?:)?//[^\"]+)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once: links, anchors and the reach of every page are checked on the way."""
    to = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", to / "read"]
    done = subprocess.run(
        [*command, ROOT / "docs", to / "html"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return to / "html"


def test_a_page_fetches_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert not FETCHED.findall(page.read_text(encoding="utf-8")), page.name
    for style in site.rglob("*.css"):
        assert not re.search(
            r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text(encoding="utf-8")
        ), style


def test_every_page_becomes_one_of_the_site(site: Path) -> None:
    pages = {page.relative_to(ROOT / "docs").with_suffix("") for page in (ROOT / "docs").rglob("*.md")}
    assert pages <= {page.relative_to(site).with_suffix("") for page in site.rglob("*.html")}


def test_the_site_says_its_language_fits_a_phone_and_can_be_searched_without_a_server(site: Path) -> None:
    first = (site / "index.html").read_text(encoding="utf-8")
    assert 'lang="en"' in first
    assert 'content="width=device-width,initial-scale=1"' in first.replace(", ", ",")
    found = (site / "searchindex.js").read_text(encoding="utf-8")
    assert found.startswith("Search.setIndex(")
    assert "how-to/workbench" in found


def test_the_page_of_errors_names_them_all() -> None:
    rows = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8").splitlines()
    named = {row.split("`")[1] for row in rows if row.startswith("| `")}
    every = {name for name in errors.__all__ if isinstance(getattr(errors, name), type)}
    assert named == {name for name in every if issubclass(getattr(errors, name), Exception)}


def test_the_page_of_the_workbench_tells_every_panel() -> None:
    text = (ROOT / "docs" / "how-to" / "workbench.md").read_text(encoding="utf-8")
    table = text.split("## The panels")[1].split("## Keys")[0]
    assert re.findall(r"^\| ([A-Z][^|]*?) \|", table, re.MULTILINE) == [told for _, _, told in panels()]
