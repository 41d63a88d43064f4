"""Alternating offers: two parties propose packages in turn, until one takes what the other offers.

The procedure of Stahl (1972) and Rubinstein (1982), between principals who aim and answer as their tactics
and conditions have it. There is no mediator, and nothing that strikes from day to day.
"""

from dataclasses import dataclass
from typing import Any

from detente.talks.bilateral.acceptance import Acceptance, NextOffer

__all__ = ["AlternatingOffers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternatingOffers:
    """One offer a round, a round a day, for as many days as the setting has.

    `first` is the party that proposes first; drawn anew in each run where it is "". `tactics` and
    `acceptance` are one for both parties or one for each, in alphabetical order of the parties; without
    tactics the setting's. A tactic is a name (`detente.talks.tactics.concession`), a clock with `level` and
    `matches`, or one of `detente.talks.tactics.exchange`; here `matches` is yielded for each offer better
    than any before. A party begins by asking for its best package, or with `begins="asks"` for what the
    setting says that it asks above its reservation; a clock brings it down to the reservation.

    >>> AlternatingOffers(first="buyer").compiled
    'bilateral'
    """

    first: str = ""
    tactics: tuple[Any, ...] = ()
    acceptance: tuple[Acceptance, ...] = (NextOffer(),)
    begins: str = "best"

    @property
    def compiled(self) -> str:
        """The compiled twin that this protocol has."""
        return "bilateral"
