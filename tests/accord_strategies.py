"""Hypothesis generators: small accords that are well-formed, with a little of everything in the language.

Two parties, sometimes a mediator; one or two phases of two to four days; one or two obligations of one or
two tranches; now and then an exchange, talks, powers, bans, expiry, remedies, triggers, hazards, guarantees,
a clause with several readings, wordings and stakes. No game of theirs has 3,000 situations.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from hypothesis import strategies as st

from detente.accord.language.plan import (
    Accord,
    Ban,
    Calendar,
    Clause,
    Exchange,
    Expiry,
    Flag,
    Good,
    Guarantee,
    Hazard,
    Obligation,
    Phase,
    Power,
    Reading,
    Side,
    Stakes,
    Talks,
    Terms,
    Trigger,
    Wording,
)
from detente.case.preferences import Range

__all__ = ["accords", "one_wording", "ranges"]

PARTIES = ("north", "south")
MEDIATOR = "mission"

Draw = Callable[[st.SearchStrategy], object]


@st.composite
def accords(draw: Draw, *, hazards: bool = True, triggers: bool = True) -> Accord:
    """A small accord. Without `hazards` or `triggers` it has none of them."""
    plan = _Plan(draw=draw, mediated=draw(st.booleans()), flag=triggers and draw(st.booleans()))
    plan.phases = _phases(plan)
    _obligations(plan)
    talks = _talks(plan)
    extras = {
        "ban": _ban,
        "expiry": _expiry,
        "failure": _failure,
        "remedy": _remedy,
        "pause": _pause,
        "extension": _extension,
        "escrow": _guarantee,
        **({"link": _trigger} if plan.flag else {}),
        **({"incident": _hazard} if hazards else {}),
    }
    most = 2 if talks else 4
    for name in draw(st.lists(st.sampled_from(sorted(extras)), min_size=1, max_size=most, unique=True)):
        extras[name](plan, name)
    return _whole(plan)


@st.composite
def one_wording(draw: Draw) -> Accord:
    """A small accord in which each clause has one reading."""
    accord = draw(accords())
    clauses = tuple(replace(clause, readings=clause.readings[:1]) for clause in accord.clauses)
    return replace(accord, clauses=clauses, wordings=())


@st.composite
def ranges(draw: Draw, low: float = 0.0, high: float = 10.0) -> Range:
    """Low, likely and high of a number in eighths, an assumption."""
    numbers = st.integers(int(low * 8), int(high * 8)).map(lambda eighths: eighths / 8)
    three = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return Range(low=three[0], likely=three[1], high=three[2], assumption="invented")


@dataclass(slots=True, kw_only=True)
class _Plan:
    """What has been drawn so far."""

    draw: Draw
    mediated: bool
    flag: bool
    phases: tuple[Phase, ...] = ()
    clauses: list[Clause] = field(default_factory=list)

    @property
    def holders(self) -> tuple[str, ...]:
        return (*PARTIES, MEDIATOR) if self.mediated else PARTIES

    def pick(self, options: tuple) -> object:
        return self.draw(st.sampled_from(options))

    def phase(self) -> Phase:
        return self.pick(self.phases)

    def add(self, name: str, kind: str, *terms: Terms) -> None:
        """One clause, a reading for each of the terms."""
        names = ("base", "other", "third")
        readings = tuple(
            Reading(id=names[number], label=f"reading {number + 1}", terms=held, basis="variant")
            for number, held in enumerate(terms)
        )
        text = self.pick((f"Clause on {name}.", 'It says: "no", and # more', "النص"))
        self.clauses.append(Clause(id=name, kind=kind, text=text, readings=readings))

    def maybe(self, terms: Terms) -> tuple[Terms, ...]:
        """The terms alone, or with a reading under which the text provides nothing."""
        return (terms, None) if self.draw(st.booleans()) else (terms,)


def _phases(plan: _Plan) -> tuple[Phase, ...]:
    count = plan.draw(st.integers(1, 2))
    return tuple(
        Phase(
            id=("one", "two")[number],
            name=("Phase one", "Phase two")[number],
            lasts=plan.draw(st.integers(2, 4 if count == 1 else 3)),
            next="two" if number + 1 < count else "complete",
            advances_when=plan.pick(("all-performed", "", "not late(north) and not late(south)")),
            early=plan.draw(st.booleans()),
        )
        for number in range(count)
    )


def _obligations(plan: _Plan) -> None:
    for number in range(plan.draw(st.integers(1, 2))):
        debtor, creditor = PARTIES[number], PARTIES[1 - number]
        phase = plan.phase()
        tranches = plan.draw(st.integers(1, 2))
        opens = plan.draw(st.integers(1, 2))
        days = st.lists(st.integers(opens, phase.lasts), min_size=tranches, max_size=tranches)
        verified = plan.mediated and number == 0 and plan.draw(st.booleans())
        terms = Obligation(
            phase=phase.id,
            debtor=debtor,
            creditor=creditor,
            act=("hands over guns", "opens the road")[number],
            good=("guns", "road")[number],
            quantity=tranches * plan.draw(st.integers(1, 3)),
            tranches=tranches,
            due=tuple(sorted(plan.draw(days))) if plan.draw(st.integers(0, 4)) else (),
            opens=opens,
            cure=plan.draw(st.integers(0, 1)),
            verified_by=MEDIATOR if verified else "",
        )
        plan.add(("guns", "road")[number] + "-duty", "obligation", _conditional(plan, terms, number))
    _exchange(plan)


def _conditional(plan: _Plan, terms: Obligation, number: int) -> Obligation:
    """The second obligation may wait for the first, or fall due only after something."""
    first = plan.clauses[0].readings[0].terms.phase if plan.clauses else ""
    form = plan.draw(st.integers(0, 3)) if number and first in {"one", terms.phase} else 0
    if form == 1:
        return replace(terms, only_after="given(guns-duty) >= 1")
    if form == 2:
        return replace(terms, after="performed(guns-duty)", opens=1)
    return terms


def _exchange(plan: _Plan) -> None:
    duties = [clause.readings[0].terms for clause in plan.clauses]
    if len(duties) < 2 or duties[0].phase != duties[1].phase or not plan.draw(st.booleans()):
        return
    first, then = duties
    ratio = Fraction(then.quantity, first.quantity)
    lag = plan.draw(st.integers(0, then.quantity))
    terms = Exchange(first="guns-duty", then="road-duty", ratio=ratio, lag=lag, category="all")
    plan.add("ratio", "exchange", *plan.maybe(terms))


def _talks(plan: _Plan) -> bool:
    """Talks in the first phase; True where there are any. Not beside two obligations."""
    if len(plan.clauses) > 1 or not plan.draw(st.booleans()):
        return False
    settled = ("raiser", "both", MEDIATOR) if plan.mediated else ("raiser", "both")
    form = Talks(
        phase="one",
        parties=PARTIES,
        agenda=plan.pick(("open", "closed")),
        topics=("the border",),
        settled_by=plan.pick(settled),
        sign_within=plan.pick((None, 0, 1)),
    )
    form = replace(form, listed_open=form.agenda == "closed")
    plan.add("peace-talks", "talks", form)
    if plan.draw(st.booleans()):
        phase = replace(plan.phases[0], advances_when="signed(peace-talks) and all-performed")
        plan.phases = (phase, *plan.phases[1:])
    return True


def _ban(plan: _Plan, name: str) -> None:
    phases = plan.pick(((), ("one",)))
    unless = plan.pick(("", "breach(north)"))
    plan.add(name, "ban", Ban(actors=PARTIES, act="returns to fighting", phases=phases, unless=unless))


def _expiry(plan: _Plan, name: str) -> None:
    phase = plan.phase().id
    then = plan.pick(("collapse", "continue"))
    other = "continue" if then == "collapse" else "collapse"
    plan.add(name, "expiry", Expiry(phase=phase, then=then), Expiry(phase=phase, then=other))


def _failure(plan: _Plan, name: str) -> None:
    power = Power(
        kind="certify",
        holders=(plan.pick(plan.holders),),
        act="certifies failure",
        phases=("one",),
        when="phase-over",
        to="collapse",
    )
    plan.add(name, "power", power, replace(power, holders=PARTIES, kind="terminate"), None)


def _remedy(plan: _Plan, name: str) -> None:
    one = plan.pick(PARTIES)
    other = PARTIES[1 - PARTIES.index(one)]
    when = plan.pick((f"breach({other})", f"late({other})", "overdue(guns-duty)"))
    power = Power(
        kind="terminate", holders=(one,), act="ends the truce", when=when, to="collapse", remedy=True
    )
    plan.add(name, "power", *plan.maybe(power))


def _pause(plan: _Plan, name: str) -> None:
    holder = plan.pick(plan.holders)
    plan.add(
        name,
        "power",
        Power(kind="suspend", holders=(holder,), act="stops the clock", suspends=("guns-duty",), times=1),
    )
    plan.add("resumption", "power", Power(kind="resume", holders=(holder,), act="goes on", resumes=(name,)))


def _extension(plan: _Plan, name: str) -> None:
    plan.add(
        name,
        "power",
        Power(kind="extend", holders=(plan.pick(plan.holders),), act="adds a day", extends=1, times=1),
    )


def _guarantee(plan: _Plan, name: str) -> None:
    on = ("guns-duty",) if plan.draw(st.booleans()) else ()
    guarantor = MEDIATOR if plan.mediated else "south"
    plan.add(
        name, "guarantee", Guarantee(guarantor=guarantor, party="north", amount=plan.draw(ranges()), on=on)
    )


def _trigger(plan: _Plan, name: str) -> None:
    plan.add(name, "trigger", Trigger(when="breach(north)", phases=("one",), sets=(("front", True),)))
    power = Power(kind="other", holders=PARTIES, act="opens a front", when="flag(front)", to="collapse")
    plan.add("linked", "power", power)


def _hazard(plan: _Plan, name: str) -> None:
    chance = plan.draw(ranges(0.0, 0.5))
    to = plan.pick(("collapse", plan.phases[-1].next))
    plan.add(name, "hazard", Hazard(chance=chance, act="an incident", phases=("one",), to=to))


def _whole(plan: _Plan) -> Accord:
    draw = plan.draw
    sides = [Side(id="north", name="North"), Side(id="south", name="South", note="the other")]
    if plan.mediated:
        sides.append(Side(id=MEDIATOR, name="The mission", role=plan.pick(("mediator", "guarantor"))))
    disputed = [clause for clause in plan.clauses if len(clause.readings) > 1]
    wordings = ()
    if disputed and draw(st.booleans()):
        chosen = tuple((clause.id, draw(st.sampled_from(clause.readings)).id) for clause in disputed)
        wordings = (Wording(id="ours", label="Our variant", readings=chosen),)
    signed = draw(st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
    zone = plan.pick(("UTC", "Asia/Jerusalem"))
    order = ((), PARTIES, PARTIES[::-1])[draw(st.integers(0, 2))]
    return Accord(
        id="small",
        title="A small accord",
        sides=tuple(sides),
        phases=plan.phases,
        clauses=tuple(plan.clauses),
        goods=(Good(id="guns", name="guns", unit="pieces"), Good(id="road", name="the road")),
        flags=(Flag(id="front", name="a second front is open"),) if plan.flag else (),
        wordings=wordings,
        stakes=tuple(_stakes(plan, party) for party in PARTIES) if draw(st.booleans()) else (),
        calendar=Calendar(signed=signed, midnight=zone, first_day=plan.pick(("next", "signature"))),
        order=order,
        note=plan.pick(("", "two\nlines")),
        case=plan.pick(("", "two-rivers")),
        simplifications=("A day has one act for each side.",),
        sources=(("report", "An invented report"),),
    )


def _stakes(plan: _Plan, side: str) -> Stakes:
    draw = plan.draw
    takes, gives = ("road", "guns") if side == "north" else ("guns", "road")
    return Stakes(
        side=side,
        receives=((takes, draw(ranges())),),
        gives=((gives, draw(ranges())),),
        peace=draw(ranges()),
        ends=(("collapse", draw(ranges(-10.0, 0.0))), ("complete", draw(ranges()))),
        patience=draw(ranges(0.5, 1.0)),
        fights_first=draw(ranges(-1.0, 1.0)),
    )
