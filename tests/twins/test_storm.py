"""A second opinion by Storm on the exported game; skipped where stormpy is not installed.

Storm builds the game from the text and solves what all sides together or nobody can bring about. It has no
solver for players against each other, so that is checked by fixing one side's moves: with the coalition's
plan fixed, Storm finds that every play reaches the target; with the others' fixed, that none does.
"""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord_strategies import accords
from detente.accord.game.compile import compile_accord
from detente.accord.game.expression import Op
from detente.accord.game.rules import CHANCE, CLOCK
from detente.accord.game.unfold import unfold
from detente.accord.interchange.explicit import read_game, solve
from detente.accord.interchange.prism import properties_of, spell, to_prism
from detente.kernels.games.attractor import attractor, safe
from detente.kernels.games.decision import best_chances
from small_accords import three

stormpy = pytest.importorskip("stormpy", minversion="2.0")

PRIME = "'"
WORDINGS = ("lapses", "either", "mediator-open", "mediator-closed")


class Second:
    """The game as Storm builds it: with players for their turns, without them for its solvers."""

    def __init__(self, rules, folder):
        self.rules = rules
        path = folder / "game.prism"
        path.write_text(to_prism(rules), encoding="utf-8")
        self.game = stormpy.build_model(stormpy.parse_prism_program(str(path)))
        path.write_text(to_prism(rules, kind="mdp"), encoding="utf-8")
        self.mdp = stormpy.build_model(stormpy.parse_prism_program(str(path)))
        matrix = self.mdp.transition_matrix
        self.choices = [
            range(matrix.get_row_group_start(s), matrix.get_row_group_end(s))
            for s in range(self.mdp.nr_states)
        ]
        self.after = [[e.column for e in matrix.get_row(row)] for row in range(self.mdp.nr_choices)]

    def states(self, label):
        return set(self.mdp.labeling.get_states(label))

    def owners(self):
        turns = list(dict.fromkeys(self.rules.stages))
        return [turns[self.game.get_player_of_state(s)] for s in range(self.game.nr_states)]

    def value(self, question, model=None):
        formula = stormpy.parse_properties(question)[0]
        model = self.mdp if model is None else model
        return stormpy.model_checking(model, formula).get_value(model.initial_states[0])

    def fixed(self, picks):
        """The model in which a state of `picks` has only that choice."""
        keep = [row for s, rows in enumerate(self.choices) for row in ([picks[s]] if s in picks else rows)]
        everywhere = stormpy.datastructures.BitVector(self.mdp.nr_states, True)
        chosen = stormpy.datastructures.BitVector(self.mdp.nr_choices, keep)
        return stormpy.transformations.build_submodel(self.mdp, everywhere, chosen).model


def plans(second, coalition, target):
    """By plain search on Storm's own matrix: where the coalition forces the target, and both sides' plans."""
    owners = second.owners()
    rank, mine = dict.fromkeys(target, 0), {}
    while True:
        before = len(rank)
        for state, rows in enumerate(second.choices):
            if state in rank:
                continue
            into = [row for row in rows if second.after[row][0] in rank]
            if into and (owners[state] in coalition or len(into) == len(rows)):
                rank[state] = 1
                mine[state] = into[0]
        if len(rank) == before:
            break
    theirs = {
        state: next(row for row in rows if second.after[row][0] not in rank)
        for state, rows in enumerate(second.choices)
        if state not in rank and owners[state] not in coalition
    }
    return rank, {state: row for state, row in mine.items() if owners[state] in coalition}, theirs


def check_size(rules, second):
    game = unfold(rules)
    assert second.game.nr_states == second.mdp.nr_states == game.situations
    assert second.game.nr_transitions == len(game.to) + int(game.ended.sum())
    for name, condition in rules.labels:
        label = spell(name.replace("(", ":").replace(", ", ":").replace(")", ""))
        if second.game.labeling.contains_label(label) and isinstance(condition, Op):
            assert second.game.labeling.get_states(label).get_number_of_set_bits() == game.where(name).sum()
    return game


def check_forcing(rules, second, coalition, condition, ours):
    """`ours`: whether we say that the coalition forces a situation with that condition."""
    target = set(second.states(condition))
    for side in coalition:
        if side in rules.accord.parties:
            target -= second.states(spell(f"breach:{side}"))
    rank, mine, theirs = plans(second, coalition, target)
    clear = "".join(f' & !"{spell(f"breach:{side}")}"' for side in coalition if side in rules.accord.parties)
    asked = f'[F ("{condition}"{clear})]'
    start = second.mdp.initial_states[0]
    assert (start in rank) == ours
    if ours:
        assert second.value(f"Pmin=? {asked}", second.fixed(mine)) == 1
    else:
        assert second.value(f"Pmax=? {asked}", second.fixed(theirs)) == 0


def blameless(game, coalition):
    clear = np.ones(game.situations, dtype=bool)
    for side in coalition:
        if side in game.rules.accord.parties:
            clear &= ~game.where(f"breach({side})")
    return clear


