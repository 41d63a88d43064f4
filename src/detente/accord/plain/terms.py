"""What a clause provides under one reading, in plain sentences made from its values alone.

Every field of every kind of terms is told, or what its absence means. Sides, goods, flags and phases go by
their names, clauses by their ids.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from detente.accord.game.compiling.duties import tranche_sizes
from detente.accord.language.dates import date_of
from detente.accord.language.plan import (
    Accord,
    Ban,
    Exchange,
    Expiry,
    Guarantee,
    Hazard,
    Obligation,
    Power,
    Talks,
    Terms,
    Trigger,
)
from detente.accord.plain.conditions import phase_name, say_condition, side_name
from detente.accord.results import list_names
from detente.case.preferences import Range

__all__ = ["count", "good_name", "leads_to", "say_date", "say_range", "say_terms"]

_DATED = {1: "January", 2: "February", 3: "March", 4: "April", 5: "May", 6: "June", 7: "July", 8: "August"}
_DATED |= {9: "September", 10: "October", 11: "November", 12: "December"}


def say_terms(accord: Accord, terms: Terms) -> tuple[str, ...]:
    """The sentences that say what a clause provides; that it provides nothing, for None.

    >>> accord = Accord(id="x", title="", sides=(), phases=(), clauses=())
    >>> say_terms(accord, Expiry(phase="one", then="collapse"))
    ('If the accord does not move on when the days of one are over, the accord collapses.',)
    """
    if terms is None:
        return ("On this reading the text provides nothing.",)
    sentences = (sentence for sentence in _SAY[type(terms)](accord, terms) if sentence)
    return tuple(sentence[0].upper() + sentence[1:] for sentence in sentences)


def say_range(number: Range) -> str:
    """An uncertain number with its ends and what it rests on.

    >>> say_range(Range(low=1, likely=2, high=3, assumption="made up"))
    '2 (from 1 to 3; assumption: made up)'
    """
    about = [] if number.fixed else [f"from {number.low:g} to {number.high:g}"]
    about += [f"evidence: {', '.join(number.evidence)}"] if number.evidence else []
    about += [f"assumption: {number.assumption}"] if number.assumption else []
    about += [f"moves with {number.driver}"] if number.driver else []
    return f"{number.likely:g} ({'; '.join(about)})" if about else f"{number.likely:g}"


def good_name(accord: Accord, good: str) -> str:
    """The name of a good, its id where it has none."""
    return next((g.name or g.id for g in accord.goods if g.id == good), good)


def leads_to(accord: Accord, phase: str) -> str:
    """That the accord moves to a phase or comes to an end, as a clause of a sentence."""
    ends = {"collapse": "the accord collapses", "complete": "the accord is complete"}
    return ends.get(phase) or f"the accord moves to {phase_name(accord, phase)}"


def count(number: int, one: str) -> str:
    """A number with its word, in the plural where it is not 1: `1 day`, `3 days`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _obligation(accord: Accord, terms: Obligation) -> Iterable[str]:
    debtor, creditor = side_name(accord, terms.debtor), side_name(accord, terms.creditor)
    where = phase_name(accord, terms.phase)
    yield f"In {where}, {debtor} {terms.act}; it owes this to {creditor}."
    yield f"What it gives: {_amount(accord, terms)}."
    yield _due(accord, terms)
    if terms.after:
        since = say_condition(accord, terms.after)
        yield f"Days are counted from the day at whose end this first holds: {since}; that day is left out."
    if terms.opens > 1:
        yield f"It cannot begin before {_day(accord, terms.phase, terms.opens)}."
    if terms.only_after:
        when = say_condition(accord, terms.only_after)
        yield f"It can be performed, and falls due, only when {when}."
    if terms.cure:
        late = f"What comes within {count(terms.cure, 'day')} after its deadline is late but no breach"
        yield f"{late}; after that {debtor} is in breach."
    else:
        yield f"When a deadline has passed without it, {debtor} is in breach."
    if terms.verified_by:
        name = side_name(accord, terms.verified_by)
        yield f"What is handed over counts once {name} has confirmed it."
        yield "Until then nothing more can be handed over, and nothing more is late."
    if terms.place:
        yield f"Place: {terms.place}."


