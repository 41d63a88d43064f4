"""The record folder: a journal of suggestions and decisions, beside the corpus of the texts that it cites.

`write_record` makes one from a record, `import_record` adds another's statements to one, `open_record` reads
one without changing anything, and `RecordWriter` holds it, alone, while it is read into or reviewed.
"""

from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from detente.errors import RecordError, SourceError
from detente.record.fold import State, documented, fold, imported, opened, packed
from detente.record.journal import NAME, Entry, Journal, read_lines
from detente.record.packs.pack import Pack
from detente.record.record import Record
from detente.record.reread import Tally, find_again, is_stale, reread
from detente.record.statement import Statement
from detente.sources.corpus import Corpus, add_texts, open_corpus
from detente.sources.text import Text

__all__ = [
    "RecordFolder",
    "RecordWriter",
    "import_record",
    "is_record",
    "open_record",
    "pack_label",
    "write_record",
]

MANIFEST = "manifest.jsonl"
"""The name of the corpus's list of documents."""

AT_ONCE = 1000
"""How many events of a reading are written together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFolder:
    """A record as its folder holds it.

    `texts` are by document id, as far as they are at hand. `stale` are the statements whose passage no longer
    stands in its text. `told` says in words what was found amiss and set aside or left.
    """

    folder: Path
    record: Record
    texts: Mapping[str, Text] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def is_record(folder: str | Path) -> bool:
    """Whether a folder holds a record."""
    return (Path(folder) / NAME).is_file()


def open_record(folder: str | Path) -> RecordFolder:
    """The record in a folder, read only; another process may be writing it.

    A last line that is cut off is told and left where it is. SourceError when there is no record, RecordError
    when its journal was changed by hand or is of a newer version.
    """
    place = Path(folder)
    path = _journal(place)
    lines = read_lines(path)
    state = fold(lines.entries, where=str(place))
    told = []
    if lines.torn:
        told.append(f"the last line of {NAME} is cut off or still being written; it does not count")
    return _opened(place, state, told)


def write_record(record: Record, folder: str | Path, *, texts: Iterable[Text] = (), at: str = "") -> Path:
    """The folder, now holding the record, and the texts where they are given.

    `at` is when, for the journal. RecordError when the folder holds a record already.
    """
    place = Path(folder)
    if is_record(place):
        hint = "name another folder, or add to it with `import_record`"
        raise RecordError("there is a record in this folder already", where=str(place), hint=hint)
    with RecordWriter(place) as writer:
        writer.keep_texts(list(texts))
        entries: list[Entry] = [packed(record.pack)] if record.pack else []
        entries += [documented(document) for document in record.documents]
        entries += [imported(statement, source="", at=at) for statement in record.statements]
        writer.note(entries)
    return place


def import_record(record: Record, folder: str | Path, *, source: str, at: str) -> tuple[int, int]:
    """How many statements of another record were added to a folder, and how many it had already.

    A statement that is there, alike in passage, holder, act and issue, stays as it is. Of an id that is taken
    otherwise, it gets a number. Its document comes with it where the record has none of that id.
    """
    with RecordWriter(Path(folder)) as writer:
        state = writer.state
        there = {_identity(versions[-1]) for versions in state.versions.values()}
        new = [s for s in record.statements if _identity(s) not in there]
        entries = [documented(d) for d in record.documents if d.id not in state.documents]
        taken = set(state.versions)
        for statement in new:
            name, number = statement.id, 1
            while name in taken:
                number += 1
                name = f"{statement.id}-{number}"
            taken.add(name)
            entries.append(imported(statement.with_(id=name), source=source, at=at))
        writer.note(entries)
    return len(new), len(record.statements) - len(new)


def pack_label(pack: Pack) -> str:
    """A pack as a record names it: its id and the first digits of its digest.

    >>> pack_label(Pack(id="gaza", sha256="ab" * 32))
    'gaza abababababab'
    """
    return f"{pack.id} {pack.sha256[:12]}".strip()


class RecordWriter:
    """A record folder held for writing, alone. `state` is the record so far, `told` what was set aside."""

    def __init__(self, folder: Path, *, make: bool = True) -> None:
        self.folder = folder
        self.state = State()
        self.told: tuple[str, ...] = ()
        self._make = make
        self._journal = Journal(folder)

    def __enter__(self) -> Self:
        """The folder, made where there is none, its journal open and folded."""
        if self._make:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                what = f"cannot be made: {error.strerror}"
                raise SourceError(what, where=str(self.folder), hint="name another folder") from None
        else:
            _journal(self.folder)
        self._journal.open()
        try:
            self.state = fold(self._journal.entries, where=str(self.folder))
            self.told = self._journal.told
            if not self._journal.entries:
                self.note([opened()])
        except BaseException:
            self._journal.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Lets go of the folder."""
        self._journal.close()

    def keep(self, entries: Sequence[Entry]) -> None:
        """Writes events; whoever calls it follows them."""
        self._journal.append(entries)

    def note(self, entries: Sequence[Entry]) -> None:
        """Writes events, then follows them."""
        self._journal.append(entries)
        for entry in entries:
            self.state.take(entry)

    def read_again(
        self, coded: Iterable[tuple[Text, Sequence[Statement]]], pack: str, *, forget: bool = False
    ) -> Tally:
        """What came of suggestions for texts: new ones added, decisions kept, passages found again.

        With `forget`, the state keeps only the ids of what was written, so that memory does not grow; each
        text may then come once.
        """
        total, waiting = Tally(), list[Entry]()
        if pack and pack != self.state.pack:
            self.note([packed(pack)])
        for text, suggested in coded:
            entries, tally = reread(self.state, text, suggested)
            if forget:
                self.state.forget(text.document.id)
            waiting += entries
            total += tally
            if len(waiting) >= AT_ONCE:
                self._journal.append(waiting)
                waiting.clear()
        self._journal.append(waiting)
        return total

    def keep_texts(self, texts: Iterable[Text]) -> None:
        """Writes texts into the corpus of the folder, one by one, beside those that are there."""
        if isinstance(texts, Sized) and not len(texts):
            return
        try:
            self.told = (*self.told, *add_texts(texts, self.folder))
        except OSError as error:
            what = f"cannot be written: {error.strerror or error}"
            raise SourceError(what, where=str(self.folder), hint="make room, and read again") from None

    def opened(self) -> RecordFolder:
        """The record as it stands now, with its texts."""
        return _opened(self.folder, self.state, self.told)


