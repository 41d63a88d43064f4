"""Copies and near copies found: syndicated reports, shortened ones, the same page saved twice.

Texts are compared by their runs of five words (shingles; Broder 1997, doi:10.1109/SEQUEN.1997.666900). A
sample of them, every eighth by its hash, finds candidates in time linear in the texts; candidates are then
compared in full. The hash has no seed, so that every machine and run finds the same.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import combinations, pairwise

from detente.sources.corpus import Corpus
from detente.sources.text import Text

__all__ = ["Copies", "copies_among", "group_copies", "mark_copies"]

_WORD = re.compile(r"\w+")
_RUN = 5
_MASK = (1 << 61) - 1
_BASE = 1_000_003
_TOP = pow(_BASE, _RUN, _MASK)
_EVERY = 8
_FEW = 8
"""A sampled run that no more texts share than these gives every pair of them; a commoner one, neighbours."""

_PARTS = 64
_COMPARED = 32
"""How many texts are held with all their runs while candidates are compared."""

_MOST_WORDS = 50_000
_FEWEST_SHARED = 2
_CONTAINED = 0.8
_LONG_ENOUGH = 25
"""So many runs of words must a text have to be found within a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """One group: the original's id, and those of its copies in their order."""

    original: str
    copies: tuple[str, ...]


def group_copies(texts: Iterable[Text], *, likeness: float = 0.5) -> tuple[Copies, ...]:
    """The groups of copies among the texts, in the order of their originals' ids; none where all differ.

    Two texts are copies when their runs of five words overlap by `likeness` (Jaccard) or more, or when four
    fifths of the shorter one's stand in the longer one. Copies of copies are in one group. The original is
    the earliest dated one (the undated last); of equals the longest, then the first by id. Noise does not
    count.

    >>> from detente.sources.document import Document
    >>> words = "The envoys of both towns met by the river and spoke of the ferry for an hour"
    >>> a, b = (Text(document=Document(id=name), text=f"{words} {name}") for name in "ab")
    >>> group_copies([b, a])
    (Copies(original='a', copies=('b',)),)
    """
    return copies_among(sorted(texts, key=lambda text: text.document.id), likeness=likeness)


def copies_among(texts: Sequence[Text], *, likeness: float = 0.5) -> tuple[Copies, ...]:
    """What `group_copies` gives, for texts in the order of their ids.

    Each text is taken in its turn, and again when it is compared, and none is held: the sequence may get them
    from a disk. Of a text about a kilobyte stays, for 6,000 characters.
    """
    hashes: dict[str, int] = {}
    found = _Samples()
    for text in texts:
        found.add(_sample(_runs(_words(text, hashes))))
    roots = list(range(len(texts)))
    full: dict[int, frozenset[int]] = {}
    for first, second in found.candidates():
        if _root(roots, first) == _root(roots, second):
            continue
        for number in (first, second):
            if number not in full:
                full[number] = frozenset(_runs(_words(texts[number], hashes)))
        if _alike(full[first], full[second], likeness):
            roots[_root(roots, second)] = _root(roots, first)
        if len(full) > _COMPARED:
            full.clear()
    groups: dict[int, list[int]] = {}
    for number in range(len(texts)):
        groups.setdefault(_root(roots, number), []).append(number)
    copies = [_group(texts, group) for group in groups.values() if len(group) > 1]
    return tuple(sorted(copies, key=lambda group: group.original))


def mark_copies(corpus: Corpus, *, likeness: float = 0.5) -> Corpus:
    """The same corpus with `copy_of` set in every document that is a copy, and cleared in the others.

    Texts that were left out cannot be compared and keep what they have.
    """
    present = [text for text in corpus.texts if not text.left_out]
    copy_of = {
        copy: group.original for group in group_copies(present, likeness=likeness) for copy in group.copies
    }
    return replace(corpus, texts=tuple(_marked(text, copy_of) for text in corpus.texts))


def _marked(text: Text, copy_of: Mapping[str, str]) -> Text:
    """The text with the original of its document."""
    original = copy_of.get(text.document.id, "")
    if text.left_out or text.document.copy_of == original:
        return text
    return replace(text, document=replace(text.document, copy_of=original))


