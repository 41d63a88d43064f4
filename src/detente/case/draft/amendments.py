"""Tracked changes and comments of a Word file as amendments: what, by whom, when, in which article.

A deletion and an insertion side by side by one author are one replacement. What somebody struck out of words
that another had put in is told with the insertion. Nothing is dropped: what is not read has a note.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from detente.case.draft.heads import article_named
from detente.case.draft.revisions import BREAK, Comment, Hand, Paragraph, Piece, Revisions, revisions_of
from detente.errors import SourceError
from detente.sources.office_file import open_office

__all__ = ["MOST_AMENDMENTS", "Amendment", "Amendments", "read_word_amendments"]

MOST_AMENDMENTS: Final = 50_000
_ARTICLE = re.compile(r"[^\W\d_]+ (?:\d[\d.]*|[IVXLC]+)[.:)] ?.{0,80}")
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One change that somebody asks for: `kind` is insert, delete, replace or comment.

    `before` are the words that it takes away (of a comment: those it is about), `after` those that it puts
    (of a comment: its own). `paragraph` counts, from 1, the paragraphs before all changes; `context` is the
    whole of it, `at` where in it the change begins. `opposed_by`: who struck out what was put. `moved`: half
    of a move.
    """

    kind: str
    author: str
    date: dt.date | None = None
    paragraph: int
    article: str = ""
    before: str = ""
    after: str = ""
    context: str = ""
    at: int = 0
    opposed_by: tuple[str, ...] = ()
    moved: bool = False

    def __str__(self) -> str:
        """The change on one line."""
        told = {
            "insert": f"put in {_short(self.after)!r}",
            "delete": f"strike out {_short(self.before)!r}",
            "replace": f"for {_short(self.before)!r} put {_short(self.after)!r}",
            "comment": f"on {_short(self.before)!r}: {_short(self.after)!r}",
        }[self.kind]
        place = self.article or f"paragraph {self.paragraph}"
        return f"{place}, {self.author or 'unnamed'}: {told}{' (moved)' if self.moved else ''}"

    def as_dict(self) -> dict[str, Any]:
        """The change, for JSON; of its paragraph, what stands around it."""
        return {
            "kind": self.kind,
            "author": self.author,
            "date": self.date.isoformat() if self.date else None,
            "paragraph": self.paragraph,
            "article": self.article,
            "before": self.before,
            "after": self.after,
            "context": self.context[max(0, self.at - _SHOWN) : self.at + len(self.before) + _SHOWN],
            "opposed_by": list(self.opposed_by),
            "moved": self.moved,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendments:
    """The amendments of a file in the order of its text; `notes` tell what was not read."""

    file: str = ""
    items: tuple[Amendment, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who asks for a change, in alphabetical order."""
        return tuple(sorted({who for one in self.items for who in (one.author, *one.opposed_by)}))

    def __str__(self) -> str:
        """How many of each kind, by how many, and the notes."""
        kinds = [(kind, sum(1 for one in self.items if one.kind == kind)) for kind in _KINDS]
        told = ", ".join(f"{count} {kind}" for kind, count in kinds if count) or "none"
        head = f"{self.file or 'amendments'}: {told}; by {len(self.authors)}"
        return "\n".join([head, *(f"  note: {note}" for note in self.notes)])

    def as_dict(self) -> dict[str, Any]:
        """The amendments, for JSON."""
        return {
            "file": self.file,
            "authors": list(self.authors),
            "amendments": [one.as_dict() for one in self.items],
            "notes": list(self.notes),
        }


_KINDS = ("insert", "delete", "replace", "comment")


def read_word_amendments(path: Path | str | bytes, *, where: str = "") -> Amendments:
    """The tracked changes and comments of a Word file, from its path or its bytes; none: no items.

    `where` is the name that errors give to bytes. Raises SourceError for what is no Word file, holds a
    password, packs too much, has entities or damaged XML, or more changes than are read.

    >>> read_word_amendments(b"no file", where="answer.docx")
    Traceback (most recent call last):
    detente.errors.SourceError: answer.docx: this is not a .docx file
      try: save it as .docx with an office program
    """
    file = open_office(path, kind="docx", where=where)
    found = revisions_of(file)
    items: list[Amendment] = []
    article, number = "", 0
    comments = _Comments(found)
    for paragraph in found.paragraphs:
        base = _base(paragraph)
        if _is_head(paragraph, base):
            article = article_named(base)[0]
        number += 1 if base or paragraph.length > len(BREAK) else 0
        place = Amendment(kind="insert", author="", paragraph=number, article=article, context=base)
        items += _merged(list(_changes(paragraph, place)))
        items += comments.ended(paragraph, place)
        if len(items) > MOST_AMENDMENTS:
            what = f"the file holds more than {MOST_AMENDMENTS:,} changes"
            raise SourceError(what, where=file.where, hint="send it in parts")
    items += comments.left()
    return Amendments(file=file.where, items=tuple(items), notes=tuple(found.notes))


def _base(paragraph: Paragraph) -> str:
    """The words before all changes, without the mark at their end."""
    return "".join(piece.text for piece in paragraph.pieces if piece.put is None).removesuffix(BREAK)


def _is_head(paragraph: Paragraph, base: str) -> bool:
    styled = paragraph.style.startswith("heading") or paragraph.style == "title"
    return bool(base) and paragraph.style != "title" and (styled or _ARTICLE.fullmatch(base) is not None)


def _changes(paragraph: Paragraph, place: Amendment) -> Iterator[Amendment]:
    """Each stretch of words of one hand, in order."""
    at = 0
    pending: tuple[str, Hand | None, Hand | None, int] | None = None
    for piece in [*paragraph.pieces, Piece("")]:
        same = (
            pending is not None and _by(pending[1]) == _by(piece.put) and _by(pending[2]) == _by(piece.struck)
        )
        if pending is not None and same and piece.text:
            pending = (pending[0] + piece.text, piece.put, piece.struck, pending[3])
        else:
            if pending is not None:
                yield from _change(*pending, place)
            changed = piece.put is not None or piece.struck is not None
            pending = (piece.text, piece.put, piece.struck, at) if changed else None
        at += len(piece.text) if piece.put is None else 0


def _by(hand: Hand | None) -> tuple[str, bool] | None:
    return (hand.author, hand.moved) if hand is not None else None


def _change(
    text: str, put: Hand | None, struck: Hand | None, at: int, place: Amendment
) -> Iterator[Amendment]:
    if put is not None:
        if struck is not None and struck.author == put.author:
            return
        against = (struck.author,) if struck is not None else ()
        yield replace(
            place,
            kind="insert",
            author=put.author,
            date=put.day,
            after=text,
            at=at,
            opposed_by=against,
            moved=put.moved,
        )
    elif struck is not None:
        yield replace(
            place,
            kind="delete",
            author=struck.author,
            date=struck.day,
            before=text,
            at=at,
            moved=struck.moved,
        )


def _merged(found: Sequence[Amendment]) -> list[Amendment]:
    """Deletions and insertions side by side by one author, in any order, become one replacement."""
    done: list[Amendment] = []
    for one in found:
        last = done[-1] if done else None
        if last is not None and _beside(last, one):
            days = [day for day in (last.date, one.date) if day is not None]
            before, after = last.before + one.before, last.after + one.after
            kind = "replace" if before and after else "delete" if before else "insert"
            day = max(days, default=None)
            done[-1] = replace(last, kind=kind, date=day, before=before, after=after)
        else:
            done.append(one)
    return done


def _beside(first: Amendment, second: Amendment) -> bool:
    return (
        first.author == second.author
        and not (first.moved or second.moved or first.opposed_by or second.opposed_by)
        and second.at == first.at + len(first.before)
    )


class _Comments:
    """Comments being followed from where they begin to where they end, in whatever order they do."""

    def __init__(self, found: Revisions) -> None:
        self.waiting = dict(found.comments)
        self.begun: dict[str, Amendment] = {}

    def ended(self, paragraph: Paragraph, place: Amendment) -> Iterator[Amendment]:
        """The comments that end in this paragraph; of one over several, the words of the first are told."""
        for at, name, begins in paragraph.marks:
            if name not in self.waiting:
                continue
            spot = min(at, len(place.context))
            if begins:
                self.begun.setdefault(name, replace(place, at=spot))
                continue
            start = self.begun.pop(name, replace(place, at=spot))
            end = spot if start.paragraph == place.paragraph else len(start.context)
            yield _noted(self.waiting.pop(name), start, start.context[start.at : end])

    def left(self) -> Iterator[Amendment]:
        """The comments that do not end, at their beginning; then those that stand nowhere in the text."""
        for name, comment in self.waiting.items():
            start = self.begun.get(name, Amendment(kind="comment", author="", paragraph=0))
            yield _noted(comment, start, start.context[start.at :])


def _noted(comment: Comment, start: Amendment, about: str) -> Amendment:
    return replace(
        start, kind="comment", author=comment.author, date=comment.day, before=about, after=comment.text
    )


def _short(text: str) -> str:
    told = " ".join(text.split()) or ("a paragraph mark" if text else "")
    return told if len(told) <= 60 else told[:57] + "..."
