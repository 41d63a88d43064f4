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
from detente.record.fold import documented
from detente.record.packs.pack import Pack
from detente.record.reread import Tally
from detente.record.statement import Statement
from detente.record.store import RecordWriter, pack_label
from detente.sources.corpus import Corpus, read_reports
from detente.sources.document import Document
from detente.sources.duplicates import mark_copies
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
        return (
            f"{len(self.documents)} documents{copies}: {self.suggestions} suggestions, {self.tally.new} new"
        )

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
    corpus = read_reports([Path(path) for path in paths], language=language, **how)
    if not corpus.texts:
        raise _nothing_read(corpus)
    with RecordWriter(Path(folder)) as writer:
        texts = _beside(writer, _known_again(corpus.texts, writer.state.documents))
        counts = _Counts()
        tally = writer.read_again(_counted(texts, chosen, executor, counts), pack_label(pack), forget=True)
        told = (*writer.told, *counts.lines)
    return Reading(
        folder=str(folder),
        pack=pack_label(pack),
        coder=chosen.name,
        documents=tuple(text.document for text in texts),
        characters=sum(len(text.text) for text in texts),
        noise=sum(end - start for text in texts for start, end in text.noise),
        tally=tally,
        acts=_most_first(counts.acts),
        issues=_most_first(counts.issues),
        faults=corpus.faults,
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


def _beside(writer: RecordWriter, texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """The texts, kept in the folder, each marked where it is a copy of one read now or before."""
    names = {text.document.id for text in texts}
    before = [text for name, text in writer.opened().texts.items() if name not in names]
    marked = mark_copies(Corpus(texts=(*before, *texts))).texts
    found = tuple(text for text in marked if text.document.id in names)
    old = {text.document.id: text for text in before}
    other = [text for text in marked if old.get(text.document.id, text) != text]
    writer.keep_texts((*found, *other))
    writer.note([documented(text.document) for text in other])
    return found


def _known_again(texts: Iterable[Text], there: Mapping[str, Document]) -> tuple[Text, ...]:
    """The texts with the ids that the record has for them; another report of a taken id gets a number.

    A report is known by its words, else by its file and id.
    """
    by_words: dict[str, list[str]] = {}
    for document in there.values():
        by_words.setdefault(document.sha256, []).append(document.id)
    names: dict[str, str] = {}
    waiting = []
    for text in texts:
        own = text.document
        alike = [name for name in by_words.get(own.sha256, []) if name not in names.values()]
        same_file = [name for name in alike if there[name].file == own.file]
        old = there.get(own.id)
        if alike:
            names[own.id] = own.id if own.id in alike else (same_file or alike)[0]
        elif old is not None and old.file == own.file and own.id not in names.values():
            names[own.id] = own.id
        else:
            waiting.append(own.id)
    taken = {*there, *names.values()}
    for name in waiting:
        free, number = name, 1
        while free in taken:
            number += 1
            free = f"{name}-{number}"
        taken.add(free)
        names[name] = free
    return tuple(_renamed(text, names) for text in texts)


def _renamed(text: Text, names: Mapping[str, str]) -> Text:
    document = text.document
    copy = names.get(document.copy_of, document.copy_of)
    return replace(text, document=replace(document, id=names[document.id], copy_of=copy))


def _nothing_read(corpus: Corpus) -> SourceError:
    first = corpus.faults[0] if corpus.faults else None
    if first is None:
        return SourceError("no report is there", hint="name files or folders of .txt, .html, .csv or feeds")
    more = f" ({len(corpus.faults)} files are amiss)" if len(corpus.faults) > 1 else ""
    return SourceError(f"no report could be read: {first.what}{more}", where=first.where, hint=first.hint)


def _most_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _document(document: Document) -> dict[str, Any]:
    published = document.published.isoformat() if document.published else None
    return asdict(document) | {"published": published}
