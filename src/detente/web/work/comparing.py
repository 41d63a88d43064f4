"""What differs between two cases, value by value, each with its path; and the edits that bring it about."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

__all__ = ["Difference", "differences", "edited"]

_NUMBER = ("low", "likely", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value at its path before and after, as text, None for none; `whole`: a thing of several."""

    path: str
    before: str | None
    after: str | None
    old: Any = None
    new: Any = None
    whole: bool = False


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """Each value that differs between two values of one kind, things in lists matched by their ids."""
    if before == after:
        return
    old, new = _parts(before), _parts(after)
    if old is None or new is None:
        yield Difference(
            path=path,
            before=_text(before),
            after=_text(after),
            old=before,
            new=after,
            whole=_whole(before, after),
        )
        return
    for key in dict.fromkeys([*old, *new]):
        below = f"{path}.{key}" if path else key
        if key in old and key in new:
            yield from differences(old[key], new[key], below)
        else:
            was, now = old.get(key), new.get(key)
            yield Difference(path=below, before=_text(was), after=_text(now), old=was, new=now, whole=True)


def edited(one: Difference) -> Any:
    """The value after it, as an edit of a case folder takes it."""
    value = one.new
    if _is_number(value):
        number = [value.low, value.likely, value.high]
        told: Any = number[0] if len(set(number)) == 1 else number
        rest = {name: getattr(value, name) for name in ("evidence", "assumption", "driver")}
        if {name: getattr(one.old, name, None) for name in rest} == rest:
            return told
        basis = {name: list(v) if isinstance(v, tuple) else v for name, v in rest.items() if v}
        return {"range" if isinstance(told, list) else "value": told} | basis
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _parts(value: Any) -> dict[str, Any] | None:
    """What a value is made of by name; None for a single value."""
    if is_dataclass(value) and not isinstance(value, type):
        if _is_number(value):
            return None
        return {field.name: getattr(value, field.name) for field in fields(value) if field.repr}
    if isinstance(value, tuple):
        named = [_name(item) for item in value]
        if all(name is not None for name in named) and len({*named}) == len(named):
            return {str(name): _inner(item) for name, item in zip(named, value, strict=True)}
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    return None


def _name(item: Any) -> str | None:
    """What a thing in a list is called: its id, its actor, or the first of a pair."""
    if is_dataclass(item):
        found = getattr(item, "id", None) or getattr(item, "actor", None)
        return str(found) if found else None
    pair = isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)
    return str(item[0]) if pair else None


def _inner(item: Any) -> Any:
    return item[1] if isinstance(item, tuple) else item


def _whole(before: Any, after: Any) -> bool:
    return any(is_dataclass(one) and not _is_number(one) for one in (before, after))


def _is_number(value: Any) -> bool:
    return all(hasattr(value, name) for name in _NUMBER)


def _text(value: Any) -> str | None:
    """A value in a table: short, in full where it is a number or a text."""
    if value is None:
        return None
    if _is_number(value):
        if value.low == value.high:
            return f"{value.likely:.6g}"
        return f"{value.likely:.6g} [{value.low:.6g}, {value.high:.6g}]"
    if is_dataclass(value):
        return str(getattr(value, "name", "") or getattr(value, "id", "") or type(value).__name__)
    if isinstance(value, tuple):
        return ", ".join(_text(item) or "" for item in value)
    return str(value)
