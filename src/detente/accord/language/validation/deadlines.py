"""Deadlines: one for each tranche, in order, none before an obligation opens or after its phase is over."""

from collections.abc import Iterator
from itertools import pairwise

from detente.accord.language.limits import MOST_DAYS, MOST_TRANCHES
from detente.accord.language.plan import Obligation, Power, Talks
from detente.accord.language.validation.known import Known
from detente.case.address import Address, Finding

__all__ = ["deadline_findings"]


def deadline_findings(known: Known) -> Iterator[Finding]:
    """Everything in which deadlines contradict one another or their phase."""
    for held, terms in known.all(Obligation):
        if terms.tranches > MOST_TRANCHES:
            continue
        yield from _order((*held.at, "due"), terms)
        if not terms.after:
            yield from _inside(held.at, terms, known)
    for held, talks in known.all(Talks):
        last = _last_day(talks.phase, known)
        if last is not None and talks.opens > last:
            what = f"opens on day {talks.opens}, and {talks.phase!r} is over on day {last}"
            yield Finding((*held.at, "opens"), what, f"write {last} or less")


def _order(at: Address, terms: Obligation) -> Iterator[Finding]:
    due = terms.due
    if due and len(due) != terms.tranches:
        what = f"lists {len(due)} deadlines for {terms.tranches} tranches"
        yield Finding(at, what, "list one day for each tranche, or write by day 42 or every 4 days")
    if (early := next((day for day in due if day < 1), None)) is not None:
        yield Finding(at, f"names day {early}, and days are counted from 1", "write 1 or more")
    if (late := next((day for day in due if day > MOST_DAYS), None)) is not None:
        yield Finding(at, f"names day {late:,}, more than {MOST_DAYS:,}", "write an earlier day")
    for before, after in pairwise(due):
        if after < before:
            what = f"day {after} comes after day {before} in the list: deadlines go backwards"
            yield Finding(at, what, "list the days in order")
            break


def _inside(at: Address, terms: Obligation, known: Known) -> Iterator[Finding]:
    last = _last_day(terms.phase, known)
    early = next(((number, day) for number, day in enumerate(terms.due, 1) if 1 <= day < terms.opens), None)
    if early is not None:
        what = (
            f"tranche {early[0]} is due by day {early[1]}, and it can be performed from day {terms.opens} on"
        )
        yield Finding((*at, "due"), what, f"write day {terms.opens} or later, or let it open earlier")
    if last is None:
        return
    if terms.opens > last:
        what = f"opens on day {terms.opens}, and {terms.phase!r} is over on day {last}"
        yield Finding((*at, "opens"), what, f"write {last} or less")
    beyond = next(((number, day) for number, day in enumerate(terms.due, 1) if last < day <= MOST_DAYS), None)
    if beyond is not None:
        what = f"tranche {beyond[0]} is due by day {beyond[1]}, and {terms.phase!r} is over on day {last}"
        yield Finding((*at, "due"), what, f"write day {last} or earlier, or let the phase last longer")


def _last_day(phase: str, known: Known) -> int | None:
    """The last day of a phase with every extension that the clauses allow; None for no such day."""
    last = known.lasts(phase)
    if last is None or last < 1:
        return None
    for _, power in known.all(Power):
        if power.extends and (not power.phases or phase in power.phases):
            if not power.times:
                return None
            last += power.extends * power.times
    return last
