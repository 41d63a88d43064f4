"""From files to texts: found, read by kind, cleaned, dated and named, one after the other.

Only the file at hand is held. A file that cannot be read is told as a Problem and the rest is read.
"""

import hashlib
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.errors import Problem, SourceError
from detente.sources.dating import find_published, find_publisher
from detente.sources.document import Document
from detente.sources.language import guess_language
from detente.sources.noise import noise_spans
from detente.sources.readers import READERS, Draft, Extractor, kind_of
from detente.sources.span import digest
from detente.sources.text import Text

__all__ = ["FoundFile", "find_files", "iter_texts", "text_of"]

_PLAIN = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 80


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FoundFile:
    """A file to read: where it is, and its path as documents name it (relative, with slashes)."""

    name: str
    path: Path


def find_files(paths: Iterable[Path]) -> tuple[tuple[FoundFile, ...], tuple[Problem, ...]]:
    """The files under the paths in order of their names, and what is there but cannot be a report.

    A folder is searched with all within it, each folder once (links that lead back are not followed twice);
    names that begin with a full stop are passed over. Files in a folder are named relative to it, single
    files by their own name. Sockets, pipes, devices, broken links and endings that no report has are told.
    """
    found: list[FoundFile] = []
    faults: list[Problem] = []
    seen: set[tuple[int, int]] = set()
    for path in paths:
        _find(path, "", found, faults, seen)
    return tuple(found), tuple(faults)


def iter_texts(
    paths: Iterable[Path],
    *,
    today: date | None = None,
    licence: str = "",
    language: str = "",
    extractor: Extractor | None = None,
) -> Iterator[Text | Problem]:
    """The texts under the paths as they are read, and a Problem for each file or date that is at fault.

    Ids come from file names, made unique by a number in the order of reading. `licence` and `language` hold
    for all of them where given; `today` bounds dates; `extractor` takes the report out of a page in place of
    ours.
    """
    files, faults = find_files(paths)
    yield from faults
    taken: set[str] = set()
    for file in files:
        try:
            drafts = READERS[kind_of(file.path) or "plain"](file.path, extractor)
            sha256 = _file_digest(file.path)
            stem = Path(file.name).stem
            for draft in drafts:
                name = _unique(f"{stem}-{draft.key}" if draft.key else stem, taken)
                text, notes = text_of(draft, file.name, file_sha256=sha256, name=name, today=today)
                yield _with(text, licence=licence, language=language)
                yield from (Problem(path=text.document.id, what=note, file=file.name) for note in notes)
        except SourceError as fault:
            yield Problem(path="", what=fault.what, hint=fault.hint, file=file.name)
        except RecursionError:
            yield Problem(path="", what="is nested too deeply", hint="save its text instead", file=file.name)
        except (OSError, ValueError, MemoryError) as fault:
            yield Problem(path="", what=f"cannot be read: {fault}"[:300], file=file.name)


def text_of(
    draft: Draft, file: str = "", *, name: str, file_sha256: str = "", today: date | None = None
) -> tuple[Text, tuple[str, ...]]:
    r"""The text of a draft with its noise marked, dated and attributed, and what is odd about its date.

    `name` becomes the document's id, `file` is where the user keeps it.

    >>> text, _ = text_of(Draft(text="Skip to content\n\nThey met."), name="ft-2001-02-03")
    >>> text.document.label, text.noise
    ('Financial Times, 2001-02-03', ((0, 15),))
    """
    noise = noise_spans(draft.text)
    stem = Path(file).stem if file and not draft.key else name
    day = find_published(draft.text, stated=draft.dates, name=stem, today=today)
    publisher = find_publisher(draft.text, noise, stated=draft.publishers, name=stem)
    basis = [f"date: {day.basis}", f"publisher: {publisher.basis}", *day.notes, *draft.basis]
    document = Document(
        id=name,
        publisher=publisher.value,
        published=day.day,
        title=draft.title or _title(draft.text, noise),
        basis="; ".join(basis),
        url=draft.url,
        sha256=digest(draft.text),
        author=draft.author,
        language=draft.language or guess_language(draft.text),
        file=file,
        file_sha256=file_sha256,
    )
    return Text(document=document, text=draft.text, noise=noise), day.notes


def _with(text: Text, *, licence: str, language: str) -> Text:
    """The text with the licence and language that hold for all."""
    from dataclasses import replace

    if not licence and not language:
        return text
    document = replace(text.document, licence=licence, language=language or text.document.language)
    return replace(text, document=document)


def _title(text: str, noise: tuple[tuple[int, int], ...]) -> str:
    """The first line that is no noise, where it stands alone, is short and ends in no full stop; else ""."""
    at = 0
    for start, end in (*noise, (len(text), len(text))):
        gap = text[at:start].strip()
        if gap:
            line, _, rest = gap.partition("\n")
            alone = not rest or not rest.split("\n", 1)[0].strip()
            return line.strip() if alone and 8 <= len(line) <= 200 and line.strip()[-1] not in ".,;:" else ""
        at = end
    return ""


def _unique(stem: str, taken: set[str]) -> str:
    """An id of plain letters, figures and hyphens that is not taken yet; taken from now on."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    base = _PLAIN.sub("-", plain).strip("-")[:_LONGEST_ID].rstrip("-")
    if not base:
        base = f"report-{digest(stem)[:8]}"
    name, n = base, 2
    while name in taken:
        name, n = f"{base}-{n}", n + 1
    taken.add(name)
    return name


def _file_digest(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _find(
    path: Path, name: str, found: list[FoundFile], faults: list[Problem], seen: set[tuple[int, int]]
) -> None:
    """Adds what lies at a path, whatever it is."""
    shown = (
        (name or path.name or str(path))
        .encode("utf-8", "surrogateescape")
        .decode("utf-8", "backslashreplace")
    )
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            if (status.st_dev, status.st_ino) in seen:
                return
            seen.add((status.st_dev, status.st_ino))
            for entry in sorted(child.name for child in path.iterdir()):
                if not entry.startswith("."):
                    _find(path / entry, f"{name}/{entry}" if name else entry, found, faults, seen)
        elif not stat.S_ISREG(status.st_mode):
            faults.append(Problem(path="", what="is no file (a pipe, a socket or a device)", file=shown))
        elif name and not kind_of(path):
            hint = "reports are .txt, .md, .html, .xml, .rss, .atom, .csv or .tsv"
            faults.append(
                Problem(path="", what=f"a {path.suffix} file is not read as a report", hint=hint, file=shown)
            )
        else:
            found.append(FoundFile(name=shown, path=path))
    except OSError as fault:
        faults.append(
            Problem(
                path="",
                what=f"cannot be read: {fault.strerror or fault}",
                hint="check that it is there and its permissions",
                file=shown,
            )
        )
    except RecursionError:
        faults.append(Problem(path="", what="lies too deep in folders", file=shown[:200]))
