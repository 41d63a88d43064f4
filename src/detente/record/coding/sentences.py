"""Sentences and quotations of a paragraph, as half-open ranges of its words."""

from detente.record.coding.words import CLOSERS, ENDERS, Words
from detente.record.packs.language import FLAGS, Language

__all__ = ["MOST_WORDS", "quotations", "sentences"]

MOST_WORDS = 300
"""A sentence is cut after so many words, so that no text without full stops can stall the reader."""

_CAPITAL, _NUMBER, _NAME, _MARK = (FLAGS[key] for key in ("capital", "number", "name", "mark"))
_STARTERS = FLAGS["determiner"] | FLAGS["pronoun"] | FLAGS["possessive"] | FLAGS["preposition"]
_ANY_QUOTE = frozenset('"“”«»„')


def sentences(words: Words, language: Language) -> list[tuple[int, int]]:
    """The ranges of the sentences, closing quotes and brackets included; they cover all words.

    >>> from detente.record.coding.words import read_words
    >>> from detente.record.packs.language import read_language
    >>> english = read_language("en")
    >>> text = "He spoke in the U.S. capital. “Go!” he said. They left."
    >>> [words.said(*s) for words in [read_words(text, 0, len(text), english)] for s in sentences(words, english)]
    ['He spoke in the U.S. capital.', '“Go!” he said.', 'They left.']
    """
    found: list[tuple[int, int]] = []
    first, at, count = 0, 0, len(words)
    low, flags = words.low, words.flags
    while at < count:
        word = low[at]
        at += 1
        if word in ENDERS:
            while at < count and (low[at] in ENDERS or low[at] in CLOSERS or _closes(words, at)):
                at += 1
            ends = at >= count or _begins(words, at)
        elif len(word) > 1 and word[-1] == "." and at < count:
            ends = bool(flags[at] & _CAPITAL and flags[at] & _STARTERS and len(word) > 3 and "." in word[:-1])
        else:
            ends = False
        if ends or at - first >= MOST_WORDS:
            found.append((first, at))
            first = at
    if first < count:
        found.append((first, count))
    return found


def _closes(words: Words, at: int) -> bool:
    """Whether the word is a quotation mark right after a word, so that it closes."""
    return words.low[at] in '”»’"“' and words.starts[at] == words.ends[at - 1] and not _opens(words, at)


def _opens(words: Words, at: int) -> bool:
    """Whether a mark that looks alike on both sides opens here: a word follows at once, a blank before."""
    after = at + 1 < len(words) and words.starts[at + 1] == words.ends[at]
    before = at > 0 and words.ends[at - 1] == words.starts[at] and words.low[at - 1] not in "([{—–-"
    return after and not before


def _begins(words: Words, at: int) -> bool:
    """Whether a sentence can begin with this word."""
    while at < len(words) and words.flags[at] & _MARK:
        at += 1
    return at >= len(words) or bool(words.flags[at] & (_CAPITAL | _NUMBER))


def quotations(words: Words, language: Language) -> list[tuple[int, int]]:
    """The ranges of the quotations with their marks, in order, without overlap.

    Curly and straight marks may be mixed; one inside another belongs to the outer one; one that is not closed
    ends with the paragraph.

    >>> from detente.record.coding.words import read_words
    >>> from detente.record.packs.language import read_language
    >>> english = read_language("en")
    >>> text = "A “mixed\" one and “an open one."
    >>> [words.said(*q) for words in [read_words(text, 0, len(text), english)] for q in quotations(words, english)]
    ['“mixed"', '“an open one.']
    """
    opening = {pair[0] for pair in language.pairs}
    closing = {pair[1] for pair in language.pairs}
    found: list[tuple[int, int]] = []
    start, depth = -1, 0
    single = -1
    low = words.low
    for at, word in enumerate(low):
        if len(word) != 1 or not words.flags[at] & _MARK:
            continue
        if word in opening or word in closing:
            both = word in opening and word in closing
            if start < 0:
                if word in opening and (not both or _opens(words, at) or _looks_open(words, at)):
                    start, depth = at, 1
            elif both:
                if _opens(words, at) and depth < 2 and word != low[start]:
                    depth += 1
                else:
                    found.append((start, at + 1))
                    start = -1
            elif word in closing:
                depth -= 1
                if depth <= 0:
                    found.append((start, at + 1))
                    start = -1
            elif word == low[start]:
                depth += 1 if _closed_later(words, at, closing) else 0
        elif start < 0 and language.single and word in language.single:
            if single < 0 and word == language.single[0] and _opens(words, at):
                single = at
            elif (
                single >= 0
                and word == language.single[1]
                and not _opens(words, at)
                and at - single < MOST_WORDS
            ):
                found.append((single, at + 1))
                single = -1
    if start >= 0:
        found.append((start, len(words)))
    return _apart(found)


def _looks_open(words: Words, at: int) -> bool:
    """Whether a straight mark with blanks on both sides opens: at the start or after a mark."""
    return at == 0 or words.low[at - 1] in {",", ":", "("}


def _closed_later(words: Words, at: int, closing: set[str]) -> bool:
    """Whether two closing marks follow soon, so that the second opening one was a quotation inside another."""
    marks = [word for word in words.low[at + 1 : at + 80] if word in closing]
    return len(marks) > 1


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those inside an earlier one left out."""
    kept: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if not kept or first >= kept[-1][1]:
            kept.append((first, last))
    return kept
