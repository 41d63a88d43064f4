"""One YAML file becomes a setting of talks; every problem is reported at once, with its line.

The file is loaded, held against its shape, and built into values; then `setting.validate` looks at what they
mean together. What does not fit its shape is left aside, so that the rest can still be looked at.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from detente.case.address import Address, Finding, spelled
from detente.case.model import Case
from detente.case.readers.places import line_of, stands
from detente.case.readers.told import faults_of
from detente.case.readers.yaml_nodes import Map, Plain, Seq, load, plain_value
from detente.errors import CaseError, Problem, SettingError, UnsupportedVersion
from detente.talks.setting.readers.build import build_setting
from detente.talks.setting.readers.shapes import SettingFile
from detente.talks.setting.validate import findings
from detente.talks.setting.values import Setting

__all__ = ["VERSION", "read_yaml"]

VERSION = 1
"""The version of the format that this program reads."""

_KEY = "detente-talks"


@dataclass(slots=True)
class _File:
    """The file as it was found.

    `aside`: names of what was left aside; `kept`: for lists that lost items, the places of those that remain.
    """

    name: str
    root: Any
    problems: list[Problem] = field(default_factory=list)
    aside: set[str] = field(default_factory=set)
    kept: dict[str, list[int]] = field(default_factory=dict)

    def note(self, at: Address, what: str, hint: str) -> None:
        """Notes a problem at the line of its address."""
        line = line_of(self.root, at)
        self.problems.append(Problem(path=spelled(at), what=what, hint=hint, file=self.name, line=line))

    def note_finding(self, finding: Finding) -> None:
        """Notes a finding about the values, unless it only follows from what was left aside."""
        at = finding.at
        if finding.name in self.aside or (at and at[0] in self.aside):
            return
        if len(at) > 1 and isinstance(at[1], int) and at[0] in self.kept:
            at = (at[0], self.kept[str(at[0])][at[1]], *at[2:])
        self.note(at, finding.what, finding.hint)


def read_yaml(path: Path, case: Case | None) -> Setting:
    """The setting in the file at `path`.

    Raises SourceError, UnsupportedVersion, or SettingError with every problem.
    """
    try:
        root = load(path, starts=f"a setting of talks starts with the line `{_KEY}: {VERSION}`")
    except CaseError as error:
        raise SettingError.of(error.problems) from None
    file = _File(name=str(path), root=root)
    _refuse_other_versions(file)
    shape = _held(file)
    setting = None
    if shape is not None:
        setting, found = build_setting(shape, case.as_of if case is not None else None)
        for finding in dict.fromkeys((*found, *findings(setting, case))):
            file.note_finding(finding)
    if file.problems or setting is None:
        raise SettingError.of(sorted(file.problems, key=lambda problem: problem.line))
    return setting


def _refuse_other_versions(file: _File) -> None:
    found = plain_value(file.root.get(_KEY)) if isinstance(file.root, Map) else None
    if not isinstance(found, int) or isinstance(found, bool) or found == VERSION:
        return
    if found > VERSION:
        what = f"is written in version {found} of the format, and this detente reads version {VERSION}"
        file.note((_KEY,), what, "update it with `pip install --upgrade detente`")
        problem = file.problems[0]
        raise UnsupportedVersion(what, where=problem.where, hint=problem.hint, problems=(problem,))
    file.note((_KEY,), f"there is no version {found} of the format", f"write `{_KEY}: {VERSION}`")


def _held(file: _File) -> SettingFile | None:
    """The shape of the file, or of what fits of it."""
    try:
        return SettingFile.model_validate(file.root)
    except ValidationError as error:
        faults = list(faults_of(error, SettingFile))
    for at, what, hint in faults:
        if what == "is missing" and stands(file.root, at):
            file.note(at, "has no value", "write one; put the word null in quotes if it is meant as text")
        else:
            file.note(at, what, hint)
    if not isinstance(file.root, Map):
        return None
    try:
        return SettingFile.model_validate(_without(file, {at for at, _, _ in faults}))
    except ValidationError:
        return None


def _without(file: _File, faulty: set[Address]) -> Map:
    """The file's content without the parts that do not fit; notes in `file` what was left aside."""
    rest = Map(file.root.line)
    rest.update(file.root)
    for at in faulty:
        if len(at) == 1:
            rest.pop(str(at[0]), None)
            file.aside.add(str(at[0]))
    for key, instead in {"id": "x", _KEY: str(VERSION)}.items():
        if key in file.aside:
            rest[key] = Plain(instead)
    for section in {str(at[0]) for at in faulty if len(at) > 1}:
        whole, below = rest.get(section), {at[1:] for at in faulty if len(at) > 1 and at[0] == section}
        if isinstance(whole, Seq):
            bad = {at[0] for at in below}
            file.kept[section] = [number for number in range(len(whole)) if number not in bad]
            rest[section] = [whole[number] for number in file.kept[section]]
            file.aside |= {_id_of(whole[number]) for number in bad if isinstance(number, int)}
        elif isinstance(whole, Map):
            rest[section] = _trimmed(whole, below)
        else:
            rest.pop(section, None)
            file.aside.add(section)
    return rest


def _trimmed(whole: Map, faulty: set[Address]) -> dict[str, Any]:
    """The mapping without the keys that do not fit, or without what does not fit in the mappings below."""
    kept = {}
    for key, part in whole.items():
        below = [at for at in faulty if at[0] == key]
        if not below:
            kept[key] = part
        elif isinstance(part, Map) and all(len(at) > 1 for at in below):
            kept[key] = {name: own for name, own in part.items() if not any(at[1] == name for at in below)}
    return kept


def _id_of(node: Any) -> str:
    name = node.get("id") if isinstance(node, dict) else ""
    return str(name) if isinstance(name, str) and name else "?"
