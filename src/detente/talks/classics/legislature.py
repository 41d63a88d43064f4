"""Division of a pie by a vote when the proposer is drawn anew each session (Baron and Ferejohn 1989)."""

from itertools import combinations

__all__ = ["proposer_share"]


def proposer_share(players: int, votes: int, discount: float, *, sessions: int = 200) -> float:
    """The share that the first proposer keeps under the closed rule (Baron and Ferejohn 1989).

    Solved backwards over so many sessions: whoever is recognised buys the cheapest coalition of `votes`, the
    own one included; equally cheap ones are equally likely.

    >>> round(proposer_share(3, 2, 1.0), 6)
    0.666667
    """
    value = [0.0] * players
    kept = 1.0
    for _ in range(sessions):
        price = [discount * v for v in value]
        found = [0.0] * players
        for proposer in range(players):
            others = [k for k in range(players) if k != proposer]
            costs = {chosen: sum(price[k] for k in chosen) for chosen in combinations(others, votes - 1)}
            least = min(costs.values())
            cheapest = [chosen for chosen, cost in costs.items() if cost <= least + 1e-12]
            kept = 1.0 - least
            found[proposer] += kept / players
            for chosen in cheapest:
                for k in chosen:
                    found[k] += price[k] / (len(cheapest) * players)
        value = found
    return kept
