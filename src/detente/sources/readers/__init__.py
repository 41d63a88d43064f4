"""READERS: from a file to its reports, by kind; to add a kind, write a `Reader` and name it here."""

from pathlib import Path

from detente.sources.readers.draft import Draft, Extractor, Reader
from detente.sources.readers.feed import read_feed
from detente.sources.readers.html_page import read_html
from detente.sources.readers.plain import read_plain
from detente.sources.readers.table import read_table

__all__ = ["READERS", "Draft", "Extractor", "Reader", "kind_of"]

READERS: dict[str, Reader] = {
    "feed": read_feed,
    "html": read_html,
    "plain": read_plain,
    "table": read_table,
}
"""The readers by kind."""

_ENDINGS = {
    "": "plain",
    ".atom": "feed",
    ".csv": "table",
    ".htm": "html",
    ".html": "html",
    ".markdown": "plain",
    ".md": "plain",
    ".rss": "feed",
    ".text": "plain",
    ".tsv": "table",
    ".txt": "plain",
    ".xhtml": "html",
    ".xml": "feed",
}


def kind_of(path: Path) -> str:
    """The kind of a file by its ending; "" for endings that reports do not have.

    >>> kind_of(Path("reports/daily.HTM")), kind_of(Path("picture.png"))
    ('html', '')
    """
    return _ENDINGS.get(path.suffix.lower(), "")
