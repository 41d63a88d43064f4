"""Reading again: what a coder proposes for a text beside what the record already holds of it.

Suggestions with the same span as before are matched; what was decided stays as it was decided. Passages of a
text that changed are looked for in the new text; what is not found stays, and is told as stale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.errors import RecordError
from detente.record.fold import State, coded, documented, moved, withdrawn
from detente.record.journal import Entry
from detente.record.statement import Statement
from detente.sources.span import Span
from detente.sources.text import Text

__all__ = ["Tally", "find_again", "is_stale", "reread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many suggestions were new, matched (some decided before), withdrawn; passages moved and stale.

    `unfit` tells the suggestions that were dropped: they do not fit their text, or no record can hold them.
    """

    new: int = 0
    matched: int = 0
    decided: int = 0
    withdrawn: int = 0
    moved: int = 0
    stale: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        """Both counted together."""
        return Tally(
            new=self.new + other.new,
            matched=self.matched + other.matched,
            decided=self.decided + other.decided,
            withdrawn=self.withdrawn + other.withdrawn,
            moved=self.moved + other.moved,
            stale=(*self.stale, *other.stale),
            unfit=(*self.unfit, *other.unfit),
        )


def reread(state: State, text: Text, suggested: Sequence[Statement]) -> tuple[list[Entry], Tally]:
    """The events that bring the record up to a text and its suggestions, and what they amount to.

    The state follows them. Ids of suggestions that are taken already get a number.
    """
    entries: list[Entry] = []

    def note(entry: Entry) -> None:
        state.take(entry)
        entries.append(entry)

    if state.documents.get(text.document.id) != text.document:
        note(documented(text.document))
        state.documents[text.document.id] = text.document
    there = state.of_document(text.document.id)
    moves, stale = _anchored(state, text, there)
    for entry in moves:
        note(entry)
    sound, unfit = _sound(suggested, text)
    pairs, new = _matched([state.versions[name][0] for name in there], sound)
    known = {old.id for old, _ in pairs}
    decided = {name for name in there if not _waits(state, state.now(name))}
    for old, suggestion in pairs:
        if old.id not in decided and old != suggestion.with_(id=old.id):
            note(coded(suggestion.with_(id=old.id)))
    for suggestion in new:
        note(coded(suggestion.with_(id=_free(suggestion.id, state))))
    gone = [
        name for name in there if name not in known and name not in stale and _waits(state, state.now(name))
    ]
    if gone:
        note(withdrawn(gone))
    tally = Tally(
        new=len(new),
        matched=len(pairs),
        decided=sum(old.id in decided for old, _ in pairs),
        withdrawn=len(gone),
        moved=len(moves),
        stale=tuple(stale),
        unfit=tuple(unfit),
    )
    return entries, tally


def find_again(span: Span, text: str) -> Span | None:
    """The span at the one place where its passage now stands; None when it is gone or there are several.

    The passage with what stood around it is looked for first, then the passage alone.

    >>> find_again(Span.of("d", "They agreed.", 5, 11), "At last they agreed.").start
    13
    """
    if not span.exact:
        return None
    around = span.before + span.exact + span.after
    for words, lead in ((around, len(span.before)), (span.exact, 0)):
        place = text.find(words)
        if place >= 0 and text.find(words, place + 1) < 0:
            start = place + lead
            return Span.of(span.document, text, start, start + len(span.exact))
    return None


def is_stale(statement: Statement, text: str | None) -> bool:
    """Whether the passage of a statement no longer stands in its text; False without span or text."""
    return statement.span is not None and text is not None and not statement.span.verify(text)


def _sound(suggested: Iterable[Statement], text: Text) -> tuple[list[Statement], list[str]]:
    """The suggestions that a record can hold, and what is wrong with the others."""
    sound, unfit = [], []
    for statement in suggested:
        fault = _fault(statement, text)
        if fault:
            unfit.append(f"{statement.id}: {fault}")
        else:
            sound.append(statement)
    return sound, unfit


def _fault(statement: Statement, text: Text) -> str:
    """Why a suggestion cannot stand in a record; "" when it can."""
    span = statement.span
    if span is None or span.document != text.document.id or not span.verify(text.text):
        return "its passage is not in the text"
    try:
        State().take(coded(statement))
    except RecordError as error:
        return error.what
    return ""


def _anchored(state: State, text: Text, names: Iterable[str]) -> tuple[list[Entry], list[str]]:
    """Where passages that moved stand now, and the statements whose passage is not found."""
    moves: list[Entry] = []
    stale: list[str] = []
    for name in names:
        spans = dict.fromkeys(one.span for one in state.versions[name] if is_stale(one, text.text))
        for span in spans:
            found = find_again(span, text.text) if span is not None else None
            if span is not None and found is not None:
                moves.append(moved(name, span, found))
            elif span == state.now(name).span:
                stale.append(name)
    return moves, stale


def _matched(
    there: Sequence[Statement], suggested: Sequence[Statement]
) -> tuple[list[tuple[Statement, Statement]], list[Statement]]:
    """Pairs of a statement and the suggestion of the same span, alike in most; and the other suggestions."""
    pairs: list[tuple[Statement, Statement]] = []
    free: dict[tuple[int, int] | None, list[Statement]] = {}
    for old in there:
        free.setdefault(_place(old), []).append(old)
    rest = list(suggested)
    for alike in (_content, _holder_and_act, _nothing):
        left = []
        for suggestion in rest:
            olds = free.get(_place(suggestion), []) if suggestion.span else []
            found = next((one for one in olds if alike(one) == alike(suggestion)), None)
            if found is None:
                left.append(suggestion)
            else:
                olds.remove(found)
                pairs.append((found, suggestion))
        rest = left
    return pairs, rest


def _place(statement: Statement) -> tuple[int, int] | None:
    return (statement.span.start, statement.span.end) if statement.span else None


def _content(statement: Statement) -> object:
    return replace(statement, id="", coding=None, decision=None, span=None)


def _holder_and_act(statement: Statement) -> object:
    return statement.holder, statement.act, statement.issue


def _nothing(_: Statement) -> object:
    return None


def _waits(state: State, statement: Statement) -> bool:
    """Whether nobody has decided about it, and it came from a coder."""
    return not statement.verdict and statement.id not in state.foreign


def _free(name: str, state: State) -> str:
    """The id, with a number when it is taken."""
    number, free = 1, name
    while state.is_taken(free):
        number += 1
        free = f"{name}-{number}"
    return free
