"""How a cell spells what is more than one word: lists, options of issues, and text that a program may run.

Everything here comes in pairs: what one function writes the other reads back as it was.
"""

import re
from collections.abc import Iterable
from typing import Final

from detente.case.preferences import Literals

__all__ = [
    "MOST_CHARACTERS",
    "harmless",
    "ids_in",
    "literals_in",
    "note_in",
    "spelled_ids",
    "spelled_literals",
    "spelled_note",
    "spelled_texts",
    "texts_in",
    "unharmed",
]

MOST_CHARACTERS: Final = 32_767
"""The longest text that a cell holds, in UTF-16 code units."""

_RUN = re.compile("'*[=+\\-@\t\r]")
_ODD: Final = {"FFFE": "\ufffe", "FFFF": "\uffff", "005F": "_"}
_BETWEEN = re.compile("[,;،؛\n]")
_ESCAPES: Final = {"\\": "\\", ";": ";", " ": " ", "n": "\n", "0": ""}


def harmless(text: str) -> str:
    """The text as it is written: with an apostrophe before what a spreadsheet could take for a formula.

    So it is harmless in a file of values with commas as well. Two code points that XML forbids are spelled.

    >>> harmless("=1+1"), harmless("'tis"), harmless("3-1")
    ("'=1+1", "'tis", '3-1')
    """
    if "_x" in text:
        text = re.sub("_(?=x(005F|FFFE|FFFF)_)", "_x005F_", text)
    text = text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")
    return f"'{text}" if _RUN.match(text) else text


def unharmed(text: str) -> str:
    """The text that `harmless` wrote.

    >>> unharmed("'=1+1"), unharmed("=1+1"), unharmed("'tis")
    ('=1+1', '=1+1', "'tis")
    """
    if text.startswith("'") and _RUN.match(text):
        text = text[1:]
    if "_x" in text:
        text = re.sub("_x(005F|FFFE|FFFF)_", lambda found: _ODD[found[1]], text)
    return text


def spelled_ids(ids: Iterable[str]) -> str:
    """The ids with commas between.

    >>> spelled_ids(("a", "b"))
    'a, b'
    """
    return ", ".join(ids)


def ids_in(text: str) -> tuple[str, ...]:
    """The ids of a list; commas, semicolons and new lines separate, those of Arabic too.

    >>> ids_in("a,b ; ج، د")
    ('a', 'b', 'ج', 'د')
    """
    return tuple(part for part in (piece.strip() for piece in _BETWEEN.split(text)) if part)


def spelled_literals(options: Literals) -> str:
    """Issues with their options.

    >>> spelled_literals((("dam", ("low", "high")), ("port", ("free",))))
    'dam = low, high; port = free'
    """
    return "; ".join(f"{issue} = {spelled_ids(names)}" for issue, names in options)


def literals_in(text: str) -> Literals:
    """The issues with their options; ValueError with what is wrong.

    >>> literals_in("dam = low, high; port=free")
    (('dam', ('low', 'high')), ('port', ('free',)))
    """
    found = []
    for piece in re.split("[;؛\n]", text):
        if not piece.strip():
            continue
        issue, sign, options = piece.partition("=")
        if not sign or "=" in options:
            raise ValueError(f"{piece.strip()[:60]!r} is not an issue with its options")
        found.append((issue.strip(), ids_in(options)))
    issues = [issue for issue, _ in found]
    twice = next((issue for issue in issues if issues.count(issue) > 1), None)
    if twice is not None:
        raise ValueError(f"the issue {twice!r} is named twice")
    return tuple(found)


def spelled_note(text: str) -> str:
    r"""The text, `\0` for an empty one, so that it is told from no note at all.

    >>> print(spelled_note(""), spelled_note("calm"))
    \0 calm
    """
    return "\\" + (text or "0") if re.fullmatch(r"\\+0|", text) else text


def note_in(text: str) -> str:
    r"""The text that `spelled_note` wrote.

    >>> note_in("\\0"), note_in("calm")
    ('', 'calm')
    """
    if not re.fullmatch(r"\\+0", text):
        return text
    return text[1:] if len(text) > 2 else ""


def spelled_texts(texts: Iterable[str]) -> str:
    r"""Texts with semicolons between; a backslash stands before what would be misread.

    >>> print(spelled_texts(("a; b", "c ", "")))
    a\; b; c\ ; \0
    """
    return "; ".join(_spelled_text(text) for text in texts)


def texts_in(text: str) -> tuple[str, ...]:
    r"""The texts of a list.

    >>> texts_in("a\\; b; c\\ ; \\0;")
    ('a; b', 'c ', '')
    """
    pieces = re.findall(r"(?:\\.|[^\\;]|\\$)+", text, re.DOTALL)
    return tuple(_text_in(piece) for piece in pieces if piece.strip())


def _spelled_text(text: str) -> str:
    if not text:
        return r"\0"
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n")
    inner = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if not inner:
        return "".join("\\" + sign for sign in text)
    return "".join("\\" + sign for sign in before) + inner + "".join("\\" + sign for sign in after)


def _text_in(piece: str) -> str:
    parts = re.findall(r"\\.|\\$|[^\\]", piece, re.DOTALL)
    while parts and parts[0].isspace():
        parts.pop(0)
    while parts and parts[-1].isspace():
        parts.pop()
    return "".join(
        _ESCAPES.get(part[1:], part[1:]) if part.startswith("\\") and len(part) == 2 else part
        for part in parts
    )
