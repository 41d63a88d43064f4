"""What a mediator believes about each party from its answers: a sample of preferences that fit them.

A preference is a loss for every option of every issue against the party's own demand there, and a slack: how
much it can lose before no deal is better for it. Every answer is a linear inequality in these numbers, so a
sample is judged by how far it breaks them; answers that contradict one another leave the least broken ones.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from detente.talks.moves import Heard, MediatorView, Reply, Text

__all__ = ["Belief", "Prior", "beliefs"]

Floats: TypeAlias = npt.NDArray[np.float64]

_LEAST_SLACK = 0.02
_LOST = 30.0
_JITTER = 0.003
_WEIGHT_SPREAD = 1.2
_SLACK = (0.5, 0.2)
_PACE = 2.38


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
        *("_above", "_blocks", "_energy", "_free", "_known", "_middle", "_prior", "_scale", "_shares"),
        *("_signs", "_spots", "options", "points", "sizes", "table"),
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
        self._spots = np.zeros((0, issues), dtype=np.intp)
        self._signs: Floats = np.zeros((0, 2))
        self._known: set[tuple[int, int]] = set()
        self._above = np.zeros((2, 0), dtype=np.intp)
        self.table = self._tabled(start)
        self._energy = self._energies(start, self.table)

    def hear(self, text: Text, reply: Reply, draw: np.random.Generator) -> None:
        """Narrow the sample by one reply; `draw` moves it."""
        here = np.arange(len(text)) * self.options + np.array(text, dtype=np.intp)
        signs = np.array([[1.0 if reply.accepts else -1.0, reply.against_last]])
        self._spots = np.vstack((self._spots, here))
        self._signs = np.vstack((self._signs, signs))
        above = np.zeros((2, 0), dtype=np.intp)
        if reply.issue >= 0:
            named = int(here[reply.issue])
            pairs = [(named, other) for other in here.tolist() if other != named]
            pairs = [pair for pair in pairs if pair not in self._known]
            self._known.update(pairs)
            above = np.array(pairs, dtype=np.intp).T.reshape(2, -1)
            self._above = np.hstack((self._above, above))
        newest = _broken(self.table, self._spots[-2:], self._signs[-2:], above)
        if len(self._spots) > 1:
            newest -= _broken(self.table, self._spots[-2:-1], self._signs[-2:-1], above[:, :0])
        self._energy += newest / self._prior.noise
        self._move(draw)

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
        if len(self._spots):
            energy += _broken(table, self._spots, self._signs, self._above) / self._prior.noise
        outside = (points[len(self.sizes) : -1] < 0).any(axis=0) | (points[-1] < _LEAST_SLACK)
        energy[outside] = np.inf
        return energy

    def _move(self, draw: np.random.Generator) -> None:
        """Metropolis moves along differences of other points (ter Braak 2006), some blocks at a time."""
        dims, size = self.points.shape
        count, me = self._prior.moves, np.arange(size)
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
        _hear(held, view.heard[number], number, prior)
    view.memory[place] = (view.heard, held)
    return tuple(held)


def _broken(table: Floats, spots: npt.NDArray[np.intp], signs: Floats, above: npt.NDArray[np.intp]) -> Floats:
    """By how much each point (particles,) breaks the inequalities of some answers, summed.

    `spots` (texts, issues) are rows of `table`; `signs` (texts, 2) says yes or no, and how against the text
    before; `above` (2, pairs) are rows of which the first was said to be lost more than the second.
    """
    total = np.zeros((len(spots), table.shape[1]))
    for column in spots.T:
        total += table[column]
    missed: Floats = np.minimum((table[-1] - total) * signs[:, :1], 0.0).sum(axis=0)
    drop, better = total[:-1] - total[1:], signs[1:, 1:]
    missed += np.where(better == 0, -np.abs(drop), np.minimum(drop * better, 0.0)).sum(axis=0)
    missed += np.minimum(table[above[0]] - table[above[1]], 0.0).sum(axis=0)
    return -missed


def _hear(held: tuple[Belief, ...], entry: Heard, number: int, prior: Prior) -> None:
    for party, (belief, reply) in enumerate(zip(held, entry.replies, strict=True)):
        if reply.asked:
            belief.hear(entry.text, reply, _generator(prior.seed, party, number))


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
