"""Files of Word and Excel opened with care: a zip of XML parts, from anybody, that must not harm the reader.

What is refused: a file that is no zip, that holds a password, too many parts, a part that unpacks to far
more than it is packed in, a document type or an entity in XML, a name that leaves its folder. Nothing is
written to disk, no macro and no formula is run, no address is opened.
"""

from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile, ZipInfo

from detente.errors import SourceError

__all__ = ["MOST_BYTES", "OfficeFile", "open_office"]

MOST_BYTES: Final = 20_000_000
"""The largest file that is opened, packed."""
_MOST_UNPACKED: Final = 200_000_000
_MOST_PARTS: Final = 2_000
_MOST_RATIO: Final = 200
_SMALL: Final = 1_000_000


class OfficeFile:
    """The parts of an opened file by their names; each is unpacked when it is asked for."""

    def __init__(self, archive: ZipFile, where: str, content: bytes) -> None:
        self._archive = archive
        self.where = where
        self.content = content

    def names(self) -> tuple[str, ...]:
        """The names of the parts, in alphabetical order."""
        return tuple(sorted(self._archive.namelist()))

    def part(self, name: str) -> bytes:
        """The bytes of a part; SourceError when it is missing, damaged or larger than it says."""
        try:
            info = self._archive.getinfo(name)
            with self._archive.open(info) as file:
                found = file.read(info.file_size + 1)
        except KeyError:
            raise self._refused(f"the part {name!r} is missing", "save the file again") from None
        except Exception:  # noqa: BLE001 - zip modules raise many kinds for damaged input
            raise self._refused(f"the part {name!r} is damaged", "save the file again") from None
        if len(found) > info.file_size:
            raise self._refused(f"the part {name!r} is larger than it says", "save the file again")
        return found

    def xml(self, name: str) -> Element:
        """The root of a part that is XML; SourceError for a document type, entities or damaged XML."""
        from xml.etree.ElementTree import ParseError, fromstring
        from xml.parsers.expat import ExpatError, ParserCreate

        content = self.part(name)
        first = ParserCreate()
        first.StartDoctypeDeclHandler = self._no_document_type
        try:
            first.Parse(content, True)  # noqa: FBT003 - how expat is told that this is all
            found = fromstring(content)  # noqa: S314 - document types were refused just above
        except SourceError:
            raise
        except (ParseError, ExpatError, ValueError, LookupError):
            raise self._refused(f"the part {name!r} is damaged XML", "save the file again") from None
        return found

    def _no_document_type(self, *_: object) -> None:
        raise self._refused("its XML declares a document type", "save the file again with an office program")

    def _refused(self, what: str, hint: str) -> SourceError:
        return SourceError(what, where=self.where, hint=hint)


def open_office(source: str | Path | bytes, *, kind: str, where: str = "") -> OfficeFile:
    """A Word ("docx") or Excel ("xlsx") file from a path or its bytes, looked over before it is read.

    `where` is the name that errors give it when bytes are passed. Raises SourceError for what is refused.

    >>> open_office(b"hello", kind="docx", where="answer.docx")
    Traceback (most recent call last):
    detente.errors.SourceError: answer.docx: this is not a .docx file
      try: save it as .docx with an office program
    """
    named = where or (str(source) if isinstance(source, (str, Path)) else f"the {kind} file")
    content = source if isinstance(source, bytes) else _read(Path(source), named)
    if len(content) > MOST_BYTES:
        hint = f"the limit is {MOST_BYTES // 1_000_000} MB; leave out pictures"
        raise SourceError("the file is too large", where=named, hint=hint)
    try:
        archive = ZipFile(BytesIO(content))
        infos = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
        hint = f"save it as .{kind} with an office program"
        raise SourceError(f"this is not a .{kind} file", where=named, hint=hint) from None
    _look_over(infos, kind, named)
    return OfficeFile(archive, named, content)


def _read(path: Path, named: str) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            return b"\0" * (MOST_BYTES + 1)
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "the file cannot be read").lower()
        raise SourceError(reason, where=named, hint="check the path and its permissions") from None


def _look_over(infos: list[ZipInfo], kind: str, named: str) -> None:
    """Raises SourceError for an archive that no office program would write."""
    hint = "save it again with an office program"
    if any(info.flag_bits & 1 for info in infos):
        raise SourceError("the file holds a password", where=named, hint="save it without a password")
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise SourceError("the file unpacks to more than is read", where=named, hint=hint)
    for info in infos:
        if info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(info.compress_size, 1):
            raise SourceError("a part is packed beyond belief", where=named, hint=hint)
        if info.filename.startswith(("/", "\\")) or ".." in info.filename.replace("\\", "/").split("/"):
            raise SourceError("a part has a name outside the file", where=named, hint=hint)
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    names = {info.filename for info in infos}
    if main not in names:
        raise SourceError(f"this is not a .{kind} file", where=named, hint=f"save it as .{kind}")
    if len(names) < len(infos):
        raise SourceError("two parts have one name", where=named, hint=hint)
