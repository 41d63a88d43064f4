"""Finding a quotation in a text again: exactly, or but for blanks, quotation marks and dashes.

What is found is always a passage of the text itself; the quotation's own wording is never kept.
"""

from dataclasses import dataclass

__all__ = ["LEAST", "Paragraph", "first_place", "paragraphs_of", "place_of"]

LEAST = 8
"""A quotation with fewer characters says too little to be told from others."""

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
_UNSEEN = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_EDGES = "\"' \u2026"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph's place in its text, its words made alike, and where each of these characters stands."""

    start: int
    end: int
    alike: str
    places: tuple[int, ...]


def paragraphs_of(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[Paragraph, ...]:
    """The paragraphs at these spans of `text`, ready to be searched.

    >>> paragraphs_of("They  met.", ((0, 10),))[0].alike
    'They met.'
    """
    found = []
    for start, end in spans:
        alike, places = _alike(text[start:end])
        found.append(
            Paragraph(start=start, end=end, alike=alike, places=tuple(start + place for place in places))
        )
    return tuple(found)


def place_of(
    quotation: str, paragraphs: tuple[Paragraph, ...], near: int | None = None
) -> tuple[int, int] | str:
    """The half-open place of a quotation in the text, or the reason why it has none.

    Looked for in paragraph `near` first, then in all; found twice elsewhere it is "ambiguous". Quotation
    marks around it do not count. A place never cuts a word.

    >>> text = "He said: “The talks, for now, go on.”"
    >>> place_of('"the talks"', paragraphs_of(text, ((0, len(text)),)))
    'not in the text'
    >>> start, end = place_of('"The talks,  for now"', paragraphs_of(text, ((0, len(text)),)))
    >>> text[start:end]
    'The talks, for now'
    """
    words = _alike(quotation)[0].strip(_EDGES)
    if len(words) < LEAST:
        return "too short"
    if near is not None and 0 <= near < len(paragraphs):
        here = _places(words, paragraphs[near])
        if here:
            return here[0]
    found = [place for paragraph in paragraphs for place in _places(words, paragraph)]
    if not found:
        return "not in the text"
    return found[0] if len(found) == 1 else "ambiguous"


def first_place(words: str, paragraphs: tuple[Paragraph, ...]) -> tuple[int, int] | None:
    """The first place of some words, however short, in the text; None where they do not stand in it."""
    alike = _alike(words)[0].strip(_EDGES)
    for paragraph in paragraphs if alike else ():
        here = _places(alike, paragraph)
        if here:
            return here[0]
    return None


def _places(words: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    """At most two places of `words` in a paragraph, in order."""
    alike, at = paragraph.alike, 0
    found: list[tuple[int, int]] = []
    while len(found) < 2 and (at := alike.find(words, at)) >= 0:
        end = at + len(words)
        if not _cuts(alike, at) and not _cuts(alike, end):
            found.append((paragraph.places[at], paragraph.places[end - 1] + 1))
        at += 1
    return found


def _cuts(text: str, at: int) -> bool:
    """Whether a cut at `at` parts a word; writing without letter case has no blanks to tell words by."""
    return 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at])


def _is_word(char: str) -> bool:
    return char.isdigit() or char.lower() != char.upper()


def _alike(text: str) -> tuple[str, list[int]]:
    """The text with blanks, quotation marks and dashes made alike, and the place of each character kept."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in _UNSEEN:
            continue
        if char.isspace():
            if kept and kept[-1] != " ":
                kept.append(" ")
                places.append(place)
            continue
        kept.append(char.translate(_ALIKE))
        places.append(place)
    return "".join(kept), places
