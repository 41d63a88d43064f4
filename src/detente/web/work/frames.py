"""Values over a pipe: eight bytes that count, then the value; between processes of ours only."""

import pickle
import struct
from typing import Any, BinaryIO, Final

__all__ = ["HEAD", "framed", "read_frame", "size_of"]

HEAD: Final = 8


def framed(value: Any) -> bytes:
    """The value as it goes over the pipe.

    >>> size_of(framed("a")[:HEAD]) == len(framed("a")) - HEAD
    True
    """
    content = pickle.dumps(value, protocol=5)
    return struct.pack(">Q", len(content)) + content


def size_of(head: bytes) -> int:
    """How many bytes follow a head."""
    found: int = struct.unpack(">Q", head)[0]
    return found


def read_frame(pipe: BinaryIO) -> Any:
    """The next value of the pipe; EOFError where it ends."""
    head = pipe.read(HEAD)
    if len(head) < HEAD:
        raise EOFError
    content = pipe.read(size_of(head))
    if len(content) < size_of(head):
        raise EOFError
    return pickle.loads(content)  # noqa: S301 - from a process of ours
