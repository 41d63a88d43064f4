"""The shape of each file of a case: which keys there are and what belongs under each.

The JSON Schemas for editors are made from these classes (`schemas.generate`). A key without a value, or with
`null`, counts as left out. What the names mean together is `case.validate`'s business.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from detente.case.readers import pieces as p
from detente.case.readers.change_pieces import value_at
from detente.case.readers.pieces import (
    Amount,
    Day,
    Flag,
    Id,
    Ids,
    Number,
    OptionsOf,
    Period,
    Text,
    Texts,
    fail,
)
from detente.case.readers.rule_pieces import ApprovalOf, DealRule
from detente.case.readers.want_pieces import IdGroups, Numbers, Reservation, ScoreOrders, Scores
from detente.case.readers.word_pieces import Answer, Basis, Bound, InfluenceKind, Measure, Role, Side, Verb
from detente.case.readers.yaml_nodes import NULLS, Plain

__all__ = ["CaseFile", "PreferencesFile", "ScenarioFile", "Shape"]


class Shape(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def leave_out_what_is_empty(cls, node: Any) -> Any:
        """The mapping without the keys that have no value."""
        if not isinstance(node, dict):
            return node
        return {k: v for k, v in node.items() if not (v.__class__ is Plain and v in NULLS)}


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


class StatementShape(Shape):
    """What a report says."""

    id: Id
    reports: Ids
    holder: Id = ""
    relay: Text = ""
    act: Verb = "reports"
    issue: Id = ""
    option: Id = ""
    says: Text = ""
    date: Period
    known: Day


class StanceShape(Shape):
    """An actor's position on an issue at a date."""

    id: Id
    actor: Id
    issue: Id
    option: Id
    role: Side = "demands"
    date: Period
    known: Day
    said_by: Text = ""
    note: Text = ""
    evidence: Ids = ()


class AccountShape(Shape):
    """One telling of a thing."""

    said_by: Text
    says: Text
    terms: OptionsOf = ()
    evidence: Ids = ()


class ResponseShape(Shape):
    """An answer to a proposal."""

    actor: Id
    answer: Answer
    said_by: Text = ""
    issues: Ids = ()
    version: Text = ""
    note: Text = ""
    date: Period
    known: Day
    evidence: Ids = ()


class ProposalShape(Shape):
    """Options offered on some issues."""

    id: Id
    name: Text
    date: Period
    known: Day
    by: Id = ""
    attributed_to: Id = ""
    carried_by: Ids = ()
    public: Flag = False
    standing: Flag = False
    version: Text = ""
    terms: OptionsOf = ()
    set_aside: Ids = ()
    note: Text = ""
    accounts: tuple[AccountShape, ...] = ()
    responses: tuple[ResponseShape, ...] = ()
    evidence: Ids = ()


class ContradictionShape(Shape):
    """Accounts that differ."""

    id: Id
    topic: Text
    issue: Id = ""
    accounts: tuple[AccountShape, ...]
    date: Period
    known: Day


class EventShape(Shape):
    """Something that happened."""

    id: Id
    what: Text
    kind: Text = "event"
    actors: Ids = ()
    date: Period
    known: Day
    evidence: Ids = ()


class FigureShape(Shape):
    """A number in a report."""

    id: Id
    series: Text
    value: Amount
    unit: Text = ""
    bound: Bound = ""
    said_by: Text = ""
    note: Text = ""
    date: Period
    known: Day
    evidence: Ids = ()


class PrecedentShape(Shape):
    """An earlier deal."""

    id: Id
    what: Text
    date: Period
    known: Day
    evidence: Ids = ()


class DeadlineShape(Shape):
    """A date by which something is due."""

    id: Id
    what: Text
    status: Text = ""
    date: Period
    known: Day
    evidence: Ids = ()


class ChangeShape(Shape):
    """One change: what stands at `path` becomes `value`."""

    path: Text
    value: p.Raw
    effort: Amount = 1.0
    source: Text = ""

    @field_validator("value")
    @classmethod
    def fit_the_path(cls, node: Any, info: ValidationInfo) -> Any:
        """The value in the form that its path asks for."""
        return value_at(info.data.get("path", ""), node)


class LeverShape(Shape):
    """Changes that somebody could bring about together."""

    id: Id
    name: Text
    changes: tuple[ChangeShape, ...]
    effort: Amount = 1.0
    note: Text = ""
    evidence: Ids = ()
    assumption: Text = ""


class ScenarioShape(Shape):
    """A named set of changes."""

    id: Id
    name: Text
    note: Text = ""
    by: Text = ""
    changes: tuple[ChangeShape, ...] = ()


class InteractionShape(Shape):
    """What a combination of options adds."""

    id: Id
    when: OptionsOf
    adds: Number
    note: Text = ""


class RedLineShape(Shape):
    """Options refused whatever else a package holds."""

    id: Id
    never: OptionsOf
    unless: OptionsOf = ()
    holds: Number | None = None
    note: Text = ""


class PreferencesShape(Shape):
    """What one actor wants."""

    actor: Id = ""
    measure: Measure = "share"
    basis: Basis = "judgement"
    note: Text = ""
    assumption: Text = ""
    evidence: Ids = ()
    weights: Numbers = ()
    weight_order: IdGroups = ()
    scores: Scores = ()
    score_order: ScoreOrders = ()
    free_scores: Ids = ()
    interactions: tuple[InteractionShape, ...] = ()
    red_lines: tuple[RedLineShape, ...] = ()
    reservation: Reservation = ()


class PreferencesFile(PreferencesShape):
    """A file of preferences/."""

    actor: Id


class ScenarioFile(ScenarioShape):
    """A file of scenarios/."""


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
