"""From what is written on the command line to an accord, its wordings and readings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import detente as dt
from detente.errors import DetenteError

__all__ = ["AccordName", "Order", "Reading", "Wording", "chosen", "load_accord", "space_of"]

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
    acting = [name.strip() for name in order.split(",") if name.strip()]
    return dt.AccordSpace(accord, wording=wording, readings=chosen(readings), order=acting)
