"""Who spoke and who was named before, so that "he", "they", "it" and "the group" find whom they mean."""

from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence

from detente.record.coding import phrases as p
from detente.record.coding.attribution import Mention
from detente.record.coding.mentions import ActorIndex, Named
from detente.record.coding.words import Words
from detente.record.packs.language import FLAGS
from detente.record.packs.pack import PackActor

__all__ = ["PRONOUN", "Memory", "again"]

PRONOUN = p.PRON | p.POSS | FLAGS["object"]
_HE, _SHE, _THEY, _IT = FLAGS["he"], FLAGS["she"], FLAGS["plural_person"], FLAGS["thing"]
_MALE, _FEMALE = FLAGS["male"], FLAGS["female"]
_REACH = 1500
"""How far back, in code points, a pronoun looks."""
_PARTIES = 6

Holders = list[tuple[Mention, int]]


class Memory:
    """The holders and speakers of one text so far, the last one last, and its actors by place."""

    def __init__(self, index: ActorIndex, named: Sequence[Named]) -> None:
        self.index = index
        self.named = named
        self.holders: Holders = []
        self.speakers: Holders = []
        self.many: set[str] = set()
        self._starts = [one.start for one in named]
        self._sex: dict[str, int] = {}

    def remember(self, mention: Mention, *, speaks: bool) -> None:
        """Makes a holder the first to be meant by a pronoun; `speaks` for those whose words were told."""
        self.holders.append((mention, mention.place[0]))
        if speaks:
            self.speakers.append((mention, mention.place[0]))

    def address(self, mention: Mention, bits: int) -> None:
        """Keeps in mind by which title a person was addressed ("Mr.", "Queen"), for "he" and "she"."""
        sex = _HE if bits & _MALE else _SHE if bits & _FEMALE else 0
        if sex:
            self._sex[mention.actor or mention.words] = sex

    def within(self, start: int, end: int) -> tuple[Named, ...]:
        """The actors named in [start, end)."""
        return tuple(self.named[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def last_named(self, before: int, kinds: frozenset[str]) -> Named | None:
        """The last actor of these kinds that is named by its name before a place, not too far back."""
        for at in range(bisect_left(self._starts, before) - 1, -1, -1):
            one = self.named[at]
            if before - one.start >= _REACH:
                return None
            if one.by == "n" and one.actor.kind in kinds:
                return one
        return None

    def last_of(self, before: int, ids: Container[str]) -> Named | None:
        """The last of these actors that is named by its name or office before a place, not too far back."""
        for one in self._back_from(before):
            if before - one.start >= _REACH:
                return None
            if one.by != "a" and one.actor.id in ids:
                return one
        return None

    def sides(self, before: int) -> list[PackActor]:
        """The parties named before a place, by whatever word, the nearest first."""
        found: dict[str, PackActor] = {}
        for one in self._back_from(before):
            side = self.index.side_of(one.actor)
            found.setdefault(side.id, side)
            if len(found) >= _PARTIES:
                break
        return list(found.values())

    def _back_from(self, before: int) -> Iterator[Named]:
        return (self.named[at] for at in range(bisect_left(self._starts, before) - 1, -1, -1))

    def pronoun(self, words: Words, at: int, *, speaks: bool) -> Mention:
        """The holder for whom a pronoun stands; nobody ("") where none is near enough."""
        place, raw, bits = words.place(at, at + 1), words.raw(at), words.flags[at]
        among = self._recent(self.speakers if speaks else self.holders, place[0])
        found: Mention | None = None
        kinds: frozenset[str] = frozenset()
        if bits & (_HE | _SHE):
            found, kinds = self._person(among, bits), frozenset({"person"})
        elif bits & _THEY:
            found = next((m for m in among if m.identified in {"anonymous", "institution"}), None)
        elif bits & _IT:
            found = next((m for m in among if m.identified == "institution"), None)
            kinds = frozenset({"group", "institution", "place"})
        if found is not None:
            return again(found, place, raw)
        one = self.last_named(place[0], kinds) if kinds else None
        if one is None:
            return Mention(place=place, words=raw)
        how = "named" if one.actor.kind == "person" else "institution"
        return Mention(place=place, words=raw, actor=one.actor.id, identified=how)

    def group(self, place: tuple[int, int], said: str) -> Mention | None:
        """Whom "the group" means: the party of the last holder that is a group, else the last one named."""
        for mention in self._recent(self.holders, place[0]):
            actor = self.index.actors.get(mention.actor)
            root = mention.actor.split(".", maxsplit=1)[0]
            owner = self.index.side_of(actor) if actor else self.index.actors.get(root)
            if owner is not None and owner.kind in {"group", "institution"}:
                return Mention(place=place, words=said, actor=owner.id, identified="institution")
            if owner is None and mention.identified == "institution":
                return again(mention, place, said)
        one = self.last_named(place[0], frozenset({"group", "institution"}))
        if one is None:
            return None
        return Mention(place=place, words=said, actor=one.actor.id, identified="institution")

    def _recent(self, holders: Holders, before: int) -> list[Mention]:
        """The holders near enough to a place, the nearest first."""
        found = []
        for mention, where in reversed(holders):
            if before - where > _REACH:
                break
            found.append(mention)
        return found

    def _person(self, among: list[Mention], bits: int) -> Mention | None:
        """The last single person who is not known to be of the other sex."""
        sex = _HE if bits & _HE else _SHE
        for mention in among:
            key = mention.actor or mention.words
            single = mention.identified == "named" or (
                mention.identified == "anonymous" and key not in self.many
            )
            if single and self._sex.setdefault(key, sex) == sex:
                return mention
        return None


def again(mention: Mention, place: tuple[int, int], said: str) -> Mention:
    """The same holder at another place; the words stay those that name it where no actor does."""
    words = said if mention.actor else mention.words
    return Mention(place=place, words=words, actor=mention.actor, identified=mention.identified)
