"""All that a pack's and a language's patterns find in one text, found once and asked by kind and place."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from detente.record.packs.act_words import ActWords
from detente.record.packs.pack import Pack
from detente.record.packs.patterns import Hit, Matcher

__all__ = ["Marker", "Marks"]


class Marks:
    """The hits of one text by kind, each kind in the order of the text."""

    def __init__(self, hits: Mapping[str, list[Hit]]) -> None:
        self._hits = dict(hits)
        self._starts = {kind: [hit[0] for hit in found] for kind, found in hits.items()}

    def add(self, kind: str, hits: Iterable[Hit]) -> None:
        """Adds the hits of a kind that were found elsewhere, in the order of the text."""
        self._hits[kind] = list(hits)
        self._starts[kind] = [hit[0] for hit in self._hits[kind]]

    def of(self, kind: str) -> list[Hit]:
        """All hits of a kind."""
        return self._hits.get(kind, [])

    def inside(self, kind: str, start: int, end: int) -> Iterator[Hit]:
        """The hits of a kind that lie wholly in [start, end)."""
        return (hit for hit in self.begun(kind, start, end) if hit.end <= end)

    def begun(self, kind: str, start: int, end: int) -> list[Hit]:
        """The hits of a kind that begin in [start, end)."""
        starts = self._starts.get(kind, [])
        return self._hits.get(kind, [])[bisect_left(starts, start) : bisect_left(starts, end)]


class Marker:
    """Finds the patterns of a pack, of a language's act words, and of `names`, in one walk over a text.

    >>> from detente.record.packs.act_words import read_act_words
    >>> from detente.record.packs.pack import Pack, PackIssue
    >>> marker = Marker(Pack(id="p", issues=(PackIssue(id="pay", words=("wage*",)),)), read_act_words("en"))
    >>> [hit.label for hit in marker("They demand wages.").inside("issue", 0, 18)]
    ['word:pay']
    """

    def __init__(self, pack: Pack, words: ActWords, names: Iterable[tuple[str, str]] = ()) -> None:
        entries = [(pattern, label) for label, pattern in _entries(pack, words)]
        entries += ((pattern, f"name:{label}") for pattern, label in names)
        self._matcher = Matcher(entries)
        self._labels = {label: label.partition(":")[::2] for _, label in entries}

    def __call__(self, text: str) -> Marks:
        """The marks in a text; those of `names` are of the kind "name", with their own labels."""
        hits: defaultdict[str, list[Hit]] = defaultdict(list)
        labels = self._labels
        for start, end, label, pattern in self._matcher.find(text):
            kind, rest = labels[label]
            hits[kind].append(Hit(start, end, rest, pattern))
        return Marks(hits)


def _entries(pack: Pack, words: ActWords) -> Iterator[tuple[str, str]]:
    groups: list[tuple[str, tuple[str, ...]]] = []
    for number, weighed in enumerate(words.cues):
        groups.append((f"cue:{number}", weighed.words))
    for number, weighed in enumerate(words.contents):
        groups.append((f"act:{number}", weighed.words))
    groups += [
        ("judge:", words.judges),
        ("event:", words.events),
        ("state:", words.states),
        ("plan-subject:", words.plan_subjects),
        ("plan-verb:", words.plan_verbs),
        ("presenting:", words.presenting),
        ("condition:", words.conditions),
        ("background:", words.background),
        ("pronoun:", words.pronouns),
    ]
    for issue in pack.issues:
        groups.append((f"issue:strong:{issue.id}", issue.strong))
        groups.append((f"issue:word:{issue.id}", issue.words))
        groups.append((f"issue:against:{issue.id}", issue.against))
        groups += [(f"option:{issue.id}:{option.id}", option.words) for option in issue.options]
    groups += [(f"series:{figure.id}", figure.counts) for figure in pack.figures]
    groups += [(f"plan:{plan.id}", plan.names) for plan in pack.plans]
    return ((label, pattern) for label, patterns in groups for pattern in patterns)