def _group(texts: Sequence[Text], group: list[int]) -> Copies:
    """The original and its copies, in the order in which they would be the original."""
    ranked = sorted(_rank(texts[number]) for number in group)
    return Copies(original=ranked[0][-1], copies=tuple(name for *_, name in ranked[1:]))


def _rank(text: Text) -> tuple[date, int, str]:
    """By what an original is chosen: the earliest, the longest, the first by id."""
    return text.document.published or date.max, -len(text.text), text.document.id


def _words(text: Text, hashes: dict[str, int]) -> list[int]:
    """The hashes of the words of a text in order, noise left out; each word is hashed once."""
    found: list[int] = []
    for start, end in text.paragraphs:
        for word in _WORD.findall(text.text[start:end].lower()):
            value = hashes.get(word)
            if value is None:
                if len(hashes) >= _MOST_WORDS:
                    hashes.clear()
                data = word.encode("utf-8", "surrogatepass")
                value = hashes[word] = int.from_bytes(blake2b(data, digest_size=7).digest(), "big")
            found.append(value)
    return found


def _runs(words: list[int]) -> Iterator[int]:
    """The hashes of all runs of five words, rolled along the text; of a shorter text, of all of it."""
    value = 0
    for word in words[:_RUN]:
        value = (value * _BASE + word) % _MASK
    if words:
        yield value
    for left, entered in zip(words, words[_RUN:], strict=False):
        value = (value * _BASE + entered - left * _TOP) % _MASK
        yield value


def _sample(runs: Iterable[int]) -> list[int]:
    """Every eighth run by its hash; of a text too short for that, all of them."""
    every = list(runs)
    sample = sorted({value for value in every if value % _EVERY == 0})
    return sample if len(sample) >= 2 * _FEWEST_SHARED else sorted(set(every))


class _Samples:
    """The samples of texts, in parts by their hash, so that only one part at a time is looked up."""

    def __init__(self) -> None:
        self.sizes = array("I")
        self._parts = [(array("Q"), array("I")) for _ in range(_PARTS)]

    def add(self, sample: list[int]) -> None:
        """Takes in the sample of the next text."""
        number = len(self.sizes)
        for value in sample:
            values, numbers = self._parts[value // _EVERY % _PARTS]
            values.append(value)
            numbers.append(number)
        self.sizes.append(len(sample))

    def candidates(self) -> list[tuple[int, int]]:
        """The pairs that share runs enough to be compared, those that share most first."""
        pairs = [array("Q") for _ in range(_PARTS)]
        for values, numbers in self._parts:
            places: dict[int, list[int]] = {}
            for value, number in zip(values, numbers, strict=True):
                places.setdefault(value, []).append(number)
            for found in places.values():
                for first, second in combinations(found, 2) if len(found) <= _FEW else pairwise(found):
                    pairs[first % _PARTS].append(first << 32 | second)
        enough: list[tuple[int, tuple[int, int]]] = []
        for part in pairs:
            for pair, count in Counter(part).items():
                first, second = pair >> 32, pair & 0xFFFFFFFF
                if count >= _least(self.sizes[first], self.sizes[second]):
                    enough.append((-count, (first, second)))
        return [pair for _, pair in sorted(enough)]


def _least(one: int, other: int) -> int:
    """How many sampled runs must be shared: a fifth of the shorter sample, two at least unless it has one."""
    smaller = min(one, other)
    return min(max(_FEWEST_SHARED, smaller // 5), smaller)


def _alike(one: frozenset[int], other: frozenset[int], likeness: float) -> bool:
    """Whether the runs overlap enough, or the shorter text stands in the longer one."""
    common, smaller = len(one & other), min(len(one), len(other))
    union = len(one) + len(other) - common
    if not union:
        return False
    return common >= likeness * union or (smaller >= _LONG_ENOUGH and common >= _CONTAINED * smaller)


def _root(roots: list[int], number: int) -> int:
    """The first of the group that a text is in; the way there is shortened."""
    while roots[number] != number:
        roots[number] = roots[roots[number]]
        number = roots[number]
    return number
