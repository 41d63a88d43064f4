"""Answering an assistant from the command line."""

from typing import Annotated

import typer

__all__ = ["mcp"]


def mcp(
    case: Annotated[
        str,
        typer.Argument(metavar="CASE", help="A case folder or file, or a bundled name; may be left out."),
    ] = "",
    record: Annotated[
        str, typer.Option("--record", metavar="RECORD", help="A record whose statements can be read too.")
    ] = "",
    accord: Annotated[
        str, typer.Option("--accord", metavar="ACCORD", help="An accord file, or a bundled name.")
    ] = "",
    seconds: Annotated[
        float, typer.Option("--seconds", min=1, max=3600, help="How long one question may take.")
    ] = 60.0,
) -> None:
    """Answer an assistant's questions over the Model Context Protocol; it can read, and nothing else.

    An assistant starts this command itself and talks to it over standard input and output.
    """
    import detente as dt

    dt.serve_assistants(case=case, record=record, accord=accord, seconds=seconds)
