"""Who may move when, and what ends the talks: one plain object a protocol, found by name."""

from importlib import import_module
from typing import Any

from detente.errors import UnknownName

__all__ = ["PROTOCOLS", "protocol_named"]

PROTOCOLS: dict[str, str] = {
    "alternating-offers": "detente.talks.protocols.alternating_offers:AlternatingOffers",
    "phased": "detente.talks.protocols.phased:Phased",
    "sealed-positions": "detente.talks.protocols.sealed:SealedPositions",
    "shuttle": "detente.talks.protocols.shuttle:Shuttle",
    "single-text": "detente.talks.protocols.single_text:SingleText",
    "three-alternatives": "detente.talks.protocols.alternatives:ThreeAlternatives",
}
"""Protocols by name; each is loaded and made with its defaults when it is asked for."""


def protocol_named(name: str) -> Any:
    """The protocol of that name with its defaults, or one of your own as "package.module:attribute".

    "phased:ISSUE,ISSUE" names the issues of the first phase. An attribute that is a class is called without
    arguments. Raises UnknownName for a name, a module or an attribute that there is not.

    >>> protocol_named("shuttle")
    Shuttle(against_standing=True, caucus=True)
    >>> protocol_named("phased:ceasefire,hostages").first
    ('ceasefire', 'hostages')
    """
    kind, _, given = name.partition(":")
    if given and kind == "phased":
        made: Any = _found(PROTOCOLS[kind])(first=tuple(part.strip() for part in given.split(",")))
        return made
    place = PROTOCOLS.get(name, name)
    if ":" not in place:
        raise UnknownName.among(name, "protocol", PROTOCOLS)
    found = _found(place)
    return found() if isinstance(found, type) else found


def _found(place: str) -> Any:
    """What stands under "package.module:attribute"."""
    module, _, attribute = place.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        if error.name and not f"{module}.".startswith(f"{error.name}."):
            raise
    except (AttributeError, TypeError, ValueError):
        pass
    raise UnknownName.among(place, "protocol", [*PROTOCOLS, "package.module:attribute"])
