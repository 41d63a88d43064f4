"""The record that is being reviewed: decisions by several people on one folder, none lost, none unseen.

Each decision comes with the version that the reviewer saw. Where somebody else decided meanwhile, nothing is
written: the reviewer is told who and what, and may decide again.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import detente as dt
from detente.errors import DetenteError, RecordError, RecordHeld
from detente.languages import say
from detente.web.failures import RefusedError
from detente.web.panels.review import Asked, Queues

__all__ = ["Desk", "MeanwhileError"]


class MeanwhileError(Exception):
    """Somebody decided, or a later reading changed, what a reviewer had before them; nothing was written."""


class Desk:
    """One record folder under review. What it gives is of one moment; others may write in between."""

    def __init__(self, folder: Path) -> None:
        self.shared = dt.SharedRecord(folder)
        self.queues = Queues()
        self.disputed: dict[str, tuple[tuple[str, str], ...]] | None = None
        self._pack: tuple[str, Any] = ("", None)

    @contextmanager
    def record(self) -> Iterator[Any]:
        """The state of the record now, the queues following it; RefusedError where it cannot be read."""
        with _told(), self.shared.read() as state:
            self.queues.follow(state, self.shared.made, self.shared.decided)
            yield state

    @property
    def those_disputed(self) -> frozenset[str]:
        """The ids of statements in a contradiction, as far as they were looked for."""
        return frozenset(self.disputed or ())

    def pack(self, label: str) -> Any:
        """The pack that a record names, where it comes with the program; else None."""
        name = next(iter(label.split()), "")
        if self._pack[0] != name:
            self._pack = (name, dt.read_pack(name) if name in dt.bundled_packs() else None)
        return self._pack[1]

    def text(self, state: Any, document: str) -> str | None:
        """The kept text of a report."""
        found = state.documents.get(document)
        return self.shared.text(found) if found is not None else None

    def last_of(self, state: Any, who: str) -> Any:
        """The statement that this person decided last and nobody since; None where there is none."""
        for name in reversed(state.order[-2_000:]):
            found = state.versions[name][-1]
            if who and found.decision is not None and found.decision.by == who:
                return found
        return None

    def decide(self, name: str, verdict: str, *, seen: str, by: str, at: str, note: str = "") -> Any:
        """The statement, now accepted or refused; MeanwhileError where it is not as it was seen."""
        with _told(), self.shared.writing() as keep:
            walk = self._walk(name, seen, keep)
            act = walk.accept if verdict == "accept" else walk.refuse
            return act(by=by, at=at, note=note)

    def edit(self, name: str, changes: Mapping[str, str], *, seen: str, by: str, at: str) -> Any:
        """The statement, accepted with other values; RecordError with all that does not fit."""
        misfit: RecordError | None = None
        with _told(), self.shared.writing() as keep:
            walk = self._walk(name, seen, keep)
            span = walk.current.span
            text = self.text(self.shared.state, span.document) if span else None
            try:
                return walk.edit(dict(changes), text=text or "", by=by, at=at)
            except RecordError as error:
                misfit = error
        raise misfit

    def undo(self, name: str, *, seen: str, by: str, at: str) -> Any:
        """The statement with its last decision taken back; MeanwhileError where it is not as it was seen."""
        with _told(), self.shared.writing() as keep:
            walk = self._walk(name, seen, keep)
            found = walk.undo(by=by, at=at, name=name)
            if found is None:
                raise MeanwhileError
            return found

    def above(self, state: Any, asked: Asked, score: float) -> tuple[str, ...]:
        """The waiting statements of a queue that have at least this score."""
        versions = state.versions
        found = []
        for name in self.queues.queue(asked, self.those_disputed):
            last = versions[name][-1] if name in versions else None
            if last is None or last.decision is not None or last.coding is None:
                continue
            if last.coding.score is not None and last.coding.score >= score:
                found.append(name)
        return tuple(found)

    def accept_above(self, asked: Asked, score: float, *, seen: str, by: str, at: str) -> int:
        """How many were accepted together; MeanwhileError where they are not those that were confirmed."""
        with _told(), self.shared.writing() as keep:
            self.queues.follow(self.shared.state, self.shared.made, self.shared.decided)
            names = self.above(self.shared.state, asked, score)
            if seen_together(names) != seen:
                raise MeanwhileError
            walk = dt.Review(self.shared.state, keep, only=dt.Review.only(among=names))
            return int(walk.accept_above(score, by=by, at=at))

    def _walk(self, name: str, seen: str, keep: Any) -> Any:
        state = self.shared.state
        if name not in state.versions or self.shared.seen_as(state.now(name)) != seen:
            raise MeanwhileError
        only = dt.Review.only(among=(name,), again=True)
        return dt.Review(state, keep, pack=self.pack(state.pack), only=only)


def seen_together(names: tuple[str, ...]) -> str:
    """What tells two sets of statements apart."""
    from hashlib import sha256

    return sha256("\n".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@contextmanager
def _told() -> Iterator[None]:
    """Tells what is wrong with a record in words of ours."""
    try:
        yield
    except RecordHeld:
        raise RefusedError(
            say("Another program is writing this record now; nothing was saved here."),
            hint=say("Wait until it ends, such as a review in a terminal, and decide again."),
            status=HTTPStatus.CONFLICT,
        ) from None
    except RecordError as error:
        import sys

        sys.stderr.write(f"{error}\n")
        raise RefusedError(
            say("The journal of this record was changed or damaged; it is left as it is."),
            hint=say("Put it back from a copy; the terminal says which lines."),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        ) from None
    except DetenteError:
        raise RefusedError(
            say("The record cannot be reached or not be written; nothing was saved."),
            hint=say("Look whether its folder is there, may be written, and has room; then try again."),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        ) from None
