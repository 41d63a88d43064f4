"""Files that the accord commands write: there whole or not at all, whatever stops the work."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from detente.errors import SourceError

__all__ = ["ready_to_write", "write_file"]

_HINT = "name a file in a folder that is yours"


def ready_to_write(path: Path) -> Path:
    """The path; SourceError where it is a folder, or where no file can be made.

    Asked before the work, so that nobody waits for an answer that cannot be kept. Nothing is made yet.
    """
    try:
        folder = path.is_dir()
        if not folder and path.exists() and not path.is_file():
            return path
        above = next(parent for parent in path.absolute().parents if parent.exists())
    except (OSError, ValueError) as error:
        raise _told(path, error) from None
    if folder:
        raise SourceError("is a folder", where=str(path), hint="name a file")
    if not above.is_dir():
        raise SourceError(f"cannot be written: {above} is no folder", where=str(path), hint=_HINT)
    if not os.access(above, os.W_OK | os.X_OK):
        raise SourceError("cannot be written: no permission", where=str(path), hint=_HINT)
    return path


def write_file(path: Path, text: str) -> None:
    """Writes beside the place, then moves there in one step; the folder is made, line ends stay as they are.

    Raises SourceError when it cannot be written; what was there then is still there.
    """
    ready_to_write(path)
    beside = path.with_name(f".{os.getpid()}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="", errors="replace")
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except OSError as error:
        raise _told(path, error) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _told(path: Path, error: Exception) -> SourceError:
    what = f"cannot be written: {getattr(error, 'strerror', None) or error}"
    return SourceError(what, where=str(path), hint=_HINT)
