"""The accord compiled once for asking: its rules and games under one wording, for each order of play."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from detente.accord.game.compile import compile_accord, orders
from detente.accord.game.graph import Game
from detente.accord.game.rules import Rules
from detente.accord.game.unfold import MOST, unfold
from detente.accord.language.plan import Accord
from detente.accord.results import AccordBasis

__all__ = ["AccordSpace"]


class AccordSpace:
    """An accord under one reading of each clause, ready to be asked: `AccordSpace(accord, wording="lapses")`.

    The readings are the accord's base ones, then the wording's, then `readings`. `order` fixes one order of
    play; otherwise the accord's own is compared with the parties reversed (`games` holds one game for each).
    `start`: values of the variables on the mornings to begin from, for asking as of a later day, which is the
    day `first_day` of the accord. `most`: the most situations that are built. Games are built when first
    asked for and kept. Raises UnknownName, CaseError, SpaceTooLarge.
    """

    def __init__(
        self,
        accord: Accord,
        *,
        wording: str = "",
        readings: Mapping[str, str] | None = None,
        order: Sequence[str] = (),
        start: Sequence[Mapping[str, int]] = (),
        first_day: int = 1,
        most: int = MOST,
    ) -> None:
        self.accord = accord
        self.wording = wording
        self.chosen = dict(readings or {})
        self.orders: tuple[tuple[str, ...], ...] = (tuple(order),) if order else orders(accord)
        self.start = start
        self.first_day = first_day
        self.most = most
        self.rules_by_order: tuple[Rules, ...] = tuple(
            compile_accord(accord, self.chosen, wording=wording, order=order) for order in self.orders
        )

    def __str__(self) -> str:
        """The accord, its wording and the size of its game."""
        named = f" ({self.wording})" if self.wording else ""
        return f"{self.accord.id}{named}: {self.game.situations:,} situations"

    @property
    def rules(self) -> Rules:
        """The rules under the first order of play."""
        return self.rules_by_order[0]

    @cached_property
    def games(self) -> tuple[Game, ...]:
        """One game for each order of play, without hazards."""
        return tuple(unfold(rules, start=self.start, most=self.most) for rules in self.rules_by_order)

    @property
    def game(self) -> Game:
        """The game under the first order of play, without hazards."""
        return self.games[0]

    @cached_property
    def hazardous(self) -> Game:
        """The game under the first order of play, with chance as a stage of the day."""
        rules = compile_accord(
            self.accord, self.chosen, wording=self.wording, order=self.orders[0], hazards=True
        )
        return unfold(rules, start=self.start, most=self.most)

    @cached_property
    def digest(self) -> str:
        """The accord's digest, worked out once."""
        return self.accord.digest

    def under(
        self, *, wording: str | None = None, readings: Mapping[str, str] | None = None
    ) -> "AccordSpace":
        """The same accord under another wording or other readings."""
        return AccordSpace(
            self.accord,
            wording=self.wording if wording is None else wording,
            readings=self.chosen if readings is None else readings,
            order=self.orders[0] if len(self.orders) == 1 else (),
            most=self.most,
        )

    def basis(self, method: str, **more: Any) -> AccordBasis:
        """How an answer from this space was found."""
        from detente.analysis.basis import package_version

        return AccordBasis(
            accord=self.accord.id,
            digest=self.digest,
            wording=self.wording,
            readings=self.rules.readings,
            orders=self.orders,
            situations=max(game.situations for game in self.games),
            method=method,
            version=package_version(),
            **more,
        )
