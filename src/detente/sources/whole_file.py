"""Text files that are there whole or not at all: a reader never sees half of one, an old one is not lost."""

import os
import stat
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, text: str | bytes) -> None:
    """Writes beside the place, then moves there in one step; a file that was there keeps its permissions.

    A text is written in UTF-8 with its own line ends, bytes as they are. Raises OSError when the place cannot
    be written, UnicodeEncodeError for a text with lone surrogates; what was there then is still there.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        if path.exists():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
