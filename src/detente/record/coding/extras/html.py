"""The text of a web page by trafilatura (extra: html), for a reader of pages that takes such a function.

Dates are left to the reader: without metadata this library takes them from footers.
"""

from detente.errors import MissingExtra

__all__ = ["LARGEST", "extract", "prose_of"]

LARGEST = 20_000_000
"""Pages with more characters are not looked into."""

_KEPT = (("title", "title"), ("author", "author"), ("publisher", "sitename"), ("language", "language"))


def extract(html: str) -> tuple[str, dict[str, str]]:
    """The article's text, a paragraph a line, and what the page tells: title, author, publisher, language.

    ("", {}) for a page without an article, for what is no page, and for one that is too large.
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtra.named("html", "trafilatura") from None
    if len(html) > LARGEST or not html.strip():
        return "", {}
    try:
        page = trafilatura.bare_extraction(
            html, with_metadata=True, include_comments=False, include_tables=False, deduplicate=False
        )
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, MemoryError):
        return "", {}
    if page is None:
        return "", {}
    told = page if isinstance(page, dict) else page.as_dict()
    known = {name: str(told[key]) for name, key in _KEPT if told.get(key)}
    return str(told.get("text") or ""), known


def prose_of(html: str) -> str:
    """The article's text alone, as a reader of pages takes it; "" where there is none."""
    return extract(html)[0]
