"""What changed since a day: what the case newly holds, and which stances moved from where to where.

What counts is when a thing became known: what was published after the day is new, also where it is about the
time before it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.web.panels.timeline import Line

__all__ = ["CaseChanges", "Moved", "changes_as_data", "changes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An actor on an issue: the options held as known on the day and now, and the direction.

    `before` is empty where nothing was known then. `evidence` is what tells the newest stance.
    """

    issue: str
    party: str
    actor: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    disputed: bool
    direction: str
    date: Any
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChanges:
    """What became known after `since`; `statements` counts them."""

    since: dt.date
    reports: tuple[Any, ...]
    moved: tuple[Moved, ...]
    lines: tuple[Line, ...]
    statements: int


def changes_of(case: Any, lines: tuple[Line, ...], moves: Mapping[str, Any], since: dt.date) -> CaseChanges:
    """What became known after the day.

    `lines` are those of the case alone. `moves` are three answers of `movement`: of the case as it was known
    on the day ("then"), as it is known now ("now"), and compared with the day ("since").
    """
    new = [line for line in lines if since < line.known < dt.date.max]
    return CaseChanges(
        since=since,
        reports=tuple(
            sorted(
                (r for r in case.reports if r.published is not None and r.published > since),
                key=lambda report: (report.published, report.id),
                reverse=True,
            )
        ),
        moved=_moved(case, moves),
        lines=tuple(line for line in new if line.kind not in {"statement", "stance"}),
        statements=sum(line.kind == "statement" for line in new),
    )


def changes_as_data(found: CaseChanges) -> dict[str, Any]:
    """The answer as plain data."""
    return {
        "since": found.since.isoformat(),
        "reports": [
            {"id": r.id, "publisher": r.publisher, "published": r.published.isoformat(), "title": r.title}
            for r in found.reports
        ],
        "moved": [
            {
                "issue": one.issue,
                "party": one.party,
                "actor": one.actor,
                "before": list(one.before),
                "after": list(one.after),
                "disputed": one.disputed,
                "direction": one.direction,
                "date": one.date.label,
                "evidence": list(one.evidence),
            }
            for one in found.moved
        ],
        "new": [
            {"kind": line.kind, "id": line.id, "date": line.date.label, "known": line.known.isoformat()}
            for line in found.lines
        ],
        "statements": found.statements,
    }


def _moved(case: Any, moves: Mapping[str, Any]) -> tuple[Moved, ...]:
    """What somebody holds now and did not hold as it was known on the day, issue by issue."""
    then = {(i.issue, t.actor): _held(t)[-1] for i in moves["then"].issues for t in i.tracks if _held(t)}
    compared = {(i.issue, t.actor): t.direction for i in moves["since"].issues for t in i.tracks}
    found = []
    for issue in moves["now"].issues:
        for track in sorted(issue.tracks, key=lambda t: (case.named(t.party), case.named(t.actor))):
            if not (held := _held(track)):
                continue
            key, last = (issue.issue, track.actor), held[-1]
            before, after = _options(then.get(key)), _options(last)
            if before == after:
                continue
            direction = compared[key] if compared[key] not in {"first stated", "repeated"} else last.direction
            found.append(
                Moved(
                    issue=issue.issue,
                    party=track.party,
                    actor=track.actor,
                    before=before,
                    after=after,
                    disputed=last.disputed,
                    direction=direction if before else "first stated",
                    date=last.date,
                    evidence=tuple(dict.fromkeys(e for h in last.held for e in h.evidence)),
                )
            )
    return tuple(found)


def _held(track: Any) -> list[Any]:
    """The moments in which something is held, not only refused."""
    return [moment for moment in track.moments if _options(moment)]


def _options(moment: Any) -> tuple[str, ...]:
    held = moment.held if moment is not None else ()
    return tuple(dict.fromkeys(h.option for h in held if h.role != "rejects"))
