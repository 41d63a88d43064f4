"""Patterns of a pack, matched as words: `*` ends a stem, `(a|b)` are alternatives, `...` is a gap.

A pattern is never a regular expression. All patterns of a pack become one tree of words; a text is walked
once, and at each word the tree is followed as far as it goes, so that no pattern can run away. Case,
diacritics, and the forms of apostrophes and hyphens do not count; an acronym ("US") matches capitals only.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any, NamedTuple, TypeAlias

__all__ = [
    "GAP",
    "MOST_ALTERNATIVES",
    "MOST_CHARACTERS",
    "MOST_WORDS",
    "Hit",
    "Matcher",
    "fault_of",
    "fold",
    "longest",
]

GAP = 5
"""How many words a gap may skip at most."""
MOST_CHARACTERS = 400
MOST_WORDS = 12
MOST_ALTERNATIVES = 512
MOST_REMEMBERED = 50_000

_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u0652"
_SINGLE = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[^\W{_SINGLE}]+(?:[{_MARKS}]+[^\W{_SINGLE}]*)*|[{_SINGLE}]")
_PART = re.compile(r"\(([^()]*)\)|([^\s()]+)")
_GAP_MARKS = {"...", "\u2026"}
_HYPHENS = re.compile("[-\u00ad\u2010-\u2015\u2212]")
_STOP = re.compile(r"[!?;\n\r]|[.:]\s")

_new = tuple.__new__

Symbol = str
Words = tuple[Symbol, ...]


class Hit(NamedTuple):
    """A pattern found at the half-open place [start, end), in code points, with its label."""

    start: int
    end: int
    label: str
    pattern: str


def fold(word: str) -> str:
    """The word in lower case without diacritics, as patterns compare it.

    >>> fold("Erdo\u011fan"), fold("\u05d7\u05de\u05d0\u05e1") == "\u05d7\u05de\u05d0\u05e1"
    ('erdogan', True)
    """
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)) or word.casefold()


def fault_of(pattern: str) -> str:
    """What is wrong with a pattern, in words; "" for a good one.

    >>> fault_of("cease-fire (deal|agreement*)"), fault_of("(deal"), fault_of("* deal")
    ('', 'has a bracket that is not closed or not opened', 'has `*` without at least two letters before it')
    """
    try:
        _variants(pattern)
    except ValueError as error:
        return str(error)
    return ""


def longest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits that remain when each word belongs to the first and longest one, in the order of the text.

    Hits at the same place are all kept.

    >>> longest([Hit(0, 5, "a", "White"), Hit(0, 11, "b", "White House"), Hit(6, 11, "c", "House")])
    (Hit(start=0, end=11, label='b', pattern='White House'),)
    """
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.label, h.pattern)):
        if not kept or hit.start >= kept[-1].end or (hit.start, hit.end) == (kept[-1].start, kept[-1].end):
            kept.append(hit)
    return tuple(kept)


@dataclass(slots=True)
class _Node:
    """A place in the tree of words: what may follow at once, what after a gap, and what ends here."""

    then: dict[Symbol, "_Node"] = field(default_factory=dict)
    gap: "_Node | None" = None
    ends: list[tuple[str, str]] = field(default_factory=list)


_Known: TypeAlias = tuple[tuple[Symbol, ...], tuple[tuple[str, str], ...], tuple[_Node, ...]]


