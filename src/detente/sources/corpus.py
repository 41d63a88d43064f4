"""A corpus: texts under one manifest, with digests that tell when a text or a file has changed.

On disk `manifest.jsonl`, one document a line, and beside it `texts/ID.txt`, which may be left out: what is
needed to verify a passage stays in the manifest.
"""

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import Problem, SourceError
from detente.sources.document import Document
from detente.sources.readers import Extractor
from detente.sources.reading import find_files, iter_texts
from detente.sources.span import digest
from detente.sources.text import Text
from detente.sources.whole_file import write_whole

__all__ = [
    "Corpus",
    "add_texts",
    "changed",
    "open_corpus",
    "read_reports",
    "text_in",
    "texts_in",
    "write_corpus",
]

_MANIFEST = "manifest.jsonl"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_FIELDS = {field.name for field in fields(Document)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Texts in the order of their ids, and what could not be read.

    >>> len(Corpus(texts=()).texts), Corpus().documents
    (0, ())
    """

    texts: tuple[Text, ...] = ()
    faults: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.texts, key=lambda text: text.document.id))
        object.__setattr__(self, "texts", ordered)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents, without their texts."""
        return tuple(text.document for text in self.texts)

    def text(self, name: str) -> Text:
        """The text of the document with this id; KeyError when there is none."""
        at = bisect_left(self.texts, name, key=lambda text: text.document.id)
        if at < len(self.texts) and self.texts[at].document.id == name:
            return self.texts[at]
        raise KeyError(name)

    def without_text(self) -> "Corpus":
        """The same documents for those who may not pass the texts on."""
        return replace(self, texts=tuple(replace(text, text="") for text in self.texts))

    def with_text(self, name: str, text: str) -> "Corpus":
        """The same corpus with the text of a document that was left out.

        KeyError when there is no such document, SourceError when the text is not the one that was coded.
        """
        found = self.text(name)
        if digest(text) != found.document.sha256:
            raise SourceError(
                "the text differs from the one that the manifest names",
                where=name,
                hint="give the very text that was coded, or code the report anew",
            )
        return replace(self, texts=tuple(replace(t, text=text) if t is found else t for t in self.texts))


def read_reports(
    paths: Iterable[Path],
    *,
    today: date | None = None,
    licence: str = "",
    language: str = "",
    extractor: Extractor | None = None,
) -> Corpus:
    """All reports under the paths, in the order of their ids; what is at fault is told, the rest is read.

    See `iter_texts`, which gives them one by one.
    """
    texts: list[Text] = []
    faults: list[Problem] = []
    for found in iter_texts(paths, today=today, licence=licence, language=language, extractor=extractor):
        if isinstance(found, Text):
            texts.append(found)
        else:
            faults.append(found)
    return Corpus(texts=tuple(texts), faults=tuple(faults))


def write_corpus(corpus: Corpus, folder: Path, *, with_text: bool = True) -> None:
    """Writes the manifest, and the texts beside it unless they are to be left out.

    Every file is there whole or not at all; texts come first and the manifest last, so that it never names a
    text that is not there. Texts of documents that the corpus does not hold stay. OSError when the folder
    cannot be written, SourceError for ids that are no file names.
    """
    for text in corpus.texts:
        _check_id(text.document, folder)
    folder.mkdir(parents=True, exist_ok=True)
    if with_text:
        for _ in _write_texts(corpus.texts, folder):
            pass
    _write_manifest((_line(text) for text in corpus.texts), folder)


def add_texts(texts: Iterable[Text], folder: Path) -> tuple[str, ...]:
    """Adds texts to the corpus in a folder, made where there is none, and tells what was set aside.

    Texts are taken one by one and none is held; one of an id that is there takes its place. Lines of the
    manifest that cannot be read are kept in `manifest.jsonl.damaged`. OSError and SourceError as for
    `write_corpus`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines: dict[str, bytes] = {}
    damaged: list[bytes] = []
    if (folder / _MANIFEST).is_file():
        for line in (folder / _MANIFEST).read_bytes().split(b"\n"):
            found = _read_row(line)
            if found is not None and found.document.id not in lines:
                lines[found.document.id] = line
            elif line.strip():
                damaged.append(line)
    lines |= {text.document.id: _line(text) for text in _write_texts(texts, folder)}
    if damaged:
        with (folder / f"{_MANIFEST}.damaged").open("ab") as kept:
            kept.write(b"".join(line + b"\n" for line in damaged))
    _write_manifest((lines[name] for name in sorted(lines)), folder)
    many = f"{len(damaged)} damaged lines are" if len(damaged) > 1 else "1 damaged line is"
    return (f"{_MANIFEST}: {many} set aside in {_MANIFEST}.damaged",) if damaged else ()


def open_corpus(folder: Path, *, with_text: bool = True) -> Corpus:
    """The corpus in a folder, its texts checked against their digests.

    A text that is missing without having been left out, or that has changed, comes without its words and is
    told in `faults`, as are lines of the manifest that cannot be read. A manifest beside which there is no
    folder `texts` has them left out. SourceError when there is no manifest.
    """
    try:
        data = (folder / _MANIFEST).read_bytes()
    except OSError as fault:
        raise SourceError(
            f"{_MANIFEST} cannot be read: {fault.strerror or fault}",
            where=str(folder),
            hint="name the folder that `write_corpus` wrote",
        ) from None
    faults: list[Problem] = []
    texts = tuple(_texts_in(data, folder, faults, with_text=with_text))
    return Corpus(texts=texts, faults=tuple(faults))


def texts_in(folder: Path) -> Iterator[Text]:
    """The texts of the corpus in a folder that are at hand, one by one, in the order of the manifest.

    None where there is no manifest; what is missing or has changed is passed over.
    """
    try:
        data = (folder / _MANIFEST).read_bytes()
    except OSError:
        return
    for text in _texts_in(data, folder, [], with_text=True):
        if not text.left_out:
            yield text


def text_in(folder: Path, document: Document) -> str | None:
    """The text of one document of the corpus in a folder; None where it is missing or no longer the same."""
    return _kept_text(folder, document, []) if _ID.fullmatch(document.id) else None


def _texts_in(data: bytes, folder: Path, faults: list[Problem], *, with_text: bool) -> Iterator[Text]:
    """The texts of a manifest in its order; what is amiss is added to the faults."""
    known: set[str] = set()
    kept = with_text and (folder / "texts").is_dir()
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        text = _read_row(line)
        if text is None or text.document.id in known:
            what = "is no document" if text is None else f"names {text.document.id} a second time"
            hint = "restore the line from a copy, or read the reports anew"
            faults.append(Problem(path="", what=what, hint=hint, file=_MANIFEST, line=number))
            continue
        known.add(text.document.id)
        if kept:
            words = _kept_text(folder, text.document, faults)
            text = replace(text, text=words) if words is not None else text
        yield text


def changed(
    corpus: Corpus, folder: Path | None = None, *, reports: Path | None = None
) -> tuple[Problem, ...]:
    """What differs from the corpus: its kept texts in `folder`, the user's own files under `reports`.

    A text or a file that has changed or is gone is told by the document's id; a file that was moved, with the
    place where its very bytes are now. Nothing when neither folder is given.
    """
    faults: list[Problem] = []
    if folder is not None and (folder / "texts").is_dir():
        for document in corpus.documents:
            _kept_text(folder, document, faults)
    if reports is not None:
        faults += _changed_files(corpus, reports)
    return tuple(faults)


def _changed_files(corpus: Corpus, reports: Path) -> list[Problem]:
    """The user's files that are not as they were when they were read."""
    files = {file.name: file.path for file in find_files([reports])[0]}
    named = {d.file: d for d in corpus.documents if d.file and d.file_sha256}
    digests = {name: _digest_of(path) for name, path in files.items()} if named else {}
    places: dict[str, list[str]] = {}
    for name in sorted(digests):
        places.setdefault(digests[name], []).append(name)
    faults = []
    for document in corpus.documents:
        name = document.file
        if name not in named or digests.get(name) == document.file_sha256:
            continue
        moved = [place for place in places.get(document.file_sha256, []) if place != name]
        what = (
            f"was moved to {moved[0]}" if moved else "has changed" if name in files else "is no longer there"
        )
        hint = "" if moved else "read it anew, and look at what was coded from it"
        faults.append(Problem(path=document.id, what=f"the file {what}", hint=hint, file=name))
    return faults


def _digest_of(path: Path) -> str:
    """The SHA-256 of a file, "" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _place(folder: Path, document: Document) -> Path:
    """Where the text of a document is kept."""
    return folder / "texts" / f"{document.id}.txt"


def _kept_text(folder: Path, document: Document, faults: list[Problem]) -> str | None:
    """The kept text where it is the very one; else None, and the fault is told."""
    place = _place(folder, document)
    name = f"texts/{document.id}.txt"
    try:
        text = place.read_bytes().decode("utf-8", "surrogatepass")
    except FileNotFoundError:
        what, hint = "the text is missing", "restore it, or read the report anew"
    except (OSError, UnicodeDecodeError) as fault:
        what, hint = f"the text cannot be read: {fault}"[:200], "restore it, or read the report anew"
    else:
        if digest(text) == document.sha256:
            return text
        what, hint = (
            "the text has changed since it was coded",
            "restore it: passages no longer stand where they did",
        )
    faults.append(Problem(path=document.id, what=what, hint=hint, file=name))
    return None


def _check_id(document: Document, folder: Path) -> None:
    """SourceError for an id that cannot name a file."""
    if not _ID.fullmatch(document.id):
        raise SourceError(
            f"the id {document.id!r} is no file name",
            where=str(folder),
            hint="use letters, figures, hyphens, full stops and underscores",
        )


def _write_texts(texts: Iterable[Text], folder: Path) -> Iterator[Text]:
    """Writes each text that is at hand into the folder, and gives it on."""
    (folder / "texts").mkdir(exist_ok=True)
    for text in texts:
        _check_id(text.document, folder)
        if not text.left_out:
            write_whole(_place(folder, text.document), text.text.encode("utf-8", "surrogatepass"))
        yield text


def _write_manifest(lines: Iterable[bytes], folder: Path) -> None:
    """Writes the manifest, one document a line."""
    write_whole(folder / _MANIFEST, b"".join(line + b"\n" for line in lines))


def _line(text: Text) -> bytes:
    """The line of a document in the manifest."""
    return json.dumps(_row(text), ensure_ascii=False, sort_keys=False).encode("utf-8", "surrogatepass")


def _row(text: Text) -> dict[str, Any]:
    """A line of the manifest: what is known of the document, and its noise."""
    document = text.document
    row: dict[str, Any] = {"id": document.id}
    for name in ("publisher", "published", "title", "author", "language", "url", "licence", "basis"):
        value = getattr(document, name)
        if value:
            row[name] = value.isoformat() if isinstance(value, date) else value
    for name in ("sha256", "file", "file_sha256", "copy_of"):
        if getattr(document, name):
            row[name] = getattr(document, name)
    if text.noise:
        row["noise"] = [list(span) for span in text.noise]
    return row


def _read_row(line: bytes) -> Text | None:
    """The document of a line, without its words; None where the line is damaged."""
    try:
        row = json.loads(line.decode("utf-8", "surrogatepass"))
        noise = tuple((int(start), int(end)) for start, end in row.pop("noise", ()))
        places = [0, *(place for span in noise for place in span)]
        known = {name: value for name, value in row.items() if name in _FIELDS}
        if "published" in known:
            known["published"] = date.fromisoformat(known["published"])
        sound = all(isinstance(v, str) for name, v in known.items() if name != "published")
        if places != sorted(places) or not sound or not _ID.fullmatch(known["id"]):
            return None
        return Text(document=Document(**known), text="", noise=noise)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
