"""The bundled settings of talks, each a file that can be read, copied and edited; and the one for a case.

They lie inside the package, in `talks/settings`; their names are the files' names.
"""

from functools import cache
from pathlib import Path

from detente.case.model import Case
from detente.errors import UnknownName
from detente.talks.setting.defaults import default_setting
from detente.talks.setting.readers import read_setting
from detente.talks.setting.validate import findings
from detente.talks.setting.values import Setting

__all__ = ["setting_for", "setting_named", "setting_path", "settings"]

_SETTINGS = Path(__file__).parent.parent / "settings"


def settings() -> tuple[str, ...]:
    """The ids of the bundled settings, in alphabetical order.

    >>> settings()
    ('gaza-2024', 'two-rivers')
    """
    return tuple(sorted(path.stem for path in _SETTINGS.glob("*.yaml")))


@cache
def setting_named(name: str) -> Setting:
    """The bundled setting of that id, read once; UnknownName with the nearest ids when there is none.

    >>> setting_named("two-rivers").case
    'two-rivers'
    """
    return read_setting(setting_path(name))


def setting_path(name: str) -> Path:
    """The file of the bundled setting of that id; UnknownName with the nearest ids when there is none.

    >>> setting_path("gaza-2024").name
    'gaza-2024.yaml'
    """
    if name not in settings():
        raise UnknownName.among(name, "bundled setting", settings())
    return _SETTINGS / f"{name}.yaml"


def setting_for(case: Case) -> Setting:
    """The bundled setting that is written for the case, or a default one whose every number is an assumption.

    A bundled setting is taken when it names the case, begins on its day and refers to nothing that the case
    lacks; so a case as it was known earlier is never given what was learnt later.

    >>> from detente.case.library import example
    >>> setting_for(example("gaza-2024")).id, setting_for(example("panama-canal-1974")).id
    ('gaza-2024', 'default')
    """
    for name in settings():
        found = setting_named(name)
        if found.case == case.id and found.start in {None, case.as_of} and not findings(found, case):
            return found
    return default_setting(case)
