"""The smallest credit that covers a party whatever the others do."""

from dataclasses import replace

import numpy as np
import pytest

from detente.accord.game.rules import CLOCK
from detente.accord.language.plan import Power
from detente.accord.plays.story import replay
from detente.accord.questions.escrow import escrow
from detente.accord.space import AccordSpace
from detente.errors import AccordError, UnknownName
from exchange_accords import swap
from small_accords import clause, three

BOTH = {"x": 1.0, "y": 1.0}


def drawn(witness, party, goods):
    """What is left of a credit of 0 after the play."""
    total = 0.0
    for step in witness.steps:
        for good, units, taker in step.gives:
            total += goods.get(good, 0.0) * units * ((taker == party) - (step.side == party))
    return total


def remedied(accord):
    """The same accord, which A may end once B is in breach."""
    leave = Power(
        kind="terminate", holders=("a",), act="ends it", when="breach(b)", to="collapse", remedy=True
    )
    return replace(accord, clauses=(*accord.clauses, clause("leave", "power", base=leave)))


@pytest.mark.parametrize("tranches", [1, 2, 3, 6])
def test_who_may_stop_on_a_breach_needs_cover_for_one_tranche_and_else_for_all(tranches):
    accord = swap(tranches=tranches, units=6, days=3)
    found = escrow(AccordSpace(remedied(accord)), "a", goods=BOTH)
    assert found.credit == 6 / tranches
    assert drawn(found.witness, "a", BOTH) == -found.credit
    assert escrow(AccordSpace(accord), "a", goods=BOTH).credit == 6


def test_who_only_answers_needs_no_cover():
    found = escrow(AccordSpace(swap()), "b", goods=BOTH)
    assert found.credit == 0
    assert found.witness is None
    assert str(found) == "B needs no cover: it never has to give more than it has received"


def test_stakes_price_the_goods_when_nothing_else_does():
    found = escrow(AccordSpace(remedied(swap(tranches=2, units=4, days=3))), "a")
    assert found.credit == 2 * 2
    assert str(found).endswith("by a credit of 4 in its own unit of worth")


def test_staying_costs_more_than_the_freedom_to_leave():
    space = AccordSpace(swap(tranches=2, units=6, days=3, banned=False))
    free, bound = (escrow(space, "a", goods=BOTH, stays=stays).credit for stays in (False, True))
    assert (free, bound) == (0, 6)


def unfolded(rules, party):
    """Every situation by the plain meaning of the rules, what each move brings, and where to."""
    edges, front = {}, [(tuple(rules.start.items()), 0)]
    while front:
        node = front.pop()
        if node in edges:
            continue
        values, stage = dict(node[0]), node[1]
        edges[node] = []
        for move in rules.moves:
            if move.owner == rules.stages[stage] and rules.can(move, values):
                after = tuple((name, int(value)) for name, value in rules.apply(move, values).items())
                units = move.amounts[values[move.counter]] if move.amounts else 0
                gain = units * ((move.taker == party) - (move.owner == party))
                edges[node].append((gain, (after, (stage + 1) % len(rules.stages))))
        front += [to for _, to in edges[node]]
    return edges


def brute(rules, party):
    """The smallest credit, rising from 0 until it holds everywhere."""
    edges = unfolded(rules, party)
    need = {node: float("inf") if dict(node[0])[f"breach:{party}"] else 0.0 for node in edges}
    before: dict = {}
    while need != before:
        before = dict(need)
        for node, found in edges.items():
            asked = [max(before[to] - gain, 0) for gain, to in found]
            if asked and before[node] < float("inf"):
                need[node] = min(asked) if rules.stages[node[1]] == party else max(asked)
    return need[tuple(rules.start.items()), 0]


@pytest.mark.parametrize("party", ["a", "b"])
@pytest.mark.parametrize("accord", [swap(2, 1, 3), three(1, 2)], ids=["swap", "three"])
def test_the_credit_is_the_one_found_by_the_plain_meaning_of_the_rules(accord, party):
    space = AccordSpace(accord)
    goods = {move.good: 1.0 for move in space.rules.moves if move.good}
    found = escrow(space, party, goods=goods)
    assert [order.credit for order in found.orders] == [brute(rules, party) for rules in space.rules_by_order]


def test_the_play_that_draws_on_it_replays_and_keeps_the_party_blameless():
    space = AccordSpace(three(3, 6))
    found = escrow(space, "b", goods={"hostages": 1.0})
    rules = space.rules_by_order[int(np.argmax([order.credit for order in found.orders]))]
    replay(rules, found.witness)
    assert "b" not in found.witness.in_breach
    assert sum(step.side == CLOCK for step in found.witness.steps) < 10
    assert drawn(found.witness, "b", {"hostages": 1.0}) == -found.credit


def test_no_credit_covers_who_cannot_meet_its_own_duties():
    accord = swap(tranches=2, units=6)
    give = accord.clauses[0].readings[0].terms
    rushed = clause("give", "obligation", base=replace(give, due=(1, 1)))
    found = escrow(AccordSpace(replace(accord, clauses=(rushed, *accord.clauses[1:]))), "a", goods=BOTH)
    assert found.credit is None
    assert str(found) == "no credit covers A: the others can bring it into breach of its own duties"


def test_cover_is_asked_anew_from_a_later_day():
    """What has changed hands before is not counted again; once B is in breach A may end the accord."""
    accord = remedied(swap(tranches=2, units=6, days=2))
    game = AccordSpace(accord).game
    half = np.flatnonzero((game.stage == 0) & (game.column("given:answer") == 1) & ~game.where("breach(b)"))
    later = AccordSpace(accord, start=[game.values(int(half[0]))])
    assert escrow(later, "a", goods=BOTH).credit == 3
    lost = np.flatnonzero((game.stage == 0) & game.where("breach(b)"))
    assert escrow(AccordSpace(accord, start=[game.values(int(lost[0]))]), "a", goods=BOTH).credit == 0


def test_a_stranger_an_unknown_good_and_missing_stakes_are_refused():
    space = AccordSpace(three(1, 2))
    with pytest.raises(UnknownName, match="party"):
        escrow(space, "m")
    with pytest.raises(UnknownName, match="hostages"):
        escrow(space, "a", goods={"hostage": 1.0})
    with pytest.raises(AccordError, match="no stakes of A"):
        escrow(space, "a")
