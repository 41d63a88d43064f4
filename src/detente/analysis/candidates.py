"""Packages worth scoring where there are too many to enumerate: the efficient ones, least unequal first."""

import numpy as np
from numpy.typing import NDArray

from detente.analysis.frontier import merged_frontier
from detente.analysis.space import OutcomeSpace
from detente.errors import SpaceTooLarge

__all__ = ["candidate_rows"]

_LIMIT = 200_000


def candidate_rows(space: OutcomeSpace, most: int = 5000) -> NDArray[np.int64]:
    """Option numbers (m, issues) of packages on the principals' frontier at the likely values.

    At most `most`: those whose smallest gain over no deal, as a share of what the principal can gain at
    best, is largest. Where the frontier itself is too large it is thinned to a grid. Never empty.
    """
    try:
        merged = merged_frontier(space, limit=_LIMIT)
    except SpaceTooLarge:
        merged = merged_frontier(space, limit=_LIMIT, within=0.01)
    floor = np.array(merged.utilities.reservations, dtype=object)
    gains = (merged.points.astype(object) - floor).astype(np.float64)
    best = np.maximum(gains.max(axis=0), 1e-300)
    order = np.argsort(-(gains / best).min(axis=1), kind="stable")
    return merged.utilities.options(merged.picks[order[:most]])
