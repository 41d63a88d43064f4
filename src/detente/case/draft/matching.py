"""The paragraph of a draft that a paragraph of a Word file is, and where in it a stretch of words stands.

First the paragraph with the same words, then the closest one, if it is close enough. Blanks and signs that
only direct writing do not count.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from detente.case.draft.revisions import DROPPED
from detente.case.draft.showing import Shown

__all__ = ["ALIKE", "Match", "Matcher"]

ALIKE: Final = 0.8
"""How alike, from 0 to 1, a paragraph must be to be taken for the one that was changed."""
_TRIED: Final = 3
_RAREST: Final = 12


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph of the draft, how alike it is (1.0: the same words), and the stretches that agree.

    A stretch is where it starts in the words of the file, where in those shown, and how long it is.
    """

    shown: Shown
    similarity: float
    stretches: tuple[tuple[int, int, int], ...]
    words: "_Plain"
    own: "_Plain"

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where words of the file stand in the shown paragraph; None where it has other words."""
        first, last = self.words.place(start), self.words.place(end)
        for theirs, ours, size in self.stretches:
            if theirs <= first and last <= theirs + size:
                begin = self.own.back(ours + first - theirs)
                return begin, self.own.back(ours + last - theirs, end=True) if last > first else begin
        return None


@dataclass(frozen=True, slots=True)
class _Plain:
    """Words with blanks joined and signs of direction left out; `at` tells where each sign was."""

    text: str
    at: tuple[int, ...]
    whole: int

    @classmethod
    def of(cls, text: str) -> "_Plain":
        chars: list[str] = []
        at: list[int] = []
        for place, char in enumerate(text):
            if DROPPED.match(char) or (char.isspace() and (not chars or chars[-1] == " ")):
                continue
            chars.append(" " if char.isspace() else char)
            at.append(place)
        while chars and chars[-1] == " ":
            chars.pop()
            at.pop()
        return cls("".join(chars), tuple(at), len(text))

    def place(self, at: int) -> int:
        """From a place among all signs to one among those kept."""
        return bisect_left(self.at, at)

    def back(self, place: int, *, end: bool = False) -> int:
        """The other way; as the end of a stretch, just after the sign before it."""
        if end and place:
            return self.at[place - 1] + 1
        return self.at[place] if place < len(self.at) else self.whole


@dataclass(slots=True)
class Matcher:
    """Looks paragraphs up among those that a draft shows."""

    shown: Sequence[Shown]
    plain: list[_Plain] = field(default_factory=list)
    same: dict[str, list[int]] = field(default_factory=dict)
    having: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, one in enumerate(self.shown):
            words = _Plain.of(one.text)
            self.plain.append(words)
            self.same.setdefault(words.text, []).append(number)
            for word in set(words.text.split()):
                self.having.setdefault(word, []).append(number)

    def find(self, text: str, article: str, near: int) -> tuple[int, Match] | None:
        """The number of the paragraph and the match; None where none is alike enough.

        Of several with the same words, that of the article, then the first from the paragraph `near` on.
        """
        words = _Plain.of(text)
        if not words.text:
            return None
        exact = self.same.get(words.text)
        if exact:
            number = min(exact, key=lambda n: (self.shown[n].article != article, n < near, abs(n - near)))
            return number, Match(
                self.shown[number], 1.0, ((0, 0, len(words.text)),), words, self.plain[number]
            )
        return self._closest(words)

    def _closest(self, words: _Plain) -> tuple[int, Match] | None:
        rare = sorted(
            {w for w in words.text.split() if w in self.having}, key=lambda w: (len(self.having[w]), w)
        )
        shared = Counter(number for word in rare[:_RAREST] for number in self.having[word])
        best: tuple[int, Match] | None = None
        for number, _ in sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:_TRIED]:
            matcher = SequenceMatcher(None, words.text, self.plain[number].text, autojunk=False)
            ratio = matcher.ratio()
            if ratio >= ALIKE and (best is None or ratio > best[1].similarity):
                stretches = tuple((b.a, b.b, b.size) for b in matcher.get_matching_blocks() if b.size)
                best = (
                    number,
                    Match(self.shown[number], round(ratio, 3), stretches, words, self.plain[number]),
                )
        return best
