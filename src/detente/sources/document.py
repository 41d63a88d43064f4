"""A published document that statements and numbers cite.

The text itself may stay with the user: what is needed to cite and to verify is the id, the publisher, the
date with its basis, and a digest where the text is at hand.
"""

from dataclasses import dataclass
from datetime import date

__all__ = ["Document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A published report, by its key, publisher and date.

    `published` is None when the date is not known; `basis` says how publisher and date were found. `sha256`
    is the digest of its text (UTF-8); `file` where the user keeps the report, `file_sha256` the digest of
    that file; `copy_of` the document of which this is a copy or a near copy.

    >>> Document(id="daily-2001-02-03", publisher="Daily", published=date(2001, 2, 3)).label
    'Daily, 2001-02-03'
    """

    id: str
    publisher: str = ""
    published: date | None = None
    title: str = ""
    basis: str = ""
    url: str = ""
    sha256: str = ""
    licence: str = ""
    author: str = ""
    language: str = ""
    file: str = ""
    file_sha256: str = ""
    copy_of: str = ""

    @property
    def label(self) -> str:
        """Publisher and date, as a reader cites it."""
        day = self.published.isoformat() if self.published else "undated"
        return f"{self.publisher or self.id}, {day}"
