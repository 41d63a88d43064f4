"""A document together with its text, and what in it is noise (menus, forms, feed blurbs, bylines).

The text is never altered: noise is marked as spans, so that every place in it stays what it was.
"""

from dataclasses import dataclass

from detente.sources.document import Document

__all__ = ["Text"]


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

        A paragraph ends at every line break; an empty text has none.
        """
        found = []
        for start, end in self._kept():
            at = start
            for line in self.text[start:end].splitlines(keepends=True):
                body = line.strip()
                if body:
                    first = at + line.index(body)
                    found.append((first, first + len(body)))
                at += len(line)
        return tuple(found)

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
