"""One run told in plain words, day by day: who proposed, carried, asked, answered, leaked, refused."""

from collections.abc import Iterator
from itertools import groupby

from detente.analysis.space import OutcomeSpace
from detente.languages import mark, worded, worded_as, worded_row, worded_sentence
from detente.talks.engine.transcript import Entry, Transcript
from detente.talks.moves import Reply, Text
from detente.talks.setting.values import Setting

__all__ = ["say_transcript"]


def say_transcript(told: Transcript, space: OutcomeSpace, setting: Setting) -> tuple[str, ...]:
    """The lines of a run: a heading, each day on which something happened, how it ended.

    The first text of each proposer is told in full, later ones by what they change.
    """
    teller = _Teller(space, setting)
    lines = [
        worded("Run {run} of seed {seed}, simulated: nothing of this happened.", run=told.run, seed=told.seed)
    ]
    for day, entries in groupby(told.entries, key=lambda e: e.day):
        lines.append(worded("Day {day}", day=day))
        lines += [worded(_INDENTED, line=line) for entry in entries for line in teller.tell(entry)]
    return tuple(lines)


class _Teller:
    """Tells entries; remembers the last text of each proposer."""

    def __init__(self, space: OutcomeSpace, setting: Setting) -> None:
        self.space = space
        self.names = space.case.names()
        self.ids = {h.id: h.name for h in setting.hazards} | {h.id: h.name for h in setting.happenings}
        self.ids |= {c.id: c.name for c in setting.counters} | {s.id: s.name for s in setting.summits}
        self.issues = {issue.id: issue.name for issue in space.issues}
        self.last: dict[str, Text] = {}
        self.number = 0
        self.numbers: dict[Text, int] = {}

    def tell(self, entry: Entry) -> Iterator[str]:
        """The lines of one entry."""
        who = self.names.get(entry.who, self.ids.get(entry.who, self.issues.get(entry.who, entry.who)))
        if entry.what == "proposed":
            yield from self._proposed(entry)
        elif entry.what in {"answered", "chose", "passed on", "sealed"}:
            yield self._said(who, entry)
        elif entry.what == "note":
            yield worded_sentence(entry.note)
        elif entry.what == "settled":
            number = self.numbers.get(entry.text, 0)
            none = worded("The mediator settles on none of the texts so far.")
            yield worded("The mediator settles on text {number}.", number=number) if entry.yes else none
        elif entry.what == "said at home":
            no = worded("{who} says no at home.", who=who)
            yield worded("{who} says yes at home.", who=who) if entry.yes else no
        elif entry.what == "summit":
            away = worded("{summit}: a party stays away.", summit=who)
            yield worded("{summit}: all parties meet.", summit=who) if entry.yes else away
        elif entry.what == "ended":
            yield self._ended(entry.note)
        elif entry.what == "published" and who:
            yield worded("The text becomes public under the name of {who}.", who=who)
        elif entry.what in _PLAIN:
            yield worded(_PLAIN[entry.what], who=who)
        else:
            yield f"{who}: {entry.what}" + (f" ({entry.note})" if entry.note else "")

    def _said(self, who: str, entry: Entry) -> str:
        """What a party says when it is asked."""
        number = self.numbers.get(entry.text, 0)
        if entry.what == "answered" and entry.reply is None:
            return worded("{who} accepts it.", who=who) if entry.yes else worded("{who} refuses it.", who=who)
        if entry.what == "answered" and entry.reply is not None:
            return self._reply(who, entry.reply, worded("text {number}", number=number) if entry.note else "")
        if entry.what == "chose":
            none = worded("{who} chooses none.", who=who)
            return worded("{who} likes text {number} best.", who=who, number=number) if entry.yes else none
        if entry.what == "sealed":
            return worded("{who} seals its limits: {limits}.", who=who, limits=entry.note)
        if entry.yes:
            return worded("{who} lets the text be carried on.", who=who)
        return worded("{who} does not let the text be carried on.", who=who)

    def _ended(self, note: str) -> str:
        if note in _ENDED:
            return worded(_ENDED[note])
        how, _, why = note.removesuffix(")").partition(" (")
        how, why = (worded(_HOW[part]) if part in _HOW else part for part in (how, why))
        if why:
            return worded("The talks end: {how} ({why}).", how=how, why=why)
        return worded("The talks end: {how}.", how=how)

    def _proposed(self, entry: Entry) -> Iterator[str]:
        self.number += 1
        last = self.last.get(entry.who, ())
        self.numbers[entry.text] = self.number
        changed = [k for k, option in enumerate(entry.text) if not last or option != last[k]]
        terms = worded_row(
            [self._term(k, entry.text[k]) for k in changed], worded_as("between parts of a sentence", "; ")
        )
        places = {"number": self.number, "terms": terms or worded("the same again")}
        if entry.who == "mediator":
            yield worded("The mediator puts text {number} to the parties: {terms}.", **places)
        else:
            who = self.names.get(entry.who, entry.who)
            yield worded("{who} puts text {number} to the parties: {terms}.", who=who, **places)
        self.last[entry.who] = entry.text

    def _term(self, issue: int, option: int) -> str:
        about = self.space.issues[issue]
        chosen = about.option(self.space.options[issue][option]).name
        return worded("{issue}: {option}", issue=about.name, option=chosen)

    def _reply(self, who: str, reply: Reply, text: str) -> str:
        """An answer to a text, `text` being "" where it is the only one."""
        could, refuses = (_COULD, _REFUSES) if text else (_COULD_IT, _REFUSES_IT)
        told = (could if reply.accepts else refuses)[reply.against_last]
        answer = worded(told, who=who, text=text)
        if reply.issue < 0:
            return worded(_SENTENCE, answer=answer)
        named = self.space.issues[reply.issue].name
        # Translators: "it" is the party that answers: it says on which issue the text fails it.
        return worded("{answer}; it names {issue}.", answer=answer, issue=named)


