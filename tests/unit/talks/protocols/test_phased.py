"""A first phase, a clock, and talks on the rest: which deal there is in the end."""

import pytest

from detente.accord.language.clock import clock_of
from detente.accord.library import accord_example
from detente.case.preferences import Range
from detente.errors import TalksError, UnknownName
from detente.kernels.talks.shapes import ENDS
from detente.talks.clock import PlainClock
from detente.talks.protocols.alternatives import ThreeAlternatives
from detente.talks.protocols.phased import Phased
from detente.talks.protocols.sealed import SealedPositions
from detente.talks.protocols.shuttle import Shuttle
from detente.talks.protocols.single_text import SingleText
from detente.talks.setting.values import Delegation, Effect, Happening, Setting
from two_sides import HIGH, MID, X, Y, lines, play, sides

FIRST = Phased(first=("price",))
SPLIT = sides(asks=(0.2, 0.2), silent=("", "x"))
"""The middle price suits both with route x; route y would suit both too."""

HARDER = Happening(
    id="raid", name="Raid", day=2, effects=(Effect(kind="reservation", on="b", amount=Range.of(0.9)),)
)
"""From day 2 on b accepts nothing."""


def setting(**more) -> Setting:
    return Setting(id="s", **{"days": 12, **more})


def end(told) -> str:
    return ENDS[told.fact("end")]


def clocked(after: str, *enders: str, days: int = 3) -> Phased:
    return Phased(first=("price",), clock=PlainClock(days=days, after=after, enders=enders))


def test_a_deal_on_both_phases_is_a_deal():
    told = play(SPLIT, setting(), FIRST)
    assert end(told) == "deal"
    assert [e.day for e in lines(told, "ratified")] == [1, 2]
    assert lines(told, "note")[0].note == "a deal on the first phase; talks on the rest open, without a clock"


def test_in_each_phase_only_its_own_issues_change():
    told = play(sides(silent=("", "y")), setting(), FIRST)
    opened = lines(told, "note")[0].day
    phases = [[e.text for e in lines(told, "proposed") if (e.day > opened) == late] for late in (False, True)]
    assert {route for _, route in phases[0]} == {Y}
    assert {price for price, _ in phases[1]} == {phases[0][-1][0]}


def test_a_deal_on_the_first_phase_alone_is_told_apart():
    told = play(SPLIT, setting(happenings=(HARDER,)), FIRST)
    assert end(told) == "first phase only"
    assert lines(told)[-1].note == "first phase only (ran on)"
    assert told.text == (MID, X)
    assert told.gains[0] > 0 > told.gains[1]


def test_without_a_deal_on_the_first_phase_talks_end_as_others_do():
    told = play(sides(asks=(0.9, 0.9), silent=("", "x")), setting(deadline=6), FIRST)
    assert end(told) == "deadline"


def test_a_clock_that_ends_the_talks_ends_them_when_its_days_are_over():
    told = play(SPLIT, setting(happenings=(HARDER,)), clocked("ends"))
    assert (end(told), told.fact("day")) == ("first phase only", 5)
    assert lines(told)[-1].note == "first phase only (the clock has run out)"


def test_a_clock_after_which_talks_go_on_is_told_and_nothing_else():
    told = play(SPLIT, setting(happenings=(HARDER,)), clocked("goes on", "b"))
    assert [(e.day, e.note) for e in lines(told, "note")][1:] == [
        (5, "the clock has run out; talks on the rest go on")
    ]
    assert told.fact("day") == 12


def test_a_party_that_may_end_the_talks_does_so_once_it_has_said_no():
    told = play(SPLIT, setting(happenings=(HARDER,)), clocked("may be ended", "b"))
    assert (end(told), told.fact("day")) == ("first phase only", 5)
    assert lines(told, "note")[-1].note == "b declares that the talks on the rest have failed"


def test_a_party_that_may_end_the_talks_and_says_yes_does_not():
    told = play(SPLIT, setting(happenings=(HARDER,)), clocked("may be ended", "a", "mediators"))
    assert told.fact("day") == 12


def test_the_clock_runs_while_talks_are_suspended():
    pause = Happening(id="pause", name="Pause", day=2, effects=(Effect(kind="suspends", days=8),))
    told = play(SPLIT, setting(happenings=(pause,)), clocked("ends"))
    assert (end(told), told.fact("day")) == ("first phase only", 5)


def test_an_event_that_ends_talks_leaves_the_first_phase():
    over = Happening(id="raid", name="Raid", day=2, effects=(Effect(kind="ends"),))
    told = play(SPLIT, setting(happenings=(over,)), FIRST)
    assert (end(told), told.fact("ended_by")) == ("first phase only", 0)
    assert lines(told)[-1].note == "first phase only (broke down)"


@pytest.mark.parametrize("wording", ["lapses", "either-party", "mediators-closed"])
def test_the_clock_of_an_accord_will_do(wording):
    clock = clock_of(accord_example("three-phases-2024"), wording=wording)
    told = play(SPLIT, setting(days=60, happenings=(HARDER,)), Phased(first=("price",), clock=clock))
    assert told.fact("day") == {"lapses": 44}.get(wording, 60), "no party of this case is named in it"


def test_without_names_the_first_phase_is_what_has_nothing_to_fall_back_on():
    assert [e.day for e in lines(play(SPLIT, setting(), Phased()), "ratified")] == [1, 2]


@pytest.mark.parametrize("silent", [("", ""), ("mid", "x")])
def test_where_that_is_all_or_nothing_there_is_one_phase(silent):
    told = play(sides(silent=silent), setting(), Phased())
    plain = play(sides(silent=silent), setting(), SingleText())
    assert (told.facts, told.entries, told.gains) == (plain.facts, plain.entries, plain.gains)


@pytest.mark.parametrize(
    "inner", [Shuttle(), SealedPositions(), SealedPositions(texts=0), ThreeAlternatives(), SingleText()]
)
def test_both_phases_follow_the_inner_protocol(inner):
    asks = tuple(Delegation(party=p, asks=Range.of(0.3)) for p in "ab")
    told = play(SPLIT, setting(days=30, delegations=asks), Phased(inner=inner, first=("price",)))
    assert end(told) in {"deal", "first phase only"}
    opened = next(e for e in lines(told, "note") if "first phase" in e.note).day
    settled = next(e.text for e in lines(told, "ratified"))
    assert settled[1] == X
    assert all(e.text[0] == settled[0] for e in lines(told, "proposed", "carried home") if e.day > opened)


def test_an_issue_that_is_none_is_named_with_the_nearest():
    with pytest.raises(UnknownName, match="price"):
        play(SPLIT, setting(), Phased(first=("prize",)))


def test_a_clock_that_ends_in_no_known_way_is_named():
    with pytest.raises(TalksError, match="sometimes"):
        play(SPLIT, setting(), Phased(first=("price",), clock=PlainClock(days=3, after="sometimes")))


def test_the_first_phase_is_judged_with_what_holds_in_silence():
    told = play(sides(asks=(0.9, 0.0), silent=("", "y")), setting(days=4), FIRST)
    assert end(told) == "ran on", "with route y even the highest price gives a too little"
    assert all(e.text[1] == Y for e in lines(told, "proposed"))
    assert play(sides(asks=(0.9, 0.0), silent=("", "x")), setting(), FIRST).text[0] == HIGH
