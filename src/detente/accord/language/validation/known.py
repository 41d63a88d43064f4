"""The names of an accord by kind, and all its terms with the addresses where they stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from detente.accord.language.kinds import KINDS
from detente.accord.language.plan import ENDS, Accord, Clause, Terms
from detente.case.address import Address, Finding
from detente.errors import nearest

__all__ = ["Held", "Known", "unknown"]

Kind = TypeVar("Kind")

_KIND_OF = {cls: kind for kind, cls in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Held:
    """The terms of one reading of one clause, and where they stand."""

    clause: Clause
    reading: str
    terms: Terms
    at: Address


@dataclass(frozen=True, slots=True)
class Known:
    """An accord with its names: what a clause, a phase or a condition may refer to."""

    accord: Accord
    sides: frozenset[str]
    parties: frozenset[str]
    goods: frozenset[str]
    flags: frozenset[str]
    phases: tuple[str, ...]
    held: tuple[Held, ...]

    @classmethod
    def of(cls, accord: Accord) -> "Known":
        """The names of an accord."""
        return cls(
            accord=accord,
            sides=frozenset(side.id for side in accord.sides),
            parties=frozenset(accord.parties),
            goods=frozenset(good.id for good in accord.goods),
            flags=frozenset(flag.id for flag in accord.flags),
            phases=tuple(phase.id for phase in accord.phases),
            held=tuple(_held(accord)),
        )

    @property
    def destinations(self) -> tuple[str, ...]:
        """Where the accord can move to: its phases and the two ends."""
        return (*self.phases, *ENDS)

    def all(self, kind: type[Kind]) -> Iterator[tuple[Held, Kind]]:
        """The terms of one kind, under every reading."""
        for held in self.held:
            if isinstance(held.terms, kind):
                yield held, held.terms

    def clauses_of(self, kind: type) -> dict[str, list[Held]]:
        """The clauses that are of a kind under some reading."""
        found: dict[str, list[Held]] = {}
        for held in self.held:
            if isinstance(held.terms, kind):
                found.setdefault(held.clause.id, []).append(held)
        return found

    def lasts(self, phase: str) -> int | None:
        """The days of a phase; None for one that is not there."""
        return next((p.lasts for p in self.accord.phases if p.id == phase), None)


def unknown(at: Address, name: str, kind: str, known: Iterable[str]) -> Iterator[Finding]:
    """A finding when the name is not among those known, with the nearest ones."""
    names = tuple(known)
    if name not in names:
        yield Finding(at, f"there is no {kind} called {name!r}", nearest(name, names), name=name)


def _held(accord: Accord) -> Iterator[Held]:
    for number, clause in enumerate(accord.clauses):
        for place, reading in enumerate(clause.readings):
            terms = reading.terms
            kind = _KIND_OF.get(type(terms), "nothing")
            yield Held(clause, reading.id, terms, ("clauses", number, "readings", place, kind))
