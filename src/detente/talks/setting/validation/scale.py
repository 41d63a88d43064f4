"""Scale: amounts fit the utilities of a case, so that whole numbers in a run hold every sum exactly.

A run counts utility in steps of a power of ten that depends on the actor; amounts far beyond what a package
can be worth would leave the range of those numbers.
"""

from collections.abc import Iterator, Mapping

from detente.case.address import Address, Finding
from detente.case.preferences import Range
from detente.talks.setting.validation.known import effects_of
from detente.talks.setting.values import Setting

__all__ = ["scale_findings"]

_ASKS = 5.0
_NOISE = 1.0
_MOVED = 1e6
_RATES = 500.0


def scale_findings(
    setting: Setting, units: Mapping[str, float], principals: Mapping[str, str]
) -> Iterator[Finding]:
    """Amounts that are too large; `units`: by actor, a power of ten that no score of it exceeds."""
    for delegation in setting.delegations:
        unit = units.get(principals.get(delegation.party, ""), 0.0)
        at: Address = ("delegations", delegation.party, "asks")
        yield from _beyond(at, _size(delegation.asks), _ASKS * unit if unit else None)
    least = min((units[a] for a in principals.values() if a in units), default=0.0)
    for name, times in (("noise", _NOISE), ("counsel", _ASKS), ("word", _ASKS)):
        at = ("mediation", name)
        yield from _beyond(at, _size(getattr(setting.mediation, name)), times * least if least else None)
    for actor, total in _moved(setting).items():
        if actor in units and total > _MOVED * units[actor]:
            what = f"effects, counters and delay may move the reservation of {actor!r} by {total:g}"
            yield Finding((), what, f"stay below {_MOVED * units[actor]:g}")
    for hazard, total in _rates(setting).items():
        if total > _RATES:
            what = f"effects may move the rate of {hazard!r} by {total:g} a day"
            yield Finding(("hazards",), what, "give them `days`, or make them happen `once`")


def _beyond(at: Address, size: float, most: float | None) -> Iterator[Finding]:
    if most is not None and size > most:
        what = f"is {size:g}, more than the {most:g} that it may be beside the utilities of the case"
        yield Finding(at, what, "amounts are in units of utility, as reservations are")


def _moved(setting: Setting) -> dict[str, float]:
    """For each actor, the most that its reservation can move in a run."""
    found: dict[str, float] = {}
    for home in setting.homes:
        found[home.actor] = _size(home.delay) * setting.days
    for counter in setting.counters:
        found[counter.on] = found.get(counter.on, 0.0) + counter.start * _size(counter.adds)
    for at, effect in effects_of(setting):
        if effect.kind == "reservation":
            found[effect.on] = found.get(effect.on, 0.0) + _size(effect.amount) * _times(setting, at)
    return found


def _rates(setting: Setting) -> dict[str, float]:
    found: dict[str, float] = {}
    for at, effect in effects_of(setting):
        if effect.kind == "rate":
            found[effect.on] = found.get(effect.on, 0.0) + _size(effect.amount) * _times(setting, at)
    return found


def _times(setting: Setting, at: Address) -> int:
    """How often an effect may add up: every day for one that is for good and may strike again, else once."""
    section, number, _, place = at
    item = getattr(setting, str(section))[int(number)]
    again = section == "hazards" and not item.once and item.effects[int(place)].days == 0
    return setting.days if again else 1


def _size(number: Range) -> float:
    return max(abs(number.low), abs(number.high))
