"""The smallest credit that covers a party whatever the others do, while it keeps its own duties.

Each tranche given draws on the credit by its worth, each one received pays in; the credit must last for ever.
It is the minimal initial credit of an energy game, worked out exactly on the game of each order of play.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.language.plan import Accord
from detente.accord.plays.numbers import numbers_of
from detente.accord.plays.story import tell
from detente.accord.plays.worth import handed_over
from detente.accord.questions.paths import shortest_play, shortest_plays
from detente.accord.results import AccordBasis, Finding, Witness
from detente.accord.space import AccordSpace
from detente.errors import AccordError, UnknownName
from detente.kernels.games import energy
from detente.kernels.games.order import laid_out
from detente.languages import worded

__all__ = ["Escrow", "EscrowPerOrder", "escrow"]

Floats = npt.NDArray[np.float64]
_Prices: TypeAlias = tuple[Mapping[str, float], Mapping[str, float]]

_CLOSE = 1e-9
_METHOD = "minimal initial credit of an energy game (Bouyer, Fahrenberg, Larsen, Markey, Srba 2008)"


@dataclass(frozen=True, slots=True, kw_only=True)
class EscrowPerOrder:
    """The credit under one order of play; None where none is enough."""

    order: tuple[str, ...]
    credit: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Escrow(Finding):
    """The smallest credit that covers a party, the larger of the orders of play; None where none is enough.

    `unit`: what it is counted in. `stays`: the party does not end the accord itself. `witness`: a play of the
    others against the party's best play that draws on all of it, told up to that moment.
    """

    party: str
    name: str
    credit: float | None
    unit: str
    stays: bool
    orders: tuple[EscrowPerOrder, ...]
    basis: AccordBasis
    witness: Witness | None = None
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The credit that covers the party."""
        if self.credit is None:
            bound = " without the freedom to end the accord" if self.stays else ""
            return (
                f"no credit covers {self.name}{bound}: the others can bring it into breach of its own duties"
            )
        if not self.credit:
            return f"{self.name} needs no cover: it never has to give more than it has received"
        return f"{self.name} is covered, whatever the others do, by a credit of {self.credit:g} {self.unit}"


def escrow(
    space: AccordSpace, party: str, *, goods: Mapping[str, float] | None = None, stays: bool = False
) -> Escrow:
    """The smallest credit from which a party can make good every loss, whatever the others do.

    It plays to need little and keeps its own duties: it never comes into breach. `goods` prices a unit of
    each good it gives or receives (goods left out count 0); otherwise its stakes do, at the likely values.
    `stays`: it may not end the accord by an act of its own either, so that it cannot cut its losses that way.
    Where play begins in several situations the worst counts, leaving out those in which it is in breach
    already unless it is so in all. Asked under every order of play. Raises UnknownName for a stranger or a
    good that is not exchanged, and AccordError without `goods` where the accord tells no stakes of the party.

    >>> from detente.accord.language.plan import Accord, Phase, Side
    >>> sides = (Side(id="a", name="A"), Side(id="b", name="B"))
    >>> phases = (Phase(id="one", name="One", lasts=2),)
    >>> bare = Accord(id="bare", title="", sides=sides, phases=phases, clauses=())
    >>> print(escrow(AccordSpace(bare), "a", goods={}))
    A needs no cover: it never has to give more than it has received
    """
    accord = space.accord
    if party not in accord.parties:
        raise UnknownName.among(party, "party", accord.parties)
    prices = _prices(space, party) if goods is None else _same_both_ways(space, goods)
    asked = [_Asked(game, party, prices, stays=stays) for game in space.games]
    worst = int(np.argmax([one.credit for one in asked]))
    most = _told(asked[worst].credit)
    unit = worded("in its own unit of worth")
    if goods is not None:
        unit = _unit(accord, goods)
    return Escrow(
        party=party,
        name=accord.name(party),
        credit=most,
        unit=unit,
        stays=stays,
        orders=tuple(
            EscrowPerOrder(order=order, credit=_told(one.credit))
            for order, one in zip(space.orders, asked, strict=True)
        ),
        basis=space.basis(_METHOD),
        witness=asked[worst].witness(accord.name(party), unit) if most else None,
        assumes=(
            *space.rules.assumes,
            *(("What goods are worth to it is assumed.",) if goods is None else ()),
        ),
        notes=() if stays else ("It may end the accord by an act of its own where that is no breach.",),
    )