class Matcher:
    """All patterns of a pack, ready to be found in texts; pairs of (pattern, label), bad patterns left out.

    >>> matcher = Matcher([("cease-fire", "truce"), ("withdraw* ... (troops|forces)", "exit")])
    >>> [h.label for h in matcher.find("They would withdraw all of their forces after the ceasefire.")]
    ['exit', 'truce']
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._entries = tuple(entries)
        self._root = _Node()
        self._words: set[str] = set()
        self._stems: dict[int, set[str]] = {}
        self._known: dict[str, _Known] = {}
        for pattern, label in self._entries:
            if not fault_of(pattern):
                for words in _variants(pattern):
                    self._add(words, label, pattern)
        self._lengths = tuple(sorted(self._stems))

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """The pairs of (pattern, label) from which it was made."""
        return self._entries

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its patterns alone."""
        return Matcher, (self._entries,)

    def find(self, text: str, start: int = 0, end: int | None = None) -> tuple[Hit, ...]:
        """Every hit inside [start, end) of `text`, in order; of one label at one place the longest only."""
        places, words = self._read(text, start, len(text) if end is None else end)
        found: list[Hit] = []
        breaks = _breaks(text, places) if places else set()
        last = len(words) - 1
        for at, (_, whole, begun) in enumerate(words):
            live = None
            if begun:
                ahead = words[at + 1][0] if at < last else ()
                live = [r for r in begun if r.gap or (ahead and not r.then.keys().isdisjoint(ahead))]
            if live:
                best = {label: (at, pattern) for label, pattern in whole}
                for to, node in self._walk(at, live, words, breaks):
                    for label, pattern in node.ends:
                        known = best.get(label)
                        if known is None or (-to, pattern) < (-known[0], known[1]):
                            best[label] = to, pattern
                here = places[at][0]
                found += [_new(Hit, (here, places[to][1], label, p)) for label, (to, p) in best.items()]
            elif whole:
                place = places[at]
                found += [_new(Hit, place + one) for one in whole]
        found.sort()
        return tuple(found)

    def _add(self, words: Words, label: str, pattern: str) -> None:
        node = self._root
        for word in words:
            if word == "...":
                node.gap = node.gap or _Node()
                node = node.gap
                continue
            if word.endswith("*"):
                self._stems.setdefault(len(word) - 1, set()).add(word[:-1])
            self._words.add(word)
            node = node.then.setdefault(word, _Node())
        node.ends.append((label, pattern))

    def _read(self, text: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[_Known]]:
        """Where the words stand, and what is known of each."""
        places, words = [], []
        known = self._known
        if len(known) > MOST_REMEMBERED:
            known.clear()
        for match in _TOKEN.finditer(text, start, end):
            place = match.span()
            word = text[place[0] : place[1]]
            found = known.get(word)
            if found is None:
                found = known[word] = self._know(word)
            places.append(place)
            words.append(found)
        return places, words

    def _know(self, word: str) -> _Known:
        """The symbols that a word satisfies, the (label, pattern) it ends, and the nodes it goes on from."""
        folded = fold(word)
        found = [folded] if folded in self._words else []
        if word.isupper() and f"={word}" in self._words:
            found.append(f"={word}")
        found += (
            f"{folded[:n]}*" for n in self._lengths if n <= len(folded) and folded[:n] in self._stems[n]
        )
        roots = [self._root.then[symbol] for symbol in found if symbol in self._root.then]
        whole: dict[str, str] = {}
        for label, pattern in sorted(end for root in roots for end in root.ends):
            whole.setdefault(label, pattern)
        return tuple(found), tuple(whole.items()), tuple(r for r in roots if r.then or r.gap)

    @staticmethod
    def _walk(
        at: int, roots: list[_Node], words: list[_Known], breaks: set[int]
    ) -> Iterator[tuple[int, _Node]]:
        """The (last word, node) of all that begins at a word; after a gap each is entered once."""
        open_ = [(node, at) for node in roots]
        seen: set[tuple[int, int]] = set()
        count = len(words)
        while open_:
            node, here = open_.pop()
            if here > at and node.ends:
                yield here, node
            after = here + 1
            if after >= count or after in breaks:
                continue
            if node.then:
                then = node.then
                open_ += [(then[symbol], after) for symbol in words[after][0] if symbol in then]
            if node.gap is None:
                continue
            then = node.gap.then
            for there in range(after, min(after + GAP + 1, count)):
                if there in breaks:
                    break
                for symbol in words[there][0]:
                    child = then.get(symbol)
                    if child is not None and (id(child), there) not in seen:
                        seen.add((id(child), there))
                        open_.append((child, there))


