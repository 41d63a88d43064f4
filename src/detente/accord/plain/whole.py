"""An accord read back in plain words, made from its values: what is checked is what is told.

The clauses' own text is quoted beside what is made of it, all readings of a clause side by side. What the
text is silent on is told as well, since the model has an answer there too.
"""

import textwrap
from collections.abc import Iterable, Mapping

from detente.accord.game.compile import orders
from detente.accord.language.kinds import BASE, LABEL
from detente.accord.language.plan import Accord, Calendar, Clause, Phase, Reading, Stakes
from detente.accord.plain.conditions import say_condition, side_name
from detente.accord.plain.silence import say_silence
from detente.accord.plain.terms import count, good_name, leads_to, say_date, say_range, say_terms

__all__ = ["say", "say_clause", "say_readings"]

_WIDTH = 110
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BASES = {
    "reported": "as reported",
    "published": "as published",
    "assumption": "our assumption",
    "variant": "our variant",
}


def say(accord: Accord, *, wording: str = "", readings: Mapping[str, str] | None = None) -> str:
    """The whole accord in plain words, as lines of text.

    All readings are told side by side, unless a wording or readings are named: then those alone. Raises
    UnknownName for a wording, clause or reading that the accord does not have.

    >>> print(say(Accord(id="x", title="A title", sides=(), phases=(), clauses=())).splitlines()[0])
    A title (x)
    """
    chosen = accord.readings(wording, readings)
    told = chosen if wording or readings else None
    parts = [
        _head(accord),
        _listed("Who", _sides(accord)),
        _listed("When", _calendar(accord.calendar)),
        _listed("What changes hands", _goods(accord)),
        _listed("Facts that conditions can name", _flags(accord)),
        _listed("Phases", _phases(accord)),
        _clauses(accord, told),
        _listed("Wordings", () if told else _wordings(accord)),
        _listed("Where the text is silent", _silences(accord, chosen, alone=told is not None)),
        _listed("What it is worth to whom", _stakes(accord)),
        _listed("What the model leaves out", accord.simplifications),
        _listed("Sources", (f"{key}: {name}" for key, name in accord.sources)),
    ]
    return "\n".join(part for part in parts if part)


def say_clause(accord: Accord, clause: str, reading: str = "") -> str:
    """What a clause provides under one reading (its first otherwise), in one to a few plain sentences.

    Raises UnknownName for a clause or reading that the accord does not have.
    """
    found = accord.clause(clause)
    return " ".join(say_terms(accord, (found.reading(reading) if reading else found.readings[0]).terms))


def say_readings(accord: Accord, clause: str) -> tuple[tuple[str, str], ...]:
    """Each reading of a clause, by its id, with what the clause provides under it."""
    return tuple((r.id, say_clause(accord, clause, r.id)) for r in accord.clause(clause).readings)


def _head(accord: Accord) -> str:
    title = f"{accord.title} ({accord.id})"
    lines = [title, "=" * len(title), *([_wrapped(accord.note, "")] if accord.note else [])]
    lines += [f"It puts options of the case {accord.case} into words."] if accord.case else []
    return "\n".join(lines) + "\n"


def _sides(accord: Accord) -> Iterable[str]:
    for side in accord.sides:
        yield _noted(f"{side.name} ({side.id}), a {side.role}", side.note)
    first, *others = orders(accord)
    names = ", then ".join(side_name(accord, side) for side in first)
    turned = " Answers are compared with the parties' turns the other way round." if others else ""
    yield f"On each day each acts once, in this order: {names}; then the day ends.{turned}"


def _calendar(calendar: Calendar) -> Iterable[str]:
    if calendar.signed is None:
        yield "The accord is not signed: days are told by their number."
    else:
        yield f"Signed on {say_date(calendar.signed)}."
    first = "the day of signature itself" if calendar.first_day == "signature" else "the day after signature"
    yield f"Day 1 is {first}. A day ends at midnight by the clocks of {calendar.midnight}."
    if len(set(calendar.working)) < len(_WEEK):
        yield f"Only these count as days: {', '.join(_WEEK[day] for day in sorted(set(calendar.working)))}."
    if calendar.holidays:
        days = ", ".join(say_date(day) for day in calendar.holidays)
        counted = "do not count" if len(set(calendar.working)) < len(_WEEK) else "count all the same"
        yield f"Holidays, which {counted}: {days}."


def _goods(accord: Accord) -> Iterable[str]:
    for good in accord.goods:
        unit = f", in {good.unit}" if good.unit else ""
        yield _noted(f"{good.name} ({good.id}){unit}", good.note)


def _flags(accord: Accord) -> Iterable[str]:
    for flag in accord.flags:
        holds = "holds" if flag.start else "does not hold"
        yield f"{flag.name} ({flag.id}): {holds} at the beginning"


