"""A report with every coded passage marked, a part of it at a time; passages may overlap."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from detente.web.panels.safe_text import shown

__all__ = ["PART", "Piece", "part_with", "pieces_of"]

PART: Final = 20_000
"""How many code points of a text stand on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text: marked where statements lie on it; `begin` are those that begin here."""

    text: str
    marked: bool
    begin: tuple[Any, ...]


def part_with(start: int) -> int:
    """The number of the part in which a place stands, the first being 1."""
    return start // PART + 1


def pieces_of(text: str, statements: Sequence[Any], part: int) -> tuple[Piece, ...]:
    """The pieces of one part of a text, in order; `statements` have passages that stand in the text."""
    low, high = (part - 1) * PART, min(part * PART, len(text))
    here = [s for s in statements if s.span.start < high and s.span.end > low]
    here.sort(key=lambda s: (s.span.start, s.span.end, s.id))
    bounds = {low, high, *(s.span.start for s in here), *(s.span.end for s in here)}
    cuts = sorted(cut for cut in bounds if low <= cut <= high)
    depth = [0] * len(cuts)
    begin: list[list[Any]] = [[] for _ in cuts]
    for s in here:
        first = bisect_right(cuts, max(s.span.start, low)) - 1
        begin[first].append(s)
        depth[first] += 1
        depth[bisect_right(cuts, min(s.span.end, high)) - 1] -= 1
    found, level = [], 0
    for number, (start, end) in enumerate(pairwise(cuts)):
        level += depth[number]
        found.append(Piece(text=shown(text[start:end]), marked=level > 0, begin=tuple(begin[number])))
    return tuple(found)
