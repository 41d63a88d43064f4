"""Texts with places to fill: translated first, then filled, so that a language may order them its own way."""

from detente.languages.catalogue import translated, translated_plural

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
    found = translated(message)
    return found.format(**parts) if parts else found


def say_as(context: str, message: str, /, **parts: object) -> str:
    """As `say`, for a message that means several things: the context tells the translator which.

    >>> say_as("head of a column", "Gives on")
    'Gives on'
    """
    found = translated(message, context)
    return found.format(**parts) if parts else found


def say_plural(one: str, many: str, number: int, /, **parts: object) -> str:
    """As `say`, in the form for that number; `{n}` is the number unless it is among the parts.

    >>> say_plural("{n} draw", "{n} draws", 3)
    '3 draws'
    """
    return translated_plural(one, many, number).format(**{"n": number, **parts})
