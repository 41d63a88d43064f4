"""How likely each phase and end is, and when, under hazards."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given

from accord_strategies import accords
from detente.accord.language.plan import Flag, Hazard, Phase, Power, Trigger
from detente.accord.plays.conduct import everyone
from detente.accord.plays.numbers import numbers_of
from detente.accord.questions.outlook import outlook
from detente.accord.space import AccordSpace
from detente.case.preferences import Range
from detente.errors import UnknownName
from exchange_accords import swap, truce
from small_accords import clause, three


def test_a_truce_lasts_with_the_chance_of_no_incident_on_any_day(shared):
    cases = json.loads((shared / "known" / "accord_closed_forms.json").read_text())["truce_hazard"]["cases"]
    for case in cases:
        found = outlook(AccordSpace(truce(case["n"], Range.of(case["p"]))))
        assert found.of("complete").chance == pytest.approx(case["value"], abs=1e-12)
        assert found.of("complete").drawn.share == pytest.approx(case["value"], abs=1e-12)


def test_an_incident_comes_when_a_geometric_law_cut_off_says():
    p, n = 0.1, 12
    found = outlook(AccordSpace(truce(n, Range.of(p)))).of("collapse")
    days = np.arange(1, n + 1)
    law = p * (1 - p) ** (days - 1)
    assert np.allclose(found.by_day, np.cumsum(law), rtol=0, atol=1e-12)
    assert found.mean_day == pytest.approx((days * law).sum() / law.sum(), abs=1e-9)
    assert found.days[1] == (0.5, int(days[np.cumsum(law) >= 0.5 * law.sum()][0]))


def test_draws_of_a_chance_move_the_outlook_and_have_an_error():
    found = outlook(AccordSpace(truce(5, Range(low=0.0, likely=0.1, high=0.5))), draws=512).of("complete")
    assert found.low < found.chance < found.high
    low, likely, high = 0.0, 0.1, 0.5
    p = np.linspace(low, high, 200_001)
    height = np.where(p < likely, (p - low) / (likely - low), (high - p) / (high - likely))
    mean = (height * (1 - p) ** 5).sum() / height.sum()
    assert found.drawn.share == pytest.approx(mean, abs=5 * found.drawn.error + 1e-6)
    assert 0 < found.drawn.error < 0.01


def test_the_same_seed_gives_the_same_outlook():
    space = AccordSpace(truce(5, Range(low=0.0, likely=0.1, high=0.5)))
    assert outlook(space, seed=3) == outlook(space, seed=3)
    assert outlook(space, seed=3).of("complete").drawn != outlook(space, seed=4).of("complete").drawn


def test_an_incident_may_open_another_phase_or_raise_a_flag_that_ends_it_later():
    accord = truce(4, Range.of(0.25), to="two")
    flagged = Hazard(chance=Range.of(0.5), act="a warning", phases=("two",), sets=(("war", True),))
    after = Trigger(when="flag(war)", to="collapse")
    accord = replace(
        accord,
        phases=(*accord.phases, Phase(id="two", name="Phase two", lasts=1)),
        flags=(Flag(id="war", name="war"),),
        clauses=(
            *accord.clauses,
            clause("warn", "hazard", base=flagged),
            clause("end", "trigger", base=after),
        ),
    )
    found = outlook(AccordSpace(accord), bounds=False)
    second = 1 - 0.75**4
    assert found.of("two").chance == pytest.approx(second, abs=1e-12)
    assert found.of("collapse").chance == pytest.approx(second / 2, abs=1e-12)
    assert found.of("complete").chance == pytest.approx(1 - second / 2, abs=1e-12)


def test_a_phase_that_runs_on_for_ever_is_followed_to_its_end():
    forever = truce(3, Range.of(0.001))
    phase = replace(forever.phases[0], advances_when="breach(a)")
    found = outlook(AccordSpace(replace(forever, phases=(phase,))), days=10).of("collapse")
    assert found.chance == pytest.approx(1, abs=1e-9)
    assert found.drawn.share == pytest.approx(1, abs=1e-9)
    assert found.mean_day == pytest.approx(1000, rel=1e-9)
    assert len(found.by_day) == 10
    assert found.days[1] == (0.5, None)


def test_who_may_lawfully_end_it_widens_the_bounds_to_that_side():
    accord = truce(6, Range.of(0.1))
    leave = Power(kind="terminate", holders=("a",), act="ends it", to="collapse")
    found = outlook(
        AccordSpace(replace(accord, clauses=(*accord.clauses, clause("leave", "power", base=leave))))
    )
    assert found.of("complete").lawful == pytest.approx((0, 0.9**6))
    assert found.of("collapse").lawful == pytest.approx((1 - 0.9**6, 1))


def test_performing_on_the_last_day_may_let_a_truce_lapse_that_performing_early_completes():
    space = AccordSpace(three(3, 6), wording="lapses")
    assert outlook(space, conduct="early").of("complete").chance == 1
    assert outlook(space, conduct="keeps").of("collapse").chance == 1


def forward(game, picks, numbers, what):
    """The chance of ever coming to a phase, mass by mass, on a game that is short enough."""
    target = game.rules.phases.index(what)
    phase = game.column("phase")
    mass, total = dict.fromkeys(range(game.initial), 1.0 / game.initial), 0.0
    for _ in range(400):
        after: dict = {}
        for situation, share in mass.items():
            edges = game.edges(situation)
            moves = [game.rules.moves[game.move[e]] for e in edges]
            if moves and moves[0].owner == "chance":
                odds = [numbers.get(f"hazards.{m.clause}.chance", 0.0) for m in moves]
                odds[0] = 1 - sum(odds)
            else:
                odds = [float(e == picks[situation]) for e in edges]
            for edge, chance in zip(edges, odds, strict=True):
                to = int(game.to[edge])
                if phase[to] == target:
                    total += share * chance
                else:
                    after[to] = after.get(to, 0.0) + share * chance
        mass = {s: share for s, share in after.items() if share > 0}
    return total, sum(mass.values())


@given(accords())
def test_the_outlook_is_the_mass_that_arrives_and_lies_within_lawful_play(accord):
    space = AccordSpace(accord)
    game = space.hazardous
    assume(game.situations < 1500)
    picks = everyone(game, "keeps")
    numbers = numbers_of(accord).likely
    for prospect in outlook(space, draws=8).prospects:
        least, open_ = forward(game, picks, numbers, prospect.what)
        assert least - 1e-9 <= prospect.chance <= least + open_ + 1e-9
        assert prospect.by_day[-1] <= prospect.chance + 1e-9
        assert list(prospect.by_day) == sorted(prospect.by_day)
        if prospect.lawful is not None:
            assert prospect.lawful[0] <= prospect.lawful[1] + 1e-12


def test_what_is_kept_lies_within_lawful_play():
    incident = Hazard(chance=Range.of(0.1), act="an incident", to="collapse")
    accord = replace(three(2, 4), clauses=(*three(2, 4).clauses, clause("incident", "hazard", base=incident)))
    for wording in ("lapses", "either", "mediator-closed"):
        for prospect in outlook(AccordSpace(accord, wording=wording)).prospects:
            low, high = prospect.lawful
            assert low - 1e-12 <= prospect.chance <= high + 1e-12


def test_without_hazards_nothing_is_left_to_chance():
    found = outlook(AccordSpace(swap(tranches=2, days=2)))
    complete = found.of("complete")
    assert (complete.chance, complete.low, complete.high, complete.mean_day) == (1, 1, 1, 5)
    assert str(complete) == "complete 100.0 % (100.0 to 100.0), by day 5 on average"


def test_a_conduct_or_side_that_is_not_known_is_refused():
    space = AccordSpace(truce(2, Range.of(0.1)))
    with pytest.raises(UnknownName):
        outlook(space, conduct="honest")
    with pytest.raises(UnknownName):
        outlook(space, conduct={"c": "keeps"})
