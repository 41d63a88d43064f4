"""What is open in the workbench: a case, perhaps a record and an accord, and the answers so far.

A case is read again when its files change; answers are kept by what they were asked of, so that a page which
was made once is there at once.
"""

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import detente as dt
from detente.errors import DetenteError, SourceError
from detente.web.work.workers import Workers

__all__ = ["Opened", "Shelf"]


class Shelf:
    """Answers by their questions; the ones least asked for go when there are too many."""

    def __init__(self, most: int = 128) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._most = most

    def get(self, *key: Any) -> Any:
        """What was kept under the key, None when nothing is."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, value: Any, *key: Any) -> Any:
        """The value, now kept under the key."""
        self._kept[key] = value
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value


@dataclass(slots=True, kw_only=True)
class Opened:
    """One open case.

    `name` is the name of a bundled case, or the path of a folder; `folder` is the folder that edits go to,
    None where the case is only read. `record` and `accord` are paths or None. `now` gives the moment in UTC.
    `here` is where the command ran: copies are made there.
    """

    name: str
    now: Callable[[], str]
    folder: Path | None = None
    record: Path | None = None
    accord: str = ""
    shelf: Shelf = field(default_factory=Shelf)
    workers: Workers = field(default_factory=Workers)
    here: Path = field(default_factory=Path.cwd)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _held: Any = None
    _waiting: tuple[Any, int] = (None, 0)
    _case: tuple[Any, Any] | None = None
    _record: tuple[Any, Any] | None = None
    _draft: tuple[Any, Any] | None = None
    _digest: tuple[Any, str] | None = None

    def case(self) -> Any:
        """The case as its files say now; DetenteError when they are gone or no longer well-formed."""
        if self.folder is None:
            return dt.example(self.name)
        stamp = _stamp(self.folder, _CASE)
        with self._lock:
            if self._case is None or self._case[0] != stamp:
                self._case = (stamp, self.case_folder().case())
            return self._case[1]

    def case_folder(self) -> Any:
        """The folder that edits go to, None for a bundled case; DetenteError when it is gone."""
        if self.folder is None:
            return None
        with self._lock:
            if self._held is None or not (self._held.path / "case.yaml").is_file():
                self._held = dt.CaseFolder.open(self.folder)
            return self._held

    def edit_in(self, folder: Path) -> None:
        """Goes on with the copy of the case in this folder."""
        with self._lock:
            self._held = self._case = None
            self.folder, self.name = folder, str(folder)

    def waiting(self) -> int:
        """How many conflicts wait for a decision; none where the folder cannot be read now."""
        if self.folder is None:
            return 0
        stamp = _stamp(self.folder, _JOURNAL)
        if self._waiting[0] != stamp:
            try:
                self._waiting = (stamp, len(self.case_folder().conflicts()))
            except DetenteError:
                return 0
        return self._waiting[1]

    def digest(self) -> str:
        """The digest of the case, reckoned once for each reading of it: what answers are kept by."""
        case = self.case()
        if self._digest is None or self._digest[0] is not case:
            self._digest = (case, case.digest())
        return self._digest[1]

    def case_bytes(self) -> bytes:
        """The case as it is sent to a process that works on it."""
        case = self.case()
        key = ("case", self.digest())
        found: bytes | None = self.shelf.get(*key)
        return found or self.shelf.keep(pickle.dumps(case), *key)

    def read_record(self) -> Any:
        """The record as its files say now, None when none is open."""
        if self.record is None:
            return None
        stamp = self.record_stamp()
        with self._lock:
            if self._record is None or self._record[0] != stamp:
                self._record = (stamp, dt.read_record(self.record))
            return self._record[1]

    def record_stamp(self) -> Any:
        """What changes when the record changes, None when none is open."""
        return None if self.record is None else _stamp(self.record, _RECORD)

    def movement(self) -> Any:
        """How the stances moved."""
        case = self.case()
        key = ("movement", self.digest())
        return self.shelf.get(*key) or self.shelf.keep(dt.movement(case), *key)

    def draft(self) -> Any:
        """The draft agreement of the case, None where it has none; CaseError where it is not well-formed."""
        case = self.case()
        path = self.folder / "agreement.md" if self.folder is not None else None
        if path is not None and not path.is_file():
            return None
        stamp = (self.digest(), _stamp(path, ()) if path is not None else ())
        if self._draft is None or self._draft[0] != stamp:
            self._draft = (stamp, self._read_draft(case, path))
        return self._draft[1]

    def _read_draft(self, case: Any, path: Path | None) -> Any:
        try:
            return dt.read_draft(path if path is not None else self.name, case)
        except SourceError:
            if path is not None:
                raise
            return None

    @property
    def editable(self) -> bool:
        """Whether edits can be saved: the case is a folder of one's own that can be written."""
        try:
            return self.folder is not None and not self.case_folder().read_only
        except DetenteError:
            return False

    def accords(self) -> Mapping[str, Any]:
        """The accords of the case by id: the one named when it was opened, else the bundled ones."""
        if self.accord:
            named = dt.accord_example(self.accord) if self.accord in dt.accord_examples() else None
            found = named or dt.read_accord(self.accord)
            return {found.id: found}
        case = self.case().id
        every = (dt.accord_example(name) for name in dt.accord_examples())
        return {accord.id: accord for accord in every if accord.case == case}


_CASE = ("case.yaml", "preferences/*.y*ml", "scenarios/*.y*ml")
_JOURNAL = ("edits.jsonl",)
_RECORD = ("journal.jsonl", "manifest.jsonl", "gold.yaml")


def _stamp(place: Path, names: tuple[str, ...] = ()) -> tuple[tuple[str, int, int], ...]:
    """What changes when one of these files of the folder does, or the file that the place is."""
    files = [f for name in names for f in sorted(place.glob(name))] if place.is_dir() else [place]
    found = []
    for file in files:
        with suppress(OSError):  # it may go in between
            about = file.stat()
            found.append((str(file), about.st_mtime_ns, about.st_size))
    return tuple(found)
