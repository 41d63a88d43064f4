"""The passage of a document that a statement was read from: its place and digest, never its text."""

import re
from typing import Annotated, Any

from detente.case.address import Address
from detente.case.readers.pieces import Faults, kind_of, piece, read_id, read_text, read_whole
from detente.errors import nearest
from detente.sources.span import Span

__all__ = ["Passage"]

_KEYS = ("document", "start", "end", "sha256")
_SAMPLE = "write {document: id, start: 120, end: 180, sha256: digest}"
_DIGEST = re.compile("[0-9a-f]{64}")


def read_passage(node: Any, faults: Faults, path: Address = ()) -> Span | None:
    """The span of a document in code points, its end exclusive, with the digest of the passage."""
    if not isinstance(node, dict):
        faults.append((path, f"should be a passage, not {kind_of(node)}", _SAMPLE))
        return None
    before = len(faults)
    for key in node:
        if key not in _KEYS:
            faults.append(((*path, key), f"there is no key {key!r} here", nearest(key, _KEYS)))
    missing = [key for key in _KEYS if key not in node]
    faults.extend((path, f"`{key}` is missing", _SAMPLE) for key in missing)
    if missing:
        return None
    document = read_id(node["document"], faults, (*path, "document"))
    start, end = (read_whole(node[key], faults, (*path, key)) for key in ("start", "end"))
    digest = read_text(node["sha256"], faults, (*path, "sha256"))
    if len(faults) == before and not 0 <= start < end:
        faults.append((path, f"{start} to {end} is no passage", "start at 0 or later and end after that"))
    if not _DIGEST.fullmatch(digest):
        faults.append(
            ((*path, "sha256"), "is not a SHA-256", "write the 64 hexadecimal digits of the passage")
        )
    return None if len(faults) > before else Span(document=document, start=start, end=end, sha256=digest)


Passage = Annotated[Span, *piece("passage", read_passage)]
