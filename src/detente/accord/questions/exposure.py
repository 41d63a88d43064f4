"""Who is exposed, how far and when: what each party has given less what it has received, day by day.

In units of each good, in step with each exchange, and in worth at given numbers. Between the smallest and
the largest of honest play, of any play at all, and on the timetables of those who keep the accord.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.accord.game.graph import Game
from detente.accord.plays.conduct import CONDUCTS, everyone
from detente.accord.plays.numbers import numbers_of
from detente.accord.plays.story import play, tell
from detente.accord.questions.outstanding import Measure, measures, outstanding
from detente.accord.questions.paths import shortest_play, shortest_plays
from detente.accord.results import AccordBasis, Finding, Witness
from detente.accord.space import AccordSpace

__all__ = [
    "ExposureDay",
    "ExposureLedger",
    "ExposurePeak",
    "Ledger",
    "LedgerDay",
    "exposure",
]

Floats = npt.NDArray[np.float64]

_NOTES = (
    "Positive is what a party has given beyond what it has received, negative what it holds.",
    "A tranche counts from its handing over; one still unconfirmed when its phase ends, until then.",
    "Days are those of the phase, since how long an earlier phase ran on depends on the play.",
    "The last day told of a phase stands for all that follow in it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureDay:
    """Smallest and largest exposure at any time of one day of a phase, by any play and by honest play.

    `onward`: later days of the phase count in with this one. `honest`: None where no honest play comes there.
    """

    measure: int
    phase: str
    day: int
    onward: bool
    any_play: tuple[float, float]
    honest: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposurePeak:
    """The largest exposure of a measure, with a shortest play to it.

    `honest`: nobody comes into breach on the way. `day` is that of the phase, `by_day` counts from
    the morning on which play begins.
    """

    measure: int
    honest: bool
    value: float
    phase: str
    day: int
    by_day: int
    order: tuple[str, ...]
    witness: Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerDay:
    """A day of the accord on a timetable: each measure at night, and at its largest during the day."""

    day: int
    phase: str
    day_of_phase: int
    at_night: tuple[float, ...]
    largest: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The days of the play in which everyone is of one conduct; `largest` of each measure over all of it.

    `repeats`: the play goes round for ever after its last day. `ends`: the phase or end where it stops.
    """

    conduct: str
    does: str
    order: tuple[str, ...]
    days: tuple[LedgerDay, ...]
    largest: tuple[float, ...]
    ends: str
    repeats: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureLedger(Finding):
    """Exposure of every party: by day of each phase, at its largest, and on the timetables.

    `measures` names what is counted; the other parts refer to it by position.
    """

    measures: tuple[Measure, ...]
    days: tuple[ExposureDay, ...]
    peaks: tuple[ExposurePeak, ...]
    ledgers: tuple[Ledger, ...]
    basis: AccordBasis
    assumes: tuple[str, ...] = ()
    notes: tuple[str, ...] = _NOTES

    def __str__(self) -> str:
        """The largest exposure of each party in honest play, by any play in brackets."""
        told = []
        for number, measure in enumerate(self.measures):
            if measure.kind == "good":
                continue
            peaks = {peak.honest: peak.value for peak in self.peaks if peak.measure == number}
            unit = f" {measure.unit}" if measure.unit else ""
            honest = f"{peaks[True]:g}{unit}" if True in peaks else "none"
            told.append(f"{measure.party} {measure.name}: {honest} ({peaks.get(False, 0.0):g})")
        return f"largest exposure in honest play (in any play): {'; '.join(told) or 'nothing is exchanged'}"

    def largest(self, measure: int, *, honest: bool) -> ExposurePeak | None:
        """The peak of a measure by honest or by any play; None where the party is never exposed."""
        return next((p for p in self.peaks if p.measure == measure and p.honest == honest), None)


def exposure(space: AccordSpace, *, numbers: Mapping[str, float] | None = None) -> ExposureLedger:
    """What each party has given less what it has received: its range on every day, its peaks, its timetables.

    Over every order of play. `numbers`: worth by path, the likely values otherwise; a party without stakes
    has no worth told. The timetables are those of everyone keeping the accord, on the last day allowed and
    as early as can be, under the first order. A day's range counts every situation of that day that can come
    about; without any exchange everything is empty. O(V + E) for each measure.

    >>> from detente.accord.language.plan import Accord, Phase, Side
    >>> sides = (Side(id="a", name="A"), Side(id="b", name="B"))
    >>> phases = (Phase(id="one", name="One", lasts=2),)
    >>> bare = Accord(id="bare", title="", sides=sides, phases=phases, clauses=())
    >>> print(exposure(AccordSpace(bare)))
    largest exposure in honest play (in any play): nothing is exchanged
    """
    accord = space.accord
    values = numbers_of(accord, space.chosen, wording=space.wording).likely if numbers is None else numbers
    told = measures(space.rules, values)
    surveys = [_Survey(game) for game in space.games]
    days: list[ExposureDay] = []
    peaks: list[ExposurePeak] = []
    for number, measure in enumerate(told):
        tables = [outstanding(game, measure, values) for game in space.games]
        days += _days(number, surveys, tables)
        for honest in (True, False):
            peaks += _peak(number, measure, surveys, tables, honest=honest)
    ledgers = tuple(_ledger(space.game, told, values, conduct) for conduct in ("keeps", "early"))
    worth = (
        ("What goods are worth to each party is assumed.",) if any(m.kind == "worth" for m in told) else ()
    )
    return ExposureLedger(
        measures=told,
        days=tuple(days),
        peaks=tuple(peaks),
        ledgers=ledgers,
        basis=space.basis("counters of every situation, by day; shortest plays breadth first"),
        assumes=(*space.rules.assumes, *worth),
    )


