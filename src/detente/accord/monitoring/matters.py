"""Accounts -> matters: what is told of one act, how it may have been done, and whether it may not have been.

Established accounts decide; where there is none, an account leaves it open. What nobody tells did not happen.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from detente.accord.language.dates import day_number
from detente.accord.language.plan import Accord
from detente.accord.monitoring.events import AccordEvent

__all__ = ["EventFlag", "Manner", "Matter", "matters_of", "sort_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFlag:
    """Something to know about an event, which is kept all the same.

    `kind`: "out of order", "before", "not yet known", "later", "contested", "denied", "impossible",
    "in part", "in some" or "rules out".
    """

    kind: str
    what: str
    event: AccordEvent

    def __str__(self) -> str:
        """The event and what is to be known about it."""
        return f"{self.event}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """One way in which an act may have been done: on which day of the accord, with how many units."""

    day: int
    quantity: int | None
    event: AccordEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One act with all accounts of it. `open`: the accounts leave open whether, when or how much."""

    number: int
    accounts: tuple[AccordEvent, ...]
    manners: tuple[Manner, ...]
    may_not: bool

    def __str__(self) -> str:
        """The first account that counts."""
        return str(self.manners[0].event if self.manners else self.accounts[0])

    @property
    def open(self) -> bool:
        """Whether more than one thing may have happened."""
        return len(self.manners) + self.may_not > 1

    @property
    def contested(self) -> bool:
        """Whether accounts that count contradict each other."""
        return len({account.affirms for account in _decisive(self.accounts)}) > 1 or len(self.manners) > 1


def sort_events(events: Sequence[AccordEvent]) -> tuple[tuple[AccordEvent, ...], tuple[EventFlag, ...]]:
    """The events by date, those of one date as they stand, and a flag for each that stood too late."""
    flags, latest = [], dt.date.min
    for event in events:
        if event.date < latest:
            what = f"it stands after an event of {latest}; the events were put in order"
            flags.append(EventFlag(kind="out of order", what=what, event=event))
        latest = max(latest, event.date)
    return tuple(sorted(events, key=lambda event: event.date)), tuple(flags)


def matters_of(
    accord: Accord, events: Sequence[AccordEvent], as_of: dt.date
) -> tuple[tuple[Matter, ...], tuple[EventFlag, ...]]:
    """What is to be counted at the dawn of `as_of`, and a flag for every event that is not, or not simply.

    No hindsight: an event that became known later is left out. So is what happened on the day itself or
    later, and what happened before the first day of the accord.
    """
    counted, flags = [], []
    for event in events:
        why = _left_out(accord, event, as_of)
        if why is None:
            counted.append(event)
        else:
            flags.append(EventFlag(kind=why[0], what=why[1], event=event))
    groups: dict[tuple[str, ...], list[AccordEvent]] = {}
    for event in counted:
        own = (str(event.date), event.side, event.clause, event.act)
        groups.setdefault(("", event.matter) if event.matter else own, []).append(event)
    matters: list[Matter] = []
    for group in groups.values():
        matter = _matter(accord, len(matters), tuple(group))
        if not matter.manners:
            sure = any(account.verified for account in group)
            what = "it is established that it did not happen" if sure else "nobody tells that it happened"
            flags.append(EventFlag(kind="denied", what=what, event=group[0]))
            continue
        matters.append(matter)
        if matter.contested:
            what = f"{len(group)} accounts differ, so it is left open"
            flags.append(EventFlag(kind="contested", what=what, event=group[0]))
    return tuple(matters), tuple(flags)


def _left_out(accord: Accord, event: AccordEvent, as_of: dt.date) -> tuple[str, str] | None:
    """Why an event is not counted; None for one that is."""
    if event.told > as_of:
        return "not yet known", f"it became known on {event.told}, after {as_of}"
    if event.date >= as_of:
        return "later", f"it counts from the next morning on, not at the dawn of {as_of}"
    if day_number(accord.calendar, event.date) < 1:
        return "before", f"it is dated before the first day of the accord, signed on {accord.calendar.signed}"
    return None


def _matter(accord: Accord, number: int, accounts: tuple[AccordEvent, ...]) -> Matter:
    decisive = _decisive(accounts)
    affirming = [account for account in decisive if account.affirms]
    told = {account.date for account in affirming if account.quantity is not None}
    manners: dict[tuple[dt.date, int | None], Manner] = {}
    for account in affirming:
        if account.quantity is None and account.date in told:
            continue
        day = day_number(accord.calendar, account.date)
        manner = Manner(day=day, quantity=account.quantity, event=account)
        manners.setdefault((account.date, account.quantity), manner)
    may_not = len(affirming) < len(decisive) or not any(account.verified for account in decisive)
    return Matter(number=number, accounts=accounts, manners=tuple(manners.values()), may_not=may_not)


def _decisive(accounts: Sequence[AccordEvent]) -> list[AccordEvent]:
    """The established accounts; all of them where none is."""
    return [account for account in accounts if account.verified] or list(accounts)