def _breaks(text: str, places: list[tuple[int, int]]) -> set[int]:
    """The numbers of the words before which a sentence ends; a full stop after a short word ends none."""
    found = set()
    for stop in _STOP.finditer(text, places[0][0], places[-1][1]):
        at = bisect_left(places, (stop.start(),))
        start, end = places[at - 1]
        if text[stop.start()] != "." or end - start > 3:
            found.add(at)
    return found


def _variants(pattern: str) -> list[Words]:
    """Every sequence of symbols that a pattern stands for; ValueError says what is wrong with it."""
    if not pattern.strip():
        raise ValueError("is empty")
    if len(pattern) > MOST_CHARACTERS:
        raise ValueError(f"is longer than {MOST_CHARACTERS} characters")
    parts = _parts(pattern)
    if parts[0] == [("...",)] or parts[-1] == [("...",)]:
        raise ValueError("begins or ends with a gap")
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST_ALTERNATIVES:
        raise ValueError(f"stands for {count:,} sequences of words, more than {MOST_ALTERNATIVES}")
    found = [tuple(word for words in chosen for word in words) for chosen in product(*parts)]
    if max(map(len, found)) > MOST_WORDS:
        raise ValueError(f"has more than {MOST_WORDS} words")
    if any(a == b == "..." for words in found for a, b in pairwise(words)):
        raise ValueError("has two gaps side by side")
    return found


def _parts(pattern: str) -> list[list[Words]]:
    """The alternatives at each place of a pattern."""
    if _PART.sub("", pattern).strip():
        raise ValueError("has a bracket that is not closed or not opened")
    parts: list[list[Words]] = []
    for match in _PART.finditer(pattern):
        group, word = match.groups()
        near = pattern[max(0, match.start() - 1) : match.start()] + pattern[match.end() : match.end() + 1]
        if group is None:
            if "|" in word:
                raise ValueError("has `|` outside brackets")
            parts.append(_word(word))
            continue
        if near.strip():
            raise ValueError("has a bracket inside a word; write whole words, or end a stem with `*`")
        if not all(choice.strip() for choice in group.split("|")):
            raise ValueError("has an empty alternative")
        parts.append([words for choice in group.split("|") for words in _phrase(choice)])
    return parts


def _phrase(text: str) -> list[Words]:
    """The sequences of an alternative of one or more words."""
    found: list[Words] = [()]
    for word in text.split():
        found = [(*before, *after) for before in found for after in _word(word)]
        if len(found) > MOST_ALTERNATIVES:
            raise ValueError(f"stands for more than {MOST_ALTERNATIVES} sequences of words")
    return found


def _word(word: str) -> list[Words]:
    """The sequences that one written word stands for: with its hyphens as blanks, or left out."""
    if word in _GAP_MARKS:
        return [("...",)]
    if "*" in word.rstrip("*") or word.endswith("**"):
        raise ValueError("has `*` elsewhere than at the end of a word")
    stem = word.endswith("*")
    pieces = [piece for piece in _HYPHENS.split(word.removesuffix("*")) if piece]
    tokens = [token for piece in pieces for token in _TOKEN.findall(piece)]
    if stem and (not tokens or len(tokens[-1]) < 2):
        raise ValueError("has `*` without at least two letters before it")
    if not tokens:
        raise ValueError(f"has no letter in {word!r}")
    letters = [c for c in word if c.isalpha()]
    acronym = len(letters) > 1 and all(c.isupper() for c in letters) and not stem
    spelled = tuple(f"={t}" if acronym and t.isupper() else fold(t) for t in tokens)
    found = [spelled]
    if len(pieces) > 1 and not acronym:
        found.append((fold("".join(tokens)),))
    return [(*words[:-1], f"{words[-1]}*") for words in found] if stem else found
