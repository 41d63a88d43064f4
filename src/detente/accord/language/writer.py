"""An accord as a YAML file that a person can go on editing; reading it again gives an equal accord.

What is left at its default is left out, short things stand on one line, a clause of one reading is written
without readings. The file is written beside its place and then moved there: it is whole or not there at all.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.accord.language.kinds import BASE, KINDS, LABEL
from detente.accord.language.plan import Accord, Clause, Exchange, Obligation, Phase, Reading, Stakes, Wording
from detente.case.preferences import Range
from detente.case.yaml_text import Bare, write_yaml

__all__ = ["accord_form", "write_accord"]

FILE = "accord.yaml"
VERSION = 1

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KIND_OF = {cls: kind for kind, cls in KINDS.items()}


def write_accord(accord: Accord, path: str | Path) -> Path:
    """The file at `path`, or accord.yaml in the folder at `path`, now holding the accord.

    Raises SourceError when it cannot be written; what was there then is still there.
    """
    place = Path(path)
    with suppress(OSError, ValueError):  # a path that no file can have is told when it is written to
        place = place / FILE if place.is_dir() else place
    return write_yaml(place, accord_form(accord))


def accord_form(accord: Accord) -> dict[str, Any]:
    """The accord as nested dicts and lists in the words of the format page, defaults left out."""
    form: dict[str, Any] = {"detente-accord": VERSION, "id": accord.id, "title": accord.title}
    form |= _some("note", accord.note)
    form |= _some("case", accord.case)
    form |= _some("calendar", _fields(accord.calendar))
    form |= _some("sources", dict(accord.sources))
    form |= _some("simplifications", list(accord.simplifications))
    form["sides"] = {side.id: _fields(side, leave={"id"}) for side in accord.sides}
    form |= _some("order", list(accord.order))
    form |= _some("goods", {good.id: _fields(good, leave={"id"}) for good in accord.goods})
    form |= _some("flags", {flag.id: _fields(flag, leave={"id"}) for flag in accord.flags})
    form["phases"] = [_phase(phase) for phase in accord.phases]
    form |= _some("clauses", [_clause(clause) for clause in accord.clauses])
    form |= _some("wordings", {wording.id: _wording(wording) for wording in accord.wordings})
    form |= _some("stakes", {stakes.side: _stakes(stakes) for stakes in accord.stakes})
    return form


def _some(key: str, value: Any) -> dict[str, Any]:
    return {key: value} if value else {}


def _fields(value: Any, leave: set[str] | None = None) -> dict[str, Any]:
    """The fields of a value that differ from their defaults, under the keys of the file."""
    form: dict[str, Any] = {}
    for one in fields(value):
        held = getattr(value, one.name)
        if one.name in (leave or ()) or (one.default is not MISSING and held == one.default):
            continue
        key = one.name.replace("_", "-")
        form[key] = [_WEEKDAYS[day] for day in held] if key == "working" else _plain(held, key)
    return form


def _plain(value: Any, key: str) -> Any:
    if isinstance(value, date):
        return Bare(value.isoformat())
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, Fraction):
        return f"{value.denominator}:{value.numerator}"
    if isinstance(value, tuple):
        return dict(value) if key == "sets" else [_plain(item, key) for item in value]
    return value


def _range(held: Range) -> Any:
    """A number in its shortest form that says all."""
    short = held.likely if held.fixed else [held.low, held.likely, held.high]
    if not (held.evidence or held.assumption or held.driver):
        return short
    form: dict[str, Any] = {"value" if held.fixed else "range": short}
    form |= _some("evidence", list(held.evidence))
    return form | _some("assumption", held.assumption) | _some("driver", held.driver)


def _phase(phase: Phase) -> dict[str, Any]:
    form = _fields(phase)
    form["lasts"] = _days(phase.lasts)
    return form


def _days(days: int) -> str:
    return Bare(f"{days} day" if days == 1 else f"{days} days")


def _clause(clause: Clause) -> dict[str, Any]:
    form: dict[str, Any] = {"id": clause.id, "text": clause.text}
    form |= _fields(clause, leave={"id", "kind", "text", "readings"})
    if _alone(clause.readings):
        (base,) = clause.readings
        form |= {} if base.basis == "assumption" else {"basis": base.basis}
        form |= _some("options", _options(base))
        return form | _terms(base)
    return form | {"readings": [_reading(reading) for reading in clause.readings]}


def _alone(readings: tuple[Reading, ...]) -> bool:
    """Whether the readings are the one that a clause without readings has."""
    if len(readings) != 1 or readings[0].terms is None:
        return False
    base = readings[0]
    plain = Reading(id=BASE, label=LABEL, terms=base.terms, basis=base.basis, options=base.options)
    return base == plain


def _reading(reading: Reading) -> dict[str, Any]:
    form = _fields(reading, leave={"terms", "options"})
    return form | _some("options", _options(reading)) | _terms(reading)


def _options(reading: Reading) -> dict[str, Any]:
    return {issue: names[0] if len(names) == 1 else list(names) for issue, names in reading.options}


def _terms(reading: Reading) -> dict[str, Any]:
    terms = reading.terms
    if terms is None:
        return {"nothing": True}
    form = _fields(terms)
    if isinstance(terms, Obligation):
        form |= _due(terms)
    if isinstance(terms, Exchange):
        form["lag"] = terms.lag
    return {_KIND_OF[type(terms)]: form}


def _due(terms: Obligation) -> Mapping[str, Any]:
    """The deadlines in their shortest form that says all."""
    due = terms.due
    if not due:
        return {}
    if len(due) == terms.tranches and len(set(due)) == 1:
        return {"due": f"within {_days(due[0])}" if terms.after else f"by day {due[0]}"}
    if due == tuple(due[0] * (number + 1) for number in range(terms.tranches)):
        return {"due": f"every {_days(due[0])}"}
    return {"due": list(due)}


def _wording(wording: Wording) -> dict[str, Any]:
    form = _fields(wording, leave={"id", "readings"})
    return form | _some("readings", dict(wording.readings))


def _stakes(stakes: Stakes) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for key in ("receives", "gives", "ends"):
        form |= _some(key, {name: _range(worth) for name, worth in getattr(stakes, key)})
    for key in ("peace", "patience", "fights_first"):
        form[key.replace("_", "-")] = _range(getattr(stakes, key))
    return form
