"""How a side behaves that keeps the accord, and one that answers a breach."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from accord_strategies import accords
from detente.accord.language.plan import Flag, Power, Side
from detente.accord.plays.conduct import CONDUCTS, conduct, everyone
from detente.accord.plays.story import play
from detente.accord.space import AccordSpace
from detente.errors import UnknownName
from detente.kernels.games.attractor import safe
from detente.kernels.games.graph import reachable
from exchange_accords import swap
from small_accords import clause, three


def acts(game, name, begins=0):
    """The day and move of everything that is done when all behave so; the days are those of the play."""
    picks = everyone(game, name)
    found, day = [], 1
    for edge in play(game, picks.__getitem__, begins=begins).edges:
        move = game.rules.moves[game.move[edge]]
        if move.kind not in {"wait", "clock"}:
            found.append((day, move.id))
        day += move.kind == "clock"
    return found


def where(game, **values):
    """The first situation with these values of variables, `_` standing for a colon, at a stage."""
    stage = game.rules.stages.index(values.pop("turn"))
    mask = game.stage == stage
    for name, value in values.items():
        mask &= game.column(name.replace("_", ":")) == value
    return int(np.flatnonzero(mask)[0])


def test_who_keeps_the_accord_performs_on_the_day_a_tranche_is_due():
    game = AccordSpace(swap(tranches=2, days=3), order=("a", "b")).game
    assert acts(game, "keeps") == [(3, "a:give"), (4, "b:answer"), (6, "a:give"), (7, "b:answer")]


def test_who_is_early_performs_as_soon_as_it_can():
    game = AccordSpace(swap(tranches=2, days=3), order=("a", "b")).game
    assert acts(game, "early") == [(1, "a:give"), (1, "b:answer"), (2, "a:give"), (2, "b:answer")]


def test_with_one_act_a_day_a_side_begins_early_enough_to_meet_every_deadline():
    accord = swap(tranches=3, days=1)
    give = accord.clauses[0].readings[0].terms
    crowded = clause("give", "obligation", base=replace(give, due=(3, 3, 3)))
    game = AccordSpace(replace(accord, clauses=(crowded, *accord.clauses[1:])), order=("a", "b")).game
    assert [day for day, move in acts(game, "keeps") if move == "a:give"] == [1, 2, 3]


@pytest.mark.parametrize("wording", ["lapses", "either", "mediator-open", "mediator-closed"])
@pytest.mark.parametrize("name", ["keeps", "early", "reciprocal", "grim"])
def test_all_who_keep_the_accord_come_into_no_breach(wording, name):
    for game in AccordSpace(three(3, 6), wording=wording).games:
        last = game.to[play(game, everyone(game, name).__getitem__).edges[-1]]
        assert not game.where("breach(a)")[last]
        assert not game.where("breach(b)")[last]


@given(accords())
def test_whatever_the_others_do_keeping_avoids_the_breach_that_can_be_avoided(accord):
    game = AccordSpace(accord).game
    confirms = np.array([move.kind == "verify" for move in game.rules.moves])[game.move]
    asked = np.isin(game.source, game.source[confirms])
    for side in accord.parties:
        at_once = confirms | ~asked | game.mine([side])[game.source]
        picks = conduct(game, side, "keeps")
        chosen = picks[game.source] == np.arange(len(game.to))
        breach = game.where(f"breach({side})")
        avoidable = safe(game.start, game.to, game.mine([side]), breach, allowed=at_once).inside
        followed = np.where(picks[game.source] < 0, at_once, chosen)
        assert not (reachable(game.start, game.to, avoidable, followed) & breach).any()


def test_a_conduct_picks_one_edge_of_every_situation_of_its_side():
    game = AccordSpace(three(2, 4)).game
    for name in CONDUCTS:
        picks = conduct(game, "b", name)
        assert np.array_equal(picks >= 0, game.mine(["b"]))
        assert np.array_equal(game.source[picks[picks >= 0]], np.flatnonzero(picks >= 0))


def test_after_a_breach_who_is_grim_ends_the_accord_and_who_is_reciprocal_waits():
    game = AccordSpace(three(2, 4), order=("a", "b", "m")).game
    betrayed = where(game, turn="a", breach_b=1, breach_a=0, given_release=1, given_free=0)
    for name, move in (("grim", "a:answer-a"), ("reciprocal", "a:wait")):
        edge = conduct(game, "a", name)[betrayed]
        assert game.rules.moves[game.move[edge]].id == move


def test_a_power_is_used_where_it_brings_completion_nearer_and_never_to_end_the_accord():
    accord = swap(tranches=1, days=2)
    certify = Power(
        kind="certify", holders=("m",), act="certifies", when="all-performed", sets=(("done", True),)
    )
    fail = Power(kind="certify", holders=("m",), act="certifies failure", to="collapse")
    certified = replace(
        accord,
        sides=(*accord.sides, Side(id="m", name="M", role="mediator")),
        flags=(Flag(id="done", name="it is certified"),),
        phases=(replace(accord.phases[0], advances_when="flag(done)"),),
        clauses=(*accord.clauses, clause("sure", "power", base=certify), clause("fail", "power", base=fail)),
    )
    game = AccordSpace(certified, order=("a", "b", "m")).game
    assert acts(game, "keeps") == [(2, "a:give"), (3, "b:answer"), (3, "m:sure")]


def test_a_confirmation_is_given_at_once_and_relied_upon():
    accord = swap(tranches=2, days=2)
    give = accord.clauses[0].readings[0].terms
    verified = replace(
        accord,
        sides=(*accord.sides, Side(id="m", name="M", role="mediator")),
        clauses=(clause("give", "obligation", base=replace(give, verified_by="m")), *accord.clauses[1:]),
    )
    game = AccordSpace(verified, order=("a", "b", "m")).game
    found = acts(game, "keeps")
    assert found[:3] == [(2, "a:give"), (2, "m:verify:give"), (3, "b:answer")]


def test_a_conduct_without_that_name_is_refused():
    with pytest.raises(UnknownName, match="keeps"):
        conduct(AccordSpace(swap()).game, "a", "keep")
