"""The bundled accords, each a file that can be read, copied and edited.

They lie inside the package, in `accord/accords`; their names are the files' names. A name may be cut short
as long as it fits one of them alone.
"""

from functools import cache
from pathlib import Path

from detente.accord.language.plan import Accord
from detente.accord.language.readers import FILE, read_accord
from detente.errors import SourceError, UnknownName

__all__ = ["accord_example", "accord_examples", "accord_path", "new_accord"]

_ACCORDS = Path(__file__).parent / "accords"


def accord_example(name: str) -> Accord:
    """The bundled accord of that name, read once; UnknownName with the nearest names when there is none.

    >>> accord_example("three-phases").parties
    ('hamas', 'israel')
    """
    return _read(accord_path(name))


def accord_examples() -> tuple[str, ...]:
    """The names of the bundled accords, in alphabetical order.

    >>> "three-phases-2024" in accord_examples()
    True
    """
    return tuple(sorted(path.stem for path in _ACCORDS.glob("*.yaml")))


def accord_path(name: str) -> Path:
    """The file of the bundled accord of that name, or of the only one whose name begins so.

    Raises UnknownName with the nearest names where none fits, or more than one.

    >>> accord_path("prisoner").name
    'prisoner-exchange.yaml'
    """
    names = accord_examples()
    found = [name] if name in names else [known for known in names if name and known.startswith(name)]
    if len(found) != 1:
        raise UnknownName.among(name, "bundled accord", found or names)
    return _ACCORDS / f"{found[0]}.yaml"


def new_accord(name: str, path: str | Path) -> Path:
    """The file into which the bundled accord of that name was copied, for somebody to make it their own.

    A folder that exists gets a file accord.yaml. Nothing is ever written over: SourceError when the file is
    there already or cannot be written; UnknownName as `accord_path`.
    """
    text = accord_path(name).read_text(encoding="utf-8")
    place = Path(path)
    try:
        target = place / FILE if place.is_dir() else place
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        hint = "choose another name, or move the file away"
        raise SourceError("there is a file already", where=str(target), hint=hint) from None
    except (OSError, ValueError) as error:
        what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
        raise SourceError(what, where=str(place), hint="check the folder and its permissions") from None
    return target


@cache
def _read(path: Path) -> Accord:
    return read_accord(path)
