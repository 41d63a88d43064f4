"""Tranches that somebody else must confirm: who waits for that is not late meanwhile."""

import numpy as np
import pytest

from detente.accord.language.plan import Accord, Clause, Obligation, Phase, Reading, Side
from detente.accord.space import AccordSpace
from detente.kernels.games.attractor import attractor

SIDES = (Side(id="a", name="A"), Side(id="b", name="B"), Side(id="m", name="M", role="mediator"))


@pytest.fixture(params=[("a", "b", "m"), ("m", "a", "b")], scope="module")
def game(request):
    owed = Obligation(
        phase="one", debtor="a", creditor="b", act="hands over", good="arms", quantity=2, tranches=2,
        due=(1, 2), verified_by="m",
    )  # fmt: skip
    duty = Clause(id="duty", kind="obligation", text="", readings=(Reading(id="base", label="", terms=owed),))
    phase = Phase(id="one", name="one", lasts=2)
    accord = Accord(
        id="confirmed", title="", sides=SIDES, phases=(phase,), clauses=(duty,), order=request.param
    )
    return AccordSpace(accord, order=request.param).game


def test_nobody_is_put_in_breach_by_one_who_confirms_late(game):
    forced = attractor(game.start, game.to, game.mine(("b", "m")), game.where("breach(a)"))
    assert forced.rank[0] == -1


def test_who_hands_nothing_over_is_in_breach_whatever_the_others_do(game):
    waits = np.isin([move.kind for move in game.rules.moves], ["wait", "clock"])[game.move]
    breach = game.where("breach(a)")
    forced = attractor(game.start, game.to, np.zeros_like(breach), breach, allowed=waits)
    assert forced.rank[0] > 0


def test_a_tranche_counts_once_it_is_confirmed_and_not_before(game):
    pending = game.column("pending:duty") == 1
    assert pending.any()
    assert not (pending & game.where("performed(duty)")).any()
