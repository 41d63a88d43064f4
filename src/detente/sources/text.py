"""A document together with its text, and what in it is noise (menus, forms, feed blurbs, bylines).

The text is never altered: noise is marked as spans, so that every place in it stays what it was.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from detente.sources.document import Document
from detente.sources.span import digest

__all__ = ["Text"]

_ITEM = re.compile(r"(?:[-*\u2022\u2013\u2014]|\(?\d{1,2}[.)])$")
"""What begins an entry of a list, which is no wrapped line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    r"""A document and its text in Unicode code points.

    `noise` are the half-open spans of the text that are no prose, in order, without overlap.

    >>> Text(document=Document(id="d"), text="Skip to content\n\nThey met.", noise=((0, 15),)).paragraphs
    ((17, 26),)
    """

    document: Document
    text: str
    noise: tuple[tuple[int, int], ...] = ()

    @property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The half-open spans of the paragraphs, noise left out, without blanks at either end.

        A paragraph ends at a line break, unless its lines are wrapped at some width (40 to 120 code points:
        no line had room for the next one's first word); then it ends at a blank line. An empty text has none.
        """
        found: list[tuple[int, int]] = []
        for start, end in self._kept():
            block: list[tuple[int, int]] = []
            at = start
            for line in self.text[start:end].splitlines(keepends=True):
                body = line.strip()
                if body:
                    first = at + line.index(body)
                    block.append((first, first + len(body)))
                elif block:
                    found += self._joined(block)
                    block = []
                at += len(line)
            found += self._joined(block)
        return tuple(found)

    @property
    def left_out(self) -> bool:
        """Whether the text itself is not at hand, only what is known about it."""
        return not self.text and self.document.sha256 not in {"", digest("")}

    def _joined(self, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """One span where the lines between two blank ones are a wrapped paragraph, else a span a line."""
        if len(lines) < 2 or max(end - start for start, end in lines) > 120:
            return lines
        width = max(end - start for start, end in lines)
        if width < 40:
            return lines
        ended = 0
        for (start, end), (after, last) in pairwise(lines):
            word = self.text[after:last].split(None, 1)[0]
            if end - start + 1 + len(word) <= width or _ITEM.match(word):
                return lines
            ended += self.text[end - 1] in '.!?\u201d"'
        return lines if ended == len(lines) - 1 else [(lines[0][0], lines[-1][1])]

    def _kept(self) -> list[tuple[int, int]]:
        """The spans between the noise."""
        kept, at = [], 0
        for start, end in self.noise:
            if at < start:
                kept.append((at, start))
            at = max(at, end)
        if at < len(self.text):
            kept.append((at, len(self.text)))
        return kept
