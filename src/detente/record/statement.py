"""A statement: what a report says that someone demanded, offered, claimed or refused.

`date` is when it was said or held, `known` when it was first published.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from detente.sources.span import Span
from detente.sources.when import When

__all__ = ["ACTS", "IDENTIFIED", "STANCES", "VERDICTS", "Coding", "Decision", "Statement"]

ACTS: tuple[str, ...] = (
    "accepts",
    "claims",
    "demands",
    "denies",
    "event",
    "figure",
    "offers",
    "rejects",
    "reports",
    "threatens",
    "warns",
)

IDENTIFIED: tuple[str, ...] = ("anonymous", "institution", "named", "reporter")
"""How a report identifies a holder or a relayer; `reporter` is the report's own voice."""

STANCES: tuple[str, ...] = ("against", "conditional", "for")
"""How a statement stands towards its option, or towards its issue where it names no option."""

VERDICTS: tuple[str, ...] = ("accepted", "edited", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Who proposed a statement, and why: the coder, its rule and score, and the reasons in words.

    `score` is between 0 and 1, None where the coder has none (a person). It stays when a statement is edited.
    """

    coder: str
    rule: str = ""
    score: float | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an analyst decided about a suggestion: who, when (ISO 8601), and what was changed.

    `changes` are (field, before, after), each value as text.
    """

    verdict: str
    by: str
    at: str
    changes: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who holds what, on which issue, when, and which report says so.

    `holder` is the actor whose position it is, `relays` who passed it on, nearest to the reporter first, both
    as ids of a pack where known, else in the report's terms. `identified` tells how the report identifies
    who is quoted (one of IDENTIFIED, "" unknown). `to` are those addressed. `option` names an option of
    `issue` where the statement maps to one, `stance` how it stands towards it, `condition` the words that
    make it conditional. `says` is the content in words, `plan` the proposal whose content it tells. `value`
    and `unit` are a figure and what it counts. `date_basis` is the words from which the date was found.
    Where the report's date is not known, `known` is `date.max` (known on no day yet), and `date`, where the
    words give none, `When.unknown()`.

    >>> import datetime as dt
    >>> day = dt.date(2024, 7, 3)
    >>> Statement(id="s1", reports=("daily",), holder="a", date=When.on(day), known=day).verdict
    ''
    """

    id: str
    reports: tuple[str, ...]
    holder: str = ""
    relays: tuple[str, ...] = ()
    identified: str = ""
    to: tuple[str, ...] = ()
    act: str = "reports"
    issue: str = ""
    option: str = ""
    stance: str = ""
    condition: str = ""
    says: str = ""
    plan: str = ""
    value: float | None = None
    unit: str = ""
    date: When
    known: dt.date
    date_basis: str = ""
    span: Span | None = None
    coding: Coding | None = None
    decision: Decision | None = None

    @property
    def relay(self) -> str:
        """Those who passed it on, in words."""
        return ", ".join(self.relays)

    @property
    def verdict(self) -> str:
        """`accepted`, `edited`, `refused`, or "" while it waits for review."""
        return self.decision.verdict if self.decision else ""

    def with_(self, **changes: Any) -> "Statement":
        """The same statement with some fields replaced."""
        from dataclasses import replace

        return replace(self, **changes)
