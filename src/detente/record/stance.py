"""A stance: the option that an actor is reported to hold on an issue at a date, with its evidence."""

import datetime as dt
from dataclasses import dataclass

from detente.sources.when import When

__all__ = ["Stance", "stances_at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """One actor's reported position on one issue.

    `option` is the option held; `role` says how: `demands` (asks for it), `accepts` (can live with it),
    `rejects` (resists it). `evidence` names statements or reports; `said_by` who says so.
    """

    id: str
    actor: str
    issue: str
    option: str
    role: str = "demands"
    date: When
    known: dt.date
    said_by: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()


def stances_at(stances: tuple[Stance, ...], day: dt.date) -> tuple[Stance, ...]:
    """The latest stance of each actor on each issue and role that was known on `day`.

    Several stances of the same latest date are all kept: they are conflicting accounts, not an error.

    >>> import datetime as dt
    >>> stances_at((), dt.date(2024, 1, 1))
    ()
    """
    known = [s for s in stances if s.known <= day and s.date.first <= day]
    newest: dict[tuple[str, str, str], When] = {}
    for stance in known:
        key = (stance.actor, stance.issue, stance.role)
        newest[key] = max(stance.date, newest.get(key, stance.date))
    return tuple(s for s in known if newest[s.actor, s.issue, s.role] == s.date)
