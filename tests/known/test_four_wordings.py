"""The framework of 2024 under its wordings: who alone can bring it down or hold it up, never in breach.

The first four rows are a prototype's table of the dispute of July 2024; the others turn on other words.
"""

import pytest

from detente.accord.library import accord_example
from detente.accord.questions.ability import collapse, entrap, stall
from detente.accord.space import AccordSpace

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


def test_the_table_of_the_wordings_comes_out_for_both_parties(space):
    alone, mediated, held_up = TABLE[space.wording]
    for party in ("hamas", "israel"):
        assert collapse(space, party).holds is alone
        assert collapse(space, (party, "mediators")).holds is mediated
        assert stall(space, party).holds is held_up


def test_nobody_can_be_put_in_breach_by_all_the_others(space):
    for party in ("hamas", "israel"):
        others = {"hamas", "israel", "mediators"} - {party}
        assert entrap(space, others, victim=party, blameless=False).holds is False


def test_nobody_can_end_it_before_the_six_weeks_are_over(space):
    for party in ("hamas", "israel"):
        days = [found.by_day for found in collapse(space, (party, "mediators")).orders]
        assert min(day for day in days if day is not None) >= 42


def test_every_wording_has_its_row():
    assert {wording.id for wording in accord_example("three-phases-2024").wordings} == set(TABLE)
