"""How likely each phase and each end is, and when, under the hazards and a conduct of the sides.

What no side chooses is chance; what the sides do is a conduct, or is bracketed by all their lawful play.
Chances of hazards are ranges: results are told at their likely values and over draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente.accord.game.expression import any_of
from detente.accord.game.graph import Game
from detente.accord.game.rules import CHANCE
from detente.accord.plays.conduct import CONDUCTS, everyone
from detente.accord.plays.numbers import NumbersDraw, numbers_of
from detente.accord.questions.chain import Chain, arrivals, chain, hazard_chances
from detente.accord.results import AccordBasis, Chance, Finding, list_names
from detente.accord.space import AccordSpace
from detente.analysis.basis import chance as share_of
from detente.kernels.games.attractor import safe
from detente.kernels.games.decision import best_chances, chances

__all__ = ["Outlook", "Prospect", "outlook"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_METHOD = "absorbing chain of the days (Kemeny and Snell 1960); bounds by policy iteration (Howard 1960)"
_SHARES = (0.1, 0.5, 0.9)
_NOTES = (
    "A day's hazards come after the sides' acts, each day anew and independent of other days.",
    "The day told is the one on which the move is made, or at whose end the clock makes it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """How likely a phase or an end is, and by when.

    `chance`: at the likely values; `drawn`: the mean over draws with its error; `low` and `high` enclose nine
    draws in ten. `mean_day` and `days` (share, day): when, if it comes to it, at the likely values; None
    where that lies beyond the days worked out. `by_day`: the chance by the end of day 1, 2, ...; `by_day_low`
    and `by_day_high` likewise over the draws; after the last day told nothing changes, or the days asked for
    are over. `lawful`: least and greatest over all play without any breach, at the likely values; None where
    that was not asked or nobody can promise it.
    """

    what: str
    name: str
    chance: float
    drawn: Chance
    low: float
    high: float
    mean_day: float | None
    days: tuple[tuple[float, int | None], ...]
    by_day: tuple[float, ...]
    by_day_low: tuple[float, ...]
    by_day_high: tuple[float, ...]
    lawful: tuple[float, float] | None = None

    def __str__(self) -> str:
        """The chance with its range, and when."""
        when = f", by day {self.mean_day:.0f} on average" if self.mean_day is not None else ""
        return f"{self.name} {100 * self.chance:.1f} % ({100 * self.low:.1f} to {100 * self.high:.1f}){when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook(Finding):
    """The prospects of every phase still to come and of both ends, under a conduct of each side."""

    conducts: tuple[tuple[str, str], ...]
    prospects: tuple[Prospect, ...]
    situations: int
    basis: AccordBasis
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = _NOTES

    def __str__(self) -> str:
        """Every prospect on one line."""
        return "; ".join(str(prospect) for prospect in self.prospects)

    def of(self, what: str) -> Prospect:
        """The prospect of a phase or an end."""
        return next(prospect for prospect in self.prospects if prospect.what == what)


def outlook(
    space: AccordSpace,
    *,
    seed: int = 0,
    draws: int = 64,
    conduct: str | Mapping[str, str] = "keeps",
    days: int = 0,
    bounds: bool = True,
) -> Outlook:
    """The chance of each phase and end, and the days until then, under the accord's hazards.

    Every side behaves as `conduct` says (one for all, or by side; see `plays.conduct`), under the
    first order of play. `draws` of the hazards' ranges, rounded up to eight times a power of two, show what
    hangs on them. Curves reach `days` far, three times the phases' own days unless told; chances and means do
    not stop there. `bounds`: also the least and greatest chance over all the sides' play without any breach.
    With several situations to begin from each counts alike. Raises UnknownName for a conduct or side.

    >>> from detente.accord.language.plan import Accord, Phase, Side
    >>> sides = (Side(id="a", name="A"), Side(id="b", name="B"))
    >>> phases = (Phase(id="one", name="One", lasts=2),)
    >>> bare = Accord(id="bare", title="", sides=sides, phases=phases, clauses=())
    >>> print(outlook(AccordSpace(bare)))
    collapse 0.0 % (0.0 to 0.0); complete 100.0 % (100.0 to 100.0), by day 2 on average
    """
    game = space.hazardous
    numbers = numbers_of(space.accord, space.chosen, wording=space.wording).among("hazards.")
    drawn = numbers.draw(draws, seed)
    likely = replace(drawn, values=np.array([tuple(numbers.likely.values())]))
    picks = everyone(game, conduct)
    asked = _Asked(
        likely=chain(game, picks, likely),
        drawn=chain(game, picks, drawn),
        days=days or 3 * sum(phase.lasts for phase in space.accord.phases),
        lawful=_Lawful(game, likely) if bounds else None,
    )
    named = dict.fromkeys(space.rules.sides, conduct) if isinstance(conduct, str) else dict(conduct)
    told = tuple((side, named.get(side, "keeps")) for side in space.rules.sides)
    begun = set(game.column("phase")[: game.initial].tolist())
    targets = [(k, phase) for k, phase in enumerate(game.rules.phases) if k not in begun]
    return Outlook(
        conducts=told,
        prospects=tuple(asked.prospect(number, what) for number, what in targets),
        situations=game.situations,
        basis=space.basis(_METHOD, exact=False, seed=seed, draws=len(drawn.values)),
        assumes=(*game.rules.assumes, *_manners(space, told)),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Asked:
    """The chain at the likely chances and at the drawn ones, and the lawful play of the whole game."""

    likely: Chain
    drawn: Chain
    days: int
    lawful: "_Lawful | None"

    def prospect(self, number: int, what: str) -> Prospect:
        accord = self.likely.game.rules.accord
        found, _ = arrivals(self.likely, self._inside(number), self.days)
        over, left = arrivals(self.drawn, self._inside(number), self.days)
        days = max(len(found), len(over))
        curve = np.cumsum(_to_length(found, days)[:, 0])
        curves = np.cumsum(_to_length(over, days), axis=0)
        share, mean = _in_the_end(self.likely, self._inside(number), 0)
        drawn = curves[-1].copy()
        for draw in np.flatnonzero(left >= 1e-13).tolist():
            drawn[draw] = _in_the_end(self.drawn, self._inside(number), draw)[0]
        low, high = np.quantile(drawn, [0.05, 0.95])
        bands = np.quantile(curves, [0.05, 0.95], axis=1)
        return Prospect(
            what=what,
            name=next((phase.name for phase in accord.phases if phase.id == what), what),
            chance=share,
            drawn=share_of(drawn),
            low=float(low),
            high=float(high),
            mean_day=mean,
            days=tuple((part, _day_of(curve, part * share)) for part in _SHARES),
            by_day=tuple(curve[1:].tolist()),
            by_day_low=tuple(bands[0, 1:].tolist()),
            by_day_high=tuple(bands[1, 1:].tolist()),
            lawful=None if self.lawful is None else self.lawful.range_of(number),
        )

    def _inside(self, number: int) -> Bools:
        """The states that lie in a phase or end; both chains have the same states."""
        found: Bools = self.likely.game.column("phase")[self.likely.situation] == number
        return found


class _Lawful:
    """The game without breach: edges after which no side need come into breach, whatever chance does."""

    def __init__(self, game: Game, numbers: NumbersDraw) -> None:
        by_chance = game.mine([CHANCE])
        old = [p for p in game.rules.accord.parties if game.column(f"breach:{p}")[: game.initial].all()]
        fresh = [game.rules.label(f"breach({p})") for p in game.rules.accord.parties if p not in old]
        kept = safe(game.start, game.to, ~by_chance, game.where(any_of(*fresh)), preds=game.incoming).inside
        self.promised = bool(kept[: game.initial].all())
        allowed = kept[game.source] & kept[game.to]
        edges = np.flatnonzero(allowed)
        self.game = game
        self.start = np.concatenate([[0], np.cumsum(allowed)])[game.start]
        self.to = game.to[edges]
        self.mine = ~by_chance
        self.prob = hazard_chances(game, edges, numbers)[:, 0]

    def range_of(self, number: int) -> tuple[float, float] | None:
        """The least and the greatest chance of coming to a phase or end."""
        if not self.promised:
            return None
        target = self.game.column("phase") == number
        args = (self.start, self.to, self.prob, self.mine, target)
        low, high = (best_chances(*args, maximise=most).value for most in (False, True))
        begin = slice(0, self.game.initial)
        return float(low[begin].mean()), float(high[begin].mean())


def _in_the_end(model: Chain, target: Bools, draw: int) -> tuple[float, float | None]:
    """The chance of ever coming to the target, and the mean day of the move that leads there."""
    mornings = (model.game.stage[model.situation] == 0)[model.source].astype(np.float64)
    found = chances(model.start, model.to, np.ascontiguousarray(model.chance[:, draw]), target, mornings)
    share, time = found.chance[: model.initial], found.time[: model.initial]
    some = share > 0
    if not some.any():
        return 0.0, None
    return float(share.mean()), float(np.average(time[some], weights=share[some]))


def _day_of(curve: Floats, share: float) -> int | None:
    """The first day by whose end the chance is at least `share`; None where the curve does not get there."""
    reached = np.flatnonzero(curve >= share * (1 - 1e-12))
    return int(reached[0]) if share and len(reached) else None


def _to_length(found: Floats, days: int) -> Floats:
    """Arrivals (days, draws) with days added on which nothing more arrives."""
    return np.concatenate([found, np.zeros((days - len(found), found.shape[1]))])


def _manners(space: AccordSpace, told: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    names = {conduct: [space.accord.name(s) for s, c in told if c == conduct] for _, conduct in told}
    return tuple(f"{list_names(tuple(who))}: {CONDUCTS[conduct]}." for conduct, who in names.items())
