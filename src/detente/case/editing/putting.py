"""What stands at a place now, and what the file says once another value stands there, all in memory."""

from collections.abc import Mapping
from typing import Any

from detente.case.address import Address
from detente.case.editing.kinds import Kind
from detente.case.editing.places import Place, node_at
from detente.case.editing.values import checked, triple
from detente.case.editing.values import told as told_by
from detente.errors import CaseError, UnknownName

__all__ = ["fitting", "in_full", "now_at", "place_in_list", "put", "same"]

_HOLDS = 1.0
"""A red line that says nothing about it is taken at its word."""


def now_at(root: Any, place: Place) -> Any:
    """What stands at the place in the file's content `root`, as plain data; None for nothing."""
    node = node_at(root, place.at)
    if place.form == "item":
        number = _number_of(node, place)
        return None if number is None else told_by(node[number], place.kind.inner)
    if place.form == "member":
        return place.name if isinstance(node, list) and place.name in map(str, node) else None
    if place.form == "base":
        based = [one for one in _choices(node, place) if str(one.get("base", "")).lower() == "true"]
        return str(based[0].get("id")) if based else None
    if place.form == "basis":
        own = node if isinstance(node, dict) else {}
        if place.name in own:
            return told_by(own[place.name], place.kind)
        evidence, assumption = ((), "") if _based(own) else place.basis
        held = {"evidence": list(evidence), "assumption": assumption}.get(place.name)
        return held or None
    if place.kind.name == "number" and node is None and place.at[-1] == "holds":
        return _HOLDS
    return told_by(node, place.kind)


def fitting(value: Any, place: Place) -> Any:
    """The value as it would be written at the place; CaseError when it cannot belong there."""
    if place.form == "item":
        inner = place.kind.inner
        found = checked(value, inner, place.path)
        if found is None:
            return None
        if (name := found.get(place.kind.key, place.name)) != place.name:
            what = f"is called {name!r}, and the path names {place.name!r}"
            raise CaseError(what, where=place.path, hint="give both the same id")
        checked(place.name, Kind(name="id"), place.path)
        found[place.kind.key] = place.name
        return {key: found[key] for key in inner.keys if key in found}
    if place.form == "member":
        name = checked(value, Kind(name="text"), place.path)
        if name not in {None, place.name}:
            hint = f"give {place.name!r} to add it, nothing to take it out"
            raise CaseError(f"should be {place.name!r} or nothing, not {name!r}", where=place.path, hint=hint)
        return name
    if place.form == "base":
        return checked(value, Kind(name="text"), place.path)
    found = checked(value, place.kind, place.path)
    if found is None and place.kind.name == "flag":
        return bool(place.kind.default)
    if found is None and place.kind.name == "word":
        return place.kind.default
    if found is None and place.kind.required:
        raise CaseError("cannot be left empty", where=place.path, hint="give a value")
    return found


def same(place: Place, told: Any, now: Any) -> bool:
    """Whether what somebody says is what stands there; a number told alone may rest on anything."""
    if place.kind.name != "number" or place.form != "value":
        return bool(told == now)
    if not isinstance(told, Mapping) or now is None:
        return triple(told) == triple(now)
    return triple(told) == triple(now) and _full(told, place) == _full(in_full(now), place)


def in_full(number: Any) -> dict[str, Any]:
    """A number as a mapping, also where it rests on nothing of its own."""
    if isinstance(number, Mapping):
        return dict(number)
    return {"range": number} if isinstance(number, list) else {"value": number}


def put(root: Any, place: Place, value: Any, index: int | None = None) -> Any:
    """The content of the file with the value at the place; `index`: where a new thing goes in its list."""
    node = node_at(root, place.at)
    if place.form in {"item", "member"}:
        items = list(node) if isinstance(node, list) else []
        number = place_in_list(root, place)
        if number is not None:
            items[number : number + 1] = [] if value is None else [value]
        elif value is not None:
            items.insert(len(items) if index is None else min(index, len(items)), value)
        return _set(root, place.at, items or None)
    if place.form == "base":
        return _set(root, place.at, _with_base(node, place, value))
    if place.form == "basis":
        return _set(root, place.at, _with_basis(node, place, value))
    if (
        place.kind.name == "number"
        and isinstance(node, dict)
        and not isinstance(value, (Mapping, type(None)))
    ):
        return _set(root, place.at, _with_number(node, value))
    if place.kind.name == "number" and isinstance(value, Mapping):
        value = _shortest(value, node, place)
    if place.kind.name in {"flag", "word"} and node is None and value == told_by(None, place.kind):
        return root
    return _set(root, place.at, value)


