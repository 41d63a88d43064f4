"""The shape of an accord file: which keys there are and what belongs under each.

Keys are the fields of `language.plan` with hyphens. What the names mean together is for `language.validate`.
"""

from pydantic import ConfigDict, Field, model_validator

from detente.accord.language.kinds import KINDS
from detente.accord.language.readers.pieces import (
    Agenda,
    Basis,
    Dates,
    Days,
    DueSpan,
    FirstDay,
    PowerKind,
    Ratio,
    Role,
    Sets,
    Sides,
    Weekdays,
    Worth,
    Yes,
)
from detente.case.readers.pieces import Day, Faults, Id, Ids, OptionsOf, Text, Texts, Whole, raise_
from detente.case.readers.shape import Shape

__all__ = ["AccordFile", "CalendarShape", "ClauseShape", "Keyed", "PhaseShape", "ReadingShape"]


class Keyed(Shape):
    """A mapping whose keys are written with hyphens."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )


class SideShape(Keyed):
    """One who acts under the accord."""

    name: Text
    role: Role = "party"
    note: Text = ""


class GoodShape(Keyed):
    """Something that changes hands."""

    name: Text
    unit: Text = ""
    note: Text = ""


class FlagShape(Keyed):
    """A fact that clauses set and read."""

    name: Text
    start: Yes = False


class PhaseShape(Keyed):
    """A stage of the accord."""

    id: Id
    name: Text
    lasts: Days
    next: Id = "complete"
    advances_when: Text = "all-performed"
    early: Yes = False
    note: Text = ""
    evidence: Ids = ()
    assumption: Text = ""


class CalendarShape(Keyed):
    """How days become dates."""

    signed: Day | None = None
    first_day: FirstDay = "next"
    midnight: Text = "UTC"
    working: Weekdays = (0, 1, 2, 3, 4, 5, 6)
    holidays: Dates = ()


class ObligationShape(Keyed):
    """A duty of one party towards another side."""

    phase: Id
    debtor: Id
    creditor: Id
    act: Text
    good: Id
    quantity: Whole = 1
    tranches: Whole = 1
    due: DueSpan | None = None
    opens: Days = 1
    after: Text = ""
    only_after: Text = ""
    cure: Days = 0
    verified_by: Id = ""
    place: Text = ""


class ExchangeShape(Keyed):
    """A ratio between two obligations."""

    first: Id
    then: Id
    ratio: Ratio
    lead: Whole = 0
    lag: Whole | None = None
    category: Text = ""


class PowerShape(Keyed):
    """What its holders may lawfully do."""

    kind: PowerKind
    holders: Ids
    act: Text
    phases: Ids = ()
    when: Text = ""
    to: Id = ""
    sets: Sets = ()
    suspends: Ids = ()
    resumes: Ids = ()
    extends: Days = 0
    rules_out: Id = ""
    remedy: Yes = False
    times: Whole = 0


class TalksShape(Keyed):
    """Talks inside a phase."""

    phase: Id
    parties: Ids
    agenda: Agenda = "open"
    topics: Texts = ()
    listed_open: Yes = False
    settled_by: Id = "raiser"
    sign_within: Days | None = None
    opens: Days = 1


class ExpiryShape(Keyed):
    """What happens when a phase's days are over."""

    phase: Id
    then: Id


class BanShape(Keyed):
    """What is forbidden."""

    actors: Ids
    act: Text
    phases: Ids = ()
    unless: Text = ""
    to: Id = "collapse"


class TriggerShape(Keyed):
    """What follows of itself."""

    when: Text
    phases: Ids = ()
    sets: Sets = ()
    to: Id = ""


class GuaranteeShape(Keyed):
    """What is held against a party."""

    guarantor: Id
    party: Id
    amount: Worth
    on: Ids = ()


class HazardShape(Keyed):
    """An event that no side chooses."""

    chance: Worth
    act: Text
    phases: Ids = ()
    when: Text = ""
    to: Id = ""
    sets: Sets = ()


