"""One YAML file becomes a setting of talks; every problem is reported at once, with its line.

The file is loaded, held against its shape, and built into values; then `setting.validate` looks at what they
mean together. What does not fit its shape is left aside, so that the rest can still be looked at.
"""

from pathlib import Path
from typing import Any

from detente.case.address import Address, Finding
from detente.case.model import Case
from detente.case.readers.as_found import FileAsFound, id_of, refuse_other_versions, shape_of
from detente.case.readers.yaml_nodes import Map, Plain, Seq, load
from detente.errors import CaseError, SettingError
from detente.talks.setting.readers.build import build_setting
from detente.talks.setting.readers.shapes import SettingFile
from detente.talks.setting.validate import findings
from detente.talks.setting.values import Setting

__all__ = ["VERSION", "read_yaml"]

VERSION = 1
"""The version of the format that this program reads."""

_KEY = "detente-talks"


def read_yaml(path: Path, case: Case | None) -> Setting:
    """The setting in the file at `path`.

    Raises SourceError, UnsupportedVersion, or SettingError with every problem.
    """
    try:
        root = load(path, starts=f"a setting of talks starts with the line `{_KEY}: {VERSION}`")
    except CaseError as error:
        raise SettingError.of(error.problems) from None
    file = FileAsFound(name=str(path), root=root)
    refuse_other_versions(file, _KEY, VERSION)
    shape = shape_of(file, SettingFile, _without)
    setting = None
    if shape is not None:
        setting, found = build_setting(shape, case.as_of if case is not None else None)
        for finding in dict.fromkeys((*found, *findings(setting, case))):
            _note_finding(file, finding)
    if file.problems or setting is None:
        raise SettingError.of(sorted(file.problems, key=lambda problem: problem.line))
    return setting


def _note_finding(file: FileAsFound, finding: Finding) -> None:
    """Notes a finding about the values, unless it only follows from what was left aside."""
    at = finding.at
    if finding.name in file.aside or (at and at[0] in file.aside):
        return
    file.note(file.before(at), finding.what, finding.hint)


def _without(file: FileAsFound, faulty: set[Address]) -> Map:
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
            file.aside |= {id_of(whole[number]) for number in bad if isinstance(number, int)}
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
