"""The words of a Word file with who put them in and who struck them out, as pieces in the order of the file.

Revisions may stand in one another; each piece knows all that holds for it. Paragraph marks are pieces too.
Headers, footnotes, drawings and changes of form alone are not read; a note says where they hold revisions.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from detente.case.draft.word_parts import W
from detente.errors import SourceError
from detente.sources.office_file import OfficeFile

__all__ = ["BREAK", "DROPPED", "Comment", "Hand", "Paragraph", "Piece", "Revisions", "revisions_of"]

BREAK: Final = "\n\n"
"""The words of a paragraph mark."""
DEEPEST: Final = 200
MOST_PIECES: Final = 2_000_000

DROPPED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff]")
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "sym": "\ufffd", "ptab": " "}
_REVISIONS = ("ins", "del", "moveFrom", "moveTo")
_FORM = (
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "numberingChange",
)
_SKIPPED = frozenset({"drawing", "pict", "object", "AlternateContent", "instrText", "delInstrText", "rPr"})


@dataclass(frozen=True, slots=True)
class Hand:
    """Who made a revision, when, and whether it is half of a move."""

    author: str
    day: dt.date | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the file, and the hands that put them in or struck them out, if any."""

    text: str
    put: Hand | None = None
    struck: Hand | None = None


@dataclass(slots=True)
class Paragraph:
    """A paragraph as it was before all revisions: its pieces, its style, and where comments begin and end.

    `length` counts all words of it, `before` those before the revisions; `marks` are places among the latter.
    """

    pieces: list[Piece] = field(default_factory=list)
    style: str = ""
    marks: list[tuple[int, str, bool]] = field(default_factory=list)
    length: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody noted beside the words."""

    id: str
    author: str
    day: dt.date | None
    text: str


@dataclass(slots=True)
class Revisions:
    """All of a file: its paragraphs before the revisions, its comments, and what was not read."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    comments: dict[str, Comment] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def revisions_of(file: OfficeFile) -> Revisions:
    """The words and revisions of an opened Word file.

    Raises SourceError for XML that is damaged or nested deeper than any program writes.
    """
    root = file.xml("word/document.xml")
    body = root.find(_tag("body"))
    if body is None:
        raise SourceError(
            "the file has no text", where=file.where, hint="save it again with an office program"
        )
    walk = _Walk(file.where, _style_names(file))
    walk.blocks(body, 0)
    walk.cut()
    found = Revisions(paragraphs=walk.done, comments=_comments(file))
    found.notes += _unread(file, root, walk)
    return found


