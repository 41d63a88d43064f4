"""Trades: which issues to exchange against which, so that each side gives where it matters less to it.

Logrolling (Raiffa 1982, The Art and Science of Negotiation, ch. 11; Thompson 1998): a step on one issue
against a step on another. Whole packages are compared before and after, so that linkage counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product

import numpy as np
from numpy.typing import NDArray

from detente.analysis.basis import basis_of, chance, cube_of, feasible, likely_utilities
from detente.analysis.odds import odds_of
from detente.analysis.results import Basis, Chance, Finding, Offer, Pairs
from detente.analysis.space import OutcomeSpace
from detente.case.history import Proposal
from detente.kernels import approval
from detente.languages import worded

__all__ = ["Step", "Trade", "Trades", "start_of", "start_text", "trade"]

_EVEN = 1e-9
_CANDIDATES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A move on one issue: what it alone costs the principal that gives it, and brings the other."""

    issue: str
    from_: str
    to: str
    loss: float
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """An exchange: `giver` gives `given` and gets `got` from `taker`; both principals are better off.

    `gains` are those of the two principals over the starting package, likely values, linkage included, and
    `others` what every other principal gains. `both` is the share of draws in which both gain. The step on
    `given` may be multiplied by anything between `rates` before one of them loses (likely values, without
    linkage). `weights` are the two principals' likely weights, as (issue given, issue got). `odds` are those
    of the package after the trade.
    """

    giver: str
    taker: str
    given: Step
    got: Step
    gains: Pairs
    others: Pairs
    both: Chance
    rates: tuple[float, float]
    weights: tuple[tuple[str, float, float], ...]
    odds: Chance
    offer: Offer

    def __str__(self) -> str:
        """One line."""
        given = f"{self.given.issue} {self.given.from_} -> {self.given.to}"
        got = f"{self.got.issue} {self.got.from_} -> {self.got.to}"
        gains = ", ".join(f"{actor} {gain:+.3g}" for actor, gain in self.gains)
        return f"{self.giver} gives {given} against {got}: {gains}; both gain in {self.both} of draws"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trades(Finding):
    """The exchanges between two issues from a starting text, best first.

    `start` tells, by issue, the options from which a step may start; `text` the proposal it is taken from,
    "" for the middle options. `count` is how many exchanges there are, at most one for each pair of
    principals and of issues, either way round; `tested` how many such pairs there are. None is a finding:
    every step that one principal would like costs the other as much as anything it could get for it.
    """

    basis: Basis
    text: str
    start: tuple[tuple[str, tuple[str, ...]], ...]
    tested: int
    count: int
    trades: tuple[Trade, ...]

    def __str__(self) -> str:
        """One line."""
        origin = self.text or "the middle options"
        if not self.trades:
            return f"trade: no exchange of two issues makes two principals better off, from {origin}"
        return f"trade: {self.count} exchanges from {origin}; best: {self.trades[0]}"


@dataclass(frozen=True, slots=True)
class _Found:
    """One exchange as numbers: principals, issues, options before and after, and the two gains."""

    giver: int
    taker: int
    issues: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]
    gains: tuple[float, float]


def trade(
    space: OutcomeSpace, *, standing: str | None = None, draws: int = 1024, seed: int = 0, top: int = 10
) -> Trades:
    """The exchanges of two issues that make two principals better off (logrolling, Raiffa 1982).

    Starts from a standing text (the newest one, or `standing`), or from the middle options. Where the text is
    silent: `if_silent`, else the middle options; an issue with an even number of options has two middle ones,
    and one without order has all, and a step may start from each. The best exchange is kept for each pair of
    principals and of issues, either way round. Ranked by the smaller of the two gains, then the odds of the
    package after, then the sum, then by name. Infeasible packages are left out. No exchange is a finding.

    >>> from detente.case.library import example
    >>> trade(OutcomeSpace(example("panama-canal-1974")), draws=64).count > 0
    True
    """
    text = start_text(space, standing)
    starts = start_of(space, text)
    pairs = list(permutations(range(len(space.issues)), 2))
    base = _reference(space, starts)
    found = [best for pair in pairs for best in _pair_trades(space, starts, base, pair)]
    found.sort(key=lambda f: _key(space, f))
    kept = found[: max(top, _CANDIDATES)]
    told = _told(space, base, kept, draws, seed)
    told.sort(key=_rank)
    sides = len(dict.fromkeys(space.principals))
    return Trades(
        basis=basis_of(
            space,
            worded("two-issue exchanges"),
            exact=False,
            seed=seed,
            draws=len(cube_of(space, draws, seed)),
        ),
        text=text.id if text else "",
        start=tuple(
            (issue.id, tuple(space.options[k][o] for o in starts[k])) for k, issue in enumerate(space.issues)
        ),
        tested=sides * (sides - 1) // 2 * len(pairs),
        count=len(found),
        trades=tuple(told[:top]),
    )


