"""The files of a case with edits applied in memory, before anything is written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.case.editing.files import sum_of
from detente.case.editing.log import Conflict, Edit, Made
from detente.case.editing.places import Contents, Place, place_of
from detente.case.editing.putting import fitting, in_full, now_at, place_in_list, put, same
from detente.case.editing.splice import difference, spliced
from detente.case.editing.tree import Node, content, read_tree
from detente.case.model import Case
from detente.case.readers.text_file import text_of
from detente.case.readers.yaml_case import read_yaml
from detente.case.readers.yaml_nodes import loaded
from detente.errors import CaseError, DetenteError

__all__ = ["Draft", "Parsed"]

_MARK = b"\xef\xbb\xbf"


class Parsed:
    """What stands in files that were read before, by their bytes: nothing is parsed twice."""

    def __init__(self) -> None:
        self._roots: dict[tuple[str, bytes], Any] = {}
        self._trees: dict[bytes, Node] = {}

    def root(self, place: str, data: bytes) -> Any:
        """The content of the file as the reader of cases takes it; errors name the place."""
        key = (place, hashlib.sha256(data).digest())
        if key not in self._roots:
            found = loaded(text_of(data, place), place)
            for old in [k for k in self._roots if k[0] == place]:
                self._roots.pop(old, None)
            self._roots[key] = found
        return self._roots[key]

    def tree(self, text: str) -> Node:
        """The tree of a text."""
        key = hashlib.sha256(text.encode()).digest()
        if key not in self._trees:
            self.know(text, read_tree(text))
        return self._trees[key]

    def know(self, text: str, tree: Node) -> None:
        """Remembers the tree of a text that was just read."""
        while len(self._trees) >= 8:
            self._trees.pop(next(iter(self._trees)))
        self._trees[hashlib.sha256(text.encode()).digest()] = tree


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

    def restore(self, made: Made) -> bool:
        """Whether the file is as that edit left it, and is now, byte for byte, as it was before."""
        data = self.files.get(made.file, b"")
        if not made.digest or sum_of(data) != made.digest:
            return False
        mark, text = _opened(data)
        start, length, old = made.was
        self._keep(made.file, mark, text[:start] + old + text[start + length :])
        return True

    def case(self) -> Case:
        """The whole case as it would be; CaseError with every problem when it is not well-formed."""
        held = {str(self.folder / name): data for name, data in {**self.files, **self.changed}.items()}

        def load(path: Path) -> Any:
            data = held.get(str(path))
            return self.parsed.root(str(path), path.read_bytes() if data is None else data)

        return read_yaml(self.folder, load=load)

    def hold_back(self, edits: Mapping[int, Edit], at: str) -> None:
        """Every edit that was applied becomes a conflict instead; the files are as they were."""
        self.changed.clear()
        self.made.clear()
        self.__post_init__()
        for edit in edits.values():
            place = self.place(edit.path)
            self.conflicts.append(_conflict(edit, fitting(edit.value, place), self.now(place), at))

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
        self.parsed.know(after, tree)
        self.contents[place.file] = content(tree)
        if not same(place, value, self.now(self.place(edit.path))):
            what = "cannot be left empty: the number would then rest on what its whole file rests on"
            raise CaseError(what, where=edit.path, hint="write another one, or change the one of the file")
        new = self._keep(place.file, mark, after)
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
    return Conflict(
        id="", path=edit.path, theirs=now, yours=value, base=edit.seen, by=edit.by, at=at, note=edit.note
    )


def _opened(data: bytes) -> tuple[bytes, str]:
    """The mark at the start, if there is one, and the text."""
    mark = _MARK if data.startswith(_MARK) else b""
    return mark, data[len(mark) :].decode()
