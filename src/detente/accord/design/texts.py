"""How two texts differ in words, so that an edit can be told as "changing six words"."""

from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["WordChange", "changed_words"]

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Where two texts differ: `parts` pairs what stood with what stands, either may be empty.

    `count`: the words that change, a replaced one counted once.
    """

    count: int
    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """The size of the change and its parts, on one line."""
        if not self.count:
            return "the words stay as they are"
        said = "; ".join(_say(old, new) for old, new in self.parts)
        number = _NUMBERS[self.count] if self.count < len(_NUMBERS) else str(self.count)
        return f"changing {number} {'word' if self.count == 1 else 'words'}: {said}"


def changed_words(before: str, after: str) -> WordChange:
    """The words in which two texts differ, by the longest runs that they share (Ratcliff and Metzener 1988).

    >>> print(changed_words("either side may declare failure", "only the mediator may declare failure"))
    changing three words: "either side" becomes "only the mediator"
    """
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    parts, count = [], 0
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            parts.append((" ".join(old[a:b]), " ".join(new[c:d])))
            count += max(b - a, d - c)
    return WordChange(count=count, parts=tuple(parts))


def _say(old: str, new: str) -> str:
    if not old:
        return f'"{new}" is added'
    if not new:
        return f'"{old}" falls away'
    return f'"{old}" becomes "{new}"'