def _amount(accord: Accord, terms: Obligation) -> str:
    good = good_name(accord, terms.good)
    unit = next((g.unit for g in accord.goods if g.id == terms.good), "")
    if terms.quantity == 1:
        return f"{good}, whole"
    total = f"{good}, {terms.quantity} {unit}".rstrip()
    if terms.tranches == 1:
        return f"{total} at once"
    sizes = sorted(set(tranche_sizes(terms)))
    return f"{total} in {terms.tranches} tranches of {list_names(tuple(map(str, sizes)))}"


def _due(accord: Accord, terms: Obligation) -> str:
    days = terms.due
    if not days:
        return "It has no deadline of its own."
    if terms.after:
        parts = ", ".join(str(day) for day in days) if len(set(days)) > 1 else str(days[0])
        return f"It is due within {parts} day{'s' * (parts != '1')}, by the end of the last of them."
    if len(set(days)) == 1:
        of_it = "All of it is" if len(days) > 1 else "It is"
        return f"{of_it} due by the end of {_day(accord, terms.phase, days[0])}."
    told, last = ", ".join(str(day) for day in days[:-1]), _day(accord, terms.phase, days[-1])
    return f"A tranche is due by the end of each of the days {told} and {last.removeprefix('day ')}."


def _day(accord: Accord, phase: str, day: int) -> str:
    """A day of a phase, with its date where that is certain: in the first phase of a signed accord."""
    first = bool(accord.phases) and accord.phases[0].id == phase
    date = date_of(accord.calendar, day) if first else None
    return f"day {day} ({say_date(date)})" if date else f"day {day}"


def say_date(date: dt.date) -> str:
    """A date as a person writes it.

    >>> say_date(dt.date(2024, 9, 1))
    '1 September 2024'
    """
    return f"{date.day} {_DATED[date.month]} {date.year}"


def _exchange(accord: Accord, terms: Exchange) -> Iterable[str]:
    owed, given = terms.ratio.numerator, terms.ratio.denominator
    unit = "unit" if given == 1 else "units"
    first, then = _what(accord, terms.first), _what(accord, terms.then)
    yield f"For every {given} {unit} given under {first}, {owed} are owed under {then}."
    ahead = f"may run at most {terms.lead} ahead of that" if terms.lead else "may not run ahead of that"
    behind = f"more than {terms.lag} behind" if terms.lag else "behind at all"
    yield f"What is given under {terms.then} {ahead}, and is late when it is {behind}."
    if terms.category:
        yield f"The ratio is for: {terms.category}."


def _what(accord: Accord, clause: str) -> str:
    """A clause with the good that it gives."""
    terms = [r.terms for c in accord.clauses if c.id == clause for r in c.readings]
    good = next((t.good for t in terms if isinstance(t, Obligation)), "")
    return f"{clause} ({good_name(accord, good)})" if good else clause


def _power(accord: Accord, terms: Power) -> Iterable[str]:
    names = list_names(tuple(side_name(accord, side) for side in terms.holders))
    alone = ", each alone" if len(terms.holders) > 1 else ""
    yield f"A power of {names}{alone} ({terms.kind}): {terms.act}."
    when = f", when {say_condition(accord, terms.when)}" if terms.when else ""
    often = f"at most {count(terms.times, 'time')} in all" if terms.times else "as often as wanted"
    yield f"It can be used {_in(accord, terms.phases)}{when}, {often}."
    effects = [*_flags(accord, terms.sets)]
    if terms.suspends:
        effects.append(f"{list_names(terms.suspends)} cannot fall due, and days do not count, until resumed")
    if terms.resumes:
        effects.append(f"what {list_names(terms.resumes)} stopped goes on")
    if terms.extends:
        effects.append(f"the phase is {count(terms.extends, 'day')} longer")
    if terms.rules_out:
        effects.append(f"nothing is left on the table of {terms.rules_out}")
    if terms.to:
        effects.append(leads_to(accord, terms.to))
    yield f"Once used: {'; '.join(effects) if effects else 'nothing else changes'}."
    yield "It answers a breach or a delay." if terms.remedy else "It is lawful though nobody broke anything."


