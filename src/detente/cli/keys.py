"""What a person types in a review: single keys on a terminal, lines where the input is a file or a pipe.

On a terminal each key acts at once. From a pipe every line holds keys ("aar"), or one command with its words
("e act=demands; issue=wages").
"""

import sys
from collections import deque
from collections.abc import Callable
from typing import TextIO

__all__ = ["Keys"]

CUT = "\x03\x04"
"""Ctrl-C and Ctrl-D as a terminal gives them when keys act at once."""


class Keys:
    """Reads one command after the other: its key, and the words that came with it ("" for none)."""

    def __init__(self, source: TextIO, *, with_words: str = "") -> None:
        self._source = source
        self._with_words = with_words
        self._waiting: deque[tuple[str, str]] = deque()
        self.direct = source.isatty()
        self._read: Callable[[], str] | None = _key_reader(source) if self.direct else None

    def next(self) -> tuple[str, str] | None:
        """The next key with its words; None at the end of the input."""
        if self._read is not None:
            key = self._read()
            if key == "\x03":
                raise KeyboardInterrupt
            return None if key in {"", "\x04"} else (key, "")
        while not self._waiting:
            line = self._source.readline()
            if not line:
                return None
            line = line.strip()
            if line[:1] in self._with_words and (len(line) == 1 or line[1:2].isspace()):
                self._waiting.append((line[:1], line[1:].strip()))
            else:
                self._waiting.extend((key, "") for key in line if not key.isspace())
        return self._waiting.popleft()

    def line(self) -> str:
        """A line of words; "" at the end of the input."""
        return self._source.readline().strip()


def _key_reader(source: TextIO) -> Callable[[], str]:
    """How a single key is read from a terminal without waiting for the end of the line."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.getwch
    import termios
    import tty

    file = source.fileno()

    def read() -> str:
        before = termios.tcgetattr(file)
        try:
            tty.setcbreak(file, termios.TCSADRAIN)
            return source.read(1)
        finally:
            termios.tcsetattr(file, termios.TCSADRAIN, before)

    return read
