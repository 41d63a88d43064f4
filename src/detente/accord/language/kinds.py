"""The kinds of clause, by the key under which each stands in an accord file."""

from detente.accord.language.plan import (
    Ban,
    Exchange,
    Expiry,
    Guarantee,
    Hazard,
    Obligation,
    Power,
    Talks,
    Trigger,
)

__all__ = ["BASE", "BASES", "KINDS", "LABEL"]

KINDS: dict[str, type] = {
    "obligation": Obligation,
    "exchange": Exchange,
    "power": Power,
    "talks": Talks,
    "expiry": Expiry,
    "ban": Ban,
    "trigger": Trigger,
    "guarantee": Guarantee,
    "hazard": Hazard,
}

BASE = "base"
"""The id of the reading of a clause that is written without readings."""

LABEL = "as written"
"""The label of that reading."""

BASES: tuple[str, ...] = ("reported", "published", "assumption", "variant")
"""What a reading or a wording can rest on; a variant is our own."""
