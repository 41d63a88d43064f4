"""One run told in plain words, day by day: who proposed, carried, asked, answered, leaked, refused."""

from collections.abc import Iterator
from itertools import groupby

from detente.analysis.space import OutcomeSpace
from detente.talks.engine.transcript import Entry, Transcript
from detente.talks.moves import Reply, Text
from detente.talks.setting.values import Setting

__all__ = ["say_transcript"]


def say_transcript(told: Transcript, space: OutcomeSpace, setting: Setting) -> tuple[str, ...]:
    """The lines of a run: a heading, each day on which something happened, how it ended.

    The first text of each proposer is told in full, later ones by what they change.
    """
    teller = _Teller(space, setting)
    lines = [f"Run {told.run} of seed {told.seed}, simulated: nothing of this happened."]
    for day, entries in groupby(told.entries, key=lambda e: e.day):
        lines.append(f"Day {day}")
        lines += [f"  {line}" for entry in entries for line in teller.tell(entry)]
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
            yield f"{who} {self._said(entry)}"
        elif entry.what == "note":
            yield f"{entry.note[:1].upper()}{entry.note[1:]}."
        elif entry.what == "settled":
            chosen = f"text {self.numbers.get(entry.text, 0)}" if entry.yes else "none of the texts so far"
            yield f"The mediator settles on {chosen}."
        elif entry.what == "said at home":
            yield f"{who} says {'yes' if entry.yes else 'no'} at home."
        elif entry.what == "summit":
            yield f"{who}: {'all parties meet' if entry.yes else 'a party stays away'}."
        elif entry.what == "ended":
            yield _ENDED.get(entry.note, f"The talks end: {entry.note}.")
        elif entry.what == "published" and who:
            yield f"The text becomes public under the name of {who}."
        else:
            yield _PLAIN.get(
                entry.what, "{who}: " + entry.what + (f" ({entry.note})" if entry.note else "")
            ).replace("{who}", who)

    def _said(self, entry: Entry) -> str:
        """What a party says when it is asked."""
        text = f"text {self.numbers.get(entry.text, 0)}"
        if entry.what == "answered" and entry.reply is None:
            return "accepts it." if entry.yes else "refuses it."
        if entry.what == "answered" and entry.reply is not None:
            return self._reply(entry.reply, text if entry.note else "it")
        if entry.what == "chose":
            return f"likes {text} best." if entry.yes else "chooses none."
        if entry.what == "sealed":
            return f"seals its limits: {entry.note}."
        return f"{'lets' if entry.yes else 'does not let'} the text be carried on."

    def _proposed(self, entry: Entry) -> Iterator[str]:
        self.number += 1
        last = self.last.get(entry.who, ())
        self.numbers[entry.text] = self.number
        changed = [k for k, option in enumerate(entry.text) if not last or option != last[k]]
        terms = "; ".join(self._term(k, entry.text[k]) for k in changed) or "the same again"
        whose = "The mediator" if entry.who == "mediator" else self.names.get(entry.who, entry.who)
        yield f"{whose} puts text {self.number} to the parties: {terms}."
        self.last[entry.who] = entry.text

    def _term(self, issue: int, option: int) -> str:
        about = self.space.issues[issue]
        return f"{about.name}: {about.option(self.space.options[issue][option]).name}"

    def _reply(self, reply: Reply, which: str) -> str:
        against = {1: ", better than before", -1: ", worse than before"}.get(reply.against_last, "")
        named = f"; it names {self.space.issues[reply.issue].name}" if reply.issue >= 0 else ""
        return f"{'could accept' if reply.accepts else 'refuses'} {which}{against}{named}."


_ENDED = {
    "deal": "The talks end with a deal.",
    "deadline": "The deadline passes without a deal.",
    "ran on": "The days that were simulated are over; the talks go on without a deal.",
    "broke down": "The talks break down.",
    "walked out": "A party has left for good, and without it there is no deal.",
}

_PLAIN = {
    "struck": "It happens: {who}.",
    "lost": "{who}: one fewer.",
    "slipped": "{who} slips by a week.",
    "returned": "{who} comes back.",
    "published": "The text becomes public.",
    "leaked": "The text leaks.",
    "back channel": "The text goes straight to the principals through a back channel.",
    "disowned": "{who} disowns the text.",
    "referred": "The delegation of {who} has to ask at home.",
    "blamed": "{who} is blamed in public for its refusal.",
    "aside": "{who} is set aside.",
    "carried home": "The text is carried home for ratification.",
    "quit": "{who} quits.",
    "ratified": "The deal rule passes the text.",
    "refused": "The text fails at home.",
    "word": "The mediator has a word with {who}.",
}
