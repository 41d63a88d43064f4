"""From the shapes of a case's files to its values."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from detente.case import history, model, procedure
from detente.case.plain_form import AT_ITS_WORD, ONLY
from detente.case.preferences import DatedRange, Interaction, Preferences, Range, RedLine
from detente.case.readers import shapes as s
from detente.case.readers.history_shapes import ProposalShape
from detente.case.readers.rule_pieces import seated
from detente.case.readers.shape import Shape
from detente.case.readers.want_shapes import ChangeShape, PreferencesShape, ScenarioShape
from detente.record.stance import Stance
from detente.record.statement import Statement
from detente.sources.document import Document

__all__ = ["build_case", "build_preferences"]

T = TypeVar("T")


def build_case(
    file: s.CaseFile,
    preferences: Iterable[tuple[str, PreferencesShape]],
    scenarios: Iterable[ScenarioShape],
) -> model.Case:
    """The case that these files say: preferences in the order of actor ids, scenarios of their ids."""
    parties = tuple(_party(shape, file.ratifiers) for shape in file.parties)
    wants = [build_preferences(shape, actor) for actor, shape in preferences]
    return model.Case(
        id=file.id,
        title=file.title,
        summary=file.summary,
        invented=file.invented,
        as_of=file.as_of,
        notes=file.notes,
        reports=_all(Document, file.reports),
        statements=tuple(_made(Statement, shape, span=shape.at) for shape in file.statements),
        stances=_all(Stance, file.stances),
        parties=parties,
        ratifiers=_all(model.Ratifier, file.ratifiers),
        actors=_all(model.Actor, file.actors),
        deal_rule=seated(file.deal_rule, tuple(party.id for party in parties)),
        mandates=_all(procedure.Mandate, file.mandates),
        exit_threats=_all(procedure.ExitThreat, file.exit_threats),
        consents=_all(procedure.Consent, file.consents),
        influences=_all(procedure.Influence, file.influences),
        issues=tuple(_issue(shape) for shape in file.issues),
        constraints=_all(model.Constraint, file.constraints),
        preferences=tuple(sorted(wants, key=lambda want: want.actor)),
        proposals=tuple(_proposal(shape) for shape in file.proposals),
        contradictions=tuple(
            _made(history.Contradiction, shape, accounts=_all(history.Account, shape.accounts))
            for shape in file.contradictions
        ),
        events=_all(history.Event, file.events),
        figures=_all(history.Figure, file.figures),
        precedents=_all(history.Precedent, file.precedents),
        deadlines=_all(history.Deadline, file.deadlines),
        levers=tuple(_made(model.Lever, shape, changes=_changes(shape.changes)) for shape in file.levers),
        scenarios=tuple(sorted((_scenario(shape) for shape in scenarios), key=lambda found: found.id)),
    )


def build_preferences(shape: PreferencesShape, actor: str) -> Preferences:
    """What the actor wants; numbers without evidence or assumption take those of the file."""

    def based(number: Range) -> Range:
        if number.evidence or number.assumption:
            return number
        return replace(number, evidence=shape.evidence, assumption=shape.assumption)

    return Preferences(
        actor=actor,
        measure=shape.measure,
        basis=shape.basis,
        weights=tuple((issue, based(number)) for issue, number in shape.weights),
        weight_order=shape.weight_order,
        scores=tuple(
            (issue, tuple((option, based(number)) for option, number in options))
            for issue, options in shape.scores
        ),
        score_order=shape.score_order,
        free_scores=shape.free_scores,
        interactions=tuple(_made(Interaction, link, adds=based(link.adds)) for link in shape.interactions),
        red_lines=tuple(
            _made(RedLine, line, holds=based(line.holds) if line.holds else _certain())
            for line in shape.red_lines
        ),
        reservation=tuple(
            DatedRange(since=dated.since, range=based(dated.range), because=dated.because)
            for dated in shape.reservation
        ),
        note=shape.note,
    )


def _certain() -> Range:
    return Range.of(1.0, assumption=AT_ITS_WORD)


def _party(shape: s.PartyShape, ratifiers: Iterable[s.RatifierShape]) -> model.Party:
    alone = all(ratifier.party != shape.id for ratifier in ratifiers)
    principal = shape.principal or (shape.id if alone else "")
    says = procedure.Reading(id=ONLY, rule=procedure.Says(actor=principal), base=True)
    approval = shape.approval or procedure.Approval(readings=(says,))
    return _made(model.Party, shape, principal=principal, approval=approval)


def _issue(shape: s.IssueShape) -> model.Issue:
    if shape.range is None:
        return _made(model.Issue, shape, options=_all(model.Option, shape.options or ()))
    return _made(
        model.Issue, shape, options=shape.range.options, ordered=True, unit=shape.range.unit or shape.unit
    )


def _proposal(shape: ProposalShape) -> history.Proposal:
    accounts, responses = _all(history.Account, shape.accounts), _all(history.Response, shape.responses)
    return _made(history.Proposal, shape, accounts=accounts, responses=responses)


def _scenario(shape: ScenarioShape) -> model.Scenario:
    return _made(model.Scenario, shape, changes=_changes(shape.changes))


def _changes(shapes: Iterable[ChangeShape]) -> tuple[model.Change, ...]:
    return _all(model.Change, shapes)


def _all(cls: type[T], shapes: Iterable[Shape]) -> tuple[T, ...]:
    return tuple(_made(cls, shape) for shape in shapes)


def _made(cls: type[T], shape: Shape, **more: Any) -> T:
    """The value whose fields carry the shape's names, but for those given."""
    names = _shared(cls, type(shape))  # type: ignore[arg-type]
    values = {name: getattr(shape, name) for name in names if name not in more}
    return cls(**values, **more)


@cache
def _shared(cls: type, shape: type[Shape]) -> tuple[str, ...]:
    fields: dict[str, Any] = cls.__dataclass_fields__  # type: ignore[attr-defined]
    return tuple(name for name in fields if name in shape.model_fields)
