"""One YAML file becomes an accord; every problem is reported at once, with its line.

The file is loaded, held against its shape, and built into values; then `language.validate` looks at what they
mean together. What does not fit its shape is left aside, so that the rest can still be looked at.
"""

import re
from pathlib import Path
from typing import Any

from detente.accord.language.plan import Accord
from detente.accord.language.readers.build import build_accord
from detente.accord.language.readers.shapes import AccordFile
from detente.accord.language.validate import findings
from detente.case.address import Address, Finding
from detente.case.readers.as_found import FileAsFound, id_of, refuse_other_versions, shape_of
from detente.case.readers.places import stands
from detente.case.readers.yaml_nodes import Map, Plain, Seq, load
from detente.errors import AccordError, CaseError

__all__ = ["VERSION", "read_yaml"]

VERSION = 1
"""The version of the format that this program reads."""

_KEY = "detente-accord"


class _File(FileAsFound):
    """The file as it was found; addresses as an accord writes them."""

    def note(self, at: Address, what: str, hint: str) -> None:
        """Notes a problem at the line of its address."""
        FileAsFound.note(self, _as_written(self.root, at), what, hint)

    def note_finding(self, finding: Finding) -> None:
        """Notes a finding about the values, unless it only follows from what was left aside."""
        at = finding.at
        if self.aside & {finding.name, *re.split(r"[(), ]+", finding.name)} - {""}:
            return
        if len(at) == 1 and at[0] in self.kept:
            return
        self.note(self.before(at), finding.what, finding.hint)


def read_yaml(path: Path) -> Accord:
    """The accord in the file at `path`.

    Raises SourceError, UnsupportedVersion, or AccordError with every problem.
    """
    try:
        root = load(path, starts=f"an accord starts with the line `{_KEY}: {VERSION}`")
    except CaseError as error:
        raise AccordError.of(error.problems) from None
    file = _File(name=str(path), root=root)
    refuse_other_versions(file, _KEY, VERSION)
    shape = shape_of(file, AccordFile, _without)
    accord = None
    if shape is not None and file.sound:
        accord, found = build_accord(shape, str(path))
        for finding in dict.fromkeys((*found, *findings(accord, whole=not file.aside))):
            file.note_finding(finding)
    if file.problems or accord is None:
        raise AccordError.of(sorted(file.problems, key=lambda problem: problem.line))
    return accord


def _without(file: FileAsFound, faulty: set[Address]) -> Map:
    """The file's content without the items that do not fit; notes in `file` what was left aside."""
    rest = Map(file.root.line)
    rest.update(file.root)
    items: dict[str, set[str | int]] = {}
    for at in faulty:
        if len(at) > 1:
            items.setdefault(str(at[0]), set()).add(at[1])
        else:
            rest.pop(str(at[0]), None)
            file.aside.add(str(at[0]))
            file.sound = file.sound and at[0] not in {"sides", "phases", "clauses", "goods", "flags"}
    for key, instead in {"title": "?", "id": "x", _KEY: str(VERSION)}.items():
        if key in file.aside:
            rest[key] = Plain(instead)
    for section, bad in items.items():
        whole = rest.get(section)
        if isinstance(whole, Seq):
            file.kept[section] = [number for number in range(len(whole)) if number not in bad]
            rest[section] = [whole[number] for number in file.kept[section]]
            for number in bad:
                file.aside.add(id_of(whole[number]) if isinstance(number, int) else "")
        elif isinstance(whole, Map):
            rest[section] = {name: part for name, part in whole.items() if name not in bad}
            file.aside |= {str(name) for name in bad} | {section}
        else:
            rest.pop(section, None)
            file.aside.add(section)
    return rest


def _as_written(root: Any, at: Address) -> Address:
    """The address as the file writes it: a clause of one reading has no `readings[0]`."""
    if len(at) > 3 and at[0] == "clauses" and at[2:4] == ("readings", 0) and not stands(root, at[:3]):
        return (*at[:2], *at[4:])
    return at
