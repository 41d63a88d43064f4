"""Words of the code as a reader meets them: acts, roles, directions, and the names of the panels."""

from typing import Final

from detente.languages import mark, say
from detente.web.panels.matrix import ARROWS

__all__ = [
    "ACTS",
    "ROLES",
    "act_text",
    "answer_text",
    "direction_text",
    "panels",
    "role_text",
    "stance_text",
]

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

_ANSWERS: Final = {
    "accepts": mark("accepts"),
    "conditional": mark("accepts with conditions"),
    "rejects": mark("rejects"),
    "silent": mark("has not answered"),
}
_STANCES: Final = {"against": mark("against"), "conditional": mark("conditional"), "for": mark("for")}

# The order is that of a working day: what is held, what changed, what could be agreed, would it last.
_PANELS: Final = (
    ("matrix", "/", mark("Matrix")),
    ("timeline", "/timeline", mark("Timeline")),
    ("space", "/space", mark("Deal space")),
    ("review", "/review", mark("Review")),
    ("holding", "/holding", mark("Would it hold?")),
    ("talks", "/talks", mark("Talks")),
    ("assumptions", "/assumptions", mark("Assumptions")),
    ("draft", "/draft", mark("Draft")),
    ("documents", "/documents", mark("Documents")),
    ("edits", "/edits", mark("Edits")),
)


def act_text(act: str) -> str:
    """What a holder does, in the language spoken; the word itself where it is not one of ours."""
    return say(ACTS[act]) if act in ACTS else act


def answer_text(answer: str) -> str:
    """How a proposal is answered."""
    return say(_ANSWERS[answer]) if answer in _ANSWERS else answer


def direction_text(direction: str) -> str:
    """The name of a direction of movement."""
    return say(ARROWS[direction][1]) if direction in ARROWS else direction


def role_text(role: str) -> str:
    """How an option is held."""
    return say(ROLES[role]) if role in ROLES else role


def stance_text(stance: str) -> str:
    """How a statement stands towards its option."""
    return say(_STANCES[stance]) if stance in _STANCES else stance


def panels() -> tuple[tuple[str, str, str], ...]:
    """Each panel: its name, its address, what its link says."""
    return tuple((name, where, say(told)) for name, where, told in _PANELS)
