"""Whom a noun phrase means: an actor, "the official" named before, a person, each of "both sides"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from detente.record.coding import phrases as p
from detente.record.coding.attribution import Mention
from detente.record.coding.memory import PRONOUN, Memory, again
from detente.record.coding.mentions import ActorIndex, Named, Phrase, anonymous_id, name_of, phrase_of
from detente.record.coding.words import Words
from detente.record.packs.language import FLAGS, Language
from detente.record.packs.pack import PackActor

__all__ = ["Discourse"]

_ANONYMOUS, _REFERENCE, _ORDER = FLAGS["anonymous_role"], FLAGS["group_reference"], FLAGS["order"]
_GOVERNING, _MEMBERSHIP = FLAGS["governing"], FLAGS["membership"]
_TEXT, _PLAN, _ROLE, _GROUP = p.TEXT, p.PLAN, p.ROLE, p.GROUP
_PERSONAL = FLAGS["he"] | FLAGS["she"] | FLAGS["plural_person"] | p.WHO
_BY_NAME = "n"
_WORD = re.compile(r"[\w-]+")
_NEAR = 8
_LOOKED = 20
"""How many places a word is looked up at to learn whether it is a name."""

Place = tuple[int, int]


class Discourse:
    """What one text has said so far about who is who; made anew for each text."""

    def __init__(self, index: ActorIndex, named: Sequence[Named], language: Language) -> None:
        self.index = index
        self.language = language
        self.memory = Memory(index, named)
        self._persons: dict[str, Mention] = {}
        self._members: dict[str, Mention] = {}
        self._counted: dict[str, int] = {}
        self._names: dict[str, bool] = {}
        self._bodies: dict[tuple[str, str], PackActor | None] = {}
        self._often: list[tuple[str, int]] | None = None

    def mentions(
        self, words: Words, group: p.Group, aside: p.Group | None, *, speaks: bool = False
    ) -> tuple[Mention, ...]:
        """Those whom a noun phrase names: one, or one for each part of "American and Israeli officials"."""
        bits = words.flags[group[0]]
        if group[1] - group[0] == 1 and bits & PRONOUN and not bits & p.NAME:
            return (self.memory.pronoun(words, group[0], speaks=speaks),)
        named = self.memory.within(words.starts[group[0]], words.place(*(aside or group))[1])
        phrase = phrase_of(words, group, named)
        several = self._joint(words, phrase) or self._parts(words, phrase)
        if several:
            return several
        found = self._mention(words, phrase, aside, named)
        if found.identified == "named":
            self._introduce(words, phrase, aside, found)
        return (found,)

    def agentive(self, words: Words, group: p.Group, mention: Mention) -> bool:
        """Whether a holder is somebody who can want or refuse, by its actor, its head or its name."""
        if mention.actor:
            return True
        bits = phrase_of(words, group, ()).bits
        if bits & (_PLAN | p.TIME) and not bits & (_ROLE | _GROUP):
            return False
        return bool(bits & (_ROLE | _GROUP | _PERSONAL)) or (
            bool(bits & p.NAME) and mention.identified == "named"
        )

    def _mention(
        self, words: Words, phrase: Phrase, aside: p.Group | None, named: Sequence[Named]
    ) -> Mention:
        """The one whom a noun phrase names; `actor` "" where nobody is known."""
        place, said = words.place(phrase.first, phrase.last), words.said(phrase.first, phrase.last)
        if phrase.last - phrase.first == 1 and words.flags[phrase.first] & PRONOUN:
            return self.memory.pronoun(words, phrase.first, speaks=False)
        direct = _direct(words, phrase)
        if direct is not None and (aside is None or phrase.plural or direct.actor.kind != "group"):
            return self._known(direct.actor, place, said)
        made: Mention | None = None
        if aside is not None and not phrase.plural and not words.flags[phrase.head] & p.CAPITAL:
            made = self._named_aside(words, aside, named, place)
            if made is not None and phrase.bits & _ANONYMOUS:
                self._members[_singular_of(phrase.head_low, words.plurals)] = made
        if made is None and direct is not None:
            return self._known(direct.actor, place, said)
        made = made or self._back(words, phrase, place, said) or self._member(words, phrase, place, said)
        made = made or self._by_name(words, phrase, place, said)
        if phrase.bits & _GROUP and made.actor and not phrase.plural:
            self._members[phrase.head_low] = made
        if phrase.plural and made.identified != "named":
            self.memory.many.add(made.actor or made.words)
        return made

    def _introduce(self, words: Words, phrase: Phrase, aside: p.Group | None, found: Mention) -> None:
        """Keeps in mind by which office a person was named, so that "the minister" finds its holder."""
        first, last = aside or (phrase.first, phrase.first)
        places = [*range(phrase.first, phrase.core), *range(first, min(last, first + _NEAR))]
        for k in places:
            flags = words.flags[k]
            self.memory.address(found, flags)
            if (
                flags & (_ROLE | p.TITLE)
                and not flags & (FLAGS["honorific"] | _GROUP)
                and not words.plural(k)
            ):
                self._members[words.low[k]] = found

    def _known(self, actor: PackActor, place: Place, said: str) -> Mention:
        """A mention of an actor of the pack; unnamed officials may be actors too."""
        how = "named" if actor.kind == "person" else "institution"
        if actor.kind == "group":
            flags = self.language.flags
            if any(flags.get(word, 0) & _ANONYMOUS for word in _WORD.findall(actor.names[0].lower())):
                how = "anonymous"
        return Mention(place=place, words=said, actor=actor.id, identified=how)

    def _named_aside(
        self, words: Words, aside: p.Group, named: Sequence[Named], place: Place
    ) -> Mention | None:
        """The person named right after an office ("the envoy, Ada Moss,")."""
        start = words.starts[aside[0]]
        for one in named:
            if one.start == start and one.by == "n" and one.actor.kind == "person":
                return self._known(one.actor, place, words.text[one.start : one.end])
        name = name_of(words, phrase_of(words, aside, named))
        if name is None or name[1] - name[0] < 2:
            return None
        if any(not words.flags[k] & p.CAPITAL for k in range(aside[0], name[0])):
            return None
        return self._person(words, name, place)

    def _back(self, words: Words, phrase: Phrase, place: Place, said: str) -> Mention | None:
        """Whom "the official", "the two officials" or "the group" refers back to."""
        ordered = any(words.flags[k] & _ORDER for k in range(phrase.first, phrase.core))
        if phrase.named or words.flags[phrase.head] & p.CAPITAL or ordered:
            return None
        if not phrase.definite and not words.flags[phrase.first] & p.POSS:
            return None
        if phrase.bits & (_ANONYMOUS | _ROLE | p.TITLE | _GROUP & ~_REFERENCE) and (
            phrase.bits & _ANONYMOUS or (phrase.core - phrase.first == 2 and phrase.definite)
        ):
            known = self._members.get(_singular_of(phrase.head_low, words.plurals))
            if known is not None:
                return again(known, place, said)
        if phrase.bits & _REFERENCE and phrase.core - phrase.first <= 3 and not phrase.owned(words):
            return self.memory.group(place, said)
        return None

    def _member(self, words: Words, phrase: Phrase, place: Place, said: str) -> Mention | None:
        """An unnamed member or a body of an actor named in the phrase ("a senior Ardian official")."""
        capital = bool(words.flags[phrase.head] & p.CAPITAL)
        if capital and not phrase.bits & (_ROLE | _GROUP):
            return None
        one = _owner(words, phrase) or self._possessor(words, phrase, place)
        if one is not None and phrase.bits & _MEMBERSHIP and one.actor.kind in {"group", "institution"}:
            return self._known(one.actor, place, said)
        if phrase.bits & _ANONYMOUS:
            made = anonymous_id(one.actor if one else None, self.index, words, phrase)
            actor = self._numbered(made, words, phrase)
            mention = Mention(place=place, words=said, actor=actor, identified="anonymous")
            self._members[_singular_of(phrase.head_low, words.plurals)] = mention
            return mention
        body = phrase.bits & (_GROUP | _ROLE)
        if one is None:
            near = self._near(words, phrase, place) if body and phrase.definite and not capital else None
            if near is not None:
                return self._known(near, place, said)
            whole = body and not capital
            return Mention(place=place, words=said, identified="institution") if whole else None
        if phrase.bits & _GOVERNING:
            return self._known(self.index.side_of(one.actor), place, said)
        chair = self.index.chairs.get(one.actor.id) if phrase.bits & _GROUP else None
        if chair is not None:
            return self._known(chair, place, said)
        if not body or phrase.bits & _TEXT:
            return None
        joint = "-" if "." in one.actor.id else "."
        made = f"{one.actor.id}{joint}{phrase.head_low}"
        return Mention(place=place, words=said, actor=made, identified="institution")

    def _possessor(self, words: Words, phrase: Phrase, place: Place) -> Named | None:
        """The actor meant by the possessive of "his office" or "its negotiators"."""
        bits, before = words.flags[phrase.first], words.flags[phrase.first - 1] if phrase.first else 0
        if any(b & p.POSS and b & p.RELATIVE for b in (bits, before)):
            return self.memory.last_of(place[0], self.index.actors)
        if not bits & p.POSS or phrase.core - phrase.first < 2:
            return None
        if phrase.bits & _GROUP and bits & _PERSONAL:
            chair = self.memory.last_of(place[0], self.index.chairs)
            if chair is not None:
                return chair
        actor = self.index.actors.get(self.memory.pronoun(words, phrase.first, speaks=False).actor)
        if actor is not None and phrase.plural and actor.kind != "place":
            actor = self.index.side_of(actor)
        return Named(*place, actor, _BY_NAME) if actor is not None else None

    def _near(self, words: Words, phrase: Phrase, place: Place) -> PackActor | None:
        """The body that the pack knows by this name of the nearest party that has one ("the army")."""
        first = phrase.first + bool(words.flags[phrase.first] & p.DET)
        if first >= phrase.core:
            return None
        said = words.said(first, phrase.core)
        for side in self.memory.sides(place[0]):
            key = (side.id, said)
            if key not in self._bodies:
                self._bodies[key] = self.index.body(side, said)
            found = self._bodies[key]
            if found is not None:
                return found
        if phrase.bits & _GOVERNING:
            return next((side for side in self.memory.sides(place[0]) if side.kind == "place"), None)
        return None

    def _numbered(self, actor: str, words: Words, phrase: Phrase) -> str:
        """The id with a number for "a second official" and "another official"."""
        if any(words.flags[k] & _ORDER for k in range(phrase.first, phrase.core)):
            count = self._counted.get(actor, 1) + 1
            self._counted[actor] = count
            return f"{actor.removesuffix('.anon')}{count}.anon"
        self._counted.setdefault(actor, 1)
        return actor

    def _by_name(self, words: Words, phrase: Phrase, place: Place, said: str) -> Mention:
        """A holder that no pack knows: a person or a body by its name, else the words of the phrase."""
        name = name_of(words, phrase)
        if name is None and phrase.bits & (p.TITLE | _ROLE) and phrase.last > phrase.core:
            name = name_of(words, phrase.whole())
        if name is None or (name[1] - name[0] == 1 and not self._a_name(words, name[0])):
            first = phrase.named and not phrase.bits & (_TEXT | _PLAN) and not phrase.owned(words)
            if first and phrase.named[0].start == place[0]:
                return self._known(phrase.named[0].actor, place, said)
            how = "institution" if phrase.bits & (_TEXT | _GROUP) else "anonymous" if phrase.plural else ""
            return Mention(place=place, words=said, identified=how)
        if any(words.flags[k] & _GROUP for k in range(*name)):
            return Mention(place=place, words=said, identified="institution")
        return self._person(words, name, place)

    def _a_name(self, words: Words, at: int) -> bool:
        """Whether a single capital word is a name: a plural that begins a sentence must show so elsewhere."""
        before = words.low[at - 1] if at else "."
        if before not in p.HARD or words.low[at] in self._persons or not words.plural(at):
            return True
        raw, text = words.raw(at), words.text
        if raw not in self._names:
            here, found = text.find(raw), False
            for _ in range(_LOOKED):
                if here < 0 or found:
                    break
                found = (
                    here > 2 and text[here - 1] == " " and (text[here - 2].isalpha() or text[here - 2] == ",")
                )
                here = text.find(raw, here + 1)
            self._names[raw] = found
        return self._names[raw]

    def _person(self, words: Words, name: p.Group, place: Place) -> Mention:
        """A person by a name that no pack knows; a last name alone is completed from before."""
        said, last = words.said(*name), words.low[name[1] - 1]
        if name[1] - name[0] == 1 and last in self._persons:
            return again(self._persons[last], place, said)
        mention = Mention(place=place, words=said, identified="named")
        if name[1] - name[0] > 1:
            self._persons[last] = mention
        return mention

    def _joint(self, words: Words, phrase: Phrase) -> tuple[Mention, ...]:
        """One mention for each party meant by "both sides": the two that the text names most often."""
        count = p.expression_at(words, phrase.first, phrase.last, self.language, "joint")
        if not count or phrase.first + count < phrase.core:
            return ()
        place, said = words.place(phrase.first, phrase.last), words.said(phrase.first, phrase.last)
        found = [actor for actor, _ in self._parties()[:2]] if len(self._parties()) > 1 else []
        return tuple(
            Mention(place=place, words=said, actor=actor, identified="institution") for actor in sorted(found)
        )

    def _parties(self) -> list[tuple[str, int]]:
        """The parties that the text names, those named most often first, with how often."""
        if self._often is None:
            sides = (self.index.side_of(one.actor).id for one in self.memory.named)
            counted = Counter(side for side in sides if side in self.index.sides)
            self._often = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return self._often

    def _parts(self, words: Words, phrase: Phrase) -> tuple[Mention, ...]:
        """One mention for each actor of "American and Israeli officials" or "Egypt and Qatar"."""
        joined = [k for k in range(phrase.first, phrase.core) if words.flags[k] & p.COORD]
        inside = phrase.inside(words)
        if not joined or len(inside) < 2:
            return ()
        place, said = words.place(phrase.first, phrase.last), words.said(phrase.first, phrase.last)
        if phrase.bits & (_ROLE | _GROUP) and all(n.by == "a" or n.actor.kind != "person" for n in inside):
            if phrase.head <= joined[-1]:
                return ()
            made = (self._member(words, replace(phrase, named=(one,)), place, said) for one in inside)
            found = tuple(mention for mention in made if mention is not None)
            return found if len(found) > 1 else ()
        if inside[-1].end < words.ends[phrase.head]:
            return ()
        each = {n.actor.id: n for n in inside}.values()
        return tuple(self._known(n.actor, (n.start, n.end), words.text[n.start : n.end]) for n in each)


def _direct(words: Words, phrase: Phrase) -> Named | None:
    """The actor whose name or office covers the head, or whose name ends with it."""
    start = words.starts[phrase.head]
    end = words.ends[phrase.head] - words.low[phrase.head].endswith(".")
    for one in phrase.named:
        if one.by != "a" and one.start <= start and one.end >= end:
            return one
    return None


def _owner(words: Words, phrase: Phrase) -> Named | None:
    """The actor to whom a member belongs: named in the core, last first, else after the head."""
    inside = phrase.inside(words)
    if inside:
        return inside[-1]
    end = words.ends[phrase.core - 1]
    return next((n for n in phrase.named if n.start >= end), None)


def _singular_of(word: str, plurals: tuple[str, ...]) -> str:
    """The word without the ending of a plural, so that "the officials" finds "an official"."""
    ending = next((ending for ending in plurals if word.endswith(ending)), "")
    return word.removesuffix(ending)