def _journal(folder: Path) -> Path:
    path = folder / NAME
    if not path.is_file():
        raise SourceError(
            "there is no record in this folder" if folder.is_dir() else "there is no such folder",
            where=str(folder),
            hint="make one with `detente read`",
        )
    return path


def _corpus(folder: Path) -> Corpus:
    """The corpus of the folder; empty where it has none."""
    return open_corpus(folder) if (folder / MANIFEST).is_file() else Corpus()


def _opened(place: Path, state: State, told: Iterable[str]) -> RecordFolder:
    """The record with its texts, and what became of its passages."""
    record, corpus = state.record, _corpus(place)
    texts = {text.document.id: text for text in corpus.texts if not text.left_out}
    found = list(told)
    for fault in corpus.faults:
        resting = len(state.of_document(fault.path)) if fault.path else 0
        where = f"{fault.file}:{fault.line}" if fault.line else fault.file
        found.append(f"{where}: {fault.what}" + (f"; {resting} statements rest on it" if resting else ""))
    stale = []
    for statement in record.statements:
        text = texts.get(statement.span.document) if statement.span else None
        if text is not None and statement.span is not None and is_stale(statement, text.text):
            stale.append(statement.id)
            there = find_again(statement.span, text.text)
            now = f"the passage now begins at {there.start}" if there else "its passage is gone"
            found.append(f"{statement.id}: the text of {statement.span.document} changed; {now}")
    return RecordFolder(folder=place, record=record, texts=texts, stale=tuple(stale), told=tuple(found))


def _identity(statement: Statement) -> object:
    span = statement.span
    place = (span.document, span.start, span.end) if span else statement.says
    return place, statement.holder, statement.act, statement.issue, statement.option
