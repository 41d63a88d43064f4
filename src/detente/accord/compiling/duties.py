"""When obligations fall due, as expressions: deadlines, cure periods, exchange in step, suspension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.accord.expression import FALSE, Expr, Num, Table, Var, all_of, any_of, either, negate, op
from detente.accord.plan import Exchange, Obligation

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
    def keeps_fresh(self) -> bool:
        """Whether it matters that a tranche came to count today."""
        return self.is_first or bool(self.terms.verified_by)


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
        stops = [op("==", Var(f"suspended:{power}"), Num(1)) for power in self.all[clause].suspended_by]
        return negate(all_of(*(negate(stop) for stop in stops))) if stops else FALSE

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
        one that waits to be confirmed, or did until today.
        """
        duty = self.all[clause]
        terms = duty.terms
        clock: Expr = Var(f"since:{clause}") if terms.after else Var("day")
        by_schedule: Expr = Table(op("-", clock, Num(back)), _schedule(terms))
        needed = by_schedule
        for exchange, first in duty.exchanges:
            x = op("-", self.given(exchange.first), Var(f"fresh:{exchange.first}"))
            needed = op("min", needed, Table(x, _steps(first, terms, exchange, least=False)))
        for exchange, first in duty.exchanges:
            x = op("-", self.given(exchange.first), Var(f"fresh:{exchange.first}"))
            needed = op("max", needed, Table(x, _steps(first, terms, exchange, least=True)))
        stops = [negate(duty.in_phase), self.suspended(clause)]
        if terms.only_after:
            stops.append(op("==", Var(f"held:{clause}"), Num(0)))
        if terms.verified_by:
            waiting = (op("==", Var(f"{kind}:{clause}"), Num(1)) for kind in ("pending", "fresh"))
            stops.append(any_of(*waiting))
        for stop in stops:
            needed = either(stop, Num(0), needed)
        return needed

    def late(self, clause: str) -> Expr:
        """That a deadline has passed without the tranche, by the end of yesterday."""
        return op("<", self.delivered(clause), self.required(clause, 1))

    def overdue(self, clause: str) -> Expr:
        """That the cure period has passed too, by the end of yesterday: the debtor is in breach."""
        return op("<", self.delivered(clause), self.required(clause, 1 + self.all[clause].terms.cure))

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
    units: Sequence[int] = given_after(then)
    found = []
    for x in given_after(first):
        share = exchange.ratio * Fraction(x)
        if least:
            floor = min(share - exchange.lag, Fraction(units[-1]))
            found.append(next(k for k, u in enumerate(units) if u >= floor))
        else:
            found.append(max(k for k, u in enumerate(units) if u <= share + exchange.lead))
    return tuple(found)