def start_text(space: OutcomeSpace, standing: str | None) -> Proposal | None:
    """The proposal to start from: the one named, else the newest standing one that names an option."""
    if standing is not None:
        return space.case.proposal(standing)
    texts = [p for p in space.case.proposals if p.standing and p.terms]
    return max(texts, key=lambda p: (p.date, p.id), default=None)


def start_of(space: OutcomeSpace, text: Proposal | None) -> tuple[tuple[int, ...], ...]:
    """For each issue the option numbers from which a step may start: as the text has it, or the middle."""
    named = {} if text is None else {i: o for i, o in text.terms if i not in text.set_aside}
    starts = []
    for k, issue in enumerate(space.issues):
        wanted = named.get(issue.id) or ((issue.if_silent,) if text is not None and issue.if_silent else ())
        chosen = tuple(n for n, option in enumerate(space.options[k]) if option in wanted)
        size = space.sizes[k]
        middle = tuple(sorted({(size - 1) // 2, size // 2})) if issue.ordered else tuple(range(size))
        starts.append(chosen or middle)
    return tuple(starts)


def _reference(space: OutcomeSpace, starts: Sequence[tuple[int, ...]]) -> NDArray[np.int64]:
    """The starting package; of several options of an issue, the one that leaves the worst-off with most."""
    first = []
    for names, options in zip(space.options, starts, strict=True):
        first.append(names.index(min(names[o] for o in options)))
    base = np.array(first, dtype=np.int64)
    found = base.copy()
    for k, options in enumerate(starts):
        if len(options) > 1:
            rows = np.repeat(base[None, :], len(options), axis=0)
            rows[:, k] = options
            _, values = likely_utilities(space, rows)
            worst = np.round(values.min(axis=1), 12)
            best = min(range(len(options)), key=lambda n: (-worst[n], space.options[k][options[n]]))
            found[k] = options[best]
    return found


def _pair_trades(
    space: OutcomeSpace, starts: Sequence[tuple[int, ...]], base: NDArray[np.int64], pair: tuple[int, int]
) -> Iterator[_Found]:
    """The best exchange of each two principals in which the first by party gives on issue i, gets on j."""
    i, j = pair
    shape = (space.sizes[i], space.sizes[j])
    rows = np.repeat(base[None, :], shape[0] * shape[1], axis=0)
    rows[:, i], rows[:, j] = np.divmod(np.arange(len(rows)), shape[1])
    _, flat = likely_utilities(space, rows)
    values = flat.reshape(*shape, -1)
    possible = feasible(space, rows).reshape(shape)
    for p, q in combinations(range(values.shape[2]), 2):
        candidates = []
        for before in product(starts[i], starts[j]):
            best = _best_after(space, pair, before, values[:, :, [p, q]], possible)
            if best is not None:
                order, after, gains = best
                candidates.append((order, before, _Found(p, q, pair, before, after, gains)))
        if candidates:
            yield min(candidates, key=lambda c: (c[0], _ids(space, pair, c[1])))[2]


def _best_after(
    space: OutcomeSpace,
    pair: tuple[int, int],
    before: tuple[int, int],
    values: NDArray[np.float64],
    possible: NDArray[np.bool_],
) -> tuple[tuple[float, float, tuple[str, ...]], tuple[int, int], tuple[float, float]] | None:
    """Where the best exchange from `before` ends: its rank, the two options, the two gains; None without one.

    `values` (options of i, options of j, 2) are the two principals' utilities.
    """
    a, b = before
    gain = values - values[a, b]
    given, got = gain[:, b], gain[a, :]
    gives = (given[:, 0] < -_EVEN) & (given[:, 1] > _EVEN)
    gets = (got[:, 0] > _EVEN) & (got[:, 1] < -_EVEN)
    if not (gives.any() and gets.any()):
        return None
    fits = gives[:, None] & gets[None, :]
    smaller, total = np.round(gain.min(axis=2), 12), np.round(gain.sum(axis=2), 12)
    allowed = np.argwhere(fits & possible & (smaller > _EVEN))
    if len(allowed) == 0:
        return None
    ends = [(-float(smaller[c, d]), -float(total[c, d]), c, d) for c, d in allowed]
    least = min(end[:2] for end in ends)
    tied = [(int(c), int(d)) for *key, c, d in ends if tuple(key) == least]
    c, d = min(tied, key=lambda end: _ids(space, pair, end))
    return (*least, _ids(space, pair, (c, d))), (c, d), (float(gain[c, d, 0]), float(gain[c, d, 1]))


def _ids(space: OutcomeSpace, pair: tuple[int, int], options: tuple[int, int]) -> tuple[str, ...]:
    return tuple(space.options[k][o] for k, o in zip(pair, options, strict=True))


def _told(
    space: OutcomeSpace, base: NDArray[np.int64], found: Sequence[_Found], draws: int, seed: int
) -> list[Trade]:
    """Exchanges told by name, with the share of draws in which both gain and the odds after."""
    if not found:
        return []
    before = np.repeat(base[None, :], len(found), axis=0)
    for k, f in enumerate(found):
        before[k, list(f.issues)] = f.before
    after = before.copy()
    for k, f in enumerate(found):
        after[k, list(f.issues)] = f.after
    actors, start = likely_utilities(space, before)
    _, end = likely_utilities(space, after)
    drawn = space.drawn(cube_of(space, draws, seed))
    row = {leaf.name: n for n, leaf in enumerate(space.leaves) if leaf.kind == "gain"}
    change = approval.utilities_selected(drawn, after) - approval.utilities_selected(drawn, before)
    scored = odds_of(space, after, draws=draws, seed=seed)
    return [
        _named(
            space,
            f,
            tuple(zip(actors, (float(v) for v in end[k] - start[k]), strict=True)),
            before[k],
            chance((change[:, row[actors[f.giver]], k] > 0) & (change[:, row[actors[f.taker]], k] > 0)),
            (scored[k].odds, scored[k].offer),
        )
        for k, f in enumerate(found)
    ]


def _named(
    space: OutcomeSpace,
    f: _Found,
    gains: Pairs,
    before: NDArray[np.int64],
    both: Chance,
    result: tuple[Chance, Offer],
) -> Trade:
    actors = tuple(actor for actor, _ in gains)
    pair = (actors[f.giver], actors[f.taker])
    steps = []
    for issue, old, new in zip(f.issues, f.before, f.after, strict=True):
        rows = np.stack([before, before])
        rows[1, issue] = new
        _, values = likely_utilities(space, rows, pair)
        change = [float(v) for v in values[1] - values[0]]
        names = space.options[issue]
        loss, gain = change if issue == f.issues[0] else change[::-1]
        name = space.issues[issue].id
        steps.append(Step(issue=name, from_=names[old], to=names[new], loss=loss, gain=gain))
    given, got = steps
    total = dict(gains)
    return Trade(
        giver=pair[0],
        taker=pair[1],
        given=given,
        got=got,
        gains=tuple((actor, total[actor]) for actor in pair),
        others=tuple((actor, gain) for actor, gain in gains if actor not in pair),
        both=both,
        rates=(-got.loss / given.gain, -got.gain / given.loss),
        weights=tuple((actor, *_weights(space, actor, given.issue, got.issue)) for actor in pair),
        odds=result[0],
        offer=result[1],
    )


def _weights(space: OutcomeSpace, actor: str, given: str, got: str) -> tuple[float, float]:
    values, _ = space.numbers.likely()
    index = space.numbers.index
    found = [index.get(f"preferences.{actor}.weights.{issue}") for issue in (given, got)]
    first, second = (0.0 if position is None else float(values[position]) for position in found)
    return first, second


def _key(space: OutcomeSpace, f: _Found) -> tuple[float, float, tuple[str, ...], tuple[int, int]]:
    names = tuple(space.issues[k].id for k in f.issues)
    return -round(min(f.gains), 9), -round(sum(f.gains), 9), names, (f.giver, f.taker)


def _rank(found: Trade) -> tuple[object, ...]:
    gains = [gain for _, gain in found.gains]
    names = (found.giver, found.taker, found.given.issue, found.got.issue)
    return -round(min(gains), 9), -found.odds.share, -round(sum(gains), 9), names
