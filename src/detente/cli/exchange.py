"""The commands that pass records on and take them in: `record export`, `record import`, `record formats`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.clock import now
from detente.cli.out import write_json, write_lines
from detente.cli.questions import Json
from detente.errors import CaseError

__all__ = ["add_exchange"]

As = Annotated[str, typer.Option("--as", metavar="FORMAT", help="`detente record formats` lists them.")]


def add_exchange(app: typer.Typer) -> None:
    """Adds the commands to a group."""
    app.command(name="export")(_export)
    app.command(name="import")(_import)
    app.command(name="formats")(_formats)


def _export(
    folder: Annotated[str, typer.Argument(metavar="RECORD", help="A record folder or file.")],
    as_format: As,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="The file to write; named after the record by default."),
    ] = None,
    only: Annotated[str, typer.Option(help="all, standing (not refused), or accepted.")] = "all",
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Leave passages out; their digests still verify.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write a record in the format of another tool, and say what that format cannot carry."""
    import detente as dt

    if only not in {"accepted", "all", "standing"}:
        raise CaseError(f"--only {only!r} is none of them", hint="accepted, all or standing")
    formats = dt.record_formats()
    suffix = formats[as_format].suffix if as_format in formats else ""
    path = to or Path(Path(folder).resolve().stem + suffix)
    done = dt.export_from(folder, path, as_format, only=only, without_text=without_text)
    if as_json:
        write_json(done.as_dict())
    else:
        write_lines(str(done))


def _import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of another tool, or an export.")],
    into: Annotated[Path, typer.Option("--into", metavar="FOLDER", help="The record folder to add to.")],
    as_format: As = "",
    as_json: Json = False,
) -> None:
    """Add the statements of a file to a record folder; passages are found again in the texts it keeps."""
    import detente as dt

    done = dt.import_into(file, into, as_format or None, at=now())
    if as_json:
        write_json(done.as_dict())
    else:
        write_lines(str(done))


def _formats(as_json: Json = False) -> None:
    """The formats of records: which are read, which are only written."""
    import detente as dt

    rows = [
        {"name": one.name, "title": one.title, "suffix": one.suffix, "read": one.read is not None}
        for one in dt.record_formats().values()
    ]
    if as_json:
        write_json(rows)
        return
    for row in rows:
        ways = "written and read" if row["read"] else "written"
        sys.stdout.write(f"{row['name']}: {row['title']} ({row['suffix']}, {ways})\n")
