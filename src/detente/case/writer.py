"""A case as a folder of YAML files that a person can go on editing; reading it again gives the same case.

Numbers keep every digit, what is left at its default is left out, short things stand on one line. Each file
is written beside its place and then moved there, so that a reader never sees half of one.
"""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from detente.case.model import Case
from detente.case.plain_form import case_form, preferences_form, scenario_form
from detente.case.preferences import Preferences
from detente.case.readers.schemas import write_schemas
from detente.case.yaml_text import yaml_text
from detente.errors import SourceError
from detente.sources.whole_file import write_whole

__all__ = ["write_case", "write_preferences"]

SCHEMAS = ".schemas"


def write_case(case: Case, folder: str | Path) -> Path:
    """The folder, now holding case.yaml, preferences/*.yaml, scenarios/*.yaml and the schemas for editors.

    A scenario that is in force is written as it stands, in the numbers. Raises SourceError when the folder
    cannot be written, or holds preferences or scenarios that are not in the case: nothing is removed.
    """
    place = Path(folder)
    try:
        wants = {want.actor: preferences_form(want) for want in case.preferences}
        tales = {scenario.id: scenario_form(scenario) for scenario in case.scenarios}
        files = {
            **_files(place / "preferences", "preferences", wants),
            **_files(place / "scenarios", "scenario", tales),
            place / "case.yaml": _headed(f"{SCHEMAS}/case", case_form(case)),
        }
        write_schemas(place / SCHEMAS)
        for path, text in files.items():
            path.parent.mkdir(exist_ok=True)
            write_whole(path, text)
    except OSError as error:
        raise _refused(place, error) from None
    return place


def write_preferences(preferences: Preferences, path: str | Path) -> Path:
    """The file at `path`, now holding what one actor wants.

    Its folder is made where there is none. Raises SourceError when the file cannot be written.
    """
    place = Path(path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        near = (place.parent.parent / SCHEMAS).is_dir()
        schema = f"../{SCHEMAS}/preferences" if near else ""
        write_whole(place, _headed(schema, preferences_form(preferences)))
    except OSError as error:
        raise _refused(place, error) from None
    return place


def _headed(schema: str, form: object) -> str:
    head = f"# yaml-language-server: $schema={schema}.schema.json\n" if schema else ""
    return head + yaml_text(form)


def _files(folder: Path, kind: str, forms: Mapping[str, object]) -> dict[Path, str]:
    """The text of each file of the folder; SourceError when the folder holds another YAML file."""
    names = _file_names(forms)
    found = folder.iterdir() if folder.is_dir() else ()
    others = sorted(
        file.name
        for file in found
        if file.suffix.lower() in {".yaml", ".yml"} and file.name not in names.values()
    )
    if others:
        hint = "choose another folder, or move the file away"
        raise SourceError(f"holds {others[0]}, which is not in the case", where=str(folder), hint=hint)
    schema = f"../{SCHEMAS}/{kind}"
    return {folder / names[name]: _headed(schema, form) for name, form in forms.items()}


def _file_names(ids: Iterable[str]) -> dict[str, str]:
    """A file name for each id, distinct also where case or the form of accents does not count."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for name in ids:
        stem = name.replace(":", "_")[:40]
        number = 1
        while (key := _folded(stem if number == 1 else f"{stem}-{number}")) in taken:
            number += 1
        taken.add(key)
        names[name] = f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml"
    return names


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _refused(place: Path, error: OSError) -> SourceError:
    reason = os.strerror(error.errno).lower() if error.errno else "the disk refuses"
    return SourceError(
        f"cannot be written: {reason}", where=str(place), hint="check the folder and its permissions"
    )
