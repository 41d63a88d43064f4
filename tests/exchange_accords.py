"""Small accords with stakes and hazards: a swap in tranches, and a truce that an incident can end."""

from dataclasses import replace
from fractions import Fraction

from detente.accord.language.plan import (
    Accord,
    Ban,
    Exchange,
    Expiry,
    Hazard,
    Obligation,
    Phase,
    Side,
    Stakes,
)
from detente.case.preferences import Range
from small_accords import clause

SIDES = (Side(id="a", name="A"), Side(id="b", name="B"))


def stakes(side: str, **numbers: dict[str, float] | float) -> Stakes:
    """The stakes of a side, every number certain."""
    pairs = {
        name: tuple((key, Range.of(value)) for key, value in sorted(numbers.get(name, {}).items()))
        for name in ("receives", "gives", "ends")
    }
    single = {"peace": 0.0, "patience": 1.0, "fights_first": 0.0}
    ones = {name: Range.of(numbers.get(name, usual)) for name, usual in single.items()}
    return Stakes(side=side, **pairs, **ones)


def swap(tranches: int = 3, days: int = 1, units: int = 6, *, banned: bool = True) -> Accord:
    """A gives x, then B gives as much y within a day: `units` of each in tranches, one each `days` days."""
    due = tuple(days * (k + 1) for k in range(tranches))
    last = due[-1] + 1
    shared = {"phase": "one", "quantity": units, "tranches": tranches}
    give = Obligation(debtor="a", creditor="b", act="gives x", good="x", due=due, **shared)
    answer = Obligation(debtor="b", creditor="a", act="gives y", good="y", due=(last,) * tranches, **shared)
    ban = Ban(actors=("a", "b"), act="attacks") if banned else None
    return Accord(
        id="swap",
        title="A swap in tranches",
        sides=SIDES,
        phases=(Phase(id="one", name="Phase one", lasts=last),),
        clauses=(
            clause("give", "obligation", base=give),
            clause("answer", "obligation", base=answer),
            clause("ratio", "exchange", base=Exchange(first="give", then="answer", ratio=Fraction(1))),
            clause("truce", "ban", base=ban),
        ),
        stakes=(
            stakes("a", receives={"y": 3}, gives={"x": 2}, peace=0.5, ends={"complete": 7}, patience=0.9),
            stakes("b", receives={"x": 5}, gives={"y": 1}, ends={"collapse": -4}, fights_first=2),
        ),
    )


def truce(days: int, chance: Range, *, to: str = "collapse") -> Accord:
    """A truce of some days on each of which an incident can end it."""
    incident = Hazard(chance=chance, act="an incident", phases=("one",), to=to)
    return Accord(
        id="truce",
        title="A truce",
        sides=SIDES,
        phases=(Phase(id="one", name="Phase one", lasts=days),),
        clauses=(
            clause("truce", "ban", base=Ban(actors=("a", "b"), act="attacks")),
            clause("incident", "hazard", base=incident),
        ),
    )


def expiring(accord: Accord) -> Accord:
    """The same accord, its first phase ending in collapse when it cannot move on."""
    phase = accord.phases[0].id
    expiry = clause("expiry", "expiry", base=Expiry(phase=phase, then="collapse"))
    return replace(accord, clauses=(*accord.clauses, expiry))
