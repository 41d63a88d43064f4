"""The command line: parse, call one function of the facade, print. Exit 0 done, 2 bad input, 3 our fault."""

import os
import re
import sys
import traceback
from typing import TextIO

from detente.errors import CaseError, DetenteError

__all__ = ["main"]

FAULT = 3
MOST_TOLD = 400
"""How many lines of an error are told."""


def main() -> None:
    """Runs the command line and exits with its status; no input ends in a traceback."""
    words = sys.argv[1:]
    as_json = "--json" in words
    try:
        _prepare_streams(as_json=as_json)
        _run(words)
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        _drop_output()
        sys.stderr.write(f"\n{stop or 'stopped; nothing was left half written'}\n")
        sys.exit(130)
    except BrokenPipeError:
        _drop_output()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001
        _drop_output()
        status, told = _meant(error)
        if status == FAULT and os.environ.get("DETENTE_DEBUG"):
            traceback.print_exc()
        _tell(told, as_json=as_json)
        sys.exit(status)


def _run(words: list[str]) -> None:
    """Parses the words and runs their command; without words, tells what there is."""
    if any(not word or re.fullmatch(r"--[a-z-]+=", word) for word in words):
        hint = "leave the option out; in a script, look whether its variable has a value"
        raise CaseError("an argument is empty", hint=hint)
    if any("\x00" in word for word in words):
        raise CaseError("an argument holds a zero character", hint="write the name without it")
    import typer

    from detente.cli.commands import app

    command = typer.main.get_command(app)
    try:
        with command.make_context("detente", words or ["--help"]) as context:
            command.invoke(context)
    except typer.Exit as done:
        if done.exit_code:
            sys.exit(done.exit_code)


def _meant(error: Exception) -> tuple[int, DetenteError]:
    """The exit status for an error, and the error as one of ours."""
    import typer

    if isinstance(error, DetenteError):
        return 2, error
    if isinstance(error, OSError):
        hint = "another place, or ask for the right to read or write there"
        return 2, DetenteError(error.strerror or str(error), where=str(error.filename or ""), hint=hint)
    if isinstance(error, MemoryError):
        return 2, DetenteError("out of memory", hint="fewer draws, or settle some issues first")
    if isinstance(error, typer.BadParameter.__bases__[0]):
        return 2, _misused(error)
    fault = f"a fault of ours: {type(error).__name__}: {error}"
    hint = "report it with the output of the same command and DETENTE_DEBUG=1"
    return FAULT, DetenteError(fault, hint=hint)


def _misused(error: Exception) -> DetenteError:
    """What the parser of options says, in the words of our errors."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "detente"
    what = str(getattr(error, "format_message", lambda: error)()).strip().rstrip(".")
    for theirs, ours in _PLAINER:
        what = re.sub(theirs, ours, what)
    return DetenteError(what[:1].lower() + what[1:], hint=f"`{command} --help` lists what can be written")


_PLAINER = (
    (r"Input should be", "it should be"),
    (r"a valid integer.*", "a whole number"),
    (r"a valid number.*", "a number"),
    (r"greater than or equal to", "at least"),
    (r"less than or equal to", "at most"),
)


def _tell(error: DetenteError, *, as_json: bool) -> None:
    """Writes the error to the error stream, as text or JSON."""
    from detente.cli.out import json_text, shown_lines

    if as_json:
        sys.stderr.write(json_text(error.as_dict()) + "\n")
        return
    mark = "" if isinstance(error, CaseError) and len(error.problems) > 1 else "detente: "
    text = re.sub(r"\S{300,}", lambda long: f"{long[0][:60]}...{long[0][-20:]}", str(error))
    lines = text.split("\n")
    rest = [f"and {len(lines) - MOST_TOLD:,} lines more; --json tells all"] if len(lines) > MOST_TOLD else []
    told = "\n".join([*lines[:MOST_TOLD], *rest])
    sys.stderr.write(f"{mark}{shown_lines(told)}\n")


def _prepare_streams(*, as_json: bool) -> None:
    """Makes both streams writable in every locale: JSON is UTF-8, text escapes what cannot be shown."""
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="backslashreplace")


def _drop_output() -> None:
    """Lets what is still to be written go nowhere, so that the end of the process is quiet."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123
