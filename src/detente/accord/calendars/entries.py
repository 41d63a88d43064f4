"""What an accord itself puts on the calendar: deadlines, ends of cure periods and phases, days powers begin.

Dates of a later phase depend on the play, so each phase is dated from the day on which it begins: as a play
has it, or else as if every phase took all its days.
"""

from collections.abc import Iterable, Mapping

from detente.accord.calendars.file import CalendarEntry
from detente.accord.game.expression import FALSE, TRUE, Expr, Num, Op, Var, evaluate, op, variables
from detente.accord.game.rules import CLOCK
from detente.accord.language.conditions import parse
from detente.accord.language.dates import date_of
from detente.accord.language.plan import ENDS, Accord, Expiry, Obligation, Phase, Power, Talks, Terms
from detente.accord.plain.conditions import phase_name
from detente.accord.plain.terms import leads_to
from detente.accord.plain.whole import say_clause
from detente.accord.results import Witness, list_names
from detente.errors import AnalysisError

__all__ = ["begins_by_play", "calendar_entries"]

_COMPARE = {"==", "!=", "<", "<=", ">", ">="}
_FAR = 400


def calendar_entries(
    accord: Accord,
    *,
    wording: str = "",
    readings: Mapping[str, str] | None = None,
    begins: Mapping[str, int] | None = None,
) -> tuple[CalendarEntry, ...]:
    """What comes due under these readings, by date; one entry for each clause, day and kind.

    `begins`: the day of the accord on which each phase begins (`begins_by_play`); a phase that is not named
    there is left out. Obligations that wait for an event have no date yet. The uids last: a later file
    replaces the entries of an earlier one. Raises AnalysisError while the accord is unsigned, UnknownName for
    names that the accord does not have.

    >>> import datetime as dt
    >>> from detente.accord.language.plan import Calendar
    >>> signed = Calendar(signed=dt.date(2024, 9, 1))
    >>> one = Phase(id="one", name="Phase one", lasts=42)
    >>> bare = Accord(id="x", title="", sides=(), phases=(one,), clauses=(), calendar=signed)
    >>> [(str(entry.date), entry.summary) for entry in calendar_entries(bare)]
    [('2024-10-13', 'Last day of Phase one')]
    """
    chosen = accord.readings(wording, readings)
    if accord.calendar.signed is None:
        raise AnalysisError(
            "the accord is not signed, so nothing has a date",
            hint="give calendar.signed in the accord's file",
        )
    terms = {clause.id: clause.reading(chosen[clause.id]).terms for clause in accord.clauses}
    found: dict[str, CalendarEntry] = {}
    for phase_id, first in (_one_after_another(accord) if begins is None else begins).items():
        for day, kind, name, summary in _of_phase(accord, accord.phase(phase_id), terms):
            date = date_of(accord.calendar, first + day - 1)
            if date is None:
                continue
            uid = f"{kind}-{name}-{date}@{accord.id}"
            found[uid] = CalendarEntry(
                date=date, summary=summary, uid=uid, description=_described(accord, name, chosen)
            )
    return tuple(sorted(found.values(), key=lambda entry: (entry.date, entry.uid)))


def begins_by_play(play: Witness) -> dict[str, int]:
    """The day on which each phase of a play begins; phases that it never comes to are left out."""
    begins: dict[str, int] = {}
    for step in play.steps:
        if step.side != CLOCK and step.phase not in ENDS:
            begins[step.phase] = min(step.day, begins.get(step.phase, step.day))
    return begins


def _one_after_another(accord: Accord) -> dict[str, int]:
    """The day on which each phase begins if every one takes all its days and leads to its next."""
    begins: dict[str, int] = {}
    day, name = 1, accord.phases[0].id if accord.phases else ENDS[0]
    while name not in ENDS and name not in begins:
        begins[name] = day
        phase = accord.phase(name)
        day, name = day + phase.lasts, phase.next
    return begins


