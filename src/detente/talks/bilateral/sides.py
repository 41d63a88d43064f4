"""What two principals are after, as rows of packages sorted by what these give: the input of an exchange."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import SpaceTooLarge, TalksError, UnknownName
from detente.kernels.talks.bilateral import NEVER, Manners, Sides
from detente.kernels.talks.counter import run_keys, uniforms
from detente.kernels.talks.shapes import Drawn
from detente.talks.bilateral.manners import curves_of, manners_of
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.tables import DAYS, TalksTables

__all__ = ["Pair"]

Int = NDArray[np.int64]

_MOST = 2**20
_SCALE = 30


class Pair:
    """Two parties under a protocol: everything that an exchange of offers needs, for all runs or for a block.

    Raises TalksError when there are not two parties, SpaceTooLarge above 2**20 packages, UnknownName when the
    party that is to propose first is not there.
    """

    def __init__(self, tables: TalksTables, protocol: AlternatingOffers) -> None:
        names, space = tables.names, tables.space
        if len(names.parties) != 2:
            raise TalksError(
                f"alternating offers are for two parties, here are {len(names.parties)}",
                hint="use a protocol with a mediator",
            )
        if space.packages > _MOST:
            raise SpaceTooLarge(
                f"{space.packages} packages are too many to sort", hint=f"at most {_MOST}; leave out options"
            )
        if protocol.first and protocol.first not in names.parties:
            raise UnknownName.among(protocol.first, "party", names.parties)
        if protocol.begins not in {"asks", "best"}:
            raise UnknownName.among(protocol.begins, "beginning", ("asks", "best"))
        self.tables, self.protocol = tables, protocol
        self.manners: Manners = manners_of(tables, protocol)
        self.curves = curves_of(self.manners, tables, protocol)
        self.rows = space.rows(np.arange(space.packages))
        self.plain: list[Any] = []
        self.plain_manners: list[Any] = []
        self.texts: list[tuple[int, ...]] = list(map(tuple, self.rows.tolist()))

    def starts(self, seed: int, first: int, runs: int) -> tuple[Int, Int]:
        """Who proposes first, (runs,), and which curve each party has, (runs, 2)."""
        numbers = uniforms(run_keys(seed, DAYS, first, runs), 3)
        if self.protocol.first:
            who = np.full(runs, self.tables.names.parties.index(self.protocol.first), np.int64)
        else:
            who = (numbers[:, 0] * 2).astype(np.int64)
        return who, (numbers[:, 1:] * self.curves).astype(np.int64)

    @cached_property
    def fixed(self) -> tuple[Sides, Int, Int]:
        """The sides when runs do not differ in them, with utilities and asked amounts of every actor."""
        return self.sides(self.tables.drawn(0, 0, 1))

    def drawn(self, seed: int, first: int, runs: int) -> tuple[Sides, Int, Int]:
        """The sides of a block of runs, one row where they do not differ."""
        return self.sides(self.tables.drawn(seed, first, runs)) if self.varies else self.fixed

    @cached_property
    def varies(self) -> bool:
        """Whether runs differ in anything but who begins and which curve is drawn."""
        ends = (".delay", ".asks") if self.protocol.begins == "asks" else (".delay",)
        moved = any(path.endswith(ends) and not r.fixed for path, r in self.tables.behaviour)
        return moved or self.tables.space.numbers.dims > 0

    def sides(self, drawn: Drawn) -> tuple[Sides, Int, Int]:
        """Sides, utilities (R, actors, packages), and what actors ask by day (R, actors, rounds + 2)."""
        fixed = self.tables.fixed
        two = fixed.principal
        utilities = self._sums(drawn, fixed.gain_leaf)
        asked = self._asked(drawn)
        rows = max(len(utilities), len(asked), len(drawn.asks) if self.protocol.begins == "asks" else 1)
        utilities, asked = _rows(utilities, rows), _rows(asked, rows)
        never = _rows(self._never(drawn, len(two)), rows)
        own = utilities[:, two]
        floors = asked[:, two]
        order, count = self._orders(drawn, own, never)
        rising = np.take_along_axis(own, order, axis=2)
        worth = np.where(never, NEVER, own)[:, ::-1]
        top = np.take_along_axis(rising, np.maximum(count - 1, 0)[:, :, None], axis=2)[:, :, 0]
        low = np.minimum(own.min(axis=2), floors.min(axis=2))
        above = np.maximum(top - floors[:, :, 1], 0)
        if self.protocol.begins == "asks":
            above = np.minimum(above, np.maximum(drawn.asks, 0))
        span = np.maximum(np.maximum(own.max(axis=2), floors.max(axis=2)) - low, 0)
        bits = np.frexp(span.astype(np.float64))[1].astype(np.int64)
        found = Sides(
            sizes=count,
            order=order,
            own=rising,
            other=np.take_along_axis(worth, order, axis=2),
            floors=np.ascontiguousarray(floors),
            asks=above,
            low=low,
            shift=np.maximum(bits - _SCALE, 0),
        )
        return found, utilities, asked

    # --- parts ----------------------------------------------------------------------------------------------

    def _sums(self, drawn: Drawn, leaves: Int) -> Int:
        """Scores and terms of leaves for every package: (R, leaves, packages)."""
        columns = self.tables.space.columns(self.rows)
        scores, terms = drawn.scores[:, leaves], drawn.terms[:, leaves]
        found = np.zeros((*scores.shape[:2], len(columns)), np.int64)
        for issue in range(columns.shape[1]):
            found += scores[:, :, columns[:, issue]]
        for t in range(terms.shape[2]):
            if terms[:, :, t].any():
                found += terms[:, :, t, None] * self._holds[t]
        return found

    @cached_property
    def _holds(self) -> NDArray[np.bool_]:
        """Whether each condition holds for each package: (conditions, packages)."""
        fixed, columns = self.tables.fixed, self.tables.space.columns(self.rows)
        found = np.zeros((len(fixed.literals), len(columns)), np.bool_)
        for t, literals in enumerate(fixed.literals):
            hits = literals[columns]
            found[t] = hits.any(axis=1) if fixed.mode[t] == 1 else (hits | ~fixed.touches[t]).all(axis=1)
        return found

    def _never(self, drawn: Drawn, parties: int) -> NDArray[np.bool_]:
        """Packages that each principal would never sign: red lines, options that cannot stand together."""
        fixed = self.tables.fixed
        found = np.zeros((len(drawn.scores), parties, len(self.rows)), np.bool_)
        for p, actor in enumerate(fixed.principal.tolist()):
            lines = int(fixed.lines_leaf[actor])
            if lines >= 0:
                found[:, p] = self._sums(drawn, np.array([lines]))[:, 0] < 0
        if fixed.feasible >= 0:
            found |= self._sums(drawn, np.array([fixed.feasible])) < 0
        return found

    def _orders(self, drawn: Drawn, own: Int, never: NDArray[np.bool_]) -> tuple[Int, Int]:
        """Package numbers by what they give each party, best guesses for the other first among equals."""
        fixed, names = self.tables.fixed, self.tables.names
        rank = np.array(names.option_rank)[self.tables.space.columns(self.rows)]
        by_id = np.lexsort(tuple(rank[:, k] for k in reversed(names.issue_order)))
        place = np.empty(len(by_id), np.int64)
        place[by_id] = np.arange(len(by_id))
        last = np.maximum(fixed.sizes - 1, 1)
        apart = np.abs(self.rows[None, None] - drawn.demands[:, :, None])
        steps = np.where(fixed.ordered, 1000 * apart // last, 1000 * (apart != 0)).sum(axis=3)
        away = np.broadcast_to(steps[:, ::-1], own.shape)
        key = np.where(never, 2**62, own)
        order = np.lexsort((np.broadcast_to(place, own.shape), away, key), axis=2)
        return order.astype(np.int64), (~never).sum(axis=2)

    def _asked(self, drawn: Drawn) -> Int:
        """What each actor asks of a deal on each day, and the day beyond: (R, actors, rounds + 2)."""
        fixed = self.tables.fixed
        actors = np.arange(len(fixed.gain_leaf))
        days = np.minimum(np.arange(fixed.last_day + 2), fixed.last_day)
        dated = drawn.reservation[:, actors[:, None], fixed.epoch[:, days]]
        found: Int = dated - drawn.delay[:, :, None] * np.arange(fixed.last_day + 2)
        return found


def _rows(array: NDArray[Any], rows: int) -> NDArray[Any]:
    """The array with so many rows, the one that it has again and again where it has one."""
    return np.repeat(array, rows, axis=0) if len(array) < rows else array
