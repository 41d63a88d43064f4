"""Our own format: a folder of YAML files, or one file, becomes a case; every problem is reported at once.

Each file is loaded, held against its shape, and built into values; then `case.validate` looks at what they
mean together. What does not fit its shape is left aside, so that the rest can still be looked at.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import BaseModel, ValidationError

from detente.case.address import Address, Finding, spelled
from detente.case.model import Case
from detente.case.readers.places import line_of, resolved, stands
from detente.case.readers.shapes import CaseFile
from detente.case.readers.told import faults_of
from detente.case.readers.want_shapes import PreferencesFile, PreferencesShape, ScenarioFile
from detente.case.readers.yaml_build import build_case
from detente.case.readers.yaml_nodes import Map, Seq, load, plain_value
from detente.case.validate import findings
from detente.errors import CaseError, Problem, SourceError, UnsupportedVersion

__all__ = ["VERSION", "Load", "read_yaml"]

Load: TypeAlias = Callable[[Path], Any]

VERSION = 1
"""The version of the format that this program reads."""


@dataclass(slots=True)
class _File:
    """A file of the case as it was found.

    `value` is its shape, without the items whose ids stand in `aside`; `kept` are the positions of those that
    remain, for the lists that lost some. `sound` False: too much is missing to look at what the rest means.
    """

    name: str
    root: Any = None
    value: Any = None
    problems: list[Problem] = field(default_factory=list)
    unreadable: SourceError | None = None
    aside: set[str] = field(default_factory=set)
    kept: dict[str, list[int]] = field(default_factory=dict)
    sound: bool = True

    def problem(self, at: Address, what: str, hint: str) -> Problem:
        """The problem, at the line of its address."""
        at = resolved(self.root, at)
        return Problem(path=spelled(at), what=what, hint=hint, file=self.name, line=line_of(self.root, at))


def read_yaml(path: Path, *, load: Load = load) -> Case:
    """The case in the folder or file at `path`; `load` gives the content of each of its files.

    Raises SourceError, UnsupportedVersion, or CaseError with every problem of every file.
    """
    folder = path.is_dir()
    main = _opened(path / "case.yaml" if folder else path, CaseFile, load)
    wants = (
        [_opened(file, PreferencesFile, load) for file in _files_in(path / "preferences")] if folder else []
    )
    judged = [_opened(file, ScenarioFile, load) for file in _files_in(path / "scenarios")] if folder else []
    files = [main, *wants, *judged]
    problems = [problem for file in files for problem in file.problems]
    case = None
    if main.sound and main.value is not None:
        case, more = _joined(main, wants, judged)
        problems += more
    if problems or case is None:
        order = [file.name for file in files]
        problems.sort(key=lambda problem: (order.index(problem.file), problem.line))
        unreadable = [file.unreadable for file in files if file.unreadable]
        if len(problems) == len(unreadable) == 1:
            raise unreadable[0]
        raise CaseError.of(problems)
    return case


def _files_in(folder: Path) -> list[Path]:
    """The YAML files of a folder that may be absent, in the order of their names."""
    try:
        if not folder.is_dir():
            return []
        return sorted(file for file in folder.iterdir() if file.suffix.lower() in {".yaml", ".yml"})
    except PermissionError:
        hint = "change its permissions, or move the folder away"
        raise SourceError("there is no permission to read this", where=str(folder), hint=hint) from None


def _opened(path: Path, shape: type[BaseModel], load: Load) -> _File:
    file = _File(name=str(path))
    try:
        file.root = load(path)
    except SourceError as error:
        file.unreadable, file.sound = error, False
        line = error.where.removeprefix(f"{path}:")
        at = int(line) if line.isdecimal() else 1
        file.problems.append(Problem(path="", what=error.what, hint=error.hint, file=str(path), line=at))
        return file
    except CaseError as error:
        file.problems += error.problems
        file.sound = False
        return file
    if shape is CaseFile:
        _refuse_other_versions(file)
    _hold(file, shape)
    return file


def _refuse_other_versions(file: _File) -> None:
    found = plain_value(file.root.get("detente")) if isinstance(file.root, Map) else None
    if not isinstance(found, int) or isinstance(found, bool) or found == VERSION:
        return
    if found > VERSION:
        what = f"is written in version {found} of the format, and this detente reads version {VERSION}"
        problem = file.problem(("detente",), what, "update it with `pip install --upgrade detente`")
        raise UnsupportedVersion(what, where=problem.where, hint=problem.hint, problems=(problem,))
    what = f"there is no version {found} of the format"
    file.problems.append(file.problem(("detente",), what, f"write `detente: {VERSION}`"))


def _hold(file: _File, shape: type[BaseModel]) -> None:
    """Holds the file against its shape, and what fits of it once more."""
    try:
        file.value = shape.model_validate(file.root)
    except ValidationError as error:
        faults = list(faults_of(error, shape))
        file.problems += [file.problem(*_empty(file.root, fault)) for fault in faults]
        if shape is not CaseFile or not isinstance(file.root, Map):
            file.sound = False
            name = "actor" if shape is PreferencesFile else "id"
            file.aside |= _named(file.root, name)
            return
        try:
            file.value = shape.model_validate(_without(file, {at for at, _, _ in faults}))
        except ValidationError:
            file.sound = False


def _empty(root: Any, fault: tuple[Address, str, str]) -> tuple[Address, str, str]:
    """The fault; of a key that is there without a value, it says so."""
    at, what, _ = fault
    if what == "is missing" and stands(root, at):
        return at, "has no value", "write one; put the word null in quotes if it is meant as text"
    return fault


def _without(file: _File, faulty: set[Address]) -> Map:
    """The file's content without the items that do not fit; notes in `file` what was left aside."""
    rest = Map(file.root.line)
    rest.update(file.root)
    items: dict[str, set[str | int]] = {}
    for at in faulty:
        if at[-1] == "id":
            file.sound = False
        if len(at) == 1:
            file.sound = False
            rest.pop(str(at[0]), None)
        else:
            items.setdefault(str(at[0]), set()).add(at[1])
    for section, bad in items.items():
        whole = rest.get(section)
        if isinstance(whole, Seq) and all(isinstance(part, int) for part in bad):
            file.kept[section] = [number for number in range(len(whole)) if number not in bad]
            rest[section] = [whole[number] for number in file.kept[section]]
            names = [_named(whole[number], "id", "actor") for number in range(len(whole)) if number in bad]
            file.sound = file.sound and all(names)
            file.aside |= set(chain.from_iterable(names))
        elif section == "preferences" and isinstance(whole, Map):
            rest[section] = {name: want for name, want in whole.items() if name not in bad}
            file.aside |= {str(name) for name in bad}
        else:
            rest.pop(section, None)
            file.aside.add(section)
    return rest


