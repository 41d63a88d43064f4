"""Krippendorff's alpha, for values given to units (nominal) and for units marked in a text (unitizing).

1 is perfect agreement, 0 what chance alone would give, below 0 worse than chance. Exact fractions throughout.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate

__all__ = ["Continuum", "disjoint", "nominal_alpha", "unitizing_alpha"]

Units = Sequence[tuple[int, int]]
Continuum = tuple[int, Sequence[Units]]
"""A text: its length, and for each coder the disjoint half-open units marked in it."""


def nominal_alpha(units: Iterable[Sequence[str | None]]) -> float | None:
    """Alpha of nominal values (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").

    Each unit has the values that coders gave it, None where one gave none; units with fewer than two values
    do not count. None where nothing can be said: no two values to compare, or one value throughout.

    >>> nominal_alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]])
    0.5333333333333333
    """
    total: Counter[str] = Counter()
    apart = Fraction(0)
    for unit in units:
        values = [value for value in unit if value is not None]
        count = len(values)
        if count < 2:
            continue
        here = Counter(values)
        total.update(here)
        same = sum(n * (n - 1) for n in here.values())
        apart += Fraction(count * (count - 1) - same, count - 1)
    n = sum(total.values())
    expected = n * n - sum(k * k for k in total.values())
    return float(1 - apart * (n - 1) / expected) if expected else None


def unitizing_alpha(continua: Sequence[Continuum]) -> float | None:
    """Alpha for unitizing of one category (Krippendorff 2004, "Content Analysis", 2nd ed., section 11.6).

    How far coders mark the same stretches of a text, where stretches that only overlap count by the squares
    of what they miss. Several texts are taken as one after the other; a gap ends where its text ends. Units
    of one coder may not overlap (see `disjoint`). None where no coder marks anything, or there are not two.

    >>> unitizing_alpha([(10, [[(2, 5)], [(2, 5)]])]), unitizing_alpha([(10, [[], []])])
    (1.0, None)
    """
    coders = {len(marked) for _, marked in continua}
    length = sum(size for size, _ in continua)
    if len(coders) != 1 or not length or (count := coders.pop()) < 2:
        return None
    differences = sum(
        _apart(one, other) + 2 * _missed(one, other)
        for _, marked in continua
        for n, one in enumerate(marked)
        for m, other in enumerate(marked)
        if n != m
    )
    observed = Fraction(differences, count * (count - 1) * length**2)
    expected = _expected(continua, count, length)
    return float(1 - observed / expected) if expected else None


def disjoint(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that overlap joined; spans that only touch stay apart.

    >>> disjoint([(4, 9), (0, 2), (2, 5)])
    ((0, 2), (2, 9))
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _apart(a: Units, b: Units) -> int:
    """The squared distances at both ends of every two units that overlap."""
    return sum((s - t) ** 2 + (e - f) ** 2 for s, e in a for t, f in b if s < f and t < e)


def _missed(a: Units, b: Units) -> int:
    """The squared lengths of the units of one coder that lie within a gap of the other."""
    return sum((e - s) ** 2 for s, e in a if not any(s < f and t < e for t, f in b))


def _gaps(size: int, units: Units) -> list[int]:
    """The lengths of the gaps between units."""
    ends = [0, *(end for _, end in units)]
    starts = [*(start for start, _ in units), size]
    return [start - end for end, start in zip(ends, starts, strict=True) if start > end]


def _expected(continua: Sequence[Continuum], count: int, length: int) -> Fraction:
    """What units and gaps of these lengths would differ by if they lay anywhere."""
    units = [e - s for _, marked in continua for coder in marked for s, e in coder]
    gaps = [gap for size, marked in continua for coder in marked for gap in _gaps(size, coder)]
    gaps.sort()
    sums = [0, *accumulate(gaps)]
    above = Fraction(0)
    for size in units:
        first = bisect_left(gaps, size)
        room = sums[-1] - sums[first] - (size - 1) * (len(gaps) - first)
        above += Fraction((len(units) - 1) * (2 * size**3 - 3 * size**2 + size), 3) + size**2 * room
    pairs = count * length * (count * length - 1) - sum(size * (size - 1) for size in units)
    return 2 * above / (length * pairs) if pairs else Fraction(0)
