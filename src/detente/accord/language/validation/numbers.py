"""Numbers: quantities, durations, ratios, chances, worths, the calendar; in order, of scale, not negative."""

import zoneinfo
from collections.abc import Iterator

from detente.accord.language.limits import (
    MOST_CLAUSES,
    MOST_DAYS,
    MOST_TIMES,
    MOST_TOPICS,
    MOST_TRANCHES,
    MOST_UNITS,
    MOST_WORDINGS,
)
from detente.accord.language.plan import (
    ENDS,
    Exchange,
    Guarantee,
    Hazard,
    Obligation,
    Power,
    Talks,
)
from detente.accord.language.validation.known import Known, unknown
from detente.case.address import Address, Finding
from detente.case.preferences import Range
from detente.case.ranges import range_faults
from detente.errors import nearest

__all__ = ["number_findings"]

_FIRST_YEAR, _LAST_YEAR = 1000, 9000
"""Of a signature: every day of the accord then has a date."""


def number_findings(known: Known) -> Iterator[Finding]:
    """Everything that is wrong with numbers, ranges and the calendar."""
    for section in ("sides", "goods", "flags", "phases", "clauses", "wordings"):
        most = MOST_WORDINGS if section == "wordings" else MOST_CLAUSES
        if (count := len(getattr(known.accord, section))) > most:
            what = f"lists {count:,} {section}, more than {most}"
            hint = "keep those to compare" if section == "wordings" else "divide the accord into several"
            yield Finding((section,), what, hint)
    yield from _calendar(known)
    yield from _phases(known)
    yield from _terms(known)
    yield from _hazards(known)
    yield from _stakes(known)


