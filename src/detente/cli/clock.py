"""The one place that reads the clock; `DETENTE_NOW` stands for it where a run must be repeatable."""

import os
import time

from detente.errors import DetenteError

__all__ = ["now"]

FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """The moment in UTC as ISO 8601, such as 2024-07-03T12:00:00Z; its first ten characters are the day."""
    told = os.environ.get("DETENTE_NOW", "")
    if not told:
        return time.strftime(FORM, time.gmtime())
    try:
        time.strptime(told, FORM)
    except ValueError:
        hint = "write it as 2024-07-03T12:00:00Z, or unset it"
        raise DetenteError(f"{told!r} is no moment", where="DETENTE_NOW", hint=hint) from None
    return told
