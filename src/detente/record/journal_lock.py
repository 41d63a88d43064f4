"""One writer at a time: a lock beside the journal that the system itself lets go when its holder ends.

The file stays after use and names the process that has it, for the message alone: a dead process holds no
lock, so nothing stale is ever left to clear.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from detente.errors import RecordHeld, SourceError

__all__ = ["Lock"]

NAME = "journal.lock"


class Lock:
    """The right to write into a record folder; held from `take` (or `with`) until `let_go`."""

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self.path = folder / name
        self._file: int | None = None

    def take(self) -> Self:
        """The lock, taken; RecordHeld when another process has it, SourceError when it cannot be made."""
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise SourceError(
                f"cannot be written: {error.strerror}", where=str(self.path), hint="check its permissions"
            ) from None
        if not _gripped(file):
            holder = _holder(file)
            os.close(file)
            who = f"process {holder}" if holder else "another process"
            raise RecordHeld(
                f"the record is being written by {who}",
                where=str(self.path.parent),
                hint="let it end, or end it; nothing needs to be removed",
            )
        self._file = file
        self._name(b"%d\n" % os.getpid())
        return self

    def let_go(self) -> None:
        """Gives the lock back; a second time does nothing."""
        if self._file is not None:
            self._name(b"")
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        """The lock, taken."""
        return self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Gives the lock back."""
        self.let_go()

    def _name(self, who: bytes) -> None:
        """Writes who holds the lock; a full disk is no reason to fail."""
        if self._file is not None:
            with suppress(OSError):
                os.ftruncate(self._file, 0)
                os.lseek(self._file, 0, os.SEEK_SET)
                os.write(self._file, who)


def _holder(file: int) -> int:
    """The process named in the file, 0 for none."""
    text = os.read(file, 32).strip()
    return int(text) if text.isdigit() else 0


if sys.platform == "win32":

    def _gripped(file: int) -> bool:
        import msvcrt

        os.lseek(file, 64, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

else:

    def _gripped(file: int) -> bool:
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
