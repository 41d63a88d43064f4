"""When obligations fall due, as expressions: deadlines, cure periods, exchange in step, suspension."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from detente.accord.game.expression import Expr, Num, Table, Var, all_of, any_of, either, negate, op
from detente.accord.language.plan import Exchange, Obligation

__all__ = ["Duties", "Duty", "given_after", "tranche_sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """An obligation with the variables that follow it and the exchanges it is the second half of."""

    id: str
    terms: Obligation
    in_phase: Expr
    exchanges: tuple[tuple[Exchange, Obligation], ...] = ()
    is_first: bool = False
    suspended_by: tuple[str, ...] = ()
    performable: Expr | None = None

    @property
    def minds_today(self) -> bool:
        """Whether it matters that a tranche came to count today."""
        return self.is_first or bool(self.terms.verified_by) or self.may_jump

    @property
    def may_jump(self) -> bool:
        """Whether an exchange may call for more tranches at once than can be given in a day."""
        steps = (
            pairwise(_steps(first, self.terms, exchange, least=least))
            for exchange, first in self.exchanges
            for least in (True, False)
        )
        return any(after > before + 1 for pairs in steps for before, after in pairs)

    @property
    def most_held(self) -> int:
        """How many mornings on which it could be performed are counted: one for each tranche with a day."""
        return max(1, len(self.terms.due))


class Duties:
    """Expressions about the obligations of an accord; `duties` by clause id."""

    def __init__(self, duties: Mapping[str, Duty]) -> None:
        self.all = dict(duties)

    def given(self, clause: str) -> Expr:
        """How many tranches count as given."""
        return Var(f"given:{clause}")

    def delivered(self, clause: str) -> Expr:
        """Tranches given, and the one that waits to be confirmed."""
        duty = self.all[clause]
        if not duty.terms.verified_by:
            return self.given(clause)
        return op("+", self.given(clause), Var(f"pending:{clause}"))

    def performed(self, clause: str) -> Expr:
        """That every tranche counts as given."""
        return op(">=", self.given(clause), Num(self.all[clause].terms.tranches))

    def suspended(self, clause: str) -> Expr:
        """That a power has stopped the obligation."""
        return any_of(
            *(op("==", Var(f"suspended:{power}"), Num(1)) for power in self.all[clause].suspended_by)
        )

    def can_perform(self, clause: str) -> Expr:
        """That the debtor can give its next tranche now."""
        duty = self.all[clause]
        terms = duty.terms
        conditions = [
            duty.in_phase,
            op("<", self.delivered(clause), Num(terms.tranches)),
            negate(self.suspended(clause)),
        ]
        if terms.opens > 1:
            conditions.append(op(">=", Var("day"), Num(terms.opens)))
        if terms.verified_by:
            conditions.append(op("==", Var(f"pending:{clause}"), Num(0)))
        if duty.performable is not None:
            conditions.append(duty.performable)
        if terms.after:
            conditions.append(op(">", Var(f"since:{clause}"), Num(0)))
        for exchange, first in duty.exchanges:
            most = _steps(first, terms, exchange, least=False)
            conditions.append(op("<", self.delivered(clause), Table(self.given(exchange.first), most)))
        return all_of(*conditions)

    def required(self, clause: str, back: int) -> Expr:
        """How many tranches had to be given by the end of the day `back` days ago.

        What the debtor could not perform on the last morning is not required of it: an exchange whose first
        half came today, a condition that has only just come to hold, a suspended obligation, a tranche after
        one that waits to be confirmed, or did until today. Nor is more than one tranche for each morning
        since a condition holds, or anything on a day on which it gives one of several that an exchange calls
        for at once.
        """
        duty = self.all[clause]
        terms = duty.terms
        clock: Expr = Var(f"since:{clause}") if terms.after else Var("day")
        needed: Expr = Table(op("-", clock, Num(back)), _schedule(terms))
        if terms.only_after:
            needed = op("min", needed, Var(f"held:{clause}"))
        for exchange, first in duty.exchanges:
            least: Expr = Table(self._matched(exchange), _steps(first, terms, exchange, least=True))
            needed = op("max", needed, least)
        for exchange, first in duty.exchanges:
            most = Table(self._matched(exchange), _steps(first, terms, exchange, least=False))
            needed = op("min", needed, most)
        return either(any_of(*self._excuses(clause)), Num(0), needed)

    def _matched(self, exchange: Exchange) -> Expr:
        """Tranches of the first half that had been given by the last morning."""
        return op("-", self.given(exchange.first), Var(f"fresh:{exchange.first}"))

    def _excuses(self, clause: str) -> list[Expr]:
        """Conditions under which nothing is required of the debtor by tonight."""
        duty = self.all[clause]
        terms = duty.terms
        found = [negate(duty.in_phase)]
        found += [op(">", Var(f"suspended:{power}"), Num(0)) for power in duty.suspended_by]
        if terms.only_after:
            found.append(op("==", Var(f"held:{clause}"), Num(0)))
        if terms.verified_by:
            found.append(op(">", Var(f"pending:{clause}"), Num(0)))
        if terms.verified_by or duty.may_jump:
            found.append(op(">", Var(f"fresh:{clause}"), Num(0)))
        if duty.exchanges or terms.after:
            found.append(op("<", Var("day"), Num(terms.opens)))
        if duty.exchanges and terms.after:
            found.append(op("==", Var(f"since:{clause}"), Num(0)))
        return found

    def late(self, clause: str) -> Expr:
        """That a deadline has passed without the tranche, by the end of yesterday.

        Once the cure has passed too, the debtor is in breach; where it is not, it could not perform in time.
        """
        behind = op("<", self.delivered(clause), self.required(clause, 1))
        curable = op(">=", self.delivered(clause), self.required(clause, 1 + self.all[clause].terms.cure))
        blamed = op("==", Var(f"breach:{self.all[clause].terms.debtor}"), Num(1))
        return all_of(behind, any_of(blamed, curable) if self.all[clause].terms.cure else blamed)

    def overdue(self, clause: str) -> Expr:
        """That the cure period has passed too, by the end of yesterday: the debtor is in breach."""
        terms = self.all[clause].terms
        behind = op("<", self.delivered(clause), self.required(clause, 1 + terms.cure))
        return all_of(behind, op("==", Var(f"breach:{terms.debtor}"), Num(1)))

    def defaults(self, clause: str) -> Expr:
        """Asked by the clock at the end of a day: that the debtor is now in breach."""
        return op("<", self.delivered(clause), self.required(clause, self.all[clause].terms.cure))

    def due_today(self, clause: str) -> Expr:
        """How many tranches must be given by the end of today."""
        return self.required(clause, 0)


def tranche_sizes(terms: Obligation) -> tuple[int, ...]:
    """Units in each tranche: as equal as whole units allow, the larger ones last.

    >>> owed = Obligation(phase="1", debtor="a", creditor="b", act="gives", good="x", quantity=8, tranches=3)
    >>> tranche_sizes(owed)
    (2, 3, 3)
    """
    small, more = divmod(terms.quantity, terms.tranches)
    return (small,) * (terms.tranches - more) + (small + 1,) * more


def given_after(terms: Obligation) -> tuple[int, ...]:
    """Units given after 0, 1, 2, ... tranches."""
    total = [0]
    for size in tranche_sizes(terms):
        total.append(total[-1] + size)
    return tuple(total)


def _schedule(terms: Obligation) -> tuple[int, ...]:
    """Tranches due by the end of day 0, 1, 2, ...; the last entry holds from then on."""
    last = max(terms.due, default=0)
    return tuple(sum(1 for due in terms.due if due <= day) for day in range(last + 1))


def _steps(first: Obligation, then: Obligation, exchange: Exchange, *, least: bool) -> tuple[int, ...]:
    """For each number of tranches of `first` given: the fewest (or most) of `then` in step with it."""
    units = given_after(then)
    shares = [exchange.ratio * x for x in given_after(first)]
    if least:
        return tuple(bisect_left(units, min(share - exchange.lag, units[-1])) for share in shares)
    return tuple(bisect_right(units, share + exchange.lead) - 1 for share in shares)
