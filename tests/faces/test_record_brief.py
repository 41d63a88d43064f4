"""The briefs that tell a record, from the command line."""

from pathlib import Path

import pytest

REPORT = """The port said on Monday that the strike must end. The union rejected the offer of 4 percent.

"We will not go back to work before there is a written offer," Ana Vale, the union's leader, told reporters.
"""


@pytest.fixture
def record(run, tmp_path: Path) -> str:
    """A record folder of one invented report."""
    report = tmp_path / "herald-2031-03-03.txt"
    report.write_text(REPORT, encoding="utf-8")
    folder = str(tmp_path / "record")
    run("read", str(report), "--to", folder, "--today", "2031-12-31")
    return folder


def test_the_brief_of_a_record_is_a_page_whose_lines_lead_to_their_passages(
    run, record: str, tmp_path: Path
) -> None:
    done = run("record", "brief", record, "--since", "2031-01-01", "-o", str(tmp_path / "out"))
    page = (tmp_path / "out" / "record.html").read_text(encoding="utf-8")
    assert "brief: " in done.out
    assert 'href="#passage-Q1"' in page
    assert 'id="passage-Q1"' in page
    assert "What changed since 1 January 2031" in page
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"record.html", "record.json", "record.md"}


def test_a_day_without_a_record_is_an_error_with_its_way_out(run) -> None:
    done = run("brief", "panama-canal-1974", "--since", "2031-01-01")
    assert done.status == 2
    assert "add --record RECORD" in done.err
