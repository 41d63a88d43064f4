"""Reading reports into a record folder: read, coded, compared with what the folder holds, and written.

Nothing that was decided is lost by reading again, with more reports, changed ones, or a newer pack.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from detente.errors import Problem, SourceError
from detente.record.coding.coder import Coder
from detente.record.coding.named import coder_named, suggested
from detente.record.coding.run import coded
from detente.record.finding import counted
from detente.record.fold import documented
from detente.record.packs.pack import Pack
from detente.record.reread import Tally
from detente.record.statement import Statement
from detente.record.store import RecordWriter, pack_label
from detente.sources.corpus import texts_in
from detente.sources.document import Document
from detente.sources.duplicates import copies_among
from detente.sources.reading import iter_texts
from detente.sources.spool import Spool
from detente.sources.text import Text

__all__ = ["Reading", "code_reports"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading reports: documents, what was left aside, and the suggestions by act and issue.

    `noise` counts the characters that are no prose, of `characters` in all. `tally` compares the suggestions
    with what the folder held; `faults` are files and dates that are amiss, `told` what the folder had amiss.
    """

    folder: str
    pack: str
    coder: str
    documents: tuple[Document, ...]
    characters: int
    noise: int
    tally: Tally
    acts: tuple[tuple[str, int], ...]
    issues: tuple[tuple[str, int], ...]
    faults: tuple[Problem, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def copies(self) -> tuple[Document, ...]:
        """Those that are copies of others; they are listed and not coded."""
        return tuple(document for document in self.documents if document.copy_of)

    @property
    def suggestions(self) -> int:
        """How many statements were suggested."""
        return self.tally.new + self.tally.matched

    def __str__(self) -> str:
        """How much there is, on one line."""
        copies = f", {len(self.copies)} of them copies" if self.copies else ""
        read = f"{counted(len(self.documents), 'document')}{copies}"
        return f"{read}: {counted(self.suggestions, 'suggestion')}, {self.tally.new:,} new"

    def as_dict(self) -> dict[str, Any]:
        """The whole reading, for JSON."""
        return {
            "folder": self.folder,
            "pack": self.pack,
            "coder": self.coder,
            "documents": [_document(document) for document in self.documents],
            "characters": self.characters,
            "noise": self.noise,
            "suggestions": self.suggestions,
            **asdict(self.tally),
            "acts": dict(self.acts),
            "issues": dict(self.issues),
            "faults": [fault.as_dict() for fault in self.faults],
            "told": list(self.told),
        }


def code_reports(
    paths: Iterable[str | Path],
    folder: str | Path,
    pack: Pack,
    *,
    coder: str | Coder = "rules",
    language: str = "",
    executor: Executor | None = None,
    options: Mapping[str, Any] | None = None,
    **how: Any,
) -> Reading:
    """What came of reading the reports under `paths` into a record folder, which is made where there is none.

    `coder` is a coder, or a name for `coder_named`, which takes the `options`; `language` is that of the
    reports, by default the pack's first. Texts are coded over `executor` where one is given, with the same
    record. `how` goes to `read_reports`: `today` bounds dates, `licence` is noted of each report. SourceError
    when no report can be read; then nothing is written.
    """
    chosen = coder_named(coder, pack, language, **(options or {})) if isinstance(coder, str) else coder
    with Spool() as spool:
        faults = _put_aside(iter_texts([Path(path) for path in paths], language=language, **how), spool)
        if not spool:
            raise _nothing_read(faults)
        with RecordWriter(Path(folder)) as writer:
            texts = _beside(writer, spool)
            counts = _Counts()
            tally = writer.read_again(
                _counted(texts, chosen, executor, counts), pack_label(pack), forget=True
            )
            told = (*writer.told, *counts.lines)
        return Reading(
            folder=str(folder),
            pack=pack_label(pack),
            coder=chosen.name,
            documents=texts.documents,
            characters=texts.characters,
            noise=texts.noise,
            tally=tally,
            acts=_most_first(counts.acts),
            issues=_most_first(counts.issues),
            faults=faults,
            told=told,
        )


class _Counts:
    """How often each act and issue was suggested, and what a coder had to tell."""

    def __init__(self) -> None:
        self.acts: Counter[str] = Counter()
        self.issues: Counter[str] = Counter()
        self.lines: list[str] = []


def _counted(
    texts: Sequence[Text], coder: Coder, executor: Executor | None, counts: _Counts
) -> Iterator[tuple[Text, Sequence[Statement]]]:
    """Each text with its suggestions, counted on the way; one that could not be coded is told instead."""
    for text, found in _answered(texts, coder, executor, counts):
        counts.acts.update(statement.act for statement in found)
        counts.issues.update(statement.issue for statement in found)
        yield text, found


def _answered(
    texts: Sequence[Text], coder: Coder, executor: Executor | None, counts: _Counts
) -> Iterator[tuple[Text, Sequence[Statement]]]:
    """Each text with its suggestions; a coder that asks elsewhere is asked from here, one text at a time."""
    if not hasattr(coder, "answer"):
        for text, (_, found) in zip(texts, coded(texts, coder, executor), strict=True):
            yield text, found
        return
    for text in texts:
        told, lines = suggested(coder, text) if not text.document.copy_of else ((), ())
        counts.lines += lines
        if told is not None:
            yield text, told


def _put_aside(found: Iterable[Text | Problem], spool: Spool) -> tuple[Problem, ...]:
    """Puts the texts on the spool, and gives what is at fault."""
    faults = []
    for one in found:
        if isinstance(one, Text):
            spool.add(one)
        else:
            faults.append(one)
    return tuple(faults)


def _beside(writer: RecordWriter, spool: Spool) -> Spool:
    """The texts, kept in the folder, each marked where it is a copy of one read now or before."""
    spool.rename(_known_again(spool.documents, writer.state.documents))
    fresh = frozenset(document.id for document in spool.documents)
    for text in texts_in(writer.folder):
        if text.document.id not in fresh:
            spool.add(text)
    originals = {copy: group.original for group in copies_among(spool) for copy in group.copies}
    marked = {
        document.id: replace(document, copy_of=originals.get(document.id, ""))
        for document in spool.documents
        if document.copy_of != originals.get(document.id, "")
    }
    spool.rename(marked)
    other = [marked[name] for name in sorted(marked) if name not in fresh]
    writer.keep_texts(spool.of(fresh | {document.id for document in other}))
    writer.note([documented(document) for document in other])
    return spool.of(fresh)


def _known_again(documents: Sequence[Document], there: Mapping[str, Document]) -> dict[str, Document]:
    """The documents, by their ids so far, with the ids that the record has for them.

    A report is known by its words, else by its file and id; another report of a taken id gets a number.
    """
    by_words: dict[str, list[str]] = {}
    for document in there.values():
        by_words.setdefault(document.sha256, []).append(document.id)
    names: dict[str, str] = {}
    taken: set[str] = set()
    waiting = []
    for own in documents:
        alike = [name for name in by_words.get(own.sha256, []) if name not in taken]
        same_file = [name for name in alike if there[name].file == own.file]
        old = there.get(own.id)
        if alike:
            names[own.id] = own.id if own.id in alike else (same_file or alike)[0]
        elif old is not None and old.file == own.file and own.id not in taken:
            names[own.id] = own.id
        else:
            waiting.append(own.id)
            continue
        taken.add(names[own.id])
    taken |= set(there)
    for name in waiting:
        free, number = name, 1
        while free in taken:
            number += 1
            free = f"{name}-{number}"
        taken.add(free)
        names[name] = free
    return {own.id: replace(own, id=names[own.id]) for own in documents if names[own.id] != own.id}


def _nothing_read(faults: Sequence[Problem]) -> SourceError:
    first = faults[0] if faults else None
    if first is None:
        return SourceError("no report is there", hint="name files or folders of .txt, .html, .csv or feeds")
    more = f" ({len(faults)} files are amiss)" if len(faults) > 1 else ""
    return SourceError(f"no report could be read: {first.what}{more}", where=first.where, hint=first.hint)


def _most_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _document(document: Document) -> dict[str, Any]:
    published = document.published.isoformat() if document.published else None
    return asdict(document) | {"published": published}