@pytest.mark.parametrize("wording", WORDINGS)
def test_storm_builds_and_solves_the_four_wordings_alike(wording, tmp_path):
    rules = compile_accord(three(3, 6), wording=wording)
    second = Second(rules, tmp_path)
    game = check_size(rules, second)
    for coalition in (("a",), ("b",), ("a", "m"), ("b", "m"), ("m",)):
        for end in ("collapse", "complete"):
            target = game.where(end) & blameless(game, coalition)
            rank = attractor(game.start, game.to, game.mine(coalition), target).rank
            check_forcing(rules, second, coalition, end, bool(rank[0] >= 0))


@pytest.mark.parametrize("wording", WORDINGS)
def test_storm_finds_the_same_power_to_stall(wording, tmp_path):
    rules = compile_accord(three(3, 6), wording=wording)
    second = Second(rules, tmp_path)
    game = unfold(rules)
    for side in ("a", "b"):
        bad = game.ended | game.where(f"breach({side})")
        ours = bool(safe(game.start, game.to, game.mine((side,)), bad).inside[0])
        ends = second.states("collapse") | second.states("complete") | second.states(spell(f"breach:{side}"))
        others = [other for other in rules.stages if other != side]
        rank, _, _ = plans(second, others, ends)
        assert (second.mdp.initial_states[0] not in rank) == ours


@settings(max_examples=12)
@given(accords(hazards=False))
def test_storm_builds_and_solves_random_accords_alike(tmp_path_factory, accord):
    rules = compile_accord(accord)
    second = Second(rules, tmp_path_factory.mktemp("storm"))
    game = check_size(rules, second)
    for coalition in ((accord.parties[0],), accord.parties[1:]):
        target = game.where("collapse") & blameless(game, coalition)
        rank = attractor(game.start, game.to, game.mine(coalition), target).rank
        check_forcing(rules, second, coalition, "collapse", bool(rank[0] >= 0))


@settings(max_examples=12)
@given(accords())
def test_storm_finds_the_same_chances_under_hazards(tmp_path_factory, accord):
    rules = compile_accord(accord, hazards=True)
    second = Second(rules, tmp_path_factory.mktemp("storm"))
    game = unfold(rules)
    chance = chance_of_edges(rules, game)
    chosen = np.array([stage not in {CHANCE, CLOCK} for stage in rules.stages] + [False])[game.stage]
    for end in ("collapse", "complete"):
        for maximise, name in ((True, "Pmax"), (False, "Pmin")):
            ours = best_chances(game.start, game.to, chance, chosen, game.where(end), maximise=maximise)
            assert second.value(f'{name}=? [F "{end}"]') == pytest.approx(ours.value[0], abs=1e-5)


def test_storm_reads_every_exported_property():
    rules = compile_accord(three(2, 4))
    lines = [line for line in properties_of(rules).splitlines() if not line.startswith("//")]
    for line in lines:
        (found,) = stormpy.parse_properties(line)
        assert str(found).count("<<") == 1
    assert len(lines) == 12


@st.composite
def written_games(draw):
    """Content of a file with whole weights as chances, and the same choices as commands of a model."""
    size = draw(st.integers(2, 6))
    branch = st.lists(st.tuples(st.integers(1, 4), st.integers(0, size - 1)), min_size=1, max_size=3)
    several = st.lists(branch, min_size=1, max_size=3)
    choices = draw(st.lists(several, min_size=size, max_size=size))
    shares = [
        [[(f"{w}/{sum(v for v, _ in option)}", to) for w, to in option] for option in options]
        for options in choices
    ]
    commands = [
        f"[] s={state} -> {' + '.join(f'{p}:(s{PRIME}={to})' for p, to in option)};"
        for state, options in enumerate(shares)
        for option in options
    ]
    lines = ["mdp", "module game", f"s : [0..{size - 1}] init 0;", *commands, "endmodule"]
    return {"player": [1] * size, "choices": shares}, "\n".join(lines)


@settings(max_examples=25)
@given(written_games())
def test_storm_solves_written_games_alike(tmp_path_factory, both):
    content, text = both
    folder = tmp_path_factory.mktemp("storm")
    (folder / "game.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "game.prism").write_text(text, encoding="utf-8")
    program = stormpy.parse_prism_program(str(folder / "game.prism"))
    game = read_game(folder / "game.json")
    for coalition, name in (((1,), "Pmax"), ((), "Pmin")):
        (formula,) = stormpy.parse_properties(f"{name}=? [F s=1]", program)
        model = stormpy.build_model[stormpy.Rational](program, formula)
        theirs = float(stormpy.model_checking(model, formula).get_value(model.initial_states[0]))
        ours = solve(game, coalition=coalition, target=[1])
        assert ours.low - 1e-9 <= theirs <= ours.high + 1e-9


def chance_of_edges(rules, game):
    """1 on every edge but those of chance, whose hazards have their likely values."""
    likely = []
    for move in rules.moves:
        terms = None
        if move.owner == CHANCE and move.clause:
            terms = rules.accord.clause(move.clause).reading(dict(rules.readings)[move.clause]).terms
        likely.append(terms.chance.likely if terms else 0.0)
    chance = np.array(likely)[game.move]
    turn = np.array([stage == CHANCE for stage in rules.stages] + [False])[game.stage][game.source]
    happens = np.bincount(game.source, weights=chance, minlength=game.situations)
    nothing = np.array([move.id == "chance:nothing" for move in rules.moves])[game.move]
    return np.where(nothing, 1 - happens[game.source], np.where(turn, chance, 1.0))
