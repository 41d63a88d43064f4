"""Hinges on cases whose decisive number is known."""

import numpy as np
import pytest

from detente.analysis.basis import cube_of
from detente.analysis.hinges import Hinge, hinges_of
from detente.analysis.space import OutcomeSpace
from detente.case.model import Case, Issue, Option, Party
from detente.case.preferences import DatedRange, Preferences, Range
from detente.case.procedure import Approval, Consent, Reading, Says
from detente.kernels.approval import passes_selected

PLAIN = Range(low=0.2, likely=0.5, high=0.8, evidence=("s1",), assumption="a guess")


def case(options: str = "xy", **wants: object) -> Case:
    """One party that gets 0.4 or 0.6 and asks for something between 0.2 and 0.8."""
    issue = Issue(id="i", name="", options=tuple(Option(id=o, name="") for o in options))
    own = {
        "weights": (("i", Range.of(1)),),
        "scores": (("i", (("x", Range.of(0.4)), ("y", Range.of(0.6)))),),
        "reservation": (DatedRange(range=PLAIN),),
        **wants,
    }
    rule = Approval(readings=(Reading(id="self", rule=Says(actor="a")),))
    party = Party(id="a", name="", principal="a", approval=rule)
    preferences = (Preferences(actor="a", **own),)
    return Case(id="c", title="", issues=(issue,), parties=(party,), preferences=preferences)


def asking(number: Range) -> Case:
    return case(reservation=(DatedRange(range=number),))


def hinges(told: Case, draws: int = 1024) -> tuple[tuple[Hinge, ...], ...]:
    space = OutcomeSpace(told)
    cube = cube_of(space, draws, 0)
    program, _ = space.program()
    passed = passes_selected(space.drawn(cube), program.only(0), np.array([[0], [1]]))[0]
    return hinges_of(space, cube, passed)


def test_a_reservation_hinges_on_what_the_package_gives() -> None:
    lower, higher = hinges(case())
    assert lower[0].name == higher[0].name == "preferences.a.reservation"
    assert lower[0].threshold is None
    assert not lower[0].flips
    assert (lower[0].low.share, lower[0].high.share) == (pytest.approx(4 / 9, abs=0.01), 0.0)
    assert higher[0].low.share == 1.0


def test_the_threshold_is_where_the_answer_turns() -> None:
    wide = asking(Range(low=0.0, likely=0.4, high=0.8))
    (hinge,) = hinges(wide)[0]
    assert hinge.flips
    assert hinge.threshold == pytest.approx(0.4, abs=0.005)
    assert "turns at 0.4" in str(hinge)


def test_the_basis_of_the_number_comes_with_it() -> None:
    (hinge,) = hinges(case())[0]
    assert (hinge.evidence, hinge.assumption) == (("s1",), "a guess")
    assert hinge.paths == ("preferences.a.reservation",)


def test_an_event_is_split_by_whether_it_happens() -> None:
    chance = Consent(id="c", actor="n", over=(("i", ("y",)),), gives=Range.of(0.3, assumption="unknown"))
    told = asking(Range.of(0.1)).with_(consents=(chance,))
    never, hinge = hinges(told)[0], hinges(told)[1][0]
    assert never == ()
    assert hinge.event
    assert (hinge.low.share, hinge.high.share, hinge.swing) == (0.0, 1.0, 1.0)
    assert (hinge.flips, hinge.threshold) == (True, None)
    assert hinge.assumption == "unknown"
    assert str(hinge).startswith("consents.c.gives: if not 0.0 %")


def test_numbers_of_one_driver_move_together() -> None:
    wider = Range(low=0.0, likely=0.2, high=0.4, driver="mood")
    narrower = Range(low=0.1, likely=0.2, high=0.3, driver="mood")
    scores = (("i", (("x", wider), ("y", Range.of(1)))),)
    (hinge,) = hinges(case(reservation=(DatedRange(range=narrower),), scores=scores))[0]
    assert hinge.name == "mood"
    assert hinge.paths == ("preferences.a.scores.i.x", "preferences.a.reservation")
    assert (hinge.low.share, hinge.high.share) == (0.0, 1.0)
    assert hinge.threshold == pytest.approx(0.2, abs=0.001)


def test_a_ranking_has_no_threshold_of_its_own() -> None:
    ranked = (("i", (("y",), ("x",), ("z",))),)
    told = case("xyz", reservation=(DatedRange(range=Range.of(0.5)),), scores=(), score_order=ranked)
    (hinge,) = hinges(told)[0]
    assert hinge.flips
    assert hinge.threshold is None


def test_nothing_uncertain_leaves_nothing_to_hang_on() -> None:
    assert hinges(asking(Range.of(0.5))) == ((), ())


def test_the_runner_up_swings_less() -> None:
    chance = Consent(id="c", actor="n", over=(("i", ("y",)),), gives=Range.of(0.5))
    first, second = hinges(case().with_(consents=(chance,)))[1]
    assert (first.name, second.name) == ("consents.c.gives", "preferences.a.reservation")
    assert first.swing > second.swing > 0
