"""An append-only journal: one JSON object a line, with a number and a checksum chained to the line before.

What is once written is never changed. A last line that was cut off (power, a full disk, kill -9) is noticed,
set aside into `journal.jsonl.torn` and told. Every append reaches the disk before it returns.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from detente.errors import Problem, RecordError, SourceError
from detente.record.journal_lock import Lock

__all__ = ["NAME", "Entry", "Journal", "Lines", "read_lines"]

NAME = "journal.jsonl"
"""The name of the journal in a record folder."""

Entry = Mapping[str, Any]
"""One event: what JSON can hold, without its number and checksum."""

_SUM = re.compile(rb',"sum":"([0-9a-f]{16})"\}')
_SUM_LENGTH = len(b',"sum":"0123456789abcdef"}')
_START = "0" * 16
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What a journal holds: its entries, the bytes of its sound part, and what is torn at its end.

    `before` counts the entries that were read at an earlier time and are not among `entries`.
    """

    entries: tuple[Entry, ...] = ()
    length: int = 0
    last_sum: str = _START
    torn: bytes = b""
    before: int = 0


def read_lines(path: Path, *, after: Lines | None = None) -> Lines:
    """The entries of a journal in order; none where there is no file.

    With `after`, what was read before, only the entries that came since, where the journal still goes on
    from there; else all, and `before` is 0. What follows the last sound line is `torn`. RecordError when a
    line before a sound one was changed: that is no accident of writing. SourceError when the file cannot be
    read.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    length, last_sum, chained = 0, _START, _START
    waiting: list[bytes] = []
    try:
        with path.open("rb") as file:
            before = 0
            if after is not None and _goes_on(file, after):
                before = after.before + len(after.entries)
                length, last_sum, chained = after.length, after.last_sum, after.last_sum
            for number, line in enumerate(file, before + 1):
                found = _entry(line.rstrip(b"\r\n"), chained)
                if found is None:
                    waiting.append(line)
                    told = _SUM.fullmatch(line.rstrip(b"\r\n")[-_SUM_LENGTH:])
                    chained = told[1].decode() if told else chained
                    continue
                problems += [_changed(path, number - k) for k in range(len(waiting), 0, -1)]
                length += sum(map(len, waiting)) + len(line)
                waiting = []
                entry, last_sum = found
                chained = last_sum
                entries.append(entry)
    except FileNotFoundError:
        return Lines()
    except OSError as error:
        hint = "check its permissions"
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path), hint=hint) from None
    if problems:
        raise RecordError.of(problems)
    if not before and not entries and any(line.endswith(b"\n") for line in waiting):
        raise RecordError("is no journal of a record", where=str(path), hint="name another folder")
    return Lines(
        entries=tuple(entries), length=length, last_sum=last_sum, torn=b"".join(waiting), before=before
    )


class Journal:
    """A journal open for writing, alone: taken with a lock, mended when its end was torn.

    `entries` are those that were there on opening, of which `known` says what was read before; `told` says in
    words what was set aside.
    """

    def __init__(self, folder: Path, name: str = NAME, *, known: Lines | None = None) -> None:
        self.path = folder / name
        self._known = known
        self.before = 0
        self.entries: tuple[Entry, ...] = ()
        self.told: tuple[str, ...] = ()
        self._lock = Lock(folder, f"{Path(name).stem}.lock")
        self._file: int | None = None
        self._length, self._sum, self._number = 0, _START, 0

    def open(self) -> Self:
        """The journal, its lock taken; RecordError when another process writes it or a line was changed."""
        self._lock.take()
        try:
            found = read_lines(self.path, after=self._known)
            if found.torn:
                self.told = (_set_aside(self.path, found),)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | _BINARY, 0o644)
            self._length, self._sum = found.length, found.last_sum
            self._number = found.before + len(found.entries)
            self.entries, self.before = found.entries, found.before
            if self._length and not _ends(self._file, self._length):
                self._write(b"\n")
        except OSError as error:
            self.close()
            raise _refused(self.path, error) from None
        except BaseException:
            self.close()
            raise
        return self

    def append(self, entries: Iterable[Entry]) -> None:
        """Writes entries, all or none, and waits until they are on the disk; SourceError when they are not.

        What was half written is taken back, so that the journal ends as it did.
        """
        lines: list[bytes] = []
        number, last = self._number, self._sum
        for entry in entries:
            number += 1
            line, last = _line(entry, number, last)
            lines.append(line)
        if not lines:
            return
        try:
            self._write(b"".join(lines))
        except OSError as error:
            raise _refused(self.path, error) from None
        self._number, self._sum = number, last

    @property
    def written(self) -> Lines:
        """How far the journal goes now: what a later reading goes on from."""
        return Lines(length=self._length, last_sum=self._sum, before=self._number)

    def close(self) -> None:
        """Lets go of the file and the lock; a second time does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._lock.let_go()

    def __enter__(self) -> Self:
        """The journal, open."""
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    def _write(self, data: bytes) -> None:
        if self._file is None:
            raise RecordError("the journal is not open", where=str(self.path), hint="open it first")
        place = self._length
        try:
            os.lseek(self._file, place, os.SEEK_SET)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except BaseException:
            os.ftruncate(self._file, place)
            raise
        self._length = place + len(data)