def _phases(accord: Accord) -> Iterable[str]:
    for phase in accord.phases:
        yield _phase(accord, phase)


def _phase(accord: Accord, phase: Phase) -> str:
    when = say_condition(accord, phase.advances_when)
    at = (
        "on any evening" if phase.early else "on the evening of its last day, or on a later one if it runs on"
    )
    said = f"{phase.name} ({phase.id}) lasts {count(phase.lasts, 'day')}. When, {at}, {when}:"
    said = f"{said} {leads_to(accord, phase.next)}."
    if phase.assumption:
        said = f"{said} Assumption: {phase.assumption.removesuffix('.')}."
    return _noted(said, phase.note, phase.evidence)


def _clauses(accord: Accord, chosen: Mapping[str, str] | None) -> str:
    blocks = ["Clauses", "-------"]
    for clause in accord.clauses:
        codes = f"; PA-X {', '.join(clause.pax)}" if clause.pax else ""
        blocks.append(f"{clause.id} ({clause.kind}{codes})")
        blocks.append(_wrapped(f"Text: {_quoted(clause.text)}", "  "))
        readings = [r for r in clause.readings if chosen is None or chosen[clause.id] == r.id]
        blocks += [_reading(accord, clause, reading) for reading in readings]
        if clause.note or clause.evidence:
            blocks.append(_wrapped(_noted("", clause.note, clause.evidence), "  "))
        blocks.append("")
    return "\n".join(blocks) if accord.clauses else ""


def _reading(accord: Accord, clause: Clause, reading: Reading) -> str:
    basis = _BASES.get(reading.basis, reading.basis)
    name = ", ".join(part for part in (reading.id, reading.label) if part)
    plain = (reading.id, reading.label) == (BASE, LABEL)
    said = " ".join(say_terms(accord, reading.terms))
    quoted = f" Read as: {_quoted(reading.text)}." if reading.text else ""
    options = "; ".join(f"{issue}: {' or '.join(chosen)}" for issue, chosen in reading.options)
    options = f" It puts into words: {options}." if options else ""
    several = len(clause.readings) > 1
    head = (
        f"- Reading {name} ({basis}): " if several else f"Says ({basis if plain else f'{name}; {basis}'}): "
    )
    return _wrapped(_noted(f"{head}{said}{quoted}{options}", reading.note, reading.evidence), "  ")


def _wordings(accord: Accord) -> Iterable[str]:
    for wording in accord.wordings:
        chosen = ", ".join(f"{clause} = {reading}" for clause, reading in wording.readings)
        basis = _BASES.get(wording.basis, wording.basis)
        yield _noted(f"{wording.id}, {wording.label} ({basis}): {chosen}", wording.note)


def _silences(accord: Accord, chosen: Mapping[str, str], *, alone: bool) -> Iterable[str]:
    """What the model makes of silence: under the readings chosen, and what other wordings add."""
    base = say_silence(accord, chosen)
    yield from base
    for wording in () if alone else accord.wordings:
        more = [line for line in say_silence(accord, accord.readings(wording.id)) if line not in base]
        if more:
            yield f"Under {wording.id} moreover: {' '.join(more)}"


def _stakes(accord: Accord) -> Iterable[str]:
    for stakes in accord.stakes:
        for worth in _worths(accord, stakes):
            yield f"{accord.name(stakes.side)}, in a unit of its own: {worth}"


def _worths(accord: Accord, stakes: Stakes) -> Iterable[str]:
    for good, worth in stakes.receives:
        yield f"a unit of {good_name(accord, good)} received is worth {say_range(worth)}"
    for good, worth in stakes.gives:
        yield f"a unit of {good_name(accord, good)} given costs {say_range(worth)}"
    yield f"a day of truce {say_range(stakes.peace)}"
    for end, worth in stakes.ends:
        yield f"the end, when {leads_to(accord, end)}, {say_range(worth)}"
    yield f"a day's delay shrinks worth by the factor {say_range(stakes.patience)}"
    yield f"to be the one who ends the truce adds {say_range(stakes.fights_first)}"


def _listed(title: str, lines: Iterable[str]) -> str:
    found = [_wrapped(f"- {line}", "") for line in lines]
    return "\n".join([title, "-" * len(title), *found]) + "\n" if found else ""


def _wrapped(text: str, indent: str) -> str:
    further = f"{indent}  " if text.startswith("- ") else indent
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _noted(said: str, note: str, evidence: tuple[str, ...] = ()) -> str:
    parts = [said, f"Note: {note}" if note else "", f"[{', '.join(evidence)}]" if evidence else ""]
    if said and note and not said.endswith((".", ":")):
        parts[0] = f"{said}."
    return " ".join(part for part in parts if part)


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "none"