def _calendar(known: Known) -> Iterator[Finding]:
    calendar = known.accord.calendar
    if calendar.signed is not None and not _FIRST_YEAR <= calendar.signed.year <= _LAST_YEAR:
        what = f"the year {calendar.signed.year} is out of scale"
        yield Finding(("calendar", "signed"), what, f"write a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    if not _zone_exists(calendar.midnight):
        hint = nearest(calendar.midnight, zoneinfo.available_timezones())
        hint = hint if hint.startswith("did") else "write an IANA name such as Asia/Jerusalem"
        what = f"there is no time zone called {calendar.midnight!r}"
        yield Finding(("calendar", "midnight"), what, hint)
    if calendar.first_day not in {"next", "signature"}:
        what = f"{calendar.first_day!r} is no way to find the first day"
        yield Finding(("calendar", "first-day"), what, "write next or signature")
    if not calendar.working or not set(calendar.working) <= set(range(7)):
        what, hint = "names no day of the week", "for example [mon, tue, wed, thu, fri]"
        yield Finding(("calendar", "working"), what, hint)


def _zone_exists(name: str) -> bool:
    if name == "UTC":
        return True
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _phases(known: Known) -> Iterator[Finding]:
    circle = _without_time(known)
    for number, phase in enumerate(known.accord.phases):
        at: Address = ("phases", number, "lasts")
        if phase.id in circle:
            shown = " -> ".join((*circle, circle[0]))
            what = f"no day passes in the circle of phases {shown}"
            if phase.id == circle[0]:
                yield Finding(at, what, "give one of them a day or more")
            continue
        yield from _between(at, phase.lasts, 1, MOST_DAYS, "day")


def _without_time(known: Known) -> tuple[str, ...]:
    """A circle of phases of no days that follow one another; the first found, else none."""
    follows = {phase.id: phase.next for phase in known.accord.phases if phase.lasts == 0}
    for start in follows:
        path = [start]
        while (after := follows.get(path[-1])) is not None and after not in path:
            path.append(after)
        if follows.get(path[-1]) == start:
            return tuple(path)
    return ()


def _terms(known: Known) -> Iterator[Finding]:
    for held in known.held:
        at, terms = held.at, held.terms
        if isinstance(terms, Obligation):
            yield from _obligation(at, terms)
        elif isinstance(terms, Exchange):
            yield from _exchange(at, terms)
        elif isinstance(terms, Power):
            yield from _between((*at, "extends"), terms.extends, 0, MOST_DAYS, "day")
            yield from _between((*at, "times"), terms.times, 0, MOST_TIMES, "use")
        elif isinstance(terms, Talks):
            yield from _talks(at, terms, known)
        elif isinstance(terms, Guarantee):
            yield from _range((*at, "amount"), terms.amount, known, lowest=0.0)
        elif isinstance(terms, Hazard):
            yield from _range((*at, "chance"), terms.chance, known, lowest=0.0, highest=1.0)


def _obligation(at: Address, terms: Obligation) -> Iterator[Finding]:
    yield from _between((*at, "quantity"), terms.quantity, 1, MOST_UNITS, "unit")
    yield from _between((*at, "tranches"), terms.tranches, 1, MOST_TRANCHES, "tranche")
    if 1 <= terms.quantity < terms.tranches <= MOST_TRANCHES:
        what = f"makes {terms.tranches} tranches of {terms.quantity} units"
        yield Finding((*at, "tranches"), what, "a tranche holds a unit or more")
    yield from _between((*at, "opens"), terms.opens, 1, MOST_DAYS, "day")
    yield from _between((*at, "cure"), terms.cure, 0, MOST_DAYS, "day")


def _exchange(at: Address, terms: Exchange) -> Iterator[Finding]:
    if terms.ratio <= 0:
        yield Finding((*at, "ratio"), f"is {terms.ratio}, it should be more than 0", 'write it as "1:30"')
    elif not 1 / MOST_UNITS <= terms.ratio <= MOST_UNITS:
        yield Finding((*at, "ratio"), "is out of scale", f"at most {MOST_UNITS:,} units for one")
    yield from _between((*at, "lead"), terms.lead, 0, MOST_UNITS, "unit")
    yield from _between((*at, "lag"), terms.lag, 0, MOST_UNITS, "unit")


def _talks(at: Address, terms: Talks, known: Known) -> Iterator[Finding]:
    yield from _between((*at, "opens"), terms.opens, 1, MOST_DAYS, "day")
    if len(terms.topics) > MOST_TOPICS:
        what = f"lists {len(terms.topics)} topics, more than {MOST_TOPICS}"
        yield Finding((*at, "topics"), what, "put what is settled together into one topic")
    for number, topic in enumerate(terms.topics):
        if topic in terms.topics[:number]:
            yield Finding((*at, "topics", number), f"{topic[:60]!r} is listed twice", "remove one of the two")
    if terms.sign_within is None:
        return
    yield from _between((*at, "sign-within"), terms.sign_within, 0, MOST_DAYS, "day")
    last = known.lasts(terms.phase)
    if last is not None and last < 1:
        what = f"counts from the end of {terms.phase!r}, which has no length"
        yield Finding((*at, "sign-within"), what, "say how long the phase lasts")


def _hazards(known: Known) -> Iterator[Finding]:
    """The chances of one phase, each at its highest, are those of events that exclude one another."""
    for phase in known.phases:
        highest: dict[str, tuple[float, Address]] = {}
        for held, terms in known.all(Hazard):
            if (not terms.phases or phase in terms.phases) and terms.chance.high <= 1:
                before = highest.get(held.clause.id, (0.0, held.at))
                highest[held.clause.id] = max(before, (terms.chance.high, held.at))
        total = sum(chance for chance, _ in highest.values())
        if total > 1:
            last = list(highest.values())[-1][1]
            what = f"the hazards of {phase!r} sum to {total:g} at their highest, more than 1 on a day"
            yield Finding((*last, "chance"), what, "lower them: at most one event happens on a day")


def _stakes(known: Known) -> Iterator[Finding]:
    for stakes in known.accord.stakes:
        at: Address = ("stakes", stakes.side)
        for key in ("receives", "gives"):
            for name, worth in getattr(stakes, key):
                yield from _range((*at, key, name), worth, known, lowest=0.0)
        for name, worth in stakes.ends:
            if name in ENDS:
                yield from _range((*at, "ends", name), worth, known)
        yield from _range((*at, "peace"), stakes.peace, known)
        yield from _range((*at, "fights-first"), stakes.fights_first, known)
        yield from _range((*at, "patience"), stakes.patience, known, highest=1.0)
        if stakes.patience.low <= 0:
            what = f"is {stakes.patience.low:g}, it should be more than 0"
            yield Finding((*at, "patience"), what, "write 1 where delay costs nothing")


def _range(
    at: Address, number: Range, known: Known, *, lowest: float | None = None, highest: float | None = None
) -> Iterator[Finding]:
    for what, hint in range_faults(number, lowest, highest):
        yield Finding(at, what, hint)
    sources = [name for name, _ in known.accord.sources]
    for place, name in enumerate(number.evidence):
        yield from unknown((*at, "evidence", place), name, "source", sources)


def _between(at: Address, number: int, lowest: int, highest: int, unit: str) -> Iterator[Finding]:
    if number < lowest:
        yield Finding(at, f"is {number}, it should be {lowest} or more", f"write {lowest} or more")
    elif number > highest:
        what = f"is {number:,}, more than {highest:,} {unit}s"
        yield Finding(at, what, "count in larger steps")
