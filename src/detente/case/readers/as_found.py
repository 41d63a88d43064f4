"""A YAML file as it was found: its problems with their lines, and what of it fits its shape.

For files that are one value each (an accord, a setting of talks): the file is held against its shape; what
does not fit is left aside, so that the rest can still be looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from detente.case.address import Address, spelled
from detente.case.readers.places import line_of, stands
from detente.case.readers.told import faults_of
from detente.case.readers.yaml_nodes import Map, plain_value
from detente.errors import Problem, UnsupportedVersion

__all__ = ["FileAsFound", "id_of", "refuse_other_versions", "shape_of"]

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(slots=True)
class FileAsFound:
    """A file and what is wrong with it.

    `aside`: names of what was left aside; `kept`: for lists that lost items, the places of those that remain.
    `sound` False: too much is missing to look at what the rest means.
    """

    name: str
    root: Any
    problems: list[Problem] = field(default_factory=list)
    aside: set[str] = field(default_factory=set)
    kept: dict[str, list[int]] = field(default_factory=dict)
    sound: bool = True

    def note(self, at: Address, what: str, hint: str) -> None:
        """Notes a problem at the line of its address."""
        line = line_of(self.root, at)
        self.problems.append(Problem(path=spelled(at), what=what, hint=hint, file=self.name, line=line))

    def before(self, at: Address) -> Address:
        """The address in the file of an address in what was kept of it."""
        if len(at) > 1 and isinstance(at[1], int) and at[0] in self.kept:
            return (at[0], self.kept[str(at[0])][at[1]], *at[2:])
        return at


def refuse_other_versions(file: FileAsFound, key: str, version: int) -> None:
    """Notes a version that does not exist; UnsupportedVersion for a newer one than this program reads."""
    found = plain_value(file.root.get(key)) if isinstance(file.root, Map) else None
    if not isinstance(found, int) or isinstance(found, bool) or found == version:
        return
    if found > version:
        what = f"is written in version {found} of the format, and this detente reads version {version}"
        file.note((key,), what, "update it with `pip install --upgrade detente`")
        problem = file.problems[0]
        raise UnsupportedVersion(what, where=problem.where, hint=problem.hint, problems=(problem,))
    file.note((key,), f"there is no version {found} of the format", f"write `{key}: {version}`")


def shape_of(
    file: FileAsFound, kind: type[Shape], without: Callable[[FileAsFound, set[Address]], Map]
) -> Shape | None:
    """The shape of the file, or of what fits of it; None when too little does.

    `without` gives the content without the faulty addresses, and notes in the file what was left aside.
    """
    try:
        return kind.model_validate(file.root)
    except ValidationError as error:
        faults = list(faults_of(error, kind))
    for at, what, hint in faults:
        if what == "is missing" and stands(file.root, at):
            file.note(at, "has no value", "write one; put the word null in quotes if it is meant as text")
        else:
            file.note(at, what, hint)
    if not isinstance(file.root, Map):
        return None
    try:
        return kind.model_validate(without(file, {at for at, _, _ in faults}))
    except ValidationError:
        return None


def id_of(node: Any) -> str:
    """The id that an item gives itself, "?" for none."""
    name = node.get("id") if isinstance(node, dict) else ""
    return str(name) if isinstance(name, str) and name else "?"
