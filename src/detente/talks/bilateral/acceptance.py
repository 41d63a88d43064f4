"""When a party takes what it is offered: the conditions compared by Baarslag, Hindriks and Jonker (2013).

Whatever the condition, nobody accepts less than its reservation of that day, nor a package that crosses a red
line of its principal.
"""

from dataclasses import dataclass
from typing import TypeAlias

from detente.errors import UnknownName

__all__ = ["ACCEPTANCES", "Acceptance", "After", "AtLeast", "Combined", "NextOffer", "acceptance_named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOffer:
    """AC_next: `times` x what is offered + `plus` is no less than what its own next offer would give it.

    After the last round there is no next offer: there the reservation stands for it.

    >>> NextOffer().times
    1.0
    """

    times: float = 1.0
    plus: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """AC_const: what is offered gives at least `utility`.

    >>> AtLeast(utility=0.6).utility
    0.6
    """

    utility: float


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """AC_time: at least this share of the rounds has passed.

    >>> After(share=0.9).share
    0.9
    """

    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """AC_combi: as `NextOffer`, or this share of the rounds has passed and it gives at least `utility`.

    >>> Combined(share=0.9, utility=0.5).times
    1.0
    """

    share: float
    utility: float
    times: float = 1.0
    plus: float = 0.0


Acceptance: TypeAlias = NextOffer | AtLeast | After | Combined

ACCEPTANCES: dict[str, type[Acceptance]] = {
    "after": After,
    "at-least": AtLeast,
    "combined": Combined,
    "next": NextOffer,
}
"""Acceptance conditions that files and commands can name."""


def acceptance_named(name: str) -> Acceptance:
    """The condition of that name: "next", "at-least:0.6", "after:0.9", "combined:0.9,0.5".

    >>> acceptance_named("at-least:0.6")
    AtLeast(utility=0.6)
    """
    kind, _, rest = name.partition(":")
    if kind not in ACCEPTANCES:
        raise UnknownName.among(kind, "acceptance", ACCEPTANCES)
    try:
        numbers = [float(part) for part in rest.split(",")] if rest else []
    except ValueError:
        numbers = []
    if kind == "next" and len(numbers) <= 2:
        return NextOffer(**dict(zip(("times", "plus"), numbers, strict=False)))
    if kind == "at-least" and len(numbers) == 1:
        return AtLeast(utility=numbers[0])
    if kind == "after" and len(numbers) == 1:
        return After(share=numbers[0])
    if kind == "combined" and len(numbers) == 2:
        return Combined(share=numbers[0], utility=numbers[1])
    raise UnknownName.among(name, "acceptance", ["next", "at-least:0.6", "after:0.9", "combined:0.9,0.5"])
