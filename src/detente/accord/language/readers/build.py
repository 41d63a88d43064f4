"""From the shape of an accord file to its values; deadlines are spread over tranches, dates become days."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from detente.accord.game.compiling.duties import tranche_sizes
from detente.accord.language.dates import day_number
from detente.accord.language.kinds import BASE, KINDS, LABEL
from detente.accord.language.limits import MOST_TRANCHES, MOST_UNITS
from detente.accord.language.plan import (
    Accord,
    Calendar,
    Clause,
    Flag,
    Good,
    Obligation,
    Phase,
    Reading,
    Side,
    Stakes,
    Terms,
    Wording,
)
from detente.accord.language.readers.shapes import AccordFile, ClauseShape, Keyed, ReadingShape, StakesShape
from detente.case.address import Address, Finding
from detente.case.preferences import Range
from detente.errors import CaseError, UnknownName

__all__ = ["build_accord"]


def build_accord(shape: AccordFile, file: str) -> tuple[Accord, tuple[Finding, ...]]:
    """The accord that a file says, and what is wrong with its deadlines and dates."""
    found: list[Finding] = []
    calendar = Calendar(**_fields(shape.calendar))
    days = _Days(shape, calendar, found)
    clauses = tuple(_clause(part, number, days) for number, part in enumerate(shape.clauses))
    accord = Accord(
        id=shape.id,
        title=shape.title,
        sides=tuple(Side(id=name, **_fields(part)) for name, part in shape.sides.items()),
        phases=tuple(Phase(**_fields(part)) for part in shape.phases),
        clauses=clauses,
        goods=tuple(Good(id=name, **_fields(part)) for name, part in shape.goods.items()),
        flags=tuple(Flag(id=name, **_fields(part)) for name, part in shape.flags.items()),
        wordings=tuple(
            Wording(id=name, **{**_fields(part), "readings": tuple(part.readings.items())})
            for name, part in shape.wordings.items()
        ),
        stakes=tuple(_stakes(name, part) for name, part in shape.stakes.items()),
        calendar=calendar,
        order=shape.order,
        note=shape.note,
        case=shape.case,
        simplifications=shape.simplifications,
        sources=tuple(shape.sources.items()),
        file=file,
    )
    return accord, tuple(found)


class _Days:
    """Turns deadlines into a day for each tranche, and notes what cannot be turned."""

    def __init__(self, shape: AccordFile, calendar: Calendar, found: list[Finding]) -> None:
        self.shape = shape
        self.calendar = calendar
        self.found = found

    def due(self, duty: dict[str, Any], at: Address) -> tuple[int, ...]:
        """The day of each tranche; none where nothing is said."""
        due = duty["due"]
        if due is None:
            return ()
        at = (*at, "due")
        if due.form == "within" and not duty["after"]:
            self._note(
                at, "counts days from something, and `after` is missing", "add `after:`, or write by day 42"
            )
        days: tuple[int, ...] = tuple(self._day(day, duty, at) for day in due.days)
        if due.form == "days":
            return days
        count: int = min(max(duty["tranches"], 1), MOST_TRANCHES)
        if due.form == "every":
            return tuple(days[0] * (number + 1) for number in range(count))
        return days * count

    def _day(self, day: int | dt.date, duty: dict[str, Any], at: Address) -> int:
        if isinstance(day, int):
            return day
        first = self.shape.phases[0].id if self.shape.phases else ""
        if duty["after"] or duty["phase"] != first:
            what = "is a date, and only days of the first phase have dates before the accord is played"
            self._note(at, what, "count days of the phase: by day 42")
            return 1
        try:
            number = day_number(self.calendar, day)
        except (CaseError, UnknownName) as error:
            self._note(at, f"is a date: {error.what}", error.hint or "count days: by day 42")
            return 1
        if number < 1:
            what = f"{day.isoformat()} lies before the accord's first day"
            self._note(at, what, "check the date of signature")
            return 1
        return number

    def _note(self, at: Address, what: str, hint: str) -> None:
        self.found.append(Finding(at, what, hint))

    def tranche(self, clause: str) -> int:
        """The largest tranche of an obligation, under any reading; 0 where there is none."""
        sizes = [
            max(tranche_sizes(terms))
            for terms in self._obligations(clause)
            if 0 < terms.tranches <= min(terms.quantity, MOST_TRANCHES) and terms.quantity <= MOST_UNITS
        ]
        return max(sizes, default=0)

    def _obligations(self, clause: str) -> Iterator[Obligation]:
        for part in self.shape.clauses:
            if part.id == clause:
                for held in (part, *(part.readings or ())):
                    if held.obligation is not None:
                        yield Obligation(**{**_fields(held.obligation), "due": ()})


def _clause(shape: ClauseShape, number: int, days: _Days) -> Clause:
    at: Address = ("clauses", number)
    if shape.readings is None:
        base = Reading(
            id=BASE,
            label=LABEL,
            terms=_terms(shape, (*at, "readings", 0), days),
            basis=shape.basis,
            options=shape.options,
        )
        readings: tuple[Reading, ...] = (base,)
        kind = shape.kinds[0]
    else:
        readings = tuple(
            _reading(part, (*at, "readings", place), days) for place, part in enumerate(shape.readings)
        )
        kind = next(part.kinds[0] for part in shape.readings if part.kinds)
    return Clause(
        id=shape.id,
        kind=kind,
        text=shape.text,
        readings=readings,
        pax=shape.pax,
        evidence=shape.evidence,
        note=shape.note,
    )


def _reading(shape: ReadingShape, at: Address, days: _Days) -> Reading:
    return Reading(
        id=shape.id,
        label=shape.id if shape.label is None else shape.label,
        terms=_terms(shape, at, days),
        text=shape.text,
        basis=shape.basis,
        evidence=shape.evidence,
        note=shape.note,
        options=shape.options,
    )


def _terms(shape: ClauseShape | ReadingShape, at: Address, days: _Days) -> Terms:
    if not shape.kinds:
        return None
    kind = shape.kinds[0]
    fields = _fields(getattr(shape, kind))
    if kind == "obligation":
        fields["due"] = days.due(fields, (*at, kind))
    if kind == "exchange" and fields["lag"] is None:
        fields["lag"] = days.tranche(fields["then"])
    make: Callable[..., Terms] = KINDS[kind]
    return make(**fields)


def _stakes(side: str, shape: StakesShape) -> Stakes:
    return Stakes(
        side=side,
        receives=tuple(shape.receives.items()),
        gives=tuple(shape.gives.items()),
        peace=shape.peace or Range.of(0.0, assumption="not stated; taken as zero"),
        ends=tuple(shape.ends.items()),
        patience=shape.patience or Range.of(1.0, assumption="not stated; taken as one: delay costs nothing"),
        fights_first=shape.fights_first or Range.of(0.0, assumption="not stated; taken as zero"),
    )


def _fields(shape: Keyed) -> dict[str, Any]:
    return {name: getattr(shape, name) for name in type(shape).model_fields}
