"""The draft agreement: its text with brackets marked, a line a bracket, and how many are open in a cell."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import detente as dt
from detente.errors import DetenteError

__all__ = ["Paragraph", "bracket_lines", "open_brackets", "paragraphs_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the draft: its kind, its text as HTML, and the article that it belongs to."""

    kind: str
    html: Any
    article: str


def open_brackets(opened: Any) -> Mapping[tuple[str, str], int]:
    """How many brackets are open by issue and by party that holds a wording; none without a draft."""
    try:
        draft = opened.draft()
    except DetenteError:
        return {}
    if draft is None:
        return {}
    pairs = ((one.issue, who) for one in draft.open if one.issue for who in set(one.holders))
    return Counter(pairs)


def paragraphs_of(draft: Any) -> tuple[Paragraph, ...]:
    """The draft to read: each bracket stands in bold signs, with its id behind it that leads to its line."""
    around: list[str] = []
    seen: set[str] = set()
    return tuple(
        Paragraph(kind=one.kind, html=_html(one, around, seen), article=one.article)
        for one in dt.shown_paragraphs(draft)
    )


def bracket_lines(ledger: Any, draft: Any, *, issue: str = "", party: str = "") -> tuple[Any, ...]:
    """The lines of the ledger, open ones first, the oldest first; of one issue or one party where named."""
    chosen = [
        line
        for line in ledger.lines
        if (not issue or line.bracket.issue == issue) and (not party or party in line.bracket.holders)
    ]
    place = {one.id: number for number, one in enumerate((*draft.brackets, *draft.settled))}
    return tuple(
        sorted(chosen, key=lambda line: (not line.open, -(line.age or 0), place.get(line.bracket.id, -1)))
    )


def _html(shown: Any, around: list[str], seen: set[str]) -> Any:
    """A paragraph's text; brackets that it does not close stay open for the next one."""
    from markupsafe import Markup

    pieces = [Markup('<span class="bracket">') for _ in around]
    pieces += list(_pieces(shown, around, seen))
    pieces += [Markup("</span>") for _ in around]
    return Markup("").join(pieces)


def _pieces(shown: Any, around: list[str], seen: set[str]) -> Iterator[Any]:
    from markupsafe import Markup, escape

    at = 0
    for sign in shown.signs:
        yield escape(shown.text[at : sign.start])
        at = sign.end
        word = Markup("<b>{}</b>").format(shown.text[sign.start : sign.end])
        if sign.does == "open":
            around.append(sign.bracket)
            anchor = "" if sign.bracket in seen else Markup(' id="in-{}"').format(sign.bracket)
            seen.add(sign.bracket)
            yield Markup('<span class="bracket"{}>{}').format(anchor, word)
        elif sign.does == "close":
            if around:
                around.pop()
            link = Markup('<a class="small" href="#bracket-{0}"><bdi>{0}</bdi></a>').format(sign.bracket)
            yield Markup("{}<sup>{}</sup></span>").format(word, link)
        else:
            yield word
    yield escape(shown.text[at:])