def _line(entry: Entry, number: int, last: str) -> tuple[bytes, str]:
    """The line of an entry, with its break, and its checksum."""
    body = json.dumps({"n": number, **entry}, ensure_ascii=False, separators=(",", ":"))
    raw = body.encode("utf-8", "surrogatepass")[:-1]
    mark = _mark(raw, last)
    return raw + b',"sum":"' + mark.encode() + b'"}\n', mark


def _mark(body: bytes, last: str) -> str:
    return hashlib.sha256(last.encode() + body).hexdigest()[:16]


def _entry(line: bytes, last: str) -> tuple[Entry, str] | None:
    """The entry of a line and its checksum; None when it is not what was written."""
    told = _SUM.fullmatch(line[-_SUM_LENGTH:])
    if told is None:
        return None
    body, mark = line[:-_SUM_LENGTH], told[1].decode()
    if _mark(body, last) != mark:
        return None
    try:
        entry = json.loads(body.decode("utf-8", "surrogatepass") + "}")
    except (ValueError, RecursionError):
        return None
    return (entry, mark) if isinstance(entry, dict) else None


def _goes_on(file: BinaryIO, after: Lines) -> bool:
    """Whether what was read before still ends where it did; the file then stands there, else at its start."""
    last = b',"sum":"' + after.last_sum.encode() + b'"}\n'
    if after.length >= len(last):
        file.seek(after.length - len(last))
        if file.read(len(last)) == last:
            return True
    file.seek(0)
    return False


def _ends(file: int, length: int) -> bool:
    """Whether the sound part ends with a line break; only the break may have been cut off."""
    os.lseek(file, length - 1, os.SEEK_SET)
    return os.read(file, 1) == b"\n"


def _set_aside(path: Path, found: Lines) -> str:
    """Moves the torn end into a file of its own and tells it; nothing is removed before it is kept."""
    aside = path.with_name(f"{path.name}.torn")
    with aside.open("ab") as kept:
        kept.write(found.torn + b"\n")
        kept.flush()
        os.fsync(kept.fileno())
    file = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.ftruncate(file, found.length)
        os.fsync(file)
    finally:
        os.close(file)
    size = f"{len(found.torn):,} bytes"
    return f"the last line of {path.name} was cut off; its {size} are set aside in {aside.name}"


def _changed(path: Path, number: int) -> Problem:
    return Problem(
        path="",
        what="this line was changed or damaged after it was written",
        hint="put the journal back from a copy; lines are never edited by hand",
        file=str(path),
        line=number,
    )


def _refused(path: Path, error: OSError) -> SourceError:
    why = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
    return SourceError(
        f"cannot be written: {why}", where=str(path), hint="make room or check its permissions, then go on"
    )
