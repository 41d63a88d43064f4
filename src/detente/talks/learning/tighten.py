"""Puts what was learnt into a case: weights and reservations with tighter ranges, each with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.case.model import Case
from detente.case.preferences import DatedRange, Preferences, Range, reservation_at
from detente.talks.learning.results import LearntNumber

__all__ = ["tighten"]

PLACES = 4


def tighten(case: Case, numbers: Sequence[LearntNumber]) -> Case:
    """The case with its ranges moved and narrowed where numbers moved; the others stay as they are.

    Each range is shifted and scaled so that draws from it have the mean and the spread learnt, and cut where
    it would leave the range of the case. Stated orders of weights and tables of points stay, since ranges
    would say less. The basis of who changes is "estimate".
    """
    moved = {number.path: number for number in numbers if number.moved}
    return case.with_(preferences=tuple(_preferences(case, p, moved) for p in case.preferences))


def _preferences(case: Case, p: Preferences, moved: Mapping[str, LearntNumber]) -> Preferences:
    here = f"preferences.{p.actor}"
    found = p
    weighed = {issue: moved.get(f"{here}.weights.{issue}") for issue, _ in p.weights}
    if p.measure == "share" and any(weighed.values()):
        found = replace(found, weights=_weights(p, weighed))
    number = moved.get(f"{here}.reservation")
    if number is not None:
        now = reservation_at(p, case.as_of)
        low, likely, high = _fitted(now.range, number, 1.0)
        inside = [min(max(round(x, PLACES), now.range.low), now.range.high) for x in (low, likely, high)]
        learnt = DatedRange(since=now.since, range=_range(now.range, inside, number), because=now.because)
        kept = tuple(dated for dated in p.reservation if dated != now)
        found = replace(found, reservation=(*kept, learnt))
    return found if found == p else replace(found, basis="estimate")


def _weights(p: Preferences, moved: Mapping[str, LearntNumber | None]) -> tuple[tuple[str, Range], ...]:
    """All the weights of an actor, their likely values scaled to sum to 1 as written."""
    total = sum(_mean(weight) for _, weight in p.weights)
    fitted = {issue: _fitted(weight, moved[issue], total) for issue, weight in p.weights}
    scale = sum(likely for _, likely, _ in fitted.values())
    shares = {issue: round(likely / scale, PLACES) for issue, (_, likely, _) in fitted.items()}
    largest = min(shares, key=lambda issue: (-shares[issue], issue))
    shares[largest] = round(shares[largest] + 1 - sum(shares.values()), PLACES)
    found = []
    for issue, weight in p.weights:
        low, _, high = (min(max(round(x / scale, PLACES), weight.low), weight.high) for x in fitted[issue])
        inside = [min(low, shares[issue]), shares[issue], max(high, shares[issue])]
        found.append((issue, _range(weight, inside, moved[issue])))
    return tuple(found)


def _fitted(before: Range, number: LearntNumber | None, total: float) -> tuple[float, float, float]:
    """Low, likely and high with the mean moved and the spread scaled as learnt.

    Weights are drawn on a scale on which their means sum to `total`, and rescaled afterwards.
    """
    if number is None:
        return before.low, before.likely, before.high
    middle, scale = _mean(before), 1 - number.shrinkage
    shifted = middle + total * (number.likely - number.prior[1])
    low, likely, high = (shifted + scale * (x - middle) for x in (before.low, before.likely, before.high))
    return low, likely, high


def _mean(number: Range) -> float:
    """The mean of the triangular distribution on a range."""
    return (number.low + number.likely + number.high) / 3


def _range(before: Range, inside: Sequence[float], number: LearntNumber | None) -> Range:
    reason = "learnt from the record under assumptions about behaviour; a range, not a fact about minds"
    if number is None:
        reason = "the record says nothing of it; rescaled so that the weights sum to 1"
    low, likely, high = inside
    new = number.evidence if number else ()
    evidence = tuple(dict.fromkeys((*before.evidence, *new)))
    return replace(before, low=low, likely=likely, high=high, evidence=evidence, assumption=reason)
