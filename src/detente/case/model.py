"""The negotiation as plain values: parties, ratifiers, other actors, issues, packages, and the case.

Everything is frozen; a case is read (`case.readers`), estimated (`case.estimate`) or written by hand, and
compiled once into an outcome space (`analysis.space`).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, TypeVar

from detente.case.history import Contradiction, Deadline, Event, Figure, Precedent, Proposal
from detente.case.preferences import Literals, Preferences, Range
from detente.case.procedure import Approval, Consent, ExitThreat, Influence, Mandate
from detente.errors import UnknownName
from detente.record.stance import Stance
from detente.record.statement import Statement
from detente.sources.document import Document

__all__ = [
    "ROLES",
    "Actor",
    "Case",
    "Change",
    "Constraint",
    "Issue",
    "Lever",
    "Option",
    "Package",
    "Party",
    "Ratifier",
    "Scenario",
]

ROLES: tuple[str, ...] = (
    "constituency",
    "decision maker",
    "delegation",
    "endorser",
    "mediator",
    "outside actor",
    "population",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to settle an issue. `available` False: not on the table; a lever can add it."""

    id: str
    name: str
    note: str = ""
    value: float | None = None
    evidence: tuple[str, ...] = ()
    known: date | None = None
    pax: tuple[str, ...] = ()
    available: bool = True
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A thing to settle, with its options.

    `ordered`: the options run from one end to the other. `on_table` False: linked to the talks but outside
    the text, so not part of a package. `if_silent`: the option that holds when a text does not say.
    `divisible`: shares of it can be split (for `adjusted_winner`).
    """

    id: str
    name: str
    question: str = ""
    options: tuple[Option, ...]
    ordered: bool = False
    unit: str = ""
    on_table: bool = True
    divisible: bool = False
    if_silent: str = ""
    evidence: tuple[str, ...] = ()
    known: date | None = None
    pax: tuple[str, ...] = ()
    note: str = ""

    def option(self, name: str) -> Option:
        """The option of that id; UnknownName with the nearest ones otherwise."""
        for option in self.options:
            if option.id == name:
                return option
        raise UnknownName.among(name, f"option of {self.id}", (o.id for o in self.options))


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A negotiating side. Its `principal` is the ratifier whose utility stands for it.

    A party without ratifiers is its own principal and its own ratifier.
    """

    id: str
    name: str
    principal: str
    approval: Approval
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratifier:
    """One whose approval a party may need."""

    id: str
    name: str
    party: str
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Anyone else: a mediator, an endorser, a constituency, an outside actor.

    Presses, pays or relays, but blocks nothing unless a `Consent` says so.
    """

    id: str
    name: str
    role: str
    of: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """Options that cannot stand together in one package."""

    id: str
    never: Literals
    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One "what if": the number or choice at `path` becomes `value`. See `case.change` for the paths."""

    path: str
    value: Any
    effort: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Changes that somebody could bring about together, and the effort that they are assumed to take."""

    id: str
    name: str
    changes: tuple[Change, ...]
    effort: float = 1.0
    note: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named set of changes: an analyst's judgements beside what the evidence gives."""

    id: str
    name: str
    note: str = ""
    by: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """One option on every issue, as option numbers in the order of the issues on the table.

    >>> Package((0, 2)).options
    (0, 2)
    """

    options: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A negotiation: who is at the table, what they differ on, what each wants, what has happened.

    Lookups by id raise `UnknownName` with the nearest names.
    """

    id: str
    title: str
    summary: str = ""
    invented: bool = False
    as_of: date | None = None
    notes: tuple[str, ...] = ()
    reports: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    stances: tuple[Stance, ...] = ()
    parties: tuple[Party, ...] = ()
    ratifiers: tuple[Ratifier, ...] = ()
    actors: tuple[Actor, ...] = ()
    deal_rule: Approval | None = None
    mandates: tuple[Mandate, ...] = ()
    exit_threats: tuple[ExitThreat, ...] = ()
    consents: tuple[Consent, ...] = ()
    influences: tuple[Influence, ...] = ()
    issues: tuple[Issue, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    preferences: tuple[Preferences, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    levers: tuple[Lever, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    scenario: str = ""

    @property
    def table(self) -> tuple[Issue, ...]:
        """The issues that a package settles, in the order of the case."""
        return tuple(issue for issue in self.issues if issue.on_table)

    @property
    def principals(self) -> tuple[str, ...]:
        """The principal of each party, in the order of the parties."""
        return tuple(party.principal for party in self.parties)

    def party(self, name: str) -> Party:
        """The party of that id."""
        return _find(self.parties, name, "party")

    def issue(self, name: str) -> Issue:
        """The issue of that id."""
        return _find(self.issues, name, "issue")

    def proposal(self, name: str) -> Proposal:
        """The proposal of that id."""
        return _find(self.proposals, name, "proposal")

    def named(self, name: str) -> str:
        """The display name of any party, ratifier or actor; the id itself when there is none."""
        return self.names().get(name, name)

    def names(self) -> Mapping[str, str]:
        """Display names by id, of parties, ratifiers and other actors."""
        names = {actor.id: actor.name for actor in self.actors}
        names |= {ratifier.id: ratifier.name for ratifier in self.ratifiers}
        return names | {party.id: party.name for party in self.parties}

    def party_of(self, actor: str) -> str:
        """The party that an actor belongs to, itself for a party, "" for none."""
        if any(party.id == actor for party in self.parties):
            return actor
        for ratifier in self.ratifiers:
            if ratifier.id == actor:
                return ratifier.party
        return next((other.of for other in self.actors if other.id == actor), "")

    def preferences_of(self, actor: str) -> Preferences | None:
        """The preferences of an actor, or None when they are not in the case."""
        return next((p for p in self.preferences if p.actor == actor), None)

    def numbers(self) -> tuple[tuple[str, Range], ...]:
        """Every number of the case with its path, in a fixed order; uncertain or not."""
        found = [(f"preferences.{p.actor}.{path}", n) for p in self.preferences for path, n in p.numbers()]
        for threat in self.exit_threats:
            found.append((f"exit_threats.{threat.actor}.credibility", threat.credibility))
            found.append((f"exit_threats.{threat.actor}.principal_effect", threat.principal_effect))
        found += [(f"consents.{c.id}.gives", c.gives) for c in self.consents if c.gives is not None]
        found += [(f"influences.{i.id}.adds", i.adds) for i in self.influences]
        return tuple(found)

    def with_(self, **changes: Any) -> "Case":
        """A copy with other values in the named fields."""
        return replace(self, **changes)

    def digest(self) -> str:
        """The sha256 of everything the case says, in hexadecimal: equal cases, equal digests."""
        text = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


T = TypeVar("T", Party, Issue, Proposal)


def _find(values: Iterable[T], name: str, kind: str) -> T:
    values = tuple(values)
    for value in values:
        if value.id == name:
            return value
    raise UnknownName.among(name, kind, (value.id for value in values))
