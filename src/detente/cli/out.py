"""What goes to the terminal or a file: words and JSON in which nothing of a report can act on a terminal."""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from detente.cli.passage import shown_text

__all__ = ["json_text", "shown_lines", "write_json", "write_lines"]

_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write_lines(text: str | Iterable[str]) -> None:
    """Writes lines to the output, each neutral for a terminal."""
    parts = [text] if isinstance(text, str) else text
    sys.stdout.write("".join(f"{shown_lines(part)}\n" for part in parts))


def write_json(value: Any) -> None:
    """Writes a value as JSON to the output; characters that would act on a terminal are escaped."""
    sys.stdout.write(json_text(value, indent=1) + "\n")


def json_text(value: Any, *, indent: int | None = None) -> str:
    r"""A value as JSON; characters that would act on a terminal are escaped.

    >>> json_text({"a": "\x9b2J \u202e \xe9"})
    '{"a": "\\u009b2J \\u202e é"}'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shown_lines(text: str) -> str:
    r"""The lines of a text, each as a terminal can only show it.

    >>> shown_lines("a\x1b[2J\nb")
    'a\ufffd[2J\nb'
    """
    return "\n".join(shown_text(line) for line in text.split("\n"))
