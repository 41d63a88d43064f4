"""What a party knows of itself when it is asked for its limits."""

from itertools import pairwise

from detente.kernels.talks.shapes import SLOTS
from detente.talks.engine.delegations import Delegations
from detente.talks.moves import Position
from detente.talks.tables import TalksTables

__all__ = ["position_of"]

_APART = 64


def position_of(tables: TalksTables, sides: Delegations, party: int) -> Position:
    """The position of a party today: scores and reservation of its principal, and what its tactic adds.

    Interactions between issues are left out of the scores: limits are named issue by issue.
    """
    world = sides.world
    fixed, row = world.fixed, world.row
    principal = int(fixed.principal[party])
    leaf = int(fixed.gain_leaf[principal])
    offsets = fixed.offsets.tolist()
    return Position(
        party=tables.names.parties[party],
        scores=tuple(tuple(row["scores"][leaf][a:b].tolist()) for a, b in pairwise(offsets)),
        asked=world.asked(principal),
        above=sides.above(party),
        grid=float(tables.space.grid[leaf]),
        barred=sides.crossing(party),
        draw=world.drawer(SLOTS.SEAL + _APART * party),
    )
