"""From a text to its attributions: each statement with who holds it, who relays it, and why it was found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from detente.record.coding import phrases as p
from detente.record.coding.attribution import Attribution, Mention
from detente.record.coding.clauses import CLAUSAL, Clause, Found, main_subject
from detente.record.coding.coreference import Discourse
from detente.record.coding.frames import cues_in
from detente.record.coding.mentions import ActorIndex
from detente.record.coding.nesting import Told, arrange
from detente.record.coding.sentences import quotations, sentences
from detente.record.coding.words import ENDERS, Words, read_words
from detente.record.packs.language import FLAGS, Language
from detente.record.packs.pack import Pack
from detente.sources.text import Text

__all__ = ["attributions"]

_CLOSING = frozenset('”"’»')  # noqa: RUF001
_DASHES = frozenset("—–-")  # noqa: RUF001
_LONGEST = 100_000
"""A paragraph longer than this, in code points, is read in pieces."""
_TITLE = 30
"""A title has at most so many words."""
_CREDIT = FLAGS["credit"]
_IMPERSONAL = FLAGS["impersonal"]
_INTERMEDIARY = FLAGS["intermediary"]
_PERSONAL = FLAGS["he"] | FLAGS["she"] | FLAGS["plural_person"]


def attributions(
    text: Text,
    language: Language,
    actors: ActorIndex | Pack,
    cues: Callable[[Clause], list[Found]] = cues_in,
) -> tuple[Attribution, ...]:
    """What the text attributes to somebody, in its order: direct, mixed and indirect speech, and positions.

    The report's own voice is left out. Places are half-open, in code points; content lies inside its place.
    An empty text has none. Never raises for any text. `cues` finds the cues of a sentence.

    >>> from detente.record.packs.language import read_language
    >>> from detente.sources.document import Document
    >>> text = Text(document=Document(id="d"), text="Ardia said on Monday that it would sign the treaty.")
    >>> found = attributions(text, read_language("en"), Pack(id="none"))
    >>> [(a.holder.words, text.text[slice(*a.content)]) for a in found]
    [('Ardia', 'it would sign the treaty.')]
    """
    index = actors if isinstance(actors, ActorIndex) else ActorIndex(actors)
    reader = _Reader(text.text, language, index, cues)
    for start, end in text.paragraphs:
        for first, last in _pieces(text.text, start, end):
            reader.paragraph(first, last)
    return tuple(sorted(reader.found, key=lambda a: (a.place, a.content, a.cue)))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph whole, or cut at blanks where it is so long that its words would fill the memory."""
    while end - start > _LONGEST:
        cut = max(text.rfind(". ", start, start + _LONGEST) + 1, start + 1)
        if cut - start < _LONGEST // 2:
            cut = max(text.rfind(" ", start, start + _LONGEST), start + _LONGEST // 2)
        yield start, cut
        start = cut
    yield start, end


@dataclass(slots=True)
class _Voice:
    """Who spoke last, for quotations that go on without a cue."""

    holders: tuple[Mention, ...] = ()
    relays: tuple[Mention, ...] = ()
    direct: bool = False
    open: bool = False
    paragraph: int = -9


@dataclass(slots=True)
class _Paragraph:
    words: Words
    quotes: list[tuple[int, int]]
    quoted: bytearray
    claimed: list[bool] = field(default_factory=list)
    waiting: list[tuple[int, _Voice]] = field(default_factory=list)


class _Reader:
    """Reads one text, paragraph by paragraph."""

    def __init__(
        self, text: str, language: Language, index: ActorIndex, cues: Callable[[Clause], list[Found]]
    ) -> None:
        self.text, self.language, self.cues = text, language, cues
        self.discourse = Discourse(index, index.find(text), language)
        self.found: list[Attribution] = []
        self.voice = _Voice()
        self.number = 0
        self.share = 1.0

    def paragraph(self, start: int, end: int) -> None:
        """Reads a paragraph: its sentences, with the quotations that may span several of them."""
        self.number += 1
        words = read_words(self.text, start, end, self.language)
        if len(words) < 3:
            return
        self.share = self._share(words)
        quotes = quotations(words, self.language)
        quoted = bytearray(len(words) + 1)
        for first, last in quotes:
            quoted[first:last] = b"\x01" * (last - first)
        here = _Paragraph(words, quotes, quoted, [False] * len(quotes))
        before: tuple[int, int] | None = None
        for first, last in sentences(words):
            credited = self._credit(words, before, first, last)
            if not credited:
                self._sentence(here, _past_dateline(words, first, last) if before is None else first, last)
            before = None if credited else (first, last)
        for span, voice in here.waiting:
            if not here.claimed[span]:
                self._goes_on(here, span, voice)
        if quotes and quotes[-1][1] == len(words) and words.low[-1] not in _CLOSING:
            self.voice.open = True

    def _share(self, words: Words) -> float:
        """The part of a score that is left in a title: a first paragraph that no mark ends."""
        ends = words.low[-1] in ENDERS or words.low[-1] in _CLOSING or words.low[-1].endswith(".")
        titled = self.number == 1 and not ends and len(words) <= _TITLE
        return self.language.rules.get("title", 0.6) if titled else 1.0

    def _sentence(self, here: _Paragraph, first: int, last: int) -> None:
        words, language = here.words, self.language
        clause = Clause(words, first, last, here.quoted, language)
        cues = self.cues(clause)
        told = []
        for one in cues:
            item = self._tell(words, one)
            if item is not None:
                told.append(item)
        found = arrange(words, told, last)
        for item in found:
            self._emit(here, item, first, last)
        if not found:
            self._notice(clause)
            self._floating(here, first, last)

    def _credit(self, words: Words, before: tuple[int, int] | None, first: int, last: int) -> bool:
        """Whether a sentence credits a picture ("Image: Ada Moss."), whose caption stands before it."""
        if (
            last - first < 3
            or last - first > 10
            or not words.flags[first] & _CREDIT
            or words.low[first + 1] != ":"
        ):
            return False
        if before is None:
            return True
        stop = last - (words.low[last - 1] in ENDERS and last - first > 3)
        name = words.place(first + 2, stop)
        self.found.append(
            Attribution(
                place=(words.starts[before[0]], words.ends[last - 1]),
                content=words.place(*before),
                cue=words.place(first, first + 2),
                frame="credit",
                holder=Mention(place=name, words=words.said(first + 2, stop)),
                rule="credit",
                score=self.language.rules.get("credit", 0.4),
                why=("the words before a picture's credit are its caption",),
            )
        )
        return True

    def _notice(self, clause: Clause) -> None:
        """Keeps in mind the person whom a sentence without a cue is about."""
        words = clause.words
        head = range(clause.first, min(clause.last, clause.first + 3))
        if not any(words.flags[k] & (p.NAME | p.TITLE) and not clause.quoted[k] for k in head):
            return
        subject = main_subject(clause, min(clause.last, clause.first + 40))
        if subject is None or subject[0][0] > clause.first + 8:
            return
        mention = self.discourse.mentions(words, *subject)[0]
        if mention.identified == "named":
            self.discourse.memory.remember(mention, speaks=True)

    def _tell(self, words: Words, found: Found) -> Told | None:
        """The cue with those who hold it, where they can."""
        discourse = self.discourse
        if found.kind == "source" and words.flags[p.core_end(words, found.holder) - 1] & p.PLAN:
            return None
        speech = _speech(found)
        mentions = discourse.mentions(words, found.holder, found.aside, speaks=speech)
        head = words.flags[p.core_end(words, found.holder) - 1]
        able = all(discourse.agentive(words, found.holder, m) for m in mentions)
        if not able and not speech:
            return None
        if not able and head & p.PLAN and not head & p.TEXT:
            return None
        if not able and words.flags[found.holder[0]] & _IMPERSONAL and not mentions[0].identified:
            return None
        relays: tuple[Mention, ...] = ()
        to = discourse.mentions(words, found.to, None) if found.to else ()
        if found.to and words.flags[p.core_end(words, found.to) - 1] & _INTERMEDIARY:
            relays = to
        for mention in mentions:
            discourse.memory.remember(mention, speaks=speech)
        actors = discourse.index.actors
        chairs = tuple(actors[m.actor].chair for m in mentions if m.actor in actors and actors[m.actor].chair)
        return Told(
            found=found,
            holders=mentions,
            relays=relays,
            to=to,
            place=found.place,
            content=found.content,
            chairs=chairs,
            many=any((m.actor or m.words) in discourse.memory.many for m in mentions),
        )

    def _emit(self, here: _Paragraph, item: Told, first: int, last: int) -> None:
        words, found = here.words, item.found
        place, content = list(item.place), list(item.content)
        quoted = "indirect"
        for number, (start, end) in enumerate(here.quotes):
            if end <= first or start >= last:
                continue
            if start < content[1] and end > content[0]:
                here.claimed[number] = True
                whole = start <= content[0] + 1 and end >= content[1] - 1
                quoted = (
                    "direct"
                    if whole
                    or (
                        found.kind in {"quote", "trail", "inverted"}
                        and end - start > 0.7 * (content[1] - content[0])
                    )
                    else "mixed"
                )
                if start < first:
                    content[0], place[0] = start, min(place[0], start)
                if end > last:
                    content[1], place[1] = end, max(place[1], end)
        why = _why(words, item)
        for mention in item.relays:
            self.discourse.memory.remember(mention, speaks=True)
        for mention in item.holders:
            self.discourse.memory.remember(mention, speaks=_speech(found) and not item.relays)
        for holder in item.holders:
            self.found.append(
                Attribution(
                    place=words.place(*place),
                    content=words.place(*content),
                    cue=words.place(*found.cue),
                    frame=found.frame,
                    holder=holder,
                    relays=item.relays,
                    to=item.to,
                    negated=found.negated,
                    quoted=quoted,
                    rule=found.rule,
                    score=round(found.score * self.share, 3),
                    why=why,
                )
            )
        self.voice = _Voice(item.holders, item.relays, direct=quoted != "indirect", paragraph=self.number)

    def _floating(self, here: _Paragraph, first: int, last: int) -> None:
        """A sentence that stands in quotation marks and has no cue waits for the end of its paragraph."""
        words, voice = here.words, self.voice
        body = [k for k in range(first, last) if not words.flags[k] & p.MARK]
        inside = [k for k in body if here.quoted[k]]
        if len(inside) < max(3, 0.8 * len(body)):
            return
        for number, (start, end) in enumerate(here.quotes):
            if start <= inside[0] < end:
                if not here.claimed[number] and all(number != known for known, _ in here.waiting):
                    here.waiting.append((number, voice))
                return

    def _goes_on(self, here: _Paragraph, number: int, voice: _Voice) -> None:
        """A quotation without a cue: whoever spoke before goes on."""
        near = self.number - voice.paragraph <= (2 if voice.open or voice.direct else 1)
        if not near or not voice.holders:
            return
        start, end = here.quotes[number]
        here.claimed[number] = True
        span = here.words.place(start, end)
        for holder in voice.holders:
            self.found.append(
                Attribution(
                    place=span,
                    content=span,
                    cue=here.words.place(start, start + 1),
                    frame="quotation goes on",
                    holder=holder,
                    relays=voice.relays,
                    quoted="direct",
                    rule="floating",
                    score=self.language.rules.get("floating", 0.7),
                    why=(f"a quotation without a cue after one of {holder.words!r}",),
                )
            )
        self.voice = _Voice(voice.holders, voice.relays, direct=True, paragraph=self.number)


def _speech(found: Found) -> bool:
    """Whether the cue tells of words spoken or written, so that who is quoted goes on to speak."""
    return found.kind in CLAUSAL and bool(found.traits & {"speech", "source", "addressee"})


def _past_dateline(words: Words, first: int, last: int) -> int:
    """The first word after a dateline ("GENEVA (AP) —"), or `first`."""
    capitals = False
    for here in range(first, min(last, first + 14)):
        word = words.low[here]
        if word in _DASHES and capitals:
            return here + 1 + (word == "-" and here + 1 < last and words.low[here + 1] == "-")
        raw = words.raw(here)
        capitals = capitals or (len(raw) > 2 and raw.isupper())
        if not words.flags[here] & (p.CAPITAL | p.NUMBER | p.MARK | p.TIME):
            break
    return first


def _why(words: Words, item: Told) -> tuple[str, ...]:
    """The reasons in words."""
    found = item.found
    reasons = [f"{words.said(*found.cue)!r} is a cue ({found.frame}, {found.rule})"]
    if found.shared:
        reasons.append("its holder is the subject of an earlier verb of the sentence")
    reasons += (f"{holder.words!r} stands for {holder.actor}" for holder in item.holders if holder.actor)
    reasons += (f"passed on by {relay.actor or relay.words}" for relay in item.relays)
    return tuple(reasons)