def place_in_list(root: Any, place: Place) -> int | None:
    """The number of a thing in its list, or None."""
    node = node_at(root, place.at)
    if place.form == "member" and isinstance(node, list):
        return next((number for number, one in enumerate(node) if str(one) == place.name), None)
    return _number_of(node, place) if place.form == "item" else None


def _number_of(node: Any, place: Place) -> int | None:
    if not isinstance(node, list):
        return None
    key = place.kind.key
    return next(
        (n for n, one in enumerate(node) if isinstance(one, dict) and one.get(key) == place.name), None
    )


def _set(root: Any, at: Address, value: Any) -> Any:
    """A copy with the value at the address; None takes it out, and what is left empty with it."""
    if not at:
        return value
    part, rest = at[0], at[1:]
    if isinstance(part, int):
        items = list(root)
        held = _set(items[part], rest, value)
        items[part : part + 1] = [] if held is None else [held]
        return items or None
    found = dict(root) if isinstance(root, dict) else {}
    below = _set(found.get(part), rest, value)
    if below is None or (below == {} and rest):
        found.pop(part, None)
    else:
        found[part] = below
    return found


def _choices(node: Any, place: Place) -> list[Any]:
    """The readings of a rule, or the mandates of the party."""
    items = [one for one in node if isinstance(one, dict)] if isinstance(node, list) else []
    return [one for one in items if one.get("party") == place.name] if place.name else items


def _with_base(node: Any, place: Place, value: Any) -> list[Any]:
    """The readings or mandates with `base: true` at the chosen one alone."""
    choices = _choices(node, place)
    known = [str(one.get("id")) for one in choices]
    if value not in known:
        what = "mandate" if place.name else "reading"
        raise UnknownName.among(str(value), what, known, where=place.path)
    result: list[Any] = []
    for one in node:
        chosen = one
        if one in choices:
            chosen = {key: part for key, part in one.items() if key != "base"}
            if str(one.get("id")) == value:
                chosen["base"] = True
        result.append(chosen)
    return result


def _with_number(node: Any, value: Any) -> dict[str, Any]:
    """A number that says what it rests on, with other numbers."""
    low, likely, high = triple(value) or (0.0, 0.0, 0.0)
    old = "range" if "range" in node else "value"
    new = "value" if low == high and old == "value" else "range"
    held = likely if new == "value" else [low, likely, high]
    return {new if key == old else key: held if key == old else part for key, part in node.items()}


def _with_basis(node: Any, place: Place, value: Any) -> dict[str, Any]:
    """A number with another evidence, assumption, driver, day or reason."""
    if node is None:
        raise CaseError("there is no number yet", where=place.path, hint="set the number first")
    if not isinstance(node, dict):
        number = told_by(node, Kind(name="number"))
        found: dict[str, Any] = {"range" if isinstance(number, list) else "value": number}
    else:
        found = dict(node)
    if not _based(found) and place.name in {"evidence", "assumption"}:
        evidence, assumption = place.basis
        found |= {"evidence": list(evidence)} if evidence else {}
        found |= {"assumption": assumption} if assumption else {}
    found.pop(place.name, None) if value is None else found.update({place.name: value})
    return found


def _based(node: Any) -> bool:
    return bool(isinstance(node, Mapping) and (node.get("evidence") or node.get("assumption")))


def _full(value: Mapping[str, Any], place: Place) -> tuple[Any, ...]:
    """What a number rests on, with what it takes over from its file."""
    own = (tuple(value.get("evidence") or ()), value.get("assumption") or "")
    return (*(own if any(own) else place.basis), value.get("driver") or "")


def _shortest(value: Mapping[str, Any], node: Any, place: Place) -> Any:
    """A number with its basis as it is written: without a basis that is the file's own."""
    kept = {"since", "because"} & set(node if isinstance(node, dict) else ())
    found = {key: node[key] for key in ("since", "because") if key in kept} | dict(value)
    if (tuple(found.get("evidence") or ()), found.get("assumption") or "") == place.basis:
        found = {key: part for key, part in found.items() if key not in {"evidence", "assumption"}}
    if set(found) in ({"value"}, {"range"}):
        return next(iter(found.values()))
    return found
