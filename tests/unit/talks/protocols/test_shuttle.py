"""A text goes from one party to the next, each leg a day, where it may be carried on."""

from detente.case.preferences import Range
from detente.kernels.talks.shapes import ENDS
from detente.talks.mediators.belief import Prior, beliefs
from detente.talks.mediators.learner import Learner
from detente.talks.moves import Heard, MediatorView, Reply
from detente.talks.protocols.shuttle import Shuttle
from detente.talks.setting.values import NONE, SURE, Delegation, Mediation, Setting
from two_sides import MID, X, lines, play, sides

HARD = sides(asks=(0.9, 0.9))
KEEPS = Delegation(party="a", passes_on=NONE)


def setting(**more) -> Setting:
    return Setting(id="s", **{"days": 6, **more})


def told_of(case, *kinds, protocol=None, **more):
    told = play(case, setting(**more), protocol or Shuttle())
    return [(e.day, e.what, e.who) for e in lines(told, *kinds)]


def test_a_text_is_carried_from_one_party_to_the_other_a_day_later():
    told = play(sides(), setting(), Shuttle())
    assert [(e.day, e.what, e.who) for e in lines(told)][:4] == [
        (1, "proposed", "mediator"),
        (1, "answered", "a"),
        (1, "passed on", "a"),
        (2, "answered", "b"),
    ]
    assert (ENDS[told.fact("end")], told.fact("day"), told.text) == ("deal", 2, (MID, X))


def test_parties_take_turns_at_being_asked_first():
    asked = told_of(HARD, "answered")
    assert [(day, who) for day, _, who in asked] == [
        *((1, "a"), (2, "b"), (3, "b"), (4, "a"), (5, "a"), (6, "b")),
    ]


def test_without_consent_the_other_side_never_hears_of_it_and_the_text_is_reworded():
    told = play(sides(), setting(delegations=(KEEPS,), days=2), Shuttle())
    assert [(e.day, e.what, e.who, e.yes) for e in lines(told, "answered", "passed on")] == [
        *((1, "answered", "a", True), (1, "passed on", "a", False)),
        *((2, "answered", "b", True), (2, "passed on", "b", True)),
    ]
    first, second = lines(told, "proposed")
    assert first.text != second.text


def test_the_mediator_has_heard_nothing_of_a_party_that_it_did_not_reach():
    heard = []

    class Listening:
        def propose(self, view, draw):
            heard[:] = view.heard
            return (MID, X)

    play(sides(), setting(delegations=(KEEPS,), days=2), Shuttle(), Listening())
    assert [(r.asked, r.accepts, r.issue) for r in heard[0].replies] == [(True, True, 0), (False, False, -1)]


def test_the_first_leg_is_a_caucus_and_is_neither_published_nor_leaked():
    open_ = Mediation(publishes=SURE, leak=SURE)
    slow = (Delegation(party="a", answers=NONE),)
    assert told_of(HARD, "published", "leaked", mediation=open_, delegations=slow) == []
    plain = told_of(
        HARD, "published", "leaked", mediation=open_, delegations=slow, protocol=Shuttle(caucus=False)
    )
    assert plain == [(1, "published", "")]


def test_once_carried_on_a_text_may_become_public():
    loud = Mediation(publishes=SURE)
    assert told_of(HARD, "published", mediation=loud)[:1] == [(1, "published", "")]
    assert told_of(sides(), "published", mediation=loud, delegations=(KEEPS,), days=1) == []


def test_what_leaks_is_what_both_sides_have():
    slow = (Delegation(party="b", answers=NONE),)
    leaky = Mediation(leak=SURE)
    assert told_of(HARD, "leaked", mediation=leaky, delegations=slow) == [(2, "leaked", "")]


def test_consent_is_given_as_often_as_its_chance_says():
    case, unsure = sides(), setting(delegations=(Delegation(party="a", passes_on=Range.of(0.3)),), days=1)
    yes = sum(lines(play(case, unsure, Shuttle(), run=run), "passed on")[0].yes for run in range(200))
    assert 40 < yes < 80


def test_a_mediator_that_learns_learns_nothing_of_a_party_that_it_did_not_reach():
    unreached = Heard(text=(MID, X), replies=(Reply(accepts=True), Reply(accepts=False, asked=False)))
    plain = {"sizes": (3, 2), "demands": ((2, 0), (0, 1)), "opening": (MID, X)}
    before = beliefs(MediatorView(**plain), Prior(particles=8))
    after = beliefs(MediatorView(**plain, heard=(unreached,)), Prior(particles=8))
    same = [(one.points == other.points).all() for one, other in zip(before, after, strict=True)]
    assert same == [False, True]


def test_a_mediator_that_learns_can_shuttle():
    told = play(sides(), setting(delegations=(KEEPS,), days=12), Shuttle(against_standing=False), Learner())
    assert ENDS[told.fact("end")] == "deal"
