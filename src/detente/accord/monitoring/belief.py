"""The situations in which a signed accord may be on a morning, given what is told: the belief.

Day by day the acts that are told are done, as facts: any number of acts a day and in any order that makes
them possible, whoever's turn it would be. Then the clock moves once. What is not established branches; equal
situations are merged; a situation in which an established act is impossible is ruled out.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.accord.game.rules import CLOCK, Rules
from detente.accord.language.dates import day_number
from detente.accord.language.plan import Obligation
from detente.accord.monitoring.acts import Act, act_for, attempt, why_not
from detente.accord.monitoring.drafted import draft_of
from detente.accord.monitoring.events import AccordEvent
from detente.accord.monitoring.matters import EventFlag, Manner, Matter, matters_of, sort_events
from detente.accord.monitoring.naming import name_problems
from detente.accord.monitoring.rows import Bools, Ints, Rows, first_row
from detente.errors import AccordError, AnalysisError, SpaceTooLarge

__all__ = ["ASSUMES", "MOST", "Belief", "believe"]

MOST = 5_000
"""The most situations that a belief may hold unless told otherwise."""

ASSUMES = (
    "What no event tells did not happen.",
    "Events are facts: they are neither limited to one act a day nor bound to an order of acting.",
    "What is not established may or may not have happened; neither is taken for likelier.",
)

FARTHEST = 36_600
"""The last day of an accord on which an event may fall: a century."""

_DONE, _IN_PART, _NOT = 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Belief:
    """The situations that the events leave possible at the dawn of a day of the accord, one a row.

    `rows.happened[row, matter]`: on some way to that situation the matter came about; `did_not`: on some it
    did not. `rows.since`: for what holds in a row, the earliest and the latest day from which on it may have
    held (0: it does not): `breach:<party>`, `late:<clause>`, `reached:<phase or end>`; and the tranches that
    yesterday asked for (`needed:<clause>`), those whose cure ended with it (`lost:<clause>`).
    """

    rules: Rules
    as_of: dt.date
    day: int
    rows: Rows
    matters: tuple[Matter, ...]
    flags: tuple[EventFlag, ...]

    def __len__(self) -> int:
        """How many situations there are."""
        return len(self.rows)

    @property
    def situations(self) -> tuple[dict[str, int], ...]:
        """The values of the variables in each situation."""
        return tuple(self.rows.values(row) for row in range(len(self.rows)))

    @property
    def columns(self) -> Mapping[str, Ints]:
        """The values of each variable over the situations."""
        return self.rows.columns


def believe(rules: Rules, events: Sequence[AccordEvent], *, as_of: dt.date, most: int = MOST) -> Belief:
    """What may be the case at the dawn of `as_of`, from the events known by then.

    `rules` are compiled with hazards where incidents are told of. Raises AccordError for names that the
    accord does not have (all at once), AnalysisError for one that is not signed and an event a century
    after it, SpaceTooLarge for more than `most` situations, saying what to verify first.
    """
    accord = rules.accord
    if accord.calendar.signed is None:
        raise AnalysisError(
            f"{accord.id} is not signed, so its days have no dates",
            where=accord.file,
            hint="give the day of signature: calendar: {signed: 2024-09-01}",
        )
    problems = name_problems(accord, events)
    if problems:
        raise AccordError.of(problems)
    ordered, out_of_order = sort_events(events)
    matters, flags = matters_of(accord, ordered, as_of)
    walk = _Walk(rules, matters, most)
    day = max(1, day_number(accord.calendar, as_of))
    far = max((manner.day for matter in matters for manner in matter.manners), default=0)
    if far > FARTHEST:
        raise AnalysisError(
            f"an event falls on day {far:,} of {accord.id}; events are followed for {FARTHEST:,} days",
            where=accord.file,
            hint="check its date, and that of signature",
        )
    walk.run(day)
    return Belief(
        rules=rules,
        as_of=as_of,
        day=day,
        rows=walk.rows,
        matters=matters,
        flags=(*out_of_order, *flags, *walk.flags),
    )


class _Walk:
    """From the first morning to a later one, a day at a time."""

    def __init__(self, rules: Rules, matters: Sequence[Matter], most: int) -> None:
        self.rules = rules
        self.matters = matters
        self.most = most
        self.flags: list[EventFlag] = []
        accord = rules.accord
        terms = {name: accord.clause(name).reading(reading).terms for name, reading in rules.readings}
        self.duties = {name: term for name, term in terms.items() if isinstance(term, Obligation)}
        self.latched = {f"reached:{phase}": rules.in_phase(phase) for phase in rules.phases}
        self.passing = {f"breach:{party}": rules.label(f"breach({party})") for party in accord.parties}
        self.clock = next(move for move in rules.moves if move.owner == CLOCK)
        self.asked = draft_of(rules).duties
        by_clause = [f"{kind}:{name}" for kind in ("late", "needed", "lost") for name in self.duties]
        since = (*self.latched, *self.passing, *by_clause)
        self.rows = first_row(rules, matters=len(matters), parts=self.duties, since=since)
        self._note(1, 1)

    def run(self, last: int) -> None:
        """Every day before `last` with its night, and what is told of `last` itself before its dawn."""
        by_day: dict[int, list[tuple[Matter, Manner]]] = {}
        for matter in self.matters:
            for manner in matter.manners:
                by_day.setdefault(manner.day, []).append((matter, manner))
        waiting = max(by_day, default=0)
        for day in range(1, last + 1):
            if day in by_day:
                self._day(by_day[day])
                self._note(day, day)
            if day < last and not self._night(day) and day > waiting:
                break

    def _day(self, told: list[tuple[Matter, Manner]]) -> None:
        """Does what is told of one day in the order told; what cannot be done yet waits for the rest."""
        acts = [
            (matter, manner, act_for(self.rules, self.duties, manner.event, manner.quantity))
            for matter, manner in told
        ]
        undone: list[tuple[Matter, Manner, Act, str]] = []
        for matter, manner, act in acts:
            name = f"done:{matter.number}:{matter.manners.index(manner)}"
            if self._try(act, name, self._chosen(matter, manner)):
                undone.append((matter, manner, act, name))
            self._settle(matter, manner)
            for _, _, other, mark in undone:
                self._try(other, mark, self.rows.marks[mark] == _NOT)
            self._merge()
        for matter, manner, act, mark in undone:
            self._judge(matter, manner, act, self.rows.marks.pop(mark))
        self._merge()

    def _chosen(self, matter: Matter, manner: Manner) -> Bools:
        """In which rows the matter came about in this manner; rows are split when its first day comes."""
        if not matter.open:
            self.rows.happened[:, matter.number] = True
            return np.ones(len(self.rows), dtype=bool)
        mark = f"chosen:{matter.number}"
        if mark not in self.rows.marks:
            self.rows.split(matter.number, len(matter.manners), may_not=matter.may_not, mark=mark)
        chosen: Bools = self.rows.marks[mark] == matter.manners.index(manner)
        return chosen

    def _settle(self, matter: Matter, manner: Manner) -> None:
        """Forgets which manner was chosen once none of them is to come."""
        if matter.open and manner == max(matter.manners, key=lambda m: (m.day, matter.manners.index(m))):
            self.rows.marks.pop(f"chosen:{matter.number}", None)

    def _try(self, act: Act, mark: str, where: Bools) -> bool:
        """Does an act where it can be done; keeps a mark, and says so, unless it was done in full."""
        if not where.any():
            return False
        done, full = attempt(self.rows, act, where)
        if mark not in self.rows.marks:
            if full[where].all():
                return False
            self.rows.marks[mark] = np.zeros(len(self.rows), dtype=np.int64)
        rank = np.where(full, _DONE, np.where(done, _IN_PART, _NOT))
        self.rows.marks[mark] = np.where(where, rank, self.rows.marks[mark])
        return True

    def _judge(self, matter: Matter, manner: Manner, act: Act, rank: Ints) -> None:
        """Rules out situations in which an act could not be done, if there are others; flags faults."""
        told = rank > 0
        if not told.any():
            return
        best = int(rank[told].min())
        poor = told & (rank > best)
        if best == _NOT and matter.open and (~told).any():
            poor = told
        reason = why_not(self.rows, act, told & (rank > _DONE)) if (rank > _DONE).any() else ""
        if best == _NOT:
            self._flag("impossible", f"it cannot count: {reason}", manner)
            if not poor.any():
                self.rows.happened[told, matter.number] = False
                self.rows.did_not[told, matter.number] = True
        elif best == _IN_PART:
            self._flag("in part", f"only a part of it can count: {reason}", manner)
        elif poor.any() and matter.open:
            self._flag("in some", f"it counts only where it can have happened; elsewhere {reason}", manner)
        elif poor.any():
            what = f"it rules out situations in which it could not be done: {reason}"
            self._flag("rules out", what, manner)
        if poor.any() and not poor.all():
            self.rows.keep(~poor)

    def _night(self, day: int) -> bool:
        """The clock's move where the accord has not ended; whether anything changed."""
        running = self.rows.can(self.clock)
        self._ask(day)
        before = {name: column.copy() for name, column in self.rows.columns.items()}
        self.rows.do(self.clock, running)
        self._note(day, day + 1)
        changed = any((before[name] != column).any() for name, column in self.rows.columns.items())
        if changed:
            self._merge()
        return changed

    def _ask(self, day: int) -> None:
        """Keeps, at the end of a day, the tranches that it asked for, and since when a clause is behind."""
        for name, duty in self.asked.all.items():
            needed = self.rows.count(self.asked.required(name, 0))
            lost = self.rows.count(self.asked.required(name, duty.terms.cure))
            self.rows.since[f"needed:{name}"] = (needed, needed)
            self.rows.since[f"lost:{name}"] = (lost, lost)
            behind = self.rows.count(self.asked.delivered(name)) < needed
            self.rows.note(f"late:{name}", behind, day)

    def _note(self, day: int, phase_day: int) -> None:
        """Keeps since when what holds now has held; a phase begins in the morning, an end comes at once."""
        for name, condition in self.passing.items():
            self.rows.note(name, self.rows.holds(condition), day)
        ended = self.rows.holds(self.rules.ended)
        for name, condition in self.latched.items():
            known = self.rows.since[name][1] > 0
            since = day if (ended & self.rows.holds(condition)).any() else phase_day
            self.rows.note(name, known | self.rows.holds(condition), since)

    def _merge(self) -> None:
        self.rows.merge()
        if len(self.rows) > self.most:
            raise SpaceTooLarge(
                f"the events leave more than {self.most:,} situations possible",
                where=self.rules.accord.file,
                hint=f"verify first: {'; '.join(self._first())}",
            )

    def _first(self) -> list[str]:
        """The three open matters of which either answer leaves fewest situations."""
        left = np.maximum(self.rows.happened.sum(axis=0), self.rows.did_not.sum(axis=0))
        open_ = [matter for matter in self.matters if matter.open and left[matter.number] > 0]
        return [str(matter) for matter in sorted(open_, key=lambda m: (left[m.number], m.number))[:3]]

    def _flag(self, kind: str, what: str, manner: Manner) -> None:
        self.flags.append(EventFlag(kind=kind, what=what, event=manner.event))
