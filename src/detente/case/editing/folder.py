"""A case folder on disk that several people edit: one value at a time, with conflicts, history and undo.

Every edit is held against the value that its editor saw, and the whole case is looked at before anything is
written. What was acknowledged is on the disk; the clock is the caller's.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from detente.case.editing.draft import Draft, Parsed
from detente.case.editing.files import digest_of, left_over, move, read_files, stage, sum_of
from detente.case.editing.kinds import Kind
from detente.case.editing.log import NAME, Conflict, Edit, Edited, Log, Made, entry_of, moment
from detente.case.editing.values import checked
from detente.case.library import example_path, examples
from detente.case.model import Case
from detente.errors import CaseError, NotSaved, RecordError, SourceError, UnknownName
from detente.record.journal import Journal, read_lines

__all__ = ["CaseFolder"]

_PATIENCE = 500
_PAUSE = 0.02
_TRIES = 5


class CaseFolder:
    """A case folder on disk; open it with `CaseFolder.open`. Several processes may hold the same one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._parsed = Parsed()
        self._case: tuple[str, Case] | None = None

    @classmethod
    def open(cls, path: str | Path) -> "CaseFolder":
        """The folder at `path`, mended where a writer was cut off; SourceError when no case folder is there.

        >>> folder = CaseFolder.open(example_path("two-rivers"))
        >>> folder.case().id, folder.value("issues.dam.name")
        ('two-rivers', 'The dam at Karn')
        """
        place = Path(path)
        if not (place / "case.yaml").is_file():
            hint = "name a folder that holds a file case.yaml"
            raise SourceError("is no case folder", where=str(place), hint=hint)
        folder = cls(place.resolve())
        folder._log()
        return folder

    @property
    def read_only(self) -> str:
        """Why nothing can be edited here, in words; "" when it can."""
        if any(self.path == example_path(name).resolve() for name in examples()):
            return "this is a bundled case, which stays as it is"
        return "" if os.access(self.path, os.W_OK) else "there is no permission to write here"

    @property
    def digest(self) -> str:
        """The sha256 of the case's files, names and bytes: it changes with every edit, by whomever."""
        return digest_of(read_files(self.path))

    def case(self) -> Case:
        """The case as its files say now; read again only when they changed."""
        with self._reading():
            files = read_files(self.path)
        digest = digest_of(files)
        if self._case is None or self._case[0] != digest:
            self._case = (digest, Draft(self.path, files, self._parsed).case())
        return self._case[1]

    def value(self, path: str) -> Any:
        """What stands at a path, as plain data, None for nothing: what an editor is shown, and `seen` later.

        A path leads to a number, text, switch, choice or list; things in lists are named by their ids.
        Raises UnknownName, with the nearest names, when the path leads nowhere.
        """
        draft = Draft(self.path, read_files(self.path), self._parsed)
        return draft.now(draft.place(path))

    def history(self) -> tuple[Made, ...]:
        """Every edit that was written, the oldest first."""
        return tuple(self._log().made)

    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts that wait for a decision, the oldest first."""
        return tuple(self._log().open.values())

    @property
    def copied_from(self) -> str:
        """The name of the case that this folder is a copy of, or ""."""
        return self._log().copied_from

    def edit(self, edits: Sequence[Edit] | Edit, *, at: datetime) -> Edited:
        """What became of the edits: written together, or kept as conflicts where `seen` is not there now.

        When what is left without the conflicts makes no well-formed case, all of them are kept. Raises
        CaseError for a value that does not fit, with path and hint, and NotSaved, which holds the edits, when
        the disk or the folder refuses; then nothing is written.
        """
        edits = (edits,) if isinstance(edits, Edit) else tuple(edits)
        for edit in edits:
            checked(edit.by, Kind(name="text"), "by")
            checked(edit.note, Kind(name="text"), "note")
        return self._write(lambda draft, _: _take_all(draft, edits, moment(at)), edits, at)

    def undo(self, edit_id: str | None = None, *, by: str, at: datetime) -> Edited:
        """That edit, or the last one of `by`, taken back with those that were written together with it.

        Taking back is itself an edit, which can be taken back by its id.
        Raises CaseError when the value has been changed since, UnknownName for no such edit.
        """

        def take_back(draft: Draft, log: Log) -> None:
            for made in reversed(log.together(_to_undo(log, edit_id, by))):
                if not made.undone:
                    draft.take_back(made, by, moment(at))
            draft.case()

        return self._write(take_back, (), at)

    def resolve(
        self, conflict_id: str, choice: str = "", *, by: str, at: datetime, value: Any = None
    ) -> Edited:
        """What became of a conflict: settled by "theirs", by "yours", or by another `value`.

        When a third value stands there by now, the choice is kept as a new conflict.
        """
        if choice not in {"theirs", "yours", ""}:
            hint = 'give "theirs", "yours" or `value=`'
            raise CaseError(f"a conflict cannot be settled by {choice!r}", where=conflict_id, hint=hint)

        def settle(draft: Draft, log: Log) -> tuple[str, ...]:
            conflict = log.open.get(conflict_id)
            if conflict is None:
                raise UnknownName.among(conflict_id, "open conflict", log.open)
            if choice != "theirs":
                chosen = conflict.yours if choice == "yours" else value
                edit = Edit(path=conflict.path, value=chosen, seen=conflict.theirs, by=by, note=conflict.note)
                _take_all(draft, (edit,), moment(at))
            return (conflict_id,)

        return self._write(settle, (), at, by=by)

    def _write(
        self,
        change: Callable[[Draft, Log], tuple[str, ...] | None],
        edits: tuple[Edit, ...],
        at: datetime,
        by: str = "",
    ) -> Edited:
        """Follows `change` in memory, then writes what came of it."""
        try:
            self._refuse_when_read_only()
            with self._held() as (journal, log):
                for _ in range(_TRIES):
                    draft = Draft(self.path, read_files(self.path), self._parsed)
                    closes = change(draft, log) or ()
                    if read_files(self.path) == draft.files:
                        return self._commit(journal, log, draft, closes, moment(at), by)
                raise _restless(self.path)
        except (SourceError, OSError) as error:
            raise _not_saved(self.path, error, edits) from None

    def _refuse_when_read_only(self) -> None:
        if why := self.read_only:
            hint = "take a copy with `copy_case` and edit that"
            raise SourceError(why, where=str(self.path), hint=hint)

    def _commit(
        self, journal: Journal, log: Log, draft: Draft, closes: tuple[str, ...], at: str, by: str
    ) -> Edited:
        """Puts the draft on the disk: beside its places, then the journal's line, then in its places."""
        made = tuple(replace(one, id=f"e{len(log.made) + n}") for n, one in enumerate(draft.made, 1))
        kept = tuple(replace(one, id=f"c{log.conflicts + n}") for n, one in enumerate(draft.conflicts, 1))
        if made or kept or closes:
            who = by or "".join([*(one.by for one in made), *(one.by for one in kept)][:1])
            number = log.lines + 1
            parts: list[tuple[Path, Path]] = []
            files = []
            try:
                for name, data in draft.changed.items():
                    place = self.path / name
                    parts.append((stage(place, data, number), place))
                    sums = {"before": sum_of(draft.files[name]), "after": sum_of(data)}
                    files.append({"file": name, "part": parts[-1][0].name, **sums})
                more = {"closes": list(closes)} if closes else {}
                journal.append([entry_of(made, kept, files, at=at, by=who, **more)])
            except BaseException:
                for part, _ in parts:
                    part.unlink(missing_ok=True)
                raise
            move(parts)
        digest = digest_of({**draft.files, **draft.changed})
        if draft.whole is not None:
            self._case = (digest, draft.whole)
        return Edited(made=made, conflicts=kept, unchanged=tuple(draft.unchanged), digest=digest)

    def _log(self) -> Log:
        if self.read_only or not (self.path / NAME).exists():
            return Log.of(read_lines(self.path / NAME).entries)
        with self._held() as (_, log):
            return log

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Keeps writers away while several files are read; a damaged journal is no reason not to read."""
        with ExitStack() as stack:
            if not self.read_only and (self.path / NAME).exists():
                with suppress(RecordError, SourceError):
                    stack.enter_context(self._held())
            yield

    @contextmanager
    def _held(self) -> Iterator[tuple[Journal, Log]]:
        """The journal of edits, for this process alone, with what was cut off completed or taken back."""
        journal = Journal(self.path, NAME)
        _opened(journal, self.path)
        try:
            log = Log.of(journal.entries)
            if parts := left_over(self.path):
                log = self._mend(journal, log, parts)
            yield journal, log
        finally:
            journal.close()

    def _mend(self, journal: Journal, log: Log, parts: Sequence[Path]) -> Log:
        """Moves what the last line of the journal decided, removes what it does not know."""
        decided = {one["part"]: one for one in log.files}
        again: list[Made] = []
        for part in parts:
            one = decided.get(part.name)
            if one is not None and sum_of(part.read_bytes()) == one["after"]:
                place = self.path / one["file"]
                stands = sum_of(place.read_bytes()) if place.exists() else ""
                if stands == one["before"]:
                    move([(part, place)])
                    continue
                if stands != one["after"]:  # somebody changed it by hand in between
                    again += [made for made in log.last if made.file == one["file"]]
            part.unlink(missing_ok=True)
        if not again:
            return log
        draft = Draft(self.path, read_files(self.path), self._parsed)
        edits = tuple(
            Edit(path=made.path, value=made.after, seen=made.before, by=made.by, place=made.place)
            for made in again
        )
        _take_all(draft, edits, again[0].at, hold=True)
        self._commit(journal, log, draft, (), again[0].at, again[0].by)
        return Log.of(read_lines(journal.path).entries)


def _take_all(draft: Draft, edits: Sequence[Edit], at: str, *, hold: bool = False) -> None:
    """Follows the edits in memory and looks at the whole case; `hold`: what does not fit is a conflict."""
    applied: dict[int, Edit] = {}
    for number, edit in enumerate(edits):
        before = len(draft.made)
        draft.take(edit, at)
        if len(draft.made) > before:
            applied[number] = edit
    if not applied:
        return
    try:
        draft.case()
    except CaseError:
        if not draft.conflicts and not hold:
            raise
        draft.hold_back(applied, at)


def _to_undo(log: Log, edit_id: str | None, by: str) -> Made:
    """The edit to take back."""
    if edit_id is None:
        own = [made for made in log.made if made.by == by and not made.undone and not made.undoes]
        if not own:
            what, hint = (
                f"{by or 'nobody'} has made no edit that could be taken back",
                "name one of the history",
            )
            raise CaseError(what, hint=hint)
        return own[-1]
    made = next((made for made in log.made if made.id == edit_id), None)
    if made is None:
        raise UnknownName.among(edit_id, "edit", (made.id for made in log.made))
    if made.undone:
        raise CaseError(
            "is taken back already", where=f"{made.id} {made.path}", hint="undo the undoing instead"
        )
    return made


def _opened(journal: Journal, folder: Path) -> None:
    """Opens the journal, waiting for the one who has it; SourceError when that takes too long."""
    for _ in range(_PATIENCE):
        if not folder.is_dir():
            hint = "look where it was moved to, or take a copy"
            raise SourceError("the case folder is not there any more", where=str(folder), hint=hint)
        try:
            journal.open()
        except RecordError as error:
            if error.problems or "being written" not in error.what:
                raise
            time.sleep(_PAUSE)
        else:
            return
    what, hint = "somebody else has been writing here for too long", "end the other program, then try again"
    raise SourceError(what, where=str(folder), hint=hint)


def _restless(folder: Path) -> SourceError:
    hint = "close them in the other program"
    return SourceError("the files change all the time", where=str(folder), hint=hint)


def _not_saved(folder: Path, error: Exception, edits: tuple[Edit, ...]) -> NotSaved:
    if isinstance(error, SourceError):
        return NotSaved(error.what, where=error.where, hint=error.hint, edits=edits)
    number = getattr(error, "errno", None)
    reason = os.strerror(number).lower() if number else "the disk refuses"
    hint = "make room or check the permissions, then try again"
    return NotSaved(f"cannot be written: {reason}", where=str(folder), hint=hint, edits=edits)
