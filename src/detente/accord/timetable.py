"""When everything falls due if every phase lasts as planned: dated entries, before any event."""

from collections.abc import Mapping

from detente.accord.calendar_file import CalendarEntry
from detente.accord.dates import date_of
from detente.accord.plan import Accord, Obligation
from detente.errors import AnalysisError

__all__ = ["timetable"]


def timetable(
    accord: Accord, *, wording: str = "", readings: Mapping[str, str] | None = None
) -> tuple[CalendarEntry, ...]:
    """An entry for each deadline and for the last day of each phase, by date, for a signed accord.

    Phases are taken to last as long as planned; entries of later phases say so, since an earlier one may run
    on or end sooner. What is due some days after an event has no date yet and is left out. Raises
    AnalysisError for an accord that is not signed, UnknownName for a wording or reading there is not.
    """
    if accord.calendar.signed is None:
        raise AnalysisError("the accord is not signed, so its days have no dates", hint="write `signed:`")
    chosen = accord.readings(wording, readings)
    found = []
    begins = 1
    for place, phase in enumerate(accord.phases):
        more = "If every earlier phase lasts as planned." if place else ""
        last = begins + phase.lasts - 1
        found.append(_entry(accord, last, f"Last day of {phase.name}", f"end-{phase.id}", more))
        for clause in accord.clauses:
            terms = clause.reading(chosen[clause.id]).terms
            if isinstance(terms, Obligation) and terms.phase == phase.id and not terms.after:
                found += _deadlines(accord, clause.id, terms, begins, more)
        begins = last + 1
    return tuple(sorted(found, key=lambda entry: (entry.date, entry.uid)))


def _deadlines(accord: Accord, clause: str, terms: Obligation, begins: int, more: str) -> list[CalendarEntry]:
    """An entry for each day on which tranches of an obligation are due."""
    found = []
    for day in sorted(set(terms.due)):
        count = sum(1 for due in terms.due if due <= day)
        done = f"{count} of {terms.tranches} tranches by the end of this day. " if terms.tranches > 1 else ""
        cure = f"Late within {terms.cure} day(s) is no breach. " if terms.cure else ""
        summary = f"Due: {accord.name(terms.debtor)} {terms.act}"
        told = f"{done}{cure}{more}".strip()
        found.append(_entry(accord, begins + day - 1, summary, f"due-{clause}-{day}", told))
    return found


def _entry(accord: Accord, day: int, summary: str, uid: str, description: str) -> CalendarEntry:
    date = date_of(accord.calendar, day)
    if date is None:
        raise AnalysisError("the accord is not signed, so its days have no dates", hint="write `signed:`")
    return CalendarEntry(date=date, summary=summary, uid=f"{uid}@{accord.id}", description=description)
