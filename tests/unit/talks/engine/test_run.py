"""A day of talks in order, and every way in which talks end, as the transcript tells it."""

import pytest

from detente.case.preferences import Range
from detente.errors import TalksError
from detente.kernels.talks.shapes import ENDS
from detente.talks.moves import HOME, MEDIATOR, Ask, TalksState
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import (
    NONE,
    SURE,
    Delegation,
    Effect,
    Happening,
    Home,
    Mediation,
    Setting,
    Summit,
)
from two_sides import LOW, MID, X, lines, play, sides

HARD = sides(asks=(0.9, 0.9))
"""Nothing suits both."""


def setting(**more) -> Setting:
    return Setting(id="s", **{"days": 8, **more})


def end(told) -> str:
    return ENDS[told.fact("end")]


def struck(kind: str, *, on: str = "", days: int = 0, day: int = 2) -> tuple[Happening, ...]:
    return (Happening(id="raid", name="Raid", day=day, effects=(Effect(kind=kind, on=on, days=days),)),)


def test_a_text_that_suits_both_is_a_deal_on_the_first_day():
    told = play(sides(), setting())
    assert [e.what for e in lines(told)] == [
        *("proposed", "answered", "answered", "carried home"),
        *("said at home", "said at home", "ratified", "ended"),
    ]
    assert (end(told), told.fact("day"), told.text) == ("deal", 1, (MID, X))
    assert [round(gain / 1e12, 6) for gain in told.gains] == [0.55, 0.05]


def test_talks_without_a_deal_run_on_or_meet_their_deadline():
    assert end(play(HARD, setting())) == "ran on"
    told = play(HARD, setting(deadline=5))
    assert (end(told), told.fact("day"), told.gains) == ("deadline", 5, (0, 0))


def test_an_event_may_end_the_talks():
    told = play(HARD, setting(happenings=struck("ends")))
    assert (end(told), told.fact("day"), told.fact("ended_by"), told.fact("struck")) == (
        "broke down",
        2,
        0,
        1,
    )


def test_a_party_gone_for_good_ends_talks_that_need_it():
    told = play(HARD, setting(happenings=struck("away", on="b")))
    assert (end(told), told.fact("day"), told.fact("ended_by")) == ("walked out", 2, 1)


def test_nothing_is_said_while_talks_are_suspended():
    told = play(HARD, setting(happenings=struck("suspends", days=3)))
    assert {e.day for e in lines(told, "answered")} == {1, 5, 6, 7, 8}


def test_a_party_that_is_away_answers_when_it_is_back():
    told = play(sides(), setting(happenings=struck("away", on="b", days=3, day=1)))
    assert [(e.day, e.who) for e in lines(told, "answered")] == [(1, "a"), (4, "b")]


def test_a_delegation_without_a_mandate_asks_at_home_and_the_text_may_leak():
    def told(leak: Range):
        slow = setting(
            delegations=(Delegation(party="b", mandate="none", audience=Range.of(0.1)),),
            homes=(Home(actor="b", least=3),),
            mediation=Mediation(leak=leak),
        )
        return play(sides(), slow)

    leaky, tight = told(SURE), told(NONE)
    first = [(e.day, e.what, e.who) for e in lines(leaky, "referred", "leaked")][:2]
    assert first == [(1, "referred", "b"), (2, "leaked", "")]
    assert next((e.day, e.yes) for e in lines(leaky, "answered") if e.who == "b") == (4, False)
    assert [(e.day, e.yes) for e in lines(tight, "answered") if e.who == "b"] == [(4, True)]
    assert (leaky.fact("leaked"), tight.fact("leaked"), tight.fact("waited")) == (2, 0, 3)


def test_all_who_meet_at_a_summit_answer_there():
    silent = (Delegation(party="a", answers=NONE), Delegation(party="b", answers=NONE))
    for attends, day in ((SURE, 4), (NONE, 8)):
        summit = Summit(id="cairo", name="Cairo", day=4, slips=NONE, attends=attends)
        told = play(sides(), setting(delegations=silent, summits=(summit,)))
        assert told.fact("day") == day
        assert [(e.day, e.who, e.yes) for e in lines(told, "summit")] == [(4, "cairo", attends == SURE)]


def test_a_summit_is_told_to_have_slipped():
    summit = Summit(id="cairo", name="Cairo", day=4, slips=SURE, attends=SURE)
    told = play(HARD, setting(summits=(summit,), days=12))
    assert [(e.day, e.what) for e in lines(told, "slipped", "summit")] == [(4, "slipped"), (11, "summit")]


def test_a_plan_may_be_published_under_a_partys_name_and_disowned():
    loud = Mediation(publishes=SURE, attributes=SURE)
    both = tuple(Delegation(party=p, disowns=SURE, audience=Range.of(0.01)) for p in "ab")
    told = play(HARD, setting(mediation=loud, delegations=both))
    published, disowned = lines(told, "published"), lines(told, "disowned")
    assert {e.who for e in published} == {"a", "b"}
    assert [(e.day, e.who, e.text) for e in disowned] == [(e.day, e.who, e.text) for e in published]
    assert told.fact("published") == 8
    quiet = play(HARD, setting(mediation=loud))
    assert lines(quiet, "published")
    assert not lines(quiet, "disowned")


def test_through_a_back_channel_the_principal_answers_and_nothing_is_published():
    back = Mediation(back_channel=SURE, publishes=SURE, leak=SURE)
    never = tuple(Delegation(party=p, answers=NONE) for p in "ab")
    told = play(sides(), setting(mediation=back, delegations=never))
    assert end(told) == "deal", "delegations that never answer are passed by"
    assert (told.fact("published"), told.fact("leaked")) == (0, 0)
    open_ = play(sides(), setting(delegations=never))
    assert (end(open_), open_.fact("phase")) == ("ran on", 1)


