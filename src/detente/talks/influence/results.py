"""Which uncertain number moves how talks go, as frozen answers with a noise floor.

An index says how far an outcome moves with a number; it says nothing about which value is right.
"""

from dataclasses import dataclass

from detente.analysis.results import Basis, Finding

__all__ = ["Influence", "Moved", "TalksSensitivity"]

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """What one number does to an outcome.

    `name` is its path (several numbers that share a driver have the driver's); `of` is "case" or "setting".
    A name that ends in "?" is an event, which happens in its highest fifth and not in its lowest, unless its
    chance is almost certain or almost nothing.
    `index` with its standard error is the method's own (see `TalksSensitivity`). `share` is the share of the
    outcome's variance that the number explains alone, None where the method does not tell it; `low` and
    `high` are the mean outcome where the number lies in the lowest and in the highest fifth of its draws.
    """

    name: str
    of: str
    index: float
    error: float
    share: float | None = None
    share_error: float | None = None
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        """One line."""
        ends = "" if self.low is None else f", from {self.low:.3g} to {self.high:.3g}"
        return f"{self.name}: {self.index:.3f} ± {self.error:.3f}{ends}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An outcome and what moves it: `about` is "deal", "day" (of a deal) or "gain.ACTOR" (of a deal).

    `runs` is how many runs tell of it, `mean` its mean. `numbers` are all that vary, largest index first.
    `floor` is the index that a number without any part in the talks might reach by chance.
    """

    about: str
    runs: int
    mean: float
    floor: float
    numbers: tuple[Influence, ...]

    @property
    def outstanding(self) -> tuple[Influence, ...]:
        """The numbers that stand out from the noise."""
        return tuple(one for one in self.numbers if one.index > self.floor and one.index > 2 * one.error)

    def __str__(self) -> str:
        """A line, and one for each of the numbers that stand out most."""
        told = _TOLD.get(self.about, self.about.replace("gain.", "gain of "))
        out = self.outstanding
        if not out:
            return f"{told}: nothing stands out among {len(self.numbers)} numbers (floor {self.floor:.3f})"
        head = f"{told}: {len(out)} of {len(self.numbers)} numbers stand out (floor {self.floor:.3f})"
        return "\n".join([head, *(f"  {one}" for one in out[:_SHOWN])])


_TOLD = {"deal": "whether there is a deal", "day": "the day of a deal"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksSensitivity(Finding):
    """Which uncertain numbers of the case and of the setting move how talks go.

    `method` is "pawn" (index: the median distance between what happens where the number lies in one tenth of
    its draws and what happens at all), "sobol" (index: share of the variance with all that the number does
    together with others) or "morris" (index: mean size of the change when the number alone moves). Outcomes
    that too few runs tell of are in `left_out` with the reason.
    """

    basis: Basis
    method: str
    setting: str
    protocol: str
    runs: int
    outcomes: tuple[Moved, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    def outcome(self, about: str) -> Moved | None:
        """The answer about one outcome, None where it was left out."""
        return next((one for one in self.outcomes if one.about == about), None)

    def __str__(self) -> str:
        """A line for each outcome, with the numbers that stand out."""
        head = f"sensitivity of talks ({self.method}, {self.runs:,} runs)"
        return "\n".join([head, *(str(one) for one in self.outcomes)])
