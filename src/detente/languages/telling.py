"""Texts with places to fill: translated first, then filled, so that a language may order them its own way."""

from detente.languages.catalogue import translated, translated_plural
from detente.languages.prefixes import joined
from detente.languages.wording import retold

__all__ = ["mark", "say", "say_as", "say_plural"]


def mark(message: str) -> str:
    """The message itself, marked for the catalogues: a constant that `say` translates where it is told.

    >>> mark("softened")
    'softened'
    """
    return message


def say(message: str, /, **parts: object) -> str:
    """The message in the language that is spoken, its `{places}` filled.

    Without parts nothing is filled: braces stay as they are.

    >>> say("{share} of the draws", share="12 %")
    '12 % of the draws'
    """
    return _filled(translated(message), parts)


def say_as(context: str, message: str, /, **parts: object) -> str:
    """As `say`, for a message that means several things: the context tells the translator which.

    >>> say_as("head of a column", "Gives on")
    'Gives on'
    """
    return _filled(translated(message, context), parts)


def say_plural(one: str, many: str, number: int, /, **parts: object) -> str:
    """As `say`, in the form for that number; `{n}` is the number unless it is among the parts.

    >>> say_plural("{n} draw", "{n} draws", 3)
    '3 draws'
    """
    return _filled(translated_plural(one, many, number), {"n": number, **parts})


def _filled(message: str, parts: dict[str, object]) -> str:
    if not parts:
        return message
    told = {place: retold(part) if isinstance(part, str) else part for place, part in parts.items()}
    return joined(message, told).format(**told)
