"""The actors whose numbers can be shown: those with preferences, by name."""

from typing import Any

__all__ = ["actors_of"]


def actors_of(case: Any) -> tuple[tuple[str, str], ...]:
    """Each actor that has preferences: its id and its name, by name."""
    found = {want.actor: case.named(want.actor) for want in case.preferences}
    return tuple(sorted(found.items(), key=lambda one: (one[1], one[0])))
