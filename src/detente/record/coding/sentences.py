"""Sentences and quotations of a paragraph, as half-open ranges of its words."""

from detente.record.coding.words import CLOSERS, ENDERS, Words
from detente.record.packs.language import FLAGS, Language

__all__ = ["MOST_WORDS", "quotations", "sentences"]

MOST_WORDS = 300
"""A sentence is cut after so many words, so that no text without full stops can stall the reader."""

_CLOSING = frozenset('”»’"“')  # noqa: RUF001
_BEFORE = frozenset("([{—–-")  # noqa: RUF001
_CAPITAL, _NUMBER, _NAME, _MARK = (FLAGS[key] for key in ("capital", "number", "name", "mark"))
_STARTERS = FLAGS["determiner"] | FLAGS["pronoun"] | FLAGS["possessive"] | FLAGS["preposition"]


def sentences(words: Words) -> list[tuple[int, int]]:
    """The ranges of the sentences, closing quotes and brackets included; they cover all words.

    >>> from detente.record.coding.words import read_words
    >>> from detente.record.packs.language import read_language
    >>> english = read_language("en")
    >>> text = "He spoke in the U.S. capital. “Go!” he said. They left."
    >>> words = read_words(text, 0, len(text), english)
    >>> [words.said(*place) for place in sentences(words)]
    ['He spoke in the U.S. capital.', '“Go!” he said.', 'They left.']
    """
    found: list[tuple[int, int]] = []
    first, count = 0, len(words)
    for mark in words.marks:
        if mark < first:
            continue
        while mark - first >= MOST_WORDS:
            found.append((first, first + MOST_WORDS))
            first += MOST_WORDS
        end = _end_at(words, mark, count)
        if end:
            found.append((first, end))
            first = end
    while count - first > MOST_WORDS:
        found.append((first, first + MOST_WORDS))
        first += MOST_WORDS
    if first < count:
        found.append((first, count))
    return found


def _end_at(words: Words, at: int, count: int) -> int:
    """Where the sentence ends whose full stop may be this mark; 0 where it goes on."""
    word, end = words.low[at], at + 1
    if word in ENDERS:
        while end < count and (words.low[end] in ENDERS or words.low[end] in CLOSERS or _closes(words, end)):
            end += 1
        return end if end >= count or _begins(words, end) else 0
    if len(word) > 3 and word[-1] == "." and "." in word[:-1] and end < count:
        return end if words.flags[end] & _CAPITAL and words.flags[end] & _STARTERS else 0
    return 0


def _closes(words: Words, at: int) -> bool:
    """Whether the word is a quotation mark right after a word, so that it closes."""
    return words.low[at] in _CLOSING and words.starts[at] == words.ends[at - 1] and not _opens(words, at)


def _opens(words: Words, at: int) -> bool:
    """Whether a mark that looks alike on both sides opens here: a word follows at once, a blank before."""
    after = at + 1 < len(words) and words.starts[at + 1] == words.ends[at]
    before = at > 0 and words.ends[at - 1] == words.starts[at] and words.low[at - 1] not in _BEFORE
    return after and not before


def _begins(words: Words, at: int) -> bool:
    """Whether a sentence can begin with this word."""
    limit = min(len(words), at + MOST_WORDS)
    while at < limit and words.flags[at] & _MARK:
        at += 1
    return at >= len(words) or bool(words.flags[at] & (_CAPITAL | _NUMBER))


def quotations(words: Words, language: Language) -> list[tuple[int, int]]:
    r"""The ranges of the quotations with their marks, in order, without overlap.

    Curly and straight marks may be mixed; one inside another belongs to the outer one; one that is not closed
    ends with the paragraph.

    >>> from detente.record.coding.words import read_words
    >>> from detente.record.packs.language import read_language
    >>> english = read_language("en")
    >>> text = "A “mixed\" one and “an open one."
    >>> words = read_words(text, 0, len(text), english)
    >>> [words.said(*place) for place in quotations(words, english)]
    ['“mixed"', '“an open one.']
    """
    quotes = _Quotes(words, language)
    for at in words.marks:
        word = words.low[at]
        if word in quotes.known:
            quotes.read(at, word)
    return quotes.done()


class _Quotes:
    """The quotation that is open, and those that were closed."""

    def __init__(self, words: Words, language: Language) -> None:
        self.words = words
        self.opening = {pair[0] for pair in language.pairs}
        self.closing = {pair[1] for pair in language.pairs}
        self.single = language.single
        self.known = self.opening | self.closing | set(self.single)
        self.found: list[tuple[int, int]] = []
        self.start = self.alone = -1
        self.depth = 0

    def read(self, at: int, word: str) -> None:
        """Opens or closes with the mark at this place."""
        if word in self.opening or word in self.closing:
            if self.start < 0:
                self._open(at, word)
            else:
                self._inside(at, word)
        elif self.start < 0:
            self._single(at, word)

    def done(self) -> list[tuple[int, int]]:
        """The quotations; the one that is still open ends with the words."""
        if self.start >= 0:
            self.found.append((self.start, len(self.words)))
        kept: list[tuple[int, int]] = []
        for first, last in sorted(self.found):
            if not kept or first >= kept[-1][1]:
                kept.append((first, last))
        return kept

    def _open(self, at: int, word: str) -> None:
        both = word in self.closing
        if word in self.opening and (not both or _opens(self.words, at) or _looks_open(self.words, at)):
            self.start, self.depth = at, 1

    def _inside(self, at: int, word: str) -> None:
        """A mark inside an open quotation: closes it, or opens and closes one of another kind."""
        first = self.words.low[self.start]
        if word in self.opening and word in self.closing:
            if _opens(self.words, at) and self.depth < 2 and word != first:
                self.depth += 1
                return
            self.depth = 0
        elif word in self.closing:
            self.depth -= 1
        elif word == first and _closed_later(self.words, at, self.closing):
            self.depth += 1
        if self.depth <= 0:
            self.found.append((self.start, at + 1))
            self.start = -1

    def _single(self, at: int, word: str) -> None:
        """A single mark, which is often an apostrophe: it opens before a word and closes after one."""
        opens = _opens(self.words, at)
        if self.alone < 0 and word == self.single[0] and opens:
            self.alone = at
        elif self.alone >= 0 and word == self.single[1] and not opens:
            if at - self.alone < MOST_WORDS:
                self.found.append((self.alone, at + 1))
            self.alone = -1


def _looks_open(words: Words, at: int) -> bool:
    """Whether a straight mark with blanks on both sides opens: at the start or after a mark."""
    return at == 0 or words.low[at - 1] in {",", ":", "("}


def _closed_later(words: Words, at: int, closing: set[str]) -> bool:
    """Whether two closing marks follow soon, so that the opening one begins a quotation inside another."""
    marks = [word for word in words.low[at + 1 : at + 80] if word in closing]
    return len(marks) > 1
