"""How talks may go, as frozen answers: deal frequency, time to a deal, terms, who said no, where runs end.

A deal frequency is a share of simulated runs under the case's ranges and the setting's assumptions; it is not
the odds that a package passes, and no forecast. Errors are standard errors over runs.
"""

from dataclasses import dataclass
from typing import Any

from detente.analysis.results import Basis, Chance, Finding

__all__ = ["DealPackage", "OptionShare", "TalksComparison", "TalksFound", "TalksResult", "TimeToDeal"]

Shares = tuple[tuple[str, Chance], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToDeal:
    """Share of all runs with a deal by a day, and share still talking after it."""

    day: int
    deal: Chance
    talking: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShare:
    """How often an option stands in the deals reached."""

    issue: str
    option: str
    share: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class DealPackage:
    """A package that runs end with, and its share of the deals."""

    terms: tuple[tuple[str, str], ...]
    share: Chance

    def __str__(self) -> str:
        """One line."""
        return f"{self.share}: " + ", ".join(f"{issue}={option}" for issue, option in self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksFound:
    """The counts behind a result; see TalksResult for their meaning."""

    deals: Chance
    ends: Shares
    days: tuple[tuple[str, float], ...]
    curve: tuple[TimeToDeal, ...]
    terms: tuple[OptionShare, ...]
    packages: tuple[DealPackage, ...]
    distinct: int
    phases: Shares
    ended_by: Shares
    refused: Shares
    blocked: Shares
    quit: Shares
    struck: tuple[tuple[str, Chance, Chance], ...]
    gains: tuple[tuple[str, float, float], ...]
    means: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksResult(Finding):
    """How simulated talks went.

    `deals` is the deal frequency; `ends` the share of each way to end; `days` the 5th, 25th, 50th, 75th and
    95th percentile of the day of a deal among deals; `curve` the time to a deal. `terms` and `packages` (the
    most frequent, of `distinct`) are among deals. Among runs without a deal: `phases` what was going on at
    the end, `ended_by` what ended them, `refused` the parties that refused the last text, `blocked` the
    actors that last said no at home. `quit` is the share of runs at whose end a ratifier had quit; `struck`
    for each hazard and happening its share of runs and the deal frequency where it struck; `gains` mean and
    standard deviation of what deals give each actor above its reservation of the day; `means` averages per
    run.
    """

    basis: Basis
    setting: str
    protocol: str
    strategy: str
    engine: str
    runs: int
    last_day: int
    found: TalksFound
    assumptions: tuple[str, ...] = ()

    @property
    def deals(self) -> Chance:
        """The deal frequency."""
        return self.found.deals

    def __str__(self) -> str:
        """One line."""
        middle = dict(self.found.days).get("50 %")
        when = f", half of them by day {middle:.0f}" if middle is not None else ""
        ends = [f"{name} {c}" for name, c in self.found.ends if name != "deal" and c.share > 0]
        return f"talks: a deal in {self.deals} of {self.runs:,} runs{when}; " + (
            "; ".join(ends) or "no other end"
        )

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Tidy tables by name: one row an observation, plain values, for files or a data frame."""
        f = self.found
        basis = {
            "case": self.basis.case,
            "setting": self.setting,
            "protocol": self.protocol,
            "seed": self.basis.seed,
        }
        shares = {
            "ends": f.ends, "phases": f.phases, "ended_by": f.ended_by,
            "refused": f.refused, "blocked": f.blocked, "quit": f.quit,
        }  # fmt: skip
        found = {
            name: [{**basis, "what": what, "share": c.share, "error": c.error} for what, c in rows]
            for name, rows in shares.items()
        }
        found["curve"] = [
            {**basis, "day": p.day, "deal": p.deal.share, "error": p.deal.error, "talking": p.talking.share}
            for p in f.curve
        ]
        found["terms"] = [
            {**basis, "issue": t.issue, "option": t.option, "share": t.share.share, "error": t.share.error}
            for t in f.terms
        ]
        found["packages"] = [
            {**basis, "rank": k + 1, "share": p.share.share, "error": p.share.error, **dict(p.terms)}
            for k, p in enumerate(f.packages)
        ]
        found["gains"] = [{**basis, "actor": a, "mean": m, "sd": s} for a, m, s in f.gains]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TalksComparison(Finding):
    """A change against the base on the same random numbers: run k meets the same world in both.

    `difference` is the change in deal frequency with the standard error of the paired difference; `gained`
    and `lost` are the shares of runs that end in a deal only with, only without the change; `saved` is how
    many times more runs unpaired simulations would need for the same error.
    """

    changes: tuple[str, ...]
    base: TalksResult
    other: TalksResult
    difference: Chance
    gained: float
    lost: float
    saved: float

    def __str__(self) -> str:
        """One line."""
        sign = "+" if self.difference.share >= 0 else "-"
        size = f"{100 * abs(self.difference.share):.1f} ± {100 * self.difference.error:.1f} points"
        return f"{', '.join(self.changes)}: {self.other.deals} instead of {self.base.deals} ({sign}{size})"
