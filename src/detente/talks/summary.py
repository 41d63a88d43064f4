"""What counts over runs say, as shares with standard errors."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.analysis.results import Chance
from detente.kernels.talks.shapes import ENDS, FACTS, PHASES
from detente.talks.fold import Fold
from detente.talks.results import DealPackage, OptionShare, TalksFound, TimeToDeal

__all__ = ["share_of", "summarised"]

_POINTS = 41
_TOP = 10
_MEANS = ("texts", "published", "leaked", "waited", "ratifications")


def summarised(fold: Fold) -> TalksFound:
    """The counts as shares, percentiles and means; see TalksResult for what each is a share of."""
    tables, runs, deals = fold.tables, fold.runs, fold.deals
    names, none = tables.names, fold.runs - fold.deals
    actors = [names.actors[int(a)] for a in tables.fixed.threat_actor]
    struck = zip(names.sources, fold.struck, fold.struck_deals, strict=True)
    return TalksFound(
        deals=share_of(deals, runs),
        ends=_shares(ENDS, fold.ends, runs),
        days=_percentiles(fold.deal_days),
        curve=_curve(fold),
        terms=_terms(fold),
        packages=_packages(fold),
        distinct=len(fold.packages),
        phases=_shares(PHASES, fold.phases, none),
        ended_by=_ended_by(fold),
        refused=_shares(names.parties, fold.refused, none),
        blocked=_shares(names.actors, fold.blocked, none),
        quit=_shares(actors, fold.quit, runs),
        struck=tuple((of[1], share_of(int(n), runs), share_of(int(d), int(n))) for of, n, d in struck),
        gains=tuple((a, *_moments(fold.gains[:, k], deals)) for k, a in enumerate(names.actors) if deals),
        means=tuple((name, float(fold.sums[FACTS.index(name)] / runs)) for name in _MEANS),
    )


def share_of(count: int, of: int) -> Chance:
    """A share with its standard error (Agresti and Coull 1998: 0 of n is not certain); 0 of 0 is 0.

    >>> share_of(0, 100).error > 0
    True
    """
    if of == 0:
        return Chance(share=0.0, error=0.0)
    middle = (count + 2) / (of + 4)
    return Chance(share=count / of, error=math.sqrt(middle * (1 - middle) / (of + 4)))


def _shares(labels: Sequence[str], counts: Any, of: int) -> tuple[tuple[str, Chance], ...]:
    return tuple((label, share_of(int(n), of)) for label, n in zip(labels, counts, strict=True))


def _ended_by(fold: Fold) -> tuple[tuple[str, Chance], ...]:
    names, none = fold.tables.names, fold.runs - fold.deals
    return tuple(
        (names.sources[by][1] if ENDS[end] == "broke down" else names.parties[by], share_of(n, none))
        for (end, by), n in sorted(fold.ended_by.items())
    )


def _terms(fold: Fold) -> tuple[OptionShare, ...]:
    space, offsets = fold.tables.space, fold.tables.fixed.offsets
    return tuple(
        OptionShare(
            issue=issue.id, option=option, share=share_of(int(fold.options[offsets[k] + n]), fold.deals)
        )
        for k, issue in enumerate(space.issues)
        for n, option in enumerate(space.options[k])
    )


def _packages(fold: Fold) -> tuple[DealPackage, ...]:
    """The most frequent; equal ones by their options' ids."""
    space = fold.tables.space

    def terms(row: Sequence[int]) -> tuple[tuple[str, str], ...]:
        return tuple((issue.id, space.options[k][row[k]]) for k, issue in enumerate(space.issues))

    least = sorted(fold.packages.values(), reverse=True)[:_TOP][-1:]
    often = [(row, many) for row, many in fold.packages.items() if many >= least[0]] if least else []
    ranked = sorted(((-many, sorted(terms(row)), row) for row, many in often), key=lambda one: one[:2])
    return tuple(
        DealPackage(terms=terms(row), share=share_of(-many, fold.deals)) for many, _, row in ranked[:_TOP]
    )


def _percentiles(days: NDArray[np.int64]) -> tuple[tuple[str, float], ...]:
    total = int(days.sum())
    if not total:
        return ()
    climbed = np.cumsum(days)
    return tuple((f"{q} %", float(np.searchsorted(climbed, total * q / 100))) for q in (5, 25, 50, 75, 95))


def _curve(fold: Fold) -> tuple[TimeToDeal, ...]:
    last = len(fold.deal_days) - 1
    days = sorted({round(last * k / (_POINTS - 1)) for k in range(_POINTS)})
    deals, others = np.cumsum(fold.deal_days), np.cumsum(fold.end_days)
    return tuple(
        TimeToDeal(
            day=day,
            deal=share_of(int(deals[day]), fold.runs),
            talking=share_of(fold.runs - int(deals[day]) - int(others[day]), fold.runs),
        )
        for day in days
    )


def _moments(sums: NDArray[np.float64], count: int) -> tuple[float, float]:
    mean = float(sums[0]) / count
    return mean, math.sqrt(max(float(sums[1]) / count - mean**2, 0.0))
