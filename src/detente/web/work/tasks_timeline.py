"""What changed in a record since a day, worked out in a process of its own: a long record takes seconds."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import detente as dt
from detente.web.work.loading import loaded

__all__ = ["TASKS"]

_MOST: Final = 200

Step = Callable[..., None]


def record_changes(step: Step, *, case: bytes, record: str, since: str) -> dict[str, Any]:
    """Reports, issues, stances, figures and silences that are new in the record since the day, as plain data.

    Each list holds the first 200; `of` says how many there are.
    """
    step("read", 0, 2)
    found = dt.read_record(record)
    name = next(iter(found.pack.split()), "")
    pack = dt.read_pack(name) if name in dt.bundled_packs() else None
    step("compare", 1, 2)
    changes = dt.changes_since(
        found, date.fromisoformat(since), pack, orders=dt.orders_of(loaded(case), pack)
    )
    lists = {
        "reports": [_report(one, found) for one in changes.reports[:_MOST]],
        "issues": [
            {"issue": one.issue, "new": one.new, "earlier": one.earlier} for one in changes.issues[:_MOST]
        ],
        "stances": [_stance(one) for one in changes.stances[:_MOST]],
        "figures": [_figure(one) for one in changes.figures[:_MOST]],
        "silences": [
            {"actor": one.actor, "issue": one.issue, "from": one.silence.start.isoformat()}
            | {"days": one.silence.days}
            for one in changes.silences[:_MOST]
        ],
    }
    counts = {name: len(getattr(changes, name)) for name in lists}
    whole = {"since": since, "new": changes.new, "before": changes.known_before, "undated": changes.undated}
    return {**whole, "contradictions": len(changes.contradictions), "of": counts, **lists}


def _report(one: Any, record: Any) -> dict[str, Any]:
    found = record.document(one.document)
    published = found.published.isoformat() if found.published else ""
    about = {"id": one.document, "publisher": found.publisher, "published": published}
    return {**about, "title": found.title, "copy_of": one.copy_of, "statements": one.statements}


def _stance(one: Any) -> dict[str, Any]:
    before = _accounts(one.before) if one.before is not None else []
    evidence = [p.statement for account in one.after.accounts for p in account.passages]
    about = {"actor": one.actor, "issue": one.issue, "direction": one.after.direction}
    return {**about, "before": before, "after": _accounts(one.after), "evidence": evidence[:_MOST]}


def _accounts(moment: Any) -> list[dict[str, str]]:
    found = {(a.act, a.option, a.stance) for a in moment.accounts}
    return [{"act": act, "option": option, "stance": stance} for act, option, stance in sorted(found)]


def _figure(one: Any) -> dict[str, Any]:
    move = one.move
    step = {"before": list(move.before), "after": list(move.after)}
    days = {"from": move.start.label, "to": move.end.label}
    return {"series": one.series, **step, **days, "evidence": list(move.statements)}


TASKS: Final[Mapping[str, Callable[..., Any]]] = {"record_changes": record_changes}
"""By name."""