_INDENTED = "  {line}"
_SENTENCE = "{answer}."
_COULD_IT = {
    0: mark("{who} could accept it"),
    1: mark("{who} could accept it, better than before"),
    -1: mark("{who} could accept it, worse than before"),
}
_REFUSES_IT = {
    0: mark("{who} refuses it"),
    1: mark("{who} refuses it, better than before"),
    -1: mark("{who} refuses it, worse than before"),
}
_COULD = {
    0: mark("{who} could accept {text}"),
    1: mark("{who} could accept {text}, better than before"),
    -1: mark("{who} could accept {text}, worse than before"),
}
_REFUSES = {
    0: mark("{who} refuses {text}"),
    1: mark("{who} refuses {text}, better than before"),
    -1: mark("{who} refuses {text}, worse than before"),
}
"""An answer by whether the text is better for the party than the one before: 1, worse: -1, or neither."""

_HOW = {
    "ran on": mark("ran on"),
    "deadline": mark("deadline"),
    "first phase only": mark("first phase only"),
    "no text left": mark("no text left"),
    "the clock has run out": mark("the clock has run out"),
    "declared failed": mark("declared failed"),
    "limits do not overlap": mark("limits do not overlap"),
}
"""How talks end, and by which rule of their protocol."""

_ENDED = {
    "deal": mark("The talks end with a deal."),
    "deadline": mark("The deadline passes without a deal."),
    "ran on": mark("The days that were simulated are over; the talks go on without a deal."),
    "broke down": mark("The talks break down."),
    "walked out": mark("A party has left for good, and without it there is no deal."),
}

_PLAIN = {
    "struck": mark("It happens: {who}."),
    "lost": mark("{who}: one fewer."),
    "slipped": mark("{who} slips by a week."),
    "returned": mark("{who} comes back."),
    "published": mark("The text becomes public."),
    "leaked": mark("The text leaks."),
    "back channel": mark("The text goes straight to the principals through a back channel."),
    "disowned": mark("{who} disowns the text."),
    "referred": mark("The delegation of {who} has to ask at home."),
    "blamed": mark("{who} is blamed in public for its refusal."),
    "aside": mark("{who} is set aside."),
    "carried home": mark("The text is carried home for ratification."),
    "quit": mark("{who} quits."),
    "ratified": mark("The deal rule passes the text."),
    "refused": mark("The text fails at home."),
    "word": mark("The mediator has a word with {who}."),
}
