from dataclasses import dataclass

import numpy as np
import pytest

from detente.analysis.space import OutcomeSpace
from detente.case.library import example
from detente.case.preferences import Range
from detente.errors import TalksError, UnknownName
from detente.kernels.talks.shapes import FACTS
from detente.talks.bilateral.acceptance import AtLeast, NextOffer, acceptance_named
from detente.talks.bilateral.batch import run_bilateral_block
from detente.talks.bilateral.engine import run_bilateral
from detente.talks.protocols.alternating_offers import AlternatingOffers
from detente.talks.setting.values import Setting
from detente.talks.tables import TalksTables
from detente.talks.tactics.concession import HardLine, Polynomial
from detente.talks.tactics.exchange import AbsoluteTitForTat, DrawnExponent, Planned, RelativeTitForTat
from known.questions import case_of, wants


@pytest.fixture(scope="module")
def tables():
    space = OutcomeSpace(example("panama-canal-1974"))
    return TalksTables(space, Setting(id="plain", days=60, deadline=60))


def told(tables, run=0, **how):
    return run_bilateral(tables, AlternatingOffers(**how), seed=1, run=run)


def worth(tables, one, party):
    """What each offer of an exchange gives a party."""
    actor = int(tables.fixed.principal[party])
    scores = tables.drawn(1, 0, 1).scores[0, tables.fixed.gain_leaf[actor]]
    return [int(scores[tables.fixed.offsets[:-1] + np.array(text)].sum()) for _, _, text in one.offers]


def test_parties_take_turns_and_both_may_begin(tables):
    begins = {told(tables, run).offers[0][1] for run in range(20)}
    assert begins == {0, 1}
    whose = [who for _, who, _ in told(tables, first="panama").offers]
    assert whose == [k % 2 for k in range(len(whose))]


def test_a_clock_asks_for_less_and_less(tables):
    one = told(tables, tactics=("linear",))
    for party in range(2):
        own = [
            w for w, (_, who, _) in zip(worth(tables, one, party), one.offers, strict=True) if who == party
        ]
        assert own == sorted(own, reverse=True)


def test_a_conceder_agrees_sooner_than_boulware(tables):
    assert told(tables, tactics=("conceder",)).fact("day") < told(tables, tactics=("boulware",)).fact("day")


def test_two_hard_lines_meet_at_the_deadline(tables):
    assert told(tables, tactics=(HardLine(until=0.9),)).fact("day") >= 53


def test_tit_for_tat_gives_nothing_to_who_gives_nothing(tables):
    for tactic in (RelativeTitForTat(), AbsoluteTitForTat()):
        one = told(tables, first="panama", tactics=(tactic, HardLine(until=1.0)))
        assert len({text for _, who, text in one.offers[:-2] if who == 0}) == 1


def test_tit_for_tat_answers_concessions(tables):
    one = told(tables, first="panama", tactics=(AbsoluteTitForTat(), "linear"))
    mine = [w for w, (_, who, _) in zip(worth(tables, one, 0), one.offers, strict=True) if who == 0]
    theirs = [w for w, (_, who, _) in zip(worth(tables, one, 0), one.offers, strict=True) if who == 1]
    assert mine[-1] < mine[0]
    assert mine[0] - mine[-1] <= theirs[-1] - theirs[0]


def test_who_plans_to_leave_leaves(tables):
    leaver = Planned(asks=(1.0,), accepts=(1000.0,), leaves=(False, True))
    one = told(tables, first="panama", tactics=(leaver, "boulware"))
    assert (one.outcome, one.fact("day"), one.fact("ended_by")) == ("walked out", 2, 0)


def test_without_agreement_the_deadline_ends_talks(tables):
    one = told(tables, acceptance=(AtLeast(utility=1000.0),))
    assert (one.outcome, one.fact("day"), one.fact("texts"), set(one.gains)) == ("deadline", 60, 60, {0})


def test_a_drawn_exponent_varies_from_run_to_run_and_repeats(tables):
    protocol = AlternatingOffers(tactics=(DrawnExponent(),))
    days = run_bilateral_block(tables, protocol, seed=1, first=0, runs=30).facts[:, FACTS.index("day")]
    again = run_bilateral_block(tables, protocol, seed=1, first=10, runs=5).facts[:, FACTS.index("day")]
    assert len(set(days.tolist())) > 5
    assert days[10:15].tolist() == again.tolist()


def test_an_exchange_is_told_offer_by_offer(tables):
    one = told(tables)
    entries = one.entries
    assert [e.what for e in entries[:2]] == ["proposed", "answered"]
    assert (entries[-1].what, entries[-1].note, entries[-2].yes) == ("ended", "deal", True)
    assert one.as_dict()["offers"][-1][2] == list(one.text)
    assert str(one) == f"run 0 of seed 1: {len(one.offers)} offers, deal on day {one.fact('day')}"


def test_no_runs_are_no_rows(tables):
    found = run_bilateral_block(tables, AlternatingOffers(), seed=1, first=0, runs=0)
    assert [len(part) for part in found] == [0, 0, 0]


@dataclass(frozen=True)
class Broken:
    matches: float = 0.0
    gives: float = 0.0

    def level(self, share):
        return 1 / self.gives if share > 0.5 else 1.0


def test_a_tactic_that_raises_or_leaves_its_bounds_is_named(tables):
    for tactic, says in ((Broken(), "ZeroDivisionError"), (Broken(gives=0.1), "has the level 10")):
        with pytest.raises(TalksError, match=says):
            told(tables, tactics=(tactic,))
    with pytest.raises(TalksError, match="float is no tactic"):
        told(tables, tactics=(0.5,))
    with pytest.raises(TalksError, match="3 values of tactics"):
        told(tables, tactics=(Polynomial(),) * 3)


def test_names_that_are_not_there_are_refused(tables):
    for how in ({"first": "panma"}, {"begins": "bst"}, {"tactics": ("linar",)}, {"acceptance": (0.5,)}):
        with pytest.raises(UnknownName):
            told(tables, **how)


def test_more_than_two_parties_need_another_protocol():
    case = case_of(wants(p, {"x": [0.0, 1.0]}, None, Range.of(0)) for p in "abc")
    tables = TalksTables(OutcomeSpace(case), Setting(id="plain", days=5))
    with pytest.raises(TalksError, match="two parties"):
        run_bilateral(tables, AlternatingOffers(), seed=1, run=0)


@pytest.mark.parametrize("name", ["nxt", "at-least", "after:x", "combined:0.5", "next:1,2,3"])
def test_a_condition_of_acceptance_that_is_none_is_refused(name):
    with pytest.raises(UnknownName):
        acceptance_named(name)


def test_conditions_of_acceptance_have_names():
    assert acceptance_named("next:1.1") == NextOffer(times=1.1)
    assert acceptance_named("after:0.9").share == 0.9
    assert acceptance_named("combined:0.9,0.5").utility == 0.5
