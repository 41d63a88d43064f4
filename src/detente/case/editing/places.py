"""Where the path of an edit leads: which file, where in it, and what belongs there.

The paths are those of a change (`case.change`) and, beyond them, of every key of the format page; things in
lists are named by their ids: `issues.port.options.shared.note`. Ids may hold dots: the longest one fits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.case.address import Address
from detente.case.editing.kinds import Kind, file_kind
from detente.errors import CaseError, UnknownName

__all__ = ["MAIN", "Contents", "Place", "node_at", "place_of"]

MAIN = "case.yaml"

Contents = Mapping[str, Any]
"""What stands in each file of the case, by its name below the folder."""

_BASIS = {"assumption": "text", "driver": "id", "evidence": "ids"}
_DATED = {**_BASIS, "because": "text", "since": "day"}
_READING = {"assumption": "text", "evidence": "ids", "note": "text"}
_READINGS = {"approval", "deal_rule"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a path leads to: the part of `file` at the address `at`.

    `form` is "value" (one value of this `kind`), "item" (the thing called `name` in a list), "member" (the id
    `name` in a list of ids), "base" (which of several readings or mandates counts) or "basis" (what a number
    rests on: its `name`). `basis` is what the numbers of the file rest on that say nothing else.
    """

    path: str
    file: str
    at: Address
    kind: Kind
    form: str = "value"
    name: str = ""
    basis: tuple[tuple[str, ...], str] = ((), "")


def place_of(contents: Contents, path: str) -> Place:
    """The place that the path leads to; UnknownName, with the nearest names, when it leads nowhere.

    The last name of a list or mapping need not be there yet: that is where a new thing goes.
    """
    head, _, rest = path.partition(".")
    walk = _Walk(contents, path)
    main = contents[MAIN]
    if head == "preferences":
        return walk.wants(rest)
    if head == "scenarios":
        return walk.scenarios(rest)
    if head == "approval":
        parties = _names(main, "parties")
        name, rest = _first(rest, parties)
        if name not in parties:
            raise UnknownName.among(name, "party", parties, where=path)
        return walk.readings(("parties", parties.index(name), "approval"), rest)
    if head == "deal_rule":
        return walk.readings(("deal_rule",), rest)
    if head == "mandates" and rest not in _names(main, "mandates") and rest in _names(main, "parties"):
        return walk.place(("mandates",), Kind(name="mandate"), form="base", name=rest)
    return walk.on(file_kind("case"), (), path)


def node_at(root: Any, at: Address) -> Any:
    """What stands at the address; None when nothing does."""
    for part in at:
        keyed = isinstance(root, dict) and part in root
        if not keyed and not (isinstance(root, list) and isinstance(part, int) and 0 <= part < len(root)):
            return None
        root = root[part]
    return root


