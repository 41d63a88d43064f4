"""Minimal sets of a monotone property and of its dual, found together by asking an oracle.

The property says whether granting a set opens something; the dual sets are those whose absence keeps it
closed. Each family is the minimal transversals of the other, which is also how completeness is known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Families", "Names", "minimal_families", "transversals"]

Names: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """`openings`: minimal sets that open; `cores`: minimal sets without which nothing opens.

    Each is ordered by size, then alphabetically. Not `complete` when the search stopped at its limit.
    """

    openings: tuple[Names, ...]
    cores: tuple[Names, ...]
    complete: bool


def minimal_families(
    items: Sequence[str], opens: Callable[[frozenset[str]], bool], *, most: int = 256
) -> Families:
    """Both families of a monotone property of sets (dualize and advance: Gunopulos et al. 1997).

    `opens` must hold for every larger set when it holds for a set. Without items enough to open, there are
    no openings and the one core is empty; when nothing is needed, the one opening is empty and there is no
    core. Beyond `most` sets of either kind the search stops and says so.

    >>> found = minimal_families("abc", lambda s: "a" in s and ("b" in s or "c" in s))
    >>> found.openings, found.cores
    ((('a', 'b'), ('a', 'c')), (('a',), ('b', 'c')))
    """
    everything = frozenset(items)
    openings: list[frozenset[str]] = []
    crossing: list[frozenset[str]] = [frozenset()]
    confirmed: set[frozenset[str]] = set()
    while len(openings) <= most and len(crossing) <= 8 * most:
        doubtful = next((c for c in crossing if c not in confirmed), None)
        if doubtful is None:
            return Families(openings=_told(openings), cores=_told(crossing), complete=True)
        if not opens(everything - doubtful):
            confirmed.add(doubtful)
            continue
        opening = _shrunk(everything - doubtful, opens)
        openings.append(opening)
        crossing = _crossed(crossing, opening)
    return Families(openings=_told(openings[:most]), cores=_told(confirmed), complete=False)


def transversals(family: Iterable[Iterable[str]]) -> tuple[Names, ...]:
    """The minimal sets that share a member with every set of the family (Berge 1989).

    >>> transversals([("a", "b"), ("a", "c")])
    (('a',), ('b', 'c'))
    """
    crossing = [frozenset[str]()]
    for members in family:
        crossing = _crossed(crossing, frozenset(members))
    return _told(crossing)


def _crossed(crossing: list[frozenset[str]], members: frozenset[str]) -> list[frozenset[str]]:
    """The minimal transversals after one more set joins the family."""
    kept = [c for c in crossing if c & members]
    grown = {c | {m} for c in crossing if not c & members for m in members}
    new = [g for g in grown if not any(k <= g for k in kept)]
    new = [g for g in new if not any(o < g for o in new)]
    return sorted([*kept, *new], key=_order)


def _shrunk(names: frozenset[str], opens: Callable[[frozenset[str]], bool]) -> frozenset[str]:
    """A minimal opening set within one that opens."""
    for name in sorted(names, reverse=True):
        if opens(names - {name}):
            names = names - {name}
    return names


def _order(names: frozenset[str]) -> tuple[int, list[str]]:
    return len(names), sorted(names)


def _told(family: Iterable[frozenset[str]]) -> tuple[Names, ...]:
    return tuple(tuple(sorted(names)) for names in sorted(family, key=_order))
