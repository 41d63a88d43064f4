"""What a mediator believes about each party from its answers: a sample of preferences that fit them.

A preference is a loss for every option of every issue against the party's own demand there, and a slack: how
much it can lose before no deal is better for it. Every answer is a linear inequality in these numbers, so a
sample is judged by how far it breaks them; answers that contradict one another leave the least broken ones.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.talks.moves import MediatorView, Reply, Text

__all__ = ["Belief", "Prior", "beliefs"]

Floats: TypeAlias = npt.NDArray[np.float64]

_LEAST_SLACK = 0.02
_LOST = 30.0
_JITTER = 0.003
_WEIGHT_SPREAD = 1.2
_SLACK = (0.5, 0.2)
_PACE = 2.38
_SMALL = 2**17


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is assumed before any answer, and how finely the sample is kept; every number is an assumption.

    Losses at the far end of the issues are weights that sum to 1, their logarithms spread by 1.2. On the way
    there the loss of an option is its share of the way from the demand, give or take `shape`; with `ordered`
    False the order of options says nothing, and only what others demand is taken to be far. The slack is 0.5,
    give or take 0.2. `noise` is how far an answer may miss, in units of the weights; `particles` the size of
    the sample, `moves` how often it is moved after each answer, and `seed` starts its random numbers.
    """

    particles: int = 96
    moves: int = 2
    noise: float = 0.003
    shape: float = 0.25
    ordered: bool = True
    seed: int = 0