def _talks(accord: Accord, terms: Talks) -> Iterable[str]:
    names = list_names(tuple(side_name(accord, side) for side in terms.parties))
    when = f" from {_day(accord, terms.phase, terms.opens)} on" if terms.opens > 1 else ""
    where = phase_name(accord, terms.phase)
    yield f"In {where}{when}, {names} talk, and each can sign once nothing is on the table."
    if terms.agenda == "open":
        yield "The agenda is open: until it signs, each can raise a topic that it alone takes off."
    else:
        yield "The agenda is closed: no topic can be added."
    if terms.topics:
        stands = "on the table from the beginning" if terms.listed_open else "taken as settled"
        yield f"Listed, and {stands}: {'; '.join(terms.topics)}."
        yield from _settling(accord, terms)
    if terms.sign_within is None:
        yield "Nobody ever has to sign."
    else:
        over = f"the days of {where} have been over for {count(terms.sign_within, 'day')}"
        clear = f"nothing has been on the table for {count(max(1, terms.sign_within), 'morning')}"
        yield f"Once {over} and {clear}, whoever could sign and has not is in breach."


def _settling(accord: Accord, terms: Talks) -> Iterable[str]:
    if not terms.listed_open:
        return
    who = {"raiser": "any party", "both": "all parties agreeing"}
    settler = who.get(terms.settled_by) or side_name(accord, terms.settled_by)
    yield f"A listed topic is taken off the table by {settler}."


def _expiry(accord: Accord, terms: Expiry) -> Iterable[str]:
    then = "the phase goes on until it does" if terms.then == "continue" else leads_to(accord, terms.then)
    over = f"the days of {phase_name(accord, terms.phase)} are over"
    yield f"If the accord does not move on when {over}, {then}."


def _ban(accord: Accord, terms: Ban) -> Iterable[str]:
    names = list_names(tuple(side_name(accord, side) for side in terms.actors))
    yield f"Forbidden to {names} {_in(accord, terms.phases)}: whoever {terms.act} is in breach."
    if terms.unless:
        yield f"It is no breach when {say_condition(accord, terms.unless)}."
    yield f"It is possible all the same; then {leads_to(accord, terms.to)}."


def _trigger(accord: Accord, terms: Trigger) -> Iterable[str]:
    effects = [*_flags(accord, terms.sets), *([leads_to(accord, terms.to)] if terms.to else [])]
    when = say_condition(accord, terms.when)
    follows = "; ".join(effects) or "nothing follows"
    yield f"At the end of a day {_in(accord, terms.phases)}, when {when}, of itself: {follows}."


def _guarantee(accord: Accord, terms: Guarantee) -> Iterable[str]:
    holder, party = side_name(accord, terms.guarantor), side_name(accord, terms.party)
    yield f"{holder} holds a sum worth {say_range(terms.amount)} against {party}."
    on = " or ".join(terms.on) or "any clause"
    yield f"It is forfeited when {party} first breaks {on}."


def _hazard(accord: Accord, terms: Hazard) -> Iterable[str]:
    yield f"On each day {_in(accord, terms.phases)} it can happen, by nobody's choice: {terms.act}."
    yield f"Chance a day: {say_range(terms.chance)}."
    if terms.when:
        yield f"It happens only when {say_condition(accord, terms.when)}."
    effects = [*_flags(accord, terms.sets), *([leads_to(accord, terms.to)] if terms.to else [])]
    yield f"Then: {'; '.join(effects) or 'nothing else changes'}."


def _in(accord: Accord, phases: tuple[str, ...]) -> str:
    return f"in {list_names(tuple(phase_name(accord, p) for p in phases))}" if phases else "in every phase"


def _flags(accord: Accord, sets: tuple[tuple[str, bool], ...]) -> Iterable[str]:
    names = {flag.id: flag.name or flag.id for flag in accord.flags}
    for flag, value in sets:
        yield f"from then on “{names.get(flag, flag)}” {'holds' if value else 'no longer holds'}"


_SAY: dict[type, Callable[[Accord, Any], Iterable[str]]] = {
    Ban: _ban,
    Exchange: _exchange,
    Expiry: _expiry,
    Guarantee: _guarantee,
    Hazard: _hazard,
    Obligation: _obligation,
    Power: _power,
    Talks: _talks,
    Trigger: _trigger,
}
