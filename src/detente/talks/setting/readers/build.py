"""From the shape of a file to the values of a setting of talks; a deadline given as a date becomes a day."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from detente.case.address import Finding
from detente.case.readers.shape import Shape
from detente.talks.setting.readers.shapes import DelegationShape, HappeningShape, HazardShape, SettingFile
from detente.talks.setting.values import (
    Counter,
    Delegation,
    Effect,
    Happening,
    Hazard,
    Home,
    Mediation,
    Setting,
    Summit,
)

__all__ = ["build_setting"]


def build_setting(shape: SettingFile, as_of: dt.date | None) -> tuple[Setting, tuple[Finding, ...]]:
    """The setting that a file says, and what is wrong with its deadline; `as_of`: first day by default."""
    deadline, found = _deadline(shape.deadline, shape.start or as_of)
    setting = Setting(
        id=shape.id,
        name=shape.name,
        case=shape.case,
        start=shape.start,
        days=shape.days,
        deadline=deadline,
        delegations=tuple(_delegation(party, part) for party, part in shape.delegations.items()),
        homes=tuple(Home(actor=actor, **_fields(part)) for actor, part in shape.homes.items()),
        mediation=Mediation(**_fields(shape.mediation)),
        hazards=tuple(_struck(Hazard, part) for part in shape.hazards),
        happenings=tuple(_struck(Happening, part) for part in shape.happenings),
        counters=tuple(Counter(**_fields(part)) for part in shape.counters),
        summits=tuple(Summit(**_fields(part)) for part in shape.summits),
        note=shape.note,
    )
    return setting, found


def _deadline(
    deadline: int | dt.date | None, start: dt.date | None
) -> tuple[int | None, tuple[Finding, ...]]:
    if not isinstance(deadline, dt.date):
        return deadline, ()
    if start is not None:
        return (deadline - start).days + 1, ()
    hint = "write `start:`, or the deadline as a day number"
    return None, (Finding(("deadline",), "is a date, and the talks have no first day", hint),)


def _delegation(party: str, shape: DelegationShape) -> Delegation:
    fields = _fields(shape) | {"trust": (shape.trust.kept, shape.trust.failed)}
    return Delegation(party=party, **fields)


def _struck(make: Callable[..., Any], shape: HazardShape | HappeningShape) -> Any:
    effects = tuple(Effect(**_fields(part)) for part in shape.effects)
    return make(**_fields(shape) | {"effects": effects})


def _fields(shape: Shape) -> dict[str, Any]:
    return {name: getattr(shape, name) for name in type(shape).model_fields}
