"""`detente export`: a case as an Excel workbook, or as a folder of YAML files."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.load import Asked, load_case
from detente.cli.questions import AsOf, CaseName
from detente.errors import SourceError

__all__ = ["export"]


def export(
    case: CaseName,
    to: Annotated[
        Path, typer.Argument(metavar="FILE.xlsx|FOLDER", help="A workbook, or a folder of YAML files.")
    ],
    as_of: AsOf = "",
    scenario: Annotated[str, typer.Option("--scenario", help="With the judgements of a scenario.")] = "",
    language: Annotated[
        str, typer.Option("--language", help="Of the heads of a workbook: ar, en, fr or he.")
    ] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Write over a workbook that is there.")] = False,  # noqa: FBT002
) -> None:
    """Write a case as an Excel workbook to edit, or as a folder; either is a CASE for every command."""
    import detente as dt

    found = load_case(case, Asked(as_of=as_of, scenario=scenario))
    if to.suffix.lower() != ".xlsx":
        sys.stdout.write(f"{dt.write_case(found, to)}\n")
        return
    if to.exists() and not replace:
        raise SourceError("is there already", where=str(to), hint="choose another name, or add --replace")
    sys.stdout.write(f"{dt.write_workbook(found, to, language=language)}\n")
