"""What a party has given less what it has received, in every situation of a game: read off its counters.

In units of a good, in units by which an exchange is ahead of its ratio, or in worth at given numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from detente.accord.game.compiling.duties import given_after
from detente.accord.game.graph import Game
from detente.accord.game.rules import Rules
from detente.accord.language.plan import Accord, Exchange, Obligation

__all__ = ["Measure", "measures", "outstanding"]

Kind = TypeVar("Kind")
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is counted for a party, positive where it has given more than it has received.

    `kind` good: units of the good `name`. exchange: units of an exchange's second good by which its first is
    ahead of the ratio (`name`: the category, else the clause). worth: the party's own unit.
    """

    party: str
    kind: str
    name: str
    unit: str = ""
    clause: str = ""


def measures(rules: Rules, numbers: Mapping[str, float]) -> tuple[Measure, ...]:
    """Everything that can be counted: for each party its worth, exchanges in clause order, goods by id."""
    accord = rules.accord
    obligations = _terms(rules, Obligation)
    exchanges = _terms(rules, Exchange)
    found = []
    for party in accord.parties:
        if any(path.startswith(f"stakes.{party}.") for path in numbers):
            found.append(Measure(party=party, kind="worth", name="worth"))
        for clause, terms in exchanges.items():
            ends = {obligations[terms.first].debtor, obligations[terms.then].debtor}
            if party in ends:
                good = _unit(accord, obligations[terms.then].good)
                name = terms.category or clause
                found.append(Measure(party=party, kind="exchange", name=name, unit=good, clause=clause))
        goods = {duty.good for duty in obligations.values() if party in {duty.debtor, duty.creditor}}
        found += [
            Measure(party=party, kind="good", name=good, unit=_unit(accord, good)) for good in sorted(goods)
        ]
    return tuple(found)


def outstanding(
    game: Game, measure: Measure, numbers: Mapping[str, float], among: Ints | None = None
) -> Floats:
    """The measure (n,) in every situation, or in those of `among`; what is unconfirmed counts as given."""
    at = slice(None) if among is None else among
    found = np.zeros(game.situations)[at]
    for clause, rate in _rates(game.rules, measure, numbers):
        if not rate:
            continue
        duty = _terms(game.rules, Obligation)[clause]
        tranches = game.column(f"given:{clause}")[at]
        if duty.verified_by:
            tranches = tranches + game.column(f"pending:{clause}")[at]
        found += rate * np.array(given_after(duty), dtype=np.float64)[tranches]
    return found


def _rates(rules: Rules, measure: Measure, numbers: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """What a unit handed over under each obligation adds to the measure."""
    obligations = _terms(rules, Obligation)
    if measure.kind == "exchange":
        terms = _terms(rules, Exchange)[measure.clause]
        sign = 1.0 if obligations[terms.first].debtor == measure.party else -1.0
        yield terms.first, sign * float(terms.ratio)
        yield terms.then, -sign
        return
    prefix = f"stakes.{measure.party}"
    for clause, duty in obligations.items():
        if measure.kind == "good" and duty.good != measure.name:
            continue
        worth = measure.kind == "worth"
        if duty.debtor == measure.party:
            yield clause, numbers.get(f"{prefix}.gives.{duty.good}", 0.0) if worth else 1.0
        if duty.creditor == measure.party:
            yield clause, -numbers.get(f"{prefix}.receives.{duty.good}", 0.0) if worth else -1.0


def _terms(rules: Rules, kind: type[Kind]) -> dict[str, Kind]:
    found = {}
    for clause, reading in rules.readings:
        terms = rules.accord.clause(clause).reading(reading).terms
        if isinstance(terms, kind):
            found[clause] = terms
    return found


def _unit(accord: Accord, good: str) -> str:
    known = next((g for g in accord.goods if g.id == good), None)
    if known is None:
        return good
    return known.name
