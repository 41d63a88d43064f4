"""The numbers of the deal space as controls: their names, their bounds, and where a reader has moved them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from detente.languages import mark, say
from detente.web.failures import RefusedError
from detente.web.panels.number_names import number_name

__all__ = [
    "CONCEPTS",
    "Control",
    "Moved",
    "address_of",
    "concept_text",
    "controls_of",
    "groups_of",
    "moved_of",
]

CONCEPTS: Final = {
    "egalitarian": mark("Egalitarian"),
    "kalai_smorodinsky": mark("Kalai-Smorodinsky"),
    "nash": mark("Nash"),
    "utilitarian": mark("Utilitarian"),
}
"""Rules of bargaining theory that name packages."""

_STEPS: Final = 100
_HAIR: Final = 1e-4
_MOST: Final = 60

Moved = Mapping[str, tuple[float, float, float]]
"""Where numbers were moved: low, likely and high by path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A number with its control: `least` to `most` by `step`, and how much hangs on it (`swing`).

    `now` is where it stands: low, likely and high, moved or not.
    """

    path: str
    actor: str
    name: Any
    low: float
    likely: float
    high: float
    least: float
    most: float
    step: float
    swing: float
    evidence: int
    assumption: str
    now: tuple[float, float, float]
    moved: bool

    @property
    def open(self) -> bool:
        """Whether it is a range, not one number."""
        return self.low < self.high

    @property
    def band(self) -> tuple[float, float]:
        """Where the range begins and how long it is, in per cent of the control."""
        whole = self.most - self.least or 1.0
        return 100 * (self.now[0] - self.least) / whole, 100 * (self.now[2] - self.now[0]) / whole


def concept_text(concept: str) -> str:
    """The name of a concept, in the language spoken."""
    return say(CONCEPTS[concept]) if concept in CONCEPTS else concept


def controls_of(case: Any, numbers: Sequence[Mapping[str, Any]], moved: Moved) -> tuple[Control, ...]:
    """A control for each of these numbers, in their order."""
    found = []
    for number in numbers:
        least, most, step = _bounds(number)
        low, likely, high = (number[end] for end in ("low", "likely", "high"))
        found.append(
            Control(
                path=number["path"],
                actor=number["about"][0][1],
                name=number_name(case, number),
                low=low,
                likely=likely,
                high=high,
                least=least,
                most=most,
                step=step,
                swing=number["swing"],
                evidence=len(number["evidence"]),
                assumption=number["assumption"],
                now=moved.get(number["path"], (low, likely, high)),
                moved=number["path"] in moved,
            )
        )
    return tuple(found)


def groups_of(case: Any, controls: Iterable[Control]) -> tuple[tuple[str, str, tuple[Control, ...]], ...]:
    """The controls by actor, actors by name: its id, its name, its controls."""
    by_actor: dict[str, list[Control]] = {}
    for control in controls:
        by_actor.setdefault(control.actor, []).append(control)
    named = sorted((case.named(actor), actor) for actor in by_actor)
    return tuple((actor, told, tuple(by_actor[actor])) for told, actor in named)


def moved_of(
    numbers: Sequence[Mapping[str, Any]], given: Iterable[tuple[str, str]]
) -> dict[str, tuple[float, float, float]]:
    """Where these fields of a form move numbers; a field is a path, or a path with ":low" or ":high".

    What lies within half a step of where it was has not moved. A range holds its likely value, and its ends
    stay a hair apart. Raises RefusedError for another field, or a value that is none or out of bounds.
    """
    known = {number["path"]: number for number in numbers}
    ends: dict[str, dict[str, float]] = {}
    for field, text in given:
        path, end = (field, "likely") if field in known else _end(field)
        if path not in known:
            raise RefusedError(say("There is no such number in this case."), status=HTTPStatus.NOT_FOUND)
        ends.setdefault(path, {})[end] = _value(text, known[path])
    found = {}
    for path, values in ends.items():
        number = known[path]
        moved = _placed(number, values)
        if moved != (number["low"], number["likely"], number["high"]):
            found[path] = moved
    if len(found) > _MOST:
        raise RefusedError(
            say("That many numbers cannot be moved at once."), hint=say("Move at most {n}.", n=_MOST)
        )
    return dict(sorted(found.items()))


def address_of(numbers: Sequence[Mapping[str, Any]], moved: Moved, **more: str) -> str:
    """The part of an address after the question mark that leads to the same state."""
    known = {number["path"]: number for number in numbers}
    fields = [(name, value) for name, value in more.items() if value]
    for path, (low, likely, high) in moved.items():
        number = known[path]
        for end, value in (("", likely), (":low", low), (":high", high)):
            if value != number[end[1:] or "likely"] and (end == "" or number["low"] < number["high"]):
                fields.append((f"{path}{end}", f"{value:.6g}"))
    return urlencode(fields)


def _end(field: str) -> tuple[str, str]:
    path, _, end = field.rpartition(":")
    return (path, end) if end in {"low", "high"} else ("", "")


def _value(text: str, number: Mapping[str, Any]) -> float:
    least, most, _ = _bounds(number)
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise RefusedError(
            say("A value lies outside the bounds of its number."),
            hint=say("Go back and choose one within the bounds of its control."),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return value


def _placed(number: Mapping[str, Any], values: Mapping[str, float]) -> tuple[float, float, float]:
    """The number with some of its ends moved."""
    least, most, step = _bounds(number)
    low, likely, high = (
        values[end] if end in values and abs(values[end] - number[end]) > 0.5 * step else number[end]
        for end in ("low", "likely", "high")
    )
    if number["low"] == number["high"]:
        return likely, likely, likely
    low, high = min(low, likely), max(high, likely)
    if high - low < _HAIR * (most - least):
        low, high = max(low - _HAIR * (most - least), least), min(high + _HAIR * (most - least), most)
    return low, likely, high


def _bounds(number: Mapping[str, Any]) -> tuple[float, float, float]:
    """The least, the most and the step of a control: a round one, about a hundred in all."""
    lowest, highest = min(number["lowest"], number["low"]), max(number["highest"], number["high"])
    span = highest - lowest or 1.0
    unit = 10.0 ** math.floor(math.log10(span / _STEPS))
    step = next(unit * k for k in (1, 2, 5, 10) if unit * k * _STEPS >= span * 0.999)
    places = max(0, 1 - math.floor(math.log10(step)))
    if number["bounded"]:
        return lowest, highest, round(step, places)
    least, most = math.floor(lowest / step) * step, math.ceil(highest / step) * step
    return round(least, places), round(most, places), round(step, places)
