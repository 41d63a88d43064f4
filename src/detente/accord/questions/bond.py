"""The bond: the smallest amount that a party must stand to lose on a breach so that keeping pays best.

Each set of clauses has its own: a bond on some clauses does nothing against a breach of others, nor against
what the text allows. Amounts are in the party's own unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf

import numpy as np
import numpy.typing as npt

from detente.accord.language.plan import Ban
from detente.accord.plays.numbers import numbers_of
from detente.accord.questions.keeping import assumptions
from detente.accord.questions.position import Departure, Position, departure, likely, pays, place, staked
from detente.accord.questions.response import Alone, Numbers, breaking
from detente.accord.results import AccordBasis, Finding
from detente.accord.space import AccordSpace
from detente.errors import UnknownName
from detente.kernels.games.lone import Plays
from detente.languages import mark, worded

__all__ = ["Bond", "Cover", "bond"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_WHY = {
    "": mark("no breach of these clauses is worth more than keeping the accord once this much is lost by it"),
    "lawful": mark(
        "what is worth more than keeping the accord is lawful, and no bond on breaches touches it"
    ),
    "way round": mark("what is worth more than keeping the accord breaches other clauses than these"),
    "unable": mark("the party is in breach already, or cannot keep out of it by its own conduct"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The smallest bond on the first breach of some clauses; `amount` is inf where none is enough.

    `name`: a clause, or a kind: every clause, attack alone, defaults alone. `why`: "" where a bond does, else
    lawful (a lawful way pays), way round (breaching another clause pays) or unable (it is in breach already,
    or cannot keep out of it).
    """

    name: str
    clauses: tuple[str, ...]
    amount: float
    why: str = ""

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.name}: {self.amount:.6g}" if not isinf(self.amount) else f"{self.name}: none ({self.why})"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond(Finding):
    """The smallest bond that makes keeping the accord a party's best play, and on which breaches.

    `amount` and `why` are those of the clauses asked about, under the order of play that asks most. `shows`:
    the play that asks for this much, or that no bond reaches. `kinds` and `single` set the bond on one kind
    of breach or on one clause alone. `spread`: its 10th, 50th and 90th percentile over `draws`. `given`:
    what the accord's guarantors hold is counted first, and the amount is what is missing.
    """

    party: str
    name: str
    amount: float
    why: str
    conduct: str
    given: bool
    basis: AccordBasis
    clauses: tuple[str, ...] = ()
    shows: Departure | None = None
    kinds: tuple[Cover, ...] = ()
    single: tuple[Cover, ...] = ()
    spread: tuple[float, float, float] | None = None
    assumes: tuple[str, ...] = ()

    @property
    def because(self) -> str:
        """Why it is this much, or why none is enough, in words."""
        return worded(_WHY[self.why])

    def __str__(self) -> str:
        """One line."""
        if isinf(self.amount):
            return f"no bond makes {self.name} do best to keep it: {self.because}"
        return f"the smallest bond of {self.name} is {self.amount:.6g} in its own unit"


def bond(
    space: AccordSpace,
    party: str,
    *,
    on: Sequence[str] = (),
    conduct: str = "grim",
    given: bool = False,
    draws: int = 0,
    seed: int = 0,
) -> Bond:
    """The smallest amount lost on the first breach that leaves keeping the accord worth most (Becker 1968).

    `on`: the clauses whose breach loses it, by default every one. Exact: what the best play is worth falls
    piecewise in a straight line with the amount, and each piece is followed to its end (Dinkelbach 1967).
    Where keeping pays best without one it is 0. Raises AnalysisError without stakes, UnknownName for names.

    >>> from detente.accord.library import accord_example
    >>> space = AccordSpace(accord_example("prisoner-exchange"), wording="twenty-days")
    >>> bond(space, "south").amount
    0.0
    """
    if party not in staked(space):
        raise UnknownName.among(party, "party with stakes", staked(space))
    for clause in on:
        space.accord.clause(clause)
    certain = likely(space)
    asked = _Asked(space, party, conduct, certain, given=given)
    main = asked.cover(tuple(on))
    amount, why, at = main.least(certain)
    spread = None
    drawn = numbers_of(space.accord, dict(space.rules.readings)).draw(draws, seed) if draws else None
    if drawn is not None:
        needed = main.amounts({path: drawn.column(path) for path in drawn.paths})
        low, middle, high = np.quantile(needed, (0.1, 0.5, 0.9), method="nearest").tolist()
        spread = (low, middle, high)
    return Bond(
        party=party,
        name=space.accord.name(party),
        amount=amount,
        why=why,
        conduct=conduct,
        given=given,
        clauses=tuple(on),
        shows=main.shown(certain, amount, at),
        kinds=asked.kinds(),
        single=tuple(asked.told(name, (name,)) for name in asked.breachable),
        spread=spread,
        basis=space.basis(
            "best plays of one decider, piece by piece in the amount",
            exact=drawn is None,
            seed=seed if draws else None,
            draws=0 if drawn is None else len(drawn.values),
        ),
        assumes=(*space.rules.assumes, *assumptions(space, conduct)),
    )


