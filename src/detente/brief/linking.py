"""Links inside a brief: those that lead nowhere, because a section was left out, become plain text."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from detente.brief.blocks import Beside, Block, Fold, Part, Section, Span, Table

__all__ = ["anchors", "with_live_links"]


def with_live_links(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with a link only where its anchor is in one of them.

    >>> with_live_links([Section(id="answer", title="", blocks=())])[0].id
    'answer'
    """
    kept = tuple(sections)
    known = anchors(kept)
    return tuple(replace(section, blocks=_live(section.blocks, known)) for section in kept)


def anchors(sections: Iterable[Section]) -> frozenset[str]:
    """Every id that a link of these sections can reach: sections, titled parts and rows.

    >>> sorted(anchors([Section(id="answer", title="", blocks=())]))
    ['answer']
    """
    found: set[str] = set()
    for section in sections:
        found.add(section.id)
        found.update(_anchors(section.blocks))
    return frozenset(found)


def _anchors(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Table(rows=rows):
                yield from (row.anchor for row in rows if row.anchor)
            case Part(blocks=inner, anchor=anchor):
                yield from (anchor,) if anchor else ()
                yield from _anchors(inner)
            case Fold(blocks=inner):
                yield from _anchors(inner)
            case Beside(panels=panels):
                for panel in panels:
                    yield from _anchors(panel.blocks)
            case _:
                pass


def _live(value: Any, known: frozenset[str]) -> Any:
    """A block, or a tuple of them, in which every link leads somewhere."""
    if isinstance(value, Span):
        if value.kind == "assumed" and "assumptions" not in known:
            return replace(value, kind="muted")
        if value.target.startswith("#") and value.target[1:] not in known:
            return replace(value, kind="text", target="")
        return value
    if isinstance(value, tuple):
        changed = tuple(_live(item, known) for item in value)
        return value if all(a is b for a, b in zip(changed, value, strict=True)) else changed
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: getattr(value, f.name) for f in fields(value)}
        new = {
            key: _live(part, known)
            for key, part in parts.items()
            if isinstance(part, tuple) or is_dataclass(part)
        }
        new = {key: part for key, part in new.items() if part is not parts[key]}
        return replace(value, **new) if new else value
    return value
