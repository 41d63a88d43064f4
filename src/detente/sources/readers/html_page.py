"""Saved web pages: the paragraphs of the report and what the page states about itself.

Menus, forms, scripts, asides and comment lists are left out; where that leaves next to nothing, or a page is
too broken to tell, more is kept and the noise rules decide. Another extractor may be given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import SourceError
from detente.sources.encoding import decode
from detente.sources.readers.draft import Draft, Extractor, read_bytes
from detente.sources.readers.html_meta import PageMeta
from detente.sources.readers.html_tokens import tokens, unescape

__all__ = ["page_text", "read_html", "read_page"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_BREAKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt"
        " fieldset figcaption figure footer form"
        " h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre"
        " section summary table tbody td tfoot th"
        " thead tr ul",
    )
)
_NEVER = frozenset({"canvas", "math", "noscript", "object", "svg", "template"})
_LEFT_OUT = frozenset(
    {"aside", "audio", "button", "dialog", "footer", "form", "label", "menu", "nav", "select", "video"}
)
_BOXES = frozenset({"aside", "div", "ol", "p", "section", "span", "ul"})
_HINT = re.compile(
    r"(?:class|id|role|aria-label)\s*=\s*[\"']?[^\"'>]{0,200}?(?<![a-z])(?<!has-)(?<!no-)(?<!with-)(?<!without-)(?:comment(?:s|-list|-form|-respond)?|respond"
    r"|sharedaddy|share|sharing|social(?:-\w+)?|related(?:-\w+)?|newsletter(?:-\w+)?|cookie(?:-\w+)?|consent|promo"
    r"|sidebar|advert(?:isement)?|ad-slot|ads|breadcrumbs?|subscribe|signup|paywall|popup|modal|toolbar|recommended"
    r"|trending|most-read|screen-reader-text|sr-only|visually-hidden|jp-relatedposts|navigation|contentinfo)(?![a-z])"
    r"|(?<![\w-])hidden(?![\w-])|aria-hidden\s*=\s*[\"']?true|display\s*:\s*none",
    re.IGNORECASE,
)
_ENOUGH = 200
"""How many code points of text make a report; less, and more of the page is looked at."""


@dataclass(slots=True)
class _Block:
    """One paragraph as it grows: its text, how much of it is links, and the part of the page it stands in."""

    part: int
    pieces: list[str] = field(default_factory=list)
    links: int = 0

    def text(self) -> str:
        """The text with its white space made single; line breaks of the page kept."""
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\x00"))
        return "\n".join(line for line in lines if line)


def read_html(path: Path, extractor: Extractor | None = None) -> Iterator[Draft]:
    """The one report of a saved page; SourceError when it is empty, binary, too large, or holds no text."""
    data = read_bytes(path)
    charset = _CHARSET.search(data[:4096])
    decoded = decode(data, declared=charset[1].decode("ascii", "ignore") if charset else "", where=path.name)
    draft = read_page(decoded.text, extractor)
    if not draft.text:
        raise SourceError(
            "the page holds no text",
            where=path.name,
            hint="save the page once it has loaded, or save its text",
        )
    yield Draft(
        text=draft.text,
        title=draft.title,
        author=draft.author,
        url=draft.url,
        language=draft.language,
        dates=draft.dates,
        publishers=draft.publishers,
        basis=(*((decoded.basis,) if decoded.basis else ()), *draft.basis),
    )


def read_page(page: str, extractor: Extractor | None = None) -> Draft:
    r"""The report of a page in HTML; its text is "" where there is none.

    >>> draft = read_page("<title>T</title><nav>Home</nav><p>They &amp; we<br>met.<p>Then left.")
    >>> draft.text, draft.title
    ('They & we\nmet.\n\nThen left.', 'T')
    """
    meta = PageMeta()
    text, basis = _report(page, meta)
    if extractor is not None:
        other = extractor(page)
        if other and other.strip():
            text, basis = other, "text taken out of the page by the extractor given"
    if len(text) < _ENOUGH and len(meta.body) > max(len(text), _ENOUGH):
        text, basis = meta.body, "text taken from the page's JSON-LD"
    return Draft(
        text=text,
        title=meta.title,
        author=meta.author,
        url=meta.url,
        language=meta.language,
        dates=meta.dates,
        publishers=meta.publishers,
        basis=(basis,) if basis else (),
    )


def page_text(fragment: str) -> str:
    r"""The paragraphs of a piece of HTML, all of it, with a blank line between them.

    >>> page_text("<p>One.</p>Two<script>3</script>.")
    'One.\n\nTwo.'
    """
    blocks, _ = _blocks(fragment, PageMeta(), _NEVER, hints=False)
    return "\n\n".join(text for block in blocks if (text := block.text()))


def _report(page: str, meta: PageMeta) -> tuple[str, str]:
    """The text of the report, and a remark where the page was too broken to leave menus out."""
    blocks, whole = _blocks(page, meta, _NEVER | _LEFT_OUT, hints=True)
    text = _chosen(blocks)
    if whole and len(text) >= _ENOUGH:
        return text, ""
    more = _chosen(_blocks(page, PageMeta(), _NEVER, hints=False)[0])
    if len(more) > 2 * len(text) or (not whole and len(more) > len(text)):
        return more, "nothing but scripts left out of the page"
    return text, ""


def _chosen(blocks: list[_Block]) -> str:
    """The text of the longest article, else of the main part, else of the page, without lists of links."""
    texts = [(block, text) for block in blocks if (text := block.text())]
    kept = [
        (block, text) for block, text in texts if block.links < 0.6 * len(text) or len(text) > _ENOUGH
    ] or texts
    sizes: dict[int, int] = {}
    for block, text in kept:
        sizes[block.part] = sizes.get(block.part, 0) + len(text)
    articles = {part: size for part, size in sizes.items() if part > 0}
    best = max(articles, key=lambda part: (articles[part], -part), default=0)
    if best and articles[best] >= max(_ENOUGH, 0.5 * sum(articles.values())):
        kept = [(block, text) for block, text in kept if block.part == best]
    elif sizes.get(-1, 0) >= _ENOUGH:
        kept = [(block, text) for block, text in kept if block.part != 0]
    return "\n\n".join(text for _, text in kept)


def _blocks(page: str, meta: PageMeta, never: frozenset[str], *, hints: bool) -> tuple[list[_Block], bool]:
    """The paragraphs of a page, and whether all that was left out was also closed."""
    collected = _Collector(meta=meta, never=never, hints=hints)
    for kind, name, content in tokens(page):
        if kind == "text":
            collected.text(name)
        elif kind == "start":
            collected.start(name, content)
        elif kind == "end":
            collected.end(name)
        else:
            collected.raw(name, content)
    collected.turn()
    return collected.blocks, not collected.skipping


class _Collector:
    """Follows the tags of a page: what is left out, which part of the page it is in, where paragraphs end."""

    def __init__(self, *, meta: PageMeta, never: frozenset[str], hints: bool) -> None:
        self.meta, self.never, self.hints = meta, never, hints
        self.blocks: list[_Block] = []
        self.block = _Block(part=0)
        self.skipping, self.depth = "", 0
        self.articles, self.article, self.main, self.links = 0, 0, 0, 0
        self.heading: list[str] | None = None
        self.structured = False

    def turn(self) -> None:
        """Ends the paragraph; the next one stands in the part of the page that is open now."""
        if self.block.pieces:
            self.blocks.append(self.block)
        part = self.articles if self.article else -1 if self.main else 0
        self.block = _Block(part=part)

    def text(self, words: str) -> None:
        """Takes text in, unless it stands in what is left out."""
        if self.skipping:
            return
        read = unescape(words).replace("\x00", "\ufffd")
        self.block.pieces.append(read)
        if self.links:
            self.block.links += len(read.strip())
        if self.heading is not None:
            self.heading.append(read)

    def start(self, name: str, raw: str) -> None:
        """Takes note of a tag that opens."""
        if self.skipping:
            self.depth += name == self.skipping and not raw.endswith("/")
            return
        self.structured = name == "script" and "ld+json" in raw.lower()
        if name in {"html", "link", "meta", "time"}:
            self.meta.see(name, raw)
        if name in self.never or (self.hints and raw and name in _BOXES and _HINT.search(raw[:1000])):
            if not raw.endswith("/"):
                self.turn()
                self.skipping, self.depth = name, 1
        elif name == "br":
            self.block.pieces.append("\x00")
        elif name == "a":
            self.links += 1
        elif name in _BREAKS:
            self.enter(name)

    def enter(self, name: str) -> None:
        """Opens a block, and with it perhaps a part of the page."""
        if name == "article":
            self.articles += not self.article
            self.article += 1
        elif name == "main":
            self.main += 1
        elif name == "h1" and not self.meta.heading:
            self.heading = []
        self.links = 0
        self.turn()

    def end(self, name: str) -> None:
        """Takes note of a tag that closes."""
        if self.skipping:
            self.depth -= name == self.skipping
            if not self.depth:
                self.skipping = ""
            return
        if name == "a":
            self.links = max(0, self.links - 1)
        elif name in _BREAKS:
            if name == "h1" and self.heading is not None:
                self.meta.heading, self.heading = " ".join("".join(self.heading).split()), None
            self.article = max(0, self.article - (name == "article"))
            self.main = max(0, self.main - (name == "main"))
            self.links = 0
            self.turn()

    def raw(self, name: str, content: str) -> None:
        """Takes note of the title and of JSON-LD; other raw content is no text."""
        if name == "title" and not self.meta.page_title and not self.skipping:
            self.meta.page_title = " ".join(unescape(content[:2000]).split())
        elif name == "script" and self.structured:
            self.meta.see_json(content)
