"""Plays and their telling: a story is dated, complete, and true by the plain meaning of the rules."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord_strategies import accords
from detente.accord.language.plan import Calendar
from detente.accord.plays.manners import manners
from detente.accord.plays.story import Play, play, replay, say_witness, tell
from detente.accord.space import AccordSpace
from detente.errors import AnalysisError
from small_accords import three


def kept(wording="mediator-closed", signed=None):
    accord = replace(three(2, 6), calendar=Calendar(signed=signed))
    game = AccordSpace(accord, wording=wording).game
    return game, tell(game, play(game, manners(game)), shows="the accord is kept")


def test_sides_that_keep_the_accord_carry_it_out_without_a_breach():
    _, witness = kept()
    assert (witness.ends, witness.in_breach, witness.repeats_from) == ("complete", (), None)
    assert all(step.status == "lawful" for step in witness.steps)


def test_a_story_says_every_day_once_with_its_date_and_what_changes_hands():
    game, witness = kept(signed=dt.date(2024, 9, 1))
    lines = say_witness(witness, game.rules.accord)
    assert "day 3 (2024-09-04): B frees hostages (3 hostages to A, 1 of 2) [release]" in lines
    assert lines[-1] == "the accord has been carried out; nobody is in breach"
    assert [step.day for step in witness.steps] == [1 + i // 4 for i in range(len(witness.steps))]


def test_a_play_that_goes_round_says_so():
    game, _ = kept("mediator-open")
    chosen = manners(game, dragging=("a", "b", "m"))
    witness = tell(game, play(game, chosen), shows="nobody signs")
    assert witness.repeats_from is not None
    assert say_witness(witness, game.rules.accord)[-1].startswith("from day ")
    assert len(replay(game.rules, witness)) == len(witness.moves) + 1


def test_a_missed_deadline_is_told_with_its_clause_and_who_is_in_breach():
    game, _ = kept()
    waits = [next(e for e in game.edges(s)) if game.edges(s) else -1 for s in range(game.situations)]
    witness = tell(game, play(game, waits.__getitem__), shows="nobody does anything")
    blamed = [step for step in witness.steps if step.blames]
    assert (blamed[0].day, blamed[0].clause, blamed[0].blames) == (4, "release", ("b",))
    assert "the day ends [release]; B is now in breach" in "\n".join(say_witness(witness, game.rules.accord))


@pytest.mark.parametrize(
    ("name", "value"),
    [("ends", "collapse"), ("in_breach", ("a",)), ("repeats_from", 0)],
)
def test_a_witness_that_claims_too_much_does_not_replay(name, value):
    game, witness = kept()
    with pytest.raises(AnalysisError, match="play does not"):
        replay(game.rules, replace(witness, **{name: value}))


def test_a_move_out_of_turn_does_not_replay():
    game, witness = kept()
    moves = ("b:wait", *witness.moves[1:])
    with pytest.raises(AnalysisError, match="cannot be made on day 1"):
        replay(game.rules, replace(witness, moves=moves))


def test_a_step_told_otherwise_does_not_replay():
    game, witness = kept()
    steps = (replace(witness.steps[0], status="breach"), *witness.steps[1:])
    with pytest.raises(AnalysisError, match="not told as it happens"):
        replay(game.rules, replace(witness, steps=steps))


def test_a_choice_that_is_no_edge_of_the_situation_is_refused():
    game, _ = kept()
    with pytest.raises(AnalysisError, match="does not leave situation 0"):
        play(game, lambda _: 10**6)


def test_a_play_of_no_moves_stands_where_it_begins():
    game, _ = kept()
    assert tell(game, Play(edges=()), shows="nothing").ends == "one"


@given(accords(), st.randoms(use_true_random=False))
def test_any_play_of_any_accord_is_told_as_the_rules_have_it(accord, chance):
    game = AccordSpace(accord).game
    played = play(game, lambda situation: chance.choice(game.edges(situation)))
    passed = replay(game.rules, witness := tell(game, played, shows="something"))
    assert [game.values(int(game.to[edge])) for edge in played.edges] == list(passed[1:])
    assert all(line.strip() for line in say_witness(witness, accord))
