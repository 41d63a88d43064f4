"""Is the accord self-enforcing: is keeping it worth more to each party than any way of not keeping it?

The others follow a declared conduct, so that each party's question is one decider's. What is lawful is told
apart from breach: a lawful temptation is a fault of the text, and no guarantee against breach mends it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.plays.conduct import CONDUCTS
from detente.accord.plays.numbers import NumbersDraw, numbers_of
from detente.accord.questions.hinges import Hinge, hinges
from detente.accord.questions.position import (
    Departure,
    Position,
    Worths,
    departure,
    guarantees,
    keeps,
    likely,
    pays,
    place,
    staked,
)
from detente.accord.questions.response import Numbers
from detente.accord.results import AccordBasis, Chance, Finding, PerOrder, list_names
from detente.accord.space import AccordSpace
from detente.analysis.basis import chance

__all__ = ["Keeping", "PartyKeeping", "Temptation", "Way", "assumptions", "holds_in_draws", "self_enforcing"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The best way of not keeping the accord, lawful or by breach: its worth, and what it gains over keeping.

    `leaves`: where and how it leaves the accord; None where it gains nothing, where there is no such way, or
    where a breach pays best when it is put off for ever.
    """

    worth: float | None
    gain: float | None
    leaves: Departure | None = None

    @property
    def pays(self) -> bool:
        """Whether it gains anything."""
        return self.leaves is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Temptation:
    """What it would bring a party to leave the accord on one day of keeping it, in worth of that day."""

    day: int
    phase: str
    gain: float
    act: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyKeeping:
    """What keeping the accord is worth to one party, under the order of play in which it pays least.

    All in the party's own unit, as of the first morning. `able`: its conduct can keep it out of breach.
    `lawful`: the best way to leave it without breach; `breach`: the best way that breaches it. `largest`: the
    day of keeping it on which leaving at once would gain most.
    `share`: of the draws, those in which keeping pays; `hinges`: the numbers that decide it, the first most.
    """

    party: str
    name: str
    holds: bool | None
    order: tuple[str, ...]
    keeps: float
    able: bool
    lawful: Way
    breach: Way
    largest: Temptation | None = None
    share: Chance | None = None
    hinges: tuple[Hinge, ...] = ()

    def __str__(self) -> str:
        """One line."""
        ways = {"lawfully": self.lawful, "by breach": self.breach}
        gains = [
            f"{way.gain:.3g} {how} from day {way.leaves.day}"
            for how, way in ways.items()
            if way.leaves is not None and way.gain is not None
        ]
        return f"{self.name} {f'would gain {list_names(tuple(gains))}' if gains else 'does best to keep it'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping(Finding):
    """Whether each party does best to keep the accord while the others follow `conduct`.

    `holds`: at the likely values; None where it depends on the order of play. `share`: of the draws, those
    in which it holds for every party. Every worth is an assumption.
    """

    holds: bool | None
    conduct: str
    parties: tuple[PartyKeeping, ...]
    basis: AccordBasis
    share: Chance | None = None
    orders: tuple[PerOrder, ...] = ()
    assumes: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Whether it is self-enforcing, and what each party would gain."""
        answer = {True: "self-enforcing", False: "not self-enforcing"}
        head = answer.get(self.holds) if self.holds is not None else "self-enforcing under one order of play"
        return f"{head}: {'; '.join(str(party) for party in self.parties)}"


def self_enforcing(
    space: AccordSpace, *, conduct: str = "grim", draws: int = 0, seed: int = 0, given: bool = True
) -> Keeping:
    """Whether keeping the accord is each party's best play while the others follow a conduct (Telser 1980).

    Keeping means to do what the conduct does, with every tranche at the time that suits best within its
    deadline and cure. `draws`: also over the ranges of the stakes, all at once, with error bars. `given`:
    what guarantors hold counts. Worth in each party's own unit; a gain within rounding counts as none.
    Raises AnalysisError without stakes, or where worth grows without bound; UnknownName for the conduct.

    >>> from detente.accord.library import accord_example
    >>> space = AccordSpace(accord_example("prisoner-exchange"), wording="twenty-days")
    >>> self_enforcing(space).holds
    True
    """
    certain = likely(space)
    drawn = numbers_of(space.accord, dict(space.rules.readings)).draw(draws, seed) if draws else None
    answers = [_Asked(space, party, conduct, given=given).answer(certain, drawn) for party in staked(space)]
    orders = [all(held) for held in zip(*(answer[1] for answer in answers), strict=True)]
    passed = [answer[2] for answer in answers if answer[2] is not None]
    return Keeping(
        holds=orders[0] if len(set(orders)) == 1 else None,
        conduct=conduct,
        parties=tuple(answer[0] for answer in answers),
        share=chance(np.logical_and.reduce(passed)) if passed else None,
        orders=tuple(
            PerOrder(order=order, holds=holds) for order, holds in zip(space.orders, orders, strict=True)
        ),
        basis=space.basis(
            "best plays of one decider, worth by policy iteration",
            exact=drawn is None,
            seed=seed if draws else None,
            draws=0 if drawn is None else len(drawn.values),
        ),
        assumes=(*space.rules.assumes, *assumptions(space, conduct)),
    )


def holds_in_draws(
    space: AccordSpace, drawn: NumbersDraw, *, conduct: str = "grim", given: bool = True
) -> Bools:
    """In which draws (draws,) keeping the accord is best for every party, under every order of play."""
    asked = [_Asked(space, party, conduct, given=given) for party in staked(space)]
    found: Bools = np.logical_and.reduce([one.holds(drawn) for one in asked])
    return found


def assumptions(space: AccordSpace, conduct: str) -> tuple[str, ...]:
    """What every answer about worth takes for granted."""
    missing = [space.accord.name(party) for party in space.accord.parties if party not in staked(space)]
    told = f"Every party but the one asked about {CONDUCTS[conduct]}."
    worth = "What things are worth to a party is an assumption of the accord's file."
    return (told, worth, *(f"Of {name} no stakes are told; it is not asked about." for name in missing))


class _Asked:
    """One party's question, under every order of play and from every first morning."""

    def __init__(self, space: AccordSpace, party: str, conduct: str, *, given: bool) -> None:
        self.party = party
        self.name = space.accord.name(party)
        self.orders = space.orders
        held = {path for path, _ in guarantees(space.rules, party)} if given else set()
        self.prefixes = (f"stakes.{party}.", *(f"guarantees.{clause}." for clause in sorted(held)))
        self.positions = [
            [place(game, party, conduct, given=given, begins=begins) for begins in range(game.initial)]
            for game in space.games
        ]

    def holds(self, drawn: NumbersDraw) -> Bools:
        """In which draws nothing is worth more than keeping the accord."""
        numbers = {path: drawn.column(path) for path in drawn.paths}
        found = [one.worths(numbers).holds for mornings in self.positions for one in mornings]
        held: Bools = np.logical_and.reduce(found)
        return held

    def answer(
        self, numbers: Numbers, drawn: NumbersDraw | None
    ) -> tuple[PartyKeeping, tuple[bool, ...], Bools | None]:
        """The answer at certain numbers, whether it holds under each order, and in which draws."""
        worth = [[one.worths(numbers) for one in mornings] for mornings in self.positions]
        orders = tuple(all(bool(one.holds[0]) for one in mornings) for mornings in worth)
        asked = zip(self.orders, self.positions, worth, strict=True)
        placed = [(order, *pair) for order, *both in asked for pair in zip(*both, strict=True)]
        order, position, worths = min(placed, key=lambda one: _margin(one[2])[0])
        held = None if drawn is None else self.holds(drawn)
        told = PartyKeeping(
            party=self.party,
            name=self.name,
            holds=orders[0] if len(set(orders)) == 1 else None,
            order=order,
            keeps=float(worths.keeps[0]),
            able=position.able,
            lawful=_way(position, numbers, worths, "lawful"),
            breach=_way(position, numbers, worths, "breach"),
            largest=_largest(position, numbers),
            share=None if held is None else chance(held),
            hinges=() if held is None or drawn is None else hinges(drawn, held, self.prefixes),
        )
        return told, orders, held


