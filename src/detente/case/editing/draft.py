"""The files of a case with edits applied in memory, before anything is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from detente.case.editing.files import sum_of
from detente.case.editing.kinds import Kind
from detente.case.editing.log import Conflict, Edit, Made
from detente.case.editing.places import Contents, Place, place_of
from detente.case.editing.putting import fitting, in_full, now_at, place_in_list, put, same
from detente.case.editing.splice import difference, spliced
from detente.case.editing.tree import Node, content, read_tree
from detente.case.model import Case
from detente.case.preferences import Range
from detente.case.readers.text_file import text_of
from detente.case.readers.yaml_case import read_yaml
from detente.case.readers.yaml_nodes import loaded
from detente.errors import CaseError, DetenteError

__all__ = ["Draft", "Parsed"]

_NUMBER = Place(path="", file="", at=(), kind=Kind(name="number"))
_MARK = b"\xef\xbb\xbf"


class Parsed:
    """What stands in files that were read before, by their bytes: nothing is parsed twice."""

    def __init__(self) -> None:
        self._roots: dict[str, tuple[bytes, Any]] = {}
        self._trees: dict[str, Node] = {}

    def root(self, place: str, data: bytes) -> Any:
        """The content of the file as the reader of cases takes it; errors name the place."""
        held, found = self._roots.get(place, (b"", None))
        if held != data or found is None:
            found = loaded(text_of(data, place), place)
            self._roots[place] = (data, found)
        return found

    def know_root(self, place: str, data: bytes, root: Any) -> None:
        """Remembers the content of a file that was just made."""
        self._roots[place] = (data, root)

    def tree(self, text: str) -> Node:
        """The tree of a text."""
        found = self._trees.get(text)
        if found is None:
            found = read_tree(text)
            self.know(text, found)
        return found

    def know(self, text: str, tree: Node) -> None:
        """Remembers the tree of a text that was just read."""
        for old in list(self._trees)[: len(self._trees) - 7]:
            self._trees.pop(old, None)
        self._trees[text] = tree


@dataclass(slots=True)
class Draft:
    """The files of a folder with some edits in them; `made` and `conflicts` are still without ids."""

    folder: Path
    files: Mapping[str, bytes]
    parsed: Parsed
    changed: dict[str, bytes] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    unchanged: list[Edit] = field(default_factory=list)
    contents: dict[str, Any] = field(default_factory=dict)
    whole: Case | None = None

    def __post_init__(self) -> None:
        """The contents of all files; CaseError or SourceError when one of them cannot be read."""
        for name, data in self.files.items():
            self.contents[name] = self.parsed.root(str(self.folder / name), data)

    def place(self, path: str) -> Place:
        """The place that a path leads to now."""
        contents: Contents = self.contents
        return place_of(contents, path)

    def now(self, place: Place) -> Any:
        """What stands there now."""
        return now_at(self.contents[place.file], place)

    def take(self, edit: Edit, at: str, *, undoes: str = "") -> None:
        """One more edit: applied, kept as a conflict, or found to be there already."""
        place = self.place(edit.path)
        value, now = fitting(edit.value, place), self.now(place)
        if same(place, value, now):
            self.unchanged.append(edit)
        elif not same(place, _seen(edit, place), now):
            self.conflicts.append(_conflict(edit, value, now, at))
        else:
            self._apply(edit, place, value, at, undoes)

    def take_back(self, made: Made, by: str, at: str) -> None:
        """The opposite of an edit: byte for byte where the file is as the edit left it, else by its value.

        Raises CaseError when the value has been changed since.
        """
        data = self.changed.get(made.file, self.files.get(made.file, b""))
        if sum_of(data) == made.digest:
            mark, text = _opened(data)
            start, length, old = made.was
            was = (start, len(old), text[start : start + length])
            new = self._keep(made.file, mark, text[:start] + old + text[start + length :])
            self.contents[made.file] = self.parsed.root(str(self.folder / made.file), new)
            back = replace(made, before=made.after, after=made.before, was=was, digest=sum_of(new), note="")
            self.made.append(replace(back, by=by, at=at, undoes=made.id, undone=False))
            return
        edit = Edit(path=made.path, value=made.before, seen=made.after, by=by, place=made.place)
        count = len(self.made)
        self.take(edit, at, undoes=made.id)
        if len(self.made) == count:
            what = f"has been changed since; taking {made.id} back would lose that"
            hint = "take the later edit back first, or set the value anew"
            raise CaseError(what, where=made.path, hint=hint)

    def case(self) -> Case:
        """The whole case as it would be; CaseError with every problem when it is not well-formed."""
        held = {str(self.folder / name): data for name, data in {**self.files, **self.changed}.items()}

        def load(path: Path) -> Any:
            data = held.get(str(path))
            return self.parsed.root(str(path), path.read_bytes() if data is None else data)

        self.whole = read_yaml(self.folder, load=load)
        return self.whole

    def hold_back(self, edits: Mapping[int, Edit], at: str) -> None:
        """Every edit that was applied becomes a conflict instead; the files are as they were."""
        self.changed.clear()
        self.made.clear()
        self.whole = None
        self.__post_init__()
        for edit in edits.values():
            try:
                place = self.place(edit.path)
                value, now = fitting(edit.value, place), self.now(place)
            except CaseError:  # it only made sense after another one of them
                value, now = edit.value, None
            self.conflicts.append(_conflict(edit, _as_data(value), now, at))

    def _apply(self, edit: Edit, place: Place, value: Any, at: str, undoes: str) -> None:
        root, now = self.contents[place.file], self.now(place)
        index = edit.place if place.form in {"item", "member"} else None
        if value is None:
            index = place_in_list(root, place)
        before = in_full(now) if isinstance(value, Mapping) and place.kind.name == "number" and now else now
        data = self.changed.get(place.file, self.files[place.file])
        mark, text = _opened(data)
        done = spliced(text, self.parsed.tree(text), put(root, place, value, index))
        if done is None:
            what = "cannot be changed without changing something else (a value shared through `*name`?)"
            raise CaseError(
                what, where=f"{self.folder / place.file} {edit.path}", hint="change it in the file by hand"
            )
        after, tree = done
        new = self._keep(place.file, mark, after)
        self.contents[place.file] = content(tree, after)
        self.parsed.know(after, tree)
        self.parsed.know_root(str(self.folder / place.file), new, self.contents[place.file])
        if not same(place, value, self.now(self.place(edit.path))):
            what = "cannot be left empty: the number would then rest on what its whole file rests on"
            raise CaseError(what, where=edit.path, hint="write another one, or change the one of the file")
        self.made.append(
            Made(
                id="",
                path=edit.path,
                by=edit.by,
                at=at,
                before=before,
                after=value,
                file=place.file,
                note=edit.note,
                undoes=undoes,
                place=index,
                was=difference(text, after),
                digest=sum_of(new),
            )
        )

    def _keep(self, file: str, mark: bytes, text: str) -> bytes:
        new = mark + text.encode()
        self.changed[file] = new
        if new == self.files[file]:
            del self.changed[file]
        return new


def _seen(edit: Edit, place: Place) -> Any:
    """What the editor saw, in the form of what stands there; as it is where it never could."""
    if place.form in {"item", "member"} and edit.seen is None:
        return None
    try:
        return fitting(edit.seen, place)
    except DetenteError:
        return edit.seen


def _conflict(edit: Edit, value: Any, now: Any, at: str) -> Conflict:
    base = _as_data(edit.seen)
    return Conflict(
        id="", path=edit.path, theirs=now, yours=value, base=base, by=edit.by, at=at, note=edit.note
    )


def _as_data(value: Any) -> Any:
    """The value as the journal can hold it."""
    if isinstance(value, Range):
        return fitting(value, _NUMBER)
    try:
        return json.loads(json.dumps(value))
    except (TypeError, ValueError):
        return str(value)


def _opened(data: bytes) -> tuple[bytes, str]:
    """The mark at the start, if there is one, and the text."""
    mark = _MARK if data.startswith(_MARK) else b""
    return mark, data[len(mark) :].decode()
