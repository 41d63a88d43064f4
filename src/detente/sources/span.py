"""A passage of a document: start and end in Unicode code points, and a digest that proves it.

One unit everywhere, stated and checked: `text[start:end]` of the text as it is kept in the corpus.
"""

import hashlib
from dataclasses import dataclass

from detente.errors import RecordError

__all__ = ["CONTEXT", "Span", "digest"]

CONTEXT = 32
"""How many code points before and after a passage are kept to find it again."""


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal; a lone surrogate counts as its code unit.

    >>> digest("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """The half-open passage [start, end) of a document, in code points.

    `sha256` is the digest of the exact passage, so that it can be verified without being shown; `exact`,
    `before` and `after` are the passage and up to 32 code points around it, empty where the text is left out.
    """

    document: str
    start: int
    end: int
    sha256: str
    exact: str = ""
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, document: str, text: str, start: int, end: int) -> "Span":
        """The passage of `text`; RecordError when it is empty or leaves the text.

        >>> span = Span.of("d", "They agreed.", 5, 11)
        >>> span.exact, span.before, span.after
        ('agreed', 'They ', '.')
        """
        if not 0 <= start < end <= len(text):
            raise RecordError(
                f"the span {start} to {end} is not inside the text of {len(text)} characters",
                where=document,
                hint="count in Unicode code points of the text as the corpus keeps it, the end exclusive",
            )
        exact = text[start:end]
        return cls(
            document=document,
            start=start,
            end=end,
            sha256=digest(exact),
            exact=exact,
            before=text[max(0, start - CONTEXT) : start],
            after=text[end : end + CONTEXT],
        )

    def verify(self, text: str) -> bool:
        """Whether the text still holds this very passage at this very place."""
        return digest(text[self.start : self.end]) == self.sha256

    def without_text(self) -> "Span":
        """The same span with only its place and digest, for those who may not pass the text on."""
        return Span(document=self.document, start=self.start, end=self.end, sha256=self.sha256)
