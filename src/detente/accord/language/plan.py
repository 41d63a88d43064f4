"""An agreement carried out in phases, as plain values: who owes what by when, who may do what, what ends it.

An accord is read from YAML (`language.readers`), compiled under one reading of each clause (`game.compile`)
and unfolded into a game (`game.unfold`). Days are counted within a phase, from 1; conditions are text in
the small language of `language.conditions`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from detente.accord.language.terms import (
    POWERS,
    Ban,
    Exchange,
    Expiry,
    Guarantee,
    Hazard,
    Obligation,
    Power,
    Talks,
    Terms,
    Trigger,
)
from detente.case.preferences import Range
from detente.errors import UnknownName

__all__ = [
    "ENDS",
    "POWERS",
    "Accord",
    "Ban",
    "Calendar",
    "Clause",
    "Exchange",
    "Expiry",
    "Flag",
    "Good",
    "Guarantee",
    "Hazard",
    "Obligation",
    "Phase",
    "Power",
    "Reading",
    "Side",
    "Stakes",
    "Talks",
    "Terms",
    "Trigger",
    "Wording",
]

ENDS: tuple[str, ...] = ("collapse", "complete")
"""The two ways in which an accord ends; a phase may not bear these names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Anyone who acts under the accord. `role`: party, mediator or guarantor."""

    id: str
    name: str
    role: str = "party"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """Something that changes hands, with its unit: `hostages`, in persons."""

    id: str
    name: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A fact that powers, triggers and conditions may set and read; it starts as `start`."""

    id: str
    name: str
    start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stage of the accord.

    It lasts `lasts` days. At the end of its last day, or of a later day where it runs on, the accord moves
    to `next` (a phase, or "complete") if `advances_when` holds; `early` lets it move on before the last day.
    What happens otherwise is for an `Expiry` clause to say; without one the phase runs on.
    """

    id: str
    name: str
    lasts: int
    next: str = "complete"
    advances_when: str = "all-performed"
    early: bool = False
    note: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How days of the accord become dates.

    `signed`: the day of signature; None while it is unsigned, and days are then told by number alone.
    `first_day`: "next" (the day after signature is day 1) or "signature" (the day itself is day 1).
    `midnight`: the IANA time zone whose midnight ends a day. `working`: the weekdays that count, 0 Monday;
    all seven unless a text counts working days. `holidays` do not count where `working` is not all seven.
    """

    signed: date | None = None
    first_day: str = "next"
    midnight: str = "UTC"
    working: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read a clause. `basis`: "reported", "published", "assumption" or "variant" (our own)."""

    id: str
    label: str
    terms: Terms
    text: str = ""
    basis: str = "assumption"
    evidence: tuple[str, ...] = ()
    note: str = ""
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A sentence of the accord, in its own words, with one or more readings; the first is its base reading.

    `kind` is the name of its terms in the file: obligation, exchange, power, talks, expiry, ban, trigger,
    guarantee or hazard. `pax`: codes of the PA-X codebook.
    """

    id: str
    kind: str
    text: str
    readings: tuple[Reading, ...]
    pax: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""

    def reading(self, name: str) -> Reading:
        """The reading of that id; UnknownName with the nearest ones otherwise."""
        for reading in self.readings:
            if reading.id == name:
                return reading
        raise UnknownName.among(name, f"reading of {self.id}", (r.id for r in self.readings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A reading of every disputed clause at once, under a name, so that texts can be set side by side."""

    id: str
    label: str
    readings: tuple[tuple[str, str], ...]
    basis: str = "variant"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """What the accord is worth to one side, in a unit of its own that is compared with no other side's.

    `receives` and `gives`: worth of a unit of a good received, cost of one given (both positive). `peace`: of
    a day of truce. `ends`: of the two ends. `patience`: the factor by which a day's delay shrinks worth, in
    (0, 1]. `fights_first`: added for the side whose own move ends the truce. All are assumptions unless
    sourced.
    """

    side: str
    receives: tuple[tuple[str, Range], ...] = ()
    gives: tuple[tuple[str, Range], ...] = ()
    peace: Range
    ends: tuple[tuple[str, Range], ...] = ()
    patience: Range
    fights_first: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Accord:
    """A phased agreement: sides, goods, phases, clauses with their readings, wordings, stakes.

    The first phase begins on day 1. `order`: who acts in which order on a day; the parties in alphabetical
    order, then the others, unless it says otherwise. `simplifications`
    say what the model leaves out; every verdict repeats them. `case`: the id of the case that it fits, whose
    options its readings name.
    """

    id: str
    title: str
    sides: tuple[Side, ...]
    phases: tuple[Phase, ...]
    clauses: tuple[Clause, ...]
    goods: tuple[Good, ...] = ()
    flags: tuple[Flag, ...] = ()
    wordings: tuple[Wording, ...] = ()
    stakes: tuple[Stakes, ...] = ()
    calendar: Calendar = Calendar()
    order: tuple[str, ...] = ()
    note: str = ""
    case: str = ""
    simplifications: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    file: str = ""

    @property
    def digest(self) -> str:
        """A digest of everything but the place of the file."""
        whole = asdict(self)
        whole.pop("file")
        text = json.dumps(whole, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def parties(self) -> tuple[str, ...]:
        """The ids of the parties, in alphabetical order."""
        return tuple(sorted(side.id for side in self.sides if side.role == "party"))

    @property
    def others(self) -> tuple[str, ...]:
        """The ids of mediators and guarantors, in alphabetical order."""
        return tuple(sorted(side.id for side in self.sides if side.role != "party"))

    def name(self, side: str) -> str:
        """The name of a side (its id where it has none)."""
        return next((s.name for s in self.sides if s.id == side), side)

    def clause(self, name: str) -> Clause:
        """The clause of that id; UnknownName with the nearest ones otherwise."""
        for clause in self.clauses:
            if clause.id == name:
                return clause
        raise UnknownName.among(name, "clause", (c.id for c in self.clauses))

    def phase(self, name: str) -> Phase:
        """The phase of that id; UnknownName with the nearest ones otherwise."""
        for phase in self.phases:
            if phase.id == name:
                return phase
        raise UnknownName.among(name, "phase", (p.id for p in self.phases))

    def readings(self, wording: str = "", chosen: Mapping[str, str] | None = None) -> dict[str, str]:
        """Clause -> reading for every clause: the base, then a wording's, then those chosen.

        Raises UnknownName for a wording, clause or reading that the accord does not have.
        """
        found = {clause.id: clause.readings[0].id for clause in self.clauses}
        if wording:
            named = next((w for w in self.wordings if w.id == wording), None)
            if named is None:
                raise UnknownName.among(wording, "wording", (w.id for w in self.wordings))
            found.update(named.readings)
        for clause, reading in (chosen or {}).items():
            found[self.clause(clause).id] = reading
        for clause, reading in found.items():
            self.clause(clause).reading(reading)
        return found
