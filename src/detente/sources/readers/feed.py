"""RSS and Atom: each entry is one report. Declarations and entities of XML are refused before parsing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from detente.errors import SourceError
from detente.sources.encoding import decode
from detente.sources.readers.draft import Draft, Extractor, read_bytes
from detente.sources.readers.html_page import page_text

__all__ = ["read_feed"]

_LONGEST_FEED = 30_000_000
_CHUNK = 1 << 16
_ENTRIES = {"entry", "item"}
_ROOTS = {"feed", "rss", "rdf"}
_REFUSED = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_BODIES = ("encoded", "content", "description", "summary", "subtitle")
_DATES = ("published", "pubdate", "date", "issued", "created", "updated", "modified")


def read_feed(path: Path, extractor: Extractor | None = None) -> Iterator[Draft]:
    """The entries of a feed in its order; those without any text are passed over.

    The longest of an entry's content and summary is its text, HTML in it read; `extractor` is for pages and
    not used. SourceError, after the entries before it, where the XML breaks off; before any entry where it is
    no feed, or declares a document type or entities (which can grow without bound when read).
    """
    del extractor
    data = read_bytes(path, _LONGEST_FEED)
    declared = _ENCODING.search(data[:300])
    name = declared[1].decode("ascii", "ignore") if declared else ""
    decoded = decode(data, declared=name, where=path.name)
    if _REFUSED.search(decoded.text):
        raise SourceError(
            "declares a document type or entities, which are not read",
            where=path.name,
            hint="take the <!DOCTYPE ...> out; feeds need none",
        )
    feed = _Feed(path.name)
    body = _DECLARATION.sub("", decoded.text, count=1).strip()
    basis = (decoded.basis,) if decoded.basis else ()
    try:
        for event, element in _events(body):
            yield from feed.see(event, element, basis)
    except ET.ParseError as fault:
        raise SourceError(
            f"the XML breaks off at line {fault.position[0]} ({str(fault).partition(':')[0]})",
            where=path.name,
            hint="fetch the feed again; the entries before it were read",
        ) from None
    if not feed.count:
        raise SourceError("the feed has no entry with a text", where=path.name, hint="fetch it again later")


def _events(body: str) -> Iterator[tuple[str, ET.Element]]:
    """The elements as they open and close; ET.ParseError where the XML breaks off."""
    parser: Any = ET.XMLPullParser(events=("start", "end"))
    for at in range(0, len(body), _CHUNK):
        parser.feed(body[at : at + _CHUNK])
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


class _Feed:
    """What is known of the feed while its entries go by."""

    def __init__(self, where: str) -> None:
        self.where, self.title, self.language = where, "", ""
        self.number, self.count, self.inside, self.depth = 0, 0, 0, 0

    def see(self, event: str, element: ET.Element, basis: tuple[str, ...]) -> Iterator[Draft]:
        """Takes note of an element that opens or closes; at the end of an entry, its report."""
        name = _local(element)
        if event == "start":
            if not self.depth and name not in _ROOTS:
                raise SourceError(
                    f"is XML but no feed: its root is <{name[:40]}>",
                    where=self.where,
                    hint="RSS and Atom are read",
                )
            self.depth += 1
            self.inside += name in _ENTRIES
            return
        self.depth -= 1
        if name in _ENTRIES:
            self.inside -= 1
            self.number += 1
            draft = self.entry(element, basis)
            element.clear()
            if draft.text:
                self.count += 1
                yield draft
        elif not self.inside and name == "title":
            self.title = self.title or _words(element)
        elif not self.inside and name == "language":
            self.language = self.language or _words(element)

    def entry(self, element: ET.Element, basis: tuple[str, ...]) -> Draft:
        """One entry as a report."""
        children: dict[str, ET.Element] = {}
        for child in element:
            children.setdefault(_local(child), child)
        bodies = [_body(children[name]) for name in _BODIES if name in children]
        said = [(f"metadata ({name})", _words(children[name])) for name in _DATES if name in children]
        creator = children.get("creator", children.get("author"))
        source = children.get("source")
        publisher = _words(source) if source is not None else ""
        link = children.get("link")
        url = (link.get("href") or _words(link)) if link is not None else ""
        return Draft(
            text=max(bodies, key=len, default=""),
            key=f"{self.number:04d}",
            title=page_text(_words(children["title"])) if "title" in children else "",
            author=_words(creator) if creator is not None else "",
            url=url if url.startswith(("http://", "https://")) else "",
            language=self.language[:2].lower() if self.language[:2].isalpha() else "",
            dates=tuple(pair for pair in said if pair[1]),
            publishers=tuple(
                pair
                for pair in (("metadata (source)", publisher), ("title of the feed", self.title))
                if pair[1]
            ),
            basis=basis,
        )


def _local(element: ET.Element) -> str:
    """The name of an element without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def _words(element: ET.Element) -> str:
    """All text in an element, white space made single."""
    return " ".join("".join(element.itertext()).split())[:1000]


def _body(element: ET.Element) -> str:
    """The paragraphs of a content: HTML that is written as text, or XHTML as it stands."""
    if len(element):
        for part in element.iter():
            part.tag = _local(part)
        return page_text(ET.tostring(element, encoding="unicode"))
    return page_text(element.text or "")
