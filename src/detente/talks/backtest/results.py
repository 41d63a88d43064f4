"""How well a record was foreseen, as frozen answers: a row per forecast, scores, skill against base lines.

A skill is 1 - score / score of the base line: 1 perfect, 0 no better, below 0 worse. Intervals are the middle
90 % of resampled dates (Efron 1979).
"""

import datetime as dt
from dataclasses import dataclass

from detente.analysis.results import Basis, Finding, Pairs
from detente.talks.learning.observations import Unused

__all__ = ["FEWEST", "FEWEST_DATES", "KINDS", "Backtest", "Bin", "Estimate", "Forecast", "Score", "Skill"]

KINDS: tuple[str, ...] = ("answer", "softens", "hardens", "deal", "talking")
"""An answer is yes; a stance stated again is nearer to, or further from, what others demand; a deal comes
within the horizon; the talks still go on after it."""

FEWEST, FEWEST_DATES = 10, 5
"""With fewer forecasts or dates, nothing is said of skill."""

_NAMES = {
    "answer": "answers",
    "softens": "stances that soften",
    "hardens": "stances that harden",
    "deal": "a deal",
    "talking": "talks that go on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One forecast: made on `day` from what was known then, and what the record says by `told`.

    `horizon` is in days; 0 stands for the next day on which the record says anything. `bases` are the chances
    that the base lines gave on the same day.
    """

    day: dt.date
    about: str
    what: str
    horizon: int = 0
    chance: float
    came: bool
    told: dt.date
    bases: Pairs
    evidence: tuple[str, ...] = ()

    def __str__(self) -> str:
        """When, what, the chance, and what came."""
        came = "yes" if self.came else "no"
        return f"{self.day}: {self.what}: {100 * self.chance:.0f} %; {came} ({self.told})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over forecasts with its interval over resampled dates."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """The value and the interval."""
        return f"{_short(self.value)} [{_short(self.low)}, {_short(self.high)}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Skill by one rule ("brier" or "log") against one base line; None where that made no error at all."""

    base: str
    rule: str
    base_score: float
    skill: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts whose chance lies between `low` and `high`: how many, the mean chance, how many came."""

    low: float
    high: float
    forecasts: int
    chance: float
    came: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The forecasts of one kind and horizon: proper scores (Brier 1950; Good 1952), skill, calibration.

    `chance` is the mean chance given, `came` the share that came. `bins` leave out empty ones.
    """

    about: str
    horizon: int
    forecasts: int
    dates: int
    chance: float
    came: float
    brier: Estimate
    log: Estimate
    skills: tuple[Skill, ...]
    bins: tuple[Bin, ...]

    @property
    def name(self) -> str:
        """What is forecast, in words."""
        return _NAMES.get(self.about, self.about) + (f" in {self.horizon} days" if self.horizon else "")

    @property
    def enough(self) -> bool:
        """Whether there are forecasts and dates enough to speak of skill."""
        return self.forecasts >= FEWEST and self.dates >= FEWEST_DATES

    @property
    def hardest(self) -> Skill:
        """The skill by the Brier score against the base line that does best by it."""
        return min((s for s in self.skills if s.rule == "brier"), key=lambda s: s.base_score)

    @property
    def verdict(self) -> str:
        """What may be said of skill against the best base line, and no more."""
        if not self.enough:
            return "too few to tell"
        skill = self.hardest.skill
        if skill is None:
            return f"no skill, {self.hardest.base!r} was right every time"
        if skill.low > 0:
            return "some skill"
        return "worse than the base line" if skill.high < 0 else "no sign of skill"

    def __str__(self) -> str:
        """How many forecasts, the skill against the best base line, and what may be said of it."""
        dates = "1 date" if self.dates == 1 else f"{self.dates} dates"
        count = "1 forecast" if self.forecasts == 1 else f"{self.forecasts} forecasts"
        skill = self.hardest.skill
        base = f"against {self.hardest.base!r}"
        told = f"skill {skill} {base}" if skill else f"Brier score {self.brier} {base}, which made no error"
        return f"{self.name}: {count} on {dates}, {told}: {self.verdict}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest(Finding):
    """What could have been foreseen on each day of a record, scored by kind and horizon.

    `dates` are the days on which the record says anything new. `left_out` names what could not be forecast,
    with the reason; `unsettled` are days on which the draws of the learning had not settled. Windows of one
    horizon may overlap; forecasts of one date are resampled together.
    """

    basis: Basis
    dates: tuple[dt.date, ...]
    scores: tuple[Score, ...]
    forecasts: tuple[Forecast, ...]
    left_out: tuple[Unused, ...] = ()
    unsettled: tuple[dt.date, ...] = ()
    assumptions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line: each kind of forecast with its skill, those too few to tell, or nothing to score."""
        if not self.scores:
            return f"looking back on {self.basis.case}: nothing to score"
        told = [str(score) for score in self.scores if score.enough]
        few = ", ".join(f"{score.name} ({score.forecasts})" for score in self.scores if not score.enough)
        told += [f"too few forecasts to tell: {few}"] if few else []
        return f"looking back on {self.basis.case}: " + "; ".join(told)

    def score(self, about: str, horizon: int = 0) -> Score | None:
        """The score of one kind of forecast; None where there is none."""
        return next((s for s in self.scores if (s.about, s.horizon) == (about, horizon)), None)


def _short(value: float) -> str:
    """Two digits, and no zero with a sign."""
    return f"{value:.2f}".replace("-0.00", "0.00")
