"""The inputs of the frontier benchmarks, each defined once.

Hostile parties: an option divides 1,000 points among the parties, all whole divisions by random cuts
being as likely; then normal noise (`noise` is its standard deviation, 100 unless said otherwise, rounded)
is added to every party but the first, and the scores are clipped to 0..1000. For two parties the second
score is thus 1000 - first + noise. Independent parties: each score is uniform on 0..1000. Weights: for each
party Dirichlet(1) over the issues, times 10,000, rounded. A block holds score x weight, whole numbers, of
one issue. The generator is numpy's default one, started from the seed.
"""

import numpy as np
import numpy.typing as npt

__all__ = ["hostile", "independent", "zero_sum"]

Blocks = list[npt.NDArray[np.int64]]
HIGHEST = 1000


def hostile(
    seed: int, *, parties: int = 2, issues: int = 20, options: int = 10, noise: float = 100
) -> Blocks:
    """Blocks of parties that divide what an option gives, with noise."""
    draw = np.random.default_rng(seed)
    cuts = np.sort(draw.integers(0, HIGHEST + 1, (parties - 1, issues, options)), axis=0)
    ends = np.zeros((1, issues, options), np.int64)
    scores = np.diff(np.concatenate((ends, cuts, ends + HIGHEST)), axis=0)
    scores[1:] += np.rint(draw.normal(0, noise, scores[1:].shape)).astype(np.int64)
    return _weighted(np.clip(scores, 0, HIGHEST), draw)


def independent(seed: int, *, parties: int = 3, issues: int = 20, options: int = 10) -> Blocks:
    """Blocks of parties whose scores have nothing to do with one another."""
    draw = np.random.default_rng(seed)
    return _weighted(draw.integers(0, HIGHEST + 1, (parties, issues, options)), draw)


def zero_sum(seed: int, *, issues: int = 20, options: int = 10, equal: bool = True) -> Blocks:
    """Blocks of two parties that share the weights and gain exactly what the other loses.

    With `equal` all issues weigh the same; else their common weights are drawn as above.
    """
    draw = np.random.default_rng(seed)
    first = draw.integers(0, HIGHEST + 1, (issues, options))
    weights = np.full(issues, 10_000 // issues)
    if not equal:
        weights = np.rint(draw.dirichlet(np.ones(issues)) * 10_000).astype(np.int64)
    scores = np.stack((first, HIGHEST - first), axis=-1)
    return list(scores * weights[:, None, None])


def _weighted(scores: npt.NDArray[np.int64], draw: np.random.Generator) -> Blocks:
    parties, issues, _ = scores.shape
    weights = np.rint(draw.dirichlet(np.ones(issues), parties) * 10_000).astype(np.int64)
    return list(np.moveaxis(scores * weights[:, :, None], 0, -1))
