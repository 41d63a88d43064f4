"""From what is written on the command line to an accord, its wordings and readings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import detente as dt
from detente.errors import DetenteError

__all__ = [
    "AccordName",
    "Order",
    "Reading",
    "Wording",
    "chosen",
    "holds_accord",
    "load_accord",
    "sides_of",
    "space_of",
]

AccordName = Annotated[
    str, typer.Argument(metavar="ACCORD", help="An accord file, or a bundled name (detente accord list).")
]
Wording = Annotated[str, typer.Option("--wording", metavar="ID", help="A wording of the accord.")]
Reading = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="CLAUSE=ID", help="Read a clause so; repeat for several."),
]
Order = Annotated[
    str, typer.Option("--order", metavar="A,B", help="Who acts first on a day; both ways otherwise.")
]


def load_accord(name: str) -> Any:
    """The accord at a path, or the bundled one of that name (or of the only one that begins so)."""
    if Path(name).exists():
        return dt.read_accord(name)
    return dt.accord_example(name)


def holds_accord(name: str) -> bool:
    """Whether it names an accord: a file with its head, a folder with one and no case, or a bundled one."""
    path = Path(name)
    try:
        if not path.exists():
            return name in dt.accord_examples() and name not in dt.examples()
        if path.is_dir():
            return (path / "accord.yaml").is_file() and not (path / "case.yaml").is_file()
        if not path.is_file():
            return False
        with path.open("rb") as file:
            lines = file.read(65536).splitlines()
    except (OSError, ValueError):
        return False
    return any(line.removeprefix(b"\xef\xbb\xbf").startswith(b"detente-accord:") for line in lines)


def sides_of(option: str, text: str) -> tuple[str, ...]:
    """The sides that an option names, commas between them; at least one."""
    sides = tuple(side.strip() for side in text.split(",") if side.strip())
    if text and not sides:
        raise DetenteError(f"{option} {text!r} names nobody", hint=f"write {option} A,B")
    return sides


def chosen(texts: Sequence[str] | None) -> dict[str, str]:
    """The readings that options name, by clause."""
    found: dict[str, str] = {}
    for text in texts or ():
        clause, equals, reading = text.partition("=")
        if not equals or not clause or not reading:
            raise DetenteError(f"--reading {text!r} has no '='", hint="write CLAUSE=READING")
        if found.get(clause, reading) != reading:
            raise DetenteError(f"--reading names two readings of {clause!r}", hint="keep one of them")
        found[clause] = reading
    return found


def space_of(accord: Any, wording: str, readings: Sequence[str] | None, order: str = "") -> Any:
    """The accord under one reading of each clause, ready to be asked."""
    acting = sides_of("--order", order)
    return dt.AccordSpace(accord, wording=wording, readings=chosen(readings), order=acting)
