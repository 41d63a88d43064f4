"""Which language is spoken: a value of the running context, so that threads and tasks keep their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from detente.errors import UnknownName

__all__ = ["LANGUAGES", "Language", "language_named", "speaking", "spoken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language by its code, its name in itself, and the direction in which it is written (ltr, rtl).

    `digits` is the numbering system of CLDR that numbers are written in.
    """

    code: str
    name: str
    direction: str = "ltr"
    digits: str = "latn"


LANGUAGES: Mapping[str, Language] = {
    "ar": Language(code="ar", name="العربية", direction="rtl"),
    "en": Language(code="en", name="English"),
    "fr": Language(code="fr", name="Français"),
    "he": Language(code="he", name="עברית", direction="rtl"),
}
"""Every language by its code, in alphabetical order of the codes."""

_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=LANGUAGES["en"])


def language_named(code: str) -> Language:
    """The language of that code; a region is left aside, the case of letters does not matter.

    Raises UnknownName with the codes that there are.

    >>> language_named("fr-CH").name
    'Français'
    """
    found = LANGUAGES.get(code.replace("_", "-").partition("-")[0].lower())
    if found is None:
        raise UnknownName.among(code, "language", LANGUAGES)
    return found


def spoken() -> Language:
    """The language that is spoken here; English unless `speaking` says otherwise.

    >>> spoken().code
    'en'
    """
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Within this block, texts are told in that language.

    >>> with speaking("he") as language:
    ...     spoken().direction
    'rtl'
    """
    token = _SPOKEN.set(language_named(code))
    try:
        yield _SPOKEN.get()
    finally:
        _SPOKEN.reset(token)
