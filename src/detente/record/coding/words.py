"""A paragraph as words and marks with what each may do in a sentence, by the language's lists and endings."""

import re
from functools import lru_cache

from detente.record.packs.language import FLAGS, Language

__all__ = ["CLOSERS", "DASHES", "ENDERS", "OPENERS", "Words", "read_words"]

OPENERS = frozenset("([{")
CLOSERS = frozenset(")]}")
ENDERS = frozenset(".!?…")
DASHES = frozenset(",—–")  # noqa: RUF001
"""The marks that set an aside or a cue apart."""

_NAME, _NUMBER, _MARK, _CAPITAL = (FLAGS[key] for key in ("name", "number", "mark", "capital"))
_SMALL = sum(
    FLAGS[key]
    for key in ("relative", "object", "pronoun", "be", "modal", "negator", "preposition", "determiner")
)
_MANY = FLAGS["many"]
_LONGEST = 60
_MOST_REMEMBERED = 50_000


class Words:
    """The words and marks of a stretch of text: places, words in lower case, and flags, as parallel lists.

    `marks` are the positions of marks, and of words that end with a full stop.
    """

    __slots__ = ("ends", "flags", "low", "marks", "plurals", "starts", "text")

    def __init__(self, text: str, plurals: tuple[str, ...] = ()) -> None:
        self.text = text
        self.plurals = plurals
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.low: list[str] = []
        self.marks: list[int] = []
        self.flags: list[int] = []

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, at: int) -> str:
        """The word as written."""
        return self.text[self.starts[at] : self.ends[at]]

    def plural(self, at: int) -> bool:
        """Whether the word looks like a plural."""
        low = self.low[at]
        return bool(self.flags[at] & _MANY) or (low.endswith(self.plurals) and not low.endswith("ss"))

    def place(self, first: int, last: int) -> tuple[int, int]:
        """The place in the text of the words [first, last)."""
        return self.starts[first], self.ends[last - 1]

    def said(self, first: int, last: int) -> str:
        """The text of the words [first, last), blanks as one."""
        start, end = self.place(first, last)
        return " ".join(self.text[start:end].split())


def read_words(text: str, start: int, end: int, language: Language) -> Words:
    """The words and marks of [start, end), marks one by one; blanks are left out.

    >>> from detente.record.packs.language import read_language
    >>> words = read_words("Mr. Ode hasn't left.", 0, 20, read_language("en"))
    >>> words.low
    ['mr.', 'ode', "hasn't", 'left', '.']
    """
    found = Words(text, language.plurals)
    memo = language.learned
    matches = list(_token(language.abbreviations).finditer(text, start, end))
    known = [memo.get(word) or _learn(word, language) for word in [match.group() for match in matches]]
    found.starts = [match.start() for match in matches]
    found.ends = [match.end() for match in matches]
    found.low = [one[0] for one in known]
    found.flags = [one[1] for one in known]
    found.marks = [at for at, one in enumerate(known) if one[2]]
    return found


def _learn(word: str, language: Language) -> tuple[str, int, bool]:
    """What a word may do, kept for the next time; the memory is emptied when it grows large."""
    first, low = word[0], word.lower()
    if not first.isalnum() and (len(word) == 1 or low[1:] == "s"):
        known = (low, _MARK, True)
    else:
        bits = language.flags.get(low, -1)
        if bits < 0:
            bits = _guess(low, first, language)
        if "-" in word and not first.isupper() and low != word:
            bits |= _NAME | _CAPITAL
        if first.isupper():
            if bits & _SMALL and 1 < len(word) < 6 and word.isupper() and not bits & _NAME:
                bits = _NAME
            bits |= _CAPITAL
        known = (low, bits, word[-1] == ".")
    memo = language.learned
    if len(memo) >= _MOST_REMEMBERED:
        memo.clear()
    if len(word) < _LONGEST:
        memo[word] = known
    return known


def _guess(low: str, first: str, language: Language) -> int:
    """What a word that no list has may do."""
    if first.isdigit():
        return _NUMBER
    if first.isupper():
        return _NAME
    if len(low) > 4:
        for ending, bits in language.suffixes:
            if low.endswith(ending):
                return bits
    return 0


@lru_cache(maxsize=16)
def _token(abbreviations: tuple[str, ...]) -> re.Pattern[str]:
    """The expression of a word, a number, a possessive ending or a single mark."""
    short = "|".join(re.escape(word) for word in sorted(abbreviations, key=len, reverse=True))
    letter = r"[^\W_]"
    dotted = (
        rf"(?=[^\W\d_]{{1,6}}\.)(?:(?:{short})(?!\w)|(?:[^\W\d_]\.){{2,{_LONGEST}}}(?:-{letter}+)*)|"
        if short
        else ""
    )
    return re.compile(
        rf"{dotted}{letter}+(?:(?<=n)['’]t\b|(?:[-.,/&]{letter}+)*)|['’](?:s|S|re|ve|ll|d|m)\b|\S"  # noqa: RUF001
    )
