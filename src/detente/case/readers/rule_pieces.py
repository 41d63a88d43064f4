"""Approval rules and deal rules as a case file writes them, with their readings."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from detente.case.address import Address
from detente.case.plain_form import ONLY
from detente.case.procedure import Approval, AtLeast, Quota, Reading, Rule, Says
from detente.case.readers.pieces import (
    Faults,
    kind_of,
    piece,
    read_flag,
    read_id,
    read_ids,
    read_text,
    read_whole,
)
from detente.errors import nearest

__all__ = ["ApprovalOf", "DealRule", "Table", "seated"]


_FORMS = "write an actor, {all: [...]}, {any: [...]}, {at_least: 2, of: [...]} or {quota: 61, seats: {...}}"
_KEYS = ("all", "any", "at_least", "leavers", "of", "others_out_at_most", "quota", "seats", "vetoes")
_READING = ("assumption", "base", "evidence", "id", "note", "rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A deal rule of named vetoes that lets at most `out` of the other parties stay out."""

    vetoes: tuple[str, ...]
    out: int


def read_rule(node: Any, faults: Faults, path: Address = (), *, deal: bool = False) -> Any:
    """A rule; for the deal rule also a `Table`."""
    if isinstance(node, str):
        return Says(actor=read_id(node, faults, path))
    if not isinstance(node, dict):
        faults.append((path, f"should be a rule, not {kind_of(node)}", _FORMS))
        return None
    keys = set(node)
    for key in node:
        if key not in _KEYS or (key in {"vetoes", "others_out_at_most"} and not deal):
            known = _KEYS if deal else (*_KEYS[:5], *_KEYS[6:8])
            faults.append(((*path, key), f"there is no key {key!r} in a rule", nearest(key, known)))
            return None
    if keys in ({"all"}, {"any"}):
        word = next(iter(keys))
        parts = _parts(node[word], faults, (*path, word), deal=deal)
        return AtLeast(k=1 if word == "any" else len(parts), rules=parts)
    if keys == {"at_least", "of"}:
        k = read_whole(node["at_least"], faults, (*path, "at_least"))
        return AtLeast(k=k, rules=_parts(node["of"], faults, (*path, "of"), deal=deal))
    if keys in ({"quota", "seats"}, {"quota", "seats", "leavers"}):
        return _quota(node, faults, path)
    if "vetoes" in keys and keys <= {"vetoes", "others_out_at_most"}:
        out = node.get("others_out_at_most")
        return Table(
            vetoes=read_ids(node["vetoes"], faults, (*path, "vetoes")),
            out=0 if out is None else read_whole(out, faults, (*path, "others_out_at_most")),
        )
    faults.append((path, f"is not one rule: it has the keys {', '.join(sorted(keys)) or 'none'}", _FORMS))
    return None


def read_approval(node: Any, faults: Faults, path: Address = (), *, deal: bool = False) -> Approval | None:
    """A rule, or its readings; None for a deal rule of unanimity."""
    if deal and isinstance(node, str) and node == "unanimity":
        return None
    if isinstance(node, dict) and "readings" in node:
        for key in node:
            if key != "readings":
                hint = "put it into one of the readings"
                faults.append(((*path, key), f"there is no key {key!r} beside `readings`", hint))
        return _readings(node["readings"], faults, (*path, "readings"), deal=deal)
    rule = read_rule(node, faults, path, deal=deal)
    return Approval(readings=(Reading(id=ONLY, rule=rule, base=True),))


def seated(approval: Approval | None, parties: tuple[str, ...]) -> Approval | None:
    """The deal rule with every `Table` written out over these parties."""
    if approval is None:
        return None
    return Approval(readings=tuple(replace(r, rule=_seated(r.rule, parties)) for r in approval.readings))


def _seated(rule: Any, parties: tuple[str, ...]) -> Rule:
    if isinstance(rule, AtLeast):
        return replace(rule, rules=tuple(_seated(part, parties) for part in rule.rules))
    if not isinstance(rule, Table):
        return rule  # type: ignore[no-any-return]
    others = tuple(Says(actor=party) for party in parties if party not in rule.vetoes)
    vetoes: tuple[Rule, ...] = tuple(Says(actor=party) for party in rule.vetoes)
    needed = len(others) - rule.out
    parts = (*vetoes, AtLeast(k=needed, rules=others)) if needed > 0 else vetoes
    return AtLeast(k=len(parts), rules=parts)


def _parts(node: Any, faults: Faults, path: Address, *, deal: bool) -> tuple[Any, ...]:
    if not isinstance(node, list):
        faults.append((path, f"should be a list of rules, not {kind_of(node)}", "write [first, second]"))
        return ()
    return tuple(read_rule(part, faults, (*path, number), deal=deal) for number, part in enumerate(node))


def _quota(node: Any, faults: Faults, path: Address) -> Quota | None:
    seats, leavers = node["seats"], node.get("leavers", "stay")
    need = read_whole(node["quota"], faults, (*path, "quota"))
    if leavers not in ("stay", "shrink"):
        faults.append(((*path, "leavers"), f"should be stay or shrink, not {kind_of(leavers)}", ""))
    if not isinstance(seats, dict):
        faults.append(
            ((*path, "seats"), f"should name actors with seats, not {kind_of(seats)}", "write {a: 32}")
        )
        return None
    held = tuple(
        (read_id(actor, faults, (*path, "seats", actor)), read_whole(count, faults, (*path, "seats", actor)))
        for actor, count in seats.items()
    )
    return Quota(seats=held, need=need, leavers=str(leavers))


def _readings(node: Any, faults: Faults, path: Address, *, deal: bool) -> Approval:
    if not isinstance(node, list):
        faults.append(
            (path, f"should be a list of readings, not {kind_of(node)}", "write [{id: ..., rule: ...}]")
        )
        return Approval(readings=())
    return Approval(
        readings=tuple(_reading(item, faults, (*path, i), deal=deal) for i, item in enumerate(node))
    )


def _reading(node: Any, faults: Faults, path: Address, *, deal: bool) -> Reading:
    if not isinstance(node, dict):
        faults.append((path, f"should be a reading, not {kind_of(node)}", "write {id: ..., rule: ...}"))
        return Reading(id="", rule=Says(actor=""))
    for key in node:
        if key not in _READING:
            faults.append(((*path, key), f"there is no key {key!r} in a reading", nearest(key, _READING)))
    for key in ("id", "rule"):
        if key not in node:
            faults.append((path, f"`{key}` is missing", f"add `{key}:`"))
    return Reading(
        id=read_id(node["id"], faults, (*path, "id")) if "id" in node else "",
        rule=read_rule(node["rule"], faults, (*path, "rule"), deal=deal)
        if "rule" in node
        else Says(actor=""),
        note=read_text(node.get("note", ""), faults, (*path, "note")),
        evidence=read_ids(node["evidence"], faults, (*path, "evidence")) if "evidence" in node else (),
        assumption=read_text(node.get("assumption", ""), faults, (*path, "assumption")),
        base=read_flag(node["base"], faults, (*path, "base")) if "base" in node else False,
    )


ApprovalOf = Annotated[Approval, *piece("approval", read_approval)]
DealRule = Annotated[
    Approval | None, *piece("deal_rule", lambda node, faults: read_approval(node, faults, deal=True))
]
