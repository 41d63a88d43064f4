"""Accords from files: YAML that a person writes, read whole or reported with every problem at once."""

from pathlib import Path

from detente.accord.language.plan import Accord
from detente.errors import SourceError

__all__ = ["FILE", "read_accord"]

FILE = "accord.yaml"
"""The name of an accord's file in a folder."""


def read_accord(path: str | Path) -> Accord:
    """The accord in the file at `path`, or in the file accord.yaml of that folder; its `file` is set.

    Raises SourceError when nothing readable is there, UnsupportedVersion for a file of a later format,
    AccordError with every problem found otherwise.

    >>> read_accord("nowhere")
    Traceback (most recent call last):
    detente.errors.SourceError: nowhere: there is no such file or folder
      try: check the spelling of the path
    """
    from detente.accord.language.readers.yaml_accord import read_yaml

    place = Path(path)
    try:
        place.stat()
        folder = place.is_dir()
        held = folder and (place / FILE).exists()
    except PermissionError:
        what, hint = "there is no permission to read this", "change its permissions"
        raise SourceError(what, where=str(place), hint=hint) from None
    except (OSError, ValueError):
        what, hint = "there is no such file or folder", "check the spelling of the path"
        raise SourceError(what, where=str(place), hint=hint) from None
    if folder and not held:
        what, hint = f"holds no {FILE}", "give the accord's file, or the folder that holds it"
        raise SourceError(what, where=str(place), hint=hint)
    return read_yaml(place / FILE if folder else place)
