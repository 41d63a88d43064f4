"""Whether the learning finds numbers that are known: draw them from the prior, tell a record, learn, compare.

Over many repeats the share of posterior draws below the truth is uniform when the learning is right (Talts
et al. 2018, arXiv:1804.06788), and a 90 % range holds the truth nine times in ten.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.case.model import Case
from detente.talks.learning.design import design_of
from detente.talks.learning.learn import columns_of, names_of, numbers_of
from detente.talks.learning.observations import Observations
from detente.talks.learning.posterior import posterior
from detente.talks.learning.prior import GLOBALS, TRUST, Believed, believed, prior_of
from detente.talks.learning.replicate import replicate
from detente.talks.learning.sampler import effective_draws, scale_reduction

__all__ = ["Recovered", "Recovery", "recover", "uniformity"]

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """One number: its truth, the mean learnt, the share of draws below the truth, whether a range holds it.

    `held` is True when the truth lies between the 5 % and 95 % points; `narrowed` is the spread after the
    record by that before.
    """

    kind: str
    actor: str
    truth: float
    likely: float
    below: float
    held: bool
    narrowed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Every number of one repeat, with the least number of independent draws and the largest R-hat."""

    found: tuple[Recovered, ...]
    effective: float
    reduction: float


def recover(
    case: Case, record: Observations, *, seed: int, draws: int = 1200, method: str = "light"
) -> Recovery:
    """What is learnt of numbers drawn from the prior, from a record whose outcomes are drawn with them.

    Of the record only what was answered to, which asks stood and the dates are kept. Numbers that the case
    fixes are left out; those shared by all actors have no actor.

    >>> from detente.talks.learning.made_up import made_up
    >>> len(recover(*made_up(issues=3, actors=2, count=10), seed=1, draws=400).found)
    20
    """
    from scipy.special import ndtr

    prior = prior_of(case)
    generator = np.random.default_rng([seed, 4])
    truth = believed(prior, generator.standard_normal((1, prior.layout.dims)), np, ndtr)
    design = replicate(design_of(prior, record), truth, generator)
    chains = posterior(design, method=method, draws=draws, seed=seed)
    after, before = numbers_of(prior, design, chains.draws, seed)
    kinds = [(name.kind, name.actor) for name in names_of(prior)]
    kinds += [(name, "") for name, _, _ in (*GLOBALS, *TRUST)]
    known = np.concatenate([columns_of(prior, truth), _shared(truth)], axis=1)[0]
    drawn = np.concatenate([columns_of(prior, after), _shared(after)], axis=1)
    was = np.concatenate([columns_of(prior, before), _shared(before)], axis=1).std(axis=0)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    found = tuple(
        Recovered(
            kind=kind,
            actor=actor,
            truth=float(known[k]),
            likely=float(drawn[:, k].mean()),
            below=float((drawn[:, k] < known[k]).mean()),
            held=bool(low[k] <= known[k] <= high[k]),
            narrowed=float(drawn[:, k].std() / was[k]),
        )
        for k, (kind, actor) in enumerate(kinds)
        if was[k] > 1e-12
    )
    return Recovery(
        found=found,
        effective=float(effective_draws(chains.draws).min()),
        reduction=float(scale_reduction(chains.draws).max()),
    )


def uniformity(shares: Iterable[float]) -> float:
    """How unevenly shares between 0 and 1 fall into ten bins: a chi-square with 9 degrees of freedom.

    >>> uniformity([0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95])
    0.0
    """
    counts = np.histogram(np.fromiter(shares, dtype=np.float64), bins=BINS, range=(0.0, 1.0))[0]
    expected = counts.sum() / BINS
    return float(((counts - expected) ** 2).sum() / expected)


def _shared(held: Believed) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.stack([held.shared[name] for name, _, _ in (*GLOBALS, *TRUST)], axis=1)
