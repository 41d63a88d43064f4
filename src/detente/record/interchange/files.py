"""Files of records: read with limits and a line for every fault, written whole or not at all."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from detente.errors import Problem, RecordError, SourceError

__all__ = [
    "LARGEST",
    "LONGEST",
    "Findings",
    "read_start",
    "read_text",
    "shown",
    "sized",
    "whole",
    "write_pieces",
]

LARGEST = 256 * 2**20
"""The largest file that is read, in bytes."""

LONGEST = 1_000_000
"""The longest single text (a passage, a title, a note) that a file of records may hold, in code points."""

MOST = 100
"""How many problems of one file are listed."""


class Findings:
    """The problems found in one file, raised together as one RecordError; at most 100 are listed."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, what: str, *, line: int = 0, path: str = "", hint: str = "") -> None:
        """Notes a problem; when too many are noted, the rest of the file is not looked at."""
        self.problems.append(Problem(path=path, what=what, hint=hint, file=self.file, line=line))
        if len(self.problems) >= MOST:
            self.problems.append(
                Problem(
                    path="", what="further problems are not listed", hint="mend these first", file=self.file
                )
            )
            self.stop()

    def fail(self, what: str, *, line: int = 0, path: str = "", hint: str = "") -> NoReturn:
        """Notes a problem after which nothing more can be read, and raises all."""
        self.problems.append(Problem(path=path, what=what, hint=hint, file=self.file, line=line))
        raise RecordError.of(self.problems)

    def stop(self) -> None:
        """Raises RecordError with everything found, when anything was."""
        if self.problems:
            raise RecordError.of(self.problems)


def shown(value: object) -> str:
    """A value as an error shows it, cut when it is long.

    >>> shown("a" * 100)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..."
    """
    text = repr(value if not isinstance(value, str) else value[:80])
    return text if len(text) <= 60 else f"{text[:40]}..."


def sized(path: Path) -> int:
    """The size of a plain file in bytes; SourceError when it is none, cannot be read, or is too large."""
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode):
            with path.open("rb"):
                pass
    except FileNotFoundError:
        hint = "check the spelling of the path"
        raise SourceError("there is no such file", where=str(path), hint=hint) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        hint = "ask for the right to read it"
        raise SourceError(f"cannot be read: {why}", where=str(path), hint=hint) from None
    if stat.S_ISDIR(found.st_mode):
        raise SourceError("is a folder", where=str(path), hint="name a file")
    if not stat.S_ISREG(found.st_mode):
        raise SourceError("is no plain file", where=str(path), hint="name a file on a disk")
    if found.st_size > LARGEST:
        what = f"holds {found.st_size:,} bytes; at most {LARGEST:,} are read"
        raise SourceError(what, where=str(path), hint="split it")
    return found.st_size


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, line breaks as they are, without a byte order mark; SourceError otherwise."""
    sized(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 text: byte {data[error.start]:#04x}"
        hint = "export it again as UTF-8"
        raise SourceError(what, where=f"{path}:{line}", hint=hint) from None


def read_start(path: Path) -> bytes:
    """The first 64 KiB of a file."""
    sized(path)
    with path.open("rb") as file:
        return file.read(65536)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to, moved there in one step when nothing went wrong.

    A file that was there keeps its permissions, and stays as it was when anything fails. Raises SourceError
    when the place cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise SourceError("is a folder", where=str(path), hint="name a file")
        yield beside
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except OSError as error:
        what = f"cannot be written: {error.strerror or error}"
        hint = "make the folder, name another place, or ask for the right to write there"
        raise SourceError(what, where=str(path), hint=hint) from None
    finally:
        _remove(beside)


def write_pieces(path: Path, pieces: Iterable[str], *, encoding: str = "utf-8") -> None:
    """Writes a text in pieces, line breaks as they are."""
    with path.open("w", encoding=encoding, newline="") as file:
        for piece in pieces:
            file.write(piece)


def _remove(beside: Path) -> None:
    """Takes away what is left of an attempt, if the place can be reached at all."""
    try:
        beside.unlink(missing_ok=True)
    except OSError:
        return
