"""Matching the statements of two coders one to one: those that share at least half of each span."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from detente.record.statement import Statement

__all__ = ["Test", "matched", "place_of"]

Test: TypeAlias = Callable[[Statement, Statement], bool]
_Edge: TypeAlias = tuple[Fraction, int, int, int]

_ALIKE = ("holder", "act", "issue", "stance")


def matched(
    ours: Sequence[Statement], theirs: Sequence[Statement], tests: Sequence[Test] = ()
) -> tuple[tuple[Statement, Statement], ...]:
    """The largest one-to-one set of pairs that share at least half of each span and pass all tests.

    Pairs that overlap most, then those alike in most fields, are taken first, and given up only where more
    can be matched so (Kuhn 1955, augmenting paths). By document and place, whatever the order given; with
    the sides swapped, the same pairs. Statements without a span match nothing.

    >>> matched((), ())
    ()
    """
    left, right = (sorted((s for s in side if s.span), key=place_of) for side in (ours, theirs))
    swap = list(map(place_of, left)) > list(map(place_of, right))
    if swap:
        left, right = right, left

    def fits(n: int, m: int) -> bool:
        pair = (right[m], left[n]) if swap else (left[n], right[m])
        return all(test(*pair) for test in tests)

    edges = sorted(edge for edge in _edges(left, right) if fits(edge[2], edge[3]))
    near: dict[int, list[int]] = {}
    partner: dict[int, int] = {}
    taken: dict[int, int] = {}
    for _, _, n, m in edges:
        near.setdefault(n, []).append(m)
        if n not in partner and m not in taken:
            partner[n], taken[m] = m, n
    for n in near:
        if n not in partner:
            _augment(n, near, partner, taken)
    pairs = [(left[n], right[m]) for n, m in partner.items()]
    found = [(t, s) for s, t in pairs] if swap else pairs
    return tuple(sorted(found, key=lambda pair: place_of(pair[0])))


def place_of(s: Statement) -> tuple[str, int, int, str, str, str, str]:
    """A key that puts statements in the order of documents and places."""
    place = (s.span.document, s.span.start, s.span.end) if s.span else ("", 0, 0)
    return (*place, s.holder, s.act, s.issue, s.id)


def _edges(left: Sequence[Statement], right: Sequence[Statement]) -> Iterator[_Edge]:
    """What each pair that overlaps enough is worth, the best the smallest; `right` is in order of places."""
    starts = [(s.span.document, s.span.start) for s in right if s.span]
    for n, s in enumerate(left):
        if s.span is None:
            continue
        size = s.span.end - s.span.start
        first = bisect_left(starts, (s.span.document, s.span.start - size))
        last = bisect_left(starts, (s.span.document, s.span.end))
        for m in range(first, last):
            share = _share(s, right[m])
            if share:
                alike = sum(getattr(s, name) == getattr(right[m], name) for name in _ALIKE)
                yield -share, -alike, n, m


def _share(s: Statement, t: Statement) -> Fraction:
    """What two spans share, of what they cover together; 0 when that is less than half of either."""
    if s.span is None or t.span is None:
        return Fraction(0)
    both = min(s.span.end, t.span.end) - max(s.span.start, t.span.start)
    sizes = s.span.end - s.span.start, t.span.end - t.span.start
    return Fraction(both, sum(sizes) - both) if both > 0 and 2 * both >= max(sizes) else Fraction(0)


def _augment(start: int, near: dict[int, list[int]], partner: dict[int, int], taken: dict[int, int]) -> None:
    """Matches `start` along a shortest path that alternates between free and made pairs, if there is one."""
    came: dict[int, int] = {}
    queue = [start]
    for n in queue:
        for m in near[n]:
            if m in came:
                continue
            came[m] = n
            if m not in taken:
                _turn(m, came, partner, taken)
                return
            queue.append(taken[m])


def _turn(end: int, came: dict[int, int], partner: dict[int, int], taken: dict[int, int]) -> None:
    """Swaps made and free pairs along the path that ends at `end`."""
    at: int | None = end
    while at is not None:
        n = came[at]
        before = partner.get(n)
        partner[n], taken[at] = at, n
        at = before
