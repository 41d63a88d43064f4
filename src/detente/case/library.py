"""The bundled cases, each a folder that can be read, copied and edited.

They lie inside the package, in `case/cases`; their names are the folders' names.
"""

from functools import cache
from pathlib import Path

from detente.case.model import Case
from detente.case.readers import read_case
from detente.errors import UnknownName

__all__ = ["example", "example_path", "examples"]

_CASES = Path(__file__).parent / "cases"


@cache
def example(name: str) -> Case:
    """The bundled case of that name, read once; UnknownName with the nearest names when there is none.

    >>> example("two-rivers").invented
    True
    """
    return read_case(example_path(name))


def examples() -> tuple[str, ...]:
    """The names of the bundled cases, in alphabetical order.

    >>> "gaza-2024" in examples()
    True
    """
    return tuple(sorted(path.parent.name for path in _CASES.glob("*/case.yaml")))


def example_path(name: str) -> Path:
    """The folder of the bundled case of that name; UnknownName with the nearest names when there is none.

    >>> example_path("gaza-2024").name
    'gaza-2024'
    """
    if name not in examples():
        raise UnknownName.among(name, "bundled case", examples())
    return _CASES / name
