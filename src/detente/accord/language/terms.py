"""What the clauses of an accord provide: obligations, exchanges, powers, talks, bans and the rest, as values.

Days are counted within a phase, from 1; conditions are text in the small language of `language.conditions`.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from detente.case.preferences import Range

__all__ = [
    "POWERS",
    "Ban",
    "Exchange",
    "Expiry",
    "Guarantee",
    "Hazard",
    "Obligation",
    "Power",
    "Talks",
    "Terms",
    "Trigger",
]

POWERS: tuple[str, ...] = ("certify", "extend", "resume", "rule out", "suspend", "terminate", "other")
"""What a power can be, for words and codes; what it does is told by its effects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty of `debtor` towards `creditor` in one phase.

    `quantity` units of `good` in `tranches` equal parts (as equal as whole units allow, the larger ones
    last). `due`: for each tranche the day of the phase by whose end it must be given, never decreasing; with
    `after`, days since that condition first held. `opens`: first day on which it can be performed.
    `only_after`: a condition without which it cannot be performed; a tranche that cannot be performed yet is
    not yet due. `cure`: days after a deadline within which late performance is no breach. `verified_by`: who
    must confirm a tranche before it counts.
    """

    phase: str
    debtor: str
    creditor: str
    act: str
    good: str
    quantity: int = 1
    tranches: int = 1
    due: tuple[int, ...] = ()
    opens: int = 1
    after: str = ""
    only_after: str = ""
    cure: int = 0
    verified_by: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A ratio between two obligations of one phase: for each unit of `first`, `ratio` units of `then`.

    `then` may not run ahead of the ratio by more than `lead` units, and is late when it lags more than `lag`
    units behind. `category` names who or what the ratio is for.
    """

    first: str
    then: str
    ratio: Fraction
    lead: int = 0
    lag: int = 0
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What its holders may lawfully do when a condition holds.

    `kind` is one of `POWERS`. Effects: `to` moves the accord to a phase or an end; `sets` gives flags a
    value; `suspends` stops the listed obligations (they cannot fall due) until a power of kind "resume"
    names the same clause; `extends` adds days to the phase; `rules_out` takes everything off the table of
    the named talks. `remedy` True: it answers a breach or a delay. `times`: how often each may be used, 0
    for no limit.
    """

    kind: str
    holders: tuple[str, ...]
    act: str
    phases: tuple[str, ...] = ()
    when: str = ""
    to: str = ""
    sets: tuple[tuple[str, bool], ...] = ()
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: int = 0
    rules_out: str = ""
    remedy: bool = False
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """Talks inside a phase, which the parties end by signing.

    `agenda`: "open" (a party may put a topic on the table on any day before it signs) or "closed" (none can
    be added). `topics`: what is listed; with `listed_open` they stand on the table at the start. A topic is
    taken off by `settled_by`: "raiser" (who raised it; a listed one by any party), "both" (each party must
    agree), or a mediator's id. `sign_within`: days, once the phase's days are over and nothing is on the
    table, after which not to sign is a breach; None: there is no such duty.
    """

    phase: str
    parties: tuple[str, ...]
    agenda: str = "open"
    topics: tuple[str, ...] = ()
    listed_open: bool = False
    settled_by: str = "raiser"
    sign_within: int | None = None
    opens: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """What happens at the end of a phase's last day when the accord does not move on.

    `then`: "collapse", "continue" (the phase runs on), or another phase.
    """

    phase: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """What is forbidden and yet always possible: a party's act that ends the accord, as a rule fighting.

    Where no ban covers a party in a phase, returning to war there is lawful. `unless`: a condition under
    which the act is no breach.
    """

    actors: tuple[str, ...]
    act: str
    phases: tuple[str, ...] = ()
    unless: str = ""
    to: str = "collapse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What follows of itself, at the end of a day on which `when` holds: flags, a phase, an end."""

    when: str
    phases: tuple[str, ...] = ()
    sets: tuple[tuple[str, bool], ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """What `guarantor` holds against `party`, lost on its first breach of clauses in `on` (default any)."""

    guarantor: str
    party: str
    amount: Range
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """An event that no side chooses: its chance on each day of the phases, and what it does."""

    chance: Range
    act: str
    phases: tuple[str, ...] = ()
    when: str = ""
    to: str = ""
    sets: tuple[tuple[str, bool], ...] = ()


Terms: TypeAlias = Obligation | Exchange | Power | Talks | Expiry | Ban | Trigger | Guarantee | Hazard | None
"""What a clause provides; None for a reading under which the text provides nothing."""
