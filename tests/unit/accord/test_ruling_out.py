"""Topics ruled out of order: whoever raises them again is blamed for not signing, nobody else is."""

from dataclasses import replace

import pytest

from detente.accord.language.plan import Clause, Power, Reading
from detente.accord.space import AccordSpace
from detente.kernels.games.attractor import attractor, safe
from small_accords import three


@pytest.fixture(scope="module")
def ruled():
    power = Power(kind="rule out", holders=("m",), act="rules", phases=("one",), rules_out="talks")
    clause = Clause(id="ruling", kind="power", text="", readings=(Reading(id="base", label="", terms=power),))
    accord = three(1, 3)
    return AccordSpace(replace(accord, clauses=(*accord.clauses, clause)), wording="mediator-open")


@pytest.mark.parametrize(("coalition", "other"), [(("a", "m"), "b"), (("b", "m"), "a")])
def test_nobody_is_put_in_breach_by_a_topic_that_is_raised_and_ruled_out_within_a_day(
    ruled, coalition, other
):
    for game in ruled.games:
        forced = attractor(game.start, game.to, game.mine(coalition), game.where(f"breach({other})"))
        assert forced.rank[0] == -1


@pytest.mark.parametrize("party", ["a", "b"])
def test_nobody_holds_talks_up_blamelessly_by_raising_what_is_ruled_out(ruled, party):
    for game in ruled.games:
        bad = game.where("complete") | game.where(f"breach({party})")
        assert not safe(game.start, game.to, game.mine((party,)), bad).inside[0]
