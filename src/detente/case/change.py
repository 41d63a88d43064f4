"""What if: changes applied to a case by the paths of the format page, and scenarios as sets of them.

A path names a number, a switch or a choice; `change_targets` says which. Applying changes neither validates
the case again nor rescales weights: the outcome space does that for every draw.
"""

import re
from collections.abc import Iterable
from typing import Any

from detente.case.address import Finding
from detente.case.change_targets import kind_of_path, target
from detente.case.model import Case, Change
from detente.case.preferences import Range
from detente.case.ranges import range_faults
from detente.errors import CaseError, Problem, UnknownName, nearest

__all__ = ["apply", "change_findings", "parse_change", "reading_choices", "with_scenario"]

_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def apply(case: Case, changes: Iterable[Change]) -> Case:
    """The case after the changes, one after the other; a later one of the same path wins.

    A number keeps the driver of the one it replaces unless it names its own, and rests on the `source` of
    the change where it names neither evidence nor assumption. Raises CaseError with every change that does
    not fit.
    """
    changes = tuple(changes)
    faults = [
        Problem(path=change.path, what=finding.what, hint=finding.hint)
        for change in changes
        for finding in change_findings(case, change)
    ]
    if faults:
        raise CaseError.of(faults)
    for change in changes:
        place = target(case, change.path)
        if not isinstance(place, Finding):
            case = place.put(case, _value(place.kind, change))
    return case


def with_scenario(case: Case, name: str) -> Case:
    """The case under the scenario of that id, whose id it then carries; the case itself for no name.

    Raises UnknownName with the nearest scenarios, or CaseError when a change does not fit.
    """
    if not name:
        return case
    found = next((scenario for scenario in case.scenarios if scenario.id == name), None)
    if found is None:
        raise UnknownName.among(name, "scenario", (scenario.id for scenario in case.scenarios))
    return apply(case, found.changes).with_(scenario=name)


def reading_choices(case: Case) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The paths of the rules that are disputed, each with the ids of its readings.

    >>> reading_choices(Case(id="x", title="X"))
    ()
    """
    rules = [(f"approval.{party.id}", party.approval) for party in case.parties]
    if case.deal_rule is not None:
        rules.append(("deal_rule", case.deal_rule))
    return tuple((path, tuple(r.id for r in rule.readings)) for path, rule in rules if len(rule.readings) > 1)


def parse_change(text: str, *, source: str = "") -> Change:
    """The change that `path=value` says; the value is a number, `[low, likely, high]`, true, false or a name.

    Raises CaseError when it has no `=`, or when the value does not fit what the path asks for.

    >>> parse_change("consents.port.gives=[0.1, 0.4, 0.8]").value
    (0.1, 0.4, 0.8)
    """
    path, sign, word = (part.strip() for part in text.partition("="))
    if not sign or not path or not word:
        raise CaseError(f"{text!r} is not a change", hint="write path=value, such as consents.port.gives=0.4")
    kind = kind_of_path(path)
    value: Any = word
    if kind == "switch":
        if word.lower() not in {"true", "false"}:
            raise CaseError(f"should be true or false, not {word!r}", where=path, hint=f"write {path}=true")
        value = word.lower() == "true"
    elif kind == "number":
        parts = [part.strip() for part in word.removeprefix("[").removesuffix("]").split(",")]
        if len(parts) not in {1, 3} or not all(_NUMBER.fullmatch(part) for part in parts):
            hint = "write 0.3, or low, likely and high as [0.1, 0.3, 0.5]"
            raise CaseError(f"should be a number, not {word!r}", where=path, hint=hint)
        numbers = tuple(float(part) for part in parts)
        value = numbers if len(numbers) == 3 else numbers[0]
    return Change(path=path, value=value, source=source)


def change_findings(case: Case, change: Change) -> Iterable[Finding]:
    """What is wrong with a change, at its `path` or its `value`."""
    place = target(case, change.path)
    if isinstance(place, Finding):
        yield place
        return
    at = ("value",)
    if place.kind == "switch":
        if not isinstance(change.value, bool):
            yield Finding(at, f"should be true or false, not {change.value!r}", "write true or false")
    elif place.kind == "choice":
        if change.value not in place.choices:
            what = f"there is no {place.choice} called {change.value!r}"
            yield Finding(at, what, nearest(str(change.value), place.choices), str(change.value))
    else:
        number = _range(change.value)
        if number is None:
            what = f"should be a number or [low, likely, high], not {change.value!r}"
            yield Finding(at, what, "write a number such as 0.3")
        else:
            for what, hint in range_faults(number, place.lowest, place.highest):
                yield Finding(at, what, hint)


def _value(kind: str, change: Change) -> Any:
    number = _range(change.value) if kind == "number" else None
    if number is None:
        return change.value
    if number.evidence or number.assumption:
        return number
    basis = change.source or "a what-if"
    return Range(
        low=number.low, likely=number.likely, high=number.high, assumption=basis, driver=number.driver
    )


def _range(value: Any) -> Range | None:
    if isinstance(value, Range):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Range.of(float(value))
    if isinstance(value, (tuple, list)) and len(value) == 3:
        if any(isinstance(part, bool) or not isinstance(part, (int, float)) for part in value):
            return None
        low, likely, high = (float(part) for part in value)
        return Range(low=low, likely=likely, high=high)
    return None
