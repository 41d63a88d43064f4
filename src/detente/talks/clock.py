"""The clock under which talks on a second phase run: how long, what happens then, who may end them.

Talks and accords do not know each other: any object with these attributes will do, and
`detente.accord.language.clock.clock_of` makes one from an accord.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

__all__ = ["AFTER", "Clock", "PlainClock"]

AFTER: tuple[str, ...] = ("ends", "goes on", "may be ended")
"""What happens when the days are over without a deal: talks end, go on, or may be declared failed."""


@runtime_checkable
class Clock(Protocol):
    """Days for the talks on the rest; `after` is one of AFTER; `enders` may then declare the talks failed."""

    @property
    def days(self) -> int:
        """How many days there are, from the deal on the first phase on."""
        ...

    @property
    def after(self) -> str:
        """What happens then."""
        ...

    @property
    def enders(self) -> tuple[str, ...]:
        """Who may then declare the talks failed; those that are no party at the table do nothing here."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainClock:
    """A clock of one's own.

    >>> isinstance(PlainClock(days=42, after="ends"), Clock)
    True
    """

    days: int
    after: str = "goes on"
    enders: tuple[str, ...] = ()
