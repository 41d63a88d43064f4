"""Looks back on a record: for each of its days the outlook from what was known then, against what came.

No hindsight: every chance comes from `as_of` the day, with estimates made again from what is left, and
learning from that alone. The later record only says what is asked, and what came.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from detente.analysis.basis import basis_of
from detente.case.as_of import as_of
from detente.case.model import Case
from detente.errors import AnalysisError, CaseError, SettingError, UnknownName
from detente.talks.backtest.base_lines import base_chances
from detente.talks.backtest.outlook import Outlook, Standing, outlook, standing
from detente.talks.backtest.questions import (
    came_of,
    deals,
    moves_known,
    new_answers,
    new_moves,
    record_days,
)
from detente.talks.backtest.results import Backtest, Forecast
from detente.talks.backtest.scores import scores_of
from detente.talks.backtest.talking import talking
from detente.talks.learning.gather import gather
from detente.talks.learning.learn import FEWEST
from detente.talks.learning.observations import Observation, Observations, Unused
from detente.talks.learning.posterior import METHODS

__all__ = ["backtest"]

LONGEST = 1825
"""The longest horizon in days: talks of twice that can still be simulated."""

ASSUMPTIONS: tuple[str, ...] = (
    "Reported answers are taken as they come: refusals are news, quiet assent may not be.",
    "Of a text only the issues that were on the table on the day of the forecast count.",
    "A deal is an event that says so, or a text that every party accepted whole.",
    "Talks still go on after a horizon when a proposal is made or answered later and no deal came before.",
    "Simulated talks have the default setting: wide ranges, the same for all, without happenings or hazards.",
)


def backtest(
    case: Case,
    *,
    horizon_days: Sequence[int] = (30,),
    seed: int = 0,
    method: str = "light",
    draws: int = 1200,
    runs: int = 200,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """The forecasts that could have been made on each day of a record, scored against what it says next.

    Who says yes to which terms on the next day with news, which stances soften or harden then, whether a deal
    comes within each horizon and whether the talks still go on. With `runs` 0 no talks are simulated and the
    last two are left out, as are windows that end after the record. `progress` is told days done,
    of how many. A record without anything to score is a finding, not an error. AnalysisError for a horizon
    below one day or beyond five years, negative runs or fewer than 400 draws; UnknownName for another method.

    >>> from detente.case.library import example
    >>> print(backtest(example("panama-canal-1974")))
    looking back on panama-canal-1974: nothing to score
    """
    _refuse(horizon_days, method, draws, runs)
    days = record_days(case)
    desk = _Desk(case=case, days=days, seed=seed)
    for number, (day, following) in enumerate(pairwise(days)):
        desk.look(day, following, tuple(sorted(set(horizon_days))), (method, draws, runs))
        if progress is not None:
            progress(number + 1, len(days) - 1)
    order = ("answer", "softens", "hardens", "deal", "talking")
    found = sorted(desk.found, key=lambda f: (order.index(f.about), f.horizon, f.day, f.what))
    how = f"outlooks from what was known each day, learnt by {method}, {runs} simulated runs"
    return Backtest(
        basis=basis_of(case, how, exact=False, seed=seed, draws=draws),
        dates=days,
        scores=scores_of(found, seed=seed),
        forecasts=tuple(found),
        left_out=tuple(Unused(why=why, ids=tuple(ids)) for why, ids in sorted(desk.left.items())),
        unsettled=tuple(desk.unsettled),
        assumptions=ASSUMPTIONS,
    )


@dataclass(slots=True, kw_only=True)
class _Desk:
    """The record, the forecasts so far, and what is left out."""

    case: Case
    days: tuple[dt.date, ...]
    seed: int
    found: list[Forecast] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    unsettled: list[dt.date] = field(default_factory=list)

    def look(
        self, day: dt.date, following: dt.date, horizons: tuple[int, ...], how: tuple[str, int, int]
    ) -> None:
        """The forecasts of one day."""
        method, draws, runs = how
        then, after = as_of(self.case, day), as_of(self.case, following)
        known = gather(then)
        answers = new_answers(known, gather(after), day)
        moves = new_moves(after, day)
        windows = tuple(self._windows(then, day, horizons)) if runs else ()
        if not answers and not moves and not windows:
            return
        view = outlook(then, draws=draws, seed=self.seed, method=method)
        if view is None:
            names = (*(o.id for o in answers), *(f"{a} {i}" for a, i in moves))
            self._skip("nobody's preferences were known by then", names)
            return
        if not view.learnt.diagnostics.settled:
            self.unsettled.append(day)
        self.found += self._answers(view, known, answers)
        self.found += self._moves(view, moves)
        if windows:
            self.found += self._talks(view, windows, runs)

    def _answers(
        self, view: Outlook, known: Observations, answers: Sequence[Observation]
    ) -> Iterator[Forecast]:
        asked = [(o, terms) for o in answers if (terms := view.knows(o.actor, o.terms))]
        fits = {o.id for o, _ in asked}
        why = "its options, or who answers, were not on record the day before"
        for o in answers:
            if o.id not in fits:
                self._skip(why, (o.id,))
        replies = [o for o in known.found if o.kind == "reply"]
        before = [o.answer == "accepts" for o in replies]
        chances = view.yes([(o.actor, terms) for o, terms in asked])
        for (o, terms), chance in zip(asked, chances, strict=True):
            own = [r.answer == "accepts" for r in replies if r.actor == o.actor]
            told = ", ".join(f"{issue}={'|'.join(options)}" for issue, options in terms)
            yield Forecast(
                day=view.day,
                about="answer",
                what=f"{o.actor} says yes to {told}",
                chance=chance,
                came=o.answer == "accepts",
                told=o.known,
                bases=base_chances(before, last=own[-1] if own else None),
                evidence=o.evidence,
            )

    def _moves(self, view: Outlook, moves: dict[tuple[str, str], Any]) -> Iterator[Forecast]:
        stood = standing(view.case, {p.id: p.principal for p in view.case.parties})
        before = moves_known(view.case)
        for (speaker, issue), moment in sorted(moves.items()):
            held = stood.get((speaker, issue))
            if held is None or not self._asked(view, held):
                why = "nothing says by then where the others stand, or what it wants"
                self._skip(why, (f"{speaker} {issue}",))
                continue
            chances = view.moves(held)
            evidence = tuple(h.stance for h in moment.held)
            known = {s.id: s.known for s in self.case.stances}
            steps = [step for track in before.values() for step in track]
            own = before.get((speaker, issue), ())
            for about, step, chance in (
                ("softens", "softened", chances.softens),
                ("hardens", "hardened", chances.hardens),
            ):
                yield Forecast(
                    day=view.day,
                    about=about,
                    what=f"{speaker} {about} on {issue}",
                    chance=chance,
                    came=moment.direction == step,
                    told=max(known[name] for name in evidence),
                    bases=base_chances([s == step for s in steps], last=own[-1] == step if own else None),
                    evidence=evidence,
                )

    def _asked(self, view: Outlook, held: Standing) -> bool:
        prior = view.learnt.prior
        known = held.issue in prior.issues and held.actor in prior.actors
        return known and bool(prior.scores.options(held.actor, held.issue))

    def _windows(self, then: Case, day: dt.date, horizons: Iterable[int]) -> Iterator[int]:
        """The horizons that end within the record, while there are talks and no deal."""
        last = self.case.as_of or self.days[-1]
        if not then.proposals or deals(then):
            return
        for days in horizons:
            if day + dt.timedelta(days) <= last:
                yield days
            else:
                self._skip("the record ends before the horizon does", (f"{day} + {days} days",))

    def _talks(self, view: Outlook, windows: Sequence[int], runs: int) -> Iterator[Forecast]:
        tighter = view.learnt.case(view.case)
        try:
            chances = talking(tighter, windows, runs=runs, seed=self.seed)
        except (AnalysisError, CaseError, SettingError) as error:
            self._skip(f"talks cannot be simulated from what was known: {error.what}", (str(view.day),))
            return
        for chance in chances:
            until = view.day + dt.timedelta(chance.days)
            for about, what, given in (
                ("deal", "a deal", chance.deal),
                ("talking", "the talks go on, without a deal,", chance.going),
            ):
                came, evidence = came_of(self.case, about, view.day, until)
                if came is None:
                    self._skip("the record does not say whether the talks still went on", (f"by {until}",))
                    continue
                ends = [(day, day + dt.timedelta(chance.days)) for day in self.days]
                seen = [came_of(view.case, about, day, end)[0] for day, end in ends if end <= view.day]
                before = [one for one in seen if one is not None]
                yield Forecast(
                    day=view.day,
                    about=about,
                    what=f"{what} by {until}",
                    horizon=chance.days,
                    chance=given,
                    came=came,
                    told=until,
                    bases=base_chances(before, last=before[-1] if before else None),
                    evidence=evidence,
                )

    def _skip(self, why: str, names: Iterable[str]) -> None:
        self.left.setdefault(why, []).extend(names)


def _refuse(horizons: Sequence[int], method: str, draws: int, runs: int) -> None:
    if method not in METHODS:
        raise UnknownName.among(method, "method", METHODS)
    if draws < FEWEST:
        raise AnalysisError(f"{draws} draws are too few to learn from", hint=f"ask for {FEWEST} or more")
    if runs < 0:
        raise AnalysisError(f"{runs} runs cannot be simulated", hint="ask for 0, to leave talks out, or more")
    for days in horizons:
        if not 1 <= days <= LONGEST:
            raise AnalysisError(f"a horizon of {days} days", hint=f"ask for 1 to {LONGEST} days")
