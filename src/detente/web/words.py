"""Words of the code as a reader meets them: acts, roles, directions, and the names of the panels."""

from typing import Final

from detente.languages import mark, say
from detente.web.panels.matrix import ARROWS

__all__ = ["ACTS", "ROLES", "act_text", "direction_text", "panels", "role_text"]

ACTS: Final = {
    "accepts": mark("accepts"),
    "claims": mark("claims"),
    "demands": mark("demands"),
    "denies": mark("denies"),
    "event": mark("reports an event"),
    "figure": mark("gives a figure"),
    "offers": mark("offers"),
    "rejects": mark("rejects"),
    "reports": mark("reports"),
    "threatens": mark("threatens"),
    "warns": mark("warns"),
}
"""What a holder does in a statement."""

ROLES: Final = {"accepts": mark("can accept"), "demands": mark("asks for"), "rejects": mark("refuses")}
"""How an option is held."""

# The order is that of a working day: what is held, what changed, what could be agreed, would it last.
_PANELS: Final = (
    ("matrix", "/", mark("Matrix")),
    ("holding", "/holding", mark("Would it hold?")),
    ("talks", "/talks", mark("Talks")),
    ("assumptions", "/assumptions", mark("Assumptions")),
    ("documents", "/documents", mark("Documents")),
)


def act_text(act: str) -> str:
    """What a holder does, in the language spoken; the word itself where it is not one of ours."""
    return say(ACTS[act]) if act in ACTS else act


def direction_text(direction: str) -> str:
    """The name of a direction of movement."""
    return say(ARROWS[direction][1]) if direction in ARROWS else direction


def role_text(role: str) -> str:
    """How an option is held."""
    return say(ROLES[role]) if role in ROLES else role


def panels() -> tuple[tuple[str, str, str], ...]:
    """Each panel: its name, its address, what its link says."""
    return tuple((name, where, say(told)) for name, where, told in _PANELS)
