"""Office files that somebody made to harm, or made by mistake, as bytes."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

__all__ = ["HOSTILE", "rezipped", "zipped"]

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "secret-echo"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def rezipped(content: bytes, name: str, part: bytes | str) -> bytes:
    """The file with one part replaced."""
    with ZipFile(BytesIO(content)) as archive:
        parts: dict[str, bytes | str] = {one: archive.read(one) for one in archive.namelist()}
    return zipped(parts | {name: part})


def _office(kind: str, part: bytes | str) -> bytes:
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    return zipped({"[Content_Types].xml": _TYPES, main: part})


HOSTILE = {
    "no office file": lambda _: b"<script>secret-echo</script>",
    "empty": lambda _: b"",
    "a zip bomb": lambda kind: _office(kind, b"0" * 60_000_000),
    "an entity": lambda kind: _office(kind, _BOMB),
    "the other kind": lambda kind: _office({"docx": "xlsx", "xlsx": "docx"}[kind], "<a/>"),
    "damaged XML": lambda kind: _office(kind, "<a><secret-echo"),
    "a part outside": lambda kind: zipped({"../secret-echo": "x", "[Content_Types].xml": _TYPES}),
}
"""Each by what it is: a function of the kind that is expected, docx or xlsx."""