class _Asked:
    """One party's bonds; where keeping pays anyway, or a lawful way pays, all of them are known at once."""

    def __init__(
        self, space: AccordSpace, party: str, conduct: str, certain: Numbers, *, given: bool
    ) -> None:
        self.space = space
        self.certain = certain
        self.party = party
        self.conduct = conduct
        self.given = given
        self.all = _Covered(space, party, (), conduct, given=given)
        wholes = [one.whole for one in self.all.positions]
        self.breachable = tuple(
            clause.id
            for clause in space.accord.clauses
            if any(breaking(one.game, party, (clause.id,))[one.edge].any() for one in wholes)
        )
        self.found: dict[tuple[str, ...], tuple[float, str]] = {(): self.all.least(certain)[:2]}

    def cover(self, on: tuple[str, ...]) -> "_Covered":
        """The bond on some clauses; on all that can be breached it is the one on any breach."""
        if not on or set(self.breachable) <= set(on):
            return self.all
        return _Covered(self.space, self.party, on, self.conduct, given=self.given)

    def told(self, name: str, on: tuple[str, ...]) -> Cover:
        """The smallest bond on some clauses at the likely numbers."""
        whole = self.found[()]
        if on not in self.found:
            settled = whole[0] == 0 or whole[1] in {"lawful", "unable"}
            self.found[on] = whole if settled else self.cover(on).least(self.certain)[:2]
        amount, why = self.found[on]
        return Cover(name=name, clauses=on, amount=amount, why=why)

    def kinds(self) -> tuple[Cover, ...]:
        """The bond on any breach, on attacks alone, on everything else alone."""
        chosen = dict(self.space.rules.readings)
        attacks = tuple(
            name
            for name in self.breachable
            if isinstance(self.space.accord.clause(name).reading(chosen[name]).terms, Ban)
        )
        defaults = tuple(name for name in self.breachable if name not in attacks)
        named = (("attack alone", attacks), ("defaults alone", defaults))
        parts = tuple(self.told(name, on) for name, on in named if on)
        return (self.told("every clause", ()), *parts)


class _Covered:
    """A bond on some clauses, under every order of play and from every first morning."""

    def __init__(
        self, space: AccordSpace, party: str, on: tuple[str, ...], conduct: str, *, given: bool
    ) -> None:
        self.positions = [
            place(
                game,
                party,
                conduct,
                given=given,
                begins=begins,
                covered=breaking(game, party, on) if on else None,
            )
            for game in space.games
            for begins in range(game.initial)
        ]
        self.lost = -2 if on else -1

    def amounts(self, numbers: Numbers) -> Floats:
        """The smallest bond for each column of numbers, inf where there is none."""
        found: Floats = np.max([self._needed(one, numbers) for one in self.positions], axis=0)
        return found

    def least(self, numbers: Numbers) -> tuple[float, str, int]:
        """The smallest bond at certain numbers, why there is none, and which position asks for it."""
        needed = [float(self._needed(one, numbers)[0]) for one in self.positions]
        at = int(np.argmax(needed))
        return needed[at], self._why(self.positions[at], numbers) if isinf(needed[at]) else "", at

    def shown(self, numbers: Numbers, amount: float, at: int) -> Departure | None:
        """The play that asks for the bond: the best one with a little less, or the one it does not reach."""
        one = self.positions[at]
        name = one.game.rules.accord.name(one.party)
        if amount == 0 or not one.able:
            return None
        if isinf(amount):
            graph = one.whole.avoiding(one.whole.crossed[self.lost])
            if graph is None:
                return None
            plays = one.best(graph, numbers)
            return departure(one, graph, plays.edge[:, 0], f"how {name} gains most where no bond reaches it")
        less = np.full(1, amount - 1e-6 * (1 + amount))
        plays = self._best(one, one.whole, numbers, np.maximum(less, 0))
        return departure(one, one.whole, plays.edge[:, 0], f"the play of {name} that asks for the bond")

    def _best(self, one: Position, graph: Alone, numbers: Numbers, amount: Floats) -> Plays:
        held = [(mask, numbers[path]) for mask, path in zip(graph.crossed, one.held, strict=False)]
        return graph.best(numbers, forfeits=[*held, (graph.crossed[self.lost], amount)])

    def _needed(self, one: Position, numbers: Numbers) -> Floats:
        kept = one.worth(one.kept, numbers)
        if not one.able:
            return np.full_like(kept, inf)
        spared = one.whole.avoiding(one.whole.crossed[self.lost])
        none = np.zeros(len(kept), np.bool_)
        if spared is not None:
            none = pays(one.worth(spared, numbers), kept)
        amount = np.zeros(len(kept))
        while True:
            plays = self._best(one, one.whole, numbers, amount)
            value = plays.value[one.whole.first]
            asks = np.flatnonzero(pays(value, kept) & ~none)
            if not asks.size:
                return np.where(none, inf, amount)
            for column in asks:
                weight = self._weight(one.whole, plays, numbers, int(column))
                if weight == 0:
                    none[column] = True
                else:
                    amount[column] += (value[column] - kept[column]) / weight

    def _weight(self, graph: Alone, plays: Plays, numbers: Numbers, column: int) -> float:
        """The factor on the bond in what a play is worth: patience for each day before; 0 if never lost."""
        patience = float(numbers[f"stakes.{graph.party}.patience"][column])
        weight = 1.0
        for edge in graph.path(plays.edge[:, column])[0]:
            if graph.crossed[self.lost][edge]:
                return weight
            weight *= patience if graph.game.days_pass[graph.edge[edge]] else 1.0
        return 0.0

    def _why(self, one: Position, numbers: Numbers) -> str:
        if not one.able:
            return "unable"
        worths = one.worths(numbers)
        return "lawful" if pays(worths.lawful, worths.keeps)[0] else "way round"
