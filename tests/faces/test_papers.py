"""A brief on paper from the command line: the forms asked for stand beside the page."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from detente.cli.papers import asked_papers
from detente.errors import BriefError
from paper_briefs import paper_brief


def test_the_forms_asked_for_are_written_beside_the_page(tmp_path: Path) -> None:
    paths = asked_papers("pdf, DOCX").write(paper_brief("fr"), tmp_path, "brief")
    assert [path.name for path in paths] == ["brief.docx", "brief.pdf"]
    assert paths[1].read_bytes().startswith(b"%PDF-")
    with ZipFile(paths[0]) as archive:
        assert "word/footnotes.xml" in archive.namelist()


def test_a_template_asks_for_the_word_file(tmp_path: Path) -> None:
    (made,) = asked_papers("docx").write(paper_brief("en"), tmp_path, "first")
    (again,) = asked_papers("", template=str(made)).write(paper_brief("en"), tmp_path, "second")
    assert again.name == "second.docx"


@pytest.mark.parametrize(
    ("also", "template", "fonts"), [("odt", "", ""), ("", "absent.docx", ""), ("pdf", "", "absent")]
)
def test_what_cannot_be_written_is_said_before_the_work(also: str, template: str, fonts: str) -> None:
    with pytest.raises(BriefError) as caught:
        asked_papers(also, template=template, fonts=fonts)
    assert caught.value.where.startswith("--")
    assert caught.value.hint