class _Asked:
    """The energy game of a party under one order of play."""

    def __init__(self, game: Game, party: str, prices: _Prices, *, stays: bool) -> None:
        self.game = game
        self.mine = game.mine([party])
        own = np.array([move.owner == party for move in game.rules.moves])[game.move]
        leaves = own & game.where("collapse")[game.to] if stays else np.zeros(len(own), np.bool_)
        self.edges = np.flatnonzero(~leaves)
        self.start = np.concatenate([[0], np.cumsum(~leaves)])[game.start]
        self.to = game.to[self.edges]
        self.gain = _gain(game, party, prices)[self.edges]
        blamed = game.where(f"breach({party})")
        clean = np.flatnonzero(~blamed[: game.initial])
        forbidden = blamed if len(clean) else None
        begins = clean if len(clean) else np.arange(game.initial)
        layout = laid_out(self.start, self.to) if leaves.any() else game.layout
        self.energy = energy.credit(
            self.start, self.to, self.mine, self.gain, forbidden=forbidden, layout=layout
        )
        self.begins = int(begins[np.argmax(self.energy.credit[begins])])
        self.credit = float(self.energy.credit[self.begins])

    def witness(self, name: str, unit: str) -> Witness:
        """The shortest play on which the others draw on the whole credit against the party's best play."""
        game, need = self.game, self.energy.credit
        source = game.source[self.edges]
        asked = np.maximum(need[self.to] - self.gain, 0)
        chosen = self.energy.edge[source] == np.arange(len(self.edges))
        with np.errstate(invalid="ignore"):
            drawn = (need[source] > 0) & (asked >= need[source] - _CLOSE * max(self.credit, 1.0))
        allowed = np.zeros(len(game.to), np.bool_)
        allowed[self.edges] = np.where(self.mine[source], chosen, drawn)
        found = shortest_plays(game, allowed, begins=self.begins)
        top = found.first(np.flatnonzero(found.reached & (need == 0)))
        shows = f"{name} draws on {self.credit:g} {unit}"
        return tell(game, shortest_play(game, found, top), shows=shows)


def _gain(game: Game, party: str, prices: _Prices) -> Floats:
    """What each edge pays into the credit: goods received at their price, less those given at theirs."""
    receives, gives = prices
    found = np.zeros(len(game.to))
    for move, edges, units in handed_over(game):
        if move.taker == party:
            found[edges] += receives.get(move.good, 0.0) * units
        if move.owner == party:
            found[edges] -= gives.get(move.good, 0.0) * units
    return found


def _prices(space: AccordSpace, party: str) -> _Prices:
    """What a unit of each good is worth to the party that receives it, and costs it to give."""
    prefix = f"stakes.{party}."
    numbers = numbers_of(space.accord, space.chosen, wording=space.wording).likely
    if not any(path.startswith(prefix) for path in numbers):
        raise AccordError(
            worded("the accord tells no stakes of {party}", party=space.accord.name(party)),
            where=space.accord.file,
            hint="add stakes for it, or price the goods: goods={'hostages': 1}",
        )
    found: list[dict[str, float]] = []
    for way in ("receives", "gives"):
        start = f"{prefix}{way}."
        found.append({path.removeprefix(start): v for path, v in numbers.items() if path.startswith(start)})
    return found[0], found[1]


def _same_both_ways(space: AccordSpace, goods: Mapping[str, float]) -> _Prices:
    known = {move.good for move in space.rules.moves if move.good}
    for good in goods:
        if good not in known:
            raise UnknownName.among(good, "good", known)
    return goods, goods


def _unit(accord: Accord, goods: Mapping[str, float]) -> str:
    """The name of a single good that counts 1."""
    if len(goods) == 1 and set(goods.values()) == {1}:
        only = next(iter(goods))
        return next((good.name for good in accord.goods if good.id == only), only)
    return worded("at the prices given")


def _told(credit: float) -> float | None:
    return credit if np.isfinite(credit) else None
