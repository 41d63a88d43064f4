"""Addresses inside a case, and findings about what stands there.

An address is the keys and list positions from the top of a case file down, spelled as on the format page.
"""

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Address", "Finding", "spelled"]

Address: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at an address, and what to do; `name` is the unknown name, where that is the fault."""

    at: Address
    what: str
    hint: str = ""
    name: str = ""


def spelled(at: Address) -> str:
    """The address as text.

    >>> spelled(("parties", 1, "approval", "readings", 0, "rule"))
    'parties[1].approval.readings[0].rule'
    """
    text = ""
    for part in at:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + _shown(part)
    return text


def _shown(key: str) -> str:
    if not key.isprintable():
        key = key.encode("unicode_escape").decode()
    return key if len(key) <= 60 else key[:57] + "..."
