"""HTML as a flat run of texts and tags, read in one pass whatever its state.

No tree is built, nothing nests in memory, and what is searched for in vain is not searched again: the time
is proportional to the page, for pages made to hurt as well (which the standard library's parser is not).
"""

import html
import re
from collections.abc import Iterator

__all__ = ["Token", "attributes", "tokens", "unescape"]

Token = tuple[str, str, str]
"""(kind, name or text, attributes or content): kind is "text", "start", "end" or "raw"."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,60})")
_QUOTE = re.compile(r"=\s{0,20}([\"'])")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z_:][\w:.-]{0,80})\s{0,20}(?:=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
_RAW = frozenset({"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"})
_LONGEST_TAG = 200_000


def tokens(page: str) -> Iterator[Token]:
    """The texts and tags of a page in order; elements whose content is no markup come as one "raw" token.

    Names are in lower case, texts and attributes as they stand (see `unescape`, `attributes`). Comments,
    declarations and instructions are left out; a "<" that opens nothing is text.

    >>> list(tokens("<p class=a>1 < 2<br/></P>"))[1:3]
    [('text', '1 ', ''), ('text', '<', '')]
    """
    seek = _Seeker(page)
    at, size = 0, len(page)
    while at < size:
        opening = page.find("<", at)
        if opening < 0:
            yield "text", page[at:], ""
            return
        if opening > at:
            yield "text", page[at:opening], ""
        match = _TAG.match(page, opening)
        if match is None:
            if page[opening + 1 : opening + 2] in {"!", "?", "/"}:
                at = _after_declaration(page, opening, seek)
            else:
                yield "text", "<", ""
                at = opening + 1
            continue
        end = _tag_end(page, match.end(), seek)
        name, raw = match[2].lower(), page[match.end() : end]
        at = end + 1
        if match[1]:
            yield "end", name, ""
            continue
        yield "start", name, raw
        if name in _RAW:
            close = seek.closing(name, at)
            if close >= 0:
                yield "raw", name, page[at:close]
                at = close
            elif name in {"script", "style"}:
                return


def attributes(raw: str) -> dict[str, str]:
    """The attributes of a tag by their names in lower case, entities read; of a repeated one the first.

    >>> attributes(" Name='a' content=&quot;b hidden")
    {'name': 'a', 'content': '"b', 'hidden': ''}
    """
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(raw[:_LONGEST_TAG]):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
        found.setdefault(match[1].lower(), unescape(value or ""))
    return found


def unescape(text: str) -> str:
    """The text with its entities read; numbers that are no character become U+FFFD.

    >>> unescape("A&amp;B &#999999999999;")
    'A&B \ufffd'
    """
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text)) if "&" in text else text


class _Seeker:
    """Finds what follows a place, and remembers it: asked along the page, it reads the page once."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.known: dict[str, tuple[int, int]] = {}

    def find(self, what: str, start: int) -> int:
        """The first place of `what` at or after `start`, or -1."""
        asked, place = self.known.get(what, (0, 0))
        if what in self.known and asked <= start and (place < 0 or start <= place):
            return place
        place = self.page.find(what, start)
        self.known[what] = (start, place)
        return place

    def closing(self, name: str, start: int) -> int:
        """The first place of the closing tag at or after `start`, in any case, or -1."""
        asked, place = self.known.get(f"/{name}", (0, 0))
        if f"/{name}" in self.known and asked <= start and (place < 0 or start <= place):
            return place
        match = re.compile(f"</{name}", re.IGNORECASE).search(self.page, start)
        place = match.start() if match else -1
        self.known[f"/{name}"] = (start, place)
        return place


def _after_declaration(page: str, opening: int, seek: _Seeker) -> int:
    """The place after a comment, a declaration or an instruction; the end of the page where it is open."""
    if page.startswith("<!--", opening):
        end = seek.find("-->", opening + 2)
        if end >= 0:
            return end + 3
    end = seek.find(">", opening + 1)
    return end + 1 if end >= 0 else len(page)


def _tag_end(page: str, at: int, seek: _Seeker) -> int:
    """The place of the ">" that ends a tag, outside the quotes of its attributes."""
    start = at
    while True:
        end = seek.find(">", at)
        if end < 0:
            return len(page)
        quote = _QUOTE.search(page, at, end)
        if quote is None:
            return end
        close = seek.find(quote[1], quote.end())
        if close < 0 or close - start > _LONGEST_TAG:
            return end
        at = close + 1
