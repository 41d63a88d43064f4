"""Puts what was learnt into a case: weights and reservations with tighter ranges, each with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.case.model import Case
from detente.case.preferences import DatedRange, Preferences, Range, reservation_at
from detente.talks.learning.results import LearntNumber

__all__ = ["tighten"]

PLACES = 4


def tighten(case: Case, numbers: Sequence[LearntNumber]) -> Case:
    """The case with these numbers in place of its own, where they moved.

    Low and high are the 1 % and 99 % points: a triangular draw between them spreads as the posterior does.
    Stated orders of weights and tables of points stay, since ranges would say less. The basis of who changes
    is "estimate".
    """
    by_path = {number.path: number for number in numbers if number.moved}
    whole = {number.path: number for number in numbers}
    changed = tuple(_preferences(case, p, by_path, whole) for p in case.preferences)
    return case.with_(preferences=changed)


def _preferences(
    case: Case, p: Preferences, moved: Mapping[str, LearntNumber], whole: Mapping[str, LearntNumber]
) -> Preferences:
    here = f"preferences.{p.actor}"
    found = p
    if p.measure == "share" and any(f"{here}.weights.{issue}" in moved for issue, _ in p.weights):
        found = replace(found, weights=_weights(p, here, whole))
    number = moved.get(f"{here}.reservation")
    if number is not None:
        now = reservation_at(p, case.as_of)
        kept = tuple(dated for dated in p.reservation if dated != now)
        learnt = DatedRange(since=now.since, range=_range(number, now.range), because=now.because)
        found = replace(found, reservation=(*kept, learnt))
    return found if found == p else replace(found, basis="estimate")


def _weights(p: Preferences, here: str, whole: Mapping[str, LearntNumber]) -> tuple[tuple[str, Range], ...]:
    """All the weights of an actor, likely values summing to 1 as written."""
    found = {}
    for issue, before in p.weights:
        number = whole.get(f"{here}.weights.{issue}")
        found[issue] = before if number is None else _range(number, before)
    rest = round(1 - sum(weight.likely for weight in found.values()), PLACES)
    largest = min(found, key=lambda issue: (-found[issue].likely, issue))
    weight = found[largest]
    likely = round(weight.likely + rest, PLACES)
    found[largest] = replace(
        weight, likely=likely, low=min(weight.low, likely), high=max(weight.high, likely)
    )
    return tuple(found.items())


def _range(number: LearntNumber, before: Range) -> Range:
    low, high = (round(value, PLACES) for value in number.outer)
    likely = min(max(round(number.likely, PLACES), low), high)
    reason = "learnt from the record under assumptions about behaviour; a range, not a fact about minds"
    if not number.moved:
        reason = "the record says nothing of it; moved only so that the weights sum to 1"
    evidence = tuple(dict.fromkeys((*before.evidence, *number.evidence)))
    return Range(
        low=low, likely=likely, high=high, evidence=evidence, assumption=reason, driver=before.driver
    )
