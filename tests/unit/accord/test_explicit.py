"""Games written out: what a file may say, what it may not, and the published values."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.accord.interchange.explicit import GameValue, read_game, solve
from detente.errors import AccordError, SourceError

COIN = {
    "player": ["a", "b", None, None],
    "choices": [[[[1, 1]], [["1/4", 2], ["3/4", 3]]], [[[0.5, 2], [0.5, 3]], [[1, 0]]], [], []],
    "queries": [{"coalition": ["a"], "target": [2], "value": "1/4"}],
}


def written(folder, content):
    path = folder / "game.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_every_published_value_comes_out(shared):
    asked = 0
    for path in sorted((shared / "known" / "stochastic_games").glob("*.json")):
        game = read_game(path)
        for query in game.queries:
            found = solve(
                game, coalition=query.coalition, target=query.target, opt=query.opt, steps=query.steps
            )
            assert found.low - 1e-9 <= query.value <= found.high + 1e-9, (path.name, query)
            asked += 1
    assert asked == 26


def test_players_go_by_name_and_chances_by_fractions(tmp_path):
    game = read_game(written(tmp_path, COIN))
    assert game.players == ("a", "b")
    assert game.queries[0].value == 0.25
    assert solve(game, coalition=["a"], target=[2]).value == pytest.approx(0.25)
    assert solve(game, coalition=["a"], target=[2], opt="min").value == pytest.approx(0.25)
    assert solve(game, coalition=["a", "b"], target=[2]).value == pytest.approx(0.5)
    assert solve(game, coalition=[], target=[2]).value == 0


def test_within_no_steps_only_the_target_counts(tmp_path):
    game = read_game(written(tmp_path, COIN))
    assert solve(game, coalition=["a", "b"], target=[0], steps=0).value == 1
    assert solve(game, coalition=["a", "b"], target=[2], steps=1).value == 0.25
    assert solve(game, coalition=["a", "b"], target=[2], steps=2).value == 0.5


def test_numbers_and_their_text_name_the_same_player(tmp_path):
    content = {"player": [1, 1.0, "1"], "choices": [[[[1, 1]]], [[[1, 2]]], []]}
    game = read_game(written(tmp_path, content))
    assert game.players == ("1",)
    assert solve(game, coalition=[1], target=[2]).value == 1


def test_a_branch_of_chance_nothing_is_left_out(tmp_path):
    game = read_game(written(tmp_path, {"player": [1, 1], "choices": [[[[0, 1], [1, 0]]], []]}))
    assert solve(game, coalition=[1], target=[1]).high == 0
    assert len(game.to) == 1


def test_a_chain_so_close_to_one_is_taken_as_one(tmp_path):
    content = {"player": [1, 1], "choices": [[[[1 / 3, 0], [2 / 3 - 1e-10, 1]]], [[[1, 1]]]]}
    assert solve(read_game(written(tmp_path, content)), coalition=[], target=[1]).value == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "place", "what"),
    [
        ({"choices": None}, "choices", "is missing"),
        ({"choices": []}, "choices", "is empty"),
        ({"choices": {"0": []}}, "choices", "is no list"),
        ({"player": [1]}, "player", "names 1 players for 4 states"),
        ({"player": [1, True, 1, 1]}, "player[1]", "True names no player"),
        ({"n": 5}, "n", "says 5 states where there are 4"),
        ({"init": 4}, "init", "there is no state 4"),
        ({"init": "0"}, "init", "'0' is no whole number from 0"),
        ({"choices": [[], [], [], 3]}, "choices[3]", "is no list of choices"),
        ({"choices": [[], [[]], [], []]}, "choices[1][0]", "has no branches"),
        ({"choices": [[], [[[1]]], [], []]}, "choices[1][0][0]", "is no branch"),
        ({"choices": [[], [[[1, 4]]], [], []]}, "choices[1][0][0]", "there is no state 4"),
        ({"choices": [[], [[[1, -1]]], [], []]}, "choices[1][0][0]", "-1 is no whole number from 0"),
        ({"choices": [[], [[[1, 0.5]]], [], []]}, "choices[1][0][0]", "0.5 is no whole number from 0"),
        ({"choices": [[[[0.5, 0], [0.4, 1]]], [], [], []]}, "choices[0][0]", "the chances sum to 0.9"),
        (
            {"choices": [[[[1.5, 0], [-0.5, 1]]], [], [], []]},
            "choices[0][0][1]",
            "the chance -0.5 is negative",
        ),
        ({"choices": [[[["a", 0]]], [], [], []]}, "choices[0][0][0]", "'a' is no number"),
        ({"choices": [[[["1/0", 0]]], [], [], []]}, "choices[0][0][0]", "'1/0' is no number"),
        ({"choices": [[[[None, 0]]], [], [], []]}, "choices[0][0][0]", "None is no number"),
        ({"choices": [[[[1e308, 0], [1e308, 0]]], [], [], []]}, "choices[0][0]", "the chances sum to inf"),
        ({"player": ["a", ["b" * 99], "a", "a"]}, "player[1]", f"['{'b' * 58}... names no player"),
        ({"queries": {}}, "", ""),
        ({"queries": [3]}, "queries[0]", "is no query"),
        ({"queries": [{"target": [1]}]}, "queries[0].coalition", "is missing"),
        ({"queries": [{"coalition": [1]}]}, "queries[0].target", "is missing"),
        ({"queries": [{"coalition": [1], "target": [9]}]}, "queries[0].target", "there is no state 9"),
        (
            {"queries": [{"coalition": [1], "target": 1, "opt": "sup"}]},
            "queries[0].opt",
            "'sup' is neither max nor min",
        ),
        (
            {"queries": [{"coalition": [1], "target": 1, "steps": -1}]},
            "queries[0].steps",
            "-1 is no whole number from 0",
        ),
    ],
)
def test_a_bad_file_is_told_by_its_place(tmp_path, change, place, what):
    path = written(tmp_path, {**COIN, **change})
    if not place:
        assert read_game(path).queries == ()
        return
    with pytest.raises(AccordError) as caught:
        read_game(path)
    assert caught.value.where == f"{path} {place}"
    assert caught.value.what == what


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"player": [NaN'])
def test_what_is_no_json_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match="is not JSON"):
        read_game(written(tmp_path, text))


@pytest.mark.parametrize("text", ["[]", "3", "null", '"game"'])
def test_json_that_is_no_game_is_refused(tmp_path, text):
    with pytest.raises(AccordError, match="is no game"):
        read_game(written(tmp_path, text))


def test_chances_that_are_no_numbers_are_refused(tmp_path):
    with pytest.raises(AccordError, match="nan is no number"):
        read_game(written(tmp_path, '{"player": [1], "choices": [[[[NaN, 0]]]]}'))


def test_a_missing_file_is_told():
    with pytest.raises(SourceError, match="no such file"):
        read_game("no/such/game.json")


def test_a_target_outside_the_game_is_refused(tmp_path):
    game = read_game(written(tmp_path, COIN))
    with pytest.raises(AccordError, match="outside the game"):
        solve(game, coalition=["a"], target=[4])
    with pytest.raises(AccordError, match="-1 steps cannot be taken"):
        solve(game, coalition=["a"], target=[2], steps=-1)
    with pytest.raises(AccordError, match="neither max nor min"):
        solve(game, coalition=["a"], target=[2], opt="most")


def test_a_value_prints_its_bounds_where_they_differ():
    assert str(GameValue(low=0.25, high=0.25)) == "0.25"
    assert str(GameValue(low=0.25, high=0.5)) == "0.25 to 0.5"


@st.composite
def explicit_games(draw):
    size = draw(st.integers(1, 5))
    branch = st.lists(st.tuples(st.integers(1, 3), st.integers(0, size - 1)), min_size=1, max_size=3)
    choices = draw(st.lists(st.lists(branch, max_size=3), min_size=size, max_size=size))
    exact = [
        [[[f"{w}/{sum(weight for weight, _ in b)}", to] for w, to in b] for b in several]
        for several in choices
    ]
    return {"player": draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)), "choices": exact}


@given(explicit_games(), st.sets(st.integers(0, 2)))
def test_what_a_coalition_gets_the_others_concede(tmp_path_factory, content, coalition):
    game = read_game(written(tmp_path_factory.mktemp("games"), content))
    others = {0, 1, 2} - coalition
    mine = solve(game, coalition=coalition, target=[0])
    theirs = solve(game, coalition=others, target=[0], opt="min")
    assert mine.low == pytest.approx(theirs.low, abs=1e-9)
    assert 0 <= mine.low <= mine.high <= 1
    for steps in range(3):
        sooner = solve(game, coalition=coalition, target=[0], steps=steps).value
        later = solve(game, coalition=coalition, target=[0], steps=steps + 1).value
        assert sooner <= later + 1e-12 <= mine.high + 1e-9


def test_a_large_file_is_read_whole(tmp_path):
    size = 2_000
    choices = [[[[0.5, s], [0.5, min(s + 1, size - 1)]]] for s in range(size)]
    game = read_game(written(tmp_path, {"player": [1] * size, "choices": choices}))
    assert np.array_equal(game.to[::2], np.arange(size))
    assert solve(game, coalition=[1], target=[size - 1]).low == pytest.approx(1)
