"""What can be asked of an accord by name: each name leads to a function of a space and options of its own.

A new property is one line here: its name and where its function is, as `module:function`. Modules are
imported when a property is first asked for.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from detente.errors import UnknownName

__all__ = ["PROPERTIES", "property_named"]

_QUESTIONS = "detente.accord.questions."

PROPERTIES: dict[str, str] = {
    "bond": _QUESTIONS + "bond:bond",
    "collapse": _QUESTIONS + "ability:collapse",
    "entrap": _QUESTIONS + "ability:entrap",
    "escrow": _QUESTIONS + "escrow:escrow",
    "exposure": _QUESTIONS + "exposure:exposure",
    "outlook": _QUESTIONS + "outlook:outlook",
    "patience": _QUESTIONS + "patience:least_patience",
    "phases": _QUESTIONS + "timing:phases",
    "powers": _QUESTIONS + "powers:powers",
    "reaches": _QUESTIONS + "ability:reaches",
    "robustness": _QUESTIONS + "robustness:robustness",
    "self-enforcing": _QUESTIONS + "keeping:self_enforcing",
    "stall": _QUESTIONS + "ability:stall",
    "walk-away": _QUESTIONS + "ability:walk_away",
    "well-formed": _QUESTIONS + "form:well_formed",
}
"""Name -> where its function `(space, **options) -> result` is."""


def property_named(name: str) -> Callable[..., Any]:
    """The function of a property; UnknownName with the nearest ones for a name that is none.

    >>> property_named("collapse").__name__
    'collapse'
    """
    place = PROPERTIES.get(name)
    if place is None:
        raise UnknownName.among(name, "property", PROPERTIES)
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
