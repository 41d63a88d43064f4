"""The shape of a file with a setting of talks: which keys there are and what belongs under each.

Keys are the fields of `setting.values`. What the names and numbers mean together is for `setting.validate`.
"""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from detente.case.address import Address
from detente.case.readers.pieces import (
    Day,
    Faults,
    Flag,
    Id,
    Number,
    Text,
    Whole,
    kind_of,
    piece,
    read_day,
    read_whole,
)
from detente.case.readers.shape import Shape
from detente.talks.setting.values import NONE, SURE

__all__ = ["DelegationShape", "EffectShape", "HappeningShape", "HazardShape", "SettingFile"]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_deadline(node: Any, faults: Faults, path: Address = ()) -> int | dt.date | None:
    """A day of talks, a date, or `none`."""
    text = str(node).strip() if isinstance(node, str) else ""
    if text == "none":
        return None
    if _DATE.fullmatch(text):
        return read_day(node, faults, path)
    before = len(faults)
    found = read_whole(node, faults, path)
    if len(faults) > before:
        hint = "write a day number such as 90, a date such as 2031-05-20, or none"
        faults[-1] = (path, f"should be a day of talks, not {kind_of(node)}", hint)
    return found


Deadline = Annotated[int | dt.date | None, *piece("deadline", read_deadline)]


class EffectShape(Shape):
    """What a hazard or a happening does."""

    kind: Id
    on: Id = ""
    amount: Number = NONE
    to: Id = ""
    days: Whole = 0


class HazardShape(Shape):
    """Something that may happen on any day."""

    id: Id
    name: Text
    rate: Number
    effects: tuple[EffectShape, ...] = ()
    once: Flag = False
    note: Text = ""


class HappeningShape(Shape):
    """Something expected on a day."""

    id: Id
    name: Text
    day: Whole = 0
    date: Day | None = None
    chance: Number = SURE
    effects: tuple[EffectShape, ...] = ()
    note: Text = ""


class CounterShape(Shape):
    """A figure that falls with time."""

    id: Id
    name: Text
    start: Whole
    falls: Number
    on: Id
    adds: Number
    note: Text = ""


class SummitShape(Shape):
    """A meeting called for a day."""

    id: Id
    name: Text
    day: Whole
    slips: Number = NONE
    attends: Number = SURE
    note: Text = ""


class TrustShape(Shape):
    """How often a party has found the mediator's word kept, and how often not."""

    kept: Number = SURE
    failed: Number = SURE


class DelegationShape(Shape):
    """How a party takes part."""

    mandate: Id = "free"
    tactic: Text = "linear"
    asks: Number = NONE
    answers: Number = SURE
    trust: TrustShape = Field(default_factory=TrustShape)
    audience: Number = NONE
    blame: Number = NONE
    disowns: Number = NONE
    passes_on: Number = SURE
    note: Text = ""


class HomeShape(Shape):
    """How an actor at home answers."""

    answers: Number = SURE
    least: Whole = 0
    delay: Number = NONE
    returns: Whole = 0
    note: Text = ""


class MediationShape(Shape):
    """How the mediator works."""

    strategy: Text = "greedy"
    opening: Id = "middle"
    publishes: Number = NONE
    attributes: Number = NONE
    back_channel: Number = NONE
    blames: Number = NONE
    leak: Number = NONE
    fades: Whole = 14
    counsel: Number = NONE
    word: Number = NONE
    aside_after: Whole = 0
    noise: Number = NONE
    note: Text = ""


class SettingFile(Shape):
    """A file with a setting of talks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    detente_talks: Whole = Field(alias="detente-talks")
    id: Id
    name: Text = ""
    case: Text = ""
    start: Day | None = None
    days: Whole = 200
    deadline: Deadline = None
    delegations: dict[Id, DelegationShape] = Field(default_factory=dict)
    homes: dict[Id, HomeShape] = Field(default_factory=dict)
    mediation: MediationShape = Field(default_factory=MediationShape)
    hazards: tuple[HazardShape, ...] = ()
    happenings: tuple[HappeningShape, ...] = ()
    counters: tuple[CounterShape, ...] = ()
    summits: tuple[SummitShape, ...] = ()
    note: Text = ""
