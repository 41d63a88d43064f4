"""The command line: parse, call one function of the facade, print. Exit 0 done, 2 bad input, 3 our fault."""

import json
import os
import sys
import traceback

from detente.errors import CaseError, DetenteError

__all__ = ["main"]


def main() -> None:
    """Runs the command line and exits with its status; no input ends in a traceback."""
    from detente.cli.commands import app

    as_json = "--json" in sys.argv
    try:
        app(standalone_mode=True)
    except DetenteError as error:
        sys.exit(_tell(error, as_json=as_json))
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; nothing was left half written\n")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"detente: {place}{error.strerror or error}\n")
        sys.stderr.write("  try: another place, or ask for the right to read or write there\n")
        sys.exit(2)
    except MemoryError:
        sys.stderr.write("detente: out of memory\n  try: fewer draws, or settle some issues first\n")
        sys.exit(2)
    except Exception as error:  # noqa: BLE001
        if os.environ.get("DETENTE_DEBUG"):
            traceback.print_exc()
        sys.stderr.write(f"detente: a fault of ours: {type(error).__name__}: {error}\n")
        sys.stderr.write("  try: report it with the output of the same command and DETENTE_DEBUG=1\n")
        sys.exit(3)


def _tell(error: DetenteError, *, as_json: bool) -> int:
    """Writes the error to the error stream, as text or JSON; gives the exit status."""
    if as_json:
        sys.stderr.write(json.dumps(error.as_dict(), ensure_ascii=False) + "\n")
    else:
        mark = "" if isinstance(error, CaseError) and len(error.problems) > 1 else "detente: "
        sys.stderr.write(f"{mark}{error}\n")
    return 2
