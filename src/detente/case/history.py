"""What has happened: proposals with their accounts and answers, events, figures, precedents, deadlines.

Every value has `date` (when it happened or held) and `known` (first published), and names its evidence.
"""

import datetime as dt
from dataclasses import dataclass

from detente.case.preferences import Literals
from detente.sources.when import When

__all__ = ["Account", "Contradiction", "Deadline", "Event", "Figure", "Precedent", "Proposal", "Response"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One telling of a thing, and whose it is; `terms` where the teller names options."""

    said_by: str
    says: str
    terms: Literals = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Accounts that cannot all hold, or that differ; all are kept."""

    id: str
    topic: str
    accounts: tuple[Account, ...]
    issue: str = ""
    date: When
    known: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer to a proposal: accepts, rejects, conditional or silent, and who says so.

    It binds only the `issues` that it names (all when empty), and only `version`.
    """

    actor: str
    answer: str
    said_by: str = ""
    issues: tuple[str, ...] = ()
    version: str = ""
    note: str = ""
    date: When
    known: dt.date
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Options offered on some issues, silent on the others.

    `attributed_to` may differ from who made it public (`by`). `terms` may leave several options of an issue
    open. `standing` marks a text that is still on the table.
    """

    id: str
    name: str
    date: When
    known: dt.date
    by: str = ""
    attributed_to: str = ""
    carried_by: tuple[str, ...] = ()
    public: bool = False
    standing: bool = False
    version: str = ""
    terms: Literals = ()
    set_aside: tuple[str, ...] = ()
    note: str = ""
    accounts: tuple[Account, ...] = ()
    responses: tuple[Response, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or that was said to have."""

    id: str
    what: str
    kind: str = "event"
    actors: tuple[str, ...] = ()
    date: When
    known: dt.date
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number in a report: what it counts, for which date, according to whom.

    `bound` is "" (exact), "about", "at least" or "over".
    """

    id: str
    series: str
    value: float
    unit: str = ""
    bound: str = ""
    said_by: str = ""
    note: str = ""
    date: When
    known: dt.date
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """An earlier deal that reports compare with."""

    id: str
    what: str
    date: When
    known: dt.date
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A date by which something is due or a meeting is called, and how firm it is."""

    id: str
    what: str
    status: str = ""
    date: When
    known: dt.date
    evidence: tuple[str, ...] = ()