class _Walk:
    """Goes through the body once, in order."""

    def __init__(self, where: str, styles: dict[str, str]) -> None:
        self.where = where
        self.styles = styles
        self.done: list[Paragraph] = []
        self.current = Paragraph()
        self.count = 0
        self.skipped = 0
        self.rows = 0

    def blocks(self, parent: Element, depth: int) -> None:
        """Paragraphs and tables, one after the other; a cell of a table ends the paragraph before it."""
        self._look(depth)
        for child in parent:
            name = _name(child)
            if name == "p":
                self._paragraph(child, depth + 1)
            elif name == "tc":
                self.cut()
                self.blocks(child, depth + 1)
                self.cut()
            elif name == "trPr":
                self.rows += sum(1 for one in child if _name(one) in {"ins", "del"})
            elif name in {"commentRangeStart", "commentRangeEnd"}:
                self._mark(child, name)
            elif name not in _SKIPPED:
                self.blocks(child, depth + 1)

    def cut(self) -> None:
        """Ends the paragraph, if it has anything."""
        if self.current.pieces or self.current.marks:
            self.done.append(self.current)
        self.current = Paragraph()

    def _paragraph(self, element: Element, depth: int) -> None:
        about = element.find(_tag("pPr"))
        style = about.find(_tag("pStyle")) if about is not None else None
        if style is not None and not self.current.pieces:
            identity = style.get(_tag("val"), "")
            self.current.style = self.styles.get(identity, identity)
        self._inline(element, None, None, depth)
        put, struck = self._of_mark(about)
        self._add(Piece(BREAK, put, struck))
        if put is None:
            self.cut()

    def _of_mark(self, about: Element | None) -> tuple[Hand | None, Hand | None]:
        """Who put in, and who struck out, the mark at the end of a paragraph."""
        run = about.find(_tag("rPr")) if about is not None else None
        if run is None:
            return None, None
        hands: dict[str, Hand] = {}
        for name in _REVISIONS:
            if (found := run.find(_tag(name))) is not None:
                hands[name] = _hand(found, moved=name.startswith("move"))
        return hands.get("ins") or hands.get("moveTo"), hands.get("del") or hands.get("moveFrom")

    def _inline(self, parent: Element, put: Hand | None, struck: Hand | None, depth: int) -> None:
        self._look(depth)
        for child in parent:
            name = _name(child)
            if name in {"t", "delText"}:
                self._add(Piece(DROPPED.sub("", child.text or ""), put, struck))
            elif name in _SIGNS:
                self._add(Piece(_SIGNS[name], put, struck))
            elif name in {"ins", "moveTo"}:
                self._inline(child, put or _hand(child, moved=name == "moveTo"), struck, depth + 1)
            elif name in {"del", "moveFrom"}:
                hand = struck or _hand(child, moved=name == "moveFrom")
                self._inline(child, put, hand, depth + 1)
            elif name in {"commentRangeStart", "commentRangeEnd"}:
                self._mark(child, name)
            elif name == "commentReference":
                self._mark(child, "commentRangeStart")
                self._mark(child, "commentRangeEnd")
            elif name in _SKIPPED:
                self.skipped += sum(1 for one in child.iter() if _name(one) in _REVISIONS)
            elif name != "pPr":
                self._inline(child, put, struck, depth + 1)

    def _mark(self, element: Element, name: str) -> None:
        begins = name == "commentRangeStart"
        self.current.marks.append((self.current.before, element.get(_tag("id"), ""), begins))

    def _add(self, piece: Piece) -> None:
        if not piece.text:
            return
        self.count += 1
        if self.count > MOST_PIECES:
            raise SourceError("the file has too many words", where=self.where, hint="send it in parts")
        self.current.pieces.append(piece)
        self.current.length += len(piece.text)
        self.current.before += len(piece.text) if piece.put is None else 0

    def _look(self, depth: int) -> None:
        if depth > DEEPEST:
            what = f"its parts are nested more than {DEEPEST} deep"
            raise SourceError(what, where=self.where, hint="save it again with an office program")


def _comments(file: OfficeFile) -> dict[str, Comment]:
    if "word/comments.xml" not in file.names():
        return {}
    found: dict[str, Comment] = {}
    for one in file.xml("word/comments.xml").iter(_tag("comment")):
        lines = (
            "".join(DROPPED.sub("", t.text or "") for t in line.iter(_tag("t")))
            for line in one.iter(_tag("p"))
        )
        hand = _hand(one)
        identity = one.get(_tag("id"), "")
        text = "\n".join(line for line in lines if line.strip())
        found[identity] = Comment(id=identity, author=hand.author, day=hand.day, text=text)
    return found


def _style_names(file: OfficeFile) -> dict[str, str]:
    """The names of styles by their ids, in small letters."""
    if "word/styles.xml" not in file.names():
        return {}
    found = {}
    for style in file.xml("word/styles.xml").iter(_tag("style")):
        name = style.find(_tag("name"))
        if name is not None:
            found[style.get(_tag("styleId"), "")] = name.get(_tag("val"), "").casefold()
    return found


def _unread(file: OfficeFile, root: Element, walk: _Walk) -> Iterator[str]:
    """What the file holds beside what is read, a sentence each."""
    for kind in ("header", "footer", "footnotes", "endnotes"):
        parts = [name for name in file.names() if re.fullmatch(rf"word/{kind}\d*\.xml", name)]
        count = sum(1 for part in parts for one in file.xml(part).iter() if _name(one) in _REVISIONS)
        if count:
            yield f"{count} changes in the {kind.rstrip('s')}s of the file are not read"
    form = sum(1 for one in root.iter() if _name(one) in _FORM)
    if form:
        yield f"{form} changes of form alone are not read"
    if walk.skipped:
        yield f"{walk.skipped} changes in drawings and text boxes are not read"
    if walk.rows:
        yield f"{walk.rows} rows of tables were added or struck out: their words are read, the rows are not"


def _hand(element: Element, *, moved: bool = False) -> Hand:
    author = "".join(char for char in element.get(_tag("author"), "") if char.isprintable())
    told = element.get(_tag("date"), "")[:10]
    try:
        day = dt.date.fromisoformat(told) if told else None
    except ValueError:
        day = None
    return Hand(author=" ".join(DROPPED.sub("", author).split())[:200], day=day, moved=moved)


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"


def _name(element: Element) -> str:
    """The name of an element without its space; drawings and their like come from other spaces."""
    return element.tag.rpartition("}")[2]
