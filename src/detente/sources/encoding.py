"""Bytes read as text by evidence: byte order marks, UTF-8, UTF-16, and the code pages of old web pages.

What is no text (pictures, archives, programs) is refused with its name where it has one.
"""

import codecs
import re
from dataclasses import dataclass

from detente.errors import SourceError

__all__ = ["Decoded", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

_SIGNATURES = (
    (b"%PDF", "a PDF", "save its text, or export it as HTML"),
    (b"PK\x03\x04", "an archive (zip, docx, odt, epub)", "unpack it, or save its text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as text or HTML"),
    (b"\x89PNG", "a picture", "reports are text"),
    (b"\xff\xd8\xff", "a picture", "reports are text"),
    (b"GIF8", "a picture", "reports are text"),
    (b"\x7fELF", "a program", "reports are text"),
    (b"SQLite format 3", "a database", "reports are text"),
)

_PAGES: tuple[tuple[str, str, str], ...] = (
    ("cp1255", "Hebrew", "אבדהוילמנרשתכ"),
    ("cp1256", "Arabic", "ابتدرعلمنهوية"),
    ("cp1251", "Cyrillic", "авдеиклнорстм"),
)
"""Code pages of other scripts, with letters that make up most of what is written in them."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_RUNS = re.compile(rb"[\x80-\xff]{3,}")
_HIGH = bytes(range(128, 256))
_PAGE = re.compile(r"iso8859|cp\d|koi8|gb|big5|shift_jis|euc|mac|ascii")
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, the encoding it was read in, and in words how that was found; "" where it was plain UTF-8."""

    text: str
    encoding: str
    basis: str = ""


def decode(data: bytes, *, declared: str = "", where: str = "") -> Decoded:
    """The text of the bytes, with nothing changed but a byte order mark dropped.

    A mark decides, then UTF-8 if it is that throughout, or with few broken bytes (replaced), then what the
    file itself declares, then the letters (cp1251, cp1252, cp1255 or cp1256). SourceError for an empty file,
    for what is no text, and where nothing fits.

    >>> decode("naïve".encode("cp1252")).basis
    'read as cp1252, judged by its letters'
    """
    if not data:
        raise SourceError("the file is empty", where=where, hint="leave it out, or fetch the report again")
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            basis = f"read as {name}, byte order mark dropped"
            return Decoded(text=_strict(data[len(mark) :], codec, where), encoding=codec, basis=basis)
    wide = _wide(data)
    if wide:
        text = _strict(data, wide, where)
        _refuse_binary(text[:_SAMPLE].encode("utf-8"), where)
        return Decoded(text=text, encoding=wide, basis=f"read as {wide}, judged by its zero bytes")
    _refuse_binary(data, where)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    found = _mended(data) or _declared(data, declared) or _judged(data)
    if found is None:
        raise SourceError(
            "the encoding cannot be told", where=where, hint="save the file as UTF-8 and read it again"
        )
    return found


def _strict(data: bytes, codec: str, where: str) -> str:
    """The text, or SourceError with the place of the first fault."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as fault:
        raise SourceError(
            f"is not {codec} at byte {fault.start}",
            where=where,
            hint="save the file as UTF-8 and read it again",
        ) from None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of a Latin text is zero; "" where that is not so."""
    head = data[:4096]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if len(head) < 4 or len(data) % 2 or max(zeros) * 10 < len(head) * 3 or min(zeros) * 20 > len(head):
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _refuse_binary(data: bytes, where: str) -> None:
    """SourceError for files of other kinds, and where control characters are more than a slip."""
    for signature, name, hint in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"is {name}, not a text", where=where, hint=hint)
    head = data[:_SAMPLE]
    if b"\x00" in head or len(_CONTROLS.findall(head)) * 100 > len(head):
        raise SourceError("is binary, not a text", where=where, hint="reports are text, HTML, feeds or CSV")


def _declared(data: bytes, declared: str) -> Decoded | None:
    """The text in the encoding that the file names, where that is known and fits."""
    try:
        codec = codecs.lookup(declared.strip().strip("\"'"))
        if not _PAGE.match(codec.name):
            return None
        name = "cp1252" if codec.name in {"iso8859-1", "ascii"} else codec.name
        return Decoded(text=data.decode(name), encoding=name, basis=f"read as {name}, as it declares")
    except (LookupError, UnicodeError, ValueError):
        return None


def _judged(data: bytes) -> Decoded | None:
    """The text in the code page whose common letters its high bytes are; None where none fits."""
    sample = data[: 1 << 20]
    high = len(sample) - len(sample.translate(None, _HIGH))
    runs = b"".join(_RUNS.findall(sample))
    codec, basis = "cp1252", "judged by its letters"
    if len(runs) * 2 > high:
        shares = [(_share(runs, letters.encode(page)), page, script) for page, script, letters in _PAGES]
        share, codec, script = max(shares)
        basis = f"judged by its {script} letters"
        if share < 0.6:
            return None
    elif _share(sample.translate(None, bytes(range(128))), _LATIN) < 0.9:
        return None
    try:
        return Decoded(text=data.decode(codec), encoding=codec, basis=f"read as {codec}, {basis}")
    except UnicodeDecodeError:
        return None


def _share(data: bytes, letters: bytes) -> float:
    """How much of the data are these bytes."""
    return (len(data) - len(data.translate(None, letters))) / len(data) if data else 0.0


_LATIN = (
    "".join(map(chr, range(0xC0, 0x100))) + "\xa0¡£§«°·»¿©®ªº€…‘’“”•–—œŒšŠžŽŸ™"  # noqa: RUF001
).encode("cp1252")


def _mended(data: bytes) -> Decoded | None:
    """UTF-8 with its few broken bytes replaced; None where they are not few."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    sound = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    if broken * 4 > sound:
        return None
    many = f"{broken} broken byte sequence{'s' if broken > 1 else ''}"
    return Decoded(text=text, encoding="utf-8", basis=f"read as UTF-8, {many} replaced")
