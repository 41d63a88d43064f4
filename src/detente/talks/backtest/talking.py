"""The chances of a deal and of talks that go on within some days, from simulated talks of a case.

The setting is the default one, made from the case of the day: a bundled one may rest on what came later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.case.model import Case
from detente.talks.results import TalksResult
from detente.talks.setting.defaults import default_setting
from detente.talks.simulate import simulate

__all__ = ["Talking", "talking"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talking:
    """The chances of a deal within `days`, and of no deal and no end by then."""

    days: int
    deal: float
    going: float


def talking(case: Case, horizons: Sequence[int], *, runs: int, seed: int) -> tuple[Talking, ...]:
    """The chances by horizon, in their order, over simulated runs that start on the day of the case.

    Talks may last well beyond the horizons, so that these are no deadlines.
    """
    setting = default_setting(case)
    setting = replace(setting, days=max(setting.days, 2 * max(horizons)))
    found = simulate(case, runs=runs, seed=seed, setting=setting)
    return tuple(_by(found, days) for days in horizons)


def _by(found: TalksResult, days: int) -> Talking:
    """Between the days of the curve, on a straight line."""
    curve = found.found.curve
    after = next(n for n, p in enumerate(curve) if p.day >= days)
    old, new = curve[max(after - 1, 0)], curve[after]
    part = (days - old.day) / max(new.day - old.day, 1)
    deal = old.deal.share + part * (new.deal.share - old.deal.share)
    going = old.talking.share + part * (new.talking.share - old.talking.share)
    return Talking(days=days, deal=deal, going=going)
