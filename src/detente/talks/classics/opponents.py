"""What the offers of the other side tell of its preferences: two models of automated negotiation.

Both recover an order of issues rather than weights; both take offers as tuples of option numbers.
"""

from collections.abc import Sequence
from itertools import pairwise, permutations, product
from math import exp

from detente.talks.moves import Text

__all__ = ["weights_by_order", "weights_by_repetition"]


def weights_by_repetition(offers: Sequence[Text], issues: int, *, gain: float = 0.1) -> tuple[float, ...]:
    """Weights by how often an issue is left unchanged between offers (van Krimpen et al. 2013).

    Each issue begins with the same weight; one that is unchanged between two offers gains `gain` / issues
    before weights are made to sum to 1.

    >>> weights_by_repetition([(2, 2), (2, 1), (2, 0)], 2, gain=1.0)
    (0.75, 0.25)
    """
    weights = [1.0 / issues] * issues
    for before, after in pairwise(offers):
        for k in range(issues):
            weights[k] += (before[k] == after[k]) * gain / issues
    total = sum(weights)
    return tuple(w / total for w in weights)


def weights_by_order(
    offers: Sequence[tuple[float, Text]],
    sizes: tuple[int, ...],
    *,
    concedes: float = 0.5,
    spread: float = 0.1,
) -> tuple[float, ...]:
    """Expected weights over orders of issues and directions of options (after Hindriks and Tykhonov 2008).

    `offers` are (share of the time, text). Weights of an order fall evenly; options of an issue rise or fall
    evenly. Offers are taken to give 1 - `concedes` x share of the time, with normal errors of `spread`. At
    most five issues.

    >>> offers = [(0.0, (2, 2)), (0.5, (2, 1)), (1.0, (2, 0))]
    >>> [round(w, 2) for w in weights_by_order(offers, (3, 3), concedes=0.3)]
    [0.67, 0.33]
    """
    count = len(sizes)
    found, total = [0.0] * count, 0.0
    for order in permutations(range(count)):
        weights = [2.0 * (count - rank) / (count * (count + 1)) for rank in order]
        for rises in product((True, False), repeat=count):
            miss = 0.0
            for share, text in offers:
                utility = sum(
                    w * (o if up else n - 1 - o) / max(n - 1, 1)
                    for w, o, n, up in zip(weights, text, sizes, rises, strict=True)
                )
                miss += (utility - (1.0 - concedes * share)) ** 2
            chance = exp(-miss / (2.0 * spread * spread))
            total += chance
            found = [f + chance * w for f, w in zip(found, weights, strict=True)]
    return tuple(f / total for f in found) if total else (1.0 / count,) * count
