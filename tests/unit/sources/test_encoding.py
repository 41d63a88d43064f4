"""Bytes become text by evidence, and what is no text is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.sources.encoding import decode

HEBREW = "הנציגים נפגשו ליד הנהר ודיברו על המעבורת במשך שעה ארוכה"
ARABIC = "اجتمع المبعوثون عند النهر وتحدثوا عن العبارة لمدة ساعة"
RUSSIAN = "Посланники встретились у реки и говорили о пароме целый час"  # noqa: RUF001
FRENCH = "Les émissaires se sont rencontrés près de la rivière, où l’été était déjà là"  # noqa: RUF001


@pytest.mark.parametrize(
    ("text", "codec", "basis"),
    [
        (FRENCH, "utf-8", ""),
        (FRENCH, "utf-8-sig", "read as UTF-8, byte order mark dropped"),
        (HEBREW, "utf-16", "read as UTF-16, byte order mark dropped"),
        ("They met.", "utf-16-le", "read as utf-16-le, judged by its zero bytes"),
        ("They met.", "utf-16-be", "read as utf-16-be, judged by its zero bytes"),
        (FRENCH, "cp1252", "read as cp1252, judged by its letters"),
        (HEBREW, "cp1255", "read as cp1255, judged by its Hebrew letters"),
        (ARABIC, "cp1256", "read as cp1256, judged by its Arabic letters"),
        (RUSSIAN, "cp1251", "read as cp1251, judged by its Cyrillic letters"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_written_in(text: str, codec: str, basis: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.basis == basis


def test_what_a_file_declares_counts_where_it_fits() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), declared="KOI8-R").text == RUSSIAN
    assert decode(FRENCH.encode("cp1252"), declared="unicode_escape").text == FRENCH
    assert decode(FRENCH.encode("cp1252"), declared="no such").text == FRENCH


def test_few_broken_bytes_in_utf_8_are_replaced_and_said() -> None:
    decoded = decode(FRENCH.encode() + b"\xc3")
    assert decoded.text == FRENCH + "\ufffd"
    assert decoded.basis == "read as UTF-8, 1 broken byte sequence replaced"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7 ...", "is a PDF, not a text"),
        (b"PK\x03\x04....", "is an archive (zip, docx, odt, epub), not a text"),
        (b"\x89PNG\r\n", "is a picture, not a text"),
        (b"They\x00met" * 9, "is binary, not a text"),
        (bytes(range(32)) * 4, "is binary, not a text"),
        (bytes(range(128, 256)) * 5, "the encoding cannot be told"),
        (b"\xff\xfe\x00\xd8x", "is not utf-16-le at byte 0"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(SourceError) as fault:
        decode(data, where="daily.txt")
    assert fault.value.what == what
    assert fault.value.where == "daily.txt"
    assert fault.value.hint


@given(st.text(min_size=1).filter(lambda text: "\x00" not in text and text[0] != "\ufeff"))
def test_utf_8_is_kept_to_the_letter_or_refused(text: str) -> None:
    try:
        assert decode(text.encode()).text == text
    except SourceError as fault:
        assert fault.what in {"is binary, not a text", "the encoding cannot be told"}  # noqa: PT017


@given(st.binary(max_size=200))
def test_no_bytes_are_a_traceback(data: bytes) -> None:
    try:
        assert isinstance(decode(data).text, str)
    except SourceError as fault:
        assert str(fault)  # noqa: PT017
