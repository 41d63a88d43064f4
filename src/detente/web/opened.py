"""What is open in the workbench: a case, perhaps a record and an accord, and the answers so far.

A case is read again when its files change; answers are kept by what they were asked of, so that a page which
was made once is there at once.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import detente as dt
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
    """

    name: str
    now: Callable[[], str]
    folder: Path | None = None
    record: Path | None = None
    accord: str = ""
    shelf: Shelf = field(default_factory=Shelf)
    workers: Workers = field(default_factory=Workers)
    _case: tuple[Any, Any] | None = None
    _record: tuple[Any, Any] | None = None
    _digest: tuple[Any, str] | None = None

    def case(self) -> Any:
        """The case as its files say now; DetenteError when they are gone or no longer well-formed."""
        if self.folder is None:
            return dt.example(self.name)
        stamp = _stamp(self.folder)
        if self._case is None or self._case[0] != stamp:
            self._case = (stamp, dt.read_case(self.folder))
        return self._case[1]

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
        stamp = _stamp(self.record)
        if self._record is None or self._record[0] != stamp:
            self._record = (stamp, dt.read_record(self.record))
        return self._record[1]

    def movement(self) -> Any:
        """How the stances moved."""
        case = self.case()
        key = ("movement", self.digest())
        return self.shelf.get(*key) or self.shelf.keep(dt.movement(case), *key)

    @property
    def editable(self) -> bool:
        """Whether edits can be saved: the case is a folder, not a bundled one."""
        return self.folder is not None

    def accords(self) -> Mapping[str, Any]:
        """The accords of the case by id: the one named when it was opened, else the bundled ones."""
        if self.accord:
            named = dt.accord_example(self.accord) if self.accord in dt.accord_examples() else None
            found = named or dt.read_accord(self.accord)
            return {found.id: found}
        case = self.case().id
        every = (dt.accord_example(name) for name in dt.accord_examples())
        return {accord.id: accord for accord in every if accord.case == case}


def _stamp(place: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes when a file of the folder changes."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    return tuple((str(f), s.st_mtime_ns, s.st_size) for f in files if f.is_file() for s in [f.stat()])
