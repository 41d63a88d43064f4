"""Words told in the language that is spoken: a message with places, filled by spans of any kind.

A message is whole: it is translated with its `{places}` in it, then cut at them, so that each language puts
names, numbers and links where its grammar wants them. What fills a place keeps its kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter

from detente.brief.blocks import Span, Words, muted, text_of, words
from detente.languages import joined, retold, say_as, translated, translated_plural

__all__ = [
    "apart",
    "in_turn",
    "listed",
    "tell",
    "tell_as",
    "tell_faint",
    "tell_plural",
    "told_from",
]

Part = str | Span | Words


def tell(message: str, /, **parts: Part) -> Words:
    """The message as words, its `{places}` filled with text, spans or words.

    >>> from detente.brief.blocks import name, text_of
    >>> told = tell("Worth {level} to {who}", level="0.4", who=name("Delta"))
    >>> text_of(told), [span.kind for span in told]
    ('Worth 0.4 to Delta', ['text', 'text', 'text', 'name'])
    """
    return _filled(translated(message), parts)


def tell_as(context: str, message: str, /, **parts: Part) -> Words:
    """As `tell`, for a message that means several things: the context tells the translator which."""
    return _filled(translated(message, context), parts)


def tell_plural(one: str, many: str, number: int, /, **parts: Part) -> Words:
    """As `tell`, in the form for that number; `{n}` is the number in words or digits unless given.

    >>> from detente.brief.blocks import text_of
    >>> text_of(tell_plural("{n} package", "{n} packages", 3))
    'three packages'
    """
    from detente.brief.phrases import counted

    return _filled(translated_plural(one, many, number), {"n": counted(number), **parts})


def tell_faint(message: str, /, **parts: Part) -> Words:
    """As `tell`, the message and plain text in it of less weight; spans and words stay as they are.

    >>> from detente.brief.blocks import name
    >>> [(s.text, s.kind) for s in tell_faint("{who} ({day})", who=name("Delta"), day="1 May")]
    [('Delta', 'name'), (' (1 May)', 'muted')]
    """
    found: list[Part] = []
    told = ""
    for part in _pieces(translated(message), parts):
        if isinstance(part, str):
            told += part
            continue
        found += [muted(told), part] if told else [part]
        told = ""
    return words(*found, *([muted(told)] if told else []))


def in_turn(parts: Sequence[Part], between: str = "") -> Words:
    """The parts one after another, with the comma of the language between them, or `between`.

    >>> from detente.brief.blocks import text_of
    >>> text_of(in_turn(["a", "b"]))
    'a, b'
    """
    found: list[Part] = []
    for part in parts:
        if found:
            found.append(between or say_as("between the items of a list", ", "))
        found.append(part)
    return words(*found)


def apart(parts: Sequence[Part]) -> Words:
    """The parts one after another, with the semicolon of the language between them.

    >>> from detente.brief.blocks import text_of
    >>> text_of(apart(["a, b", "c"]))
    'a, b; c'
    """
    return in_turn(parts, say_as("between the items of a list", "; "))


def listed(parts: Sequence[Part], *, either: bool = False) -> Words:
    """The parts as a sentence lists them, with "and" before the last; with "or" where `either`.

    >>> from detente.brief.blocks import text_of
    >>> text_of(listed(["a", "b", "c"])), text_of(listed(["a", "b"], either=True))
    ('a, b and c', 'a or b')
    """
    if len(parts) < 2:
        return words(*parts)
    rest, last = in_turn(parts[:-1]), parts[-1]
    return (
        tell("{rest} or {last}", rest=rest, last=last)
        if either
        else tell("{rest} and {last}", rest=rest, last=last)
    )


def told_from(table: Mapping[str, str], word: str) -> str:
    """What a table of messages has for a word of the code, translated; another word stands as it is: data.

    >>> told_from({"silent": "no answer"}, "silent"), told_from({}, "accepts")
    ('no answer', 'accepts')
    """
    return translated(table[word]) if word in table else word


def _filled(message: str, parts: dict[str, Part]) -> Words:
    return words(*_pieces(message, parts))


def _pieces(message: str, parts: dict[str, Part]) -> Iterator[Part]:
    """The message cut at its places, each with what fills it; braces stay as they are without parts."""
    if not parts:
        yield message
        return
    told = {place: retold(part) if isinstance(part, str) else part for place, part in parts.items()}
    texts = {place: part if isinstance(part, str) else text_of(words(part)) for place, part in told.items()}
    for before, place, _, _ in Formatter().parse(joined(message, texts)):
        yield before
        if place is not None:
            yield told[place]
