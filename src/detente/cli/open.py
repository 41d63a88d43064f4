"""Opening the workbench from the command line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.clock import now
from detente.errors import CaseError, nearest

__all__ = ["open_case"]


def open_case(
    case: Annotated[str, typer.Argument(help="A case folder, or the name of a bundled case.")],
    record: Annotated[
        Path | None, typer.Option(help="The record of statements to review and to show.")
    ] = None,
    accord: Annotated[str, typer.Option(help="An accord: its file, or the name of a bundled one.")] = "",
    port: Annotated[int, typer.Option(help="The port; a free one when left out.", min=0, max=65535)] = 0,
    show: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
) -> None:
    """Open a case in the browser: a workbench on this machine, until it is stopped with Ctrl-C."""
    import detente as dt

    place = Path(case)
    if place.is_dir():
        dt.read_case(place)
        folder: Path | None = place
    elif case in dt.examples():
        folder = None
    else:
        hint = f"name a case folder, or a bundled case ({nearest(case, dt.examples())})"
        raise CaseError(
            "there is no such case folder, and no bundled case of that name", where=case, hint=hint
        )
    if record is not None:
        dt.read_record(record)
    if accord and accord not in dt.accord_examples():
        dt.read_accord(accord)
    opened = dt.Opened(name=case, now=now, folder=folder, record=record, accord=accord)
    dt.open_workbench(opened, port=port, show=show, told=_link)


def _link(link: str) -> None:
    sys.stdout.write(f"open {link}\nCtrl-C stops the workbench\n")
    sys.stdout.flush()
