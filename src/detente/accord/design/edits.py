"""Small edits of an accord as values: another number, day, order, reading, or a clause that provides nothing.

An edit changes what is in force: the first reading of each clause. `settle_readings` puts the readings of a
wording there. Terms change, texts do not: an edit says in words what the new text would have to say.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import TypeAlias

from detente.accord.design.texts import changed_words
from detente.accord.game.compile import compile_accord
from detente.accord.language.plan import Accord, Clause, Exchange, Obligation, Phase, Terms
from detente.accord.language.validate import validate_accord
from detente.accord.results import list_names
from detente.errors import AccordError, CaseError, UnknownName

__all__ = ["EDITS", "Edit", "apply_edit", "apply_edits", "readable", "settle_readings", "small_edits"]

Value: TypeAlias = int | str

EDITS: tuple[str, ...] = (
    "at-once",
    "cure",
    "deadlines",
    "lag",
    "lasts",
    "lead",
    "reading",
    "remove",
    "spread",
    "swap",
    "tranches",
    "wait",
)
"""The kinds of edits.

`tranches`: another number of them, deadlines stretched along. `deadlines`: all of an obligation's moved by
days. `cure`: another number of days. `lag`, `lead`: units of an exchange. `swap`: the other half of an
exchange comes first. `wait`: an obligation only after another is performed; `at-once`: without its condition.
`reading`: another one. `remove`: the clause provides nothing, nor exchanges of it. `lasts`: another length
of a phase. `spread`: deadlines spaced evenly up to the last one ("even"), or all on that day ("end").
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change. `target`: a clause, or a phase for `lasts`; `value`: the new value, or the days moved.

    `size`: words and numbers of the text that change, at the fewest. `by`: how far its number moves, in days
    or tranches.
    """

    kind: str
    target: str
    says: str
    value: Value = 0
    size: int = 1
    by: int = 0


def settle_readings(accord: Accord, *, wording: str = "", readings: dict[str, str] | None = None) -> Accord:
    """The accord whose first readings are those of a wording and then of `readings`.

    Raises UnknownName for names that the accord does not have.

    >>> from detente.accord.library import accord_example
    >>> settled = settle_readings(accord_example("three-phases-2024"), wording="lapses")
    >>> settled.clause("expiry").readings[0].id
    'lapses'
    """
    chosen = accord.readings(wording, readings)
    clauses = tuple(_with_first(clause, chosen[clause.id]) for clause in accord.clauses)
    return replace(accord, clauses=clauses)


def apply_edit(accord: Accord, edit: Edit) -> Accord:
    """The accord with the edit made in what is in force.

    Raises UnknownName for a clause, phase, reading or kind of edit that there is not, AccordError for an edit
    that does not fit its clause.

    >>> from detente.accord.library import accord_example
    >>> longer = Edit(kind="lasts", target="one", value=30, says="phase one lasts 30 days")
    >>> apply_edit(accord_example("three-phases-2024"), longer).phase("one").lasts
    30
    """
    if edit.kind == "lasts":
        accord.phase(edit.target)
        phases = (replace(p, lasts=_int(edit)) if p.id == edit.target else p for p in accord.phases)
        return replace(accord, phases=tuple(phases))
    clause = accord.clause(edit.target)
    if edit.kind == "reading":
        changed = _with_first(clause, str(edit.value))
    elif edit.kind == "remove":
        changed = _with_terms(clause, None)
    else:
        changed = _with_terms(clause, _edited(clause, edit))
    clauses = (changed if c.id == clause.id else c for c in accord.clauses)
    found = replace(accord, clauses=tuple(clauses))
    if edit.kind == "tranches":
        return _in_step(found, clause, edit)
    return _without_exchanges(found, clause) if edit.kind == "remove" else found


def apply_edits(accord: Accord, edits: Iterable[Edit]) -> Accord:
    """The accord with the edits made one after the other."""
    for edit in edits:
        accord = apply_edit(accord, edit)
    return accord


def readable(accord: Accord, like: Accord) -> bool:
    """Whether an edited accord can be compiled and has no problem that `like` does not have."""
    return _readable(accord, len(validate_accord(like)))


def small_edits(
    accord: Accord,
    *,
    clauses: Sequence[str] = (),
    kinds: Sequence[str] = EDITS,
    days: Sequence[int] = (-7, -1, 1, 7),
) -> tuple[Edit, ...]:
    """The small edits of what is in force, smallest first, then in the order of the text.

    Of `clauses` (and phases) where they are named; `days`: by how much days are moved. Each leaves an accord
    that can be compiled. Raises UnknownName for a clause, phase or kind of edit that there is not.

    >>> from detente.accord.library import accord_example
    >>> accord = accord_example("prisoner-exchange")
    >>> [edit.says for edit in small_edits(accord, clauses=["south-frees"], kinds=["tranches"])][:2]
    ['south-frees in 4 tranches instead of 5', 'south-frees in 6 tranches instead of 5']
    """
    known = {clause.id for clause in accord.clauses} | {phase.id for phase in accord.phases}
    for name in clauses:
        if name not in known:
            raise UnknownName.among(name, "clause or phase", sorted(known), where=accord.file)
    for kind in kinds:
        if kind not in EDITS:
            raise UnknownName.among(kind, "kind of edit", EDITS)
    found = [edit for clause in accord.clauses for edit in _of_clause(accord, clause, days)]
    found += [edit for phase in accord.phases for edit in _of_phase(phase, days)]
    wanted = [e for e in found if e.kind in kinds and (not clauses or e.target in clauses)]
    problems = len(validate_accord(accord))
    kept = [edit for edit in wanted if _readable(apply_edit(accord, edit), problems)]
    return tuple(sorted(kept, key=lambda edit: (edit.size, edit.by)))


def _readable(accord: Accord, problems: int) -> bool:
    try:
        if len(validate_accord(accord)) > problems:
            return False
        compile_accord(accord)
    except (CaseError, AccordError, KeyError, ValueError):
        return False
    return True


def _int(edit: Edit) -> int:
    return int(edit.value)


def _with_first(clause: Clause, name: str) -> Clause:
    chosen = clause.reading(name)
    rest = tuple(reading for reading in clause.readings if reading.id != name)
    return replace(clause, readings=(chosen, *rest))


def _with_terms(clause: Clause, terms: Terms) -> Clause:
    first, *rest = clause.readings
    return replace(clause, readings=(replace(first, terms=terms), *rest))


def _edited(clause: Clause, edit: Edit) -> Terms:
    terms = clause.readings[0].terms
    if isinstance(terms, Obligation) and edit.kind in _OF_OBLIGATIONS:
        return _OF_OBLIGATIONS[edit.kind](terms, edit)
    if isinstance(terms, Exchange) and edit.kind in _OF_EXCHANGES:
        return _OF_EXCHANGES[edit.kind](terms, edit)
    if edit.kind not in EDITS:
        raise UnknownName.among(edit.kind, "kind of edit", EDITS)
    raise AccordError(
        f"{edit.kind!r} does not fit {clause.id}, which provides {clause.kind if terms else 'nothing'}",
        hint="list what fits with `small_edits`",
    )


def _tranches(terms: Obligation, edit: Edit) -> Obligation:
    """Another number of tranches, each due when the old schedule, drawn as a line, had come to its share."""
    count = _int(edit)
    if not 1 <= count <= terms.quantity:
        raise AccordError(
            f"{terms.quantity} units cannot be given in {count} tranches",
            hint=f"use 1 to {terms.quantity} tranches",
        )
    due = tuple(_line(terms, Fraction(k, count)) for k in range(1, count + 1)) if terms.due else ()
    return replace(terms, tranches=count, due=due)


def _line(terms: Obligation, share: Fraction) -> int:
    """The day on which the schedule, drawn as a line from the day before it opens, comes to a share."""
    at = share * len(terms.due)
    whole = ceil(at)
    before = terms.due[whole - 2] if whole > 1 else min(terms.opens - 1, terms.due[0])
    return ceil(before + (terms.due[whole - 1] - before) * (at - whole + 1))


def _deadlines(terms: Obligation, edit: Edit) -> Obligation:
    return replace(terms, due=tuple(max(terms.opens, day + _int(edit)) for day in terms.due))


def _spread(terms: Obligation, edit: Edit) -> Obligation:
    count, last = terms.tranches, terms.due[-1] if terms.due else 0
    if not last or edit.value not in {"even", "end"}:
        raise AccordError(
            f"deadlines cannot be spread as {edit.value!r}", hint="use even or end where there are deadlines"
        )
    if edit.value == "end":
        return replace(terms, due=(last,) * count)
    before = min(terms.opens, last) - 1
    due = tuple(before + ceil(Fraction((last - before) * k, count)) for k in range(1, count + 1))
    return replace(terms, due=due)


def _swap(terms: Exchange, edit: Edit) -> Exchange:  # noqa: ARG001 - one shape for all edits
    """The other half first, what may lag or lead counted in its units."""
    return replace(
        terms,
        first=terms.then,
        then=terms.first,
        ratio=1 / terms.ratio,
        lead=ceil(terms.lead / terms.ratio),
        lag=ceil(terms.lag / terms.ratio),
    )


_OF_OBLIGATIONS: dict[str, Callable[[Obligation, Edit], Obligation]] = {
    "tranches": _tranches,
    "deadlines": _deadlines,
    "spread": _spread,
    "cure": lambda terms, edit: replace(terms, cure=_int(edit)),
    "wait": lambda terms, edit: replace(terms, only_after=f"performed({edit.value})"),
    "at-once": lambda terms, _: replace(terms, only_after=""),
}
_OF_EXCHANGES: dict[str, Callable[[Exchange, Edit], Exchange]] = {
    "swap": _swap,
    "lag": lambda terms, edit: replace(terms, lag=_int(edit)),
    "lead": lambda terms, edit: replace(terms, lead=_int(edit)),
}


def _in_step(accord: Accord, clause: Clause, edit: Edit) -> Accord:
    """What may lag behind an exchange keeps its number of tranches when their number changes."""
    terms = clause.readings[0].terms
    old = terms.tranches if isinstance(terms, Obligation) else 1
    scaled = []
    for other in accord.clauses:
        held = other.readings[0].terms
        if isinstance(held, Exchange) and held.then == clause.id:
            lag, lead = (ceil(Fraction(units * old, _int(edit))) for units in (held.lag, held.lead))
            scaled.append(_with_terms(other, replace(held, lag=lag, lead=lead)))
        else:
            scaled.append(other)
    return replace(accord, clauses=tuple(scaled))


def _exchanges_of(accord: Accord, name: str) -> list[str]:
    """The exchanges in force of which an obligation is a half."""
    held = ((clause.id, clause.readings[0].terms) for clause in accord.clauses)
    return [one for one, terms in held if isinstance(terms, Exchange) and name in {terms.first, terms.then}]


def _without_exchanges(accord: Accord, clause: Clause) -> Accord:
    """An exchange falls away with an obligation that is a half of it."""
    gone = _exchanges_of(accord, clause.id)
    clauses = (_with_terms(c, None) if c.id in gone else c for c in accord.clauses)
    return replace(accord, clauses=tuple(clauses))


def _of_clause(accord: Accord, clause: Clause, days: Sequence[int]) -> Iterator[Edit]:
    first, *rest = clause.readings
    for reading in rest:
        yield Edit(
            kind="reading",
            target=clause.id,
            value=reading.id,
            says=f"read {clause.id} as {reading.id}: {reading.label}",
            size=max(1, changed_words(first.text or clause.text, reading.text or clause.text).count),
        )
    if first.terms is None:
        return
    says = f"leave out {list_names((clause.id, *_exchanges_of(accord, clause.id)))}"
    yield Edit(
        kind="remove",
        target=clause.id,
        says=says,
        size=max(1, len((first.text or clause.text).split())),
    )
    if isinstance(first.terms, Obligation):
        yield from _of_obligation(accord, clause.id, first.terms, days)
    if isinstance(first.terms, Exchange):
        yield from _of_exchange(accord, clause.id, first.terms)


def _of_obligation(accord: Accord, name: str, terms: Obligation, days: Sequence[int]) -> Iterator[Edit]:
    now = terms.tranches
    for count in sorted({1, now // 2, now - 1, now + 1, 2 * now} - {0, now}):
        if count <= terms.quantity:
            says = f"{name} in {_many(count, 'tranche')} instead of {now}"
            yield Edit(kind="tranches", target=name, value=count, says=says, by=abs(count - now))
    for moved in days if terms.due else ():
        edit = Edit(
            kind="deadlines",
            target=name,
            value=moved,
            says=f"{name} due {_many(abs(moved), 'day')} {'later' if moved > 0 else 'earlier'}",
            size=len(set(terms.due)),
            by=abs(moved),
        )
        if _deadlines(terms, edit).due != terms.due:
            yield edit
    yield from _spreading(name, terms)
    for cure in sorted({0, terms.cure + 1, terms.cure + 7} - {terms.cure}):
        says = f"{_many(cure, 'day')} to make good what {name} owes, instead of {terms.cure}"
        yield Edit(kind="cure", target=name, value=cure, says=says, by=abs(cure - terms.cure))
    if terms.only_after:
        says = f"{name} without waiting for: {terms.only_after}"
        yield Edit(kind="at-once", target=name, says=says, size=len(terms.only_after.split()))
    else:
        yield from _waiting(accord, name, terms)


def _spreading(name: str, terms: Obligation) -> Iterator[Edit]:
    for value, how in (("even", "due evenly spaced up to"), ("end", "all due by")):
        if not terms.due:
            return
        says = f"{name} {how} day {terms.due[-1]}"
        edit = Edit(kind="spread", target=name, value=value, says=says, size=len(set(terms.due)))
        if _spread(terms, edit).due != terms.due:
            yield edit


def _waiting(accord: Accord, name: str, terms: Obligation) -> Iterator[Edit]:
    """Only after a whole obligation of another side in the same phase."""
    for other in accord.clauses:
        held = other.readings[0].terms
        if isinstance(held, Obligation) and held.phase == terms.phase and held.debtor != terms.debtor:
            says = f"{name} only after {other.id} is performed"
            yield Edit(kind="wait", target=name, value=other.id, says=says, size=3)


def _of_exchange(accord: Accord, name: str, terms: Exchange) -> Iterator[Edit]:
    yield Edit(
        kind="swap", target=name, says=f"in {name}, {terms.then} comes first, {terms.first} follows", size=2
    )
    then = accord.clause(terms.then).readings[0].terms
    tranche = -(-then.quantity // then.tranches) if isinstance(then, Obligation) else 1
    for kind, now in (("lag", terms.lag), ("lead", terms.lead)):
        for units in sorted({0, now - tranche, now + tranche, now + 2 * tranche} - {now}):
            if units >= 0:
                word = "lag behind" if kind == "lag" else "run ahead of"
                says = f"in {name}, {terms.then} may {word} {terms.first} by {units} instead of {now}"
                moved = -(-abs(units - now) // tranche)
                yield Edit(kind=kind, target=name, value=units, says=says, by=moved)


def _of_phase(phase: Phase, days: Sequence[int]) -> Iterator[Edit]:
    for moved in days:
        if phase.lasts + moved >= 1:
            says = (
                f"{phase.name or phase.id} lasts {_many(phase.lasts + moved, 'day')} instead of {phase.lasts}"
            )
            yield Edit(kind="lasts", target=phase.id, value=phase.lasts + moved, says=says, by=abs(moved))


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
