"""The words that make a statement conditional ("only if", "unless", "until", "provided that")."""

from detente.record.coding.marks import Marks

__all__ = ["condition_in"]

_STOPS = ',;.:!?\u201c\u201d"\n\r\u2014'
MOST = 160


def condition_in(text: str, start: int, end: int, marks: Marks) -> str:
    """The first condition in [start, end): from its word to the end of its clause; "" where there is none.

    Blanks become one; at most 160 characters.

    >>> from detente.record.coding.marks import Marker
    >>> from detente.record.packs.act_words import read_act_words
    >>> from detente.record.packs.pack import Pack
    >>> text = "They would leave only if the fee is paid, he said."
    >>> condition_in(text, 0, len(text), Marker(Pack(id="p"), read_act_words("en"))(text))
    'only if the fee is paid'
    """
    first = min((hit.start for hit in marks.inside("condition", start, end)), default=-1)
    if first < 0:
        return ""
    last = next((at for at in range(first, min(end, first + MOST)) if text[at] in _STOPS), end)
    return " ".join(text[first : min(last, first + MOST)].split())
