"""The texts of a record folder: a manifest of documents and noise, and one UTF-8 file a text as it is."""

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from detente.errors import RecordError, SourceError
from detente.record.interchange.plain import DOCUMENT, Say, document_of, plain
from detente.sources.span import digest
from detente.sources.text import Text
from detente.sources.whole_file import write_whole

__all__ = ["read_texts", "write_texts"]

MANIFEST = "manifest.jsonl"
FOLDER = "texts"
LONGEST_NAME = 80


def read_texts(folder: Path) -> dict[str, Text]:
    """The texts by document id, in the order of the manifest; those whose file is gone are left out.

    RecordError names the line of a manifest that cannot be read.
    """
    path = folder / MANIFEST
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from None
    found: dict[str, Text] = {}
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        try:
            raw = json.loads(line)
            noise = tuple((int(start), int(end)) for start, end in raw.pop("noise", []))
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise RecordError(
                "is no line of a manifest", where=where, hint="read the reports again"
            ) from None
        document = document_of(raw, _say(where))
        text = _text(folder / FOLDER / _name(document.id)) if document else None
        if document is not None and text is not None:
            found[document.id] = Text(document=document, text=text, noise=noise)
    return found


def write_texts(folder: Path, texts: Iterable[Text]) -> None:
    """Adds texts to those of the folder, in place of earlier ones of the same document.

    The manifest changes last and at once. SourceError when the disk refuses.
    """
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        manifest = _manifest(folder / MANIFEST)
        for text in texts:
            path = folder / FOLDER / _name(text.document.id)
            data = text.text.encode("utf-8", "surrogatepass")
            if not path.is_file() or path.read_bytes() != data:
                path.with_suffix(".part").write_bytes(data)
                path.with_suffix(".part").replace(path)
            line = plain(text.document, DOCUMENT) | {"noise": [list(span) for span in text.noise]}
            manifest[text.document.id] = json.dumps(line, ensure_ascii=False)
        write_whole(folder / MANIFEST, "".join(f"{line}\n" for line in manifest.values()))
    except OSError as error:
        why = error.strerror or str(error)
        raise SourceError(f"cannot be written: {why}", where=str(folder), hint="make room, go on") from None


def _manifest(path: Path) -> dict[str, str]:
    """The lines of the manifest by document id."""
    if not path.is_file():
        return {}
    lines = path.read_bytes().decode("utf-8").split("\n")
    return {json.loads(line)["id"]: line for line in lines if line}


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogatepass")
    except (OSError, UnicodeDecodeError):
        return None


def _name(document: str) -> str:
    """The name of a document's file, distinct for every id on every disk."""
    plain_name = quote(document, safe="")
    if plain_name != plain_name.lower() or len(plain_name) > LONGEST_NAME:
        plain_name = f"{plain_name[:LONGEST_NAME]}-{digest(document)[:8]}"
    return f"{plain_name}.txt"


def _say(where: str) -> Say:
    def told(path: str, what: str, hint: str) -> None:
        raise RecordError(f"{path}: {what}" if path else what, where=where, hint=hint)

    return told
