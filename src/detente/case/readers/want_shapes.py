"""The shapes of preferences, and of the changes of levers and scenarios."""

from typing import Any

from pydantic import ValidationInfo, field_validator

from detente.case.readers import pieces as p
from detente.case.readers.change_pieces import value_at
from detente.case.readers.pieces import Amount, Id, Ids, Number, OptionsOf, Text
from detente.case.readers.shape import Shape
from detente.case.readers.want_pieces import IdGroups, Numbers, Reservation, ScoreOrders, Scores
from detente.case.readers.word_pieces import Basis, Measure

__all__ = ["LeverShape", "PreferencesFile", "PreferencesShape", "ScenarioFile", "ScenarioShape"]


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
