"""How a coder's statements are compared with those coded by hand: matching, shares, and who is who.

Two statements are about the same passage when what they share is at least half of each. Every row matches one
to one, as many pairs as possible, among the pairs that are right in the row's sense (maximum bipartite
matching); precision is right pairs / suggested, recall right pairs / coded by hand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from coding_data import Passage, Place, Said
from scipy.optimize import linear_sum_assignment

__all__ = [
    "Score",
    "Share",
    "confusion",
    "found_contents",
    "match",
    "noise",
    "overlap",
    "same_holder",
    "same_relays",
    "score",
    "share",
    "shared",
]

Pair = tuple[Said, Said]


def anything(_gold: Said, _found: Said) -> bool:
    """Any pair whose spans fit."""
    return True


@dataclass(frozen=True)
class Score:
    """Right pairs, what was coded by hand, and what was suggested."""

    right: int
    gold: int
    suggested: int

    @property
    def precision(self) -> float:
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.gold + self.suggested
        return 2 * self.right / both if both else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.gold + other.gold, self.suggested + other.suggested)

    def __str__(self) -> str:
        shares = f"F1 {self.f1:.2f}  P {self.precision:.2f}  R {self.recall:.2f}"
        return f"{shares}  ({self.right} of {self.gold}, {self.suggested} suggested)"


@dataclass(frozen=True)
class Share:
    """How many are right, and of how many."""

    right: int
    all: int

    @property
    def value(self) -> float:
        return self.right / self.all if self.all else 1.0

    def __str__(self) -> str:
        return f"{self.value:.2f}  ({self.right} of {self.all})" if self.all else "none to judge"


def score(
    gold: Sequence[Said], found: Sequence[Said], right: Callable[[Said, Said], bool] = anything
) -> Score:
    """How many statements were found, each at most once, that are right in the given sense."""
    return Score(len(match(gold, found, right)), len(gold), len(found))


def match(
    gold: Sequence[Said], found: Sequence[Said], right: Callable[[Said, Said], bool] = anything
) -> list[Pair]:
    """The largest one-to-one set of right pairs; among the largest, the one that agrees most."""
    pairs = []
    for file in dict.fromkeys(one.file for one in gold):
        mine = [one for one in gold if one.file == file]
        theirs = [one for one in found if one.file == file]
        worth = np.zeros((len(mine), len(theirs)))
        for row, g in enumerate(mine):
            for column, f in enumerate(theirs):
                if overlap(g.place, f.place) and right(g, f):
                    worth[row, column] = 1000 + _agreement(g, f)
        rows, columns = linear_sum_assignment(worth, maximize=True)
        pairs += [(mine[r], theirs[c]) for r, c in zip(rows, columns, strict=True) if worth[r, c] > 0]
    return pairs


def overlap(a: Place, b: Place) -> bool:
    """Whether two spans share at least half of each."""
    both = shared(a, b)
    return both > 0 and 2 * both >= a[1] - a[0] and 2 * both >= b[1] - b[0]


def shared(a: Place, b: Place) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def same_holder(sides: frozenset[str]) -> Callable[[Said, Said], bool]:
    """Whether two statements have one holder: ids equal, and the unnamed by their side alone.

    Whom no pack knows has no id: then words count, without case and article; of a person, the surname that
    ends the id by hand is enough.
    """

    def same(g: Said, f: Said) -> bool:
        if not g.attributed or not f.attributed:
            return g.attributed == f.attributed
        if unnamed(g) and unnamed(f):
            return side_of(g.holder, sides) == side_of(f.holder, sides)
        words = f.holder.lower().removeprefix("the ")
        surname = g.identified == "named" and g.holder.rsplit(".", 1)[-1] in words.split()[-1:]
        return g.holder in {f.holder, words} or surname

    return same


def unnamed(one: Said) -> bool:
    return one.holder.endswith(".anon") or one.identified == "anonymous"


def side_of(holder: str, sides: frozenset[str]) -> str:
    first = holder.split(".", 1)[0]
    return first if first in sides else ""


def same_relays(sides: frozenset[str]) -> Callable[[Said, Said], bool]:
    """Whether the coder has the hand-coded relayer among its own, and none where there is none."""

    def plain(relay: str) -> str:
        return f"{side_of(relay, sides)}.anon" if relay.endswith(".anon") else relay

    def same(g: Said, f: Said) -> bool:
        theirs = {plain(relay) for relay in f.relays}
        return bool(theirs & {plain(r) for r in g.relays}) if g.relays else not theirs

    return same


def confusion(pairs: Iterable[Pair], field: str) -> list[tuple[str, str, int]]:
    """(by hand, suggested, how often) of a field over matched pairs, the most frequent first."""
    counted = Counter((getattr(g, field), getattr(f, field)) for g, f in pairs)
    return sorted(((a, b, n) for (a, b), n in counted.items()), key=lambda one: (-one[2], one[0], one[1]))


def share(pairs: Sequence[Pair], right: Callable[[Said, Said], bool]) -> Share:
    """How many of the pairs are right."""
    return Share(sum(right(g, f) for g, f in pairs), len(pairs))


def covered(pieces: Sequence[Place], place: Place) -> bool:
    """Whether a span covers at least half of a content in pieces."""
    return 2 * sum(shared(piece, place) for piece in pieces) >= sum(e - s for s, e in pieces)


def found_contents(
    passage: Passage, places: Sequence[Place], cues: Sequence[Place] = ()
) -> tuple[Score, Score, Score]:
    """Contents found by suggested spans: one to one, then the found and the suggested by themselves.

    One to one: a span covers at least half of a content, each content and each span used once. By
    themselves: a content counts as found when any span covers at least half of it; a suggestion as right when
    it covers half of any content or its cue shares a character with any cue marked by hand (the corpus marks
    only the head unit of what is held, so that the second sentence of a quotation has no content of its own).
    """
    fits = np.array([[covered(c, place) for place in places] for c in passage.contents], dtype=float)
    gold, suggested = len(passage.contents), len(places)
    if not fits.size:
        return Score(0, gold, suggested), Score(0, gold, suggested), Score(0, gold, suggested)
    rows, columns = linear_sum_assignment(fits, maximize=True)
    right = fits.any(axis=0)
    for column, cue in enumerate(cues):
        right[column] |= any(shared(cue, mine) for mine in passage.cues)
    return (
        Score(int(fits[rows, columns].sum()), gold, suggested),
        Score(int(fits.any(axis=1).sum()), gold, suggested),
        Score(int(right.sum()), gold, suggested),
    )


def noise(gold: Iterable[Place], found: Iterable[Place]) -> Score:
    """Characters of noise marked by hand and found."""
    mine = {n for s, e in gold for n in range(s, e)}
    theirs = {n for s, e in found for n in range(s, e)}
    return Score(len(mine & theirs), len(mine), len(theirs))


def _agreement(g: Said, f: Said) -> float:
    """Between 0 and 4: how many fields agree, then how well the spans fit."""
    union = max(g.place[1], f.place[1]) - min(g.place[0], f.place[0])
    return (g.holder == f.holder) + (g.act == f.act) + (g.issue == f.issue) + shared(g.place, f.place) / union
