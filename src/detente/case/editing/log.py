"""What was edited, as values and as lines of `edits.jsonl`: edits made, conflicts open, what undid what."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

__all__ = ["NAME", "Conflict", "Edit", "Edited", "Log", "Made", "entry_of", "moment"]

NAME = "edits.jsonl"
"""The name of the journal of edits in a case folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What `by` wants at `path` instead of `seen`: the value that stood there when the editing began.

    None is nothing: a thing that is not there yet, or is to be taken out. `place`: where a new thing goes in
    its list, at the end when None.
    """

    path: str
    value: Any
    seen: Any
    by: str
    note: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An edit that was written: what stood at the path before and what stands there after it.

    `group` is the id of the first of those that were written together; `undoes` names the edit that this one
    takes back, `undone` says whether this one is taken back now.
    """

    id: str
    path: str
    by: str
    at: str
    before: Any
    after: Any
    file: str
    group: str = ""
    note: str = ""
    undoes: str = ""
    place: int | None = None
    was: tuple[int, int, str] = (0, 0, "")
    digest: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An edit that was kept and not written, because the value had been changed since it was seen."""

    id: str
    path: str
    theirs: Any
    yours: Any
    base: Any
    by: str
    at: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What became of some edits: written, kept as conflicts, or found to stand there already."""

    made: tuple[Made, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unchanged: tuple[Edit, ...] = ()
    digest: str = ""


@dataclass(slots=True)
class Log:
    """The journal as it stands after its lines."""

    made: list[Made] = field(default_factory=list)
    open: dict[str, Conflict] = field(default_factory=dict)
    files: tuple[Mapping[str, str], ...] = ()
    last: tuple[Made, ...] = ()
    copied_from: str = ""
    conflicts: int = 0
    lines: int = 0

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, Any]]) -> "Log":
        """The log of these lines."""
        log = cls()
        for entry in entries:
            log._take(entry)
        undoers: dict[str, list[str]] = {}
        for made in log.made:
            undoers.setdefault(made.undoes, []).append(made.id)
        live: dict[str, bool] = {}
        for made in reversed(log.made):
            live[made.id] = not any(live[name] for name in undoers.get(made.id, ()))
        log.made = [replace(made, undone=not live[made.id]) for made in log.made]
        return log

    def together(self, made: Made) -> tuple[Made, ...]:
        """The edits that were written together with this one, itself among them, the oldest first."""
        return tuple(one for one in self.made if one.group == made.group)

    def _take(self, entry: Mapping[str, Any]) -> None:
        self.lines += 1
        self.copied_from = entry.get("copied_from", self.copied_from)
        self.last = tuple(_made(one, entry) for one in entry.get("edits", ()))
        self.made += self.last
        self.files = tuple(entry.get("files", ()))
        for name in entry.get("closes", ()):
            self.open.pop(name, None)
        for one in entry.get("conflicts", ()):
            self.conflicts += 1
            found = Conflict(by=entry["by"], at=entry["at"], **one)
            self.open[found.id] = found


def entry_of(
    made: Iterable[Made], conflicts: Iterable[Conflict], files: Iterable[Mapping[str, str]], **more: Any
) -> dict[str, Any]:
    """The line for edits and conflicts that belong together; `more` says who and when."""
    form: dict[str, Any] = dict(more)
    if told := [_short(one, {"by", "at", "group", "undone"}) for one in made]:
        form["edits"] = told
    if kept := [_short(one, {"by", "at"}) for one in conflicts]:
        form["conflicts"] = kept
    if written := list(files):
        form["files"] = written
    return form


def moment(at: datetime) -> str:
    """The moment as the journal writes it."""
    return at.isoformat(timespec="seconds")


def _short(one: Made | Conflict, leave: set[str]) -> dict[str, Any]:
    needed = {"id", "path", "before", "after", "theirs", "yours", "base"}
    form = {key: value for key, value in asdict(one).items() if key not in leave}
    return {key: value for key, value in form.items() if key in needed or value not in ("", None)}


def _made(one: Mapping[str, Any], entry: Mapping[str, Any]) -> Made:
    start, length, old = one.get("was", (0, 0, ""))
    rest = {key: value for key, value in one.items() if key != "was"}
    group = entry["edits"][0]["id"]
    return Made(by=entry["by"], at=entry["at"], group=group, was=(start, length, old), **rest)
