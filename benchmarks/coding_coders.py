"""The coders that are measured, and the packs they are given; what is not installed says so."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from coding_data import Said, of_statement

from detente.errors import MissingExtra, RecordError
from detente.record.coding.attribution import Attribution
from detente.record.packs.pack import Pack
from detente.record.statement import Statement
from detente.sources.text import Text

__all__ = ["KINDS", "NotThere", "attributions_of", "coder_of", "pack_of", "suggested", "suggested_holders"]

KINDS = ("rules", "nlp")


class NotThere(Exception):
    """A part that is not installed or not built."""


def pack_of(name: str | Path) -> Pack:
    """A pack of ours by its name, one by its path, or the one that knows nobody (`none`)."""
    if name == "none":
        return Pack(id="none")
    try:
        from detente.record.packs.reader import read_pack
    except ImportError as missing:
        raise NotThere(str(missing)) from None
    return read_pack(name)


def coder_of(kind: str, pack: Pack) -> Callable[[Text], Sequence[Statement]]:
    """The coder of a kind, with a pack."""
    try:
        from detente.record.coding.named import coder_named
    except ImportError as missing:
        raise NotThere(str(missing)) from None
    try:
        return coder_named(kind, pack)
    except (MissingExtra, RecordError) as missing:
        raise NotThere(str(missing)) from None


def attributions_of(pack: Pack, kind: str = "rules") -> Callable[[Text], Sequence[Attribution]]:
    """The function that finds attributions in a text, with a pack, as a kind of coder does."""
    try:
        from detente.record.coding.attribute import attributions
        from detente.record.packs.language import read_language
    except ImportError as missing:
        raise NotThere(str(missing)) from None
    language = read_language("en")
    cues = getattr(coder_of(kind, pack), "cues", None)
    return lambda text: attributions(text, language, pack, *((cues,) if cues else ()))


def suggested(kind: str, pack: Pack, texts: Mapping[str, Text]) -> Iterator[Said]:
    """What a coder suggests for each report."""
    coder = coder_of(kind, pack)
    for name, text in texts.items():
        for statement in coder(text):
            yield of_statement(statement, name)


def suggested_holders(pack: Pack, texts: Mapping[str, Text]) -> Iterator[Said]:
    """What attribution alone suggests for each report: spans and holders, no acts and issues."""
    find = attributions_of(pack)
    for name, text in texts.items():
        for n, one in enumerate(find(text), 1):
            holder = one.holder
            yield Said(
                id=f"{name}-{n}",
                file=name,
                place=one.place,
                text=text.text[slice(*one.place)],
                holder=(holder.actor or holder.words) if holder else "",
                identified=(holder.identified or "named") if holder else "reporter",
                relays=tuple(relay.actor or relay.words for relay in one.relays),
            )