def _margin(worths: Worths) -> Floats:
    """By how much keeping beats everything else; negative where it does not."""
    found: Floats = worths.keeps - np.maximum(worths.lawful, worths.breach)
    return found


def _way(position: Position, numbers: Numbers, worths: Worths, kind: str) -> Way:
    """The best lawful way out, or the best by breach, told in full where it gains."""
    worth = getattr(worths, kind)
    if np.isneginf(worth[0]):
        return Way(worth=None, gain=None)
    gain = float(worth[0] - worths.keeps[0])
    graph = getattr(position, kind)
    if not pays(worth, worths.keeps)[0]:
        return Way(worth=float(worth[0]), gain=gain)
    name = position.game.rules.accord.name(position.party)
    how = "without being in breach" if kind == "lawful" else "by breach"
    plays = position.best(graph, numbers, leave=kind == "breach")
    crosses = position.broken or graph.crossed[-1][graph.path(plays.edge[:, 0])[0]].any()
    if kind == "breach" and not crosses:
        return Way(worth=float(worth[0]), gain=gain)
    left = departure(position, graph, plays.edge[:, 0], f"what {name} gains most by, {how}")
    return Way(worth=float(worth[0]), gain=gain, leaves=left)


def _largest(position: Position, numbers: Numbers) -> Temptation | None:
    """The day of keeping the accord on which leaving it at once gains most; None where it never gains."""
    whole, kept, game = position.whole, position.kept, position.game
    best = position.best(whole, numbers)
    mine = position.best(kept, numbers)
    there = {int(node): k for k, node in enumerate(whole.node)}
    inside = keeps(position)
    column = slice(0, 1)
    gain, later = whole.gain(numbers, column)[:, 0], whole.discount(numbers, column)[:, 0]
    for mask, path in zip(whole.crossed, position.held, strict=False):
        gain[mask] -= numbers[path][0]
    found: list[Temptation] = []
    node, day = kept.first, 1
    for edge in kept.path(mine.edge[:, 0])[0]:
        here = there[int(kept.node[node])]
        for other in range(whole.start[here], whole.start[here + 1]):
            if inside[whole.place[other]]:
                continue
            more = gain[other] + later[other] * best.value[whole.to[other], 0] - mine.value[node, 0]
            move = game.rules.moves[game.move[whole.edge[other]]]
            phase = game.rules.phases[game.values(int(kept.situation[node]))["phase"]]
            found.append(Temptation(day=day, phase=phase, gain=float(more), act=move.act, clause=move.clause))
        day += bool(game.days_pass[kept.edge[edge]])
        node = int(kept.to[edge])
    paying = [t for t in found if pays(np.array([t.gain]), np.zeros(1))[0]]
    return max(paying, key=lambda t: (t.gain, -t.day), default=None)
