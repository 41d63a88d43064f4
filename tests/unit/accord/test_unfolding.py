"""The unfolding against a plain walk through the rules, one situation at a time."""

from collections import deque

import numpy as np
import pytest

from detente.accord.game.compile import compile_accord, orders
from detente.accord.game.rules import Rules
from detente.accord.game.unfold import unfold
from detente.errors import SpaceTooLarge, UnknownName
from small_accords import three


def walk(rules: Rules) -> tuple[set, set]:
    """Situations and edges by the plain interpreter: (stage, values) and (situation, move, situation)."""
    names = tuple(rules.start)

    def key(stage: int, values: dict) -> tuple:
        ended = values["phase"] >= len(rules.phases) - 2
        return (-1 if ended else stage, tuple(int(values[name]) for name in names))

    first = key(0, rules.start)
    seen, edges, todo = {first}, set(), deque([first])
    while todo:
        here = todo.popleft()
        stage, row = here
        values = {name: np.int64(v) for name, v in zip(names, row, strict=True)}
        for move in rules.moves:
            if stage < 0 or move.owner != rules.stages[stage] or not rules.can(move, values):
                continue
            there = key((stage + 1) % len(rules.stages), rules.apply(move, values))
            edges.add((here, move.id, there))
            if there not in seen:
                seen.add(there)
                todo.append(there)
    return seen, edges


@pytest.mark.parametrize("wording", ["lapses", "either", "mediator-open", "mediator-closed"])
def test_the_unfolding_equals_a_plain_walk(wording: str) -> None:
    rules = compile_accord(three(2, 3), wording=wording)
    game = unfold(rules)
    names = tuple(rules.start)
    keys = [
        (int(game.stage[s]), tuple(game.values(s)[name] for name in names)) for s in range(game.situations)
    ]
    seen, edges = walk(rules)
    assert set(keys) == seen
    found = {
        (keys[s], rules.moves[game.move[e]].id, keys[game.to[e]])
        for s in range(game.situations)
        for e in game.edges(s)
    }
    assert found == edges
    assert len(game.to) == len(edges)


def test_every_move_passes_the_stage_on_so_that_time_passes() -> None:
    game = unfold(compile_accord(three(2, 4)))
    after = game.stage[game.to]
    running = after >= 0
    stages = len(game.rules.stages)
    assert np.all(after[running] == (game.stage[game.source[running]] + 1) % stages)


def test_situations_are_numbered_breadth_first_from_the_first_morning() -> None:
    game = unfold(compile_accord(three(1, 2)))
    assert game.values(0) == game.rules.start
    assert game.initial == 1
    fresh = np.maximum.accumulate(game.to)
    assert np.all(np.diff(fresh[np.r_[True, np.diff(fresh) > 0]]) <= len(game.to))
    assert set(range(1, game.situations)) <= set(game.to.tolist())


def test_blame_is_never_taken_back() -> None:
    game = unfold(compile_accord(three(2, 3)))
    for party in ("a", "b"):
        blamed = game.where(f"breach({party})")
        assert np.all(blamed[game.to] >= blamed[game.source])


def test_too_many_situations_are_refused_with_what_to_coarsen() -> None:
    with pytest.raises(SpaceTooLarge, match="more than 1,500 situations") as told:
        unfold(compile_accord(three(2, 4)), most=1_500)
    assert "tranches" in told.value.hint


def test_the_two_orders_of_play_reverse_the_parties_alone() -> None:
    assert orders(three()) == (("a", "b", "m"), ("b", "a", "m"))


def test_an_order_of_strangers_is_refused() -> None:
    with pytest.raises(UnknownName, match="no side called 'q'"):
        compile_accord(three(), order=("q",))


def test_who_can_do_nothing_has_no_stage() -> None:
    assert "m" not in compile_accord(three(), wording="lapses").stages
    assert "m" in compile_accord(three(), wording="mediator-open").stages


def test_unfolding_from_a_later_morning_gives_the_situations_from_there() -> None:
    rules = compile_accord(three(2, 4))
    later = {**rules.start, "day": 3, "given:release": 1}
    game = unfold(rules, start=(later,))
    assert game.values(0) == later
    assert game.column("day")[~game.ended].min() == 3
