"""Settings of talks from files: YAML that a person writes, read whole, or every problem reported at once."""

from pathlib import Path

from detente.case.model import Case
from detente.talks.setting.values import Setting

__all__ = ["read_setting"]


def read_setting(path: str | Path, case: Case | None = None) -> Setting:
    """The setting of talks in the file at `path`, held against `case` where one is given.

    Raises SourceError when nothing readable is there, UnsupportedVersion for a file of a later format,
    SettingError with every problem found otherwise, each with its line.

    >>> read_setting("nowhere.yaml")
    Traceback (most recent call last):
    detente.errors.SourceError: nowhere.yaml: there is no such file
      try: check the path
    """
    from detente.talks.setting.readers.yaml_setting import read_yaml

    return read_yaml(Path(path), case)
