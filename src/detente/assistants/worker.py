"""A process of its own that answers, so that a question which takes too long can be ended.

It is started with the first question and again after one was ended; one question is asked at a time.
"""

import contextlib
import multiprocessing
import signal
from collections.abc import Mapping
from typing import Any, cast

from detente.assistants.answering import answer, refusal
from detente.assistants.desk import Desk
from detente.errors import DetenteError

__all__ = ["Worker"]

_STOPPED = (
    "the question was ended after {seconds:g} seconds; ask it with fewer draws or runs, or a part of it"
)


class Worker:
    """A process that knows the things given at the start, and how long one question may take."""

    def __init__(self, given: Mapping[str, str], *, seconds: float = 60.0) -> None:
        self.given = dict(given)
        self.seconds = seconds
        self._process: Any = None
        self._line: Any = None

    def ask(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The answer; DetenteError with the reason where there is none."""
        self._start()
        try:
            self._line.send((name, dict(arguments)))
            done = self._line.poll(self.seconds)
            told, found = self._line.recv() if done else ("ended", "")
        except (EOFError, OSError):
            self.close()
            raise DetenteError("the question ended early; ask with fewer draws or runs") from None
        if not done:
            self.close()
            raise DetenteError(_STOPPED.format(seconds=self.seconds))
        if told == "refused":
            raise DetenteError(found)
        return cast("dict[str, Any]", found)

    def close(self) -> None:
        """Ends the process; the next question starts another."""
        if self._process is None:
            return
        self._line.close()
        self._process.kill()
        self._process.join()
        self._process.close()
        self._process = self._line = None

    def _start(self) -> None:
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_answer_all, args=(theirs, self.given), daemon=True)
        self._process.start()
        theirs.close()
        if not self._line.poll(60.0):
            self.close()
            raise DetenteError("the process that answers does not start")
        self._line.recv()


def _answer_all(line: Any, given: dict[str, str]) -> None:
    """Answers what comes down the line until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    desk = Desk(**given)
    with contextlib.suppress(EOFError, OSError):
        line.send("ready")
        while True:
            name, arguments = line.recv()
            try:
                told = ("answer", answer(desk, name, arguments))
            except Exception as error:  # noqa: BLE001 - told in our words, never as a traceback
                line.send(("refused", refusal(error)))
            else:
                line.send(told)
