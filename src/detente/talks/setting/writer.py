"""A setting of talks as a YAML file that a person can go on editing; reading it again gives an equal setting.

What is left at its default is left out, short things stand on one line. The file is written beside its place
and then moved there: it is whole or not there at all.
"""

from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any

from detente.case.preferences import Range
from detente.case.yaml_text import Bare, write_yaml
from detente.talks.setting.values import Delegation, Setting

__all__ = ["setting_form", "write_setting"]

_VERSION = 1


def write_setting(setting: Setting, path: str | Path) -> Path:
    """The file at `path`, now holding the setting.

    Raises SourceError when it cannot be written; what was there then is still there.
    """
    return write_yaml(Path(path), setting_form(setting))


def setting_form(setting: Setting) -> dict[str, Any]:
    """The setting as nested dicts and lists in the words of the format page, defaults left out.

    >>> setting_form(Setting(id="quick", days=30))
    {'detente-talks': 1, 'id': 'quick', 'days': 30}
    """
    form: dict[str, Any] = {"detente-talks": _VERSION, "id": setting.id}
    form |= _fields(setting, leave={"id", "delegations", "homes", "note"})
    middle = {
        "delegations": {d.party: _delegation(d) for d in setting.delegations},
        "homes": {h.actor: _fields(h, leave={"actor"}) for h in setting.homes},
    }
    late = ("mediation", "hazards", "happenings", "counters", "summits")
    last = {key: form.pop(key) for key in late if key in form}
    form |= {key: part for key, part in middle.items() if part}
    return form | last | ({"note": setting.note} if setting.note else {})


def _delegation(held: Delegation) -> dict[str, Any]:
    form = _fields(held, leave={"party"})
    if "trust" in form:
        form["trust"] = {"kept": _range(held.trust[0]), "failed": _range(held.trust[1])}
    return form


def _fields(value: Any, leave: set[str] | None = None) -> dict[str, Any]:
    """The fields of a value that differ from their defaults, under the keys of the file."""
    form: dict[str, Any] = {}
    for one in fields(value):
        held = getattr(value, one.name)
        if one.name in (leave or ()) or (one.default is not MISSING and held == one.default):
            continue
        form[one.name] = _plain(held)
    return form


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return Bare(value.isoformat())
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _fields(value) if hasattr(value, "__dataclass_fields__") else value


def _range(held: Range) -> Any:
    """A number in its shortest form that says all."""
    short = held.likely if held.fixed else [held.low, held.likely, held.high]
    if not (held.evidence or held.assumption or held.driver):
        return short
    form: dict[str, Any] = {"value" if held.fixed else "range": short}
    for key in ("evidence", "assumption", "driver"):
        said = getattr(held, key)
        form |= {key: list(said) if isinstance(said, tuple) else said} if said else {}
    return form