def _of_phase(
    accord: Accord, phase: Phase, terms: Mapping[str, Terms]
) -> Iterable[tuple[int, str, str, str]]:
    """Day of the phase, kind, clause (or phase) and summary of each entry of a phase."""
    yield phase.lasts, "end", phase.id, f"Last day of {phase_name(accord, phase.id)}"
    for name, term in terms.items():
        if isinstance(term, Obligation) and term.phase == phase.id and not term.after:
            yield from _deadlines(accord, name, term)
        elif isinstance(term, Talks) and term.phase == phase.id and term.sign_within is not None:
            summary = f"From this day on not to have signed can be a breach: {name}"
            yield phase.lasts + term.sign_within, "sign", name, summary
        elif isinstance(term, Power) and (not term.phases or phase.id in term.phases):
            day = _first_day(phase, term.when)
            if day > 1:
                who = list_names(tuple(accord.name(side) for side in term.holders))
                yield day, "may", name, f"From this day on {who} may have the power: {term.act}"


def _deadlines(accord: Accord, name: str, terms: Obligation) -> Iterable[tuple[int, str, str, str]]:
    what = f"{accord.name(terms.debtor)} {terms.act}"
    for day in sorted(set(terms.due)):
        numbers = [number for number, due in enumerate(terms.due, 1) if due == day]
        spread = f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"
        tranche = f" ({spread} of {terms.tranches})" if terms.tranches > 1 else ""
        yield day, "due", name, f"Due: {what}{tranche}"
        if terms.cure:
            yield day + terms.cure, "cure", name, f"Last day of cure: {what}{tranche}"


def _described(accord: Accord, name: str, chosen: Mapping[str, str]) -> str:
    if name in chosen:
        return f"{accord.clause(name).text}\n{say_clause(accord, name, chosen[name])}\nClause {name}."
    then = leads_to(accord, accord.phase(name).next)
    lines = [f"Once all that the phase asks for is done, {then}."]
    for clause in accord.clauses:
        terms = clause.reading(chosen[clause.id]).terms
        if isinstance(terms, Expiry) and terms.phase == name:
            lines.append(say_clause(accord, clause.id, chosen[clause.id]))
    return "\n".join(lines)


def _first_day(phase: Phase, condition: str) -> int:
    """The first day of a phase on which a condition can hold whatever else is the case; 0 where none is."""

    def lookup(name: str, args: tuple[str, ...]) -> Expr:
        if name == "phase":
            return TRUE if args == (phase.id,) else FALSE
        if name in {"phase-over", "last-day"}:
            return op(">" if name == "phase-over" else ">=", Var("day"), Num(phase.lasts))
        return Var("\n".join((name, *args)))

    expr = parse(condition, lookup)
    days = range(1, phase.lasts + _FAR)
    return next((day for day in days if _possible(expr, day)), 0)


def _possible(expr: Expr, day: int) -> bool:
    """Whether a condition can hold on a day, when nothing but the day is known."""
    if isinstance(expr, Num):
        return bool(expr.value)
    if isinstance(expr, Op) and expr.name == "not":
        return not _certain(expr.args[0], day)
    if isinstance(expr, Op) and expr.name in {"and", "or"}:
        parts = [_possible(arg, day) for arg in expr.args]
        return all(parts) if expr.name == "and" else any(parts)
    if isinstance(expr, Op) and expr.name in _COMPARE and variables(expr) <= {"day"}:
        return bool(evaluate(expr, {"day": day}))
    return True


def _certain(expr: Expr, day: int) -> bool:
    """Whether a condition holds on a day whatever else is the case."""
    if isinstance(expr, Num):
        return bool(expr.value)
    if isinstance(expr, Op) and expr.name == "not":
        return not _possible(expr.args[0], day)
    if isinstance(expr, Op) and expr.name in {"and", "or"}:
        parts = [_certain(arg, day) for arg in expr.args]
        return all(parts) if expr.name == "and" else any(parts)
    if isinstance(expr, Op) and expr.name in _COMPARE and variables(expr) <= {"day"}:
        return bool(evaluate(expr, {"day": day}))
    return False
