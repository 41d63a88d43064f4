"""A copy of a case folder to edit: bundled cases stay as they are."""

import re
import shutil
from datetime import datetime
from pathlib import Path

from detente.case.editing.folder import CaseFolder
from detente.case.editing.log import NAME, moment
from detente.case.library import example_path, examples
from detente.case.readers.schemas import write_schemas
from detente.errors import SourceError
from detente.record.journal import Journal
from detente.sources.whole_file import write_whole

__all__ = ["copy_case"]

_SCHEMAS = ".schemas"
_HEADER = re.compile(
    rb"(?m)^(# yaml-language-server: \$schema=)\S*/(case|preferences|scenario)\.schema\.json"
)
_LEFT = shutil.ignore_patterns("*.part", "edits.*", _SCHEMAS, "__pycache__")


def copy_case(source: str | Path, to: str | Path, *, by: str, at: datetime) -> CaseFolder:
    """A new case folder at `to`, with all that lies in the source: a folder, or the name of a bundled case.

    The schemas for editors come with it, the journal of edits begins anew and says what it is a copy of.
    Raises SourceError when there is no case at the source or something at `to`, or it cannot be written.
    """
    place = Path(to)
    origin = example_path(str(source)) if str(source) in examples() else Path(source)
    if not (origin / "case.yaml").is_file():
        hint = f"name a folder with a file case.yaml, or one of {', '.join(examples())}"
        raise SourceError("is no case folder", where=str(origin), hint=hint)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise SourceError("there is something here already", where=str(place), hint="name a new folder")
    try:
        shutil.copytree(origin, place, ignore=_LEFT, dirs_exist_ok=True)
        write_schemas(place / _SCHEMAS)
        for file in sorted(place.rglob("*.yaml")):
            _point_to_schemas(file, place)
    except (OSError, shutil.Error) as error:
        told = getattr(error, "strerror", None) or "some of its files cannot be read"
        hint = "check the folder and its permissions"
        raise SourceError(f"cannot be written: {told.lower()}", where=str(place), hint=hint) from None
    with Journal(place, NAME) as journal:
        journal.append([{"copied_from": origin.name, "by": by, "at": moment(at)}])
    return CaseFolder.open(place)


def _point_to_schemas(file: Path, folder: Path) -> None:
    """The comment that leads an editor to the schema, as it must read in this folder."""
    up = "../" * (len(file.relative_to(folder).parts) - 1)
    head = rb"\g<1>" + f"{up}{_SCHEMAS}/".encode() + rb"\g<2>.schema.json"
    data = file.read_bytes()
    if (new := _HEADER.sub(head, data, count=1)) != data:
        file.chmod(file.stat().st_mode | 0o200)
        write_whole(file, new)
