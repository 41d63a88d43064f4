"""The PDF: tagged, the same bytes in every process, hostile text printed as it is, no character lost."""

import hashlib
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from detente.brief.pdf import pdf
from detente.brief.pdf.glyphs import _points, check_glyphs
from detente.brief.pdf.typesetting import FONTS
from detente.errors import BriefError, MissingExtra
from paper_briefs import HOSTILE, TEXTS, paper_brief

TESTS = Path(__file__).resolve().parents[3]
PROGRAM = """
import hashlib, sys
from detente.brief.pdf import pdf
from paper_briefs import paper_brief
sys.stdout.write(hashlib.sha256(pdf(paper_brief("he"))).hexdigest())
"""


def unpacked(content: bytes) -> str:
    """A PDF with its packed streams unpacked."""
    found = content.decode("latin-1")
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            found += zlib.decompress(packed).decode("latin-1")
        except zlib.error:
            continue
    return found


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_a_pdf_is_tagged_and_says_its_language(language: str) -> None:
    told = unpacked(pdf(paper_brief(language)))
    assert f"Lang({language})/StructTreeRoot" in told
    assert "pdfuaid:part" in told


def test_a_pdf_has_the_same_bytes_in_another_process() -> None:
    command = [sys.executable, "-c", PROGRAM]
    other = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=True).stdout
    assert hashlib.sha256(pdf(paper_brief("he"))).hexdigest() == other


def test_a_pdf_holds_no_date() -> None:
    assert "CreationDate" not in unpacked(pdf(paper_brief("en")))


def test_hostile_text_is_printed() -> None:
    assert pdf(paper_brief("en", data=HOSTILE)).startswith(b"%PDF-")


def test_a_character_that_no_font_holds_is_named_with_its_section() -> None:
    with pytest.raises(BriefError, match=r"U\+0F56, tibetan letter ba\) in the section 'answer'") as caught:
        pdf(paper_brief("en", data="བོད"))
    assert "fonts=" in caught.value.hint


def test_a_folder_of_fonts_is_looked_into(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"no font")
    with pytest.raises(BriefError, match="not a font"):
        check_glyphs(paper_brief("en"), tmp_path)
    with pytest.raises(BriefError, match="no such file"):
        check_glyphs(paper_brief("en"), tmp_path / "absent")
    check_glyphs(paper_brief("he"), FONTS)


def test_each_font_stands_beside_its_licence() -> None:
    families = {path.stem.partition("-")[0] for path in FONTS.glob("*.ttf")}
    texts = {path.stem.removeprefix("OFL-"): path.read_text("utf-8") for path in FONTS.glob("OFL-*.txt")}
    assert set(texts) == families
    assert all("SIL Open Font License, Version 1.1" in text for text in texts.values())


@pytest.mark.parametrize("library", ["typst", "fontTools.ttLib"])
def test_a_library_that_is_missing_is_named_with_its_extra(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _points.cache_clear()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=r"detente\[report\]"):
        pdf(paper_brief("en"))
