"""The export for other checkers: the same situations, the same moves, names that can be read back."""

import itertools
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord_strategies import accords
from detente.accord.game.compile import compile_accord
from detente.accord.game.expression import (
    Num,
    Table,
    Var,
    all_of,
    any_of,
    either,
    evaluate,
    negate,
    op,
    substitute,
)
from detente.accord.game.rules import CHANCE
from detente.accord.game.unfold import unfold
from detente.accord.interchange.prism import print_expression, properties_of, spell, to_prism, unspell
from detente.accord.language.plan import Clause, Hazard, Reading
from detente.case.preferences import Range
from prism_twin import Model, Reader
from small_accords import three

WORDINGS = ("lapses", "either", "mediator-open", "mediator-closed")


def check_same_game(rules):
    game = unfold(rules)
    model = Model(to_prism(rules))
    found = model.explore()
    assert len(found) == game.situations
    taken = Counter(action for moves in found.values() for action, _ in moves)
    assert taken.pop("over", 0) == int(game.ended.sum())
    moves = Counter(np.array([move.id for move in rules.moves])[game.move].tolist())
    assert taken == Counter({spell(f"do:{name}"): count for name, count in moves.items()})
    return game, model, found


@pytest.mark.parametrize("wording", WORDINGS)
def test_an_exported_wording_has_the_same_situations_and_moves(wording):
    game, model, found = check_same_game(compile_accord(three(2, 4), wording=wording))
    states = [dict(zip(model.variables, key, strict=True)) for key in found]
    for label in ("collapse", "complete", "breach(a)", "late(release)", "all-performed"):
        name = spell(label.replace("(", ":").replace(")", ""))
        assert sum(bool(model.labels[name](state)) for state in states) == int(game.where(label).sum())


@given(accords(hazards=False))
def test_an_exported_accord_has_the_same_situations_and_moves(accord):
    rules = compile_accord(accord)
    if unfold(rules).situations < 400:
        check_same_game(rules)


def test_values_of_exported_situations_are_those_of_the_game():
    game, model, found = check_same_game(compile_accord(three(1, 2), wording="lapses"))
    columns = [game.column(unspell(name)) for name in model.variables if name != "stage"]
    ours = set(zip(np.maximum(game.stage, 0).tolist(), *(c.tolist() for c in columns), strict=True))
    assert ours == set(found)


def with_hazards(accord):
    incidents = [
        Hazard(chance=Range(low=0.1, likely=0.2, high=0.3), act="an incident", to="collapse", when="day > 1"),
        Hazard(chance=Range(low=0.1, likely=0.1, high=0.3), act="a success", to="complete"),
    ]
    clauses = [
        Clause(id=f"hazard-{n}", kind="hazard", text="", readings=(Reading(id="base", label="", terms=t),))
        for n, t in enumerate(incidents)
    ]
    return replace(accord, clauses=(*accord.clauses, *clauses))


def test_each_hazard_keeps_its_chance():
    rules = compile_accord(with_hazards(three(1, 2)), hazards=True)
    game = unfold(rules)
    found = Model(to_prism(rules)).explore()
    assert len(found) == game.situations
    stage = rules.stages.index(CHANCE)
    ended = len(rules.phases) - 2
    after = {
        (key[2], tuple(sorted(round(chance, 9) for chance, _ in moves[0][1])))
        for key, moves in found.items()
        if key[0] == stage and key[1] < ended
    }
    assert {chances for day, chances in after if day == 1} == {(0.1, 0.9)}
    assert {chances for day, chances in after if day > 1} == {(0.1, 0.2, 0.7)}


def test_chances_can_be_given():
    rules = compile_accord(with_hazards(three(1, 2)), hazards=True)
    text = to_prism(rules, chances={"hazard-0": 0.5})
    assert "? 0.5 : 0)" in text
    assert "? 0.2 : 0)" not in text


def test_every_situation_has_one_owner():
    rules = compile_accord(three(1, 3))
    text = to_prism(rules)
    owner = {}
    for block in text.split("player ")[1:]:
        name = block.split()[0]
        owner |= {action.strip(" []\n"): name for action in block.split("\n")[1].split(",")}
    for moves in Model(text).explore().values():
        assert len({owner[action] for action, _ in moves}) == 1


def test_without_players_only_the_first_lines_differ():
    rules = compile_accord(three(1, 3))
    plain = to_prism(rules, kind="mdp")
    assert plain.startswith("mdp\n")
    assert "player" not in plain
    assert plain[plain.index("module") :] == to_prism(rules)[to_prism(rules).index("\nmodule") + 1 :]


@given(st.text(max_size=12))
def test_a_spelled_name_can_be_read_back(name):
    assert unspell(spell(name)) == name
    assert spell(name).replace("_", "").isalnum() or not name


@given(st.lists(st.sampled_from(["a", "-", ":", "_", "o", "f", "x"]), max_size=8).map("".join))
def test_no_two_names_are_spelled_alike(name):
    others = {spell("".join(other)) for other in itertools.permutations(name[:4])}
    assert len(others) == len(set(itertools.permutations(name[:4])))


@st.composite
def expressions(draw, depth=3):
    """Whole-number expressions over x and y, conditions among them."""
    if depth == 0:
        return draw(st.sampled_from([Var("x"), Var("y"), Num(-2), Num(0), Num(1), Num(3)]))
    deeper = expressions(depth - 1)
    name = draw(
        st.sampled_from(["+", "-", "*", "//", "min", "max", "<", "==", "and", "or", "not", "if", "table"])
    )
    if name == "table":
        return Table(draw(deeper), tuple(draw(st.lists(st.integers(-3, 3), min_size=1, max_size=5))))
    if name in {"and", "or"}:
        parts = [op("!=", draw(deeper), Num(0)) for _ in range(3)]
        return all_of(*parts) if name == "and" else any_of(*parts)
    if name == "not":
        return negate(op(">=", draw(deeper), Num(1)))
    if name == "if":
        return either(op(">", draw(deeper), draw(deeper)), draw(deeper), draw(deeper))
    if name == "//":
        return op("//", draw(deeper), Num(draw(st.integers(1, 3))))
    return op(name, draw(deeper), draw(deeper))


@given(expressions(), st.integers(-3, 5), st.integers(-3, 5))
def test_a_printed_condition_means_the_same(expr, x, y):
    values = {"x": x, "y": y}
    assert Reader(print_expression(expr)).whole()(values) == bool(evaluate(expr, values))


@given(expressions(), st.integers(-3, 5), st.integers(-3, 5))
def test_a_substituted_expression_means_the_same(expr, x, y):
    found = substitute(expr, {"x": Num(x), "y": op("+", Var("y"), Num(1))})
    assert evaluate(found, {"y": y}) == evaluate(expr, {"x": x, "y": y + 1})


def test_properties_ask_for_each_party_alone_and_with_the_mediator():
    rules = compile_accord(three(1, 3))
    text = properties_of(rules)
    assert '"collapse_of_a": <<side_of_a>> Pmax=? [ F ("collapse" & !"breach_of_a") ];' in text
    assert '<<side_of_b, side_of_m>> Pmax=? [ G (!("collapse" | "complete") & !"breach_of_b") ];' in text
    named = [line for line in text.splitlines() if not line.startswith("//")]
    assert len(named) == 12
    assert len({line.split(":")[0] for line in named}) == 12


def test_a_title_of_several_lines_stays_in_its_comment():
    accord = replace(three(1, 2), title="one\nmodule x")
    assert "// one module x\n" in to_prism(compile_accord(accord))
