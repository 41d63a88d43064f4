"""Two texts side by side: who gains and who loses which power, with the plays that prove it both ways.

Powers are those of `questions.powers`. Where one text gives a power and the other does not, the diff keeps
both verdicts: the play that shows the power, and the counter-play that shows its absence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from detente.accord.design.texts import WordChange, changed_words
from detente.accord.language.plan import Clause, Phase, Terms
from detente.accord.questions.ability import aim_of
from detente.accord.questions.forcing import ask_aim, say_coalition
from detente.accord.questions.powers import QUESTIONS, PowerCell, coalitions_that_matter, powers
from detente.accord.results import AccordBasis, Finding, Verdict
from detente.accord.space import AccordSpace

__all__ = ["ClauseChange", "FieldChange", "PowerChange", "WordingDiff", "compare"]

_DOES = {
    "collapse": "force collapse",
    "entrap": "force another party into breach",
    "reaches": "force completion",
    "stall": "stall for ever",
    "walk-away": "take everything and walk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerChange:
    """A coalition's power before and after: yes, no, or None where the orders of play differ.

    `before`, `after`: the two verdicts with their plays; None where the diff was asked without proofs.
    `kind`: gained, lost, sooner, later, or unclear where the order of play decides under one of the texts.
    """

    coalition: tuple[str, ...]
    name: str
    question: str
    kind: str
    held: bool | None
    holds: bool | None
    by_day_before: int | None = None
    by_day: int | None = None
    before: Verdict | None = None
    after: Verdict | None = None

    def __str__(self) -> str:
        """Who, which power, and what becomes of it."""
        can = {"gained": "can now", "lost": "can no longer", "unclear": "may or may not"}
        told = f"{self.name} {can.get(self.kind, 'can')} {_DOES.get(self.question, self.question)}"
        if self.kind not in {"sooner", "later"}:
            return told
        return f"{told} {self.kind}, by day {self.by_day} instead of {self.by_day_before}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field of the terms that differs, as text; "" where a side has no such field."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseChange:
    """A clause (or phase) that differs. `kind`: added, removed, reading, changed or reworded.

    `before`, `after`: the readings in force, "" where the clause is not there. `words`: how its text differs.
    A clause is read otherwise, kind reading, where the text stays and the reading does not.
    """

    clause: str
    kind: str
    before: str = ""
    after: str = ""
    fields: tuple[FieldChange, ...] = ()
    words: WordChange


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingDiff(Finding):
    """What one text allows and the other does not. `same`: the powers asked about that do not change."""

    before: str
    after: str
    powers: tuple[PowerChange, ...]
    clauses: tuple[ClauseChange, ...]
    same: int
    bases: tuple[AccordBasis, AccordBasis]
    assumes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """How many words and clauses differ, and who gains and loses which power."""
        count = self.words
        size = f"{count} {'word' if count == 1 else 'words'} in " if count else ""
        clauses = f"{len(self.clauses)} {'clause' if len(self.clauses) == 1 else 'clauses'}"
        changes = "; ".join(str(power) for power in self.powers) or "no power changes"
        return f"{self.before} to {self.after}: {size}{clauses}; {changes}"

    @property
    def words(self) -> int:
        """How many words of the texts change."""
        return sum(change.words.count for change in self.clauses)

    def gained(self, side: str) -> tuple[PowerChange, ...]:
        """What coalitions with that side gain."""
        return tuple(power for power in self.powers if power.kind == "gained" and side in power.coalition)

    def lost(self, side: str) -> tuple[PowerChange, ...]:
        """What coalitions with that side lose."""
        return tuple(power for power in self.powers if power.kind == "lost" and side in power.coalition)


def compare(
    before: AccordSpace,
    after: AccordSpace,
    *,
    coalitions: Sequence[str | Sequence[str]] = (),
    questions: Sequence[str] = QUESTIONS,
    blameless: bool = True,
    proofs: bool = True,
) -> WordingDiff:
    """What changes from one text or reading to another: powers with proofs both ways, clauses, words.

    Without `coalitions`, those that matter under both texts. `proofs` False leaves the plays out. Raises
    UnknownName for a question or a side there is not.

    >>> from detente.accord.library import accord_example
    >>> accord = accord_example("prisoner-exchange")
    >>> texts = AccordSpace(accord), AccordSpace(accord, readings={"expiry": "lapses"})
    >>> found = compare(*texts, coalitions=["north"], questions=["collapse"], proofs=False)
    >>> [str(power) for power in found.powers]
    ['North alone can now force collapse']
    """
    chosen = coalitions or [
        c for c in coalitions_that_matter(before.accord) if c in set(coalitions_that_matter(after.accord))
    ]
    tables = [
        powers(space, coalitions=chosen, questions=questions, blameless=blameless)
        for space in (before, after)
    ]
    changes = []
    for old, new in zip(tables[0].cells, tables[1].cells, strict=True):
        kind = _kind(old, new)
        if kind:
            changes.append(_power(before, after, old, new, kind, blameless=blameless, proofs=proofs))
    return WordingDiff(
        before=_named(before),
        after=_named(after),
        powers=tuple(changes),
        clauses=tuple(_clauses(before, after)),
        same=len(tables[0].cells) - len(changes),
        bases=(tables[0].basis, tables[1].basis),
        assumes=tuple(dict.fromkeys((*tables[0].assumes, *tables[1].assumes))),
    )


def _kind(old: PowerCell, new: PowerCell) -> str:
    """What becomes of a power; "" where nothing does."""
    if old.holds != new.holds:
        if None in {old.holds, new.holds}:
            return "unclear"
        return "gained" if new.holds else "lost"
    if old.by_day is None or new.by_day is None or old.by_day == new.by_day:
        return ""
    return "sooner" if new.by_day < old.by_day else "later"


def _power(
    before: AccordSpace,
    after: AccordSpace,
    old: PowerCell,
    new: PowerCell,
    kind: str,
    *,
    blameless: bool,
    proofs: bool,
) -> PowerChange:
    verdicts = [
        ask_aim(space, aim_of(space, old.question, old.coalition, blameless=blameless)) if proofs else None
        for space in (before, after)
    ]
    return PowerChange(
        coalition=old.coalition,
        name=say_coalition(after.accord, old.coalition),
        question=old.question,
        kind=kind,
        held=old.holds,
        holds=new.holds,
        by_day_before=old.by_day,
        by_day=new.by_day,
        before=verdicts[0],
        after=verdicts[1],
    )


def _named(space: AccordSpace) -> str:
    """How a text is called in the diff: its wording, or its readings where they were chosen one by one."""
    label = next((w.label for w in space.accord.wordings if w.id == space.wording), "")
    chosen = ", ".join(f"{clause} {reading}" for clause, reading in sorted(space.chosen.items()))
    return " with ".join(part for part in (label, chosen) if part) or space.accord.title or space.accord.id


def _clauses(before: AccordSpace, after: AccordSpace) -> Iterator[ClauseChange]:
    """Phases first, then clauses, in the order of the later text; what it leaves out comes last."""
    old_phases = {phase.id: phase for phase in before.accord.phases}
    new_phases = {phase.id: phase for phase in after.accord.phases}
    for name in dict.fromkeys((*new_phases, *old_phases)):
        yield from _phase(name, old_phases.get(name), new_phases.get(name))
    old = {clause.id: clause for clause in before.accord.clauses}
    new = {clause.id: clause for clause in after.accord.clauses}
    readings = dict(before.rules.readings), dict(after.rules.readings)
    for name in dict.fromkeys((*new, *old)):
        yield from _clause(name, old.get(name), new.get(name), *readings)


def _phase(name: str, old: Phase | None, new: Phase | None) -> Iterator[ClauseChange]:
    changed = tuple(_fields(old, new))
    if changed:
        kind = "added" if old is None else "removed" if new is None else "changed"
        listed = changed if kind == "changed" else ()
        yield ClauseChange(clause=f"phase {name}", kind=kind, fields=listed, words=changed_words("", ""))


def _clause(
    name: str, old: Clause | None, new: Clause | None, was: dict[str, str], now: dict[str, str]
) -> Iterator[ClauseChange]:
    before, after = _text(old, was), _text(new, now)
    words = changed_words(before, after)
    if old is None or new is None:
        yield ClauseChange(
            clause=name,
            kind="added" if old is None else "removed",
            before=was.get(name, ""),
            after=now.get(name, ""),
            words=words,
        )
        return
    changed = tuple(_fields(old.reading(was[name]).terms, new.reading(now[name]).terms))
    if not changed and not words.count:
        return
    kind = "changed" if words.count and changed else "reworded" if words.count else "changed"
    if changed and not words.count and was[name] != now[name]:
        kind = "reading"
    yield ClauseChange(clause=name, kind=kind, before=was[name], after=now[name], fields=changed, words=words)


def _text(clause: Clause | None, readings: dict[str, str]) -> str:
    """The words in force: those of the reading, else those of the clause."""
    if clause is None:
        return ""
    return clause.reading(readings[clause.id]).text or clause.text


def _fields(old: Terms | Phase, new: Terms | Phase) -> Iterator[FieldChange]:
    """The fields that differ; of terms of another kind all that are set."""
    values = [_values(old), _values(new)]
    for name in dict.fromkeys((*values[1], *values[0])):
        before, after = (side.get(name, "") for side in values)
        if before != after:
            yield FieldChange(field=name, before=before, after=after)


def _values(terms: Terms | Phase) -> dict[str, str]:
    if terms is None:
        return {}
    kind = {} if isinstance(terms, Phase) else {"kind of clause": type(terms).__name__.lower()}
    return kind | {f.name: _plain(getattr(terms, f.name)) for f in fields(terms)}


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_plain(item) for item in value)
    return "" if value is None else str(value)
