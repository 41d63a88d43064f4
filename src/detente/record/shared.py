"""A record folder that several people review at once: read once, then followed, and held only to write.

`RecordWriter` holds a folder from its first look to its last. `SharedRecord` keeps what it has read, takes in
what others have written since, and has the lock only while a decision is written, so that none is lost.
"""

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from detente.errors import RecordHeld, SourceError
from detente.record.fold import State
from detente.record.interchange.plain import statement_plain
from detente.record.journal import NAME, Entry, Journal, Lines, read_lines
from detente.record.statement import Statement
from detente.sources.corpus import text_in
from detente.sources.document import Document

__all__ = ["SharedRecord", "seen_as"]

_PATIENCE = 10
_PAUSE = 0.05
_MOST_TEXTS = 16
_VERDICTS = frozenset({"decided", "undone"})


def seen_as(statement: Statement) -> str:
    """What tells two versions of a statement apart: a digest of all that it says, its decision included.

    >>> import datetime as dt
    >>> from detente.sources.when import When
    >>> day = dt.date(2031, 3, 1)
    >>> told = Statement(id="s1", reports=("d",), date=When.on(day), known=day)
    >>> seen_as(told) == seen_as(told), seen_as(told) == seen_as(told.with_(act="demands"))
    (True, False)
    """
    told: dict[str, Any] = statement_plain(statement)
    content = json.dumps(told, ensure_ascii=True, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


class SharedRecord:
    """What a record folder holds, followed as it grows.

    `state` is the record so far; read it within `read` or `writing` only. `made` counts what changes the
    suggestions themselves: answers may be kept by it. `decided` are the ids of what was decided or undone
    since then, in order. `torn` says whether the last line is cut off.
    """

    seen_as = staticmethod(seen_as)

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.state = State()
        self.made = 0
        self.decided: list[str] = []
        self.torn = False
        self._lock = threading.RLock()
        self._known: Lines | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._texts: OrderedDict[tuple[str, str], str | None] = OrderedDict()

    @contextmanager
    def read(self) -> Iterator[State]:
        """The record as it is now, what others wrote since included; nobody changes it meanwhile.

        SourceError when the folder is gone, RecordError when its journal was changed or damaged.
        """
        with self._lock:
            self._follow()
            yield self.state

    @contextmanager
    def writing(self) -> Iterator[Callable[[Sequence[Entry]], None]]:
        """What keeps events, as `Review` needs it, while the folder is held; the record is up to date.

        Waits half a second for another process. RecordHeld when that goes on; SourceError when the folder
        is gone or cannot be written.
        """
        with self._lock:
            self._there()
            journal = self._taken()
            known, self._known = journal.written, None

            def keep(entries: Sequence[Entry]) -> None:
                nonlocal known
                self._known = None
                journal.append(entries)
                known = journal.written
                self._count(entries)

            try:
                self._take_in(journal.before, journal.entries)
                self._known = known
                yield keep
                self._known = known
            finally:
                journal.close()
            self._stamp = self._stamped()
            self.torn = False

    def text(self, document: Document) -> str | None:
        """The kept text of a document; None where it is not at hand or no longer the very one."""
        key = (document.id, document.sha256)
        with self._lock:
            if key not in self._texts:
                self._texts[key] = text_in(self.folder, document)
                while len(self._texts) > _MOST_TEXTS:
                    self._texts.popitem(last=False)
            self._texts.move_to_end(key)
            return self._texts[key]

    def _follow(self) -> None:
        """Takes in what was written since."""
        self._there()
        stamp = self._stamped()
        if self._known is not None and stamp == self._stamp:
            return
        after = self._known
        if after is not None and self._stamp is not None and stamp[1] <= self._stamp[1]:
            after = None
        try:
            found = read_lines(self.folder / NAME, after=after)
            self._take_in(found.before, found.entries)
        except BaseException:
            self._forget()
            raise
        self._known = Lines(
            length=found.length, last_sum=found.last_sum, before=found.before + len(found.entries)
        )
        self._stamp = stamp
        self.torn = bool(found.torn)

    def _take_in(self, before: int, entries: Sequence[Entry]) -> None:
        """Follows events; from an empty state where all were read anew."""
        if not before:
            self.state = State()
            self._count([{}])
            self._texts.clear()
        for entry in entries:
            self.state.take(entry)
        self._count(entries)

    def _count(self, entries: Sequence[Entry]) -> None:
        if any(entry.get("event") not in _VERDICTS for entry in entries):
            self.made += 1
            self.decided = []
        else:
            self.decided += [str(entry["id"]) for entry in entries]

    def _forget(self) -> None:
        """Lets go of what was read: the next look reads all."""
        self._known = self._stamp = None

    def _there(self) -> None:
        if not (self.folder / NAME).is_file():
            raise SourceError(
                "there is no record in this folder",
                where=str(self.folder),
                hint="make one with `detente read`",
            )

    def _taken(self) -> Journal:
        """The journal, its lock taken."""
        for _ in range(_PATIENCE):
            try:
                return Journal(self.folder, known=self._known).open()
            except RecordHeld:
                time.sleep(_PAUSE)
        return Journal(self.folder, known=self._known).open()

    def _stamped(self) -> tuple[int, int, int]:
        try:
            about = (self.folder / NAME).stat()
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            raise SourceError(what, where=str(self.folder), hint="check its permissions") from None
        return about.st_mtime_ns, about.st_size, about.st_ino
