"""The sentence around a place of a text, for coders that find their statements otherwise."""

from bisect import bisect_right
from collections.abc import Callable

from detente.record.coding.sentences import sentences
from detente.record.coding.words import read_words
from detente.record.packs.language import language_names, read_language
from detente.sources.text import Text

__all__ = ["sentences_of"]

Place = tuple[int, int]


def sentences_of(text: Text, language: str) -> Callable[[Place], Place]:
    """A function from a place to the sentence in which it begins, widened to hold the place.

    In a language without words of its own a place is its own sentence.

    >>> from detente.sources.document import Document
    >>> around = sentences_of(Text(document=Document(id="d"), text="They met. They ate."), "en")
    >>> around((15, 18))
    (10, 19)
    """
    if language not in language_names():
        return lambda place: place
    grammar = read_language(language)
    found: list[Place] = []
    for start, end in text.paragraphs:
        words = read_words(text.text, start, end, grammar)
        found += (words.place(*one) for one in sentences(words))

    def around(place: Place) -> Place:
        number = bisect_right(found, (place[0], len(text.text) + 1)) - 1
        if number < 0:
            return place
        start, end = found[number]
        return min(start, place[0]), max(end, place[1])

    return around