class Belief:
    """A sample of one party's preferences; `hear` narrows it.

    `table` is (issues * options + 1, particles): row i * options + o is the loss of option o of issue i, the
    last row the slack. Options that an issue does not have have loss 0.
    """

    __slots__ = (
        *("_before", "_blocks", "_count", "_energy", "_free", "_known", "_last", "_middle", "_prior"),
        *("_said", "_scale", "_shares", "options", "points", "sizes", "table"),
    )

    def __init__(self, sizes: Text, demands: tuple[Text, ...], party: int, prior: Prior) -> None:
        """Start from the prior of party number `party`, whose demand is `demands[party]`."""
        self.sizes, self.options, self._prior = sizes, max(sizes, default=1), prior
        self._shares, fixed = _shares(sizes, demands, party, ordered=prior.ordered)
        self._free = np.flatnonzero(~fixed.ravel())
        issues, flat = len(sizes), self._shares.ravel()
        self._blocks = np.concatenate((np.arange(issues), self._free // self.options, [issues]))
        self._middle = np.concatenate((np.zeros(issues), flat[self._free], [_SLACK[0]]))[:, None]
        spreads = [_WEIGHT_SPREAD] * issues + [prior.shape] * len(self._free) + [_SLACK[1]]
        self._scale = np.array(spreads)[:, None]
        draw = _generator(prior.seed, party)
        start = self._middle + self._scale * draw.standard_normal((len(spreads), prior.particles))
        start[issues:] = np.abs(start[issues:])
        start[-1] = np.maximum(start[-1], _LEAST_SLACK)
        self.points: Floats = start
        self.table = self._tabled(start)
        block = max(_SMALL // max(self.table.size, 1), 1)
        self._said: Floats = np.zeros((1, block, len(self.table)))
        self._count = 0
        self._known: set[tuple[int, int]] = set()
        self._last: Floats | None = None
        self._before: Floats | None = None
        self._energy = self._energies(start, self.table)

    def compares_with_last(self) -> None:
        """From now on texts are said to be better or worse than the one heard last."""
        self._before = self._last

    def hear(self, text: Text, reply: Reply, draw: np.random.Generator) -> None:
        """Narrow the sample by one reply; `draw` moves it."""
        row = np.zeros(len(self.table))
        spots = np.arange(len(text)) * self.options + np.array(text, dtype=np.intp)
        row[spots], row[-1] = -1.0, 1.0
        said = [row if reply.accepts else -row]
        if self._before is not None:
            more = row - self._before
            said += [reply.against_last * more] if reply.against_last else [more, -more]
        if reply.issue >= 0:
            named = int(spots[reply.issue])
            pairs = {(named, other) for other in spots.tolist() if other != named} - self._known
            self._known |= pairs
            for pair in sorted(pairs):
                said.append(np.zeros(len(row)))
                said[-1][list(pair)] = 1.0, -1.0
        self._last = row
        for one in said:
            self._say(one)
        self._energy += _broken(np.array(said), self.table) / self._prior.noise
        self._move(draw, self._prior.moves)

    def means(self, moves: int, draw: np.random.Generator) -> Floats:
        """Mean losses and slack (issues * options + 1,) over a longer walk; the sample stays where it is.

        The walk makes so many moves (at least 4); the first half is not counted.
        """
        kept = self.points, self.table, self._energy
        self.points, self.table, self._energy = (array.copy() for array in kept)
        total, rounds = np.zeros(len(self.table)), max(moves // 4, 1)
        for k in range(rounds):
            self._move(draw, 4)
            if 2 * k >= rounds - 1:
                total += self.table.mean(axis=1)
        self.points, self.table, self._energy = kept
        return total / (rounds - rounds // 2)

    def _say(self, row: Floats) -> None:
        """Keep one more inequality, in blocks so small that their product takes one thread."""
        block = self._said.shape[1]
        if self._count == len(self._said) * block:
            self._said = np.concatenate((self._said, np.zeros_like(self._said[:1])))
        self._said[divmod(self._count, block)] = row
        self._count += 1

    def _tabled(self, points: Floats) -> Floats:
        """Losses and slack of points (dims, particles)."""
        issues = len(self.sizes)
        weights = np.exp(points[:issues])
        weights /= weights.sum(axis=0)
        table = np.empty((issues * self.options + 1, points.shape[1]))
        table[:-1] = np.repeat(weights, self.options, axis=0)
        table[:-1] *= self._shares.reshape(-1, 1)
        table[self._free] = points[issues:-1] * weights[self._blocks[issues:-1]]
        table[-1] = points[-1]
        return table

    def _energies(self, points: Floats, table: Floats) -> Floats:
        """How unlikely each point is: distance from the prior, and inequalities broken."""
        away = (points - self._middle) / self._scale
        energy: Floats = 0.5 * (away * away).sum(axis=0)
        energy += _broken(self._said, table) / self._prior.noise
        outside = (points[len(self.sizes) : -1] < 0).any(axis=0) | (points[-1] < _LEAST_SLACK)
        energy[outside] = np.inf
        return energy

    def _move(self, draw: np.random.Generator, count: int) -> None:
        """Metropolis moves along differences of other points (ter Braak 2006), some blocks at a time."""
        dims, size = self.points.shape
        me = np.arange(size)
        others = (me + draw.integers(1, max(size, 2), (2, count, size))) % size
        parts = draw.random((count, len(self.sizes) + 1, size)) < draw.choice(
            [0.25, 0.5, 1.0], (count, 1, size)
        )
        paces = draw.choice([0.3, 0.6, 1.0], (count, size)) * _PACE
        jitter = _JITTER * draw.standard_normal((count, dims, size))
        barrier = draw.standard_exponential((count, size))
        for k in range(count):
            mask = parts[k][self._blocks]
            pace = paces[k] / np.sqrt(2.0 * np.maximum(mask.sum(axis=0), 1))
            step = self.points[:, others[0, k]] - self.points[:, others[1, k]]
            step *= pace
            step += jitter[k]
            step *= mask
            step += self.points
            table = self._tabled(step)
            energy = self._energies(step, table)
            self._take(energy - self._energy < barrier[k], step, table, energy)
        lost = np.flatnonzero(self._energy > np.median(self._energy) + _LOST)
        if lost.size:
            kept = np.flatnonzero(self._energy <= np.median(self._energy) + _LOST)
            chosen = kept[draw.integers(0, kept.size, lost.size)]
            self.points[:, lost] = self.points[:, chosen]
            self.table[:, lost] = self.table[:, chosen]
            self._energy[lost] = self._energy[chosen]

    def _take(self, taken: npt.NDArray[np.bool_], points: Floats, table: Floats, energy: Floats) -> None:
        np.copyto(self.points, points, where=taken)
        np.copyto(self.table, table, where=taken)
        np.copyto(self._energy, energy, where=taken)


def beliefs(view: MediatorView, prior: Prior) -> tuple[Belief, ...]:
    """A belief for each party from all that was heard: a function of `view` and `prior` alone.

    They are kept in `view.memory`, so that each answer is taken in once; without it they are made anew.

    >>> view = MediatorView(sizes=(3,), demands=((0,), (2,)), opening=(1,))
    >>> [belief.table.shape for belief in beliefs(view, Prior(particles=8))]
    [(4, 8), (4, 8)]
    """
    place = f"beliefs {prior}"
    heard, held = view.memory.get(place, ((), ()))
    if not held or view.heard[: len(heard)] != heard:
        parties = range(len(view.demands))
        heard, held = (), tuple(Belief(view.sizes, view.demands, party, prior) for party in parties)
    for number in range(len(heard), len(view.heard)):
        _hear(held, view, number, prior)
    view.memory[place] = (view.heard, held)
    return tuple(held)


def _broken(said: Floats, table: Floats) -> Floats:
    """By how much each point (particles,) of `table` breaks the inequalities `said @ table >= 0`, summed."""
    missed: Floats = np.minimum(said @ table, 0.0).reshape(-1, table.shape[1]).sum(axis=0)
    return -missed


def _hear(held: tuple[Belief, ...], view: MediatorView, number: int, prior: Prior) -> None:
    """Take in one text of those heard."""
    entry = view.heard[number]
    stands = all(reply.asked and reply.against_last >= 0 for reply in entry.replies)
    for party, (belief, reply) in enumerate(zip(held, entry.replies, strict=True)):
        if reply.asked:
            belief.hear(entry.text, reply, _generator(prior.seed, party, number))
            if stands or not view.against_standing:
                belief.compares_with_last()


def _generator(*address: int) -> np.random.Generator:
    """A generator of its own for each address: what it gives depends on nothing else."""
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(address)))


def _shares(
    sizes: Text, demands: tuple[Text, ...], party: int, *, ordered: bool
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Likely share of an issue's weight lost with each option, and which of these shares are held fixed."""
    shares = np.zeros((len(sizes), max(sizes, default=1)))
    fixed = np.ones(shares.shape, dtype=bool)
    for issue, size in enumerate(sizes):
        own = demands[party][issue]
        away = np.abs(np.arange(size) - own).astype(np.float64)
        if not ordered:
            away = np.where(away > 0, 0.6, 0.0)
            away[[other[issue] for other in demands if other[issue] != own]] = 1.0
        if size > 1:
            shares[issue, :size] = away / away.max()
            fixed[issue, :size] = away == 0
            fixed[issue, away.argmax()] = True
    return shares, fixed