class _Walk:
    """The way of a path, name by name."""

    def __init__(self, contents: Contents, path: str) -> None:
        self.contents, self.path = contents, path
        self.file = MAIN
        self.basis: tuple[tuple[str, ...], str] = ((), "")
        self.issues = _names(contents[MAIN], "issues")

    def place(self, at: Address, kind: Kind, *, form: str = "value", name: str = "") -> Place:
        """The place at the end of the way."""
        return Place(path=self.path, file=self.file, at=at, kind=kind, form=form, name=name, basis=self.basis)

    def wants(self, rest: str) -> Place:
        """A place in the preferences of an actor, in a file of their own or in the main one."""
        files = {str(c["actor"]): f for f, c in self.contents.items() if _is_in(c, f, "preferences", "actor")}
        inside = self.contents[MAIN].get("preferences")
        known = [*files, *(inside if isinstance(inside, dict) else ())]
        actor, rest = _first(rest, known)
        if actor not in known:
            raise UnknownName.among(actor, "actor with preferences", known, where=self.path)
        self.file = files.get(actor, MAIN)
        at: Address = () if actor in files else ("preferences", actor)
        want = node_at(self.contents[self.file], at)
        evidence = want.get("evidence") if isinstance(want, dict) else None
        said = str(want.get("assumption", "")) if isinstance(want, dict) else ""
        self.basis = (tuple(str(e) for e in evidence) if isinstance(evidence, list) else (), said)
        return self.on(file_kind("preferences"), at, rest)

    def scenarios(self, rest: str) -> Place:
        """A place in a scenario, in a file of its own or in the main one."""
        files = {str(c["id"]): f for f, c in self.contents.items() if _is_in(c, f, "scenarios", "id")}
        name, below = _first(rest, files)
        if name not in files:
            return self.on(file_kind("case"), (), self.path)
        self.file = files[name]
        return self.on(file_kind("scenario"), (), below)

    def readings(self, at: Address, rest: str) -> Place:
        """Which reading of a rule counts, or what is noted about one."""
        node = node_at(self.contents[MAIN], at)
        readings = node.get("readings") if isinstance(node, dict) else None
        if not isinstance(readings, list):
            what, hint = "has one reading, so there is no choice", "give it `readings:` in the file first"
            raise CaseError(what, where=self.path, hint=hint)
        at = (*at, "readings")
        if not rest:
            return self.place(at, Kind(name="reading"), form="base")
        known = [str(one.get("id")) for one in readings if isinstance(one, dict)]
        name, key = _first(rest, known)
        if name not in known:
            raise UnknownName.among(name, "reading", known, where=self.path)
        if key not in _READING:
            raise UnknownName.among(key, "text of a reading", _READING, where=self.path)
        return self.place((*at, known.index(name), key), Kind(name=_READING[key]))

    def on(self, kind: Kind, at: Address, rest: str) -> Place:
        """The place that the rest of the path leads to from here."""
        if not rest:
            if not at or at == ("preferences",):
                raise CaseError("names a whole file", where=self.path, hint="go on to one of its keys")
            if kind.name == "reservation":
                return self.place(self._in_force(at), Kind(name="number"))
            return self.place(at, kind)
        if kind.name == "shape":
            return self._in_shape(kind, at, rest)
        if kind.name == "list":
            return self._in_list(kind, at, rest)
        if kind.name == "map":
            node = node_at(self.contents[self.file], at)
            name, below = _first(rest, [*(node if isinstance(node, dict) else ()), *self.issues])
            known = (isinstance(node, dict) and name in node) or name in self.issues
            return self.on(kind.inner, (*at, name if known else rest), below if known else "")
        if kind.name == "number":
            return self._basis(at, rest, _BASIS)
        if kind.name == "reservation":
            return self._in_reservation(at, rest)
        if kind.name in {"ids", "texts"}:
            return self.place(at, kind, form="member", name=rest)
        raise CaseError(f"the path goes on after its end: {rest!r}", where=self.path, hint="shorten it")

    def _in_shape(self, kind: Kind, at: Address, rest: str) -> Place:
        key, _, below = rest.partition(".")
        if key not in kind.keys:
            raise UnknownName.among(key, "key", kind.keys, where=self.path)
        if key == kind.key and (at or kind.file != "case"):
            what, hint = "other places name it by this", "add a new one and take the old one out"
            raise CaseError(what, where=self.path, hint=hint)
        if kind.shape == "IssueShape" and key == "options" and "range" in self._keys(at):
            what = "the options of this issue are the steps of its range"
            raise CaseError(what, where=self.path, hint="write them out as `options:` in the file first")
        return self.on(kind.field(key), (*at, key), below)

    def _in_list(self, kind: Kind, at: Address, rest: str) -> Place:
        node = node_at(self.contents[self.file], at)
        items = node if isinstance(node, list) else []
        names = [str(item.get(kind.key)) if isinstance(item, dict) else "" for item in items]
        name, below = _first(rest, names)
        if name in names and below:
            return self.on(kind.inner, (*at, names.index(name)), below)
        if name not in names and rest.partition(".")[2].partition(".")[0] in kind.inner.keys:
            raise UnknownName.among(name, kind.of.removesuffix("Shape").lower(), names, where=self.path)
        return self.place(at, kind, form="item", name=name if name in names else rest)

    def _in_reservation(self, at: Address, rest: str) -> Place:
        number, _, below = rest.partition(".")
        node = node_at(self.contents[self.file], at)
        dated = isinstance(node, list) and any(isinstance(one, dict) for one in node)
        if not number.isdecimal():
            return self._basis(self._in_force(at), rest, _DATED if dated else _BASIS)
        count = len(node) if dated else 1
        if int(number) >= count:
            raise UnknownName.among(number, "reservation", map(str, range(count)), where=self.path)
        at = (*at, int(number)) if dated else at
        return self._basis(at, below, _DATED) if below else self.place(at, Kind(name="number"))

    def _in_force(self, at: Address) -> Address:
        """The reservation that holds on the day of the case, the last one where no day is given."""
        node = node_at(self.contents[self.file], at)
        if not (isinstance(node, list) and any(isinstance(one, dict) for one in node)):
            return at
        day = str(self.contents[MAIN].get("as_of", ""))
        since = [str(one.get("since", "")) if isinstance(one, dict) else "" for one in node]
        held = [number for number, start in enumerate(since) if not day or start <= day]
        if not held:
            what, hint = f"no reservation holds on {day}", "name one: reservation.0"
            raise CaseError(what, where=self.path, hint=hint)
        return (*at, max(held, key=lambda number: since[number]))

    def _basis(self, at: Address, key: str, known: Mapping[str, str]) -> Place:
        if key not in known:
            raise UnknownName.among(key, "part of a number", known, where=self.path)
        return self.place(at, Kind(name=known[key]), form="basis", name=key)

    def _keys(self, at: Address) -> Iterable[str]:
        node = node_at(self.contents[self.file], at)
        return node if isinstance(node, dict) else ()


def _is_in(content: Any, file: str, folder: str, key: str) -> bool:
    return file.startswith(f"{folder}/") and isinstance(content, dict) and key in content


def _names(main: Any, section: str) -> list[str]:
    items = main.get(section) if isinstance(main, dict) else None
    if not isinstance(items, list):
        return []
    return [str(item.get("id")) if isinstance(item, dict) else "" for item in items]


def _first(rest: str, known: Iterable[str]) -> tuple[str, str]:
    """The known name that `rest` starts with, the longest, and what follows; else up to the first dot."""
    fits = [name for name in known if name and (rest == name or rest.startswith(f"{name}."))]
    name = max(fits, key=len) if fits else rest.partition(".")[0]
    return name, rest[len(name) + 1 :]
