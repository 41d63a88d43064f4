"""Whether keeping the accord is each party's best play: by hand, and against a decider in the whole game."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from accord_strategies import accords
from detente.accord.plays.conduct import CONDUCTS, conduct
from detente.accord.plays.story import replay
from detente.accord.plays.worth import discount, gain
from detente.accord.questions.keeping import holds_in_draws, self_enforcing
from detente.accord.questions.position import likely, place
from detente.accord.questions.response import breaking
from detente.accord.space import AccordSpace
from detente.case.preferences import Range
from detente.errors import AnalysisError, UnknownName
from detente.kernels.games.decision import best_response
from exchange_accords import stakes
from small_accords import three
from worth_accords import chunks, endless, valued

PARTIES = ("north", "south")


def alone_in_the_whole_game(game, party, numbers, *, lost=0.0):
    """What a party gets at best while the others are grim, breach costing `lost` when it first happens."""
    follow = game.days_pass.astype(float)
    for side in game.rules.sides:
        if side != party:
            picks = conduct(game, side, "grim")
            follow[picks[picks >= 0]] = 1
    worth = gain(game, party, numbers) - lost * breaking(game, party)
    later = discount(game, party, numbers)
    return best_response(game.start, game.to, game.mine((party,)), follow, worth, discount=later).value[0]


def bare(space):
    return {path: float(value[0]) for path, value in likely(space).items()}


@given(accords())
def test_the_best_of_all_ways_is_what_one_decider_gets_in_the_whole_game(accord):
    space = AccordSpace(valued(accord))
    for party in PARTIES:
        worths = place(space.game, party, "grim").worths(likely(space))
        best = max(worths.keeps[0], worths.lawful[0], worths.breach[0])
        assert best == pytest.approx(alone_in_the_whole_game(space.game, party, bare(space)))


@given(accords())
def test_the_best_lawful_way_is_the_best_where_breach_costs_all(accord):
    space = AccordSpace(valued(accord))
    for party in PARTIES:
        worths = place(space.game, party, "grim").worths(likely(space))
        best = alone_in_the_whole_game(space.game, party, bare(space), lost=1e6)
        assert worths.lawful[0] == (pytest.approx(best) if best > -1e3 else -np.inf)


@given(accords())
def test_worth_on_the_shortened_graph_is_that_of_the_best_play(accord):
    space = AccordSpace(valued(accord))
    certain = likely(space)
    for game in space.games:
        for party in PARTIES:
            position = place(game, party, "grim", given=True)
            for graph in (position.whole, position.kept, position.lawful, position.breach):
                if graph is not None:
                    plays = position.best(graph, certain)
                    assert position.worth(graph, certain) == pytest.approx(plays.value[graph.first])


@given(accords())
def test_every_departure_is_a_play_that_can_be_replayed(accord):
    space = AccordSpace(valued(accord))
    rules = dict(zip(space.orders, space.rules_by_order, strict=True))
    for party in self_enforcing(space, given=False).parties:
        for way in (party.lawful, party.breach):
            if way.leaves:
                replay(rules[party.order], way.leaves.witness)
        if party.breach.leaves:
            steps = party.breach.leaves.witness.steps
            assert any(party.party in step.blames for step in steps)


def test_the_last_mover_of_an_exchange_is_tempted_on_its_last_day():
    space = AccordSpace(chunks(3, "a", {"a": 9, "b": 8}, {"a": 6, "b": 4}), order=("a", "b"))
    found = self_enforcing(space)
    a, b = found.parties
    assert (found.holds, a.holds, b.holds) == (False, False, True)
    assert (a.keeps, a.breach.gain, a.lawful.gain) == (pytest.approx(3), pytest.approx(2), 0)
    assert (a.breach.leaves.day, a.breach.leaves.clauses) == (6, ("gives-a",))
    assert (a.largest.day, a.largest.gain) == (6, pytest.approx(2))
    assert not b.breach.pays


def test_what_nothing_forbids_is_a_lawful_temptation():
    space = AccordSpace(endless(1, 10, 0.5, banned=False))
    (a,) = self_enforcing(space).parties
    assert (a.lawful.gain, a.lawful.leaves.day) == (pytest.approx(8), 1)
    assert a.breach.worth is None


def test_who_is_in_breach_already_has_no_lawful_way():
    accord = endless(1, 10, 0.5)
    start = {**AccordSpace(accord).rules.start, "breach:a": 1}
    (a,) = self_enforcing(AccordSpace(accord, start=[start])).parties
    assert (a.able, a.lawful.worth) == (False, None)
    assert (a.breach.worth, a.breach.leaves.act) == (pytest.approx(10), "strikes")


def test_what_is_held_against_a_party_counts_unless_it_is_left_out():
    space = AccordSpace(endless(1, 10, 0.5, held=9))
    assert self_enforcing(space).holds is True
    assert self_enforcing(space, given=False).holds is False


def test_a_tranche_at_another_time_within_its_deadline_is_no_temptation():
    dear = stakes("b", receives={"prisoners": 1}, gives={"hostages": 5}, ends={"complete": 90}, patience=0.9)
    space = AccordSpace(replace(three(2, 6), stakes=(dear,)), wording="mediator-closed")
    (b,) = self_enforcing(space).parties
    assert b.holds
    assert b.able


def test_with_an_open_agenda_stalling_pays_who_would_rather_not_sign():
    loath = stakes("b", peace=1, ends={"complete": -5}, patience=0.9)
    accord = replace(three(2, 4), stakes=(loath,))
    held = {
        wording.id: self_enforcing(AccordSpace(accord, wording=wording.id)).parties[0]
        for wording in accord.wordings
    }
    assert held["mediator-open"].lawful.leaves.clauses == ("talks",)
    assert held["mediator-open"].lawful.leaves.witness.repeats_from is not None


def test_the_share_over_draws_agrees_with_each_draw_asked_alone():
    uncertain = replace(endless(1, 10, 0.5).stakes[0], fights_first=Range(low=0, likely=2, high=4))
    accord = replace(endless(1, 10, 0.5), stakes=(uncertain,))
    found = self_enforcing(AccordSpace(accord), draws=64, seed=3)
    assert found.share.share == pytest.approx(0.5, abs=0.03)
    (hinge,) = found.parties[0].hinges
    assert (hinge.path, hinge.low, hinge.high) == ("stakes.a.fights_first", 1, 0)
    assert found == self_enforcing(AccordSpace(accord), draws=64, seed=3)


def test_a_truce_that_counts_for_ever_without_discount_is_refused_with_what_to_do():
    with pytest.raises(AnalysisError, match="grows for ever") as caught:
        self_enforcing(AccordSpace(endless(1, 10, 1.0)))
    assert caught.value.where == "stakes.a.patience"


def test_an_accord_without_stakes_and_an_unknown_conduct_are_refused():
    with pytest.raises(AnalysisError, match="no party has stakes"):
        self_enforcing(AccordSpace(three(1, 2)))
    with pytest.raises(UnknownName, match="grimm"):
        self_enforcing(AccordSpace(endless(1, 1, 0.5)), conduct="grimm")


@pytest.mark.parametrize("manner", sorted(CONDUCTS))
def test_every_conduct_can_be_asked_about_and_is_told(manner):
    found = self_enforcing(AccordSpace(endless(3, 1, 0.5)), conduct=manner)
    assert any(CONDUCTS[manner] in line for line in found.assumes)
    assert found.as_dict()["conduct"] == manner
    assert "does best to keep it" in str(found)


def test_draws_hold_where_every_party_keeps():
    space = AccordSpace(endless(3, 1, 0.5))
    from detente.accord.plays.numbers import numbers_of

    assert holds_in_draws(space, numbers_of(space.accord).draw(8, 0)).all()
