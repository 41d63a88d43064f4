"""The files of a case folder, read together and written together: all of them whole, or none.

New files are first written beside their places; the line in the journal decides; then they are moved. What a
process that ended in between left lying is moved or removed by the next one that holds the journal.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from detente.case.editing.places import MAIN
from detente.case.readers.text_file import MOST_BYTES
from detente.errors import SourceError

__all__ = ["digest_of", "left_over", "move", "read_files", "stage", "sum_of"]

_FOLDERS = ("preferences", "scenarios")


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of each YAML file of the case, by its name below the folder; SourceError without one."""
    try:
        names = [MAIN]
        for below in _FOLDERS:
            if (folder / below).is_dir():
                found = sorted(file.name for file in (folder / below).iterdir() if _is_yaml(file))
                names += [f"{below}/{name}" for name in found]
        return {name: _read(folder / name) for name in names}
    except FileNotFoundError:
        hint = "look where it was moved to, or take a copy"
        raise SourceError("the case folder is not there any more", where=str(folder), hint=hint) from None
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else "it cannot be read"
        raise SourceError(
            f"cannot be read: {reason}", where=str(folder), hint="check its permissions"
        ) from None


def digest_of(files: Mapping[str, bytes]) -> str:
    """The sha256 over the names and bytes of the files, in hexadecimal."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()


def sum_of(data: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def stage(path: Path, data: bytes, number: int) -> Path:
    """The file beside the place that now holds the bytes, on the disk; OSError when there is no room."""
    if path.is_symlink():
        hint = "put the file itself into the folder"
        raise SourceError(
            "is a link to another file, which an edit would replace", where=str(path), hint=hint
        )
    part = path.with_name(f".{path.name}.edit-{number}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(stat.S_IMODE(path.stat().st_mode))
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return part


def move(parts: Iterable[tuple[Path, Path]]) -> None:
    """Moves each part to its place, for good."""
    folders = set()
    for part, place in parts:
        part.replace(place)
        folders.add(place.parent)
    for folder in sorted(folders):
        _settle(folder)


def left_over(folder: Path) -> list[Path]:
    """What writers that ended in between left beside the places."""
    found: list[Path] = []
    for place in (folder, *(folder / below for below in _FOLDERS)):
        if place.is_dir():
            found += sorted(part for part in place.glob(".*.edit-*.part") if part.is_file())
    return found


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _is_yaml(file: Path) -> bool:
    return file.suffix.lower() in {".yaml", ".yml"} and file.is_file()


def _settle(folder: Path) -> None:
    """Makes names that were moved last; where the system knows no such thing, it needs none."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
