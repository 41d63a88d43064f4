"""A statement: what a report says that someone demanded, offered, claimed or refused.

`date` is when it was said or held, `known` when it was first published.
"""

import datetime as dt
from dataclasses import dataclass

from detente.sources.when import When

__all__ = ["ACTS", "Statement"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who holds what, on which issue, when, and which report says so.

    `holder` is the actor whose position it is; `relay` who passed it on, in the report's terms.
    `option` names an option of `issue` where the statement maps to one.
    """

    id: str
    reports: tuple[str, ...]
    holder: str = ""
    relay: str = ""
    act: str = "reports"
    issue: str = ""
    option: str = ""
    says: str = ""
    date: When
    known: dt.date
