"""A process that works: it reads a task, says how far it is, gives the answer, and waits for the next.

It ends when the pipe does. What a task prints goes to the error stream, so that it never mixes with answers.
"""

import os
import sys
from typing import Any

from detente.errors import DetenteError
from detente.languages import speaking
from detente.web.work.frames import framed, read_frame
from detente.web.work.tasks import TASKS

__all__ = ["work"]


def work() -> None:
    """Does one task after another until nothing more is asked."""
    asked = os.fdopen(os.dup(0), "rb")
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def answer(kind: str, value: Any) -> None:
        told.write(framed((kind, value)))
        told.flush()

    while True:
        try:
            name, language, given = read_frame(asked)
        except (EOFError, KeyboardInterrupt):
            return
        try:
            with speaking(language):
                answer("done", TASKS[name](lambda *step: answer("step", step), **given))
        except DetenteError as error:
            answer("refused", (error.what, error.hint))
        except KeyboardInterrupt:
            return
        except BrokenPipeError:
            return
        except Exception as error:  # noqa: BLE001 - told to the process that asked
            answer("fault", f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    sys.modules["detente.web.work.child"] = sys.modules["__main__"]
    work()
