"""Noun phrases taken apart, and the actors of a pack found in a text by name, office and adjective."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.record.coding import phrases as p
from detente.record.coding.words import Words
from detente.record.packs.language import FLAGS
from detente.record.packs.pack import Pack, PackActor
from detente.record.packs.patterns import Hit, Matcher, longest

__all__ = ["ActorIndex", "Named", "Phrase", "anonymous_id", "name_of", "phrase_of"]

_NAME, _OFFICE, _ADJECTIVE = "n", "o", "a"
_ROLE, _GROUP, _TITLE, _TEXT, _PLAN = p.ROLE, p.GROUP, p.TITLE, p.TEXT, p.PLAN
_ANONYMOUS, _GOVERNING, _ORDER = FLAGS["anonymous_role"], FLAGS["governing"], FLAGS["order"]
_OF, _RANK = FLAGS["of"], FLAGS["rank"]
_SOME = p.NOUNISH | p.CAPITAL | p.NUMBER | _ANONYMOUS
_PARTICLE = FLAGS["particle"]
_SLUG = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Named:
    """An actor found in the text: by its name, by its office, or by its adjective."""

    start: int
    end: int
    actor: PackActor
    by: str


class ActorIndex:
    """The actors of a pack, found in a text in one walk; picklable, without state between texts.

    >>> index = ActorIndex(Pack(id="p", actors=(PackActor(id="ardia", names=("Ardia",)),)))
    >>> [(n.actor.id, n.start) for n in index.find("In Ardia, they met.")]
    [('ardia', 3)]
    """

    def __init__(self, pack: Pack) -> None:
        self.actors = {actor.id: actor for actor in pack.actors}
        self.chairs = {actor.chair: actor for actor in pack.actors if actor.chair}
        parties = {actor.side for actor in pack.actors}
        self.sides = frozenset(actor.id for actor in pack.actors if actor.id in parties)
        self._matcher = Matcher(
            (pattern, f"{by}:{actor.id}")
            for actor in pack.actors
            for by, patterns in (
                (_NAME, actor.names),
                (_OFFICE, actor.offices),
                (_ADJECTIVE, actor.adjectives),
            )
            for pattern in patterns
        )

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """The pairs of pattern and label by which it finds actors."""
        return self._matcher.entries

    def find(self, text: str) -> tuple[Named, ...]:
        """Every actor named in the text, in its order; at one place names before offices, adjectives."""
        best: dict[tuple[int, int], Hit] = {}
        order = {_NAME: 0, _OFFICE: 1, _ADJECTIVE: 2}
        for hit in longest(self._matcher.find(text)):
            known = best.get((hit.start, hit.end))
            if known is None or order[hit.label[0]] < order[known.label[0]]:
                best[hit.start, hit.end] = hit
        return tuple(
            Named(start, end, self.actors[hit.label[2:]], hit.label[0])
            for (start, end), hit in sorted(best.items())
        )

    def body(self, side: PackActor, said: str) -> PackActor | None:
        """The actor whose name is an adjective of a party with these words ("Ardian" with "army")."""
        for adjective in side.adjectives:
            whole = f"{adjective} {said}"
            for one in self.find(whole):
                if one.end == len(whole) and one.start == 0 and one.by != _ADJECTIVE:
                    return one.actor
        return None

    def side_of(self, actor: PackActor) -> PackActor:
        """The party to which an actor belongs, itself where the pack knows none."""
        return self.actors.get(actor.side, actor)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase taken apart: its head, its core, its number, and the actors named in it."""

    first: int
    last: int
    core: int
    head: int
    head_low: str
    bits: int
    definite: bool
    plural: bool
    named: tuple[Named, ...]

    def inside(self, words: Words) -> tuple[Named, ...]:
        """The actors named in the core."""
        start, end = words.place(self.first, self.core)
        return tuple(n for n in self.named if n.start >= start and n.end <= end)

    def owned(self, words: Words) -> bool:
        """Whether a possessor stands in the core ("the workers' group")."""
        return any(words.low[k] in p.ENDINGS for k in range(self.first, self.core))

    def whole(self) -> "Phrase":
        """The phrase with its core taken to its end, for a name after an office ("Secretary of State X")."""
        return replace(self, core=self.last, head=self.last - 1)


def phrase_of(words: Words, group: p.Group, named: Iterable[Named]) -> Phrase:
    """The phrase at [first, last) with its head and the actors named inside it."""
    first, last = group
    core = p.core_end(words, group)
    amount = p.DET | p.NUMBER | p.ADVERB | p.COORD
    if core < last and words.flags[core] & _OF and all(words.flags[k] & amount for k in range(first, core)):
        first = core + 1
        core = p.core_end(words, (first, last)) if first < last else last
    head = core - 1
    while head > first and words.flags[head] & p.MARK:
        head -= 1
    if (
        head > first
        and core < last
        and not words.flags[head] & _SOME
        and words.flags[head - 1] & (_ROLE | _GROUP)
    ):
        core, head = head, head - 1
    start, end = words.place(first, last)
    low = words.low[head]
    definite = bool(words.flags[first] & FLAGS["definite"])
    plural = words.plural(head)
    inside = tuple(n for n in named if n.start >= start and n.end <= end)
    return Phrase(first, last, core, head, low, words.flags[head], definite, plural, inside)


def name_of(words: Words, phrase: Phrase) -> p.Group | None:
    """The words of a name that ends the core: its last capitals, without the titles and offices before."""
    last = phrase.core
    while last > phrase.first and words.flags[last - 1] & p.MARK:
        last -= 1
    start = last
    while start > phrase.first:
        flags = words.flags[start - 1]
        if flags & _PARTICLE and start < last and start - 1 > phrase.first:
            start -= 1
            continue
        if not flags & p.CAPITAL or (flags & (p.DET | p.PREP | p.PRON) and not flags & p.NAME):
            break
        start -= 1
    while start < last and words.flags[start] & _PARTICLE and not words.flags[start] & p.CAPITAL:
        start += 1
    if any(words.flags[k] & _GROUP for k in range(start, last)):
        return (start, last) if start < last else None
    for here in range(last - 2, start - 1, -1):
        if words.flags[here] & (_TITLE | _ROLE):
            start = here + 1
            break
    return (start, last) if start < last else None


def anonymous_id(actor: PackActor | None, index: ActorIndex, words: Words, phrase: Phrase) -> str:
    """The made id of an unnamed member of an actor, or of nobody known: `israel.senior-official.anon`."""
    core = range(phrase.first, phrase.core)
    ranks = [words.low[k] for k in core if words.flags[k] & _RANK]
    slug = _SLUG.sub("-", "-".join([*ranks[:1], phrase.head_low])).strip("-")
    if actor is None:
        return f"{_SLUG.sub('-', phrase.head_low).strip('-')}.anon"
    governing = any(words.flags[k] & _GOVERNING for k in core)
    base = index.side_of(actor).id if governing and actor.kind != "place" else actor.id
    if actor.kind == "person" and not governing and actor.id in index.chairs:
        base = index.chairs[actor.id].id
    return f"{base}{'-' if '.' in base else '.'}{slug}.anon"
