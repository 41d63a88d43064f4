"""Word and Excel files from anybody: what harms is refused with one clear error, before anything is read."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.sources.office_file import open_office

MAIN = "word/document.xml"


def zipped(**parts: str | bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def test_a_plain_file_gives_its_parts() -> None:
    office = open_office(zipped(**{MAIN: "<w><p/></w>"}), kind="docx")
    assert office.names() == (MAIN,)
    assert office.xml(MAIN).tag == "w"


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"a.txt": "x"}, "not a .docx file"),
        ({MAIN: "<w/>", "../x": "x"}, "outside the file"),
        ({MAIN: "<w/>", "/etc/x": "x"}, "outside the file"),
        ({MAIN: "<w/>", "big": b"\0" * 5_000_000}, "packed beyond belief"),
        ({MAIN: "<w/>", **{f"p{k}": "" for k in range(2001)}}, "unpacks to more"),
    ],
)
def test_an_archive_that_no_office_program_writes_is_refused(
    parts: dict[str, str | bytes], what: str
) -> None:
    with pytest.raises(SourceError, match=what):
        open_office(zipped(**parts), kind="docx", where="answer.docx")


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>',
        '<!DOCTYPE w SYSTEM "file:///etc/passwd"><w/>',
        "<w>&a;</w>",
        "<w>",
        "",
        '<?xml version="1.0" encoding="none"?><w/>',
    ],
)
def test_entities_document_types_and_damage_in_xml_are_refused(xml: str) -> None:
    office = open_office(zipped(**{MAIN: xml}), kind="docx", where="answer.docx")
    with pytest.raises(SourceError, match=r"answer\.docx: (its XML declares|the part)"):
        office.xml(MAIN)


def test_a_file_beyond_the_limit_is_refused_before_it_is_opened(tmp_path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(SourceError, match="too large"):
        open_office(path, kind="xlsx")


@given(st.binary(max_size=400), st.integers(0, 200))
def test_damage_is_an_error_of_ours_or_no_matter(noise: bytes, at: int) -> None:
    good = zipped(**{MAIN: "<w><p>text</p></w>"})
    bad = good[:at] + noise + good[at + len(noise) :]
    try:
        office = open_office(bad, kind="docx")
        office.xml(MAIN)
    except SourceError:
        pass
