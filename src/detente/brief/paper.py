"""What every form on paper shares: its language, the direction of texts, widths of columns, pictures.

A PDF and a Word file are told from the same blocks; where they must agree, they ask here.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from detente.brief.blocks import Beside, Block, Chart, Fold, Part, Section, Span, Table, text_of, undirected
from detente.languages import Language, language_named

if TYPE_CHECKING:
    from detente.brief.brief import Brief

__all__ = [
    "charts_of",
    "clean",
    "directed",
    "from_right",
    "is_web",
    "language_of",
    "plain_svg",
    "texts_of",
    "widths_of",
]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL_IN_LINES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")
_LONGEST = 400
_ROOM = 60


def language_of(brief: "Brief") -> Language:
    """The language that the brief is written in."""
    return language_named(getattr(brief, "language", "en"))


def clean(text: str, *, lines: bool = False) -> str:
    r"""The text without control signs and without signs that turn its direction; `lines` keeps its lines.

    Half a surrogate pair, which no file can hold, becomes U+FFFD.

    >>> clean("a\nb\x00\u202ec"), clean("a\r\nb", lines=True)
    ('a b c', 'a\nb')
    """
    if text.isprintable():  # as most texts are
        return text
    kept = undirected(text).replace("\r\n", "\n")
    return _HALF.sub("\ufffd", (_CONTROL_IN_LINES if lines else _CONTROL).sub(" ", kept))


def directed(text: str, *, right: bool) -> str:
    r"""The text between isolates (U+2068, U+2069) where it may run against the page or hold such text.

    `right` says that the page runs from right to left.

    >>> directed("Delta", right=False), directed("Delta", right=True)
    ('Delta', '\u2068Delta\u2069')
    """
    told = clean(text)
    return f"\u2068{told}\u2069" if told and (right or from_right(told)) else told


def from_right(text: str) -> bool:
    """Whether some letter of the text is written from right to left.

    >>> from_right("a"), from_right("a\u05d0")
    (False, True)
    """
    return not text.isascii() and any(c > "\u0589" and bidirectional(c) in {"R", "AL"} for c in text)


def is_web(target: str) -> bool:
    """Whether a link leads to an address of the web.

    >>> is_web("https://example.org"), is_web("javascript:x")
    (True, False)
    """
    return target.startswith(("https://", "http://"))


def charts_of(sections: Iterable[Section]) -> Iterator[Chart]:
    """Every chart, in the order in which the sections are read."""
    for section in sections:
        yield from _charts(section.blocks)


def texts_of(value: Any) -> Iterator[str]:
    """Every text that a reader of these blocks sees, those of pictures included."""
    match value:
        case str():
            yield value
        case Span():
            yield value.text
        case Chart():
            yield from (value.title, value.description, *_drawn_texts(value.svg))
            yield from texts_of(value.table)
        case tuple():
            for item in value:
                yield from texts_of(item)
        case _ if hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                if name not in {"id", "anchor", "style", "language"}:
                    yield from texts_of(getattr(value, name))
        case _:
            return


def widths_of(table: Table) -> tuple[tuple[float | None, ...], int]:
    """For each column its share of the width (None: as much as it needs), and the characters side by side.

    A column is as wide as its longest word asks, and wider the more text it holds; a small table fills no
    page.
    """
    texts = [
        [text_of(column.title), *(text_of(row.cells[k]) for row in table.rows if k < len(row.cells))]
        for k, column in enumerate(table.columns)
    ]
    longest = [max(map(len, column)) for column in texts]
    words = [max((len(word) for text in column for word in text.split(" ")), default=1) for column in texts]
    least = sum(min(word, 24) + 2 for word in words)
    if sum(longest) + 3 * len(longest) <= _ROOM:
        return tuple(None for _ in longest), least
    shares = (
        max(min(word, 24) + 2.0, min(most, 2.4 * min(most, _LONGEST) ** 0.5 + 4))
        for word, most in zip(words, longest, strict=True)
    )
    return tuple(shares), least


def plain_svg(svg: str, family: str) -> str:
    """The picture for a program that knows no style sheet: plain colours, and this family of fonts.

    >>> plain_svg('<g font-family="system-ui" fill="var(--ink, #1d2328)"/>', "Noto Sans")
    '<g font-family="Noto Sans" fill="#1d2328"/>'
    """
    plain = re.sub(r"var\(--[a-z]+, (#[0-9a-f]{6})\)", r"\1", svg)
    return re.sub(r'font-family="[^"]*"', f'font-family="{family}"', plain)


def _charts(blocks: Iterable[Block]) -> Iterator[Chart]:
    for block in blocks:
        match block:
            case Chart():
                yield block
            case Fold(blocks=inner) | Part(blocks=inner):
                yield from _charts(inner)
            case Beside(panels=panels):
                for panel in panels:
                    yield from _charts(panel.blocks)
            case _:
                pass


def _drawn_texts(svg: str) -> Iterator[str]:
    from html import unescape

    yield from (unescape(text) for text in re.findall(r"<(?:text|tspan)[^>]*>([^<]+)<", svg))