def test_who_alone_refuses_may_be_blamed_and_softens():
    case = sides(asks=(0.2, 0.3))
    told = play(case, setting(mediation=Mediation(blames=SURE), delegations=(Delegation(party="b"),)))
    assert [(e.day, e.who) for e in lines(told, "blamed")][:1] == [(1, "b")]
    soft = (Delegation(party="b", blame=Range.of(0.1)),)

    class Again:
        def propose(self, view, draw):
            return (MID, X)

    told = play(case, setting(mediation=Mediation(blames=SURE), delegations=soft), mediator=Again())
    assert [(e.day, e.yes) for e in lines(told, "answered") if e.who == "b"] == [(1, False), (2, True)]


def test_after_a_refusal_at_home_the_mediator_has_a_word_with_one_who_said_no():
    case = sides(asks=(0.2, 0.2), homes=("a1", "a2"))
    harder = Happening(
        id="raid",
        name="Raid",
        day=1,
        effects=(Effect(kind="reservation", on="a2", amount=Range.of(0.6)),),
    )
    told = play(case, setting(mediation=Mediation(word=Range.of(0.6)), happenings=(harder,)))
    refused = next(e.day for e in lines(told, "refused"))
    assert [(e.day, e.who) for e in lines(told, "word")] == [(refused, "a2")]
    said = [(e.day, e.yes) for e in lines(told, "said at home") if e.who == "a2"]
    assert said == [(1, False), (told.fact("day"), True)]
    assert end(told) == "deal"


def test_an_issue_that_all_name_too_often_is_set_aside():
    case = sides(asks=(0.9, 0.9), silent=("low", ""), weight=0.8)
    told = play(case, setting(mediation=Mediation(aside_after=2)), mediator=Same())
    assert [(e.day, e.who) for e in lines(told, "aside")] == [(2, "price")]
    assert [e.text[0] for e in lines(told, "proposed")][:4] == [MID, MID, LOW, LOW]
    assert not lines(play(sides(weight=0.8, asks=(0.9, 0.9)), setting(), mediator=Same()), "aside")


class Same:
    """A mediator who puts the middle again and again, and what holds in silence on issues set aside."""

    def propose(self, view, draw):
        return (view.if_silent[0] if 0 in view.aside else MID, X)


def test_one_who_quits_is_told_once_and_counted():
    from detente.case.procedure import ExitThreat

    threat = ExitThreat(actor="a2", on=(("price", ("mid",)),), credibility=SURE, principal_effect=NONE)
    told = play(sides(homes=("a1", "a2"), exit_threats=(threat,)), setting())
    assert [(e.day, e.who) for e in lines(told, "quit")] == [(1, "a2")]
    assert told.fact("quit") == 1
    back = setting(homes=(Home(actor="a2", returns=3),))
    told = play(sides(homes=("a1", "a2"), exit_threats=(threat,)), back, run=1)
    days = [(e.day, e.what) for e in lines(told, "quit", "returned")]
    assert days[:2] == [(1, "quit"), (4, "returned")]


# --- a contract that is broken --------------------------------------------------------------------------


class Odd(SingleText):
    """A single text whose state is changed at a step."""

    def __init__(self, wrong):
        super().__init__()
        object.__setattr__(self, "wrong", wrong)

    def step(self, state, moves):
        return self.wrong(super().step(state, moves)) if moves else state


def with_asks(*asks: Ask):
    from dataclasses import replace

    return lambda state: replace(state, asks=asks)


BROKEN = {
    "not a TalksState": lambda state: None,
    "asks nobody": with_asks(),
    "'sing'": with_asks(Ask(who="a", what="sing")),
    "asks 'c' to answer": with_asks(Ask(who="c", what="answer", texts=((0, 0),))),
    "asks 'a' to propose": with_asks(Ask(who="a", what="propose")),
    "with 2 texts": with_asks(Ask(who="a", what="answer", texts=((0, 0), (1, 1)))),
    "among no texts": with_asks(Ask(who="a", what="choose")),
    "how they are made": with_asks(Ask(who="a", what="seal")),
    "which is no package": with_asks(Ask(who=HOME, what="ratify", texts=((7, 7),), of=(0, 1))),
    "the limits of a": with_asks(Ask(who="a", what="seal", limits=lambda position: ((0,),))),
    "homes have not ratified": lambda state: TalksState(
        table=state.table, asks=(), ended="deal", agreed=(0, 0)
    ),
    "ZeroDivisionError": lambda state: 1 // 0,
}


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_broken_protocol_is_named_with_its_run_and_seed(wrong):
    with pytest.raises(TalksError, match=wrong) as caught:
        play(sides(), setting(), Odd(BROKEN[wrong]), run=3)
    assert "run 3 of seed 1" in str(caught.value)


@pytest.mark.parametrize("text", [(), (0,), (0, 9), (-1, 0)])
def test_a_mediator_who_proposes_no_package_is_named_with_its_run_and_seed(text):
    class Wrong:
        def propose(self, view, draw):
            return text

    with pytest.raises(TalksError, match=r"run 5 of seed 1.*no package"):
        play(sides(), setting(), mediator=Wrong(), run=5)


def test_a_mediator_that_raises_is_named_with_its_run_and_seed():
    class Wrong:
        def propose(self, view, draw):
            raise KeyError(MEDIATOR)

    with pytest.raises(TalksError, match=r"run 2 of seed 1: KeyError"):
        play(sides(), setting(), mediator=Wrong(), run=2)


def test_talks_that_a_protocol_ends_itself_say_so():
    told = play(HARD, setting(), SingleText(most=3))
    assert (end(told), told.fact("texts"), lines(told)[-1].note) == ("ran on", 3, "ran on (no text left)")