class _Survey:
    """The running situations of a game sorted by phase and day, and which of them honest play comes to."""

    def __init__(self, game: Game) -> None:
        self.game = game
        blamed = [game.column(f"breach:{party}") for party in game.rules.accord.parties]
        fresh = np.zeros(len(game.to), np.bool_)
        for flags in blamed:
            fresh |= flags[game.source] < flags[game.to]
        self.honest_plays = shortest_plays(game, ~fresh)
        self.plays = shortest_plays(game)
        self.width = game.sizes["day"]
        key = game.column("phase") * self.width + game.column("day")
        running = np.flatnonzero(~game.ended)
        self.sorted = running[np.argsort(key[running], kind="stable")]
        self.keys = key[self.sorted]
        self.honest = self.honest_plays.reached[self.sorted]

    def ranges(self, table: Floats, *, honest: bool) -> dict[int, tuple[float, float]]:
        """Smallest and largest value by phase and day."""
        at = self.honest if honest else slice(None)
        values, keys = table[self.sorted[at]], self.keys[at]
        if not len(keys):
            return {}
        begin = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        low, high = np.minimum.reduceat(values, begin), np.maximum.reduceat(values, begin)
        pairs = zip(low.tolist(), high.tolist(), strict=True)
        return dict(zip(keys[begin].tolist(), pairs, strict=True))


def _days(number: int, surveys: Sequence[_Survey], tables: Sequence[Floats]) -> list[ExposureDay]:
    game, width = surveys[0].game, surveys[0].width
    pairs = list(zip(surveys, tables, strict=True))
    ranges = {honest: _widest([s.ranges(t, honest=honest) for s, t in pairs]) for honest in (True, False)}
    last = {key // width: key % width for key in sorted(ranges[False])}
    return [
        ExposureDay(
            measure=number,
            phase=game.rules.phases[key // width],
            day=key % width,
            onward=key % width == last[key // width],
            any_play=found,
            honest=ranges[True].get(key),
        )
        for key, found in sorted(ranges[False].items())
        if key % width
    ]


def _widest(found: Sequence[Mapping[int, tuple[float, float]]]) -> dict[int, tuple[float, float]]:
    """The smallest and largest over the orders of play."""
    widest: dict[int, tuple[float, float]] = {}
    for ranges in found:
        for key, (low, high) in ranges.items():
            old = widest.get(key, (low, high))
            widest[key] = (min(old[0], low), max(old[1], high))
    return widest


def _peak(
    number: int, measure: Measure, surveys: Sequence[_Survey], tables: Sequence[Floats], *, honest: bool
) -> Iterator[ExposurePeak]:
    """The largest value above 0, in the first order of play that has it, where it comes about soonest."""
    best, where = 0.0, None
    for survey, table in zip(surveys, tables, strict=True):
        at = survey.sorted[survey.honest] if honest else survey.sorted
        most = float(table[at].max(initial=0.0))
        if most > best:
            top = (survey.honest_plays if honest else survey.plays).first(at[table[at] == most])
            best, where = most, (survey, top)
    if where is None:
        return
    survey, top = where
    game = survey.game
    played = shortest_play(game, survey.honest_plays if honest else survey.plays, top)
    name = game.rules.accord.name(measure.party)
    unit = f" {measure.unit}" if measure.unit else ""
    how = "without any breach" if honest else "by any play"
    values = game.values(top)
    yield ExposurePeak(
        measure=number,
        honest=honest,
        value=best,
        phase=game.rules.phases[values["phase"]],
        day=values["day"],
        by_day=1 + int(game.days_pass[list(played.edges)].sum()),
        order=_order(game),
        witness=tell(game, played, shows=f"{name} has given {best:g}{unit} more than it has received, {how}"),
    )


def _ledger(game: Game, told: Sequence[Measure], numbers: Mapping[str, float], conduct: str) -> Ledger:
    """The timetable on which everyone is of one conduct, a line for each day."""
    picks = everyone(game, conduct)
    played = play(game, picks.__getitem__)
    edges = np.array(played.edges, dtype=np.int64)
    passed = np.concatenate([[0], game.to[edges]])
    table = np.array([outstanding(game, measure, numbers, passed) for measure in told])
    table = table.reshape(len(told), len(passed))
    nights = np.flatnonzero(game.days_pass[edges])
    if len(edges) and (not len(nights) or nights[-1] != len(edges) - 1):
        nights = np.append(nights, len(edges) - 1)
    days, begin = [], 0
    for day, night in enumerate(nights.tolist(), start=1):
        here = int(game.source[edges[night]])
        today = table[:, begin : night + 2]
        days.append(
            LedgerDay(
                day=day,
                phase=game.rules.phases[int(game.column("phase")[here])],
                day_of_phase=int(game.column("day")[here]),
                at_night=tuple(today[:, -1].tolist()),
                largest=tuple(today.max(axis=1).tolist()),
            )
        )
        begin = night + 1
    return Ledger(
        conduct=conduct,
        does=CONDUCTS[conduct],
        order=_order(game),
        days=tuple(days),
        largest=tuple(table.max(axis=1).tolist()),
        ends=game.rules.phases[int(game.column("phase")[passed[-1]])],
        repeats=played.repeats_from is not None,
    )


def _order(game: Game) -> tuple[str, ...]:
    return tuple(stage for stage in game.rules.stages if stage in game.rules.sides)
