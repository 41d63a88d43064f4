"""What is due in the situations of a belief: today, in the days to come, late but curable, and overdue.

Days to come are looked at twice: as things stand, when nobody does anything more, and when whatever falls due
is given on its last day; what falls due the second time only is conditional.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from detente.accord.game.compiling.duties import Duties, given_after
from detente.accord.game.expression import Expr, evaluate
from detente.accord.game.rules import CLOCK
from detente.accord.language.dates import date_of
from detente.accord.language.plan import Obligation
from detente.accord.monitoring.belief import Belief
from detente.accord.monitoring.drafted import draft_of
from detente.accord.monitoring.results import DutyNow, ExposureNow
from detente.accord.monitoring.rows import Bools, Ints
from detente.accord.monitoring.shares import Shares

__all__ = ["duties_now", "exposure_now"]

Columns = dict[str, Ints]


def duties_now(belief: Belief, shares: Shares, *, days: int) -> tuple[DutyNow, ...]:
    """What is overdue, in cure, due today and coming due within `days`, by date and clause."""
    agenda = _Agenda(belief, draft_of(belief.rules).duties, shares)
    found = []
    for clause in agenda.terms:
        found += agenda.late(clause)
    found += agenda.ahead(days)
    order = {"overdue": 0, "in cure": 1, "due": 2, "coming": 3}
    return tuple(
        sorted(found, key=lambda d: (order[d.stance], d.by or dt.date.min, d.clause, d.tranches, d.units))
    )


def exposure_now(belief: Belief) -> tuple[ExposureNow, ...]:
    """Units given under each obligation, parts of tranches too: the fewest and the most that may be."""
    found = []
    for clause, terms in draft_of(belief.rules).duties.all.items():
        duty = terms.terms
        units = np.array(given_after(duty))
        tranches = belief.columns[f"given:{clause}"] + _pending(dict(belief.columns), clause)
        given = units[np.minimum(tranches, duty.tranches)] + belief.rows.parts[clause]
        found.append(
            ExposureNow(
                clause=clause,
                good=duty.good,
                giver=duty.debtor,
                taker=duty.creditor,
                fewest=int(given.min()),
                most=int(given.max()),
                owed=duty.quantity,
            )
        )
    return tuple(found)


@dataclass(slots=True)
class _Agenda:
    """The obligations of a belief, asked clause by clause."""

    belief: Belief
    duties: Duties
    shares: Shares

    @property
    def terms(self) -> dict[str, Obligation]:
        return {name: duty.terms for name, duty in self.duties.all.items()}

    def late(self, clause: str) -> list[DutyNow]:
        """Tranches whose deadline has passed: overdue where the cure has passed too, in cure otherwise."""
        columns = dict(self.belief.columns)
        delivered = self._at(self.duties.delivered(clause), columns)
        missed = self._missed("needed", clause, columns)
        lost = np.minimum(self._missed("lost", clause, columns), missed)
        over = np.maximum(lost - delivered, 0)
        curable = np.maximum(missed - np.maximum(delivered, lost), 0)
        found = self._entries(clause, "overdue", over, delivered, None)
        if curable.any():
            until = self._cure_ends(clause, columns, np.maximum(delivered, lost), curable > 0)
            for day in np.unique(until[curable > 0]):
                some = np.where(until == day, curable, 0)
                found += self._entries(clause, "in cure", some, np.maximum(delivered, lost), int(day))
        return found

    def ahead(self, days: int) -> list[DutyNow]:
        """What falls due by the end of today and of each of the days to come."""
        standing = self._walk(days, kept=False)
        kept = self._walk(days, kept=True)
        found = []
        for (clause, day), (count, first) in kept.items():
            sure = standing.get((clause, day), (np.zeros_like(count), first))[0]
            stance = "due" if day == self.belief.day else "coming"
            both = np.minimum(count, sure)
            found += self._entries(clause, stance, both, first, day)
            more = count - both
            found += self._entries(clause, stance, more, first + both, day, conditional=True)
        return found

    def _walk(self, days: int, *, kept: bool) -> dict[tuple[str, int], tuple[Ints, Ints]]:
        """For each clause and day of the accord: tranches falling due, and how many were given before them.

        `kept`: what falls due is given on its last day; otherwise nobody does anything.
        """
        columns = {name: column.copy() for name, column in self.belief.columns.items()}
        counted = {clause: self._missed("needed", clause, columns) for clause in self.terms}
        found = {}
        for day in range(self.belief.day, self.belief.day + days + 1):
            running = ~self._where(self.belief.rules.ended, columns)
            for clause in self.terms:
                needed = np.where(running, self._at(self.duties.required(clause, 0), columns), 0)
                before = np.maximum(self._at(self.duties.delivered(clause), columns), counted[clause])
                new = np.maximum(needed - before, 0)
                if new.any():
                    found[clause, day] = (new, before)
                counted[clause] = np.maximum(before, needed)
                if kept:
                    self._give(columns, clause, needed)
            columns = self._night(columns)
        return found

    def _missed(self, name: str, clause: str, columns: Columns) -> Ints:
        """Tranches whose last day has passed and which are still asked for this morning.

        `name`: "needed" by the end of yesterday; "lost" are those of which the cure has passed too.
        """
        low, _ = self.belief.rows.since[f"{name}:{clause}"]
        asked = np.where(
            self._where(self.belief.rules.ended, columns),
            0,
            self._at(self.duties.required(clause, 0), columns),
        )
        return np.minimum(low, asked)

    def _give(self, columns: Columns, clause: str, tranches: Ints) -> None:
        """Brings what was given up to a number of tranches."""
        given = columns[f"given:{clause}"]
        if self.duties.all[clause].is_first:
            fresh = columns[f"fresh:{clause}"]
            columns[f"fresh:{clause}"] = np.where(tranches > given, 1, fresh)
        columns[f"given:{clause}"] = np.maximum(given, tranches)

    def _night(self, columns: Columns) -> Columns:
        rules = self.belief.rules
        clock = next(move for move in rules.moves if move.owner == CLOCK)
        after = rules.apply(clock, columns)
        ended = self._where(rules.ended, columns)
        return {name: np.where(ended, columns[name], after[name]) for name in columns}

    def _cure_ends(self, clause: str, columns: Columns, counted: Ints, late: Bools) -> Ints:
        """The last day on which the first tranche after those counted is no breach yet, if nobody acts."""
        cure = self.terms[clause].cure
        until = np.full(len(late), self.belief.day + cure)
        open_ = late.copy()
        for day in range(self.belief.day, self.belief.day + cure + 1):
            now = open_ & (self._at(self.duties.required(clause, cure), columns) > counted)
            until = np.where(now, day, until)
            open_ &= ~now
            columns = self._night(columns)
        return until

    def _entries(
        self,
        clause: str,
        stance: str,
        count: Ints,
        before: Ints,
        day: int | None,
        *,
        conditional: bool = False,
    ) -> list[DutyNow]:
        """An entry for each different number of tranches and units."""
        terms = self.terms[clause]
        total = np.array(given_after(terms))
        delivered = self._at(self.duties.delivered(clause), dict(self.belief.columns))
        part = np.where(before == delivered, self.belief.rows.parts[clause], 0)
        low, high = np.minimum(before, terms.tranches), np.minimum(before + count, terms.tranches)
        units = np.maximum(total[high] - total[low] - part, 0)
        found = []
        for tranches, owed in sorted({(int(t), int(u)) for t, u in zip(count, units, strict=True) if t > 0}):
            mask = (count == tranches) & (units == owed)
            found.append(
                DutyNow(
                    clause=clause,
                    debtor=terms.debtor,
                    creditor=terms.creditor,
                    act=terms.act,
                    good=terms.good,
                    stance=stance,
                    tranches=tranches,
                    units=owed,
                    by=None if day is None else date_of(self.belief.rules.accord.calendar, day),
                    held=self.shares.of(mask),
                    since=self._since(clause, mask) if stance in {"overdue", "in cure"} else (None, None),
                    conditional=conditional,
                )
            )
        return found

    def _since(self, clause: str, mask: Bools) -> tuple[dt.date | None, dt.date | None]:
        low, high = self.belief.rows.since[f"late:{clause}"]
        calendar = self.belief.rules.accord.calendar
        days = (int(low[mask].min()), int(high[mask].max()))
        return tuple(date_of(calendar, max(1, day)) for day in days)  # type: ignore[return-value]

    def _at(self, expr: Expr, columns: Columns) -> Ints:
        value = np.asarray(evaluate(expr, columns), dtype=np.int64)
        return np.broadcast_to(value, np.shape(columns["phase"])).copy()

    def _where(self, expr: Expr, columns: Columns) -> Bools:
        found: Bools = self._at(expr, columns).astype(bool)
        return found


def _pending(columns: Columns, clause: str) -> Ints:
    return columns.get(f"pending:{clause}", np.zeros_like(columns["phase"]))
