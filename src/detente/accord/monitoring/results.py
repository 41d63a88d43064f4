"""What monitoring finds, as frozen values: each finding says in how many of the possible situations it holds.

`Share` counts situations, not chances: none is taken for likelier than another.
"""

import datetime as dt
from dataclasses import dataclass

from detente.accord.results import AccordBasis, Finding

__all__ = [
    "DecidingEvent",
    "DefaultNow",
    "DutyNow",
    "ExposureNow",
    "ForceNow",
    "Monitored",
    "NotedEvent",
    "PhaseNow",
    "PowerNow",
    "Share",
    "SituationNow",
    "StandingVerdict",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """In how many of the possible situations something holds.

    `hinges`: the open events each of which alone decides it, with whether it holds where the event happened.

    >>> print(Share(situations=2, of=2), "|", Share(situations=1, of=2, hinges=(("the release", False),)))
    in all | in 1 of 2, if not (the release)
    """

    situations: int
    of: int
    hinges: tuple[tuple[str, bool], ...] = ()

    def __str__(self) -> str:
        """In all, some or none of the situations, and what it hinges on."""
        if self.where != "some":
            return f"in {self.where}"
        told = [f"if {'' if so else 'not '}({event})" for event, so in self.hinges]
        return f"in {self.situations} of {self.of}" + (f", {' or '.join(told[:1])}" if told else "")

    @property
    def where(self) -> str:
        """The word: all, some or none."""
        if self.situations == self.of:
            return "all"
        return "some" if self.situations else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationNow:
    """One situation that may be the case. `values`: of its variables, those that are not 0.

    `happened` and `did_not`: numbers of the open events that came about, or did not, on every way to it.
    """

    phase: str
    day_of_phase: int
    values: tuple[tuple[str, int], ...]
    happened: tuple[int, ...]
    did_not: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedEvent:
    """An event, what became of it, and what is to be known about it.

    `matter`: the number of the act that it tells of; None where it is not counted.

    `status`: "counted", "open", "ruled out" (not established, and the rest shows that it did not happen),
    "borne out" (not established, and the rest shows that it did), "outweighed" or "not counted".
    """

    event: str
    where: str
    status: str
    matter: int | None = None
    flags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseNow:
    """A phase or an end in which the accord may be, since when (the earliest and the latest date)."""

    phase: str
    held: Share
    since: tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyNow:
    """Tranches that are due, coming due, late but curable, or overdue.

    `stance`: "due" (by the end of today), "coming", "in cure" (the deadline has passed, it is no breach yet)
    or "overdue" (the cure has passed too). `by`: the day by whose end they are due, or are no breach yet;
    None once overdue. `since`: for what is late, the earliest and the latest day by which the clause had
    fallen behind. `conditional`: it falls due only if what is due before it is given.
    """

    clause: str
    debtor: str
    creditor: str
    act: str
    good: str
    stance: str
    tranches: int
    units: int
    by: dt.date | None
    held: Share
    since: tuple[dt.date | None, dt.date | None] = (None, None)
    conditional: bool = False

    def __str__(self) -> str:
        """Who, what, how much and by when."""
        when = f", by {self.by}" if self.by else ""
        only = ", if what is due before is given" if self.conditional else ""
        return f"{self.debtor} {self.act} ({self.units} {self.good}): {self.stance}{when}{only}; {self.held}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultNow:
    """A party in breach, since when (the earliest and the latest date)."""

    party: str
    held: Share
    since: tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerNow:
    """What a side may do today without a breach. `kind`: power or fight; `remedy`: it answers a breach."""

    side: str
    clause: str
    kind: str
    act: str
    remedy: bool
    held: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceNow:
    """What a coalition can force from today on, staying blameless, whatever the others do.

    `held`: the situations in which it can under every order of play; `depends`: those in which that depends
    on the order. `by`: the date by which, at the latest over `held`; None for what is kept up for ever.
    """

    question: str
    asks: str
    coalition: tuple[str, ...]
    held: Share
    depends: int = 0
    by: dt.date | None = None

    def __str__(self) -> str:
        """The question and its answer."""
        when = f", by {self.by}" if self.by and self.held.situations else ""
        return f"{self.asks} {self.held}{when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingVerdict:
    """Whether a condition holds now and can still change (four values, as in runtime verification).

    For each value the situations that have it: "permanently true", "currently true", "currently false",
    "permanently false". Permanent: in every play that the model allows from here on.
    """

    condition: str
    values: tuple[tuple[str, int], ...]

    @property
    def value(self) -> str:
        """The value in every situation; "" where they differ."""
        return self.values[0][0] if len(self.values) == 1 else ""

    def __str__(self) -> str:
        """The condition and its value or values."""
        if self.value:
            return f"{self.condition}: {self.value}"
        return f"{self.condition}: " + ", ".join(f"{value} in {count}" for value, count in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureNow:
    """Units of a good that `giver` has given `taker` under a clause: the fewest and the most that may be."""

    clause: str
    good: str
    giver: str
    taker: str
    fewest: int
    most: int
    owed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingEvent:
    """An open event and how much would be settled by knowing whether it happened.

    `settles_if_so`, `settles_if_not`: how many of the findings that hold in some situations only would hold
    in all or none. `left_if_so`, `left_if_not`: how many situations would be left.
    """

    matter: int
    event: str
    settles_if_so: int
    settles_if_not: int
    left_if_so: int
    left_if_not: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitored(Finding):
    """A signed accord at the dawn of a day: what may be the case, what is due, who can do what.

    `open_findings`: how many findings hold in some situations only. `deciding`: the open events, the one that
    settles most first. `notes`: what was not asked, and why.
    """

    accord: str
    as_of: dt.date
    day: int
    situations: tuple[SituationNow, ...]
    events: tuple[NotedEvent, ...]
    phases: tuple[PhaseNow, ...]
    duties: tuple[DutyNow, ...]
    defaults: tuple[DefaultNow, ...]
    powers: tuple[PowerNow, ...]
    force: tuple[ForceNow, ...]
    verdicts: tuple[StandingVerdict, ...]
    exposure: tuple[ExposureNow, ...]
    deciding: tuple[DecidingEvent, ...]
    open_findings: int
    basis: AccordBasis
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The day, the phase, who is in breach and how much is open, on one line."""
        where = " or ".join(now.phase for now in self.phases)
        blamed = ", ".join(f"{now.party} ({now.held})" for now in self.defaults) or "nobody"
        count = len(self.situations)
        return (
            f"{self.accord} on {self.as_of}, day {self.day}: {where}; in breach: {blamed}; "
            f"{count:,} possible situation{'s' * (count != 1)}"
        )

    @property
    def flagged(self) -> tuple[NotedEvent, ...]:
        """The events about which there is something to know."""
        return tuple(event for event in self.events if event.flags)
