"""Text of results: in English where it is kept, told in the language that is spoken when it is read.

A result is the same value whatever language is spoken where it is found. So the text that code puts into it
is English, compared and hashed and written as such; it remembers its message and what fills it, and `retold`
tells it anew.
"""

from collections.abc import Sequence
from typing import Any

from detente.languages.catalogue import translated, translated_plural
from detente.languages.prefixes import joined

__all__ = [
    "Worded",
    "retold",
    "worded",
    "worded_as",
    "worded_count",
    "worded_figure",
    "worded_list",
    "worded_plural",
    "worded_row",
    "worded_sentence",
]


class Worded(str):
    """English text with the message that it was made from, and the parts that fill its `{places}`."""

    __slots__ = ("context", "many", "message", "number", "parts")

    message: str
    many: str
    number: int
    context: str
    parts: tuple[tuple[str, str], ...]

    def __reduce__(self) -> tuple[Any, ...]:
        """The same text with its message, for copies and for other processes."""
        return _made, (self.message, self.parts, self.context, self.many, self.number)


def worded(message: str, /, **parts: object) -> str:
    """The message in English, its `{places}` filled, to be `retold` in any language; parts may be such too.

    >>> text = worded("by day {day}", day=3)
    >>> text == "by day 3", retold(text)
    (True, 'by day 3')
    """
    return _made(message, _told(parts))


def worded_as(context: str, message: str, /, **parts: object) -> str:
    """As `worded`, for a message that means several things: the context tells the translator which.

    >>> worded_as("between sentences", "; ")
    '; '
    """
    return _made(message, _told(parts), context)


def worded_plural(one: str, many: str, number: int, /, **parts: object) -> str:
    """As `worded`, in the form for that number; `{n}` is the number unless it is among the parts.

    >>> worded_plural("{n} clause", "{n} clauses", 2)
    '2 clauses'
    """
    return _made(one, _told({"n": number, **parts}), "", many, number)


def worded_count(n: int) -> str:
    """A whole number, thousands apart, to be `retold` with the sign between thousands of any language.

    >>> worded_count(1234)
    '1,234'
    """
    return _made(_NUMBER, (("n", f"{n:,}"),), "", "", n)


def worded_figure(x: float) -> str:
    """A number with its decimals, without closing zeros, to be `retold` as any language writes numbers.

    >>> worded_figure(0.25), worded_figure(3.0)
    ('0.25', '3')
    """
    return _made(_FIGURE, (("x", f"{x:g}"),))


def worded_sentence(text: str) -> str:
    """The text as a sentence: with a capital where the language has them, and a full stop.

    >>> worded_sentence("the clock has run out")
    'The clock has run out.'
    """
    return _made(_SENTENCE, (("text", text),))


def worded_row(parts: Sequence[str], between: str = "") -> str:
    """The parts one after another, with the comma of the language between them, or `between`.

    >>> worded_row(["a", "b"])
    'a, b'
    """
    if len(parts) < 2:
        return parts[0] if parts else ""
    between = between or worded_as("between the items of a list", ", ")
    places = "{between}".join(f"{{part{k}}}" for k in range(len(parts)))
    return worded(places, between=between, **{f"part{k}": part for k, part in enumerate(parts)})


def worded_list(parts: Sequence[str]) -> str:
    """The parts as a sentence lists them, with "and" before the last.

    >>> worded_list(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return parts[0] if parts else ""
    return worded("{rest} and {last}", rest=worded_row(parts[:-1]), last=parts[-1])


def retold(text: str) -> str:
    """A text in the language that is spoken, where it was worded; any other text as it is.

    >>> retold("as the case says")
    'as the case says'
    """
    if not isinstance(text, Worded):
        return text
    if text.message == _NUMBER:
        from detente.languages.figures import number_text

        return number_text(text.number)
    if text.message == _FIGURE:
        from detente.languages.figures import number_text

        return number_text(float(text), _DECIMALS, trim=True)
    if text.message == _SENTENCE:
        return _sentence(retold(text.parts[0][1]))
    if text.many:
        found = translated_plural(text.message, text.many, text.number)
    else:
        found = translated(text.message, text.context)
    told = {place: retold(part) for place, part in text.parts}
    return _filled(joined(found, told), told)


_NUMBER = "{n}"
_FIGURE = "{x}"
_SENTENCE = "{text}."
"""Messages that are no words of any language: they are told by rules, not by the catalogues."""

_DECIMALS = 6


def _told(parts: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((place, part if isinstance(part, str) else str(part)) for place, part in parts.items())


def _made(
    message: str, parts: tuple[tuple[str, str], ...], context: str = "", many: str = "", number: int = 0
) -> Worded:
    english = _filled(many if many and number != 1 else message, dict(parts))
    text = Worded(_sentence(dict(parts)["text"]) if message == _SENTENCE else english)
    text.message, text.parts = message, parts
    text.context, text.many, text.number = context, many, number
    return text


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _filled(message: str, parts: dict[str, str]) -> str:
    return message.format(**parts) if parts else message
