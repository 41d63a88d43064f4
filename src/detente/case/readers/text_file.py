"""The text of a file that a person edits: UTF-8, of bounded size, or one clear error."""

import os
import stat
from pathlib import Path

from detente.errors import SourceError

__all__ = ["MOST_BYTES", "read_text", "text_of"]

MOST_BYTES = 10_000_000

_WIDE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
_ALLOWED_CONTROLS = frozenset("\t\n\r\x85")


def read_text(path: Path) -> str:
    """The text of the file at `path`, without a byte order mark, line ends as they are.

    Raises SourceError for a folder, a file that is missing, locked, larger than 10 MB, binary, or not UTF-8.
    """
    return text_of(_content(path), str(path))


def text_of(content: bytes, where: str) -> str:
    """The text of bytes that were read from `where`; SourceError as for `read_text`."""
    for mark, name in _WIDE.items():
        if content.startswith(mark):
            raise SourceError(f"is encoded as {name}, not as UTF-8", where=f"{where}:1", hint=_SAVE)
    if b"\x00" in content:
        raise SourceError("is a binary file, not text", where=f"{where}:1", hint="give a YAML file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError("is not encoded as UTF-8", where=f"{where}:{line}", hint=_SAVE) from None
    bad = next((i for i, c in enumerate(text) if _is_control(c)), None) if not text.isprintable() else None
    if bad is not None:
        line = text.count("\n", 0, bad) + 1
        what = f"holds the control character U+{ord(text[bad]):04X}"
        raise SourceError(what, where=f"{where}:{line}", hint="delete it and type the text again")
    return text


_SAVE = "save it as UTF-8 (in an editor: save with encoding; or `iconv -t UTF-8`)"


def _content(path: Path) -> bytes:
    where = str(path)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise SourceError("is a folder, a file is needed", where=where, hint="give the file inside it")
        if not stat.S_ISREG(about.st_mode):
            raise SourceError("is not an ordinary file", where=where, hint="give a YAML file")
        if about.st_size > MOST_BYTES:
            raise SourceError(
                f"is {about.st_size / 1e6:,.0f} MB large, more than the {MOST_BYTES // 1_000_000} MB "
                "that a case file may be",
                where=where,
                hint="keep long texts and tables outside the case and cite them as reports",
            )
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("there is no such file", where=where, hint="check the path") from None
    except PermissionError:
        hint = f"allow it with `chmod u+r {path.name}`"
        raise SourceError("there is no permission to read this", where=where, hint=hint) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be read"
        raise SourceError(f"cannot be read: {reason.lower()}", where=where, hint="check the path") from None


def _is_control(char: str) -> bool:
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return char not in _ALLOWED_CONTROLS
    return 0xFFFE <= code <= 0xFFFF or code == 0xFEFF
