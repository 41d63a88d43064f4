"""Small accords whose questions of worth have known answers: a chunked exchange, a truce for ever."""

from dataclasses import replace
from fractions import Fraction

from detente.accord.language.plan import (
    Accord,
    Ban,
    Exchange,
    Flag,
    Guarantee,
    Obligation,
    Phase,
    Power,
    Side,
)
from detente.case.preferences import Range
from exchange_accords import stakes
from small_accords import clause

SIDES = (Side(id="a", name="A"), Side(id="b", name="B"))


def chunks(number: int, last: str, value: dict[str, float], cost: dict[str, float]) -> Accord:
    """An exchange in so many chunks, a day each: the first mover's chunk, the next day the other's.

    `value`: of the whole to who receives it; `cost`: of the whole to who gives it. Who sees the other in
    breach may end the truce.
    """
    first = "b" if last == "a" else "a"
    shared = {"phase": "one", "quantity": number, "tranches": number}
    days = {first: range(1, 2 * number, 2), last: range(2, 2 * number + 1, 2)}
    duties = {
        side: Obligation(
            debtor=side, creditor=other, act="gives", good=f"of-{side}", due=tuple(days[side]), **shared
        )
        for side, other in (("a", "b"), ("b", "a"))
    }
    in_step = Exchange(first=f"gives-{first}", then=f"gives-{last}", ratio=Fraction(1))
    remedies = [
        clause(
            f"answer-{side}",
            "power",
            base=Power(
                kind="terminate",
                holders=(side,),
                act="ends the truce",
                when=f"breach({other})",
                to="collapse",
                remedy=True,
            ),
        )
        for side, other in (("a", "b"), ("b", "a"))
    ]
    return Accord(
        id="chunks",
        title="An exchange in chunks",
        sides=SIDES,
        phases=(Phase(id="one", name="One", lasts=2 * number),),
        clauses=(
            *(clause(f"gives-{side}", "obligation", base=duty) for side, duty in duties.items()),
            clause("in-step", "exchange", base=in_step),
            clause("truce", "ban", base=Ban(actors=("a", "b"), act="attacks")),
            *remedies,
        ),
        stakes=tuple(
            stakes(
                side,
                receives={f"of-{other}": value[side] / number},
                gives={f"of-{side}": cost[side] / number},
            )
            for side, other in (("a", "b"), ("b", "a"))
        ),
    )


def valued(accord: Accord, patience: float = 0.75) -> Accord:
    """One of the random small accords with certain stakes for both parties."""
    goods = {"north": ("road", "guns"), "south": ("guns", "road")}
    return replace(
        accord,
        stakes=tuple(
            stakes(
                side,
                receives={takes: 2},
                gives={gives: 1.5},
                peace=0.5,
                ends={"complete": 3, "collapse": -2},
                patience=patience,
                fights_first=4,
            )
            for side, (takes, gives) in goods.items()
        ),
    )


def endless(a_day: float, strike: float, patience: float, *, held: float = 0, banned: bool = True) -> Accord:
    """A truce without end, worth so much a day to A; to strike first is worth so much at once, and ends it.

    `held`: what a guarantor holds against A. Not `banned`: nothing forbids to strike.
    """
    strikes = Ban(actors=("a", "b") if banned else ("b",), act="strikes")
    guarantee = Guarantee(guarantor="b", party="a", amount=Range.of(held), on=("truce",))
    return Accord(
        id="endless",
        title="A truce without end",
        sides=SIDES,
        flags=(Flag(id="over", name="it is over"),),
        phases=(Phase(id="one", name="One", lasts=1, advances_when="flag(over)"),),
        clauses=(
            clause("truce", "ban", base=strikes),
            clause("held", "guarantee", base=guarantee if held else None),
        ),
        stakes=(stakes("a", peace=a_day, fights_first=strike, patience=patience),),
    )
