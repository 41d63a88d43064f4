"""The belief: established events give the play, what is open branches, nothing is swallowed."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from accord_plays import plays
from detente.accord.game.compile import compile_accord
from detente.accord.language.dates import date_of
from detente.accord.language.plan import Accord, Calendar, Obligation
from detente.accord.monitoring.belief import Belief, believe
from detente.accord.monitoring.events import AccordEvent
from detente.errors import AccordError, AnalysisError, SpaceTooLarge
from small_accords import clause, three

SIGNED = Calendar(signed=dt.date(2024, 9, 1))
TREATY = replace(three(2, 4), calendar=SIGNED)
"""B gives 2 x 3 hostages by the ends of days 2 and 4 (a day of cure), A 2 x 90 prisoners in step."""


def on(day: int) -> dt.date:
    return dt.date(2024, 9, 1) + dt.timedelta(days=day)


def event(day: int, side: str, name: str, *, sure: bool = True, **more: object) -> AccordEvent:
    return AccordEvent(date=on(day), side=side, clause=name, verified=sure, **more)


def belief(*events: AccordEvent, day: int, accord: Accord = TREATY, most: int = 5000) -> Belief:
    return believe(compile_accord(accord, hazards=True), events, as_of=on(day), most=most)


def kinds(found: Belief) -> list[str]:
    return [flag.kind for flag in found.flags]


def given_of(found: Belief, name: str = "release") -> set[int]:
    return {values[f"given:{name}"] for values in found.situations}


def test_without_events_the_clock_alone_moves() -> None:
    rules = compile_accord(TREATY, hazards=True)
    values = rules.start
    for _ in range(2):
        values = {name: int(value) for name, value in rules.apply(rules.moves[-1], values).items()}
    assert belief(day=3).situations == (values,)


def test_what_is_not_established_may_or_may_not_have_happened() -> None:
    found = belief(event(1, "b", "release", sure=False), day=2)
    assert given_of(found) == {0, 1}
    assert found.rows.happened[:, 0].tolist() == [values["given:release"] == 1 for values in found.situations]


def test_an_account_without_a_quantity_is_one_tranche_and_units_are_counted_by_tranche() -> None:
    assert given_of(belief(event(1, "b", "release"), day=2)) == {1}
    assert given_of(belief(event(1, "b", "release", quantity=6), day=2)) == {2}
    found = belief(event(1, "b", "release", quantity=2), day=2)
    assert (given_of(found), found.rows.parts["release"].tolist()) == ({0}, [2])
    assert given_of(belief(event(1, "b", "release", quantity=2), event(2, "b", "release"), day=3)) == {1}


def test_established_accounts_that_contradict_each_other_leave_it_open() -> None:
    found = belief(event(1, "b", "release"), event(1, "b", "release", happened="no"), day=2)
    assert (given_of(found), kinds(found)) == ({0, 1}, ["contested"])


def test_an_established_account_outweighs_what_is_claimed_or_denied() -> None:
    denied = event(1, "b", "release", sure=False, happened="denied", by="a")
    assert given_of(belief(event(1, "b", "release"), denied, day=2)) == {1}
    claimed = event(1, "b", "release", sure=False, happened="claimed")
    assert given_of(belief(claimed, event(1, "b", "release", happened="no"), day=2)) == {0}


def test_accounts_of_one_matter_may_differ_in_date_and_quantity() -> None:
    late = event(2, "b", "release", quantity=6, matter="first release")
    found = belief(event(1, "b", "release", quantity=3, matter="first release"), late, day=4)
    assert (given_of(found), kinds(found), found.rows.marks) == ({1, 2}, ["contested"], {})


def test_a_denial_alone_changes_nothing_and_is_flagged() -> None:
    found = belief(event(1, "b", "release", sure=False, happened="denied"), day=2)
    assert (given_of(found), kinds(found)) == ({0}, ["denied"])


def test_events_out_of_order_are_put_in_order_and_flagged() -> None:
    found = belief(event(2, "a", "free"), event(1, "b", "release"), day=3)
    assert (given_of(found), given_of(found, "free"), kinds(found)) == ({1}, {1}, ["out of order"])


def test_an_event_before_the_first_day_is_flagged_and_not_counted() -> None:
    found = belief(event(-3, "b", "release"), event(0, "b", "release"), day=2)
    assert (given_of(found), kinds(found)) == ({0}, ["before", "before"])


def test_what_became_known_later_is_left_out() -> None:
    told = event(1, "b", "release", known=on(5))
    assert (given_of(belief(told, day=4)), kinds(belief(told, day=4))) == ({0}, ["not yet known"])
    assert given_of(belief(told, day=5)) == {1}


def test_what_happens_on_the_day_itself_counts_from_the_next_morning() -> None:
    assert kinds(belief(event(2, "b", "release"), day=2)) == ["later"]


def test_what_cannot_be_done_is_flagged_and_changes_nothing() -> None:
    found = belief(event(1, "a", "free"), day=2)
    (flag,) = found.flags
    assert (given_of(found, "free"), flag.kind) == ({0}, "impossible")
    assert flag.what == "it cannot count: what the clause asks for first did not hold"
    assert not found.rows.happened.any()


def test_more_than_is_owed_is_counted_in_part_or_not_at_all() -> None:
    found = belief(event(1, "b", "release", quantity=9), event(2, "b", "release"), day=3)
    assert [(flag.kind, flag.what) for flag in found.flags] == [
        ("in part", "only a part of it can count: everything had been given already"),
        ("impossible", "it cannot count: everything had been given already"),
    ]
    assert given_of(found) == {2}


def test_after_the_end_nothing_counts() -> None:
    found = belief(event(1, "a", "", act="fight"), event(2, "b", "release"), day=4)
    assert [flag.what for flag in found.flags] == ["it cannot count: the accord had ended"]
    assert [values["breach:a"] for values in found.situations] == [1]


def test_acts_of_one_day_count_in_whichever_order_makes_them_possible() -> None:
    found = belief(event(1, "a", "free"), event(1, "b", "release"), day=2)
    assert (given_of(found), given_of(found, "free"), found.flags) == ({1}, {1}, ())


def test_an_established_act_rules_out_situations_in_which_it_is_impossible() -> None:
    found = belief(event(1, "b", "release", sure=False), event(2, "a", "free"), day=3)
    assert (given_of(found), kinds(found)) == ({1}, ["rules out"])


def test_an_open_act_is_done_only_where_it_is_possible() -> None:
    found = belief(event(1, "b", "release", sure=False), event(2, "a", "free", sure=False), day=3)
    pairs = {(values["given:release"], values["given:free"]) for values in found.situations}
    assert (pairs, kinds(found)) == ({(0, 0), (1, 0), (1, 1)}, ["in some"])


def test_equal_situations_are_merged_and_keep_what_may_have_led_there() -> None:
    raised = event(1, "b", "talks", act="raise", sure=False)
    dropped = event(2, "b", "talks", act="drop", sure=False)
    found = belief(raised, dropped, day=3)
    clear = [values["raised:talks:b"] == 0 for values in found.situations]
    assert sorted(clear) == [False, True]
    row = clear.index(True)
    assert found.rows.happened[row, 0]
    assert found.rows.did_not[row, 0]


def test_late_then_given_within_the_cure_is_no_breach() -> None:
    cured = belief(event(3, "b", "release"), day=4)
    assert [values["breach:b"] for values in cured.situations] == [0]
    assert [values["breach:b"] for values in belief(day=4).situations] == [1]
    assert [int(low[0]) for low, _ in [belief(day=5).rows.since["breach:b"]]] == [3]


def test_too_many_situations_are_refused_with_what_to_verify_first() -> None:
    told = [event(day, "b", "release", sure=False, quantity=day) for day in (1, 2)]
    with pytest.raises(SpaceTooLarge, match="verify first: 2024-09-0"):
        belief(*told, day=4, most=2)


def test_unknown_names_are_all_told() -> None:
    with pytest.raises(AccordError) as told:
        belief(event(1, "x", "release"), event(1, "b", "y"), day=2)
    assert len(told.value.problems) == 2


def test_an_accord_that_is_not_signed_has_no_days_to_count() -> None:
    with pytest.raises(AnalysisError, match="is not signed"):
        belief(day=2, accord=three(2, 4))


def test_a_far_day_is_reached_at_once() -> None:
    found = believe(compile_accord(TREATY), (), as_of=dt.date(9999, 1, 1))
    assert len(found) == 1


def confirmed(tranches: int = 3) -> Accord:
    base = TREATY.clause("release").readings[0].terms
    assert isinstance(base, Obligation)
    terms = replace(base, verified_by="m", quantity=3 * tranches, tranches=tranches, due=(2, 4, 4))
    rest = tuple(c for c in TREATY.clauses if c.id != "release")
    return replace(TREATY, clauses=(clause("release", "obligation", base=terms), *rest))


def test_what_must_be_confirmed_counts_once_it_is_and_more_may_wait() -> None:
    gave = event(1, "b", "release", quantity=6)
    waiting = belief(gave, day=2, accord=confirmed())
    assert (given_of(waiting), waiting.rows.parts["release"].tolist()) == ({0}, [3])
    found = belief(gave, event(1, "m", "release", quantity=6), day=2, accord=confirmed())
    assert (given_of(found), found.flags) == ({2}, ())


def test_what_the_verifier_itself_establishes_is_confirmed() -> None:
    assert given_of(belief(event(1, "b", "release", by="m"), day=2, accord=confirmed())) == {1}


@given(plays())
def test_established_events_give_the_very_situation_of_the_play(play: tuple) -> None:
    rules, events, truth, day = play
    sure = [replace(told, verified=True) for told in events]
    found = believe(rules, sure, as_of=date_of(rules.accord.calendar, day))
    assert (found.situations, found.flags) == ((truth,), ())


@given(plays())
def test_the_belief_contains_the_true_situation(play: tuple) -> None:
    rules, events, truth, day = play
    found = believe(rules, events, as_of=date_of(rules.accord.calendar, day))
    assert truth in found.situations
    assert (found.rows.happened | found.rows.did_not).all()
    assert not found.rows.marks
