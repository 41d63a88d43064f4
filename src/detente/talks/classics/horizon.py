"""Optimal players of alternating offers over a share of one pie, by backward induction from the last round.

Stahl (1972) for a finite horizon; as the horizon grows the first offer tends to Rubinstein's (1982). With
outside options, as in Binmore, Shaked and Sutton (1989), a party that refuses may walk out.
"""

from math import floor

from detente.talks.tactics.exchange import Planned

__all__ = ["optimal_players"]


def optimal_players(
    discounts: tuple[float, float],
    rounds: int,
    *,
    steps: int = 1000,
    outside: tuple[float, float] = (0.0, 0.0),
    first: int = 0,
) -> tuple[Planned, Planned]:
    """Plans of both parties for the engine: what each asks, accepts and when it walks out (Stahl 1972).

    A party's utility is its share of one pie, worth `discounts` less each round; `first` proposes first. Who
    refuses may walk out for `outside` at once. Values are reckoned without rounding; what is asked is rounded
    down to the grid of `steps` shares, so that the other side gets no less than it waits for.

    >>> plans = optimal_players((0.9, 0.9), rounds=200)
    >>> plans[0].asks[0], round(plans[1].accepts[0], 4)
    (0.526, 0.4737)
    """
    asks: tuple[list[float], list[float]] = ([], [])
    accepts: tuple[list[float], list[float]] = ([], [])
    leaves: tuple[list[bool], list[bool]] = ([], [])
    value = [0.0, 0.0]  # what each has of the pie when the next round begins
    for day in range(rounds, 0, -1):
        p = (first + day - 1) % 2
        q = 1 - p
        waits = discounts[q] * value[q]
        least = max(waits, outside[q])
        share = 1.0 - least
        own = max(discounts[p] * value[p], outside[p])
        for side, ask, accept, leave in ((p, share, own, False), (q, least, least, outside[q] > waits)):
            asks[side].append(floor(ask * steps + 1e-9) / steps)
            accepts[side].append(accept)
            leaves[side].append(leave)
        value[p], value[q] = share, least
    plans = [
        Planned(asks=tuple(a[::-1]), accepts=tuple(b[::-1]), leaves=tuple(c[::-1]))
        for a, b, c in zip(asks, accepts, leaves, strict=True)
    ]
    return plans[0], plans[1]
