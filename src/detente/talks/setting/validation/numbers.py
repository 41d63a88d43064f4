"""Numbers: chances lie in [0, 1], days are counted from 1, amounts are in order and rest on what is known."""

from collections.abc import Iterator
from typing import Any

from detente.case.address import Address, Finding
from detente.case.preferences import Range
from detente.case.ranges import range_faults
from detente.talks.setting.limits import (
    MOST_COUNTERS,
    MOST_DAYS,
    MOST_EFFECTS,
    MOST_PARTIES,
    MOST_SOURCES,
    MOST_START,
    MOST_SUMMITS,
    MOST_TEXTS,
    MOST_TRUST,
)
from detente.talks.setting.validation.known import Known, effects_of, unknown
from detente.talks.setting.values import Delegation, Setting

__all__ = ["count_findings", "number_findings", "numbers_of", "party_findings"]

Bounds = tuple[float | None, float | None]

_CHANCE: Bounds = (0.0, 1.0)
_AMOUNT: Bounds = (0.0, None)
_EITHER: Bounds = (None, None)
_DELEGATION: dict[str, Bounds] = {
    "asks": _AMOUNT,
    "answers": _CHANCE,
    "audience": _EITHER,
    "blame": _AMOUNT,
    "disowns": _CHANCE,
    "passes_on": _CHANCE,
}
_MEDIATION: dict[str, Bounds] = {
    "publishes": _CHANCE,
    "attributes": _CHANCE,
    "back_channel": _CHANCE,
    "blames": _CHANCE,
    "leak": _CHANCE,
    "counsel": _AMOUNT,
    "word": _AMOUNT,
    "noise": _AMOUNT,
}
_EFFECT: dict[str, Bounds] = {"rate": (-1.0, 1.0), "trust": (0.0, MOST_TRUST)}
_TRUST: Bounds = (0.0, MOST_TRUST)


def number_findings(setting: Setting, known: Known | None) -> Iterator[Finding]:
    """What is wrong with ranges and whole numbers, and evidence that the case does not have."""
    for at, held, (lowest, highest) in numbers_of(setting):
        for what, hint in range_faults(held, lowest, highest):
            yield Finding(at, what, hint)
        if known is not None:
            for place, name in enumerate(held.evidence):
                yield from unknown((*at, "evidence", place), name, "evidence", known.evidence)
    for delegation in setting.delegations:
        yield from _trust(delegation)
    yield from _whole(("days",), setting.days, 1, MOST_DAYS, "day")
    for home in setting.homes:
        yield from _whole(("homes", home.actor, "least"), home.least, 0, MOST_DAYS, "day")
        yield from _whole(("homes", home.actor, "returns"), home.returns, 0, MOST_DAYS, "day")
    mediation = setting.mediation
    yield from _whole(("mediation", "fades"), mediation.fades, 1, MOST_DAYS, "day")
    yield from _whole(("mediation", "aside_after"), mediation.aside_after, 0, MOST_TEXTS, "text")
    for number, counter in enumerate(setting.counters):
        yield from _whole(("counters", number, "start"), counter.start, 0, MOST_START, "unit")
    for at, effect in effects_of(setting):
        yield from _whole((*at, "days"), effect.days, 0, MOST_DAYS, "day")


def count_findings(setting: Setting) -> Iterator[Finding]:
    """Lists that are longer than a run of talks can keep."""
    sources = len(setting.hazards) + len(setting.happenings)
    effects = sum(1 for _ in effects_of(setting))
    for section, count, most, what in (
        ("hazards", sources, MOST_SOURCES, "hazards and happenings together"),
        ("hazards", effects, MOST_EFFECTS, "effects of hazards and happenings"),
        ("counters", len(setting.counters), MOST_COUNTERS, "counters"),
        ("summits", len(setting.summits), MOST_SUMMITS, "summits"),
    ):
        if count > most:
            yield Finding((section,), f"{count} {what}, more than the {most} that there may be", "join some")


def party_findings(known: Known) -> Iterator[Finding]:
    """Whether the case has more parties than talks may have."""
    if len(known.parties) > MOST_PARTIES:
        what = f"the case has {len(known.parties)} parties, and talks may have {MOST_PARTIES}"
        yield Finding((), what, "join parties that act as one")


def numbers_of(setting: Setting) -> Iterator[tuple[Address, Range, Bounds]]:
    """Every range of the setting with its address and its bounds."""
    for delegation in setting.delegations:
        yield from _fields(("delegations", delegation.party), delegation, _DELEGATION)
        for word, held in zip(("kept", "failed"), delegation.trust, strict=True):
            yield ("delegations", delegation.party, "trust", word), held, _TRUST
    for home in setting.homes:
        yield from _fields(("homes", home.actor), home, {"answers": _CHANCE, "delay": _EITHER})
    yield from _fields(("mediation",), setting.mediation, _MEDIATION)
    for section, bounds in (
        ("hazards", {"rate": _CHANCE}),
        ("happenings", {"chance": _CHANCE}),
        ("counters", {"falls": _CHANCE, "adds": _EITHER}),
        ("summits", {"slips": _CHANCE, "attends": _CHANCE}),
    ):
        for number, item in enumerate(getattr(setting, section)):
            yield from _fields((section, number), item, bounds)
    for at, effect in effects_of(setting):
        yield (*at, "amount"), effect.amount, _EFFECT.get(effect.kind, _EITHER)


def _fields(at: Address, value: Any, bounds: dict[str, Bounds]) -> Iterator[tuple[Address, Range, Bounds]]:
    for name, bound in bounds.items():
        yield (*at, name), getattr(value, name), bound


def _trust(delegation: Delegation) -> Iterator[Finding]:
    kept, failed = delegation.trust
    if kept.low == 0 and failed.low == 0:
        at = ("delegations", delegation.party, "trust")
        yield Finding(at, "successes and failures may both be 0", "write {kept: 1, failed: 1} for no record")


def _whole(at: Address, value: Any, least: int, most: int, unit: str) -> Iterator[Finding]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield Finding(at, f"should be a whole number, not {value!r}", f"write one from {least} to {most:,}")
    elif value < least:
        what = f"is {value:,} {unit}s, and it should be at least {least}"
        yield Finding(at, what, f"write {least} or more")
    elif value > most:
        yield Finding(at, f"is {value:,} {unit}s, more than the {most:,} that it may be", "write fewer")