class _Terms(Keyed):
    """A mapping in which one kind of terms stands, under the key that names it."""

    obligation: ObligationShape | None = None
    exchange: ExchangeShape | None = None
    power: PowerShape | None = None
    talks: TalksShape | None = None
    expiry: ExpiryShape | None = None
    ban: BanShape | None = None
    trigger: TriggerShape | None = None
    guarantee: GuaranteeShape | None = None
    hazard: HazardShape | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that stand here."""
        return tuple(kind for kind in KINDS if getattr(self, kind) is not None)


_ONE_KIND = f"a clause has one of {', '.join(KINDS)}"


class ReadingShape(_Terms):
    """One way to read a clause."""

    id: Id
    label: Text | None = None
    text: Text = ""
    basis: Basis = "assumption"
    evidence: Ids = ()
    note: Text = ""
    options: OptionsOf = ()
    nothing: Yes = False

    @model_validator(mode="after")
    def hold_one_kind(self) -> "ReadingShape":
        """The reading, which says one thing."""
        if len(self.kinds) > 1:
            raise_([((kind,), f"stands beside {self.kinds[0]}", _ONE_KIND) for kind in self.kinds[1:]])
        if self.nothing and self.kinds:
            raise_([(("nothing",), f"stands beside {self.kinds[0]}", "keep one of the two")])
        if not self.nothing and not self.kinds:
            raise_([((), "says neither what it provides nor `nothing: yes`", _ONE_KIND)])
        return self


class ClauseShape(_Terms):
    """A sentence of the accord with its readings."""

    id: Id
    text: Text
    pax: Texts = ()
    evidence: Ids = ()
    note: Text = ""
    basis: Basis = "assumption"
    options: OptionsOf = ()
    readings: tuple[ReadingShape, ...] | None = None

    @model_validator(mode="after")
    def hold_one_kind(self) -> "ClauseShape":
        """The clause, which is of one kind, in one reading or several."""
        faults: Faults = [
            ((kind,), f"stands beside {self.kinds[0]}", f"{_ONE_KIND}; write two clauses")
            for kind in self.kinds[1:]
        ]
        if self.readings is None and not self.kinds:
            faults.append(((), "has neither terms nor readings", _ONE_KIND))
        if self.readings is not None:
            faults += self._reading_faults(self.readings)
        if faults:
            raise_(faults)
        return self

    def _reading_faults(self, readings: tuple[ReadingShape, ...]) -> Faults:
        faults: Faults = []
        if self.kinds:
            faults.append(((self.kinds[0],), "stands beside `readings`", "move it into a reading"))
        for key in ("basis", "options"):
            if key in self.model_fields_set:
                faults.append(((key,), "stands beside `readings`", "say it for each reading"))
        if not readings:
            faults.append((("readings",), "lists no reading", "list one, or write the terms here"))
        kinds = [(number, reading.kinds[0]) for number, reading in enumerate(readings) if reading.kinds]
        if readings and not kinds:
            faults.append((("readings",), "provides nothing under any reading", "give one of them terms"))
        for number, kind in kinds:
            if kind != kinds[0][1]:
                hint = f"{_ONE_KIND}; write two clauses"
                faults.append((("readings", number, kind), f"is not of the kind {kinds[0][1]}", hint))
        return faults


class WordingShape(Keyed):
    """A reading of every disputed clause."""

    label: Text
    basis: Basis = "variant"
    readings: dict[Id, Id] = Field(default_factory=dict)
    note: Text = ""


class StakesShape(Keyed):
    """What the accord is worth to one side."""

    receives: dict[Id, Worth] = Field(default_factory=dict)
    gives: dict[Id, Worth] = Field(default_factory=dict)
    peace: Worth | None = None
    ends: dict[Id, Worth] = Field(default_factory=dict)
    patience: Worth | None = None
    fights_first: Worth | None = None


class AccordFile(Keyed):
    """accord.yaml."""

    detente_accord: Whole
    id: Id
    title: Text
    note: Text = ""
    case: Text = ""
    calendar: CalendarShape = Field(default_factory=CalendarShape)
    sources: dict[Id, Text] = Field(default_factory=dict)
    simplifications: Texts = ()
    sides: dict[Id, SideShape]
    order: Sides = ()
    goods: dict[Id, GoodShape] = Field(default_factory=dict)
    flags: dict[Id, FlagShape] = Field(default_factory=dict)
    phases: tuple[PhaseShape, ...]
    clauses: tuple[ClauseShape, ...] = ()
    wordings: dict[Id, WordingShape] = Field(default_factory=dict)
    stakes: dict[Id, StakesShape] = Field(default_factory=dict)
