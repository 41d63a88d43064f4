"""The shape of each file of a case: which keys there are and what belongs under each.

The JSON Schemas for editors are made from these classes (`schemas.generate`). A key without a value, or with
`null`, counts as left out. What the names mean together is `case.validate`'s business.
"""

from pydantic import Field, model_validator

from detente.case.readers import pieces as p
from detente.case.readers.history_shapes import (
    ContradictionShape,
    DeadlineShape,
    EventShape,
    FigureShape,
    PrecedentShape,
    ProposalShape,
    StanceShape,
    StatementShape,
)
from detente.case.readers.pieces import Amount, Day, Flag, Id, Ids, Number, OptionsOf, Text, Texts, fail
from detente.case.readers.rule_pieces import ApprovalOf, DealRule
from detente.case.readers.shape import Shape
from detente.case.readers.want_shapes import LeverShape, PreferencesShape, ScenarioShape
from detente.case.readers.word_pieces import InfluenceKind, Role

__all__ = ["CaseFile", "IssueShape", "PartyShape", "RatifierShape"]


class DocumentShape(Shape):
    """A report that is cited."""

    id: Id
    publisher: Text = ""
    published: Day | None = None
    title: Text = ""
    basis: Text = ""
    url: Text = ""
    sha256: Text = ""
    licence: Text = ""
    author: Text = ""
    language: Text = ""
    file: Text = ""
    file_sha256: Text = ""
    copy_of: Id = ""


class PartyShape(Shape):
    """A negotiating side."""

    id: Id
    name: Text
    principal: Id = ""
    approval: ApprovalOf | None = None
    note: Text = ""
    evidence: Ids = ()


class RatifierShape(Shape):
    """One whose approval a party may need."""

    id: Id
    name: Text
    party: Id
    note: Text = ""
    evidence: Ids = ()


class ActorShape(Shape):
    """Anyone else."""

    id: Id
    name: Text
    role: Role
    of: Id = ""
    note: Text = ""
    evidence: Ids = ()


class MandateShape(Shape):
    """What a delegation may sign without asking."""

    id: Id
    party: Id
    allows: OptionsOf
    said_by: Text = ""
    note: Text = ""
    evidence: Ids = ()
    assumption: Text = ""
    base: Flag = False


class ExitThreatShape(Shape):
    """A ratifier that may quit over some options."""

    actor: Id
    on: OptionsOf
    credibility: Number
    principal_effect: Number
    note: Text = ""


class ConsentShape(Shape):
    """An actor whose yes some options need."""

    id: Id
    actor: Id
    over: OptionsOf
    gives: Number | None = None
    note: Text = ""


class InfluenceShape(Shape):
    """Pressure, a side-payment or a guarantee."""

    id: Id
    kind: InfluenceKind = "pressure"
    by: Id = ""
    on: Id
    adds: Number
    when: OptionsOf = ()
    in_force: Flag = True
    note: Text = ""


class OptionShape(Shape):
    """One way to settle an issue."""

    id: Id
    name: Text
    note: Text = ""
    value: Amount | None = None
    evidence: Ids = ()
    known: Day | None = None
    pax: Texts = ()
    available: Flag = True
    clauses: Ids = ()


class IssueShape(Shape):
    """A thing to settle, with options or a numeric range."""

    id: Id
    name: Text
    question: Text = ""
    options: tuple[OptionShape, ...] | None = None
    range: p.Span | None = None
    ordered: Flag = False
    unit: Text = ""
    on_table: Flag = True
    divisible: Flag = False
    if_silent: Id = ""
    evidence: Ids = ()
    known: Day | None = None
    pax: Texts = ()
    note: Text = ""

    @model_validator(mode="after")
    def hold_options_or_a_range(self) -> "IssueShape":
        """The issue, which lists its options in one way."""
        if (self.options is None) == (self.range is None):
            which = "no options" if self.options is None else "both `options` and a `range`"
            fail(f"has {which}", "list `options:`, or give `range: {from: 10, to: 50, step: 10}`")
        return self


class ConstraintShape(Shape):
    """Options that cannot stand together."""

    id: Id
    never: OptionsOf
    note: Text = ""
    evidence: Ids = ()


class CaseFile(Shape):
    """case.yaml."""

    detente: p.Whole
    id: Id
    title: Text
    summary: Text = ""
    invented: Flag = False
    as_of: Day | None = None
    notes: Texts = ()
    reports: tuple[DocumentShape, ...] = ()
    parties: tuple[PartyShape, ...] = ()
    ratifiers: tuple[RatifierShape, ...] = ()
    actors: tuple[ActorShape, ...] = ()
    deal_rule: DealRule = None
    mandates: tuple[MandateShape, ...] = ()
    exit_threats: tuple[ExitThreatShape, ...] = ()
    consents: tuple[ConsentShape, ...] = ()
    influences: tuple[InfluenceShape, ...] = ()
    issues: tuple[IssueShape, ...] = ()
    constraints: tuple[ConstraintShape, ...] = ()
    statements: tuple[StatementShape, ...] = ()
    stances: tuple[StanceShape, ...] = ()
    proposals: tuple[ProposalShape, ...] = ()
    contradictions: tuple[ContradictionShape, ...] = ()
    events: tuple[EventShape, ...] = ()
    figures: tuple[FigureShape, ...] = ()
    precedents: tuple[PrecedentShape, ...] = ()
    deadlines: tuple[DeadlineShape, ...] = ()
    levers: tuple[LeverShape, ...] = ()
    scenarios: tuple[ScenarioShape, ...] = ()
    preferences: dict[Id, PreferencesShape] = Field(default_factory=dict)
