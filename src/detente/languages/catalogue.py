"""The gettext catalogues: one `.po` file a language, compiled in memory when the language is first spoken."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from detente.errors import MissingExtra
from detente.languages.spoken import spoken

__all__ = ["CATALOGUES", "missing_from", "translated", "translated_plural"]

CATALOGUES = Path(__file__).parent / "catalogues"


def translated(message: str, context: str = "") -> str:
    """The message in the language that is spoken; the message itself where the catalogue lacks it.

    >>> translated("Sources")
    'Sources'
    """
    code = spoken().code
    if code == "en" or not message:
        return message
    found = _catalogue(code)
    return found.pgettext(context, message) if context else found.gettext(message)


def translated_plural(one: str, many: str, number: int) -> str:
    """The form of the message for that number, by the rules of the language that is spoken.

    >>> translated_plural("a draw", "draws", 1), translated_plural("a draw", "draws", 0)
    ('a draw', 'draws')
    """
    code = spoken().code
    if code == "en":
        return one if number == 1 else many
    return _catalogue(code).ngettext(one, many, number)


def missing_from(code: str) -> tuple[str, ...]:
    """The messages that the catalogue of a language does not translate, or marks as in doubt.

    >>> missing_from("en")
    ()
    """
    if code == "en":
        return ()
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    return tuple(
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or not all(_forms(message.string)))
    )


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


@cache
def _catalogue(code: str) -> NullTranslations:
    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ImportError:
        raise MissingExtra(
            f"speaking {spoken().name} needs Babel", hint="pip install 'detente[languages]'"
        ) from None
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
