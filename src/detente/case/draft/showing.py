"""A draft as its reader sees it: paragraphs in plain words, brackets as [A | B], each sign with its place.

`[[A]]` is shown as [A]; what was agreed is shown without brackets; comments and the memory are not shown.
Markdown is read for heads, list items and paragraphs alone: other signs of it stay as they are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from detente.case.draft.heads import body_end
from detente.case.draft.scanning import ESCAPE
from detente.case.draft.values import Bracket, Draft

__all__ = ["Shown", "Sign", "shown_paragraphs"]

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_HEAD = re.compile(r"\ufeff?(#{1,6})[ \t]+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a bracket in shown words, from `start` to `end`: it opens, parts or closes that bracket.

    `first` and `last` are where in the source that begins and ends for which it stands.
    """

    start: int
    end: int
    bracket: str
    does: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A paragraph: its kind (title, article, heading, item, paragraph), its words, where each is written.

    `at[i]` is the place in the source of the i-th character, `signs` are those of brackets, in order.
    """

    kind: str
    text: str
    at: tuple[int, ...]
    signs: tuple[Sign, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class _Hidden:
    """A stretch of the source that is shown as other words, or not at all."""

    start: int
    end: int
    words: str = ""
    bracket: str = ""
    does: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    words: int
    end: int
    kind: str


def shown_paragraphs(draft: Draft) -> tuple[Shown, ...]:
    r"""The paragraphs of a draft in order, empty ones left out.

    >>> from detente.case.draft.reading import read_draft
    >>> [one.text for one in shown_paragraphs(read_draft("# Treaty\n\nThey [[shall | may]]{id=a}\nmeet.\n"))]
    ['Treaty', 'They [shall | may] meet.']
    """
    end = body_end(draft.text)
    hidden = _hidden(draft, end)
    starts = [one.start for one in hidden]
    blocks = _blocks(draft.text, end, hidden)
    firsts = [article.start for article in draft.articles]
    found: list[Shown] = []
    at = 0
    for block in blocks:
        if block.end <= at:
            continue
        shown = _Showing()
        at = max(at, block.words)
        while at < block.end:
            place = bisect_left(starts, at)
            until = min(starts[place] if place < len(starts) else block.end, block.end)
            shown.words(draft.text, at, until)
            at = until
            if place < len(starts) and starts[place] == at and at < block.end:
                shown.sign(hidden[place])
                at = hidden[place].end
        where = bisect_right(firsts, block.start)
        article = draft.articles[where - 1].name if where else ""
        if (one := shown.paragraph(block.kind, article)) is not None:
            found.append(one)
    return tuple(found)


class _Showing:
    """A paragraph being put together."""

    def __init__(self) -> None:
        self.chars: list[str] = []
        self.at: list[int] = []
        self.signs: list[Sign] = []

    def words(self, text: str, start: int, end: int) -> None:
        """Adds words of the source, escapes undone, blanks joined."""
        at = start
        while at < end:
            char = text[at]
            if char == "\\" and ESCAPE.match(text, at, end):
                at += 1
                self._add(text[at], at - 1)
            elif char.isspace():
                if self.chars and self.chars[-1] != " ":
                    self._add(" ", at)
            elif char != "\ufeff":
                self._add(char, at)
            at += 1

    def sign(self, one: _Hidden) -> None:
        """Adds what is shown in the place of a hidden stretch."""
        if not one.words:
            return
        start = len(self.chars)
        for char in one.words:
            self._add(char, one.start)
        self.signs.append(Sign(start, len(self.chars), one.bracket, one.does, one.start, one.end))

    def paragraph(self, kind: str, article: str) -> Shown | None:
        """The paragraph; None without words."""
        while self.chars and self.chars[-1] == " ":
            self.chars.pop()
            self.at.pop()
        if not self.chars:
            return None
        return Shown(
            kind=kind, text="".join(self.chars), at=tuple(self.at), signs=tuple(self.signs), article=article
        )

    def _add(self, char: str, at: int) -> None:
        self.chars.append(char)
        self.at.append(at)


def _hidden(draft: Draft, end: int) -> list[_Hidden]:
    """What is shown otherwise than it is written, in order; nothing within what is not shown."""
    found = [
        _Hidden(comment.start(), min(comment.end(), end)) for comment in _COMMENT.finditer(draft.text, 0, end)
    ]
    comments = [one.start for one in found]
    dropped: dict[str, list[_Hidden]] = {"": []}
    for one in draft.brackets:
        place = bisect_right(comments, one.start) - 1
        around = [*dropped[one.inside], *([found[place]] if place >= 0 else [])]
        if any(each.start <= one.start < each.end for each in around):
            dropped[one.id] = [_Hidden(one.start, one.end)]
            continue
        signs = list(_signs(one))
        found += signs
        dropped[one.id] = [sign for sign in signs if not sign.words]
    return sorted(found, key=lambda one: one.start)


def _signs(one: Bracket) -> Iterator[_Hidden]:
    """The signs of a bracket; around what was agreed there are none."""
    if one.closed is not None and one.agreed:
        chosen = one.alternatives[one.agreed - 1]
        yield _Hidden(one.start, min(chosen.start, one.end))
        if chosen.start < one.end:
            yield _Hidden(chosen.end, one.end)
        return
    parts = one.alternatives if one.alternatives[-1].text else one.alternatives[:-1]
    yield _Hidden(one.start, parts[0].start, "[", one.id, "open")
    for before, after in pairwise(parts):
        yield _Hidden(before.end, after.start, " | ", one.id, "part")
    yield _Hidden(parts[-1].end, one.end, "]", one.id, "close")


def _blocks(text: str, end: int, hidden: list[_Hidden]) -> list[_Block]:
    """The heads, list items and paragraphs of the body; a line within a comment or a sign begins none."""
    starts = [one.start for one in hidden]
    found: list[_Block] = []
    current: _Block | None = None
    first = True
    for line in _LINE.finditer(text, 0, end):
        place = bisect_right(starts, line.start()) - 1
        covered = place >= 0 and hidden[place].start < line.start() < hidden[place].end
        head, item = _HEAD.match(text, line.start(), end), _ITEM.match(text, line.start(), end)
        if not line[0].strip() and not covered:
            current = None
        elif head is not None and not covered:
            kind = "heading" if len(head[1]) > 2 else "title" if first and len(head[1]) == 1 else "article"
            first = False
            found.append(_Block(line.start(), head.end(), line.end(), kind))
            current = None
        elif current is None or (item is not None and not covered):
            current = _Block(line.start(), line.start(), line.end(), "item" if item else "paragraph")
            found.append(current)
        else:
            current = _Block(current.start, current.words, line.end(), current.kind)
            found[-1] = current
    return found
