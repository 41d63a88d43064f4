"""The review of suggestions, apart from any screen: which one is next, and what a person decides about it.

Who decides and when are arguments. Every decision is first given to `keep`, which writes it down, and only
then counts, so that nothing is shown as done that is not kept.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from detente.errors import RecordError, nearest
from detente.record.edit import FIELDS, edited_statement
from detente.record.fold import State, decided, undone
from detente.record.journal import Entry
from detente.record.packs.pack import Pack
from detente.record.statement import Decision, Statement

__all__ = ["ORDERS", "Only", "Progress", "Review"]

ORDERS = ("paragraph", "speaker", "issue", "score")
"""By which a review may go: as the reports tell it, by holder, by issue, or the surest suggestion first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """What a review is confined to; an empty field confines nothing. `again` takes in what was decided.

    `among` are the ids of the statements to walk through, in their order, or None for the whole record.
    """

    document: str = ""
    holder: str = ""
    issue: str = ""
    act: str = ""
    at_least: float = 0.0
    again: bool = False
    among: tuple[str, ...] | None = None

    def admits(self, statement: Statement) -> bool:
        """Whether a statement is asked for, apart from its decision."""
        pairs = (
            (self.document, statement.span.document if statement.span else "".join(statement.reports[:1])),
            (self.holder, statement.holder),
            (self.issue, statement.issue),
            (self.act, statement.act),
        )
        return all(not asked or asked == held for asked, held in pairs) and _score(statement) >= self.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many statements are in the record, and how many of these are decided, and how."""

    statements: int
    accepted: int
    edited: int
    refused: int

    @property
    def pending(self) -> int:
        """How many wait."""
        return self.statements - self.accepted - self.edited - self.refused


class Review:
    """A walk through the statements that wait, in one of ORDERS; it can be left and taken up again.

    `keep` is called with the events of each decision before it counts; when it raises, nothing has changed.
    """

    def __init__(
        self,
        state: State,
        keep: Callable[[Sequence[Entry]], None],
        *,
        pack: Pack | None = None,
        by: str = "paragraph",
        only: Only | None = None,
    ) -> None:
        self.state = state
        self.pack = pack
        self._keep = keep
        self._skipped: set[str] = set()
        only = only or Only()
        asked = (
            state.record.statements
            if only.among is None
            else [state.now(name) for name in only.among if name in state.versions]
        )
        found = [s for s in asked if only.admits(s) and (only.again or not s.verdict)]
        self._queue = [s.id for s in _ordered(found, by)]
        self._at = 0
        self._done: set[str] = set()
        self._back: list[str] = []

    only = Only
    fields = FIELDS

    @property
    def current(self) -> Statement | None:
        """The statement to decide on now; None when all are decided or skipped."""
        while self._back:
            if self._back[-1] in self.state.versions:
                return self.state.now(self._back[-1])
            self._back.pop()
        while self._at < len(self._queue):
            name = self._queue[self._at]
            if name not in self._done and name not in self._skipped:
                return self.state.now(name)
            self._at += 1
        return None

    @property
    def left(self) -> int:
        """How many are still to come in this walk, the current one and skipped ones included."""
        return len({*self._queue, *self._back} - self._done)

    @property
    def progress(self) -> Progress:
        """How far the record as a whole is decided."""
        verdicts = [versions[-1].verdict for versions in self.state.versions.values()]
        return Progress(
            statements=len(verdicts),
            accepted=verdicts.count("accepted"),
            edited=verdicts.count("edited"),
            refused=verdicts.count("refused"),
        )

    def accept(self, *, by: str, at: str, note: str = "") -> Statement:
        """The current statement, accepted as it stands."""
        return self._decide("accepted", by=by, at=at, note=note)

    def refuse(self, *, by: str, at: str, note: str = "") -> Statement:
        """The current statement, refused; it stays in the record as such."""
        return self._decide("refused", by=by, at=at, note=note)

    def edit(self, changes: dict[str, str], *, text: str = "", by: str, at: str) -> Statement:
        """The current statement, accepted with other values, each written as text.

        `text` is that of its document, needed for another span. RecordError with every value that does not
        fit, and the nearest that does; then nothing has changed.
        """
        return self._decide("edited", by=by, at=at, changes=changes, text=text)

    def skip(self) -> None:
        """Leaves the current statement for another time."""
        current = self.current
        if current is not None:
            self._skipped.add(current.id)
            self._back = [name for name in self._back if name != current.id]

    def undo(self, *, by: str, at: str, name: str = "") -> Statement | None:
        """The statement whose decision, the last one of the record, was taken back; None when there is none.

        It becomes the current one. Decisions of earlier sittings can be taken back too. With `name`, the last
        decision about that statement.
        """
        if not (name in self.state.order if name else self.state.order):
            return None
        name = name or self.state.order[-1]
        self._take([undone(name, by=by, at=at)])
        self._done.discard(name)
        self._skipped.discard(name)
        self._back.append(name)
        return self.state.now(name)

    def accept_above(self, score: float, *, by: str, at: str) -> int:
        """How many waiting statements of this walk with at least this score were accepted together.

        Each decision says so. They are kept all or none.
        """
        waiting = [self.state.now(name) for name in self._queue if name not in self._done]
        chosen = [
            s
            for s in waiting
            if not s.verdict and s.coding and s.coding.score is not None and _score(s) >= score
        ]
        note = f"accepted together with all of a score of at least {score:g}"
        decision = Decision(verdict="accepted", by=by, at=at, note=note)
        self._take([decided(s, s, decision) for s in chosen])
        self._done |= {s.id for s in chosen}
        return len(chosen)

    def _decide(
        self,
        verdict: str,
        *,
        by: str,
        at: str,
        note: str = "",
        changes: dict[str, str] | None = None,
        text: str = "",
    ) -> Statement:
        before = self.current
        if before is None:
            raise RecordError("no statement waits", hint="undo the last decision, or end the review")
        after = before if not changes else edited_statement(before, changes, text=text, pack=self.pack)
        if verdict == "edited" and after == before:
            verdict = "accepted"
        self._take([decided(before, after, Decision(verdict=verdict, by=by, at=at, note=note))])
        self._done.add(before.id)
        self._back = [name for name in self._back if name != before.id]
        return self.state.now(before.id)

    def _take(self, entries: Sequence[Entry]) -> None:
        """Keeps events, then follows them."""
        if entries:
            self._keep(entries)
        for entry in entries:
            self.state.take(entry)


def _score(statement: Statement) -> float:
    coding = statement.coding
    return coding.score if coding is not None and coding.score is not None else 0.0


def _ordered(statements: Iterable[Statement], by: str) -> list[Statement]:
    """In the order asked for; of equals, as the reports tell them."""
    if by not in ORDERS:
        raise RecordError(f"a review cannot go by {by!r}", hint=nearest(by, ORDERS))
    found = list(statements)
    if by == "speaker":
        return sorted(found, key=lambda s: (not s.holder, s.holder))
    if by == "issue":
        return sorted(found, key=lambda s: (not s.issue, s.issue))
    return sorted(found, key=lambda s: -_score(s)) if by == "score" else found