def _named(node: Any, *keys: str) -> set[str]:
    found = (node.get(key) for key in keys) if isinstance(node, dict) else ()
    return {str(name) for name in found if isinstance(name, str)}


def _joined(main: _File, wants: list[_File], judged: list[_File]) -> tuple[Case, list[Problem]]:
    """The case of all files that fit, and what is wrong when they are seen together."""
    problems: list[Problem] = []
    bodies: dict[str, PreferencesShape] = {}
    places: dict[str, tuple[_File, Address]] = {}
    for name, shape in main.value.preferences.items():
        bodies[name], places[name] = shape, (main, ("preferences", name))
        if shape.actor and shape.actor != name:
            what = f"is {shape.actor!r}, and these are the preferences of {name!r}"
            problems.append(main.problem(("preferences", name, "actor"), what, "remove the key"))
    for file in (file for file in wants if file.value):
        name = file.value.actor
        if name in bodies:
            what = f"{name!r} has preferences already in {places[name][0].name}"
            problems.append(file.problem(("actor",), what, "keep one of the two"))
            continue
        bodies[name], places[name] = file.value, (file, ())
    tales = [(shape, main, ("scenarios", number)) for number, shape in enumerate(main.value.scenarios)]
    told = [*tales, *((file.value, file, ()) for file in judged if file.value)]
    told.sort(key=lambda one: one[0].id)
    case = build_case(main.value, bodies.items(), (shape for shape, _, _ in told))
    where = _Where(main, places, [(file, at) for _, file, at in told])
    aside = set(chain.from_iterable(file.aside for file in (main, *wants, *judged)))
    problems += where.problems(findings(case), aside)
    return case, problems


@dataclass(slots=True)
class _Where:
    """Which file, and where in it, says what stands at an address of the case."""

    main: _File
    wants: dict[str, tuple[_File, Address]]
    scenarios: list[tuple[_File, Address]]

    def problems(self, found: Iterable[Finding], aside: set[str]) -> Iterator[Problem]:
        """The findings as problems, without those that only follow from what was left aside."""
        for finding in found:
            if finding.name in aside or (len(finding.at) == 1 and finding.at[0] in self.main.kept):
                continue
            file, at = self._place(finding.at)
            yield file.problem(at, finding.what, finding.hint)

    def _place(self, at: Address) -> tuple[_File, Address]:
        if len(at) < 2:
            return self.main, at
        section, part = at[0], at[1]
        if section == "preferences" and part in self.wants:
            file, start = self.wants[str(part)]
            return file, (*start, *at[2:])
        if section == "scenarios" and isinstance(part, int):
            file, start = self.scenarios[part]
            return file, (*start, *at[2:])
        kept = self.main.kept.get(str(section))
        if kept is not None and isinstance(part, int):
            return self.main, (section, kept[part], *at[2:])
        return self.main, at
