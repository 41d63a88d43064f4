"""The framework of 2024 under its wordings: who alone can bring it down or hold it up, never in breach.

The first four rows are a prototype's table of the dispute of July 2024; the others turn on other words.
"""

import pytest

from detente.accord.library import accord_example
from detente.accord.questions.ability import collapse, stall
from detente.accord.space import AccordSpace
from detente.kernels.games.attractor import attractor

# wording: a party alone brings it down, a party with the mediators does, a party alone holds it up
TABLE = {
    "lapses": (True, True, True),
    "either-party": (True, True, True),
    "mediators-open": (False, True, True),
    "mediators-closed": (False, True, False),
    "mediators-listed": (False, True, True),
    "mediators-rule": (False, True, False),
    "truce-of-six-weeks": (True, True, True),
}


@pytest.fixture(scope="module", params=TABLE)
def space(request):
    return AccordSpace(accord_example("three-phases-2024"), wording=request.param)


@pytest.mark.parametrize("party", ["hamas", "israel"])
def test_the_table_of_the_wordings_comes_out_for_both_parties(space, party):
    alone, mediated, held_up = TABLE[space.wording]
    together = collapse(space, (party, "mediators"))
    assert collapse(space, party).holds is alone
    assert together.holds is mediated
    assert stall(space, party).holds is held_up
    assert min(found.by_day for found in together.orders) >= 42, "nobody ends it before six weeks are over"


@pytest.mark.parametrize("party", ["hamas", "israel"])
def test_nobody_can_be_put_in_breach_by_all_the_others(space, party):
    others = {"hamas", "israel", "mediators"} - {party}
    for game in space.games:
        breach = game.where(f"breach({party})")
        assert attractor(game.start, game.to, game.mine(others), breach).rank[0] == -1


def test_every_wording_has_its_row():
    assert {wording.id for wording in accord_example("three-phases-2024").wordings} == set(TABLE)
