"""The issues against the parties: for each cell what is held, and how it moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from detente.languages import mark, say, say_as, say_plural

__all__ = ["ARROWS", "Cell", "Held", "MatrixRow", "arrow_meanings", "matrix_of"]

ARROWS: Final = {
    "first stated": ("•", mark("first stated"), mark("said once so far")),
    "repeated": ("=", mark("repeated"), mark("the same as before")),
    "softened": ("\u200e→←\u200e", mark("softened"), mark("closer to what the other side asks")),
    "hardened": ("\u200e←→\u200e", mark("hardened"), mark("further from what the other side asks")),
    "sideways": ("↔", mark("sideways"), mark("neither closer nor further")),
    "changed": ("↻", mark("changed"), mark("other than before, with no order to compare by")),
    "split": ("⇅", mark("split"), mark("actors of one side moved differently, or accounts differ")),
    "rejects only": ("\u00d7", mark("rejects only"), mark("only what it refuses is reported")),
    "not stated": ("\u2013", mark("not stated"), mark("nothing reported")),
}
"""A direction of movement: its sign, its name, what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One actor's latest stance: options held and refused, movement, day; `actor` "" is the party."""

    actor: str
    holds: tuple[str, ...]
    accepts: tuple[str, ...]
    refuses: tuple[str, ...]
    disputed: bool
    arrow: str
    direction: str
    last: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one party, or everybody else (`party` ""), is reported to hold on one issue."""

    issue: str
    party: str
    held: tuple[Held, ...]
    open_brackets: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One issue with its cells, in the order of the columns."""

    issue: Any
    cells: tuple[Cell, ...]
    distance: str
    widest: tuple[str, ...]


def matrix_of(
    case: Any, moves: Any, brackets: Mapping[tuple[str, str], int] | None = None
) -> tuple[tuple[Any, ...], bool, tuple[MatrixRow, ...]]:
    """The parties by name, whether others hold stances too, and a row an issue.

    `brackets` counts the open brackets of the draft by issue and by party.
    """
    parties = tuple(sorted(case.parties, key=lambda p: p.name))
    ids = [party.id for party in parties]
    others = any(track.party not in ids for issue in moves.issues for track in issue.tracks)
    rows = []
    for found in moves.issues:
        cells = [_cell(case, found, [t for t in found.tracks if t.party == p], p) for p in ids]
        if others:
            cells.append(_cell(case, found, [t for t in found.tracks if t.party not in ids], ""))
        cells = [replace(c, open_brackets=(brackets or {}).get((c.issue, c.party), 0)) for c in cells]
        distance, widest = _distance(case, found)
        rows.append(
            MatrixRow(issue=case.issue(found.issue), cells=tuple(cells), distance=distance, widest=widest)
        )
    return parties, others, tuple(rows)


def arrow_meanings(rows: Iterable[MatrixRow]) -> tuple[tuple[str, str, str], ...]:
    """The signs that these rows use, each with its name and what it means."""
    seen = {held.direction for row in rows for cell in row.cells for held in cell.held} | {"not stated"}
    return tuple((sign, say(name), say(meaning)) for d, (sign, name, meaning) in ARROWS.items() if d in seen)


def _cell(case: Any, found: Any, tracks: list[Any], party: str) -> Cell:
    issue = case.issue(found.issue)
    names = {option.id: option.name for option in issue.options}
    held = []
    for track in tracks:
        asks = [m for m in track.moments if any(h.role != "rejects" for h in m.held)]
        refuses = [m for m in track.moments if any(h.role == "rejects" for h in m.held)]
        held.append(
            Held(
                actor="" if track.actor == party else case.named(track.actor),
                holds=_options(names, asks[-1:], {"demands"}),
                accepts=_options(names, asks[-1:], {"accepts"}),
                refuses=_options(names, refuses[-1:], {"rejects"}),
                disputed=bool(asks and asks[-1].disputed),
                arrow=ARROWS[track.direction][0],
                direction=track.direction,
                last=track.last,
            )
        )
    return Cell(issue=found.issue, party=party, held=tuple(held))


def _options(names: dict[str, str], moments: list[Any], roles: set[str]) -> tuple[str, ...]:
    told = (names.get(h.option, h.option) for moment in moments for h in moment.held if h.role in roles)
    return tuple(dict.fromkeys(told))


def _distance(case: Any, found: Any) -> tuple[str, tuple[str, ...]]:
    """How far the parties are apart in words, and which two are furthest where there are more than two."""
    latest = {gap.parties: gap for gap in found.gaps}
    if not latest:
        return say("not known"), ()
    widest = max(latest.values(), key=lambda gap: (gap.most, gap.least, gap.parties))
    pair = tuple(case.named(p) for p in widest.parties) if len(latest) > 1 else ()
    if widest.most == 0:
        return say_as("distance between two parties", "none"), pair
    if not found.ordered:
        return say("different options"), pair
    span = f"{widest.least}" if widest.least == widest.most else f"{widest.least}\u2013{widest.most}"
    told = say_plural("{span} of {n} step", "{span} of {n} steps", widest.length, span=span)
    return told, pair
