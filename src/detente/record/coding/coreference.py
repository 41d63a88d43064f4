"""Who is meant by "he", "the official", "the group", "the two sides": a memory of who was named before."""

import re
from collections.abc import Sequence

from detente.record.coding import phrases as p
from detente.record.coding.attribution import Mention
from detente.record.coding.mentions import ActorIndex, Named, Phrase, anonymous_id, name_of, phrase_of
from detente.record.coding.words import Words
from detente.record.packs.language import FLAGS, Language

__all__ = ["Discourse"]

_HE, _SHE, _THEY, _IT = FLAGS["he"], FLAGS["she"], FLAGS["plural_person"], FLAGS["thing"]
_ANONYMOUS, _REFERENCE, _ORDER = FLAGS["anonymous_role"], FLAGS["group_reference"], FLAGS["order"]
_MALE, _FEMALE, _GOVERNING = FLAGS["male"], FLAGS["female"], FLAGS["governing"]
_PRONOUN = p.PRON | p.POSS | FLAGS["object"]
_TEXT, _PLAN, _ROLE, _GROUP = p.TEXT, p.PLAN, p.ROLE, p.GROUP
_PLAIN = re.compile(r"[\w-]+")
_REACH = 1500
"""How far back, in code points, a pronoun looks."""


class Discourse:
    """What one text has said so far about who is who; made anew for each text."""

    def __init__(self, index: ActorIndex, named: Sequence[Named], language: Language) -> None:
        self.index = index
        self.named = named
        self.language = language
        self.holders: list[tuple[Mention, int]] = []
        self.speakers: list[tuple[Mention, int]] = []
        self.many: set[str] = set()
        self.seen: dict[str, bool] = {}
        self.persons: dict[str, Mention] = {}
        self.gender: dict[str, int] = {}
        self.members: dict[str, Mention] = {}
        self.counted: dict[str, int] = {}

    def mentions(
        self, words: Words, group: p.Group, aside: p.Group | None, *, speaks: bool = False
    ) -> tuple[Mention, ...]:
        """Those whom a noun phrase names: one, or one for each part of "American and Israeli officials"."""
        if (
            group[1] - group[0] == 1
            and words.flags[group[0]] & _PRONOUN
            and not words.flags[group[0]] & p.NAME
        ):
            return (self._pronoun(words, group[0], self.speakers if speaks else self.holders),)
        place = words.place(*group)
        named = self._within(place[0], words.place(*(aside or group))[1])
        phrase = phrase_of(words, group, named)
        joint = self._joint(words, phrase)
        if joint:
            return joint
        parts = self._parts(words, phrase)
        if parts:
            return parts
        return (self.mention(words, phrase, aside, named),)

    def mention(self, words: Words, phrase: Phrase, aside: p.Group | None, named: Sequence[Named]) -> Mention:
        """The one whom a noun phrase names; `actor` "" where nobody is known."""
        place = words.place(phrase.first, phrase.last)
        said = words.said(phrase.first, phrase.last)
        if phrase.last - phrase.first == 1 and words.flags[phrase.first] & _PRONOUN:
            return self._pronoun(words, phrase.first, self.holders)
        head_end = words.ends[phrase.head]
        direct = self._direct(words, phrase, head_end)
        if direct is not None:
            return self._known(direct.actor, place, said)
        if aside is not None and not phrase.plural and not words.flags[phrase.head] & p.CAPITAL:
            named_aside = self._named_aside(words, aside, named, place, said)
            if named_aside is not None:
                return named_aside
        made = self._back(words, phrase, place, said) or self._member(words, phrase, place, said)
        if made is None:
            made = self._by_name(words, phrase, place, said)
        if phrase.plural and made.identified != "named":
            self.many.add(made.actor or made.words)
        return made

    def _named_aside(
        self, words: Words, aside: p.Group, named: Sequence[Named], place: tuple[int, int], said: str
    ) -> Mention | None:
        """The person named right after an office ("the envoy, Ada Moss,")."""
        start = words.starts[aside[0]]
        for one in named:
            if one.start == start and one.by == "n" and one.actor.kind == "person":
                return self._known(one.actor, place, said)
        other = phrase_of(words, aside, named)
        name = name_of(words, other)
        if name is None or name[1] - name[0] < 2:
            return None
        if any(not words.flags[k] & p.CAPITAL for k in range(aside[0], name[0])):
            return None
        return self._person(words, name, place)

    def remember(self, mention: Mention, *, speaks: bool) -> None:
        """Makes a holder the first to be meant by a pronoun that follows; `speaks` for those who were quoted."""
        self.holders.append((mention, mention.place[0]))
        if speaks:
            self.speakers.append((mention, mention.place[0]))

    def side(self, mention: Mention) -> str:
        """The id of the party to which a holder belongs."""
        actor = self.index.actors.get(mention.actor)
        return self.index.side_of(actor).id if actor else mention.actor.split(".", maxsplit=1)[0]

    def agentive(self, words: Words, group: p.Group, mention: Mention) -> bool:
        """Whether a holder is somebody who can want or refuse, by its actor, its head or its name."""
        if mention.actor:
            return True
        phrase = phrase_of(words, group, ())
        if phrase.bits & (_PLAN | p.TIME) and not phrase.bits & (_ROLE | _GROUP):
            return False
        if phrase.bits & (_ROLE | _GROUP | _HE | _SHE | _THEY | p.WHO):
            return True
        return bool(phrase.bits & p.NAME) and mention.identified == "named"

    def _within(self, start: int, end: int) -> tuple[Named, ...]:
        """The actors named in [start, end)."""
        from bisect import bisect_left

        first = bisect_left(self.named, start, key=lambda n: n.start)
        found = []
        for at in range(first, len(self.named)):
            if self.named[at].start >= end:
                break
            found.append(self.named[at])
        return tuple(found)

    def _direct(self, words: Words, phrase: Phrase, head_end: int) -> Named | None:
        """The actor whose name or office covers the head."""
        head_start = words.starts[phrase.head]
        head_end -= words.low[phrase.head].endswith(".")
        for one in phrase.named:
            if one.by != "a" and one.start <= head_start and one.end >= head_end:
                return one
        for one in phrase.named:
            if one.by == "n" and one.actor.kind == "person" and one.end == head_end:
                return one
        return None

    def _known(self, actor: object, place: tuple[int, int], said: str) -> Mention:
        from detente.record.packs.pack import PackActor

        if not isinstance(actor, PackActor):
            return Mention(place=place, words=said)
        how = "named" if actor.kind == "person" else "institution"
        if actor.kind == "group" and any(
            self.language.flags.get(word, 0) & _ANONYMOUS for word in _PLAIN.findall(actor.names[0].lower())
        ):
            how = "anonymous"
        return Mention(place=place, words=said, actor=actor.id, identified=how)

    def _pronoun(self, words: Words, at: int, among: Sequence[tuple[Mention, int]]) -> Mention:
        """The holder that a pronoun stands for, found among those who spoke or were named before."""
        place = words.place(at, at + 1)
        bits = words.flags[at]
        if bits & (_HE | _SHE):
            want = "named"
            side = _MALE if bits & _HE else _FEMALE
            for mention, where in reversed(among):
                if place[0] - where > _REACH:
                    break
                if self._singular(mention) and self.gender.get(mention.actor or mention.words, side) == side:
                    self.gender[mention.actor or mention.words] = side
                    return self._again(mention, place, words.raw(at))
            person = self._last_named(place[0], {"person"})
            if person is not None:
                return Mention(place=place, words=words.raw(at), actor=person.actor.id, identified=want)
        elif bits & _THEY:
            for mention, where in reversed(among):
                if place[0] - where > _REACH:
                    break
                if mention.identified in {"anonymous", "institution"}:
                    return self._again(mention, place, words.raw(at))
        elif bits & _IT:
            for mention, where in reversed(among):
                if place[0] - where > _REACH:
                    break
                if mention.identified == "institution":
                    return self._again(mention, place, words.raw(at))
            thing = self._last_named(place[0], {"group", "institution", "place"})
            if thing is not None:
                return Mention(
                    place=place, words=words.raw(at), actor=thing.actor.id, identified="institution"
                )
        return Mention(place=place, words=words.raw(at))

    def _singular(self, mention: Mention) -> bool:
        """Whether the holder is one person."""
        if mention.identified == "named":
            return True
        return mention.identified == "anonymous" and (mention.actor or mention.words) not in self.many

    def _again(self, mention: Mention, place: tuple[int, int], said: str) -> Mention:
        """The same holder at another place; the words stay those that name it where no actor does."""
        words = said if mention.actor else mention.words
        return Mention(place=place, words=words, actor=mention.actor, identified=mention.identified)

    def _last_named(self, before: int, kinds: set[str]) -> Named | None:
        """The last actor of these kinds named before a place, those named first in a sentence preferred."""
        from bisect import bisect_left

        at = bisect_left(self.named, before, key=lambda n: n.start) - 1
        while at >= 0 and before - self.named[at].start < _REACH:
            if self.named[at].actor.kind in kinds and self.named[at].by == "n":
                return self.named[at]
            at -= 1
        return None

    def _back(self, words: Words, phrase: Phrase, place: tuple[int, int], said: str) -> Mention | None:
        """Whom "the official", "the two officials" or "the group" refers back to."""
        if phrase.named or words.flags[phrase.head] & p.CAPITAL:
            return None
        definite = phrase.definite or words.flags[phrase.first] & _ORDER
        if not definite:
            return None
        if phrase.bits & _ANONYMOUS:
            known = self.members.get(_singular_of(phrase.head_low))
            if known is not None and not any(
                words.flags[k] & _ORDER for k in range(phrase.first, phrase.core)
            ):
                return self._again(known, place, said)
        if phrase.bits & _REFERENCE and phrase.core - phrase.first <= 3 and not phrase.owned(words):
            for mention, where in reversed(self.holders):
                if place[0] - where > _REACH:
                    break
                root = mention.actor.split(".", maxsplit=1)[0]
                actor = self.index.actors.get(mention.actor)
                owner = self.index.side_of(actor) if actor else self.index.actors.get(root)
                if owner is not None and owner.kind in {"group", "institution"}:
                    return Mention(place=place, words=said, actor=owner.id, identified="institution")
                if owner is None and mention.identified == "institution":
                    return self._again(mention, place, said)
            group = self._last_named(place[0], {"group", "institution"})
            if group is not None:
                return Mention(place=place, words=said, actor=group.actor.id, identified="institution")
        return None

    def _member(self, words: Words, phrase: Phrase, place: tuple[int, int], said: str) -> Mention | None:
        """An unnamed member or a body of an actor named in the phrase ("a senior Ardian official")."""
        if words.flags[phrase.head] & p.CAPITAL and not phrase.bits & (_ROLE | _GROUP):
            return None
        one = self._owner(words, phrase)
        if phrase.bits & _ANONYMOUS:
            if one is not None:
                actor = self._numbered(anonymous_id(one.actor, self.index, words, phrase), words, phrase)
            else:
                actor = self._numbered(f"{phrase.head_low}.anon", words, phrase)
            mention = Mention(place=place, words=said, actor=actor, identified="anonymous")
            self.members[_singular_of(phrase.head_low)] = mention
            return mention
        if one is None:
            if phrase.bits & (_GROUP | _ROLE) and not words.flags[phrase.head] & p.CAPITAL:
                return Mention(place=place, words=said, identified="institution")
            return None
        actor = one.actor
        if phrase.bits & _GOVERNING:
            return self._known(self.index.side_of(actor), place, said)
        if phrase.bits & _GROUP:
            chair = self.index.chairs.get(actor.id)
            if chair is not None:
                return self._known(chair, place, said)
        if phrase.bits & (_GROUP | _ROLE) and not phrase.bits & _TEXT:
            joint = "-" if "." in actor.id else "."
            return Mention(
                place=place, words=said, actor=f"{actor.id}{joint}{phrase.head_low}", identified="institution"
            )
        return None

    def _owner(self, words: Words, phrase: Phrase) -> Named | None:
        """The actor to whom a member belongs: named in the core, last first, else after the head."""
        start, end = words.place(phrase.first, phrase.core)
        inside = [n for n in phrase.named if n.start >= start and n.end <= end]
        if inside:
            return inside[-1]
        after = [n for n in phrase.named if n.start >= end]
        return after[0] if after else None

    def _numbered(self, actor: str, words: Words, phrase: Phrase) -> str:
        """The id with a number for "a second official" and "another official"."""
        if any(words.flags[k] & _ORDER for k in range(phrase.first, phrase.core)):
            count = self.counted.get(actor, 1) + 1
            self.counted[actor] = count
            return f"{actor.removesuffix('.anon')}{count}.anon"
        self.counted.setdefault(actor, 1)
        return actor

    def _by_name(self, words: Words, phrase: Phrase, place: tuple[int, int], said: str) -> Mention:
        """A holder that no pack knows: a person or a body by its name, else the words of the phrase."""
        name = name_of(words, phrase)
        if name is None and phrase.bits & (p.TITLE | _ROLE) and phrase.last > phrase.core:
            name = name_of(words, phrase.whole())
        if name is None or (name[1] - name[0] == 1 and not self._a_name(words, name[0])):
            if phrase.named and not phrase.bits & (_TEXT | _PLAN) and phrase.named[0].start == place[0]:
                return self._known(phrase.named[0].actor, place, said)
            how = "institution" if phrase.bits & (_TEXT | _GROUP) else "anonymous" if phrase.plural else ""
            return Mention(place=place, words=said, identified=how)
        if words.flags[name[1] - 1] & _GROUP or any(words.flags[k] & _GROUP for k in range(*name)):
            return Mention(place=place, words=said, identified="institution")
        return self._person(words, name, place)

    def _a_name(self, words: Words, at: int) -> bool:
        """Whether a single capital word is a name: one that begins a sentence must show so elsewhere."""
        before = words.low[at - 1] if at else "."
        if before not in p.HARD or words.low[at] in self.persons:
            return True
        raw, text = words.raw(at), words.text
        if raw in self.seen:
            return self.seen[raw]
        plain = words.low[at].endswith("s")
        found = not plain
        here = text.find(raw)
        for _ in range(20):
            if here < 0:
                break
            if here > 2 and text[here - 1] == " " and (text[here - 2].isalpha() or text[here - 2] == ","):
                found = True
                break
            here = text.find(raw, here + 1)
        self.seen[raw] = found
        return found

    def _person(self, words: Words, name: p.Group, place: tuple[int, int]) -> Mention:
        """A person or body by name that no pack knows; a last name alone is completed from before."""
        said = words.said(*name)
        last = words.low[name[1] - 1]
        if name[1] - name[0] == 1 and last in self.persons:
            return self._again(self.persons[last], place, said)
        mention = Mention(place=place, words=said, identified="named")
        if name[1] - name[0] > 1:
            self.persons[last] = mention
        return mention

    def _joint(self, words: Words, phrase: Phrase) -> tuple[Mention, ...]:
        """One mention for each party meant by "both sides": the last two that were named."""
        expression = p.expression_at(words, phrase.first, phrase.last, self.language, "joint")
        if not expression or phrase.first + expression < phrase.core:
            return ()
        place, said = words.place(phrase.first, phrase.last), words.said(phrase.first, phrase.last)
        found: list[str] = []
        for one in reversed(self.named):
            if one.start < place[0] and one.actor.id in self.index.sides and one.actor.id not in found:
                found.append(one.actor.id)
            if len(found) == 2:
                break
        return tuple(
            Mention(place=place, words=said, actor=actor, identified="institution") for actor in sorted(found)
        )

    def _parts(self, words: Words, phrase: Phrase) -> tuple[Mention, ...]:
        """One mention for each actor of "American and Israeli officials" or "Egypt and Qatar"."""
        start, end = words.place(phrase.first, phrase.core)
        inside = [n for n in phrase.named if n.start >= start and n.end <= end]
        joined = [k for k in range(phrase.first, phrase.core) if words.flags[k] & p.COORD]
        if not joined or not inside:
            return ()
        if phrase.bits & (_ROLE | _GROUP) and all(n.by == "a" or n.actor.kind != "person" for n in inside):
            if len(inside) < 2 or phrase.head <= joined[-1]:
                return ()
            found = []
            for one in inside:
                single = Phrase(
                    phrase.first, phrase.last, phrase.core, phrase.head, phrase.head_low,
                    phrase.bits, phrase.definite, phrase.plural, (one,),
                )  # fmt: skip
                made = self._member(
                    words,
                    single,
                    words.place(phrase.first, phrase.last),
                    words.said(phrase.first, phrase.last),
                )
                if made is not None:
                    found.append(made)
            return tuple(found) if len(found) > 1 else ()
        if len(inside) > 1 and inside[-1].end == words.ends[phrase.head]:
            return tuple(self._known(n.actor, (n.start, n.end), words.text[n.start : n.end]) for n in inside)
        return ()


def _singular_of(word: str) -> str:
    """The word without the ending of a plural, so that "the officials" finds "an official"."""
    if word.endswith("men"):
        return f"{word[:-3]}man"
    return word.removesuffix("s")
